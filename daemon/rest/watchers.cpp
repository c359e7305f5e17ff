// SPDX-License-Identifier: GPL-3.0-or-later
//
// Deliveries are worked off in order, so that each watcher is told in order.

#include "rest/watchers.h"

#include "api/watch.h"
#include "http/http_reply.h"
#include "net/node_host.h"
#include "rest/failure.h"
#include "rest/key_limits.h"
#include "rest/preconditions.h"

#include <QElapsedTimer>

#include <algorithm>

namespace rest {

using Kind = chord::WatchUpdate::Kind;
using Event = api::WatchDocument::Event;

namespace {

constexpr int beatPeriodMs = 15'000; // below the 60 s after which proxies give an idle answer up
constexpr int beatTickMs = 100;
constexpr qint64 unsentBytesMax = 256 * 1024; // of one watcher, and one event
constexpr qint64 deliveryBytesMax = 64 * 1024 * 1024; // of events on their way
constexpr size_t deliveriesMax = 10'000;
constexpr qint64 turnMs = 5; // written for so long before others have their turn
constexpr int retryMsMin = 1000;
constexpr int retryMsSpread = 2000; // clients of a node that ends do not all come back at once

Event eventOf(const chord::WatchUpdate &update)
{
    switch (update.kind) {
    case Kind::Present:
        return update.exists ? Event::Present : Event::Absent;
    case Kind::Put:
        return Event::Put;
    case Kind::Deleted:
        return Event::Deleted;
    case Kind::Expired:
        return Event::Expired;
    case Kind::Unchanged:
        return Event::Unchanged;
    case Kind::Uncertain:
        break;
    }
    return Event::Uncertain;
}

// States are events without a name, which an EventSource gives to onmessage.
QByteArray streamText(const api::WatchDocument &document)
{
    QByteArray text;
    if (!document.id.isEmpty())
        text += "id: " + document.id + '\n';
    if (!document.isState())
        text += QByteArray("event: ") + api::watchEventText(document.event) + '\n';
    return text + "data: " + api::toJson(document) + "\n\n";
}

QByteArray streamText(const QByteArray &key, chord::WatchUpdate &&update)
{
    api::WatchDocument document;
    document.key = key;
    document.event = eventOf(update);
    document.mayHaveSkipped = update.mayHaveSkipped;
    if (update.kind != Kind::Uncertain) {
        document.id = update.point.toText();
        if (update.exists)
            document.etag = entityTag(update.point.version);
    }
    if (update.exists && update.kind != Kind::Unchanged) {
        document.value = std::move(update.value);
        document.contentType = std::move(update.contentType);
        document.ttlSeconds = ttlSeconds(update.ttlMs);
    }
    return streamText(document);
}

QByteArray endText(const QByteArray &key)
{
    api::WatchDocument document;
    document.key = key;
    document.event = Event::Ended;
    return streamText(document);
}

constexpr http::HttpField streamFields[] = {
    {"Content-Type", api::eventStreamContentType},
    {"Cache-Control", "no-cache"},
    {"X-Accel-Buffering", "no"}, // nginx passes each event on at once
};

} // namespace

class Watchers::Watcher final : public http::StreamOwner {
public:
    Watcher(Watchers &all, chord::OperationHandle handle, QByteArray key, http::HttpReply &reply)
        : handle(handle)
        , key(std::move(key))
        , stream(reply, streamFields, *this)
        , m_all(all)
    {
    }

    void streamDrained() override
    {
        if (isBehind)
            m_all.workSoon();
    }
    void streamEnded() override
    {
        m_all.m_ended.push_back(handle);
        m_all.workSoon();
    }
    void streamShouldEnd() override
    {
        stream.write(endText(key));
        stream.finish();
        streamEnded();
    }

    chord::OperationHandle handle;
    const QByteArray key;
    http::HttpStream stream;
    std::optional<chord::WatchPoint> told;
    bool isBehind = false; // it is told nothing until it has caught up

private:
    Watchers &m_all;
};

Watchers::Watchers(net::NodeHost &host)
    : m_host(host)
{
    m_host.setWatchReceiver([this](chord::WatchUpdate &&update) { onUpdate(std::move(update)); });
    m_beats.setInterval(beatTickMs);
    connect(&m_beats, &QTimer::timeout, this, &Watchers::beatSome);
}

Watchers::~Watchers()
{
    m_host.setWatchReceiver({});
}

void Watchers::begin(const QByteArray &key, const std::optional<chord::WatchPoint> &known, http::HttpReply reply)
{
    const Failure tooMany{Fault::Unavailable, "This node has as many watchers as it may; try another one.", {}};
    const chord::OperationHandle handle = m_host.watch(key, known);
    if (handle == 0) {
        sendFailure(reply, tooMany);
        return;
    }
    auto watcher = std::make_unique<Watcher>(*this, handle, key, reply);
    if (!watcher->stream.isOpen()) {
        m_host.endWatch(handle);
        sendFailure(reply, tooMany);
        return;
    }
    watcher->told = known;
    watcher->stream.write("retry: " + QByteArray::number(retryMsMin + int(handle % retryMsSpread)) + "\n\n");
    m_watchers.emplace(handle, std::move(watcher));
    if (!m_beats.isActive())
        m_beats.start();
}

void Watchers::onUpdate(chord::WatchUpdate &&update)
{
    std::vector<chord::OperationHandle> handles = std::move(update.watchers);
    const auto first = std::find_if(handles.begin(), handles.end(),
                                    [this](chord::OperationHandle handle) { return m_watchers.contains(handle); });
    if (first == handles.end())
        return;
    if (m_deliveryBytes > deliveryBytesMax || m_deliveries.size() > deliveriesMax) {
        for (const chord::OperationHandle handle : handles) {
            if (const auto it = m_watchers.find(handle); it != m_watchers.end())
                fallBehind(*it->second);
        }
        return;
    }
    Delivery delivery;
    delivery.kind = update.kind;
    delivery.point = update.point;
    delivery.watchers = std::move(handles);
    delivery.bytes = streamText(m_watchers.at(*first)->key, std::move(update));
    m_deliveryBytes += delivery.bytes.size();
    m_deliveries.push_back(std::move(delivery));
    workSoon();
}

void Watchers::workSoon()
{
    if (!std::exchange(m_worksSoon, true))
        QMetaObject::invokeMethod(this, &Watchers::work, Qt::QueuedConnection);
}

void Watchers::work()
{
    m_worksSoon = false;
    removeEnded();
    deliverSome();
    if (!m_deliveries.empty())
        workSoon();
    else
        catchUp();
}

void Watchers::deliverSome()
{
    QElapsedTimer time;
    time.start();
    while (!m_deliveries.empty() && time.elapsed() < turnMs) {
        Delivery &delivery = m_deliveries.front();
        while (delivery.next < delivery.watchers.size() && time.elapsed() < turnMs) {
            const auto it = m_watchers.find(delivery.watchers[delivery.next++]);
            if (it != m_watchers.end())
                deliver(delivery, *it->second);
        }
        if (delivery.next < delivery.watchers.size())
            return;
        m_deliveryBytes -= delivery.bytes.size();
        m_deliveries.pop_front();
    }
}

void Watchers::deliver(const Delivery &delivery, Watcher &watcher)
{
    if (watcher.isBehind || !watcher.stream.isOpen())
        return;
    if (watcher.stream.unsentBytes() > unsentBytesMax) {
        fallBehind(watcher);
        return;
    }
    if (delivery.kind != Kind::Uncertain)
        watcher.told = delivery.point;
    ++m_counters.events;
    watcher.stream.write(delivery.bytes);
}

void Watchers::fallBehind(Watcher &watcher)
{
    if (std::exchange(watcher.isBehind, true))
        return;
    ++m_counters.skips;
    m_behind.insert(watcher.handle);
}

// Those that have read what they had been sent begin again with what they were told last.
void Watchers::catchUp()
{
    QElapsedTimer time;
    time.start();
    for (const chord::OperationHandle handle : std::vector<chord::OperationHandle>(m_behind.begin(), m_behind.end())) {
        if (time.elapsed() > turnMs) {
            workSoon();
            return;
        }
        const auto it = m_watchers.find(handle);
        Watcher &watcher = *it->second;
        if (!watcher.stream.isOpen() || watcher.stream.unsentBytes() > 0)
            continue;
        auto node = m_watchers.extract(it);
        m_behind.erase(handle);
        m_host.endWatch(handle);
        watcher.isBehind = false;
        // An event that it was not told came behind what it knows; without that it begins as if it knew another state.
        watcher.handle = m_host.watch(watcher.key, watcher.told.value_or(chord::WatchPoint()));
        if (watcher.handle == 0) {
            watcher.stream.write(endText(watcher.key));
            continue;
        }
        node.key() = watcher.handle;
        m_watchers.insert(std::move(node));
    }
}

void Watchers::removeEnded()
{
    for (const chord::OperationHandle handle : std::exchange(m_ended, {})) {
        m_watchers.erase(handle);
        m_behind.erase(handle);
        m_host.endWatch(handle);
    }
    if (m_watchers.empty())
        m_beats.stop();
}

// Comments, so that proxies and clients see that the node is there, and the node that the clients are.
void Watchers::beatSome()
{
    m_beatsDue += qint64(m_watchers.size()) * beatTickMs;
    auto it = m_watchers.upper_bound(m_beatenUpTo);
    for (; m_beatsDue >= beatPeriodMs; m_beatsDue -= beatPeriodMs) {
        if (it == m_watchers.end())
            it = m_watchers.begin();
        if (it->second->stream.unsentBytes() == 0)
            it->second->stream.write(":\n\n");
        m_beatenUpTo = it->first;
        ++it;
    }
}

} // namespace rest
