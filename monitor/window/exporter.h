// SPDX-License-Identifier: GPL-3.0-or-later
//
// The ring as PNG or SVG, and bytes into files. Each returns the failure as a sentence; empty: success.
#pragma once

#include <QByteArray>
#include <QString>

namespace monitor {

class RingView;

// By the name's end: ".svg", otherwise PNG at twice the window's resolution.
QString exportPicture(RingView &view, const QString &path);
QString writeFile(const QString &path, const QByteArray &bytes);

} // namespace monitor
