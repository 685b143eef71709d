package ingest

import (
	"path"
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
}

// findPeriod looks for the one period in a name such as "2025年6月绩效.xlsx" or
// "kpi_2025Q2.csv". Days are not taken: in names they are mostly the day of an
// export. A name with several periods, or a range of them, holds none; 6月 takes
// the year from the name itself or else the one given.
func findPeriod(name string, year int) named {
	text := strings.ReplaceAll(normal(name), "_", "-")
	found := scanPeriods(text, PeriodOptions{})
	own := oneYear(found.periods)
	if own != 0 {
		year = own
	}
	if found.noYear && year != 0 {
		found = scanPeriods(text, PeriodOptions{Year: year})
	}
	out := named{year: own, noYear: found.noYear && !found.ranged}
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
	last := -1 // end of the mention before
	for at := 0; at < len(text); {
		end, p, code := longestPeriod(text, at, opt)
		if end == 0 {
			_, width := utf8.DecodeRuneInString(text[at:])
			at += width
			continue
		}
		m.noYear = m.noYear || code == "period.no_year"
		m.ranged = m.ranged || isRange(text, at) || last >= 0 && isRange(text[:at], at)
		if code == "" {
			m.periods = append(m.periods, p)
		}
		last, at = end, end
	}
	return m
}

const separators = " -./',"

// longestPeriod tries the texts that begin at a boundary, the longest first.
func longestPeriod(text string, at int, opt PeriodOptions) (int, kpi.Period, string) {
	if at > 0 && joined(text, at) || strings.IndexByte(separators, text[at]) >= 0 {
		return 0, kpi.Period{}, ""
	}
	const longest = 24
	for end := min(len(text), at+longest); end > at; end-- {
		if end < len(text) && (!utf8.RuneStart(text[end]) || joined(text, end)) || strings.IndexByte(separators, text[end-1]) >= 0 {
			continue
		}
		p, code := readPeriod(text[at:end], opt)
		if code == "" || code == "period.no_year" {
			return end, p, code
		}
	}
	return 0, kpi.Period{}, ""
}

// joined reports whether the characters on both sides of a position belong
// together: two digits, or two Latin letters.
func joined(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	return unicode.IsDigit(before) && unicode.IsDigit(after) || isLatin(before) && isLatin(after)
}

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' }

// isRange reports whether a number and a dash, 至 or 到 stand before a position.
func isRange(text string, at int) bool {
	head := strings.TrimRight(text[:at], " ")
	for _, dash := range []string{"-", "~", "至", "到", "—", "–"} {
		if rest, ok := strings.CutSuffix(head, dash); ok {
			r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(rest, " "))
			return unicode.IsDigit(r) || strings.ContainsRune("年月季度周", r)
		}
	}
	return false
}

// onePeriod returns the period of the mentions when there is but one beside
// the years that hold it, and it is no day.
func onePeriod(list []kpi.Period) (kpi.Period, bool) {
	var one kpi.Period
	for _, p := range list {
		if p.Grain == kpi.Day {
			return kpi.Period{}, false
		}
		if one.Grain == 0 || one.Grain == kpi.Year && p.Grain < kpi.Year && within(p, one) {
			one = p
			continue
		}
		if p != one && !(p.Grain == kpi.Year && within(one, p)) {
			return kpi.Period{}, false
		}
	}
	return one, one.Grain != 0
}

func within(p, year kpi.Period) bool { return p.Start >= year.Start && p.Start <= year.End() }

func oneYear(list []kpi.Period) int {
	year := 0
	for _, p := range list {
		if p.Grain == kpi.Day {
			return 0 // the day of the export may lie in the next year
		}
		y := p.Start.Time().Year()
		if p.Grain == kpi.Week {
			y, _ = p.Start.Time().ISOWeek()
		}
		if year != 0 && y != year {
			return 0
		}
		year = y
	}
	return year
}

// baseName is the file's name without folders and suffix, whichever system
// wrote the path.
func baseName(file string) string {
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	return strings.TrimSuffix(base, path.Ext(base))
}
