// SPDX-License-Identifier: GPL-3.0-or-later
//
// The play buttons and the timeline of the classroom.
#pragma once

#include "model/player.h"

namespace monitor {

class ClassroomSource;

class ClassroomPlayback : public Player {
    Q_OBJECT
public:
    explicit ClassroomPlayback(ClassroomSource *source);

    // Message: until the next one has arrived (leases and timers that send nothing are passed over). Round: for as long
    // as a node takes at most between two stabilizations, so that each has stabilized.
    void step(Step step) override;
    // Back by as much as the last step was: a message, or a round.
    void back() override;
    bool canStep() const override { return true; }
    bool canBack() const override;
    qint64 beginMs() const override { return 0; }
    qint64 endMs() const override;
    qint64 positionMs() const override;
    void seek(qint64 positionMs) override;

protected:
    bool advance(qint64 micros) override;

private:
    ClassroomSource *m_source;
    Step m_lastStep = Step::Message;
};

} // namespace monitor
