package goals

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"pgregory.net/rapid"
)

// drawPlan proposes a plan for random figures of a catalogue entry.
func drawPlan(t *testing.T, r *rapid.T) (Plan, *kpi.Indicator, bool) {
	all := kpi.Builtin().All()
	in := *all[rapid.IntRange(0, len(all)-1).Draw(r, "indicator")]
	lo, hi := 0.0, 500.0
	if in.Floor != nil {
		lo = *in.Floor
	}
	if in.Ceiling != nil {
		hi = *in.Ceiling
	}
	level := rapid.Float64Range(lo, hi)
	if rapid.Bool().Draw(r, "required") {
		s := level.Draw(r, "standard")
		in.Standard = &s
	}
	g := gap(&in, level.Draw(r, "value"), 0, 0, level.Draw(r, "mean"))
	g.Shrunk = level.Draw(r, "shrunk")
	if rapid.Bool().Draw(r, "alone") {
		g.TeamN = 1
	}
	plan, err := Propose(g, Default())
	if err != nil && kpi.AsFault(err) == nil {
		t.Fatalf("error %v is no fault", err)
	}
	return plan, &in, err == nil
}

func TestEveryProposalLeadsFromTheBaselineToTheGoodSide(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		plan, in, ok := drawPlan(t, r)
		if !ok {
			return
		}
		last := plan.Baseline
		for _, m := range plan.Milestones {
			if !behind(in, last, m.Level) || behind(in, plan.Reference, m.Level) {
				r.Fatalf("levels %s from %s to %s", summary(plan.Milestones), plan.Baseline, plan.Reference)
			}
			if in.Clamp(m.Level) != m.Level || m.Operator != OperatorFor(in.Direction) || m.Sustain < 1 || (m.FromMonth > 0) == (m.ByMonth > 0) {
				r.Fatalf("milestone %+v", m)
			}
			last = m.Level
		}
		if _, err := Agree(plan, "lee", kpi.DateOf(2025, 7, 1)); err != nil {
			r.Fatal(err)
		}
	})
}

// rat reads an argument of a line of arithmetic exactly.
func rat(r *rapid.T, c kpi.Caveat, name string) *big.Rat {
	v, ok := new(big.Rat).SetString(c.Args[name])
	if !ok {
		r.Fatalf("%s: argument %s is %q", c.Code, name, c.Args[name])
	}
	return v
}

// Anybody can do the sum again from what is printed, with rationals.
func TestThePrintedArithmeticAddsUp(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		plan, _, ok := drawPlan(t, r)
		if !ok {
			return
		}
		for _, c := range plan.Arithmetic {
			var got, want *big.Rat
			switch c.Code {
			case "arithmetic.gap":
				got, want = new(big.Rat).Sub(rat(r, c, "reference"), rat(r, c, "baseline")), rat(r, c, "gap")
			case "arithmetic.step":
				got, want = new(big.Rat).Quo(rat(r, c, "gap"), big.NewRat(5, 1)), rat(r, c, "fifth")
			case "arithmetic.last":
				got, want = new(big.Rat).Mul(rat(r, c, "share"), rat(r, c, "gap")), rat(r, c, "raw")
				got.Add(got, rat(r, c, "baseline"))
			case "arithmetic.first":
				got, want = new(big.Rat).Mul(rat(r, c, "share"), rat(r, c, "way")), rat(r, c, "raw")
				got.Add(got, rat(r, c, "baseline"))
			default:
				continue
			}
			if got.Cmp(want) != 0 {
				r.Fatalf("%s %v: %s is not %s", c.Code, c.Args, got, want)
			}
		}
		checkRounding(r, plan)
	})
}

// checkRounding holds every rounded level against its raw figure: no further
// than half a step unless the reference stopped it.
func checkRounding(r *rapid.T, plan Plan) {
	for _, c := range plan.Arithmetic {
		if c.Code != "arithmetic.last" && c.Code != "arithmetic.first" {
			continue
		}
		off := new(big.Rat).Sub(rat(r, c, "level"), rat(r, c, "raw"))
		half := new(big.Rat).Quo(rat(r, c, "step"), big.NewRat(2, 1))
		if off.Abs(off).Cmp(half) > 0 && c.Args["level"] != plan.Reference.String() {
			r.Fatalf("%s %v is further than half a step from the raw figure", c.Code, c.Args)
		}
	}
}

// drawSeries is a year of counts for e017, with holes.
func drawSeries(r *rapid.T) []kpi.Measure {
	return rapid.SliceOfN(rapid.Custom(func(r *rapid.T) kpi.Measure {
		n := rapid.Int64Range(0, 60).Draw(r, "n")
		return counts(rapid.Int64Range(0, n).Draw(r, "x"), n)
	}), 12, 12).Draw(r, "series")
}

func rowsOf(t *testing.T, list []kpi.Measure) []row {
	var rows []row
	p := month(t, "2025-07")
	for _, m := range list {
		if m.Known() {
			rows = append(rows, row{"north", "e017", "conversion_rate", p, m})
		}
		p = p.Next()
	}
	return rows
}

func TestAMetMilestoneStaysMetAsMonthsGoBy(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := Target{Employee: kpi.Employee{ID: "e017"}, Team: "north", Indicator: indicator(t, "conversion_rate"), Level: 200_000,
			Sustain: rapid.IntRange(1, 3).Draw(r, "sustain"), FromMonth: rapid.IntRange(0, 4).Draw(r, "from"), ByMonth: rapid.SampledFrom([]int{0, 4, 8}).Draw(r, "by")}
		base := kpi.Decimal(150_000)
		in.Baseline = &base
		draft, err := Explicit(in)
		if err != nil {
			r.Fatal(err)
		}
		plan := mustAgree(t, draft, july)
		ds := dataset(t, rowsOf(t, drawSeries(r))...)
		met := false
		for p := month(t, "2025-07"); p.Start < day(t, "2026-07-01"); p = p.Next() {
			pr := trackAt(t, plan, ds, p.String())
			s := pr.Steps[0]
			holds := in.FromMonth > 0 && in.ByMonth == 0 && in.Sustain == 1 // met while it holds
			if met && s.Status != Met && !holds {
				r.Fatalf("%s: met before, now %s", p, s.Status)
			}
			met = s.Status == Met
			checkStep(r, pr, s, p)
		}
	})
}

// checkStep holds a status against what it says.
func checkStep(r *rapid.T, pr Progress, s Step, p kpi.Period) {
	m, known := s.Milestone, pr.Series[len(pr.Series)-1].known()
	passed := m.By != nil && p.End() >= *m.By
	switch s.Status {
	case Met:
		if s.Best < m.Sustain {
			r.Fatalf("%s: met with a best streak of %d of %d", p, s.Best, m.Sustain)
		}
	case Sustained:
		if s.Streak < 1 || s.Streak >= m.Sustain || !known {
			r.Fatalf("%s: sustained %d of %d, known %t", p, s.Streak, m.Sustain, known)
		}
	case Missed, Inconclusive:
		if m.From == nil && !passed {
			r.Fatalf("%s: %s before the day", p, s.Status)
		}
	case OnTrack, AtRisk:
		if passed || !known {
			r.Fatalf("%s: %s after the day or without data", p, s.Status)
		}
	case NoData:
		if known && !passed {
			r.Fatalf("%s: no data, with data", p)
		}
	}
	if s.Credible && !s.Reached {
		r.Fatalf("%s: credible and not reached", p)
	}
}

func TestOtherPeoplesRowsAndRowsBeforeTheStartChangeNothing(t *testing.T) {
	plan := mustAgree(t, mustPropose(t, "conversion_rate", 0.15, 45, 300, 0.22), july)
	rapid.Check(t, func(r *rapid.T) {
		rows := rowsOf(t, drawSeries(r))
		more := slices.Clone(rows)
		for i, m := range drawSeries(r) {
			p := month(t, "2025-07")
			for range i {
				p = p.Next()
			}
			more = append(more, row{"north", "e016", "conversion_rate", p, m}, row{"south", "e018", "conversion_rate", p, m}, row{"north", "e017", "csat", p, m})
		}
		more = append(more, row{"north", "e017", "conversion_rate", month(t, "2025-06"), counts(9, 9)})
		a, b := trackAt(t, plan, dataset(t, rows...), "2026-06"), trackAt(t, plan, dataset(t, more...), "2026-06")
		if steps(a) != steps(b) || a.Status != b.Status || len(a.Caveats) != len(b.Caveats) {
			r.Fatalf("%s %v, then %s %v", steps(a), a.Caveats, steps(b), b.Caveats)
		}
	})
}

// The three-valued "and" of a compound target, whole.
func TestBothConditionsOfATruthTable(t *testing.T) {
	unknown := verdict{}
	yes, no, noisy := verdict{known: true, meets: true, could: true, sure: true}, verdict{known: true}, verdict{known: true, could: true}
	name := map[verdict]string{unknown: "?", yes: "yes", no: "no", noisy: "noisy"}
	var got []string
	for _, v := range []verdict{yes, noisy, no, unknown} {
		for _, w := range []verdict{yes, noisy, no, unknown} {
			if v.both(w) != w.both(v) {
				t.Errorf("%s and %s: the order matters", name[v], name[w])
			}
			u := v.both(w)
			if !u.known {
				u = unknown // the rest of an unknown verdict says nothing
			}
			got = append(got, name[u])
		}
	}
	want := "yes noisy no ? noisy noisy no noisy no no no no ? noisy no ?"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("\n got %s\nwant %s", s, want)
	}
}

func TestAValueThatNoDecimalHoldsIsNotKnown(t *testing.T) {
	o := observe(month(t, "2025-07"), kpi.Value(1e30), indicator(t, "sales_value"), 0.95)
	if v := judge(o, AtLeast, 1); v.known {
		t.Errorf("verdict %+v", v)
	}
	if decimal(o) != "" {
		t.Errorf("written as %q", decimal(o))
	}
}

func TestATargetWithoutADayIsPendingUntilItIsMet(t *testing.T) {
	plan := mustAgree(t, mustExplicit(t, target(t, "csat", "0.9", sustain(2), startsAt(850_000))), july)
	ds := dataset(t, months(t, "csat", "2025-07", of(80, 100), of(90, 100), of(91, 100))...)
	if got, want := history(t, plan, ds, "2025-07", 3), "pending, sustained 1/2, met"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestHeadroomOfALowerIsBetterScale(t *testing.T) {
	lower := func(in *kpi.Indicator) { in.Direction = kpi.Lower }
	plan, err := Propose(gap(indicator(t, "csat_score", lower), 40, 0, 0, nan), Default())
	if err != nil || summary(plan.Milestones) != "≤20 by m3" { // 40 − 0.45 × 40 = 22 → 20, steps of 5
		t.Errorf("%s (%v)", summary(plan.Milestones), err)
	}
}
