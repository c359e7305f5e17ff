// SPDX-License-Identifier: GPL-3.0-or-later
//
// The nodes that this program has started on this machine: the first begins a ring, the others join it, on ports that
// the system chooses. They end with this object; their data stay if they are to be kept.
#pragma once

#include "live/kept_ring.h"
#include "live/local_node.h"

#include <memory>
#include <vector>

namespace monitor {

class LocalCluster : public QObject {
    Q_OBJECT
public:
    static constexpr int nodesMax = 64; // processes of some 20 MB each

    explicit LocalCluster(QObject *parent = nullptr);
    ~LocalCluster() override;

    // Where the funnelkvs program is: beside this one, else in PATH; empty if in neither place.
    static QString program();
    // What to tell a user without it.
    static QString programMissing();

    // Ends what is running and starts a ring of 1..nodesMax nodes. Ends in started() or startFailed().
    void start(int nodes, int replicas, bool keepsData);
    // The same for a ring that was kept.
    void reopen(const KeptRing &ring);
    // Kills all of them at once, without a leave.
    void stop();

    // Starts one more node, which joins through these. Ends in nodeReady() or nodeFailed() with this number.
    int join(const QByteArrayList &contacts, int replicas, int idBits, const std::optional<chord::Id> &id);

    // Null if no node of ours has this address.
    LocalNode *find(const QByteArray &address) const;
    // Node of that number; they count from 0 and are not used again.
    LocalNode *node(int number) const { return m_nodes[size_t(number)].get(); }
    int numberOf(const LocalNode *node) const;
    int readyCount() const;
    int runningCount() const;
    int wanted() const { return m_wanted; }
    bool hasEnded() const; // any node that could be restarted
    QString logFolder() const { return m_logFolder; }
    // Where the nodes keep their data; empty: nowhere.
    const QString &dataFolder() const { return m_kept.folder; }

Q_SIGNALS:
    void started(); // all that start() wanted are ready
    void startFailed(const QString &text); // they were stopped again
    void dataProblem(const QString &text); // the ring cannot be opened again as it is now
    void nodeReady(int number, const QByteArray &address);
    void nodeFailed(int number, const QString &how); // it ended before it was ready
    void nodeEnded(const QByteArray &address, const QString &how); // as LocalNode::ended

private:
    bool prepare(int wanted, int replicas);
    void failLater(const QString &problem);
    int add(const LocalNode::Settings &settings);
    void saveKept();
    void forgetData(const LocalNode &node);
    void onReady(int number);
    void onEnded(int number, bool wasReady, const QString &how);
    QString makeLogFolder();

    std::vector<std::unique_ptr<LocalNode>> m_nodes;
    QString m_logFolder;
    LocalNode::Settings m_common; // of the nodes of start()
    KeptRing m_kept; // its folder is empty if nothing is kept
    int m_lastDirectory = 0; // number in the name of a node's directory
    int m_wanted = 0;
    bool m_isStarting = false;
    bool m_isNewData = false; // the ring that is starting has just got its folder
};

} // namespace monitor
