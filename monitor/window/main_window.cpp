// SPDX-License-Identifier: GPL-3.0-or-later
//
// A snapshot with another content refreshes everything; one with newer ages only refreshes words. There are no
// confirmation dialogs: an action that can be undone offers that, another one shows its effect before.

#include "window/main_window.h"

#include "classroom/classroom_settings.h"
#include "classroom/lesson_runner.h"
#include "model/playback.h"
#include "panels/events_panel.h"
#include "panels/inspector.h"
#include "panels/message_bar.h"
#include "panels/nodes_table.h"
#include "panels/ring_keys_panel.h"
#include "panels/start_page.h"
#include "panels/timeline.h"
#include "panels/trace_panel.h"
#include "ring/ring_view.h"
#include "session/search.h"
#include "window/about.h"
#include "window/action_results.h"
#include "window/actions.h"
#include "window/bookmark_dialog.h"
#include "window/bottom_tabs.h"
#include "window/centre_area.h"
#include "window/command_line.h"
#include "window/connect_dialog.h"
#include "window/file_commands.h"
#include "window/find_bar.h"
#include "window/health_chip.h"
#include "window/health_notifier.h"
#include "window/kept_rings.h"
#include "window/key_bar.h"
#include "window/lesson_dock.h"
#include "window/menu_bar.h"
#include "window/node_commands.h"
#include "window/node_warnings.h"
#include "window/play_bar.h"
#include "window/random_ring_dialog.h"
#include "window/ring_bars.h"
#include "window/settings.h"
#include "window/stage_band.h"
#include "window/status_bar.h"
#include "window/teacher_window.h"
#include "window/timeline_bar.h"

#include <QApplication>
#include <QCloseEvent>
#include <QShortcut>
#include <QStackedWidget>

#include <utility>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr int narrowWidth = 1200; // of the window, logical pixels
constexpr int lowHeight = 760;
constexpr int stateVersion = 1; // of the docks that are remembered

} // namespace

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_actions(new Actions(this))
{
    setDockNestingEnabled(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    makeCentre();
    makeDocks();
    makeBars();
    connectSession();
    connectActions();
    connectPanels();
    connectStartPage();
    connectMessages();
    restore();
    showSource();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeCentre()
{
    m_ring = new RingView(this);
    m_ring->setColouring(Colouring(Settings::colouring()));
    m_messages = new MessageBar(this);
    m_warnings = new NodeWarnings(m_messages, this);
    m_ringBars = new RingBars(&m_session, m_messages, this);
    m_startPage = new StartPage(this);
    m_timeline = new Timeline(this); // here for its place in the order of Tab
    m_centre = new QStackedWidget(this);
    m_centre->addWidget(m_ring);
    m_centre->addWidget(m_startPage);
    m_centreArea = new CentreArea(m_centre, m_messages, this);
    m_band = new StageBand(*m_actions, this);
    m_band->hide();
    m_teacher = new TeacherWindow(this);
    setCentralWidget(m_centreArea);
}

void MainWindow::makeDocks()
{
    m_nodesTable = new NodesTable(this);
    m_nodesDock = addDock(u"nodesDock"_s, new QDockWidget(tr("Nodes"), this), Qt::LeftDockWidgetArea, u"F7"_s);
    m_nodesDock->setWidget(m_nodesTable);
    m_inspector = new Inspector(this);
    m_inspectorDock =
        addDock(u"inspectorDock"_s, new QDockWidget(tr("Inspector"), this), Qt::RightDockWidgetArea, u"F8"_s);
    m_inspectorDock->setWidget(m_inspector);
    m_lessonDock = new LessonDock(this);
    addDock(u"lessonDock"_s, m_lessonDock, Qt::RightDockWidgetArea, u"F10"_s);
    tabifyDockWidget(m_inspectorDock, m_lessonDock);
    m_lessonDock->hide();

    m_tabs = new BottomTabs(&m_session, this);
    m_tabsDock =
        addDock(u"tabsDock"_s, new QDockWidget(tr("Trace, events, charts"), this), Qt::BottomDockWidgetArea, u"F9"_s);
    m_tabsDock->setWidget(m_tabs);
    m_tabsDock->setTitleBarWidget(new QWidget(m_tabsDock)); // the tabs say what it is
}

QDockWidget *MainWindow::addDock(const QString &name, QDockWidget *dock, Qt::DockWidgetArea area,
                                 const QString &shortcut)
{
    dock->setObjectName(name);
    addDockWidget(area, dock);
    dock->toggleViewAction()->setShortcut(QKeySequence(shortcut));
    addAction(dock->toggleViewAction());
    return dock;
}

void MainWindow::makeBars()
{
    auto *menus = new MenuBar(*m_actions, {m_nodesDock, m_inspectorDock, m_tabsDock, m_lessonDock}, this);
    setMenuBar(menus);
    connect(menus, &MenuBar::languageChosen, this, [this] {
        m_messages->show(u"language"_s, MessageBar::Kind::Note,
                         tr("The language changes when the program is restarted."));
    });
    connect(menus, &MenuBar::colouringChosen, this, [this](Colouring colouring) {
        m_ring->setColouring(colouring);
        showSnapshot(); // other panels have the colours, too
    });
    auto *nodes = new ToolBar(u"nodesBar"_s, tr("Nodes"), this);
    nodes->addActions({m_actions->startRing, m_actions->join});
    nodes->addDestructive({m_actions->leave, m_actions->kill});
    m_keyBar = new KeyBar(*m_actions, this);
    m_playBar = new PlayBar(&m_session, *m_actions, this);
    m_findBar = new FindBar(this);
    for (QToolBar *bar : std::initializer_list<QToolBar *>{nodes, m_keyBar, m_playBar, m_findBar})
        addToolBar(bar);

    m_timelineBar = new TimelineBar(&m_session, m_timeline, *m_actions, this);
    addToolBar(Qt::BottomToolBarArea, m_timelineBar);
    m_statusBar = new StatusBar(this);
    setStatusBar(m_statusBar);
    m_startLayout.setBars({m_keyBar, m_findBar, m_timelineBar});
    for (QWidget *widget : std::initializer_list<QWidget *>{m_ring, m_timeline}) {
        auto *space = new QShortcut(Qt::Key_Space, widget);
        space->setContext(Qt::WidgetShortcut);
        connect(space, &QShortcut::activated, m_actions->play, &QAction::trigger);
    }
}

void MainWindow::restore()
{
    resize(1280, 800);
    m_isNarrow = m_isLow = true; // so that the next line sets all sizes
    fitDocks();
    restoreGeometry(Settings::windowGeometry());
    restoreState(Settings::windowState(), stateVersion);
    m_lessonDock->hide(); // there is no lesson yet
    m_startPage->setAddress(Settings::lastAddress());
    showAddresses();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    fitDocks();
}

// In a small window the docks leave the room to the ring.
void MainWindow::fitDocks()
{
    if (m_startLayout.isSet())
        return;
    const bool isNarrow = width() < narrowWidth;
    if (std::exchange(m_isNarrow, isNarrow) != isNarrow)
        resizeDocks({m_nodesDock, m_inspectorDock}, isNarrow ? QList{180, 240} : QList{250, 300}, Qt::Horizontal);
    const bool isLow = height() < lowHeight;
    if (std::exchange(m_isLow, isLow) != isLow)
        resizeDocks({m_tabsDock}, {isLow ? 110 : 170}, Qt::Vertical);
}

// Keys that would be lost are told first; closing again closes.
void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_ringBars->warnsBeforeQuit()) {
        event->ignore();
        return;
    }
    if (m_actions->presenter->isChecked())
        m_actions->presenter->trigger(); // the window is remembered as it was before
    m_startLayout.set(false);
    Settings::setWindow(saveGeometry(), saveState(stateVersion));
    QMainWindow::closeEvent(event);
}

void MainWindow::connectSession()
{
    connect(&m_session, &RingSession::sourceChanged, this, &MainWindow::showSource);
    connect(&m_session, &RingSession::snapshotChanged, this, &MainWindow::showSnapshot);
    connect(&m_session, &RingSession::snapshotRefreshed, this, [this] {
        m_ring->setSnapshot(m_session.snapshot());
        m_warnings->refresh(m_session);
        showDetails();
        showStatus();
    });
    connect(&m_session, &RingSession::selectionChanged, this, &MainWindow::showSelection);
    connect(&m_session, &RingSession::openingStarted, this, &MainWindow::showOpening);
    connect(&m_session, &RingSession::parkedChanged, m_ringBars, &RingBars::refresh);
    connect(m_ringBars, &RingBars::quitRequested, this, &MainWindow::close);
    connect(&m_session, &RingSession::opened, this, &MainWindow::showOpened);
    connect(&m_session, &RingSession::openingFailed, this, &MainWindow::showOpeningFailed);
    connect(&m_session, &RingSession::lessonOpened, this, &MainWindow::showLesson);
    connect(&m_session, &RingSession::eventHappened, m_timeline, &Timeline::addEvent);
    connect(&m_session, &RingSession::progressed, this, &MainWindow::showProgress);
    connect(&m_session, &RingSession::troubled, this, [this](const QString &text) {
        if (text.isEmpty())
            m_messages->remove(u"source"_s);
        else
            m_messages->show(u"source"_s, MessageBar::Kind::Warning, text);
    });
    connect(&m_session, &RingSession::playbackChanged, this, [this] {
        m_playBar->refresh();
        showStatus();
    });
    connect(&m_session, &RingSession::unlocked, this, [this] {
        m_messages->remove(u"readOnly"_s);
        showSnapshot();
    });
    connect(&m_session, &RingSession::eventsDiscarded, this, [this](qint64 fromMs) {
        m_timeline->dropAfter(fromMs);
        m_ring->clearLookup();
    });
    new ActionResults({&m_session, &m_runner, m_ring, m_inspector, m_tabs->trace(), m_tabs, m_tabs->charts(),
                       m_messages, m_warnings, m_statusBar},
                      this);
}

void MainWindow::connectActions()
{
    m_nodeCommands = new NodeCommands(&m_session, &m_runner, *m_actions, m_messages, this);
    connectFileActions();
    const auto onTrigger = [this](QAction *action, auto act) { connect(action, &QAction::triggered, this, act); };
    onTrigger(m_actions->put, [this] { beginOnKey(Action::Put); });
    onTrigger(m_actions->get, [this] { beginOnKey(Action::Get); });
    onTrigger(m_actions->remove, [this] { beginOnKey(Action::Delete); });
    onTrigger(m_actions->lookup, [this] { beginOnKey(Action::Lookup); });
    onTrigger(m_actions->clearLookup, [this] { m_ring->clearLookup(); });
    onTrigger(m_actions->find, [this] { m_findBar->focusField(); });
    onTrigger(m_actions->legend, [this](bool isChecked) { m_ring->setLegendVisible(isChecked); });
    onTrigger(m_actions->presenter, [this](bool isChecked) { setStage(isChecked); });
    onTrigger(m_actions->teacher, [this](bool isChecked) { m_teacher->setVisible(isChecked); });
    onTrigger(m_actions->startRing, [this] { startRing(Settings::localNodes()); });
    onTrigger(m_actions->focusRing, [this] { m_ring->setFocus(); });
    onTrigger(m_actions->about, [this] { showAbout(this); });
}

void MainWindow::setStage(bool isStage)
{
    m_startLayout.set(false);
    m_presenter.set(isStage);
    arrange();
    m_ring->setPresenter(isStage);
    m_nodesTable->resizeColumnsToContents();
    m_centreArea->setStrip(m_session.isOpen() && !isStage);
    m_centreArea->setBand(isStage ? m_band : nullptr);
    m_playBar->setOnStage(isStage);
    m_warnings->setQuiet(isStage, m_session);
    m_lessonDock->setVisible(!isStage && m_lessonDock->hasLesson());
}

// On a stage, everything around is hidden anyway.
void MainWindow::arrange()
{
    m_startLayout.set(!m_session.isOpen() && !m_actions->presenter->isChecked());
    fitDocks();
}

void MainWindow::connectFileActions()
{
    auto *files = new FileCommands(&m_session, m_ring, &m_nodesTable->nodes(), *m_actions, this);
    connect(files, &FileCommands::written, this,
            [this](const QString &path) { m_statusBar->tell(tr("%1 was written.").arg(path)); });
    ValueEditor *editor = m_inspector->valueEditor();
    connect(editor, &ValueEditor::loadRequested, files, [files, editor] { files->loadValue(*editor); });
    connect(editor, &ValueEditor::saveRequested, files, &FileCommands::saveValue);
    connect(m_tabs->ringKeys(), &RingKeysPanel::exportRequested, files,
            [this, files] { files->exportTable(tr("Export the keys"), u"keys.csv"_s, m_tabs->ringKeys()->csv()); });
    connect(m_tabs->events(), &EventsPanel::exportRequested, files,
            [this, files] { files->exportTable(tr("Export the events"), u"events.csv"_s, m_tabs->events()->csv()); });
    connect(files, &FileCommands::failed, this,
            [this](const QString &text) { m_messages->show(u"action"_s, MessageBar::Kind::Warning, text); });
    const auto onTrigger = [this](QAction *action, auto act) { connect(action, &QAction::triggered, this, act); };
    onTrigger(m_actions->textbook, [this] { m_session.openClassroom(ClassroomSettings::textbook()); });
    onTrigger(m_actions->random, [this] { chooseRandom(); });
    onTrigger(m_actions->connectToNode, [this] { chooseAddress(Settings::lastAddress()); });
    onTrigger(m_actions->bookmark, [this] { bookmark(); });
    onTrigger(m_actions->closeRing, [this] { m_session.close(); });
    onTrigger(m_actions->replay, [this] { m_session.replayRecorded(); });
    onTrigger(m_actions->returnToLive, [this] { m_session.returnToLive(); });
    onTrigger(m_actions->quit, [this] { close(); });
    for (int number = 1; number <= lessonsCount; ++number)
        onTrigger(m_actions->lessons[size_t(number - 1)], [this, number] { m_session.openLesson(number); });
}

void MainWindow::connectPanels()
{
    connect(m_ring, &RingView::selectionChanged, &m_session, &RingSession::select);
    connect(m_ring, &RingView::inspectRequested, this, [this] {
        m_inspectorDock->show();
        m_inspectorDock->raise();
        m_inspector->setFocus();
    });
    connect(m_ring, &RingView::menuRequested, m_nodeCommands, &NodeCommands::showMenu);
    connect(m_nodesTable, &NodesTable::nodeSelected, this, [this](const chord::Id &node) {
        m_session.select({node, {}});
    });
    connect(m_inspector, &Inspector::selectionRequested, &m_session, &RingSession::select);
    connect(m_inspector, &Inspector::actionRequested, this, [this](Action action) {
        if (!m_session.selection().key)
            return;
        m_runner.beginOnKey(action, *m_session.selection().key, {});
    });
    connect(m_inspector->valueEditor(), &ValueEditor::storeRequested, this, [this](ActionRequest request) {
        request.node = m_session.askedNode();
        m_runner.begin(request);
    });
    connect(m_statusBar->healthChip(), &HealthChip::issuesRequested, this,
            [this](const std::optional<RingIssue::Kind> &kind) {
                m_tabsDock->show();
                m_tabs->showIssues(kind);
            });
    m_notifier = new HealthNotifier(&m_session, this);
    connect(m_actions->notify, &QAction::toggled, this, [](bool notifies) { Settings::setNotifies(notifies); });
    connect(m_tabs->events(), &EventsPanel::momentChosen, m_timelineBar, &TimelineBar::seek);
    connect(m_tabs->events(), &EventsPanel::pastRequested, m_timelineBar, &TimelineBar::enterPast);
    connect(m_tabs->trace(), &TracePanel::traceChosen, m_ring, &RingView::showLookup);
    connect(m_lessonDock, &LessonDock::emphasisChanged, m_ring, &RingView::setEmphasis);
    connect(m_lessonDock, &LessonDock::stepChanged, this, [this] {
        m_messages->clear();
        m_ring->clearLookup();
        m_warnings->refresh(m_session);
    });
    connect(m_findBar, &FindBar::findRequested, this, &MainWindow::find);
}

void MainWindow::connectStartPage()
{
    connect(m_startPage, &StartPage::localRequested, this, &MainWindow::startRing);
    new KeptRings(&m_session, m_startPage, m_messages, m_actions->reopenRing, this);
    connect(m_startPage, &StartPage::textbookRequested, m_actions->textbook, &QAction::trigger);
    connect(m_startPage, &StartPage::randomRequested, m_actions->random, &QAction::trigger);
    QStringList lessons;
    for (const QAction *lesson : m_actions->lessons)
        lessons << lesson->text();
    m_startPage->setLessons(lessons);
    connect(m_startPage, &StartPage::lessonRequested, &m_session, &RingSession::openLesson);
    connect(m_startPage, &StartPage::connectRequested, this,
            [this](const QString &address) { m_session.connectTo(address); });
    connect(m_startPage, &StartPage::cancelRequested, &m_session, &RingSession::cancelOpening);
}

void MainWindow::connectMessages()
{
    connect(m_warnings, &NodeWarnings::restartRequested, this,
            [this](const QByteArray &node) { m_runner.begin(ActionRequest::atNode(Action::Restart, node)); });
    connect(m_warnings, &NodeWarnings::healRequested, m_actions->heal, &QAction::trigger);
    connect(m_warnings, &NodeWarnings::logRequested, m_nodeCommands, &NodeCommands::showLog);
    connect(m_keyBar, &KeyBar::valueCut, this, [this] {
        m_messages->show(u"field"_s, MessageBar::Kind::Warning,
                         tr("The field holds at most %1 characters; the rest was cut off. Store longer values from a "
                            "file: funnelkvs put KEY --file FILE")
                             .arg(locale().toString(KeyBar::valueCharactersMax)));
    });
    connect(m_keyBar, &KeyBar::valueFits, this, [this] { m_messages->remove(u"field"_s); });
}

void MainWindow::open(const CommandLine &line)
{
    m_session.setAccess(line.access);
    switch (line.open) {
    case CommandLine::Open::Nothing:
        break;
    case CommandLine::Open::Connect:
        m_session.connectTo(line.address);
        break;
    case CommandLine::Open::StartRing:
        startRing(line.number, line.keepsData);
        break;
    case CommandLine::Open::Textbook:
        m_session.openClassroom(ClassroomSettings::textbook());
        break;
    case CommandLine::Open::Lesson:
        m_session.openLesson(line.number);
        break;
    }
}

void MainWindow::startRing(int nodes, bool keepsData)
{
    Settings::setLocalNodes(nodes);
    m_session.startRing(nodes, keepsData);
}

void MainWindow::showLesson(LessonRunner *lesson)
{
    m_lessonDock->open(lesson);
    m_band->setLesson(lesson);
    m_teacher->setLesson(lesson);
    connect(lesson, &LessonRunner::changed, m_centreArea, &CentreArea::place);
    if (m_actions->presenter->isChecked())
        m_lessonDock->hide();
}

void MainWindow::showSource()
{
    m_lessonDock->clear();
    m_band->setLesson(nullptr);
    m_teacher->setLesson(nullptr);
    m_ring->setEmphasis({});
    m_ring->clearLookup();
    m_warnings->clear();
    m_messages->clear();
    m_ringBars->refresh();
    m_tabs->clear();
    RingSource *source = m_session.source();
    m_timeline->setSource(source ? source->mode() : Mode::Live, source ? source->playback() : nullptr);
    showSelection();
    showSnapshot();
}

void MainWindow::showSnapshot()
{
    const SnapshotPtr &snapshot = m_session.snapshot();
    m_ring->setSnapshot(snapshot);
    m_nodesTable->setSnapshot(snapshot, m_ring->colours(), m_ring->style());
    m_tabs->refresh(m_ring->colours());
    m_centre->setCurrentWidget(m_session.isOpen() ? static_cast<QWidget *>(m_ring) : m_startPage);
    arrange();
    m_centreArea->setStrip(m_session.isOpen() && !m_actions->presenter->isChecked());
    if (!m_session.source() && !m_session.isOpening())
        m_startPage->showChoices();
    m_warnings->refresh(m_session);
    showDetails();
    m_actions->refresh(m_session);
    m_inspector->setActions(*m_actions->get, *m_actions->lookup, *m_actions->remove, *m_actions->put);
    showAsked();
    showStatus();
    m_playBar->refresh();
    m_band->setHasTime(m_session.isOpen() && m_session.source()->playback());
    m_centreArea->place();
}

void MainWindow::showSelection()
{
    const Selection &selection = m_session.selection();
    m_ring->setSelection(selection);
    m_nodesTable->select(selection);
    if (selection.key)
        m_keyBar->showKey(*selection.key, m_inspector->valueOf(*selection.key));
    if (m_ring->lookup().trace().key != selection.key.value_or(QByteArray()))
        m_ring->clearLookup();
    showDetails();
    m_actions->refresh(m_session);
    showAsked();
}

void MainWindow::showAsked()
{
    const QByteArray asked = m_session.askedNode();
    m_keyBar->showAsked(asked.isEmpty() ? QString() : m_session.nodeName(asked));
}

void MainWindow::showDetails()
{
    const bool isLive = m_session.source() && m_session.source()->mode() == Mode::Live;
    m_inspector->show(m_session.snapshot(), m_session.selection(), isLive ? m_session.source()->nowMs() : 0);
}

void MainWindow::showStatus()
{
    m_statusBar->refresh(m_session);
    m_timelineBar->refresh();
    if (!m_session.isOpen()) {
        setWindowTitle(tr("FunnelKVS"));
        return;
    }
    const std::optional<Bookmark> known = Bookmarks::of(m_session.address());
    const QString title = known ? known->name : m_session.source()->title();
    setWindowTitle(tr("%1 – FunnelKVS").arg(title.isEmpty() ? modeText(m_session.source()->mode()) : title));
}

// In place of the start page, or above the ring that stays open meanwhile.
void MainWindow::showOpening(const QString &text, int total)
{
    m_messages->remove(u"open"_s);
    m_startPage->showProgress(text, 0, total);
    if (m_session.source())
        m_ringBars->showOpening(text);
    m_actions->refresh(m_session);
    showStatus();
}

void MainWindow::showOpened()
{
    if (!m_session.address().isEmpty())
        Settings::addRecentAddress(m_session.address());
    showAddresses();
    showSnapshot();
    if (m_session.source()->isReadOnly())
        m_messages->show(u"readOnly"_s, MessageBar::Kind::Note,
                         tr("You did not start this ring; it is read-only until you unlock it."),
                         {{tr("Unlock"), [this] { m_session.unlock(); }}});
    m_ring->setFocus();
}

void MainWindow::showOpeningFailed(const QString &text, const QString &address)
{
    m_ringBars->refresh();
    m_startPage->showChoices();
    m_actions->refresh(m_session);
    showStatus();
    if (text.isEmpty())
        return;
    std::vector<Remedy> remedies;
    if (!address.isEmpty()) {
        m_startPage->setAddress(address);
        remedies.push_back({tr("Edit connection…"), [this, address] { chooseAddress(address); }});
    }
    m_messages->show(u"open"_s, MessageBar::Kind::Warning, text, remedies);
}

void MainWindow::showProgress(const QString &text, int done, int total)
{
    if (total == 0)
        return;
    if (m_session.isOpening())
        m_startPage->showProgress(text, done, total);
    if (m_session.isOpening() && m_session.source())
        m_ringBars->showOpening(text);
    else if (m_session.isOpen())
        m_statusBar->tell(text);
}

void MainWindow::beginOnKey(Action action)
{
    if (!m_session.isOpen())
        return;
    if (m_keyBar->key().isEmpty()) {
        m_messages->show(u"action"_s, MessageBar::Kind::Note, tr("Enter a key in the field above first."));
        m_keyBar->focusKey();
        return;
    }
    if (const std::optional<QByteArray> shown = m_keyBar->shownKey())
        m_runner.beginOnKey(action, *shown, m_keyBar->value());
    else
        m_runner.beginOnKey(action, m_keyBar->key(), m_keyBar->value());
}

void MainWindow::find(const QString &typed)
{
    const std::optional<Selection> found = findInRing(*m_session.snapshot(), typed);
    if (found) {
        m_messages->remove(u"find"_s);
        m_session.select(*found);
        m_ring->setFocus();
    } else {
        m_messages->show(u"find"_s, MessageBar::Kind::Note, tr("No known node or key begins with “%1”.").arg(typed));
    }
}

void MainWindow::chooseRandom()
{
    auto *dialog = new RandomRingDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { m_session.openClassroom(dialog->settings()); });
    dialog->open();
}

void MainWindow::chooseAddress(const QString &address)
{
    auto *dialog = new ConnectDialog(address, m_session.access(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ConnectDialog::accepted, this,
            [this, dialog] { m_session.connectTo(dialog->address(), dialog->access()); });
    dialog->open();
}

void MainWindow::bookmark()
{
    auto *dialog = new BookmarkDialog(m_session.address(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &BookmarkDialog::changed, this, [this] {
        showAddresses();
        showStatus();
    });
    dialog->open();
}

// A ring that has a name needs no place among the addresses.
void MainWindow::showAddresses()
{
    std::vector<StartPage::Named> named;
    QStringList recent = Settings::recentAddresses();
    for (const Bookmark &known : Bookmarks::all()) {
        named.push_back({known.address, known.name, known.colour});
        recent.removeAll(known.address);
    }
    m_startPage->setBookmarks(named);
    m_startPage->setRecent(recent);
}

} // namespace monitor
