// Package analysis compares each employee with their colleagues on each
// indicator, one team at a time, and states the gaps.
//
// The steps for a [Team]: pool each person's periods of the window (a ratio of
// sums where there are counts, the mean of the periods else); describe the
// members (plain mean, sample standard deviation, median); test each person
// against the rest of the team; grade the gaps; do the same in the window
// before to see which gaps persist; compare with the standard where the
// indicator has one.
//
// Two questions are kept apart. Is a gap credible, not chance: a one-sided
// exact mid-p of the person's events given the margins of the person and the
// rest, with the false discovery rate controlled over the people of one
// indicator in one team (Benjamini and Hochberg 1995). Is it material and
// unusual: the observed gap reaches the indicator's Material, and the true gap
// is likely to reach it and one standard deviation between the true rates of
// the others (DerSimonian and Laird 1986, estimated without the person).
//
// Where the periods are the sample, a person's noise is that of the team's periods,
// weighted as the value weighs them, or their own where it is surely larger (Smyth
// 2004); what varies by a share of itself has to stand out in logarithms as well.
// What remains: scores with a long tail on the bad side, one a person, accuse somebody
// in 6 to 53 % of equal teams (logarithms would hide most who are behind), and spreads
// that differ (by .5 in their logarithm) in 9 to 13 % of teams of 12 to 30.
//
// Terms: the rest is the team without the person, pooled; the shortfall is how
// much worse than the rest, positive is worse; a family is the people of one
// indicator in one team; the team mean is the unweighted mean of the members'
// values, which is what a pivot table shows.
//
// A gap persists when the window before, which shares no period with this one,
// bears it out: it was a finding there too, or material with a p that stands the
// false discovery rate over those who are found now. A replication is asked of them
// alone; asked of everybody anew, half the rate was found within a year of monthly
// reviews in 40 % of teams, and so in 69 %, an innocent in 0.4 and 1.2 %.
//
// Teams share nothing, so they run in parallel, and the result does not depend
// on how many do.
package analysis
