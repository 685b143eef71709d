package infer

import "math"

// RunsTest judges a series by its runs and crossings of a centre (Anhøj & Olesen
// 2014, PLoS One 9:e113825).
type RunsTest struct {
	Useful                  int // points that are not on the centre
	Longest, LongestMax     int // longest run, and the longest to be expected: round(log2 Useful) + 3
	Crossings, CrossingsMin int // crossings, and the fewest to be expected: 5 % binomial quantile
	Signal                  bool
}

// JudgeRuns counts the runs of y on one side of centre (mean or median); points on
// it and NaN are left out. No useful point, no signal.
func JudgeRuns(y []float64, centre float64) RunsTest {
	var sides []int
	for _, v := range y {
		if s := sign(v - centre); s != 0 {
			sides = append(sides, int(s))
		}
	}
	r := RunsTest{Useful: len(sides)}
	if r.Useful == 0 {
		return r
	}
	all := stretches(sides)
	for _, s := range all {
		r.Longest = max(r.Longest, s.length)
	}
	r.Crossings = len(all) - 1
	r.LongestMax = int(math.RoundToEven(math.Log2(float64(r.Useful)))) + 3
	if r.Useful > 1 {
		r.CrossingsMin = int(BinomialQuantile(0.05, float64(r.Useful-1), 0.5))
	}
	r.Signal = r.Longest > r.LongestMax || r.Crossings < r.CrossingsMin
	return r
}

// Span is a stretch of a series: Start its first place, from 0, and Count how
// many of its points make the pattern.
type Span struct{ Start, Count int }

// Nelson returns where rule 1 … 8 of Nelson (1984, J Qual Technol 16:237) is
// broken, with the sample standard deviation about the mean as sigma:
//
//  1. a point beyond 3 sigma          5. two of three beyond 2 sigma, one side
//  2. nine on one side of the mean    6. four of five beyond 1 sigma, one side
//  3. six rising, or six falling      7. fifteen within 1 sigma
//  4. fourteen alternating            8. eight beyond 1 sigma, either side
//
// 2, 3 and 4 give whole stretches; 5 to 8 each window of 3, 5, 15 and 8 points,
// with the number of points that make the pattern. Another rule gives nothing.
func Nelson(rule int, y []float64) []Span {
	mean, sd := Mean(y), SD(y)
	beyond := func(k float64) []int {
		zone := make([]int, len(y))
		for i, v := range y {
			if v > mean+k*sd || v < mean-k*sd {
				zone[i] = int(sign(v - mean))
			}
		}
		return zone
	}
	switch rule {
	case 1:
		return windows(beyond(3), 1, 1)
	case 2:
		return sidesOf(beyond(0), 9, 0)
	case 3:
		return sidesOf(steps(y), 5, 1)
	case 4:
		return sidesOf(turns(steps(y)), 12, 2)
	case 5:
		return windows(beyond(2), 3, 2)
	case 6:
		return windows(beyond(1), 5, 4)
	case 7:
		return windows(flags(beyond(1), false), 15, 15)
	case 8:
		return windows(flags(beyond(1), true), 8, 8)
	}
	return nil
}

// windows are the places where the values of width neighbours add up to need or
// more, either way.
func windows(v []int, width, need int) []Span {
	var found []Span
	for i := 0; i+width <= len(v); i++ {
		sum := 0
		for _, x := range v[i : i+width] {
			sum += x
		}
		if n := max(sum, -sum); n >= need {
			found = append(found, Span{i, n})
		}
	}
	return found
}

// sidesOf are the stretches of need or more equal values that are not 0; more
// points than values belong to each.
func sidesOf(v []int, need, more int) []Span {
	var found []Span
	for _, s := range stretches(v) {
		if s.value != 0 && s.length >= need {
			found = append(found, Span{s.start, s.length + more})
		}
	}
	return found
}

// turns has 1 where a step goes the other way than the one before it.
func turns(steps []int) []int {
	t := make([]int, max(0, len(steps)-1))
	for i := range t {
		if steps[i]*steps[i+1] == -1 {
			t[i] = 1
		}
	}
	return t
}

// flags has 1 where being beyond the band is as wanted.
func flags(zone []int, beyond bool) []int {
	f := make([]int, len(zone))
	for i, z := range zone {
		if (z != 0) == beyond {
			f[i] = 1
		}
	}
	return f
}
