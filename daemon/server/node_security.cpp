// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each kind of file in one function that changes nothing unless all of it is right, so that starting and reloading are
// the same.

#include "server/node_security.h"

#include "client/security_files.h"
#include "server/node_settings.h"

#include <QLoggingCategory>

namespace server {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(securityLog, "funnelkvs.security")

namespace {

// An attacker that records a greeting may try secrets on it without limit, so a short one is none.
constexpr qsizetype secretBytesMin = 16;

} // namespace

NodeSecurity::NodeSecurity(const NodeSettings &settings)
    : m_settings(settings)
{
    for (const QByteArray &host : settings.allowedHosts)
        m_policy.allowHost(host);
    for (const QByteArray &origin : settings.corsOrigins)
        m_policy.allowOrigin(origin);
}

std::optional<NodeError> NodeSecurity::load()
{
    for (const auto part : {&NodeSecurity::loadCertificate, &NodeSecurity::loadTokens, &NodeSecurity::loadRingSecret}) {
        if (std::optional<NodeError> error = (this->*part)())
            return error;
    }
    return std::nullopt;
}

void NodeSecurity::reload()
{
    bool isWhole = true;
    for (const auto part : {&NodeSecurity::loadCertificate, &NodeSecurity::loadTokens}) {
        const std::optional<NodeError> error = (this->*part)();
        isWhole = isWhole && !error;
        if (error)
            qCCritical(securityLog).noquote() << (error->kind == NodeError::Kind::BadTokens ? "tokens:" : "TLS:")
                                              << error->detail << "What was there before stays in use.";
    }
    if (isWhole)
        qCInfo(securityLog) << "certificate and tokens were read again";
}

void NodeSecurity::allowHost(const net::HostPort &address)
{
    m_policy.allowHost(address.host.toLatin1());
}

std::optional<NodeError> NodeSecurity::loadCertificate()
{
    if (!m_settings.tls.areGiven())
        return std::nullopt;
    QString problem;
    std::optional<TlsConfigurations> tls = loadTls(m_settings.tls, &problem);
    if (!tls)
        return NodeError{NodeError::Kind::BadCertificate, {}, problem};
    m_tls = std::move(tls);
    return std::nullopt;
}

std::optional<NodeError> NodeSecurity::loadTokens()
{
    if (m_settings.tokensFile.isEmpty())
        return std::nullopt;
    QString problem;
    const std::optional<QByteArray> text = client::readSecretFile(m_settings.tokensFile, &problem);
    if (!text)
        return NodeError{NodeError::Kind::BadTokens, {}, problem};
    std::optional<http::TokenTable> tokens = http::TokenTable::parse(*text, &problem);
    if (!tokens)
        return NodeError{NodeError::Kind::BadTokens, {}, u"in the file %1, %2"_s.arg(m_settings.tokensFile, problem)};
    m_policy.setTokens(std::move(tokens));
    return std::nullopt;
}

std::optional<NodeError> NodeSecurity::loadRingSecret()
{
    if (m_settings.ringSecretFile.isEmpty())
        return std::nullopt;
    QString problem;
    const std::optional<QByteArray> text = client::readSecretFile(m_settings.ringSecretFile, &problem);
    if (!text)
        return NodeError{NodeError::Kind::BadRingSecret, {}, problem};
    if (text->trimmed().size() < secretBytesMin)
        return NodeError{NodeError::Kind::BadRingSecret,
                         {},
                         u"the secret in %1 is shorter than %2 characters; make one with: openssl rand -hex 32"_s
                             .arg(m_settings.ringSecretFile)
                             .arg(secretBytesMin)};
    m_ringSecret = text->trimmed();
    return std::nullopt;
}

} // namespace server
