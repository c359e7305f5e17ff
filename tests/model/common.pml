/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What all models share: sets of nodes as bit masks, the order of records, and the history that clients see.
 *
 * A value is the set of all writes in its history, one bit for each write. A write is a compare-and-set: it takes the
 * chosen value that its leader knows and adds its own bit. So "each acknowledged value extends the one before it" says
 * that no acknowledged write is lost and that no two writes replaced the same value.
 */

#define BIT(n)          (1 << (n))
#define HAS(set, n)     (((set) >> (n)) & 1)
#define COUNT(set)      (HAS(set, 0) + HAS(set, 1) + HAS(set, 2) + HAS(set, 3) + HAS(set, 4))
#define MAJORITY(some, all) (2 * COUNT((some) & (all)) > COUNT(all))

/* (ballot, number) pairs: records by sequence, configurations by version. */
#define HIGHER(b1, s1, b2, s2) ((b1) > (b2) || ((b1) == (b2) && (s1) > (s2)))

#define EXTENDS(value, older) (((value) & (older)) == (older))

typedef Record {
    byte ballot;
    byte seq;
    byte value
}

/* The newest value that a client has seen: acknowledged to a writer, or returned to a reader. */
byte seen;

/* A write is acknowledged. Late is allowed (a newer leader went on from this very write), losing something is not. */
#define ACKNOWLEDGED(v) assert(EXTENDS(v, seen) || EXTENDS(seen, v)); seen = seen | (v)

/* A read returns v. */
#define RETURNED(v)     assert(EXTENDS(v, seen)); seen = (v)

#define COPY(to, from)  to.ballot = from.ballot; to.seq = from.seq; to.value = from.value
