// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tabs below the ring: the trace of lookups, events, charts, keys, metrics and problems. What they ask the ring for
// while they are looked at comes through the session.
#pragma once

#include "model/ring_health.h"
#include "ring/style.h"

#include <QTabWidget>

namespace monitor {

class Charts;
class EventsPanel;
class IssuesPanel;
class MetricsPanel;
class RingKeysPanel;
class RingSession;
class TracePanel;

class BottomTabs : public QTabWidget {
    Q_OBJECT
public:
    // session outlives the tabs.
    BottomTabs(RingSession *session, QWidget *parent);

    // Of another source: what was shown of the one before goes.
    void clear();
    // The session has another snapshot. colours: of its nodes in the ring.
    void refresh(const ColourBook &colours);
    // The problems of this kind; nothing: all.
    void showIssues(const std::optional<RingIssue::Kind> &kind);

    TracePanel *trace() const { return m_trace; }
    EventsPanel *events() const { return m_events; }
    Charts *charts() const { return m_charts; }
    RingKeysPanel *ringKeys() const { return m_ringKeys; }

private:
    void connectEvents();
    void connectQueries();

    RingSession *m_session;
    TracePanel *m_trace;
    EventsPanel *m_events;
    Charts *m_charts;
    RingKeysPanel *m_ringKeys;
    MetricsPanel *m_metrics;
    IssuesPanel *m_issues;
};

} // namespace monitor
