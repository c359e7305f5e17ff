// SPDX-License-Identifier: GPL-3.0-or-later
//
// Permissions and owner are those of the opened file, so that it cannot be exchanged in between. Windows has no such
// bits.

#include "client/security_files.h"

#include "files/text_encoding.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

#ifndef Q_OS_WIN
#include <sys/stat.h>
#endif

namespace client {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 fileBytesMax = 1024 * 1024;

bool open(QFile &file, QString *problem)
{
    const bool isFolder = QFileInfo(file.fileName()).isDir();
    if (!isFolder && file.open(QIODevice::ReadOnly))
        return true;
    *problem =
        u"cannot read the file %1: %2."_s.arg(file.fileName(), isFolder ? u"it is a folder"_s : file.errorString());
    return false;
}

QString orEnvironment(const QString &name, const char *variable)
{
    return name.isEmpty() ? qEnvironmentVariable(variable) : name;
}

// A token as it may stand in a header field; null, and problem says why, if there is none where one should be.
std::optional<QByteArray> tokenFrom(const QString &file, QString *problem)
{
    QByteArray token = qgetenv("FUNNELKVS_TOKEN").trimmed();
    if (!file.isEmpty()) {
        const std::optional<QByteArray> content = readSecretFile(file, problem);
        if (!content) {
            problem->prepend("--token-file: "_L1);
            return std::nullopt;
        }
        token = content->trimmed();
        if (token.isEmpty()) {
            *problem = u"--token-file: the file %1 is empty."_s.arg(file);
            return std::nullopt;
        }
    }
    if (std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7f; }))
        return token;
    *problem = u"The token holds spaces or other characters that no token has; the file or FUNNELKVS_TOKEN must hold "
               "the token alone."_s;
    return std::nullopt;
}

} // namespace

bool mayHoldSecret(uint owner, QFileDevice::Permissions permissions)
{
    constexpr QFileDevice::Permissions others =
        QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    constexpr uint root = 0;
    return !(permissions & others) && (owner == root || !(permissions & QFileDevice::ReadGroup));
}

std::optional<QByteArray> readSecretFile(const QString &name, QString *problem)
{
    QFile file(name);
    if (!open(file, problem))
        return std::nullopt;
#ifndef Q_OS_WIN
    struct stat status = {};
    if (fstat(file.handle(), &status) != 0 || !mayHoldSecret(status.st_uid, file.permissions())) {
        *problem = u"others may read or write the file %1, and it holds a secret; run: chmod 600 %1 (a secret that a "
                   "service manager mounts: set its mode to 0400, or to 0440 if it belongs to root)"_s.arg(name);
        return std::nullopt;
    }
#endif
    const QByteArray content = file.read(fileBytesMax + 1);
    if (content.size() > fileBytesMax)
        *problem = u"the file %1 is longer than %2 bytes."_s.arg(name).arg(fileBytesMax);
    else if (const QString encoding = files::encodingProblem(content); !encoding.isEmpty())
        *problem = u"the file %1 cannot be used: %2."_s.arg(name, encoding);
    else
        return files::withoutByteOrderMark(content).toByteArray();
    return std::nullopt;
}

QList<QSslCertificate> loadCertificates(const QString &name, QString *problem)
{
    QFile file(name);
    if (!open(file, problem))
        return {};
    QList<QSslCertificate> certificates = QSslCertificate::fromData(file.read(fileBytesMax), QSsl::Pem);
    certificates.removeIf([](const QSslCertificate &certificate) { return certificate.isNull(); });
    if (certificates.isEmpty())
        *problem = u"the file %1 holds no certificate (PEM)."_s.arg(name);
    return certificates;
}

std::optional<Security> securityFrom(bool usesTls, const QString &caFile, const QString &tokenFile, QString *problem)
{
    Security security;
    security.usesTls = usesTls;
    if (const QString file = orEnvironment(caFile, "FUNNELKVS_CA"); usesTls && !file.isEmpty()) {
        security.authorities = loadCertificates(file, problem);
        if (security.authorities.isEmpty()) {
            problem->prepend("--ca: "_L1);
            return std::nullopt;
        }
    }
    const auto token = tokenFrom(orEnvironment(tokenFile, "FUNNELKVS_TOKEN_FILE"), problem);
    if (!token)
        return std::nullopt;
    security.token = *token;
    return security;
}

} // namespace client
