package reports

import (
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// CSVOptions says how csv is written.
type CSVOptions struct {
	BOM bool // begin with the byte order mark that Excel wants to see UTF-8
}

// csvColumns are those of gaps[] in the JSON form, in the same order.
func csvColumns() []string {
	return []string{"employee", "name", "team", "kpi", "n", "numerator", "denominator", "value", "lo", "hi",
		"team_n", "team_mean", "team_sd", "team_median", "gap", "relative_gap", "rest", "rest_gap", "rest_relative_gap", "shortfall",
		"standard", "standard_gap", "standard_p", "standard_q", "standard_severity",
		"z", "p", "q", "p_material", "comparisons", "shrunk", "severity", "reason", "persistent", "slope", "caveats"}
}

// WriteCSV writes the rows of [Report.Shown] as RFC 4180 csv in UTF-8, sorted
// by team, indicator and employee: the columns of gaps[] in the JSON form, numbers in full
// precision, machine words, nothing for what is not known, the codes of
// caveats joined by ";".
//
// A spreadsheet that opens the file must not take a name for a formula, and a
// terminal must not obey it: in employee, name, team and kpi a leading = + - @
// (or its wide form) or ' gets an apostrophe before it (take one leading apostrophe away to have the
// text back), and control characters are written as visible signs ([locale.Plain]).
func WriteCSV(w io.Writer, r *Report, opt CSVOptions) error {
	b := AppendCSVHeader(nil, opt)
	for _, g := range r.Shown() {
		if b = AppendCSV(b, g); len(b) < csvBlock {
			continue
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
		b = b[:0]
	}
	_, err := w.Write(b)
	return err
}

// csvBlock is how many bytes are written at once, or a little more.
const csvBlock = 1 << 16

// AppendCSVHeader appends the first line of [WriteCSV].
func AppendCSVHeader(b []byte, opt CSVOptions) []byte {
	if opt.BOM {
		b = append(b, "\uFEFF"...)
	}
	return append(append(b, strings.Join(csvColumns(), ",")...), '\n')
}

// AppendCSV appends the row's line of [WriteCSV], cells in the order of
// csvColumns, each with the comma or the line's end behind it. It is for rows
// that are written as they are scored, by several goroutines.
func AppendCSV(b []byte, g *analysis.Gap) []byte {
	b = appendTexts(b, g.Employee.ID, g.Employee.Name, g.Team, g.Indicator.ID)
	b = appendCount(b, g.N)
	if g.Denominator != 0 {
		b = appendNumbers(b, g.Numerator.Float(), g.Denominator.Float())
	} else {
		b = append(b, ",,"...)
	}
	b = appendNumbers(b, g.Actual.Value, g.Actual.Lo, g.Actual.Hi)
	b = appendCount(b, g.TeamN)
	b = appendNumbers(b, g.TeamMean, g.TeamSD, g.TeamMedian, g.PointGap, g.RelativeGap, g.Rest, g.RestGap, g.RestRelativeGap, g.Shortfall)
	if s := g.Standard; s != nil {
		b = appendNumbers(b, s.Level, s.Gap, s.P, s.Q)
		b = append(append(b, s.Severity.String()...), ',')
	} else {
		b = append(b, ",,,,,"...)
	}
	b = appendNumbers(b, g.Z, g.P, g.Q, g.PMaterial)
	b = appendCount(b, g.Comparisons)
	b = appendNumbers(b, g.Shrunk)
	b = append(append(b, g.Severity.String()...), ',')
	b = append(append(b, g.Reason...), ',')
	b = append(append(b, g.Persistent...), ',')
	b = appendNumbers(b, g.Slope)
	b = append(b, codes(g.Caveats)...)
	return append(b, '\n')
}

func appendCount(b []byte, n int) []byte { return append(strconv.AppendInt(b, int64(n), 10), ',') }

func appendNumbers(b []byte, numbers ...float64) []byte {
	for _, n := range numbers {
		b = append(number(n).append(b), ',')
	}
	return b
}

// appendTexts appends cells of text, made harmless and quoted where csv needs
// it (RFC 4180, section 2); a cell never holds a line break.
func appendTexts(b []byte, texts ...string) []byte {
	for _, s := range texts {
		if isPlainWord(s) {
			b = append(append(b, s...), ',')
			continue
		}
		s = inert(s)
		if strings.ContainsAny(s, "\",") || strings.HasPrefix(s, " ") {
			s = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
		}
		b = append(append(b, s...), ',')
	}
	return b
}

func codes(caveats []kpi.Caveat) string {
	if len(caveats) == 1 {
		return caveats[0].Code
	}
	list := make([]string, len(caveats))
	for i, c := range caveats {
		list[i] = c.Code
	}
	return strings.Join(list, ";")
}

// isPlainWord reports whether the text is only letters and digits of ASCII, and
// spaces, dots and the like between them: it needs no care.
func isPlainWord(s string) bool {
	for i := range len(s) {
		c := s[i]
		word := 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
		between := c == ' ' || c == '.' || c == '_' || c == '-'
		if !word && !(between && i > 0) {
			return false
		}
	}
	return true
}

// inert makes text from an input harmless in a csv cell; see [WriteCSV].
func inert(s string) string {
	s = locale.Plain(s)
	if first, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune("=+-@'\uFF1D\uFF0B\uFF0D\uFF20", first) {
		return "'" + s
	}
	return s
}
