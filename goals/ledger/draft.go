package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
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
	old, known := j.plans[p.ID]
	change := Added
	p.Version = 1
	if known {
		if old.State == goals.Agreed || old.Basis == goals.BasisExplicit && p.Basis != goals.BasisExplicit {
			return Drafted{old, Kept}, nil
		}
		change, p.Version = Replaced, old.Version
	}
	body, err := json.Marshal(p)
	if err != nil {
		return Drafted{}, fmt.Errorf("plan %s: %w", p.ID, err)
	}
	if known && string(body) == j.body[p.ID] {
		return Drafted{old, Unchanged}, nil
	}
	if known {
		p.Version++
	}
	return Drafted{p, change}, l.state(ctx, tx, j, by, p)
}

// state appends the plan as it now stands.
func (l *Ledger) state(ctx context.Context, tx *sql.Tx, j *journal, by Stamp, p goals.Plan) error {
	body, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("plan %s: %w", p.ID, err)
	}
	kind := KindDrafted
	if p.State == goals.Agreed {
		kind = KindAgreed
	}
	if _, err := l.append(ctx, tx, Entry{At: by.At, By: by.By, Kind: kind, Plan: p.ID, Body: body}); err != nil {
		return err
	}
	j.plans[p.ID], j.body[p.ID] = p, string(body)
	return nil
}

// Agree fixes the draft of an id (or unique prefix) with its start and writes
// it down. The faults are those of [goals.Agree], plan.unknown and
// plan.ambiguous; of two who agree at once one gets plan.already_agreed.
func (l *Ledger) Agree(ctx context.Context, by Stamp, id string, start kpi.Date) (goals.Plan, error) {
	var agreed goals.Plan
	err := l.store.write(ctx, func(tx *sql.Tx) error {
		j, err := l.replay(ctx, tx)
		if err != nil {
			return err
		}
		draft, err := j.find(id)
		if err != nil {
			return err
		}
		if agreed, err = goals.Agree(draft, by.By, start); err != nil {
			return err
		}
		return l.state(ctx, tx, j, by, agreed)
	})
	if err != nil {
		return goals.Plan{}, err
	}
	return agreed, nil
}
