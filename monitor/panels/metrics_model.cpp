// SPDX-License-Identifier: GPL-3.0-or-later
//
// Counters are cumulative: only differences of two readings say what happens now.

#include "panels/metrics_model.h"

#include "panels/nodes_model.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace monitor {

namespace {

const QByteArray requestDuration = "funnelkvs_http_request_duration_seconds";
constexpr double percentile99 = 0.99;

QString rateText(double perSecond)
{
    return MetricsModel::tr("%1/s").arg(QLocale().toString(perSecond, 'f', perSecond < 10 ? 1 : 0));
}

} // namespace

MetricsModel::MetricsModel(QObject *parent)
    : QAbstractTableModel(parent)
    , m_names(chord::idBitsMax)
{
}

void MetricsModel::clear()
{
    beginResetModel();
    m_rows.clear();
    endResetModel();
}

void MetricsModel::setSnapshot(const SnapshotPtr &snapshot)
{
    m_names = Names(*snapshot);
    for (int row = rowCount() - 1; row >= 0; --row) {
        const int node = snapshot->indexOf(m_rows[size_t(row)].node.address);
        if (node >= 0 && snapshot->nodes[size_t(node)].condition != NodeCondition::Dead)
            continue;
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        endRemoveRows();
    }
}

void MetricsModel::add(const NodeMetrics &metrics)
{
    const auto place = std::lower_bound(m_rows.begin(), m_rows.end(), metrics.node.id,
                                        [](const Row &row, const chord::Id &id) { return row.node.id < id; });
    const int row = int(place - m_rows.begin());
    if (place == m_rows.end() || place->node != metrics.node) {
        Row added;
        added.node = metrics.node;
        added.atMs = metrics.atMs;
        added.text = metrics.text;
        added.now = MetricsText(metrics.text);
        beginInsertRows({}, row, row);
        m_rows.insert(place, added);
        endInsertRows();
        return;
    }
    place->beforeMs = std::exchange(place->atMs, metrics.atMs);
    place->textBefore = std::exchange(place->text, metrics.text);
    place->before = std::exchange(place->now, MetricsText(metrics.text));
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

std::optional<double> MetricsModel::rate(const Row &row, std::initializer_list<QByteArray> counters)
{
    if (row.beforeMs == 0 || row.atMs <= row.beforeMs)
        return {};
    double difference = 0;
    for (const QByteArray &counter : counters)
        difference += row.now.sum(counter).value_or(0) - row.before.sum(counter).value_or(0);
    return difference < 0 ? std::nullopt : std::optional(difference * 1000 / double(row.atMs - row.beforeMs));
}

std::optional<double> MetricsModel::value(const Row &row, int column) const
{
    switch (Columns(column)) {
    case RequestsColumn:
        return rate(row, {"funnelkvs_http_requests_total"});
    case P99Column:
        return row.beforeMs == 0 ? std::nullopt : row.now.quantileSince(row.before, requestDuration, percentile99);
    case OperationsColumn:
        return rate(row, {"funnelkvs_operations_total"});
    case ErrorsColumn:
        return rate(row,
                    {"funnelkvs_operations_failed_total", "funnelkvs_http_refusals_total",
                     "funnelkvs_http_timeouts_total", "funnelkvs_commit_failures_total"});
    case MemoryColumn:
        return row.now.sum("funnelkvs_stored_bytes");
    case NodeColumn:
    case ColumnCount:
        break;
    }
    return {};
}

std::optional<double> MetricsModel::requestsPerSecond() const
{
    std::optional<double> all;
    for (const Row &row : m_rows) {
        if (const auto one = value(row, RequestsColumn))
            all = all.value_or(0) + *one;
    }
    return all;
}

std::optional<double> MetricsModel::p99Seconds() const
{
    QByteArray now;
    QByteArray before;
    for (const Row &row : m_rows) {
        if (row.beforeMs == 0)
            continue;
        now += row.text + '\n';
        before += row.textBefore + '\n';
    }
    return MetricsText(now).quantileSince(MetricsText(before), requestDuration, percentile99);
}

int MetricsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int MetricsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant MetricsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[size_t(index.row())];
    const int column = index.column();
    if (role == Qt::ToolTipRole && column == NodeColumn)
        return QString::fromUtf8(row.node.address);
    if (role == Qt::TextAlignmentRole && column != NodeColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (column == NodeColumn) {
        if (role == sortRole)
            return index.row();
        return role == Qt::DisplayRole ? QVariant(m_names.node(row.node)) : QVariant();
    }
    if (role != Qt::DisplayRole && role != sortRole && role != exportRole)
        return {};
    const std::optional<double> number = value(row, column);
    if (role != Qt::DisplayRole)
        return number ? QVariant(*number) : QVariant();
    if (!number)
        return QStringLiteral("–");
    if (column == P99Column)
        return durationText(std::llround(*number * 1e6));
    return column == MemoryColumn ? sizeText(quint64(*number)) : rateText(*number);
}

QVariant MetricsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Columns(section)) {
    case NodeColumn:
        return tr("Node");
    case RequestsColumn:
        return tr("Requests");
    case P99Column:
        return tr("99th percentile");
    case OperationsColumn:
        return tr("Operations");
    case ErrorsColumn:
        return tr("Errors");
    case MemoryColumn:
        return tr("Data in memory");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace monitor
