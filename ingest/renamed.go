package ingest

import (
	"slices"
	"strings"
	"unicode"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// A heading that the configuration names and the file lacks was renamed, or is gone.
// What it may be now is asked, never taken: a column that means the same by the
// vocabulary, else one of the same words, else one that looks alike.

// mostRenamed is how many headings are proposed for one.
const mostRenamed = 3

// tellRenamed adds to the arguments of a fault the new headings that may stand for
// those that are missing.
func (g *grid) tellRenamed(absent []string, args kpi.Args) {
	var list []string
	for _, h := range absent {
		now := g.renamedTo(h)
		if len(now) == 0 && len(absent) == 1 {
			now = g.onlyOther(h)
		}
		if len(now) > 0 {
			list = append(list, h+" → "+strings.Join(now, " / "))
		}
	}
	if len(list) > 0 {
		args["renamed"] = strings.Join(list, ", ")
	}
}

// renamedTo are the headings that may be the new ones of one that is missing.
func (g *grid) renamedTo(heading string) []string {
	w := g.soughtOf(heading)
	var same []string
	best, near := "", 0.0
	for _, c := range g.cols {
		if c.Heading == "" || g.isNamed(c.at) {
			continue
		}
		if w.fits(c) {
			same = append(same, c.Heading)
			continue
		}
		if s := alike(heading, c.Heading); s > near && s >= similarEnough && !w.contradicts(c) {
			best, near = c.Heading, s
		}
	}
	switch {
	case len(same) > 0:
		return same[:min(mostRenamed, len(same))]
	case best != "":
		return []string{best}
	}
	return nil
}

// onlyOther is the one column that the source doesn't name, where it may hold the
// same: figures for figures.
func (g *grid) onlyOther(heading string) []string {
	var others []*column
	for _, c := range g.cols {
		if c.Heading != "" && !g.isNamed(c.at) {
			others = append(others, c)
		}
	}
	w := g.soughtOf(heading)
	if len(others) != 1 || w.contradicts(others[0]) || len(w.hits) > 0 != others[0].cells.isNumeric() {
		return nil
	}
	return []string{others[0].Heading}
}

// sought is what a column of a heading is for: dimensions that it may be, parts of
// indicators.
type sought struct {
	dimensions []string
	hits       []hit
}

// soughtOf gathers what the source has a heading for, and what it means by itself.
func (g *grid) soughtOf(heading string) (w sought) {
	m := g.run.words.match(heading)
	if m.dimension != "" {
		w.dimensions = append(w.dimensions, m.dimension)
	}
	w.hits = slices.Clone(m.hits)
	c := g.source.Columns
	for _, one := range []struct {
		heading    string
		dimensions []string
	}{
		{c.Employee, []string{dimID, dimPerson, dimName, dimAnyID}}, {c.Name, []string{dimName, dimPerson}},
		{c.Team, []string{dimGroup, dimTeam, dimDepartment}},
		{c.Period, []string{dimPeriod, dimMonth, dimWeek, dimDate, dimQuarter}},
		{c.KPI, []string{dimKPI}}, {c.Value, []string{dimValue}}, {c.Numerator, []string{dimNumerator}}, {c.Denominator, []string{dimDenominator}},
		{c.Role, []string{dimRole}}, {c.Level, []string{dimLevel}}, {c.Manager, []string{dimManager}}, {c.Type, []string{dimType}}, {c.Hired, []string{dimHired}},
	} {
		if one.heading == heading {
			w.dimensions = append(w.dimensions, one.dimensions...)
		}
	}
	for _, m := range g.source.Measures {
		for p, h := range map[part]string{valuePart: m.Value, numeratorPart: m.Numerator, denominatorPart: m.Denominator} {
			if in := g.run.words.catalogue.Get(m.KPI); in != nil && h == heading {
				w.hits = append(w.hits, hit{in, p})
			}
		}
	}
	return w
}

// fits reports whether a column is known for what is wanted.
func (w sought) fits(c *column) bool {
	return slices.Contains(w.dimensions, c.dimension) || slices.ContainsFunc(c.hits, func(h hit) bool { return slices.Contains(w.hits, h) })
}

// contradicts reports whether a column is known for something else.
func (w sought) contradicts(c *column) bool {
	return len(w.dimensions)+len(w.hits) > 0 && (c.dimension != "" || len(c.hits) > 0)
}

// alike is between 0 and 1: 1 for a heading that holds all of the other one, else the
// share of the words that both have, or the similarity of the letters.
func alike(a, b string) float64 {
	x, y := fold(a).key, fold(b).key
	if isWithin(x, y) || isWithin(y, x) {
		return 1
	}
	return max(similarity(x, y), sharedWords(a, b))
}

// isWithin reports whether the characters of a heading stand in another one in the
// same order: 拜访数 in 拜访客户数. Latin letters must stand together.
func isWithin(short, long string) bool {
	rest := []rune(short)
	if len(rest) < 2 {
		return false
	}
	if isPlain(short) {
		return len(rest) > 3 && strings.Contains(long, short)
	}
	for _, c := range long {
		if len(rest) > 0 && rest[0] == c {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

// sharedWords is the share of the words of the shorter heading that the other one has,
// whatever their endings: Close Date, Date Closed.
func sharedWords(a, b string) float64 {
	x, y := stems(a), stems(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	shared := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			shared++
		}
	}
	if len(x) == 0 {
		return 0
	}
	if share := float64(shared) / float64(len(x)); share > similarEnough {
		return share
	}
	return 0 // Customer id is as near to Customer name
}

// stems are the words of a Latin heading without their endings.
func stems(heading string) []string {
	var list []string
	for _, w := range strings.FieldsFunc(strings.ToLower(heading), func(c rune) bool { return !unicode.IsLetter(c) || c > unicode.MaxLatin1 }) {
		if len(w) > 1 {
			list = append(list, w[:min(4, len(w))])
		}
	}
	return list
}
