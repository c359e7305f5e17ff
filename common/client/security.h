// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a client comes in: over TLS or not, whose certificates it trusts, and the token it shows.
#pragma once

#include <QByteArray>
#include <QList>
#include <QSslCertificate>

namespace client {

struct Security {
    bool usesTls = false;
    QList<QSslCertificate> authorities; // that may have signed a node's certificate; empty: those the system trusts
    bool verifiesNode = true; // over TLS: by its certificate; a token is sent to no node that is not verified
    QByteArray token; // empty: none is sent
};

// What connections made from now on begin with: a program talks to one ring, which lets it in in one way.
const Security &defaultSecurity();
void setDefaultSecurity(const Security &security);

} // namespace client
