package main

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
)

// Whoever is listed is listed with all that is known of her; of the others the verdicts
// alone are held. (That the lists print alike, the scripts of analyze show.)
func TestListsHoldTheCoursesOfThoseTheyList(t *testing.T) {
	samples, err := filepath.Glob("../../testdata/sample/*.csv")
	if err != nil || len(samples) == 0 {
		t.Fatalf("samples: %v, %v", samples, err)
	}
	data, err := ingest.Files(t.Context(), samples, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range []analysis.Rule{analysis.RuleFair, analysis.RuleMean, analysis.RuleSigma} {
		opt := analysis.Default()
		opt.Rule = rule
		nobody := func([]analysis.Gap) []goals.Plan { return nil }
		want, _, err := scoreAll(t.Context(), data.Dataset, opt, nobody)
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := scoreListed(t.Context(), data.Dataset, opt, nobody)
		if err != nil || len(got.Gaps) != len(want.Gaps) {
			t.Fatalf("%s: %d rows of %d, %v", rule, len(got.Gaps), len(want.Gaps), err)
		}
		slim := 0
		for i := range got.Gaps {
			g, w := got.Gaps[i], want.Gaps[i]
			if !g.Finding() && !g.Listed {
				slim += len(w.Series) - len(g.Series)
				w.Series, w.Drivers, w.Mix, w.Caveats = nil, nil, nil, nil
			}
			if got, want := printedGap(&g), printedGap(&w); got != want {
				t.Errorf("%s: row %d\n%s\nwant\n%s", rule, i, got, want)
			}
		}
		if slim == 0 {
			t.Errorf("%s: nothing was left out", rule)
		}
		if fmt.Sprint(got.Summaries) != fmt.Sprint(want.Summaries) || got.Families != want.Families {
			t.Errorf("%s: the summaries differ", rule)
		}
	}
}

// printedGap is a row with what hangs on it.
func printedGap(g *analysis.Gap) string {
	var rows reports.CSVRows
	text := fmt.Sprintf("%s%+v%+v%+v", rows.Append(nil, g), g.Series, g.Caveats, g.Drivers)
	if g.History != nil {
		text += fmt.Sprintf("%+v", *g.History)
	}
	return text
}

// Where nobody can be judged everybody is listed.
func TestListsOfThoseWhoCanNotBeJudgedHoldEverything(t *testing.T) {
	var b kpi.Builder
	for i, id := range []string{"a", "b"} {
		b.Add(kpi.Observation{Employee: kpi.Employee{ID: id}, Team: "north", Indicator: kpi.Builtin().Get("csat"),
			Period: kpi.PeriodOf(kpi.DateOf(2025, 5, 1), kpi.Month), Measure: kpi.Value(0.5), Origin: kpi.Origin{Row: i + 1}})
	}
	ds, _ := b.Build()
	res, _, err := scoreListed(t.Context(), ds, analysis.Default(), func([]analysis.Gap) []goals.Plan { return nil })
	if err != nil || len(res.Gaps) != 2 || len(res.Gaps[0].Series) != 1 {
		t.Errorf("%+v, %v", res, err)
	}
}
