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

func TestSentenceOfAFinding(t *testing.T) {
	for name, c := range map[string]struct {
		kpi         string
		x, n        kpi.Decimal
		value, mean float64
		en          string
	}{
		"a proportion, as in S0": {"conversion_rate", 45 * kpi.One, 300 * kpi.One, 0.15, 0.22,
			"45 of 300 (15.0%); team mean 22.0%: −7.0 pp, −32% of the mean."},
		"lower is better, F2": {"defect_rate", 36 * kpi.One, 300 * kpi.One, 0.12, 0.05,
			"36 of 300 (12.0%); team mean 5.0%: +7.0 pp, +140% of the mean."},
		"a rate is no share": {"complaint_rate", 12 * kpi.One, 400 * kpi.One, 0.03, 0.02,
			"12 in 400 (0.030); team mean 0.020: +0.010, +50% of the mean."},
		"a value alone": {"needs_depth_score", 0, 0, 6, 8,
			"6.00 (n = 3); team mean 8.00: −2.00 points, −25% of the mean."},
		"a mean of zero has no relative gap": {"nps", 0, 0, -5, 0,
			"−5.0 (n = 3); team mean 0.0: −5.0 points against the team mean."},
	} {
		g := analysis.Gap{Indicator: kpi.Builtin().Get(c.kpi), Numerator: c.x, Denominator: c.n, N: 3, TeamMean: c.mean, PointGap: c.value - c.mean}
		g.Actual.Value, g.RelativeGap = c.value, g.PointGap/c.mean
		if got := gapSentence(printer(t, "en"), &g); got != c.en {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.en)
		}
	}
}

func TestFindingSaysWhichComparisonItRestsOn(t *testing.T) {
	r, p := fixture(t), printer(t, "en")
	list := findings(p, r)
	mean, standard := list[0], list[1]
	if mean.Against != "20.8%" || mean.Gap != "−5.8 pp, −28% of the mean" || mean.Required != "" || mean.Before != "yes" {
		t.Errorf("against the mean: %+v", mean)
	}
	if standard.Against != "80.0% (standard)" || standard.Gap != "−40.0 pp, −50% of the standard" {
		t.Errorf("against the standard: %q %q", standard.Against, standard.Gap)
	}
	// The person is not judged against colleagues; the window before is that of
	// the comparison with the standard.
	if standard.Before != "yes" || standard.Severity != "gap" || len(standard.Caveats) != 2 {
		t.Errorf("before %q, %s, caveats %q", standard.Before, standard.Severity, standard.Caveats)
	}
}

func TestFactsLeaveOutWhatWasNotCompared(t *testing.T) {
	r, p := fixture(t), printer(t, "en")
	has := func(g *analysis.Gap, s *analysis.Summary, term string) bool {
		for _, f := range gapFacts(p, g, s) {
			if f.Term == term {
				return true
			}
		}
		return false
	}
	const compared = "Stood out in this team and KPI"
	if !has(&r.Gaps[2], &r.Summaries[1], compared) {
		t.Error("x of y comparisons is missing")
	}
	if has(&r.Gaps[0], &r.Summaries[0], "Estimate pulled towards the team") || !has(&r.Gaps[2], nil, "Estimate pulled towards the team") {
		t.Error("an estimate is told where there is none, or left out where there is one")
	}
	if has(&r.Gaps[0], &r.Summaries[0], compared) || has(&r.Gaps[2], nil, compared) {
		t.Error("comparisons are told where there were none")
	}
}

func TestRestOfTheTeam(t *testing.T) {
	r, p := fixture(t), printer(t, "en")
	// 316 − 45 = 271 of 1,505 − 300 = 1,205: 22.5 %.
	if got, want := restFact(p, &r.Gaps[2]), "22.5% (−7.5 pp, −33% of the colleagues' level)"; got != want {
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
