// SPDX-License-Identifier: GPL-3.0-or-later
//
// HOST:PORT, as it stands on command lines, in configuration files and in the addresses that nodes exchange. The only
// place that takes such a text apart, so that all of them accept the same and complain in the same words.
#pragma once

#include "chord/messages.h"

#include <QString>
#include <QStringView>

#include <optional>

namespace wire {

struct HostPort {
    QString host; // a name in lower case, or an IP address in its usual form; IPv6 without brackets
    quint16 port = 0;

    enum class PortZero { Rejected, Allowed }; // 0: the system chooses when listening

    // Accepts "name:port", "1.2.3.4:port" and "[v6]:port"; names outside ASCII become their IDNA form. Nothing if the
    // text is something else; problem, if given, then says what is wrong with it in a sentence.
    static std::optional<HostPort> parse(QStringView text, QString *problem = nullptr,
                                         PortZero portZero = PortZero::Rejected);

    // The one form of this address: equal addresses give equal bytes.
    chord::Address toAddress() const;

    friend bool operator==(const HostPort &, const HostPort &) = default;
};

} // namespace wire
