// SPDX-License-Identifier: GPL-3.0-or-later
//
// Clients that watch keys, each with an answer that goes on (text/event-stream). The core tells a change of a key once
// for all its watchers; here it is written to each, a few hundred in a turn of the event loop, so that ten thousand
// watchers delay nobody else.
//
// A watcher costs a bounded amount of memory: while more than unsentBytesMax wait for it, it is told nothing; once it
// has read that, it is told the state that is there then, and that changes were skipped. So are all watchers of a key
// that changes faster than they can be told.
#pragma once

#include "chord/results.h"
#include "http/http_stream.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace net {
class NodeHost;
}

namespace rest {

class Watchers final : public QObject {
    Q_OBJECT

public:
    struct Counters {
        quint64 events = 0; // written, to each watcher
        quint64 skips = 0; // times that a watcher was too slow
    };

    // host outlives it.
    explicit Watchers(net::NodeHost &host);
    ~Watchers() override;

    // Answers now and from now on. known: what the client was told last.
    void begin(const QByteArray &key, const std::optional<chord::WatchPoint> &known, http::HttpReply reply);

    size_t count() const { return m_watchers.size(); }
    const Counters &counters() const { return m_counters; }

private:
    class Watcher;
    // An event on its way to many.
    struct Delivery {
        QByteArray bytes;
        chord::WatchUpdate::Kind kind;
        chord::WatchPoint point;
        std::vector<chord::OperationHandle> watchers;
        size_t next = 0;
    };

    void onUpdate(chord::WatchUpdate &&update);
    void workSoon();
    void work();
    void deliverSome();
    void deliver(const Delivery &delivery, Watcher &watcher);
    void fallBehind(Watcher &watcher);
    void catchUp();
    void removeEnded();
    void beatSome();

    net::NodeHost &m_host;
    std::map<chord::OperationHandle, std::unique_ptr<Watcher>> m_watchers;
    std::deque<Delivery> m_deliveries;
    qint64 m_deliveryBytes = 0;
    std::set<chord::OperationHandle> m_behind;
    std::vector<chord::OperationHandle> m_ended;
    bool m_worksSoon = false;
    QTimer m_beats;
    qint64 m_beatsDue = 0; // in parts of a beat: as many as a period has milliseconds
    chord::OperationHandle m_beatenUpTo = 0;
    Counters m_counters;
};

} // namespace rest
