// Package exporter shows a report as Prometheus samples: constant metrics made
// from the report of the moment, so that a leaver's series ends with the report
// that no longer holds the person, and a scrape never starts an analysis.
//
// Ratios are ratios (0.15), times are seconds since 1970, a team's means carry
// the unit's kind in their name (_ratio, _score, _value). Counts by status name
// every status, 0 included; a mean that is not known has no sample, it is never 0.
//
// # Privacy
//
// People appear as numbers in their team. A value of a team with fewer members
// than [Options].MinGroup is left out, and so are those of the next smaller teams
// until the ones left out are at least two and together no smaller than the
// group: from a total and the values shown, no small team's value can be
// worked out by subtraction. Series of single people and plans exist only when asked for, and carry
// ids, never names: somebody whose id is the name has none.
package exporter
