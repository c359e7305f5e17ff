// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rings made by hand for tests of what is drawn: the paper's example and random ones, all pointers right; and a source
// that does what a test tells it.
#pragma once

#include "model/ring_source.h"

#include <QMap>

#include <initializer_list>

namespace monitor {

// The Chord paper's ring (TON, Fig. 2 and 3): m = 6, nodes 1 8 14 21 32 38 42 48 51 56, keys 10 24 30 38 54.
RingSnapshot textbookRing(int replicas = 1);
// Ideal: successors, predecessors, fingers, keys at their owners and, with replicas, at the next nodes; each node leads
// the range that it ends.
RingSnapshot idealRing(int idBits, std::vector<chord::Id> nodes, const std::vector<chord::Id> &keys, int replicas);
RingSnapshot randomRing(int nodes, int keys, int replicas);
Peer peerAt(quint64 id);
// What the nodes say of ranges, made again: all are served.
void giveRanges(RingSnapshot &ring);

class FakeSource : public RingSource {
    Q_OBJECT
public:
    explicit FakeSource(RingSnapshot ring, Mode mode = Mode::Classroom);

    void show(RingSnapshot ring);
    // How the next actions end; without one they are only noted.
    void answer(const ActionReport &report) { m_answers.push_back(report); }

    Mode mode() const override { return m_mode; }
    SnapshotPtr snapshot() const override { return m_ring; }
    QString whyNot(Action action) const override { return m_whyNot.value(int(action)); }
    QString effectOf(Action action, const QByteArray &) const override { return m_effects.value(int(action)); }
    quint64 begin(const ActionRequest &request) override;
    qint64 nowMs() const override { return m_ring->takenMs; }
    QString title() const override { return QStringLiteral("test"); }
    bool isReadOnly() const override { return m_isReadOnly; }
    void setReadOnly(bool readOnly) override { m_isReadOnly = readOnly; }
    int localNodes() const override { return m_localNodes; }

    std::vector<ActionRequest> m_requests;
    QMap<int, QString> m_whyNot; // by Action
    QMap<int, QString> m_effects;
    bool m_isReadOnly = false;
    int m_localNodes = 0;

private:
    SnapshotPtr m_ring;
    Mode m_mode;
    std::vector<ActionReport> m_answers;
};

} // namespace monitor
