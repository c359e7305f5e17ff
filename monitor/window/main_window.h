// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window: the ring in the middle, tables and explanations around it. It composes: what is open is in the session,
// what can be triggered in Actions, what was begun in the ActionRunner; the window connects them to what shows them.
#pragma once

#include "model/ring_source.h"
#include "session/action_runner.h"
#include "session/ring_session.h"
#include "window/presenter_mode.h"
#include "window/start_layout.h"

#include <QMainWindow>

class QDockWidget;
class QStackedWidget;

namespace monitor {

class Actions;
class BottomTabs;
class CentreArea;
struct CommandLine;
class FindBar;
class Inspector;
class HealthNotifier;
class KeyBar;
class LessonDock;
class MessageBar;
class NodeCommands;
class NodesTable;
class NodeWarnings;
class PlayBar;
class RingBars;
class RingView;
class StartPage;
class LessonRunner;
class StageBand;
class StatusBar;
class TeacherWindow;
class Timeline;
class TimelineBar;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    void open(const CommandLine &line);
    // On this machine; the number is remembered.
    void startRing(int nodes, bool keepsData = false);

    RingSession &session() { return m_session; }
    const Actions &actions() const { return *m_actions; }
    RingView *ringView() const { return m_ring; }
    MessageBar *messages() const { return m_messages; }
    Inspector *inspector() const { return m_inspector; }
    HealthNotifier *notifier() const { return m_notifier; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeCentre();
    void makeDocks();
    QDockWidget *addDock(const QString &name, QDockWidget *dock, Qt::DockWidgetArea area, const QString &shortcut);
    void makeBars();
    void restore();
    void fitDocks();

    void connectSession();
    void connectActions();
    void connectFileActions();
    void connectPanels();
    void connectStartPage();
    void connectMessages();

    void setStage(bool isStage);
    void arrange();
    void showLesson(LessonRunner *lesson);
    void showSource();
    void showSnapshot();
    void showSelection();
    void showAsked();
    void showDetails();
    void showStatus();
    void showOpening(const QString &text, int total);
    void showOpened();
    void showOpeningFailed(const QString &text, const QString &address);
    void showProgress(const QString &text, int done, int total);

    void beginOnKey(Action action);
    void find(const QString &typed);
    void chooseRandom();
    void chooseAddress(const QString &address);
    void bookmark();
    void showAddresses();

    RingSession m_session;
    ActionRunner m_runner{&m_session};
    bool m_isNarrow = false;
    bool m_isLow = false;
    PresenterMode m_presenter{this};
    StartLayout m_startLayout{this};
    Actions *m_actions;
    NodeCommands *m_nodeCommands = nullptr;
    NodeWarnings *m_warnings = nullptr;
    RingBars *m_ringBars = nullptr;

    RingView *m_ring = nullptr;
    StartPage *m_startPage = nullptr;
    QStackedWidget *m_centre = nullptr;
    CentreArea *m_centreArea = nullptr;
    StageBand *m_band = nullptr;
    TeacherWindow *m_teacher = nullptr;
    MessageBar *m_messages = nullptr;
    NodesTable *m_nodesTable = nullptr;
    Inspector *m_inspector = nullptr;
    BottomTabs *m_tabs = nullptr;
    QDockWidget *m_nodesDock = nullptr;
    QDockWidget *m_inspectorDock = nullptr;
    QDockWidget *m_tabsDock = nullptr;
    LessonDock *m_lessonDock = nullptr;
    Timeline *m_timeline = nullptr;
    TimelineBar *m_timelineBar = nullptr;
    KeyBar *m_keyBar = nullptr;
    PlayBar *m_playBar = nullptr;
    FindBar *m_findBar = nullptr;
    StatusBar *m_statusBar = nullptr;
    HealthNotifier *m_notifier = nullptr;
};

} // namespace monitor
