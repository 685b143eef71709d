package goals

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Target is what a person asks for, taken as it is.
type Target struct {
	Employee  kpi.Employee
	Team      string
	Indicator *kpi.Indicator
	Level     kpi.Decimal
	Operator  Operator // "": by the indicator's direction

	FromMonth, ByMonth int       // plan months from 1; 0: not said
	From, By           *kpi.Date // or days; the streak starts at From, is complete at By
	Sustain            int       // consecutive periods; 0: 1
	Of                 int       // Sustain of any Of periods in a row; 0: all of them
	Also               []Further // every one must be met in the same period

	Baseline  *kpi.Decimal // where the person stands, when that is known
	BaselineN int
	AsOf      kpi.Date
	Standing  *Standing    // the evidence behind the baseline; nil: no chances are worked out
	Shrunk    *kpi.Decimal // the baseline with the noise taken out, when that is known
	Peers     *Peers       // nil: how achievable the target is, is not asked
	Veto      bool         // a target that is too easy or too hard is refused
}

// Further is a further indicator of a compound target.
type Further struct {
	Indicator *kpi.Indicator
	Level     kpi.Decimal
	Operator  Operator // "": by the indicator's direction
}

// Explicit drafts the plan of a person's target: no arithmetic, one milestone,
// a sustain of 1 unless said. Both a beginning and an end may be given: the
// streak then lies between them.
//
// The faults, all of usage: target.level_range (outside the scale: 18 instead of
// 0.18), target.operator, target.sustain, target.of, target.month, target.dates (a date
// and a month for the same end, or an end before the beginning), target.twice
// (an indicator named twice). A target without any date, one against the good
// direction, and one that the baseline meets already are caveats.
func Explicit(t Target) (Plan, error) {
	if err := t.validate(); err != nil {
		return Plan{}, err
	}
	plan := newPlan(t.Employee, t.Team, t.Indicator)
	plan.AsOf, plan.Reference, plan.Basis = t.AsOf, t.Level, BasisExplicit
	m := Milestone{Level: t.Level, Operator: operatorOr(t.Operator, t.Indicator), FromMonth: t.FromMonth, ByMonth: t.ByMonth,
		From: t.From, By: t.By, Sustain: max(1, t.Sustain), Of: t.Of}
	for _, f := range t.Also {
		m.Also = append(m.Also, Condition{f.Indicator.ID, f.Level, operatorOr(f.Operator, f.Indicator)})
	}
	plan.Milestones = []Milestone{m}
	plan.Arithmetic = []kpi.Caveat{line("basis.explicit", "reference", t.Level.String())}
	plan.NoBaseline = t.Baseline == nil
	if t.Baseline != nil {
		plan.Baseline, plan.BaselineN = *t.Baseline, t.BaselineN
		plan.Step = niceStep((t.Level - *t.Baseline).Abs() / 5)
	}
	plan.Caveats, plan.Standing = t.doubts(m), t.Standing
	if t.Standing != nil {
		plan = Weigh(plan, t.Indicator)
	}
	if start := cmp.Or(t.Shrunk, t.Baseline); start != nil {
		if err := plan.weighReach(t.Indicator, *start, t.Peers, t.Veto); err != nil {
			return Plan{}, err
		}
	}
	return plan, nil
}

func operatorOr(op Operator, in *kpi.Indicator) Operator {
	if op == "" {
		return OperatorFor(in.Direction)
	}
	return op
}

func (t Target) validate() error {
	seen := []string{t.Indicator.ID}
	for _, f := range append([]Further{{t.Indicator, t.Level, t.Operator}}, t.Also...) {
		if err := f.validate(); err != nil {
			return err
		}
	}
	for _, f := range t.Also {
		if slices.Contains(seen, f.Indicator.ID) {
			return usage("target.twice", kpi.Args{"kpi": f.Indicator.ID})
		}
		seen = append(seen, f.Indicator.ID)
	}
	if t.Sustain < 0 || t.Sustain > maxSustain {
		return usage("target.sustain", kpi.Args{"value": itoa(t.Sustain), "want": "1 … " + itoa(maxSustain)})
	}
	if t.Of != 0 && (t.Of < max(1, t.Sustain) || t.Of > maxOf) {
		return usage("target.of", kpi.Args{"value": itoa(t.Of), "want": itoa(max(1, t.Sustain)) + " … " + itoa(maxOf)})
	}
	return t.validateDates()
}

const (
	maxSustain = 60
	maxOf      = 12
	maxMonth   = 60
)

func (f Further) validate() error {
	if op := f.Operator; op != "" && op != AtLeast && op != AtMost {
		return usage("target.operator", kpi.Args{"value": string(op), "want": string(AtLeast) + ", " + string(AtMost)})
	}
	if f.Indicator.Clamp(f.Level) != f.Level {
		return usage("target.level_range", kpi.Args{"kpi": f.Indicator.ID, "value": f.Level.String(),
			"floor": bound(f.Indicator.Floor, "−∞"), "ceiling": bound(f.Indicator.Ceiling, "∞")})
	}
	return nil
}

func bound(f *float64, none string) string {
	if d, ok := decimalOf(f); ok {
		return d.String()
	}
	return none
}

func (t Target) validateDates() error {
	for _, month := range []int{t.FromMonth, t.ByMonth} {
		if month < 0 || month > maxMonth {
			return usage("target.month", kpi.Args{"value": itoa(month), "want": "1 … " + itoa(maxMonth)})
		}
	}
	twice := t.From != nil && t.FromMonth > 0 || t.By != nil && t.ByMonth > 0
	if twice || t.backwards() {
		return usage("target.dates", kpi.Args{"from": when(t.From, t.FromMonth), "by": when(t.By, t.ByMonth)})
	}
	return nil
}

// backwards reports an end before the beginning; a day and a month are compared
// when the start is known.
func (t Target) backwards() bool {
	if t.From != nil && t.By != nil {
		return *t.By < *t.From
	}
	return t.FromMonth > 0 && t.ByMonth > 0 && t.ByMonth < t.FromMonth
}

// when writes a date, a plan month as "m3", or nothing.
func when(d *kpi.Date, month int) string {
	switch {
	case d != nil:
		return d.String()
	case month > 0:
		return "m" + itoa(month)
	}
	return ""
}

func (t Target) doubts(m Milestone) []kpi.Caveat {
	var list []kpi.Caveat
	if when(t.From, t.FromMonth)+when(t.By, t.ByMonth) == "" {
		list = append(list, kpi.Caveat{Code: "target.no_date", Args: kpi.Args{"level": t.Level.String()}})
	}
	if m.Operator != OperatorFor(t.Indicator.Direction) {
		list = append(list, kpi.Caveat{Code: "target.against_direction",
			Args: kpi.Args{"operator": string(m.Operator), "direction": t.Indicator.Direction.String()}})
	}
	if t.Baseline != nil && m.Operator.Meets(*t.Baseline, m.Level) {
		list = append(list, kpi.Caveat{Code: "target.already_met", Args: kpi.Args{"baseline": t.Baseline.String(), "level": m.Level.String()}})
	}
	return list
}

// ParseLevel reads a level that a person typed for an indicator: "0.18" or
// "18%" for a ratio, a plain number else. The faults are target.level (not a
// number, or a percent sign on something that is no ratio) and target.change:
// "+10%" is a change, and a level of 10 % is the last thing it means.
func ParseLevel(text string, in *kpi.Indicator) (kpi.Decimal, error) {
	word := strings.TrimSpace(text)
	if strings.HasPrefix(word, "+") || strings.HasPrefix(word, "＋") {
		return 0, usage("target.change", kpi.Args{"value": text, "kpi": in.ID})
	}
	number, percent := strings.CutSuffix(strings.ReplaceAll(word, "％", "%"), "%")
	d, err := kpi.ParseDecimal(strings.TrimSpace(number))
	if err != nil || percent && !ratio(in) && in.Scale != kpi.Rate {
		return 0, usage("target.level", kpi.Args{"value": text, "kpi": in.ID})
	}
	if percent {
		return roundRatio(d, 100*kpi.One, 1), nil
	}
	return d, nil
}

// ParseChange reads a change that a person typed in the place of a level, "+10%"
// or "+2"; mode says which percent is meant. ok is false for what is no change. The
// faults: target.change (a percent without a mode), target.level.
func ParseChange(text string, in *kpi.Indicator, mode PercentMode) (c Change, ok bool, err error) {
	word := strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(text), "＋", "+"), "％", "%")
	number, percent := strings.CutSuffix(word, "%")
	if !strings.HasPrefix(word, "+") && !(percent && strings.HasPrefix(word, "-")) {
		return Change{}, false, nil
	}
	by, err := kpi.ParseDecimal(strings.TrimSpace(number))
	switch {
	case err != nil || percent && mode == Points && !ratio(in):
		return Change{}, true, usage("target.level", kpi.Args{"value": text, "kpi": in.ID})
	case !percent:
		return Change{Mode: Points, By: by}, true, nil
	case mode == "":
		return Change{}, true, usage("target.change", kpi.Args{"value": text, "kpi": in.ID})
	}
	return Change{Mode: mode, By: roundRatio(by, 100*kpi.One, 1)}, true, nil
}

// Change is a target told as a change of the baseline: By is 0.1 for "+10%".
type Change struct {
	Mode PercentMode
	By   kpi.Decimal
}
