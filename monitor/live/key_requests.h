// SPDX-License-Identifier: GPL-3.0-or-later
//
// Requests of the user's actions to nodes: each on a connection of its own, so that none waits for another or for a
// poll. Each ends in a report.
#pragma once

#include "client/node_client.h"
#include "client/security.h"
#include "model/names.h"
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

    void setSecurity(const client::Security &security) { m_security = security; }

    // The node that is asked.
    struct Target {
        QByteArray node; // its address, as reports have it
        QByteArray contact; // where it is reached
        QString name; // for sentences
        Names names{chord::idBitsMax}; // of its ring
    };
    // Put, Get, Delete, Lookup or Leave.
    void begin(quint64 ticket, const ActionRequest &request, const Target &target);
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
    void write(const Shared &running, const client::WriteOptions &options);
    static bool isLost(const Shared &running, const client::Failure &failure);
    void get(const Shared &running);
    void remove(const Shared &running);
    void lookUp(const Shared &running);
    void leave(const Shared &running);
    void succeed(const Shared &running, const QString &text);
    void fail(const Shared &running, const client::Failure &failure);
    void end(const Shared &running);

    client::Security m_security;
    int m_inFlight = 0;
};

} // namespace monitor
