// SPDX-License-Identifier: GPL-3.0-or-later
//
// The file is JSON: {"replicas": 3, "idBits": 160, "nodes": [{"address": "127.0.0.1:40001", "directory": "node-1"}]}.

#include "live/kept_ring.h"

#include "wire/host_port.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr auto fileName = "ring.json"_L1;
constexpr auto asideSuffix = ".deleted"_L1;
constexpr int replicasMax = 9;
constexpr int idBitsMin = 3;

struct KeptRingText {
    Q_DECLARE_TR_FUNCTIONS(monitor::KeptRing)
};

QString ringsFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/funnelkvs/monitor-rings"_L1;
}

QFileInfoList folders()
{
    return QDir(ringsFolder()).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed);
}

void deleteSetAside()
{
    for (const QFileInfo &folder : folders()) {
        if (folder.fileName().endsWith(asideSuffix))
            QDir(folder.filePath()).removeRecursively();
    }
}

} // namespace

QString KeptRing::makeFolder(QString *problem)
{
    deleteSetAside();
    const QString folder = ringsFolder() + u'/' + QDateTime::currentDateTime().toString(u"yyyy-MM-dd_HH-mm-ss-zzz"_s);
    if (QDir().mkpath(folder))
        return folder;
    *problem = KeptRingText::tr("Cannot create the folder %1 for the data of the ring. Check its permissions.")
                   .arg(QDir::toNativeSeparators(folder));
    return {};
}

std::vector<KeptRing> KeptRing::all()
{
    std::vector<KeptRing> rings;
    for (const QFileInfo &folder : folders()) {
        if (folder.fileName().endsWith(asideSuffix))
            continue;
        if (const std::optional<KeptRing> ring = load(folder.filePath()))
            rings.push_back(*ring);
    }
    std::stable_sort(rings.begin(), rings.end(),
                     [](const KeptRing &a, const KeptRing &b) { return a.usedAt > b.usedAt; });
    return rings;
}

std::optional<KeptRing> KeptRing::load(const QString &folder)
{
    QFile file(folder + u'/' + fileName);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    KeptRing ring;
    ring.folder = folder;
    ring.replicas = object["replicas"_L1].toInt();
    ring.idBits = object["idBits"_L1].toInt();
    ring.usedAt = QFileInfo(file).lastModified();
    for (const QJsonValue &value : object["nodes"_L1].toArray()) {
        const QString address = value["address"_L1].toString();
        const QString directory = value["directory"_L1].toString();
        if (!wire::HostPort::parse(address) || directory.isEmpty() || directory.contains(u'/'))
            return {};
        ring.nodes.push_back({address.toUtf8(), directory});
    }
    const bool isValid = ring.replicas >= 1 && ring.replicas <= replicasMax && ring.idBits >= idBitsMin
        && ring.idBits <= chord::idBitsMax && !ring.nodes.empty();
    return isValid ? std::optional(ring) : std::nullopt;
}

QString KeptRing::save() const
{
    QJsonArray array;
    for (const Node &node : nodes)
        array.append(QJsonObject{{"address"_L1, QString::fromUtf8(node.address)}, {"directory"_L1, node.directory}});
    const QJsonObject object{{"replicas"_L1, replicas}, {"idBits"_L1, idBits}, {"nodes"_L1, array}};
    const QString path = folder + u'/' + fileName;
    QSaveFile file(path);
    const QByteArray bytes = QJsonDocument(object).toJson();
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return {};
    return KeptRingText::tr("Cannot write %1: %2.").arg(QDir::toNativeSeparators(path), file.errorString());
}

bool KeptRing::setAside(const QString &folder)
{
    return QDir().rename(folder, folder + asideSuffix);
}

bool KeptRing::bringBack(const QString &folder)
{
    return QDir().rename(folder + asideSuffix, folder);
}

} // namespace monitor
