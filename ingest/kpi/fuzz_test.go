package kpi_test

import (
	"math"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// What is read is in range, and its text is read back as the same number.
func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"0", "15", "-12.5", "3e2", "0.0000005", "1e400", "NaN", "0x1p4", "100000000000", "１５", "1,000", " 1", "+7", "."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := kpi.ParseDecimal(s)
		if err != nil {
			return
		}
		if d.Abs() > kpi.MaxDecimal {
			t.Fatalf("%q gives %s", s, d)
		}
		back, err := kpi.ParseDecimal(d.String())
		if err != nil || math.Abs(back.Float()-d.Float()) > 1e-16*math.Abs(d.Float()) {
			t.Fatalf("%q gives %s, read back as %s, %v", s, d, back, err)
		}
	})
}

// A date that is read is written as it stood.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2025-06-30", "2024-02-29", "2025-02-29", "0001-01-01", "9999-12-31", "2025-6-3", "", "2025-06-30 "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := kpi.ParseDate(s); err == nil && d.String() != s {
			t.Fatalf("%q read as %s", s, d)
		}
	})
}

// Cents stay exact up to the largest amount, though float64 keeps no sixth
// decimal there: 2^53 millionths are nine billion.
func TestCentsStayExact(t *testing.T) {
	for _, s := range []string{"9007199254.99", "12345678901.23", "18014398509.49", "36028797018.97", "72057594037.93", "99999999999.99", "-99999999999.01"} {
		d, err := kpi.ParseDecimal(s)
		if err != nil || d.String() != s {
			t.Errorf("%s is kept as %s, %v", s, d, err)
		}
	}
}
