// SPDX-License-Identifier: GPL-3.0-or-later
//
// Signals are emitted after the cluster has stopped, never from within it: a receiver may act at once.

#include "classroom/classroom_source.h"

#include "classroom/classroom_history.h"
#include "classroom/classroom_picture.h"
#include "classroom/classroom_playback.h"
#include "model/names.h"

#include <algorithm>

namespace monitor {

namespace {

bool asksANode(Action action)
{
    return action == Action::Put || action == Action::Get || action == Action::Delete || action == Action::Lookup;
}

} // namespace

ClassroomSource::ClassroomSource(const ClassroomSettings &settings, QObject *parent)
    : RingSource(parent)
    , m_settings(settings)
    , m_picture(std::make_unique<ClassroomPicture>())
    , m_playback(new ClassroomPlayback(this))
{
    Q_ASSERT(settings.problem().isEmpty());
    makeHistory();
}

ClassroomSource::~ClassroomSource() = default;

void ClassroomSource::makeHistory()
{
    ClassroomRun::Sinks sinks;
    sinks.event = [this](const RingEvent &event) { m_news.emplace_back(event); };
    sinks.report = [this](const ActionReport &report) { m_news.emplace_back(report); };
    m_history = std::make_unique<ClassroomHistory>(m_settings, sinks);
    m_picture->forget();
    m_snapshot.reset();
    m_shownEvents.reset();
}

QString ClassroomSource::load(const ClassroomSettings &settings)
{
    const QString problem = settings.problem();
    if (!problem.isEmpty())
        return problem;
    m_playback->pause();
    m_breakpoint = nullptr;
    for (const Ticket &ticket : m_history->unreported())
        failTicket(ticket, tr("Another ring was opened before the action was completed."));
    m_settings = settings;
    makeHistory();
    Q_EMIT ringLoaded();
    deliver();
    return {};
}

// --- RingSource

SnapshotPtr ClassroomSource::snapshot() const
{
    if (!m_snapshot)
        m_snapshot = take();
    return m_snapshot;
}

SnapshotPtr ClassroomSource::take() const
{
    if (std::exchange(m_generation, m_history->generation()) != m_history->generation())
        m_picture->forget();
    return m_picture->take(m_history->run());
}

qint64 ClassroomSource::nowMs() const
{
    return m_history->run().nowMs();
}

QString ClassroomSource::title() const
{
    return m_settings.name.isEmpty() ? tr("a ring of %n node(s)", nullptr, int(m_settings.nodes.size()))
                                     : m_settings.name;
}

Playback *ClassroomSource::playback()
{
    return m_playback;
}

QString ClassroomSource::whyNot(Action action) const
{
    const SnapshotPtr ring = snapshot();
    const auto any = [&](auto isIt) { return std::any_of(ring->nodes.begin(), ring->nodes.end(), isIt); };
    const bool anyAlive = any([](const NodeView &node) { return node.condition == NodeCondition::Alive; });
    if ((asksANode(action) || action == Action::Leave) && !anyAlive)
        return tr("No node of the ring is running. Restart one, or let one join.");
    if (action == Action::Kill && !any([](const NodeView &node) { return node.condition != NodeCondition::Dead; }))
        return tr("Every node is dead already.");
    if (action == Action::Restart && !any([](const NodeView &node) { return node.condition == NodeCondition::Dead; }))
        return tr("No node is dead; there is nothing to restart.");
    if (action == Action::CutLink && ring->nodes.size() < 2)
        return tr("A link needs two nodes, and this ring has one.");
    const bool isCut = !ring->cuts.empty() || any([](const NodeView &node) { return node.isolated; });
    if (action == Action::Heal && !isCut)
        return tr("No link is cut; there is nothing to heal.");
    if (action == Action::Join && ring->nodes.size() >= size_t(ClassroomSettings::nodesMax))
        return tr("The classroom has at most %1 nodes.").arg(ClassroomSettings::nodesMax);
    return {};
}

QString ClassroomSource::whyNotAt(Action action, const QByteArray &node) const
{
    const SnapshotPtr ring = snapshot();
    const int index = ring->indexOf(node);
    if (action == Action::Join || action == Action::Heal)
        return whyNot(action);
    if (index < 0)
        return tr("The node is no longer in the ring.");
    const NodeCondition condition = ring->nodes[size_t(index)].condition;
    const QString name = Names(*ring).node(ring->nodes[size_t(index)].self);
    if (action == Action::Restart)
        return condition == NodeCondition::Dead ? QString()
                                                : tr("%1 is running; there is nothing to restart.").arg(name);
    if (condition == NodeCondition::Dead)
        return tr("%1 is dead. Restart it first.").arg(name);
    if (action == Action::Leave && condition == NodeCondition::Leaving)
        return tr("%1 is leaving already.").arg(name);
    if (action == Action::Isolate)
        return ring->nodes[size_t(index)].isolated ? tr("%1 is isolated already.").arg(name) : QString();
    if (action == Action::CutLink)
        return whyNot(action);
    if (action != Action::Kill && condition == NodeCondition::Joining)
        return tr("%1 has not joined yet. Let time pass until it has joined.").arg(name);
    return {};
}

QString ClassroomSource::effectOf(Action action, const QByteArray &node) const
{
    const SnapshotPtr ring = snapshot();
    const int index = ring->indexOf(node);
    if (index < 0)
        return {};
    const NodeView &view = ring->nodes[size_t(index)];
    const QString name = Names(*ring).node(view.self);
    const int keys = int(view.totals.primary);
    if (action == Action::Leave)
        return tr("Leave %1: %n key(s) move", nullptr, keys).arg(name);
    if (action == Action::Kill)
        return ring->replicas > 2 ? tr("Kill %1: another voter serves its %n key(s)", nullptr, keys).arg(name)
            : ring->replicas == 2 ? tr("Kill %1: its ranges lose their quorum").arg(name)
                                  : tr("Kill %1: %n key(s) are lost", nullptr, keys).arg(name);
    if (action == Action::Restart)
        return tr("Restart %1 without its data").arg(name);
    if (action == Action::Isolate)
        return tr("Isolate %1: cut all its links").arg(name);
    if (action == Action::CutLink)
        return tr("Cut the link between %1 and another node").arg(name);
    return {};
}

quint64 ClassroomSource::begin(const ActionRequest &request)
{
    const quint64 ticket = ++m_lastTicket;
    const bool forks = m_history->isInPast();
    const qint64 untilMs = m_playback->endMs();
    std::deque<News> news = std::exchange(m_news, {});
    const std::vector<Ticket> discarded = m_history->perform(ticket, request);
    m_snapshot.reset();
    m_shownEvents.reset();
    news.swap(m_news); // news of the action follow those of the discarded future
    if (forks)
        tellFork(untilMs);
    for (const Ticket &ticket : discarded)
        failTicket(ticket, tr("The action was discarded: you went back to an earlier time and acted there."));
    std::move(news.begin(), news.end(), std::back_inserter(m_news));
    deliverLater();
    return ticket;
}

void ClassroomSource::tellFork(qint64 untilMs)
{
    RingEvent fork;
    fork.atMs = nowMs();
    fork.text = tr("You acted in the past: everything later, up to %1 s, was discarded.")
                    .arg(double(untilMs) / 1000, 0, 'f', 1);
    m_news.emplace_back(fork);
    Q_EMIT futureDiscarded(nowMs(), untilMs);
}

// --- Time

bool ClassroomSource::runFor(qint64 ms)
{
    return advance(ms * chord::usPerMs);
}

std::function<bool()> ClassroomSource::stop()
{
    if (!m_breakpoint)
        return {};
    return [this] { return m_breakpoint(*take()); };
}

bool ClassroomSource::advance(qint64 micros)
{
    const bool reached = m_history->advance(micros, stop());
    endBreakpoint(reached);
    return !reached;
}

void ClassroomSource::stepMessage(qint64 limitMicros)
{
    m_history->stepMessage(limitMicros);
    endBreakpoint(m_breakpoint && m_breakpoint(*take()));
}

void ClassroomSource::endBreakpoint(bool reached)
{
    if (!reached) {
        deliver();
        return;
    }
    m_breakpoint = nullptr;
    m_playback->pause();
    deliver();
    Q_EMIT breakpointReached();
}

void ClassroomSource::stepBack()
{
    m_history->stepBack();
    m_shownEvents.reset();
    deliver();
}

void ClassroomSource::seek(qint64 micros)
{
    m_history->seek(micros);
    m_shownEvents.reset();
    deliver();
}

void ClassroomSource::setBreakpoint(Condition condition)
{
    m_breakpoint = std::move(condition);
}

qint64 ClassroomSource::roundMs() const
{
    return qint64(m_history->run().cluster().settings().config.stabilizePeriodMs) * 3 / 2; // chord::Config: [1/2, 3/2]
}

bool ClassroomSource::isInPast() const
{
    return m_history->isInPast();
}

quint64 ClassroomSource::traceHash() const
{
    return m_history->run().cluster().traceHash();
}

// --- Signals

void ClassroomSource::failTicket(const Ticket &ticket, const QString &why)
{
    ActionReport report;
    report.ticket = ticket.number;
    report.action = ticket.action;
    report.text = why;
    m_news.emplace_back(report);
}

void ClassroomSource::deliverLater()
{
    if (std::exchange(m_deliversLater, true))
        return;
    QMetaObject::invokeMethod(this, &ClassroomSource::deliver, Qt::QueuedConnection);
}

// The picture stays the same while there is no event and no message in transit, whatever the time.
void ClassroomSource::deliver()
{
    m_deliversLater = false;
    const bool wasMoving = m_snapshot && !m_snapshot->messages.empty();
    m_snapshot.reset();
    const quint64 events = m_history->now().events;
    if (m_shownEvents != events || wasMoving) {
        m_shownEvents = events;
        Q_EMIT snapshotChanged();
    }
    Q_EMIT m_playback->changed();
    while (!m_news.empty()) {
        const News news = std::move(m_news.front());
        m_news.pop_front();
        if (const auto *event = std::get_if<RingEvent>(&news))
            Q_EMIT eventHappened(*event);
        else
            Q_EMIT actionFinished(std::get<ActionReport>(news));
    }
}

} // namespace monitor
