package ingest

import (
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// A shapeReader turns the numbers of a text of one shape into a period, or
// returns the code of what is wrong.
type shapeReader func(n []digits, opt PeriodOptions) (kpi.Period, string)

// periodShapes is the grammar: see periodToken for the letters.
var periodShapes = map[string]shapeReader{
	"N":   readBare,
	"N-N": readPair, "N.N": readDecimal,
	"NY":  func(n []digits, _ PeriodOptions) (kpi.Period, string) { return yearOf(n[0]) },
	"NYN": yearFirst(monthOf), "NYNm": yearFirst(monthOf), "NmNY": yearLast(monthOf),
	"Nm":  yearGiven(monthOf),
	"MN":  readMonthTail,
	"NM":  readMonthTail2,
	"M":   yearGiven(monthOf),
	"MNY": yearLast(monthOf), "NYM": yearFirst(monthOf),

	"N-Nm": readMonthPair, "NmNm": readMonthSpan, "MM": readMonthSpan, "NYN-Nm": readMonthSpanOfYear,
	"PN": readMonthMark, "NPN": yearFirst(monthOf),

	"N-N-N": readTriple, "N.N.N": readTriple,
	"NYNmN": readYMD, "NYNmNd": readYMD, "NMN": readDMY, "MN-N": readMDY, "MN,N": readMDY,
	"NmN": readMonthDay, "NmNd": readMonthDay, "DN": readDay, "Nd": readDay,

	"NQN": readQuarterPair, "NYQN": yearFirst(quarterOf), "NYNq": yearFirst(quarterOf), "N,Nq": yearFirst(quarterOf),
	"QN-N": yearLast(quarterOf), "QN,N": yearLast(quarterOf), "QNNY": yearLast(quarterOf), "QN": yearGiven(quarterOf), "Nq": yearGiven(quarterOf), "NqNY": yearLast(quarterOf),
	"NQ": readBareQuarter, "R": readBareQuarter, "QR": yearGiven(quarterOf), "Rq": yearGiven(quarterOf), "NRq": yearFirst(quarterOf), "NYRq": yearFirst(quarterOf),
	"NQR": yearFirst(quarterOf), "NYQR": yearFirst(quarterOf), "QRN": yearLast(quarterOf), "QRNY": yearLast(quarterOf), "RqNY": yearLast(quarterOf),
	"NWN": yearFirst(weekOf), "NYWN": yearFirst(weekOf), "NYNw": yearFirst(weekOf),
	"WN-N": yearLast(weekOf), "WN,N": yearLast(weekOf), "WN": yearGiven(weekOf), "Nw": yearGiven(weekOf),
	"NHN": readHalfPair, "NYHN": yearFirst(halfOf), "NS": yearFirst(halfOf), "NYS": yearFirst(halfOf),
	"HN-N": yearLast(halfOf), "HN,N": yearLast(halfOf), "HN": yearGiven(halfOf), "S": yearGiven(halfOf),
}

// A part reader makes a period of the n-th part of a year.
type partReader func(year, n int) (kpi.Period, string)

func yearFirst(part partReader) shapeReader {
	return func(n []digits, _ PeriodOptions) (kpi.Period, string) { return withYear(part, n[0], n[1]) }
}

func yearLast(part partReader) shapeReader {
	return func(n []digits, _ PeriodOptions) (kpi.Period, string) { return withYear(part, n[1], n[0]) }
}

func yearGiven(part partReader) shapeReader {
	return func(n []digits, opt PeriodOptions) (kpi.Period, string) {
		if n[0].len > 2 {
			return kpi.Period{}, "period.unreadable"
		}
		switch {
		case opt.Wrapped:
			return kpi.Period{}, "period.year_wrap"
		case opt.Year == 0:
			return kpi.Period{}, "period.no_year"
		case n[0].value < opt.Turn:
			opt.Year++
		}
		return withYear(part, digits{opt.Year, 4}, n[0])
	}
}

func withYear(part partReader, y, n digits) (kpi.Period, string) {
	year, code := fullYear(y)
	if code != "" {
		return kpi.Period{}, code
	}
	if n.len > 2 {
		return kpi.Period{}, "period.unreadable"
	}
	return part(year, n.value)
}

// fullYear reads a year of four digits, or of two: 25 is 2025.
func fullYear(d digits) (int, string) {
	switch {
	case d.len == 2:
		d.value += 2000
	case d.len != 4:
		return 0, "period.unreadable"
	}
	if d.value < firstYear || d.value > lastYear {
		return 0, "period.implausible_year"
	}
	return d.value, ""
}

func yearOf(d digits) (kpi.Period, string) {
	year, code := fullYear(d)
	if code != "" {
		return kpi.Period{}, code
	}
	return kpi.PeriodOf(kpi.DateOf(year, 1, 1), kpi.Year), ""
}

func partOf(year, n, most int, grain kpi.Grain) (kpi.Period, string) {
	if n < 1 || n > most {
		return kpi.Period{}, "period.no_such_day"
	}
	return kpi.PeriodOf(kpi.DateOf(year, time.Month((n-1)*12/most+1), 1), grain), ""
}

func monthOf(year, n int) (kpi.Period, string)   { return partOf(year, n, 12, kpi.Month) }
func quarterOf(year, n int) (kpi.Period, string) { return partOf(year, n, 4, kpi.Quarter) }
func halfOf(year, n int) (kpi.Period, string)    { return partOf(year, n, 2, kpi.Half) }

// weekOf is the ISO 8601 week n of the year: 4 January lies in week 1.
func weekOf(year, n int) (kpi.Period, string) {
	p := kpi.PeriodOf(kpi.DateOf(year, 1, 4)+kpi.Date(7*(n-1)), kpi.Week)
	if y, w := p.Start.Time().ISOWeek(); n < 1 || n > 53 || y != year || w != n {
		return kpi.Period{}, "period.no_such_day"
	}
	return p, ""
}

func dayOf(year, month, day digits) (kpi.Period, string) {
	y, code := fullYear(year)
	if code != "" {
		return kpi.Period{}, code
	}
	if month.len > 2 || day.len > 2 {
		return kpi.Period{}, "period.unreadable"
	}
	d := kpi.DateOf(y, time.Month(month.value), day.value)
	if back := d.Time(); back.Day() != day.value || int(back.Month()) != month.value {
		return kpi.Period{}, "period.no_such_day"
	}
	return kpi.PeriodOf(d, kpi.Day), ""
}

func readYMD(n []digits, _ PeriodOptions) (kpi.Period, string) { return dayOf(n[0], n[1], n[2]) }
func readMDY(n []digits, _ PeriodOptions) (kpi.Period, string) { return dayOf(n[2], n[0], n[1]) }

// readDMY reads "3 Jun 2025" and "2025 Jun 3".
func readDMY(n []digits, _ PeriodOptions) (kpi.Period, string) {
	if n[0].len == 4 {
		return dayOf(n[0], n[1], n[2])
	}
	return dayOf(n[2], n[1], n[0])
}

func readMonthDay(n []digits, opt PeriodOptions) (kpi.Period, string) {
	if opt.Year == 0 {
		return kpi.Period{}, "period.no_year"
	}
	return dayOf(digits{opt.Year, 4}, n[0], n[1])
}

// readDay reads Day5 and 5日 of the month in the options.
func readDay(n []digits, opt PeriodOptions) (kpi.Period, string) {
	if opt.Year == 0 || opt.Month == 0 {
		return kpi.Period{}, "period.no_month"
	}
	return dayOf(digits{opt.Year, 4}, digits{opt.Month, 2}, n[0])
}

// readBare reads one number by its length: 2025, 202506, 20250603, a serial, or
// a bare 6 where the options say what it counts.
func readBare(n []digits, opt PeriodOptions) (kpi.Period, string) {
	v := n[0].value
	switch d := n[0]; {
	case d.len == 4:
		return yearOf(d)
	case d.len == 6:
		return withYear(monthOf, digits{v / 100, 4}, digits{v % 100, 2})
	case d.len == 8:
		return dayOf(digits{v / 10000, 4}, digits{v / 100 % 100, 2}, digits{v % 100, 2})
	case d.len == 5 && opt.Serials:
		return serialDay(v, opt)
	case d.len <= 2 && opt.Bare == kpi.Month:
		return yearGiven(monthOf)(n, opt)
	case d.len <= 2 && opt.Bare == kpi.Quarter:
		return yearGiven(quarterOf)(n, opt)
	case d.len <= 2 && opt.Bare == kpi.Week:
		return yearGiven(weekOf)(n, opt)
	}
	return kpi.Period{}, "period.unreadable"
}

// serialDay is the day of a spreadsheet serial: 25569 is 1970-01-01 in the 1900
// system, 24107 in that of 1904.
func serialDay(serial int, opt PeriodOptions) (kpi.Period, string) {
	epoch := 25569
	if opt.From04 {
		epoch = 24107
	}
	d := kpi.Date(serial - epoch)
	if y := d.Time().Year(); y < firstYear || y > lastYear {
		return kpi.Period{}, "period.implausible_year"
	}
	return kpi.PeriodOf(d, kpi.Day), ""
}

// readPair reads 2025-06 and 06/2025.
func readPair(n []digits, opt PeriodOptions) (kpi.Period, string) {
	if opt.Bare == kpi.Quarter && n[0].len <= 2 && n[1].len <= 2 {
		return readMonthSpan(n, opt)
	}
	if n[0].len == 4 {
		return withYear(monthOf, n[0], n[1])
	}
	if n[1].len == 4 {
		return withYear(monthOf, n[1], n[0])
	}
	return kpi.Period{}, "period.unreadable"
}

// readDecimal reads 2025.06. Of 2025.1 the column must tell whether it lost a
// zero. A whole number may have got a decimal place, as 6.0 and 202506.0 where cells are blank.
func readDecimal(n []digits, opt PeriodOptions) (kpi.Period, string) {
	if n[1] == (digits{0, 1}) {
		return readBare(n[:1], opt)
	}
	if n[0].len == 4 && n[1].len == 1 && opt.Tenth == openTenth {
		return kpi.Period{}, "period.tenth_ambiguous"
	}
	if n[0].len == 4 && n[1].len == 1 && n[1].value == 1 {
		if opt.Tenth == 0 {
			return kpi.Period{}, "period.ambiguous"
		}
		return withYear(monthOf, n[0], digits{opt.Tenth, 2})
	}
	return readPair(n, opt)
}

// readTriple reads dates of three numbers. The year is known by its four
// digits when it comes first; otherwise the order must be known.
func readTriple(n []digits, opt PeriodOptions) (kpi.Period, string) {
	if n[0].len == 4 {
		return readYMD(n, opt)
	}
	if n[0].len > 2 || n[1].len > 2 || n[2].len == 3 || n[2].len > 4 {
		return kpi.Period{}, "period.unreadable"
	}
	full := n[2].len == 4 // otherwise the year has two digits, and any place
	order := opt.Order
	if order == "" && full {
		order = ownOrder(n)
	}
	switch {
	case order == "dmy":
		return dayOf(n[2], n[1], n[0])
	case order == "mdy":
		return dayOf(n[2], n[0], n[1])
	case order == "ymd" && !full:
		return dayOf(n[0], n[1], n[2])
	}
	return kpi.Period{}, "period.order_ambiguous"
}

// ownOrder is the order that a date with a full year at its end tells by
// itself: a part above 12 is the day.
func ownOrder(n []digits) string {
	switch {
	case n[0].value > 12:
		return "dmy"
	case n[1].value > 12:
		return "mdy"
	}
	return ""
}

// readMonthTail reads "Jun 2025", and "Jun 25" as spreadsheets write June 2025,
// unless it may be the 25th.
func readMonthTail(n []digits, opt PeriodOptions) (kpi.Period, string) {
	if n[1].len == 2 && (opt.Days || n[1].value <= 12) {
		return kpi.Period{}, "period.ambiguous"
	}
	return withYear(monthOf, n[1], n[0])
}

// readMonthTail2 reads "2025 Jun". "25 Jun" is a day in one place and a year in
// another.
func readMonthTail2(n []digits, _ PeriodOptions) (kpi.Period, string) {
	if n[0].len != 4 {
		return kpi.Period{}, "period.ambiguous"
	}
	return withYear(monthOf, n[0], n[1])
}

// readQuarterPair reads 2025Q2, 25Q2 and 2Q25.
func readQuarterPair(n []digits, _ PeriodOptions) (kpi.Period, string) {
	return readMarkPair(quarterOf, n)
}

// readHalfPair reads 2025H1, 25H1 and 1H25.
func readHalfPair(n []digits, _ PeriodOptions) (kpi.Period, string) { return readMarkPair(halfOf, n) }

func readMarkPair(part partReader, n []digits) (kpi.Period, string) {
	if n[0].len == 1 {
		return withYear(part, n[1], n[0])
	}
	return withYear(part, n[0], n[1])
}
