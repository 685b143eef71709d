package reports

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

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
	b := bufio.NewWriterSize(w, 1<<16)
	if opt.BOM {
		fmt.Fprint(b, "\uFEFF")
	}
	fmt.Fprintln(b, strings.Join(csvColumns(), ","))
	var line []byte
	for _, g := range r.Shown() {
		row := newGapRow(g)
		line = appendRecord(line[:0], &row)
		if _, err := b.Write(line); err != nil {
			return err
		}
	}
	return b.Flush()
}

// appendRecord appends the row's line, cells in the order of csvColumns, each
// with the comma or the line's end behind it.
func appendRecord(b []byte, row *gapRow) []byte {
	b = appendTexts(b, row.Employee, row.Name, row.Team, row.KPI)
	b = appendCount(b, row.N)
	b = appendNumbers(b, row.Numerator, row.Denominator, row.Value, row.Lo, row.Hi)
	b = appendCount(b, row.TeamN)
	b = appendNumbers(b, row.TeamMean, row.TeamSD, row.TeamMedian, row.Gap, row.RelativeGap,
		row.Rest, row.RestGap, row.RestRelativeGap, row.Shortfall, row.Standard, row.StandardGap, row.StandardP, row.StandardQ)
	b = appendTexts(b, string(row.StandardSeverity))
	b = appendNumbers(b, row.Z, row.P, row.Q, row.PMaterial)
	b = appendCount(b, row.Comparisons)
	b = appendNumbers(b, row.Shrunk)
	b = appendTexts(b, string(row.Severity), string(row.Reason), string(row.Persistent))
	b = appendNumbers(b, row.Slope)
	b = appendTexts(b, codes(row.Caveats))
	b[len(b)-1] = '\n'
	return b
}

func appendCount(b []byte, n int) []byte { return append(strconv.AppendInt(b, int64(n), 10), ',') }

func appendNumbers(b []byte, numbers ...number) []byte {
	for _, n := range numbers {
		b = append(n.append(b), ',')
	}
	return b
}

// appendTexts appends cells of text, made harmless and quoted where csv needs
// it (RFC 4180, section 2); a cell never holds a line break.
func appendTexts(b []byte, texts ...string) []byte {
	for _, s := range texts {
		s = inert(s)
		if strings.ContainsAny(s, "\",") || strings.HasPrefix(s, " ") {
			s = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
		}
		b = append(append(b, s...), ',')
	}
	return b
}

func codes(caveats []kpi.Caveat) string {
	list := make([]string, len(caveats))
	for i, c := range caveats {
		list[i] = c.Code
	}
	return strings.Join(list, ";")
}

// inert makes text from an input harmless in a csv cell; see [WriteCSV].
func inert(s string) string {
	s = locale.Plain(s)
	if first, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune("=+-@'\uFF1D\uFF0B\uFF0D\uFF20", first) {
		return "'" + s
	}
	return s
}
