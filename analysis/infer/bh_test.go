package infer

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// family draws p-values, some of them NaN, some equal.
func family(t *rapid.T) []float64 {
	one := rapid.OneOf(rapid.Float64Range(0, 1), rapid.SampledFrom([]float64{0, .01, .05, 1, math.NaN()}))
	return rapid.SliceOfN(one, 0, 20).Draw(t, "p")
}

func adjustments() map[string]func([]float64) []float64 {
	return map[string]func([]float64) []float64{
		"BH": BH, "BY": BY, "Holm": Holm, "Hochberg": Hochberg, "Bonferroni": Bonferroni,
	}
}

func TestAdjustedValuesKeepTheOrderAndAreNotSmaller(t *testing.T) {
	for name, adjust := range adjustments() {
		rapid.Check(t, func(t *rapid.T) {
			p := family(t)
			before := slices.Clone(p)
			q := adjust(p)
			for i := range p {
				if math.IsNaN(p[i]) != math.IsNaN(q[i]) || q[i] < p[i] || q[i] > 1 {
					t.Fatalf("%s: p %v, q %v", name, p[i], q[i])
				}
				for j := range p {
					if p[i] < p[j] && q[i] > q[j] {
						t.Fatalf("%s turns the order of %v and %v: %v, %v", name, p[i], p[j], q[i], q[j])
					}
				}
			}
			if !slices.EqualFunc(p, before, func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }) {
				t.Fatalf("%s changed its input", name)
			}
		})
	}
}

func TestAdjustmentsAreOrderedByStrictness(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := family(t)
		bh, by, holm, hochberg, bonferroni := BH(p), BY(p), Holm(p), Hochberg(p), Bonferroni(p)
		const slack = 1 + 1e-12
		for i := range p {
			if math.IsNaN(p[i]) {
				continue
			}
			if bh[i] > hochberg[i]*slack || hochberg[i] > holm[i]*slack || holm[i] > bonferroni[i]*slack || bh[i] > by[i]*slack {
				t.Fatalf("p %v: BH %v, Hochberg %v, Holm %v, Bonferroni %v, BY %v", p[i], bh[i], hochberg[i], holm[i], bonferroni[i], by[i])
			}
		}
	})
}

func TestBHDoesNotDependOnThePlaceInTheFamily(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := family(t)
		q := BH(p)
		mirrored := slices.Clone(p)
		slices.Reverse(mirrored)
		back := BH(mirrored)
		slices.Reverse(back)
		for i := range q {
			near(t, "q", back[i], q[i], 0)
		}
	})
}

func TestBHOfMissingValues(t *testing.T) {
	q := BH([]float64{.01, math.NaN(), .04, math.NaN()})
	near(t, "of two, not of four", q[0], .02, 1e-15)
	near(t, "the larger one", q[2], .04, 0)
	isNaN(t, "missing", q[1], q[3])
	if len(BH(nil)) != 0 {
		t.Error("a family of none")
	}
}

// Under the null hypothesis everywhere BH flags any at 5 % in 5 % of the
// families; here exactly, for two independent p: P = 2(.025) - .025² + what the
// step-up adds, .05² - ... = .05.
func TestBHHoldsItsLevelOnAGrid(t *testing.T) {
	const steps = 400
	flagged := 0
	for i := range steps {
		for j := range steps {
			p := []float64{(float64(i) + .5) / steps, (float64(j) + .5) / steps}
			if q := BH(p); min(q[0], q[1]) <= .05 {
				flagged++
			}
		}
	}
	if share := float64(flagged) / (steps * steps); math.Abs(share-.05) > .001 {
		t.Errorf("any false flag in %.4f of the families, want .05", share)
	}
}
