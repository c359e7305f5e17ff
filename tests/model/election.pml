/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Question: with fixed voters, is the history of a key kept when one leader after another takes over?
 *
 * One group, one key. Messages can be late, lost, repeated and reordered: a proposal stays available to every voter for
 * ever, and an answer counts whenever the leader handles it.
 *
 * Parameters: VOTERS (3 or 5), BALLOTS (2 to 4), WRITES (2 or 3, by all leaders together).
 * ROUNDS: a read's round takes time, its answers come one by one; otherwise the round is one step.
 */
#include "common.pml"

#ifndef VOTERS
#define VOTERS 3
#endif
#ifndef BALLOTS
#define BALLOTS 3
#endif
#ifndef WRITES
#define WRITES 2
#endif

#define ALL (BIT(VOTERS) - 1)

typedef Voter {
    byte promised;
    Record rec
}

typedef Leader {
    byte node;      /* which node this ballot belongs to */
    bool leads;     /* has won the election */
    byte promisers;
    byte holders;   /* the promisers that hold exactly rec */
    Record rec;     /* while preparing: the highest one reported; then: the record that is served */
    bool chosen;    /* rec is known to be chosen */
    bool pending;   /* a record is proposed and not known to be chosen */
    byte seq;       /* of the latest proposal; 0 is the old record accepted again */
    byte acks       /* other voters that have accepted the pending record */
#ifdef ROUNDS
    ;
    bool reading;   /* a read waits for its round */
    byte readSeen;  /* what clients had seen when the round began */
    byte readAcks   /* voters that have answered it */
#endif
}

typedef Values { byte at[WRITES + 1] }

Voter voter[VOTERS];
Leader leader[BALLOTS + 1];     /* index 0 is unused: ballot 0 stands for "nothing yet" */
Values proposed[BALLOTS + 1];   /* by ballot and sequence: what voters can still receive */
byte writes;                    /* how many were proposed */

/* A leader whose own node has promised a higher ballot is finished; only its proposals remain. */
inline stepDown(b) {
    leader[b].leads = false;
    leader[b].promisers = 0;
    leader[b].holders = 0;
    leader[b].rec.ballot = 0;
    leader[b].rec.seq = 0;
    leader[b].rec.value = 0;
    leader[b].chosen = false;
    leader[b].pending = false;
    leader[b].seq = 0;
    leader[b].acks = 0
#ifdef ROUNDS
    ;
    leader[b].reading = false;
    leader[b].readSeen = 0;
    leader[b].readAcks = 0
#endif
}

/* Voter n promises ballot b; a leader on it with a lower ballot is finished. */
inline raise(b, n) {
    if
    :: 0 < voter[n].promised && voter[n].promised < b && leader[voter[n].promised].node == n -> stepDown(voter[n].promised)
    :: else
    fi;
    voter[n].promised = b
}

/* The candidate promises itself first. */
inline promise(b, n) {
    d_step {
        !leader[b].leads && voter[n].promised < b && (n == leader[b].node || leader[b].promisers != 0) ->
        printf("voter %d promises ballot %d\n", n, b);
        raise(b, n);
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
}

inline win(b) {
    d_step {
        !leader[b].leads && voter[leader[b].node].promised == b && MAJORITY(leader[b].promisers, ALL) ->
        printf("node %d leads with ballot %d\n", leader[b].node, b);
        leader[b].leads = true;
        if
#ifdef MUTANT_NO_REACCEPT
        :: true ->
#elif defined(MUTANT_MAJORITY_OF_PROMISES)
        :: MAJORITY(leader[b].holders, leader[b].promisers) ->
#else
        :: MAJORITY(leader[b].holders, ALL) ->
#endif
            leader[b].chosen = true /* identical at a majority of the voters */
        :: else ->
            leader[b].pending = true;
            proposed[b].at[0] = leader[b].rec.value
        fi;
        leader[b].promisers = 0;
        leader[b].holders = 0
    }
}

/* The leader's own acceptance is part of choose(). */
inline accept(b, n, s) {
    d_step {
        proposed[b].at[s] != 0 && n != leader[b].node &&
            voter[n].promised <= b && HIGHER(b, s, voter[n].rec.ballot, voter[n].rec.seq) ->
        printf("voter %d accepts (%d, %d)\n", n, b, s);
        raise(b, n);
        voter[n].rec.ballot = b;
        voter[n].rec.seq = s;
        voter[n].rec.value = proposed[b].at[s];
        if
        :: leader[b].pending && leader[b].seq == s -> leader[b].acks = leader[b].acks | BIT(n)
        :: else
        fi
    }
}

inline choose(b) {
    d_step {
        leader[b].pending && MAJORITY(leader[b].acks | BIT(leader[b].node), ALL) ->
        printf("ballot %d: (%d, %d) is chosen\n", b, b, leader[b].seq);
        leader[b].pending = false;
        leader[b].chosen = true;
        leader[b].acks = 0;
        leader[b].rec.ballot = b;
        leader[b].rec.seq = leader[b].seq;
        leader[b].rec.value = proposed[b].at[leader[b].seq];
        COPY(voter[leader[b].node].rec, leader[b].rec);
        if
        :: leader[b].seq > 0 -> ACKNOWLEDGED(leader[b].rec.value)
        :: else /* accepted again: no client is told */
        fi
    }
}

/* A voter outside the promise quorum holds a higher record than the chosen one of this leader: the leader has its own
 * accepted again (that voter's was not chosen). It may go on without. */
#define OUTDOES(b, n) HIGHER(voter[n].rec.ballot, voter[n].rec.seq, leader[b].rec.ballot, leader[b].rec.seq)
#if VOTERS > 3
#define OUTDONE(b) (OUTDOES(b, 0) || OUTDOES(b, 1) || OUTDOES(b, 2) || OUTDOES(b, 3) || OUTDOES(b, 4))
#else
#define OUTDONE(b) (OUTDOES(b, 0) || OUTDOES(b, 1) || OUTDOES(b, 2))
#endif

inline acceptAgain(b) {
    d_step {
        leader[b].leads && leader[b].chosen && !leader[b].pending && leader[b].seq == 0 && leader[b].rec.ballot < b &&
            OUTDONE(b) ->
        printf("ballot %d accepts its own record again\n", b);
        leader[b].pending = true;
        proposed[b].at[0] = leader[b].rec.value
    }
}

inline write(b) {
    d_step {
        leader[b].leads && leader[b].chosen && writes < WRITES &&
#ifdef MUTANT_ABANDON
            (!leader[b].pending || leader[b].seq > 0) ->
#else
            !leader[b].pending ->
#endif
        leader[b].seq++;
        printf("ballot %d proposes (%d, %d)\n", b, b, leader[b].seq);
        proposed[b].at[leader[b].seq] = leader[b].rec.value | BIT(writes);
        writes++;
        leader[b].pending = true;
        leader[b].acks = 0
    }
}

#define ANSWERS(b, n) (voter[n].promised <= b -> BIT(n) : 0)
#if VOTERS > 3
#define REACHABLE(b) (ANSWERS(b, 0) + ANSWERS(b, 1) + ANSWERS(b, 2) + ANSWERS(b, 3) + ANSWERS(b, 4))
#else
#define REACHABLE(b) (ANSWERS(b, 0) + ANSWERS(b, 1) + ANSWERS(b, 2))
#endif

/* A read after a round among the voters. While a write is pending, it returns the record before. A read in one step
 * that returns what was seen last changes nothing and is left out. */
inline read(b) {
    d_step {
        leader[b].chosen && leader[b].rec.value != seen &&
#ifdef MUTANT_READ_ALONE
            true ->
#else
            MAJORITY(REACHABLE(b), ALL) ->
#endif
        printf("ballot %d: a read returns value %d\n", b, leader[b].rec.value);
        RETURNED(leader[b].rec.value)
    }
}
#ifdef ROUNDS
inline readBegins(b) {
    d_step {
        leader[b].chosen && !leader[b].reading ->
        leader[b].reading = true;
        leader[b].readSeen = seen
    }
}

inline readAnswered(b, n) {
    d_step {
        leader[b].reading && !HAS(leader[b].readAcks, n) && voter[n].promised <= b ->
        leader[b].readAcks = leader[b].readAcks | BIT(n)
    }
}

inline readEnds(b) {
    d_step {
        leader[b].reading && MAJORITY(leader[b].readAcks, ALL) ->
        printf("ballot %d: a read returns value %d\n", b, leader[b].rec.value);
        assert(EXTENDS(leader[b].rec.value, leader[b].readSeen));
        if
        :: EXTENDS(leader[b].rec.value, seen) -> seen = leader[b].rec.value
        :: else /* a write was acknowledged while the round went on */
        fi;
        leader[b].reading = false;
        leader[b].readSeen = 0;
        leader[b].readAcks = 0
    }
}
#define READ_AT(b, n)   :: readAnswered(b, n)
#define READ(b)         :: readBegins(b) :: readEnds(b)
#else
#define READ_AT(b, n)
#define READ(b)         :: read(b)
#endif

#if WRITES > 2
#define MORE(b, n) :: accept(b, n, 3)
#else
#define MORE(b, n)
#endif
#define AT_VOTER(b, n) :: promise(b, n) :: accept(b, n, 0) :: accept(b, n, 1) :: accept(b, n, 2) MORE(b, n) READ_AT(b, n)

/* All that can happen because of ballot b. */
proctype Ballot(byte b) {
end:
    do
    AT_VOTER(b, 0)
    AT_VOTER(b, 1)
    AT_VOTER(b, 2)
#if VOTERS > 3
    AT_VOTER(b, 3)
    AT_VOTER(b, 4)
#endif
    :: win(b)
    :: choose(b)
    :: write(b)
    :: acceptAgain(b)
    READ(b)
#ifdef WITNESS
    /* The last leader adds to what the leaders before it had added. */
    :: d_step { b == BALLOTS && leader[b].rec.ballot == b && leader[b].seq > 0 && leader[b].rec.value == BIT(WRITES) - 1 &&
        proposed[1].at[1] != 0 -> assert(false) }
#endif
    od
}

init {
    byte b;
    atomic {
        leader[1].node = 0;
        leader[2].node = 1;
#if BALLOTS > 2
        if
        :: leader[3].node = 2
        :: leader[3].node = 0 /* the first leader again */
        fi;
#endif
#if BALLOTS > 3
        leader[4].node = 1;
#endif
        for (b : 1 .. BALLOTS) {
            run Ballot(b)
        };
        b = 0
    }
}
