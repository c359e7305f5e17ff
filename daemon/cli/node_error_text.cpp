// SPDX-License-Identifier: GPL-3.0-or-later
//
// One sentence or two for each kind of error.

#include "cli/node_error_text.h"

#include <QStringList>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

// What the refused node's user can do; empty where the reason says it, or nothing helps.
QString adviceFor(wire::Refusal::Reason reason)
{
    using Reason = wire::Refusal::Reason;
    switch (reason) {
    case Reason::RingName:
        return u"Set --ring-name to the same value on all nodes of a ring."_s;
    case Reason::IdBits:
        return u"Set --id-bits to the same value on all nodes of a ring."_s;
    case Reason::Replicas:
        return u"Set --replicas to the same value on all nodes of a ring."_s;
    case Reason::DuplicateId:
        return u"Start this node with another --id, or without one."_s;
    case Reason::DuplicateAddress:
        return u"Start this node with its own --advertise."_s;
    case Reason::Secret:
        return u"Start all nodes of a ring with the same --ring-secret-file."_s;
    case Reason::Unreachable:
        return u"Correct --advertise or --listen, or open the way to this node."_s;
    case Reason::Other:
    case Reason::ProtocolVersion:
    case Reason::Self:
    case Reason::Malformed:
        return {};
    }
    Q_UNREACHABLE();
}

} // namespace

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
        return u"--listen %1 lets other machines in, and there is no ring secret: any program that reaches the port "
               "could join the ring and read, change and delete everything. Make a secret with 'openssl rand -hex "
               "32 > FILE; chmod 600 FILE' and start all nodes with --ring-secret-file FILE; or say --insecure if "
               "nobody else can reach the port."_s.arg(error.subject);
    case Kind::BadDirectory:
        return u"--data-dir: %1."_s.arg(error.detail.endsWith(u'.') ? error.detail.chopped(1) : error.detail);
    case Kind::DirectoryOfAnother:
        return u"--data-dir: %1 belongs to the node at %2. A copy of a node's directory must not be used by another "
               u"node, "
               "since the two would vote as one. Start with --advertise %2 (and its --id) if this is that node, or "
               "with an "
               "empty directory."_s.arg(error.detail, error.subject);
    case Kind::JoinsItself:
        return u"--join names this node itself (%1). Name another node of the ring, or leave --join out to start a "
               "ring."_s.arg(error.subject);
    case Kind::CannotJoin: {
        QStringList lines{u"cannot join the ring: %1"_s.arg(error.detail)};
        for (const wire::Refusal::Reason reason : error.refusals)
            lines.append(adviceFor(reason));
        lines.removeAll(QString());
        return lines.join(error.detail.contains(u'\n') ? u"\n  "_s : u" "_s);
    }
    case Kind::LeftIncompletely:
        return u"left without handing everything over: %1. The other replicas still have the data."_s.arg(error.detail);
    }
    Q_UNREACHABLE();
}

} // namespace cli
