package infer

import "math"

// MidPRest returns the exact one-sided mid-p values of a person with x events
// in n trials against the rest with restX in restN, given the margins (Fisher's
// hypergeometric): P(X < x) + P(X = x)/2 and P(X > x) + P(X = x)/2. They add up
// to 1. Nothing happened to anybody, or always: 1/2 each. NaN when a side has
// no trials or a count is not a whole number within its trials.
//
// The point probability comes from Loader's binomials, as in R's dhyper; the
// tail is summed by ratios from it, so that a p of 1e-200 is still exact in
// relative terms, for any size of n.
func MidPRest(x, n, restX, restN float64) (lower, upper float64) {
	return hypergeometricTails(x, n, restX, restN).mid()
}

// Margins are the events and trials of a team whose people are each tested
// against the rest, with what the tests share.
type Margins struct {
	events, trials float64
	log            float64 // log P(that many events) at their common rate
}

// NewMargins takes the sums of a team's events and trials.
func NewMargins(events, trials float64) Margins {
	m := Margins{events, trials, 0}
	if 0 < events && events < trials {
		m.log = logBinomial(events, trials, events/trials)
	}
	return m
}

// MidP is [MidPRest] of a person with x events in n trials, who is one of the team.
func (m Margins) MidP(x, n float64) (lower, upper float64) {
	return m.tails(x, n, m.events-x, m.trials-n).mid()
}

func hypergeometricTails(x, n, restX, restN float64) tails {
	return NewMargins(x+restX, n+restN).tails(x, n, restX, restN)
}

func (m Margins) tails(x, n, restX, restN float64) tails {
	if !isCount(x, n) || !isCount(restX, restN) || n < 1 || restN < 1 {
		return noTails
	}
	if m.events == 0 || m.events == m.trials {
		return tails{0, 1, 0}
	}
	p := m.events / m.trials
	at := math.Exp(logBinomial(x, n, p) + logBinomial(restX, restN, p) - m.log)
	if x*m.trials <= n*m.events {
		below := at * sumHypergeometric(x, n, m.events, restN)
		return tails{below, at, rest(below, at)}
	}
	// The mirror image: events and non-events change places.
	above := at * sumHypergeometric(n-x, n, m.trials-m.events, restN)
	return tails{rest(above, at), at, above}
}

// sumHypergeometric is sumRatios of the probabilities of fewer than x of the
// events among n of n+restN.
func sumHypergeometric(x, n, events, restN float64) float64 {
	sum, term, least := 0.0, 1.0, math.Max(0, events-restN)
	for k := x; k > least; k-- {
		term *= k / (n - k + 1) * ((restN - events + k) / (events - k + 1))
		sum += term
		if term < 1e-17*sum {
			return sum
		}
	}
	return sum
}

// logHypergeometric is log P(X = x): of the events drawn among n of n+restN.
// Three binomials at the common rate; the rate cancels.
func logHypergeometric(x, n, restX, restN float64) float64 {
	p := (x + restX) / (n + restN)
	return logBinomial(x, n, p) + logBinomial(restX, restN, p) - logBinomial(x+restX, n+restN, p)
}
