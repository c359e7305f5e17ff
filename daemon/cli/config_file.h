// SPDX-License-Identifier: GPL-3.0-or-later
//
// The configuration file's syntax: lines of NAME = VALUE, perhaps under [node], comments behind # or ;. Not QSettings:
// it forgets which line a key was in, and takes a file that is no INI file for an empty one.
#pragma once

#include "cli/options.h"

namespace cli {

struct ConfigLine {
    int number = 0; // from 1
    QByteArray name;
    QList<QByteArray> values; // more than one where commas part them outside quotes
    QByteArray text; // the value as it stands, without quotes: what an option means that takes only one
};

// The error names the line.
std::variant<QList<ConfigLine>, UsageError> parseConfig(const QByteArray &text);

// A value as parseConfig() reads it back: in quotes where it needs them.
QByteArray quotedForConfig(const QByteArray &value);

} // namespace cli
