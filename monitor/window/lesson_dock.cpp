// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a lesson highlights is translated for the ring view, which knows no lessons.

#include "window/lesson_dock.h"

#include "classroom/lesson_panel.h"

#include <utility>

namespace monitor {

LessonDock::LessonDock(QWidget *parent)
    : QDockWidget(tr("Lesson"), parent)
{
    setWidget(new QWidget(this));
}

void LessonDock::open(LessonRunner *lesson)
{
    connect(lesson, &LessonRunner::highlightChanged, this, [this](const Highlight &highlight) {
        Emphasis emphasis{highlight.nodes, highlight.keys, {}};
        for (const Highlight::Arrow &arrow : highlight.pointers)
            emphasis.pointers.push_back({arrow.from, arrow.to});
        Q_EMIT emphasisChanged(emphasis);
    });
    m_lesson = lesson;
    m_step = 0;
    connect(lesson, &LessonRunner::changed, this, [this, lesson] {
        if (lesson->stage() == LessonRunner::Stage::Idle)
            hide();
        if (std::exchange(m_step, lesson->stepIndex()) != lesson->stepIndex())
            Q_EMIT stepChanged();
    });
    setWidget(new LessonPanel(lesson, this));
    show();
    raise();
}

bool LessonDock::hasLesson() const
{
    return m_lesson && m_lesson->stage() != LessonRunner::Stage::Idle;
}

void LessonDock::clear()
{
    if (auto *panel = qobject_cast<LessonPanel *>(widget())) {
        delete panel;
        hide();
    }
}

} // namespace monitor
