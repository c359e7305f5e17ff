// SPDX-License-Identifier: GPL-3.0-or-later
//
// One run of the classroom: a simulated cluster, the user's actions on it, their reports and events. It only goes
// forward; equal settings and equal actions at equal moments make equal runs, on which going back is based
// (ClassroomHistory).
#pragma once

#include "classroom/classroom_settings.h"
#include "model/names.h"
#include "model/ring_source.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace monitor {

class ClassroomRun : private sim::Listener {
    Q_DECLARE_TR_FUNCTIONS(monitor::ClassroomRun)
public:
    struct Sinks {
        std::function<void(const RingEvent &)> event;
        std::function<void(const ActionReport &)> report;
    };
    // Builds the ring and stores the keys; time begins at 0 when this is complete.
    ClassroomRun(const ClassroomSettings &settings, Sinks sinks);
    ~ClassroomRun() override;

    // A moment: how much has happened, and when. Several moments may have one time.
    struct Moment {
        quint64 events = 0;
        sim::Time at = 0; // µs since the origin
        friend auto operator<=>(const Moment &, const Moment &) = default;
    };
    Moment now() const { return {m_cluster->counts().events, m_cluster->now() - m_origin}; }
    qint64 nowMs() const { return now().at / chord::usPerMs; }
    const sim::Cluster &cluster() const { return *m_cluster; }
    const ClassroomSettings &settings() const { return m_settings; }

    // Does an action now; its report comes when it has ended. What is impossible is reported at once.
    void perform(quint64 ticket, const ActionRequest &request);
    // Lets everything up to then happen, or until stop, which is looked at after every event, is true; returns whether
    // it was. then is µs since the origin.
    bool runUntil(sim::Time then, const std::function<bool()> &stop);
    // Only the clock moves, as far as nothing happens before.
    void setClock(sim::Time then);
    // From now on each message that arrives and is worth showing is told as an event, or not.
    void setTellsMessages(bool tells) { m_tellsMessages = tells; }
    // How many messages worth showing (see isShown) have arrived.
    quint64 messagesArrived() const { return m_messagesArrived; }

    // --- The hosts as the picture knows them.
    enum class Fate : quint8 { None, Gone, Killed };
    // Gone: it left or could not join, and is not drawn any more.
    Fate fate(int host) const { return m_hosts[size_t(host)].fate; }
    qint64 startedMs(int host) const { return m_hosts[size_t(host)].startedAt / chord::usPerMs; }
    qint64 endedMs(int host) const { return m_hosts[size_t(host)].endedAt / chord::usPerMs; }
    // Of a node that is up as it says; of one that was killed as it said last.
    std::vector<chord::GroupView> groups(int host) const;
    // Changes whenever the host may have changed.
    quint64 revision(int host) const { return m_hosts[size_t(host)].revision; }
    int hostAt(const QByteArray &address) const; // -1 if there is none that is drawn
    int hostOn(const chord::Id &id) const; // also one that is gone; -1 if there never was any
    Peer peer(int host) const;
    Peer peer(const chord::NodeRef &node) const;
    QString name(int host) const;
    std::vector<int> members() const;
    // What this node stores for the key; nothing if it is down or holds nothing.
    const chord::Record *recordAt(int host, const QByteArray &key) const;

    // --- Links that are cut.
    bool isIsolated(int host) const { return m_isolated.contains(host); }
    // Pairs of hosts, the lower one first.
    const std::set<std::pair<int, int>> &cuts() const { return m_cuts; }

    // Heartbeats are left out of pictures and steps, and so is where leaders register: every leader does it all the
    // time.
    static bool isShown(const chord::Message &message);

private:
    struct Awaited {
        quint64 ticket;
        Action action;
        sim::Time since;
    };
    struct Host {
        Fate fate = Fate::None;
        sim::Time startedAt = 0;
        sim::Time endedAt = 0;
        quint64 revision = 0;
        std::vector<chord::GroupView> lastGroups; // of its node when that ended
        std::optional<Awaited> awaited; // a join, restart or leave in progress
    };

    void started(int host) override;
    void touched(int host) override { ++m_hosts[size_t(host)].revision; }
    void happened(int host, const chord::Event &event) override;
    void failing(int host) override;
    void arriving(int from, int to, const chord::Message &message) override;

    void storeKeys();
    void operate(quint64 ticket, const ActionRequest &request);
    bool takeFormerValue(ActionReport &report, const std::vector<int> &hosts) const;
    void lookUp(quint64 ticket, const ActionRequest &request, int host);
    void join(quint64 ticket, const ActionRequest &request);
    void restart(quint64 ticket, const ActionRequest &request);
    void startHost(int host, quint64 ticket, Action action);
    void leave(quint64 ticket, const ActionRequest &request);
    void kill(quint64 ticket, const ActionRequest &request);
    void cutLink(quint64 ticket, const ActionRequest &request);
    void isolate(quint64 ticket, const ActionRequest &request);
    void heal(quint64 ticket, const ActionRequest &request);
    void linksChanged(quint64 ticket, Action action, std::optional<int> host, const QString &text);
    void fail(quint64 ticket, Action action, const QString &why);
    void report(ActionReport report);
    void endAwaited(int host, bool ok, const QString &text);
    void tell(RingEvent::Kind kind, std::optional<int> host, const QString &text);
    QString sentenceOf(int host, const chord::Event &event, RingEvent::Kind &kind) const;
    QString rangeSentence(int host, const chord::Event &event) const;
    LookupTrace traceOf(const QByteArray &key, int asker, const chord::LookupResult &result) const;
    QString nameAt(const QByteArray &address) const;
    QString name(const chord::NodeRef &node) const;
    QString name(const QByteArray &key) const;

    ClassroomSettings m_settings;
    Names m_names;
    Sinks m_sinks;
    std::unique_ptr<sim::Cluster> m_cluster;
    std::vector<Host> m_hosts;
    std::map<QByteArray, int> m_hostsByAddress; // as drawn
    std::set<int> m_isolated; // hosts
    std::set<std::pair<int, int>> m_cuts;
    sim::Time m_origin = 0;
    quint64 m_messagesArrived = 0;
    bool m_settingUp = true;
    bool m_tellsMessages = false;
};

} // namespace monitor
