package kpi_test

import (
	"encoding"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// word is an enumeration with a text for each value.
type word interface {
	encoding.TextMarshaler
	encoding.TextUnmarshaler
	String() string
}

// roundTrip reads each text into fresh and writes it again.
func roundTrip[T any, P interface {
	*T
	word
}](t *testing.T, texts ...string) {
	t.Helper()
	seen := map[string]bool{}
	for _, text := range texts {
		v := P(new(T))
		if err := v.UnmarshalText([]byte(text)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		b, err := v.MarshalText()
		if err != nil || string(b) != text || v.String() != text || seen[text] {
			t.Errorf("%T: %q written as %q (%s), %v", *v, text, b, v, err)
		}
		seen[text] = true
	}
	for _, bad := range []string{"", "x", texts[0] + " ", "HIGHER", "高"} {
		v := P(new(T))
		if err := v.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%T: %q was read", *v, bad)
		}
		if b, err := v.MarshalText(); err != nil || len(b) != 0 {
			t.Errorf("%T: the zero value is written as %q, %v", *v, b, err)
		}
	}
}

func TestWordsRoundTrip(t *testing.T) {
	roundTrip[kpi.Direction](t, "higher", "lower")
	roundTrip[kpi.Scale](t, "proportion", "rate", "score", "quantity")
	roundTrip[kpi.Trials](t, "independent", "clustered")
	roundTrip[kpi.Kind](t, "outcome", "quality", "practice", "adherence", "perception")
	roundTrip[kpi.Grain](t, "day", "week", "month", "quarter", "half", "year", "whole")
}

func TestWordsThatAreOnlyWritten(t *testing.T) {
	for text, got := range map[string]string{
		"note": kpi.Note.String(), "warning": kpi.Warning.String(), "error": kpi.Error.String(),
		"day": kpi.Day.String(), "whole": kpi.Whole.String(), "": kpi.Grain(200).String(),
	} {
		if got != text {
			t.Errorf("%q, want %q", got, text)
		}
	}
	if b, err := kpi.Warning.MarshalText(); err != nil || string(b) != "warning" {
		t.Errorf("%q, %v", b, err)
	}
}

// The examples of product.md: 15 % against 22 % and 12 % defects against 5 % are
// both 7 points worse.
func TestDirection(t *testing.T) {
	for _, c := range []struct {
		sentence          string
		dir               kpi.Direction
		actual, reference float64
		want              float64
	}{
		{"conversion below the mean is worse", kpi.Higher, 15, 22, 7},
		{"defects above the mean are worse", kpi.Lower, 12, 5, 7},
		{"conversion above the mean is better", kpi.Higher, 25, 22, -3},
		{"fewer defects are better", kpi.Lower, 3, 5, -2},
		{"no difference", kpi.Lower, 5, 5, 0},
	} {
		if got := c.dir.Shortfall(c.actual, c.reference); got != c.want {
			t.Errorf("%s: %g, want %g", c.sentence, got, c.want)
		}
	}
	if kpi.Higher.Sign() != 1 || kpi.Lower.Sign() != -1 {
		t.Error("signs")
	}
}

func TestEqualityMeets(t *testing.T) {
	five, more := kpi.Decimal(50_000), kpi.Decimal(50_001)
	for _, c := range []struct {
		sentence      string
		dir           kpi.Direction
		actual, level kpi.Decimal
		want          bool
	}{
		{"5.0 % meets at most 5 %", kpi.Lower, five, five, true},
		{"a millionth more does not", kpi.Lower, more, five, false},
		{"less meets", kpi.Lower, 0, five, true},
		{"5.0 % meets at least 5 %", kpi.Higher, five, five, true},
		{"a millionth less does not", kpi.Higher, five, more, false},
		{"more meets", kpi.Higher, more, five, true},
	} {
		if got := c.dir.Meets(c.actual, c.level); got != c.want {
			t.Errorf("%s: %t", c.sentence, got)
		}
	}
}
