// Package infer does inference on small samples: numbers in, numbers out. It
// knows nothing of employees, indicators or files.
//
// The functions come in the order in which a gap is judged:
//
//  1. Describe: Mean, SD, Median, Slope, and intervals with the figure they
//     belong to (Wilson, ClopperPearson, CountInterval, MeanInterval).
//  2. Compare with the rest or with a standard: MidPRest (hypergeometric),
//     MidPBinomial, MidPCounts (conditional binomial), LeaveOneOut and
//     OneSampleT. BH turns the p-values of a family into q-values.
//  3. Ask how far behind: JeffreysBelow and its kin give the probability that
//     the true level lies on one side of a bound; DerSimonianLaird and
//     RateSpread estimate by how much people differ anyway (tau, rho).
//  4. Shrink for ranking and targets: ShrinkRates, RandomEffects.Level,
//     JamesStein.
//  5. Draw: funnel and control limits. Follow: XmR, trend, forecast. Evaluate:
//     difference in differences, regression to the mean, the pared mean.
//
// Terms. x of n: events in trials. The rest: the team without the person
// (leave one out). Lower, upper: one-sided, P(a figure this small) and P(a
// figure this large); which of them is "worse" is the caller's to say.
// Level: the two-sided confidence of an interval, such as .95.
//
// Counts that the exact methods take are whole numbers up to 1e14; a person of a
// million trials takes some ten microseconds.
//
// Conventions. NaN means "not defined" (no trials, one value, no spread); no
// function panics on numbers, whatever they are, and none changes its input.
// Slices that belong together have the same length; what is beyond the shorter
// one is not used. A result never depends on the order of units
// that have no order: sums are correctly rounded (Sum).
//
// References. Wilson (1927) JASA 22:209; Clopper & Pearson (1934) Biometrika
// 26:404; Benjamini & Hochberg (1995) JRSS B 57:289; DerSimonian & Laird (1986)
// Control Clin Trials 7:177; Kleinman (1973) JASA 68:46; Efron & Morris (1975)
// JASA 70:311; Spiegelhalter (2005) Stat Med 24:1185; Loader (2000) Fast and
// accurate computation of binomial probabilities; Newcombe (1998) Stat Med
// 17:873; Sen (1968) JASA 63:1379; Barnett et al. (2005) IJE 34:215; Kiefe et
// al. (1998) Int J Qual Health Care 10:443.
package infer
