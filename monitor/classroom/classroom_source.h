// SPDX-License-Identifier: GPL-3.0-or-later
//
// A ring for the classroom: the daemon's own protocol code in virtual time. Pause, step, speed, back and the timeline
// are its Playback. Going back undoes nothing: the run is repeated from its settings and actions, which gives the same
// run and the same future. An action in the past discards the future, and futureDiscarded() says so.
//
// Messages in transit are part of the snapshot, except heartbeats, which every leader sends all the time: they would
// hide the others. They are sent nevertheless.
#pragma once

#include "classroom/classroom_settings.h"
#include "model/ring_source.h"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <variant>

namespace monitor {

class ClassroomHistory;
class ClassroomPicture;
class ClassroomPlayback;
struct Ticket;

class ClassroomSource : public RingSource {
    Q_OBJECT
public:
    // Settings without problem(). Begins paused.
    explicit ClassroomSource(const ClassroomSettings &settings, QObject *parent = nullptr);
    ~ClassroomSource() override;

    // Replaces the ring and its history. Returns what is wrong with the settings, and then changes nothing.
    QString load(const ClassroomSettings &settings);
    const ClassroomSettings &settings() const { return m_settings; }

    Mode mode() const override { return Mode::Classroom; }
    SnapshotPtr snapshot() const override;
    QString whyNot(Action action) const override;
    QString whyNotAt(Action action, const QByteArray &node) const override;
    QString effectOf(Action action, const QByteArray &node) const override;
    quint64 begin(const ActionRequest &request) override;
    qint64 nowMs() const override;
    QString title() const override;
    Playback *playback() override;

    // --- Beyond what the window needs: for lessons and tests.

    // Advances virtual time by this much, playing or not. False if a breakpoint ended it early.
    bool runFor(qint64 ms);
    // Looked at after everything that happens; when it holds, time stops there, the source pauses, the breakpoint is
    // gone and breakpointReached() is emitted. Null: none.
    using Condition = std::function<bool(const RingSnapshot &)>;
    void setBreakpoint(Condition condition);
    // How much virtual time a round of stabilization takes at most.
    qint64 roundMs() const;
    // Is there a future that an action would discard?
    bool isInPast() const;
    // Sums up all that has happened so far: equal hashes, equal runs.
    quint64 traceHash() const;

Q_SIGNALS:
    void ringLoaded();
    void breakpointReached();
    // An action in the past has discarded what happened between these times.
    void futureDiscarded(qint64 fromMs, qint64 untilMs);

private:
    friend class ClassroomPlayback;

    bool advance(qint64 micros);
    void stepMessage(qint64 limitMicros);
    void stepBack();
    void seek(qint64 micros);
    std::function<bool()> stop();
    void endBreakpoint(bool reached);
    void makeHistory();
    void deliver();
    void deliverLater();
    SnapshotPtr take() const;
    void tellFork(qint64 untilMs);
    void failTicket(const Ticket &ticket, const QString &why);

    using News = std::variant<RingEvent, ActionReport>;

    ClassroomSettings m_settings;
    std::unique_ptr<ClassroomHistory> m_history;
    std::unique_ptr<ClassroomPicture> m_picture;
    ClassroomPlayback *m_playback;
    Condition m_breakpoint;
    mutable int m_generation = 0; // of the run that m_picture pictures
    mutable SnapshotPtr m_snapshot; // null: not taken since something changed
    std::deque<News> m_news; // not told yet
    std::optional<quint64> m_shownEvents; // how much had happened at the last snapshotChanged(); nothing: too little
    bool m_deliversLater = false;
    quint64 m_lastTicket = 0;
};

} // namespace monitor
