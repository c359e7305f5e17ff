// SPDX-License-Identifier: GPL-3.0-or-later
//
// Begins the user's actions at the source that is open, and reports how each ended, together with its request. Reports
// of a source that is no longer open are ignored.
#pragma once

#include "model/ring_source.h"

#include <map>

namespace monitor {

class RingSession;

class ActionRunner : public QObject {
    Q_OBJECT
public:
    // session outlives the runner.
    explicit ActionRunner(RingSession *session, QObject *parent = nullptr);

    // Nothing happens unless a ring is open.
    void begin(const ActionRequest &request);
    // Put, Get, Delete or Lookup, at RingSession::askedNode().
    void beginOnKey(Action action, const QByteArray &key, const QString &value);
    // Of a key as it was typed.
    void beginOnKey(Action action, const QString &typedKey, const QString &value);
    // Leave, Kill, Restart or Isolate of the selected node; nothing happens without one.
    void beginOnSelectedNode(Action action);
    // Stores again what a delete has removed, or a put replaced.
    void undoWrite(const ActionReport &report);

Q_SIGNALS:
    void begun();
    void succeeded(const monitor::ActionRequest &request, const monitor::ActionReport &report);
    void failed(const monitor::ActionRequest &request, const monitor::ActionReport &report);

private:
    void finish(const ActionReport &report);

    RingSession *m_session;
    std::map<quint64, ActionRequest> m_begun; // by ticket; their reports have not come
};

} // namespace monitor
