// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a lesson highlights is translated for the ring view, which knows no lessons.

#include "window/lesson_dock.h"

#include "classroom/lesson_panel.h"
#include "classroom/lesson_runner.h"

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
    connect(lesson, &LessonRunner::changed, this,
            [this, lesson] { setVisible(lesson->stage() != LessonRunner::Stage::Idle); });
    setWidget(new LessonPanel(lesson, this));
    show();
    raise();
}

void LessonDock::clear()
{
    if (auto *panel = qobject_cast<LessonPanel *>(widget())) {
        delete panel;
        hide();
    }
}

} // namespace monitor
