package infer

import "math"

// Selection describes people picked by a cut-off on a noisy figure: the total
// standard deviation and mean of the figure in the population, the cut-off, the
// share Rho of the variance that lies between people (their true levels), and
// over how many measurements the figure was averaged.
type Selection struct {
	Sigma, Mu, Cutoff, Rho float64
	Measurements           float64
}

// RegressionToMean returns by how much the mean of those picked below, and of
// those picked above, the cut-off moves back towards Mu when nothing is done
// (Barnett, van der Pols & Dobson 2005, IJE 34:215): (sw²/m)/sqrt(sb² + sw²/m)
// C(z), C = phi/(1 - Phi), sw² = (1-Rho)Sigma², sb² = Rho Sigma², z = (Mu -
// Cutoff)/Sigma below, the opposite above. As in the authors' code z keeps Sigma
// for every m. Rho = 1: none. NaN for Sigma <= 0, Rho outside [0, 1], m < 1.
func (s Selection) RegressionToMean() (below, above float64) {
	if !(s.Sigma > 0) || !(s.Rho >= 0 && s.Rho <= 1) || !(s.Measurements >= 1) {
		return math.NaN(), math.NaN()
	}
	within := (1 - s.Rho) * s.Sigma * s.Sigma / s.Measurements
	scale := within / math.Sqrt(s.Rho*s.Sigma*s.Sigma+within)
	z := (s.Mu - s.Cutoff) / s.Sigma
	return scale * hazard(z), scale * hazard(-z)
}

// hazard is phi(z)/(1 - Phi(z)); far out it is z + 1/z - 2/z³ and so on.
func hazard(z float64) float64 {
	if z > 35 {
		return z + 1/z - 2/(z*z*z)
	}
	return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) / normalCDF(-z)
}
