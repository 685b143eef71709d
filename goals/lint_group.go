package goals

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// clause is a sentence of a group with what it speaks of.
type clause struct {
	Sentence
	indicator string // its id, or that of the sentence before; "" for none
	target    bool
}

// group checks sentences that are read together.
func (l *linter) group(list []Sentence) {
	settled := false
	for _, s := range list {
		settled = settled || strings.Contains(strings.ToLower(s.Text), "mode: ") && l.Phrases.has("percent_settled", s.Text)
	}
	keep := l.Percent
	if settled && keep == "" {
		l.Percent = Relative // the document says which
	}
	for _, s := range list {
		l.words(s)
		l.traits(s)
	}
	l.Percent = keep
	clauses := l.clauses(list)
	for i, c := range clauses {
		l.clause(clauses, i)
		l.few(c)
	}
	l.pairs(clauses)
	l.horizon(clauses)
}

// traits says of a cause that is a person's trait.
func (l *linter) traits(s Sentence) {
	if l.Phrases.elementOf(s.Label) != "cause" && !l.Phrases.has("cause", s.Text) {
		return
	}
	if word := l.Phrases.first("trait", s.Text); word != "" {
		l.report("cause.trait", s.Origin, kpi.Args{"word": word})
	}
}

func (l *linter) clauses(list []Sentence) []clause {
	out := make([]clause, len(list))
	before := ""
	for i, s := range list {
		if in := l.indicator(s.Label + " " + s.Text); in != nil {
			before = in.ID
		}
		element := l.Phrases.elementOf(s.Label)
		out[i] = clause{Sentence: s, indicator: before, target: element == "target" || element == "" && l.Phrases.has("target_level", s.Text)}
	}
	return out
}

// clause checks one sentence among those of its group.
func (l *linter) clause(all []clause, i int) {
	c := all[i]
	said := kpi.Args{"quote": quote(c.Text)}
	if l.endless(all, c) {
		l.report("deadline.missing", c.Origin, said)
	}
	if l.vague(c) {
		l.report("target.vague", c.Origin, said)
	}
	if l.floats(c.Text) && !l.based(all, i) {
		l.report("base.missing", c.Origin, said)
	}
	if l.steps(c) && !l.referred(all, c.indicator) {
		l.report("reference.missing", c.Origin, said)
	}
}

const digits = "0123456789"

// endless reports whether a sentence is a target that names no day, and no cell of its
// group does.
func (l *linter) endless(all []clause, c clause) bool {
	return c.target && strings.ContainsAny(c.Text, digits) && !l.timed(c.Text) && !l.dated(all)
}

// timed reports whether a text says by when; "two months in a row" does not.
func (l *linter) timed(text string) bool {
	return l.Phrases.has("deadline", l.Phrases.without("sustain", text))
}

// vague reports whether a sentence wishes an indicator better without a figure.
func (l *linter) vague(c clause) bool {
	wish := l.Phrases.elementOf(c.Label) == "target" || c.Label == "" && l.indicator(c.Text) != nil
	return wish && !strings.ContainsAny(c.Text, digits) && l.Phrases.has("vague", c.Text)
}

// floats reports whether a text holds a change of a share that names no level.
func (l *linter) floats(text string) bool {
	p := l.Phrases
	return strings.Contains(text, "%") && p.has("percent_change", text) && !p.has("compared_mean", text) && !p.has("percent_settled", text) && !p.has("percent_other", text)
}

// steps reports whether a sentence leads a score or a share from one level to
// another by some day; a third number's unit (15 to 12 min) is another matter.
func (l *linter) steps(c clause) bool {
	m := l.Phrases.groups["from_to"].FindStringSubmatch(c.Text)
	return m != nil && m[1] == "" && l.Phrases.has("score", c.Text) && (c.target || l.timed(c.Text))
}

// dated reports whether a labelled cell of the group names the day.
func (l *linter) dated(all []clause) bool {
	for _, c := range all {
		if l.Phrases.elementOf(c.Label) == "due" && c.Text != "" {
			return true
		}
	}
	return false
}

var level = regexp.MustCompile(`\d+(?:\.\d+)?\s*(?:%|\x{5206}|points?|/)`)

// based reports whether a level of the same indicator stands anywhere: what a
// change is counted from.
func (l *linter) based(all []clause, i int) bool {
	for j, c := range all {
		same := j == i || c.indicator != "" && c.indicator == all[i].indicator
		if same && level.MatchString(l.Phrases.without("percent_change", c.Text)) {
			return true
		}
	}
	return false
}

// referred reports whether colleagues or a standard of the indicator are named.
func (l *linter) referred(all []clause, indicator string) bool {
	for _, c := range all {
		if c.indicator == indicator && l.Phrases.has("reference", c.Text) {
			return true
		}
	}
	return false
}

// few says of a mean over a handful of events.
func (l *linter) few(c clause) {
	if !l.Phrases.has("average", c.Text) {
		return
	}
	if n := l.Phrases.groupOf("few", c.Text); n != "" {
		l.report("base.too_few", c.Origin, kpi.Args{"n": n, "quote": quote(c.Text)})
	}
}

// base is what the baseline of an indicator speaks of.
type base struct {
	seen     bool
	narrowed bool   // to new work
	exposure string // counted by: reviews, projects
}

// pairs compares what baseline and target of an indicator speak of.
func (l *linter) pairs(all []clause) {
	bases := map[string]base{}
	for _, c := range all {
		for _, piece := range strings.Split(c.Text, ",") {
			b := bases[c.indicator]
			switch role := l.role(c.Label, piece); {
			case role == "current":
				bases[c.indicator] = l.base(b, piece)
			case role == "target" && b.seen:
				l.pair(c, piece, b)
			}
		}
	}
}

// role tells baseline from target: by the heading, else by the words.
func (l *linter) role(label, piece string) string {
	e := l.Phrases.elementOf(label)
	switch {
	case e == "current" || e == "target":
		return e
	case l.Phrases.has("target", piece):
		return "target"
	case e == "" && l.Phrases.has("baseline", piece):
		return "current"
	}
	return ""
}

func (l *linter) base(b base, piece string) base {
	b.seen, b.narrowed = true, b.narrowed || l.Phrases.has("narrowed", piece)
	if word := l.Phrases.groupOf("exposure", piece); word != "" && !strings.Contains(piece, "%") {
		b.exposure = word
	}
	return b
}

func (l *linter) pair(c clause, piece string, b base) {
	p := l.Phrases
	if per := p.groupOf("rhythm", piece); b.exposure != "" && per != "" && !strings.Contains(piece, "%") {
		l.report("unit.changed", c.Origin, kpi.Args{"baseline": b.exposure, "target": per})
	}
	if now := p.first("narrowed", piece); now != "" && !b.narrowed && strings.ContainsAny(piece, "0123456789") {
		l.report("scope.changed", c.Origin, kpi.Args{"baseline": "", "target": now})
	}
}

// horizon compares the last week of the actions with the last month of the
// targets.
func (l *linter) horizon(all []clause) {
	week, month, at := 0, 0, kpi.Origin{}
	for _, c := range all {
		week = max(week, l.largest(c.Text, "latin_week", "han_week"))
		if m := l.largest(l.Phrases.without("sustain", c.Text), "latin_month", "han_month"); m > month && (c.target || l.Phrases.has("target", c.Text)) {
			month, at = m, c.Origin
		}
	}
	const daysInMonth = 30
	if gap := month*daysInMonth - week*7; week > 0 && gap > maxTail {
		l.report("actions.end_early", at, kpi.Args{"last_week": itoa(week), "target_month": itoa(month), "days": itoa(gap)})
	}
}

// largest is the largest number that a pattern of the groups holds, 0 for none.
func (l *linter) largest(text string, groups ...string) int {
	most := 0
	for _, g := range groups {
		for _, m := range l.Phrases.groups[g].FindAllStringSubmatch(text, -1) {
			most = max(most, number(m[1]), number(m[2]))
		}
	}
	return most
}

// number reads a week or month, 0 for what is none.
func number(word string) int {
	n, err := strconv.Atoi(word)
	if err != nil || n > maxWeek {
		return 0
	}
	return n
}
