// SPDX-License-Identifier: GPL-3.0-or-later
//
// The source of snapshots and the target of actions: a live ring, a simulated one, or a recording. The window has one
// source at a time and knows only this interface. Results come later, through signals; whyNot() explains why an action
// is not possible, and its button shows that.
#pragma once

#include "model/ring_snapshot.h"

#include <QObject>

namespace monitor {

class Playback;

enum class Mode : quint8 { Live, Classroom, Replay };

enum class Action : quint8 { Put, Get, Delete, Lookup, Join, Leave, Kill, Restart, CutLink, Isolate, Heal };

// One step of a lookup, as the trace explains it and the picture animates it.
struct HopView {
    Peer from; // the node that named the next one
    Peer to; // the node that was asked next
    chord::Hop::Via via = chord::Hop::Via::Self;
    int finger = -1; // Via::Finger: its index at from
    qint64 micros = 0; // until it answered
    bool answered = true; // false: the lookup stepped back
};

struct LookupTrace {
    QByteArray key;
    chord::Id id;
    Peer asker;
    Peer owner;
    std::vector<Peer> replicas; // the owner first
    std::vector<HopView> hops;
};

// How an action ended.
struct ActionReport {
    quint64 ticket = 0; // what begin() returned
    Action action = Action::Get;
    bool ok = false;
    bool mayHaveHappened = false; // of a write that failed: it may still take effect
    bool hasReplaced = false; // of a put: there was a value before
    QString text; // of a failure: what failed, why, what to do; of a success: what was done
    QByteArray node; // address of the node that was asked or changed
    QByteArray key;
    QByteArray value; // of a get; of a delete, and of a put that has replaced one: what was there before, for Undo
    QByteArray contentType;
    QByteArray etag;
    std::optional<qint64> ttlSeconds; // of that value, until it expires; nothing: it does not
    std::optional<LookupTrace> lookup; // of a lookup; of a put or get where the path is known
    qint64 micros = 0;
};

// Something that happened to the ring, for the list of events and the timeline.
struct RingEvent {
    enum class Kind : quint8 {
        Joined,
        Left,
        Died,
        Suspected,
        Recovered,
        PointerChanged,
        KeysMoved,
        Repaired,
        Problem,
        Message,
        Note,
        Written, // a key has a new value
        Deleted, // a key
    };
    qint64 atMs = 0; // on the source's clock
    Kind kind = Kind::Note;
    std::optional<Peer> node;
    QString text; // a sentence
};

// What an action is to do; members that it does not need are ignored.
struct ActionRequest {
    Action action = Action::Get;
    QByteArray key;
    QByteArray value;
    QByteArray contentType;
    qint64 ttlSeconds = -1; // of Put: after which the value expires; -1: it does not
    QByteArray ifMatch; // of Put: only if the key has this ETag; empty: in any case
    // Address: of Leave, Kill, Restart, CutLink, Isolate; of Put, Get, Delete, Lookup the node to ask (empty: any).
    QByteArray node;
    QByteArray otherNode; // address: of CutLink the other end
    std::optional<chord::Id> id; // of Join: the identifier of the new node; nothing: derived from its address

    static ActionRequest of(Action action) { return atNode(action, {}); }
    static ActionRequest atNode(Action action, const QByteArray &node)
    {
        ActionRequest request;
        request.action = action;
        request.node = node;
        return request;
    }
};

// Some of the keys of the whole ring, each once, as its owner has it.
struct KeysPage {
    QByteArray prefix; // that they have
    std::vector<KeyView> keys; // in the order of their identifiers
    QByteArray next; // where the next page begins; empty: this is the last
    QString problem; // a sentence: why the keys cannot be listed; empty: they are
};

// What a node says at GET /metrics, in Prometheus' text format.
struct NodeMetrics {
    Peer node;
    qint64 atMs = 0; // when it said so, on the source's clock
    QByteArray text;
};

class RingSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual Mode mode() const = 0;
    // Never null; a ring without nodes until something is known.
    virtual SnapshotPtr snapshot() const = 0;
    // Empty: it can be done now. Otherwise a sentence on why not and what to do ("This ring is on other machines; …").
    virtual QString whyNot(Action action) const = 0;
    // The same for one node: Leave, Kill, Restart, CutLink and Isolate depend on which (address).
    virtual QString whyNotAt(Action action, const QByteArray &node) const
    {
        Q_UNUSED(node)
        return whyNot(action);
    }
    // The effect of an action on this node, for its button: "Leave N32: 14 keys move". Empty: its name says it.
    virtual QString effectOf(Action action, const QByteArray &node) const
    {
        Q_UNUSED(action)
        Q_UNUSED(node)
        return {};
    }
    // Begins an action; its report comes with this number. An impossible one is reported as failed, like any other.
    virtual quint64 begin(const ActionRequest &request) = 0;
    // The source's clock (RingSnapshot::takenMs).
    virtual qint64 nowMs() const = 0;

    // What the mode chip and the window's title say beside the mode: an address, a ring's or a file's name.
    virtual QString title() const { return {}; }
    // Null if time cannot be paused; it lives as long as the source.
    virtual Playback *playback() { return nullptr; }
    // A ring that this program did not start opens read-only, so that it is not changed by mistake; whyNot() says so.
    virtual bool isReadOnly() const { return false; }
    virtual void setReadOnly(bool readOnly) { Q_UNUSED(readOnly) }
    // How many nodes run on this computer only as long as the source lives: it must not be closed silently.
    virtual int localNodes() const { return 0; }
    // Their data outlive them: the ring can be opened again.
    virtual bool keepsData() const { return false; }
    // The log file of a node that this program started; empty where there is none.
    virtual QString logPath(const QByteArray &address) const
    {
        Q_UNUSED(address)
        return {};
    }
    // A page of the keys with this prefix; keysListed() follows. after: KeysPage::next of the page before; empty: the
    // first page.
    virtual void listKeys(const QByteArray &prefix, const QByteArray &after);
    // Asks every live node for its metrics; metricsRead() follows for each that answers.
    virtual void readMetrics() { }
    virtual bool hasMetrics() const { return false; }
    // Cancels what progressed() reports.
    virtual void cancel() { }

Q_SIGNALS:
    void snapshotChanged(); // snapshot() is another one now
    // snapshot() is another one now, with the same picture: only ages, uptimes and counters are newer. Once a second at
    // most; the ring need not be drawn again.
    void snapshotRefreshed();
    void actionFinished(const monitor::ActionReport &report);
    void keysListed(const monitor::KeysPage &page);
    void metricsRead(const monitor::NodeMetrics &metrics);
    void eventHappened(const monitor::RingEvent &event);
    void progressed(const QString &text, int done, int total); // "3 of 5 joined, stabilizing"; total 0: over
    void troubled(const QString &text); // of the source as a whole; empty: over
};

} // namespace monitor
