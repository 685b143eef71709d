package infer

// Estimate is a figure with its evidence: the value, the ends of a two-sided
// interval at confidence Level, and the number of trials, responses or periods
// behind it. Fields that are not known are NaN.
type Estimate struct {
	Value, Lo, Hi, Level, N float64
}
