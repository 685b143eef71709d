package infer

import "math"

// ZScores returns (x - mean) / sd of v, the sample sd of all values: descriptive
// only, for with the value itself among them no score can exceed (n-1)/sqrt n
// (Shiffler 1988). NaN without spread.
func ZScores(v []float64) []float64 { return scaled(v, Mean(v), SD(v)) }

// MAD returns 1.4826 times the median absolute deviation from the median, the
// robust standard deviation (Hampel 1974). 0 when more than half of the values
// are equal.
func MAD(v []float64) float64 {
	m := Median(v)
	dev := make([]float64, len(v))
	for i, x := range v {
		dev[i] = math.Abs(x - m)
	}
	return 1.4826 * Median(dev)
}

// RobustZ returns (x - median) / MAD. NaN where MAD is 0: no spread, no score.
// In teams of three to five it fires on noise; never flag by it.
func RobustZ(v []float64) []float64 { return scaled(v, Median(v), MAD(v)) }

func scaled(v []float64, centre, scale float64) []float64 {
	if !(scale > 0) {
		scale = math.NaN()
	}
	z := make([]float64, len(v))
	for i, x := range v {
		z[i] = (x - centre) / scale
	}
	return z
}
