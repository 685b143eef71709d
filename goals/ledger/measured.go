package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// KindMeasured is the kind of entries that keep a period's figures of an agreed
// plan; the body is a [Measured]. With them a streak goes on although each month
// brings only its own file, and a figure that was corrected later shows.
const KindMeasured = "plan.measured"

// Measured is one period's figure of a plan, as a file held it: one for each
// plan, indicator and period, whatever the teams.
type Measured struct {
	Plan      string      `json:"plan"`
	Employee  string      `json:"employee"`
	Team      string      `json:"team"`
	Indicator string      `json:"kpi"`
	Start     kpi.Date    `json:"start"`
	Grain     kpi.Grain   `json:"grain"`
	Events    kpi.Decimal `json:"events"`
	Trials    kpi.Decimal `json:"trials"` // 0: only the level is known
	Level     float64     `json:"level"`
	Origin    kpi.Origin  `json:"origin"`
}

// Period is the period that was measured.
func (m Measured) Period() kpi.Period { return kpi.Period{Start: m.Start, Grain: m.Grain} }

// Measure is what was measured.
func (m Measured) Measure() kpi.Measure {
	return kpi.Measure{Events: m.Events, Trials: m.Trials, Level: m.Level}
}

// slot is what a figure is of: a later entry of the same slot replaces it.
// The team is no part of it: exports carry the team of the day, also for months
// in which the person worked elsewhere.
type slot struct {
	plan, indicator string
	period          kpi.Period
}

func (m Measured) slot() slot { return slot{m.Plan, m.Indicator, m.Period()} }

func (m Measured) same(n Measured) bool {
	return m.Events == n.Events && m.Trials == n.Trials && m.Level == n.Level
}

// Correction is a figure that differs from the one kept before.
type Correction struct{ Old, New Measured }

// Keep writes down the figures that are new or differ from those kept for the
// same plan, indicator and period, in one transaction. It returns those that
// differ; the same figures again write nothing.
func (l *Ledger) Keep(ctx context.Context, by Stamp, figures ...Measured) ([]Correction, error) {
	var corrected []Correction
	err := l.store.write(ctx, func(tx *sql.Tx) error {
		kept, _, err := l.kept(ctx, tx)
		if err != nil {
			return err
		}
		for _, m := range figures {
			old, known := kept[m.slot()]
			if known && old.same(m) {
				continue
			}
			body, err := json.Marshal(m)
			if err != nil {
				return fmt.Errorf("figure of plan %s: %w", m.Plan, err)
			}
			if _, err := l.append(ctx, tx, Entry{At: by.At, By: by.By, Kind: KindMeasured, Plan: m.Plan, Body: body}); err != nil {
				return err
			}
			if known {
				corrected = append(corrected, Correction{old, m})
			}
			kept[m.slot()] = m
		}
		return nil
	})
	return corrected, err
}

// Kept returns the figures in force, in the order in which their periods were
// first written down.
func (l *Ledger) Kept(ctx context.Context) ([]Measured, error) {
	kept, order, err := l.kept(ctx, l.store.db)
	if err != nil {
		return nil, err
	}
	list := make([]Measured, len(order))
	for i, s := range order {
		list[i] = kept[s]
	}
	return list, nil
}

func (l *Ledger) kept(ctx context.Context, q queryer) (map[slot]Measured, []slot, error) {
	kept, order := map[slot]Measured{}, []slot(nil)
	var bad error
	err := l.store.records(ctx, q, func(r record) bool {
		if r.kind != KindMeasured {
			return true
		}
		m, err := r.measured()
		if err != nil {
			bad = &kpi.Fault{Class: kpi.Failed, Code: "ledger.bad_entry", Args: kpi.Args{"seq": fmt.Sprint(r.seq), "plan": r.plan}, Err: err}
			return false
		}
		if _, known := kept[m.slot()]; !known {
			order = append(order, m.slot())
		}
		kept[m.slot()] = m
		return true
	})
	if err == nil {
		err = bad
	}
	return kept, order, err
}

func (r record) measured() (m Measured, err error) {
	err = json.Unmarshal([]byte(r.body), &m)
	return m, err
}
