// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window: the ring in the middle, tables and explanations around it, one source of snapshots at a time. It knows
// sources only as RingSource and Playback, but for opening them. Its parts: main_window.cpp shows what the source says,
// _menus makes the actions, _deeds carries them out and tells how they ended, _open changes the source.
#pragma once

#include "model/ring_source.h"
#include "panels/message_bar.h"
#include "ring/scene.h"
#include "window/command_line.h"

#include <QMainWindow>
#include <QTimer>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>

class QComboBox;
class QDockWidget;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QTabWidget;
class QTableView;
class QToolBar;

namespace monitor {

class Charts;
struct ClassroomSettings;
class EventsModel;
class Inspector;
class LessonRunner;
class LiveSource;
class NodesModel;
class Playback;
class Recorder;
class Recording;
class RingView;
class StartPage;
class Timeline;
class TracePanel;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    // Shows this source from now on; null: the empty ring with its three buttons.
    void setSource(std::unique_ptr<RingSource> source);
    RingSource *source() const { return m_source.get(); }

    void open(const CommandLine &line);
    void openTextbook();
    void openRandom(const ClassroomSettings &settings);
    void openLesson(int number);
    void startRing(int nodes);
    // As the command line or the environment says that one comes in; or in this way.
    void connectTo(const QString &address) { connectTo(address, m_access); }
    void connectTo(const QString &address, const Access &access);
    void openRecordingFile(const QString &path);
    // A ring is there, not only about to be.
    bool isOpen() const;

    RingView *ringView() const { return m_ring; }
    MessageBar *messages() const { return m_messages; }
    Inspector *inspector() const { return m_inspector; }
    QAction *action(const QString &name) const { return m_actions.at(name); }

    void select(const Selection &selection);
    void begin(const ActionRequest &request);

Q_SIGNALS:
    void ringOpened();
    void openingFailed(const QString &text); // empty: it was cancelled

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    // --- main_window_menus.cpp
    QAction *addAction(const QString &name, const QString &text, const QKeySequence &shortcut,
                       std::function<void()> act);
    void makeActions();
    void makeRingActions();
    void makePlayActions();
    void makeFileActions();
    void makeViewActions();
    void makeMenus();
    void makeToolBars();
    void makeLanguageMenu(QMenu *menu);
    void makeColourMenu(QMenu *menu);
    void showAbout();

    // --- main_window.cpp
    void makePanels();
    QDockWidget *addDock(const QString &name, const QString &title, QWidget *content, Qt::DockWidgetArea area);
    void makeStatusBar();
    void tell(const QString &text); // of what was done, for some seconds
    void restore();
    void showSnapshot();
    void showDetails();
    void showCentre();
    void showTroubles(const RingSnapshot &ring);
    void showLostRanges(const RingSnapshot &ring);
    void showStatus();
    void showActionStates();
    void showPlayback();
    void setPresenter(bool isPresenter);
    void showNodeMenu(const QPoint &place);
    QByteArray selectedAddress() const;
    QString nodeName(const QByteArray &address) const;

    // --- main_window_deeds.cpp
    void connectSource();
    void beginOnKey(Action action);
    void beginOnNode(Action action);
    void joinAt();
    void cutLink();
    void finish(const ActionReport &report);
    void tellKilled(const ActionRequest &request);
    void offerUndo(const ActionReport &report);
    void noteEvent(const RingEvent &event);
    void showLog(const QByteArray &address);
    void find();
    void copyIdentifier();

    // --- main_window_open.cpp
    void askWhereToConnect(const QString &address);
    void watchOpening(LiveSource *live);
    void openReplay(std::shared_ptr<const Recording> recording, const QString &name);
    void replayRecorded();
    void returnToLive();
    void closeRing();
    void chooseRandom();
    void saveRecordingAs();
    void openRecordingAs();
    void exportRing();
    void exportTable();
    void exportSnapshot();
    void tellWritten(const QString &problem, const QString &path);
    QString askPath(const QString &title, const QString &name, const QString &filter);

    std::unique_ptr<RingSource> m_source;
    std::unique_ptr<RingSource> m_parked; // the live ring while its recording is replayed
    std::deque<RingEvent> m_parkedEvents; // what has happened there
    std::unique_ptr<Recorder> m_recorder; // of the live ring
    std::unique_ptr<LessonRunner> m_lessons;
    bool m_isOpen = false;
    Access m_access;
    QString m_connectingTo; // the address, while it is asked
    Selection m_selection;
    std::map<quint64, ActionRequest> m_begun; // actions whose reports have not come
    std::set<QString> m_dismissed; // troubles that the user has closed and that are not over

    std::map<QString, QAction *> m_actions;
    RingView *m_ring = nullptr;
    StartPage *m_startPage = nullptr;
    QStackedWidget *m_centre = nullptr;
    MessageBar *m_messages = nullptr;
    NodesModel *m_nodes = nullptr;
    EventsModel *m_events = nullptr;
    QTableView *m_nodesTable = nullptr;
    QTableView *m_eventsTable = nullptr;
    Inspector *m_inspector = nullptr;
    TracePanel *m_trace = nullptr;
    Charts *m_charts = nullptr;
    Timeline *m_timeline = nullptr;
    QTabWidget *m_tabs = nullptr;
    QDockWidget *m_nodesDock = nullptr;
    QDockWidget *m_inspectorDock = nullptr;
    QDockWidget *m_tabsDock = nullptr;
    QDockWidget *m_lessonDock = nullptr;
    QToolBar *m_playBar = nullptr;
    QLineEdit *m_key = nullptr;
    QLineEdit *m_value = nullptr;
    QLineEdit *m_find = nullptr;
    QComboBox *m_speed = nullptr;
    QLabel *m_modeChip = nullptr;
    QLabel *m_health = nullptr;
    QLabel *m_told = nullptr;
    QTimer m_toldTimer;
    QLabel *m_age = nullptr;
    bool m_hasSizedColumns = false;
    bool m_isSyncing = false; // the window itself changes a selection
};

} // namespace monitor
