// SPDX-License-Identifier: GPL-3.0-or-later
//
// A run that can go back in time. The actions and their moments are kept; to show an earlier moment the run is repeated
// up to there. Later actions are kept and repeated when time reaches them, until the user acts before them: this
// discards them.
#pragma once

#include "classroom/classroom_run.h"

#include <functional>
#include <memory>
#include <vector>

namespace monitor {

// An action that was begun.
struct Ticket {
    quint64 number = 0; // as in its report
    Action action = Action::Get;
};

class ClassroomHistory {
public:
    using Moment = ClassroomRun::Moment;

    // The sinks are called only for what happens for the first time, not when it is repeated.
    ClassroomHistory(const ClassroomSettings &settings, ClassroomRun::Sinks sinks);
    ~ClassroomHistory();

    const ClassroomRun &run() const { return *m_run; }
    Moment now() const { return m_run->now(); }
    // The latest moment ever reached on this line of events.
    Moment end() const { return m_end; }
    bool isInPast() const { return m_run->now() < m_end; }
    // How often the run was restarted: pictures of an earlier run are not valid for this one.
    int generation() const { return m_generation; }
    // Of actions whose reports have not come.
    const std::vector<Ticket> &unreported() const { return m_unreported; }

    // Does an action now. In the past, what came later is discarded first; returns the actions among that whose
    // reports had not come, and never will.
    std::vector<Ticket> perform(quint64 ticket, const ActionRequest &request);

    // Advances by this time, or less if stop, evaluated after every event, is true; returns whether it was.
    bool advance(sim::Time micros, const std::function<bool()> &stop);
    // Until the next message worth showing has arrived, which is told as an event; false if none did within limit (µs).
    bool stepMessage(sim::Time limit);
    bool canStepBack() const { return m_begin < now(); }
    // To where the last message before now had not arrived yet; to the beginning if there is none.
    void stepBack();
    // To this time, µs from 0 to end().at; forwards or back.
    void seek(sim::Time at);

private:
    struct PerformedAction {
        Moment when;
        quint64 ticket;
        ActionRequest request;
    };

    void makeRun();
    void goTo(const Moment &moment);
    bool runUntil(sim::Time then, const std::function<bool()> &stop);
    bool runEvents(sim::Time then, const std::function<bool()> &stop);
    bool repeatAction(const std::function<bool()> &stop);
    bool isRelived() const;
    void noteArrival();

    ClassroomSettings m_settings;
    ClassroomRun::Sinks m_sinks;
    std::unique_ptr<ClassroomRun> m_run;
    std::vector<PerformedAction> m_actions; // in the order in which they were begun
    size_t m_done = 0; // how many of them this run has seen
    std::vector<Ticket> m_unreported;
    std::vector<Moment> m_arrivals; // moments right before a message arrived, as far as ever reached
    Moment m_last; // after the last event or action
    quint64 m_arrived = 0;
    Moment m_begin;
    Moment m_end;
    bool m_isActing = false; // within a new action
    bool m_isRepeating = false; // within one that was done before and is done again
    int m_generation = 0;
};

} // namespace monitor
