package reports

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"charm.land/lipgloss/v2"
	"github.com/xuri/excelize/v2"
)

// SheetName keeps a name within what Excel allows.
func SheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return ' '
		}
		return r
	}, s)
	for utf8.RuneCountInString(s) > excelize.MaxSheetNameLength {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}

// survey is what has to be known of a table before its first cell is written.
type survey struct {
	widths  []float64           // of the columns
	figures []bool              // which columns hold figures
	tones   []map[string]string // of each column: its words that have a colour, by machine word
	looks   []look              // of the cells, without the colours, which the sheet's rules give
	links   []jump
	rows    int

	columns []surveyed
	known   map[look]bool
}

// jump is a cell that leads somewhere: its column from 0, its row from 1.
type jump struct {
	column, row int
	to          string
}

// surveyed is what was seen last in a column: its neighbours are often the same,
// and of figures only the largest matter.
type surveyed struct {
	look   look
	text   string
	lo, hi float64 // of the figures with this look; both 0 at first
}

// survey goes through the rows once. The widths show every figure in full;
// text beyond widthLimit is wrapped or runs on.
func (s *sheet) survey() *survey {
	const narrowest = 7
	n := len(s.heads)
	seen := &survey{widths: make([]float64, n), figures: make([]bool, n), tones: make([]map[string]string, n),
		columns: make([]surveyed, n), known: map[look]bool{}}
	for i, h := range s.heads {
		// Room for the filter's button; a long heading breaks into two lines.
		seen.widths[i] = max(narrowest, longestWord(h)+3, math.Ceil(textWidth(h)/2)+4)
	}
	for row := range s.lines() {
		seen.rows++
		for i := range row {
			seen.add(i, &row[i], s.rows == nil)
		}
	}
	for _, row := range s.lead {
		if len(row) > 1 { // a term with its figure; a single line runs on
			seen.widths[0] = max(seen.widths[0], shownWidth(row[0])+4)
		}
	}
	return seen
}

// add takes in a cell; one that runs on asks for no width.
func (seen *survey) add(i int, c *entry, runsOn bool) {
	last := &seen.columns[i]
	if c.link != "" && seen.rows <= mostLinks {
		seen.links = append(seen.links, jump{i, seen.rows, c.link})
	}
	same := c.look == last.look && seen.rows > 1
	if !same {
		*last = surveyed{look: c.look}
		seen.addLook(c.look.untoned())
	}
	if runsOn || same && last.covers(c.value) {
		return
	}
	last.keep(c.value)
	seen.widths[i] = max(seen.widths[i], min(widthLimit(*c), shownWidth(*c)+2))
	text, isText := c.value.(string)
	seen.figures[i] = seen.figures[i] || !isText && c.value != nil
	if c.look.tone == "" {
		return
	}
	if seen.tones[i] == nil {
		seen.tones[i] = map[string]string{}
	}
	seen.tones[i][c.look.tone] = text
}

func (seen *survey) addLook(l look) {
	if !seen.known[l] {
		seen.known[l] = true
		seen.looks = append(seen.looks, l)
	}
}

// covers reports whether a value of the same look asks for nothing new: the text
// of the neighbour, a figure between two that were seen.
func (l *surveyed) covers(value any) bool {
	switch v := value.(type) {
	case string:
		return v == l.text && v != ""
	case float64:
		return l.lo <= v && v <= l.hi && l.lo < l.hi
	case nil:
		return true
	}
	return false
}

func (l *surveyed) keep(value any) {
	switch v := value.(type) {
	case string:
		l.text = v
	case float64:
		l.lo, l.hi = min(l.lo, v), max(l.hi, v)
	}
}

// widthLimit is the widest column that a cell may ask for: what is wrapped takes
// lines instead.
func widthLimit(c entry) float64 {
	if c.look.role == "wrap" {
		return 56
	}
	return 46
}

// longestWord is the width of the longest part of a heading that can't break;
// Chinese breaks anywhere.
func longestWord(s string) float64 {
	longest := 0
	for _, w := range strings.Fields(s) {
		if lipgloss.Width(w) == utf8.RuneCountInString(w) {
			longest = max(longest, len(w))
		}
	}
	return float64(longest)
}

// rowHeight is the height in points that shows every line of a wrapped cell; 0
// leaves a row at the usual height. The programs that open a workbook do not
// work it out by themselves.
func rowHeight(cells []entry, widths []float64) float64 {
	const most = 400.0
	tallest, extra := 0.0, 0.0
	for i, c := range cells {
		text, _ := c.value.(string)
		switch c.look.role {
		case "title":
			return 26
		case "head", "figures":
			tallest, extra = max(tallest, float64(wrappedLines(text, widths[i]-3))*lineHeight(text)), 6
		case "wrap":
			if n := wrappedLines(text, widths[i]-2); n > 1 {
				tallest = max(tallest, float64(n)*lineHeight(text))
			}
		}
	}
	if tallest == 0 {
		return 0
	}
	return min(tallest+extra, most)
}

// lineHeight is the height in points of a line of text: the fonts that Chinese
// falls back to stand taller than Latin letters of the same size.
func lineHeight(text string) float64 {
	if textWidth(text) > float64(utf8.RuneCountInString(text)) {
		return 17
	}
	return 15
}

// wrappedLines is how many lines text takes in a column.
func wrappedLines(text string, width float64) int {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n += max(1, int(math.Ceil(textWidth(line)/max(width, 1))))
	}
	return n
}

// shownWidth is about how many columns of a digit's width the cell takes.
func shownWidth(c entry) float64 {
	section, _, _ := strings.Cut(c.look.format, ";")
	unit := textWidth(strings.Trim(section, "+-#,0."))
	switch v := c.value.(type) {
	case string:
		widest := 0.0
		for line := range strings.SplitSeq(v, "\n") {
			widest = max(widest, textWidth(line))
		}
		return widest*1.1 + 1
	case float64:
		return float64(len(strconv.FormatFloat(v, 'f', 2, 64))) + min(unit, 14)
	case int:
		return float64(len(strconv.Itoa(v)))*4/3 + 1 + min(unit, 14)
	case nil:
		if c.look.role == "write" {
			return 36 // room for a few words
		}
		return 0
	}
	return 11 // a date
}

// textWidth is how many columns a line takes.
func textWidth(line string) float64 {
	for i := range len(line) {
		if c := line[i]; c < ' ' || c > '~' {
			return float64(lipgloss.Width(line))
		}
	}
	return float64(len(line))
}
