// SPDX-License-Identifier: GPL-3.0-or-later
//
// The text of a message for the picture, in a few plain words: "stabilize: what is your predecessor?".
#pragma once

#include <QString>

namespace chord {
struct Message;
}

namespace monitor {

class ClassroomRun;

// Between these hosts of the run. A request does not contain its purpose, which is derived from its sender and
// receiver.
QString messageSentence(const chord::Message &message, const ClassroomRun &run, int from, int to);

} // namespace monitor
