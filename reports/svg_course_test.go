package reports

import (
	"math"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestCourseShowsPersonColleaguesBandAndSignals(t *testing.T) {
	r := fixture(t)
	pic := drawCourse(printer(t, "en"), &r.Gaps[2], "x")
	if pic == nil || len(pic.Person) != months || len(pic.Mean) != months || len(pic.Band) != 2*months || len(pic.Signals) != 1 {
		t.Fatalf("%+v", pic)
	}
	last := pic.Person[months-1]
	if s := pic.Signals[0]; s.X != last.X || s.Y != last.Y || !s.Worse {
		t.Errorf("the signal of June rings %v, want %v", s, last)
	}
	if last.Y <= pic.Person[0].Y {
		t.Error("a level that falls is drawn rising")
	}
	want := "8 periods from Nov 2024 to Jun 2025: first 18.5%, last 11.5%. Mean of the colleagues in the last period: 22.0%. Signals: Jun 2025."
	if pic.Desc != want {
		t.Errorf("%q, want %q", pic.Desc, want)
	}
	for i := range r.Gaps {
		if g := &r.Gaps[i]; i != 2 && strings.Contains(pic.Title+pic.Desc+pic.Caption, personName(g.Employee)) {
			t.Errorf("%s is named in the picture of another", g.Employee.ID)
		}
	}
}

func TestCourseTakesTheMeanOfTheOthersOnly(t *testing.T) {
	r := fixture(t)
	c := courseOf(&r.Gaps[2])
	// The others of north: 230, 180, 240, 250 and 200 of 1,000 a month.
	for i, m := range c.others {
		if math.Abs(m-0.22) > 1e-12 {
			t.Errorf("month %d: %g, want 0.22", i, m)
		}
	}
}

func TestCourseWithoutAHistoryHasNoBand(t *testing.T) {
	r := fixture(t)
	r.Gaps[2].History = nil
	pic := drawCourse(printer(t, "zh"), &r.Gaps[2], "x")
	if len(pic.Band) != 0 || len(pic.Signals) != 0 || strings.Contains(pic.Caption, "阴影") {
		t.Errorf("%+v", pic)
	}
	// A history of other periods than the rows show does not fit them.
	r = fixture(t)
	r.Gaps[2].History.Periods = 6
	if pic = drawCourse(printer(t, "en"), &r.Gaps[2], "x"); len(pic.Band) != 0 {
		t.Errorf("a band of other periods: %v", pic.Band)
	}
}

func TestCourseOfOneAloneHasNoMean(t *testing.T) {
	r := fixture(t)
	r.Gaps = r.Gaps[2:3]
	for i := range r.Gaps[0].Series {
		r.Gaps[0].Series[i].Others = math.NaN()
	}
	pic := drawCourse(printer(t, "en"), &r.Gaps[0], "x")
	if len(pic.Mean) != 0 || len(pic.Band) != 0 || len(pic.Person) != months || strings.Contains(pic.Desc, "colleagues") {
		t.Errorf("%+v", pic)
	}
}

func TestCourseNeedsThreePeriods(t *testing.T) {
	r := fixture(t)
	g := &r.Gaps[2]
	g.Series = g.Series[:2]
	if pic := drawCourse(printer(t, "en"), g, "x"); pic != nil {
		t.Errorf("%+v", pic)
	}
	g.Series = append(g.Series, analysis.Point{Period: june2025, Measure: kpi.Value(math.NaN())})
	if pic := drawCourse(printer(t, "en"), g, "x"); pic != nil {
		t.Error("a blank period counts as one")
	}
}

func TestCourseNamesTheLastPeriod(t *testing.T) {
	r := fixture(t)
	for n := 3; n <= months; n++ {
		g := r.Gaps[2]
		g.Series = g.Series[months-n:]
		pic := drawCourse(printer(t, "en"), &g, "x")
		if len(pic.Periods) > courseTicks || pic.Periods[0].Text != "Jun 2025" {
			t.Errorf("%d periods: %+v", n, pic.Periods)
		}
	}
}
