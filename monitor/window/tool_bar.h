// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the tool bars at the top have in common: icons with texts, a fixed place, and that what destroys stands apart,
// in red.
#pragma once

#include <QToolBar>

class QLineEdit;

namespace monitor {

class ToolBar : public QToolBar {
    Q_OBJECT
public:
    // name: under which the window's state is remembered.
    ToolBar(const QString &name, const QString &title, QWidget *parent);

    // After a separator.
    void addDestructive(const QList<QAction *> &actions);

protected:
    void changeEvent(QEvent *event) override;
    // width: the least; it takes twice as much if there is room.
    QLineEdit *makeEdit(const QString &placeholder, const QString &accessibleName, int width);

private:
    void colourDestructive();

    QList<QAction *> m_destructive;
};

} // namespace monitor
