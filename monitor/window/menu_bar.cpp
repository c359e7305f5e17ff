// SPDX-License-Identifier: GPL-3.0-or-later
//
// The menus as lists; a null action is a separator.

#include "window/menu_bar.h"

#include "window/actions.h"
#include "window/settings.h"

#include <QActionGroup>
#include <QDockWidget>

#include <array>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

void addAll(QMenu *menu, const QList<QAction *> &actions)
{
    for (QAction *action : actions) {
        if (action)
            menu->addAction(action);
        else
            menu->addSeparator();
    }
}

} // namespace

MenuBar::MenuBar(const Actions &actions, const QList<QDockWidget *> &docks, QWidget *parent)
    : QMenuBar(parent)
{
    const Actions &a = actions;
    addMenu(tr("&Ring"),
            {a.startRing, a.reopenRing, a.textbook, a.random, a.connectToNode, a.bookmark, nullptr, a.openRecording,
             a.saveRecording, a.replay, a.returnToLive, nullptr, a.exportRing, a.exportTable, a.exportSnapshot, nullptr,
             a.closeRing, a.quit});
    addMenu(tr("&Node"),
            {a.join, a.joinAt, a.leave, a.kill, a.restart, nullptr, a.isolate, a.cutLink, a.heal, nullptr, a.log,
             a.copyId, nullptr, a.unlock});
    addMenu(tr("&Key"), {a.put, a.get, a.remove, nullptr, a.lookup, a.clearLookup, nullptr, a.find});
    addMenu(tr("&Time"), {a.play, a.back, a.stepMessage, a.stepRound});
    addMenu(tr("&Lessons"), QList<QAction *>(a.lessons.begin(), a.lessons.end()));
    addView(actions, docks);
    addMenu(tr("&Help"), {a.about});
}

void MenuBar::addMenu(const QString &title, const QList<QAction *> &actions)
{
    addAll(QMenuBar::addMenu(title), actions);
}

void MenuBar::addView(const Actions &actions, const QList<QDockWidget *> &docks)
{
    QMenu *view = QMenuBar::addMenu(tr("&View"));
    for (const QDockWidget *dock : docks)
        view->addAction(dock->toggleViewAction());
    addAll(view,
           {nullptr, actions.legend, actions.presenter, actions.teacher, actions.notify, actions.focusRing, nullptr});
    addColourings(view->addMenu(tr("Colour nodes")));
    addColours(view->addMenu(tr("Colours")));
    addLanguages(view->addMenu(tr("Language")));
}

void MenuBar::addColours(QMenu *menu)
{
    auto *group = new QActionGroup(this);
    const std::array choices{std::pair{Settings::Colours::System, tr("As the system")},
                             std::pair{Settings::Colours::Light, tr("Light")},
                             std::pair{Settings::Colours::Dark, tr("Dark")}};
    for (const auto &[colours, text] : choices) {
        QAction *choice = menu->addAction(text, this, [colours = colours] {
            Settings::setColours(colours);
            Settings::applyColours();
        });
        choice->setCheckable(true);
        choice->setChecked(Settings::colours() == colours);
        group->addAction(choice);
    }
}

void MenuBar::addColourings(QMenu *menu)
{
    auto *group = new QActionGroup(this);
    const std::array choices{std::pair{Colouring::ByNode, tr("Each its own")},
                             std::pair{Colouring::ByKeys, tr("By number of keys")},
                             std::pair{Colouring::ByLoad, tr("By load (messages and operations)")}};
    for (const auto &[colouring, text] : choices) {
        QAction *choice = menu->addAction(text, this, [this, colouring = colouring] {
            Settings::setColouring(int(colouring));
            Q_EMIT colouringChosen(colouring);
        });
        choice->setCheckable(true);
        choice->setChecked(Settings::colouring() == int(colouring));
        group->addAction(choice);
    }
}

void MenuBar::addLanguages(QMenu *menu)
{
    auto *group = new QActionGroup(this);
    const std::array choices{std::pair{QString(), tr("As the system")}, std::pair{u"en"_s, u"English"_s},
                             std::pair{u"ja"_s, u"日本語"_s}};
    for (const auto &[language, text] : choices) {
        QAction *choice = menu->addAction(text, this, [this, language = language] {
            Settings::setLanguage(language);
            Q_EMIT languageChosen();
        });
        choice->setCheckable(true);
        choice->setChecked(Settings::language() == language);
        group->addAction(choice);
    }
}

} // namespace monitor
