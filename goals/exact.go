package goals

import (
	"math/big"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// exact is a number in units of 10^-12, as wide as need be: a product of two
// Decimals keeps every digit, so no tie is lost.
type exact struct{ n *big.Int }

const exactDigits = 2 * kpi.Digits

func widen(d kpi.Decimal) exact { return times(d, kpi.One) }

func times(a, b kpi.Decimal) exact {
	return exact{new(big.Int).Mul(big.NewInt(int64(a)), big.NewInt(int64(b)))}
}

// fifth is e/5; every Decimal has a fifth in 10^-12.
func (e exact) fifth() exact { return exact{new(big.Int).Quo(e.n, big.NewInt(5))} }

func (e exact) plus(f exact) exact { return exact{new(big.Int).Add(e.n, f.n)} }

// round is the multiple of step nearest to e on a grid through zero; a tie goes
// up with up, down without. step > 0.
func (e exact) round(step kpi.Decimal, up bool) kpi.Decimal {
	grid := widen(step).n
	q, rest := new(big.Int).DivMod(e.n, grid, new(big.Int)) // 0 <= rest < grid: q is the floor
	switch rest.Lsh(rest, 1).Cmp(grid) {
	case 1:
		q.Add(q, big.NewInt(1))
	case 0:
		if up {
			q.Add(q, big.NewInt(1))
		}
	}
	return kpi.Decimal(q.Int64()) * step
}

// String writes the number without trailing zeros: "0.199", "-7".
func (e exact) String() string {
	s := new(big.Int).Abs(e.n).String()
	if pad := exactDigits + 1 - len(s); pad > 0 {
		s = strings.Repeat("0", pad) + s
	}
	whole, frac := s[:len(s)-exactDigits], strings.TrimRight(s[len(s)-exactDigits:], "0")
	if frac != "" {
		whole += "." + frac
	}
	if e.n.Sign() < 0 {
		return "-" + whole
	}
	return whole
}

// compareRatio is the sign of x/n − level for n > 0, decided by multiplying
// out: 1 of 10 is 10 %, 2 of 19 is more.
func compareRatio(x, n, level kpi.Decimal) int {
	return widen(x).n.Cmp(times(level, n).n)
}

// roundRatio is x/n to the nearest multiple of step, ties away from zero; n, step > 0.
func roundRatio(x, n, step kpi.Decimal) kpi.Decimal {
	num, den := widen(x.Abs()).n, times(n, step).n
	num.Lsh(num, 1).Add(num, den)
	q := num.Div(num, den.Lsh(den, 1))
	out := kpi.Decimal(q.Int64()) * step
	if x < 0 {
		return -out
	}
	return out
}

// niceStep is the largest 1, 2 or 5 times a power of ten that is no more than
// most, and no less than a millionth.
func niceStep(most kpi.Decimal) kpi.Decimal {
	unit := kpi.Decimal(1)
	for unit <= most/10 {
		unit *= 10
	}
	for _, m := range []kpi.Decimal{5, 2} {
		if unit <= most/m {
			return m * unit
		}
	}
	return unit
}
