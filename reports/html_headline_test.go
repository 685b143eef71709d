package reports

import (
	"reflect"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
)

// headlineOf is the headline of r in English.
func headlineOf(t *testing.T, r *Report) *page {
	t.Helper()
	pg := &page{printer: printer(t, "en"), Descriptive: r.Descriptive()}
	pg.headline(r)
	return pg
}

func TestHeadline(t *testing.T) {
	for name, c := range map[string]struct {
		change        func(*Report)
		first, second string
	}{
		"plans stand first where there is progress": {func(*Report) {}, "Progress of one plan", "2 gaps stand out beyond chance"},
		"two findings": {func(r *Report) { r.Progress = nil }, "2 gaps stand out beyond chance", ""},
		"one finding": {func(r *Report) {
			r.Progress, r.Gaps[0].Standard = nil, nil
		}, "One gap stands out beyond chance", ""},
		"none": {func(r *Report) {
			r.Progress, r.Gaps[0].Standard, r.Gaps[2].Severity = nil, nil, analysis.Normal
		}, "No gap stands out beyond chance", ""},
		"nobody judged": {func(r *Report) {
			r.Progress, r.Gaps = nil, r.Gaps[1:2]
		}, "A description only: the data do not allow a judgement", ""},
		"no rows, but plans": {func(r *Report) { r.Gaps = nil }, "Progress of one plan", ""},
		"nothing":            {func(r *Report) { r.Gaps, r.Progress = nil, nil }, "Nothing to compare: no row could be scored", ""},
	} {
		r := fixture(t)
		c.change(r)
		pg := headlineOf(t, r)
		if pg.Headline != c.first || pg.Second != c.second {
			t.Errorf("%s: %q, %q", name, pg.Headline, pg.Second)
		}
	}
}

func TestScopeCountsPeopleOnce(t *testing.T) {
	r := fixture(t)
	want := "people: 9 (with a gap: 2) · teams: 2 · KPIs: 2 · comparisons judged: 6" // five against colleagues, one against a standard
	if got := scope(printer(t, "en"), r); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r.Gaps = append(r.Gaps, r.Gaps[2]) // the same person on a further KPI
	want = strings.Replace(want, "judged: 6", "judged: 7", 1)
	if got := scope(printer(t, "en"), r); got != want {
		t.Errorf("counted twice: %q", got)
	}
}

func TestSeveritiesAddUpToTheRows(t *testing.T) {
	r := fixture(t)
	sum := 0
	for _, n := range outcomeOf(r).severities {
		sum += n
	}
	if sum != len(r.Gaps) {
		t.Errorf("%d of %d rows", sum, len(r.Gaps))
	}
	// The graver of the two comparisons counts: one gap is against a standard.
	if c := outcomeOf(r).severities; c[analysis.Serious] != 1 || c[analysis.Credible] != 1 || c[analysis.Watch] != 1 || c[analysis.NotJudged] != 3 {
		t.Errorf("%v", c)
	}
}

func TestStatusesThatAskForATalkStandFirst(t *testing.T) {
	r := &Report{}
	for _, s := range []goals.Status{goals.Met, goals.OnTrack, goals.AtRisk, goals.Met, goals.Missed} {
		r.Progress = append(r.Progress, goals.Progress{Status: s})
	}
	want := []statusCount{{goals.Missed, 1}, {goals.AtRisk, 1}, {goals.OnTrack, 1}, {goals.Met, 2}}
	if got := statusCounts(r); !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestEveryStatusAndSeverityIsExplained(t *testing.T) {
	r := &Report{}
	for _, s := range []goals.Status{goals.Pending, goals.OnTrack, goals.AtRisk, goals.Met, goals.Sustained, goals.Missed, goals.Inconclusive, goals.NoData} {
		r.Progress = append(r.Progress, goals.Progress{Status: s})
	}
	for _, lang := range []string{"en", "zh"} {
		p := printer(t, lang)
		tiles := statusTiles(p, r)
		if len(tiles) != 8 {
			t.Errorf("%d tiles of 8 statuses", len(tiles))
		}
		for _, tl := range tiles {
			if strings.Contains(tl.Word+tl.Note, "⟦") {
				t.Errorf("%s: %+v", lang, tl)
			}
		}
		for _, f := range severityFacts(p, &r.Method) {
			if strings.Contains(f.Term+f.Detail, "⟦") {
				t.Errorf("%s: %+v", lang, f)
			}
		}
	}
}
