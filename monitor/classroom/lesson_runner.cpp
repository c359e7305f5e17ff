// SPDX-License-Identifier: GPL-3.0-or-later
//
// A step is over when its condition holds and its actions have ended, in either order; it fails when an action fails
// or the time for it is up.

#include "classroom/lesson_runner.h"

#include "classroom/classroom_source.h"
#include "classroom/lookup_experiment.h"
#include "model/playback.h"

#include <algorithm>
#include <utility>

namespace monitor {

LessonRunner::LessonRunner(ClassroomSource *source, QObject *parent)
    : QObject(parent)
    , m_source(source)
    , m_experiment(new LookupExperiment(this))
{
    connect(source, &RingSource::actionFinished, this, &LessonRunner::actionFinished);
    connect(source, &ClassroomSource::breakpointReached, this, &LessonRunner::breakpointReached);
    connect(source->playback(), &Playback::changed, this, [this] {
        endIfLate();
        follow();
    });
    connect(source, &ClassroomSource::futureDiscarded, this, &LessonRunner::discardAfter);
    connect(source, &ClassroomSource::ringLoaded, this, [this] {
        if (!m_isBusy)
            stop();
    });
    connect(m_experiment, &LookupExperiment::finished, this, [this](const std::vector<ResultRow> &rows) {
        visit().results = rows;
        endIfDone();
    });
}

void LessonRunner::start(int number)
{
    leaveRunning();
    m_lesson = makeLesson(number);
    m_visits.clear();
    m_isBusy = true;
    m_source->load(m_lesson.ring);
    m_isBusy = false;
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
    m_visits.clear();
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
    m_visits.resize(size_t(index));
    m_failure.clear();
    if (step().ring) {
        m_isBusy = true;
        m_source->load(*step().ring);
        m_isBusy = false;
    }
    if (step().ring || index == 0)
        m_firstVisit = size_t(index);
    Visit &entered = m_visits.emplace_back();
    entered.enteredMs = m_source->nowMs();
    setStage(stageAt(entered.enteredMs));
}

// Of the step that is shown, as far as the run had come by then.
LessonRunner::Stage LessonRunner::stageAt(qint64 nowMs) const
{
    if (!step().isRunnable())
        return Stage::Explained;
    if (visit().ranMs && *visit().ranMs <= nowMs)
        return visit().doneMs && *visit().doneMs <= nowMs ? Stage::Explained : Stage::Running;
    return step().question && visit().choice < 0 ? Stage::Asking : Stage::Ready;
}

// Goes where time has gone, unless a step is being run for the first time.
void LessonRunner::follow()
{
    if (m_isBusy || m_visits.empty() || m_stage == Stage::Failed || isRunning())
        return;
    const qint64 nowMs = m_source->nowMs();
    size_t shown = m_visits.size() - 1;
    while (shown > m_firstVisit && m_visits[shown].enteredMs > nowMs)
        --shown;
    const bool isSame = int(shown) == m_step;
    m_step = int(shown);
    const Stage stage = stageAt(nowMs);
    const bool isFinished = isSame && m_stage == Stage::Finished && stage == Stage::Explained;
    if (!isFinished && (!isSame || stage != m_stage))
        setStage(stage);
}

// Of its own actions the lesson knows already.
void LessonRunner::discardAfter(qint64 fromMs)
{
    if (m_isBeginning || m_visits.empty() || m_stage == Stage::Failed)
        return;
    while (m_visits.size() > m_firstVisit + 1 && m_visits.back().enteredMs > fromMs)
        m_visits.pop_back();
    m_step = int(m_visits.size()) - 1;
    if (visit().ranMs && (!visit().doneMs || *visit().doneMs > fromMs))
        fail(tr("You acted at an earlier time, and the ring has changed."));
}

int LessonRunner::askedCount() const
{
    return int(std::count_if(m_visits.begin(), m_visits.end(),
                             [](const Visit &visit) { return visit.ranMs && visit.choice >= 0; }));
}

int LessonRunner::rightCount() const
{
    int right = 0;
    for (size_t i = 0; i < m_visits.size(); ++i) {
        const std::optional<Question> &question = m_lesson.steps[i].question;
        right += m_visits[i].ranMs && question && m_visits[i].choice == question->right ? 1 : 0;
    }
    return right;
}

const std::vector<ResultRow> &LessonRunner::results() const
{
    static const std::vector<ResultRow> none;
    return m_visits.empty() ? none : visit().results;
}

const std::vector<ActionReport> &LessonRunner::reports() const
{
    static const std::vector<ActionReport> none;
    return m_visits.empty() ? none : visit().reports;
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
    visit().choice = choice;
    setStage(Stage::Ready);
}

void LessonRunner::run()
{
    if (m_stage != Stage::Asking && m_stage != Stage::Ready)
        return;
    m_visits.resize(size_t(m_step) + 1); // what came later is discarded
    visit().ranMs = m_source->nowMs();
    visit().doneMs.reset();
    visit().reports.clear();
    m_isRunning = true;
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
    m_source->playback()->setSpeed(step().speed);
    m_source->setBreakpoint(step().until);
    m_isBeginning = true;
    for (const ActionRequest &action : step().actions)
        m_tickets.insert(m_source->begin(action));
    m_isBeginning = false;
}

void LessonRunner::actionFinished(const ActionReport &report)
{
    if (!isRunning() || m_tickets.erase(report.ticket) == 0)
        return;
    visit().reports.push_back(report);
    if (report.ok)
        endIfDone();
    else if (!step().untilOnly)
        fail(report.text);
}

void LessonRunner::breakpointReached()
{
    if (!isRunning())
        return;
    m_conditionHolds = true;
    endIfDone();
    if (isRunning())
        m_source->playback()->play();
}

void LessonRunner::endIfDone()
{
    if (!isRunning())
        return;
    const bool isDone = step().experiment || (m_conditionHolds && (m_tickets.empty() || step().untilOnly));
    if (!isDone)
        return;
    leaveRunning();
    visit().doneMs = m_source->nowMs();
    setStage(Stage::Explained);
}

void LessonRunner::endIfLate()
{
    if (isRunning() && !step().experiment && m_source->nowMs() - *visit().ranMs > step().limitMs)
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
    if (!std::exchange(m_isRunning, false))
        return;
    m_isBusy = true; // what follows is told to this object as well
    m_source->setBreakpoint(nullptr);
    m_source->playback()->pause();
    m_experiment->cancel();
    m_tickets.clear();
    m_isBusy = false;
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
