// SPDX-License-Identifier: GPL-3.0-or-later
//
// A page that is not the last names the place where the next begins.

#include "cli/ring_keys.h"

#include "cli/target.h"

namespace cli {

namespace {

// A node that finds a range without a leader asks all nodes why, and waits for those that are gone.
constexpr int pageTimeoutMs = 30'000;

} // namespace

RingKeys::RingKeys(const net::HostPort &node, const QByteArray &prefix)
    : m_client(node.host, node.port)
    , m_prefix(prefix)
{
    m_client.setTimeoutMs(pageTimeoutMs);
}

std::optional<std::vector<api::RingKey>> RingKeys::next(int keysMax)
{
    if (!m_hasMore)
        return std::nullopt;
    auto page = await<api::RingKeysPage>([&](auto done) { m_client.ringKeys(m_prefix, keysMax, m_after, done); });
    if (!page) {
        m_failure = page.failure;
        m_hasMore = false;
        return std::nullopt;
    }
    m_after = page.value->next;
    m_hasMore = !m_after.isEmpty();
    return std::move(page.value->keys);
}

} // namespace cli
