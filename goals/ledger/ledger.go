package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
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
	err := l.store.write(ctx, func(tx *sql.Tx) (err error) {
		out, err = l.append(ctx, tx, e)
		return err
	})
	return out, err
}

func (l *Ledger) append(ctx context.Context, tx *sql.Tx, e Entry) (Entry, error) {
	if strings.TrimSpace(e.By) == "" {
		return Entry{}, usage("ledger.no_actor", kpi.Args{"kind": e.Kind, "plan": e.Plan})
	}
	if !json.Valid(e.Body) {
		return Entry{}, &kpi.Fault{Class: kpi.Failed, Code: "ledger.bad_body", Args: kpi.Args{"kind": e.Kind, "plan": e.Plan}}
	}
	last, err := l.store.head(ctx, tx)
	if err != nil {
		return Entry{}, err
	}
	r := follow(last, e)
	return r.entry(), l.store.insert(ctx, tx, r)
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
// was changed).
func (l *Ledger) Verify(ctx context.Context) (Head, error) {
	last := Head{Hash: Genesis}
	var bad error
	err := l.store.records(ctx, l.store.db, func(r record) bool {
		if bad = l.checked(last, r); bad == nil {
			last = r.head()
		}
		return bad == nil
	})
	return last, errors.Join(err, bad)
}

func (l *Ledger) checked(last Head, r record) error {
	why := broken(last, r)
	if why == "" {
		return nil
	}
	return &kpi.Fault{Class: kpi.Failed, Code: "ledger.tampered", Args: kpi.Args{"path": l.store.path, "seq": fmt.Sprint(r.seq), "why": why}}
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

// Plans returns every plan as last drafted or agreed, sorted by team, employee
// and indicator.
func (l *Ledger) Plans(ctx context.Context) ([]goals.Plan, error) {
	j, err := l.replay(ctx, l.store.db)
	if err != nil {
		return nil, err
	}
	return j.sorted(), nil
}

// Plan returns the plan of an id, or of a prefix that only one plan has. The
// faults are plan.unknown and plan.ambiguous, both with near ids.
func (l *Ledger) Plan(ctx context.Context, id string) (goals.Plan, error) {
	j, err := l.replay(ctx, l.store.db)
	if err != nil {
		return goals.Plan{}, err
	}
	return j.find(id)
}
