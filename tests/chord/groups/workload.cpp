// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each value is written once, so that what is read tells which write it comes from.

#include "workload.h"

#include <algorithm>

using namespace chord;

namespace {

QByteArray textOf(const std::optional<QByteArray> &value)
{
    return value ? *value : QByteArray("nothing");
}

} // namespace

Workload::Workload(VirtualRing &ring, int keys, quint64 seed)
    : m_ring(ring)
    , m_random(seed)
    , m_entries(size_t(keys))
{
    std::vector<int> hosts = ring.up();
    std::sort(hosts.begin(), hosts.end(), [&](int a, int b) { return ring.placeOf(a) < ring.placeOf(b); });
    for (size_t i = 0; i < m_entries.size(); ++i) {
        const int hi = hosts[i % hosts.size()];
        const int lo = hosts[(i + hosts.size() - 1) % hosts.size()];
        m_entries[i].key = ring.keyBetween(lo, hi, int(i / hosts.size()));
    }
    m_ring.setOnTick([this] { step(); });
}

Workload::~Workload()
{
    m_ring.setOnTick({});
}

void Workload::step()
{
    for (Entry &entry : m_entries) {
        if (entry.call && entry.call->done) {
            judge(entry);
            entry.call.reset();
        }
        if (!entry.call && m_running && m_random() % 4 == 0)
            begin(entry);
    }
}

void Workload::begin(Entry &entry)
{
    std::vector<int> hosts = m_ring.up();
    std::erase_if(hosts, [&](int host) {
        return m_avoided.contains(host) || m_ring.isPaused(host) || m_ring.node(host).state() == NodeState::Joining;
    });
    if (hosts.empty())
        return;
    entry.host = hosts[m_random() % hosts.size()];
    const quint64 choice = m_random() % 10;
    if (choice < 5) {
        entry.kind = Kind::Get;
        entry.call = m_ring.get(entry.host, entry.key);
    } else if (choice < 9) {
        entry.kind = Kind::Put;
        entry.written = entry.key + " v" + QByteArray::number(++m_written);
        entry.call = m_ring.put(entry.host, entry.key, *entry.written);
    } else {
        entry.kind = Kind::Delete;
        entry.written.reset();
        entry.call = m_ring.remove(entry.host, entry.key);
    }
}

void Workload::judge(Entry &entry)
{
    const KeyResult &result = entry.call->result;
    if (result.status == OperationStatus::Unavailable) {
        ++m_unavailable;
        if (entry.kind != Kind::Get && result.mayHaveHappened)
            entry.uncertain.insert(entry.written);
        return;
    }
    ++m_acknowledged;
    if (entry.kind == Kind::Get) {
        saw(entry, result.status == OperationStatus::Ok ? Value(result.value) : Value());
        return;
    }
    if (entry.kind == Kind::Delete && result.status == OperationStatus::NotFound) {
        saw(entry, {});
        return;
    }
    if (entry.kind == Kind::Put && entry.uncertain.empty() && result.created == entry.value.has_value())
        m_errors.append(entry.key + ": a put says wrongly whether there was a value before");
    entry.value = entry.written;
}

void Workload::saw(Entry &entry, const Value &value)
{
    if (value == entry.value)
        return;
    if (entry.uncertain.erase(value) == 0) {
        m_errors.append(QByteArray::number(m_ring.now() / usPerMs) + " ms: " + entry.key + " at "
                        + VirtualRing::addressOf(entry.host) + ": read " + textOf(value) + ", expected "
                        + textOf(entry.value));
    }
    entry.value = value;
}

bool Workload::settleAndCheck()
{
    stop();
    m_ring.runUntil(
        [this] {
            return std::all_of(m_entries.begin(), m_entries.end(), [](const Entry &entry) { return !entry.call; });
        },
        15'000);
    bool allAvailable = true;
    for (Entry &entry : m_entries) {
        for (const int host : m_ring.up()) {
            const QByteArray read = m_ring.read(host, entry.key);
            entry.host = host;
            if (read == "?") {
                m_errors.append(entry.key + " is not available at " + VirtualRing::addressOf(host));
                allAvailable = false;
                break;
            }
            saw(entry, read == "-" ? Value() : Value(read));
        }
    }
    return allAvailable && m_errors.isEmpty();
}
