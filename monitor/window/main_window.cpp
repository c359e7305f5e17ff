// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the window is put together, and how it follows its source. A snapshot with a new picture refreshes everything;
// one with newer ages only refreshes words.

#include "window/main_window.h"

#include "classroom/classroom_source.h"
#include "classroom/lesson_runner.h"
#include "model/names.h"
#include "model/playback.h"
#include "model/ring_ranges.h"
#include "panels/charts.h"
#include "panels/events_model.h"
#include "panels/inspector.h"
#include "panels/nodes_model.h"
#include "panels/start_page.h"
#include "panels/table.h"
#include "panels/timeline.h"
#include "panels/trace_panel.h"
#include "replay/recorder.h"
#include "ring/ring_view.h"
#include "window/settings.h"

#include <QApplication>
#include <QCloseEvent>
#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QStatusBar>
#include <QStyle>
#include <QTabWidget>
#include <QTableView>
#include <QToolBar>
#include <QVBoxLayout>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr int stateVersion = 1; // of the docks that are remembered
constexpr int toldForMs = 6000; // how long a success stands in the status bar
constexpr qsizetype rangesNamedMax = 4; // without a quorum, in one message
constexpr int troublesMax = 2; // nodes whose troubles are told one by one

QString modeText(Mode mode)
{
    switch (mode) {
    case Mode::Live:
        return MainWindow::tr("LIVE");
    case Mode::Classroom:
        return MainWindow::tr("CLASSROOM");
    case Mode::Replay:
        return MainWindow::tr("REPLAY");
    }
    return {};
}

QString ageText(qint64 ms)
{
    return ms < 1000 ? MainWindow::tr("seen just now") : MainWindow::tr("seen %1 ago").arg(durationText(ms * 1000));
}

QColor modeColour(Mode mode)
{
    return ownerColour(mode == Mode::Live ? 5 : mode == Mode::Classroom ? 1 : 6);
}

} // namespace

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
{
    setWindowTitle(tr("FunnelKVS"));
    setDockNestingEnabled(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    makePanels();
    makeActions();
    makeMenus();
    makeToolBars();
    makeStatusBar();
    for (QWidget *widget : {static_cast<QWidget *>(m_ring), static_cast<QWidget *>(m_timeline)}) {
        auto *space = new QShortcut(Qt::Key_Space, widget);
        space->setContext(Qt::WidgetShortcut);
        connect(space, &QShortcut::activated, action(u"play"_s), &QAction::trigger);
    }
    restore();
    setSource(nullptr);
}

MainWindow::~MainWindow() = default;

void MainWindow::makePanels()
{
    m_ring = new RingView(this);
    m_messages = new MessageBar(this);
    m_startPage = new StartPage(this);
    m_timeline = new Timeline(this);
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

    m_nodes = new NodesModel(this);
    m_nodesTable = makeTable(m_nodes, tr("Nodes of the ring"), this);
    m_nodesTable->horizontalHeader()->setStretchLastSection(false);
    // Names and states must never be cut, whatever becomes of a node; only rows in sight are measured.
    m_nodesTable->horizontalHeader()->setResizeContentsPrecision(0);
    for (const int column : {NodesModel::NameColumn, NodesModel::StateColumn})
        m_nodesTable->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_nodesDock = addDock(u"nodesDock"_s, tr("Nodes"), m_nodesTable, Qt::LeftDockWidgetArea);
    m_inspector = new Inspector(this);
    m_inspectorDock = addDock(u"inspectorDock"_s, tr("Inspector"), m_inspector, Qt::RightDockWidgetArea);
    m_lessonDock = addDock(u"lessonDock"_s, tr("Lesson"), new QWidget(this), Qt::RightDockWidgetArea);
    tabifyDockWidget(m_inspectorDock, m_lessonDock);
    m_lessonDock->hide();

    m_trace = new TracePanel(this);
    m_events = new EventsModel(this);
    m_eventsTable = makeTable(m_events, tr("Events"), this);
    m_eventsTable->setColumnWidth(EventsModel::TimeColumn, 80);
    m_eventsTable->setColumnWidth(EventsModel::KindColumn, 90);
    m_eventsTable->setColumnWidth(EventsModel::NodeColumn, 70);
    m_charts = new Charts(this);
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_trace, tr("Trace of lookups"));
    m_tabs->addTab(m_eventsTable, tr("Events"));
    m_tabs->addTab(m_charts, tr("Charts"));
    m_tabsDock = addDock(u"tabsDock"_s, tr("Trace, events, charts"), m_tabs, Qt::BottomDockWidgetArea);
    m_tabsDock->setTitleBarWidget(new QWidget(m_tabsDock)); // the tabs say what it is

    connect(m_ring, &RingView::selectionChanged, this, &MainWindow::select);
    connect(m_ring, &RingView::inspectRequested, this, [this] {
        m_inspectorDock->show();
        m_inspectorDock->raise();
        m_inspector->setFocus();
    });
    connect(m_ring, &RingView::menuRequested, this, &MainWindow::showNodeMenu);
    connect(m_inspector, &Inspector::selectionRequested, this, &MainWindow::select);
    connect(m_inspector, &Inspector::actionRequested, this, [this](Action action) {
        if (m_selection.key) {
            ActionRequest request;
            request.action = action;
            request.key = *m_selection.key;
            begin(request);
        }
    });
    connect(m_trace, &TracePanel::traceChosen, m_ring, &RingView::showLookup);
    connect(m_messages, &MessageBar::closed, this, [this](const QString &subject) { m_dismissed.insert(subject); });
    connect(m_nodesTable->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        const QModelIndexList rows = m_nodesTable->selectionModel()->selectedRows();
        if (!rows.isEmpty() && !m_isSyncing)
            select({m_nodes->idAt(proxyOf(m_nodesTable)->mapToSource(rows.constFirst()).row()), {}});
    });
    connect(m_startPage, &StartPage::localRequested, this, &MainWindow::startRing);
    connect(m_startPage, &StartPage::textbookRequested, this, &MainWindow::openTextbook);
    connect(m_startPage, &StartPage::randomRequested, this, &MainWindow::chooseRandom);
    connect(m_startPage, &StartPage::connectRequested, this, [this](const QString &address) { connectTo(address); });
    connect(m_startPage, &StartPage::cancelRequested, this, [this] {
        if (m_source)
            m_source->cancel();
        closeRing();
    });
}

QDockWidget *MainWindow::addDock(const QString &name, const QString &title, QWidget *content, Qt::DockWidgetArea area)
{
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(content);
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::makeStatusBar()
{
    // The timeline has the line above to itself: a tool bar at the bottom, which cannot be moved or closed.
    auto *timelineBar = new QToolBar(tr("Timeline"), this);
    timelineBar->setObjectName(u"timelineBar"_s);
    timelineBar->setMovable(false);
    timelineBar->toggleViewAction()->setVisible(false);
    timelineBar->addWidget(m_timeline);
    addToolBar(Qt::BottomToolBarArea, timelineBar);

    // Not QStatusBar's own messages: they would hide mode and health.
    for (QLabel **label : {&m_modeChip, &m_health, &m_told, &m_age}) {
        *label = new QLabel(this);
        (*label)->setTextFormat(Qt::PlainText);
        statusBar()->addPermanentWidget(*label, *label == m_told ? 1 : 0);
    }
    m_told->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_told->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // long ones are cut, not the others
    m_toldTimer.setSingleShot(true);
    connect(&m_toldTimer, &QTimer::timeout, m_told, &QLabel::clear);
}

void MainWindow::tell(const QString &text)
{
    m_told->setText(text);
    m_told->setToolTip(plainTip(text));
    m_toldTimer.start(toldForMs);
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

bool MainWindow::isOpen() const
{
    return m_source && m_isOpen;
}

void MainWindow::select(const Selection &selection)
{
    m_selection = selection;
    m_ring->setSelection(selection);
    m_isSyncing = true;
    const int row = selection.node ? m_nodes->rowOf(*selection.node) : -1;
    if (row >= 0) {
        const QModelIndex index = proxyOf(m_nodesTable)->mapFromSource(m_nodes->index(row, 0));
        m_nodesTable->setCurrentIndex(index);
        m_nodesTable->scrollTo(index);
    } else {
        m_nodesTable->clearSelection();
    }
    m_isSyncing = false;
    if (selection.key && !m_key->hasFocus()) // nobody's typing is interrupted
        m_key->setText(QString::fromUtf8(*selection.key));
    showDetails();
    showActionStates();
}

void MainWindow::showSnapshot()
{
    const SnapshotPtr snapshot = m_source ? m_source->snapshot() : std::make_shared<RingSnapshot>();
    m_ring->setSnapshot(snapshot);
    m_isSyncing = true;
    m_nodes->setSnapshot(snapshot, m_ring->colours(), m_ring->style());
    m_isSyncing = false;
    m_charts->setSnapshot(snapshot, m_ring->colours());
    if (m_source)
        m_events->setManner(m_source->mode(), Names(*snapshot));
    if (!snapshot->nodes.empty() && !std::exchange(m_hasSizedColumns, true))
        m_nodesTable->resizeColumnsToContents();
    showCentre();
    showTroubles(*snapshot);
    showDetails();
    showActionStates();
    showStatus();
    showPlayback();
}

void MainWindow::showDetails()
{
    const qint64 now = m_source ? m_source->nowMs() : 0;
    m_inspector->show(m_ring->snapshot(), m_selection, m_source && m_source->mode() == Mode::Live ? now : 0);
}

void MainWindow::showCentre()
{
    m_centre->setCurrentWidget(isOpen() ? static_cast<QWidget *>(m_ring) : m_startPage);
    if (!m_source)
        m_startPage->showChoices();
}

// Few troubles are told one by one, many in one sentence: the ring must stay visible.
void MainWindow::showTroubles(const RingSnapshot &ring)
{
    std::vector<const NodeView *> troubled;
    for (const NodeView &node : ring.nodes) {
        const QString subject = u"node:"_s + QString::fromUtf8(node.self.address);
        if (!node.trouble.isEmpty()) {
            troubled.push_back(&node);
            continue;
        }
        m_messages->remove(subject);
        m_dismissed.erase(subject);
    }
    const bool isMany = troubled.size() > size_t(troublesMax);
    for (const NodeView *node : troubled) {
        const QByteArray address = node->self.address;
        const QString subject = u"node:"_s + QString::fromUtf8(address);
        if (isMany || m_dismissed.contains(subject)) {
            m_messages->remove(subject);
            continue;
        }
        std::vector<Remedy> remedies;
        if (m_source->whyNotAt(Action::Restart, address).isEmpty())
            remedies.push_back({tr("Restart"), [this, address] {
                                    ActionRequest request;
                                    request.action = Action::Restart;
                                    request.node = address;
                                    begin(request);
                                }});
        if (node->isolated)
            remedies.push_back({tr("Heal"), [this] { action(u"heal"_s)->trigger(); }});
        if (!m_source->logPath(address).isEmpty())
            remedies.push_back({tr("Log"), [this, address] { showLog(address); }});
        m_messages->show(subject, MessageBar::Kind::Warning, node->trouble, remedies);
    }
    if (!isMany) {
        m_messages->remove(u"nodes"_s);
        m_dismissed.erase(u"nodes"_s);
    } else if (!m_dismissed.contains(u"nodes"_s)) {
        m_messages->show(u"nodes"_s, MessageBar::Kind::Warning,
                         tr("%n nodes are in trouble. Choose one to see what it is.", nullptr, int(troubled.size())));
    }
    showLostRanges(ring);
}

// Those that will not be served without something being done; a range without a leader soon has one.
void MainWindow::showLostRanges(const RingSnapshot &ring)
{
    const QString subject = u"ranges"_s;
    const Names names(ring);
    QStringList ranges;
    QString problem;
    for (const RangeStatus &range : ring.ranges) {
        if (!range.isLost())
            continue;
        problem = rangeProblem(range, names);
        if (ranges.size() < rangesNamedMax)
            ranges << rangeText(range.view.low, range.view.high, names);
        else if (ranges.size() == rangesNamedMax)
            ranges << u"…"_s;
    }
    if (ranges.isEmpty()) {
        m_messages->remove(subject);
        m_dismissed.erase(subject);
    } else if (!m_dismissed.contains(subject)) {
        m_messages->show(subject, MessageBar::Kind::Warning,
                         ranges.size() == 1
                             ? problem
                             : tr("Ranges have no quorum: %1. Their keys cannot be read or written until a majority of "
                                  "their voters answers or the ranges are recovered.")
                                   .arg(ranges.join(u", "_s)));
    }
}

void MainWindow::showStatus()
{
    const bool isShown = isOpen();
    m_modeChip->setVisible(isShown);
    m_age->setVisible(isShown);
    if (!isShown) {
        m_health->setText(m_source ? tr("A ring is being opened.") : tr("No ring."));
        setWindowTitle(tr("FunnelKVS"));
        return;
    }
    const Mode mode = m_source->mode();
    QString chip = modeText(mode);
    if (!m_source->title().isEmpty())
        chip += u"  "_s + m_source->title();
    if (m_source->isReadOnly())
        chip += u"  "_s + tr("(read-only)");
    m_modeChip->setText(chip);
    const QString sheet = u"background:%1; color:%2; border-radius:4px; padding:1px 7px; font-weight:bold"_s.arg(
        modeColour(mode).name(), inkOn(modeColour(mode)).name());
    if (m_modeChip->styleSheet() != sheet) // setting it again would paint it again
        m_modeChip->setStyleSheet(sheet);
    setWindowTitle(tr("%1 – FunnelKVS").arg(m_source->title().isEmpty() ? modeText(mode) : m_source->title()));

    const RingSnapshot &ring = *m_ring->snapshot();
    const int live = int(std::count_if(ring.nodes.begin(), ring.nodes.end(), [](const NodeView &node) {
        return node.condition == NodeCondition::Alive || node.condition == NodeCondition::Leaving;
    }));
    QString health = tr("%n live nodes", nullptr, live) + u"; "_s;
    if (!ring.problems.empty())
        health += ring.problems.front();
    else
        health += ring.isWhole() ? tr("the ring is whole") : tr("the ring is not whole yet");
    m_health->setText(health);
    m_health->setToolTip(plainTip(QStringList(ring.problems.begin(), ring.problems.end()).join(u'\n')));
    if (mode == Mode::Live)
        m_age->setText(ageText(m_source->nowMs() - ring.takenMs));
    else
        m_age->setText(momentText(m_source->nowMs(), mode));
}

void MainWindow::showActionStates()
{
    const QByteArray node = selectedAddress();
    const auto state = [&](const QString &name, const QString &why, const QString &effect) {
        QAction *changed = m_actions.at(name);
        changed->setEnabled(why.isEmpty());
        const QString keys = changed->shortcut().toString(QKeySequence::NativeText);
        const QString text = why.isEmpty() && !effect.isEmpty() ? effect : why;
        changed->setToolTip(plainTip(text.isEmpty() ? u"%1 (%2)"_s.arg(changed->text(), keys) : text));
    };
    const QString noRing = tr("There is no ring yet. Start or open one first.");
    const std::map<QString, Action> onKeys{
        {u"put"_s, Action::Put}, {u"get"_s, Action::Get}, {u"delete"_s, Action::Delete}, {u"lookup"_s, Action::Lookup}};
    for (const auto &[name, act] : onKeys)
        state(name, isOpen() ? m_source->whyNot(act) : noRing, {});
    const QString cannotJoin = isOpen() ? m_source->whyNot(Action::Join) : noRing;
    state(u"join"_s, cannotJoin, {});
    state(u"joinAt"_s, cannotJoin, {});
    state(u"heal"_s, isOpen() ? m_source->whyNot(Action::Heal) : noRing, {});

    const std::map<QString, std::pair<Action, QString>> onNodes{{u"leave"_s, {Action::Leave, tr("Leave")}},
                                                                {u"kill"_s, {Action::Kill, tr("Kill")}},
                                                                {u"restart"_s, {Action::Restart, tr("Restart")}},
                                                                {u"isolate"_s, {Action::Isolate, tr("Isolate")}},
                                                                {u"cutLink"_s, {Action::CutLink, tr("Cut link…")}}};
    for (const auto &[name, what] : onNodes) {
        const auto &[act, plain] = what;
        QString why = isOpen() ? QString() : noRing;
        QString effect;
        if (isOpen()) {
            why = node.isEmpty() ? tr("Choose a node first.") : m_source->whyNotAt(act, node);
            effect = node.isEmpty() ? QString() : m_source->effectOf(act, node);
        }
        const bool isOfOthers =
            isOpen() && m_source->mode() == Mode::Live && m_source->logPath(node).isEmpty() && act == Action::Leave;
        m_actions.at(name)->setText(isOfOthers && why.isEmpty() && !effect.isEmpty() ? effect : plain);
        state(name, why, effect);
    }
    const bool hasLog = isOpen() && !node.isEmpty() && !m_source->logPath(node).isEmpty();
    m_actions[u"log"_s]->setEnabled(hasLog);
    m_actions[u"copyId"_s]->setEnabled(m_selection.node || m_selection.key);
    m_actions[u"unlock"_s]->setEnabled(isOpen() && m_source->isReadOnly());
    for (const QString &name : {u"closeRing"_s, u"exportRing"_s, u"exportTable"_s, u"exportSnapshot"_s})
        m_actions[name]->setEnabled(isOpen());
    m_actions[u"replay"_s]->setEnabled(m_recorder && !m_parked);
    m_actions[u"saveRecording"_s]->setEnabled(m_recorder != nullptr);
    m_actions[u"returnToLive"_s]->setEnabled(m_parked != nullptr);
    m_actions[u"startRing"_s]->setToolTip(
        tr("Start a local ring of %n nodes (%1)", nullptr, Settings::localNodes())
            .arg(m_actions[u"startRing"_s]->shortcut().toString(QKeySequence::NativeText)));
}

void MainWindow::showPlayback()
{
    Playback *playback = isOpen() ? m_source->playback() : nullptr;
    m_playBar->setVisible(playback);
    for (const QString &name : {u"play"_s, u"back"_s, u"stepMessage"_s, u"stepRound"_s})
        m_actions[name]->setEnabled(playback);
    if (!playback)
        return;
    m_actions[u"play"_s]->setText(playback->isPlaying() ? tr("Pause") : tr("Play"));
    m_actions[u"play"_s]->setIcon(
        style()->standardIcon(playback->isPlaying() ? QStyle::SP_MediaPause : QStyle::SP_MediaPlay));
    m_actions[u"back"_s]->setEnabled(playback->canBack());
    m_actions[u"stepMessage"_s]->setEnabled(playback->canStep());
    m_actions[u"stepRound"_s]->setEnabled(playback->canStep());
    const int speed = m_speed->findData(playback->speed());
    if (speed >= 0)
        m_speed->setCurrentIndex(speed);
}

void MainWindow::setPresenter(bool isPresenter)
{
    static const QFont deskFont = QApplication::font();
    QFont font = deskFont;
    if (isPresenter)
        font.setPointSizeF(std::max<qreal>(presenterPointsMin, font.pointSizeF() * 1.4));
    const qreal ratio = font.pointSizeF() / QApplication::font().pointSizeF();
    QApplication::setFont(font);
    // A dock writes its title in a smaller font, unless it has one that is not that of all docks.
    QApplication::setFont(deskFont, "QDockWidget");
    for (QDockWidget *dock : findChildren<QDockWidget *>())
        dock->setFont(isPresenter ? font : QFont());
    // Headings have sizes of their own, and a style sheet keeps the font it was set with.
    for (QWidget *widget : findChildren<QWidget *>()) {
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
    m_ring->setPresenter(isPresenter);
    const int rowHeight = QFontMetrics(font).height() + 6;
    for (QTableView *table : findChildren<QTableView *>()) {
        table->verticalHeader()->setMinimumSectionSize(rowHeight);
        table->verticalHeader()->setDefaultSectionSize(rowHeight);
    }
    m_nodesTable->resizeColumnsToContents();
    setWindowState(isPresenter ? windowState() | Qt::WindowFullScreen : windowState() & ~Qt::WindowFullScreen);
}

void MainWindow::showNodeMenu(const QPoint &place)
{
    QMenu menu(this);
    if (m_selection.node)
        menu.addActions({action(u"leave"_s), action(u"kill"_s), action(u"restart"_s), action(u"isolate"_s),
                         action(u"cutLink"_s), action(u"heal"_s), action(u"log"_s)});
    else
        menu.addActions({action(u"get"_s), action(u"lookup"_s), action(u"delete"_s)});
    menu.addAction(action(u"copyId"_s));
    menu.exec(place);
}

QByteArray MainWindow::selectedAddress() const
{
    const int index = m_selection.node ? m_ring->snapshot()->indexOf(*m_selection.node) : -1;
    return index < 0 ? QByteArray() : m_ring->snapshot()->nodes[size_t(index)].self.address;
}

QString MainWindow::nodeName(const QByteArray &address) const
{
    const RingSnapshot &ring = *m_ring->snapshot();
    const int index = ring.indexOf(address);
    return index < 0 ? QString::fromUtf8(address) : Names(ring).node(ring.nodes[size_t(index)].self);
}

} // namespace monitor
