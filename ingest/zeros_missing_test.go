package ingest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

func TestFormulaZerosAreNoData(t *testing.T) {
	const head = "姓名|部门|月份|NPS|返工工时\n"
	zeros := Options{Sources: []Source{{Match: "*", FormulaZeros: "missing"}}}
	for _, c := range []struct {
		why, text string
		opt       Options
		want      []string
		told      map[string]string // address → values
	}{
		{"behind the last month in which anybody of the team has another figure",
			head + "甲|A|2025-05|3|1\n甲|A|2025-06|0|2\n甲|A|2025-07|0|0\n甲|A|2025-08|0|0", zeros,
			[]string{"A 甲 nps 2025-05 3", "A 甲 nps 2025-06 0", "A 甲 nps 2025-07 none", "A 甲 nps 2025-08 none",
				"A 甲 rework_hours 2025-05 1", "A 甲 rework_hours 2025-06 2", "A 甲 rework_hours 2025-07 none", "A 甲 rework_hours 2025-08 none"},
			map[string]string{"a.xlsx!Sheet1!D4": "2", "a.xlsx!Sheet1!D5": "2"}},
		{"a figure of a colleague shows that the month is reported",
			head + "甲|A|2025-06|3|\n甲|A|2025-07|0|\n乙|A|2025-06|3|\n乙|A|2025-07|1|", zeros,
			[]string{"A 乙 nps 2025-06 3", "A 乙 nps 2025-07 1", "A 甲 nps 2025-06 3", "A 甲 nps 2025-07 0", "A 乙 rework_hours 2025-06 none",
				"A 乙 rework_hours 2025-07 none", "A 甲 rework_hours 2025-06 none", "A 甲 rework_hours 2025-07 none"}, nil},
		{"another team's month may be reported already",
			head + "甲|A|2025-06|3|\n甲|A|2025-07|0|\n乙|B|2025-06|3|\n乙|B|2025-07|1|", zeros,
			[]string{"A 甲 nps 2025-06 3", "A 甲 nps 2025-07 none", "B 乙 nps 2025-06 3", "B 乙 nps 2025-07 1", "A 甲 rework_hours 2025-06 none",
				"A 甲 rework_hours 2025-07 none", "B 乙 rework_hours 2025-06 none", "B 乙 rework_hours 2025-07 none"},
			map[string]string{"a.xlsx!Sheet1!D3": "1"}},
		{"nothing but zeros may be a good record", head + "甲|A|2025-06|0|\n甲|A|2025-07|0|", zeros,
			[]string{"A 甲 nps 2025-06 0", "A 甲 nps 2025-07 0", "A 甲 rework_hours 2025-06 none", "A 甲 rework_hours 2025-07 none"}, nil},
		{"0 of 20 is a figure, and shows that the month is reported", "姓名|部门|月份|NPS|成交数|拜访数\n甲|A|2025-06|3|1|20\n甲|A|2025-07|0|0|20\n甲|A|2025-08|0|0|0", zeros,
			[]string{"A 甲 conversion_rate 2025-06 1/20", "A 甲 conversion_rate 2025-07 0/20", "A 甲 conversion_rate 2025-08 none",
				"A 甲 nps 2025-06 3", "A 甲 nps 2025-07 0", "A 甲 nps 2025-08 none"}, map[string]string{"a.xlsx!Sheet1!D4": "1"}},
		{"without the key zeros are figures", head + "甲|A|2025-06|3|\n甲|A|2025-07|0|", Options{},
			[]string{"A 甲 nps 2025-06 3", "A 甲 nps 2025-07 0", "A 甲 rework_hours 2025-06 none", "A 甲 rework_hours 2025-07 none"}, nil},
		{"months as columns", "姓名|部门|指标|2025-06|2025-07|2025-08\n甲|A|NPS|3|0|0", zeros,
			[]string{"A 甲 nps 2025-06 3", "A 甲 nps 2025-07 none", "A 甲 nps 2025-08 none"}, map[string]string{"a.xlsx!Sheet1!E2": "1", "a.xlsx!Sheet1!F2": "1"}},
	} {
		res := must(t, c.opt, one("a.xlsx", c.text)...)
		told := map[string]string(nil)
		for _, d := range res.Diagnostics {
			if d.Code == "period.zeros_missing" {
				if told == nil {
					told = map[string]string{}
				}
				told[d.Origin.String()] = d.Args["values"]
			}
		}
		if diff := cmp.Diff(sorted(c.want), sorted(facts(res))) + cmp.Diff(c.told, told); diff != "" {
			t.Errorf("%s (-want +got): %s", c.why, diff)
		}
	}
	res := must(t, zeros, one("a.xlsx", head+"甲|A|2025-06|3|1\n甲|A|2025-07|0|0")...)
	if y := res.Inputs[0].Tally; y != (Tally{RowsRead: 2, RowsUsed: 1, RowsBlank: 1, ValuesRead: 4, ValuesUsed: 2, ValuesBlank: 2}) {
		t.Errorf("%+v", y)
	}
}

func TestSettledValuesAreWrittenDown(t *testing.T) {
	opt := Options{Sources: []Source{{Match: "*", FormulaZeros: "missing", Decimal: ","}}}
	file := csvOf("a.csv", "姓名|月份|NPS\n甲|2025-06|3,125\n甲|2025-07|0")
	first := must(t, opt, file)
	second := must(t, Options{Sources: SourcesOf(first.Readings)}, file)
	if diff := cmp.Diff([]string{"all 甲 nps 2025-06 3.125", "all 甲 nps 2025-07 none"}, facts(first)) + cmp.Diff(facts(first), facts(second)); diff != "" {
		t.Error(diff)
	}
	for code, s := range map[string]Source{"source.bad_decimal": {Match: "*", Decimal: ";"}, "source.bad_formula_zeros": {Match: "*", FormulaZeros: "0"}} {
		if _, err := Tables([]*sheet.File{file}, Options{Sources: []Source{s}}); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
}

// A column of nothing but 1,125 can be told by nobody but the user.
func TestADecimalSignThatTheConfigurationGives(t *testing.T) {
	for _, c := range []struct {
		why, decimal string
		cells        []string
		want         []float64
		code         string
	}{
		{"a comma", ",", []string{"1,125", "2,250", "3"}, []float64{1.125, 2.25, 3}, ""},
		{"with points for thousands", ",", []string{"1.125", "1.250.000,5"}, []float64{1125, 1250000.5}, ""},
		{"signs, brackets, percent signs stay", ",", []string{"-1,125", "(2,5)"}, []float64{-1.125, -2.5}, ""},
		{"a point that parts no thousands is refused", ",", []string{"1,5", "2.5"}, []float64{1.5}, "value.point"},
		{"in a column without commas, too", ",", []string{"2.5", "3"}, []float64{3}, "value.point"},
		{"a point: commas part thousands", ".", []string{"1,125", "2,250.5"}, []float64{1125, 2250.5}, ""},
		{"and elsewhere they are refused", ".", []string{"15,5", "2"}, []float64{2}, "value.comma"},
	} {
		f := semicolons("销售额", c.cells...)
		res, _ := Tables([]*sheet.File{f}, Options{Sources: []Source{{Match: "*", Decimal: c.decimal}}})
		got := ""
		if list := codes(res, kpi.Error); len(list) > 0 {
			got = list[0]
		}
		if diff := cmp.Diff(c.want, levels(res, "sales_value")); diff != "" || got != c.code {
			t.Errorf("%s: %s %q, want %q", c.why, diff, got, c.code)
		}
	}
}

// Bare serials under a heading of dates count from the workbook's own epoch.
func TestSerialsOfBothDateSystems(t *testing.T) {
	for _, c := range []struct {
		from04 bool
		serial string
		want   string
	}{{false, "45809", "2025-06"}, {true, "44347", "2025-06"}, {true, "45809", "2029-06"}, {false, "44347.75", "2021-05"}} {
		f := fileOf("a.xlsx", tableOf("Sheet1", "姓名|日期|NPS\n甲|"+c.serial+"|1"))
		f.Date1904 = c.from04
		res := must(t, Options{}, f)
		equalFacts(t, c.serial, res, "all 甲 nps "+c.want+" 1")
	}
}
