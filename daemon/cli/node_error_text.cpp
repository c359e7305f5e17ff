// SPDX-License-Identifier: GPL-3.0-or-later
//
// One sentence or two for each kind of error.

#include "cli/node_error_text.h"

namespace cli {

using namespace Qt::StringLiterals;

QString nodeErrorText(const server::NodeError &error)
{
    using Kind = server::NodeError::Kind;
    switch (error.kind) {
    case Kind::BadCertificate:
        return u"TLS (--tls-cert, --tls-key, --tls-ca): %1"_s.arg(error.detail);
    case Kind::BadTokens:
        return u"--tokens: %1"_s.arg(error.detail);
    case Kind::BadRingSecret:
        return u"--ring-secret-file: %1"_s.arg(error.detail);
    case Kind::NameNotResolved:
        return u"cannot listen at %1: the name %2 does not resolve. Check --listen."_s.arg(error.subject, error.detail);
    case Kind::AddressInUse:
        return u"cannot listen at %1: %2. Another program has the port: stop it, or choose another with --listen "
               "HOST:PORT (port 0: any free one)."_s.arg(error.subject, error.detail);
    case Kind::CannotListen:
        return u"cannot listen at %1: %2. Choose an address of this machine with --listen HOST:PORT, and a port above "
               "1023 unless root."_s.arg(error.subject, error.detail);
    case Kind::OpenWithoutSecret:
        return u"--listen %1 lets other machines in, and there is no ring secret: whoever reaches the port could join "
               "the ring and read, change and delete everything. Make a secret with 'openssl rand -hex 32 > FILE; "
               "chmod "
               "600 FILE' and start all nodes with --ring-secret-file FILE; or say --insecure if nobody else can reach "
               "the port."_s.arg(error.subject);
    case Kind::JoinsItself:
        return u"--join names this node itself (%1). Name another node of the ring, or leave --join out to start a "
               "ring."_s.arg(error.subject);
    case Kind::CannotJoin:
        return u"cannot join the ring: %1"_s.arg(error.detail);
    case Kind::LeftIncompletely:
        return u"left without handing everything over: %1. The other replicas still have the data."_s.arg(error.detail);
    }
    Q_UNREACHABLE();
}

} // namespace cli
