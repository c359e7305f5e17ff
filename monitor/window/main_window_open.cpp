// SPDX-License-Identifier: GPL-3.0-or-later
//
// Opening and closing rings of all three modes, recordings, and export.

#include "window/main_window.h"

#include "classroom/classroom_source.h"
#include "classroom/lesson_panel.h"
#include "classroom/lesson_runner.h"
#include "live/live_source.h"
#include "panels/charts.h"
#include "panels/events_model.h"
#include "panels/nodes_model.h"
#include "panels/start_page.h"
#include "panels/table.h"
#include "panels/timeline.h"
#include "panels/trace_panel.h"
#include "replay/recorder.h"
#include "replay/recording_file.h"
#include "replay/replay_source.h"
#include "replay/snapshot_json.h"
#include "ring/ring_view.h"
#include "window/connect_dialog.h"
#include "window/exporter.h"
#include "window/random_ring_dialog.h"
#include "window/settings.h"

#include <QDir>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>

namespace monitor {

using namespace Qt::StringLiterals;

void MainWindow::setSource(std::unique_ptr<RingSource> source)
{
    if (m_lessons) {
        delete m_lessonDock->widget(); // it knows the runner
        m_lessons.reset();
        m_lessonDock->hide();
    }
    m_ring->setEmphasis({});
    m_ring->clearLookup();
    m_begun.clear();
    m_dismissed.clear();
    m_messages->clear();
    m_events->clear();
    m_trace->clear();
    m_charts->clear();
    m_isOpen = false;
    m_timeline->setSource(source ? source->mode() : Mode::Live, source ? source->playback() : nullptr);
    if (m_source)
        m_source->disconnect(this);
    // The old source goes last: what refers to it is told of the new one first.
    const std::unique_ptr<RingSource> before = std::exchange(m_source, std::move(source));
    if (m_source) {
        connectSource();
        m_isOpen = m_source->mode() != Mode::Live || !m_source->snapshot()->nodes.empty();
    }
    select({});
    showSnapshot();
    if (isOpen()) {
        m_ring->setFocus();
        Q_EMIT ringOpened();
    }
}

void MainWindow::open(const CommandLine &line)
{
    m_access = line.access;
    switch (line.open) {
    case CommandLine::Open::Nothing:
        break;
    case CommandLine::Open::Connect:
        connectTo(line.address);
        break;
    case CommandLine::Open::StartRing:
        startRing(line.number);
        break;
    case CommandLine::Open::Textbook:
        openTextbook();
        break;
    case CommandLine::Open::Lesson:
        openLesson(line.number);
        break;
    }
}

void MainWindow::openTextbook()
{
    closeRing();
    setSource(std::make_unique<ClassroomSource>(ClassroomSettings::textbook()));
}

void MainWindow::openRandom(const ClassroomSettings &settings)
{
    closeRing();
    setSource(std::make_unique<ClassroomSource>(settings));
}

void MainWindow::chooseRandom()
{
    auto *dialog = new RandomRingDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { openRandom(dialog->settings()); });
    dialog->open();
}

void MainWindow::openLesson(int number)
{
    closeRing();
    auto source = std::make_unique<ClassroomSource>(ClassroomSettings::textbook());
    ClassroomSource *classroom = source.get();
    setSource(std::move(source));
    m_lessons = std::make_unique<LessonRunner>(classroom);
    connect(m_lessons.get(), &LessonRunner::highlightChanged, this, [this](const Highlight &highlight) {
        Emphasis emphasis{highlight.nodes, highlight.keys, {}};
        for (const Highlight::Arrow &arrow : highlight.pointers)
            emphasis.pointers.push_back({arrow.from, arrow.to});
        m_ring->setEmphasis(emphasis);
    });
    connect(m_lessons.get(), &LessonRunner::changed, this,
            [this] { m_lessonDock->setVisible(m_lessons->stage() != LessonRunner::Stage::Idle); });
    m_lessonDock->setWidget(new LessonPanel(m_lessons.get(), m_lessonDock));
    m_lessonDock->show();
    m_lessonDock->raise();
    m_lessons->start(number);
}

void MainWindow::startRing(int nodes)
{
    closeRing();
    Settings::setLocalNodes(nodes);
    auto source = std::make_unique<LiveSource>();
    LiveSource *live = source.get();
    watchOpening(live);
    setSource(std::move(source));
    m_startPage->showProgress(tr("%n nodes are being started.", nullptr, nodes), 0, nodes);
    live->startRing(nodes);
}

void MainWindow::connectTo(const QString &address, const Access &access)
{
    QString problem;
    const std::optional<client::Security> security = access.load(address, &problem);
    if (!security) {
        m_messages->show(u"open"_s, MessageBar::Kind::Warning, tr("Not connected: %1").arg(problem));
        return;
    }
    closeRing();
    m_startPage->setAddress(address);
    auto source = std::make_unique<LiveSource>();
    LiveSource *live = source.get();
    watchOpening(live);
    setSource(std::move(source));
    m_startPage->showProgress(tr("%1 is being asked for its ring.").arg(address), 0, 0);
    m_connectingTo = address;
    live->connectTo(address, *security);
}

void MainWindow::askWhereToConnect(const QString &address)
{
    auto *dialog = new ConnectDialog(address, m_access, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ConnectDialog::accepted, this, [this, dialog] { connectTo(dialog->address(), dialog->access()); });
    dialog->open();
}

void MainWindow::watchOpening(LiveSource *live)
{
    m_connectingTo.clear();
    connect(live, &LiveSource::opened, this, [this] {
        m_isOpen = true;
        if (!m_connectingTo.isEmpty())
            Settings::setLastAddress(m_connectingTo);
        m_recorder = std::make_unique<Recorder>(m_source.get());
        showSnapshot();
        if (m_source->isReadOnly())
            m_messages->show(u"readOnly"_s, MessageBar::Kind::Note,
                             tr("This ring belongs to others: it is shown, and cannot be changed by mistake."),
                             {{tr("Unlock"), [this] { action(u"unlock"_s)->trigger(); }}});
        m_ring->setFocus();
        Q_EMIT ringOpened();
    });
    connect(live, &LiveSource::openFailed, this, [this](const QString &text) {
        // Not from within the source's own signal.
        QTimer::singleShot(0, this, [this, text, address = m_connectingTo] {
            closeRing();
            Q_EMIT openingFailed(text);
            if (text.isEmpty())
                return;
            std::vector<Remedy> remedies;
            if (!address.isEmpty())
                remedies.push_back({tr("Connect otherwise…"), [this, address] { askWhereToConnect(address); }});
            m_messages->show(u"open"_s, MessageBar::Kind::Warning, text, remedies);
        });
    });
}

void MainWindow::openReplay(std::shared_ptr<const Recording> recording, const QString &name)
{
    auto source = std::make_unique<ReplaySource>(std::move(recording), name);
    const ReplaySource *replay = source.get();
    setSource(std::move(source));
    for (const RingEvent &event : replay->recording().events())
        noteEvent(event);
}

void MainWindow::replayRecorded()
{
    if (!m_recorder || m_parked)
        return;
    const std::shared_ptr<const Recording> recording = m_recorder->copy();
    const QString name = m_source->title();
    m_source->disconnect(this);
    m_parked = std::move(m_source);
    m_parkedEvents = m_events->events();
    connect(m_parked.get(), &RingSource::eventHappened, this,
            [this](const RingEvent &event) { m_parkedEvents.push_back(event); });
    openReplay(recording, name);
}

void MainWindow::returnToLive()
{
    if (!m_parked)
        return;
    m_parked->disconnect(this);
    setSource(std::move(m_parked));
    for (const RingEvent &event : std::exchange(m_parkedEvents, {}))
        noteEvent(event);
}

void MainWindow::closeRing()
{
    m_recorder.reset();
    setSource(nullptr);
    m_parked.reset();
    showActionStates();
}

QString MainWindow::askPath(const QString &title, const QString &name, const QString &filter)
{
    const QString path = QFileDialog::getSaveFileName(this, title, QDir(Settings::folder()).filePath(name), filter);
    if (!path.isEmpty())
        Settings::setFolder(QFileInfo(path).path());
    return path;
}

void MainWindow::tellWritten(const QString &problem, const QString &path)
{
    if (problem.isEmpty())
        tell(tr("%1 was written.").arg(path));
    else
        m_messages->show(u"action"_s, MessageBar::Kind::Warning, problem);
}

void MainWindow::saveRecordingAs()
{
    const QString path = askPath(tr("Save the recording"), u"ring.funnelkvs.json"_s, tr("Recordings (*.json)"));
    if (!path.isEmpty())
        tellWritten(saveRecording(m_recorder->recording(), path), path);
}

void MainWindow::openRecordingAs()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a recording or snapshot"), Settings::folder(),
                                                      tr("Recordings and snapshots (*.json)"));
    if (!path.isEmpty())
        openRecordingFile(path);
}

void MainWindow::openRecordingFile(const QString &path)
{
    const OpenedRecording opened = openRecording(path);
    if (!opened.recording) {
        m_messages->show(u"open"_s, MessageBar::Kind::Warning, opened.error);
        return;
    }
    Settings::setFolder(QFileInfo(path).path());
    closeRing();
    openReplay(opened.recording, QFileInfo(path).fileName());
}

void MainWindow::exportRing()
{
    const QString path = askPath(tr("Export the ring"), u"ring.png"_s, tr("Pictures (*.png *.svg)"));
    if (!path.isEmpty())
        tellWritten(exportPicture(*m_ring, path), path);
}

void MainWindow::exportTable()
{
    const QString path = askPath(tr("Export the table of nodes"), u"nodes.csv"_s, tr("Tables (*.csv)"));
    if (!path.isEmpty())
        tellWritten(writeFile(path, csvOf(*m_nodes).toUtf8()), path);
}

void MainWindow::exportSnapshot()
{
    const QString path = askPath(tr("Export the snapshot"), u"snapshot.json"_s, tr("Snapshots (*.json)"));
    if (!path.isEmpty())
        tellWritten(writeFile(path, toJson(*m_ring->snapshot())), path);
}

} // namespace monitor
