// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the addresses of --join mean for this node. The nodes of a ring may all be started with the same list, or with
// one name that has the addresses of all, so each looks for its own address in it: a node that finds itself may found
// the ring. A name that cannot be resolved says nothing: it may be this node's or another's, so it stays a contact,
// which keeps this node from founding a ring until that has answered, and is to be looked up again.

#pragma once

#include "chord/id.h"
#include "chord/messages.h"
#include "net/host_port.h"

#include <QHostAddress>
#include <QList>
#include <QMap>
#include <QStringList>

#include <vector>

class QHostInfo;

namespace server {

class JoinList {
public:
    JoinList() = default;
    // listening: the address that this node's port is bound to.
    JoinList(QList<net::HostPort> joins, const net::HostPort &listen, const net::HostPort &advertised,
             const QHostAddress &listening);

    // Names that are to be looked up. Literal addresses, and those that are this node's as written, are none.
    QStringList unresolved() const;
    // What a lookup of such a name found. A failure changes nothing.
    void take(const QString &name, const QHostInfo &found);

    // To join through; with this node's own address, as advertised, if that is on the list. A name is kept, so that it
    // is resolved again at each attempt, unless one of its addresses is this node's.
    std::vector<chord::Address> contacts() const;
    // This node is all that the list names, which is a mistake.
    bool isOnlySelf() const;

private:
    bool isSelf(const net::HostPort &join) const { return join == m_advertised || join == m_listen; }
    bool isOwn(const net::HostPort &join, const QHostAddress &address) const;
    bool namesSelf(const net::HostPort &join) const;

    QList<net::HostPort> m_joins;
    net::HostPort m_listen;
    net::HostPort m_advertised;
    QHostAddress m_listening;
    QMap<QString, QList<QHostAddress>> m_addresses; // by name
};

} // namespace server
