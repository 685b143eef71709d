package kpi

import (
	"errors"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// Digits is the number of decimals a [Decimal] keeps.
const Digits = 6

// One is the Decimal 1.
const One Decimal = 1_000_000

// MaxDecimal is the largest magnitude [FromFloat] and [ParseDecimal] accept:
// a hundred billion. Sums go through [Sum], which can't overflow below 2^63
// terms of that size.
const MaxDecimal Decimal = 100_000_000_000 * One

// ErrRange is returned for numbers that are not finite or beyond [MaxDecimal].
var ErrRange = errors.New("number out of range")

// Decimal is a number kept exactly as an integer count of millionths. Counts
// and sums are kept so, and milestones are decided so: on binary fractions the
// rounding tie of a milestone is lost in 13 % of the cases.
type Decimal int64

// FromInt returns n as a Decimal.
func FromInt(n int64) Decimal { return Decimal(n) * One }

// FromFloat rounds f to the nearest millionth, ties away from zero. It returns
// ErrRange for NaN, infinities and magnitudes beyond MaxDecimal.
func FromFloat(f float64) (Decimal, error) {
	if math.IsNaN(f) || math.Abs(f) > MaxDecimal.Float() {
		return 0, ErrRange
	}
	return Decimal(math.Round(f * float64(One))), nil
}

// ParseDecimal reads plain decimal notation ("-12.5", "3e2"); more than six
// decimals are rounded as in FromFloat. 0x10 and 1_000 are refused: in an export
// they are codes, not figures.
func ParseDecimal(s string) (Decimal, error) {
	f, err := strconv.ParseFloat(s, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, ErrRange
	case err != nil:
		return 0, err
	case strings.ContainsAny(s, "xX_"):
		return 0, strconv.ErrSyntax
	}
	return FromFloat(f)
}

// Float returns the nearest float64.
func (d Decimal) Float() float64 { return float64(d) / float64(One) }

// Abs returns the magnitude.
func (d Decimal) Abs() Decimal { return max(d, -d) }

// String writes d without trailing zeros: "18", "0.155", "-7".
func (d Decimal) String() string {
	sign := ""
	if d < 0 {
		sign = "-"
	}
	u := uint64(d.Abs())
	whole, frac := u/uint64(One), u%uint64(One)
	if frac == 0 {
		return sign + strconv.FormatUint(whole, 10)
	}
	tail := strconv.FormatUint(frac+uint64(One), 10)[1:]
	return sign + strconv.FormatUint(whole, 10) + "." + strings.TrimRight(tail, "0")
}

// MarshalText writes the decimal notation of String.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDecimal reads.
func (d *Decimal) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDecimal(string(b))
	return err
}

// MarshalJSON writes a JSON number.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON reads a JSON number.
func (d *Decimal) UnmarshalJSON(b []byte) error { return d.UnmarshalText(b) }

// Sum adds Decimals exactly in 128 bits: any split of the terms and any order
// of merging gives the same bits. The zero value is an empty sum.
type Sum struct {
	hi int64
	lo uint64
}

// Add adds one term.
func (s *Sum) Add(d Decimal) { s.Merge(Sum{hi: int64(d) >> 63, lo: uint64(d)}) }

// Merge adds another sum.
func (s *Sum) Merge(t Sum) {
	lo, carry := bits.Add64(s.lo, t.lo, 0)
	s.lo = lo
	s.hi += t.hi + int64(carry)
}

// Minus returns s without t: the rest of a team is the team minus one person.
func (s Sum) Minus(t Sum) Sum {
	lo, borrow := bits.Sub64(s.lo, t.lo, 0)
	return Sum{hi: s.hi - t.hi - int64(borrow), lo: lo}
}

// IsZero reports whether the sum is 0.
func (s Sum) IsZero() bool { return s.hi == 0 && s.lo == 0 }

// Float returns the sum as a float64, correctly rounded while it fits 2^53
// millionths and within one unit in the last place beyond.
func (s Sum) Float() float64 {
	if s.hi == int64(s.lo)>>63 {
		return float64(int64(s.lo)) / float64(One)
	}
	return (float64(s.hi)*(1<<64) + float64(s.lo)) / float64(One)
}

// Over returns s/t as a float64, NaN when t is 0. The quotient of two sums of
// whole counts below 2^53 is correctly rounded, whatever their order.
func (s Sum) Over(t Sum) float64 {
	if t.IsZero() {
		return math.NaN()
	}
	return s.Float() / t.Float()
}

// Decimal returns the sum as a Decimal, clipped to the range of an int64.
func (s Sum) Decimal() Decimal {
	switch {
	case s.hi == int64(s.lo)>>63:
		return Decimal(s.lo)
	case s.hi < 0:
		return math.MinInt64
	}
	return math.MaxInt64
}
