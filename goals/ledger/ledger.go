package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"strings"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Ledger is an open journal. Its methods may be used from several goroutines.
type Ledger struct{ store *store }

// Open opens the journal at a store URL and creates it where there is none:
// "sqlite:gapstep.db" or a path; "sqlite::memory:" is gone when closed.
//
// The faults: store.unsupported (another scheme), ledger.unreadable (damaged,
// or no SQLite file), ledger.foreign (the file of another program),
// ledger.newer (written by a newer version), ledger.no_folder, ledger.denied,
// ledger.busy (another process writes for too long), ledger.failed.
func Open(ctx context.Context, url string) (*Ledger, error) {
	path, err := pathOf(url)
	if err != nil {
		return nil, err
	}
	s, err := openStore(ctx, path)
	if err != nil {
		return nil, err
	}
	return &Ledger{s}, nil
}

// Exists reports whether there is a file at the store URL, so that reading
// commands need not create one.
func Exists(url string) (bool, error) {
	path, err := pathOf(url)
	if err != nil {
		return false, err
	}
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, (&store{path: path}).fault(err)
	}
	return info.Size() > 0, nil
}

// pathOf is the file of a store URL. A single letter before a colon is a
// drive.
func pathOf(url string) (string, error) {
	scheme, rest, found := strings.Cut(url, ":")
	switch {
	case found && strings.EqualFold(scheme, "sqlite"):
		if after, ok := strings.CutPrefix(rest, "//"); ok {
			rest = after
		}
	case found && (strings.HasPrefix(rest, "//") || strings.EqualFold(scheme, "postgres")) && len(scheme) > 1:
		return "", usage("store.unsupported", kpi.Args{"scheme": scheme, "want": "sqlite:FILE"})
	default:
		rest = url
	}
	if rest == "" {
		return "", usage("store.unsupported", kpi.Args{"scheme": url, "want": "sqlite:FILE"})
	}
	return rest, nil
}

// Close closes the file.
func (l *Ledger) Close() error { return l.store.fault(l.store.db.Close()) }

// Append adds an entry of any kind after the last one; Seq, PrevHash and Hash
// are set, the rest is the caller's. The faults are ledger.no_actor and
// ledger.bad_body (a body that is no JSON), and those of writing.
func (l *Ledger) Append(ctx context.Context, e Entry) (Entry, error) {
	var out Entry
	err := l.store.write(ctx, func(tx *sql.Tx) error {
		r, err := l.append(ctx, tx, e)
		out = r.entry()
		return err
	})
	if err != nil {
		return Entry{}, err
	}
	return out, nil
}

func (l *Ledger) append(ctx context.Context, tx *sql.Tx, e Entry) (record, error) {
	if strings.TrimSpace(e.By) == "" {
		return record{}, usage("ledger.no_actor", kpi.Args{"kind": e.Kind, "plan": e.Plan})
	}
	if !json.Valid(e.Body) {
		return record{}, &kpi.Fault{Class: kpi.Failed, Code: "ledger.bad_body", Args: kpi.Args{"kind": e.Kind, "plan": e.Plan}}
	}
	last, err := l.store.head(ctx, tx)
	if err != nil {
		return record{}, err
	}
	r := follow(last, e)
	return r, l.store.insert(ctx, tx, r)
}

// Entries returns the whole journal in order.
func (l *Ledger) Entries(ctx context.Context) ([]Entry, error) {
	var list []Entry
	err := l.store.records(ctx, l.store.db, func(r record) bool {
		list = append(list, r.entry())
		return true
	})
	return list, err
}

// Verify computes the chain again and returns its end. The fault
// ledger.tampered names the first entry that does not fit, and why: seq (a hole
// or another order), prev_hash (it follows something else), hash (its content
// was changed). Against heads that were kept elsewhere it also finds a chain
// that was cut (ledger.truncated names the first entry that is gone) or written
// anew (ledger.rewritten names the entry that another one stands in place of).
func (l *Ledger) Verify(ctx context.Context, kept ...Head) (Head, error) {
	last := Head{Hash: Genesis}
	var bad error
	err := l.store.records(ctx, l.store.db, func(r record) bool {
		if bad = errors.Join(l.checked(last, r), l.against(r, kept)); bad == nil {
			last = r.head()
		}
		return bad == nil
	})
	for _, h := range kept {
		if err == nil && bad == nil && h.Seq > last.Seq {
			bad = l.broke("ledger.truncated", last.Seq+1, kpi.Args{"kept": fmt.Sprint(h.Seq)})
		}
	}
	return last, errors.Join(err, bad)
}

// against is the fault of a record that stands where a kept head was.
func (l *Ledger) against(r record, kept []Head) error {
	for _, h := range kept {
		if h.Seq == r.seq && h.Hash != r.hash {
			return l.broke("ledger.rewritten", r.seq, nil)
		}
	}
	return nil
}

func (l *Ledger) broke(code string, seq int64, more kpi.Args) error {
	args := kpi.Args{"path": l.store.path, "seq": fmt.Sprint(seq)}
	maps.Copy(args, more)
	return &kpi.Fault{Class: kpi.Failed, Code: code, Args: args}
}

func (l *Ledger) checked(last Head, r record) error {
	why := broken(last, r)
	if why == "" {
		return nil
	}
	return l.broke("ledger.tampered", r.seq, kpi.Args{"why": why})
}

func broken(last Head, r record) string {
	switch {
	case r.seq != last.Seq+1:
		return "seq"
	case r.prevHash != last.Hash:
		return "prev_hash"
	case r.hash != r.sum():
		return "hash"
	}
	return ""
}

// replay reads the plans in force, and refuses a chain that does not hold: a
// changed ledger is not believed.
func (l *Ledger) replay(ctx context.Context, q queryer) (*journal, error) {
	j, last := newJournal(), Head{Hash: Genesis}
	var bad error
	err := l.store.records(ctx, q, func(r record) bool {
		if bad = l.checked(last, r); bad == nil {
			bad = j.apply(r)
		}
		last = r.head()
		return bad == nil
	})
	return j, errors.Join(err, bad)
}

// Plans returns every plan as it stands, the targets of the version in force:
// a draft, agreed or closed. They are sorted by team, employee and indicator.
func (l *Ledger) Plans(ctx context.Context) ([]goals.Plan, error) {
	lives, err := l.Lives(ctx)
	if err != nil {
		return nil, err
	}
	plans := make([]goals.Plan, len(lives))
	for i, life := range lives {
		plans[i] = life.Plan
	}
	return plans, nil
}

// Lives returns every plan with all that happened to it, in the order of Plans.
func (l *Ledger) Lives(ctx context.Context) ([]*goals.Life, error) {
	j, err := l.replay(ctx, l.store.db)
	if err != nil {
		return nil, err
	}
	return j.sorted(), nil
}

// Life returns the life of the plan of an id, or of a prefix that only one plan
// has. The faults are plan.unknown and plan.ambiguous, both with near ids.
func (l *Ledger) Life(ctx context.Context, id string) (*goals.Life, error) {
	j, err := l.replay(ctx, l.store.db)
	if err != nil {
		return nil, err
	}
	return j.find(id)
}

// Plan returns the plan of an id as Life does.
func (l *Ledger) Plan(ctx context.Context, id string) (goals.Plan, error) {
	life, err := l.Life(ctx, id)
	if err != nil {
		return goals.Plan{}, err
	}
	return life.Plan, nil
}
