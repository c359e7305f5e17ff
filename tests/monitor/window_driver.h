// SPDX-License-Identifier: GPL-3.0-or-later
//
// A person at the monitor's window: clicks its buttons, types into its fields, presses its shortcuts, reads what it
// says. What is not there, hidden or disabled cannot be clicked: then the call returns false.
#pragma once

#include "live/live_source.h"
#include "ring/ring_view.h"
#include "window/actions.h"
#include "window/main_window.h"

#include <memory>

class QLineEdit;

class WindowDriver {
public:
    WindowDriver();
    ~WindowDriver();

    monitor::MainWindow &window() { return *m_window; }
    monitor::LiveSource *live() const { return qobject_cast<monitor::LiveSource *>(m_window->session().source()); }
    const monitor::RingSnapshot &ring() const { return *m_window->ringView()->snapshot(); }

    // The button of this action in a tool bar.
    bool clickAction(QAction *monitor::Actions::*wanted);
    // Its shortcut.
    bool press(QAction *monitor::Actions::*wanted);
    // A button by its object's name.
    bool clickButton(const QString &objectName);
    // The button with this text in a message above the ring.
    bool clickRemedy(const QString &text);
    // Replaces what stands in the field of that (accessible) name.
    bool type(const QString &field, const QString &text);
    // The same, by the clipboard; what the field takes of it.
    bool paste(const QString &field, const QString &text);
    // A node's mark on the ring.
    bool clickNode(const QByteArray &address);
    // Fills in the dialog that comes next, the only field of it or those of these (accessible) names, and accepts it.
    void answerNextDialog(const QString &text);
    void answerNextDialog(const QMap<QString, QString> &texts);

    // Each waits, and is false if it did not come to that in time.
    bool waitUntilWhole(size_t nodes);
    bool waitForCondition(const QByteArray &node, monitor::NodeCondition condition);
    bool waitForStatus(const QString &part); // in the status bar
    bool waitForMessage(const QString &subject, const QString &part);
    bool waitForInspector(const QString &part);
    bool waitForEvent(const QString &part); // in the table of events

    QString statusText() const;
    QString inspectorText() const;
    QStringList eventTexts() const;
    // All that the window says, for a failed test.
    QString said() const;

private:
    QLineEdit *edit(const QString &field) const;

    std::unique_ptr<monitor::MainWindow> m_window;
};

#define VERIFY_SHOWN(condition, driver) QVERIFY2(condition, qPrintable((driver).said()))
