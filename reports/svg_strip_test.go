package reports

import (
	"math"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/analysis"
)

// north is the fixture's team on conversion, with its serious gap.
func north(t testing.TB) (*analysis.Summary, *analysis.Gap) {
	t.Helper()
	r := fixture(t)
	return &r.Summaries[1], &r.Gaps[2]
}

func TestStripMarksThePersonAndNobodyElse(t *testing.T) {
	s, g := north(t)
	pic := drawStrip(printer(t, "en"), s, g, "x")
	// Seven members: the person has a mark, one has no data.
	if len(pic.Dots) != 5 {
		t.Errorf("%d dots, want 5", len(pic.Dots))
	}
	if pic.Person == nil || !pic.Person.Interval || pic.Person.Lo >= pic.Person.X || pic.Person.Hi <= pic.Person.X {
		t.Errorf("the person's mark: %+v", pic.Person)
	}
	if pic.Person.Label.Text != "张伟 15.0%" {
		t.Errorf("label %q", pic.Person.Label.Text)
	}
	for _, m := range s.Members {
		if named := strings.Contains(pic.Title+pic.Desc, m.Employee.Name); named != (m.Employee.ID == g.Employee.ID) {
			t.Errorf("%s named: %v", m.Employee.Name, named)
		}
	}
	if pic.Mean.X <= pic.Person.X {
		t.Errorf("the mean at %g stands on the wrong side of the person at %g", pic.Mean.X, pic.Person.X)
	}
}

func TestStripOfATeamHasNoMark(t *testing.T) {
	s, _ := north(t)
	pic := drawStrip(printer(t, "zh"), s, nil, "x")
	if pic.Person != nil || len(pic.Dots) != 6 || pic.Standard != nil {
		t.Errorf("%+v", pic)
	}
}

func TestStripShowsTheStandardThatWasJudgedAgainst(t *testing.T) {
	r := fixture(t)
	pic := drawStrip(printer(t, "en"), &r.Summaries[0], &r.Gaps[0], "x")
	if pic.Standard == nil || pic.Standard.Label.Text != "standard 80.0%" {
		t.Errorf("%+v", pic.Standard)
	}
}

func TestStripWithoutAnIntervalHasNoWhisker(t *testing.T) {
	s, g := north(t)
	g.Actual.Lo = math.NaN()
	if pic := drawStrip(printer(t, "en"), s, g, "x"); pic.Person.Interval {
		t.Errorf("%+v", pic.Person)
	}
}

func TestStripSaysWhereTheGoodLevelsAre(t *testing.T) {
	s, g := north(t)
	p := printer(t, "en")
	if pic := drawStrip(p, s, g, "x"); pic.Better.Anchor != "end" || pic.Better.Text != "better →" {
		t.Errorf("higher is better: %+v", pic.Better)
	}
	s.Indicator = fixture(t).Catalogue.Get("defect_rate")
	if pic := drawStrip(p, s, nil, "x"); pic.Better.Anchor != "start" || pic.Better.Text != "← better" {
		t.Errorf("lower is better: %+v", pic.Better)
	}
}

func TestStripOfNobody(t *testing.T) {
	s, _ := north(t)
	s.Members, s.Mean, s.N = nil, math.NaN(), 0
	pic := drawStrip(printer(t, "en"), s, nil, "x")
	if len(pic.Dots) != 0 || pic.MeanKnown {
		t.Errorf("%+v", pic)
	}
}
