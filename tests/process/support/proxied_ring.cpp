// SPDX-License-Identifier: GPL-3.0-or-later
//
// A node logs where it listens before it dials anybody; its proxy learns it from there.

#include "support/proxied_ring.h"

#include "cli/target.h"

#include <QRegularExpression>

#include <algorithm>

namespace support {

using namespace Qt::StringLiterals;

namespace {

constexpr int replicas = 3;
constexpr int startTimeoutMs = 30'000;

const chord::IdSpace &idSpace()
{
    static const chord::IdSpace space(chord::idBitsMax);
    return space;
}

// 0 until the node listens.
quint16 listeningPort(const Daemon &daemon)
{
    static const QRegularExpression line(u"listens at 127\\.0\\.0\\.1:(\\d+) as "_s);
    return line.match(QString::fromUtf8(daemon.log())).captured(1).toUShort();
}

} // namespace

bool ProxiedRing::start(int count)
{
    for (int node = 0; node < count; ++node) {
        if (!addNode(node, count))
            return false;
    }
    for (int node = 0; node < count; ++node) {
        if (!m_ring.node(node).waitUntilReady())
            return false;
    }
    return m_ring.waitUntilWhole(count) && waitFor([this] { return isSettled(); }, startTimeoutMs);
}

bool ProxiedRing::addNode(int node, int count)
{
    m_ids.push_back(idSpace().fraction(quint32(2 * node + 1), quint32(2 * count)));
    m_proxies.push_back(std::make_unique<LinkProxy>(m_links));
    const QString address = QString::fromUtf8(m_proxies.back()->address());
    const Daemon &daemon =
        m_ring.add({u"--advertise"_s, address, u"--id"_s, QString::fromUtf8(idSpace().toHex(m_ids.back()))});
    quint16 port = 0;
    const auto isListening = [&] { return (port = listeningPort(daemon)) != 0 || !daemon.isRunning(); };
    if (!waitFor(isListening, startTimeoutMs) || port == 0)
        return false;
    m_proxies.back()->setTarget(port);
    m_listening.append({u"127.0.0.1"_s, port});
    return node > 0 || m_ring.node(0).waitUntilReady();
}

// Each range is at the first nodes from its end on, and led by that end.
bool ProxiedRing::isSettled()
{
    client::NodeClient client(m_listening[0].host, m_listening[0].port);
    const auto document = cli::await<api::RingDocument>([&](auto done) { client.ring(done); });
    if (!document || !document.value->complete || document.value->ranges.size() != m_proxies.size())
        return false;
    return std::all_of(document.value->ranges.begin(), document.value->ranges.end(), [this](const auto &entry) {
        const auto id = idSpace().fromHex(entry.high);
        const auto end = std::find(m_ids.begin(), m_ids.end(), id.value_or(chord::Id()));
        if (end == m_ids.end() || entry.voters.size() != size_t(replicas))
            return false;
        const int range = int(end - m_ids.begin());
        const QList<int> voters = votersOf(range);
        const auto isVoter = [&](int node) {
            return std::any_of(entry.voters.begin(), entry.voters.end(),
                               [&](const auto &voter) { return voter.address == proxy(node).address(); });
        };
        return entry.leader && entry.leader->address == proxy(range).address()
            && std::all_of(voters.begin(), voters.end(), isVoter);
    });
}

void ProxiedRing::cut(const QList<int> &from, const QList<int> &to)
{
    for (int a : from) {
        for (int b : to)
            m_links.cut(proxy(a).address(), proxy(b).address());
    }
}

bool ProxiedRing::isLinked(int a, int b) const
{
    const chord::Address &from = proxy(a).address();
    const chord::Address &to = proxy(b).address();
    return !m_links.isCut(from, to) && !m_links.isCut(to, from);
}

int ProxiedRing::rangeOf(const QByteArray &key) const
{
    const auto end = std::lower_bound(m_ids.begin(), m_ids.end(), idSpace().hash(key));
    return end == m_ids.end() ? 0 : int(end - m_ids.begin());
}

QList<QByteArray> ProxiedRing::keysInEachRange(int count) const
{
    QList<QByteArray> keys;
    QList<int> perRange(size(), 0);
    for (int number = 0; keys.size() < qsizetype(count) * size(); ++number) {
        const QByteArray key = "cut-" + QByteArray::number(number);
        if (int &held = perRange[rangeOf(key)]; held < count) {
            ++held;
            keys.append(key);
        }
    }
    return keys;
}

QList<int> ProxiedRing::votersOf(int range) const
{
    QList<int> voters;
    for (int i = 0; i < replicas; ++i)
        voters.append((range + i) % size());
    return voters;
}

QStringList ProxiedRing::recordedLosses()
{
    QStringList losses;
    for (int i = 0; i < size(); ++i) {
        client::NodeClient client(m_listening[i].host, m_listening[i].port);
        const auto document = cli::await<api::NodeDocument>([&](auto done) { client.node(done); });
        if (!document) {
            losses.append(u"node %1 does not tell: %2"_s.arg(i).arg(document.failure.text));
            continue;
        }
        if (document.value->counters.recoveries > 0)
            losses.append(u"node %1 has recovered %2 ranges"_s.arg(i).arg(document.value->counters.recoveries));
        for (const api::RangeEntry &range : document.value->ranges) {
            if (range.lossEpoch > 0)
                losses.append(u"at node %1, the range up to %2 has the loss epoch %3"_s.arg(i)
                                  .arg(QString::fromLatin1(range.high))
                                  .arg(range.lossEpoch));
        }
        if (m_ring.node(i).log().contains("acknowledged writes may be lost"))
            losses.append(u"node %1 has logged a loss"_s.arg(i));
    }
    return losses;
}

} // namespace support
