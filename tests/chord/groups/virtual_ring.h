// SPDX-License-Identifier: GPL-3.0-or-later
//
// A few nodes over a network of virtual time, for tests that need one certain fault at one certain moment: cuts by
// direction, crashes, restarts, pauses, and a filter that drops, doubles or holds back chosen messages. Two runs with
// the same seed are the same run. The simulator (common/sim) is for random faults; this is for chosen ones.
//
// Hosts are numbers. Host h has the address "h<h>:1" and, unless it is given another, the place (h + 1) / 64 of the
// ring, so that hosts follow each other on the ring as their numbers do.
#pragma once

#include "chord/node.h"

#include <QByteArrayList>

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <vector>

// An operation; result is valid when done. If its node crashes it is done, too, and may have happened.
struct Call {
    bool done = false;
    chord::KeyResult result;
    chord::RecoveryResult recovery;
    chord::ListResult page;
};
using CallRef = std::shared_ptr<const Call>;

struct Packet {
    int from = -1;
    int to = -1;
    chord::NodeRef sender;
    chord::Message message;

    // The message, if it is of this kind.
    template <typename Kind>
    const Kind *as() const
    {
        return std::get_if<Kind>(&message.body);
    }
};

enum class Fate : quint8 {
    Deliver,
    Drop,
    Duplicate,
    Hold, // until releaseHeld()
    Record, // delivered, and a copy is kept with those held back
};

struct SeenEvent {
    chord::Time at = 0;
    int host = -1;
    chord::Event event;
};

class VirtualRing {
public:
    using Filter = std::function<Fate(const Packet &)>;
    using Condition = std::function<bool()>;

    explicit VirtualRing(chord::Config config = quickConfig(), quint64 seed = 1);
    ~VirtualRing();

    // The defaults, but a founder does not hold back its first write.
    static chord::Config quickConfig();

    // --- Nodes. Each start makes a new incarnation.
    static chord::Address addressOf(int host);
    chord::Id placeOf(int host) const;
    void setPlace(int host, const chord::Id &place);
    void found(int host);
    void join(int host, const std::vector<int> &contacts);
    // Host 0 founds, the others up to `hosts` join by it; true if all came to rest in time.
    bool form(int hosts);
    // Its operations end as Unavailable.
    void crash(int host);
    void leave(int host, int timeoutMs = 20'000);
    void pause(int host);
    void resume(int host);
    bool isUp(int host) const;
    bool isPaused(int host) const { return m_hosts[size_t(host)].paused; }
    std::vector<int> up() const;
    chord::Node &node(int host) { return *m_hosts[size_t(host)].node; }
    const chord::Node &node(int host) const { return *m_hosts[size_t(host)].node; }

    // --- Network
    void setDelay(chord::Time oneWayUs) { m_delayUs = oneWayUs; }
    // Messages overtake each other, and this share of them is doubled.
    void setDisorder(bool overtaking, double doubledShare);
    // An address without a node refuses; proof: and that shows that the node is gone.
    void setRefusing(bool refusing, bool proof);
    void cut(int from, int to) { m_cuts.insert({from, to}); }
    void cutBoth(int one, int other);
    // From all others, both ways.
    void isolate(int host);
    void heal() { m_cuts.clear(); }
    void setFilter(Filter filter) { m_filter = std::move(filter); }
    // Messages held back or recorded.
    const std::vector<Packet> &held() const { return m_held; }
    std::vector<Packet> takeHeld() { return std::exchange(m_held, {}); }
    // Sends them on; the filter does not see them again.
    void releaseHeld();
    // Arrives as if it had been sent now, from whatever sender it names.
    void inject(Packet packet);

    // --- Time, in virtual milliseconds
    chord::Time now() const { return m_now; }
    void run(int ms);
    // Runs until the condition holds; false if it does not within the time. It is looked at after each step.
    bool runUntil(const Condition &condition, int withinMs);
    // The same, for what takes a while to find out: it is looked at every 50 ms only.
    bool waitFor(const Condition &condition, int withinMs);
    bool rest(int withinMs = 60'000)
    {
        return waitFor([this] { return isAtRest(); }, withinMs);
    }
    // Called every 10 ms.
    void setOnTick(std::function<void()> onTick) { m_onTick = std::move(onTick); }

    // --- Operations
    CallRef put(int host, const QByteArray &key, const QByteArray &value, const chord::Condition &condition = {});
    CallRef get(int host, const QByteArray &key);
    CallRef remove(int host, const QByteArray &key);
    CallRef putFor(int host, const QByteArray &key, const QByteArray &value, qint64 ttlMs);
    // Watches a key; what its watcher has been told, in order. It ends with the node.
    chord::OperationHandle beginWatch(int host, const QByteArray &key,
                                      const std::optional<chord::WatchPoint> &known = {});
    void endWatch(int host, chord::OperationHandle watcher);
    const std::vector<chord::WatchUpdate> &updates(int host, chord::OperationHandle watcher) const;
    CallRef list(int host, const chord::Id &from, const QByteArray &after, const QByteArray &prefix = {},
                 int keysMax = 1000);
    // Runs until it has ended.
    chord::KeyResult finish(const CallRef &call);
    // What this host reads; "-" if there is no such key, "?" if it is not available.
    QByteArray read(int host, const QByteArray &key);
    // An operator's recovery of the range of this place, asked for at this host.
    chord::RecoveryResult recover(int host, const chord::Id &place, bool confirmed);
    // The number-th key (from 0) that lies between the places of these hosts, `hi` included.
    QByteArray keyBetween(int lo, int hi, int number = 0) const;

    // --- What is seen
    // The host that serves this key at the moment; -1 if none does.
    int serverOf(const QByteArray &key) const;
    // The group of this key as this host sees it.
    std::optional<chord::GroupView> groupAt(int host, const QByteArray &key) const;
    // Each key is served by one node.
    bool isWhole() const;
    // One ring; each node leads the range that ends at its place, with the nodes that follow it as the other voters,
    // and has no other groups. unrest() tells the first thing that is not so.
    bool isAtRest() const { return unrest().isEmpty(); }
    QByteArray unrest() const;
    const std::vector<SeenEvent> &events() const { return m_events; }
    int count(chord::Event::Kind kind) const;
    // Two nodes of a ring that serve the same key at the same time, and the like.
    const QByteArrayList &violations() const { return m_violations; }
    // All groups, for the message of a failed check.
    QByteArray describe() const;

private:
    struct Host {
        std::unique_ptr<chord::Node> node;
        std::optional<chord::Id> place;
        bool paused = false;
        std::vector<Packet> inbox; // while paused
        std::map<chord::OperationHandle, std::shared_ptr<Call>> calls;
        std::map<chord::OperationHandle, std::vector<chord::WatchUpdate>> updates;
    };

    Host &host(int number);
    void create(int number);
    CallRef watch(int number, chord::OperationHandle handle);
    void drain(int number);
    void post(Packet packet);
    void deliver(Packet packet);
    void schedule(Packet packet);
    void step(chord::Time until);
    void tick();
    void checkOneServer();

    chord::Config m_config;
    std::mt19937_64 m_random;
    std::vector<Host> m_hosts;
    std::map<std::pair<chord::Time, quint64>, Packet> m_packets; // by when they arrive
    std::map<std::pair<int, int>, chord::Time> m_lastArrivals;
    std::set<std::pair<int, int>> m_cuts;
    Filter m_filter;
    std::vector<Packet> m_held;
    std::function<void()> m_onTick;
    std::vector<SeenEvent> m_events;
    QByteArrayList m_violations;
    chord::Time m_now = 0;
    chord::Time m_tickAt = 0;
    chord::Time m_delayUs = 1000;
    quint64 m_sequence = 0;
    bool m_overtaking = false;
    double m_doubledShare = 0;
    bool m_refusing = false;
    bool m_proof = false;
};
