// Package goals turns gaps into targets with stepped milestones, targets into
// agreed plans, and plans with new observations into progress.
//
// The steps. [Propose] takes the baseline of a gap and looks for a reference
// (a target of a person, the standard, the mean of the team, the headroom of a
// bounded scale, in this order), and [Steps] does the sum by the [Policy] of
// the indicator's kind: 15 % against a mean of 22 % becomes 18 % from month 3
// and 20 % by month 6. [Explicit] takes a person's own target as it is. [Agree]
// puts plan months on the calendar. [Track] holds an agreed plan against new
// data. [HealthCheck] looks at target, actions and resources every two months,
// and [Raise] gives the next target once one is reached. [Evaluate] holds an ended
// plan against what would have been expected without it. [Improvements] tells what
// got better beyond noise, which alone is praised.
//
// Before anybody signs, [Weigh] works out how likely the levels are met
// ([Chances]), and [Peers] what colleagues who began as low really achieved
// ([Achievable]).
//
// Terms. Baseline: the observed level that the plan starts from. Reference: the
// level that the gap is measured against. Closure: the share of the gap that
// the plan closes. Step: the grid on which levels are rounded. Sustain:
// consecutive periods that must meet a level. "By": reached, the streak
// complete, by the end of a month. "From": held from a month on, the streak
// starts there.
//
// Levels are decided in scaled integers, never in binary fractions, which lose
// the tie of a rounding in 13 % of the cases; whether a measure meets a level is
// decided by multiplying out the counts, so that 1 of 10 meets 10 % and 2 of 19
// does not. The only floats are the ends of intervals, which tell noise from
// movement and never decide whether a level was met.
//
// Every sum is kept in [Plan.Arithmetic] as codes with the figures in them, so
// that anybody can do it again. The package touches no clock, file or
// environment.
package goals
