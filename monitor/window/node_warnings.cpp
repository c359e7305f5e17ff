// SPDX-License-Identifier: GPL-3.0-or-later
//
// Only ranges that need an action to be served again are shown; a range without a leader elects one soon.

#include "window/node_warnings.h"

#include "model/names.h"
#include "model/ring_ranges.h"
#include "session/ring_session.h"

#include <algorithm>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype rangesNamedMax = 4; // in one message
constexpr int nodesNamedMax = 2; // with a message each

const QString manyNodes = QStringLiteral("nodes"); // subjects
const QString lostRanges = QStringLiteral("ranges");

} // namespace

NodeWarnings::NodeWarnings(MessageBar *messages, QObject *parent)
    : QObject(parent)
    , m_messages(messages)
{
    connect(messages, &MessageBar::closed, this, [this](const QString &subject) { m_dismissed.insert(subject); });
}

QString NodeWarnings::subjectOf(const QByteArray &address)
{
    return u"node:"_s + QString::fromUtf8(address);
}

void NodeWarnings::setQuiet(bool isQuiet, const RingSession &session)
{
    m_isQuiet = isQuiet;
    if (isQuiet) {
        for (const NodeView &node : session.snapshot()->nodes)
            m_messages->remove(subjectOf(node.self.address));
        m_messages->remove(manyNodes);
        m_messages->remove(lostRanges);
    }
    refresh(session);
}

void NodeWarnings::refresh(const RingSession &session)
{
    if (m_isQuiet)
        return;
    refreshNodes(session);
    refreshRanges(*session.snapshot());
}

void NodeWarnings::show(const QString &subject, const QString &text, const std::vector<Remedy> &remedies)
{
    if (m_dismissed.contains(subject))
        m_messages->remove(subject);
    else
        m_messages->show(subject, MessageBar::Kind::Warning, text, remedies);
}

// It is over.
void NodeWarnings::remove(const QString &subject)
{
    m_messages->remove(subject);
    m_dismissed.erase(subject);
}

void NodeWarnings::refreshNodes(const RingSession &session)
{
    const std::vector<NodeView> &nodes = session.snapshot()->nodes;
    const auto isInTrouble = [](const NodeView &node) { return !node.trouble.isEmpty(); };
    const int count = int(std::count_if(nodes.begin(), nodes.end(), isInTrouble));
    const bool isMany = count > nodesNamedMax;
    for (const NodeView &node : nodes) {
        const QString subject = subjectOf(node.self.address);
        if (!isInTrouble(node))
            remove(subject);
        else if (isMany)
            m_messages->remove(subject);
        else
            show(subject, node.trouble, remediesOf(session, node));
    }
    if (isMany)
        show(manyNodes, tr("%n nodes have problems. Select one to see the details.", nullptr, count),
             remediesOfMany(session));
    else
        remove(manyNodes);
}

std::vector<Remedy> NodeWarnings::remediesOf(const RingSession &session, const NodeView &node)
{
    const QByteArray address = node.self.address;
    std::vector<Remedy> remedies;
    if (session.source()->whyNotAt(Action::Restart, address).isEmpty())
        remedies.push_back(restartOf(address));
    if (node.isolated)
        remedies.push_back({tr("Heal"), [this] { Q_EMIT healRequested(); }});
    if (!session.source()->logPath(address).isEmpty())
        remedies.push_back({tr("Log"), [this, address] { Q_EMIT logRequested(address); }});
    return remedies;
}

std::vector<Remedy> NodeWarnings::remediesOfMany(const RingSession &session)
{
    QByteArrayList ended;
    for (const NodeView &node : session.snapshot()->nodes) {
        const QByteArray &address = node.self.address;
        if (!node.trouble.isEmpty() && session.source()->whyNotAt(Action::Restart, address).isEmpty())
            ended << address;
    }
    if (ended.isEmpty())
        return {};
    return {{tr("Restart %n nodes", nullptr, int(ended.size())), [this, ended] {
                 for (const QByteArray &address : ended)
                     Q_EMIT restartRequested(address);
             }}};
}

Remedy NodeWarnings::restartOf(const QByteArray &address)
{
    return {tr("Restart"), [this, address] { Q_EMIT restartRequested(address); }};
}

void NodeWarnings::refreshRanges(const RingSnapshot &ring)
{
    const Names names(ring);
    QStringList ranges;
    QString problem;
    for (const RangeStatus &range : ring.ranges) {
        if (!range.isLost())
            continue;
        problem = rangeProblem(range, names);
        if (ranges.size() < rangesNamedMax)
            ranges << rangeText(range.view.low, range.view.high, names);
        else if (ranges.size() == rangesNamedMax)
            ranges << u"…"_s;
    }
    if (ranges.isEmpty())
        remove(lostRanges);
    else if (ranges.size() == 1)
        show(lostRanges, problem);
    else
        show(lostRanges,
             tr("Ranges have no quorum: %1. Their keys cannot be read or written until a majority of their voters "
                "answers or the ranges are recovered.")
                 .arg(ranges.join(u", "_s)));
}

void NodeWarnings::showKilled(const QByteArray &address, const QString &name)
{
    if (m_isQuiet)
        return;
    m_messages->show(subjectOf(address), MessageBar::Kind::Warning,
                     tr("%1 was killed. The other voters of its range elect a leader.").arg(name),
                     {restartOf(address)});
}

} // namespace monitor
