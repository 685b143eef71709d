package ingest

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// named is what the name of a sheet or a file, or a title, says about time.
type named struct {
	period kpi.Period // the one period it holds; zero when none
	year   int        // the one year it holds, alone or in its periods; 0 when none, or several
	noYear bool       // it holds a month or a quarter, but no year stands anywhere
	fiscal bool       // it names a fiscal year
	pair   int        // the first of two years that it spans: 2024-2025, 2024年10月–2025年3月; 0 when it does not
}

// findPeriod looks for the one period in a name such as "2025年6月绩效.xlsx" or
// "kpi_2025Q2.csv". Days are not taken: in names they are mostly the day of an
// export. A name with several periods, or a range of them, holds none; 6月 takes
// the year from the name itself or else the one given.
func findPeriod(name string, year int) named {
	if isLong(name) {
		return named{}
	}
	text, fiscal, pair := cutFiscal(normal(name))
	found := scanPeriods(text, PeriodOptions{})
	own := oneYear(found.periods)
	if own != 0 {
		year = own
	}
	if found.noYear && year != 0 {
		found = scanPeriods(text, PeriodOptions{Year: year})
	}
	out := named{year: own, noYear: found.noYear && !found.ranged, fiscal: fiscal, pair: pair}
	if found.ranged && pair == 0 {
		out.pair = yearsOf(found.periods)
	}
	if p, ok := onePeriod(found.periods); ok && !found.ranged {
		out.period = p
	}
	return out
}

// mentions are the periods found in a text.
type mentions struct {
	periods []kpi.Period
	noYear  bool // a part of a year was found without its year
	ranged  bool // 1-6月, 2025-01~2025-06
}

func scanPeriods(text string, opt PeriodOptions) mentions {
	var m mentions
	list := joinDays(text, mentionsIn(text, opt))
	full := slices.ContainsFunc(list, func(one mention) bool { return one.full && one.period.Grain > kpi.Day })
	for i, one := range list {
		if i > 0 {
			m.ranged = m.ranged || isDash(text[list[i-1].end:one.at])
		}
		m.ranged = m.ranged || !one.full && isRange(text, one.at)
		m.noYear = m.noYear || one.code == "period.no_year"
		if one.code == "" && !(full && one.period.Grain == kpi.Day) {
			m.periods = append(m.periods, one.period)
		}
	}
	return m
}

// joinDays makes one mention of the first and the last day of a period:
// 2025-06-01_2025-06-30.
func joinDays(text string, list []mention) []mention {
	for i := 1; i < len(list); i++ {
		first, last := list[i-1], list[i]
		between := text[first.end:last.at]
		if first.period.Grain != kpi.Day || last.period.Grain != kpi.Day || between != "_" && !isDash(between) {
			continue
		}
		if p, ok := wholePeriod(first.period, last.period); ok {
			list = slices.Replace(list, i-1, i+1, mention{first.at, last.end, true, p, ""})
		}
	}
	return list
}

// yearsOf is the first of the two years in which the periods of a range lie, when
// the second follows it; else 0.
func yearsOf(list []kpi.Period) int {
	if len(list) != 2 || list[0].Grain == kpi.Day {
		return 0
	}
	first := list[0].Start.Time().Year()
	if list[1].Start.Time().Year() != first+1 {
		return 0
	}
	return first
}

// mention is a period in a text, from at to end.
type mention struct {
	at, end int
	full    bool // the year of four digits first, then its part: no digit in front is the month
	period  kpi.Period
	code    string
}

// mentionsIn finds the periods in a normal text. Those with a full year in front
// are taken first, so that the 3 of team3-2025-06 is no March, whatever stands before
// them; the others from what is left.
func mentionsIn(text string, opt PeriodOptions) []mention {
	list := scanMentions(text, 0, opt, longestFull)
	from := 0
	for _, m := range append(slices.Clone(list), mention{at: len(text)}) {
		list = append(list, scanMentions(text[:m.at], from, opt, longestPeriod)...)
		from = m.end
	}
	slices.SortFunc(list, func(a, b mention) int { return a.at - b.at })
	return list
}

func scanMentions(text string, at int, opt PeriodOptions, read func(string, int, PeriodOptions) mention) []mention {
	var list []mention
	for at < len(text) {
		m := read(text, at, opt)
		if m.end == 0 {
			_, width := utf8.DecodeRuneInString(text[at:])
			at += width
			continue
		}
		list = append(list, m)
		at = m.end
	}
	return list
}

const separators = " -./',_"

// longestFull reads a period that begins with its year, in four digits: 2025-06,
// 202506, 2025年6月. A year alone is none, for it may belong to what stands before it.
func longestFull(text string, at int, _ PeriodOptions) mention {
	digits := leadingDigits(text[at:])
	if digits != 4 && digits != 6 && digits != 8 {
		return mention{}
	}
	m := longestPeriod(text, at, PeriodOptions{})
	if m.end == 0 || m.code != "" || m.period.Grain == kpi.Year {
		return mention{}
	}
	m.full = true
	return m
}

// longestPeriod tries the texts that begin at a boundary, the longest first.
func longestPeriod(text string, at int, opt PeriodOptions) mention {
	if at > 0 && joined(text, at) || strings.IndexByte(separators, text[at]) >= 0 {
		return mention{}
	}
	const longest = 24
	for end := min(len(text), at+longest); end > at; end-- {
		if end < len(text) && (!utf8.RuneStart(text[end]) || joined(text, end)) || strings.IndexByte(separators, text[end-1]) >= 0 {
			continue
		}
		one, ok := inName(text, at, end)
		if !ok {
			continue
		}
		p, code := readPlain(plainDate(one), opt)
		if code == "" || code == "period.no_year" {
			return mention{at: at, end: end, period: p, code: code}
		}
	}
	return mention{}
}

// inName is the part of a name from at to end as a period is written: an underscore
// parts as a dash does, but not beside another mark. What begins with a number and has
// its year behind, 06-2025, must be sure to be no number of something else.
func inName(text string, at, end int) (string, bool) {
	one := text[at:end]
	if strings.Contains(one, "_") {
		if strings.ContainsAny(one, "-./~") {
			return "", false
		}
		one = strings.ReplaceAll(one, "_", "-")
	}
	parts := strings.FieldsFunc(one, func(r rune) bool { return strings.ContainsRune(separators, r) })
	switch leadingDigits(parts[0]) {
	case 4:
		return fullInName(one, parts)
	case 1, 2:
		yearBehind := len(parts) == 2 && len(parts[0]) == leadingDigits(parts[0]) && len(parts[1]) == 4
		return one, !endsWord(text[:at]) && (!yearBehind || isMonthInFront(text, at, end))
	}
	return one, true
}

// fullInName is a part of a name that begins with a full year. 2025-06_2 is June and a 2,
// for its days would have two digits as well; 2025 06 is June.
func fullInName(one string, parts []string) (string, bool) {
	switch {
	case len(parts) == 3 && len(parts[1]) == 2 && parts[1][0] == '0' && len(parts[2]) == 1:
		return "", false
	case len(parts) == 2 && len(parts[1]) == 2 && strings.Contains(one, " "):
		return parts[0] + "-" + parts[1], true
	}
	return one, true
}

// endsWord reports whether a Latin letter stands at the end of a text: of a number
// behind it, it makes a name.
func endsWord(text string) bool {
	return text != "" && isLatin(rune(text[len(text)-1]))
}

// isMonthInFront reports whether a number in front of a year is its month: it stands
// alone with it, or has two digits, or belongs to it more closely than to what stands before.
func isMonthInFront(text string, at, end int) bool {
	head := strings.TrimRight(text[:at], separators)
	between := text[len(head):at]
	number := strings.TrimLeft(text[at:end], "0123456789")
	switch r, _ := utf8.DecodeLastRuneInString(head); {
	case head == "":
		return true
	case unicode.IsDigit(r) && between != " ":
		return false
	}
	return text[at:end][1] != number[0] || between == "" || between[len(between)-1] != number[0]
}

// baseName is the file's name without folders and suffix, whichever system
// wrote the path.
func baseName(file string) string {
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	return strings.TrimSuffix(base, path.Ext(base))
}
