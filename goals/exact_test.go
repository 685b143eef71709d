package goals

import (
	"math"
	"math/big"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"pgregory.net/rapid"
)

// dec reads a decimal literal of a test.
func dec(t interface{ Fatalf(string, ...any) }, s string) kpi.Decimal {
	d, err := kpi.ParseDecimal(s)
	if err != nil {
		t.Fatalf("decimal %q: %v", s, err)
	}
	return d
}

func TestExactWritesEveryDigit(t *testing.T) {
	for name, c := range map[string]struct {
		a, b string
		want string
	}{
		"a whole number has no point":      {"7", "1", "7"},
		"the smallest product":             {"0.000001", "0.000001", "0.000000000001"},
		"seven tenths of seven points":     {"0.07", "0.7", "0.049"},
		"the sign stands once, in front":   {"-0.5", "0.5", "-0.25"},
		"zero":                             {"0", "0.7", "0"},
		"a hundred billion times a half":   {"100000000000", "0.5", "50000000000"},
		"no digit is lost beyond 53 bits":  {"90071992547.409931", "0.1", "9007199254.7409931"},
		"trailing zeros of whole parts go": {"120", "0.5", "60"},
	} {
		t.Run(name, func(t *testing.T) {
			b := dec(t, c.b)
			a, _, err := big.ParseFloat(c.a, 10, 200, big.ToNearestEven)
			if err != nil {
				t.Fatal(err)
			}
			millionths, _ := a.Mul(a, big.NewFloat(1e6)).Add(a, big.NewFloat(math.Copysign(0.5, float64(a.Sign())))).Int64()
			if got := times(kpi.Decimal(millionths), b).String(); got != c.want {
				t.Errorf("%s × %s = %s, want %s", c.a, c.b, got, c.want)
			}
		})
	}
}

func TestRoundTakesTheNearestMultipleAndTiesAsAsked(t *testing.T) {
	for name, c := range map[string]struct {
		value, step string
		up          bool
		want        string
	}{
		"a tie goes up on the way up":           {"17.5", "1", true, "18"},
		"a tie goes down on the way down":       {"8.5", "1", false, "8"},
		"beyond the tie the way does not count": {"8.500001", "1", false, "9"},
		"below the tie neither":                 {"17.499999", "1", true, "17"},
		"negative numbers have the same grid":   {"-8.5", "1", true, "-8"},
		"and the same ties":                     {"-8.5", "1", false, "-9"},
		"steps of five":                         {"86.25", "5", true, "85"},
		"steps of a half":                       {"7.8", "0.5", true, "8"},
		"a multiple stays":                      {"0.35", "0.05", false, "0.35"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := widen(dec(t, c.value)).round(dec(t, c.step), c.up); got != dec(t, c.want) {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestRoundingARoundedLevelChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		step := niceStep(kpi.Decimal(rapid.Int64Range(1, int64(kpi.MaxDecimal)).Draw(t, "most")))
		value := kpi.Decimal(rapid.Int64Range(-int64(kpi.MaxDecimal), int64(kpi.MaxDecimal)).Draw(t, "value"))
		up := rapid.Bool().Draw(t, "up")
		once := widen(value).round(step, up)
		if twice := widen(once).round(step, !up); twice != once {
			t.Fatalf("%s to steps of %s: %s, then %s", value, step, once, twice)
		}
		if off := (once - value).Abs(); off > step-step/2 {
			t.Fatalf("%s is %s from %s with a step of %s", once, off, value, step)
		}
	})
}

func TestNiceStepIsTheLargestOneTwoFive(t *testing.T) {
	for most, want := range map[string]string{"1.4": "1", "8": "5", "5": "5", "1": "1", "2": "2", "4.999999": "2", "0.19": "0.1",
		"0.000001": "0.000001", "100000000000": "100000000000", "0.014": "0.01"} {
		if got := niceStep(dec(t, most)); got != dec(t, want) {
			t.Errorf("at most %s: %s, want %s", most, got, want)
		}
	}
}

func TestNiceStepAgainstBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := kpi.Decimal(rapid.Int64Range(1, int64(kpi.MaxDecimal)).Draw(t, "most"))
		var want kpi.Decimal
		for unit := kpi.Decimal(1); unit <= most; unit *= 10 {
			for _, m := range []kpi.Decimal{1, 2, 5} {
				if m*unit <= most {
					want = m * unit
				}
			}
		}
		if got := niceStep(most); got != want {
			t.Fatalf("at most %s: %s, want %s", most, got, want)
		}
	})
}

func TestCompareRatioIsExactWhereFloatsAreNot(t *testing.T) {
	for name, c := range map[string]struct {
		x, n, level string
		want        int
	}{
		"1 of 10 is 10 %":                    {"1", "10", "0.1", 0},
		"2 of 19 is more than 10 %":          {"2", "19", "0.1", 1},
		"3 of 10 is 30 %":                    {"3", "10", "0.3", 0},
		"1 of 3 is more than 0.333333":       {"1", "3", "0.333333", 1},
		"1 of 3 is less than 0.333334":       {"1", "3", "0.333334", -1},
		"big sums are not rounded":           {"99999999999", "100000000000", "1", -1},
		"money: 7 of 100 is 7 %, not 0.0700": {"7", "100", "0.07", 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := compareRatio(dec(t, c.x), dec(t, c.n), dec(t, c.level)); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

func TestCompareRatioAgreesWithRationals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1<<40).Draw(t, "n")
		x := rapid.Int64Range(0, n).Draw(t, "x")
		level := rapid.Int64Range(-2_000_000, 2_000_000).Draw(t, "level")
		want := big.NewRat(x, n).Cmp(big.NewRat(level, int64(kpi.One)))
		if got := compareRatio(kpi.Decimal(x), kpi.Decimal(n), kpi.Decimal(level)); got != want {
			t.Fatalf("%d/%d against %d millionths: %d, want %d", x, n, level, got, want)
		}
	})
}

func TestRoundRatioRoundsHalvesAwayFromZero(t *testing.T) {
	for name, c := range map[string]struct{ x, n, step, want string }{
		"45 of 300 is 15.0 %":       {"45", "300", "0.001", "0.15"},
		"61 of 400 is 15.25 %":      {"61", "400", "0.001", "0.153"},
		"1 of 3":                    {"1", "3", "0.001", "0.333"},
		"a negative half":           {"-61", "400", "0.001", "-0.153"},
		"nothing of something":      {"0", "7", "0.001", "0"},
		"a sum of scores over a n":  {"451", "75", "0.1", "6"},
		"18 percent of one hundred": {"18", "100", "0.000001", "0.18"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := roundRatio(dec(t, c.x), dec(t, c.n), dec(t, c.step)); got != dec(t, c.want) {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
