package ingest

import (
	"math"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// cleanText is the text of a dimension's cell: NFKC, blank space trimmed and
// made single; between Chinese characters none is left, for 张　三 is 张三.
func cleanText(s string) string {
	if !isPlain(s) {
		s = norm.NFKC.String(s)
	}
	fields := strings.Fields(s)
	if len(fields) > 1 && isHan(s) {
		return strings.Join(fields, "")
	}
	return strings.Join(fields, " ")
}

// isControl reports a character that no export writes into a name.
func isControl(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }

func isHan(s string) bool {
	for _, r := range s {
		if !unicode.Is(unicode.Han, r) && !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}

// knownText is what a table's cell text says, found out once for all cells that
// hold it.
type knownText struct {
	clean, normal string
	blank         bool // a word for "no data"
	forename      bool // that is written like a name: Nan, Na, Nil, but not nan, NA or NULL
	total, note   bool
	target        bool   // a word for targets
	statistic     string // what of the rows above it says to be, though it may be a name: Max
	damaged       bool   // a control character stands in it
	heading       bool   // it may head the employee's column
}

func (g *grid) known(text string) *knownText {
	if k := g.texts[text]; k != nil {
		return k
	}
	text = strings.Clone(text) // the cell's may keep all of a file
	if isCode(text) {
		return g.keepKnown(text, &knownText{clean: text, normal: strings.ToLower(text), heading: g.headsCode(text)})
	}
	d, plain := words(), normal(text)
	k := &knownText{clean: cleanText(text), normal: plain, total: d.isTotalOf(plain), note: d.isNote(plain),
		target: d.statuses[squash(plain)] == "target", statistic: d.Statistics[plain],
		damaged: strings.ContainsFunc(text, isControl)}
	k.blank = d.blanks[plain]
	k.forename = k.blank && isForename(text)
	if key := fold(plain).key; key != "" {
		k.heading = d.dimensions[key] != "" || key == fold(g.heading(g.dims.employee)).key
	}
	return g.keepKnown(text, k)
}

// isForename reports whether a text is one Latin word that begins with a capital: no
// database writes a missing value so.
func isForename(text string) bool {
	text = strings.TrimSpace(text)
	return len(text) > 1 && text[0] >= 'A' && text[0] <= 'Z' && strings.Trim(text[1:], "abcdefghijklmnopqrstuvwxyz") == ""
}

// mostKnown is how many texts of a table are remembered at a time.
const mostKnown = 1 << 14

func (g *grid) keepKnown(text string, k *knownText) *knownText {
	if g.texts == nil || len(g.texts) >= mostKnown {
		g.texts = map[string]*knownText{}
	}
	g.texts[text] = k
	return k
}

// isCode reports whether a text is a code such as E0000017 or sales-00003: Latin
// letters first, a digit last, nothing but these and dashes between. No word of
// the dictionary is one, so that such a text says nothing but itself.
func isCode(s string) bool {
	if s == "" || !isLatin(rune(s[0]|0x20)) || s[len(s)-1]-'0' > 9 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c-'0' > 9 && !isLatin(rune(c|0x20)) && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// headsCode reports whether a code is the heading of the employee's column.
func (g *grid) headsCode(code string) bool {
	heading := g.heading(g.dims.employee)
	if isPlain(heading) && !strings.ContainsAny(heading, "0123456789") {
		return false
	}
	return fold(code).key == fold(heading).key
}

// text returns the clean text of a dimension's cell, "" for −1, blanks, words
// for "no data" and cells in error.
func (g *grid) text(r sheet.Row, col int) string {
	c := r.At(col)
	if col < 0 || c.Kind == sheet.Blank || c.Kind == sheet.Fault {
		return ""
	}
	k := g.known(c.Text)
	if k.blank && !(k.forename && (col == g.dims.employee || col == g.dims.name)) || g.missing[col][k.normal] {
		return ""
	}
	return k.clean
}

// isDamaged reports a cell of a dimension that holds a control character: it
// would be another person, or another team, that looks the same.
func (g *grid) isDamaged(r sheet.Row, col int) bool {
	return col >= 0 && g.known(r.At(col).Text).damaged
}

// cellPeriod reads a cell of a period column.
func (g *grid) cellPeriod(c sheet.Cell, opt PeriodOptions) (kpi.Period, string) {
	switch c.Kind {
	case sheet.Blank:
		return kpi.Period{}, "period.missing"
	case sheet.Date:
		d := kpi.Date(math.Floor(c.Number))
		if y := d.Time().Year(); y < firstYear || y > lastYear {
			return kpi.Period{}, "period.implausible_year"
		}
		return kpi.PeriodOf(d, kpi.Day), ""
	case sheet.Text, sheet.Number:
		if serial, ok := serialOf(c.Text); ok && opt.Serials {
			return readPeriod(serial, opt)
		}
		return readPeriod(c.Text, opt)
	}
	return kpi.Period{}, "period.unreadable"
}

// serialOf returns the day count of a spreadsheet's serial, 45809 or, with a
// time of day, 45809.5.
func serialOf(text string) (string, bool) {
	whole, fraction, _ := strings.Cut(text, ".")
	return whole, len(whole) == 5 && strings.Trim(whole+fraction, "0123456789") == ""
}
