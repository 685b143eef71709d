package reports

import (
	"math"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestGraverFindingsFirstAndAPersonTogether(t *testing.T) {
	r := fixture(t)
	base := r.Gaps[2]
	r.Gaps = nil
	for _, c := range []struct {
		team, kpi, id string
		s             analysis.Severity
	}{
		{"a", "conversion_rate", "1", analysis.Credible}, {"a", "conversion_rate", "2", analysis.Serious},
		{"a", "csat", "1", analysis.Credible}, {"a", "csat", "3", analysis.Watch}, {"a", "defect_rate", "2", analysis.Serious},
		{"b", "csat", "0", analysis.Serious},
	} {
		g := base
		g.Team, g.Indicator, g.Severity, g.Employee = c.team, r.Catalogue.Get(c.kpi), c.s, kpi.Employee{ID: c.id}
		r.Gaps = append(r.Gaps, g)
	}
	var order []string
	for _, f := range findings(printer(t, "en"), r) {
		order = append(order, f.Team+f.Name+" "+f.KPI)
	}
	want := "a2 Conversion rate, a2 Defect rate, b0 Customer satisfaction (CSAT), a1 Conversion rate, a1 Customer satisfaction (CSAT)"
	if got := strings.Join(order, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestFindingSaysWhichComparisonItRestsOn(t *testing.T) {
	r, p := fixture(t), printer(t, "en")
	list := findings(p, r)
	mean, standard := list[0], list[1]
	if mean.Against != "20.8%" || mean.Gap != "−5.8 pp, −28% of the mean" || mean.Other != "" || mean.Before != "yes" {
		t.Errorf("against the mean: %+v", mean)
	}
	if standard.Against != "80.0% (standard)" || standard.Gap != "−40.0 pp, −50% of the standard" {
		t.Errorf("against the standard: %q %q", standard.Against, standard.Gap)
	}
	if standard.Other != "Colleagues 85.0%: −45.0 pp, −53% of the colleagues' level (not judged)." {
		t.Errorf("the comparison with the colleagues: %q", standard.Other)
	}
	// The person is not judged against colleagues; the window before is that of
	// the comparison with the standard.
	if standard.Before != "yes" || standard.Severity != "gap" || len(standard.Caveats) != 2 {
		t.Errorf("before %q, %s, caveats %q", standard.Before, standard.Severity, standard.Caveats)
	}
}

func TestFactsLeaveOutWhatWasNotCompared(t *testing.T) {
	r, p := fixture(t), printer(t, "en")
	has := func(g *analysis.Gap, family familyTally, term string) bool {
		for _, f := range gapFacts(p, g, family) {
			if f.Term == term {
				return true
			}
		}
		return false
	}
	const compared = "Stood out in this team and KPI"
	five := familyTally{judged: 5, found: 1}
	if !has(&r.Gaps[2], five, compared) {
		t.Error("x of y comparisons is missing")
	}
	if has(&r.Gaps[0], five, "Estimate pulled towards the team") || !has(&r.Gaps[2], five, "Estimate pulled towards the team") {
		t.Error("an estimate is told where there is none, or left out where there is one")
	}
	if has(&r.Gaps[0], five, compared) || has(&r.Gaps[2], familyTally{}, compared) {
		t.Error("comparisons are told where there were none")
	}
	if has(&r.Gaps[2], five, "Compared within") {
		t.Error("a cohort is told where the team was compared")
	}
	r.Gaps[2].Cohort = "new"
	if !has(&r.Gaps[2], five, "Compared within") {
		t.Error("the cohort is not told")
	}
}

func TestRestOfTheTeam(t *testing.T) {
	r, p := fixture(t), printer(t, "en")
	// 316 − 45 = 271 of 1,505 − 300 = 1,205: 22.5 %.
	if got, want := restFact(p, &r.Gaps[2]), "22.5%: −7.5 pp, −33% of the colleagues' level"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r.Gaps[2].Rest = math.NaN()
	if got := restFact(p, &r.Gaps[2]); got != "–" {
		t.Errorf("a team of one has no rest: %q", got)
	}
}

func TestFindingWithoutItsSummaryHasNoPicture(t *testing.T) {
	r := fixture(t)
	r.Summaries = nil
	for _, f := range findings(printer(t, "en"), r) {
		if f.Strip != nil {
			t.Errorf("%s has a picture of nothing", f.Name)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		e        kpi.Employee
		name, id string
	}{
		{kpi.Employee{ID: "e017", Name: "张伟"}, "张伟", "e017"},
		{kpi.Employee{ID: "张伟", Name: "张伟"}, "张伟", ""},
		{kpi.Employee{ID: "e017"}, "e017", ""},
		{kpi.Employee{ID: "e\n1", Name: "a\tb"}, "a␉b", "e␊1"},
	} {
		if name, id := personName(c.e), personID(c.e); name != c.name || id != c.id {
			t.Errorf("%+v: %q %q", c.e, name, id)
		}
	}
}
