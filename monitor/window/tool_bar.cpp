// SPDX-License-Identifier: GPL-3.0-or-later
//
// A bar that cannot be closed needs no entry in a menu.

#include "window/tool_bar.h"

#include <QAction>
#include <QLineEdit>

namespace monitor {

ToolBar::ToolBar(const QString &name, const QString &title, QWidget *parent)
    : QToolBar(title, parent)
{
    setObjectName(name);
    setMovable(false);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    toggleViewAction()->setVisible(false);
}

QLineEdit *ToolBar::makeEdit(const QString &placeholder, const QString &accessibleName, int width)
{
    auto *edit = new QLineEdit(this);
    edit->setPlaceholderText(placeholder);
    edit->setAccessibleName(accessibleName);
    edit->setClearButtonEnabled(true);
    edit->setMinimumWidth(width);
    edit->setMaximumWidth(2 * width);
    return edit;
}

} // namespace monitor
