// Package kpi is the vocabulary of gapstep: indicators and the direction in
// which they are good, employees, teams, periods, measures, the place a figure
// came from, and the three kinds of trouble a run can meet.
//
// Everything that is read becomes an [Observation]: one employee's [Measure]
// of one [Indicator] in one [Period], with the [Origin] of the cell it was read
// from. A [Builder] gathers observations from several goroutines and builds a
// [Dataset], which keeps them sorted by team, indicator, employee and period, so
// that a team, a team's indicator and an employee's series are each a run of
// neighbouring rows. Its columns are dense: what a series shares stands once for
// the series, the rest by row.
//
// Levels of proportions are ratios (0.15), never percents. "Lower is better" is
// known to [Direction] and to nothing else.
//
// The package imports nothing but the standard library and touches no clock,
// file or environment.
package kpi
