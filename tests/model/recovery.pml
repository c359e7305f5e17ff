/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Question: when may the remaining voters of a group that has lost its majority go on without the others?
 *
 * One group, one key. Nodes can be gone for ever, with their memory. The group changes its voters, one at a time, while a
 * voter sleeps with an old configuration; then this voter tries to recover what it believes to be the group.
 *
 * A line is all that happens under one loss epoch: configurations, one after the other, and the leaders that propose
 * them. Line 0 is there at the start, line g comes into being by recovery g, which node BY(g) attempts. What election.pml
 * and change.pml have shown is taken as given inside a line: an election is one step and sees the state of all nodes that
 * still take part in the line.
 *
 * A node asks all others twice. Before it does so again, so many voters of its configuration are gone that no majority of
 * them is left; with PROOF_FIRST or BINDING, already before it asks at all. A recovery goes on when
 * - all nodes that are not gone have been asked, and answered twice that they know no later configuration. All first
 *   answers were there before the second questions; at no node has anything changed between its two answers; each node
 *   that answered first has answered again, so none was lost in between. So there was a moment, between the rounds, at
 *   which no node knew of one. With BINDING instead: asked once; a node that has answered so refuses everything from a
 *   line before this recovery.
 * - each voter of its configuration is gone or has promised, and so has every other node that said it holds state of the
 *   group; no promise reported a later configuration. All that promised are the voters of the new line.
 *
 * Property: at most one line can choose anything. A chosen write is missing in the new line only if so many voters are
 * gone that no majority of the latest configuration is left.
 *
 * Parameters: NODES (3 to 5), START (voters at the start as a mask), CHANGES, WRITES (0 to 2), RECOVERIES
 * (1 or 2), BY2 (node of the second recovery). SLEEPS: node 0 hears nothing from line 0, and the model ends with the
 * recovery; this leaves room for more changes before it. PROOF_FIRST: a stricter rule, with fewer states. STALE: the
 * group of nodes 0 and 1 has moved to node 2 before the start, and node 1 is gone.
 */
#include "common.pml"

#ifndef NODES
#define NODES 4
#endif
#ifndef START
#define START 3
#endif
#ifndef CHANGES
#define CHANGES 3
#endif
#ifndef WRITES
#define WRITES 1
#endif
#ifndef RECOVERIES
#define RECOVERIES 1
#endif
#ifndef BY2
#define BY2 1
#endif

#define ALL (BIT(NODES) - 1)
#define BY(g) ((g) == 1 -> 0 : BY2)

typedef Node {
    bool has;       /* state of this group; what follows is zero otherwise */
    byte promised;
    byte ballot;    /* the configuration: its line and version */
    byte version;
    byte recBallot;
    byte value
}

typedef Line {
    bool exists;
    byte leader;
    byte voters[CHANGES + 2]; /* by version */
    byte version;   /* of the latest configuration proposed */
    bool committed;
    byte cfgAcks;
    byte recBallot; /* what is served, or proposed if pending */
    byte value;
    bool pending;
    byte acks;      /* nodes known to hold it */
    byte served     /* the value chosen before a pending one */
}

typedef Attempt {
    bool begun;
    byte ballot;    /* the configuration that is to be recovered */
    byte version;
    byte first;     /* nodes that have answered */
    byte changed;   /* nodes where something has changed since their first answer */
    byte again;     /* those that must answer again */
    byte second;    /* those that have */
    byte holders;   /* those that said they hold state of the group, learners too */
    byte promisers
}

Node node[NODES];
byte gone;          /* nodes that will never return */
byte bound[NODES];  /* the recovery that an answer binds this node to */
Line line[RECOVERIES + 1];
Attempt attempt[RECOVERIES + 1];
byte writes;
byte changes;
byte high;
byte best;

#define ALIVE(n)        (!HAS(gone, n))
#define TAKES_PART(g, n) (ALIVE(n) && node[n].has && node[n].promised <= (g))
#ifdef SLEEPS
#define P(g, n)         (TAKES_PART(g, n) && n != 0 -> BIT(n) : 0)
#else
#define P(g, n)         (TAKES_PART(g, n) -> BIT(n) : 0)
#endif
#define PARTS(g)        (P(g, 0) | P(g, 1) | P(g, 2) | P(g, (NODES - 2)) | P(g, (NODES - 1)))
#define VOTERS(g)       line[g].voters[line[g].version]
#define LEADS(g)        (line[g].exists && TAKES_PART(g, line[g].leader))

/* Line h still has a majority that takes part, of its latest configuration or of the one before. */
#define CAN_CHOOSE(h)   (line[h].exists && (MAJORITY(PARTS(h), VOTERS(h)) || \
    (!line[h].committed && line[h].version > 0 && MAJORITY(PARTS(h), line[h].voters[line[h].version - 1]))))

#define CHANGED_FOR(g, n) attempt[g].changed = attempt[g].changed | (attempt[g].first & BIT(n))
#if RECOVERIES > 1
#define CHANGED(n) CHANGED_FOR(1, n); CHANGED_FOR(2, n)
#else
#define CHANGED(n) CHANGED_FOR(1, n)
#endif

inline crash(n) {
    d_step {
        ALIVE(n) && (n != 0 || RECOVERIES > 1) ->
        printf("node %d is gone\n", n);
        gone = gone | BIT(n);
        node[n].has = false
    }
}

/* --- Inside a line */

/* Node n is elected by all that take part. It goes on with the highest configuration and the highest record. */
#define LOOK_AT(g, k) \
    if \
    :: TAKES_PART(g, k) && node[k].ballot == g && node[k].version > high -> high = node[k].version \
    :: else \
    fi
#define LOOK_AT_RECORD(g, k) \
    if \
    :: TAKES_PART(g, k) && HIGHER(node[k].recBallot, node[k].value, best / 16, best % 16) -> \
        best = node[k].recBallot * 16 + node[k].value \
    :: else \
    fi
#define HOLDS(g, k) (TAKES_PART(g, k) && node[k].recBallot == line[g].recBallot && node[k].value == line[g].value -> BIT(k) : 0)
#define ACCEPTED(g, k) (TAKES_PART(g, k) && node[k].ballot == g && node[k].version == line[g].version -> BIT(k) : 0)

inline elect(g, n) {
    d_step {
        line[g].exists && TAKES_PART(g, n) && node[n].ballot == g && HAS(line[g].voters[node[n].version], n) &&
            line[g].leader != n ->
        high = 0;
        best = 0;
        LOOK_AT(g, 0); LOOK_AT(g, 1); LOOK_AT(g, 2); LOOK_AT(g, (NODES - 2)); LOOK_AT(g, (NODES - 1));
        LOOK_AT_RECORD(g, 0); LOOK_AT_RECORD(g, 1); LOOK_AT_RECORD(g, 2); LOOK_AT_RECORD(g, (NODES - 2));
        LOOK_AT_RECORD(g, (NODES - 1));
        if
        :: HAS(line[g].voters[high], n) && MAJORITY(PARTS(g), line[g].voters[high]) ->
            printf("node %d leads line %d with version %d\n", n, g, high);
            line[g].leader = n;
            line[g].version = high;
            line[g].committed = false;
            line[g].recBallot = g;
            line[g].value = best % 16;
            line[g].served = 0;
            line[g].pending = true;
            line[g].cfgAcks = ACCEPTED(g, 0) | ACCEPTED(g, 1) | ACCEPTED(g, 2) | ACCEPTED(g, (NODES - 2)) |
                ACCEPTED(g, (NODES - 1));
            line[g].acks = HOLDS(g, 0) | HOLDS(g, 1) | HOLDS(g, 2) | HOLDS(g, (NODES - 2)) | HOLDS(g, (NODES - 1))
        :: else
        fi;
        high = 0;
        best = 0
    }
}

inline propose(g, n) {
    d_step {
        LEADS(g) && line[g].committed && changes < CHANGES && n != line[g].leader &&
            MAJORITY(line[g].acks, VOTERS(g)) &&
            (HAS(VOTERS(g), n) ||
             (TAKES_PART(g, n) && node[n].ballot == g && node[n].version == line[g].version && HAS(line[g].acks, n))) ->
        changes++;
        line[g].voters[line[g].version + 1] = VOTERS(g) ^ BIT(n);
        line[g].version++;
        printf("line %d: version %d with voters %d is proposed\n", g, line[g].version, VOTERS(g));
        line[g].committed = false;
        line[g].cfgAcks = 0
    }
}

inline acceptConfiguration(g, n) {
    d_step {
        line[g].exists && !line[g].committed && !HAS(line[g].cfgAcks, n) && TAKES_PART(g, n) && bound[n] <= g ->
        printf("line %d: node %d accepts version %d\n", g, n, line[g].version);
        node[n].promised = g;
        node[n].ballot = g;
        node[n].version = line[g].version;
        line[g].cfgAcks = line[g].cfgAcks | BIT(n);
        CHANGED(n)
    }
}

inline commit(g) {
    d_step {
        LEADS(g) && !line[g].committed && MAJORITY(line[g].cfgAcks, VOTERS(g)) ->
        printf("line %d: version %d is chosen\n", g, line[g].version);
        line[g].committed = true;
        line[g].cfgAcks = 0;
        /* Acknowledgements can be counted late, after a recovery, but nobody can go on. */
        assert(g == RECOVERIES || !line[RECOVERIES].exists || !CAN_CHOOSE(g))
    }
}

inline learn(g, n) {
    d_step {
        LEADS(g) && line[g].committed && !line[g].pending && !HAS(VOTERS(g), n) && n != line[g].leader && ALIVE(n) &&
            node[n].promised <= g && bound[n] <= g &&
            !(node[n].has && node[n].ballot == g && node[n].version == line[g].version && HAS(line[g].acks, n)) ->
        printf("line %d: node %d is a learner\n", g, n);
        node[n].has = true;
        node[n].promised = g;
        node[n].ballot = g;
        node[n].version = line[g].version;
        node[n].recBallot = line[g].recBallot;
        node[n].value = line[g].value;
        line[g].acks = line[g].acks | BIT(n);
        CHANGED(n)
    }
}

inline drop(g, n) {
    d_step {
        LEADS(g) && line[g].committed && !HAS(VOTERS(g), n) && n != line[g].leader && TAKES_PART(g, n) ->
        printf("line %d: node %d drops its state\n", g, n);
        node[n].has = false;
        node[n].promised = 0;
        node[n].ballot = 0;
        node[n].version = 0;
        node[n].recBallot = 0;
        node[n].value = 0;
        line[g].acks = line[g].acks & ~BIT(n);
        CHANGED(n)
    }
}

inline write(g) {
    d_step {
        LEADS(g) && line[g].committed && !line[g].pending && writes < WRITES ->
        line[g].served = line[g].value;
        line[g].value = line[g].value | BIT(writes);
        line[g].recBallot = g;
        printf("line %d: value %d is proposed\n", g, line[g].value);
        writes++;
        line[g].pending = true;
        line[g].acks = 0
    }
}

inline accept(g, n) {
    d_step {
        line[g].exists && TAKES_PART(g, n) && !HAS(line[g].acks, n) && line[g].recBallot == g &&
            (line[g].pending || node[n].recBallot < g || node[n].value != line[g].value) ->
        printf("line %d: node %d accepts value %d\n", g, n, line[g].value);
        node[n].promised = g;
        node[n].recBallot = g;
        node[n].value = line[g].value;
        line[g].acks = line[g].acks | BIT(n)
    }
}

inline choose(g) {
    d_step {
        LEADS(g) && line[g].pending && MAJORITY(line[g].acks, VOTERS(g)) ->
        printf("line %d: value %d is chosen\n", g, line[g].value);
        /* Late, after a recovery: this one knows it. */
        assert(g == RECOVERIES || !line[RECOVERIES].exists || EXTENDS(line[RECOVERIES].value, line[g].value));
        line[g].pending = false;
        line[g].served = 0;
        ACKNOWLEDGED(line[g].value)
    }
}

/* --- Recovery */

#define ASKED_FOR(g)    line[attempt[g].ballot].voters[attempt[g].version]
#define OWN(g)          node[BY(g)]
#define UNCHANGED(g)    (ALIVE(BY(g)) && OWN(g).has && OWN(g).ballot == attempt[g].ballot && \
                         OWN(g).version == attempt[g].version)

#ifdef MUTANT_ORDER_BY_PROMISE
#define ORDER(n) node[n].promised
#define ORDER_ASKED(g) OWN(g).promised
#else
#define ORDER(n) node[n].ballot
#define ORDER_ASKED(g) attempt[g].ballot
#endif
/* A learner says nothing of what it copies. */
#define KNOWS_LATER(g, n) (node[n].has && HAS(line[node[n].ballot].voters[node[n].version], n) && \
                           HIGHER(ORDER(n), node[n].version, ORDER_ASKED(g), attempt[g].version))

#ifdef MUTANT_WITHOUT_PROOF
#define GONE(g) (gone | (ASKED_FOR(g) & ~attempt[g].promisers & ~BIT(BY(g))))
#else
#define GONE(g) gone
#endif

inline begin(g) {
    d_step {
        !attempt[g].begun && !line[g].exists && TAKES_PART(g, BY(g)) && OWN(g).ballot < g &&
#if defined(BINDING) || defined(PROOF_FIRST)
            !MAJORITY(ALL & ~gone, line[OWN(g).ballot].voters[OWN(g).version]) &&
#endif
            HAS(line[OWN(g).ballot].voters[OWN(g).version], BY(g)) ->
        printf("node %d begins to ask for recovery %d\n", BY(g), g);
        attempt[g].begun = true;
        attempt[g].ballot = OWN(g).ballot;
        attempt[g].version = OWN(g).version;
        attempt[g].first = BIT(BY(g))
    }
}

inline stop(g) {
    d_step {
        attempt[g].begun && !line[g].exists ->
        attempt[g].begun = false;
        attempt[g].ballot = 0;
        attempt[g].version = 0;
        attempt[g].first = 0;
        attempt[g].changed = 0;
        attempt[g].again = 0;
        attempt[g].second = 0;
        attempt[g].holders = 0;
        attempt[g].promisers = 0
    }
}

inline askFirst(g, n) {
    d_step {
        attempt[g].begun && !line[g].exists && attempt[g].again == 0 && !HAS(attempt[g].first, n) && ALIVE(n) &&
            !KNOWS_LATER(g, n) ->
        printf("node %d answers recovery %d\n", n, g);
#ifdef BINDING
        bound[n] = (bound[n] < g -> g : bound[n]);
#endif
        attempt[g].holders = attempt[g].holders | (node[n].has -> BIT(n) : 0);
        attempt[g].first = attempt[g].first | BIT(n)
    }
}

/* The missing voters are gone before anybody is asked again. */
#if defined(MUTANT_PROOF_LATER) || defined(MUTANT_WITHOUT_PROOF)
#define PROVEN(g) true
#else
#define PROVEN(g) !MAJORITY(ALL & ~gone, ASKED_FOR(g))
#endif
inline askAgain(g) {
    d_step {
        attempt[g].begun && !line[g].exists && attempt[g].again == 0 && ((attempt[g].first | GONE(g)) & ALL) == ALL &&
            PROVEN(g) ->
        printf("all have answered recovery %d once\n", g);
        attempt[g].again = attempt[g].first;
        attempt[g].second = BIT(BY(g))
    }
}

inline askSecond(g, n) {
    d_step {
        attempt[g].again != 0 && !line[g].exists && HAS(attempt[g].again, n) && !HAS(attempt[g].second, n) &&
            !HAS(attempt[g].changed, n) && ALIVE(n) && !KNOWS_LATER(g, n) ->
        printf("node %d answers recovery %d again\n", n, g);
        attempt[g].holders = attempt[g].holders | (node[n].has -> BIT(n) : 0);
        attempt[g].second = attempt[g].second | BIT(n)
    }
}

#ifdef MUTANT_WITHOUT_ASKING
#define ASKED(g) true
#elif defined(MUTANT_ASKED_ONCE) || defined(BINDING)
#define ASKED(g) (((attempt[g].first | GONE(g)) & ALL) == ALL || attempt[g].again != 0)
#elif defined(MUTANT_LOST_BETWEEN)
#define ASKED(g) (attempt[g].again != 0 && (attempt[g].second | gone) == (attempt[g].again | gone))
#else
#define ASKED(g) (attempt[g].again != 0 && attempt[g].second == attempt[g].again)
#endif

#define LEFT(n)         (node[n].has -> BIT(n) : 0)
#define ALL_LEFT        (LEFT(0) | LEFT(1) | LEFT(2) | LEFT(NODES - 2) | LEFT(NODES - 1))
/* The configuration may be one that was only proposed: then records that the one before had chosen are at its voters. */
#ifdef MUTANT_VOTERS_ONLY
#define MUST_PROMISE(g, n) HAS(ASKED_FOR(g), n)
#define OTHERS_PROMISED(g) true
#else
#define MUST_PROMISE(g, n) (HAS(ASKED_FOR(g), n) || HAS(attempt[g].holders, n))
#define OTHERS_PROMISED(g) ((attempt[g].holders & ~(attempt[g].promisers | gone)) == 0)
#endif
#ifdef MUTANT_WITHOUT_PROMISE
#define PROMISED(g) ((gone & ASKED_FOR(g)) != 0)
#else
#define PROMISED(g) (((attempt[g].promisers | GONE(g)) & ASKED_FOR(g)) == ASKED_FOR(g) && OTHERS_PROMISED(g))
#endif

/* The node's own promise may be left from an election that failed. */
#ifdef MUTANT_ORDER_BY_PROMISE
#define MAY_PROMISE(g, n) (ASKED(g) || n == BY(g))
#else
#define MAY_PROMISE(g, n) ASKED(g)
#endif
inline promise(g, n) {
    d_step {
        attempt[g].begun && !line[g].exists && MAY_PROMISE(g, n) && MUST_PROMISE(g, n) && !HAS(attempt[g].promisers, n) && TAKES_PART(g, n) &&
            !HIGHER(node[n].ballot, node[n].version, attempt[g].ballot, attempt[g].version) ->
        printf("node %d promises recovery %d\n", n, g);
        node[n].promised = g;
        attempt[g].promisers = attempt[g].promisers | BIT(n)
    }
}

#define CHOSEN_VOTERS(h) line[h].voters[line[h].version - (line[h].committed || line[h].version == 0 -> 0 : 1)]

inline recover(g) {
    d_step {
        attempt[g].begun && !line[g].exists && UNCHANGED(g) && HAS(attempt[g].promisers, BY(g)) && ASKED(g) &&
            PROMISED(g) ->
        printf("recovery %d with voters %d\n", g, attempt[g].promisers);
        assert(!CAN_CHOOSE(0));
#if RECOVERIES > 1
        assert(g == 2 || !line[2].exists);
        assert(g == 1 || !CAN_CHOOSE(1));
#endif
        line[g].exists = true;
        line[g].leader = BY(g);
        line[g].voters[0] = attempt[g].promisers;
        best = 0;
        if
        :: HAS(attempt[g].promisers, 0) -> LOOK_AT_RECORD(g, 0)
        :: else
        fi;
        if
        :: HAS(attempt[g].promisers, 1) -> LOOK_AT_RECORD(g, 1)
        :: else
        fi;
        if
        :: HAS(attempt[g].promisers, 2) -> LOOK_AT_RECORD(g, 2)
        :: else
        fi;
        if
        :: HAS(attempt[g].promisers, (NODES - 2)) -> LOOK_AT_RECORD(g, (NODES - 2))
        :: else
        fi;
        if
        :: HAS(attempt[g].promisers, (NODES - 1)) -> LOOK_AT_RECORD(g, (NODES - 1))
        :: else
        fi;
        line[g].recBallot = g;
        line[g].value = best % 16;
        line[g].pending = true;
        best = 0;
        if
        :: EXTENDS(line[g].value, seen)
        :: else -> /* a recorded loss */
            printf("a write is lost\n");
            assert(!MAJORITY(ALL_LEFT, ASKED_FOR(g)) && !MAJORITY(ALL_LEFT, CHOSEN_VOTERS(attempt[g].ballot)));
#ifdef MUTANT_HALF_IS_CERTAIN
            assert(2 * COUNT(ASKED_FOR(g) & gone) > COUNT(ASKED_FOR(g)));
#endif
            seen = seen & line[g].value
        fi;
        attempt[g].first = 0;
        attempt[g].changed = 0;
        attempt[g].again = 0;
        attempt[g].second = 0;
        attempt[g].holders = 0;
        attempt[g].promisers = 0
    }
}

#define AT_NODE(g, n) :: elect(g, n) :: propose(g, n) :: acceptConfiguration(g, n) :: learn(g, n) :: drop(g, n) :: accept(g, n)
#define ASK_NODE(g, n) :: askFirst(g, n) :: askSecond(g, n) :: promise(g, n)

proctype InLine(byte g) {
end:
    do
#ifndef SLEEPS
    AT_NODE(g, 0)
#else
    :: propose(g, 0)
#endif
    AT_NODE(g, 1)
    AT_NODE(g, 2)
#if NODES > 3
    AT_NODE(g, 3)
#endif
#if NODES > 4
    AT_NODE(g, 4)
#endif
    :: commit(g)
    :: write(g)
    :: choose(g)
#ifdef WITNESS
    /* The recovered group goes on with what a majority, now gone, had chosen after a change of voters. */
    :: d_step { g == 1 && line[1].exists && !line[1].pending && line[1].value != 0 && line[0].voters[1] != 0 -> assert(false) }
#endif
    od
}

proctype Recovery(byte g) {
end:
    do
    ASK_NODE(g, 0)
    ASK_NODE(g, 1)
    ASK_NODE(g, 2)
#if NODES > 3
    ASK_NODE(g, 3)
#endif
#if NODES > 4
    ASK_NODE(g, 4)
#endif
    :: begin(g)
#ifndef SLEEPS
    :: stop(g)
#endif
    :: askAgain(g)
    :: recover(g)
    od
}

proctype Crashes() {
end:
    do
    :: crash(0)
    :: crash(1)
    :: crash(2)
#if NODES > 3
    :: crash(3)
#endif
#if NODES > 4
    :: crash(4)
#endif
    od
}

init {
    byte i;
    atomic {
        for (i : 0 .. NODES - 1) {
            node[i].has = HAS(START, i)
        };
        line[0].exists = true;
        line[0].leader = 1;
        line[0].voters[0] = START;
        line[0].committed = true;
        line[0].acks = START;
#ifdef STALE
        node[1].has = false;
        gone = BIT(1);
        node[2].has = true;
        node[2].version = 1;
        line[0].leader = 2;
        line[0].voters[1] = BIT(2);
        line[0].version = 1;
        line[0].acks = BIT(2);
#endif
        run Crashes();
#ifdef SLEEPS
        run InLine(0);
#else
        for (i : 0 .. RECOVERIES) {
            run InLine(i)
        };
#endif
        for (i : 1 .. RECOVERIES) {
            run Recovery(i)
        };
        i = 0
    }
}
