// SPDX-License-Identifier: GPL-3.0-or-later
//
// The words of the textbook ring, random rings, and protocol periods that can be followed by eye.

#include "classroom/classroom_settings.h"

#include <algorithm>
#include <array>
#include <set>

namespace monitor {

namespace {

constexpr int textbookBits = 6;

constexpr std::array textbookWords{"boat", "lark", "rose", "leaf", "oak"}; // K10 K24 K30 K38 K54

} // namespace

ClassroomSettings ClassroomSettings::textbook()
{
    ClassroomSettings settings;
    settings.idBits = textbookBits;
    for (quint64 id : {1, 8, 14, 21, 32, 38, 42, 48, 51, 56})
        settings.nodes.emplace_back(id);
    for (quint64 id : {10, 24, 30, 38, 54})
        settings.keys.push_back(textbookKey(chord::Id(id)));
    settings.name = tr("the textbook ring");
    return settings;
}

ClassroomSettings ClassroomSettings::random(int nodes, int idBits, quint64 seed, int keys)
{
    ClassroomSettings settings;
    settings.seed = seed;
    settings.idBits = idBits;
    const chord::IdSpace space(idBits);
    sim::Random random(seed);
    std::set<chord::Id> ids;
    const int places = idBits < 20 ? 1 << idBits : nodes;
    while (int(ids.size()) < std::min(nodes, places))
        ids.insert(space.hash(QByteArray::number(random.next())));
    settings.nodes.assign(ids.begin(), ids.end());
    for (int i = 1; i <= keys; ++i)
        settings.keys.push_back("key " + QByteArray::number(i));
    return settings;
}

QString ClassroomSettings::problem() const
{
    if (nodes.empty())
        return tr("A ring needs at least one node.");
    if (nodes.size() > size_t(nodesMax))
        return tr("The classroom has at most %1 nodes. Choose fewer.").arg(nodesMax);
    if (keys.size() > size_t(keysMax))
        return tr("The classroom has at most %1 keys. Choose fewer.").arg(keysMax);
    if (delayMs < 1 || delayMs > delayMsMax)
        return tr("The delay of a message is 1 to %1 ms. Choose a delay in that range.").arg(delayMsMax);
    if (idBits < chord::idBitsMin || idBits > chord::idBitsMax)
        return tr("Identifiers have %1 to %2 bits. Choose a width in that range.")
            .arg(chord::idBitsMin)
            .arg(chord::idBitsMax);
    const chord::IdSpace space(idBits);
    for (const chord::Id &id : nodes) {
        if (space.add(id, chord::Id()) != id)
            return tr("The identifier of a node does not fit in %1 bits. Choose more bits or another identifier.")
                .arg(idBits);
    }
    if (std::set<chord::Id>(nodes.begin(), nodes.end()).size() != nodes.size())
        return tr("Two nodes have the same identifier. Choose another one for one of them.");
    return cluster().config.problem();
}

sim::ClusterSettings ClassroomSettings::cluster() const
{
    sim::ClusterSettings settings;
    settings.seed = seed;
    settings.network.delay = sim::Delay::constant(delayMs * chord::usPerMs);
    settings.network.ordered = true;
    settings.clockSkewMax = 0;
    chord::Config &config = settings.config;
    config.idBits = idBits;
    config.replicas = replicas;
    config.successorListLength = successorListLength;
    // A request and its response take two delays; the timeout must be clearly longer.
    config.requestTimeoutMs = std::max(1000, 5 * delayMs);
    config.dataTimeoutMs = std::max(4000, 10 * delayMs);
    config.deadMemoryMs = 20'000;
    // Slow enough to be followed by eye, five times the daemon's.
    config.stabilizePeriodMs = 2000;
    config.fixFingersPeriodMs = 2500;
    config.leaseMs = 6000;
    config.leaseRenewMs = 2000;
    config.replaceAfterMs = 15'000;
    config.mergeDelayMs = 60'000;
    config.joinTimeoutMs = 60'000;
    config.operationTimeoutMs = 30'000;
    config.retryWindowMs = 60'000;
    return settings;
}

QByteArray textbookKey(const chord::Id &id)
{
    const chord::IdSpace space(textbookBits);
    const auto word = std::find_if(textbookWords.begin(), textbookWords.end(),
                                   [&](const char *text) { return space.hash(text) == id; });
    return word != textbookWords.end() ? QByteArray(*word) : QByteArray();
}

} // namespace monitor
