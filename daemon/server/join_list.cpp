// SPDX-License-Identifier: GPL-3.0-or-later
//
// Names become addresses only where this node must know whether one of them is its own.

#include "server/join_list.h"

#include <QHostInfo>
#include <QNetworkInterface>

#include <algorithm>
#include <utility>

namespace server {

namespace {

// Does a program that listens there get the connections to this address of the same port?
bool leadsTo(const QHostAddress &listening, const QHostAddress &address)
{
    const bool isAny =
        listening == QHostAddress::Any || listening == QHostAddress::AnyIPv4 || listening == QHostAddress::AnyIPv6;
    const bool isLocalhost = listening == QHostAddress::LocalHost || listening == QHostAddress::LocalHostIPv6;
    return listening.isEqual(address)
        || (isLocalhost && (address == QHostAddress::LocalHost || address == QHostAddress::LocalHostIPv6))
        || (isAny && (address.isLoopback() || QNetworkInterface::allAddresses().contains(address)));
}

} // namespace

JoinList::JoinList(QList<net::HostPort> joins, const net::HostPort &listen, const net::HostPort &advertised,
                   const QHostAddress &listening)
    : m_joins(std::move(joins))
    , m_listen(listen)
    , m_advertised(advertised)
    , m_listening(listening)
{
    for (const net::HostPort &join : m_joins) {
        if (const QHostAddress literal(join.host); !literal.isNull())
            m_addresses.insert(join.host, {literal});
    }
}

QStringList JoinList::unresolved() const
{
    QStringList names;
    for (const net::HostPort &join : m_joins) {
        if (!isSelf(join) && !m_addresses.contains(join.host) && !names.contains(join.host))
            names.append(join.host);
    }
    return names;
}

void JoinList::take(const QString &name, const QHostInfo &found)
{
    if (found.error() == QHostInfo::NoError && !found.addresses().isEmpty())
        m_addresses.insert(name, found.addresses());
}

bool JoinList::isOwn(const net::HostPort &join, const QHostAddress &address) const
{
    return join.port == m_listen.port && leadsTo(m_listening, address);
}

bool JoinList::namesSelf(const net::HostPort &join) const
{
    const QList<QHostAddress> addresses = m_addresses.value(join.host);
    return isSelf(join) || std::any_of(addresses.begin(), addresses.end(), [&](const QHostAddress &address) {
               return isOwn(join, address);
           });
}

std::vector<chord::Address> JoinList::contacts() const
{
    std::vector<chord::Address> contacts;
    bool isListed = false;
    for (const net::HostPort &join : m_joins) {
        if (!namesSelf(join)) {
            contacts.push_back(join.toAddress());
            continue;
        }
        isListed = true;
        for (const QHostAddress &address : isSelf(join) ? QList<QHostAddress>() : m_addresses.value(join.host)) {
            if (!isOwn(join, address))
                contacts.push_back(net::HostPort{address.toString(), join.port}.toAddress());
        }
    }
    if (isListed)
        contacts.push_back(m_advertised.toAddress());
    return contacts;
}

bool JoinList::isOnlySelf() const
{
    const std::vector<chord::Address> all = contacts();
    return !all.empty() && std::all_of(all.begin(), all.end(), [this](const chord::Address &contact) {
        return contact == m_advertised.toAddress();
    });
}

} // namespace server
