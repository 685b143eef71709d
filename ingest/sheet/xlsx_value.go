package sheet

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// readNumber reads a number as its format shows it.
func (w *workbook) readNumber(v string, f format) (Cell, error) {
	if n, text, ok := shortNumber(v); ok && f <= asPercent {
		return Cell{Kind: Number, Text: text, Number: n, Percent: f == asPercent}, nil
	}
	n, err := strconv.ParseFloat(v, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return Cell{}, fmt.Errorf("number %q", v)
	}
	return w.numberCell(n, f), nil
}

// numberCell is a number as its format shows it.
func (w *workbook) numberCell(n float64, f format) Cell {
	switch f {
	case asPercent:
		return Cell{Kind: Number, Text: numberText(n), Number: n, Percent: true}
	case asDate:
		return w.dateCell(n)
	case asTime:
		days := toMillisecond(n)
		return Cell{Kind: Time, Text: clockText(days), Number: days}
	}
	return Cell{Kind: Number, Text: numberText(n), Number: n}
}

// numberText is the shortest decimal that gives n, without an exponent where
// people would write none.
func numberText(n float64) string {
	if a := math.Abs(n); a != 0 && (a < 1e-9 || a >= 1e21) {
		return strconv.FormatFloat(n, 'g', -1, 64)
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// The days from the beginnings of the two date systems to 1970-01-01, and the
// serial of 9999-12-31, the last day that Excel shows.
const (
	epoch1900  = 25569
	epoch1904  = 24107
	lastSerial = 2958465
)

// dateCell turns a serial into days since 1970-01-01. The system of 1900 holds
// 1900 for a leap year: serial 60 is a day that never was, and those before it are
// one day nearer than the rest tells. Serials that Excel itself can't show as
// a date are faults.
func (w *workbook) dateCell(serial float64) Cell {
	days := toMillisecond(serial - epoch1900)
	switch day := math.Floor(days); {
	case w.since04:
		days = toMillisecond(serial - epoch1904)
	case day == 60-epoch1900:
		return Cell{Kind: Fault, Text: "1900-02-29"}
	case day < 60-epoch1900:
		days++
	}
	if serial < 0 || serial >= lastSerial+1 {
		return Cell{Kind: Fault, Text: numberText(serial)}
	}
	return Cell{Kind: Date, Text: dateText(days), Number: days}
}

// toMillisecond rounds days so that a midnight that was computed stays on its
// day.
func toMillisecond(days float64) float64 {
	const perDay = 86400e3
	return math.Round(days*perDay) / perDay
}

func dateText(days float64) string {
	day := math.Floor(days)
	clock := time.Duration(math.Round((days-day)*86400e3)) * time.Millisecond
	t := time.Unix(0, 0).UTC().AddDate(0, 0, int(day)).Add(clock.Truncate(time.Second))
	if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.DateTime)
}

// clockText writes days as hours, minutes and seconds; hours may exceed 24.
func clockText(days float64) string {
	s := math.Round(days * 86400)
	sign := ""
	if s < 0 {
		sign, s = "-", -s
	}
	if s >= 1<<53 {
		return numberText(days)
	}
	n := int64(s)
	return fmt.Sprintf("%s%d:%02d:%02d", sign, n/3600, n/60%60, n%60)
}

// isoDays reads a date as ISO 8601 writes it (cells of type d) into days since
// 1970-01-01.
func isoDays(s string) (float64, bool) {
	for _, layout := range []string{"2006-01-02", "2006-01-02T15:04:05", "2006-01-02T15:04", time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			_, offset := t.Zone()
			return toMillisecond((float64(t.Unix()+int64(offset)) + float64(t.Nanosecond())/1e9) / 86400), true
		}
	}
	return 0, false
}
