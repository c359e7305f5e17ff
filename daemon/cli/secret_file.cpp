// SPDX-License-Identifier: GPL-3.0-or-later
//
// The permissions are those of the opened file, so that it cannot be exchanged in between. Windows has no such bits.

#include "cli/secret_file.h"

#include <QFile>
#include <QFileInfo>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 fileBytesMax = 1024 * 1024;

} // namespace

std::optional<QByteArray> readSecretFile(const QString &name, QString *problem)
{
    QFile file(name);
    if (QFileInfo(name).isDir() || !file.open(QIODevice::ReadOnly)) {
        *problem = u"cannot read the file %1: %2."_s.arg(
            name, QFileInfo(name).isDir() ? u"it is a folder"_s : file.errorString());
        return std::nullopt;
    }
#ifndef Q_OS_WIN
    constexpr QFileDevice::Permissions others =
        QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    if (file.permissions() & others) {
        *problem = u"others may read or write the file %1, and it holds a secret; run: chmod 600 %1"_s.arg(name);
        return std::nullopt;
    }
#endif
    QByteArray content = file.read(fileBytesMax + 1);
    if (content.size() <= fileBytesMax)
        return content;
    *problem = u"the file %1 is longer than %2 bytes."_s.arg(name).arg(fileBytesMax);
    return std::nullopt;
}

} // namespace cli
