package goals

import (
	"math"
	"slices"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// F15: goal +10 % (20 → 22 %) from the next month on, after one month +5 %: half
// of the way, at risk, and other actions are asked for.
func TestF15HalfOfTheWayIsAtRiskAndAsksForOtherActions(t *testing.T) {
	in := target(t, "conversion_rate", "0.22", fromMonth(1), startsAt(200_000))
	plan := mustAgree(t, mustExplicit(t, in), july)
	for name, n := range map[string]int64{"a hundred visits": 100, "so many that it is beyond the noise": 100_000} {
		t.Run(name, func(t *testing.T) {
			pr := trackAt(t, plan, dataset(t, months(t, "conversion_rate", "2025-07", of(21*n/100, n))...), "2025-07")
			if pr.Status != AtRisk || math.Abs(pr.Steps[0].Attained-0.5) > 1e-12 || math.Abs(pr.Way-0.5) > 1e-12 {
				t.Errorf("%s, attained %.2f", pr.Status, pr.Steps[0].Attained)
			}
			if got := withCode(pr.Caveats, "progress.partial"); len(got) != 1 || got[0].Args["share"] != "0.5" {
				t.Errorf("caveats %v", pr.Caveats)
			}
		})
	}
	// due by the end of that month the attainment is the same, and the day is over
	in = target(t, "conversion_rate", "0.22", byMonth(1), startsAt(200_000))
	due := mustAgree(t, mustExplicit(t, in), july)
	pr := trackAt(t, due, dataset(t, months(t, "conversion_rate", "2025-07", of(21_000, 100_000))...), "2025-07")
	if pr.Status != Missed || !hasCode(pr.Caveats, "progress.partial") {
		t.Errorf("%s, %v", pr.Status, pr.Caveats)
	}
}

// A level that is asked for and never reached is decided by all the periods
// together: each month alone would stay inconclusive.
func TestALevelNeverReachedIsDecidedByItsMonthsTogether(t *testing.T) {
	from := mustAgree(t, mustExplicit(t, target(t, "csat", "0.9", fromMonth(1), startsAt(850_000))), july)
	score := mustAgree(t, mustExplicit(t, target(t, "csat_score", "90", fromMonth(1), startsAt(85*kpi.One))), july)
	same := func(m *kpi.Measure, n int) (list []*kpi.Measure) {
		for range n {
			list = append(list, m)
		}
		return list
	}
	for name, c := range map[string]struct {
		plan Plan
		rows []row
		want string
	}{
		"85 of 100: three hundred and more ratings decide": {from, months(t, "csat", "2025-07", same(of(85, 100), 4)...),
			"inconclusive, missed, missed, missed"},
		"89 of 100: never met, the sixth month in a row is rare": {from, months(t, "csat", "2025-07", same(of(89, 100), 6)...),
			"at_risk, at_risk, at_risk, at_risk, missed, missed"},
		"values without counts": {score, months(t, "csat_score", "2025-07", same(val(88), 3)...), "at_risk, missed, missed"},
		"a missing month decides nothing": {from, months(t, "csat", "2025-07", of(86, 100), nil, of(91, 100)),
			"inconclusive, no_data, met"},
	} {
		t.Run(name, func(t *testing.T) {
			n := 3
			if len(c.rows) > 3 {
				n = len(c.rows)
			}
			if got := history(t, c.plan, dataset(t, c.rows...), "2025-07", n); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestSustainOfSomePeriodsAmongMore(t *testing.T) {
	tg := target(t, "csat_score", "90", fromMonth(1), sustain(3), startsAt(85*kpi.One))
	tg.Of = 4
	plan := mustAgree(t, mustExplicit(t, tg), july)
	ds := dataset(t, months(t, "csat_score", "2025-07", val(90), val(88), val(91), val(89), val(92), val(93))...)
	// 3 of 4: of August to November two, of September to December three
	if got, want := history(t, plan, ds, "2025-07", 6), "sustained 1/3, sustained 1/3, sustained 2/3, sustained 2/3, sustained 2/3, met"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	for name, of := range map[string]int{"fewer than asked": 2, "too many": 13} {
		tg.Of = of
		if _, err := Explicit(tg); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "target.of" {
			t.Errorf("%s: %v", name, err)
		}
	}
	tg.Of, tg.FromMonth, tg.ByMonth = 4, 0, 4
	due := mustAgree(t, mustExplicit(t, tg), july)
	few := dataset(t, months(t, "csat_score", "2025-07", val(80), val(80))...)
	if got, want := history(t, due, few, "2025-07", 4), "at_risk, at_risk, no_data, no_data"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// weeks are csat scores of e017 in weeks from Monday 30 June 2025 on.
func weeks(t *testing.T, first string, list ...float64) (rows []row) {
	p := kpi.PeriodOf(day(t, first), kpi.Week)
	for _, v := range list {
		rows = append(rows, row{"north", "e017", "csat_score", p, kpi.Value(v)})
		p = p.Next()
	}
	return rows
}

// The line of (1 … 6, y): least squares by hand, 80 + 1.0 x to the week.
func TestTheTrendIsExtendedToTheMilestone(t *testing.T) {
	plan := mustAgree(t, mustExplicit(t, target(t, "csat_score", "90", byMonth(2), startsAt(80*kpi.One))), july)
	flat := weeks(t, "2025-07-07", 81, 83.5, 83, 84.5, 84, 85)
	rising := weeks(t, "2025-07-07", 81, 82.5, 83.5, 86, 87.5, 89)
	track := func(rows []row) Progress {
		opt := DefaultTrack()
		opt.AsOf = day(t, "2025-08-17")
		return Track(plan, dataset(t, rows...), indicator(t, "csat_score"), opt)
	}
	up := track(rising)
	if up.Forecast == nil || up.Forecast.Word != Likely || up.Status != OnTrack || up.Forecast.Value < 91 || up.Forecast.Hi > 100 {
		t.Errorf("rising: %s %+v", up.Status, up.Forecast)
	}
	low := track(flat)
	if low.Forecast == nil || low.Forecast.Word != Unlikely || low.Status != AtRisk {
		t.Errorf("flattening: %s %+v", low.Status, low.Forecast)
	}
	if few := track(rising[:5]); few.Forecast != nil {
		t.Errorf("of five weeks: %+v", few.Forecast)
	}
	far := mustAgree(t, mustExplicit(t, target(t, "csat_score", "90", byMonth(6), startsAt(80*kpi.One))), july)
	opt := DefaultTrack()
	opt.AsOf = day(t, "2025-08-17")
	if pr := Track(far, dataset(t, rising...), indicator(t, "csat_score"), opt); pr.Forecast != nil {
		t.Errorf("twenty weeks ahead of six: %+v", pr.Forecast)
	}
}

func TestAForecastMissesTheLineBeforeTheValueDoes(t *testing.T) {
	plan := mustAgree(t, mustExplicit(t, target(t, "csat", "0.9", byMonth(2), startsAt(850_000))), july)
	var rows []row
	p := kpi.PeriodOf(day(t, "2025-07-07"), kpi.Week)
	for _, x := range []int64{88, 88, 87, 87, 87, 86} { // each within the noise of the line
		rows = append(rows, row{"north", "e017", "csat", p, counts(x, 100)})
		p = p.Next()
	}
	opt := DefaultTrack()
	opt.AsOf = day(t, "2025-08-17")
	pr := Track(plan, dataset(t, rows...), indicator(t, "csat"), opt)
	if pr.Status != AtRisk || !hasCode(pr.Caveats, "progress.forecast_misses") {
		t.Errorf("%s %v %+v", pr.Status, pr.Caveats, pr.Forecast)
	}
}

func TestSignalsOfTheOwnCourse(t *testing.T) {
	plan := mustAgree(t, mustExplicit(t, target(t, "rework_hours", "5", byMonth(6), startsAt(10*kpi.One))), july)
	before := months(t, "rework_hours", "2025-01", val(10), val(11), val(9), val(10), val(11), val(10))
	for name, c := range map[string]struct {
		rows []row
		want string
	}{
		"a month far above the own course is on the bad side": {slices.Concat(before, months(t, "rework_hours", "2025-07", val(10), val(16))), "outside worse 2025-08"},
		"a month far below is better":                         {slices.Concat(before, months(t, "rework_hours", "2025-07", val(5))), "outside better 2025-07"},
		"ordinary ups and downs":                              {slices.Concat(before, months(t, "rework_hours", "2025-07", val(9), val(11))), ""},
		"too short a course":                                  {before[3:], ""},
		"signals before the start are history":                {append(months(t, "rework_hours", "2025-01", val(10), val(11), val(30), val(10), val(11), val(10)), months(t, "rework_hours", "2025-07", val(10))...), ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			for _, s := range trackAt(t, plan, dataset(t, c.rows...), "").Signals {
				side := "better"
				if s.Worse {
					side = "worse"
				}
				got += s.Kind + " " + side + " " + s.Period.String()
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestSomeOfMorePeriodsWhenTheDayHasPassed(t *testing.T) {
	tg := target(t, "csat", "0.9", byMonth(4), sustain(3), startsAt(850_000))
	tg.Of = 4
	plan := mustAgree(t, mustExplicit(t, tg), july)
	for name, c := range map[string]struct {
		seen []*kpi.Measure
		want Status
	}{
		"one month beyond the noise is one of four": {[]*kpi.Measure{of(88, 100), of(60, 100), of(89, 100), of(88, 100)}, Inconclusive},
		"two are too many":                          {[]*kpi.Measure{of(88, 100), of(60, 100), of(89, 100), of(60, 100)}, Missed},
		"three of four":                             {[]*kpi.Measure{of(90, 100), of(60, 100), of(91, 100), of(92, 100)}, Met},
	} {
		if pr := trackAt(t, plan, dataset(t, months(t, "csat", "2025-07", c.seen...)...), "2025-10"); pr.Status != c.want {
			t.Errorf("%s: %s", name, pr.Status)
		}
	}
}

func TestDetectableStepOfEventsAndLevels(t *testing.T) {
	rate := &kpi.Indicator{ID: "r", Scale: kpi.Rate, Direction: kpi.Lower}
	s := &Standing{Grain: kpi.Month, Periods: 3, Events: 60 * kpi.One, Trials: 60 * kpi.One, PerPeriod: 20 * kpi.One}
	if d, ok := (forecaster{rate, s, s.kind(rate)}).detectable(); !ok || d < dec(t, "0.3") || d > dec(t, "0.5") { // 1 → .6: 60 against 36 events
		t.Errorf("of events: %s %t", d, ok)
	}
	few := &Standing{Grain: kpi.Month, Periods: 1, Events: kpi.One, Trials: 5 * kpi.One, PerPeriod: 5 * kpi.One}
	in := indicator(t, "defect_rate")
	if d, ok := (forecaster{in, few, few.kind(in)}).detectable(); ok {
		t.Errorf("a fall from 1 of 5 is detectable: %s", d)
	}
	if _, ok := (*Standing)(nil).OddsAt(Milestone{}, in, 0); ok {
		t.Error("odds of nothing")
	}
}
