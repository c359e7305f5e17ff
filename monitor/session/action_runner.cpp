// SPDX-License-Identifier: GPL-3.0-or-later
//
// A report comes after begin() has returned its ticket, as RingSource promises.

#include "session/action_runner.h"

#include "session/ring_session.h"
#include "session/search.h"

namespace monitor {

ActionRunner::ActionRunner(RingSession *session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    connect(session, &RingSession::sourceChanged, this, [this] { m_begun.clear(); });
    connect(session, &RingSession::actionFinished, this, &ActionRunner::finish);
}

void ActionRunner::begin(const ActionRequest &request)
{
    if (!m_session->isOpen())
        return;
    Q_EMIT begun();
    const quint64 ticket = m_session->source()->begin(request);
    m_begun[ticket] = request;
}

void ActionRunner::beginOnKey(Action action, const QByteArray &key, const QString &value)
{
    ActionRequest request = ActionRequest::atNode(action, m_session->askedNode());
    request.key = key;
    request.value = value.toUtf8();
    request.contentType = "text/plain; charset=utf-8";
    begin(request);
}

void ActionRunner::beginOnKey(Action action, const QString &typedKey, const QString &value)
{
    beginOnKey(action, keyFromText(*m_session->snapshot(), typedKey), value);
}

void ActionRunner::beginOnSelectedNode(Action action)
{
    const QByteArray node = m_session->selectedNode();
    if (!node.isEmpty())
        begin(ActionRequest::atNode(action, node));
}

void ActionRunner::undoWrite(const ActionReport &report)
{
    ActionRequest put = ActionRequest::of(Action::Put);
    put.key = report.key;
    put.value = report.value;
    put.contentType = report.contentType;
    put.ttlSeconds = report.ttlSeconds.value_or(-1);
    begin(put);
}

// A lesson begins actions of its own, whose requests are not known here.
void ActionRunner::finish(const ActionReport &report)
{
    const auto begun = m_begun.extract(report.ticket);
    const ActionRequest request = begun ? begun.mapped() : ActionRequest::of(report.action);
    if (report.ok)
        Q_EMIT succeeded(request, report);
    else
        Q_EMIT failed(request, report);
}

} // namespace monitor
