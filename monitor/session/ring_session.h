// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is open: one source at a time, and what belongs to it: its events, the recording of a live ring, a lesson, the
// selection. The session knows no widget, so that it can be tested without a window; the window follows its signals.
//
// What was open stays open until the next ring is: a connection that fails changes nothing. Then it is closed, unless
// nodes on this computer would end with it: such a ring is parked. It stays connected, its recording goes on, and
// returnTo() shows it again. A live ring whose recording is replayed is parked, too.
//
// sourceChanged() comes first and then opened(): at once for the classroom and recordings; for a live ring after
// openingStarted(), with its first answer or when it has started.
#pragma once

#include "live/access.h"
#include "live/kept_ring.h"
#include "model/ring_health.h"
#include "model/ring_source.h"
#include "model/selection.h"

#include <deque>
#include <memory>
#include <vector>

namespace monitor {

struct ClassroomSettings;
class LessonRunner;
class LiveSource;
class Recorder;
class Recording;

// A source and what belongs to it.
struct OpenRing {
    int number = 0; // names it while it is parked
    std::unique_ptr<RingSource> source;
    std::unique_ptr<Recorder> recorder; // of a live ring
    std::deque<RingEvent> events;
    QString address; // of connectTo()
};

class RingSession : public QObject {
    Q_OBJECT
public:
    static constexpr size_t eventsMax = 5000; // the oldest goes when there are more

    explicit RingSession(QObject *parent = nullptr);
    ~RingSession() override;

    // In place of what is open; null: nothing is open then.
    void setSource(std::unique_ptr<RingSource> source);
    void openClassroom(const ClassroomSettings &settings);
    void openLesson(int number); // in the textbook's ring; 1..lessonsCount
    // On this machine; with keepsData it can be opened again.
    void startRing(int nodes, bool keepsData = false);
    void reopenRing(const KeptRing &ring);
    // Those that are not open, that used last first.
    std::vector<KeptRing> keptRings() const;
    // How connectTo() authenticates unless told otherwise.
    void setAccess(const Access &access) { m_access = access; }
    const Access &access() const { return m_access; }
    void connectTo(const QString &address) { connectTo(address, m_access); }
    void connectTo(const QString &address, const Access &access);
    // False after openingFailed(), if the file cannot be read; what was open stays open.
    bool openRecordingFile(const QString &path);
    void close() { setSource(nullptr); }
    // A live ring is being opened; what is shown is what was open before.
    bool isOpening() const { return m_opening.source != nullptr; }
    // openingFailed() follows, without a text. Whatever else opens does this, too.
    void cancelOpening();

    // Replays what was recorded of the live ring; returnToLive() goes back to it.
    bool canReplay() const;
    void replayRecorded();
    // To the ring whose recording is replayed, otherwise to the one that was parked last.
    bool canReturnToLive() const { return !m_parked.empty(); }
    void returnToLive();
    const std::vector<OpenRing> &parked() const { return m_parked; } // the latest last
    void returnTo(int number);
    // Ends a parked ring and its nodes.
    void stopParked(int number);
    // Of the live ring, also while it is replayed; null without one.
    const Recording *recording() const;

    RingSource *source() const { return m_source.get(); }
    // There is a ring.
    bool isOpen() const { return m_source && m_isOpen; }
    // What the source said last; never null.
    const SnapshotPtr &snapshot() const { return m_snapshot; }
    // Of that; unknown while nothing is open.
    const RingHealth &health() const { return m_health; }
    const std::deque<RingEvent> &events() const { return m_events; }
    // Of connectTo(); empty otherwise.
    QString address() const { return m_address; }

    void select(const Selection &selection);
    const Selection &selection() const { return m_selection; }
    // The address of the selected node; empty if none is selected or it is gone.
    QByteArray selectedNode() const;
    // The node to ask for keys: the one that was selected last, if it is alive; empty: any.
    QByteArray askedNode() const;
    // As people read it; the address of a node that is not in the snapshot.
    QString nodeName(const QByteArray &address) const;

    // Lets a ring be changed that was opened read-only.
    void unlock();

Q_SIGNALS:
    void sourceChanged();
    void openingStarted(const QString &text, int total); // of nodes; 0: not known
    void opened();
    void openingFailed(const QString &text, const QString &address); // address: of connectTo(); text: empty: cancelled
    void parkedChanged(); // which rings are parked, or what they show
    void lessonOpened(monitor::LessonRunner *lesson); // it lives until sourceChanged()
    void selectionChanged();
    void unlocked();
    // Of the source that is open:
    void snapshotChanged();
    void snapshotRefreshed();
    void eventHappened(const monitor::RingEvent &event);
    void eventsDiscarded(qint64 fromMs); // those after this time: the classroom has gone back and acted there
    void actionFinished(const monitor::ActionReport &report);
    void keysListed(const monitor::KeysPage &page);
    void metricsRead(const monitor::NodeMetrics &metrics);
    void progressed(const QString &text, int done, int total); // also of one that is being opened
    void troubled(const QString &text);
    void playbackChanged();

private:
    void show(OpenRing ring);
    void replaceSource(OpenRing ring);
    void connectSource();
    LiveSource *beginOpening(const QString &address, const QString &text, int total);
    void endOpening();
    void park();
    OpenRing takeParked(int number);
    void tellEvents(const std::deque<RingEvent> &events);
    void takeSnapshot();
    void discardEvents(qint64 fromMs);

    std::unique_ptr<RingSource> m_source;
    OpenRing m_opening;
    std::vector<OpenRing> m_parked;
    int m_lastParked = 0; // number
    int m_replayed = 0; // the parked ring whose recording is shown; 0: none
    std::unique_ptr<Recorder> m_recorder; // of m_source
    std::unique_ptr<LessonRunner> m_lesson;
    bool m_isOpen = false;
    Access m_access;
    QString m_address;
    SnapshotPtr m_snapshot;
    RingHealth m_health;
    std::deque<RingEvent> m_events;
    Selection m_selection;
    std::optional<chord::Id> m_asked; // the node that was selected last
};

} // namespace monitor
