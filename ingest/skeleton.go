package ingest

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// SkeletonKPI is the id of the indicator that a skeleton measures: a name for a
// person to change.
const SkeletonKPI = "my_rate"

// Skeleton proposes a source of events for a table in which no indicator was
// recognised, made of its own headings: who (the employee's column), when (a date)
// and an example of a measure, the share of one word of a column. Where nothing
// fits, the column is left empty for a person to fill in. ok is false where nothing
// speaks for events: no date, or no column to count.
func Skeleton(r Reading) (s Source, ok bool) {
	if r.Source != nil || r.Skipped == "" {
		return Source{}, false
	}
	s = Source{Match: Pattern(path.Base(strings.ReplaceAll(r.File, `\`, "/"))), Sheet: r.Sheet, Layout: layoutEvents}
	if r.HeaderRow > 1 {
		s.HeaderRow = r.HeaderRow
	}
	taken := map[int]bool{}
	take := func(fits func(c Column) bool) string {
		at := slices.IndexFunc(r.Columns, func(c Column) bool { return !taken[c.Origin.Col] && c.Heading != "" && fits(c) })
		if at < 0 {
			return ""
		}
		taken[r.Columns[at].Origin.Col] = true
		return r.Columns[at].Name
	}
	role := func(roles ...Role) func(Column) bool {
		return func(c Column) bool { return slices.Contains(roles, c.Role) }
	}
	one := func(fits ...func(Column) bool) (name string) {
		for _, f := range fits {
			if name == "" {
				name = take(f)
			}
		}
		return name
	}
	s.Columns.Employee = one(role(RoleEmployee), role(RoleName), headedLike(dimID, dimPerson, dimName), holdsPeople)
	s.Columns.Team = one(role(RoleTeam), headedLike(dimGroup, dimTeam, dimDepartment))
	s.Columns.Period = one(role(RolePeriod), holdsDates)
	outcome := one(saysOutcome, holdsLogical, holdsWords)
	if s.Columns.Period == "" || outcome == "" {
		return Source{}, false
	}
	s.Measures = []Measure{{KPI: SkeletonKPI, Numerator: equals(r, outcome), Denominator: "true"}}
	return s, true
}

func headedLike(dims ...string) func(Column) bool {
	return func(c Column) bool { return slices.Contains(dims, words().dimensions[fold(c.Heading).key]) }
}

// holdsPeople reports whether the first cells of a column are names of people.
func holdsPeople(c Column) bool { return allSamples(c, namesPerson) }

func holdsDates(c Column) bool {
	return allSamples(c, isDayText)
}

// isDayText reports whether a text is a day, in whatever order its parts stand.
func isDayText(text string) bool {
	p, code := readPeriod(text, PeriodOptions{})
	return code == "" && p.Grain == kpi.Day || code == "period.order_ambiguous"
}

// saysOutcome reports whether a heading is that of how a case ended.
func saysOutcome(c Column) bool {
	_, says := holdsWord(normal(c.Heading), words().Outcomes)
	return says && isOfWords(c)
}

func holdsLogical(c Column) bool {
	return allSamples(c, func(text string) bool { _, is := words().logical[normal(text)]; return is })
}

// holdsWords reports whether a column is of words, of which one comes again.
func holdsWords(c Column) bool {
	return isOfWords(c) && len(c.Samples) > 1 && len(set(c.Samples, normal)) < len(c.Samples)
}

func isOfWords(c Column) bool {
	return allSamples(c, func(text string) bool { return parseNumber(text).state == rejected })
}

func allSamples(c Column, is func(string) bool) bool {
	return len(c.Samples) > 0 && !slices.ContainsFunc(c.Samples, func(text string) bool { return !is(text) })
}

// equals writes the expression that a column holds the first of its words.
func equals(r Reading, heading string) string {
	at := slices.IndexFunc(r.Columns, func(c Column) bool { return c.Name == heading })
	word := r.Columns[at].Samples[0]
	if !isIdentifier(heading) {
		heading = "col(" + strconv.Quote(heading) + ")"
	}
	return heading + " == " + strconv.Quote(word)
}

// isIdentifier reports whether an expression may name a column by its heading as
// it stands.
func isIdentifier(heading string) bool {
	for i, c := range heading {
		if c != '_' && !unicode.IsLetter(c) && (i == 0 || !unicode.IsDigit(c)) {
			return false
		}
	}
	return heading != "" && !slices.Contains([]string{"true", "false", "nil", "not", "and", "or", "in", "let", "if", "else", "matches", "contains"}, heading)
}
