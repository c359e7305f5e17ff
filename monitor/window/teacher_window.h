// SPDX-License-Identifier: GPL-3.0-or-later
//
// The teacher's own screen: the steps of the lesson, the answer and the explanation of the step that the class sees,
// and the next step, with the buttons of the lesson.
#pragma once

#include <QPointer>
#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;

namespace monitor {

class LessonRunner;

class TeacherWindow : public QWidget {
    Q_OBJECT
public:
    // A window of its own; parent: whose it is.
    explicit TeacherWindow(QWidget *parent);

    // Null: there is no lesson.
    void setLesson(LessonRunner *lesson);

private:
    void refresh();
    void refreshButtons();

    QPointer<LessonRunner> m_lesson;
    QLabel *m_title;
    QListWidget *m_steps;
    QLabel *m_notes;
    QLabel *m_following; // the next step
    QPushButton *m_run;
    QPushButton *m_next;
};

} // namespace monitor
