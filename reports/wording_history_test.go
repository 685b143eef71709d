package reports

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// signals are neighbouring months of one kind from a month of 2025 on.
func signals(kind string, worse bool, from, n int) (list []analysis.Signal) {
	period := kpi.PeriodOf(kpi.DateOf(2025, time.Month(from), 1), kpi.Month)
	for range n {
		list = append(list, analysis.Signal{Period: period, Kind: kind, Worse: worse})
		period = period.Next()
	}
	return list
}

func TestHistoryInWords(t *testing.T) {
	for name, c := range map[string]struct {
		kpi  string
		h    analysis.History
		want []string
	}{
		"calm": {"csat", analysis.History{Periods: 8, P: 0.4}, []string{"No trend and no signal beside the colleagues in 8 periods."}},
		"a fall where higher is better": {"csat", analysis.History{Periods: 8, Slope: -0.01, P: 0.0004},
			[]string{"Loses ground on the colleagues, 1.0 pp a month since Nov 2024 (at most 1 chance in 1,000 if nothing moved)."}},
		"a rise where lower is better": {"defect_rate", analysis.History{Periods: 8, Slope: 0.01, P: 0.05},
			[]string{"Loses ground on the colleagues, 1.0 pp a month since Nov 2024 (at most 1 chance in 20 if nothing moved)."}},
		"a gain": {"defect_rate", analysis.History{Periods: 8, Slope: -0.01, P: 0.01},
			[]string{"Gains ground on the colleagues, 1.0 pp a month since Nov 2024 (at most 1 chance in 100 if nothing moved)."}},
		"a trend that chance could make": {"csat", analysis.History{Periods: 6, Slope: -0.01, P: 0.051},
			[]string{"No trend and no signal beside the colleagues in 6 periods."}},
		"a run is told once": {"csat", analysis.History{Periods: 12, P: 1, Signals: signals("run", true, 2, 7)},
			[]string{"Feb 2025 – Aug 2025 (7 periods): part of a run of 7 or more on one side of the own mean, on the worse side."}},
		"two kinds stand apart": {"csat", analysis.History{Periods: 12, P: 1, Signals: append(signals("outside", true, 2, 1), signals("two_of_three", false, 3, 1)...)},
			[]string{"Feb 2025: beyond the usual band of the own course, on the worse side.", "Mar 2025: two of three near the edge of the usual band, on the better side."}},
		"unsteady": {"csat", analysis.History{Periods: 12, P: 1, Spread: 3.14, Unsteady: true},
			[]string{"The figures swing more from period to period than those of the colleagues: 3.1 times their variance."}},
		"colleagues who never move": {"csat", analysis.History{Periods: 12, P: 1, Spread: math.Inf(1), Unsteady: true},
			[]string{"The figures swing more from period to period than those of the colleagues: ∞ times their variance."}},
	} {
		g := fixture(t).Gaps[2]
		g.Indicator, g.History = kpi.Builtin().Get(c.kpi), &c.h
		if got := historyWords(printer(t, "en"), &g); strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, c.want)
		}
	}
	if got := historyWords(printer(t, "en"), &analysis.Gap{}); got != nil {
		t.Errorf("without a history: %q", got)
	}
}

func TestSignalsWithAGapBetweenStandApart(t *testing.T) {
	list := append(signals("outside", true, 2, 2), signals("outside", true, 5, 1)...)
	if runs := signalRuns(list); len(runs) != 2 || len(runs[0]) != 2 || len(runs[1]) != 1 {
		t.Errorf("%v", runs)
	}
}

func TestEverySignalKindHasWords(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		p := printer(t, lang)
		for _, kind := range []string{"outside", "trend", "run", "two_of_three"} {
			if got := p.Word("signal", kind); strings.Contains(got, "⟦") {
				t.Errorf("%s: %s", lang, got)
			}
		}
	}
}

func TestDriversAreAssociationNotCause(t *testing.T) {
	r, p := fixture(t), printer(t, "en")
	g := &r.Gaps[2]
	want := "Follow-up delay rate: 30.0% against 5.0% of the colleagues; in this team's figures about 60% of the gap goes with it (5 colleagues): association, not cause"
	if got := driverWords(p, r, g); len(got) != 1 || got[0] != want {
		t.Errorf("%q, want %q", got, want)
	}
	for share, want := range map[float64]string{math.NaN(): "", 0.01: "", 1.7: "about all of the gap", 0.97: "about 95% of the gap", 0.99: "about all of the gap"} {
		g.Drivers[0].Share = share
		got := driverWords(p, r, g)[0]
		if strings.Contains(got, "association") != (want != "") || !strings.Contains(got, want) {
			t.Errorf("share %g: %q, want %q", share, got, want)
		}
	}
	g.Drivers[0].Indicator = "gone\x1b"
	if got := driverWords(p, r, g)[0]; !strings.HasPrefix(got, "gone␛: 0.30 against") {
		t.Errorf("an unknown indicator: %q", got)
	}
}

func TestCohortsHaveWordsWhereTheyAreTenures(t *testing.T) {
	for cohort, want := range map[string]string{"new": "new staff (below 6 months)", "Sales\x1b": "Sales␛", "P6": "P6"} {
		if got := cohortWords(printer(t, "en"), &analysis.Gap{Cohort: cohort}); got != want {
			t.Errorf("%q: %q, want %q", cohort, got, want)
		}
	}
}
