package forms

import (
	"math"
	"strings"

	"charm.land/lipgloss/v2"
)

// spans are how many columns of the grid each column of a table takes: what its
// longest text needs where there is room for all of them, less for the widest where
// there is not, more for the widest where room is left.
func (block Block) spans() []int {
	const column, fewest, most = pageWidth / gridColumns, 2, 12
	spans, left := make([]int, len(block.Heads)), gridColumns
	for i, h := range block.Heads {
		wide := lipgloss.Width(h)
		for _, row := range block.Rows {
			for _, line := range strings.Split(row[i].Text, "\n") {
				wide = max(wide, lipgloss.Width(line))
			}
		}
		spans[i] = min(max(fewest, int(math.Ceil((float64(wide)*1.1+1)/column))), most)
		left -= spans[i]
	}
	for ; left < 0; left++ {
		spans[widest(spans)]--
	}
	return stretched(spans, left)
}

// stretched shares out columns that are left, to each in proportion to what it
// has.
func stretched(spans []int, left int) []int {
	has, more := gridColumns-left, left
	for i, n := range spans {
		add := n * more / has
		spans[i], left = n+add, left-add
	}
	if len(spans) > 0 {
		spans[widest(spans)] += left
	}
	return spans
}

func widest(spans []int) int {
	at := 0
	for i, n := range spans {
		if n > spans[at] {
			at = i
		}
	}
	return at
}

// lineCount is how many lines a text takes in a column, East Asian characters
// counted as wide.
func lineCount(text string, width float64) int {
	n := 0
	for _, line := range strings.Split(text, "\n") {
		n += max(1, int(math.Ceil(float64(lipgloss.Width(line))*1.1/max(width-1, 1))))
	}
	return n
}

// rowHeight is the height of a table's row that shows all of its texts.
func rowHeight(cells []Cell, role string, spans []int) float64 {
	lines := 1
	for i, c := range cells {
		lines = max(lines, lineCount(c.Text, pageWidth/gridColumns*float64(spans[i])))
	}
	if role == "cell" {
		return max(lineHeight*float64(lines), cellHeight)
	}
	return lineHeight * float64(lines)
}

// wideHeight is the height of a line over the whole page.
func wideHeight(text, role string) float64 {
	switch role {
	case "title":
		return signHeight
	case "write":
		return writeHeight
	case "small":
		return smallHeight * float64(lineCount(text, pageWidth*smallWidth))
	}
	return lineHeight * float64(lineCount(text, pageWidth))
}

// height is how high a block is, in points.
func (block Block) height() float64 {
	points, role := writeHeight*float64(block.Space), "text"
	if block.Small {
		role = "small"
	}
	for _, text := range []string{block.Heading, block.Note} {
		if text != "" {
			points += wideHeight(text, "text")
		}
	}
	for _, text := range block.Lines {
		points += wideHeight(text, role)
	}
	if len(block.Heads) == 0 {
		return points
	}
	spans := block.spans()
	points += rowHeight(block.headCells(), "head", spans)
	for _, cells := range block.Rows {
		points += rowHeight(cells, "cell", spans)
	}
	return points
}

// headCells are the headings of the table as cells.
func (block Block) headCells() []Cell {
	cells := make([]Cell, len(block.Heads))
	for i, h := range block.Heads {
		cells[i] = Cell{Text: h}
	}
	return cells
}
