// SPDX-License-Identifier: GPL-3.0-or-later
//
// The state of a lesson: asks, runs, explains, continues. It knows the source and no widget; LessonPanel shows it. When
// time goes back, so does the lesson: to the step that was shown then.
#pragma once

#include "classroom/lesson.h"

#include <QObject>

#include <set>

namespace monitor {

class ClassroomSource;
class LookupExperiment;

class LessonRunner : public QObject {
    Q_OBJECT
public:
    enum class Stage : quint8 {
        Idle, // no lesson
        Asking, // the question is open; running without an answer is allowed
        Ready, // no question, or answered: run it
        Running, // or time has gone back to where it was running
        Explained, // it was run, or there was nothing to run
        Failed, // the step failed; failure() says why
        Finished, // after the last step
    };

    // source outlives the runner.
    explicit LessonRunner(ClassroomSource *source, QObject *parent = nullptr);

    // Begins a lesson with its ring; number 1..lessonsCount.
    void start(int number);
    // Ends it; the ring stays as it is. So it does when another ring is loaded.
    void stop();

    Stage stage() const { return m_stage; }
    const Lesson &lesson() const { return m_lesson; }
    int stepIndex() const { return m_step; }
    int stepCount() const { return int(m_lesson.steps.size()); }
    const LessonStep &step() const; // not when Idle
    // The prediction, -1 if none was made.
    int choice() const { return m_visits.empty() ? -1 : visit().choice; }
    // Of all predictions made in this lesson.
    int rightCount() const;
    int askedCount() const;
    QString failure() const { return m_failure; }
    const Highlight &highlight() const;
    const std::vector<ResultRow> &results() const;
    // What the actions of the step have ended with, the latest last.
    const std::vector<ActionReport> &reports() const;
    ClassroomSource *source() const { return m_source; }

public Q_SLOTS:
    void choose(int choice); // Asking or Ready; it may be changed until the step is run
    void run(); // Asking or Ready
    void next(); // Explained
    void restart(); // the lesson from its beginning

Q_SIGNALS:
    void changed();
    void highlightChanged(const monitor::Highlight &highlight);

private:
    // A step that has been entered, on the source's clock.
    struct Visit {
        qint64 enteredMs = 0;
        std::optional<qint64> ranMs; // when it was run
        std::optional<qint64> doneMs; // when that had ended
        int choice = -1;
        std::vector<ActionReport> reports;
        std::vector<ResultRow> results;
    };

    void enter(int step);
    void follow();
    void discardAfter(qint64 fromMs);
    Stage stageAt(qint64 nowMs) const;
    Visit &visit() { return m_visits[size_t(m_step)]; }
    const Visit &visit() const { return m_visits[size_t(m_step)]; }
    void setStage(Stage stage);
    void begin();
    void actionFinished(const ActionReport &report);
    void breakpointReached();
    void endIfDone();
    void endIfLate();
    void fail(const QString &why);
    void leaveRunning();
    bool isRunning() const { return m_isRunning; }

    ClassroomSource *m_source;
    Lesson m_lesson;
    Stage m_stage = Stage::Idle;
    int m_step = 0;
    std::vector<Visit> m_visits; // of the steps up to the last one that was entered
    size_t m_firstVisit = 0; // those before it were in another ring
    QString m_failure;
    std::set<quint64> m_tickets; // of actions that have not ended
    bool m_conditionHolds = false;
    bool m_isRunning = false; // a step, for the first time
    bool m_isBeginning = false; // its actions
    bool m_isBusy = false; // the runner itself loads a ring or stops time
    LookupExperiment *m_experiment;
};

} // namespace monitor
