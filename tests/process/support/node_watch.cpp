// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two chains of callbacks, since a walk around a broken ring takes seconds.

#include "support/node_watch.h"

#include <QTimer>

namespace support {

namespace {

constexpr int pauseMs = 100;

} // namespace

NodeWatch::NodeWatch(const net::HostPort &node)
    : m_ringClient(node.host, node.port)
    , m_readyClient(node.host, node.port)
{
    m_clock.start();
    askRing();
    askReady();
}

void NodeWatch::mark()
{
    m_markedMs = m_clock.elapsed();
    m_ringAnswers = 0;
    m_lastCompleteMs = m_lastReadyMs = -1;
    m_reason.clear();
}

void NodeWatch::askRing()
{
    m_ringClient.ring([this, sentMs = m_clock.elapsed()](client::Result<api::RingDocument> &&result) {
        if (sinceMark(sentMs) >= 0 && result) {
            ++m_ringAnswers;
            if (result.value->complete)
                m_lastCompleteMs = sinceMark(sentMs);
        }
        QTimer::singleShot(pauseMs, this, &NodeWatch::askRing);
    });
}

void NodeWatch::askReady()
{
    m_readyClient.fetch("/readyz", [this, sentMs = m_clock.elapsed()](client::Result<QByteArray> &&result) {
        if (sinceMark(sentMs) >= 0) {
            if (result)
                m_lastReadyMs = sinceMark(sentMs);
            m_reason = result ? QString() : result.failure.text;
        }
        QTimer::singleShot(pauseMs, this, &NodeWatch::askReady);
    });
}

} // namespace support
