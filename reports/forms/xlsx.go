package forms

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

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
	used  float64 // points of the rows so far
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
	for i, block := range f.Blocks {
		pg.next()
		points := block.height()
		if i == len(f.Blocks)-1 {
			points += usualHeight + signHeight*float64(len(f.Signatures)) + 2*lineHeight
		}
		pg.keepTogether(points)
		pg.block(block)
	}
	pg.next()
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
		if err := pg.file.SetHeaderFooter(pg.sheet, &excelize.HeaderFooterOptions{OddFooter: "&L" + strings.ReplaceAll(f.Title, "&", "&&") + "&R&P / &N"}); err != nil {
			return err
		}
		lines := false
		return pg.file.SetSheetView(pg.sheet, 0, &excelize.ViewOptions{ShowGridLines: &lines})
	})
}

// Heights in points: of a page, at the scale that fits the grid to its width; of the
// lines to sign on, to write on, of text.
const (
	pageHeight  = 840.0
	signHeight  = 30.0
	writeHeight = 22.0
	lineHeight  = 16.0
	cellHeight  = 20.0 // of a row of a table, at least
	smallHeight = 13.0 // of small print
	usualHeight = 15.0 // of a row that nothing makes higher
)

// smallWidth is how many times as many characters of small print a line takes.
const smallWidth = 1.2

// keepTogether begins a new page where what follows would be parted, for programs
// break pages at different rows: a signature alone on a sheet of paper says nothing
// of what was signed. What is higher than a page is parted all the same.
func (pg *page) keepTogether(points float64) {
	if math.Mod(pg.used, pageHeight)+points <= pageHeight || points > pageHeight {
		return
	}
	pg.used = 0
	pg.do(func() error { return pg.file.InsertPageBreak(pg.sheet, pg.at(1)) })
}

// next goes to the next row.
func (pg *page) next() {
	pg.row++
	pg.used += usualHeight
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
		spans := block.spans()
		pg.cells(block.headCells(), "head", spans)
		for _, cells := range block.Rows {
			pg.cells(cells, "cell", spans)
		}
	}
	for range block.Space {
		pg.wide("", "write")
	}
}

// cells writes a row of a table.
func (pg *page) cells(cells []Cell, role string, spans []int) {
	pg.next()
	col := 1
	for i, c := range cells {
		pg.merge(col, col+spans[i]-1)
		pg.put(col, c, role)
		for more := 1; more < spans[i]; more++ {
			pg.style(col+more, role, c.Format)
		}
		col += spans[i]
	}
	pg.height(rowHeight(cells, role, spans))
}

func (pg *page) pair(fact Fact) {
	pg.next()
	pg.merge(1, gridColumns/6)
	pg.put(1, Cell{Text: fact.Term}, "note")
	pg.merge(gridColumns/6+1, gridColumns)
	pg.put(gridColumns/6+1, Cell{Text: fact.Detail}, "text")
}

// wide writes a line over the whole page.
func (pg *page) wide(text, role string) {
	pg.next()
	pg.merge(1, gridColumns)
	pg.put(1, Cell{Text: text}, role)
	for i := 2; i <= gridColumns; i++ {
		pg.style(i, role, "")
	}
	pg.height(wideHeight(text, role))
}

// sign is a line for a name and a day.
func (pg *page) sign(who string) {
	pg.next()
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
	pg.height(signHeight)
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
	points = min(points, 400)
	pg.used += points - usualHeight
	pg.do(func() error { return pg.file.SetRowHeight(pg.sheet, pg.row, points) })
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
