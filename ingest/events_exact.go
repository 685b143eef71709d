package ingest

import (
	"math"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// exactNumber is what one row adds to a sum: whole millionths, and what is left
// of the float64 behind them, in parts of [restUnit]. 0.1 is a tenth and leaves
// nothing; 1/3 is 0.333333 and a rest.
type exactNumber struct {
	whole kpi.Decimal
	rest  kpi.Decimal // counts parts, not millionths
}

// restUnit is 2^-80: half a millionth is 2^59 of it, so that a rest fits an
// int64, and what it cuts off is below 1e-24.
const restUnit = 1.0 / (1 << 40) / (1 << 40)

// What the arithmetic of an expression leaves of nothing (0.3 - 0.1 - 0.2) is
// below noise, and beyond mostRest a float64 has no rest that counts.
const (
	noise    = 1e-9
	mostRest = 1 << 33
)

// exactOf parts a number; beyond [kpi.MaxDecimal] it is an error.
func exactOf(f float64) (exactNumber, error) {
	d, err := kpi.FromFloat(f)
	if err != nil || math.Abs(f) < noise || math.Abs(f) > mostRest {
		return exactNumber{whole: d}, err
	}
	return exactNumber{d, kpi.Decimal(math.Round((f - d.Float()) / restUnit))}, nil
}

func (x exactNumber) negative() exactNumber { return exactNumber{-x.whole, -x.rest} }

// exactSum adds numbers in integers: any order of the rows, and any cut into
// files, gives the same bits, and what was added can be taken out again.
type exactSum struct{ whole, rest kpi.Sum }

func (s *exactSum) add(x exactNumber) {
	s.whole.Add(x.whole)
	s.rest.Add(x.rest)
}

// restFloat is what the rests come to.
func (s exactSum) restFloat() float64 {
	return s.rest.Float() * float64(kpi.One) * restUnit
}

// float is the sum.
func (s exactSum) float() float64 { return s.whole.Float() + s.restFloat() }

// isZero reports whether the sum is 0, to the last part.
func (s exactSum) isZero() bool { return s.whole.IsZero() && s.rest.IsZero() }

// decimal is the sum in millionths, rounded once, and what the rounding leaves
// behind in proportion to it.
func (s exactSum) decimal() (d kpi.Decimal, loss float64) {
	rest := s.restFloat()
	more := kpi.Decimal(math.Round(rest * float64(kpi.One)))
	total := s.whole
	total.Add(more)
	left := math.Abs(rest - more.Float())
	if left == 0 {
		return total.Decimal(), 0
	}
	return total.Decimal(), left / math.Abs(s.float())
}

// The proportion of a figure that keeping it in millionths may cost: beyond the
// first it is said, beyond the second the figure is another and not used.
const (
	finestLoss = 1e-9
	mostLoss   = 1e-4
)
