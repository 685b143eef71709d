package infer

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
)

// tolerance holds rel, abs and by-field exceptions such as loglik_abs.
type tolerance map[string]float64

type goldenFile struct {
	Method    string
	Tolerance tolerance
	Cases     []goldenCase
}

type goldenCase struct {
	ID        string
	Inputs    map[string]any
	Expected  map[string]any
	Compare   map[string][]bool // false: not to be compared
	Tolerance tolerance
}

// golden is one running case: it hands out inputs, compares results, and knows
// what was never asked for.
type golden struct {
	*testing.T
	goldenCase
	dir  string
	used map[string]bool
}

func newGolden(t *testing.T, c goldenCase, file tolerance, dir string) *golden {
	tol := tolerance{}
	maps.Copy(tol, file)
	maps.Copy(tol, c.Tolerance)
	c.Tolerance = tol
	return &golden{t, c, dir, map[string]bool{}}
}

func (g *golden) checkAllUsed() {
	for _, name := range g.unknown() {
		g.Errorf("%s is not known", name)
	}
}

// unknown lists the inputs and expected fields that nobody asked for.
func (g *golden) unknown() []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(g.Inputs)) {
		if !g.used["in."+name] {
			names = append(names, "input "+name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(g.Expected)) {
		if !g.used[name] {
			names = append(names, "field "+name)
		}
	}
	return names
}

// has says whether the case has the input.
func (g *golden) has(input string) bool { _, ok := g.Inputs[input]; return ok }

// wants says whether the case expects the field.
func (g *golden) wants(field string) bool { _, ok := g.Expected[field]; return ok }

func (g *golden) input(name string) any {
	v, ok := g.Inputs[name]
	if !ok {
		g.Fatalf("input %q is missing", name)
	}
	g.used["in."+name] = true
	return v
}

// ignore marks inputs that only describe the case.
func (g *golden) ignore(names ...string) {
	for _, n := range names {
		g.used["in."+n] = true
	}
}

func (g *golden) num(name string) float64 { return g.number(g.input(name)) }

// numOr is the input, or other where the case has none.
func (g *golden) numOr(name string, other float64) float64 {
	if !g.has(name) {
		return other
	}
	return g.num(name)
}

func (g *golden) number(v any) float64 {
	f, ok := v.(float64)
	if !ok {
		g.Fatalf("%v is not a number", v)
	}
	return f
}

func (g *golden) text(name string) string { return fmt.Sprint(g.input(name)) }

func (g *golden) textOr(name, other string) string {
	if !g.has(name) {
		return other
	}
	return g.text(name)
}

func (g *golden) yes(name string) bool { return g.input(name) == true }

func (g *golden) nums(name string) []float64 { return g.numbers(g.input(name)) }

// numbers takes an array, or one number as an array of one.
func (g *golden) numbers(v any) []float64 {
	list, ok := v.([]any)
	if !ok {
		return []float64{g.number(v)}
	}
	out := make([]float64, len(list))
	for i, x := range list {
		if out[i] = math.NaN(); x != nil {
			out[i] = g.number(x)
		}
	}
	return out
}

// check compares got, a number, truth, text or a slice of them, with the
// expected field, if the case has it. Null stands for "not defined".
func (g *golden) check(field string, got any) {
	g.Helper()
	want, ok := g.Expected[field]
	if !ok {
		return
	}
	g.used[field] = true
	g.compare(field, got, want)
}

func (g *golden) compare(field string, got, want any) {
	g.Helper()
	switch got := got.(type) {
	case float64:
		g.compareNumber(field, got, want)
	case int:
		g.compareNumber(field, float64(got), want)
	case []float64:
		g.compareNumbers(field, got, want)
	default:
		if fmt.Sprint(got) != fmt.Sprint(want) {
			g.Errorf("%s = %v, want %v", field, got, want)
		}
	}
}

func (g *golden) compareNumbers(field string, got []float64, want any) {
	g.Helper()
	if want == nil {
		if !slices.ContainsFunc(got, notFinite) {
			g.Errorf("%s = %v, want a value that is not defined", field, got)
		}
		return
	}
	list, ok := want.([]any)
	if !ok && len(got) == 1 {
		list = []any{want}
	}
	if len(list) != len(got) {
		g.Errorf("%s has %d values, want %d", field, len(got), len(list))
		return
	}
	for i, w := range list {
		if mask := g.Compare[field]; mask == nil || mask[i] {
			g.compareNumber(fmt.Sprintf("%s[%d]", field, i), got[i], w)
		}
	}
}

func (g *golden) compareNumber(field string, got float64, want any) {
	g.Helper()
	if want == nil {
		if !notFinite(got) {
			g.Errorf("%s = %v, want not defined", field, got)
		}
		return
	}
	w, base := g.number(want), strings.SplitN(field, "[", 2)[0]
	rel, abs := g.limit(base, "rel"), g.limit(base, "abs")
	if diff := math.Abs(got - w); !(diff <= abs+rel*math.Abs(w)) { // as numpy's allclose
		g.Errorf("%s = %.15g, want %.15g: off by %.3g (rel %g, abs %g)", field, got, w, diff, rel, abs)
	}
}

// limit is the tolerance of a field: odds_ratio_rel serves
// odds_ratio_conditional_mle, score_ci_abs the ends of the score interval.
func (g *golden) limit(field, kind string) float64 {
	best := g.Tolerance[kind]
	for _, name := range slices.Sorted(maps.Keys(g.Tolerance)) {
		prefix, isOwn := strings.CutSuffix(name, "_"+kind)
		prefix = strings.TrimSuffix(prefix, "_ci")
		ofInterval := strings.HasSuffix(name, "_ci_"+kind) == (strings.HasSuffix(field, "_low") || strings.HasSuffix(field, "_high"))
		if isOwn && strings.HasPrefix(field, prefix) && ofInterval {
			best = math.Max(best, g.Tolerance[name])
		}
	}
	return best
}

func notFinite(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }

// TestGoldenRunnerFindsWhatNobodyLooksAt keeps the runner honest.
func TestGoldenRunnerFindsWhatNobodyLooksAt(t *testing.T) {
	c := goldenCase{
		Inputs:   map[string]any{"a": 1.0, "b": 2.0},
		Expected: map[string]any{"sum": 3.0, "other": 4.0},
	}
	g := newGolden(t, c, tolerance{"abs": 1e-9}, "")
	g.check("sum", g.num("a")+2)
	g.check("not expected", 5.0)
	if got, want := g.unknown(), []string{"input b", "field other"}; !slices.Equal(got, want) {
		t.Errorf("unknown = %v, want %v", got, want)
	}
}

// TestGoldenTolerances: a case's own tolerance goes before its file's, and a
// field's before both where it is wider.
func TestGoldenTolerances(t *testing.T) {
	own := goldenCase{Tolerance: tolerance{"rel": 1e-7, "odds_ratio_rel": 1e-3, "score_ci_abs": 1e-6, "loglik_abs": 1e-4}}
	g := newGolden(t, own, tolerance{"rel": 1e-9, "abs": 1e-12}, "")
	for _, c := range []struct {
		field, kind string
		want        float64
	}{
		{"p_less", "rel", 1e-7}, {"p_less", "abs", 1e-12},
		{"odds_ratio_conditional_mle", "rel", 1e-3},
		{"loglik", "abs", 1e-4}, {"score_low", "abs", 1e-6}, {"score_high", "abs", 1e-6},
		{"score_chi2", "abs", 1e-12}, {"newcombe_low", "abs", 1e-12},
	} {
		near(t, c.field+" "+c.kind, g.limit(c.field, c.kind), c.want, 0)
	}
}
