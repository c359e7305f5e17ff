// SPDX-License-Identifier: GPL-3.0-or-later
//
// A main window on a source that does what a test tells it, with settings of its own.
#pragma once

#include "ring_fixture.h"
#include "window/main_window.h"

#include <memory>

class QLineEdit;

class WindowFixture {
public:
    // name: of the test, under which its settings are kept.
    explicit WindowFixture(const QString &name);

    // Of a new window, without settings.
    void start();
    void end() { m_window.reset(); }

    monitor::MainWindow &window() { return *m_window; }
    monitor::FakeSource *open(monitor::RingSnapshot ring = monitor::textbookRing(),
                              monitor::Mode mode = monitor::Mode::Classroom);
    // By its accessible name.
    QLineEdit *edit(const QString &name) const;
    // The button with this text in a message; null if there is none.
    class QPushButton *remedy(const QString &text) const;

private:
    std::unique_ptr<monitor::MainWindow> m_window;
};
