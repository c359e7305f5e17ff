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

#include <algorithm>

namespace monitor {

namespace {

void addEvent(std::deque<RingEvent> &events, const RingEvent &event)
{
    if (events.size() >= RingSession::eventsMax)
        events.pop_front();
    events.push_back(event);
}

auto isNumber(int number)
{
    return [number](const OpenRing &ring) { return ring.number == number; };
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
    OpenRing ring;
    ring.source = std::move(source);
    show(std::move(ring));
}

void RingSession::show(OpenRing ring)
{
    cancelOpening();
    const bool isParked = m_source && m_source->localNodes() > 0;
    if (isParked)
        park();
    // Of a replay that ends; destroyed when everything has let go of it.
    const int replayed = std::exchange(m_replayed, 0);
    const auto live = std::find_if(m_parked.begin(), m_parked.end(), isNumber(replayed));
    const bool isForgotten = live != m_parked.end() && live->source->localNodes() == 0;
    const OpenRing forgotten = isForgotten ? takeParked(replayed) : OpenRing();
    replaceSource(std::move(ring));
    if (isParked || isForgotten)
        Q_EMIT parkedChanged();
}

void RingSession::replaceSource(OpenRing ring)
{
    if (m_source)
        m_source->disconnect(this);
    const std::unique_ptr<RingSource> sourceBefore = std::exchange(m_source, std::move(ring.source));
    const std::unique_ptr<Recorder> recorderBefore = std::exchange(m_recorder, std::move(ring.recorder));
    const std::unique_ptr<LessonRunner> lessonBefore = std::move(m_lesson); // it refers to the source: it goes first
    m_events.clear();
    m_address = ring.address;
    m_selection = {};
    m_asked.reset();
    m_isOpen = m_source && (m_recorder || m_source->mode() != Mode::Live || !m_source->snapshot()->nodes.empty());
    if (m_source)
        connectSource();
    takeSnapshot();
    m_health = RingHealth::of(*m_snapshot);
    Q_EMIT sourceChanged();
    if (isOpen())
        Q_EMIT opened();
    tellEvents(ring.events);
}

// Puts the live ring that is shown aside; something else has to be shown at once.
void RingSession::park()
{
    m_source->disconnect(this);
    OpenRing &ring = m_parked.emplace_back();
    ring.number = ++m_lastParked;
    ring.source = std::move(m_source);
    ring.recorder = std::move(m_recorder);
    ring.events = m_events;
    ring.address = m_address;
    connect(ring.source.get(), &RingSource::eventHappened, this, [this, number = ring.number](const RingEvent &event) {
        addEvent(std::find_if(m_parked.begin(), m_parked.end(), isNumber(number))->events, event);
    });
    connect(ring.source.get(), &RingSource::snapshotChanged, this, &RingSession::parkedChanged);
}

// An empty one if there is none with this number.
OpenRing RingSession::takeParked(int number)
{
    const auto ring = std::find_if(m_parked.begin(), m_parked.end(), isNumber(number));
    if (ring == m_parked.end())
        return {};
    ring->source->disconnect(this);
    OpenRing taken = std::move(*ring);
    m_parked.erase(ring);
    return taken;
}

void RingSession::connectSource()
{
    RingSource *source = m_source.get();
    connect(source, &RingSource::snapshotChanged, this, [this] {
        takeSnapshot();
        m_health = RingHealth::of(*m_snapshot);
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
    connect(source, &RingSource::keysListed, this, &RingSession::keysListed);
    connect(source, &RingSource::metricsRead, this, &RingSession::metricsRead);
    connect(source, &RingSource::progressed, this, &RingSession::progressed);
    connect(source, &RingSource::troubled, this, &RingSession::troubled);
    if (const auto *classroom = qobject_cast<ClassroomSource *>(source))
        connect(classroom, &ClassroomSource::futureDiscarded, this, &RingSession::discardEvents);
    if (const Playback *playback = source->playback())
        connect(playback, &Playback::changed, this, &RingSession::playbackChanged);
}

void RingSession::discardEvents(qint64 fromMs)
{
    std::erase_if(m_events, [fromMs](const RingEvent &event) { return event.atMs > fromMs; });
    Q_EMIT eventsDiscarded(fromMs);
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

void RingSession::startRing(int nodes, bool keepsData)
{
    LiveSource *live = beginOpening({}, tr("Starting %n nodes.", nullptr, nodes), nodes);
    live->startRing(nodes, LiveSource::replicasDefault, keepsData);
}

void RingSession::reopenRing(const KeptRing &ring)
{
    const int nodes = int(ring.nodes.size());
    LiveSource *live = beginOpening({}, tr("Starting %n nodes.", nullptr, nodes), nodes);
    live->reopenRing(ring);
}

std::vector<KeptRing> RingSession::keptRings() const
{
    std::vector<KeptRing> rings = KeptRing::all();
    const auto leaveOut = [&rings](const RingSource *source) {
        if (const auto *live = qobject_cast<const LiveSource *>(source))
            std::erase_if(rings, [live](const KeptRing &ring) { return ring.folder == live->dataFolder(); });
    };
    leaveOut(m_source.get());
    leaveOut(m_opening.source.get());
    for (const OpenRing &ring : m_parked)
        leaveOut(ring.source.get());
    return rings;
}

void RingSession::connectTo(const QString &address, const Access &access)
{
    QString problem;
    const std::optional<client::Security> security = access.load(address, &problem);
    if (!security) {
        Q_EMIT openingFailed(tr("Cannot connect: %1").arg(problem), {});
        return;
    }
    LiveSource *live = beginOpening(address, tr("Connecting to %1.").arg(address), 0);
    live->connectTo(address, *security);
}

LiveSource *RingSession::beginOpening(const QString &address, const QString &text, int total)
{
    cancelOpening();
    auto source = std::make_unique<LiveSource>();
    LiveSource *live = source.get();
    connect(live, &LiveSource::opened, this, &RingSession::endOpening);
    connect(live, &LiveSource::openFailed, this, [this, live, address](const QString &problem) {
        // Not from within the source's own signal.
        QTimer::singleShot(0, live, [this, address, problem] {
            m_opening = {};
            Q_EMIT openingFailed(problem, address);
        });
    });
    connect(live, &RingSource::progressed, this, &RingSession::progressed);
    connect(live, &RingSource::eventHappened, this,
            [this](const RingEvent &event) { addEvent(m_opening.events, event); });
    m_opening.source = std::move(source);
    m_opening.address = address;
    Q_EMIT openingStarted(text, total);
    return live;
}

void RingSession::endOpening()
{
    OpenRing ring = std::exchange(m_opening, {});
    ring.source->disconnect(this);
    ring.recorder = std::make_unique<Recorder>(ring.source.get());
    show(std::move(ring));
}

void RingSession::cancelOpening()
{
    if (!isOpening())
        return;
    m_opening.source->disconnect(this);
    m_opening = {};
    Q_EMIT openingFailed({}, {});
}

bool RingSession::openRecordingFile(const QString &path)
{
    const OpenedRecording opened = openRecording(path);
    if (!opened.recording) {
        Q_EMIT openingFailed(opened.error, {});
        return false;
    }
    OpenRing replay;
    replay.source = std::make_unique<ReplaySource>(opened.recording, QFileInfo(path).fileName());
    replay.events = opened.recording->events();
    show(std::move(replay));
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
    return m_recorder != nullptr;
}

void RingSession::replayRecorded()
{
    if (!canReplay())
        return;
    cancelOpening();
    const std::shared_ptr<const Recording> recording = m_recorder->copy();
    OpenRing replay;
    replay.source = std::make_unique<ReplaySource>(recording, m_source->title());
    replay.events = recording->events();
    park();
    m_replayed = m_lastParked;
    replaceSource(std::move(replay));
    Q_EMIT parkedChanged();
}

void RingSession::returnToLive()
{
    if (canReturnToLive())
        returnTo(m_replayed > 0 ? m_replayed : m_parked.back().number);
}

void RingSession::returnTo(int number)
{
    OpenRing ring = takeParked(number);
    if (!ring.source)
        return;
    if (m_replayed == number)
        m_replayed = 0;
    show(std::move(ring));
    Q_EMIT parkedChanged();
}

void RingSession::stopParked(int number)
{
    const OpenRing ring = takeParked(number);
    if (m_replayed == number)
        m_replayed = 0;
    Q_EMIT parkedChanged();
}

const Recording *RingSession::recording() const
{
    if (m_recorder)
        return &m_recorder->recording();
    const auto ring = std::find_if(m_parked.begin(), m_parked.end(), isNumber(m_replayed));
    return ring != m_parked.end() ? &ring->recorder->recording() : nullptr;
}

void RingSession::select(const Selection &selection)
{
    m_selection = selection;
    if (selection.node)
        m_asked = selection.node;
    Q_EMIT selectionChanged();
}

QByteArray RingSession::selectedNode() const
{
    const int index = m_selection.node ? m_snapshot->indexOf(*m_selection.node) : -1;
    return index < 0 ? QByteArray() : m_snapshot->nodes[size_t(index)].self.address;
}

QByteArray RingSession::askedNode() const
{
    const int index = m_asked ? m_snapshot->indexOf(*m_asked) : -1;
    if (index < 0 || m_snapshot->nodes[size_t(index)].condition != NodeCondition::Alive)
        return {};
    return m_snapshot->nodes[size_t(index)].self.address;
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
