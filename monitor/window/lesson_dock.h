// SPDX-License-Identifier: GPL-3.0-or-later
//
// The lesson that is open, beside the ring; hidden without one.
#pragma once

#include "ring/lookup_overlay.h"

#include <QDockWidget>

namespace monitor {

class LessonRunner;

class LessonDock : public QDockWidget {
    Q_OBJECT
public:
    explicit LessonDock(QWidget *parent = nullptr);

    void open(LessonRunner *lesson);
    // Before the lesson is destroyed.
    void clear();

Q_SIGNALS:
    void emphasisChanged(const monitor::Emphasis &emphasis);
};

} // namespace monitor
