package ingest

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// part is what a column holds of an indicator.
type part uint8

const (
	valuePart part = iota
	numeratorPart
	denominatorPart
)

// hit is an indicator that a heading names, or one of its parts.
type hit struct {
	indicator *kpi.Indicator
	part      part
}

// The ranks of a match, the surer first.
const (
	rankNamed    = iota // by a configuration or --kpi
	rankExact           // the folded heading is a name
	rankModified        // after a declared modifier was cut
)

// meaning is what a heading was found to stand for. Without hits and dimension
// it is not known.
type meaning struct {
	folded
	hits       []hit
	rank       int
	dimension  string
	named      string   // unit given with --kpi
	modifiers  []string // cut to find the hits
	notActual  string   // the word that says it is a target, a rank, last year's
	actual     bool     // beside a period: 实际 of 1月 实际, and no name of an indicator
	configured bool     // a configuration says what the heading is
}

// evidence tells how the match was made, "" when it was exact.
func (m meaning) evidence() string {
	var facts []string
	switch {
	case m.configured:
		facts = append(facts, "configured")
	case m.rank == rankNamed && len(m.hits) > 0:
		facts = append(facts, "named")
	}
	if len(m.modifiers) > 0 {
		facts = append(facts, "modifiers="+strings.Join(m.modifiers, ","))
	}
	if m.notActual != "" {
		facts = append(facts, "not_actual="+m.notActual)
	}
	return strings.Join(facts, " ")
}

// cumulative reports whether a cut modifier says that figures add up from the
// start of the year.
func (m meaning) cumulative() bool {
	return slices.ContainsFunc(m.modifiers, func(w string) bool { return slices.Contains(words().cumulative, w) })
}

// ofNew reports whether a cut modifier narrows what is counted to new ones.
func (m meaning) ofNew() bool {
	return slices.ContainsFunc(m.modifiers, func(w string) bool { return slices.Contains(words().narrowing, w) })
}

// vocabulary is what headings and the cells of a KPI column are matched with.
type vocabulary struct {
	catalogue *kpi.Catalogue
	names     map[string][]hit
	namings   map[string]naming
	used      map[string]bool // keys of the namings that met a heading
	cache     map[string]meaning
	searched  int // names looked up by mostSimilar
}

func newVocabulary(cat *kpi.Catalogue, namings []naming) *vocabulary {
	v := &vocabulary{catalogue: cat, names: map[string][]hit{}, namings: map[string]naming{}, used: map[string]bool{}, cache: map[string]meaning{}}
	for _, in := range cat.All() {
		v.learn(in, valuePart, in.Names())
		v.learn(in, numeratorPart, in.Numerator)
		v.learn(in, denominatorPart, in.Denominator)
	}
	for key, hits := range v.names {
		v.names[key] = preferOwn(hits)
	}
	for _, n := range namings {
		v.namings[n.key] = n
	}
	return v
}

// preferOwn takes, of several indicators with the same name, the one that the
// user defined before those that are built in.
func preferOwn(hits []hit) []hit {
	own := 0
	for _, h := range hits {
		if h.part == valuePart && h.indicator.Source != "builtin" {
			own++
		}
	}
	if own != 1 {
		return hits
	}
	return slices.DeleteFunc(hits, func(h hit) bool { return h.part == valuePart && h.indicator.Source == "builtin" })
}

func (v *vocabulary) learn(in *kpi.Indicator, p part, names []string) {
	for _, name := range names {
		key, h := fold(name).key, hit{in, p}
		if key != "" && !slices.Contains(v.names[key], h) {
			v.names[key] = append(v.names[key], h)
		}
	}
}

// match finds what a heading means, the surest way first: --kpi, an exact name,
// a dimension, the name with 率 or "rate" where the mark says percent, and at
// last the name without declared modifiers. Similar names are no match.
func (v *vocabulary) match(heading string) meaning {
	if isLong(heading) {
		return meaning{}
	}
	m, done := v.cache[heading]
	if !done {
		m = v.find(fold(heading))
		v.cache[heading] = m
	}
	if _, named := v.namings[m.key]; named {
		v.used[m.key] = true
	}
	return m
}

func (v *vocabulary) find(f folded) meaning {
	m := meaning{folded: f, rank: rankExact}
	if f.key == "" {
		return m
	}
	if n, ok := v.namings[f.key]; ok {
		return m.as(n, v.catalogue.Get(n.indicator))
	}
	if m.hits = v.names[f.key]; len(m.hits) > 0 {
		return m
	}
	if m.dimension = words().dimensions[f.key]; m.dimension != "" {
		return m
	}
	if f.unit == "percent" {
		for _, end := range words().percentSuffixes {
			if m.hits = v.names[f.key+end]; len(m.hits) > 0 {
				m.modifiers = []string{"+" + end}
				return m
			}
		}
	}
	for _, find := range []func(meaning) (meaning, bool){v.findPart, v.findTwice, v.findWithin, v.findSummary, v.findTimed} {
		if m, ok := find(m); ok {
			return m
		}
	}
	return v.findModified(m)
}

// as is the meaning that a user gave a heading; a unit of time in it stays.
func (m meaning) as(n naming, in *kpi.Indicator) meaning {
	m.rank, m.named, m.hits = rankNamed, n.unit, []hit{{in, valuePart}}
	if m.unit == "" && secondsIn[in.Unit] > 0 {
		_, m.unit = cutTimeUnit(m.text)
	}
	return m
}

// findModified cuts declared modifiers, unless a word says that the figures
// are no actual ones.
func (v *vocabulary) findModified(m meaning) meaning {
	if w, ok := holdsWord(m.text, words().NotActual); ok {
		m.notActual = w
		return m
	}
	key, cut, _ := v.cutModifiers(m.key, 3)
	if hits := v.names[key]; len(cut) > 0 && len(hits) > 0 {
		m.hits, m.modifiers, m.rank = hits, cut, rankModified
	}
	return m
}

// cutModifiers cuts at most depth modifiers from either end until a name
// stands; cut is empty when none does.
func (v *vocabulary) cutModifiers(key string, depth int) (string, []string, bool) {
	if len(v.names[key]) > 0 {
		return key, nil, true
	}
	if depth == 0 {
		return key, nil, false
	}
	for _, w := range words().modifiers {
		for _, cut := range []func(string, string) (string, bool){strings.CutPrefix, strings.CutSuffix} {
			rest, ok := cut(key, w)
			if !ok || rest == "" {
				continue
			}
			if name, more, found := v.cutModifiers(rest, depth-1); found {
				return name, append([]string{w}, more...), true
			}
		}
	}
	return key, nil, false
}

// indicatorOf finds the one indicator that a text of a KPI column names.
func (v *vocabulary) indicatorOf(text string) (*kpi.Indicator, meaning) {
	m := v.match(text)
	var one *kpi.Indicator
	for _, h := range m.hits {
		if h.part != valuePart {
			continue
		}
		if one != nil && one != h.indicator {
			return nil, m
		}
		one = h.indicator
	}
	return one, m
}

// indicatorIn finds the one indicator whose name a sheet's name or a title
// holds; nil when there is none, or several. Of names that hold each other the
// longest counts; short English ones must stand alone.
func (v *vocabulary) indicatorIn(text string) *kpi.Indicator {
	if isLong(text) {
		return nil
	}
	text = normal(text)
	if _, ok := holdsWord(text, words().NotActual); ok || v.match(text).notActual != "" {
		return nil
	}
	rest := squash(text)
	longest := v.longestName(rest)
	if longest == "" {
		in, _ := v.indicatorOf(text)
		return in
	}
	if v.longestName(strings.ReplaceAll(rest, longest, "\x00")) != "" {
		return nil
	}
	in, _ := v.indicatorOf(longest)
	return in
}

// longestName returns the longest name of an indicator in a folded text.
func (v *vocabulary) longestName(text string) string {
	longest := ""
	for name, hits := range v.names {
		least := 3
		if isPlain(name) {
			least = 6
		}
		if len(name) < least || !hasValue(hits) || !strings.Contains(text, name) {
			continue
		}
		if len(name) > len(longest) || len(name) == len(longest) && name < longest {
			longest = name
		}
	}
	return longest
}

func hasValue(hits []hit) bool {
	return slices.ContainsFunc(hits, func(h hit) bool { return h.part == valuePart })
}
