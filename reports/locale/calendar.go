package locale

import (
	"strconv"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Date writes a day as readers of both languages sort it, "2025-06-30", and the
// zero day, which no data has, as [Unknown].
func (p *Printer) Date(d kpi.Date) string {
	if d == 0 {
		return Unknown
	}
	return d.String()
}

// Period writes a period: "Jun 2025", "Q2 2025", "week 23 of 2025".
func (p *Printer) Period(at kpi.Period) string {
	t := at.Start.Time()
	year, week := t.ISOWeek()
	if at.Grain != kpi.Week {
		year = t.Year()
	}
	month := int(t.Month())
	args := Args{
		"year": strconv.Itoa(year), "week": week, "date": at.Start.String(),
		"month": p.Text("month."+strconv.Itoa(month), nil), "quarter": (month + 2) / 3,
		"half": p.Text("half."+strconv.Itoa((month+5)/6), nil),
	}
	return p.Text("period."+at.Grain.String(), args)
}

// Span writes a run of periods: "Apr 2025 – Jun 2025 (3 periods)"; the period
// alone when there is only one.
func (p *Printer) Span(from, to kpi.Period, periods int) string {
	if from == to || periods <= 1 {
		return p.Period(to)
	}
	return p.Text("period.span", Args{"from": p.Period(from), "to": p.Period(to), "count": periods})
}
