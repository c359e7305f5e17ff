// SPDX-License-Identifier: GPL-3.0-or-later
//
// The icons of tool bars and menus: our own drawings, in the colour that texts have in the theme, so that one file
// serves light and dark. What destroys is red in both.
#pragma once

#include <QIcon>

namespace monitor {

enum class IconRole : quint8 { Plain, Destructive };

// name: of a file of resources/icons/tools, without its end.
QIcon toolIcon(const QString &name, IconRole role = IconRole::Plain);

} // namespace monitor
