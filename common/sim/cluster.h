// SPDX-License-Identifier: GPL-3.0-or-later
//
// Many nodes, one clock, one network: the cluster owns the nodes of a simulation and plays the host to each, as the
// daemon does, with messages and time made up. A host is a place with an address; the nodes that run there one after
// another have the same identifier and different incarnations, as a program that is started again. Everything that
// happens is a function of the settings and of the calls made, and is summed up in traceHash().
#pragma once

#include "chord/node.h"
#include "sim/event_queue.h"
#include "sim/network.h"
#include "sim/random.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace chord {
struct Finger;
}

namespace sim {

struct ClusterSettings {
    quint64 seed = 1;
    chord::Config config; // of every node, but for its seed
    NetworkSettings network;
    Time clockSkewMax = 1'000'000'000; // µs; each node's clock begins somewhere between 0 and this
    std::optional<Delay> disks; // every host has a disk, and a commit takes so long; none: no host has one
    int clockDriftMaxPpm = 0; // each node's clock runs fast or slow by up to this; at most 100,000
};

class Disk;

enum class HostState : quint8 {
    Down, // no node, or one that crashed, left or could not join
    Up,
    Paused, // the program is suspended: what arrives waits, its clock goes on
};

// What a simulation wants to hear. Called between events, never from within a node.
class Listener {
public:
    virtual ~Listener() = default;
    virtual void started(int host) { Q_UNUSED(host) }
    // The host's node has handled something and may have changed.
    virtual void touched(int host) { Q_UNUSED(host) }
    // Before the results that the node gives out together with the event.
    virtual void happened(int host, const chord::Event &event)
    {
        Q_UNUSED(host)
        Q_UNUSED(event)
    }
    // Its watchers are told this, together with the event.
    virtual void updated(int host, const chord::WatchUpdate &update)
    {
        Q_UNUSED(host)
        Q_UNUSED(update)
    }
    // A message of another host has come and is handled next.
    virtual void arriving(int from, int to, const chord::Message &message)
    {
        Q_UNUSED(from)
        Q_UNUSED(to)
        Q_UNUSED(message)
    }
    // The node is about to be destroyed (a crash, or the end of a leave or a failed join) or stopped (a pause).
    virtual void failing(int host) { Q_UNUSED(host) }
    virtual void pausing(int host) { Q_UNUSED(host) }
    virtual void resuming(int host) { Q_UNUSED(host) }
};

class Cluster {
public:
    explicit Cluster(const ClusterSettings &settings);
    ~Cluster();
    Q_DISABLE_COPY_MOVE(Cluster)

    const ClusterSettings &settings() const { return m_settings; }
    Network &network() { return m_network; }

    // --- Hosts, numbered from 0 in the order they are added; nothing runs there yet.
    int addHost(); // its identifier is the hash of its address; where that is taken, another one
    int addHost(const chord::Id &id);
    int hostCount() const { return int(m_hosts.size()); }
    HostState state(int host) const;
    // Nothing where the host is down.
    const chord::Node *node(int host) const;
    // Id and address of the host, with the incarnation of the node that ran there last.
    const chord::NodeRef &ref(int host) const;
    // The host with this address; -1 if there is none.
    int hostOf(const chord::Address &address) const;
    std::vector<int> hostsUp() const;
    // A node is there, has joined and is not leaving.
    bool isMember(int host) const;

    // --- What happens to hosts. A host must be down to start; a call that makes no sense for its state does nothing
    // and returns false.
    bool createRing(int host);
    bool join(int host, const std::vector<int> &contacts);
    // Where a host has a disk, its node comes back as it was, whichever of these starts it.
    // With the same command line as the last time: founds a ring, or joins through the same contacts. A host that was
    // never started stays down.
    bool restart(int host);
    // Every one of these (distinct, down) starts as a member of the ring that they make up, with nothing stored and
    // all pointers right: no joins to wait for.
    void startIdeal(const std::vector<int> &hosts);
    bool leave(int host, int timeoutMs);
    bool crash(int host); // its memory is gone, and what its disk had not synced; its peers hear nothing
    bool pause(int host);
    bool resume(int host);
    // From now on the host takes so long over each message, one after the other; 0 is the normal case.
    void setServiceTime(int host, Time perMessage);
    // Until then, no commit ends that is in progress or begun: the disk is slow, or fails.
    void stallDisk(int host, Time until);
    // Its disk has the state of a node.
    bool hasState(int host) const;
    // The groups on its disk.
    std::vector<chord::DurableGroup> durableGroups(int host) const;
    // The groups of a node that has crashed without a disk, as they were then; nothing of others.
    const std::vector<chord::GroupView> *groupsAtCrash(quint64 incarnation) const;
    // An administrator copies the disk of a host; and puts a copy back while the host is down.
    std::unique_ptr<Disk> copyOfDisk(int host) const;
    bool replaceDisk(int host, std::unique_ptr<Disk> disk);

    // --- Clients. begin is called with the node of a host and that node's time as soon as it can attend to it; done
    // gets the result, or nothing if the host was down or went down first.
    using Begin = std::function<chord::OperationHandle(chord::Node &, Time)>;
    using Done = std::function<void(const chord::OperationResult *)>;
    void call(int host, Begin begin, Done done);
    // What call has begun is a watch, which ends; if the host is up.
    void endWatch(int host, chord::OperationHandle watcher);
    // Runs script at a time not before now.
    using Script = std::function<void()>;
    void at(Time time, Script script);

    // --- Time.
    Time now() const { return m_now; }
    // What the host's clock shows.
    Time localTime(int host) const;
    // Makes the next thing happen; false if nothing is left to.
    bool step();
    // All that happens up to and including then; the clock shows it afterwards.
    void runUntil(Time then);
    // Until the condition holds, looking after every event and before the first; false if it did not by then.
    bool runUntil(const std::function<bool()> &condition, Time then);

    // --- Watching.
    void addListener(Listener *listener) { m_listeners.push_back(listener); } // outlives the cluster's run
    using TraceSink = std::function<void(QByteArrayView line)>;
    void setTrace(TraceSink sink) { m_trace = std::move(sink); }
    struct UnderWay {
        int from;
        int to;
        Time sent;
        Time arrives; // in the past if the host is paused or slow and the message waits there
        const chord::Message &message;
    };
    // Every message on its way between hosts, in an order that says nothing.
    void forEachUnderWay(const std::function<void(const UnderWay &)> &visit) const;
    quint64 traceHash() const { return m_traceHash; }

    struct Counts {
        quint64 events = 0;
        quint64 messagesSent = 0;
        quint64 messagesLost = 0; // to loss, partitions and hosts that are down
        quint64 joinsFailed = 0;
        quint64 lateDeadlines = 0; // nextDeadline() was not after now when advance(now) was done: must stay 0
        size_t underWayMost = 0; // messages and calls
    };
    const Counts &counts() const { return m_counts; }
    // Messages and calls on their way to this host, or waiting there.
    int queued(int host) const;
    // Of nodes, queues and everything in progress.
    size_t memoryBytes() const;

private:
    struct Host;
    struct Letter;
    struct Call;
    struct Committed;
    struct QueuedItem;
    struct IdealRing;

    chord::Node &startNode(int host);
    bool restore(int host, const std::vector<chord::Address> &contacts);
    void commit(int host, std::unique_ptr<chord::Persist> persist);
    void committed(int host, const Committed &commit);
    void stopNode(int host);
    bool isTaken(const chord::Id &id) const;
    std::vector<chord::Finger> idealFingers(const IdealRing &ring, size_t place) const;
    void deliver(quint32 slot);
    void advance(int host);
    void attend(int host, QueuedItem &item);
    void begin(int host, Call &call);
    void receive(int host, Letter &letter);
    void drain(int host);
    void sendOutput(int host);
    void attended(int host);
    void send(int host, chord::Envelope &envelope);
    void returnUnreachable(int to, int from);
    void finish(int host, const chord::OperationResult &result);
    void tellEvent(int host, const chord::Event &event);
    void scheduleAlarm(int host);
    quint32 store(QueuedItem item, Time at);
    QueuedItem unstore(quint32 slot);
    void trace(char kind, int host, quint64 detail);
    template <typename Text>
    void traceLine(const Text &text);

    ClusterSettings m_settings;
    Network m_network;
    Random m_random;
    EventQueue m_queue;
    Time m_now = 0;
    std::vector<std::unique_ptr<Host>> m_hosts;
    std::map<quint64, std::vector<chord::GroupView>> m_groupsAtCrash; // by incarnation
    std::vector<QueuedItem> m_items;
    std::vector<quint32> m_freeItems;
    std::map<std::pair<int, chord::OperationHandle>, Done> m_pending;
    std::vector<Listener *> m_listeners;
    TraceSink m_trace;
    quint64 m_traceHash = 0;
    Counts m_counts;
};

} // namespace sim
