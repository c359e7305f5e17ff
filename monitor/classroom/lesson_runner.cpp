// SPDX-License-Identifier: GPL-3.0-or-later
//
// A step is over when its condition holds and its actions have ended, in either order; it fails when an action fails
// or the time for it is up.

#include "classroom/lesson_runner.h"

#include "classroom/classroom_source.h"
#include "classroom/lookup_experiment.h"
#include "model/playback.h"

namespace monitor {

LessonRunner::LessonRunner(ClassroomSource *source, QObject *parent)
    : QObject(parent)
    , m_source(source)
    , m_experiment(new LookupExperiment(this))
{
    connect(source, &RingSource::actionFinished, this, &LessonRunner::actionFinished);
    connect(source, &ClassroomSource::breakpointReached, this, &LessonRunner::breakpointReached);
    connect(source->playback(), &Playback::changed, this, &LessonRunner::endIfLate);
    connect(source, &ClassroomSource::ringLoaded, this, [this] {
        if (!m_isLoading)
            stop();
    });
    connect(m_experiment, &LookupExperiment::finished, this, [this](const std::vector<ResultRow> &rows) {
        m_results = rows;
        endIfDone();
    });
}

void LessonRunner::start(int number)
{
    leaveRunning();
    m_lesson = makeLesson(number);
    m_right = 0;
    m_asked = 0;
    m_isLoading = true;
    m_source->load(m_lesson.ring);
    m_isLoading = false;
    enter(0);
}

void LessonRunner::restart()
{
    if (m_stage != Stage::Idle)
        start(m_lesson.number);
}

void LessonRunner::stop()
{
    leaveRunning();
    m_lesson = Lesson();
    m_step = 0;
    setStage(Stage::Idle);
}

const LessonStep &LessonRunner::step() const
{
    return m_lesson.steps[size_t(m_step)];
}

const Highlight &LessonRunner::highlight() const
{
    static const Highlight none;
    if (m_stage == Stage::Idle || m_stage == Stage::Finished)
        return none;
    return m_stage == Stage::Explained && step().isRunnable() ? step().highlightAfter : step().highlight;
}

void LessonRunner::enter(int index)
{
    m_step = index;
    m_choice = -1;
    m_failure.clear();
    m_reports.clear();
    m_results.clear();
    if (step().ring) {
        m_isLoading = true;
        m_source->load(*step().ring);
        m_isLoading = false;
    }
    if (!step().isRunnable())
        setStage(Stage::Explained);
    else
        setStage(step().question ? Stage::Asking : Stage::Ready);
}

void LessonRunner::setStage(Stage stage)
{
    m_stage = stage;
    Q_EMIT changed();
    Q_EMIT highlightChanged(highlight());
}

void LessonRunner::choose(int choice)
{
    if ((m_stage != Stage::Asking && m_stage != Stage::Ready) || !step().question || choice < 0
        || choice >= int(step().question->choices.size()))
        return;
    m_choice = choice;
    setStage(Stage::Ready);
}

void LessonRunner::run()
{
    if (m_stage != Stage::Asking && m_stage != Stage::Ready)
        return;
    if (m_choice >= 0) {
        ++m_asked;
        m_right += m_choice == step().question->right ? 1 : 0;
    }
    begin();
    setStage(Stage::Running);
    if (!step().experiment)
        m_source->playback()->play();
}

void LessonRunner::begin()
{
    if (step().experiment) {
        m_experiment->start(*step().experiment);
        return;
    }
    m_conditionHolds = !step().until;
    m_runFromMs = m_source->nowMs();
    m_source->playback()->setSpeed(step().speed);
    m_source->setBreakpoint(step().until);
    for (const ActionRequest &action : step().actions)
        m_tickets.insert(m_source->begin(action));
}

void LessonRunner::actionFinished(const ActionReport &report)
{
    if (m_stage != Stage::Running || m_tickets.erase(report.ticket) == 0)
        return;
    m_reports.push_back(report);
    if (report.ok)
        endIfDone();
    else if (!step().untilOnly)
        fail(report.text);
}

void LessonRunner::breakpointReached()
{
    if (m_stage != Stage::Running)
        return;
    m_conditionHolds = true;
    endIfDone();
    if (m_stage == Stage::Running)
        m_source->playback()->play();
}

void LessonRunner::endIfDone()
{
    if (m_stage != Stage::Running)
        return;
    const bool isDone = step().experiment || (m_conditionHolds && (m_tickets.empty() || step().untilOnly));
    if (!isDone)
        return;
    leaveRunning();
    setStage(Stage::Explained);
}

void LessonRunner::endIfLate()
{
    if (m_stage == Stage::Running && !step().experiment && m_source->nowMs() - m_runFromMs > step().limitMs)
        fail(tr("The expected event did not occur within %1 s: the ring was changed meanwhile.")
                 .arg(step().limitMs / 1000));
}

void LessonRunner::fail(const QString &why)
{
    leaveRunning();
    m_failure = why;
    setStage(Stage::Failed);
}

void LessonRunner::leaveRunning()
{
    if (m_stage != Stage::Running)
        return;
    m_stage = Stage::Ready; // what follows is told to this object as well
    m_source->setBreakpoint(nullptr);
    m_source->playback()->pause();
    m_experiment->cancel();
    m_tickets.clear();
}

void LessonRunner::next()
{
    if (m_stage != Stage::Explained)
        return;
    if (m_step + 1 < stepCount())
        enter(m_step + 1);
    else
        setStage(Stage::Finished);
}

} // namespace monitor
