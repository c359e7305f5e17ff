// SPDX-License-Identifier: GPL-3.0-or-later
//
// The state of a lesson: asks, runs, explains, continues. It knows the source and no widget; LessonPanel shows it.
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
        Running,
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
    int choice() const { return m_choice; }
    // Of all predictions made in this lesson.
    int rightCount() const { return m_right; }
    int askedCount() const { return m_asked; }
    QString failure() const { return m_failure; }
    const Highlight &highlight() const;
    const std::vector<ResultRow> &results() const { return m_results; }
    // What the actions of the step have ended with, the latest last.
    const std::vector<ActionReport> &reports() const { return m_reports; }
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
    void enter(int step);
    void setStage(Stage stage);
    void begin();
    void actionFinished(const ActionReport &report);
    void breakpointReached();
    void endIfDone();
    void endIfLate();
    void fail(const QString &why);
    void leaveRunning();

    ClassroomSource *m_source;
    Lesson m_lesson;
    Stage m_stage = Stage::Idle;
    int m_step = 0;
    int m_choice = -1;
    int m_right = 0;
    int m_asked = 0;
    QString m_failure;
    std::set<quint64> m_tickets; // of actions that have not ended
    bool m_conditionHolds = false;
    bool m_isLoading = false; // the runner itself loads a ring
    qint64 m_runFromMs = 0;
    std::vector<ActionReport> m_reports;
    std::vector<ResultRow> m_results;
    LookupExperiment *m_experiment;
};

} // namespace monitor
