// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is open: one source at a time, and what belongs to it: its events, the recording of a live ring, a lesson, the
// selection. While a recording of the live ring is replayed, the live ring is parked: it stays connected, and its
// recording goes on. The session knows no widget, so that it can be tested without a window; the window follows its
// signals.
//
// Whatever opens closes what was open before. sourceChanged() comes first and opened() once there is a ring: at once
// for the classroom and recordings, after the first answer or start for a live ring.
#pragma once

#include "live/access.h"
#include "model/ring_source.h"
#include "model/selection.h"

#include <deque>
#include <memory>

namespace monitor {

struct ClassroomSettings;
class LessonRunner;
class LiveSource;
class Recorder;
class Recording;

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
    void startRing(int nodes); // on this machine
    // How connectTo() authenticates unless told otherwise.
    void setAccess(const Access &access) { m_access = access; }
    const Access &access() const { return m_access; }
    void connectTo(const QString &address) { connectTo(address, m_access); }
    void connectTo(const QString &address, const Access &access);
    // False after openingFailed(), if the file cannot be read; what was open stays open.
    bool openRecordingFile(const QString &path);
    void close() { setSource(nullptr); }
    // Of a live ring that is not open yet; openingFailed() follows, without a text.
    void cancelOpening();

    // Replays what was recorded of the live ring; returnToLive() goes back to it.
    bool canReplay() const;
    void replayRecorded();
    bool canReturnToLive() const { return m_parked != nullptr; }
    void returnToLive();
    // Of the live ring, also while it is parked; null without one.
    const Recording *recording() const;

    RingSource *source() const { return m_source.get(); }
    // There is a ring, not only one that is being opened.
    bool isOpen() const { return m_source && m_isOpen; }
    // What the source said last; never null.
    const SnapshotPtr &snapshot() const { return m_snapshot; }
    const std::deque<RingEvent> &events() const { return m_events; }
    // Of connectTo(); empty otherwise.
    QString address() const { return m_address; }

    void select(const Selection &selection);
    const Selection &selection() const { return m_selection; }
    // The address of the selected node; empty if none is selected or it is gone.
    QByteArray selectedNode() const;
    // As people read it; the address of a node that is not in the snapshot.
    QString nodeName(const QByteArray &address) const;

    // Lets a ring be changed that was opened read-only.
    void unlock();

Q_SIGNALS:
    void sourceChanged();
    void openingStarted(const QString &text, int total); // of nodes; 0: not known
    void opened();
    void openingFailed(const QString &text, const QString &address); // address: of connectTo(); text: empty: cancelled
    void lessonOpened(monitor::LessonRunner *lesson); // it lives until sourceChanged()
    void selectionChanged();
    void unlocked();
    // Of the source that is open:
    void snapshotChanged();
    void snapshotRefreshed();
    void eventHappened(const monitor::RingEvent &event);
    void actionFinished(const monitor::ActionReport &report);
    void progressed(const QString &text, int done, int total);
    void troubled(const QString &text);
    void playbackChanged();

private:
    void replaceSource(std::unique_ptr<RingSource> source);
    void connectSource();
    void openLive(std::unique_ptr<LiveSource> source, const QString &address, const QString &text, int total);
    void tellEvents(const std::deque<RingEvent> &events);
    void takeSnapshot();

    std::unique_ptr<RingSource> m_source;
    std::unique_ptr<RingSource> m_parked; // the live ring while its recording is replayed
    std::deque<RingEvent> m_parkedEvents; // what has happened there
    std::unique_ptr<Recorder> m_recorder; // of the live ring
    std::unique_ptr<LessonRunner> m_lesson;
    bool m_isOpen = false;
    Access m_access;
    QString m_address;
    SnapshotPtr m_snapshot;
    std::deque<RingEvent> m_events;
    Selection m_selection;
};

} // namespace monitor
