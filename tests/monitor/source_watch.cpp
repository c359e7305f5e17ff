// SPDX-License-Identifier: GPL-3.0-or-later
//
// Signals into lists.

#include "source_watch.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <algorithm>

using namespace monitor;

SourceWatch::SourceWatch(LiveSource &source)
    : m_source(source)
{
    connect(&source, &LiveSource::opened, this, [this] { isOpen = true; });
    connect(&source, &LiveSource::openFailed, this, [this](const QString &text) {
        hasFailed = true;
        failure = text;
    });
    connect(&source, &RingSource::progressed, this, [this](const QString &text) { progress.append(text); });
    connect(&source, &RingSource::eventHappened, this, [this](const RingEvent &event) { events.push_back(event); });
    connect(&source, &RingSource::actionFinished, this,
            [this](const ActionReport &report) { reports[report.ticket] = report; });
    connect(&source, &RingSource::snapshotChanged, this, [this] { ++changes; });
    connect(&source, &RingSource::snapshotRefreshed, this, [this] { ++refreshes; });
}

bool SourceWatch::waitUntilOpen(int timeoutMs)
{
    return support::waitFor([this] { return isOpen || hasFailed; }, timeoutMs) && isOpen;
}

bool SourceWatch::waitUntilFailed(int timeoutMs)
{
    return support::waitFor([this] { return isOpen || hasFailed; }, timeoutMs) && hasFailed;
}

bool SourceWatch::waitForSnapshot(const std::function<bool(const RingSnapshot &)> &condition, int timeoutMs)
{
    return support::waitFor([&] { return condition(*m_source.snapshot()); }, timeoutMs);
}

bool SourceWatch::waitUntilWhole(size_t nodes, int timeoutMs)
{
    return waitForSnapshot(
        [nodes](const RingSnapshot &snapshot) {
            const auto isAlive = [](const NodeView &node) { return node.condition == NodeCondition::Alive; };
            return snapshot.isWhole()
                && size_t(std::count_if(snapshot.nodes.begin(), snapshot.nodes.end(), isAlive)) == nodes;
        },
        timeoutMs);
}

bool SourceWatch::hasEvent(RingEvent::Kind kind, const QByteArray &node) const
{
    return std::any_of(events.begin(), events.end(), [&](const RingEvent &event) {
        return event.kind == kind && (node.isEmpty() || (event.node && event.node->address == node));
    });
}

bool SourceWatch::waitForEvent(RingEvent::Kind kind, const QByteArray &node, int timeoutMs)
{
    return support::waitFor([&] { return hasEvent(kind, node); }, timeoutMs);
}

ActionReport SourceWatch::run(const ActionRequest &request, int timeoutMs)
{
    const quint64 ticket = m_source.begin(request);
    if (support::waitFor([&] { return reports.contains(ticket); }, timeoutMs))
        return reports[ticket];
    ActionReport none;
    none.text = QStringLiteral("no report came");
    return none;
}

QString SourceWatch::said() const
{
    QStringList lines{failure};
    lines += progress;
    for (const RingEvent &event : events)
        lines.append(event.text);
    const SnapshotPtr snapshot = m_source.snapshot();
    for (const NodeView &node : snapshot->nodes)
        lines.append(QStringLiteral("%1: condition %2, %3 keys; %4")
                         .arg(QString::fromUtf8(node.self.address))
                         .arg(int(node.condition))
                         .arg(node.totals.primary)
                         .arg(node.trouble));
    for (const QString &problem : snapshot->problems)
        lines.append(problem);
    return lines.join(u'\n');
}

NodeView nodeIn(const RingSnapshot &snapshot, const QByteArray &address)
{
    const int index = snapshot.indexOf(address);
    return index < 0 ? NodeView() : snapshot.nodes[size_t(index)];
}

QByteArrayList addressesIn(const RingSnapshot &snapshot)
{
    QByteArrayList addresses;
    for (const NodeView &node : snapshot.nodes)
        addresses.append(node.self.address);
    return addresses;
}

// State and parent of a process (proc(5): "pid (name) state ppid …", the name may hold anything).
static QList<QByteArray> stateAndParent(const QString &pid)
{
    QFile stat(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!stat.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = stat.readAll();
    const QList<QByteArray> fields = text.sliced(text.lastIndexOf(')') + 1).simplified().split(' ');
    return fields.value(0) == "Z" || fields.value(0) == "X" ? QList<QByteArray>() : fields.first(2);
}

bool isRunning(qint64 pid)
{
    return !stateAndParent(QString::number(pid)).isEmpty();
}

QList<qint64> ownChildren()
{
    return childrenOf(QCoreApplication::applicationPid());
}

QList<qint64> childrenOf(qint64 pid)
{
    const QByteArray self = QByteArray::number(pid);
    QList<qint64> children;
    for (const QString &name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        if (stateAndParent(name).value(1) == self)
            children.append(name.toLongLong());
    }
    return children;
}
