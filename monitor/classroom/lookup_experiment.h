// SPDX-License-Identifier: GPL-3.0-or-later
//
// Many lookups in many rings, beside the ring that is shown: the simulator's experiment of the Chord paper
// (sim/paper/paper_experiments.h) in a thread of its own, since it computes for a second or two.
#pragma once

#include "classroom/lesson.h"

#include <QObject>

#include <atomic>
#include <memory>

class QThread;

namespace monitor {

class LookupExperiment : public QObject {
    Q_OBJECT
public:
    explicit LookupExperiment(QObject *parent = nullptr);
    ~LookupExperiment() override;

    // One at a time: cancels the one that is running.
    void start(const ExperimentSettings &settings);
    // No more signals; it ends soon.
    void cancel();

Q_SIGNALS:
    void progressed(double part); // 0..1
    void finished(const std::vector<monitor::ResultRow> &rows);

private:
    std::unique_ptr<QThread> m_thread;
    std::shared_ptr<std::atomic<bool>> m_isCancelled;
};

} // namespace monitor
