package reports

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestTickStepIsTheNextOneTwoOrFive(t *testing.T) {
	for _, c := range []struct{ width, want float64 }{
		{0.0021, 0.005}, {0.01, 0.01}, {0.011, 0.02}, {0.2, 0.2}, {0.3, 0.5}, {0.51, 1}, {1, 1}, {7, 10}, {1234, 2000},
	} {
		if got := tickStep(c.width); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("tickStep(%g) = %g, want %g", c.width, got, c.want)
		}
	}
}

func TestAxisHoldsWhatItIsGiven(t *testing.T) {
	for name, c := range map[string]struct {
		values     []float64
		lo, hi     float64
		ticksAbout int
	}{
		"a team between 14.8 and 23.5 percent": {[]float64{0.148, 0.235, 0.22}, 0.14, 0.24, 6},
		"ends on round figures":                {[]float64{0.1, 0.2}, 0.1, 0.2, 6},
		"one value gets room":                  {[]float64{5}, 4.4, 5.6, 6},
		"zero alone gets room":                 {[]float64{0}, -0.001, 0.001, 6},
		"no value at all":                      {nil, 0, 1, 6},
		"unknown values are passed over":       {[]float64{math.NaN(), 3, math.Inf(1), 4}, 3, 4, 6},
	} {
		a := newAxis(c.values, 0, 600, 5)
		if math.Abs(a.lo-c.lo) > 1e-9 || math.Abs(a.hi-c.hi) > 1e-9 {
			t.Errorf("%s: from %g to %g, want %g to %g", name, a.lo, a.hi, c.lo, c.hi)
		}
		if n := len(a.ticks); n < 2 || n > 9 {
			t.Errorf("%s: %d ticks %v", name, n, a.ticks)
		}
	}
}

func TestAxisKeepsOrderAndBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 1, 30).Draw(t, "values")
		a := newAxis(values, 40, 600, 6)
		slices.Sort(values)
		last := 40.0
		for _, v := range values {
			at := a.at(v)
			if at < last || at > 600 {
				t.Fatalf("%g stands at %g, after %g", v, at, last)
			}
			if v < a.lo-1e-9*math.Abs(a.lo) || v > a.hi+1e-9*math.Abs(a.hi) {
				t.Fatalf("%g is outside of %g to %g", v, a.lo, a.hi)
			}
			last = at
		}
	})
}

func TestAxisDrawsOutliersAtItsEnds(t *testing.T) {
	a := newAxis([]float64{0, 1}, 600, 0, 4) // upside down, as levels are
	if a.at(-5) != 600 || a.at(7) != 0 || a.at(0.5) != 300 {
		t.Errorf("at -5, 7, 0.5: %g %g %g", a.at(-5), a.at(7), a.at(0.5))
	}
}

func TestSwarmHidesNoDot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(0, 1), 0, 40).Draw(t, "values")
		slices.Sort(values)
		dots, r := swarm(newAxis(append([]float64{0, 1}, values...), 40, 600, 6), values)
		if len(dots) != len(values) {
			t.Fatalf("%d dots of %d values", len(dots), len(values))
		}
		for i, d := range dots {
			if d.Y < swarmCeil-6 || d.Y > swarmFloor {
				t.Fatalf("dot %d stands at %g, outside of its lane", i, d.Y)
			}
			for _, e := range dots[:i] {
				if r > 1.5 && math.Hypot(d.X-e.X, d.Y-e.Y) < 2*r {
					t.Fatalf("dots at %v and %v hide each other, radius %g", d, e, r)
				}
			}
		}
	})
}

func TestSwarmOfAThousandStaysInItsLane(t *testing.T) {
	values := make([]float64, 1000)
	for i := range values {
		values[i] = 0.22
	}
	dots, _ := swarm(newAxis([]float64{0, 1}, 40, 600, 6), values)
	top := dots[len(dots)-1].Y
	if len(dots) != 1000 || top < 0 || top > swarmFloor {
		t.Errorf("%d dots, the highest at %g", len(dots), top)
	}
}

func TestLabelsRunAwayFromTheEdge(t *testing.T) {
	for x, want := range map[float64]string{5: "start", 320: "middle", 635: "end"} {
		if got := labelAt(x, 0, 640, "team mean 22.0%").Anchor; got != want {
			t.Errorf("at %g: %s, want %s", x, got, want)
		}
	}
	if got := labelAt(50, 0, 640, "团队均值二十二").Anchor; got != "start" {
		t.Errorf("wide characters take twice the room: %s", got)
	}
}

func TestALongNameStaysInThePicture(t *testing.T) {
	for name, want := range map[string]string{
		"周明轩": "周明轩", "": "e1", "Maximiliane Mustermann-B.": "Maximiliane Mustermann-…",
		strings.Repeat("王", 60): strings.Repeat("王", 11) + "…", strings.Repeat("王", 12): strings.Repeat("王", 12),
	} {
		got := nameInPicture(kpi.Employee{ID: "e1", Name: name})
		if got != want || textWidth(got) > mostInPicture {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	r := fixture(t)
	g := &r.Gaps[0]
	g.Employee.Name = strings.Repeat("王", 60)
	if m := markPerson(printer(t, "zh"), newAxis([]float64{0, 1}, 0, stripWidth, 5), g); strings.Contains(m.Label.Text, strings.Repeat("王", 12)) {
		t.Errorf("the label runs out of the picture: %s", m.Label.Text)
	}
}
