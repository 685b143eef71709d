package goals

import (
	"math"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// verdict is how one period stands to a milestone. A period in which something
// is not known and nothing known fails is not known.
type verdict struct {
	known bool
	meets bool // the observed value meets the level, exactly; equality meets
	could bool // the favourable end of the interval meets it; as meets without an interval
	sure  bool // the unfavourable end meets it too; never without an interval
}

// judge holds a measure against a level.
func judge(o Observed, op Operator, level kpi.Decimal) verdict {
	sign, ok := against(o.Measure, level)
	if !ok {
		return verdict{}
	}
	v := verdict{known: true, meets: op.Meets(kpi.Decimal(sign), 0)}
	v.could = v.meets
	if math.IsNaN(o.Lo) || math.IsNaN(o.Hi) {
		return v
	}
	good, bad := o.Hi, o.Lo
	if op == AtMost {
		good, bad = o.Lo, o.Hi
	}
	v.could = v.meets || beyond(op, good, level)
	v.sure = v.meets && beyond(op, bad, level)
	return v
}

// against is the sign of the measure minus the level, decided exactly: by
// multiplying out counts, else at the six decimals of a Decimal.
func against(m kpi.Measure, level kpi.Decimal) (sign int, ok bool) {
	if !m.Known() {
		return 0, false
	}
	if m.Trials > 0 {
		return compareRatio(m.Events, m.Trials, level), true
	}
	d, err := kpi.FromFloat(m.Level)
	if err != nil {
		return 0, false
	}
	return compareRatio(d, kpi.One, level), true
}

// beyond compares the end of an interval, which is a float, with a level.
func beyond(op Operator, end float64, level kpi.Decimal) bool {
	if op == AtMost {
		return end <= level.Float()
	}
	return end >= level.Float()
}

// both joins the verdicts of a compound target.
func (v verdict) both(w verdict) verdict {
	failed := v.known && !v.meets || w.known && !w.meets
	return verdict{
		known: v.known && w.known || failed,
		meets: v.meets && w.meets,
		could: (v.could || !v.known) && (w.could || !w.known),
		sure:  v.sure && w.sure,
	}
}

// run is a walk along periods.
type run struct {
	streak, best int // met periods in a row, or among the last Of
	met          int // index of the period that completed the streak, -1: none
	broken       int // index of the last known period that ended a streak before it was met, -1: none
	length       int // of that streak
}

// walk counts consecutive periods that meet, or those among the last Of ones. A
// period that is not known neither counts nor resets, unless resets is set.
func walk(list []verdict, m Milestone, resets bool) run {
	r := run{met: -1, broken: -1}
	var last []bool // the outcomes that still matter
	for i, v := range list {
		if !v.known && !resets {
			continue
		}
		was := r.streak
		last = append(last, v.known && v.meets)
		if len(last) > m.span() {
			last = last[1:]
		}
		r.streak = streakOf(last, m)
		r.best = max(r.best, r.streak)
		switch {
		case r.met >= 0:
		case r.streak >= m.sustain():
			r.met = i
		case r.streak == 0 && was > 0:
			r.broken, r.length = i, was
		}
	}
	return r
}

// streakOf counts the successes of the last periods: with Of all of them, else
// those since the last failure.
func streakOf(last []bool, m Milestone) (n int) {
	for _, meets := range slices.Backward(last) {
		if !meets && m.Of == 0 {
			return n
		}
		if meets {
			n++
		}
	}
	return n
}
