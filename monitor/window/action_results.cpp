// SPDX-License-Identifier: GPL-3.0-or-later
//
// The text of an offer to undo names the key as the picture does.

#include "window/action_results.h"

#include "model/names.h"
#include "panels/charts.h"
#include "panels/inspector.h"
#include "panels/message_bar.h"
#include "panels/trace_panel.h"
#include "panels/trace_text.h"
#include "ring/ring_view.h"
#include "session/action_runner.h"
#include "session/ring_session.h"
#include "window/node_warnings.h"
#include "window/status_bar.h"

#include <QTabWidget>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

bool isOfKey(Action action)
{
    return action == Action::Put || action == Action::Get || action == Action::Delete || action == Action::Lookup;
}

std::optional<qint64> ttlOf(const ActionRequest &request)
{
    return request.ttlSeconds > 0 ? std::optional(request.ttlSeconds) : std::nullopt;
}

} // namespace

ActionResults::ActionResults(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    connect(parts.runner, &ActionRunner::begun, this, [this] {
        m_parts.messages->remove(u"action"_s);
        m_parts.ring->clearLookup();
    });
    connect(parts.runner, &ActionRunner::succeeded, this, &ActionResults::showSuccess);
    connect(parts.runner, &ActionRunner::failed, this,
            [this](const ActionRequest &, const ActionReport &report) { showFailure(report); });
}

void ActionResults::showSuccess(const ActionRequest &request, const ActionReport &report)
{
    if (!report.text.isEmpty())
        m_parts.statusBar->tell(report.text);
    if (isOfKey(report.action) && report.micros > 0)
        m_parts.charts->addDuration(report.micros, report.text);
    if (report.lookup)
        m_parts.charts->addHops(hopCount(*report.lookup));
    switch (report.action) {
    case Action::Lookup:
        m_parts.session->select({{}, report.key});
        if (report.lookup)
            showLookup(*report.lookup);
        break;
    case Action::Get:
        m_parts.inspector->setValue(report.key, {report.value, report.contentType, report.etag, report.ttlSeconds});
        m_parts.session->select({{}, report.key});
        break;
    case Action::Put:
        m_parts.inspector->setValue(request.key, {request.value, request.contentType, report.etag, ttlOf(request)});
        m_parts.session->select({{}, request.key});
        if (report.hasReplaced && report.value != request.value)
            offerUndo(report, tr("%1 has a new value."));
        else
            m_parts.messages->remove(u"undo"_s);
        break;
    case Action::Delete:
        m_parts.inspector->forgetValue();
        offerUndo(report, tr("%1 was deleted."));
        break;
    case Action::Kill:
        if (!request.node.isEmpty())
            m_parts.warnings->showKilled(request.node, m_parts.session->nodeName(request.node));
        break;
    default:
        break;
    }
}

void ActionResults::showFailure(const ActionReport &report)
{
    m_parts.messages->show(u"action"_s, MessageBar::Kind::Warning, report.text);
    if (report.lookup)
        showLookup(*report.lookup);
}

void ActionResults::showLookup(const LookupTrace &lookup)
{
    m_parts.trace->add(lookup, Names(*m_parts.session->snapshot()));
    m_parts.tabs->setCurrentWidget(m_parts.trace);
    m_parts.ring->showLookup(lookup);
}

// text: with a place for the key.
void ActionResults::offerUndo(const ActionReport &report, const QString &text)
{
    const RingSnapshot &ring = *m_parts.session->snapshot();
    const QString name = Names(ring).key(report.key, chord::IdSpace(ring.idBits).hash(report.key));
    m_parts.messages->show(u"undo"_s, MessageBar::Kind::Note, text.arg(name),
                           {{tr("Undo"), [this, report] { m_parts.runner->undoWrite(report); }}});
}

} // namespace monitor
