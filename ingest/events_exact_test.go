package ingest

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// The sum of any float64s is that of exact arithmetic (math/big) to 1e-12, in any
// order, and what is taken out again leaves nothing.
func TestExactSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfN(rapid.Float64Range(1e-7, 1e6), 1, 50).Draw(t, "numbers")
		want := new(big.Float).SetPrec(200)
		var there, back exactSum
		for i, f := range numbers {
			want.Add(want, big.NewFloat(f))
			there.add(mustExact(t, f))
			back.add(mustExact(t, numbers[len(numbers)-1-i]))
		}
		exact, _ := want.Float64()
		if got := there.float(); math.Abs(got-exact) > 1e-12*exact {
			t.Fatalf("%v, want %v", got, exact)
		}
		if there != back {
			t.Fatalf("%v and %v", there, back)
		}
		d, loss := there.decimal()
		if math.Abs(d.Float()-exact) > 5.1e-7 || math.Abs(math.Abs(d.Float()-exact)/exact-loss) > 1e-9 {
			t.Fatalf("%v of %v loses %v", d, exact, loss)
		}
		for _, f := range numbers {
			there.add(mustExact(t, f).negative())
		}
		if !there.isZero() {
			t.Fatalf("%v is left", there)
		}
	})
}

func mustExact(t *rapid.T, f float64) exactNumber {
	x, err := exactOf(f)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestNumbersAtTheirBounds(t *testing.T) {
	for _, c := range []struct {
		f    float64
		want exactNumber
	}{
		{0.1, exactNumber{whole: 100_000}},
		{-12345.678, exactNumber{whole: -12_345_678_000}},
		{0.3 - 0.1 - 0.2, exactNumber{}},
		{99_999_999_999.1, exactNumber{whole: 99_999_999_999_100_000}},
	} {
		if got, err := exactOf(c.f); err != nil || got.rest != c.want.rest || (got.whole-c.want.whole).Abs() > 16 {
			t.Errorf("%v: %v, %v, want %v", c.f, got, err, c.want)
		}
	}
	if _, err := exactOf(2e11); err == nil {
		t.Error("2e11 is beyond what is kept")
	}
}

func TestValuesAreRoundedOnce(t *testing.T) {
	rows := func(n int, row string) string { return strings.Repeat(row+"\n", n) }
	for _, c := range []struct {
		why, text string
		level     float64 // of exact arithmetic
		tolerance float64
		told      string
		sum       bool
	}{
		{"300 thirds are 100", rows(300, "甲|A|2025-06-02|1|3"), 1.0 / 3, 1e-12, "", false},
		{"a third is said to be rounded", rows(1, "甲|A|2025-06-02|1|3"), 1.0 / 3, 5e-7, "note events.rounded a.csv!D2", false},
		{"a three millionth is refused, not 0", rows(1, "甲|A|2025-06-02|1|3000000"), math.NaN(), 0, "error event.too_small a.csv!D2", false},
		{"many of them are a mean all the same", rows(3000, "甲|A|2025-06-02|1|3000"), 1.0 / 3000, 1e-10, "", false},
		{"a sum is no count, and loses nothing", rows(1, "甲|A|2025-06-02|1|3000000"), 1.0 / 3e6, 1e-18, "", true},
		{"0 is 0", rows(3, "甲|A|2025-06-02|0|3"), 0, 0, "", false},
	} {
		m := Measure{KPI: "handling_time", Value: "bugs / units"}
		if c.sum {
			m.Aggregate = aggregateSum
		}
		res, err := Tables(fileList(csvOf("a.csv", "agent|team|closed|bugs|units\n"+c.text)), Options{Sources: []Source{deals(m)}})
		if err != nil && kpi.AsFault(err).Code != "input.nothing_used" {
			t.Fatalf("%s: %v", c.why, err)
		}
		level := res.Dataset.Measure(0).Level
		if math.IsNaN(c.level) != math.IsNaN(level) || math.Abs(level-c.level) > c.tolerance {
			t.Errorf("%s: %v, want %v", c.why, level, c.level)
		}
		told := slices.DeleteFunc(remarks(res), func(s string) bool { return !strings.Contains(s, "rounded") && !strings.Contains(s, "too_small") })
		if fmt.Sprint(told) != fmt.Sprint(slices.DeleteFunc([]string{c.told}, func(s string) bool { return s == "" })) {
			t.Errorf("%s: %v, want %v", c.why, told, c.told)
		}
	}
}
