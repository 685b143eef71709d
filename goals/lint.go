package goals

import (
	"cmp"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// PercentMode says which percent is meant where a text leaves it open.
type PercentMode string

// The modes; "" leaves it open, and the lint asks.
const (
	Relative PercentMode = "relative" // +10 % of 22 % is 24.2 %
	Points   PercentMode = "points"   // +10 % on 22 % is 32 %
)

// Apply is the level that a change of a baseline leads to; change is 0.1 for
// "+10 %". ok is false without a mode.
func (m PercentMode) Apply(baseline, change kpi.Decimal) (level kpi.Decimal, ok bool) {
	switch m {
	case Relative:
		return baseline + scale(baseline, change), true
	case Points:
		return baseline + change, true
	}
	return 0, false
}

// scale is a × b to the nearest millionth, a tie upwards.
func scale(a, b kpi.Decimal) kpi.Decimal { return times(a, b).round(1, true) }

// RelativeStages are the two relative gains, half the way and all of it, of
// somebody who stands at index of the mean (0.85 for 15 % below it), when 70 %
// of the gap is closed: in steps of 5 %. From 0.85 they are +5 % and +10 %.
func RelativeStages(index kpi.Decimal) (half, all kpi.Decimal) {
	const step, closed = 50_000, 700_000
	if index <= 0 || index >= kpi.One {
		return 0, 0
	}
	gain := scale(kpi.One-index, closed)
	return roundRatio(gain, 2*index, step), roundRatio(gain, index, step)
}

// LintOptions says what the lint goes by.
type LintOptions struct {
	Phrases    *Phrases       // nil: the built-in ones, compiled anew
	Catalogue  *kpi.Catalogue // of the indicators that texts may name; nil: the built-in one
	Percent    PercentMode    // what an open percent means; "": ask
	Concurrent int            // plans that one person can carry at once; 0: no limit
	MinN       int            // trials below which a base is too few
	Repeats    int            // plans that may hold the same text

	Confidential bool // also what HR and the employee alone may see
}

// DefaultLint is three plans at once, a base of ten, the same text three times.
func DefaultLint() LintOptions {
	return LintOptions{Phrases: BuiltinPhrases(), Catalogue: kpi.Builtin(), Concurrent: 3, MinN: 10, Repeats: 3}
}

// Rule is one thing that the lint looks for. Its id is stable.
type Rule struct {
	ID       string
	Severity kpi.Severity // Error: to be settled before anybody signs; Warning: to be talked about
}

// Rules lists every rule.
func Rules() []Rule {
	const e, w = kpi.Error, kpi.Warning
	return []Rule{
		{"percent.ambiguous", e}, {"placeholder.unfilled", e}, {"unit.changed", e}, {"scope.changed", e},
		{"deadline.missing", e}, {"base.missing", w}, {"reference.missing", w}, {"actions.end_early", w},
		{"effect.no_comparison", e}, {"base.too_few", w}, {"target.vague", e}, {"element.missing", e},
		{"cause.missing", e}, {"cause.not_in_taxonomy", e}, {"cause.no_evidence", w}, {"cause.one_source", w}, {"cause.trait", e},
		{"cause.whys_long", w}, {"cause.not_individual", w},
		{"action.missing", e}, {"action.no_owner", e}, {"action.no_due", e}, {"action.no_resource", w}, {"action.no_acceptance", w},
		{"actions.identical", w}, {"calendar.no_buffer", w}, {"targets.too_many", w}, {"completion.hollow", w},
		{"tone.label", e}, {"resource.not_confidential", e}, {"resource.lacking", w},
	}
}

// linter gathers findings.
type linter struct {
	LintOptions
	names    []named // of the catalogue's indicators
	severity map[string]kpi.Severity
	causes   []string // codes of the taxonomy
	found    []kpi.Diagnostic
}

func newLinter(opt LintOptions) *linter {
	if opt.Phrases == nil {
		opt.Phrases = BuiltinPhrases()
	}
	if opt.Catalogue == nil {
		opt.Catalogue = kpi.Builtin()
	}
	l := &linter{LintOptions: opt, names: namesOf(opt.Catalogue), severity: map[string]kpi.Severity{}, causes: causeCodes(Taxonomy())}
	for _, r := range Rules() {
		l.severity[r.ID] = r.Severity
	}
	return l
}

func (l *linter) report(rule string, at kpi.Origin, args kpi.Args) {
	l.found = append(l.found, kpi.Diagnostic{Severity: l.severity[rule], Code: rule, Origin: at, Args: args})
}

// sorted are the findings by place, each once.
func (l *linter) sorted() []kpi.Diagnostic {
	slices.SortStableFunc(l.found, kpi.Diagnostic.Compare)
	return slices.CompactFunc(l.found, func(a, b kpi.Diagnostic) bool { return a.Compare(b) == 0 })
}

// Lint checks one plan: its targets, causes, actions and words. Places are the
// plan's id and the part of it: "p1a2b3!actions[2]".
//
// What HR and the employee alone may see is passed over unless asked for: a
// finding would quote it.
func Lint(plan Plan, opt LintOptions) []kpi.Diagnostic {
	l := newLinter(opt)
	l.plan(plan)
	return l.sorted()
}

// LintAll checks plans one by one, and what only shows in all of them: too many
// at once for one person, and the same text in many.
func LintAll(plans []Plan, opt LintOptions) []kpi.Diagnostic {
	l := newLinter(opt)
	for _, p := range plans {
		l.plan(p)
	}
	l.load(plans)
	for _, r := range Repeats(l.open(plans), max(1, l.Repeats)) {
		for _, id := range r.Plans {
			l.report("actions.identical", kpi.Origin{File: id}, kpi.Args{"text": r.Text, "count": itoa(len(r.Plans))})
		}
	}
	return l.sorted()
}

// open are the plans as the reader may see them.
func (l *linter) open(plans []Plan) []Plan {
	out := slices.Clone(plans)
	for i := range out {
		if !l.Confidential {
			out[i].Content = out[i].Content.ForManager()
		}
	}
	return out
}

// load says of whoever has more open plans than can be carried at once.
func (l *linter) load(plans []Plan) {
	if l.Concurrent <= 0 {
		return
	}
	open := map[string]int{}
	for _, p := range plans {
		if isOpen(p) {
			open[p.Employee.ID]++
		}
	}
	for _, p := range plans {
		if n := open[p.Employee.ID]; n > l.Concurrent && isOpen(p) {
			l.report("targets.too_many", kpi.Origin{File: p.ID}, kpi.Args{"employee": cmp.Or(p.Employee.Name, p.Employee.ID), "count": itoa(n), "limit": itoa(l.Concurrent)})
		}
	}
}

// isOpen reports whether a plan still asks for somebody's time.
func isOpen(p Plan) bool { return p.State != Closed }
