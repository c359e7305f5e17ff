/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Question: is the history of a key kept when its range is split off into a child group?
 *
 * Three voters, one key, which is in the lower half. The parent owns it until the split takes effect at a voter: when
 * that voter learns that the split is chosen. From then on the child owns it there. The leader that proposed the split
 * and saw it chosen continues as leader of the child with the same ballot. Any other leader that has the split accepted
 * again does not lead the child: the child elects.
 *
 * With CHILD_CHANGES, the leader of the child removes voters, one at a time, also one that does not know of the split.
 * There ballot 1 leads already, the last ballot is used in the child and the others start in the parent.
 *
 * Parameters: BALLOTS (2 or 3, each used in the parent or in the child), WRITES (1 or 2, by all leaders together),
 * CHILD_CHANGES (0 to 2).
 */
#include "common.pml"

#ifndef BALLOTS
#define BALLOTS 3
#endif
#ifndef WRITES
#define WRITES 2
#endif
#ifndef CHILD_CHANGES
#define CHILD_CHANGES 0
#endif
#define ALL 7

#if CHILD_CHANGES > 0
#define FOR_PARENT(b) (b < BALLOTS)
#define FOR_CHILD(b) (b == BALLOTS)
#else
#define FOR_PARENT(b) true
#define FOR_CHILD(b) true
#endif

typedef Voter {
    byte promised;      /* in the parent */
    byte cfgBallot;     /* the ballot that the parent's configuration was accepted under ... */
    byte split;         /* ... and the ballot that its split was first proposed under; 0: not split */
    bool child;         /* the split has taken effect here */
    byte childPromised;
    byte childBallot;   /* the child's configuration: the ballot it was accepted under, version, voters */
    byte childVersion;
    byte childVoters;
    Record rec          /* the parent's, then the child's */
}

typedef Leader {
    byte node;
    bool ofChild;       /* which group the ballot is used in */
    bool leads;
    byte promisers;
    byte cfgBallot;     /* while preparing: the highest configuration reported, of the group that ofChild says */
    byte cfgVersion;
    byte split;         /* the parent's: its split; 0: none */
    byte voters;
    bool committed;     /* the latest configuration proposed is chosen under this ballot */
    byte cfgAcks;
    Record rec;
    bool chosen;
    byte holders;
    bool pending;
    byte seq;
    byte acks
}

/* What has been proposed under a ballot, and can still be received. */
typedef Proposals {
    bool found;         /* the parent's configuration that the leader found, with the split in it */
    byte foundSplit;
    bool split;         /* the parent's configuration with a split of this leader */
    byte value[WRITES + 1];
    byte inParent;      /* how many of the values, for voters of the parent */
    bool inChild;       /* all of them, for voters of the child */
    byte childVoters[CHILD_CHANGES + 1] /* the child's configurations, by version */
}

Voter voter[3];
Leader leader[BALLOTS + 1];
Proposals proposed[BALLOTS + 1];
byte splitChosen;       /* the split that some leader saw chosen; its messages carry the proof */
byte writes;
byte changes;

inline stepDown(b) {
    leader[b].ofChild = false;
    leader[b].leads = false;
    leader[b].promisers = 0;
    leader[b].cfgBallot = 0;
    leader[b].cfgVersion = 0;
    leader[b].split = 0;
    leader[b].voters = 0;
    leader[b].committed = false;
    leader[b].cfgAcks = 0;
    leader[b].rec.ballot = 0;
    leader[b].rec.seq = 0;
    leader[b].rec.value = 0;
    leader[b].chosen = false;
    leader[b].holders = 0;
    leader[b].pending = false;
    leader[b].seq = 0;
    leader[b].acks = 0
}

/* Voter n promises ballot b, in the parent or in the child; a leader on it with a lower ballot is finished. */
inline raise(b, n) {
    if
    :: 0 < voter[n].promised && voter[n].promised < b && leader[voter[n].promised].node == n &&
        !leader[voter[n].promised].ofChild -> stepDown(voter[n].promised)
    :: else
    fi;
    voter[n].promised = b
}

inline raiseChild(b, n) {
    if
    :: 0 < voter[n].childPromised && voter[n].childPromised < b && leader[voter[n].childPromised].node == n &&
        leader[voter[n].childPromised].ofChild -> stepDown(voter[n].childPromised)
    :: else
    fi;
    voter[n].childPromised = b
}

inline report(b, n) {
    leader[b].promisers = leader[b].promisers | BIT(n);
    if
    :: HIGHER(voter[n].rec.ballot, voter[n].rec.seq, leader[b].rec.ballot, leader[b].rec.seq) ->
        COPY(leader[b].rec, voter[n].rec);
        leader[b].holders = BIT(n)
    :: voter[n].rec.ballot == leader[b].rec.ballot && voter[n].rec.seq == leader[b].rec.seq ->
        leader[b].holders = leader[b].holders | BIT(n)
    :: else
    fi
}

/* The split takes effect at voter n. The child starts with what the parent has promised. Its first configuration is the
 * same at every voter, ballot included: the ballot that the split was first proposed under. */
#ifdef MUTANT_CHILD_PROMISES_LESS
#define FIRST_PROMISE(n, origin) origin
#else
#define FIRST_PROMISE(n, origin) voter[n].promised
#endif
#ifdef MUTANT_CHILD_BALLOT
#define FIRST_BALLOT(n, origin) voter[n].promised
#else
#define FIRST_BALLOT(n, origin) origin
#endif
#define TAKE_EFFECT(n, origin) \
    printf("the split takes effect at voter %d\n", n); \
    voter[n].child = true; \
    voter[n].childPromised = FIRST_PROMISE(n, origin); \
    voter[n].childBallot = FIRST_BALLOT(n, origin); \
    voter[n].childVoters = ALL

inline learnSplit(n) {
    d_step {
        splitChosen != 0 && !voter[n].child ->
        if
        :: voter[n].promised > 0 && leader[voter[n].promised].node == n -> stepDown(voter[n].promised)
        :: else
        fi;
        TAKE_EFFECT(n, splitChosen)
    }
}

/* The parent. A voter where the split has taken effect says so instead of reporting records of the lower half; with
 * that, a candidate does not lead the lower half. Here: such a voter does not answer. */
#if defined(MUTANT_EFFECT_WHEN_ACCEPTED) || defined(MUTANT_OTHER_LEADER_CONTINUES)
#define ANSWERS_WITHOUT_RECORDS true
#else
#define ANSWERS_WITHOUT_RECORDS false
#endif

inline promise(b, n) {
    d_step {
        FOR_PARENT(b) && !leader[b].leads && !leader[b].ofChild && voter[n].promised < b &&
            (n == leader[b].node || leader[b].promisers != 0) &&
            (!voter[n].child || (ANSWERS_WITHOUT_RECORDS && n != leader[b].node)) ->
        printf("voter %d promises ballot %d\n", n, b);
        raise(b, n);
        if
        :: HIGHER(voter[n].cfgBallot, voter[n].split, leader[b].cfgBallot, leader[b].split) ->
            leader[b].cfgBallot = voter[n].cfgBallot;
            leader[b].split = voter[n].split
        :: else
        fi;
        if
        :: !voter[n].child -> report(b, n)
        :: else -> /* only with the mutants: the voter has no records of the lower half in the parent */
#ifdef MUTANT_EFFECT_WHEN_ACCEPTED
            leader[b].holders = leader[b].holders | (leader[b].rec.ballot == 0 -> BIT(n) : 0);
#endif
            leader[b].promisers = leader[b].promisers | BIT(n)
        fi
    }
}

inline promiseChild(b, n) {
    d_step {
        FOR_CHILD(b) && !leader[b].leads && voter[n].child && voter[n].childPromised < b &&
            (leader[b].promisers == 0 -> n == leader[b].node && HAS(voter[n].childVoters, n) : leader[b].ofChild) ->
        printf("voter %d promises ballot %d in the child\n", n, b);
        raiseChild(b, n);
        if
        :: leader[b].promisers == 0 ||
            HIGHER(voter[n].childBallot, voter[n].childVersion, leader[b].cfgBallot, leader[b].cfgVersion) ->
            leader[b].cfgBallot = voter[n].childBallot;
            leader[b].cfgVersion = voter[n].childVersion;
            leader[b].voters = voter[n].childVoters
        :: else
        fi;
        leader[b].ofChild = true;
        report(b, n)
    }
}

inline win(b) {
    d_step {
        !leader[b].leads && leader[b].promisers != 0 &&
            (leader[b].ofChild -> HAS(leader[b].voters, leader[b].node) && MAJORITY(leader[b].promisers, leader[b].voters)
                                : MAJORITY(leader[b].promisers, ALL)) ->
        leader[b].leads = true;
        leader[b].cfgBallot = b;
        if
        :: leader[b].ofChild ->
            printf("node %d leads the child with ballot %d, voters %d\n", leader[b].node, b, leader[b].voters);
            proposed[b].inChild = true;
            proposed[b].childVoters[leader[b].cfgVersion] = leader[b].voters
        :: else ->
            printf("node %d leads the parent with ballot %d, split %d\n", leader[b].node, b, leader[b].split);
            leader[b].voters = ALL;
            proposed[b].found = true;
            proposed[b].foundSplit = leader[b].split
        fi;
        if
        :: MAJORITY(leader[b].holders, leader[b].voters) -> leader[b].chosen = true
        :: else ->
            leader[b].pending = true;
            leader[b].holders = 0;
            proposed[b].value[0] = leader[b].rec.value;
            proposed[b].inParent = (leader[b].ofChild -> 0 : 1)
        fi;
        leader[b].promisers = 0
    }
}

/* Records, for the parent or for the child. The leader's own acceptance is part of choose(). */
inline accept(b, n, s) {
    d_step {
        proposed[b].value[s] != 0 && n != leader[b].node &&
            HIGHER(b, s, voter[n].rec.ballot, voter[n].rec.seq) &&
            (voter[n].child -> proposed[b].inChild && voter[n].childPromised <= b
                             : s < proposed[b].inParent && voter[n].promised <= b) ->
        printf("voter %d accepts (%d, %d)\n", n, b, s);
        if
        :: voter[n].child -> raiseChild(b, n)
        :: else -> raise(b, n)
        fi;
        voter[n].rec.ballot = b;
        voter[n].rec.seq = s;
        voter[n].rec.value = proposed[b].value[s];
        if
        :: leader[b].pending && leader[b].seq == s ->
            leader[b].acks = leader[b].acks | BIT(n);
            leader[b].holders = leader[b].holders | BIT(n)
        :: !leader[b].pending && leader[b].rec.ballot == b && leader[b].rec.seq == s ->
            leader[b].holders = leader[b].holders | BIT(n)
        :: else
        fi
    }
}

inline choose(b) {
    d_step {
        leader[b].pending && MAJORITY(leader[b].acks | BIT(leader[b].node), leader[b].voters) ->
        printf("ballot %d: (%d, %d) is chosen\n", b, b, leader[b].seq);
        leader[b].pending = false;
        leader[b].chosen = true;
        leader[b].rec.ballot = b;
        leader[b].rec.seq = leader[b].seq;
        leader[b].rec.value = proposed[b].value[leader[b].seq];
        COPY(voter[leader[b].node].rec, leader[b].rec);
        leader[b].holders = leader[b].acks | BIT(leader[b].node);
        leader[b].acks = 0;
        if
        :: leader[b].seq > 0 -> ACKNOWLEDGED(leader[b].rec.value)
        :: else
        fi
    }
}

inline write(b) {
    d_step {
        leader[b].leads && leader[b].chosen && !leader[b].pending && writes < WRITES ->
        leader[b].seq++;
        printf("ballot %d proposes (%d, %d)\n", b, b, leader[b].seq);
        proposed[b].value[leader[b].seq] = leader[b].rec.value | BIT(writes);
        writes++;
        leader[b].pending = true;
        proposed[b].inParent = (leader[b].ofChild -> proposed[b].inParent : leader[b].seq + 1)
    }
}

#ifdef MUTANT_EFFECT_WHEN_ACCEPTED
#define ANSWERS_FOR_PARENT(b, n) (voter[n].promised <= b)
#else
#define ANSWERS_FOR_PARENT(b, n) (!voter[n].child && voter[n].promised <= b)
#endif
#define ANSWERS_FOR_CHILD(b, n) (voter[n].child && voter[n].childPromised <= b)
#define ANSWERS(b, n) ((leader[b].ofChild -> ANSWERS_FOR_CHILD(b, n) : ANSWERS_FOR_PARENT(b, n)) -> BIT(n) : 0)
#define REACHABLE(b) (ANSWERS(b, 0) | ANSWERS(b, 1) | ANSWERS(b, 2))

/* A read after a round, in one step; one that returns what was seen last changes nothing and is left out. */
inline read(b) {
    d_step {
        leader[b].chosen && leader[b].rec.value != seen && MAJORITY(REACHABLE(b), leader[b].voters) ->
        printf("ballot %d: a read returns value %d\n", b, leader[b].rec.value);
        RETURNED(leader[b].rec.value)
    }
}

/* The parent's configurations: the one that the leader found, then one with a split if that had none. */
inline acceptFound(b, n) {
    d_step {
        proposed[b].found && voter[n].promised <= b && voter[n].cfgBallot < b ->
        printf("voter %d accepts the parent's configuration of ballot %d, split %d\n", n, b, proposed[b].foundSplit);
        raise(b, n);
        voter[n].cfgBallot = b;
        voter[n].split = proposed[b].foundSplit;
        if
        :: leader[b].leads && !leader[b].ofChild && !leader[b].committed && leader[b].split == proposed[b].foundSplit ->
            leader[b].cfgAcks = leader[b].cfgAcks | BIT(n)
        :: else
        fi
    }
}

inline proposeSplit(b) {
    d_step {
        leader[b].leads && !leader[b].ofChild && leader[b].committed && leader[b].split == 0 ->
        printf("ballot %d proposes a split\n", b);
        leader[b].split = b;
        leader[b].committed = false;
        leader[b].cfgAcks = 0;
        proposed[b].split = true
    }
}

inline leadChild(b) {
    printf("ballot %d continues in the child\n", b);
    leader[b].ofChild = true;
    leader[b].committed = false;
    leader[b].cfgAcks = 0;
    leader[b].cfgVersion = 0;
    proposed[b].inChild = true;
    proposed[b].childVoters[0] = ALL
}

inline acceptSplit(b, n) {
    d_step {
        proposed[b].split && voter[n].promised <= b && !(voter[n].cfgBallot == b && voter[n].split == b) ->
        printf("voter %d accepts the split of ballot %d\n", n, b);
        raise(b, n);
        voter[n].cfgBallot = b;
        voter[n].split = b;
        leader[b].cfgAcks = leader[b].cfgAcks | (leader[b].leads && !leader[b].ofChild -> BIT(n) : 0);
#ifdef MUTANT_EFFECT_WHEN_ACCEPTED
        if
        :: !voter[n].child ->
            TAKE_EFFECT(n, b);
            if
            :: n == leader[b].node -> leadChild(b)
            :: else
            fi
        :: else
        fi
#endif
    }
}

/* The leader learns at this moment that a split is chosen, and is the first to. */
inline commit(b) {
    d_step {
        leader[b].leads && !leader[b].committed && MAJORITY(leader[b].cfgAcks, leader[b].voters) ->
        leader[b].committed = true;
        leader[b].cfgAcks = 0;
        if
        :: !leader[b].ofChild && leader[b].split != 0 ->
            printf("ballot %d: split %d is chosen\n", b, leader[b].split);
            assert(splitChosen == 0 || splitChosen == leader[b].split);
            splitChosen = leader[b].split;
            TAKE_EFFECT(leader[b].node, splitChosen);
            if
#ifdef MUTANT_OTHER_LEADER_CONTINUES
            :: true -> leadChild(b)
#else
            :: leader[b].split == b -> leadChild(b)
            :: else -> stepDown(b)
#endif
            fi
        :: else
        fi
    }
}

#if CHILD_CHANGES > 0
inline acceptChildConfiguration(b, n, v) {
    d_step {
        proposed[b].childVoters[v] != 0 && voter[n].child && voter[n].childPromised <= b &&
            !HIGHER(voter[n].childBallot, voter[n].childVersion, b, v) &&
            !(voter[n].childBallot == b && voter[n].childVersion == v && HAS(leader[b].cfgAcks, n)) ->
        printf("voter %d accepts configuration (%d, %d) of %d in the child\n", n, b, v, proposed[b].childVoters[v]);
        raiseChild(b, n);
        voter[n].childBallot = b;
        voter[n].childVersion = v;
        voter[n].childVoters = proposed[b].childVoters[v];
        leader[b].cfgAcks = leader[b].cfgAcks |
            (leader[b].ofChild && leader[b].leads && !leader[b].committed && leader[b].cfgVersion == v -> BIT(n) : 0)
    }
}

inline remove(b, n) {
    d_step {
        leader[b].leads && leader[b].ofChild && leader[b].committed && leader[b].chosen && changes < CHILD_CHANGES &&
            MAJORITY(leader[b].holders, leader[b].voters) && HAS(leader[b].voters, n) && n != leader[b].node ->
        changes++;
        leader[b].voters = leader[b].voters & ~BIT(n);
        leader[b].cfgVersion++;
        printf("ballot %d proposes configuration (%d, %d) of %d in the child\n", b, b, leader[b].cfgVersion,
            leader[b].voters);
        leader[b].committed = false;
        leader[b].cfgAcks = 0;
        proposed[b].childVoters[leader[b].cfgVersion] = leader[b].voters
    }
}
#define CHILD_AT(b, n) :: acceptChildConfiguration(b, n, 0) :: acceptChildConfiguration(b, n, 1) MORE(b, n) :: remove(b, n)
#if CHILD_CHANGES > 1
#define MORE(b, n) :: acceptChildConfiguration(b, n, 2)
#else
#define MORE(b, n)
#endif
#else
#define CHILD_AT(b, n)
#endif

#if WRITES > 1
#define RECORDS(b, n) :: accept(b, n, 0) :: accept(b, n, 1) :: accept(b, n, 2)
#else
#define RECORDS(b, n) :: accept(b, n, 0) :: accept(b, n, 1)
#endif
#define AT_VOTER(b, n) :: promise(b, n) :: promiseChild(b, n) RECORDS(b, n) :: acceptFound(b, n) :: acceptSplit(b, n) \
    CHILD_AT(b, n)

proctype Ballot(byte b) {
end:
    do
    AT_VOTER(b, 0)
    AT_VOTER(b, 1)
    AT_VOTER(b, 2)
    :: win(b)
    :: choose(b)
    :: write(b)
    :: read(b)
    :: proposeSplit(b)
    :: commit(b)
#ifdef WITNESS
    /* A leader that the child elected serves what the parent had chosen, after two leaders committed the same split. */
    :: d_step { b == BALLOTS && leader[b].ofChild && leader[b].chosen && leader[b].rec.value == 1 && splitChosen == 1 &&
        proposed[1].inParent == 2 && proposed[2].found && proposed[2].foundSplit == 1 -> assert(false) }
#endif
    od
}

proctype Voters() {
end:
    do
    :: learnSplit(0)
    :: learnSplit(1)
    :: learnSplit(2)
    od
}

init {
    byte b;
    atomic {
        leader[1].node = 0;
        leader[2].node = 1;
        leader[BALLOTS].node = BALLOTS - 1;
#if CHILD_CHANGES > 0
        voter[0].promised = 1;
        voter[2].promised = 1;
        voter[0].cfgBallot = 1;
        voter[2].cfgBallot = 1;
        leader[1].leads = true;
        leader[1].chosen = true;
        leader[1].holders = 5;
        leader[1].committed = true;
        leader[1].cfgBallot = 1;
        leader[1].voters = ALL;
        proposed[1].found = true;
#endif
        run Voters();
        for (b : 1 .. BALLOTS) {
            run Ballot(b)
        };
        b = 0
    }
}
