// SPDX-License-Identifier: GPL-3.0-or-later
//
// The command line's own walk along the chain decides whether it is whole; tests/cli shows that it can say no.

#include "support/ring.h"

#include <QDeadlineTimer>
#include <QStringList>
#include <QTest>

#include <cstdio>

namespace support {

using namespace Qt::StringLiterals;

namespace {

constexpr int walkTimeoutMs = 3000;
constexpr qsizetype logBytesShown = 12'000;

} // namespace

Ring::Ring(const QStringList &words)
    : m_words(words)
{
}

Ring::~Ring()
{
    if (QTest::currentTestFailed()) {
        const QByteArray text = logs();
        std::fwrite(text.constData(), 1, size_t(text.size()), stderr);
    }
}

bool Ring::start(int count)
{
    if (!add().waitUntilReady())
        return false;
    for (int i = 1; i < count; ++i)
        add();
    for (int i = 0; i < count; ++i) {
        if (!node(i).waitUntilReady())
            return false;
    }
    return waitUntilWhole(count);
}

Daemon &Ring::add(const QStringList &words, const Daemon *contact)
{
    QStringList all = m_words + words;
    if (!m_daemons.empty())
        all += {u"--join"_s, (contact ? *contact : firstRunning()).addressText()};
    m_daemons.push_back(std::make_unique<Daemon>(all));
    return *m_daemons.back();
}

QList<net::HostPort> Ring::addresses() const
{
    QList<net::HostPort> addresses;
    for (const auto &daemon : m_daemons) {
        if (daemon->isRunning() && daemon->address().port != 0)
            addresses.append(daemon->address());
    }
    return addresses;
}

Daemon &Ring::firstRunning()
{
    for (const auto &daemon : m_daemons) {
        if (daemon->isRunning() && daemon->address().port != 0)
            return *daemon;
    }
    qFatal("no node of this test's ring runs any more");
}

bool Ring::waitUntilWhole(int count, int timeoutMs)
{
    return waitFor(
        [this, count] {
            m_chain = cli::walkChain(firstRunning().address(), walkTimeoutMs);
            return m_chain.isWhole() && m_chain.links.size() == size_t(count);
        },
        timeoutMs);
}

QString Ring::lastProblems() const
{
    QStringList lines{u"the chain had %1 nodes"_s.arg(m_chain.links.size())};
    for (const QString &problem : m_chain.problems)
        lines.append(problem);
    return lines.join(u'\n');
}

bool Ring::waitUntilReplicated(int copies, int timeoutMs)
{
    return waitFor(
        [this, copies] {
            m_chain = cli::walkChain(firstRunning().address(), walkTimeoutMs);
            quint64 primary = 0;
            quint64 replica = 0;
            for (const cli::ChainLink &link : m_chain.links) {
                primary += link.node.keys.primary;
                replica += link.node.keys.replica;
            }
            return m_chain.isWhole() && primary > 0 && replica >= primary * quint64(copies - 1);
        },
        timeoutMs);
}

QByteArray Ring::logs() const
{
    QByteArray text;
    for (const auto &daemon : m_daemons) {
        text += "\n--- " + daemon->addressText().toUtf8() + (daemon->isRunning() ? " (running)\n" : " (ended)\n");
        text += daemon->log().right(logBytesShown);
    }
    return text + '\n';
}

} // namespace support
