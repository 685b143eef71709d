package kpi_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestParseDecimal(t *testing.T) {
	for _, c := range []struct {
		sentence, in string
		want         kpi.Decimal
		out          string
	}{
		{"a whole number", "18", 18_000_000, "18"},
		{"trailing zeros go", "18.500", 18_500_000, "18.5"},
		{"a negative fraction keeps its sign", "-0.155", -155_000, "-0.155"},
		{"an exponent is read", "3e2", 300_000_000, "300"},
		{"six decimals are kept", "0.000001", 1, "0.000001"},
		{"a seventh is rounded, a tie away from zero", "0.0000005", 1, "0.000001"},
		{"the same below zero", "-0.0000005", -1, "-0.000001"},
		{"zero", "0", 0, "0"},
		{"minus zero is zero", "-0", 0, "0"},
		{"the largest", "100000000000", kpi.MaxDecimal, "100000000000"},
		{"inner zeros stay", "1.000203", 1_000_203, "1.000203"},
	} {
		got, err := kpi.ParseDecimal(c.in)
		if err != nil || got != c.want || got.String() != c.out {
			t.Errorf("%s: %q gives %d (%s), %v; want %d (%s)", c.sentence, c.in, got, got, err, c.want, c.out)
		}
	}
}

func TestParseDecimalRefuses(t *testing.T) {
	for _, in := range []string{"", "abc", "1,5", "12 %", "1.2.3", "0x1p4", "0X10p0", "1_000", "１５"} {
		if d, err := kpi.ParseDecimal(in); err == nil {
			t.Errorf("%q was read as %s", in, d)
		}
	}
	for _, in := range []string{"NaN", "Inf", "-Inf", "100000000000.1", "-1e12", "1e400", "-1e400"} {
		if _, err := kpi.ParseDecimal(in); !errors.Is(err, kpi.ErrRange) {
			t.Errorf("%q: error %v, want ErrRange", in, err)
		}
	}
}

func TestFromFloatRefusesWhatIsNoNumber(t *testing.T) {
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e12, math.MaxFloat64} {
		if _, err := kpi.FromFloat(f); !errors.Is(err, kpi.ErrRange) {
			t.Errorf("%g: error %v, want ErrRange", f, err)
		}
	}
}

func decimals() *rapid.Generator[kpi.Decimal] {
	return rapid.Map(rapid.Int64Range(-int64(kpi.MaxDecimal), int64(kpi.MaxDecimal)), func(n int64) kpi.Decimal { return kpi.Decimal(n) })
}

// Below 2^53 millionths every Decimal has its own float64, so text and float
// lead back to it.
func TestDecimalRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := kpi.Decimal(rapid.Int64Range(-1<<52, 1<<52).Draw(t, "d"))
		if got, err := kpi.ParseDecimal(d.String()); err != nil || got != d {
			t.Fatalf("%s read back as %s, %v", d, got, err)
		}
		if got, err := kpi.FromFloat(d.Float()); err != nil || got != d {
			t.Fatalf("%s through float64 is %s, %v", d, got, err)
		}
		b, err := json.Marshal(map[string]kpi.Decimal{"v": d})
		if err != nil {
			t.Fatal(err)
		}
		var back map[string]kpi.Decimal
		if err := json.Unmarshal(b, &back); err != nil || back["v"] != d {
			t.Fatalf("%s read back as %s, %v", b, back["v"], err)
		}
	})
}

func TestDecimalText(t *testing.T) {
	text, err := kpi.FromInt(20).MarshalText()
	if err != nil || string(text) != "20" {
		t.Errorf("%q, %v", text, err)
	}
	var d kpi.Decimal
	if err := d.UnmarshalText([]byte("18.5")); err != nil || d != 18_500_000 {
		t.Errorf("%s, %v", d, err)
	}
	if err := d.UnmarshalJSON([]byte(`"x"`)); err == nil {
		t.Error("a JSON string that is no number was read")
	}
	if kpi.FromInt(-7).Abs() != 7*kpi.One {
		t.Error("magnitude")
	}
}

func total(terms []kpi.Decimal) kpi.Sum {
	var s kpi.Sum
	for _, d := range terms {
		s.Add(d)
	}
	return s
}

// Any order of the terms and any way of merging parts gives the same bits.
func TestSumDoesNotKnowOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := rapid.SliceOf(decimals()).Draw(t, "terms")
		want := total(terms)
		if got := total(rapid.Permutation(terms).Draw(t, "shuffled")); got != want {
			t.Fatalf("shuffled %v, want %v", got, want)
		}
		cut := rapid.IntRange(0, len(terms)).Draw(t, "cut")
		left, right := total(terms[:cut]), total(terms[cut:])
		merged := right
		merged.Merge(left)
		if merged != want || want.Minus(left) != right || want.Minus(right) != left {
			t.Fatalf("cut at %d: %v, want %v", cut, merged, want)
		}
	})
}

// The sum is exact beyond 64 bits: it is checked against math/big.
func TestSumAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s kpi.Sum
		exact := new(big.Int)
		for _, n := range rapid.SliceOf(rapid.Int64()).Draw(t, "terms") {
			s.Add(kpi.Decimal(n))
			exact.Add(exact, big.NewInt(n))
		}
		want, _ := new(big.Float).Quo(new(big.Float).SetInt(exact), big.NewFloat(1e6)).Float64()
		if got := s.Float(); math.Abs(got-want) > 4e-16*math.Abs(want) {
			t.Fatalf("%s millionths: %g, want %g", exact, got, want)
		}
		if exact.IsInt64() && s.Decimal() != kpi.Decimal(exact.Int64()) {
			t.Fatalf("%s millionths as a Decimal: %s", exact, s.Decimal())
		}
		if s.IsZero() != (exact.Sign() == 0) {
			t.Fatalf("%s: IsZero %t", exact, s.IsZero())
		}
	})
}

func TestSumBeyond64Bits(t *testing.T) {
	var up, down kpi.Sum
	for range 1000 {
		up.Add(math.MaxInt64)
		down.Add(math.MinInt64)
	}
	if want := 1000 * float64(math.MaxInt64) / 1e6; up.Float() != want || down.Float() != -want {
		t.Errorf("%g and %g, want ±%g", up.Float(), down.Float(), want)
	}
	if up.Decimal() != math.MaxInt64 || down.Decimal() != math.MinInt64 {
		t.Errorf("sums beyond 64 bits are clipped to %d and %d", up.Decimal(), down.Decimal())
	}
	up.Merge(down)
	if want := -1000 / 1e6; up.Float() != want {
		t.Errorf("MaxInt64 and MinInt64 leave %g, want %g", up.Float(), want)
	}
}

// The rest of a team is the team minus one person, exactly: 12 people with 45
// of 300 among 780 of 3594 leave 735 of 3294.
func TestTheRestIsTheTeamMinusOne(t *testing.T) {
	team, one := total([]kpi.Decimal{780 * kpi.One}), total([]kpi.Decimal{45 * kpi.One})
	rest := team.Minus(one)
	if rest.Float() != 735 || !rest.Minus(rest).IsZero() {
		t.Errorf("rest %g", rest.Float())
	}
	if got := one.Minus(team).Float(); got != -735 {
		t.Errorf("the other way round %g, want -735", got)
	}
}

func TestRatioOfSums(t *testing.T) {
	x, n := total([]kpi.Decimal{15 * kpi.One, 30 * kpi.One}), total([]kpi.Decimal{300 * kpi.One})
	if got := x.Over(n); got != 0.15 {
		t.Errorf("45/300 = %v, want 0.15", got)
	}
	if got := x.Over(kpi.Sum{}); !math.IsNaN(got) {
		t.Errorf("x/0 = %v, want NaN: no trials are no data", got)
	}
}
