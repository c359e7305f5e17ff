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

// Whoever records a greeting may try secrets on it for as long as he likes, so a short one is none.
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

QString NodeSecurity::load()
{
    for (const auto part : {&NodeSecurity::loadCertificate, &NodeSecurity::loadTokens, &NodeSecurity::loadRingSecret}) {
        if (const QString problem = (this->*part)(); !problem.isEmpty())
            return problem;
    }
    return {};
}

void NodeSecurity::reload()
{
    bool isWhole = true;
    for (const auto part : {&NodeSecurity::loadCertificate, &NodeSecurity::loadTokens}) {
        const QString problem = (this->*part)();
        isWhole = isWhole && problem.isEmpty();
        if (!problem.isEmpty())
            qCCritical(securityLog).noquote() << problem << "What was there before stays in use.";
    }
    if (isWhole)
        qCInfo(securityLog) << "certificate and tokens were read anew";
}

void NodeSecurity::allowHost(const net::HostPort &address)
{
    m_policy.allowHost(address.host.toLatin1());
}

QString NodeSecurity::loadCertificate()
{
    if (!m_settings.tls.areGiven())
        return {};
    QString problem;
    std::optional<TlsConfigurations> tls = loadTls(m_settings.tls, &problem);
    if (!tls)
        return u"TLS (--tls-cert, --tls-key, --tls-ca): %1"_s.arg(problem);
    m_tls = std::move(tls);
    return {};
}

QString NodeSecurity::loadTokens()
{
    if (m_settings.tokensFile.isEmpty())
        return {};
    QString problem;
    const std::optional<QByteArray> text = client::readSecretFile(m_settings.tokensFile, &problem);
    if (!text)
        return u"--tokens: %1"_s.arg(problem);
    std::optional<http::TokenTable> tokens = http::TokenTable::parse(*text, &problem);
    if (!tokens)
        return u"--tokens: in the file %1, %2"_s.arg(m_settings.tokensFile, problem);
    m_policy.setTokens(std::move(tokens));
    return {};
}

QString NodeSecurity::loadRingSecret()
{
    if (m_settings.ringSecretFile.isEmpty())
        return {};
    QString problem;
    const std::optional<QByteArray> text = client::readSecretFile(m_settings.ringSecretFile, &problem);
    if (!text)
        return u"--ring-secret-file: %1"_s.arg(problem);
    if (text->trimmed().size() < secretBytesMin)
        return u"--ring-secret-file: the secret in %1 is shorter than %2 characters; make one with: openssl rand -hex "
               "32"_s.arg(m_settings.ringSecretFile)
                   .arg(secretBytesMin);
    m_ringSecret = text->trimmed();
    return {};
}

} // namespace server
