// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is the ring well? One word for an operator, the numbers behind it, and the list of what is wrong.
#pragma once

#include "model/ring_snapshot.h"

namespace monitor {

struct RingIssue {
    enum class Kind : quint8 {
        SilentNode, // it is dead, or does not answer
        WrongPointer,
        NoLeader, // a range that elects one or recovers
        UnderReplicated, // a range of which fewer voters answer than there should be
        Surplus, // a range with more voters than there should be
        NoQuorum, // a range
        Lost, // a range of which no voter answers
    };
    Kind kind = Kind::SilentNode;
    std::optional<Peer> node; // that it is about, or that leads the range
    QString text; // a sentence
};
inline constexpr int issueKinds = 7;

struct RingHealth {
    enum class State : quint8 {
        Unknown, // nothing has been seen yet
        Whole,
        Degraded, // every key can be read and written, or soon can be, but something is missing
        NoQuorum, // some keys can be neither read nor written
        Unreachable, // no node answers
    };

    static RingHealth of(const RingSnapshot &ring);

    State state = State::Unknown;
    int liveNodes = 0;
    int allNodes = 0;
    int issues[issueKinds] = {}; // how many of each kind

    int count(RingIssue::Kind kind) const { return issues[size_t(kind)]; }
    friend bool operator==(const RingHealth &, const RingHealth &) = default;
};

std::vector<RingIssue> issuesOf(const RingSnapshot &ring);

QString healthText(RingHealth::State state); // "whole"
QString issueKindText(RingIssue::Kind kind); // "ranges without a quorum"

} // namespace monitor
