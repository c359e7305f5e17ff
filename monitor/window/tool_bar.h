// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the tool bars at the top have in common: texts instead of icons, and a fixed place.
#pragma once

#include <QToolBar>

class QLineEdit;

namespace monitor {

class ToolBar : public QToolBar {
    Q_OBJECT
public:
    // name: under which the window's state is remembered.
    ToolBar(const QString &name, const QString &title, QWidget *parent);

protected:
    // width: the least; it takes twice as much if there is room.
    QLineEdit *makeEdit(const QString &placeholder, const QString &accessibleName, int width);
};

} // namespace monitor
