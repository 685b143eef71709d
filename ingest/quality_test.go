package ingest

import (
	"slices"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

func TestEveryBadCellHasItsAddress(t *testing.T) {
	res := must(t, Options{}, one("sales.xlsx", `
		2025年6月
		工号|姓名|部门|成交数|拜访数|跟进延误率|NPS|返工工时
		E1|甲|一部|45|300|3%!|10|1
		E2|乙|一部|-4|100|3%!|10|1
		E3|丙|一部|45|40|3%!|10|1
		E4|丁|一部|5|0|3%!|10|1
		E5|戊|一部||100|3%!|10|1
		E6|己|一部|5||3%!|10|1
		E7|庚|一部|待补|100|3%!|10|1
		E8|辛|一部|5|#DIV/0!|3%!|10|1
		E9|壬|一部|5%!|100|3%!|10|1
		F1|癸|一部|5|100|130%!|101|-1
		F2|子|一部|0|0|#N/A|@2025-06-03|1,5
		F3|丑|一部|||'-|—|`)...)
	type bad struct{ code, cell, text string }
	var got []bad
	for _, d := range res.Diagnostics {
		if d.Severity == kpi.Error {
			got = append(got, bad{d.Code, d.Origin.String(), d.Args["text"]})
		}
	}
	const at = "sales.xlsx!Sheet1!"
	want := []bad{
		{"counts.negative", at + "D4", "-4/100"},
		{"counts.above_denominator", at + "D5", "45/40"},
		{"counts.zero_denominator", at + "E6", "5/0"},
		{"counts.no_numerator", at + "D7", "blank/100"},
		{"counts.no_denominator", at + "E8", "5/blank"},
		{"value.not_a_number", at + "D9", "待补"},
		{"value.spreadsheet_error", at + "E10", "#DIV/0!"},
		{"counts.percent", at + "D11", "0.05"},
		{"value.above_ceiling", at + "F12", "1.3"},
		{"value.above_ceiling", at + "G12", "101"},
		{"value.below_floor", at + "H12", "-1"},
		{"value.spreadsheet_error", at + "F13", "#N/A"},
		{"value.is_date", at + "G13", "2025-06-03"},
		{"value.comma", at + "H13", "1,5"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("errors\n%v\nwant\n%v", got, want)
	}
	if y := res.Inputs[0].Tally; y != (Tally{RowsRead: 12, RowsUsed: 10, RowsRejected: 1, RowsBlank: 1, ValuesRead: 48, ValuesUsed: 29, ValuesRejected: 14, ValuesBlank: 5}) {
		t.Errorf("tally %+v", y)
	}
}

func TestPeopleWhoseFigureIsRefusedAppearWithoutData(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "工号|成交数|拜访数|NPS\nE1|-1|10|200\nE2|1|10|20\nE3|11|10|")...)
	equalFacts(t, "nobody vanishes", res, "all E1 conversion_rate all none", "all E2 conversion_rate all 1/10", "all E3 conversion_rate all none",
		"all E1 nps all none", "all E2 nps all 20", "all E3 nps all none")
	if y := res.Inputs[0].Tally; y != (Tally{RowsRead: 3, RowsUsed: 1, RowsRejected: 2, ValuesRead: 6, ValuesUsed: 2, ValuesRejected: 3, ValuesBlank: 1}) {
		t.Errorf("tally %+v", y)
	}
}

func TestNothingOfNothingIsNoData(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "姓名|成交数|拜访数\n甲|0|0\n乙||0\n丙|N/A|暂无\n丁|1|2")...)
	equalFacts(t, "no visits, no rate; the people appear all the same", res,
		"all 丁 conversion_rate all 1/2", "all 丙 conversion_rate all none", "all 乙 conversion_rate all none", "all 甲 conversion_rate all none")
}

func TestRowsThatAreNoDataAreSetAside(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", `
		序号|姓名|部门|NPS
		1|甲|一部|1
		|小计|一部|1
		2|乙|二部|3
		序号|姓名|部门|NPS
		3|Mean|二部|4
		|合计||2
		平均||||
		||二部平均|3.5
		注：数据来源 CRM|||
		制表人：李雷|||审核：韩梅
		|备注：第二季度|||`)...)
	if got := facts(res); !slices.Equal(got, []string{"一部 甲 nps all 1", "二部 乙 nps all 3"}) {
		t.Errorf("observations %v\n%s", got, told(res))
	}
	for code, want := range map[string]struct{ rows, lines string }{
		"rows.totals": {"5", "3, 6, 7, 8, 9"}, "rows.notes": {"3", "10, 11, 12"}, "rows.headings": {"1", "5"},
	} {
		if d := find(t, res, code); d.Args["rows"] != want.rows || d.Args["lines"] != want.lines || d.Severity != kpi.Note {
			t.Errorf("%s: %v, want %v", code, d.Args, want)
		}
	}
}

func TestAPersonWithAnIDIsNoTotal(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "工号|姓名|NPS\nE1|Mean|1\nE2|小计|2\n合计||3\n|平均|4")...)
	equalFacts(t, "the id tells", res, "all E1 nps all 1", "all E2 nps all 2")
}

func TestDoublesLeaveTheTallies(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", `
		工号|月份|NPS|返工工时
		E1|2025-06|1|5
		E1|2025-06|1|6
		E2|2025-06|2|
		E2|2025-06||
		E3|2025-06|3|7
		E3|2025-06|4|`)...)
	equalFacts(t, "the same again is used once, different figures not at all, a blank says nothing beside a figure", res,
		"all E1 nps 2025-06 1", "all E2 nps 2025-06 2", "all E3 nps 2025-06 none", "all E1 rework_hours 2025-06 none", "all E2 rework_hours 2025-06 none", "all E3 rework_hours 2025-06 7")
	if y := res.Inputs[0].Tally; y != (Tally{RowsRead: 6, RowsUsed: 3, RowsRejected: 2, RowsBlank: 1, ValuesRead: 12, ValuesUsed: 3, ValuesRejected: 5, ValuesBlank: 4}) {
		t.Errorf("tally %+v", y)
	}
}

func TestDoublesAcrossFiles(t *testing.T) {
	a := fileOf("a.xlsx", tableOf("Sheet1", "姓名|部门|月份|NPS\n甲|一部|2025-06|1\n乙|一部|2025-06|2"))
	b := fileOf("b.xlsx", tableOf("Sheet1", "姓名|部门|月份|NPS\n甲|一部|2025-06|1\n乙|一部|2025-06|3"))
	res := must(t, Options{}, b, a)
	equalFacts(t, "across files", res, "一部 乙 nps 2025-06 none", "一部 甲 nps 2025-06 1")
	if d := find(t, res, "row.duplicate"); d.Origin.File != "b.xlsx" || d.Args["other"] != "a.xlsx!Sheet1!D2" {
		t.Errorf("%+v", d)
	}
	if y := res.Inputs[0].Tally; res.Inputs[0].Path != "a.xlsx" || y.RowsUsed != 1 || y.RowsRejected != 1 {
		t.Errorf("tally of a %+v", y)
	}
	if y := res.Inputs[1].Tally; y.RowsUsed != 0 || y.RowsRejected != 2 {
		t.Errorf("tally of b %+v", y)
	}
}

func TestColumnsThatAreNotReadAreTold(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", `
		姓名|员工姓名|NPS||2025-05|成交数|累计返工工时|平均分
		甲|甲|1|7|3|45|5|4`)...)
	for code, cell := range map[string]string{"column.surplus": "B1", "column.no_heading": "D", "column.other_layout": "E1", "column.unknown": "H1"} {
		if d := find(t, res, code); d.Origin.Cell() != cell || d.Severity != kpi.Note {
			t.Errorf("%s: %+v, want %s", code, d, cell)
		}
	}
	if d := find(t, res, "column.surplus"); d.Args["other"] != "姓名" {
		t.Errorf("the column that was taken is not named: %+v", d)
	}
	if d := find(t, res, "column.unpaired"); d.Severity != kpi.Warning || d.Origin.Cell() != "F1" {
		t.Errorf("%+v", d)
	}
	if d := find(t, res, "column.cumulative"); d.Severity != kpi.Warning || d.Origin.Cell() != "G1" {
		t.Errorf("%+v", d)
	}
}

func TestFaultsOfRunsThatGiveNothing(t *testing.T) {
	for _, c := range []struct {
		why   string
		files []*sheet.File
		opt   Options
		code  string
		args  kpi.Args
	}{
		{"no KPI", one("a.xlsx", "姓名|赢单率|转换比率\n甲|0.1|3"), Options{}, "kpi.none_recognised",
			kpi.Args{"headings": "姓名, 赢单率, 转换比率", "suggestions": `--kpi "赢单率=higher,proportion" --kpi "转换比率=conversion_rate"`}},
		{"no employee", one("a.xlsx", "城市|NPS\n北京|3"), Options{}, "table.no_employee", kpi.Args{"headings": "城市, NPS", "suggestions": ""}},
		{"no value", one("a.xlsx", "姓名|指标|目标\n甲|NPS|3"), Options{Sources: []Source{{Match: "*", Layout: "long"}}}, "table.no_value", nil},
		{"empty sheets", []*sheet.File{fileOf("a.xlsx", sheet.Table{Sheet: "Sheet1"}, sheet.Table{Sheet: "Sheet2"})}, Options{}, "input.empty", nil},
		{"no files", nil, Options{}, "input.empty", nil},
		{"no such sheet", one("a.xlsx", "姓名|NPS\n甲|3"), Options{Sheet: "Q2"}, "input.no_sheet", kpi.Args{"sheet": "Q2"}},
		{"nothing that can be used", one("a.xlsx", "姓名|NPS\n甲|三\n乙|四"), Options{}, "input.nothing_used", kpi.Args{"values": "2", "first": "value.not_a_number"}},
		{"the same file twice", append(one("a.xlsx", "姓名|NPS\n甲|3"), one("a.xlsx", "姓名|NPS\n甲|3")...), Options{}, "input.twice", kpi.Args{"file": "a.xlsx"}},
		{"rivals and nothing else", one("a.xlsx", "姓名|本月转化率|累计转化率\n甲|0.1|0.2"), Options{}, "column.rivals", nil},
	} {
		_, err := Tables(c.files, c.opt)
		f := kpi.AsFault(err)
		if f == nil || f.Code != c.code || c.args != nil && f.Args.String() != c.args.String() {
			t.Errorf("%s: %v, want %s %s", c.why, err, c.code, c.args)
		}
	}
}

func TestSheetsThatHoldNoDataArePassedOver(t *testing.T) {
	res := must(t, Options{}, fileOf("a.xlsx", tableOf("说明", "本表由人力资源部统计\n口径见附件"), sheet.Table{Sheet: "空"},
		tableOf("指标", "指标|权重\nNPS|0.3\n转化率|0.7"), tableOf("一部", "姓名|NPS\n甲|1")))
	equalFacts(t, "one sheet of four is data", res, "一部 甲 nps all 1")
	var skipped []string
	for _, r := range res.Readings {
		skipped = append(skipped, r.Sheet+" "+r.Skipped)
	}
	if want := []string{"说明 table.no_kpi", "空 table.empty", "指标 table.no_kpi", "一部 "}; !slices.Equal(skipped, want) {
		t.Errorf("skipped %q, want %q", skipped, want)
	}
	if e := codes(res, kpi.Error); e != nil {
		t.Errorf("errors %v", e)
	}
}
