// SPDX-License-Identifier: GPL-3.0-or-later
//
// Cuts the links between real nodes, without root. Each node advertises the address of a proxy, which reads from the
// hello of a connection which node has dialled, and forwards bytes both ways. A cut is silence, as on a network: bytes
// in a direction that is cut stay where they are, are bounded by the sockets' buffers, and are delivered after the
// heal, as TCP does; the end of a connection waits likewise. A connection needs both directions to be established. What
// does not begin with a node's magic is a REST client, and is never cut.
#pragma once

#include "chord/messages.h"

#include <QObject>
#include <QTcpServer>

#include <set>
#include <utility>

class QTcpSocket;

namespace support {

// What is wrong with the links between nodes, by their advertised addresses.
class Links : public QObject {
    Q_OBJECT
public:
    // Bytes from one node to the other are held.
    void cut(const chord::Address &from, const chord::Address &to);
    // All connections of this node are reset, and so is each new one: what a firewall does to a node that lives.
    void resetAllOf(const chord::Address &node);
    void heal();

    bool isCut(const chord::Address &from, const chord::Address &to) const { return m_cuts.contains({from, to}); }
    bool isReset(const chord::Address &node) const { return m_reset.contains(node); }
    quint64 resets() const { return m_resets; }
    void countReset() { ++m_resets; }

Q_SIGNALS:
    void changed();

private:
    std::set<std::pair<chord::Address, chord::Address>> m_cuts;
    std::set<chord::Address> m_reset;
    quint64 m_resets = 0;
};

// One connection through a proxy.
class ProxiedConnection : public QObject {
    Q_OBJECT
public:
    // to: the advertised address of the node behind the proxy. Takes the socket over.
    ProxiedConnection(Links &links, QTcpSocket *dialler, const chord::Address &to, QObject *parent);

    // Where the node behind the proxy listens: as soon as it does.
    void setTarget(quint16 port);

Q_SIGNALS:
    // Nothing listens there: the node has ended.
    void targetRefused();

private:
    bool identify();
    void dialNode();
    void move();
    bool isHeld(QTcpSocket *from) const;
    void forward(QTcpSocket *from, QTcpSocket *to);
    void reset();

    Links &m_links;
    QTcpSocket *const m_dialler;
    QTcpSocket *m_node = nullptr;
    const chord::Address m_to;
    chord::Address m_from; // empty: a REST client
    bool m_isIdentified = false;
    quint16 m_targetPort = 0;
};

// The advertised address of one node, on a port that the system chooses. It accepts as long as the node lives.
class LinkProxy : public QObject {
    Q_OBJECT
public:
    explicit LinkProxy(Links &links);

    bool isListening() const { return m_server.isListening(); }
    const chord::Address &address() const { return m_address; }
    // Where the node listens, at 127.0.0.1. Connections wait until this is known.
    void setTarget(quint16 port);

private:
    void accept();

    Links &m_links;
    QTcpServer m_server;
    chord::Address m_address;
    quint16 m_targetPort = 0;
};

} // namespace support
