package goals

import (
	"math"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"pgregory.net/rapid"
)

// S0-20: the ledger is built or it is not: a share of one of one.
func TestS0_20_ADeliverableIsOneOfOne(t *testing.T) {
	built := kpi.Indicator{ID: "ledger_built", Direction: kpi.Higher, Scale: kpi.Proportion, Kind: kpi.Adherence}
	cat, err := kpi.Builtin().With(built)
	if err != nil {
		t.Fatal(err)
	}
	in := cat.Get("ledger_built")
	tg := target(t, "csat", "1", byMonth(1))
	tg.Indicator = in
	plan := mustAgree(t, mustExplicit(t, tg), july)
	for name, c := range map[string]struct {
		seen *kpi.Measure
		want Status
	}{"built": {of(1, 1), Met}, "not built": {of(0, 1), Missed}, "nobody has looked": {nil, NoData}} {
		var b kpi.Builder
		if c.seen != nil {
			b.Add(kpi.Observation{Employee: kpi.Employee{ID: "e017"}, Team: "north", Indicator: in, Period: month(t, "2025-07"), Measure: *c.seen})
		}
		ds, _ := b.Build()
		opt := DefaultTrack()
		opt.AsOf = month(t, "2025-07").End()
		if got := Track(plan, ds, in, opt).Status; got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// S0-16: two valid suggestions in three reviews and three a month are counts;
// the target is met by the month's count, whatever the indicator's noise.
func TestCountsAMonthAreMetExactly(t *testing.T) {
	plan := mustAgree(t, mustExplicit(t, target(t, "review_suggestions", "3", fromMonth(1), startsAt(2*kpi.One))), july)
	ds := dataset(t, months(t, "review_suggestions", "2025-07", val(2), val(3), val(4))...)
	if got, want := history(t, plan, ds, "2025-07", 3), "missed, met, met"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestACompoundLevelNeverReached(t *testing.T) {
	tg := target(t, "csat", "0.9", fromMonth(1), startsAt(850_000))
	tg.Also = []Further{{indicator(t, "resolution_rate"), 800_000, ""}}
	plan := mustAgree(t, mustExplicit(t, tg), july)
	rows := months(t, "csat", "2025-07", of(95, 100), of(95, 100))
	bad := append(months(t, "resolution_rate", "2025-07", of(30, 100), of(30, 100)), rows...)
	if got, want := history(t, plan, dataset(t, bad...), "2025-07", 2), "at_risk, missed"; got != want {
		t.Errorf("the further condition is out of reach: %s, want %s", got, want)
	}
	near := append(months(t, "resolution_rate", "2025-07", of(78, 100), of(78, 100)), rows...)
	if got, want := history(t, plan, dataset(t, near...), "2025-07", 2), "at_risk, at_risk"; got != want {
		t.Errorf("the further condition is within the noise: %s, want %s", got, want)
	}
}

func TestRoomForAStreakByGrain(t *testing.T) {
	m := Milestone{FromMonth: 2, ByMonth: 4, Sustain: 2}
	for g, want := range map[kpi.Grain]int{kpi.Day: 91, kpi.Week: 13, kpi.Month: 3, kpi.Quarter: 2, kpi.Half: 2, kpi.Year: 2} {
		if got := m.room(g); got != want {
			t.Errorf("%s: %d periods, want %d", g, got, want)
		}
	}
	from, by := day(t, "2025-07-01"), day(t, "2025-12-31")
	if got := (Milestone{From: &from, By: &by, Sustain: 3}).room(kpi.Month); got != 6 {
		t.Errorf("between days: %d", got)
	}
	// a streak of two in three months is likelier than in the first two
	s := monthsOf(90, 100, 3)
	tight := Milestone{Level: 900_000, Operator: AtLeast, Sustain: 2, FromMonth: 2}
	wide := tight
	wide.ByMonth = 4
	if a, b := oddsAt(t, s, tight, "csat", "0.9"), oddsAt(t, s, wide, "csat", "0.9"); a.Sustain >= b.Sustain {
		t.Errorf("%s and %s", a.Sustain, b.Sustain)
	}
}

// scores are a team's monthly scores: two fresh months and three after.
func scores(r *rapid.T, t *testing.T, id string, mirror bool, shift float64, levels [][]float64) Evaluation {
	in := *indicator(t, id)
	in.Direction = kpi.Higher
	if mirror {
		in.Direction = kpi.Lower
	}
	var b kpi.Builder
	for i, list := range levels {
		at := month(t, "2025-07")
		for k, v := range list {
			if k >= 2 {
				v += shift
			}
			if mirror {
				v = 100 - v
			}
			b.Add(kpi.Observation{Employee: kpi.Employee{ID: memberID(i)}, Team: "north", Indicator: &in, Period: at, Measure: kpi.Value(v)})
			at = at.Next()
		}
	}
	ds, _ := b.Build()
	start := day(t, "2025-09-01")
	plan := Plan{Employee: kpi.Employee{ID: memberID(0)}, Team: "north", Indicator: in.ID, Direction: in.Direction, Start: &start, AsOf: day(t, "2025-06-30"),
		State: Agreed, Milestones: []Milestone{{Level: 90 * kpi.One, Operator: OperatorFor(in.Direction), From: &start, Sustain: 1}}}
	ev := Evaluate(plan, ds, &in, DefaultEvaluate())
	if ev.Effect == nil {
		r.Fatalf("no effect: %v", ev.NotAssessable)
	}
	return ev
}

// What moves everybody is no effect of the plan, and "lower is better" changes
// the sign of nothing that is said about better and worse.
func TestTheEffectIsThatOfThePersonAlone(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		levels := make([][]float64, 6)
		for i := range levels {
			levels[i] = rapid.SliceOfN(rapid.Float64Range(40, 60), 5, 5).Draw(r, "scores")
		}
		shift := rapid.Float64Range(-10, 10).Draw(r, "shift")
		near := func(what string, got, want float64) {
			if math.Abs(got-want) > 1e-6 {
				r.Fatalf("%s: %g, want %g", what, got, want)
			}
		}
		plain, moved, mirrored := scores(r, t, "csat_score", false, 0, levels), scores(r, t, "csat_score", false, shift, levels), scores(r, t, "csat_score", true, 0, levels)
		near("effect when everybody moves", moved.Effect.Estimate.Value, plain.Effect.Estimate.Value)
		near("movement", moved.Movement, plain.Movement+shift)
		near("effect mirrored", mirrored.Effect.Estimate.Value, plain.Effect.Estimate.Value)
		near("chance mirrored", mirrored.Effect.P, plain.Effect.P)
		near("expected mirrored", 100-mirrored.Expected.Value, plain.Expected.Value)
		if plain.Effect.Rank != mirrored.Effect.Rank || plain.Effect.Rank < 1 || plain.Effect.Rank > 6 || plain.Effect.Worked != mirrored.Effect.Worked {
			r.Fatalf("%+v and mirrored %+v", plain.Effect, mirrored.Effect)
		}
	})
}

// A praised change has a better value, and nothing is both better and worse.
func TestImprovementsOfAnySeries(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var rows []row
		for _, id := range []string{"csat", "defect_rate", "csat_score"} {
			at := month(t, "2025-01")
			for range 6 {
				n := rapid.Int64Range(0, 80).Draw(r, "n")
				m := counts(rapid.Int64Range(0, n).Draw(r, "x"), n)
				if id == "csat_score" {
					m = kpi.Value(rapid.Float64Range(0, 100).Draw(r, "score"))
				}
				rows = append(rows, row{"north", "e017", id, at, m})
				at = at.Next()
			}
		}
		list := Improvements(dataset(t, rows...), DefaultImprove())
		for i, c := range list {
			if c.Real && (c.Worse || c.Change <= 0) || c.Worse && c.Change >= 0 || c.Q < c.P {
				r.Fatalf("%+v", c)
			}
			if i > 0 && c.Real && !list[i-1].Real {
				r.Fatal("a real improvement stands behind another change")
			}
		}
	})
}
