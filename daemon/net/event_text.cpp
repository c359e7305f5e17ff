// SPDX-License-Identifier: GPL-3.0-or-later
//
// One sentence for each kind of event.

#include "net/event_text.h"

#include "chord/id.h"

namespace net {

using namespace Qt::StringLiterals;

using EventKind = chord::Event::Kind;

QString eventText(const chord::Event &event, const chord::IdSpace &space)
{
    const QString peer = QString::fromLatin1(event.node.address);
    const QString text = QString::fromUtf8(event.text);
    switch (event.kind) {
    case EventKind::Joined:
        return u"Joined the ring; the successor is %1."_s.arg(peer);
    case EventKind::JoinFailed:
        return u"Could not join: %1"_s.arg(problemText(event, space));
    case EventKind::PredecessorChanged:
        return u"The predecessor is now %1."_s.arg(peer);
    case EventKind::SuccessorChanged:
        return u"The successor is now %1."_s.arg(peer);
    case EventKind::PeerDead:
        return u"%1 is dead."_s.arg(peer);
    case EventKind::RangeAcquired:
        return u"Leads a range: %1"_s.arg(text);
    case EventKind::RangeLost:
        return peer.isEmpty() ? u"Does not lead a range any more: %1"_s.arg(text)
                              : u"Does not lead a range any more; the leader is %1: %2"_s.arg(peer, text);
    case EventKind::VotersChanged:
        return u"The voters of a range have changed: %1"_s.arg(text);
    case EventKind::QuorumLost:
        return u"A range has lost its quorum and cannot be served; start its voters again, or see funnelkvs "
               "recover-range --help: %1"_s.arg(text);
    case EventKind::QuorumRegained:
        return u"A range has its quorum again: %1"_s.arg(text);
    case EventKind::DataLost:
        return u"A range was recovered without a majority of its voters; acknowledged writes may be lost: %1"_s.arg(
            text);
    case EventKind::Left:
        return u"Has left the ring."_s;
    case EventKind::LeaveFailed:
        return u"Could not leave: %1"_s.arg(problemText(event, space));
    case EventKind::InvariantBroken:
        return u"The ring's invariant is broken: %1"_s.arg(text);
    }
    return text;
}

bool isWarning(chord::Event::Kind kind)
{
    switch (kind) {
    case EventKind::JoinFailed:
    case EventKind::LeaveFailed:
    case EventKind::InvariantBroken:
    case EventKind::QuorumLost:
    case EventKind::DataLost:
        return true;
    default:
        return false;
    }
}

QString problemText(const chord::Event &event, const chord::IdSpace &space)
{
    using Problem = chord::MembershipProblem;
    const QString peer = QString::fromLatin1(event.node.address);
    switch (event.problem) {
    case Problem::OnlyItself:
        return u"the only node to join through is this node itself; name another one, or found a ring"_s;
    case Problem::NoContactAnswers:
        return u"no node to join through has answered"_s;
    case Problem::ContactSilent:
        return u"no answer from %1: is a node running there, and can it be reached?"_s.arg(peer);
    case Problem::ContactJoining:
        return u"%1 is itself still joining"_s.arg(peer);
    case Problem::ContactLeaving:
        return u"%1 is leaving the ring"_s.arg(peer);
    case Problem::ContactsGone:
        return u"the nodes that it had joined by are gone"_s;
    case Problem::PlaceNotFound:
        return u"the ring did not find this node's place: it is still forming, or nodes have just failed"_s;
    case Problem::IdentifierTaken:
        return u"the identifier %1 is taken by the node at %2; give this node another one, or another address"_s.arg(
            QString::fromLatin1(space.toHex(event.node.id)), peer);
    case Problem::OlderCopy:
        return u"its data directory is an older copy: other nodes know of later commits of this node. It must not vote "
               "with it. Move the directory away, and start the node again: it joins as a new one"_s;
    case Problem::NotTakenOver:
        return u"other nodes have not taken over this node's ranges in time"_s;
    case Problem::None:
        break;
    }
    return {};
}

} // namespace net
