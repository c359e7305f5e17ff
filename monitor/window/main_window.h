// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window: the ring in the middle, tables and explanations around it. It composes: what is open is in the session,
// what can be triggered in Actions, what was begun in the ActionRunner; the window connects them to what shows them.
#pragma once

#include "model/ring_source.h"
#include "session/action_runner.h"
#include "session/ring_session.h"
#include "window/presenter_mode.h"

#include <QMainWindow>

class QDockWidget;
class QStackedWidget;
class QTabWidget;

namespace monitor {

class Actions;
class Charts;
struct CommandLine;
class EventsTable;
class FindBar;
class Inspector;
class KeyBar;
class LessonDock;
class MessageBar;
class NodesTable;
class NodeWarnings;
class PlayBar;
class RingView;
class StartPage;
class StatusBar;
class Timeline;
class TracePanel;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    void open(const CommandLine &line);
    // On this machine; the number is remembered.
    void startRing(int nodes);

    RingSession &session() { return m_session; }
    const Actions &actions() const { return *m_actions; }
    RingView *ringView() const { return m_ring; }
    MessageBar *messages() const { return m_messages; }
    Inspector *inspector() const { return m_inspector; }

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void makeCentre();
    void makeDocks();
    QDockWidget *addDock(const QString &name, QDockWidget *dock, Qt::DockWidgetArea area, const QString &shortcut);
    void makeBars();
    void restore();

    void connectSession();
    void connectActions();
    void connectNodeActions();
    void connectFileActions();
    void connectPanels();
    void connectStartPage();
    void connectMessages();

    void showSource();
    void showSnapshot();
    void showSelection();
    void showDetails();
    void showStatus();
    void showOpened();
    void showOpeningFailed(const QString &text, const QString &address);
    void showEvent(const RingEvent &event);
    void showProgress(const QString &text, int done, int total);
    void showResult(const ActionRequest &request, const ActionReport &report);
    void showNodeMenu(const QPoint &place);
    void showLog(const QByteArray &address);

    void beginOnKey(Action action);
    void joinAt();
    void cutLink();
    void offerUndo(const ActionReport &report);
    void find(const QString &typed);
    void copyIdentifier();
    void chooseRandom();
    void chooseAddress(const QString &address);

    RingSession m_session;
    ActionRunner m_runner{&m_session};
    PresenterMode m_presenter{this};
    Actions *m_actions;
    NodeWarnings *m_warnings = nullptr;

    RingView *m_ring = nullptr;
    StartPage *m_startPage = nullptr;
    QStackedWidget *m_centre = nullptr;
    MessageBar *m_messages = nullptr;
    NodesTable *m_nodesTable = nullptr;
    EventsTable *m_eventsTable = nullptr;
    Inspector *m_inspector = nullptr;
    TracePanel *m_trace = nullptr;
    Charts *m_charts = nullptr;
    QTabWidget *m_tabs = nullptr;
    QDockWidget *m_nodesDock = nullptr;
    QDockWidget *m_inspectorDock = nullptr;
    QDockWidget *m_tabsDock = nullptr;
    LessonDock *m_lessonDock = nullptr;
    Timeline *m_timeline = nullptr;
    KeyBar *m_keyBar = nullptr;
    PlayBar *m_playBar = nullptr;
    FindBar *m_findBar = nullptr;
    StatusBar *m_statusBar = nullptr;
};

} // namespace monitor
