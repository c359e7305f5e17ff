// SPDX-License-Identifier: GPL-3.0-or-later
//
// Certificates and keys from files, checked as far as that goes without a connection, so that a mistake is an error at
// the start (or when they are read again) and not a handshake that fails for everybody.
#pragma once

#include <QSslConfiguration>

#include <optional>

namespace server {

struct TlsFiles;

struct TlsConfigurations {
    QSslConfiguration serving;
    QSslConfiguration dialling; // verifies whom it reaches
};

// Nothing, and problem says in a sentence what is wrong with which file, if one cannot be used.
std::optional<TlsConfigurations> loadTls(const TlsFiles &files, QString *problem);

} // namespace server
