// SPDX-License-Identifier: GPL-3.0-or-later
//
// A snapshot with another content refreshes everything; one with newer ages only refreshes words. A success is shown in
// its place (the value in the inspector, the path on the ring), a failure above the ring with its remedy. There are no
// confirmation dialogs: an action that can be undone offers that, another one shows its effect before.

#include "window/main_window.h"

#include "classroom/classroom_settings.h"
#include "classroom/lesson_runner.h"
#include "model/names.h"
#include "model/playback.h"
#include "panels/charts.h"
#include "panels/events_table.h"
#include "panels/inspector.h"
#include "panels/message_bar.h"
#include "panels/nodes_table.h"
#include "panels/start_page.h"
#include "panels/timeline.h"
#include "panels/trace_panel.h"
#include "panels/trace_text.h"
#include "ring/ring_view.h"
#include "session/search.h"
#include "window/about.h"
#include "window/action_dialogs.h"
#include "window/actions.h"
#include "window/command_line.h"
#include "window/connect_dialog.h"
#include "window/file_commands.h"
#include "window/find_bar.h"
#include "window/key_bar.h"
#include "window/lesson_dock.h"
#include "window/log_dialog.h"
#include "window/menu_bar.h"
#include "window/node_warnings.h"
#include "window/play_bar.h"
#include "window/random_ring_dialog.h"
#include "window/settings.h"
#include "window/status_bar.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QMenu>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr int stateVersion = 1; // of the docks that are remembered

bool isOfKey(Action action)
{
    return action == Action::Put || action == Action::Get || action == Action::Delete || action == Action::Lookup;
}

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
    m_messages = new MessageBar(this);
    m_warnings = new NodeWarnings(m_messages, this);
    m_startPage = new StartPage(this);
    m_timeline = new Timeline(this); // here for its place in the order of Tab
    m_centre = new QStackedWidget(this);
    m_centre->addWidget(m_ring);
    m_centre->addWidget(m_startPage);
    auto *centre = new QWidget(this);
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(m_centre, 1);
    setCentralWidget(centre);
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

    m_trace = new TracePanel(this);
    m_eventsTable = new EventsTable(this);
    m_charts = new Charts(this);
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_trace, tr("Trace of lookups"));
    m_tabs->addTab(m_eventsTable, tr("Events"));
    m_tabs->addTab(m_charts, tr("Charts"));
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
    auto *nodes = new ToolBar(u"nodesBar"_s, tr("Nodes"), this);
    nodes->addActions({m_actions->startRing, m_actions->join, m_actions->leave, m_actions->kill});
    m_keyBar = new KeyBar(*m_actions, this);
    m_playBar = new PlayBar(&m_session, *m_actions, this);
    m_findBar = new FindBar(this);
    for (QToolBar *bar : std::initializer_list<QToolBar *>{nodes, m_keyBar, m_playBar, m_findBar})
        addToolBar(bar);

    // The timeline has the line above the status bar to itself.
    auto *timelineBar = new ToolBar(u"timelineBar"_s, tr("Timeline"), this);
    timelineBar->addWidget(m_timeline);
    addToolBar(Qt::BottomToolBarArea, timelineBar);
    m_statusBar = new StatusBar(this);
    setStatusBar(m_statusBar);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_ring, m_timeline}) {
        auto *space = new QShortcut(Qt::Key_Space, widget);
        space->setContext(Qt::WidgetShortcut);
        connect(space, &QShortcut::activated, m_actions->play, &QAction::trigger);
    }
}

void MainWindow::restore()
{
    resize(1280, 800);
    resizeDocks({m_nodesDock, m_inspectorDock}, {250, 300}, Qt::Horizontal);
    resizeDocks({m_tabsDock}, {170}, Qt::Vertical);
    restoreGeometry(Settings::windowGeometry());
    restoreState(Settings::windowState(), stateVersion);
    m_lessonDock->hide(); // there is no lesson yet
    m_startPage->setAddress(Settings::lastAddress());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
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
    connect(&m_session, &RingSession::openingStarted, this, [this](const QString &text, int total) {
        if (!m_session.address().isEmpty())
            m_startPage->setAddress(m_session.address());
        m_startPage->showProgress(text, 0, total);
    });
    connect(&m_session, &RingSession::opened, this, &MainWindow::showOpened);
    connect(&m_session, &RingSession::openingFailed, this, &MainWindow::showOpeningFailed);
    connect(&m_session, &RingSession::lessonOpened, m_lessonDock, &LessonDock::open);
    connect(&m_session, &RingSession::eventHappened, this, &MainWindow::showEvent);
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
        m_actions->refresh(m_session);
        showStatus();
    });
    connect(&m_runner, &ActionRunner::begun, this, [this] { m_messages->remove(u"action"_s); });
    connect(&m_runner, &ActionRunner::succeeded, this, &MainWindow::showResult);
    connect(&m_runner, &ActionRunner::failed, this,
            [this](const QString &text) { m_messages->show(u"action"_s, MessageBar::Kind::Warning, text); });
}

void MainWindow::connectActions()
{
    connectNodeActions();
    connectFileActions();
    const auto onTrigger = [this](QAction *action, auto act) { connect(action, &QAction::triggered, this, act); };
    onTrigger(m_actions->put, [this] { beginOnKey(Action::Put); });
    onTrigger(m_actions->get, [this] { beginOnKey(Action::Get); });
    onTrigger(m_actions->remove, [this] { beginOnKey(Action::Delete); });
    onTrigger(m_actions->lookup, [this] { beginOnKey(Action::Lookup); });
    onTrigger(m_actions->clearLookup, [this] { m_ring->clearLookup(); });
    onTrigger(m_actions->find, [this] { m_findBar->focusField(); });
    onTrigger(m_actions->copyId, [this] { copyIdentifier(); });
    onTrigger(m_actions->legend, [this](bool isChecked) { m_ring->setLegendVisible(isChecked); });
    onTrigger(m_actions->presenter, [this](bool isChecked) {
        m_presenter.set(isChecked);
        m_ring->setPresenter(isChecked);
        m_nodesTable->resizeColumnsToContents();
    });
    onTrigger(m_actions->focusRing, [this] { m_ring->setFocus(); });
    onTrigger(m_actions->about, [this] { showAbout(this); });
}

void MainWindow::connectNodeActions()
{
    const auto onTrigger = [this](QAction *action, auto act) { connect(action, &QAction::triggered, this, act); };
    onTrigger(m_actions->startRing, [this] { startRing(Settings::localNodes()); });
    onTrigger(m_actions->join, [this] { m_runner.begin(ActionRequest::of(Action::Join)); });
    onTrigger(m_actions->joinAt, [this] { joinAt(); });
    onTrigger(m_actions->leave, [this] { m_runner.beginOnSelectedNode(Action::Leave); });
    onTrigger(m_actions->kill, [this] { m_runner.beginOnSelectedNode(Action::Kill); });
    onTrigger(m_actions->restart, [this] { m_runner.beginOnSelectedNode(Action::Restart); });
    onTrigger(m_actions->isolate, [this] { m_runner.beginOnSelectedNode(Action::Isolate); });
    onTrigger(m_actions->cutLink, [this] { cutLink(); });
    onTrigger(m_actions->heal, [this] { m_runner.begin(ActionRequest::of(Action::Heal)); });
    onTrigger(m_actions->log, [this] { showLog(m_session.selectedNode()); });
    onTrigger(m_actions->unlock, [this] { m_session.unlock(); });
}

void MainWindow::connectFileActions()
{
    auto *files = new FileCommands(&m_session, m_ring, &m_nodesTable->nodes(), this);
    connect(files, &FileCommands::written, this,
            [this](const QString &path) { m_statusBar->tell(tr("%1 was written.").arg(path)); });
    connect(files, &FileCommands::failed, this,
            [this](const QString &text) { m_messages->show(u"action"_s, MessageBar::Kind::Warning, text); });
    const auto onTrigger = [this](QAction *action, auto act) { connect(action, &QAction::triggered, this, act); };
    onTrigger(m_actions->textbook, [this] { m_session.openClassroom(ClassroomSettings::textbook()); });
    onTrigger(m_actions->random, [this] { chooseRandom(); });
    onTrigger(m_actions->connectToNode, [this] { chooseAddress(Settings::lastAddress()); });
    onTrigger(m_actions->closeRing, [this] { m_session.close(); });
    onTrigger(m_actions->replay, [this] { m_session.replayRecorded(); });
    onTrigger(m_actions->returnToLive, [this] { m_session.returnToLive(); });
    onTrigger(m_actions->saveRecording, [files] { files->saveRecording(); });
    onTrigger(m_actions->openRecording, [files] { files->openRecording(); });
    onTrigger(m_actions->exportRing, [files] { files->exportRing(); });
    onTrigger(m_actions->exportTable, [files] { files->exportTable(); });
    onTrigger(m_actions->exportSnapshot, [files] { files->exportSnapshot(); });
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
    connect(m_ring, &RingView::menuRequested, this, &MainWindow::showNodeMenu);
    connect(m_nodesTable, &NodesTable::nodeSelected, this, [this](const chord::Id &node) {
        m_session.select({node, {}});
    });
    connect(m_inspector, &Inspector::selectionRequested, &m_session, &RingSession::select);
    connect(m_inspector, &Inspector::actionRequested, this, [this](Action action) {
        if (!m_session.selection().key)
            return;
        ActionRequest request = ActionRequest::of(action);
        request.key = *m_session.selection().key;
        m_runner.begin(request);
    });
    connect(m_trace, &TracePanel::traceChosen, m_ring, &RingView::showLookup);
    connect(m_lessonDock, &LessonDock::emphasisChanged, m_ring, &RingView::setEmphasis);
    connect(m_findBar, &FindBar::findRequested, this, &MainWindow::find);
}

void MainWindow::connectStartPage()
{
    connect(m_startPage, &StartPage::localRequested, this, &MainWindow::startRing);
    connect(m_startPage, &StartPage::textbookRequested, m_actions->textbook, &QAction::trigger);
    connect(m_startPage, &StartPage::randomRequested, m_actions->random, &QAction::trigger);
    connect(m_startPage, &StartPage::connectRequested, this,
            [this](const QString &address) { m_session.connectTo(address); });
    connect(m_startPage, &StartPage::cancelRequested, &m_session, &RingSession::cancelOpening);
}

void MainWindow::connectMessages()
{
    connect(m_warnings, &NodeWarnings::restartRequested, this,
            [this](const QByteArray &node) { m_runner.begin(ActionRequest::atNode(Action::Restart, node)); });
    connect(m_warnings, &NodeWarnings::healRequested, m_actions->heal, &QAction::trigger);
    connect(m_warnings, &NodeWarnings::logRequested, this, &MainWindow::showLog);
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
        startRing(line.number);
        break;
    case CommandLine::Open::Textbook:
        m_session.openClassroom(ClassroomSettings::textbook());
        break;
    case CommandLine::Open::Lesson:
        m_session.openLesson(line.number);
        break;
    }
}

void MainWindow::startRing(int nodes)
{
    Settings::setLocalNodes(nodes);
    m_session.startRing(nodes);
}

void MainWindow::showSource()
{
    m_lessonDock->clear();
    m_ring->setEmphasis({});
    m_ring->clearLookup();
    m_warnings->clear();
    m_messages->clear();
    m_eventsTable->clear();
    m_trace->clear();
    m_charts->clear();
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
    m_charts->setSnapshot(snapshot, m_ring->colours());
    if (m_session.source())
        m_eventsTable->setManner(m_session.source()->mode(), Names(*snapshot));
    m_centre->setCurrentWidget(m_session.isOpen() ? static_cast<QWidget *>(m_ring) : m_startPage);
    if (!m_session.source())
        m_startPage->showChoices();
    m_warnings->refresh(m_session);
    showDetails();
    m_actions->refresh(m_session);
    showStatus();
    m_playBar->refresh();
}

void MainWindow::showSelection()
{
    const Selection &selection = m_session.selection();
    m_ring->setSelection(selection);
    m_nodesTable->select(selection);
    if (selection.key)
        m_keyBar->showKey(*selection.key);
    showDetails();
    m_actions->refresh(m_session);
}

void MainWindow::showDetails()
{
    const bool isLive = m_session.source() && m_session.source()->mode() == Mode::Live;
    m_inspector->show(m_session.snapshot(), m_session.selection(), isLive ? m_session.source()->nowMs() : 0);
}

void MainWindow::showStatus()
{
    m_statusBar->refresh(m_session);
    if (!m_session.isOpen()) {
        setWindowTitle(tr("FunnelKVS"));
        return;
    }
    const QString title = m_session.source()->title();
    setWindowTitle(tr("%1 – FunnelKVS").arg(title.isEmpty() ? modeText(m_session.source()->mode()) : title));
}

void MainWindow::showOpened()
{
    if (!m_session.address().isEmpty())
        Settings::setLastAddress(m_session.address());
    showSnapshot();
    if (m_session.source()->isReadOnly())
        m_messages->show(u"readOnly"_s, MessageBar::Kind::Note,
                         tr("You did not start this ring; it is read-only until you unlock it."),
                         {{tr("Unlock"), [this] { m_session.unlock(); }}});
    m_ring->setFocus();
}

void MainWindow::showOpeningFailed(const QString &text, const QString &address)
{
    if (text.isEmpty())
        return;
    std::vector<Remedy> remedies;
    if (!address.isEmpty())
        remedies.push_back({tr("Edit connection…"), [this, address] { chooseAddress(address); }});
    m_messages->show(u"open"_s, MessageBar::Kind::Warning, text, remedies);
}

void MainWindow::showEvent(const RingEvent &event)
{
    m_eventsTable->add(event);
    m_timeline->addEvent(event);
}

void MainWindow::showProgress(const QString &text, int done, int total)
{
    if (!m_session.isOpen() && total > 0)
        m_startPage->showProgress(text, done, total);
    else if (total > 0)
        m_statusBar->tell(text);
}

void MainWindow::showResult(const ActionRequest &request, const ActionReport &report)
{
    if (!report.text.isEmpty())
        m_statusBar->tell(report.text);
    if (isOfKey(report.action) && report.micros > 0)
        m_charts->addDuration(report.micros);
    if (report.lookup) {
        m_charts->addHops(hopCount(*report.lookup));
        m_trace->add(*report.lookup, Names(*m_session.snapshot()));
    }
    switch (report.action) {
    case Action::Lookup:
        m_tabs->setCurrentWidget(m_trace);
        if (report.lookup)
            m_ring->showLookup(*report.lookup);
        break;
    case Action::Get:
        m_inspector->setValue(report.key, report.value);
        m_session.select({{}, report.key});
        break;
    case Action::Put:
        m_inspector->setValue(request.key, request.value);
        m_session.select({{}, request.key});
        break;
    case Action::Delete:
        m_inspector->forgetValue();
        offerUndo(report);
        break;
    case Action::Kill:
        if (!request.node.isEmpty())
            m_warnings->showKilled(request.node, m_session.nodeName(request.node));
        break;
    default:
        break;
    }
}

void MainWindow::showNodeMenu(const QPoint &place)
{
    QMenu menu(this);
    if (m_session.selection().node)
        menu.addActions({m_actions->leave, m_actions->kill, m_actions->restart, m_actions->isolate, m_actions->cutLink,
                         m_actions->heal, m_actions->log});
    else
        menu.addActions({m_actions->get, m_actions->lookup, m_actions->remove});
    menu.addAction(m_actions->copyId);
    menu.exec(place);
}

void MainWindow::showLog(const QByteArray &address)
{
    const QString path = m_session.isOpen() && !address.isEmpty() ? m_session.source()->logPath(address) : QString();
    const QString problem = LogDialog::open(m_session.nodeName(address), path, this);
    if (!problem.isEmpty())
        m_messages->show(u"action"_s, MessageBar::Kind::Warning, problem);
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
    m_runner.beginOnKey(action, m_keyBar->key(), m_keyBar->value());
}

void MainWindow::joinAt()
{
    const std::optional<QString> typed = askIdentifier(this);
    if (!typed || !m_session.isOpen())
        return;
    const RingSnapshot &ring = *m_session.snapshot();
    ActionRequest request = ActionRequest::of(Action::Join);
    request.id = identifierFromText(ring, *typed);
    if (request.id)
        m_runner.begin(request);
    else
        m_messages->show(u"action"_s, MessageBar::Kind::Warning,
                         tr("“%1” is not an identifier of this ring of %2 bits.").arg(*typed).arg(ring.idBits));
}

void MainWindow::cutLink()
{
    ActionRequest request = ActionRequest::atNode(Action::CutLink, m_session.selectedNode());
    const std::optional<QByteArray> otherEnd = askOtherEnd(*m_session.snapshot(), request.node, this);
    if (!otherEnd)
        return;
    request.otherNode = *otherEnd;
    m_runner.begin(request);
}

void MainWindow::offerUndo(const ActionReport &report)
{
    const RingSnapshot &ring = *m_session.snapshot();
    const QString name = Names(ring).key(report.key, chord::IdSpace(ring.idBits).hash(report.key));
    m_messages->show(u"undo"_s, MessageBar::Kind::Note, tr("%1 was deleted.").arg(name),
                     {{tr("Undo"), [this, report] { m_runner.undoDelete(report); }}});
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

void MainWindow::copyIdentifier()
{
    const chord::IdSpace space(m_session.snapshot()->idBits);
    const Selection &selection = m_session.selection();
    if (selection.node)
        QApplication::clipboard()->setText(QString::fromLatin1(space.toHex(*selection.node)));
    else if (selection.key)
        QApplication::clipboard()->setText(QString::fromLatin1(space.toHex(space.hash(*selection.key))));
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

} // namespace monitor
