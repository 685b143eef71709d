package ingest

import (
	"slices"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// A number loses the zero of 2025.10: what 2025.1 is the other months tell.
func TestTheColumnTellsWhetherAMonthLostItsZero(t *testing.T) {
	for _, c := range []struct {
		why, cells, want string
	}{
		{"a run from January", "2025.1 2025.2 2025.3", "2025-01 2025-02 2025-03"},
		{"a run around October", "2025.9 2025.1 2025.11 2025.12", "2025-09 2025-10 2025-11 2025-12"},
		{"over the end of a year", "2024.11 2024.12 2025.1 2025.2", "2024-11 2024-12 2025-01 2025-02"},
		{"January to September, or February to October", "2025.1 2025.2 2025.3 2025.4 2025.5 2025.6 2025.7 2025.8 2025.9", "period.tenth_ambiguous"},
		{"no run either way", "2025.1 2025.4 2025.7", "period.tenth_ambiguous"},
		{"alone", "2025.1", "period.tenth_ambiguous"},
		{"twice as often as the others: both", "2025.1 2025.1 2025.2 2025.3", "period.tenth_ambiguous"},
		{"without it nothing is open", "2025.2 2025.3", "2025-02 2025-03"},
	} {
		text := "姓名|月份|NPS\n"
		for i, cell := range strings.Fields(c.cells) {
			text += string(rune('A'+i)) + "|" + cell + "|5\n"
		}
		res, err := Tables(one("a.csv", text), Options{})
		got := strings.Join(codes(res, kpi.Error), " ")
		if err == nil {
			got = periodsInOrder(res)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q\n%s", c.why, got, c.want, told(res))
		}
	}
}

// One open month makes the others of one digit unsure of their neighbours: none
// of the column is used, and that is said once.
func TestAnOpenMonthRefusesItsColumn(t *testing.T) {
	res, _ := Tables(one("a.csv", "姓名|月份|NPS\n甲|2025.1|5\n甲|2025.4|6\n甲|2025.10x|7\n甲|2025.12|8"), Options{})
	d := find(t, res, "period.tenth_ambiguous")
	if d.Args["text"] != "2025.1" || d.Origin.Row != 1 || res.Inputs[0].Tally.ValuesRejected != 3 || periodsRead(res) != "2025-12" {
		t.Errorf("%s\n%v", told(res), res.Inputs[0])
	}
}

func TestDatesThatASpreadsheetMayHaveSwapped(t *testing.T) {
	for _, c := range []struct {
		why, cells string
		warned     bool
	}{
		{"early days are cells, late ones texts", "@2025-03-01 15/01/2025 @2025-05-02 16/02/2025", true},
		{"cells with late days were read right", "@2025-03-01 15/01/2025 @2025-05-20 16/02/2025", false},
		{"texts with early days are written so", "@2025-03-01 15/01/2025 @2025-05-02 03/02/2025 16/02/2025", false},
		{"cells alone", "@2025-03-01 @2025-05-02", false},
		{"texts alone", "15/01/2025 16/02/2025", false},
	} {
		text := "姓名|日期|NPS\n"
		for i, cell := range strings.Fields(c.cells) {
			text += string(rune('A'+i)) + "|" + cell + "|5\n"
		}
		res, err := Tables(one("a.xlsx", text), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(codes(res, kpi.Warning), "period.swapped_dates"); got != c.warned {
			t.Errorf("%s: warned %v, want %v\n%s", c.why, got, c.warned, told(res))
		}
	}
}

func TestAYearStandsForTheRowsBelowIt(t *testing.T) {
	for _, c := range []struct {
		why, rows, want string
	}{
		{"a year over all months", "2025|1月|甲 ||乙 |2月|甲 ||乙", "2025-01 2025-02"},
		{"a year over each month", "2025|1月|甲 ||乙 2025|2月|甲 ||乙", "2025-01 2025-02"},
		{"two years", "2024|12月|甲 |12月|乙 2025|1月|甲 |1月|乙", "2024-12 2025-01"},
		{"a blank among years is somebody's slip", "2025|1月|甲 |1月|乙 2025|1月|丙 2025|1月|丁", "2025-01"},
	} {
		text := "年份|月份|姓名|NPS\n" + strings.ReplaceAll(c.rows, " ", "|5\n") + "|5\n"
		res, err := Tables(one("a.csv", text), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := periodsRead(res); got != c.want {
			t.Errorf("%s: %q, want %q\n%s", c.why, got, c.want, told(res))
		}
		slip := strings.Contains(c.why, "slip")
		if got := slices.Contains(codes(res, kpi.Warning), "column.filled_down"); got == slip || slip != (res.Inputs[0].Tally.ValuesRejected == 1) {
			t.Errorf("%s: filled %v\n%s", c.why, got, told(res))
		}
	}
}

// What --date-order settled stays settled: the source that is written down has it.
func TestASourceKeepsTheOrderOfItsDates(t *testing.T) {
	files := func() []*sheet.File { return one("a.csv", "姓名|日期|NPS\n甲|01/02/2025|5\n甲|02/03/2025|6") }
	first, err := Tables(files(), Options{DateOrder: "dmy"})
	if err != nil {
		t.Fatal(err)
	}
	sources := SourcesOf(first.Readings)
	if len(sources) != 1 || sources[0].DateOrder != "dmy" {
		t.Fatalf("%+v", sources)
	}
	again, err := Tables(files(), Options{Sources: sources})
	if err != nil || periodsRead(again) != "2025-02 2025-03" {
		t.Fatalf("%v %s", err, told(again))
	}
	flag, err := Tables(files(), Options{Sources: sources, DateOrder: "mdy"})
	if err != nil || periodsRead(flag) != "2025-01 2025-02" {
		t.Errorf("the flag does not go before: %v %s", err, periodsRead(flag))
	}
	if _, err := Tables(files(), Options{Sources: []Source{{Match: "a.csv", DateOrder: "dym"}}}); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "source.bad_date_order" {
		t.Errorf("%v", err)
	}
	plain, _ := Tables(one("a.csv", "姓名|日期|NPS\n甲|2025-02-01|5"), Options{DateOrder: "dmy"})
	if s := SourcesOf(plain.Readings); s[0].DateOrder != "" {
		t.Errorf("an order that nothing needs is kept: %+v", s)
	}
}

// periodsInOrder are the periods of a dataset, the earliest first.
func periodsInOrder(res *Result) string {
	list := strings.Fields(periodsRead(res))
	slices.Sort(list)
	return strings.Join(list, " ")
}
