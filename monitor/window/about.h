// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the program is, its versions and its licence.
#pragma once

class QWidget;

namespace monitor {

void showAbout(QWidget *parent);

} // namespace monitor
