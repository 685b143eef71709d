package ingest

import (
	"slices"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// 330 beside 0:06:00 may be seconds as well as minutes: sixty times more or less.
func TestNumbersBesideDurationsNeedAUnit(t *testing.T) {
	for _, c := range []struct{ why, text, want, code string }{
		{"no unit", "姓名|处理时长\n甲|330\n乙|0:06:00\n丙|0", "0 6", "value.unit_open"},
		{"the heading has it", "姓名|处理时长(秒)\n甲|330\n乙|0:06:00", "5.5 6", ""},
		{"it stands behind the name", "姓名|平均处理时长秒\n甲|330\n乙|0:06:00", "5.5 6", ""},
		{"and behind a Latin one", "name|handling_time_sec\nAnn|330\nBob|360", "5.5 6", ""},
		{"numbers alone are in the indicator's unit", "姓名|处理时长\n甲|5\n乙|6", "5 6", ""},
		{"in a long table", "姓名|指标|值\n甲|处理时长|330\n乙|处理时长|0:06:00", "6", "value.unit_open"},
		{"the KPI's cell has it", "姓名|指标|值\n甲|处理时长(秒)|330\n乙|处理时长(秒)|0:06:00", "5.5 6", ""},
	} {
		res := must(t, Options{}, one("a.xlsx", c.text)...)
		var got []string
		for _, f := range facts(res) {
			if level := f[strings.LastIndex(f, " ")+1:]; level != "none" {
				got = append(got, level)
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != c.want || strings.Join(codes(res, kpi.Error), " ") != c.code {
			t.Errorf("%s: %v, want %s\n%s", c.why, got, c.want, told(res))
		}
	}
}

func TestDurationsInOneFileAndNumbersInAnotherAreSaid(t *testing.T) {
	files := append(one("may.csv", "姓名|月份|处理时长\n甲|2026-05|0:05:30"), one("june.csv", "姓名|月份|处理时长\n甲|2026-06|330")...)
	res := must(t, Options{}, files...)
	if d := find(t, res, "unit.clock_differs"); d.Origin.String() != "june.csv!Sheet1!C1" || d.Args["other"] != "may.csv!Sheet1!C1" || d.Args["unit"] != "minutes" {
		t.Errorf("%+v", d)
	}
	files = append(one("may.csv", "姓名|月份|处理时长\n甲|2026-05|0:05:30"), one("june.csv", "姓名|月份|处理时长(秒)\n甲|2026-06|330")...)
	if res := must(t, Options{}, files...); slices.Contains(codes(res, kpi.Warning), "unit.clock_differs") {
		t.Error("the heading says the unit")
	}
}

// What a proposal would name keeps the unit behind its name.
func TestNamedTimesKeepTheirUnit(t *testing.T) {
	named := Options{Named: []string{"坐席用时秒=handling_time"}}
	res := must(t, named, one("a.xlsx", "姓名|坐席用时秒\n甲|330")...)
	equalFacts(t, "a name", res, "all 甲 handling_time all 5.5")
}
