package reports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// layOut sets how the sheet is printed: A4 across, as many pages side by side
// as it asks for, its headings on each, its name and the page at the foot.
func (b *book) layOut(s *sheet) error {
	landscape, a4, high, wide, fit := "landscape", 9, 0, max(1, s.pages), true
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
	if s.bare {
		return nil
	}
	head := len(s.lead) + 1
	titles := fmt.Sprintf("'%s'!$%d:$%d", s.name, head, head)
	if s.locked > 0 && s.pages > 1 {
		last, err := excelize.ColumnNumberToName(s.locked)
		if err != nil {
			return err
		}
		titles = fmt.Sprintf("'%s'!$A:$%s,%s", s.name, last, titles)
	}
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: s.name})
}

// frame sets widths and freezes the headings, and the columns that say whose
// row it is.
func (b *book) frame(stream *excelize.StreamWriter, s *sheet) error {
	for i, width := range s.widths() {
		if err := stream.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if s.bare {
		return nil
	}
	rows := len(s.lead) + 1
	corner, err := excelize.CoordinatesToCellName(s.locked+1, rows+1)
	if err != nil {
		return err
	}
	panes := &excelize.Panes{Freeze: true, XSplit: s.locked, YSplit: rows, TopLeftCell: corner, ActivePane: "bottomLeft"}
	if s.locked > 0 {
		panes.ActivePane = "bottomRight"
	}
	return stream.SetPanes(panes)
}
