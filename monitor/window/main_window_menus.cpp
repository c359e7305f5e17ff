// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every action: made once, with its shortcut, then put into the menus and the toolbar. An action's name is its key in
// MainWindow::action().

#include "window/main_window.h"

#include "classroom/lesson.h"
#include "model/playback.h"
#include "ring/ring_view.h"
#include "window/settings.h"

#include <QActionGroup>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QStatusBar>
#include <QStyle>
#include <QToolBar>

#include <array>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr int valueCharactersMax = 100'000; // a field that holds more becomes slow
// Of virtual time a second; 1 is as in life.
constexpr std::array speeds{0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0};

} // namespace

QAction *MainWindow::addAction(const QString &name, const QString &text, const QKeySequence &shortcut,
                               std::function<void()> act)
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcut(shortcut);
    connect(action, &QAction::triggered, this, std::move(act));
    QMainWindow::addAction(action);
    m_actions[name] = action;
    return action;
}

void MainWindow::makeActions()
{
    makeRingActions();
    makePlayActions();
    makeFileActions();
    makeViewActions();
}

void MainWindow::makeRingActions()
{
    addAction(u"startRing"_s, tr("Start ring"), QKeySequence(u"Ctrl+N"_s),
              [this] { startRing(Settings::localNodes()); });
    addAction(u"join"_s, tr("Join"), QKeySequence(u"Ctrl+J"_s), [this] {
        ActionRequest request;
        request.action = Action::Join;
        begin(request);
    });
    addAction(u"joinAt"_s, tr("Join at…"), QKeySequence(u"Ctrl+Shift+J"_s), [this] { joinAt(); });
    addAction(u"leave"_s, tr("Leave"), QKeySequence(u"Ctrl+L"_s), [this] { beginOnNode(Action::Leave); });
    addAction(u"kill"_s, tr("Kill"), QKeySequence(u"Ctrl+K"_s), [this] { beginOnNode(Action::Kill); });
    addAction(u"restart"_s, tr("Restart"), QKeySequence(u"Ctrl+R"_s), [this] { beginOnNode(Action::Restart); });
    addAction(u"isolate"_s, tr("Isolate"), QKeySequence(u"Ctrl+I"_s), [this] { beginOnNode(Action::Isolate); });
    addAction(u"cutLink"_s, tr("Cut link…"), QKeySequence(u"Ctrl+Shift+I"_s), [this] { cutLink(); });
    addAction(u"heal"_s, tr("Heal links"), QKeySequence(u"Ctrl+H"_s), [this] {
        ActionRequest request;
        request.action = Action::Heal;
        begin(request);
    });
    addAction(u"log"_s, tr("Show its log"), QKeySequence(u"Ctrl+Shift+L"_s), [this] { showLog(selectedAddress()); });
    addAction(u"put"_s, tr("Put"), QKeySequence(u"Ctrl+P"_s), [this] { beginOnKey(Action::Put); });
    addAction(u"get"_s, tr("Get"), QKeySequence(u"Ctrl+G"_s), [this] { beginOnKey(Action::Get); });
    addAction(u"delete"_s, tr("Delete"), QKeySequence(u"Ctrl+Delete"_s), [this] { beginOnKey(Action::Delete); });
    addAction(u"lookup"_s, tr("Look up"), QKeySequence(u"Ctrl+U"_s), [this] { beginOnKey(Action::Lookup); });
    addAction(u"clearLookup"_s, tr("Clear the lookup"), QKeySequence(u"Ctrl+Shift+U"_s),
              [this] { m_ring->clearLookup(); });
    addAction(u"unlock"_s, tr("Unlock this ring"), QKeySequence(u"Ctrl+Shift+K"_s), [this] {
        if (m_source)
            m_source->setReadOnly(false);
        m_messages->remove(u"readOnly"_s);
        showActionStates();
        showStatus();
    });
}

void MainWindow::makePlayActions()
{
    const auto icon = [this](QStyle::StandardPixmap pixmap) { return style()->standardIcon(pixmap); };
    const auto onPlayback = [this](void (*act)(Playback &)) {
        return [this, act] {
            if (m_source && m_source->playback())
                act(*m_source->playback());
        };
    };
    addAction(u"back"_s, tr("Back"), QKeySequence(u"Ctrl+Left"_s), onPlayback([](Playback &p) { p.back(); }))
        ->setIcon(icon(QStyle::SP_MediaSkipBackward));
    addAction(u"play"_s, tr("Play"), QKeySequence(u"Ctrl+Space"_s),
              onPlayback([](Playback &p) { p.isPlaying() ? p.pause() : p.play(); }))
        ->setIcon(icon(QStyle::SP_MediaPlay));
    addAction(u"stepMessage"_s, tr("Step: message"), QKeySequence(u"Ctrl+Right"_s),
              onPlayback([](Playback &p) { p.step(Playback::Step::Message); }));
    addAction(u"stepRound"_s, tr("Step: round"), QKeySequence(u"Ctrl+Shift+Right"_s),
              onPlayback([](Playback &p) { p.step(Playback::Step::Round); }));
}

void MainWindow::makeFileActions()
{
    addAction(u"textbook"_s, tr("Open the textbook ring"), QKeySequence(u"Ctrl+T"_s), [this] { openTextbook(); });
    addAction(u"random"_s, tr("Open a random ring…"), QKeySequence(u"Ctrl+Shift+N"_s), [this] { chooseRandom(); });
    addAction(u"connect"_s, tr("Connect to a node…"), QKeySequence(u"Ctrl+O"_s),
              [this] { askWhereToConnect(Settings::lastAddress()); });
    addAction(u"closeRing"_s, tr("Close the ring"), QKeySequence(u"Ctrl+W"_s), [this] { closeRing(); });
    addAction(u"replay"_s, tr("Replay what was recorded"), QKeySequence(u"Ctrl+Shift+R"_s),
              [this] { replayRecorded(); });
    addAction(u"returnToLive"_s, tr("Return to the live ring"), QKeySequence(u"Ctrl+Shift+T"_s),
              [this] { returnToLive(); });
    addAction(u"saveRecording"_s, tr("Save the recording…"), QKeySequence(u"Ctrl+S"_s), [this] { saveRecordingAs(); });
    addAction(u"openRecording"_s, tr("Open a recording or snapshot…"), QKeySequence(u"Ctrl+Shift+O"_s),
              [this] { openRecordingAs(); });
    addAction(u"exportRing"_s, tr("Export the ring (PNG, SVG)…"), QKeySequence(u"Ctrl+E"_s), [this] { exportRing(); });
    addAction(u"exportTable"_s, tr("Export the table of nodes (CSV)…"), QKeySequence(u"Ctrl+Shift+E"_s),
              [this] { exportTable(); });
    addAction(u"exportSnapshot"_s, tr("Export the snapshot (JSON)…"), QKeySequence(u"Ctrl+Shift+S"_s),
              [this] { exportSnapshot(); });
    addAction(u"quit"_s, tr("Quit"), QKeySequence(u"Ctrl+Q"_s), [this] { close(); });
}

void MainWindow::makeViewActions()
{
    addAction(u"find"_s, tr("Find a node or key"), QKeySequence::Find, [this] {
        m_find->setFocus();
        m_find->selectAll();
    });
    addAction(u"copyId"_s, tr("Copy the identifier"), QKeySequence(u"Ctrl+Shift+C"_s), [this] { copyIdentifier(); });
    QAction *legend = addAction(u"legend"_s, tr("Legend"), QKeySequence(u"F2"_s),
                                [this] { m_ring->setLegendVisible(m_actions[u"legend"_s]->isChecked()); });
    legend->setCheckable(true);
    legend->setChecked(true);
    QAction *presenter = addAction(u"presenter"_s, tr("Presenter mode"), QKeySequence(Qt::Key_F11),
                                   [this] { setPresenter(m_actions[u"presenter"_s]->isChecked()); });
    presenter->setCheckable(true);
    addAction(u"focusRing"_s, tr("Go to the ring"), QKeySequence(Qt::Key_F6), [this] { m_ring->setFocus(); });
    for (int number = 1; number <= lessonsCount; ++number) {
        addAction(u"lesson%1"_s.arg(number), tr("%1 · %2").arg(number).arg(makeLesson(number).title),
                  QKeySequence(u"Ctrl+%1"_s.arg(number)), [this, number] { openLesson(number); });
    }
    addAction(u"about"_s, tr("About FunnelKVS"), QKeySequence(Qt::Key_F1), [this] { showAbout(); });
}

void MainWindow::makeMenus()
{
    const auto addAll = [this](QMenu *menu, const QStringList &names) {
        for (const QString &name : names) {
            if (name.isEmpty())
                menu->addSeparator();
            else
                menu->addAction(action(name));
        }
    };
    addAll(menuBar()->addMenu(tr("&Ring")),
           {u"startRing"_s,
            u"textbook"_s,
            u"random"_s,
            u"connect"_s,
            {},
            u"openRecording"_s,
            u"saveRecording"_s,
            u"replay"_s,
            u"returnToLive"_s,
            {},
            u"exportRing"_s,
            u"exportTable"_s,
            u"exportSnapshot"_s,
            {},
            u"closeRing"_s,
            u"quit"_s});
    addAll(menuBar()->addMenu(tr("&Node")),
           {u"join"_s,
            u"joinAt"_s,
            u"leave"_s,
            u"kill"_s,
            u"restart"_s,
            {},
            u"isolate"_s,
            u"cutLink"_s,
            u"heal"_s,
            {},
            u"log"_s,
            u"copyId"_s,
            {},
            u"unlock"_s});
    addAll(menuBar()->addMenu(tr("&Key")),
           {u"put"_s, u"get"_s, u"delete"_s, {}, u"lookup"_s, u"clearLookup"_s, {}, u"find"_s});
    addAll(menuBar()->addMenu(tr("&Time")), {u"play"_s, u"back"_s, u"stepMessage"_s, u"stepRound"_s});
    addAll(menuBar()->addMenu(tr("&Lessons")), {u"lesson1"_s, u"lesson2"_s, u"lesson3"_s, u"lesson4"_s, u"lesson5"_s});

    QMenu *view = menuBar()->addMenu(tr("&View"));
    const std::array docks{std::pair{m_nodesDock, u"F7"_s}, std::pair{m_inspectorDock, u"F8"_s},
                           std::pair{m_tabsDock, u"F9"_s}, std::pair{m_lessonDock, u"F10"_s}};
    for (const auto &[dock, shortcut] : docks) {
        QAction *toggle = dock->toggleViewAction();
        toggle->setShortcut(QKeySequence(shortcut));
        QMainWindow::addAction(toggle);
        view->addAction(toggle);
    }
    view->addSeparator();
    addAll(view, {u"legend"_s, u"presenter"_s, u"focusRing"_s});
    view->addSeparator();
    makeColourMenu(view->addMenu(tr("Colours")));
    makeLanguageMenu(view->addMenu(tr("Language")));
    addAll(menuBar()->addMenu(tr("&Help")), {u"about"_s});
}

void MainWindow::makeColourMenu(QMenu *menu)
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

void MainWindow::makeLanguageMenu(QMenu *menu)
{
    auto *group = new QActionGroup(this);
    const std::array choices{std::pair{QString(), tr("As the system")}, std::pair{u"en"_s, u"English"_s},
                             std::pair{u"ja"_s, u"日本語"_s}};
    for (const auto &[language, text] : choices) {
        QAction *choice = menu->addAction(text, this, [this, language = language] {
            Settings::setLanguage(language);
            m_messages->show(u"language"_s, MessageBar::Kind::Note,
                             tr("The language changes when the program is started again."));
        });
        choice->setCheckable(true);
        choice->setChecked(Settings::language() == language);
        group->addAction(choice);
    }
}

void MainWindow::makeToolBars()
{
    const auto addBar = [this](const QString &name, const QString &title) {
        QToolBar *bar = addToolBar(title);
        bar->setObjectName(name);
        bar->setMovable(false);
        bar->setToolButtonStyle(Qt::ToolButtonTextOnly);
        bar->toggleViewAction()->setVisible(false);
        return bar;
    };
    const auto makeEdit = [this](const QString &placeholder, const QString &name, int width) {
        auto *edit = new QLineEdit(this);
        edit->setPlaceholderText(placeholder);
        edit->setAccessibleName(name);
        edit->setClearButtonEnabled(true);
        edit->setMinimumWidth(width);
        edit->setMaximumWidth(2 * width);
        return edit;
    };
    QToolBar *nodes = addBar(u"nodesBar"_s, tr("Nodes"));
    nodes->addActions({action(u"startRing"_s), action(u"join"_s), action(u"leave"_s), action(u"kill"_s)});

    QToolBar *keys = addBar(u"keysBar"_s, tr("Keys"));
    m_key = makeEdit(tr("key"), tr("Key"), 100);
    m_value = makeEdit(tr("value"), tr("Value"), 110);
    m_value->setMaxLength(valueCharactersMax);
    connect(m_value, &QLineEdit::inputRejected, this, [this] {
        m_messages->show(u"field"_s, MessageBar::Kind::Warning,
                         tr("The field takes %1 characters at most; what is beyond was left out. Store longer values "
                            "from a file: funnelkvs put KEY --file FILE")
                             .arg(locale().toString(valueCharactersMax)));
    });
    connect(m_value, &QLineEdit::textEdited, this, [this] {
        if (m_value->text().size() < valueCharactersMax)
            m_messages->remove(u"field"_s);
    });
    connect(m_key, &QLineEdit::returnPressed, action(u"lookup"_s), &QAction::trigger);
    // Typed one after the other: the next key takes the place of this one.
    connect(m_value, &QLineEdit::returnPressed, this, [this] {
        action(u"put"_s)->trigger();
        m_key->setFocus();
        m_key->selectAll();
    });
    keys->addWidget(m_key);
    keys->addWidget(m_value);
    keys->addActions({action(u"put"_s), action(u"get"_s), action(u"delete"_s), action(u"lookup"_s)});

    m_playBar = addBar(u"playBar"_s, tr("Time"));
    m_playBar->addActions({action(u"back"_s), action(u"play"_s), action(u"stepMessage"_s), action(u"stepRound"_s)});
    m_speed = new QComboBox(this);
    m_speed->setAccessibleName(tr("Speed"));
    m_speed->setToolTip(tr("How fast time passes; 1× is as in life"));
    for (const double speed : speeds)
        m_speed->addItem(u"%1×"_s.arg(locale().toString(speed)), speed * 1000);
    connect(m_speed, &QComboBox::activated, this, [this] {
        if (m_source && m_source->playback())
            m_source->playback()->setSpeed(m_speed->currentData().toDouble());
    });
    m_playBar->addWidget(m_speed);

    QToolBar *finding = addBar(u"findBar"_s, tr("Find"));
    m_find = makeEdit(tr("find a node or key"), tr("Find a node or key"), 130);
    m_find->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_find, &QLineEdit::returnPressed, this, &MainWindow::find);
    auto *gap = new QWidget(this); // it stands at the right end, whichever bars are left of it
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    finding->addWidget(gap);
    finding->addWidget(m_find);
}

void MainWindow::showAbout()
{
    QMessageBox::about(
        this, tr("About FunnelKVS"),
        tr("<h3>FunnelKVS monitor %1</h3>"
           "<p>Shows a ring of FunnelKVS nodes, drives it, and teaches with it.</p>"
           "<p>Built with Qt %2, running with Qt %3.</p>"
           "<p>The ring follows the Chord paper (Stoica et al., IEEE/ACM Transactions on Networking 11(1), 2003). "
           "Colours by Okabe and Ito.</p>"
           "<p>Free software under the GNU General Public License, version 3 or later.</p>")
            .arg(QStringLiteral(FUNNELKVS_VERSION), QStringLiteral(QT_VERSION_STR), QString::fromLatin1(qVersion())));
}

} // namespace monitor
