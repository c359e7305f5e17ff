// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sentences for the user about failures between this program and a node.
#pragma once

#include "client/node_client.h"

#include <QCoreApplication>

namespace monitor {

class FailureText {
    Q_DECLARE_TR_FUNCTIONS(monitor::FailureText)
public:
    // A part of a sentence: "connection refused".
    static QString cause(const client::Failure &failure);
    // Why the ring of the node at this address cannot be opened, and what to do, as sentences. speaksTls: a program
    // there speaks TLS. hasToken: the request had a token.
    static QString whyNoRing(const QString &address, const client::Failure &failure, bool speaksTls, bool hasToken);
    // Why an action failed: what failed ("Storing “color”"), why, what to do, as sentences.
    static QString whyNotDone(const QString &what, const QString &address, const client::Failure &failure);
};

} // namespace monitor
