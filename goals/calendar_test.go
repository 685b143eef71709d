package goals

import (
	"math"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"pgregory.net/rapid"
)

// spans are rows of e017, one for each period of a grain from the one that
// holds a day on.
func spans(t *testing.T, id, first string, g kpi.Grain, measures ...*kpi.Measure) []row {
	t.Helper()
	var rows []row
	p := kpi.PeriodOf(day(t, first), g)
	for _, m := range measures {
		if m != nil {
			rows = append(rows, row{"north", "e017", id, p, *m})
		}
		p = p.Next()
	}
	return rows
}

func TestPeriodsOtherThanMonthsCount(t *testing.T) {
	halfYear := mustPropose(t, "conversion_rate", 0.15, 45, 300, 0.22) // 18 % from month 3, 20 % by month 6
	quickly := mustExplicit(t, target(t, "conversion_rate", "0.2", byMonth(1), sustain(2)))
	for name, c := range map[string]struct {
		plan  Plan
		start string
		rows  []row
		want  string
		due   string // of the last milestone
	}{
		"weeks: a streak inside one month": {quickly, july,
			spans(t, "conversion_rate", "2025-07-07", kpi.Week, of(19, 100), of(20, 100), of(21, 100)), "met", "2025-07-31"},
		"weeks: one that ends after the day does not count": {quickly, july,
			spans(t, "conversion_rate", "2025-07-21", kpi.Week, of(20, 100), of(20, 100)), "inconclusive", "2025-07-31"},
		"weeks: the one that holds the start does not count": {quickly, "2025-07-02",
			spans(t, "conversion_rate", "2025-06-30", kpi.Week, of(20, 100), of(20, 100)), "sustained", "2025-07-31"},
		"days count": {quickly, july,
			spans(t, "conversion_rate", "2025-07-01", kpi.Day, of(1, 9), of(2, 10), of(2, 10)), "met", "2025-07-31"},
		"quarters: both milestones fall on the second": {halfYear, july,
			spans(t, "conversion_rate", "2025-07-01", kpi.Quarter, of(54, 300), of(60, 300)), "met, met", "2025-12-31"},
		"quarters: one that holds a day of the plan is judged whole": {mustExplicit(t, target(t, "conversion_rate", "0.2", byMonth(1))), july,
			spans(t, "conversion_rate", "2025-07-01", kpi.Quarter, of(60, 300)), "met", "2025-09-30"},
		"quarters: one that began before the plan does not count": {halfYear, "2025-08-15",
			spans(t, "conversion_rate", "2025-07-01", kpi.Quarter, of(90, 300), of(60, 300)), "met, met", "2026-03-31"},
		"the month that holds the start counts": {quickly, "2025-07-31",
			spans(t, "conversion_rate", "2025-07-01", kpi.Month, of(20, 100)), "inconclusive", "2025-07-31"},
	} {
		t.Run(name, func(t *testing.T) {
			plan := mustAgree(t, c.plan, c.start)
			pr := Track(plan, dataset(t, c.rows...), nil, DefaultTrack())
			if got := steps(pr); got != c.want {
				t.Errorf("%s, want %s (%v)", got, c.want, pr.Caveats)
			}
			due, _ := plan.Milestones[len(plan.Milestones)-1].due(c.rows[0].period.Grain)
			if due != day(t, c.due) {
				t.Errorf("due %s, want %s", due, c.due)
			}
		})
	}
}

func TestWhatCannotBeFollowedIsSaid(t *testing.T) {
	plan := mustAgree(t, mustPropose(t, "conversion_rate", 0.15, 45, 300, 0.22), "2025-08-15")
	quick := mustAgree(t, mustExplicit(t, target(t, "conversion_rate", "0.2", byMonth(1))), july)
	id := "conversion_rate"
	for name, c := range map[string]struct {
		plan Plan
		rows []row
		code string
	}{
		"a quarter that began before the plan": {plan, spans(t, id, "2025-07-01", kpi.Quarter, of(1, 9), of(1, 9)), "progress.partial_period"},
		"months beside quarters": {plan, append(months(t, id, "2025-08", of(9, 90), of(9, 90)),
			spans(t, id, "2025-07-01", kpi.Quarter, of(18, 180))...), "progress.mixed_grains"},
		"a row without a period": {plan, append(months(t, id, "2025-08", of(9, 90)),
			row{"north", "e017", id, kpi.Period{Start: 1, Grain: kpi.Whole}, counts(1, 9)}), "progress.no_period"},
		"a day inside a quarter": {quick, spans(t, id, "2025-07-01", kpi.Quarter, of(60, 300)), "milestone.coarse"},
		"two teams, and values without counts": {plan, append(months(t, id, "2025-08", val(0.2)),
			row{"south", "e017", id, month(t, "2025-08"), kpi.Value(0.1)}), "progress.two_values"},
		"values without counts have no interval": {plan, months(t, id, "2025-08", val(0.2)), "progress.no_interval"},
	} {
		t.Run(name, func(t *testing.T) {
			pr := Track(c.plan, dataset(t, c.rows...), nil, DefaultTrack())
			if !hasCode(pr.Caveats, c.code) {
				t.Errorf("caveats %v, want %s", pr.Caveats, c.code)
			}
		})
	}
}

func TestAPersonWhoMovedKeepsTheirSeries(t *testing.T) {
	plan := mustAgree(t, mustPropose(t, "conversion_rate", 0.15, 45, 300, 0.22), july)
	at := func(team, period string, x, n int64) row {
		return row{team, "e017", "conversion_rate", month(t, period), counts(x, n)}
	}
	ds := dataset(t, at("north", "2025-07", 16, 100), at("north", "2025-08", 10, 50), at("south", "2025-08", 8, 50), at("south", "2025-09", 18, 100),
		row{"south", "e018", "conversion_rate", month(t, "2025-09"), counts(1, 100)}, row{"south", "e017", "csat", month(t, "2025-09"), counts(1, 100)})
	pr := trackAt(t, plan, ds, "")
	var got []float64
	for _, o := range pr.Series {
		got = append(got, o.Value)
	}
	if want := []float64{0.16, 0.18, 0.18}; len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("series %v, want %v", got, want)
	}
	if pr.Series[1].Measure.Trials != kpi.FromInt(100) || steps(pr) != "met, on_track" {
		t.Errorf("%s %+v", steps(pr), pr.Series[1])
	}
}

func TestIntervalsAreThoseOfTheScale(t *testing.T) {
	p := month(t, "2025-07")
	for name, c := range map[string]struct {
		in     *kpi.Indicator
		m      kpi.Measure
		lo, hi float64
	}{
		"45 of 300: Wilson":            {indicator(t, "conversion_rate"), counts(45, 300), 0.11403, 0.19482},
		"5 complaints per 100: exact":  {indicator(t, "complaint_rate"), counts(5, 100), 0.01623, 0.11668}, // Garwood's table: 1.623 to 11.668
		"covered lines are clustered":  {indicator(t, "test_coverage"), counts(400, 1000), nan, nan},
		"a score from a sum and an n":  {indicator(t, "csat_score"), counts(450, 5), nan, nan},
		"a value alone":                {indicator(t, "conversion_rate"), kpi.Value(0.15), nan, nan},
		"nothing":                      {indicator(t, "conversion_rate"), counts(0, 0), nan, nan},
		"an indicator that is unknown": {nil, counts(45, 300), nan, nan},
	} {
		t.Run(name, func(t *testing.T) {
			o := observe(p, c.m, c.in, 0.95)
			near := func(a, b float64) bool { return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) < 5e-5 }
			if !near(o.Lo, c.lo) || !near(o.Hi, c.hi) {
				t.Errorf("%g to %g, want %g to %g", o.Lo, o.Hi, c.lo, c.hi)
			}
		})
	}
}

func TestTheLineIsStraightInCalendarTime(t *testing.T) {
	plan := mustAgree(t, mustPropose(t, "conversion_rate", 0.15, 45, 300, 0.22), july)
	for name, c := range map[string]struct {
		grain kpi.Grain
		day   string
		want  string
		ok    bool
	}{
		"before the start there is none":                  {kpi.Month, "2025-06-29", "", false},
		"the baseline on the eve":                         {kpi.Month, "2025-06-30", "0.15", true},
		"31 of 92 days to 18 %":                           {kpi.Month, "2025-07-31", "0.160108", true}, // 0.15 + 0.03 × 31/92
		"18 % at the end of September":                    {kpi.Month, "2025-09-30", "0.18", true},
		"31 of 92 days from 18 % to 20 %":                 {kpi.Month, "2025-10-31", "0.186739", true}, // 0.18 + 0.02 × 31/92
		"20 % at the end of the year":                     {kpi.Month, "2025-12-31", "0.2", true},
		"and flat after that":                             {kpi.Month, "2026-12-31", "0.2", true},
		"weeks: 18 % at the end of the first one from 1":  {kpi.Week, "2025-09-07", "0.18", true},
		"quarters: both are due at once, the later holds": {kpi.Quarter, "2025-09-30", "0.175", true}, // 0.15 + 0.05 × 92/184
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := newPath(plan, c.grain).at(day(t, c.day))
			if ok != c.ok || ok && got != dec(t, c.want) {
				t.Errorf("%s %t, want %s", got, ok, c.want)
			}
		})
	}
	if _, ok := newPath(mustAgree(t, mustExplicit(t, target(t, "csat", "0.9", byMonth(3))), july), kpi.Month).at(day(t, "2025-08-31")); ok {
		t.Error("a target without a baseline has a line before its day")
	}
	if _, ok := (path)(nil).at(0); ok {
		t.Error("an empty line has a level")
	}
}

func TestTheLineStaysBetweenItsLevels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := kpi.Date(rapid.IntRange(0, 40000).Draw(t, "start"))
		a, b := kpi.Decimal(rapid.Int64Range(-1e17, 1e17).Draw(t, "a")), kpi.Decimal(rapid.Int64Range(-1e17, 1e17).Draw(t, "b"))
		by := start + kpi.Date(rapid.IntRange(0, 2000).Draw(t, "days"))
		p := newPath(Plan{Start: &start, Baseline: a, Milestones: []Milestone{{Level: b, By: &by}}}, kpi.Month)
		last := a
		for d := start - 1; d <= by+2; d += kpi.Date(rapid.IntRange(1, 400).Draw(t, "step")) {
			level, ok := p.at(d)
			if !ok || level < min(a, b) || level > max(a, b) || (level-a).Abs() < (last-a).Abs() {
				t.Fatalf("at %s: %s after %s, from %s to %s", d, level, last, a, b)
			}
			last = level
		}
	})
}

func TestStreaksOfAnySeries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) verdict {
			known := rapid.Bool().Draw(t, "known")
			return verdict{known: known, meets: known && rapid.Bool().Draw(t, "meets")}
		}), 0, 20).Draw(t, "periods")
		need := rapid.IntRange(1, 5).Draw(t, "sustain")
		m := Milestone{Sustain: need}
		if spare := rapid.IntRange(0, 3).Draw(t, "spare"); spare > 0 {
			m.Of = need + spare
		}
		var known []verdict
		for _, v := range list {
			if v.known {
				known = append(known, v)
			}
		}
		all, dense := walk(list, m, false), walk(known, m, false)
		if all.streak != dense.streak || all.best != dense.best || (all.met < 0) != (dense.met < 0) {
			t.Fatalf("periods without data change the streak: %+v and %+v", all, dense)
		}
		if (all.met >= 0) != (all.best >= need) || all.streak > all.best {
			t.Fatalf("%+v with a sustain of %d", all, need)
		}
		if strict := walk(list, m, true); strict.best > all.best {
			t.Fatalf("with resets the best is longer: %+v and %+v", strict, all)
		}
	})
}
