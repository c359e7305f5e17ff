// SPDX-License-Identifier: GPL-3.0-or-later
//
// A tab that is not looked at asks for nothing.

#include "window/bottom_tabs.h"

#include "model/names.h"
#include "panels/charts.h"
#include "panels/events_panel.h"
#include "panels/issues_panel.h"
#include "panels/metrics_panel.h"
#include "panels/ring_keys_panel.h"
#include "panels/trace_panel.h"
#include "session/ring_session.h"

namespace monitor {

BottomTabs::BottomTabs(RingSession *session, QWidget *parent)
    : QTabWidget(parent)
    , m_session(session)
    , m_trace(new TracePanel(this))
    , m_events(new EventsPanel(this))
    , m_charts(new Charts(this))
    , m_ringKeys(new RingKeysPanel(this))
    , m_metrics(new MetricsPanel(this))
    , m_issues(new IssuesPanel(this))
{
    setDocumentMode(true);
    addTab(m_trace, tr("Trace of lookups"));
    addTab(m_events, tr("Events"));
    addTab(m_charts, tr("Charts"));
    addTab(m_ringKeys, tr("Keys"));
    addTab(m_metrics, tr("Metrics"));
    addTab(m_issues, tr("Problems"));
    connectEvents();
    connectQueries();
}

void BottomTabs::connectEvents()
{
    connect(m_session, &RingSession::eventHappened, m_events, &EventsPanel::add);
    connect(m_session, &RingSession::eventsDiscarded, m_events, &EventsPanel::dropAfter);
    connect(m_issues, &IssuesPanel::selectionRequested, m_session, &RingSession::select);
}

void BottomTabs::connectQueries()
{
    connect(m_ringKeys, &RingKeysPanel::pageRequested, this, [this](const QByteArray &prefix, const QByteArray &after) {
        if (m_session->isOpen())
            m_session->source()->listKeys(prefix, after);
    });
    connect(m_session, &RingSession::keysListed, m_ringKeys, &RingKeysPanel::add);
    connect(m_ringKeys, &RingKeysPanel::keySelected, m_session, [this](const QByteArray &key) {
        m_session->select({{}, key});
    });
    connect(m_session, &RingSession::selectionChanged, m_ringKeys,
            [this] { m_ringKeys->setSelection(m_session->selection()); });
    connect(m_metrics, &MetricsPanel::readRequested, this, [this] {
        if (m_session->isOpen())
            m_session->source()->readMetrics();
    });
    connect(m_session, &RingSession::metricsRead, m_metrics, &MetricsPanel::add);
}

void BottomTabs::clear()
{
    m_events->clear();
    m_trace->clear();
    m_charts->clear();
    m_ringKeys->clear();
    m_metrics->clear(m_session->source() && m_session->source()->hasMetrics());
}

void BottomTabs::refresh(const ColourBook &colours)
{
    const SnapshotPtr &snapshot = m_session->snapshot();
    if (m_session->source())
        m_events->setManner(m_session->source()->mode(), Names(*snapshot));
    m_charts->setSnapshot(snapshot, colours);
    m_ringKeys->setSnapshot(snapshot);
    m_metrics->setSnapshot(snapshot);
    m_issues->setSnapshot(snapshot);
}

void BottomTabs::showIssues(const std::optional<RingIssue::Kind> &kind)
{
    setCurrentWidget(m_issues);
    m_issues->setFilter(kind);
}

} // namespace monitor
