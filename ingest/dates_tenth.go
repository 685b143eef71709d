package ingest

import (
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// decimalMonths are the cells of a column that are written as numbers, 2025.9: months
// counted from year 0, and those of 2025.1, by year.
type decimalMonths struct{ months, lost map[int]int }

// takeDecimal takes 2025.9.
func (e *dateEvidence) takeDecimal(n []digits) {
	if n[0].len != 4 || n[1].value < 1 || n[1].value > 12 {
		return
	}
	if e.decimals == nil {
		e.decimals = &decimalMonths{map[int]int{}, map[int]int{}}
	}
	if n[1] == (digits{1, 1}) {
		e.decimals.lost[n[0].value]++
		return
	}
	e.decimals.months[12*n[0].value+n[1].value-1]++
}

// isLost reports whether a column holds 2025.1.
func (d *decimalMonths) isLost() bool { return d != nil && len(d.lost) > 0 }

// tenth is the month that 2025.1 means, where the others make a run with it alone: 1 beside
// 2025.2 and 2025.3, 10 between 2025.9 and 2025.11. It is 0 when both do, or neither, or when
// it comes so often that it may be both.
func (d *decimalMonths) tenth() int {
	if !d.isLost() || len(d.months) == 0 {
		return 0
	}
	most := 0
	for _, n := range d.months {
		most = max(most, n)
	}
	for _, n := range d.lost {
		if 2*n > 3*most {
			return 0
		}
	}
	switch january, october := d.makesRun(1), d.makesRun(10); {
	case january && !october:
		return 1
	case october && !january:
		return 10
	}
	return 0
}

// makesRun reports whether the months follow each other without a gap when 2025.1 is a
// given one.
func (d *decimalMonths) makesRun(month int) bool {
	var all []int
	for m := range d.months {
		all = append(all, m)
	}
	for year := range d.lost {
		all = append(all, 12*year+month-1)
	}
	slices.Sort(all)
	for i := 1; i < len(all); i++ {
		if all[i] != all[i-1]+1 {
			return false
		}
	}
	return true
}

// settleTenth decides what 2025.1 is in a column of periods. Where nothing tells all
// its months of one digit are refused: 2025.2 … 2025.9 without January or October would
// be other figures.
func (g *grid) settleTenth(c *column, e *dateEvidence, opt *PeriodOptions) {
	if opt.Tenth = e.tenth(); opt.Tenth != 0 || !e.decimals.isLost() {
		return
	}
	if opt.Tenth = e.decimals.tenth(); opt.Tenth != 0 {
		return
	}
	opt.Tenth = openTenth
	c.reported = "period.tenth_ambiguous"
	year := 0
	for y := range e.decimals.lost {
		if year == 0 || y < year {
			year = y
		}
	}
	g.report(kpi.Error, "period.tenth_ambiguous", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "text": countText(year) + ".1"})
}

// openTenth refuses all months of one digit, 2025.2 too.
const openTenth = -1

// takeCell counts the cells that are dates.
func (e *dateEvidence) takeCell(c sheet.Cell) {
	d := kpi.Date(int(c.Number))
	if d.Time().Day() > 12 {
		e.lateCells++
		return
	}
	e.earlyCells++
}

// maySwapped reports whether dates look as spreadsheets leave them that read the day for
// the month: what could be read so became a cell of a date, the rest stayed text.
func (e *dateEvidence) maySwapped() bool {
	return e.earlyCells > 1 && e.lateCells == 0 && e.lateTexts > 1 && e.open == 0
}
