// SPDX-License-Identifier: GPL-3.0-or-later
//
// The daemons of one test, as a ring. When the test has failed, it prints what they logged.
#pragma once

#include "cli/chain.h"
#include "support/daemon.h"

#include <QList>

#include <memory>
#include <vector>

namespace support {

class Ring {
public:
    // words: further options for every node.
    explicit Ring(const QStringList &words = {});
    ~Ring();
    Q_DISABLE_COPY_MOVE(Ring)

    // Starts this many nodes, all at once but the first, and waits for the whole chain.
    bool start(int count);
    // Starts one more, which joins through a node that runs (or the one given). Does not wait.
    Daemon &add(const QStringList &words = {}, const Daemon *contact = nullptr);

    Daemon &node(int index) { return *m_daemons[size_t(index)]; }
    // Those that were ready and whose process runs.
    QList<net::HostPort> addresses() const;
    Daemon &firstRunning();

    // Until the chain from a running node is whole and has this many links.
    bool waitUntilWhole(int count, int timeoutMs = 30'000);
    // What was found last by waitUntilWhole.
    QString lastProblems() const;
    // Until each owned key has a copy on this many nodes (or more, while what has become too many is not yet dropped).
    bool waitUntilReplicated(int copies, int timeoutMs = 30'000);

    QByteArray logs() const;

private:
    const QStringList m_words;
    std::vector<std::unique_ptr<Daemon>> m_daemons;
    cli::Chain m_chain;
};

} // namespace support
