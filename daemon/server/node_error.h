// SPDX-License-Identifier: GPL-3.0-or-later
//
// Why a node could not be started, or has ended otherwise than by leaving: facts only. What its user can do about it is
// for the program that has started it to say (cli/node_error_text.h).
#pragma once

#include "wire/hello.h"

#include <QString>

#include <vector>

namespace server {

struct NodeError {
    enum class Kind : quint8 {
        BadCertificate, // detail
        BadTokens, // detail
        BadRingSecret, // detail
        NameNotResolved, // subject: where it was to listen; detail: the name
        AddressInUse, // subject, detail: the system's words
        CannotListen, // likewise
        OpenWithoutSecret, // subject: where others could reach it
        BadDirectory, // of data: detail
        DirectoryOfAnother, // subject: the address of the node that it belongs to; detail: its file
        JoinsItself, // subject: its address
        CannotJoin, // detail, perhaps of several lines; refusals
        LeftIncompletely, // detail
    };

    Kind kind;
    QString subject;
    QString detail;
    std::vector<wire::Refusal::Reason> refusals = {}; // what did not fit, each once

    friend bool operator==(const NodeError &, const NodeError &) = default;
};

} // namespace server
