// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a message says, in a few plain words for the picture: "stabilize: who is your predecessor?".
#pragma once

#include <QString>

namespace chord {
struct Message;
}

namespace monitor {

class ClassroomRun;

// Between these hosts of the run. What a question is asked for is not in it; it is told from who asks whom.
QString messageSentence(const chord::Message &message, const ClassroomRun &run, int from, int to);

} // namespace monitor
