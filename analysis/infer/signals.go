package infer

// Signal is what a point of a series stands out by.
type Signal uint8

// The signals, in rising precedence: a point that is part of several patterns
// shows the last of them.
const (
	NoSignal         Signal = iota // ordinary variation
	SignalRun                      // part of a run on one side of the centre
	SignalTwoOfThree               // near a limit, as two of three on one side
	SignalTrend                    // part of an unbroken rise or fall
	SignalOutside                  // beyond a limit
)

// Mark is the signal of one point: Side +1 above (or rising), -1 below (or
// falling), 0 without signal.
type Mark struct {
	Signal Signal
	Side   int
}

// SignalRules sets the lengths of the patterns; 0 leaves a rule out. Bodies
// differ: Making Data Count 7 and 7, Western Electric 8, Nelson 9 and 6.
type SignalRules struct {
	Run, Trend int  // points on one side; points that all rise or all fall
	TwoOfThree bool // two of three in the outer third of the band
}

// MakingDataCount returns the rules of NHS England's programme: runs and trends
// of 7 and two of three. On fewer than 12 points use Run alone: SignalRules{Run: 7}.
func MakingDataCount() SignalRules { return SignalRules{Run: 7, Trend: 7, TwoOfThree: true} }

// Signals marks each point of y against the limits x, as NHSRplotthedots does:
// beyond a limit; all points of a trend (strict differences, a tie breaks it);
// the points between the 2/3 line and the limit of any three in a row on one
// side of which two lie there; all points of a run on one side of the centre (a
// point on it breaks it). Without limits (NaN) only trend and run can mark.
func (x XmR) Signals(y []float64, rules SignalRules) []Mark {
	marks := make([]Mark, len(y))
	sides := make([]int, len(y))
	for i, v := range y {
		sides[i] = int(sign(v - x.Centre))
	}
	if rules.Run > 0 {
		markRuns(marks, sides, rules.Run)
	}
	if rules.TwoOfThree {
		x.markTwoOfThree(marks, y, sides)
	}
	if rules.Trend > 1 {
		markTrends(marks, y, rules.Trend)
	}
	for i, v := range y {
		if v > x.Hi || v < x.Lo {
			marks[i] = Mark{SignalOutside, sides[i]}
		}
	}
	return marks
}

func markRuns(marks []Mark, sides []int, length int) {
	for _, s := range stretches(sides) {
		if s.value != 0 && s.length >= length {
			for i := s.start; i < s.start+s.length; i++ {
				marks[i] = Mark{SignalRun, s.value}
			}
		}
	}
}

// markTrends marks the points of length-1 and more equal signs of difference;
// where a fall follows a rise, their common point shows the later one.
func markTrends(marks []Mark, y []float64, length int) {
	for _, s := range stretches(steps(y)) {
		if s.value != 0 && s.length >= length-1 {
			for i := s.start; i <= s.start+s.length; i++ {
				marks[i] = Mark{SignalTrend, s.value}
			}
		}
	}
}

// steps are the signs of the differences of neighbours.
func steps(y []float64) []int {
	d := make([]int, max(0, len(y)-1))
	for i := range d {
		d[i] = int(sign(y[i+1] - y[i]))
	}
	return d
}

func (x XmR) markTwoOfThree(marks []Mark, y []float64, sides []int) {
	third := (x.Hi - x.Centre) / 3
	near := make([]bool, len(y))
	for i, v := range y {
		inside := v >= x.Lo && v <= x.Hi
		near[i] = inside && (v > x.Centre+2*third || v < x.Centre-2*third)
	}
	for i := 2; i < len(y); i++ {
		side := sides[i]
		if side == 0 || sides[i-1] != side || sides[i-2] != side {
			continue
		}
		if count(near[i-2:i+1]) >= 2 {
			markNear(marks[i-2:i+1], near[i-2:i+1], side)
		}
	}
}

func markNear(marks []Mark, near []bool, side int) {
	for i, is := range near {
		if is {
			marks[i] = Mark{SignalTwoOfThree, side}
		}
	}
}

func count(v []bool) int {
	n := 0
	for _, is := range v {
		if is {
			n++
		}
	}
	return n
}

// stretch is a row of equal values.
type stretch struct{ start, length, value int }

func stretches(v []int) []stretch {
	var all []stretch
	for i, x := range v {
		if i == 0 || x != v[i-1] {
			all = append(all, stretch{i, 0, x})
		}
		all[len(all)-1].length++
	}
	return all
}
