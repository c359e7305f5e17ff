// SPDX-License-Identifier: GPL-3.0-or-later
//
// One JSON file a ring, named after its first port. A damaged file counts as none.

#include "cli/local_ring.h"

#include "cli/target.h"
#include "files/output_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <pwd.h>
#include <unistd.h>
#endif

namespace cli {

using namespace Qt::StringLiterals;

namespace {

// Empty if there is no place for a user's files. Without HOME, Qt takes the root of the file system for it.
QString folderName()
{
#ifdef Q_OS_UNIX
    if (qgetenv("HOME").isEmpty() && qgetenv("XDG_DATA_HOME").isEmpty()) {
        const passwd *user = getpwuid(geteuid());
        const QString home = user ? QFile::decodeName(user->pw_dir) : QString();
        const bool isHome = home.size() > 1 && QFileInfo(home).isDir();
        return isHome ? home + "/.local/share/funnelkvs"_L1 : QString();
    }
#endif
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/funnelkvs"_L1;
}

QString fileName(quint16 basePort)
{
    return u"%1/ring-%2.json"_s.arg(folderName()).arg(basePort);
}

std::optional<LocalNode> nodeFrom(const QJsonObject &object)
{
    const auto address = net::HostPort::parse(object["address"_L1].toString());
    if (!address)
        return std::nullopt;
    return LocalNode{*address,
                     {object["pid"_L1].toInteger(), object["startStamp"_L1].toString().toUtf8()},
                     object["log"_L1].toString()};
}

} // namespace

int LocalRing::runningCount() const
{
    return int(std::count_if(nodes.begin(), nodes.end(), [](const LocalNode &node) { return node.isRunning(); }));
}

QString LocalRing::save() const
{
    QJsonArray list;
    for (const LocalNode &node : nodes)
        list.append(QJsonObject{{u"address"_s, addressText(node.address)},
                                {u"pid"_s, node.process.pid},
                                {u"startStamp"_s, QString::fromUtf8(node.process.startStamp)},
                                {u"log"_s, node.logFile}});
    const QByteArray json = QJsonDocument(QJsonObject{{u"nodes"_s, list}}).toJson();
    const QString problem = files::writeFile(fileName(basePort), json);
    return problem.isEmpty() ? QString() : u"cannot write %1: %2."_s.arg(fileName(basePort), problem);
}

void LocalRing::forget() const
{
    QFile::remove(fileName(basePort));
}

std::optional<LocalRing> LocalRing::load(quint16 basePort)
{
    QFile file(fileName(basePort));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    LocalRing ring{basePort, {}};
    for (const QJsonValue &value : QJsonDocument::fromJson(file.readAll()).object()["nodes"_L1].toArray()) {
        if (const auto node = nodeFrom(value.toObject()))
            ring.nodes.append(*node);
    }
    return ring;
}

QList<LocalRing> LocalRing::all()
{
    QList<LocalRing> rings;
    if (folderName().isEmpty())
        return rings;
    for (const QString &name : QDir(folderName()).entryList({u"ring-*.json"_s}, QDir::Files, QDir::Name)) {
        const quint16 basePort = name.sliced(5).chopped(5).toUShort();
        if (const auto ring = load(basePort))
            rings.append(*ring);
    }
    return rings;
}

QString LocalRing::folder()
{
    const QString folder = folderName();
    return !folder.isEmpty() && QDir().mkpath(folder) ? folder : QString();
}

} // namespace cli
