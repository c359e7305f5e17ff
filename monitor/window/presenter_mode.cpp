// SPDX-License-Identifier: GPL-3.0-or-later
//
// The application's font reaches most widgets; the rest of the file is about those that it does not reach.

#include "window/presenter_mode.h"

#include "ring/style.h"

#include <QApplication>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QMainWindow>
#include <QMenuBar>
#include <QStatusBar>
#include <QTableView>
#include <QToolBar>

#include <algorithm>

namespace monitor {

namespace {

constexpr qreal presenterScale = 1.4;

} // namespace

PresenterMode::PresenterMode(QMainWindow *window)
    : m_window(window)
{
}

void PresenterMode::set(bool isPresenter)
{
    setFonts(isPresenter);
    if (isPresenter)
        hideAround();
    else
        m_hidden.showAgain();
    const Qt::WindowStates states = m_window->windowState();
    m_window->setWindowState(isPresenter ? states | Qt::WindowFullScreen : states & ~Qt::WindowFullScreen);
}

void PresenterMode::hideAround()
{
    QList<QWidget *> around{m_window->menuBar(), m_window->statusBar()};
    for (QWidget *bar : m_window->findChildren<QToolBar *>(Qt::FindDirectChildrenOnly))
        around << bar;
    m_hidden.hide(*m_window, around);
}

void PresenterMode::setFonts(bool isPresenter)
{
    static const QFont deskFont = QApplication::font();
    QFont font = deskFont;
    if (isPresenter)
        font.setPointSizeF(std::max<qreal>(presenterPointsMin, font.pointSizeF() * presenterScale));
    const qreal ratio = font.pointSizeF() / QApplication::font().pointSizeF();
    QApplication::setFont(font);
    // A dock writes its title in a smaller font, unless it has one that is not that of all docks.
    QApplication::setFont(deskFont, "QDockWidget");
    setDocks(isPresenter ? font : QFont());
    scaleOwnFonts(ratio);
    setRowHeights(font);
}

void PresenterMode::setDocks(const QFont &font)
{
    for (QDockWidget *dock : m_window->findChildren<QDockWidget *>())
        dock->setFont(font);
}

// Headings have sizes of their own, and a style sheet keeps the font it was set with.
void PresenterMode::scaleOwnFonts(double ratio)
{
    for (QWidget *widget : m_window->findChildren<QWidget *>()) {
        const QString sheet = widget->styleSheet();
        if (!sheet.isEmpty()) {
            widget->setStyleSheet({});
            widget->setStyleSheet(sheet);
        } else if (qobject_cast<QLabel *>(widget) && widget->testAttribute(Qt::WA_SetFont)) {
            QFont own = widget->font();
            own.setPointSizeF(own.pointSizeF() * ratio);
            widget->setFont(own);
        }
    }
}

void PresenterMode::setRowHeights(const QFont &font)
{
    const int rowHeight = QFontMetrics(font).height() + 6;
    for (QTableView *table : m_window->findChildren<QTableView *>()) {
        table->verticalHeader()->setMinimumSectionSize(rowHeight);
        table->verticalHeader()->setDefaultSectionSize(rowHeight);
    }
}

} // namespace monitor
