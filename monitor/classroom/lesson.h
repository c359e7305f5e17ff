// SPDX-License-Identifier: GPL-3.0-or-later
//
// A lesson as data: a ring, and steps that are each predicted, run and explained. A step has one action on the ring, or
// a few; a condition on the snapshot decides when it is over, so that it ends with the event that it is about.
#pragma once

#include "classroom/classroom_settings.h"
#include "model/ring_source.h"

#include <functional>
#include <optional>
#include <vector>

namespace monitor {

struct Question {
    QString text;
    std::vector<QString> choices;
    int right = 0; // index of the right choice
};

// What to look at.
struct Highlight {
    struct Arrow {
        chord::Id from;
        chord::Id to;
        friend bool operator==(const Arrow &, const Arrow &) = default;
    };
    std::vector<chord::Id> nodes;
    std::vector<chord::Id> keys; // by their identifiers
    std::vector<Arrow> pointers;
    friend bool operator==(const Highlight &, const Highlight &) = default;
};

// A measurement beside the ring: how many nodes a lookup asks, in rings of 8, 16, 32, … nodes.
struct ExperimentSettings {
    int nodesMost = 0; // a power of two
    int lookups = 0; // in each ring
};

// What it has measured in one ring.
struct ResultRow {
    int nodes = 0;
    int lookups = 0;
    double measured = 0; // mean number of nodes asked the way
    double expected = 0; // ½ log2 nodes
};

struct LessonStep {
    QString title;
    QString text; // what is to be seen now, before anything happens
    std::optional<Question> question;
    std::optional<ClassroomSettings> ring; // the ring to begin the step with; nothing: as the last step left it
    // What is done when the step is run, all at once. With neither this nor until nor an experiment, there is nothing
    // to run: the step is for reading.
    std::vector<ActionRequest> actions;
    // The step is over when this holds and, unless untilOnly, every action has ended; null: when every action has.
    std::function<bool(const RingSnapshot &)> until;
    bool untilOnly = false;
    std::optional<ExperimentSettings> experiment; // instead of actions
    double speed = 1000; // ms of virtual time a second
    qint64 limitMs = 60'000; // of virtual time; then the step has failed
    QString explanation; // after the run
    // What the text claims of the ring before the run, and the explanation after it, as far as the picture shows it:
    // checked by the tests.
    std::function<bool(const RingSnapshot &)> holdsBefore;
    std::function<bool(const RingSnapshot &)> holdsAfter;
    Highlight highlight;
    Highlight highlightAfter;

    bool isRunnable() const { return !actions.empty() || until || experiment; }
};

struct Lesson {
    int number = 0; // 1..
    QString title;
    QString summary; // one sentence
    ClassroomSettings ring;
    std::vector<LessonStep> steps;
};

inline constexpr int lessonsCount = 5;

// number: 1..lessonsCount. In the language of the moment.
Lesson makeLesson(int number);

} // namespace monitor
