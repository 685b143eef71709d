package reports

import (
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"
)

// layOut sets how the sheet is printed: A4 across, as many pages side by side
// as keep it readable, its headings on each, its name and the page at the foot.
func (b *book) layOut(s *sheet, seen *survey) error {
	for i, width := range seen.widths { // before charts are placed: they are as wide as the columns they cover
		if err := b.file.SetColWidth(s.name, columnName(i+1), columnName(i+1), width); err != nil {
			return err
		}
	}
	landscape, a4, high, wide, fit := "landscape", 9, 0, s.pages(seen), true
	if err := b.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	if err := b.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	side, foot := 0.4, 0.6
	if err := b.file.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &side, Bottom: &foot}); err != nil {
		return err
	}
	footer := "&L" + strings.ReplaceAll(s.name, "&", "&&") + "&C" + b.text("xlsx.foot") + "&R&P / &N"
	if err := b.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: footer}); err != nil {
		return err
	}
	if s.bare && len(s.charts) == 0 {
		return nil // a page to read
	}
	head := len(s.lead) + 1
	titles := fmt.Sprintf("'%s'!$%d:$%d", s.name, head, head)
	if s.locked > 0 && wide > 1 {
		titles = fmt.Sprintf("'%s'!$A:$%s,%s", s.name, columnName(s.locked), titles)
	}
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: s.name})
}

// pages is how many pages the sheet is printed on side by side: one for what is
// read as a page, and for a table without rows.
func (s *sheet) pages(seen *survey) int {
	if s.bare || s.rows == nil || len(s.charts) > 0 {
		return 1
	}
	return pagesWide(seen.widths, s.locked)
}

// pagesWide is how many pages a table takes side by side so that its text is
// printed at no less than about three quarters of its size; the locked columns stand
// on each.
func pagesWide(widths []float64, locked int) int {
	const page, single = 170.0, 220.0 // characters of a page across at that size; of one that is not worth a second
	all, left := 0.0, 0.0
	for i, w := range widths {
		if all += w; i < locked {
			left += w
		}
	}
	if all <= single || left >= page/2 {
		return 1
	}
	return int(math.Ceil((all - left) / (page - left)))
}

// frame freezes the headings, and the columns that say whose row it is.
func (b *book) frame(stream *excelize.StreamWriter, s *sheet) error {
	if s.bare {
		return nil
	}
	rows := len(s.lead) + 1
	panes := &excelize.Panes{Freeze: true, XSplit: s.locked, YSplit: rows, TopLeftCell: cellName(s.locked+1, rows+1), ActivePane: "bottomLeft"}
	if s.locked > 0 {
		panes.ActivePane = "bottomRight"
	}
	return stream.SetPanes(panes)
}
