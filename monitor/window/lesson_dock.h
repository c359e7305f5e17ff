// SPDX-License-Identifier: GPL-3.0-or-later
//
// The lesson that is open, beside the ring; hidden without one.
#pragma once

#include "classroom/lesson_runner.h"
#include "ring/lookup_overlay.h"

#include <QDockWidget>
#include <QPointer>

namespace monitor {

class LessonDock : public QDockWidget {
    Q_OBJECT
public:
    explicit LessonDock(QWidget *parent = nullptr);

    void open(LessonRunner *lesson);
    bool hasLesson() const;
    // Before the lesson is destroyed.
    void clear();

Q_SIGNALS:
    void stepChanged(); // another step is shown
    void emphasisChanged(const monitor::Emphasis &emphasis);

private:
    QPointer<LessonRunner> m_lesson;
    int m_step = 0;
};

} // namespace monitor
