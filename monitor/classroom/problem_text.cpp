// SPDX-License-Identifier: GPL-3.0-or-later
//
// The classroom has no disks of older dates and no lists of nodes to join through: fewer problems than servers have.

#include "classroom/problem_text.h"

#include <QCoreApplication>

namespace monitor {

QString problemText(chord::MembershipProblem problem, const QString &peer)
{
    using Problem = chord::MembershipProblem;
    const auto text = [](const char *source) { return QCoreApplication::translate("monitor::ProblemText", source); };
    switch (problem) {
    case Problem::ContactSilent:
        return text(QT_TRANSLATE_NOOP("monitor::ProblemText", "%1 does not answer")).arg(peer);
    case Problem::ContactJoining:
        return text(QT_TRANSLATE_NOOP("monitor::ProblemText", "%1 is itself still joining")).arg(peer);
    case Problem::ContactLeaving:
        return text(QT_TRANSLATE_NOOP("monitor::ProblemText", "%1 is leaving the ring")).arg(peer);
    case Problem::ContactsGone:
        return text(QT_TRANSLATE_NOOP("monitor::ProblemText", "the nodes that it had joined by are gone"));
    case Problem::PlaceNotFound:
        return text(QT_TRANSLATE_NOOP("monitor::ProblemText", "the ring did not find its place"));
    case Problem::IdentifierTaken:
        return text(QT_TRANSLATE_NOOP("monitor::ProblemText", "%1 has this identifier already")).arg(peer);
    case Problem::NotTakenOver:
        return text(QT_TRANSLATE_NOOP("monitor::ProblemText", "other nodes have not taken over its ranges in time"));
    case Problem::None:
    case Problem::OnlyItself:
    case Problem::NoContactAnswers:
    case Problem::OlderCopy:
        break;
    }
    return text(QT_TRANSLATE_NOOP("monitor::ProblemText", "no node answers"));
}

} // namespace monitor
