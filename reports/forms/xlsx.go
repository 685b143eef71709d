package forms

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/xuri/excelize/v2"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// WriteXLSX writes forms as a workbook, a sheet each: A4 upright, to fill in and
// to print. Figures are numbers with their formats, and text stays text. The
// same forms give the same bytes; at is the date of the workbook's properties.
func WriteXLSX(w io.Writer, list []Form, p *locale.Printer, at kpi.Date) (err error) {
	b := &book{file: excelize.NewFile(), p: p, styles: map[string]int{}}
	defer func() { err = cmp.Or(err, b.file.Close()) }()
	day := at.Time().Format(time.RFC3339)
	if err := b.file.SetDocProps(&excelize.DocProperties{Title: p.Text("form.title", nil), Creator: "gapstep", LastModifiedBy: "gapstep", Created: day, Modified: day, Language: p.Lang()}); err != nil {
		return err
	}
	taken := map[string]bool{}
	for i, f := range list {
		if err := b.write(i, f, taken); err != nil {
			return fmt.Errorf("form %s: %w", f.Kind, err)
		}
	}
	return reports.Pack(w, b.file)
}

// book is the workbook in the making.
type book struct {
	file   *excelize.File
	p      *locale.Printer
	styles map[string]int
}

// page is a sheet in the making.
type page struct {
	*book
	sheet string
	row   int
	err   error
}

// The page is A4 upright, so many characters wide, in a grid of narrow columns:
// the cells of a table take as many of them as their text needs.
const (
	pageWidth   = 96.0
	gridColumns = 24
)

func (b *book) write(index int, f Form, taken map[string]bool) error {
	name := reports.SheetName(f.Title)
	for n := 2; taken[name]; n++ {
		name = reports.SheetName(fmt.Sprintf("%.24s %d", f.Title, n))
	}
	taken[name] = true
	if index == 0 {
		if err := b.file.SetSheetName(b.file.GetSheetName(0), name); err != nil {
			return err
		}
	} else if _, err := b.file.NewSheet(name); err != nil {
		return err
	}
	pg := &page{book: b, sheet: name}
	pg.do(func() error { return b.file.SetColWidth(name, "A", pg.column(gridColumns), pageWidth/gridColumns) })
	pg.lay(f)
	return pg.err
}

func (pg *page) lay(f Form) {
	pg.wide(f.Title, "title")
	for _, fact := range f.Facts {
		pg.pair(fact)
	}
	for _, block := range f.Blocks {
		pg.row++
		pg.block(block)
	}
	pg.row++
	for _, who := range f.Signatures {
		pg.sign(who)
	}
	pg.wide(f.Foot, "note")
	pg.do(func() error {
		portrait, a4, high, wide, fit := "portrait", 9, 0, 1, true
		if err := pg.file.SetPageLayout(pg.sheet, &excelize.PageLayoutOptions{Orientation: &portrait, Size: &a4, FitToWidth: &wide, FitToHeight: &high}); err != nil {
			return err
		}
		if err := pg.file.SetSheetProps(pg.sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
			return err
		}
		lines := false
		return pg.file.SetSheetView(pg.sheet, 0, &excelize.ViewOptions{ShowGridLines: &lines})
	})
}

func (pg *page) block(block Block) {
	if block.Heading != "" {
		pg.wide(block.Heading, "strong")
	}
	if block.Note != "" {
		pg.wide(block.Note, "note")
	}
	role := "text"
	if block.Small {
		role = "small"
	}
	for _, line := range block.Lines {
		pg.wide(line, role)
	}
	if len(block.Heads) > 0 {
		cells := make([]Cell, len(block.Heads))
		for i, h := range block.Heads {
			cells[i] = Cell{Text: h}
		}
		spans := block.spans()
		pg.cells(cells, "head", spans)
		for _, cells := range block.Rows {
			pg.cells(cells, "cell", spans)
		}
	}
	for range block.Space {
		pg.wide("", "write")
	}
}

// spans are how many columns of the grid each column of a table takes: in
// proportion to its longest text, within reason, all of them together.
func (block Block) spans() []int {
	widths, total := make([]float64, len(block.Heads)), 0.0
	for i, h := range block.Heads {
		widths[i] = float64(lipgloss.Width(h))
		for _, row := range block.Rows {
			for _, line := range strings.Split(row[i].Text, "\n") {
				widths[i] = max(widths[i], float64(lipgloss.Width(line)))
			}
		}
		widths[i] = min(max(widths[i], 8), 40)
		total += widths[i]
	}
	spans, left := make([]int, len(widths)), gridColumns
	for i, w := range widths {
		spans[i] = max(2, int(math.Round(gridColumns*w/total)))
		left -= spans[i]
	}
	for ; left != 0; left -= sign(left) { // what rounding left over goes to, or comes from, the widest
		at := widest(spans)
		spans[at] += sign(left)
	}
	return spans
}

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
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

// cells writes a row of a table.
func (pg *page) cells(cells []Cell, role string, spans []int) {
	pg.row++
	lines, col := 1, 1
	for i, c := range cells {
		pg.merge(col, col+spans[i]-1)
		pg.put(col, c, role)
		for more := 1; more < spans[i]; more++ {
			pg.style(col+more, role, "")
		}
		lines = max(lines, lineCount(c.Text, pageWidth/gridColumns*float64(spans[i])))
		col += spans[i]
	}
	height := 16 * float64(lines)
	if role == "cell" {
		height = max(height, 20)
	}
	pg.height(height)
}

func (pg *page) pair(fact Fact) {
	pg.row++
	pg.merge(1, gridColumns/6)
	pg.put(1, Cell{Text: fact.Term}, "note")
	pg.merge(gridColumns/6+1, gridColumns)
	pg.put(gridColumns/6+1, Cell{Text: fact.Detail}, "text")
}

// wide writes a line over the whole page.
func (pg *page) wide(text, role string) {
	pg.row++
	pg.merge(1, gridColumns)
	pg.put(1, Cell{Text: text}, role)
	for i := 2; i <= gridColumns; i++ {
		pg.style(i, role, "")
	}
	height := 16 * float64(lineCount(text, pageWidth))
	switch role {
	case "title":
		height = 30
	case "write":
		height = 22
	}
	pg.height(height)
}

// sign is a line for a name and a day.
func (pg *page) sign(who string) {
	pg.row++
	pg.merge(1, 5)
	pg.put(1, Cell{Text: who}, "text")
	pg.merge(6, 14)
	pg.merge(16, 18)
	pg.put(16, Cell{Text: pg.p.Text("form.sign.date", nil)}, "text")
	pg.merge(19, gridColumns)
	for col := 6; col <= gridColumns; col++ {
		if col < 15 || col > 18 {
			pg.style(col, "write", "")
		}
	}
	pg.height(30)
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

func (pg *page) column(n int) string {
	name, err := excelize.ColumnNumberToName(n)
	pg.do(func() error { return err })
	return name
}

func (pg *page) at(col int) string { return fmt.Sprintf("%s%d", pg.column(col), pg.row) }

// do runs a step unless one has failed.
func (pg *page) do(step func() error) {
	if pg.err == nil {
		pg.err = step()
	}
}

func (pg *page) height(points float64) {
	pg.do(func() error { return pg.file.SetRowHeight(pg.sheet, pg.row, min(points, 400)) })
}

func (pg *page) merge(from, to int) {
	if from < to {
		pg.do(func() error { return pg.file.MergeCell(pg.sheet, pg.at(from), pg.at(to)) })
	}
}

func (pg *page) put(col int, c Cell, role string) {
	pg.do(func() error {
		if c.Number != nil {
			return pg.file.SetCellFloat(pg.sheet, pg.at(col), *c.Number, -1, 64)
		}
		if c.Text == "" {
			return nil
		}
		return pg.file.SetCellStr(pg.sheet, pg.at(col), c.Text) // text is never a formula
	})
	pg.style(col, role, c.Format)
}

func (pg *page) style(col int, role, format string) {
	pg.do(func() error {
		id, err := pg.styleID(role, format)
		if err != nil {
			return err
		}
		return pg.file.SetCellStyle(pg.sheet, pg.at(col), pg.at(col), id)
	})
}
