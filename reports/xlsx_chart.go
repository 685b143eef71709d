package reports

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"github.com/gapstep/gapstep/reports/locale"
)

// chart is a native chart and where it stands: from the left edge, in the line of
// a row.
type chart struct {
	row, left int // counted from 1; pixels
	spec      *excelize.Chart
}

// The size of a chart and the lines of a sheet that it takes.
const (
	chartWidth  = 560
	chartHeight = 330
	chartLines  = 20
)

// The inks of charts: people, findings, the two limits.
const (
	peopleInk = "5B7083"
	foundInk  = "B42318"
	innerInk  = "8795A1"
	outerInk  = "3D4B57"
)

func (b *book) addCharts(s *sheet, seen *survey) error {
	for _, c := range s.charts {
		if err := b.file.AddChart(s.name, cellName(seen.columnAt(c.left), c.row), c.spec); err != nil {
			return fmt.Errorf("chart in row %d: %w", c.row, err)
		}
	}
	return nil
}

// columnAt is the first column that begins no less than so many pixels from the
// left edge: a character takes seven, its cell five beside them.
func (seen *survey) columnAt(pixels int) int {
	at, col := 0.0, 1
	for _, w := range seen.widths {
		if at >= float64(pixels) {
			break
		}
		at, col = at+w*7+5, col+1
	}
	return col
}

// funnelChart shows each person's distance from the own team's mean over the
// number of trials, with the limits of chance.
func (b *book) funnelChart(p *plot) *excelize.Chart {
	points := b.formatsOf(p.in).points
	c := b.newChart(excelize.Scatter, b.p.Text("xlsx.chart.funnel", locale.Args{"title": b.p.Title(p.in)}),
		b.text("xlsx.chart.trials"), b.text("col.gap"))
	c.YAxis.NumFmt = excelize.ChartNumFmt{CustomNumFmt: points}
	c.XAxis.NumFmt = excelize.ChartNumFmt{CustomNumFmt: wholeFormat}
	c.XAxis.TickLabelPosition = excelize.ChartTickLabelLow // the axis crosses at 0, in the middle
	c.Series = append(c.Series, b.dots(p, "others", peopleInk, "circle"))
	if p.found > 0 {
		c.Series = append(c.Series, b.dots(p, "found", foundInk, "diamond"))
	}
	for _, name := range []string{"lo998", "lo95", "hi95", "hi998"} {
		ink, dash := outerInk, excelize.LineDashSolid
		if name == "lo95" || name == "hi95" {
			ink, dash = innerInk, excelize.LineDashDash
		}
		c.Series = append(c.Series, excelize.ChartSeries{Name: b.chartHead(name), Categories: b.chartRange("x", p.limits), Values: b.chartRange(name, p.limits),
			Fill: ink1(ink), Line: excelize.LineOptions{Type: excelize.LineSolid, Dash: dash, Width: 1.25}, Marker: excelize.ChartMarker{Symbol: "none"}})
	}
	return c
}

func (b *book) dots(p *plot, column, ink, symbol string) excelize.ChartSeries {
	return excelize.ChartSeries{Name: b.chartHead(column), Categories: b.chartRange("x", p.people), Values: b.chartRange(column, p.people),
		Line:   excelize.LineOptions{Type: excelize.LineNone},
		Marker: excelize.ChartMarker{Symbol: symbol, Size: 6, Fill: ink1(ink), Border: excelize.LineOptions{Fill: ink1(ink)}}}
}

// spreadChart shows how many people lie in each part of the scale, those with a
// finding on top of the others.
func (b *book) spreadChart(p *plot) *excelize.Chart {
	c := b.newChart(excelize.ColStacked, b.p.Text("xlsx.chart.spread", locale.Args{"title": b.p.Title(p.in)}), b.p.Title(p.in), b.text("xlsx.chart.people"))
	c.YAxis.NumFmt = excelize.ChartNumFmt{CustomNumFmt: wholeFormat}
	tight := uint(20)
	c.GapWidth = &tight
	for _, s := range []struct{ column, ink string }{{"people", peopleInk}, {"people_found", foundInk}} {
		c.Series = append(c.Series, excelize.ChartSeries{Name: b.chartHead(s.column), Categories: b.chartRange("label", p.bins), Values: b.chartRange(s.column, p.bins), Fill: ink1(s.ink)})
	}
	return c
}

func ink1(ink string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{ink}}
}

// newChart is a chart with titles in a legible ink: the library's own is too
// light to read.
func (b *book) newChart(kind excelize.ChartType, title, x, y string) *excelize.Chart {
	dark := excelize.Font{Color: "2F3B48", Size: 9, Family: "Calibri"}
	head := dark
	head.Size, head.Bold = 11, true
	axis := func(name string) excelize.ChartAxis {
		return excelize.ChartAxis{Font: dark, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: name, Font: &dark}}}}
	}
	c := &excelize.Chart{Type: kind, XAxis: axis(x), YAxis: axis(y), Dimension: excelize.ChartDimension{Width: chartWidth, Height: chartHeight},
		Title:  excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &head}}},
		Legend: excelize.ChartLegend{Position: "bottom", Font: &dark}, ShowBlanksAs: "gap", Format: excelize.GraphicOptions{AltText: title}}
	c.YAxis.MajorGridLines = true
	return c
}

// chartHead is the cell of a column's heading in the sheet of the charts' data.
func (b *book) chartHead(column string) string {
	return fmt.Sprintf("'%s'!$%s$1", b.chartSheet, b.chartColumn(column))
}

// chartRange is a column's cells in the rows of that sheet.
func (b *book) chartRange(column string, rows rowRange) string {
	col := b.chartColumn(column)
	return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", b.chartSheet, col, rows.from, col, rows.to)
}

func (b *book) chartColumn(column string) string {
	for i, c := range chartColumns {
		if c == column {
			return columnName(i + 1)
		}
	}
	return "A"
}

// addConditions colours the words of severities and statuses by rules of the
// sheet, so that a word that somebody changes changes its colour.
func (b *book) addConditions(s *sheet, seen *survey) error {
	top := len(s.lead) + 2
	for col, tones := range seen.tones {
		var rules []excelize.ConditionalFormatOptions
		for _, tone := range sortedKeys(tones) {
			ink, known := inks[tone]
			if !known {
				continue
			}
			style, err := b.conditionalStyle(ink)
			if err != nil {
				return err
			}
			rules = append(rules, excelize.ConditionalFormatOptions{Type: "cell", Criteria: "==", Value: `"` + tones[tone] + `"`, Format: &style})
		}
		if len(rules) == 0 {
			continue
		}
		if err := b.file.SetConditionalFormat(s.name, area(col+1, top, col+1, top+seen.rows-1), rules); err != nil {
			return fmt.Errorf("conditional format: %w", err)
		}
	}
	return nil
}

func (b *book) conditionalStyle(ink string) (int, error) {
	if id, ok := b.conditions[ink]; ok {
		return id, nil
	}
	id, err := b.file.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: ink, Bold: true}})
	b.conditions[ink] = id
	return id, err
}
