package infer_test

import (
	"fmt"

	"github.com/gapstep/gapstep/analysis/infer"
)

// A person closed 15 of 100 visits, the rest of the team 242 of 1080.
func Example() {
	own := infer.Wilson(15, 100, .95)
	rest := infer.Wilson(242, 1080, .95)
	fmt.Printf("own  %.1f %% (%.1f to %.1f)\n", 100*own.Value, 100*own.Lo, 100*own.Hi)
	fmt.Printf("rest %.1f %% (%.1f to %.1f)\n", 100*rest.Value, 100*rest.Lo, 100*rest.Hi)

	lower, _ := infer.MidPRest(15, 100, 242, 1080)
	fmt.Printf("P(this low by chance) = %.3f\n", lower)
	fmt.Printf("P(true gap of 5 points or more) = %.2f\n", infer.JeffreysBelow(15, 100, rest.Value-.05))
	// Output:
	// own  15.0 % (9.3 to 23.3)
	// rest 22.4 % (20.0 to 25.0)
	// P(this low by chance) = 0.040
	// P(true gap of 5 points or more) = 0.73
}

// One p of .04 among twelve people is nothing to speak of.
func ExampleBH() {
	p := []float64{.04, .5, .93, .3, .08, .7, .95, .16, .84, .35, .07, .75}
	fmt.Printf("q = %.2f\n", infer.BH(p)[0])
	// Output: q = 0.32
}

// Six people whose rates differ no more than chance makes them: everybody's
// best estimate is the pooled rate. In the second team people do differ.
func ExampleShrinkRates() {
	n := []float64{100, 100, 100, 100, 100, 100}
	for _, x := range [][]float64{{18, 24, 20, 25, 22, 23}, {5, 40, 20, 31, 12, 24}} {
		rates, prior := infer.ShrinkRates(x, n)
		fmt.Printf("rho %.3f: %.3f\n", prior.Rho, rates)
	}
	// Output:
	// rho 0.000: [0.220 0.220 0.220 0.220 0.220 0.220]
	// rho 0.084: [0.067 0.382 0.202 0.301 0.130 0.238]
}

// Five months, and what the line promises for month eight.
func ExampleLine_At() {
	line := infer.FitLine([]float64{1, 2, 3, 4, 5}, []float64{15, 15.8, 14.9, 16.2, 17.1})
	_, next := line.At(8, .8)
	fmt.Printf("%.1f (%.1f to %.1f), at 18 or above with probability %.2f\n", next.Value, next.Lo, next.Hi, line.ReachUp(8, 18))
	// Output:
	// 18.1 (16.1 to 20.1), at 18 or above with probability 0.53
}
