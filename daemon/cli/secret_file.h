// SPDX-License-Identifier: GPL-3.0-or-later
//
// Files that hold secrets. Secrets come from files and never from the command line, which every user of the machine can
// read; for the same reason a file that others may read is refused.
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace cli {

// The file's bytes. Nothing, and problem says in a sentence what is wrong and what to do, if it cannot be read, is
// longer than 1 MiB, or can be read or written by its group or by others.
std::optional<QByteArray> readSecretFile(const QString &name, QString *problem);

} // namespace cli
