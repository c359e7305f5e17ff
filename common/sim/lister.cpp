// SPDX-License-Identifier: GPL-3.0-or-later
//
// A page that is not answered is asked for again, elsewhere: the place is all that a walk needs.

#include "sim/lister.h"

#include "sim/cluster.h"
#include "sim/workload.h"

namespace sim {

namespace {

constexpr int pageKeysMax = 7; // so that a range takes several pages
constexpr Time pauseUs = 30'000;

} // namespace

Lister::Lister(Cluster &cluster, History &history, quint64 seed)
    : m_cluster(cluster)
    , m_history(history)
    , m_random(seed)
{
}

void Lister::start(int listers)
{
    m_running = true;
    for (int i = 0; i < listers; ++i)
        pause([this] { begin(); });
}

void Lister::pause(std::function<void()> then)
{
    m_cluster.at(m_cluster.now() + Delay::exponential(pauseUs).draw(m_random), std::move(then));
}

void Lister::begin()
{
    if (!m_running)
        return;
    const auto walk = std::make_shared<Walk>();
    walk->begin = m_history.tick();
    ask(walk);
}

void Lister::ask(const std::shared_ptr<Walk> &walk)
{
    if (!m_running)
        return;
    const std::vector<int> hosts = m_cluster.hostsUp();
    if (hosts.empty()) {
        pause([this, walk] { ask(walk); });
        return;
    }
    ++m_underWay;
    m_cluster.call(
        hosts[m_random.below(hosts.size())],
        [walk](chord::Node &node, Time now) {
            return node.beginList(walk->from, walk->after, keyPrefix, pageKeysMax, now);
        },
        [this, walk](const chord::OperationResult *result) {
            --m_underWay;
            take(walk, result);
        });
}

void Lister::take(const std::shared_ptr<Walk> &walk, const chord::OperationResult *result)
{
    const auto *page = result ? std::get_if<chord::ListResult>(&result->outcome) : nullptr;
    if (!page || page->status != chord::OperationStatus::Ok) {
        pause([this, walk] { ask(walk); });
        return;
    }
    for (const chord::ListedKey &listed : page->listed.keys)
        ++walk->told[keyNumber(listed.key)];
    walk->from = page->listed.from;
    walk->after = page->listed.after;
    if (!page->listed.complete) {
        ask(walk);
        return;
    }
    ++m_completed;
    m_history.addListing({walk->begin, m_history.tick(), std::move(walk->told)});
    pause([this] { begin(); });
}

} // namespace sim
