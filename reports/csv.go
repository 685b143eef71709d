package reports

import (
	"io"
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
	b := AppendCSVHeader(nil, opt)
	var rows CSVRows
	for _, g := range r.Shown() {
		if b = rows.Append(b, g); len(b) < csvBlock {
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
		if kind := plainBytes[s[i]]; kind == 0 || kind == jointByte && i == 0 {
			return false
		}
	}
	return true
}

// The bytes of plain words.
const (
	wordByte  = iota + 1 // letters and digits
	jointByte            // what stands between them
)

// plainBytes tells the bytes of plain words from all others.
var plainBytes = func() (kinds [256]byte) {
	for c := range kinds {
		if lower := c | 0x20; 'a' <= lower && lower <= 'z' || '0' <= c && c <= '9' {
			kinds[c] = wordByte
		}
	}
	for _, c := range " ._-" {
		kinds[c] = jointByte
	}
	return kinds
}()

// inert makes text from an input harmless in a csv cell; see [WriteCSV].
func inert(s string) string {
	s = locale.Plain(s)
	if first, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune("=+-@'\uFF1D\uFF0B\uFF0D\uFF20", first) {
		return "'" + s
	}
	return s
}
