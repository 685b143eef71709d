package ledger

import (
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/google/go-cmp/cmp"
)

// figure is conversions of 100 visits in a month of 2025.
func figure(plan, team string, month int, events int64) Measured {
	return Measured{Plan: plan, Employee: "e1", Team: team, Indicator: "conversion_rate", Start: kpi.DateOf(2025, 1, 1).AddMonths(month - 1), Grain: kpi.Month,
		Events: kpi.FromInt(events), Trials: kpi.FromInt(100), Level: float64(events) / 100, Origin: kpi.Origin{File: "sales.csv", Row: month}}
}

func keep(t *testing.T, l *Ledger, figures ...Measured) []Correction {
	t.Helper()
	corrected, err := l.Keep(ctx, by("lee"), figures...)
	if err != nil {
		t.Fatal(err)
	}
	return corrected
}

func TestFiguresAreKeptOnceAndCorrectionsShow(t *testing.T) {
	l, _ := fresh(t)
	keep(t, l, figure("p1", "north", 7, 17), figure("p1", "north", 8, 18))
	if again := keep(t, l, figure("p1", "north", 8, 18), figure("p1", "north", 9, 19)); len(again) != 0 {
		t.Errorf("the same figure is a correction: %v", again)
	}
	want := []Correction{{figure("p1", "north", 7, 17), figure("p1", "north", 7, 12)}}
	if diff := cmp.Diff(want, keep(t, l, figure("p1", "north", 7, 12))); diff != "" {
		t.Error(diff)
	}
	kept, err := l.Kept(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Measured{figure("p1", "north", 7, 12), figure("p1", "north", 8, 18), figure("p1", "north", 9, 19)}, kept); diff != "" {
		t.Error(diff)
	}
	if head, err := l.Verify(ctx); err != nil || head.Seq != 4 {
		t.Errorf("%d entries, want 4: three months and a correction (%v)", head.Seq, err)
	}
}

// An export that carries the team of today for last month's figures brings
// nothing new; each plan keeps its own figures.
func TestAnotherTeamIsNoOtherFigure(t *testing.T) {
	l, _ := fresh(t)
	keep(t, l, figure("p1", "north", 7, 17), figure("p2", "north", 7, 17))
	if c := keep(t, l, figure("p1", "south", 7, 17)); len(c) != 0 {
		t.Errorf("corrections %v", c)
	}
	if c := keep(t, l, figure("p1", "south", 7, 3)); len(c) != 1 {
		t.Errorf("corrections %v", c)
	}
	if kept, err := l.Kept(ctx); err != nil || len(kept) != 2 {
		t.Errorf("%d figures, want 2 (%v)", len(kept), err)
	}
	m := figure("p1", "north", 7, 17)
	if m.Period().String() != "2025-07" || m.Measure() != kpi.Counts(kpi.FromInt(17), kpi.FromInt(100)) {
		t.Errorf("%v %v", m.Period(), m.Measure())
	}
}

func TestFiguresThatCannotBeKeptOrRead(t *testing.T) {
	l, _ := fresh(t)
	if _, err := l.Keep(ctx, by(" "), figure("p1", "north", 7, 17)); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "ledger.no_actor" {
		t.Errorf("nobody writes: %v", err)
	}
	if _, err := l.Append(ctx, Entry{At: at, By: "lee", Kind: KindMeasured, Plan: "p1", Body: []byte(`{"grain": "fortnight"}`)}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Kept(ctx); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "ledger.bad_entry" {
		t.Errorf("a grain that nobody knows: %v", err)
	}
	if _, err := l.Keep(ctx, by("lee"), figure("p1", "north", 7, 17)); err == nil {
		t.Error("figures are kept beside an entry that makes no sense")
	}
}
