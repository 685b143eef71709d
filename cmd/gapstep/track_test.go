package main

import (
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/goals/ledger"
	"github.com/gapstep/gapstep/ingest"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
)

// S0-08: no report over the ledger, whoever makes it (track, metrics, serve,
// report), holds what HR and the employee alone may see, unless that is asked for.
func TestS0_08_ReportsHoldNothingConfidentialUnlessAsked(t *testing.T) {
	store := "sqlite:" + filepath.Join(t.TempDir(), "g.db")
	now := time.Date(2026, 8, 1, 9, 0, 0, 0, time.UTC)
	l, err := ledger.Open(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	plan := goals.Plan{ID: "p1", Employee: kpi.Employee{ID: "e1"}, Indicator: "csat", Direction: kpi.Higher, State: goals.Draft, Version: 1, AsOf: kpi.DateOf(2026, 6, 30),
		Milestones: []goals.Milestone{{Level: 900_000, Operator: goals.AtLeast, ByMonth: 6, Sustain: 1}},
		Content:    goals.Content{Actions: []goals.Action{{ID: "a1", Task: "talks"}, {ID: "a2", Task: "counselling", HROnly: true}}}}
	by := ledger.Stamp{At: now, By: "HR"}
	if _, err := l.Draft(t.Context(), by, plan); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Agree(t.Context(), by, "p1", kpi.DateOf(2026, 7, 1)); err != nil {
		t.Fatal(err)
	}
	l.Close()
	for flags, want := range map[string]string{"": "talks", "hr": "talks counselling", "as-hr": "talks counselling"} {
		a := &app{out: io.Discard, err: io.Discard, now: func() time.Time { return now }, env: func(string) (string, bool) { return "", false }}
		a.set = &settings{loaded: &loaded{}, catalogue: kpi.Builtin(), flags: pflag.NewFlagSet("t", pflag.ContinueOnError)}
		a.set.config.Store = store
		a.set.config.Analysis.Level = 0.95
		if flags != "" {
			a.set.flags.Bool(flags, true, "")
		}
		g := &gathered{report: &reports.Report{AsOf: kpi.DateOf(2026, 7, 31)}, data: &ingest.Result{Dataset: &kpi.Dataset{}}}
		if err := a.follow(t.Context(), g, false); err != nil {
			t.Fatal(err)
		}
		for _, content := range []goals.Content{g.report.Plans[0].Content, g.report.Progress[0].Plan.Content} {
			var got []string
			for _, act := range content.Actions {
				got = append(got, act.Task)
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%q: %v, want %s", flags, got, want)
			}
		}
		if s := g.report.Plans[0].State; s != goals.Active {
			t.Errorf("a month after its start the plan is %s", s)
		}
	}
}
