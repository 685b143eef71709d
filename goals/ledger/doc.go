// Package ledger keeps plans in an append-only, hash-chained journal: one
// SQLite file by default.
//
// Nothing in it is ever changed. A draft, an agreement, a period's figures and
// every deed of a plan's life (an amendment, an acknowledgement, a check-in, a
// transition of an alert, the closing …) are each one [Entry], and the plans in
// force are what a replay of the entries gives: [Ledger.Lives]. [Ledger.Do]
// decides and writes in one transaction, so that of two people who change a plan
// at once one is told. Every entry holds the hash of the one before it, so that
// a changed, dropped, inserted or reordered entry is found by [Ledger.Verify].
// Cutting off the end, or rewriting the whole chain, is found only against a
// [Head] that was kept elsewhere: Verify returns it to be kept.
//
// The hash of an entry is the SHA-256 of the text "gapstep.ledger/1" and the
// fields prev_hash, seq, at, by, kind, plan, body, each preceded by its length
// in bytes as a big-endian uint64; seq is written in decimal, at in RFC 3339 with
// nanoseconds in UTC. The first entry follows a hash of 64 zeros. The same
// entries give the same hashes on every machine.
//
// Time and actor come from the caller. Several processes may write to one file:
// each write is one immediate transaction, which is on the disk when it returns
// (WAL, synchronous=FULL). A file of an older version is migrated when it is
// opened; one of a newer version is refused.
package ledger
