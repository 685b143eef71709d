package ingest

import (
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Here are parts of a year that only their column tells: M6 in a column of months, II
// and 4-6月 in one of quarters.

// readMonthMark reads M6 in a column of months; elsewhere it may be a model, or minutes.
func readMonthMark(n []digits, opt PeriodOptions) (kpi.Period, string) {
	if opt.Bare != kpi.Month {
		return kpi.Period{}, "period.unreadable"
	}
	return yearGiven(monthOf)(n, opt)
}

// readBareQuarter reads 2Q, and II, in a column of quarters.
func readBareQuarter(n []digits, opt PeriodOptions) (kpi.Period, string) {
	if opt.Bare != kpi.Quarter || n[0].len != 1 {
		return kpi.Period{}, "period.unreadable"
	}
	return yearGiven(quarterOf)(n, opt)
}

// readMonthPair reads 2025-06月, and 4-6月 in a column of quarters.
func readMonthPair(n []digits, opt PeriodOptions) (kpi.Period, string) {
	if n[0].len == 4 {
		return withYear(monthOf, n[0], n[1])
	}
	return readMonthSpan(n, opt)
}

// readMonthSpanOfYear reads 2025年4-6月 in a column of quarters.
func readMonthSpanOfYear(n []digits, opt PeriodOptions) (kpi.Period, string) {
	year, code := fullYear(n[0])
	if code != "" {
		return kpi.Period{}, code
	}
	opt.Year = year
	return readMonthSpan(n[1:], opt)
}

// readMonthSpan reads the first and the last month of a quarter, in a column of
// quarters. Any other months are none.
func readMonthSpan(n []digits, opt PeriodOptions) (kpi.Period, string) {
	first, last := n[0].value, n[1].value
	switch {
	case opt.Bare != kpi.Quarter, first%3 != 1, last != first+2, last > 12:
		return kpi.Period{}, "period.unreadable"
	case opt.Year == 0:
		return kpi.Period{}, "period.no_year"
	}
	return kpi.PeriodOf(kpi.DateOf(opt.Year, time.Month(first), 1), kpi.Quarter), ""
}
