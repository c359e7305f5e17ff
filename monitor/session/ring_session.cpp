// SPDX-License-Identifier: GPL-3.0-or-later
//
// A source is destroyed after sourceChanged(), so that whatever refers to it can let go first.

#include "session/ring_session.h"

#include "classroom/classroom_settings.h"
#include "classroom/classroom_source.h"
#include "classroom/lesson_runner.h"
#include "live/live_source.h"
#include "model/names.h"
#include "model/playback.h"
#include "replay/recorder.h"
#include "replay/recording_file.h"
#include "replay/replay_source.h"

#include <QFileInfo>
#include <QTimer>

namespace monitor {

namespace {

void addEvent(std::deque<RingEvent> &events, const RingEvent &event)
{
    if (events.size() >= RingSession::eventsMax)
        events.pop_front();
    events.push_back(event);
}

} // namespace

RingSession::RingSession(QObject *parent)
    : QObject(parent)
    , m_snapshot(std::make_shared<RingSnapshot>())
{
}

RingSession::~RingSession() = default;

void RingSession::setSource(std::unique_ptr<RingSource> source)
{
    m_recorder.reset();
    const std::unique_ptr<RingSource> parkedBefore = std::move(m_parked);
    m_parkedEvents.clear();
    replaceSource(std::move(source));
}

void RingSession::replaceSource(std::unique_ptr<RingSource> source)
{
    if (m_source)
        m_source->disconnect(this);
    const std::unique_ptr<RingSource> sourceBefore = std::exchange(m_source, std::move(source));
    const std::unique_ptr<LessonRunner> lessonBefore = std::move(m_lesson); // it refers to the source: it goes first
    m_events.clear();
    m_address.clear();
    m_selection = {};
    m_isOpen = false;
    if (m_source) {
        connectSource();
        m_isOpen = m_source->mode() != Mode::Live || !m_source->snapshot()->nodes.empty();
    }
    takeSnapshot();
    Q_EMIT sourceChanged();
    if (isOpen())
        Q_EMIT opened();
}

void RingSession::connectSource()
{
    RingSource *source = m_source.get();
    connect(source, &RingSource::snapshotChanged, this, [this] {
        takeSnapshot();
        Q_EMIT snapshotChanged();
    });
    connect(source, &RingSource::snapshotRefreshed, this, [this] {
        takeSnapshot();
        Q_EMIT snapshotRefreshed();
    });
    connect(source, &RingSource::eventHappened, this, [this](const RingEvent &event) {
        addEvent(m_events, event);
        Q_EMIT eventHappened(event);
    });
    connect(source, &RingSource::actionFinished, this, &RingSession::actionFinished);
    connect(source, &RingSource::progressed, this, &RingSession::progressed);
    connect(source, &RingSource::troubled, this, &RingSession::troubled);
    if (const Playback *playback = source->playback())
        connect(playback, &Playback::changed, this, &RingSession::playbackChanged);
}

void RingSession::takeSnapshot()
{
    m_snapshot = m_source ? m_source->snapshot() : std::make_shared<const RingSnapshot>();
}

void RingSession::openClassroom(const ClassroomSettings &settings)
{
    setSource(std::make_unique<ClassroomSource>(settings));
}

void RingSession::openLesson(int number)
{
    auto source = std::make_unique<ClassroomSource>(ClassroomSettings::textbook());
    ClassroomSource *classroom = source.get();
    setSource(std::move(source));
    m_lesson = std::make_unique<LessonRunner>(classroom);
    Q_EMIT lessonOpened(m_lesson.get());
    m_lesson->start(number);
}

void RingSession::startRing(int nodes)
{
    auto source = std::make_unique<LiveSource>();
    LiveSource *live = source.get();
    openLive(std::move(source), {}, tr("Starting %n nodes.", nullptr, nodes), nodes);
    live->startRing(nodes);
}

void RingSession::connectTo(const QString &address, const Access &access)
{
    QString problem;
    const std::optional<client::Security> security = access.load(address, &problem);
    if (!security) {
        Q_EMIT openingFailed(tr("Cannot connect: %1").arg(problem), {});
        return;
    }
    auto source = std::make_unique<LiveSource>();
    LiveSource *live = source.get();
    openLive(std::move(source), address, tr("Connecting to %1.").arg(address), 0);
    live->connectTo(address, *security);
}

void RingSession::openLive(std::unique_ptr<LiveSource> source, const QString &address, const QString &text, int total)
{
    LiveSource *live = source.get();
    connect(live, &LiveSource::opened, this, [this] {
        m_isOpen = true;
        m_recorder = std::make_unique<Recorder>(m_source.get());
        takeSnapshot();
        Q_EMIT opened();
    });
    connect(live, &LiveSource::openFailed, this, [this, live, address](const QString &problem) {
        // Not from within the source's own signal.
        QTimer::singleShot(0, live, [this, address, problem] {
            close();
            Q_EMIT openingFailed(problem, address);
        });
    });
    setSource(std::move(source));
    m_address = address;
    Q_EMIT openingStarted(text, total);
}

void RingSession::cancelOpening()
{
    if (!m_source || isOpen())
        return;
    m_source->cancel();
    close();
    Q_EMIT openingFailed({}, {});
}

bool RingSession::openRecordingFile(const QString &path)
{
    const OpenedRecording opened = openRecording(path);
    if (!opened.recording) {
        Q_EMIT openingFailed(opened.error, {});
        return false;
    }
    setSource(std::make_unique<ReplaySource>(opened.recording, QFileInfo(path).fileName()));
    tellEvents(opened.recording->events());
    return true;
}

// Of a source that has them already.
void RingSession::tellEvents(const std::deque<RingEvent> &events)
{
    for (const RingEvent &event : events) {
        addEvent(m_events, event);
        Q_EMIT eventHappened(event);
    }
}

bool RingSession::canReplay() const
{
    return m_recorder && !m_parked;
}

void RingSession::replayRecorded()
{
    if (!canReplay())
        return;
    const std::shared_ptr<const Recording> recording = m_recorder->copy();
    const QString name = m_source->title();
    m_source->disconnect(this);
    m_parked = std::move(m_source);
    m_parkedEvents = m_events;
    connect(m_parked.get(), &RingSource::eventHappened, this,
            [this](const RingEvent &event) { addEvent(m_parkedEvents, event); });
    replaceSource(std::make_unique<ReplaySource>(recording, name));
    tellEvents(recording->events());
}

void RingSession::returnToLive()
{
    if (!m_parked)
        return;
    m_parked->disconnect(this);
    replaceSource(std::move(m_parked));
    tellEvents(std::exchange(m_parkedEvents, {}));
}

const Recording *RingSession::recording() const
{
    return m_recorder ? &m_recorder->recording() : nullptr;
}

void RingSession::select(const Selection &selection)
{
    m_selection = selection;
    Q_EMIT selectionChanged();
}

QByteArray RingSession::selectedNode() const
{
    const int index = m_selection.node ? m_snapshot->indexOf(*m_selection.node) : -1;
    return index < 0 ? QByteArray() : m_snapshot->nodes[size_t(index)].self.address;
}

QString RingSession::nodeName(const QByteArray &address) const
{
    const int index = m_snapshot->indexOf(address);
    return index < 0 ? QString::fromUtf8(address) : Names(*m_snapshot).node(m_snapshot->nodes[size_t(index)].self);
}

void RingSession::unlock()
{
    if (!m_source)
        return;
    m_source->setReadOnly(false);
    Q_EMIT unlocked();
}

} // namespace monitor
