package locale

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The wanted digits are those that Excel and LibreOffice show of the value under
// the format of so many decimals.
func TestHalvesAreRoundedAsSpreadsheetsDo(t *testing.T) {
	p := printer(t, "en")
	for _, c := range []struct {
		why, got, want string
	}{
		{"an exact half goes up, not to the even digit", p.Level(0.1625, ratio), "16.3%"},
		{"and up from an odd digit too", p.Level(0.1875, ratio), "18.8%"},
		{"a half whose percent is a hair too small", p.Level(0.0725, ratio), "7.3%"},
		{"a half that no binary fraction can tell", p.Level(1.005, tons), "1.01 t"},
		{"below a half stays below", p.Level(0.16249, ratio), "16.2%"},
		{"negative halves go away from zero", p.Points(-0.0625, ratio), "−6.3 pp"},
		{"a share without decimals", p.Share(0.125), "+13%"},
		{"a share with one", p.Percent(0.0125), "1.3%"},
		{"a chance", p.Chance(0.0625), "0.063"},
		{"small figures keep their own decimals", p.Level(0.000345, ratio), "0.035%"},
		{"both ends of an interval", p.Interval(0.1125, 0.1875, ratio), "11.3–18.8%"},
		{"a figure without a unit", p.Figure(1.0000005), "1"},
		{"what is too large for halves", p.Level(1e300, tons), p.numbers.Sprintf("%.0f", 1e300) + " t"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", c.why, c.got, c.want)
		}
	}
}

func TestRoundingMovesAValueByHalfADigitAtMost(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		x, places := rapid.Float64Range(0, 1e12).Draw(rt, "x"), rapid.IntRange(0, 6).Draw(rt, "places")
		got, half := halfUp(x, places), 0.5*math.Pow10(-places)
		if math.Abs(got-x) > half*(1+1e-9)+x*1e-14 {
			rt.Errorf("%v at %d decimals became %v", x, places, got)
		}
	})
}
