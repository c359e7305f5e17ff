// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sizes and families of all texts, in one place: a title names what a panel or card shows, a heading a part of it,
// the body is the font of the program, a caption explains. Identifiers, hexadecimal and logs are monospaced, so that
// their digits stand below each other. Each is made from the font of the body, so that the presenter's larger type
// reaches all of them.
#pragma once

#include <QFont>
#include <QString>

namespace monitor {

QFont titleFont(const QFont &body);
QFont headingFont(const QFont &body);
QFont captionFont(const QFont &body);
QFont monospacedFont(const QFont &body);
// The same for a part of a rich text, which is HTML already.
QString monospacedHtml(const QString &html);

} // namespace monitor
