// SPDX-License-Identifier: GPL-3.0-or-later
//
// The keys of the whole ring, asked for page by page as they are needed.
#pragma once

#include "client/node_client.h"
#include "net/host_port.h"

namespace cli {

class RingKeys {
public:
    RingKeys(const net::HostPort &node, const QByteArray &prefix);

    // Waits for the next page of at most keysMax keys, up to 1,000; it may have fewer, or none. Nothing if there are no
    // more, or if asking failed.
    std::optional<std::vector<api::RingKey>> next(int keysMax);
    // Why asking failed.
    const std::optional<client::Failure> &failure() const { return m_failure; }

private:
    client::NodeClient m_client;
    const QByteArray m_prefix;
    QByteArray m_after;
    bool m_hasMore = true;
    std::optional<client::Failure> m_failure;
};

} // namespace cli
