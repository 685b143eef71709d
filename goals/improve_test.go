package goals

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// S0-10: match accuracy rose from 60 to 85 %: that is praised; two points more
// of satisfaction are inside the noise and are not.
func TestOnlyRealImprovementsAreRecognised(t *testing.T) {
	rows := months(t, "needs_match_accuracy", "2025-01", of(60, 100), of(58, 100), of(62, 100), of(85, 100), of(84, 100), of(86, 100))
	rows = append(rows, months(t, "csat", "2025-01", of(85, 100), of(85, 100), of(85, 100), of(87, 100), of(87, 100), of(87, 100))...)
	rows = append(rows, months(t, "defect_rate", "2025-01", of(5, 100), of(5, 100), of(5, 100), of(14, 100), of(15, 100), of(14, 100))...)
	rows = append(rows, row{"north", "e018", "csat", month(t, "2025-06"), counts(9, 10)}) // nothing to compare with
	list := Improvements(dataset(t, rows...), DefaultImprove())
	if len(list) != 3 {
		t.Fatalf("%d comparisons", len(list))
	}
	first := list[0]
	if first.Indicator.ID != "needs_match_accuracy" || !first.Real || first.Worse || math.Abs(first.Change-0.25) > 1e-9 ||
		first.Before.From != month(t, "2025-01") || first.After.To != month(t, "2025-06") || first.After.Periods != 3 {
		t.Errorf("%+v", first)
	}
	if csat := list[1]; csat.Indicator.ID != "csat" || csat.Real || csat.Worse {
		t.Errorf("two points of satisfaction: %+v", csat)
	}
	if defects := list[2]; defects.Real || !defects.Worse || defects.Change >= 0 {
		t.Errorf("lower is better: %+v", defects)
	}
	opt := DefaultImprove()
	opt.Employee = "e019"
	if list := Improvements(dataset(t, rows...), opt); len(list) != 0 {
		t.Errorf("of somebody else: %v", list)
	}
}

func TestImprovementsSinceAPlanBegan(t *testing.T) {
	ds := dataset(t, months(t, "csat_score", "2025-01", val(70), val(71), val(69), val(80), val(85), val(90), val(91), val(89), val(90))...)
	since := day(t, "2025-04-01")
	opt := DefaultImprove()
	opt.Since = &since
	list := Improvements(ds, opt)
	if len(list) != 1 || list[0].Before.To != month(t, "2025-03") || list[0].After.From != month(t, "2025-07") || !list[0].Real || math.Abs(list[0].Change-20) > 1e-9 {
		t.Errorf("%+v", list)
	}
	opt.AsOf = month(t, "2025-04").End() // one month after the start
	if list := Improvements(ds, opt); len(list) != 1 || list[0].After.Periods != 1 {
		t.Errorf("%+v", list)
	}
}

func TestImprovementsOfRatesOfEvents(t *testing.T) {
	in := &kpi.Indicator{ID: "calls_back", Direction: kpi.Lower, Scale: kpi.Rate, Kind: kpi.Quality}
	var b kpi.Builder
	at := month(t, "2025-01")
	for _, x := range []int64{30, 28, 32, 12, 14, 10} {
		b.Add(kpi.Observation{Employee: kpi.Employee{ID: "e017"}, Team: "north", Indicator: in, Period: at, Measure: counts(x, 20)})
		at = at.Next()
	}
	ds, _ := b.Build()
	list := Improvements(ds, DefaultImprove())
	if len(list) != 1 || !list[0].Real || math.Abs(list[0].Change-0.9) > 1e-9 {
		t.Errorf("%+v", list)
	}
}

// Of eight hundred people whose rates never change hardly anybody is praised.
func TestPraiseIsHardlyEverForNoise(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	in := indicator(t, "csat")
	var b kpi.Builder
	for i := range 800 {
		at := month(t, "2025-01")
		for range 6 {
			b.Add(kpi.Observation{Employee: kpi.Employee{ID: "m" + itoa(1000+i)}, Team: "north", Indicator: in, Period: at, Measure: counts(drawEvents(r, 30, 0.85), 30)})
			at = at.Next()
		}
	}
	ds, _ := b.Build()
	praised, byHand := 0, 0
	for _, c := range Improvements(ds, DefaultImprove()) {
		if c.Real {
			praised++
		}
		if c.P <= 0.05 {
			byHand++
		}
	}
	if praised > 1 || byHand < 20 {
		t.Errorf("%d of 800 praised; %d would be without allowing for so many", praised, byHand)
	}
}
