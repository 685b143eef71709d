package reports

import (
	"math"
	"slices"
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
	rows    int
}

// survey goes through the rows once. The widths show every figure in full;
// text beyond widthLimit is wrapped or runs on.
func (s *sheet) survey() *survey {
	const narrowest = 7
	n := len(s.heads)
	seen := &survey{widths: make([]float64, n), figures: make([]bool, n), tones: make([]map[string]string, n)}
	for i, h := range s.heads {
		// Room for the filter's button; a long heading breaks into two lines.
		seen.widths[i] = max(narrowest, longestWord(h)+3, math.Ceil(float64(lipgloss.Width(h))/2)+4)
	}
	for row := range s.lines() {
		if seen.rows++; s.rows == nil {
			break // the one line that says there is none runs on
		}
		for i, c := range row {
			seen.add(i, c)
		}
	}
	for _, row := range s.lead {
		if len(row) > 1 { // a term with its figure; a single line runs on
			seen.widths[0] = max(seen.widths[0], shownWidth(row[0])+4)
		}
	}
	return seen
}

func (seen *survey) add(i int, c entry) {
	seen.widths[i] = max(seen.widths[i], min(widthLimit(c), shownWidth(c)+2))
	if _, text := c.value.(string); !text && c.value != nil {
		seen.figures[i] = true
	}
	if c.look.tone == "" {
		return
	}
	if seen.tones[i] == nil {
		seen.tones[i] = map[string]string{}
	}
	seen.tones[i][c.look.tone], _ = c.value.(string)
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
	const lineHeight, most = 15.0, 400.0
	lines, extra := 0, 0.0
	for i, c := range cells {
		text, _ := c.value.(string)
		switch c.look.role {
		case "title":
			return 26
		case "head", "figures":
			lines, extra = max(lines, wrappedLines(text, widths[i]-3)), 6
		case "wrap":
			lines = max(lines, wrappedLines(text, widths[i]-2))
		}
	}
	if lines <= 1 && extra == 0 {
		return 0
	}
	return min(float64(lines)*lineHeight+extra, most)
}

// wrappedLines is how many lines text takes in a column.
func wrappedLines(text string, width float64) int {
	n := 0
	for _, line := range strings.Split(text, "\n") {
		n += max(1, int(math.Ceil(float64(lipgloss.Width(line))/max(width, 1))))
	}
	return n
}

// shownWidth is about how many columns of a digit's width the cell takes.
func shownWidth(c entry) float64 {
	section, _, _ := strings.Cut(c.look.format, ";")
	unit := float64(lipgloss.Width(strings.Trim(section, "+-#,0.")))
	switch v := c.value.(type) {
	case string:
		v = slices.MaxFunc(strings.Split(v, "\n"), func(a, b string) int { return lipgloss.Width(a) - lipgloss.Width(b) })
		return float64(lipgloss.Width(v))*1.1 + 1
	case float64:
		return float64(len(strconv.FormatFloat(v, 'f', 2, 64))) + min(unit, 14)
	case int:
		return float64(len(strconv.Itoa(v)))*4/3 + 1 + min(unit, 14)
	case nil:
		return 0
	}
	return 11 // a date
}
