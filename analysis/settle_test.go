package analysis

import (
	"testing"

	"pgregory.net/rapid"
)

// Where settle grades without the p of the others, it grades as the family does.
func TestSettleGradesAsTheFamilyDoes(t *testing.T) {
	settled := 0
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "people")
		family, asked, found := make([]verdict, n), make([]verdict, n), make([]verdict, n)
		for i := range n {
			if family[i] = unjudged(ReasonTooFew); rapid.IntRange(0, 9).Draw(t, "judged") > 0 {
				family[i] = verdict{judged: true, p: rapid.SampledFrom([]float64{1e-9, .0005, .003, .004, .0042, .01, .04, .05, .06, .3, .9}).Draw(t, "p"), material: .1,
					shortfall: rapid.SampledFrom([]float64{-.1, .05, .2}).Draw(t, "shortfall"), pNeed: rapid.SampledFrom([]float64{.5, .9}).Draw(t, "need"),
					pSerious: .95, smooth: rapid.Bool().Draw(t, "smooth")}
			}
			asked[i] = family[i]
			if found[i].severity = Normal; rapid.Bool().Draw(t, "found") {
				found[i].severity = Credible
			} else if family[i].judged {
				asked[i] = see(i, whether)
			}
		}
		if !settle(asked, found, .05) {
			return
		}
		settled++
		gradeFamily(family, .05)
		for i := range n {
			if found[i].severity >= Credible && min(asked[i].severity, Credible) != min(family[i].severity, Credible) {
				t.Fatalf("person %d: %+v, of the family %+v", i, asked[i], family[i])
			}
		}
	})
	if settled == 0 {
		t.Error("nothing was settled")
	}
}

// Where the others' p decide, it is not settled: a p of .02 is 0.06 of three people
// if the others are 0.9, and .02 if theirs are as small.
func TestSettleAsksForTheOthers(t *testing.T) {
	v := verdict{judged: true, p: .02, shortfall: .2, material: .1, pNeed: 1}
	other := see(0, whether)
	for name, c := range map[string]struct {
		p    float64
		want bool
	}{
		"one of three with .02 hangs on the others": {.02, false},
		"with .016 it stands by itself":             {.016, true},
		"with .06 nothing helps":                    {.06, true},
	} {
		v.p = c.p
		vs := []verdict{v, other, other}
		if got := settle(vs, []verdict{{severity: Serious}, {}, {}}, .05); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
