// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is checked: that the files are PEM, that the certificate is valid today, and that the key is the certificate's.

#include "server/tls_files.h"

#include "client/security_files.h"
#include "server/node_settings.h"

#include <QDateTime>
#include <QFile>
#include <QSslKey>
#include <QSslSocket>

namespace server {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 keyBytesMax = 1024 * 1024;

std::optional<QSslKey> loadKey(const QString &name, QString *problem)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) {
        *problem = u"cannot read the file %1: %2."_s.arg(name, file.errorString());
        return std::nullopt;
    }
    const QByteArray content = file.read(keyBytesMax);
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        const QSslKey key(content, algorithm, QSsl::Pem, QSsl::PrivateKey);
        if (!key.isNull())
            return key;
    }
    *problem =
        u"the file %1 holds no private key of a kind known here (RSA or EC, PEM, without a passphrase)."_s.arg(name);
    return std::nullopt;
}

// Private keys of both kinds hold the public one: the last bytes of the latter (of RSA, modulus and exponent; of EC,
// the point) stand in the former as they are.
bool isKeyOf(const QSslKey &key, const QSslCertificate &certificate)
{
    constexpr qsizetype bytesToCompare = 48;
    const QByteArray publicKey = certificate.publicKey().toDer();
    return key.algorithm() == certificate.publicKey().algorithm() && publicKey.size() > bytesToCompare
        && key.toDer().contains(publicKey.last(bytesToCompare));
}

} // namespace

std::optional<TlsConfigurations> loadTls(const TlsFiles &files, QString *problem)
{
    if (!QSslSocket::supportsSsl()) {
        *problem = u"this installation of Qt has no TLS backend; install Qt's OpenSSL plugin."_s;
        return std::nullopt;
    }
    const QList<QSslCertificate> chain = client::loadCertificates(files.certificate, problem);
    if (chain.isEmpty())
        return std::nullopt;
    if (chain.first().expiryDate() < QDateTime::currentDateTime()) {
        *problem = u"the certificate in %1 has expired (%2)."_s.arg(files.certificate,
                                                                    chain.first().expiryDate().toString(Qt::ISODate));
        return std::nullopt;
    }
    const std::optional<QSslKey> key = loadKey(files.key, problem);
    if (!key)
        return std::nullopt;
    if (!isKeyOf(*key, chain.first())) {
        *problem = u"the key in %1 does not belong to the certificate in %2."_s.arg(files.key, files.certificate);
        return std::nullopt;
    }

    TlsConfigurations tls{QSslConfiguration::defaultConfiguration(), QSslConfiguration::defaultConfiguration()};
    tls.serving.setLocalCertificateChain(chain);
    tls.serving.setPrivateKey(*key);
    tls.serving.setPeerVerifyMode(QSslSocket::VerifyNone); // clients show who they are by tokens and the ring secret
    tls.dialling.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!files.authorities.isEmpty()) {
        const QList<QSslCertificate> authorities = client::loadCertificates(files.authorities, problem);
        if (authorities.isEmpty())
            return std::nullopt;
        tls.dialling.setCaCertificates(authorities);
    }
    return tls;
}

} // namespace server
