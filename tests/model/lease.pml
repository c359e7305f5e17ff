/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Question: can a leader that holds a lease answer a read without a message, while clocks run at different rates?
 *
 * The group of election.pml, with leases. Time appears only as an order: a voter that granted a lease is bound until its
 * own clock says that the lease is over; the leader counts that grant only until an earlier moment. So the voter's expiry
 * can happen at any time after the leader no longer counts the grant. A leader can release its lease to transfer its
 * leadership, and can resume with new heartbeats if the transfer fails.
 *
 * Parameters: BALLOTS (2 or 3), WRITES (1 or 2, by all leaders together). There are 3 voters.
 */
#include "common.pml"

#define VOTERS 3
#ifndef BALLOTS
#define BALLOTS 3
#endif
#ifndef WRITES
#define WRITES 2
#endif

#define ALL (BIT(VOTERS) - 1)

typedef Voter {
    byte promised;
    byte granted;   /* the ballot that a valid grant binds this voter to; 0: none */
    bool term;      /* the leader's term of heartbeats that the grant answers */
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
    byte acks;      /* other voters that have accepted the pending record */
    byte grants;    /* voters whose grant is counted: sentAt + lease * (1 - eps) is not reached */
    bool term       /* changes when the leader releases its lease */
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
    leader[b].acks = 0;
    leader[b].grants = 0
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
        !leader[b].leads && voter[n].promised < b && (n == leader[b].node || leader[b].promisers != 0) &&
#ifdef MUTANT_PREPARE_UNDER_LEASE
            true ->
#else
            (voter[n].granted == 0 || leader[voter[n].granted].node == leader[b].node) ->
#endif
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
        :: MAJORITY(leader[b].holders, ALL) ->
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
#define OUTDONE(b) (OUTDOES(b, 0) || OUTDOES(b, 1) || OUTDOES(b, 2))

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
            !leader[b].pending ->
        leader[b].seq++;
        printf("ballot %d proposes (%d, %d)\n", b, b, leader[b].seq);
        proposed[b].at[leader[b].seq] = leader[b].rec.value | BIT(writes);
        writes++;
        leader[b].pending = true;
        leader[b].acks = 0
    }
}

/* A voter answers a heartbeat: from now on it is bound. The grant is also a promise: otherwise a lower ballot could
 * take the place of this one. */
inline grant(b, n) {
    d_step {
        leader[b].leads && voter[n].promised <= b && !(voter[n].granted == b && voter[n].term == leader[b].term) ->
        printf("voter %d grants ballot %d a lease\n", n, b);
#ifndef MUTANT_GRANT_WITHOUT_PROMISE
        raise(b, n);
#endif
        voter[n].granted = b;
        voter[n].term = leader[b].term
    }
}

/* The answer arrives while it is still worth something. */
inline count(b, n) {
    d_step {
        leader[b].leads && voter[n].granted == b && voter[n].term == leader[b].term && !HAS(leader[b].grants, n) ->
        printf("ballot %d counts the grant of voter %d\n", b, n);
        leader[b].grants = leader[b].grants | BIT(n)
    }
}

inline endsAtLeader(b, n) {
    d_step {
        HAS(leader[b].grants, n) ->
        printf("ballot %d no longer counts the grant of voter %d\n", b, n);
        leader[b].grants = leader[b].grants & ~BIT(n)
    }
}

inline endsAtVoter(b, n) {
    d_step {
#ifdef MUTANT_FAST_VOTER_CLOCK
        voter[n].granted == b ->
#else
        voter[n].granted == b && !HAS(leader[b].grants, n) ->
#endif
        printf("the grant of voter %d to ballot %d is over\n", n, b);
        voter[n].granted = 0
    }
}

/* Leader transfer: the leader gives up its lease before it says so. It may resume later; a voter that has acknowledged a
 * later heartbeat ignores the release. */
inline release(b) {
    d_step {
        leader[b].leads && !leader[b].term && leader[b].grants != 0 ->
        printf("ballot %d releases its lease\n", b);
        leader[b].term = true;
        leader[b].grants = 0
    }
}

inline released(b, n) {
    d_step {
#ifdef MUTANT_RELEASE_WITHOUT_NAME
        leader[b].term && voter[n].granted == b ->
#else
        leader[b].term && voter[n].granted == b && !voter[n].term ->
#endif
        printf("voter %d hears that ballot %d has released its lease\n", n, b);
        voter[n].granted = 0
    }
}

/* A read without a message. While a write is pending, it returns the record before. A read that returns what was seen
 * last changes nothing and is left out. */
inline read(b) {
    d_step {
        leader[b].chosen && leader[b].rec.value != seen && MAJORITY(leader[b].grants, ALL) ->
        printf("ballot %d: a read returns value %d\n", b, leader[b].rec.value);
        RETURNED(leader[b].rec.value)
    }
}

#if WRITES > 1
#define MORE(b, n) :: accept(b, n, 2)
#else
#define MORE(b, n)
#endif
#define LEASE_AT(b, n) :: grant(b, n) :: count(b, n) :: endsAtLeader(b, n) :: endsAtVoter(b, n) :: released(b, n)
#define AT_VOTER(b, n) LEASE_AT(b, n) :: promise(b, n) :: accept(b, n, 0) :: accept(b, n, 1) MORE(b, n)

/* All that can happen because of ballot b. */
proctype Ballot(byte b) {
end:
    do
    AT_VOTER(b, 0)
    AT_VOTER(b, 1)
    AT_VOTER(b, 2)
    :: release(b)
    :: win(b)
    :: choose(b)
    :: write(b)
    :: acceptAgain(b)
    :: read(b)
#ifdef WITNESS
    /* The last leader reads under its lease what the first one wrote, after that one had read under its own. */
    :: d_step { b == BALLOTS && leader[b].rec.value != 0 && leader[1].term && MAJORITY(leader[b].grants, ALL) -> assert(false) }
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
        for (b : 1 .. BALLOTS) {
            run Ballot(b)
        };
        b = 0
    }
}
