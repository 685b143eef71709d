package ingest

import (
	"math"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// knowledge is what is known of a value.
type knowledge uint8

const (
	unknown knowledge = iota // a blank stands behind it
	known
	failed // a cell behind it can't be read
)

// value is what a term gives for a row.
type value struct {
	state knowledge
	num   float64 // numbers; days from 1970-01-01; 1 and 0 for true and false
	text  string  // texts
	unit  string  // of numbers: what a measure converts from, such as seconds; ""
	code  string  // of a failure
	col   int     // the column that is blank or at fault; −1: none alone
}

func truth(b bool) value {
	if b {
		return value{state: known, num: 1}
	}
	return value{state: known}
}

func (v value) isTrue() bool { return v.state == known && v.num == 1 }

// then applies a function to a known value.
func (v value) then(apply func(value) value) value {
	if v.state != known {
		return v
	}
	return apply(v)
}

// graver returns the value that keeps a result from being known: a failure
// before a blank. ok is true when both values are known.
func graver(a, b value) (v value, ok bool) {
	switch {
	case a.state == failed:
		return a, false
	case b.state == failed:
		return b, false
	case a.state == unknown:
		return a, false
	case b.state == unknown:
		return b, false
	}
	return value{}, true
}

// both is "and" in three values: false decides, whatever the other is.
func both(a, b value) value {
	if a.state == known && a.num == 0 || b.state == known && b.num == 0 {
		return truth(false)
	}
	if v, ok := graver(a, b); !ok {
		return v
	}
	return truth(true)
}

// either is "or" in three values: true decides.
func either(a, b value) value {
	if a.isTrue() || b.isTrue() {
		return truth(true)
	}
	if v, ok := graver(a, b); !ok {
		return v
	}
	return truth(false)
}

// numberOf reads numbers in the unit of their heading; durations are seconds,
// and the heading must tell what the first part of 12:30 counts.
func (c *compiler) numberOf(col int) func(sheet.Row) value {
	g := c.grid
	first, unit := secondsIn[clockIn(g.heading(col))]/60, g.unitToConvert(col)
	return func(r sheet.Row) value {
		switch n := g.number(r, col); {
		case n.state == used && n.truth:
			return value{state: failed, code: "value.is_logical", col: col}
		case n.state == used && n.clock == twoParts && first > 0:
			return value{state: known, num: n.value * first, unit: "seconds", col: col}
		case n.state == used && n.clock == twoParts:
			return value{state: failed, code: "event.clock_unclear", col: col}
		case n.state == used && n.clock == fullTime:
			return value{state: known, num: n.value, unit: "seconds", col: col}
		case n.state == used:
			return value{state: known, num: n.value, unit: unit, col: col}
		case n.state == rejected:
			return value{state: failed, code: n.fault, col: col}
		}
		return value{col: col}
	}
}

// unitToConvert is the unit that the heading of a column gives its numbers where
// it may have to be converted: one of time, or 万元.
func (g *grid) unitToConvert(col int) string {
	unit := g.cols[col].meaning.unit
	if secondsIn[unit] > 0 || strings.HasPrefix(unit, "currency*") {
		return unit
	}
	return ""
}

func (c *compiler) textOf(col int) func(sheet.Row) value {
	g := c.grid
	return func(r sheet.Row) value {
		if c := r.At(col); c.Kind == sheet.Fault {
			return value{state: failed, code: faultOf(c.Text), col: col}
		}
		if text := g.text(r, col); text != "" {
			return value{state: known, text: text, col: col}
		}
		return value{col: col}
	}
}

// truthOf reads yes and no as exports write them, 1 and 0 among them.
func (c *compiler) truthOf(col int) func(sheet.Row) value {
	text := c.textOf(col)
	return func(r sheet.Row) value {
		return text(r).then(func(value) value {
			n := readNumber(r.At(col), nil)
			if n.truth || n.state == used && !n.marked && n.clock == noClock && (n.value == 0 || n.value == 1) {
				return truth(n.value == 1)
			}
			return value{state: failed, code: "event.not_yes_no", col: col}
		})
	}
}

// dateOf reads the days of a column; months and quarters are no days.
func (c *compiler) dateOf(col int) func(sheet.Row) value {
	cells := c.dates[col]
	if cells == nil {
		cells = c.grid.newPeriodCells(col, 0)
		c.dates[col] = cells
	}
	text := c.textOf(col)
	return func(r sheet.Row) value {
		if v := text(r); v.state != known {
			return v
		}
		p, code := cells.read(r)
		switch {
		case code == "" && p.Grain == kpi.Day:
			return value{state: known, num: float64(p.Start), col: col}
		case code == "", code == "period.unreadable", code == "period.fiscal_year":
			code = "event.not_a_day"
		}
		return value{state: failed, code: code, col: col}
	}
}

// dateLiteral reads a day as expressions write it.
func dateLiteral(text string) (value, bool) {
	d, err := kpi.ParseDate(strings.TrimSpace(text))
	return value{state: known, num: float64(d)}, err == nil
}

// finite refuses what arithmetic gives beyond numbers.
func finite(f float64, code string) value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return value{state: failed, code: code, col: -1}
	}
	return value{state: known, num: f, col: -1}
}
