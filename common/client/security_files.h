// SPDX-License-Identifier: GPL-3.0-or-later
//
// Files that say how a client comes in, for the command line and the monitor alike. Secrets come from files and never
// from the command line, which every user of the machine can read; for the same reason a file that others may read is
// refused.
#pragma once

#include "client/security.h"

#include <QFileDevice>
#include <QString>

#include <optional>

namespace client {

// The file's bytes, without a byte order mark. Nothing, and problem says in a sentence what is wrong and what to do, if
// it cannot be read, is longer than 1 MiB, or mayHoldSecret() says no.
std::optional<QByteArray> readSecretFile(const QString &name, QString *problem);

// Is a file with these permissions private enough? Only its owner may read and write it; one that belongs to root (user
// 0) its group may read as well. That is how service managers hand secrets over: as root's, readable by the program by
// means of a group (Kubernetes with fsGroup) or of an access control list, whose mask shows as the group's permissions
// (systemd's LoadCredential= with DynamicUser=). PostgreSQL and others have the same rule.
bool mayHoldSecret(uint owner, QFileDevice::Permissions permissions);

// The certificates of a PEM file, at least one. Empty, and problem likewise, if there is none.
QList<QSslCertificate> loadCertificates(const QString &name, QString *problem);

// With the authorities in caFile and the token in tokenFile, or else (where a name is empty) what the environment says
// in FUNNELKVS_CA, FUNNELKVS_TOKEN_FILE and FUNNELKVS_TOKEN. The file of authorities is only read for TLS. Nothing, and
// problem says what is wrong, with the option's name (--ca, --token-file) before it.
std::optional<Security> securityFrom(bool usesTls, const QString &caFile, const QString &tokenFile, QString *problem);

} // namespace client
