package sheet

import (
	"math"
	"math/big"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTypedCells(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	must(t, err)
	for _, c := range []struct {
		sentence string
		got      Cell
		want     string
	}{
		{"an integer", integerCell(-15), `-15`},
		{"the last exact integer", integerCell(exact - 1), `9007199254740991`},
		{"one beyond: two ids must not become one", integerCell(exact), `"9007199254740992"`},
		{"the least integer", integerCell(math.MinInt64), `"-9223372036854775808"`},
		{"a float", floatCell(0.15), `0.15`},
		{"no number", floatCell(math.NaN()), `"NaN"`},
		{"beyond all numbers", floatCell(math.Inf(-1)), `"-Inf"`},
		{"a decimal", decimalCell("12.340"), `12.34`},
		{"a long decimal id", decimalCell("12345678901234567890"), `"12345678901234567890"`},
		{"one that a float would round", decimalCell("9007199254740993"), `"9007199254740993"`},
		{"a large amount keeps its kind", decimalCell("12345678901234567.25"), `12345678901234568`},
		{"a decimal that no float holds", decimalCell("1e999"), `"1e999"`},
		{"a decimal that is none", decimalCell("NaN"), `"NaN"`},
		{"a day", dayCell(20269), `@2025-06-30`},
		{"the first day", dayCell(firstDay), `@0001-01-01`},
		{"the last day", dayCell(lastDay), `@9999-12-31`},
		{"a day after it", dayCell(lastDay + 1), `!2932897`},
		{"no day", dayCell(math.NaN()), `!NaN`},
		{"an instant in UTC", instantCell(1751302800, time.Second, time.UTC), `@2025-06-30 17:00:00`},
		{"the same on another clock", instantCell(1751302800, time.Second, shanghai), `@2025-07-01 01:00:00`},
		{"a nanosecond before 1970", instantCell(-1, time.Nanosecond, time.UTC), `@1969-12-31 23:59:59`},
		{"an instant beyond the years", instantCell(math.MaxInt64, time.Second, time.UTC), `!9223372036854775807`},
		{"a duration", clockCell(1.5 / 24), `~1:30:00`},
	} {
		same(t, c.sentence, mark(c.got), c.want)
	}
	if _, ok := bytesCell("\xff"); ok {
		t.Error("bytes that are no text passed for one")
	}
}

func TestZones(t *testing.T) {
	for name, seconds := range map[string]int{"UTC": 0, "": 0, "+08:00": 28800, "-03:30": -12600, "Asia/Shanghai": 28800, "Nowhere/Land": 0, "Local": 0} {
		if _, got := time.Unix(1751302800, 0).In(zoneOf(name)).Zone(); got != seconds {
			t.Errorf("%q is %d seconds from UTC, want %d", name, got, seconds)
		}
	}
	for name, want := range map[string]bool{"UTC": true, "utc": true, "Z": true, "+00:00": true, "": false, "Asia/Shanghai": false} {
		if isUTC(name) != want {
			t.Errorf("%q counts as UTC: %v", name, !want)
		}
	}
}

// The digits of an unscaled decimal with its point put in are the number.
func TestScaledDecimals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, scale := rapid.Int64().Draw(t, "digits"), rapid.IntRange(-20, 30).Draw(t, "scale")
		got, ok := new(big.Rat).SetString(scaled(strconv.FormatInt(n, 10), scale))
		ten := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(scale, -scale))), nil)
		want := new(big.Rat).SetInt64(n)
		if scale > 0 {
			want.Quo(want, new(big.Rat).SetInt(ten))
		} else {
			want.Mul(want, new(big.Rat).SetInt(ten))
		}
		if !ok || got.Cmp(want) != 0 {
			t.Fatalf("%d by 10^-%d is %v, want %v", n, scale, got, want)
		}
	})
}

// A date from the clock of a zone is the date that the clock shows.
func TestWallClock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(-6e10, 2e11).Draw(t, "second"), 0).In(time.FixedZone("", rapid.IntRange(-50000, 50000).Draw(t, "offset")))
		want := at.Format(time.DateTime)
		if at.Hour() == 0 && at.Minute() == 0 && at.Second() == 0 {
			want = at.Format(time.DateOnly)
		}
		if got := wallCell(at); got.Kind != Date || got.Text != want {
			t.Fatalf("%v is %+v, want %s", at, got, want)
		}
	})
}
