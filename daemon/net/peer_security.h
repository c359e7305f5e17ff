// SPDX-License-Identifier: GPL-3.0-or-later
//
// How this node and its peers make sure of each other: the ring's secret, proved in the greeting (common/wire/hello.h),
// and TLS, by which the one that dials makes sure of the name it has dialled and nobody on the way reads or changes
// what is said.
#pragma once

#include <QByteArray>
#include <QSslConfiguration>

#include <optional>

namespace net {

struct PeerSecurity {
    QByteArray ringSecret; // empty: none is asked for, and none is accepted
    std::optional<QSslConfiguration> dialling; // what connections are dialled with; none: they are plain
};

} // namespace net
