// SPDX-License-Identifier: GPL-3.0-or-later
//
// The certificate is not verified: that there is one is sufficient.

#include "live/address_probe.h"

#include "live/node_connection.h"

namespace monitor {

using Cause = client::HttpResponse::Cause;

namespace {

constexpr int answerTimeoutMs = 4000; // a node that takes 500 ms is slow, not wrong
constexpr int tlsTimeoutMs = 2000;

} // namespace

void AddressProbe::ask(const QString &host, quint16 port)
{
    m_client.reset(makeNodeClient(host, port, m_security));
    m_client->setTimeoutMs(answerTimeoutMs);
    m_client->node([this, host, port](client::Result<api::NodeDocument> &&result) {
        if (result) {
            Q_EMIT isNode(*result.value);
            return;
        }
        m_failure = result.failure;
        const bool isNoise = m_failure.cause == Cause::ClosedEarly || m_failure.cause == Cause::NotHttp;
        if (isNoise && !m_security.usesTls && QSslSocket::supportsSsl())
            askForTls(host, port);
        else
            Q_EMIT isNone(m_failure, false);
    });
}

void AddressProbe::askForTls(const QString &host, quint16 port)
{
    m_tls = std::make_unique<QSslSocket>();
    m_tls->setPeerVerifyMode(QSslSocket::VerifyNone);
    connect(m_tls.get(), &QSslSocket::encrypted, this, [this] { endWith(true); });
    connect(m_tls.get(), &QSslSocket::errorOccurred, this, [this] { endWith(false); });
    connect(&m_timer, &QTimer::timeout, this, [this] { endWith(false); });
    m_timer.setSingleShot(true);
    m_timer.start(tlsTimeoutMs);
    m_tls->connectToHostEncrypted(host, port);
}

void AddressProbe::endWith(bool speaksTls)
{
    if (m_hasEnded)
        return;
    m_hasEnded = true;
    m_timer.stop();
    Q_EMIT isNone(m_failure, speaksTls);
}

} // namespace monitor
