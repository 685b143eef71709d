package booktext

import (
	"fmt"
	"maps"
	"slices"

	"github.com/xuri/excelize/v2"
)

// readMerged notes the merged areas of a sheet, and which cells they cover.
func (d *dump) readMerged(sheet string) error {
	list, err := d.file.GetMergeCells(sheet)
	if err != nil {
		return err
	}
	d.merged, d.covered = map[string]string{}, map[string]string{}
	for _, m := range list {
		first, last := m.GetStartAxis(), m.GetEndAxis()
		d.merged[first] = first + ":" + last
		left, top, err := excelize.CellNameToCoordinates(first)
		if err != nil {
			return err
		}
		right, bottom, err := excelize.CellNameToCoordinates(last)
		if err != nil {
			return err
		}
		for i := range (right - left + 1) * (bottom - top + 1) {
			at, err := excelize.CoordinatesToCellName(left+i%(right-left+1), top+i/(right-left+1))
			if err != nil {
				return err
			}
			if at != first {
				d.covered[at] = first
			}
		}
	}
	return nil
}

// areas writes what holds cells together: tables, lists to choose from.
func (d *dump) areas(sheet string) error {
	tables, err := d.file.GetTables(sheet)
	if err != nil {
		return err
	}
	for _, t := range tables {
		d.line("table %s %s style=%s", t.Name, t.Range, t.StyleName)
	}
	lists, err := d.file.GetDataValidations(sheet)
	if err != nil {
		return err
	}
	for _, v := range lists {
		d.line("choice %s %s %s", v.Sqref, v.Type, v.Formula1)
	}
	return nil
}

// rules writes the conditional formats, by the area that they hold for.
func (d *dump) rules(sheet string) error {
	formats, err := d.file.GetConditionalFormats(sheet)
	if err != nil {
		return err
	}
	for _, area := range slices.Sorted(maps.Keys(formats)) {
		for _, r := range formats[area] {
			look, err := d.ruleLook(r.Format)
			if err != nil {
				return err
			}
			d.line("rule %s %s %s %s %s", area, r.Type, r.Criteria, r.Value, look)
		}
	}
	return nil
}

// ruleLook says how a cell looks that a rule holds for.
func (d *dump) ruleLook(format *int) (string, error) {
	if format == nil {
		return "", nil
	}
	s, err := d.file.GetConditionalStyle(*format)
	if err != nil {
		return "", err
	}
	return lookText(s), nil
}

// view writes what a person sees who opens the sheet.
func (d *dump) view(sheet string) error {
	v, err := d.file.GetSheetView(sheet, 0)
	if err != nil {
		return err
	}
	p, err := d.file.GetPanes(sheet)
	if err != nil {
		return err
	}
	said := "view gridlines=" + optional(v.ShowGridLines)
	if p.Freeze {
		said += fmt.Sprintf(" frozen columns=%d rows=%d", p.XSplit, p.YSplit)
	}
	d.line("%s", said)
	return nil
}

// print writes the page that the sheet is printed on.
func (d *dump) print(sheet string) error {
	l, err := d.file.GetPageLayout(sheet)
	if err != nil {
		return err
	}
	s, err := d.file.GetSheetProps(sheet)
	if err != nil {
		return err
	}
	m, err := d.file.GetPageMargins(sheet)
	if err != nil {
		return err
	}
	foot, err := d.file.GetHeaderFooter(sheet)
	if err != nil {
		return err
	}
	d.line("print %s paper=%s fit=%s wide=%s high=%s margins=%s,%s,%s,%s", optional(l.Orientation), optional(l.Size), optional(s.FitToPage), optional(l.FitToWidth), optional(l.FitToHeight),
		optional(m.Left), optional(m.Right), optional(m.Top), optional(m.Bottom))
	if foot != nil {
		d.line("print head=%q foot=%q", foot.OddHeader, foot.OddFooter)
	}
	return d.breaks(sheet)
}

// breaks writes the rows behind which a new page begins.
func (d *dump) breaks(sheet string) error {
	part, err := d.partOf(sheet)
	if err != nil {
		return err
	}
	var set struct {
		Rows []struct {
			ID int `xml:"id,attr"`
		} `xml:"rowBreaks>brk"`
	}
	if err := d.decode(part, &set); err != nil {
		return err
	}
	for _, b := range set.Rows {
		d.line("print new page after row %d", b.ID)
	}
	return nil
}

// optional is a value that may not be set.
func optional[T any](v *T) string {
	if v == nil {
		return "default"
	}
	return fmt.Sprint(*v)
}
