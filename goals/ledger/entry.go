package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// The kinds of entries that hold a plan; those of deeds are named by
// [goals.Deed]. Kinds that are not known are part of the chain and are passed
// over by a replay.
const (
	KindDrafted = "plan.drafted" // body: the plan as drafted
	KindAgreed  = "plan.agreed"  // body: the plan as agreed, with its days
)

// domain keeps the hashes apart from those of anything else.
const domain = "gapstep.ledger/1"

// Genesis is the hash that the first entry follows.
var Genesis = strings.Repeat("0", 2*sha256.Size)

// Entry is one line of the journal.
type Entry struct {
	Seq      int64           `json:"seq"` // from 1, without holes
	At       time.Time       `json:"at"`  // UTC
	By       string          `json:"by"`  // the actor, never empty
	Kind     string          `json:"kind"`
	Plan     string          `json:"plan"` // plan id
	Body     json.RawMessage `json:"body"`
	PrevHash string          `json:"prev_hash"`
	Hash     string          `json:"hash"`
}

// Stamp is who writes, and when.
type Stamp struct {
	At time.Time
	By string
}

// Head is the end of a chain: keep it elsewhere and a cut or rewritten journal
// shows.
type Head struct {
	Seq  int64  `json:"seq"` // 0: no entries
	Hash string `json:"hash"`
}

// record is an entry as it is stored and hashed: text alone.
type record struct {
	seq                                      int64
	at, by, kind, plan, body, prevHash, hash string
}

// sum is the hash of the record after prevHash.
func (r record) sum() string {
	h := sha256.New()
	for _, field := range []string{domain, r.prevHash, strconv.FormatInt(r.seq, 10), r.at, r.by, r.kind, r.plan, r.body} {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(field)))
		h.Write(n[:])
		h.Write([]byte(field))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// follow makes the next record of the chain from an entry without its place.
func follow(last Head, e Entry) record {
	r := record{seq: last.Seq + 1, at: e.At.UTC().Format(time.RFC3339Nano), by: e.By, kind: e.Kind, plan: e.Plan,
		body: string(e.Body), prevHash: last.Hash}
	r.hash = r.sum()
	return r
}

func (r record) entry() Entry {
	at, _ := time.Parse(time.RFC3339Nano, r.at) // the hash covers the text: a changed one is found by Verify
	return Entry{r.seq, at.UTC(), r.by, r.kind, r.plan, json.RawMessage(r.body), r.prevHash, r.hash}
}

func (r record) head() Head { return Head{r.seq, r.hash} }
