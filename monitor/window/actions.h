// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every action of the window, made once with its text and shortcut; menus, tool bars and the main window refer to it by
// its name here. What is triggered is connected by the main window.
#pragma once

#include "classroom/lesson.h"
#include "model/ring_source.h"

#include <QAction>
#include <QList>

#include <array>

namespace monitor {

class RingSession;

class Actions : public QObject {
    Q_OBJECT
public:
    // The window owns the actions, and their shortcuts work in it.
    explicit Actions(QWidget *window);

    // Enables what can be done now, and says in a tool tip why the rest cannot.
    void refresh(const RingSession &session);
    const QList<QAction *> &all() const { return m_all; }

    // Nodes
    QAction *startRing = nullptr;
    QAction *join = nullptr;
    QAction *joinAt = nullptr;
    QAction *leave = nullptr;
    QAction *kill = nullptr;
    QAction *restart = nullptr;
    QAction *isolate = nullptr;
    QAction *cutLink = nullptr;
    QAction *heal = nullptr;
    QAction *log = nullptr;
    QAction *unlock = nullptr;
    // Keys
    QAction *put = nullptr;
    QAction *get = nullptr;
    QAction *remove = nullptr; // Delete
    QAction *lookup = nullptr;
    QAction *clearLookup = nullptr;
    // Time; the play bar keeps their states.
    QAction *back = nullptr;
    QAction *play = nullptr;
    QAction *stepMessage = nullptr;
    QAction *stepRound = nullptr;
    // Rings, recordings and files
    QAction *textbook = nullptr;
    QAction *random = nullptr;
    QAction *reopenRing = nullptr; // KeptRings keeps its state
    QAction *connectToNode = nullptr;
    QAction *bookmark = nullptr;
    QAction *closeRing = nullptr;
    QAction *replay = nullptr;
    QAction *returnToLive = nullptr;
    QAction *saveRecording = nullptr;
    QAction *openRecording = nullptr;
    QAction *exportRing = nullptr;
    QAction *exportTable = nullptr;
    QAction *exportSnapshot = nullptr;
    QAction *quit = nullptr;
    // View
    QAction *find = nullptr;
    QAction *copyId = nullptr;
    QAction *legend = nullptr; // checkable
    QAction *presenter = nullptr; // checkable
    QAction *teacher = nullptr; // checkable
    QAction *notify = nullptr; // checkable
    QAction *focusRing = nullptr;
    QAction *about = nullptr;
    std::array<QAction *, lessonsCount> lessons{}; // lesson 1 first

private:
    QAction *make(const QString &text, const QKeySequence &shortcut);
    void makeNodeActions();
    void makeKeyActions();
    void makeTimeActions();
    void makeFileActions();
    void makeViewActions();
    void refreshAnywhere(const RingSession &session);
    void refreshAtNode(const RingSession &session);
    void refreshAtNode(const RingSession &session, QAction *changed, Action action, const QString &text);
    void refreshFiles(const RingSession &session);

    QList<QAction *> m_all;
};

} // namespace monitor
