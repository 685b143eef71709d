package ingest

import (
	"slices"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// periodsOf returns the periods in the order of the rows of a csv that has an
// employee for each period.
func periodsOf(t *testing.T, heading string, opt Options, cells ...string) (*Result, []string) {
	t.Helper()
	var b strings.Builder
	b.WriteString("姓名|" + heading + "|NPS\n")
	for i, c := range cells {
		b.WriteString("员工" + string(rune('A'+i)) + "|" + c + "|5\n")
	}
	res, err := Tables([]*sheet.File{csvOf("a.csv", b.String())}, opt)
	if res == nil {
		t.Fatal(err)
	}
	list := make([]string, len(cells))
	for i := range res.Dataset.Len() {
		o := res.Dataset.At(i)
		list[[]rune(o.Employee.ID)[2]-'A'] = o.Period.String()
	}
	return res, list
}

func TestTheWholeColumnDecidesTheOrderOfDates(t *testing.T) {
	for _, c := range []struct {
		why      string
		opt      Options
		cells    []string
		want     []string
		evidence string
		code     string
	}{
		{"a day above 12 in front decides for all", Options{}, []string{"3/4/2025", "13/5/2025"}, []string{"2025-04", "2025-05"}, "order=dmy decided_by=B3", ""},
		{"a day above 12 in the middle decides for all", Options{}, []string{"3/4/2025", "5/13/2025"}, []string{"2025-03", "2025-05"}, "order=mdy decided_by=B3", ""},
		{"one row is evidence enough", Options{}, []string{"30/6/2025"}, []string{"2025-06"}, "order=dmy decided_by=B2", ""},
		{"nothing decides", Options{}, []string{"3/4/2025", "4/5/2025"}, []string{"", ""}, "", "period.order_ambiguous"},
		{"what reads one way stays when others don't", Options{}, []string{"3/4/2025", "2025-06-01"}, []string{"", "2025-06"}, "", "period.order_ambiguous"},
		{"--date-order decides", Options{DateOrder: "dmy"}, []string{"3/4/2025", "4/5/2025"}, []string{"2025-04", "2025-05"}, "order=dmy decided_by=--date-order", ""},
		{"--date-order reads years of two digits", Options{DateOrder: "ymd"}, []string{"25/4/3"}, []string{"2025-04"}, "order=ymd decided_by=--date-order", ""},
		{"years of two digits in a text", Options{}, []string{"25/4/3", "13/4/25"}, []string{"", ""}, "", "period.order_ambiguous"},
		{"years of two digits beside full ones that decide", Options{}, []string{"3/4/25", "13/4/2025"}, []string{"2025-04", "2025-04"}, "order=dmy decided_by=B3", ""},
		{"an order that does not fit", Options{DateOrder: "ymd"}, []string{"3/4/2025", "2025/4/3"}, []string{"", "2025-04"}, "order=ymd decided_by=--date-order", "period.order_ambiguous"},
		{"two orders in one column", Options{}, []string{"13/4/2025", "4/14/2025", "1/2/2025"}, []string{"2025-04", "2025-04", ""}, "", "period.order_contradictory"},
		{"a date of no order tells nothing of the others", Options{}, []string{"13/13/2025", "45/2/2025", "4/14/2025", "1/2/2025"}, []string{"", "", "2025-04", "2025-01"}, "order=mdy decided_by=B4", "period.no_such_day"},
		{"a date that --date-order makes impossible", Options{DateOrder: "mdy"}, []string{"13/4/2025", "1/2/2025"}, []string{"", "2025-01"}, "order=mdy decided_by=--date-order", "period.no_such_day"},
		{"serials in a text file", Options{}, []string{"45809", "45839.5"}, []string{"2025-06", "2025-07"}, "serials=2", ""},
		{"a zero that was lost: months under ten have theirs", Options{}, []string{"2025.09", "2025.1", "2025.11"}, []string{"2025-09", "2025-10", "2025-11"}, "", ""},
		{"no zero was lost: October stands beside it", Options{}, []string{"2025.1", "2025.9", "2025.10"}, []string{"2025-01", "2025-09", "2025-10"}, "", ""},
		{"nobody knows whether a zero was lost", Options{}, []string{"2025.1", "2025.4"}, []string{"", ""}, "", "period.tenth_ambiguous"},
		{"Jun-25 as spreadsheets write it", Options{}, []string{"Jun-25", "Jul-25"}, []string{"2025-06", "2025-07"}, "", ""},
		{"Jun 25 beside Jun 3 may be a day", Options{}, []string{"Jun 25", "Jun 3"}, []string{"", ""}, "", "period.ambiguous"},
	} {
		res, got := periodsOf(t, "日期", c.opt, c.cells...)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: periods %q, want %q\n%s", c.why, got, c.want, told(res))
		}
		if e := res.Readings[0].Columns[1].Evidence; e != c.evidence {
			t.Errorf("%s: evidence %q, want %q", c.why, e, c.evidence)
		}
		if c.code != "" {
			if d := find(t, res, c.code); d.Severity != kpi.Error || d.Origin.Col != 2 {
				t.Errorf("%s: %+v", c.why, d)
			}
		} else if e := codes(res, kpi.Error); e != nil {
			t.Errorf("%s: errors %v", c.why, e)
		}
	}
}

func TestUndecidedDatesAreReportedOnceForTheColumn(t *testing.T) {
	res, _ := periodsOf(t, "日期", Options{}, "3/4/2025", "4/5/2025", "5/6/2025")
	if n := strings.Count(told(res), "period.order_ambiguous"); n != 1 {
		t.Errorf("reported %d times", n)
	}
	d := find(t, res, "period.order_ambiguous")
	if d.Origin.String() != "a.csv!B1" || d.Args["rows"] != "3" || d.Args["text"] != "3/4/2025" {
		t.Errorf("%+v", d)
	}
	if y := res.Inputs[0].Tally; y.RowsRejected != 3 {
		t.Errorf("tally %+v", y)
	}
}

func TestPeriodCellsByKind(t *testing.T) {
	res := must(t, Options{}, one("绩效2024.xlsx", `
		姓名|月份|NPS
		甲|@2025-06-30|1
		乙|202506|2
		丙|2025年6月|3
		丁|6|4
		戊|6月|5
		己|45809|6
		庚|@1900-01-01|7
		辛|#REF!|8
		壬|1825|9
		癸||10`)...)
	equalFacts(t, "what can be read", res, "all 丁 nps 2024-06 4", "all 丙 nps 2025-06 3", "all 乙 nps 2025-06 2", "all 己 nps 2025-06 6", "all 戊 nps 2024-06 5", "all 甲 nps 2025-06 1")
	if got := codes(res, kpi.Error); !slices.Equal(got, []string{"period.implausible_year", "period.missing", "period.unreadable"}) {
		t.Errorf("errors %v", got)
	}
	if d := find(t, res, "period.unreadable"); d.Origin.Cell() != "B9" || d.Args["text"] != "#REF!" || d.Args["employee"] != "辛" {
		t.Errorf("%+v", d)
	}
}

func TestAYearColumnGivesTheYear(t *testing.T) {
	for _, text := range []string{
		"姓名|年份|月份|NPS\n甲|2024|12月|1\n乙|2025|1|2",
		"姓名|年度|季度|NPS\n甲|2024年|4|1\n乙|2025|一季度|2",
	} {
		res := must(t, Options{}, one("a.xlsx", text)...)
		months := []string{}
		for _, p := range res.Dataset.Periods {
			months = append(months, p.String())
		}
		if !slices.Equal(months, []string{"2024-12", "2025-01"}) && !slices.Equal(months, []string{"2024-Q4", "2025-Q1"}) {
			t.Errorf("%s\nperiods %v", text, months)
		}
		if r := res.Readings[0].Columns[1].Role; r != RoleYear {
			t.Errorf("the column of years is %s", r)
		}
	}
}

func TestThePeriodColumnIsOneThatCanBeRead(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "姓名|周期|月份|NPS\n甲|月度|2025-06|1\n乙|月度|2025-06|2")...)
	equalFacts(t, "周期 holds frequencies", res, "all 乙 nps 2025-06 2", "all 甲 nps 2025-06 1")
	res = must(t, Options{}, one("a.xlsx", "姓名|日期|月份|NPS\n甲|2025-07-02|2025-06|1\n乙|2025-07-02|2025-06|2")...)
	equalFacts(t, "the date is that of the entry", res, "all 乙 nps 2025-06 2", "all 甲 nps 2025-06 1")
}

func TestDaysBecomeMonthsWhenTheyAreOnlyDatesOfEntry(t *testing.T) {
	for _, c := range []struct {
		why, text string
		want      []string
		note      bool
	}{
		{"one date a month", "姓名|日期|NPS\n甲|2025-05-31|1\n甲|2025-06-30|2\n乙|2025-06-29|3",
			[]string{"all 乙 nps 2025-06 3", "all 甲 nps 2025-05 1", "all 甲 nps 2025-06 2"}, true},
		{"several dates a month", "姓名|日期|NPS\n甲|2025-06-03|1\n甲|2025-06-17|2",
			[]string{"all 甲 nps 2025-06-03 1", "all 甲 nps 2025-06-17 2"}, false},
		{"each KPI for itself", "姓名|日期|NPS|返工工时\n甲|2025-06-03|1|\n甲|2025-06-17|2|5",
			[]string{"all 甲 nps 2025-06-03 1", "all 甲 nps 2025-06-17 2", "all 甲 rework_hours 2025-06 5"}, true},
		{"one stray second date among many: values without counts can't be added up, so the days stay",
			"姓名|日期|NPS\n甲|2025-06-28|1\n甲|2025-06-30|2\n乙|2025-06-30|3\n丙|2025-06-30|4\n丁|2025-06-30|5",
			[]string{"all 丁 nps 2025-06-30 5", "all 丙 nps 2025-06-30 4", "all 乙 nps 2025-06-30 3", "all 甲 nps 2025-06-28 1", "all 甲 nps 2025-06-30 2"}, false},
	} {
		res := must(t, Options{}, one("a.xlsx", c.text)...)
		equalFacts(t, c.why, res, c.want...)
		if got := slices.Contains(codes(res, kpi.Note), "period.days_as_months"); got != c.note {
			t.Errorf("%s: said %v, want %v", c.why, got, c.note)
		}
	}
}

func TestMixedGrainsAreDoubtful(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "姓名|期间|NPS\n甲|2025-06|1\n甲|2025Q1|2")...)
	if d := find(t, res, "period.mixed_grain"); d.Args["grains"] != "month, quarter" || d.Severity != kpi.Warning || d.Args["values"] != "1" || d.Origin.Cell() == "" {
		t.Errorf("%+v", d)
	}
}
