package reports

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
)

// column is one column of a table of things.
type column[T any] struct {
	head  string
	right bool // figures stand on the right
	cell  func(T) string
	tone  func(T) string // machine word that chooses the colour; nil: none
}

// cell is a text with the machine word that chooses its colour.
type cell struct{ text, tone string }

// lattice is a table ready to be laid out: the first row holds the heads.
type lattice struct {
	rows   [][]cell
	right  []bool
	widths []int
	space  int // between two columns
	color  bool
}

// The space between two columns, and in a table that would not fit otherwise.
const (
	between = 2
	narrow  = 1
)

// readable is the least width of a cell's text in a block.
const readable = 10

// head is the tone of headings.
const head = "head"

// grid draws the rows under the columns, lined up by the width that a terminal
// gives each character. Where the terminal is too narrow, text is wrapped
// between words; a figure is never broken or cut: where even that is too wide,
// each row becomes a block of lines, one for each column.
func grid[T any](columns []column[T], rows []T, opt TextOptions) string {
	l := lattice{rows: make([][]cell, len(rows)+1), color: opt.Color}
	for _, c := range columns {
		l.rows[0] = append(l.rows[0], cell{c.head, head})
		l.right = append(l.right, c.right)
		for i, r := range rows {
			tone := ""
			if c.tone != nil {
				tone = c.tone(r)
			}
			l.rows[i+1] = append(l.rows[i+1], cell{c.cell(r), tone})
		}
	}
	if opt.markdown {
		return l.pipes()
	}
	if l.fit(opt.Width, between) || l.fit(opt.Width, narrow) {
		return l.draw()
	}
	return l.blocks(opt.Width)
}

// fit chooses the widths of the columns: as wide as their cells where there is
// room (width 0 is any), else narrowed as far as their words allow. It reports
// whether the table fits.
func (l *lattice) fit(width, space int) bool {
	l.space, l.widths = space, l.measure(lipgloss.Width)
	if width == 0 || l.total() <= width {
		return true
	}
	least := l.measure(longestAtom)
	for over := l.total() - width; over > 0; over-- {
		at := narrowable(l.widths, least)
		if at < 0 {
			return false
		}
		l.widths[at]--
	}
	return true
}

// measure is the largest of a measure of the cells in each column.
func (l *lattice) measure(of func(string) int) []int {
	most := make([]int, len(l.right))
	for _, row := range l.rows {
		for i, c := range row {
			most[i] = max(most[i], of(c.text))
		}
	}
	return most
}

func (l *lattice) total() int {
	total := l.space * (len(l.widths) - 1)
	for _, w := range l.widths {
		total += w
	}
	return total
}

// narrowable is the widest column that can still be narrowed, -1 when none can.
func narrowable(widths, least []int) int {
	at := -1
	for i := range widths {
		if widths[i] > least[i] && (at < 0 || widths[i] > widths[at]) {
			at = i
		}
	}
	return at
}

// draw writes the heads, a rule and the rows.
func (l *lattice) draw() string {
	var b strings.Builder
	for i, row := range l.rows {
		parts := make([][]string, len(row))
		height := 1
		for col, c := range row {
			parts[col] = wrapped(c.text, l.widths[col])
			height = max(height, len(parts[col]))
		}
		for h := range height {
			l.writeLine(&b, row, parts, h)
		}
		if i == 0 {
			b.WriteString(strings.Repeat("─", l.total()) + "\n")
		}
	}
	return b.String()
}

// writeLine writes line h of a row whose cells may take several. Spaces are
// written only when something follows.
func (l *lattice) writeLine(b *strings.Builder, row []cell, parts [][]string, h int) {
	owed := 0
	for col, lines := range parts {
		s := ""
		if h < len(lines) {
			s = lines[h]
		}
		room := l.widths[col] - lipgloss.Width(s)
		if s != "" {
			if l.right[col] {
				owed, room = owed+room, 0
			}
			b.WriteString(strings.Repeat(" ", owed) + paint(s, row[col].tone, l.color))
			owed = 0
		}
		owed += room + l.space
	}
	b.WriteByte('\n')
}

// blocks writes each row as lines of head and cell, for narrow terminals.
func (l *lattice) blocks(width int) string {
	room := 0
	for _, c := range l.rows[0] {
		room = max(room, lipgloss.Width(c.text)+between)
	}
	var b strings.Builder
	for _, row := range l.rows[1:] {
		for col, c := range row {
			name := l.rows[0][col].text
			for _, part := range wrapped(c.text, max(readable, width-room)) {
				b.WriteString(paint(name, head, l.color) + strings.Repeat(" ", room-lipgloss.Width(name)) + paint(part, c.tone, l.color) + "\n")
				name = ""
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// paint colours text by its tone; without colour it returns s itself.
func paint(s, tone string, on bool) string {
	if !on || s == "" {
		return s
	}
	if tone == head {
		return lipgloss.NewStyle().Bold(true).Render(s)
	}
	if ink, ok := shade(tone); ok {
		return lipgloss.NewStyle().Foreground(ink).Render(s)
	}
	return s
}

// shade returns the colour of a word that carries weight, and whether it has
// one. All can be read on white and on black; none says what its word does not.
func shade(word string) (color.Color, bool) {
	switch word {
	case "serious", "missed", "error":
		return lipgloss.Color("#E5484D"), true
	case "gap", "at_risk", "warning":
		return lipgloss.Color("#C77700"), true
	case "met":
		return lipgloss.Color("#2E9E57"), true
	case "on_track", "sustained":
		return lipgloss.Color("#3B82C4"), true
	}
	return nil, false
}
