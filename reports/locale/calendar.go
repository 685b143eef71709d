package locale

import (
	"strconv"
	"strings"
	"time"

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

// periodText writes a period given in machine form, "2025-06", as [Printer.Period]
// does; what is none stays as it is.
func (p *Printer) periodText(machine string) string {
	if at, ok := parsePeriod(machine); ok {
		return p.Period(at)
	}
	return machine
}

// parsePeriod reads what [kpi.Period.String] writes: 2025, 2025-H1, 2025-Q2, 2025-06,
// 2025-W23, 2025-06-30.
func parsePeriod(s string) (kpi.Period, bool) {
	year, part, _ := strings.Cut(s, "-")
	y, err := strconv.Atoi(year)
	if err != nil || len(year) != 4 {
		return kpi.Period{}, false
	}
	at := kpi.PeriodOf(kpi.DateOf(y, 1, 1), kpi.Year)
	if part != "" {
		kind, digits := part[:1], strings.TrimLeft(part, "HQW")
		n, err := strconv.Atoi(digits)
		switch {
		case err != nil:
			d, err := kpi.ParseDate(s)
			return kpi.PeriodOf(d, kpi.Day), err == nil
		case kind == "H":
			at = kpi.PeriodOf(kpi.DateOf(y, time.Month(6*n-5), 1), kpi.Half)
		case kind == "Q":
			at = kpi.PeriodOf(kpi.DateOf(y, time.Month(3*n-2), 1), kpi.Quarter)
		case kind == "W":
			at = kpi.PeriodOf(kpi.DateOf(y, 1, 4)+kpi.Date(7*(n-1)), kpi.Week) // January 4 lies in week 1
		default:
			at = kpi.PeriodOf(kpi.DateOf(y, time.Month(n), 1), kpi.Month)
		}
	}
	return at, at.String() == s
}

// Span writes a run of periods: "Apr 2025 – Jun 2025 (3 periods)"; the period
// alone when there is only one.
func (p *Printer) Span(from, to kpi.Period, periods int) string {
	if from == to || periods <= 1 {
		return p.Period(to)
	}
	return p.Text("period.span", Args{"from": p.Period(from), "to": p.Period(to), "count": periods})
}
