// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the verbs of sim share: Ctrl+C ends a simulation with what it has so far (a second one ends the program), and a
// line says how far it is.
#pragma once

#include "cli/console.h"

#include <QElapsedTimer>

class QJsonObject;

namespace cli {

// While one of these lives, Ctrl+C sets interrupted() instead of ending the program.
class Interruptible {
public:
    Interruptible();
    ~Interruptible();
    Q_DISABLE_COPY_MOVE(Interruptible)

    static bool interrupted();
};

// A bar and how long it will still take, on a terminal only; at most a few times a second.
class Progress {
public:
    explicit Progress(QString what);
    ~Progress();
    Q_DISABLE_COPY_MOVE(Progress)

    // part: 0..1. Returns false once Ctrl+C was pressed.
    bool show(double part);
    double seconds() const;

private:
    QString m_what;
    QElapsedTimer m_timer;
    qint64 m_nextMs = 300;
    bool m_shown = false;
    ProgressLine m_line;
};

// One line of JSON on standard output.
void writeJson(const QJsonObject &object);

} // namespace cli
