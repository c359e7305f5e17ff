/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Question: can the voters of a group change, one at a time, while leaders change and clients write?
 *
 * One group, one key. Learners join, voters are removed, lose their state and return. Messages as in election.pml: a
 * proposal of a record or of a configuration stays available to every node for ever.
 *
 * Parameters: START (voters at the start as a mask, 3 or 7), NODES (3 or 4), BALLOTS (2 or 3), WRITES (2, by all leaders
 * together), CHANGES (by all leaders together), LAST (node of the last ballot).
 */
#include "common.pml"

#ifndef START
#define START 7
#endif
#ifndef NODES
#define NODES 4
#endif
#ifndef BALLOTS
#define BALLOTS 2
#endif
#ifndef WRITES
#define WRITES 2
#endif
#ifndef CHANGES
#define CHANGES 2
#endif
#ifndef LAST
#define LAST 2
#endif

/* The ballot that a configuration was accepted under, its version, its voters. */
typedef Configuration {
    byte ballot;
    byte version;
    byte voters
}

#define COPY_CONFIGURATION(to, from) to.ballot = from.ballot; to.version = from.version; to.voters = from.voters

typedef Node {
    bool has;       /* state of this group; all below is zero otherwise */
    byte promised;
    Configuration cfg;
    Record rec
}

typedef Leader {
    byte node;
    bool leads;
    byte promisers;
    Configuration cfg;  /* while preparing: the highest one reported; then: the latest one proposed */
    bool committed;     /* cfg is chosen under this ballot */
    byte cfgAcks;
    Record rec;         /* while preparing: the highest one reported; then: the record that is served */
    bool chosen;        /* rec is known to be chosen */
    byte holders;       /* nodes known to hold rec, or what is proposed after it */
    bool pending;
    byte seq;
    byte acks
}

typedef Values { byte at[WRITES + 1] }
typedef Configurations {
    byte voters[CHANGES + 1];
    byte version[CHANGES + 1];
    byte count
}

Node node[NODES];
Leader leader[BALLOTS + 1];
Values proposed[BALLOTS + 1];
Configurations offered[BALLOTS + 1]; /* proposed configurations; the first is the one that the leader found */
byte writes;
byte changes;

inline stepDown(b) {
    leader[b].leads = false;
    leader[b].promisers = 0;
    leader[b].cfg.ballot = 0;
    leader[b].cfg.version = 0;
    leader[b].cfg.voters = 0;
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

/* Node n promises ballot b; a leader on it with a lower ballot is finished. */
inline raise(b, n) {
    if
    :: 0 < node[n].promised && node[n].promised < b && leader[node[n].promised].node == n -> stepDown(node[n].promised)
    :: else
    fi;
    node[n].promised = b
}

#ifdef MUTANT_AMNESIA
#define MAY_PROMISE(n) true
#else
#define MAY_PROMISE(n) node[n].has
#endif

#ifdef MUTANT_CONFIG_BY_VERSION
#define HIGHER_CONFIGURATION(c, d) (c.version > d.version)
#else
#define HIGHER_CONFIGURATION(c, d) HIGHER(c.ballot, c.version, d.ballot, d.version)
#endif

/* The candidate promises itself first; it must be a voter of its highest configuration. */
inline promise(b, n) {
    d_step {
        !leader[b].leads && node[n].promised < b && MAY_PROMISE(n) &&
            (leader[b].promisers != 0 || (n == leader[b].node && HAS(node[n].cfg.voters, n))) ->
        printf("node %d promises ballot %d\n", n, b);
        raise(b, n);
        leader[b].promisers = leader[b].promisers | BIT(n);
        if
        :: node[n].cfg.voters != 0 && (leader[b].cfg.voters == 0 || HIGHER_CONFIGURATION(node[n].cfg, leader[b].cfg)) ->
            COPY_CONFIGURATION(leader[b].cfg, node[n].cfg)
        :: else
        fi;
        if
        :: HIGHER(node[n].rec.ballot, node[n].rec.seq, leader[b].rec.ballot, leader[b].rec.seq) ->
            COPY(leader[b].rec, node[n].rec);
            leader[b].holders = BIT(n)
        :: node[n].rec.ballot == leader[b].rec.ballot && node[n].rec.seq == leader[b].rec.seq ->
            leader[b].holders = leader[b].holders | BIT(n)
        :: else
        fi
    }
}

inline win(b) {
    d_step {
        !leader[b].leads && HAS(leader[b].cfg.voters, leader[b].node) &&
            MAJORITY(leader[b].promisers, leader[b].cfg.voters) ->
        printf("node %d leads with ballot %d, configuration (%d, %d) of %d\n", leader[b].node, b, leader[b].cfg.ballot,
            leader[b].cfg.version, leader[b].cfg.voters);
        leader[b].leads = true;
        leader[b].cfg.ballot = b;
        offered[b].voters[0] = leader[b].cfg.voters;
        offered[b].version[0] = leader[b].cfg.version;
        offered[b].count = 1;
        if
        :: MAJORITY(leader[b].holders, leader[b].cfg.voters) -> leader[b].chosen = true
        :: else ->
            leader[b].pending = true;
            leader[b].holders = 0;
            proposed[b].at[0] = leader[b].rec.value
        fi;
        leader[b].promisers = 0
    }
}

/* Records. The leader's own acceptance is part of choose(). */
inline accept(b, n, s) {
    d_step {
        proposed[b].at[s] != 0 && n != leader[b].node && node[n].has && node[n].promised <= b &&
            HIGHER(b, s, node[n].rec.ballot, node[n].rec.seq) ->
        printf("node %d accepts (%d, %d)\n", n, b, s);
        raise(b, n);
        node[n].rec.ballot = b;
        node[n].rec.seq = s;
        node[n].rec.value = proposed[b].at[s];
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

/* Acknowledgements are counted among the voters of the latest configuration proposed. */
inline choose(b) {
    d_step {
        leader[b].pending && MAJORITY(leader[b].acks | BIT(leader[b].node), leader[b].cfg.voters) ->
        printf("ballot %d: (%d, %d) is chosen\n", b, b, leader[b].seq);
        leader[b].pending = false;
        leader[b].chosen = true;
        leader[b].rec.ballot = b;
        leader[b].rec.seq = leader[b].seq;
        leader[b].rec.value = proposed[b].at[leader[b].seq];
        COPY(node[leader[b].node].rec, leader[b].rec);
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
        proposed[b].at[leader[b].seq] = leader[b].rec.value | BIT(writes);
        writes++;
        leader[b].pending = true
    }
}

#define OUTDOES(b, n) (n < NODES && HIGHER(node[n].rec.ballot, node[n].rec.seq, leader[b].rec.ballot, leader[b].rec.seq))
#define OUTDONE(b) (OUTDOES(b, 0) || OUTDOES(b, 1) || OUTDOES(b, 2) || OUTDOES(b, (NODES - 1)))

/* As in election.pml: some node holds a higher record than the chosen one of this leader. */
inline acceptAgain(b) {
    d_step {
        leader[b].leads && leader[b].chosen && !leader[b].pending && leader[b].seq == 0 && leader[b].rec.ballot < b &&
            OUTDONE(b) ->
        printf("ballot %d accepts its own record again\n", b);
        leader[b].pending = true;
        proposed[b].at[0] = leader[b].rec.value
    }
}

#define ANSWERS(b, n) (node[n].has && node[n].promised <= b -> BIT(n) : 0)
#define REACHABLE(b) (ANSWERS(b, 0) | ANSWERS(b, 1) | ANSWERS(b, 2) | ANSWERS(b, (NODES - 1)))

/* A read after a round, in one step; one that returns what was seen last changes nothing and is left out. */
inline read(b) {
    d_step {
        leader[b].chosen && leader[b].rec.value != seen && MAJORITY(REACHABLE(b), leader[b].cfg.voters) ->
        printf("ballot %d: a read returns value %d\n", b, leader[b].rec.value);
        RETURNED(leader[b].rec.value)
    }
}

/* A voter that lacks the chosen record gets it; copies only go upwards. */
inline catchUp(b, n) {
    d_step {
        leader[b].chosen && HAS(leader[b].cfg.voters, n) && node[n].has && node[n].promised <= b &&
            HIGHER(leader[b].rec.ballot, leader[b].rec.seq, node[n].rec.ballot, node[n].rec.seq) ->
        printf("node %d catches up with ballot %d\n", n, b);
        raise(b, n);
        COPY(node[n].rec, leader[b].rec);
        leader[b].holders = leader[b].holders | BIT(n)
    }
}

inline acceptConfiguration(b, n, k) {
    d_step {
        k < offered[b].count && node[n].has && node[n].promised <= b &&
            HIGHER(b, offered[b].version[k], node[n].cfg.ballot, node[n].cfg.version) ->
        printf("node %d accepts configuration (%d, %d) of %d\n", n, b, offered[b].version[k], offered[b].voters[k]);
        raise(b, n);
        node[n].cfg.ballot = b;
        node[n].cfg.version = offered[b].version[k];
        node[n].cfg.voters = offered[b].voters[k];
        if
        :: leader[b].leads && !leader[b].committed && k + 1 == offered[b].count ->
            leader[b].cfgAcks = leader[b].cfgAcks | BIT(n)
        :: else
        fi
    }
}

inline commit(b) {
    d_step {
        leader[b].leads && !leader[b].committed && MAJORITY(leader[b].cfgAcks, leader[b].cfg.voters) ->
        printf("ballot %d: configuration (%d, %d) of %d is chosen\n", b, b, leader[b].cfg.version, leader[b].cfg.voters);
        leader[b].committed = true;
        leader[b].cfgAcks = 0
    }
}

/* A node that is no voter becomes a learner: an exact copy, whatever it had. What it acknowledged before is forgotten. */
inline learn(b, n) {
    d_step {
        leader[b].committed && leader[b].chosen && !HAS(leader[b].cfg.voters, n) &&
            node[n].promised <= b && !(node[n].promised == b && HAS(leader[b].holders, n)) ->
        printf("node %d is a learner of ballot %d\n", n, b);
        raise(b, n);
        node[n].has = true;
        COPY(node[n].rec, leader[b].rec);
#ifndef MUTANT_LEARNER_WITHOUT_CONFIG
        COPY_CONFIGURATION(node[n].cfg, leader[b].cfg);
#endif
#ifndef MUTANT_STALE_ACK
        leader[b].acks = leader[b].acks & ~BIT(n);
#endif
        leader[b].holders = leader[b].holders | BIT(n)
    }
}

/* A removed node is told that its removal is chosen. */
inline drop(b, n) {
    d_step {
        leader[b].committed && !HAS(leader[b].cfg.voters, n) && node[n].has && node[n].promised <= b ->
        printf("node %d drops its state\n", n);
        raise(b, n);
        node[n].has = false;
        node[n].promised = 0;
        node[n].cfg.ballot = 0;
        node[n].cfg.version = 0;
        node[n].cfg.voters = 0;
        node[n].rec.ballot = 0;
        node[n].rec.seq = 0;
        node[n].rec.value = 0;
        leader[b].holders = leader[b].holders & ~BIT(n)
    }
}

#ifdef MUTANT_CHANGE_BEFORE_COMMIT
#define MAY_CHANGE(b) (leader[b].committed || offered[b].count == 1)
#elif defined(MUTANT_TWO_AT_ONCE)
#define MAY_CHANGE(b) (leader[b].committed || offered[b].count > 1)
#else
#define MAY_CHANGE(b) leader[b].committed
#endif

#ifdef MUTANT_CHANGE_WITHOUT_RECORDS
#define HELD(b) true
#else
#define HELD(b) MAJORITY(leader[b].holders, leader[b].cfg.voters)
#endif

inline propose(b) {
    leader[b].cfg.version++;
    printf("ballot %d proposes configuration (%d, %d) of %d\n", b, b, leader[b].cfg.version, leader[b].cfg.voters);
    leader[b].committed = false;
    leader[b].cfgAcks = 0;
    offered[b].voters[offered[b].count] = leader[b].cfg.voters;
    offered[b].version[offered[b].count] = leader[b].cfg.version;
    offered[b].count++
}

/* Adds voter n, which is a learner, or removes it. A leader does not remove itself. */
inline change(b, n) {
    d_step {
        leader[b].leads && leader[b].chosen && MAY_CHANGE(b) && HELD(b) && changes < CHANGES && n != leader[b].node &&
            (HAS(leader[b].cfg.voters, n) || (node[n].has && node[n].promised == b)) ->
        changes++;
        leader[b].cfg.voters = leader[b].cfg.voters ^ BIT(n);
        propose(b)
    }
}

#ifdef MUTANT_SWAP
/* Replaces voter m by learner n in one step, with plain majorities. */
inline swap(b, m, n) {
    d_step {
        leader[b].chosen && MAY_CHANGE(b) && HELD(b) && changes < CHANGES && m != leader[b].node &&
            HAS(leader[b].cfg.voters, m) && !HAS(leader[b].cfg.voters, n) && node[n].has && node[n].promised == b ->
        changes++;
        leader[b].cfg.voters = leader[b].cfg.voters ^ (BIT(m) | BIT(n));
        propose(b)
    }
}
#endif

#if CHANGES > 2
#define THIRD(b, n) :: acceptConfiguration(b, n, 3)
#else
#define THIRD(b, n)
#endif
#if CHANGES > 1
#define CONFIGURATIONS(b, n) :: acceptConfiguration(b, n, 0) :: acceptConfiguration(b, n, 1) :: acceptConfiguration(b, n, 2)
#else
#define CONFIGURATIONS(b, n) :: acceptConfiguration(b, n, 0) :: acceptConfiguration(b, n, 1)
#endif
#if WRITES > 1
#define RECORDS(b, n) :: accept(b, n, 0) :: accept(b, n, 1) :: accept(b, n, 2)
#else
#define RECORDS(b, n) :: accept(b, n, 0) :: accept(b, n, 1)
#endif
#define AT_NODE(b, n) :: promise(b, n) RECORDS(b, n) :: catchUp(b, n) CONFIGURATIONS(b, n) THIRD(b, n) \
    :: learn(b, n) :: drop(b, n) :: change(b, n)

proctype Ballot(byte b) {
end:
    do
    AT_NODE(b, 0)
    AT_NODE(b, 1)
    AT_NODE(b, 2)
#if NODES > 3
    AT_NODE(b, 3)
#endif
    :: win(b)
    :: choose(b)
    :: write(b)
    :: acceptAgain(b)
    :: read(b)
    :: commit(b)
#ifdef MUTANT_SWAP
    :: swap(b, 1, 3)
    :: swap(b, 2, 3)
#endif
#ifdef WITNESS
    /* Changes and writes of the first leader are done; the last one leads with them and adds a write. */
    :: d_step { b == BALLOTS && leader[b].committed && leader[b].rec.ballot == b && leader[b].rec.value == BIT(WRITES) - 1 &&
        offered[1].count > 1 && proposed[1].at[1] != 0 && leader[b].cfg.voters != START -> assert(false) }
#endif
    od
}

init {
    byte i;
    atomic {
        for (i : 0 .. NODES - 1) {
            if
            :: HAS(START, i) ->
                node[i].has = true;
                node[i].cfg.version = 1;
                node[i].cfg.voters = START
            :: else
            fi
        };
        leader[1].node = 0;
        leader[2].node = 1;
        leader[BALLOTS].node = LAST;
        for (i : 1 .. BALLOTS) {
            run Ballot(i)
        };
        i = 0
    }
}
