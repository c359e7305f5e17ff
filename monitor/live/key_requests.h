// SPDX-License-Identifier: GPL-3.0-or-later
//
// The buttons' requests to nodes: each on a connection of its own, so that none waits behind another or behind a poll.
// Each ends in a report.
#pragma once

#include "client/node_client.h"
#include "model/ring_source.h"

#include <QElapsedTimer>
#include <QObject>

namespace monitor {

class KeyRequests : public QObject {
    Q_OBJECT
public:
    // Larger keys are refused by every node; values are the node's to judge.
    static constexpr qsizetype keyBytesMax = 1024;

    using QObject::QObject;

    // Put, Get, Delete, Lookup or Leave. node: who is asked, as the reports call it; contact: where it is reached.
    void begin(quint64 ticket, const ActionRequest &request, const QByteArray &node, const QByteArray &contact);
    int inFlight() const { return m_inFlight; }
    // A key for a sentence, in quotes.
    static QString keyText(const QByteArray &key);

Q_SIGNALS:
    void finished(const monitor::ActionReport &report);
    void inFlightChanged();

private:
    struct Running;
    using Shared = std::shared_ptr<Running>;

    void put(const Shared &running);
    void get(const Shared &running);
    void remove(const Shared &running);
    void lookUp(const Shared &running);
    void leave(const Shared &running);
    void succeed(const Shared &running, const QString &text);
    void fail(const Shared &running, const client::Failure &failure);
    void end(const Shared &running);

    int m_inFlight = 0;
};

} // namespace monitor
