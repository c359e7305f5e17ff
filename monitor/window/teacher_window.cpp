// SPDX-License-Identifier: GPL-3.0-or-later
//
// Texts are shown in full: this window is not seen by the class.

#include "window/teacher_window.h"

#include "classroom/lesson_runner.h"
#include "model/type_scale.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace monitor {

using namespace Qt::StringLiterals;
using Stage = LessonRunner::Stage;

namespace {

QLabel *makeText(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::RichText);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QString paragraph(const QString &name, const QString &text)
{
    if (text.isEmpty())
        return {};
    return u"<p><b>%1</b><br>%2</p>"_s.arg(name.toHtmlEscaped(), text.toHtmlEscaped().replace(u'\n', u"<br>"_s));
}

QString answerOf(const LessonStep &step)
{
    return step.question ? step.question->choices[size_t(step.question->right)] : QString();
}

} // namespace

TeacherWindow::TeacherWindow(QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_title(new QLabel(this))
    , m_steps(new QListWidget(this))
    , m_notes(makeText(this))
    , m_following(makeText(this))
    , m_run(new QPushButton(tr("Run"), this))
    , m_next(new QPushButton(tr("Next step"), this))
{
    setWindowTitle(tr("Teacher's notes"));
    resize(520, 560);
    m_notes->setObjectName(u"teacherNotes"_s);
    m_following->setObjectName(u"nextStep"_s);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(titleFont(m_title->font()));
    m_steps->setAccessibleName(tr("Steps of the lesson"));
    m_steps->setSelectionMode(QAbstractItemView::NoSelection);
    m_steps->setFocusPolicy(Qt::NoFocus);
    auto *texts = new QWidget;
    auto *textLayout = new QVBoxLayout(texts);
    textLayout->addWidget(m_notes);
    textLayout->addWidget(m_following);
    textLayout->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(texts);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_run);
    buttons->addWidget(m_next);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_title);
    layout->addWidget(m_steps, 1);
    layout->addWidget(scroll, 3);
    layout->addLayout(buttons);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_lesson)
            m_lesson->run();
    });
    connect(m_next, &QPushButton::clicked, this, [this] {
        if (m_lesson)
            m_lesson->next();
    });
    refresh();
}

void TeacherWindow::setLesson(LessonRunner *lesson)
{
    if (m_lesson)
        m_lesson->disconnect(this);
    m_lesson = lesson;
    if (lesson)
        connect(lesson, &LessonRunner::changed, this, &TeacherWindow::refresh);
    refresh();
}

void TeacherWindow::refresh()
{
    refreshButtons();
    m_steps->clear();
    if (!m_lesson || m_lesson->stage() == Stage::Idle) {
        m_title->setText(tr("No lesson is open. Choose one in the menu Lessons."));
        m_notes->clear();
        m_following->clear();
        return;
    }
    const Lesson &lesson = m_lesson->lesson();
    m_title->setText(tr("Lesson %1: %2").arg(lesson.number).arg(lesson.title));
    for (int i = 0; i < m_lesson->stepCount(); ++i) {
        auto *item = new QListWidgetItem(u"%1. %2"_s.arg(i + 1).arg(lesson.steps[size_t(i)].title), m_steps);
        item->setFont(i == m_lesson->stepIndex() ? headingFont(m_steps->font()) : m_steps->font());
    }
    const LessonStep &step = m_lesson->step();
    m_notes->setText(paragraph(tr("The class sees"), step.text)
                     + paragraph(tr("Question"), step.question ? step.question->text : QString())
                     + paragraph(tr("Answer"), answerOf(step)) + paragraph(tr("Explanation"), step.explanation));
    const size_t next = size_t(m_lesson->stepIndex()) + 1;
    m_following->setText(next < lesson.steps.size()
                             ? paragraph(tr("Next: %1").arg(lesson.steps[next].title), lesson.steps[next].text)
                             : paragraph(tr("Next"), tr("This is the last step. %1").arg(lesson.summary)));
}

void TeacherWindow::refreshButtons()
{
    const Stage stage = m_lesson ? m_lesson->stage() : Stage::Idle;
    m_run->setEnabled(stage == Stage::Asking || stage == Stage::Ready);
    m_next->setEnabled(stage == Stage::Explained);
}

} // namespace monitor
