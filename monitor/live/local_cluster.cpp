// SPDX-License-Identifier: GPL-3.0-or-later
//
// The first node has to be ready before the others can join it; those are then started all at once.

#include "live/local_cluster.h"

#include <QDateTime>
#include <QDir>
#include <QStandardPaths>

#include <algorithm>
#include <utility>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr int logFoldersKept = 10; // of earlier starts
constexpr qsizetype reopenContactsMax = 3; // of a node of a ring that is opened again

QString logsFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/funnelkvs/monitor-logs"_L1;
}

void dropOldFolders()
{
    const QFileInfoList folders = QDir(logsFolder()).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (qsizetype i = 0; i < folders.size() - logFoldersKept; ++i)
        QDir(folders[i].filePath()).removeRecursively();
}

} // namespace

LocalCluster::LocalCluster(QObject *parent)
    : QObject(parent)
{
}

// All are told first, so that they end in parallel; then each is waited for.
LocalCluster::~LocalCluster()
{
    for (const auto &node : m_nodes)
        node->kill();
}

QString LocalCluster::program()
{
    const QString name = u"funnelkvs"_s;
    const QString beside = QStandardPaths::findExecutable(name, {QCoreApplication::applicationDirPath()});
    return beside.isEmpty() ? QStandardPaths::findExecutable(name) : beside;
}

QString LocalCluster::programMissing()
{
    return tr("The program funnelkvs was not found in the folder of this program (%1) or in PATH. Install it, or add "
              "its folder to PATH.")
        .arg(QDir::toNativeSeparators(QCoreApplication::applicationDirPath()));
}

QString LocalCluster::makeLogFolder()
{
    const QString base = logsFolder() + u'/' + QDateTime::currentDateTime().toString(u"yyyy-MM-dd_HH-mm-ss-zzz"_s);
    if (!QDir().mkpath(base))
        return tr("Cannot create the folder %1 for the logs. Check its permissions.")
            .arg(QDir::toNativeSeparators(base));
    m_logFolder = base;
    dropOldFolders();
    return {};
}

bool LocalCluster::prepare(int wanted, int replicas)
{
    stop();
    m_wanted = wanted;
    m_common = {};
    m_common.program = program();
    m_common.replicas = replicas;
    const QString problem = m_common.program.isEmpty() ? programMissing() : makeLogFolder();
    if (!problem.isEmpty())
        failLater(problem);
    return problem.isEmpty();
}

void LocalCluster::failLater(const QString &problem)
{
    QMetaObject::invokeMethod(
        this, [this, problem] { Q_EMIT startFailed(problem); }, Qt::QueuedConnection);
}

void LocalCluster::start(int nodes, int replicas, bool keepsData)
{
    if (!prepare(std::clamp(nodes, 1, nodesMax), replicas))
        return;
    QString problem;
    m_kept.replicas = replicas;
    if (keepsData)
        m_kept.folder = KeptRing::makeFolder(&problem);
    m_isNewData = !m_kept.folder.isEmpty();
    if (!problem.isEmpty()) {
        failLater(problem);
        return;
    }
    m_isStarting = true;
    add(m_common);
}

// All at once: a node of a ring that was stopped serves when a majority of its ranges' voters is there again.
void LocalCluster::reopen(const KeptRing &ring)
{
    if (!prepare(int(ring.nodes.size()), ring.replicas))
        return;
    m_isStarting = true;
    m_kept = ring;
    for (const KeptRing::Node &node : ring.nodes) {
        LocalNode::Settings settings = m_common;
        settings.idBits = ring.idBits;
        settings.address = node.address;
        settings.dataDirectory = ring.folder + u'/' + node.directory;
        m_lastDirectory = std::max(m_lastDirectory, node.directory.section(u'-', -1).toInt());
        for (const KeptRing::Node &other : ring.nodes) {
            if (other.address != node.address && settings.contacts.size() < reopenContactsMax)
                settings.contacts.append(other.address);
        }
        add(settings);
    }
}

void LocalCluster::stop()
{
    const bool isGivenUp = std::exchange(m_isStarting, false) && m_isNewData;
    for (const auto &node : m_nodes)
        node->disconnect(this);
    // Not at once: this may be called from within a signal of one of them.
    for (auto &node : m_nodes) {
        node->kill();
        node.release()->deleteLater();
    }
    m_nodes.clear();
    if (isGivenUp)
        QDir(m_kept.folder).removeRecursively();
    m_isNewData = false;
    m_kept = {};
    m_lastDirectory = 0;
}

int LocalCluster::join(const QByteArrayList &contacts, int replicas, int idBits, const std::optional<chord::Id> &id)
{
    LocalNode::Settings settings;
    settings.program = program();
    settings.contacts = contacts;
    settings.replicas = replicas;
    settings.idBits = idBits;
    settings.id = id;
    if (m_logFolder.isEmpty())
        makeLogFolder();
    return add(settings);
}

int LocalCluster::add(const LocalNode::Settings &common)
{
    const int number = int(m_nodes.size());
    LocalNode::Settings settings = common;
    settings.logFile = u"%1/node-%2.log"_s.arg(m_logFolder).arg(number + 1);
    if (!m_kept.folder.isEmpty() && settings.dataDirectory.isEmpty())
        settings.dataDirectory = u"%1/node-%2"_s.arg(m_kept.folder).arg(++m_lastDirectory);
    m_nodes.push_back(std::make_unique<LocalNode>(settings));
    LocalNode *node = m_nodes.back().get();
    connect(node, &LocalNode::ready, this, [this, number] { onReady(number); });
    connect(node, &LocalNode::ended, this,
            [this, number](bool wasReady, const QString &how) { onEnded(number, wasReady, how); });
    node->start();
    return number;
}

void LocalCluster::onReady(int number)
{
    const QByteArray address = m_nodes[size_t(number)]->address();
    saveKept();
    Q_EMIT nodeReady(number, address);
    if (!m_isStarting)
        return;
    if (number == 0 && m_nodes.size() == 1) {
        m_common.contacts = {address};
        while (int(m_nodes.size()) < m_wanted)
            add(m_common);
    }
    if (readyCount() == m_wanted) {
        m_isStarting = false;
        Q_EMIT started();
    }
}

void LocalCluster::onEnded(int number, bool wasReady, const QString &how)
{
    if (m_isStarting) {
        const QString log = QDir::toNativeSeparators(m_nodes[size_t(number)]->logFile());
        stop();
        Q_EMIT startFailed(tr("Cannot start node %1 of %2: %3. The other nodes were stopped. Its log is %4.")
                               .arg(number + 1)
                               .arg(m_wanted)
                               .arg(how, log));
    } else if (wasReady) {
        if (m_nodes[size_t(number)]->hasLeft())
            forgetData(*m_nodes[size_t(number)]);
        Q_EMIT nodeEnded(m_nodes[size_t(number)]->address(), how);
    } else {
        Q_EMIT nodeFailed(number, how);
    }
}

// The nodes that are members, whether they run or not.
void LocalCluster::saveKept()
{
    if (m_kept.folder.isEmpty())
        return;
    m_kept.nodes.clear();
    for (const auto &node : m_nodes) {
        if (!node->address().isEmpty() && !node->hasLeft())
            m_kept.nodes.push_back({node->address(), QFileInfo(node->dataDirectory()).fileName()});
    }
    const QString problem = m_kept.save();
    if (!problem.isEmpty())
        Q_EMIT dataProblem(problem);
}

// Of a node that has left: started again, it would be a stranger.
void LocalCluster::forgetData(const LocalNode &node)
{
    if (node.dataDirectory().isEmpty())
        return;
    QDir(node.dataDirectory()).removeRecursively();
    saveKept();
}

LocalNode *LocalCluster::find(const QByteArray &address) const
{
    const auto found = std::find_if(m_nodes.begin(), m_nodes.end(),
                                    [&](const auto &node) { return !address.isEmpty() && node->address() == address; });
    return found == m_nodes.end() ? nullptr : found->get();
}

int LocalCluster::numberOf(const LocalNode *node) const
{
    const auto isIt = [node](const auto &other) { return other.get() == node; };
    return int(std::find_if(m_nodes.begin(), m_nodes.end(), isIt) - m_nodes.begin());
}

int LocalCluster::readyCount() const
{
    return int(std::count_if(m_nodes.begin(), m_nodes.end(), [](const auto &node) { return node->isReady(); }));
}

int LocalCluster::runningCount() const
{
    return int(std::count_if(m_nodes.begin(), m_nodes.end(), [](const auto &node) { return node->isRunning(); }));
}

bool LocalCluster::hasEnded() const
{
    return std::any_of(m_nodes.begin(), m_nodes.end(), [](const auto &node) {
        return !node->isRunning() && !node->hasLeft() && !node->address().isEmpty();
    });
}

} // namespace monitor
