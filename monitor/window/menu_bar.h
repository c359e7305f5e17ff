// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every action in a menu, and the choices of colours and language.
#pragma once

#include "ring/node_load.h"

#include <QList>
#include <QMenuBar>

class QDockWidget;

namespace monitor {

class Actions;

class MenuBar : public QMenuBar {
    Q_OBJECT
public:
    // docks: those that the View menu shows and hides.
    MenuBar(const Actions &actions, const QList<QDockWidget *> &docks, QWidget *parent);

Q_SIGNALS:
    void languageChosen(); // it is used from the next start on
    void colouringChosen(monitor::Colouring colouring); // it is used at once

private:
    void addMenu(const QString &title, const QList<QAction *> &actions);
    void addView(const Actions &actions, const QList<QDockWidget *> &docks);
    void addColours(QMenu *menu);
    void addColourings(QMenu *menu);
    void addLanguages(QMenu *menu);
};

} // namespace monitor
