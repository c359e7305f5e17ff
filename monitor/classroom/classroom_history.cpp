// SPDX-License-Identifier: GPL-3.0-or-later
//
// An action is repeated at its moment: after the same number of events and at the same time. Periods without events are
// the same in both runs, so no event can come between.

#include "classroom/classroom_history.h"

#include <algorithm>

namespace monitor {

namespace {

constexpr size_t arrivalsMax = 1'000'000; // 16 MB; beyond it the oldest half is forgotten
constexpr sim::Time backWithoutArrival = 1'000'000; // µs that a step back takes where arrivals are forgotten

} // namespace

ClassroomHistory::ClassroomHistory(const ClassroomSettings &settings, ClassroomRun::Sinks sinks)
    : m_settings(settings)
    , m_sinks(std::move(sinks))
{
    makeRun();
    m_begin = m_run->now();
    m_end = m_begin;
}

ClassroomHistory::~ClassroomHistory() = default;

void ClassroomHistory::makeRun()
{
    ClassroomRun::Sinks sinks;
    sinks.event = [this](const RingEvent &event) {
        if (!isRelived())
            m_sinks.event(event);
    };
    sinks.report = [this](const ActionReport &report) {
        if (isRelived())
            return;
        std::erase_if(m_unreported, [&](const Ticket &ticket) { return ticket.number == report.ticket; });
        m_sinks.report(report);
    };
    m_run = std::make_unique<ClassroomRun>(m_settings, sinks);
    m_done = 0;
    m_last = m_run->now();
    m_arrived = 0;
    ++m_generation;
}

// Called from within an event, which the count of events includes already.
bool ClassroomHistory::isRelived() const
{
    return !m_isActing && (m_isRepeating || m_run->now().events <= m_end.events);
}

std::vector<Ticket> ClassroomHistory::perform(quint64 ticket, const ActionRequest &request)
{
    std::vector<Ticket> discarded;
    if (isInPast()) {
        for (size_t i = m_done; i < m_actions.size(); ++i) {
            const PerformedAction &action = m_actions[i];
            if (std::erase_if(m_unreported, [&](const Ticket &other) { return other.number == action.ticket; }) > 0)
                discarded.push_back({action.ticket, action.request.action});
        }
        m_actions.resize(m_done);
        m_end = m_run->now();
        std::erase_if(m_arrivals, [this](const Moment &arrival) { return arrival > m_end; });
    }
    m_actions.push_back({m_run->now(), ticket, request});
    m_done = m_actions.size();
    m_unreported.push_back({ticket, request.action});
    m_isActing = true;
    m_run->perform(ticket, request);
    m_isActing = false;
    noteArrival();
    m_end = m_run->now();
    return discarded;
}

bool ClassroomHistory::advance(sim::Time micros, const std::function<bool()> &stop)
{
    return runUntil(m_run->now().at + micros, stop);
}

bool ClassroomHistory::stepMessage(sim::Time limit)
{
    const quint64 before = m_run->messagesArrived();
    m_run->setTellsMessages(true);
    const bool arrived = runUntil(m_run->now().at + limit, [&] { return m_run->messagesArrived() > before; });
    m_run->setTellsMessages(false);
    return arrived;
}

void ClassroomHistory::stepBack()
{
    const Moment now = m_run->now();
    const auto after = std::lower_bound(m_arrivals.begin(), m_arrivals.end(), now);
    if (after != m_arrivals.begin())
        goTo(*(after - 1));
    else if (m_arrivals.size() < arrivalsMax / 2)
        goTo(m_begin);
    else
        seek(std::max<sim::Time>(0, now.at - backWithoutArrival));
}

void ClassroomHistory::seek(sim::Time at)
{
    const sim::Time then = std::clamp<sim::Time>(at, 0, m_end.at);
    if (then < m_run->now().at)
        makeRun();
    runUntil(then, {});
}

void ClassroomHistory::goTo(const Moment &moment)
{
    if (moment < m_run->now())
        makeRun();
    while (m_done < m_actions.size() && m_actions[m_done].when < moment)
        repeatAction({});
    if (m_run->now().events < moment.events)
        runEvents(moment.at, [&] { return m_run->now().events >= moment.events; });
    m_run->setClock(moment.at);
}

bool ClassroomHistory::runUntil(sim::Time then, const std::function<bool()> &stop)
{
    while (m_done < m_actions.size() && m_actions[m_done].when.at <= then) {
        if (repeatAction(stop))
            return true;
    }
    const bool stopped = runEvents(then, stop);
    m_end = std::max(m_end, m_run->now());
    return stopped;
}

// Advances to the next action and repeats it; returns whether stop was true before, and then it is not repeated.
bool ClassroomHistory::repeatAction(const std::function<bool()> &stop)
{
    const PerformedAction &action = m_actions[m_done];
    if (m_run->now().events < action.when.events) {
        bool stopped = false;
        runEvents(action.when.at, [&] {
            stopped = stop && stop();
            return stopped || m_run->now().events >= action.when.events;
        });
        if (stopped)
            return true;
    }
    m_run->setClock(action.when.at);
    m_isRepeating = true;
    m_run->perform(action.ticket, action.request);
    m_isRepeating = false;
    ++m_done;
    noteArrival();
    return false;
}

bool ClassroomHistory::runEvents(sim::Time then, const std::function<bool()> &stop)
{
    return m_run->runUntil(then, [&] {
        noteArrival();
        return stop && stop();
    });
}

// A moment right before the arrival: nothing has happened since the last event, and the message has almost arrived.
void ClassroomHistory::noteArrival()
{
    const Moment now = m_run->now();
    if (m_run->messagesArrived() != m_arrived) {
        m_arrived = m_run->messagesArrived();
        const Moment before{m_last.events, std::max(m_last.at, now.at - 1)};
        if (m_arrivals.empty() || m_arrivals.back() < before)
            m_arrivals.push_back(before);
        if (m_arrivals.size() > arrivalsMax)
            m_arrivals.erase(m_arrivals.begin(), m_arrivals.begin() + qsizetype(arrivalsMax / 2));
    }
    m_last = now;
}

} // namespace monitor
