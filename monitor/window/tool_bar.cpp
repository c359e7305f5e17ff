// SPDX-License-Identifier: GPL-3.0-or-later
//
// A bar that cannot be closed needs no entry in a menu.

#include "window/tool_bar.h"

#include "ring/style.h"

#include <QAction>
#include <QEvent>
#include <QLineEdit>

namespace monitor {

namespace {

constexpr int toolIconSize = 18; // logical pixels

} // namespace

ToolBar::ToolBar(const QString &name, const QString &title, QWidget *parent)
    : QToolBar(title, parent)
{
    setObjectName(name);
    setMovable(false);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize({toolIconSize, toolIconSize});
    toggleViewAction()->setVisible(false);
}

void ToolBar::addDestructive(const QList<QAction *> &actions)
{
    addSeparator();
    addActions(actions);
    m_destructive << actions;
    colourDestructive();
}

void ToolBar::changeEvent(QEvent *event)
{
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colourDestructive();
}

void ToolBar::colourDestructive()
{
    for (QAction *action : m_destructive) {
        QPalette palette;
        palette.setColor(QPalette::Active, QPalette::ButtonText, alarmColour(this->palette()));
        palette.setColor(QPalette::Inactive, QPalette::ButtonText, alarmColour(this->palette()));
        widgetForAction(action)->setPalette(palette);
    }
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
