package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/goals/ledger"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) planAddCommand() *cobra.Command {
	c := &cobra.Command{
		Use:  "add --employee E --kpi K --target T [FILE...]",
		RunE: func(cmd *cobra.Command, paths []string) error { return a.addPlan(cmd.Context(), paths) },
	}
	f := c.Flags()
	f.String("employee", "", "")
	f.String("kpi", "", "")
	f.String("target", "", "")
	f.String("percent", "", "")
	f.String("team", "", "")
	f.String("from", "", "")
	f.String("by", "", "")
	f.Int("sustain", 1, "")
	f.Int("of", 0, "")
	f.String("operator", "", "")
	f.StringArray("and", nil, "")
	addFileFlags(f)
	addJudgingFlags(f)
	addActorFlag(c)
	return c
}

func (a *app) addPlan(ctx context.Context, paths []string) error {
	t, err := a.aim(ctx, paths)
	if err != nil {
		return err
	}
	p, err := goals.Explicit(t)
	if err != nil {
		return err
	}
	l, err := ledger.Open(ctx, a.set.config.Store)
	if err != nil {
		return err
	}
	defer l.Close()
	drafted, err := l.Draft(ctx, a.stamp(), p)
	if err != nil {
		return err
	}
	if d := drafted[0]; d.Change == ledger.Kept {
		life, err := l.Life(ctx, d.Plan.ID)
		if err == nil {
			err = life.Open()
		}
		if err != nil {
			return err
		}
		return &kpi.Fault{Class: kpi.Usage, Code: "plan.already_agreed", Args: kpi.Args{"id": d.Plan.ID, "by": d.Plan.By}}
	}
	if err := reports.WritePlans(a.out, []goals.Plan{drafted[0].Plan}, a.set.catalogue, a.textOptions()); err != nil {
		return err
	}
	a.note("cmd.plan."+string(drafted[0].Change), locale.Args{"id": p.ID, "version": drafted[0].Plan.Version})
	if t.Baseline == nil {
		a.note("cmd.plan.no_baseline", nil)
	}
	return nil
}

// target reads the flags of a person's target; a target told as a change, +10%,
// waits for the baseline.
func (a *app) target() (t goals.Target, change *goals.Change, err error) {
	word := a.textFlag
	t = goals.Target{Employee: kpi.Employee{ID: word("employee"), Name: word("employee")}, Team: word("team"), Operator: goals.Operator(word("operator"))}
	for _, name := range []string{"employee", "kpi", "target"} {
		if word(name) == "" {
			return t, nil, badFlag(name, "", "--"+name)
		}
	}
	t.Sustain, _ = a.set.flags.GetInt("sustain")
	t.Of, _ = a.set.flags.GetInt("of")
	if t.Indicator, t.Level, change, err = a.aimOf(word("kpi"), word("target")); err != nil {
		return t, nil, err
	}
	if t.From, err = dateFlag("from", word("from")); err != nil {
		return t, nil, err
	}
	if t.By, err = dateFlag("by", word("by")); err != nil {
		return t, nil, err
	}
	more, _ := a.set.flags.GetStringArray("and")
	for _, pair := range more {
		id, level, ok := strings.Cut(pair, "=")
		if !ok {
			return t, nil, badFlag("and", pair, "KPI=T")
		}
		var f goals.Further
		if f.Indicator, f.Level, err = a.levelOf(strings.TrimSpace(id), strings.TrimSpace(level)); err != nil {
			return t, nil, err
		}
		t.Also = append(t.Also, f)
	}
	return t, change, nil
}

// aim is the target that the flags tell, with the person's baseline where files
// are named: one told as a change gets its level from it.
func (a *app) aim(ctx context.Context, paths []string) (goals.Target, error) {
	t, change, err := a.target()
	if err == nil && len(paths) > 0 {
		err = a.addBaseline(ctx, paths, &t)
	}
	switch {
	case err != nil || change == nil:
		return t, err
	case t.Baseline == nil:
		return t, &kpi.Fault{Class: kpi.Usage, Code: "target.no_base", Args: kpi.Args{"value": a.textFlag("target"), "kpi": t.Indicator.ID}}
	}
	t.Level, _ = change.Mode.Apply(*t.Baseline, change.By)
	return t, nil
}

// aimOf reads a target: a level, or a change of the baseline.
func (a *app) aimOf(id, word string) (*kpi.Indicator, kpi.Decimal, *goals.Change, error) {
	mode := goals.PercentMode(a.textFlag("percent"))
	if mode != "" && mode != goals.Relative && mode != goals.Points {
		return nil, 0, nil, badFlag("percent", string(mode), "relative, points")
	}
	if in := a.set.catalogue.Get(id); in != nil {
		if c, is, err := goals.ParseChange(word, in, mode); is || err != nil {
			return in, 0, &c, err
		}
	}
	in, level, err := a.levelOf(id, word)
	return in, level, nil, err
}

func (a *app) levelOf(id, level string) (*kpi.Indicator, kpi.Decimal, error) {
	in := a.set.catalogue.Get(id)
	if in == nil {
		return nil, 0, &kpi.Fault{Class: kpi.Usage, Code: "plan.unknown_kpi", Args: kpi.Args{"kpi": id}}
	}
	d, err := goals.ParseLevel(level, in)
	return in, d, err
}

func dateFlag(name, word string) (*kpi.Date, error) {
	if word == "" {
		return nil, nil
	}
	d, err := kpi.ParseDate(word)
	if err != nil {
		return nil, badFlag(name, word, "2026-12-31")
	}
	return &d, nil
}

// addBaseline takes name, team and standing of the employee from the data.
func (a *app) addBaseline(ctx context.Context, paths []string, t *goals.Target) error {
	g, err := a.gather(ctx, paths)
	if err != nil {
		return err
	}
	known := false
	for i := range g.report.Gaps {
		gap := &g.report.Gaps[i]
		if gap.Employee.ID != t.Employee.ID {
			continue
		}
		known = true
		t.Employee, t.Team, t.AsOf = gap.Employee, gap.Team, g.report.AsOf
		if gap.Indicator.ID != t.Indicator.ID {
			continue
		}
		if level, ok := goals.Shown(gap.Actual.Value, gap.Indicator); ok {
			t.Baseline, t.BaselineN, t.Standing = &level, gap.N, goals.StandingOf(gap)
			if shrunk, ok := goals.Shown(gap.Shrunk, gap.Indicator); ok {
				t.Shrunk = &shrunk
			}
			t.Peers, t.Veto = goals.NewPeers(g.data.Dataset, t.AsOf), a.set.config.Goals.Veto
			return nil
		}
	}
	if !known {
		return &kpi.Fault{Class: kpi.Usage, Code: "plan.unknown_employee", Args: kpi.Args{"employee": t.Employee.ID}}
	}
	return nil
}
