/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Question: is the history of a key kept when its group, the lower one (A), is merged into the upper one (B)?
 *
 * A and B have the same three voters and at the start the same leader, node 0, with ballot LOWER in A and UPPER in B. The
 * leader stops writing in A and proposes for B a configuration with the wide range, which names A's ballot. A voter
 * accepts it only if its configuration of A is the one of that ballot and its promise in A is not higher; it then refuses
 * promises and acceptances in A (A is locked) until it accepts a higher configuration of B that is not wide. A voter that
 * learns that the wide configuration is chosen drops A and keeps the records, as records of B.
 *
 * Rules that follow, as the mutants show:
 * - A promise in B does not stop A at that voter. So a leader of B that found the wide configuration takes the records of
 *   the lower range not from the promises but from the answers with which a majority accept that configuration under its
 *   ballot: then A is locked or dropped there. Only after that does it serve the lower range.
 * - Such a leader, which cannot know whether the wide configuration was chosen, proposes a narrow one only when a
 *   majority of the voters have promised more in A: these will never accept the wide one.
 * - A voter that has promised more in A never accepts the wide configuration by itself, and may be one without which there
 *   is no majority later on. So a promise by a voter that knows the wide configuration to be chosen says so (the merge is
 *   done), and what is proposed on that word is accepted by all, whatever they have promised in A, and ends A there.
 * - A voter may be locked by a configuration of B that nobody else has accepted, and hear of no other. A later leader of
 *   A whose configuration is chosen frees it: a majority has promised more in A, and will never accept that one.
 * - LEASES: the first leader reads A without messages, as in lease.pml, but once it has proposed to widen B, only while
 *   its lease in B is valid too.
 *
 * Each further ballot is used in A or in B.
 *
 * Parameters: BALLOTS (3 or 4), WRITES (1 or 2, by all leaders together), NODE4 (node of ballot 4).
 */
#include "common.pml"

#ifndef BALLOTS
#define BALLOTS 4
#endif
#ifndef WRITES
#define WRITES 2
#endif
#ifndef NODE4
#define NODE4 2
#endif
#ifdef MUTANT_UPPER_BALLOT_LOWER
#define LOWER 2
#define UPPER 1
#else
#define LOWER 1
#define UPPER 2
#endif
#define ALL 7

typedef Voter {
    byte promisedA;
    byte cfgA;      /* the ballot that A's configuration was accepted under */
    bool droppedA;
    bool freedA;    /* knows that the wide configuration of B which it has accepted will never be chosen */
    byte promisedB;
    byte cfgB;      /* the ballot that B's configuration was accepted under, */
    byte versionB;  /* its version, */
    byte wide;      /* and the ballot of A that it names; 0: the narrow range */
    Record rec      /* of the one key, which is in the lower range */
}

typedef Leader {
    byte node;
    bool inB;
    bool leads;
    byte promisers;
    byte cfg;       /* in B, while preparing: ballot of the highest configuration reported */
    byte version;   /* in B: of the latest configuration proposed */
    byte wide;
    bool done;      /* the wide configuration is known to be chosen */
    bool committed;
    byte cfgAcks;
    bool sealed;    /* in A: no more writes */
    Record rec;
    bool chosen;
    byte holders;
    bool pending;
    byte seq;
    byte acks
#ifdef LEASES
    ;
    byte grants     /* voters whose grant this leader counts */
#endif
}

#define MAX_VERSION 3
typedef Proposals {
    bool inB;
    bool cfgA;
    bool chosenA;                   /* in A: its configuration is known to be chosen */
    byte cfgB[MAX_VERSION + 1];     /* by version: the ballot of A that it names + 1; 0: not proposed */
    bool done;                      /* in B: the first of them is known to be chosen */
    byte value[WRITES + 1]
}

Voter voter[3];
Leader leader[BALLOTS + 1];
Proposals proposed[BALLOTS + 1];
byte wideChosen;    /* the last ballot under which a leader saw a wide configuration chosen; its messages carry the proof */
byte wideVersion;
byte wideNames;
byte writes;
#ifdef LEASES
byte boundA;        /* voters bound by a grant to the first leader in A, in B */
byte boundB;
#define BOUND_A(b, n) (HAS(boundA, n) && leader[b].node != 0)
#define BOUND_B(b, n) (HAS(boundB, n) && leader[b].node != 0)
#else
#define BOUND_A(b, n) false
#define BOUND_B(b, n) false
#endif

#ifdef MUTANT_NO_LOCK
#define TAKES_PART_IN_A(n) (!voter[n].droppedA)
#else
#define TAKES_PART_IN_A(n) (!voter[n].droppedA && (voter[n].wide == 0 || voter[n].freedA))
#endif

inline stepDown(b) {
    leader[b].inB = false;
    leader[b].leads = false;
    leader[b].promisers = 0;
    leader[b].cfg = 0;
    leader[b].version = 0;
    leader[b].wide = 0;
    leader[b].done = false;
    leader[b].committed = false;
    leader[b].cfgAcks = 0;
    leader[b].sealed = false;
    leader[b].rec.ballot = 0;
    leader[b].rec.seq = 0;
    leader[b].rec.value = 0;
    leader[b].chosen = false;
    leader[b].holders = 0;
    leader[b].pending = false;
    leader[b].seq = 0;
    leader[b].acks = 0
#ifdef LEASES
    ;
    leader[b].grants = 0
#endif
}

inline raiseA(b, n) {
    if
    :: 0 < voter[n].promisedA && voter[n].promisedA < b && leader[voter[n].promisedA].node == n &&
        !leader[voter[n].promisedA].inB -> stepDown(voter[n].promisedA)
    :: else
    fi;
    voter[n].promisedA = b
}

inline raiseB(b, n) {
    if
    :: 0 < voter[n].promisedB && voter[n].promisedB < b && leader[voter[n].promisedB].node == n &&
        leader[voter[n].promisedB].inB -> stepDown(voter[n].promisedB)
    :: else
    fi;
    voter[n].promisedB = b
}

/* The record that voter n reports to a leader: in A with its promise, in B with its acceptance of the wide configuration. */
inline report(b, n) {
    if
    :: HIGHER(voter[n].rec.ballot, voter[n].rec.seq, leader[b].rec.ballot, leader[b].rec.seq) ->
        COPY(leader[b].rec, voter[n].rec);
        leader[b].holders = BIT(n)
    :: voter[n].rec.ballot == leader[b].rec.ballot && voter[n].rec.seq == leader[b].rec.seq ->
        leader[b].holders = leader[b].holders | BIT(n)
    :: else
    fi
}

/* Which of them is served: the reported one if a majority of the voters hold it; else it is accepted again. */
inline settle(b) {
    if
    :: MAJORITY(leader[b].holders, ALL) -> leader[b].chosen = true
    :: else ->
        leader[b].pending = true;
        proposed[b].value[0] = leader[b].rec.value
    fi;
    leader[b].holders = 0
}

/* A ballot is used in one of the groups: the candidate's own promise, which comes first, says in which. */
inline promiseA(b, n) {
    d_step {
        b > 2 && !leader[b].leads && !leader[b].inB && voter[n].promisedA < b && TAKES_PART_IN_A(n) && !BOUND_A(b, n) &&
            (leader[b].promisers != 0 || (n == leader[b].node && voter[n].promisedB != b)) ->
        printf("voter %d promises ballot %d in A\n", n, b);
        raiseA(b, n);
        leader[b].promisers = leader[b].promisers | BIT(n);
        report(b, n)
    }
}

inline winA(b) {
    d_step {
        !leader[b].leads && !leader[b].inB && MAJORITY(leader[b].promisers, ALL) ->
        printf("node %d leads A with ballot %d\n", leader[b].node, b);
        leader[b].leads = true;
        leader[b].promisers = 0;
        proposed[b].cfgA = true;
        settle(b)
    }
}

inline acceptConfigurationA(b, n) {
    d_step {
        proposed[b].cfgA && TAKES_PART_IN_A(n) && voter[n].promisedA <= b && voter[n].cfgA < b ->
        printf("voter %d accepts the configuration of ballot %d in A\n", n, b);
        raiseA(b, n);
        voter[n].cfgA = b;
        leader[b].cfgAcks = leader[b].cfgAcks | (leader[b].leads && !leader[b].committed -> BIT(n) : 0)
    }
}

inline commitA(b) {
    d_step {
        leader[b].leads && !leader[b].inB && !leader[b].committed && MAJORITY(leader[b].cfgAcks, ALL) ->
        leader[b].committed = true;
        leader[b].cfgAcks = 0;
        proposed[b].chosenA = true
    }
}

#ifdef MUTANT_FREED_BY_CANDIDATE
#define FREES(b) (leader[b].promisers != 0 && !leader[b].inB)
#else
#define FREES(b) proposed[b].chosenA
#endif

/* A voter that is locked hears of a later leader in A whose configuration is chosen: the merge will never be. */
inline freeA(b, n) {
    d_step {
        FREES(b) && voter[n].wide != 0 && voter[n].wide < b && voter[n].promisedA < b && !voter[n].droppedA &&
            !voter[n].freedA && !BOUND_A(b, n) ->
        printf("voter %d takes part in A again, under ballot %d\n", n, b);
#ifdef WITNESS_FREED
        assert(false);
#endif
        voter[n].freedA = true
#ifndef MUTANT_FREED_BY_CANDIDATE
        ;
        raiseA(b, n)
#endif
    }
}

#ifdef MUTANT_DONE_WITHOUT_PROOF
#define REPORTS_DONE(n) (voter[n].wide != 0)
#else
#define REPORTS_DONE(n) (voter[n].wide != 0 && voter[n].droppedA)
#endif

inline promiseB(b, n) {
    d_step {
        b > 2 && !leader[b].leads && voter[n].promisedB < b && !BOUND_B(b, n) &&
            (leader[b].promisers == 0 -> n == leader[b].node && voter[n].promisedA != b : leader[b].inB) ->
        printf("voter %d promises ballot %d in B\n", n, b);
        raiseB(b, n);
        leader[b].inB = true;
        if
        :: HIGHER(voter[n].cfgB, voter[n].versionB, leader[b].cfg, leader[b].version) ->
            leader[b].cfg = voter[n].cfgB;
            leader[b].version = voter[n].versionB;
            leader[b].wide = voter[n].wide;
            leader[b].done = REPORTS_DONE(n)
        :: voter[n].cfgB == leader[b].cfg && voter[n].versionB == leader[b].version && REPORTS_DONE(n) ->
            leader[b].done = true
        :: else
        fi;
#ifdef MUTANT_RECORDS_WITH_PROMISE
        report(b, n);
#endif
        leader[b].promisers = leader[b].promisers | BIT(n)
    }
}

inline winB(b) {
    d_step {
        !leader[b].leads && leader[b].inB && MAJORITY(leader[b].promisers, ALL) ->
        printf("node %d leads B with ballot %d, version %d, wide %d\n", leader[b].node, b, leader[b].version, leader[b].wide);
        leader[b].leads = true;
        leader[b].promisers = 0;
        leader[b].cfg = 0;
        proposed[b].inB = true;
        proposed[b].done = leader[b].done;
        leader[b].done = false;
        proposed[b].cfgB[leader[b].version] = leader[b].wide + 1
    }
}

/* Node leads A with ballot a and B with ballot b. */
inline widen(a, b) {
    d_step {
        leader[a].node == leader[b].node && leader[a].leads && !leader[a].inB && leader[b].leads && leader[b].inB &&
            leader[a].committed && leader[a].chosen && !leader[a].pending && TAKES_PART_IN_A(leader[a].node) &&
            leader[b].committed && leader[b].wide == 0 && leader[b].version < MAX_VERSION ->
        printf("ballot %d proposes to widen B, naming ballot %d of A\n", b, a);
        leader[a].sealed = true;
        leader[b].wide = a;
        leader[b].version++;
        leader[b].committed = false;
        leader[b].cfgAcks = 0;
        COPY(leader[b].rec, leader[a].rec);
        leader[b].holders = ALL; /* it is chosen in A, nothing is to be asked */
        proposed[b].cfgB[leader[b].version] = a + 1
    }
}

inline drop(n) {
    voter[n].droppedA = true;
    if
    :: voter[n].promisedA > 0 && leader[voter[n].promisedA].node == n && !leader[voter[n].promisedA].inB ->
        stepDown(voter[n].promisedA)
    :: else
    fi
}

#define MATCHES(n, a) (voter[n].droppedA || (voter[n].cfgA == a && voter[n].promisedA <= a))

inline acceptConfigurationB(b, n, v) {
    d_step {
        proposed[b].cfgB[v] != 0 && voter[n].promisedB <= b && HIGHER(b, v, voter[n].cfgB, voter[n].versionB) &&
            (proposed[b].cfgB[v] == 1 || proposed[b].done || MATCHES(n, proposed[b].cfgB[v] - 1)) ->
        printf("voter %d accepts the configuration (%d, %d) of B, wide %d\n", n, b, v, proposed[b].cfgB[v] - 1);
        raiseB(b, n);
        voter[n].cfgB = b;
        voter[n].versionB = v;
        voter[n].wide = proposed[b].cfgB[v] - 1;
        voter[n].freedA = false;
        assert(voter[n].wide != 0 || !voter[n].droppedA);
#ifdef WITNESS_DONE
        /* One that has promised more in A takes the merge over. */
        assert(!(proposed[b].done && !voter[n].droppedA && voter[n].promisedA > voter[n].wide));
#endif
        if
        :: proposed[b].done && !voter[n].droppedA -> drop(n)
        :: else
        fi;
        if
        :: leader[b].leads && !leader[b].committed && leader[b].version == v ->
            leader[b].cfgAcks = leader[b].cfgAcks | BIT(n);
#ifndef MUTANT_RECORDS_WITH_PROMISE
            if
            :: voter[n].wide != 0 && leader[b].holders != ALL -> report(b, n)
            :: else
            fi
#endif
        :: else
        fi
    }
}

inline commitB(b, n) {
    d_step {
        leader[b].leads && leader[b].inB && leader[b].node == n && !leader[b].committed && MAJORITY(leader[b].cfgAcks, ALL) ->
        printf("ballot %d: the configuration (%d, %d) of B is chosen, wide %d\n", b, b, leader[b].version, leader[b].wide);
        leader[b].committed = true;
        leader[b].cfgAcks = 0;
        if
        :: leader[b].wide != 0 ->
            wideChosen = b;
            wideVersion = leader[b].version;
            wideNames = leader[b].wide;
            drop(n);
            settle(b)
        :: else
        fi
    }
}

/* A voter learns that the wide configuration is chosen; it takes it over whatever it had promised in A. */
inline learnWide(n) {
    d_step {
        wideChosen != 0 && !voter[n].droppedA ->
        printf("voter %d drops A\n", n);
        drop(n);
        if
        :: voter[n].promisedB < wideChosen -> raiseB(wideChosen, n)
        :: else
        fi;
        if
        :: HIGHER(wideChosen, wideVersion, voter[n].cfgB, voter[n].versionB) ->
            voter[n].cfgB = wideChosen;
            voter[n].versionB = wideVersion;
            voter[n].wide = wideNames;
            voter[n].freedA = false
        :: else
        fi;
        assert(voter[n].wide != 0)
    }
}

#define BEYOND(b, n) (voter[n].promisedB <= b && !voter[n].droppedA && voter[n].promisedA > leader[b].wide -> BIT(n) : 0)

inline setAside(b) {
    d_step {
        leader[b].leads && leader[b].inB && !leader[b].committed && leader[b].wide != 0 && leader[b].version < MAX_VERSION &&
            !proposed[b].done &&
#ifdef MUTANT_SET_ASIDE_FREELY
            true ->
#else
            MAJORITY(BEYOND(b, 0) | BEYOND(b, 1) | BEYOND(b, 2), ALL) ->
#endif
        printf("ballot %d sets the wide configuration aside\n", b);
        leader[b].wide = 0;
        leader[b].version++;
        leader[b].cfgAcks = 0;
        leader[b].rec.ballot = 0;
        leader[b].rec.seq = 0;
        leader[b].rec.value = 0;
        leader[b].chosen = false;
        leader[b].pending = false;
        leader[b].acks = 0;
        leader[b].holders = 0;
        proposed[b].cfgB[leader[b].version] = 1
    }
}

/* Records. A voter accepts those of B's leader when its configuration of B is wide. */
inline accept(b, n, s) {
    d_step {
        proposed[b].value[s] != 0 && n != leader[b].node &&
            !(voter[n].rec.ballot == b && voter[n].rec.seq >= s) &&
            (proposed[b].inB -> voter[n].wide != 0 && voter[n].promisedB <= b
                             : TAKES_PART_IN_A(n) && voter[n].promisedA <= b) ->
        printf("voter %d accepts (%d, %d)\n", n, b, s);
        if
        :: proposed[b].inB -> raiseB(b, n)
        :: else -> raiseA(b, n)
        fi;
        voter[n].rec.ballot = b;
        voter[n].rec.seq = s;
        voter[n].rec.value = proposed[b].value[s];
        leader[b].acks = leader[b].acks | (leader[b].pending && leader[b].seq == s -> BIT(n) : 0)
    }
}

#define COMMITTED_IN_B(b) (leader[b].committed && leader[b].wide != 0)

inline choose(b, n) {
    d_step {
        leader[b].pending && leader[b].node == n && (leader[b].inB || TAKES_PART_IN_A(n)) &&
            MAJORITY(leader[b].acks | BIT(n), ALL) ->
        printf("ballot %d: (%d, %d) is chosen\n", b, b, leader[b].seq);
        leader[b].pending = false;
        leader[b].chosen = true;
        leader[b].rec.ballot = b;
        leader[b].rec.seq = leader[b].seq;
        leader[b].rec.value = proposed[b].value[leader[b].seq];
        COPY(voter[n].rec, leader[b].rec);
        leader[b].acks = 0;
        if
        :: leader[b].seq > 0 -> ACKNOWLEDGED(leader[b].rec.value)
        :: else
        fi
    }
}

#ifdef MUTANT_WRITE_AFTER_SEAL
#define MAY_WRITE(b) (leader[b].inB -> COMMITTED_IN_B(b) : true)
#else
#define MAY_WRITE(b) (leader[b].inB -> COMMITTED_IN_B(b) : !leader[b].sealed)
#endif

inline write(b) {
    d_step {
        leader[b].leads && leader[b].chosen && !leader[b].pending && MAY_WRITE(b) && writes < WRITES ->
        leader[b].seq++;
        printf("ballot %d proposes (%d, %d)\n", b, b, leader[b].seq);
        proposed[b].value[leader[b].seq] = leader[b].rec.value | BIT(writes);
        writes++;
        leader[b].pending = true
    }
}

#define ANSWERS_IN_A(b, n) (TAKES_PART_IN_A(n) && voter[n].promisedA <= b)
#define ANSWERS(b, n) ((leader[b].inB -> voter[n].promisedB <= b : ANSWERS_IN_A(b, n)) -> BIT(n) : 0)
#define REACHABLE(b) (ANSWERS(b, 0) | ANSWERS(b, 1) | ANSWERS(b, 2))

/* A read after a round, in one step; one that returns what was seen last changes nothing and is left out. */
inline read(b) {
    d_step {
        leader[b].chosen && (!leader[b].inB || COMMITTED_IN_B(b)) && leader[b].rec.value != seen &&
            MAJORITY(REACHABLE(b), ALL) ->
        printf("ballot %d: a read returns value %d\n", b, leader[b].rec.value);
        RETURNED(leader[b].rec.value)
    }
}

#ifdef LEASES
#ifdef MUTANT_SEALED_READ_WITHOUT_UPPER_LEASE
#define MAY_READ_SEALED true
#else
#define MAY_READ_SEALED MAJORITY(leader[UPPER].grants, ALL)
#endif
inline readUnderLease() {
    d_step {
        leader[LOWER].chosen && MAJORITY(leader[LOWER].grants, ALL) && (!leader[LOWER].sealed || MAY_READ_SEALED) &&
            leader[LOWER].rec.value != seen ->
        printf("ballot %d: a read under the lease returns value %d\n", LOWER, leader[LOWER].rec.value);
        RETURNED(leader[LOWER].rec.value)
    }
}

inline endsAtLeader(b, n) {
    d_step {
        HAS(leader[b].grants, n) ->
        printf("ballot %d no longer counts the grant of voter %d\n", b, n);
        leader[b].grants = leader[b].grants & ~BIT(n)
    }
}

inline endsAtVoter(b, n, bound) {
    d_step {
        HAS(bound, n) && !HAS(leader[b].grants, n) ->
        printf("the grant of voter %d to ballot %d is over\n", n, b);
        bound = bound & ~BIT(n)
    }
}

proctype Clocks(byte n) {
end:
    do
    :: endsAtLeader(LOWER, n)
    :: endsAtLeader(UPPER, n)
    :: endsAtVoter(LOWER, n, boundA)
    :: endsAtVoter(UPPER, n, boundB)
    od
}
#endif

#if WRITES > 1
#define RECORDS(b, n) :: accept(b, n, 0) :: accept(b, n, 1) :: accept(b, n, 2)
#else
#define RECORDS(b, n) :: accept(b, n, 0) :: accept(b, n, 1)
#endif
#define AT_VOTER(b, n) :: promiseA(b, n) :: promiseB(b, n) RECORDS(b, n) :: acceptConfigurationA(b, n) \
    :: freeA(b, n) :: acceptConfigurationB(b, n, 1) :: acceptConfigurationB(b, n, 2) :: acceptConfigurationB(b, n, 3) \
    :: choose(b, n) :: commitB(b, n)

proctype Ballot(byte b) {
end:
    do
    AT_VOTER(b, 0)
    AT_VOTER(b, 1)
    AT_VOTER(b, 2)
    :: winA(b)
    :: winB(b)
    :: commitA(b)
    :: setAside(b)
    :: write(b)
    :: read(b)
#ifdef WITNESS
    /* A later leader of B adds to what A had chosen. */
    :: d_step { b == 3 && leader[b].inB && leader[b].rec.ballot == b && leader[b].rec.value == 3 && proposed[LOWER].value[1] != 0 ->
        assert(false) }
#endif
#ifdef WITNESS_SET_ASIDE
    /* B goes on narrow, A with another leader, after a voter had accepted the wide configuration. */
    :: d_step { leader[b].inB && leader[b].version == 3 && leader[b].committed && voter[0].wide == 0 && voter[0].cfgB == b &&
        seen != 0 && writes == WRITES -> assert(false) }
#endif
    od
}

proctype Merge() {
end:
    do
    :: widen(LOWER, UPPER)
#if BALLOTS > 3 && NODE4 == 1
    :: widen(3, 4)
#endif
    :: learnWide(0)
    :: learnWide(1)
    :: learnWide(2)
#ifdef LEASES
    :: readUnderLease()
#endif
    od
}

init {
    byte i;
    atomic {
        /* A's leader was elected by voters 0 and 1, B's by 0 and 2. */
        voter[0].promisedA = LOWER;
        voter[1].promisedA = LOWER;
        voter[0].cfgA = LOWER;
        voter[1].cfgA = LOWER;
        leader[LOWER].leads = true;
        leader[LOWER].committed = true;
        leader[LOWER].chosen = true;
        proposed[LOWER].cfgA = true;
        for (i : 0 .. 2) {
            voter[i].versionB = 1
        };
        voter[0].promisedB = UPPER;
        voter[2].promisedB = UPPER;
        voter[0].cfgB = UPPER;
        voter[2].cfgB = UPPER;
        leader[UPPER].inB = true;
        leader[UPPER].leads = true;
        leader[UPPER].committed = true;
        leader[UPPER].version = 1;
        proposed[UPPER].inB = true;
        proposed[UPPER].cfgB[1] = 1;
        leader[3].node = 1;
#if BALLOTS > 3
        leader[4].node = NODE4;
#endif
#ifdef LEASES
        boundA = ALL;
        boundB = ALL;
        leader[LOWER].grants = ALL;
        leader[UPPER].grants = ALL;
        for (i : 0 .. 2) {
            run Clocks(i)
        };
#endif
        run Merge();
        for (i : 1 .. BALLOTS) {
            run Ballot(i)
        };
        i = 0
    }
}
