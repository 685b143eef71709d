package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Change says what drafting a plan did.
type Change string

// The changes.
const (
	Added     Change = "added"     // a new draft
	Replaced  Change = "replaced"  // the draft differs: a further version
	Unchanged Change = "unchanged" // the same draft: nothing was written
	Kept      Change = "kept"      // agreed, or a person's own target: the proposal was set aside
)

// Drafted is a plan as it stands after drafting, and what was done.
type Drafted struct {
	Plan   goals.Plan
	Change Change
}

// Draft puts drafts into the journal in one transaction. The same draft twice
// is one entry; a changed one is a further version; an agreed plan is never
// drafted again, and a proposal never takes the place of a person's own target.
// The results are in the order of the plans.
func (l *Ledger) Draft(ctx context.Context, by Stamp, plans ...goals.Plan) ([]Drafted, error) {
	var out []Drafted
	err := l.store.write(ctx, func(tx *sql.Tx) error {
		j, err := l.replay(ctx, tx)
		if err != nil {
			return err
		}
		for _, p := range plans {
			d, err := l.draft(ctx, tx, j, by, p)
			if err != nil {
				return err
			}
			out = append(out, d)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (l *Ledger) draft(ctx context.Context, tx *sql.Tx, j *journal, by Stamp, p goals.Plan) (Drafted, error) {
	if p.State != goals.Draft {
		return Drafted{}, usage("plan.already_agreed", kpi.Args{"id": p.ID, "by": p.By})
	}
	life, known := j.lives[p.ID]
	if !known {
		p.Version = 1
		return Drafted{p, Added}, l.state(ctx, tx, j, by, p)
	}
	old := life.Plan
	if len(life.Versions) > 0 || old.Basis == goals.BasisExplicit && p.Basis != goals.BasisExplicit {
		return Drafted{old, Kept}, nil
	}
	version, same, err := redrafted(p, j.drafts[p.ID])
	switch {
	case err != nil:
		return Drafted{}, err
	case same && old.State == goals.Closed:
		return Drafted{old, Kept}, nil // withdrawn, and the data say nothing else since
	case same:
		return Drafted{old, Unchanged}, nil
	}
	p.Version = version + 1
	return Drafted{p, Replaced}, l.state(ctx, tx, j, by, p)
}

// redrafted is the version of the draft in an entry, and whether p says the
// same. Both are compared as this program writes them: an entry of an older one
// may lack fields.
func redrafted(p goals.Plan, body string) (version int, same bool, err error) {
	var last goals.Plan
	if err := json.Unmarshal([]byte(body), &last); err != nil {
		return 0, false, err
	}
	p.Version = last.Version
	x, err := json.Marshal(p)
	y, err2 := json.Marshal(last)
	return last.Version, string(x) == string(y), errors.Join(err, err2)
}

// state appends the plan as it now stands.
func (l *Ledger) state(ctx context.Context, tx *sql.Tx, j *journal, by Stamp, p goals.Plan) error {
	kind := KindDrafted
	if p.State == goals.Agreed {
		kind = KindAgreed
	}
	return l.put(ctx, tx, j, Entry{At: by.At, By: by.By, Kind: kind, Plan: p.ID}, p)
}

// put appends an entry with a body, and takes it up as a replay would.
func (l *Ledger) put(ctx context.Context, tx *sql.Tx, j *journal, e Entry, body any) (err error) {
	if e.Body, err = json.Marshal(body); err != nil {
		return fmt.Errorf("%s of plan %s: %w", e.Kind, e.Plan, err)
	}
	r, err := l.append(ctx, tx, e)
	if err != nil {
		return err
	}
	return j.apply(r)
}

// Agree fixes the draft of an id (or unique prefix) with its start and writes
// it down. The faults are those of [goals.Agree], plan.closed, plan.unknown and
// plan.ambiguous; of two who agree at once one gets plan.already_agreed.
func (l *Ledger) Agree(ctx context.Context, by Stamp, id string, start kpi.Date) (goals.Plan, error) {
	life, err := l.change(ctx, id, func(tx *sql.Tx, j *journal, life *goals.Life) error {
		if err := life.Open(); err != nil {
			return err
		}
		agreed, err := goals.Agree(life.Plan, by.By, start)
		if err != nil {
			return err
		}
		return l.state(ctx, tx, j, by, agreed)
	})
	if err != nil {
		return goals.Plan{}, err
	}
	return life.Plan, nil
}

// Do writes down what decide makes of a plan's life, in one transaction: all of
// the deeds or none. decide sees the plan as it stands while nobody else can
// write. The faults are plan.unknown, plan.ambiguous, those of decide and those
// of each deed.
func (l *Ledger) Do(ctx context.Context, by Stamp, id string, decide func(*goals.Life) ([]goals.Deed, error)) (*goals.Life, error) {
	return l.change(ctx, id, func(tx *sql.Tx, j *journal, life *goals.Life) error {
		deeds, err := decide(life)
		if err != nil {
			return err
		}
		for _, d := range deeds {
			if err := life.Check(d, goals.Mark(by)); err != nil {
				return err
			}
			if err := l.put(ctx, tx, j, Entry{At: by.At, By: by.By, Kind: d.Kind(), Plan: life.Plan.ID}, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func (l *Ledger) change(ctx context.Context, id string, do func(*sql.Tx, *journal, *goals.Life) error) (life *goals.Life, err error) {
	err = l.store.write(ctx, func(tx *sql.Tx) error {
		j, err := l.replay(ctx, tx)
		if err != nil {
			return err
		}
		if life, err = j.find(id); err != nil {
			return err
		}
		return do(tx, j, life)
	})
	if err != nil {
		return nil, err
	}
	return life, nil
}
