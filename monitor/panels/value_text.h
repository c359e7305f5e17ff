// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the bytes of a value are shown: which view suits them, and what stands there.
#pragma once

#include <QByteArray>
#include <QString>

namespace monitor {

enum class ValueForm : quint8 { Text, Json, Hex, Image };

// By the type, if it says; otherwise by the bytes.
ValueForm formOf(const QByteArray &bytes, const QByteArray &contentType);
// Lines of an offset, eight bytes in hexadecimal and the same as ASCII; of bytesMax bytes at most, and how many follow.
QString hexDump(const QByteArray &bytes, qsizetype bytesMax);
// A type by the end of a file's name; empty if it tells none.
QByteArray typeOfFile(const QString &path);

} // namespace monitor
