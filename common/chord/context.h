// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the parts of a node share: its settings, its view of the ring, the time, its random numbers, the table of
// timers, the requests it has in progress and the health of its peers. Private to common/chord. Parts do not call each
// other through it; they leave facts here, and Node lets each part look at them after every step.
#pragma once

#include "chord/config.h"
#include "chord/contacts.h"
#include "chord/journal.h"
#include "chord/results.h"
#include "chord/routing.h"

#include <array>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>

namespace chord {

// Everything that happens by the clock. One deadline each, in Context::timers.
enum class Timer : quint8 {
    Join, // give up joining
    Stabilize,
    FixFingers,
    Groups, // everything of groups: each has several times, and the earliest counts
    Operations, // retries and deadlines of operations begun here
    Expiry, // of values with a lifetime, and of remembered request ids
    Contacts, // try a remembered node
    Leave, // give up leaving
    Watches, // keeping watches up, and asking again
    Count
};

// Why a request was made: whose it is, and which of that part's works it belongs to.
struct Purpose {
    enum class Kind : quint8 {
        JoinContact,
        StabilizeSuccessor,
        StabilizeCandidate,
        CheckPredecessor,
        LookupStep,
        LookupVerify,
        PreVote,
        Prepare,
        Propose,
        Heartbeat,
        Accept,
        Drop,
        Sync,
        Fetch,
        RequestRange,
        Survey,
        Contact,
        Operation,
        Relay,
        RingWalk,
        KeepWatches,
        Probe, // does it answer at all?
    };
    Kind kind;
    quint64 token = 0;
};

struct Request {
    Address to;
    Purpose purpose;
    Time sentAt = 0;
    Time deadline = 0;
    // A patient request: it has failed at the deadline if the peer answers nothing at all, else only at this time.
    Time patientUntil = 0;
    Time probedAt = 0; // when it was found late, and the peer asked whether it answers; 0: not yet
};

// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014): jitter needs no more.
class Jitter {
public:
    explicit Jitter(quint64 seed)
        : m_state(seed)
    {
    }
    quint64 next();
    // Uniform in [value/2, 3*value/2].
    Time around(Time value);

private:
    quint64 m_state;
};

class Context {
public:
    Context(NodeRef self, Config config);

    // --- Sending
    quint64 request(const Address &to, Body body, Purpose purpose, int timeoutMs);
    // For what may take the peer a while: it fails after patienceMs, or as soon as the peer has answered nothing, not
    // even a probe, for the time of a control message. Then all of that peer's patient requests fail.
    void requestPatiently(const Address &to, Body body, Purpose purpose, int patienceMs);
    void send(const Address &to, quint64 requestId, Body body);
    void tell(Event::Kind kind, const NodeRef &node = {}, QByteArray text = {}, std::optional<Range> range = {});
    void tellProblem(Event::Kind kind, MembershipProblem problem, const NodeRef &node = {});
    // The request this reply answers, taken out of the table; nothing if none is in progress to that address.
    std::optional<Request> takeRequest(const Address &from, quint64 requestId);
    // The requests whose time is up, or whose peer has died, taken out; the earliest sent first.
    std::vector<Request> takeFailed();

    // --- Timers
    void arm(Timer timer, Time at) { m_timers[size_t(timer)] = at; }
    // Brings a timer forward; never puts it off.
    void armBy(Timer timer, Time at) { m_timers[size_t(timer)] = std::min(m_timers[size_t(timer)], at); }
    void disarm(Timer timer) { m_timers[size_t(timer)] = never; }
    // Is it due? If so it is disarmed.
    bool takeDue(Timer timer);
    Time nextDeadline() const;
    // How long until then; 0 if it is not armed, or due.
    Time remaining(Timer timer) const;

    // --- Peers
    // It has answered.
    void heardFrom(const Address &peer);
    // It has asked something: it lives, but may not hear this node. What failed is forgotten only if nobody was there.
    void askedBy(const Address &peer);
    // A request failed, or (certain) a connection was refused.
    void failed(const Address &peer, Time sentAt, bool certain);
    bool isDead(const Address &peer) const;
    // Dead, or silent: something that it was asked has timed out, and it has answered nothing since. A silent peer is
    // asked whether it answers, so that it is not avoided for longer than need be.
    bool isSilent(const Address &peer);
    // Peers that were taken for dead since the last call.
    std::vector<Address> takeNewlyDead();
    // This node was not run for a while: what it waits for deserves as much more time.
    void postpone(Time by);

    // --- The disk. Without one all is durable at once.
    // The number of the commit that holds what changes now.
    quint64 nextCommit() const { return journal ? journal->next() : 0; }
    bool isDurable(quint64 commit) const { return !journal || journal->isDurable(commit); }
    // A restart of the same incarnation: nothing is named again as before it.
    void startAt(quint64 starts);

    quint64 nextToken() { return ++m_lastToken; }
    size_t memoryBytes() const;

    Config config;
    IdSpace space;
    NodeRef self;
    RoutingTable routing;
    NodeState state = NodeState::Joining;
    bool linked = false; // has a place on the ring: created it, or adopted a successor
    bool votes = false; // joining, and a voter of some range already: it must not give up
    Time now = 0;
    Jitter jitter;
    Output output;
    Counters counters;
    std::unique_ptr<std::array<quint32, lookupHopsCounted>> lookupHopCounts; // none: they are not counted
    Contacts contacts; // nodes that were known once
    quint64 ring = 0; // of which this node is a member; 0: none
    bool isRetiring = false; // the program is about to end, and to come back
    bool hasDiskProblem() const { return journal && !journal->problem.isEmpty(); }
    bool handsLeadsOver() const { return isRetiring || hasDiskProblem(); }
    std::unique_ptr<Journal> journal; // none: without a disk
    // When the request was sent whose reply is being looked at.
    Time answeredSentAt = 0;
    // It lies before this node, is alive, and has not been our predecessor yet.
    std::optional<NodeRef> foundBefore;
    // The longest round trip seen lately, in microseconds: at once as long as a longer one, and half of it is forgotten
    // in ten seconds. Late answers count too.
    Time roundTrip() const;
    // A timeout of the configuration, or more where round trips are long.
    int timeoutMs(int configuredMs) const;

private:
    struct Health {
        int failures = 0;
        Time countedAt = -1; // a burst of requests that fail together counts once
        Time deadUntil = -1; // taken for dead; afterwards it gets another chance
        bool refused = false; // the connection was refused; a node that asks from there now has just been started
    };

    std::array<Time, size_t(Timer::Count)> m_timers;
    std::unordered_map<quint64, Request> m_requests; // order-free: only asked by id
    std::set<std::pair<Time, quint64>> m_requestDeadlines;
    std::map<Address, Health> m_health; // only of peers that failed lately
    std::vector<Address> m_newlyDead;
    struct Probing {
        std::set<Address> asked; // and not answered yet
        std::map<Address, Time> heardAt; // of peers with late requests: when they answered something last
        size_t lateRequests = 0;
    };
    Probing &probing();
    std::unique_ptr<Probing> m_probing; // since the first late request
    bool m_someAreSilent = false; // patient requests may be in progress to silent peers
    bool m_someAreHopeless = false; // requests may be in progress to peers taken for dead
    void sawRoundTrip(Time duration);
    quint64 add(const Address &to, Body body, Purpose purpose, Time deadline, Time patientUntil);
    void probe(const Address &peer);
    Time probeAfter() const;
    bool waitsOn(quint64 id, Request &request);
    bool isAnswering(const Request &request) const;
    void forget(const Request &request);
    std::map<quint64, Time> m_late; // requests that timed out, by id: when they were sent
    Time m_roundTrip = 0;
    Time m_roundTripAt = 0;
    quint64 m_lastRequestId = 0;
    quint64 m_lastToken = 0;
};

} // namespace chord
