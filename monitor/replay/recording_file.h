// SPDX-License-Identifier: GPL-3.0-or-later
//
// Recordings as files: JSON, described in README.md. Reading checks everything. A snapshot's file can be opened as
// well, as a recording of one frame.
#pragma once

#include "replay/recording.h"

#include <QString>

#include <memory>

namespace monitor {

inline constexpr char recordingFormat[] = "funnelkvs-recording";
inline constexpr int recordingVersion = 1;
inline constexpr qint64 recordingFileBytesMax = 256 * 1024 * 1024;
inline constexpr size_t openedBytesMax = 512 * 1024 * 1024; // of an opened recording, in memory

// What reading made of a file: a recording that is not empty, or a sentence on what is wrong and what to do.
struct OpenedRecording {
    std::shared_ptr<const Recording> recording;
    QString error; // empty exactly if there is a recording
};

QByteArray toJson(const Recording &recording);
OpenedRecording recordingFromJson(const QByteArray &json);

// Returns what went wrong; empty if nothing did. A file that is there is replaced only by a whole one.
QString saveRecording(const Recording &recording, const QString &path);
OpenedRecording openRecording(const QString &path);

} // namespace monitor
