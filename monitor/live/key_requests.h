// SPDX-License-Identifier: GPL-3.0-or-later
//
// Requests of the user's actions to nodes: each on a connection of its own, so that none waits for another or for a
// poll. Each ends in a report.
#pragma once

#include "client/node_client.h"
#include "model/ring_source.h"

#include <QElapsedTimer>
#include <QObject>

namespace monitor {

class KeyRequests : public QObject {
    Q_OBJECT
public:
    // Larger keys are refused by every node; the limit for values depends on the node.
    static constexpr qsizetype keyBytesMax = 1024;

    using QObject::QObject;

    // Put, Get, Delete, Lookup or Leave. node: the node that is asked, as reports name it; contact: where it is
    // reached.
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
