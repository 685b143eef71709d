package ingest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

func TestASourceNamesWhatIsWhat(t *testing.T) {
	for _, c := range []struct {
		why, text string
		source    Source
		want      []string
	}{
		{"columns by their headings", "谁|哪|几时|甲数|乙数\nE1|北|2025-06|3|20\nE2|北|2025-06|4|20",
			Source{Match: "*.xlsx", Layout: "wide", Columns: Columns{Employee: "谁", Team: "哪", Period: "几时"}, Measures: []Measure{{KPI: "conversion_rate", Numerator: "甲数", Denominator: "乙数"}}},
			[]string{"北 E1 conversion_rate 2025-06 3/20", "北 E2 conversion_rate 2025-06 4/20"}},
		{"a value in a unit", "姓名|率\n甲|1\n乙|0",
			Source{Match: "a.*", Measures: []Measure{{KPI: "csat", Value: "率", Unit: "percent"}}},
			[]string{"all 乙 csat all 0", "all 甲 csat all 0.01"}},
		{"only the measures that are named", "姓名|NPS|返工工时\n甲|1|2",
			Source{Match: "*", Measures: []Measure{{KPI: "nps", Value: "NPS"}}}, []string{"all 甲 nps all 1"}},
		{"another team than the finest", "姓名|部门|小组|NPS\n甲|销售|一组|1",
			Source{Match: "*", Columns: Columns{Team: "部门"}}, []string{"销售 甲 nps all 1"}},
		{"a long sheet", "谁|什么|多少\n甲|NPS|5",
			Source{Match: "*", Layout: "long", Columns: Columns{Employee: "谁", KPI: "什么", Value: "多少"}}, []string{"all 甲 nps all 5"}},
		{"the unit of a KPI of a long sheet", "姓名|指标|数值\n甲|满意度|1\n乙|满意度|0",
			Source{Match: "*", Measures: []Measure{{KPI: "csat", Unit: "ratio"}}}, []string{"all 乙 csat all 0", "all 甲 csat all 1"}},
		{"the header row", "姓名|NPS\n名|净推荐值\n甲|5", Source{Match: "*", HeaderRow: 2, Columns: Columns{Name: "名"}}, []string{"all 甲 nps all 5"}},
		{"words for no data", "姓名|满意度评分|NPS\n甲|0|0\n乙|85|5\n未分配|1|1",
			Source{Match: "*", Missing: []Missing{{Column: "满意度评分", Values: []string{"0.0"}}, {Column: "姓名", Values: []string{"未分配"}}}},
			[]string{"all 乙 csat_score all 85", "all 甲 csat_score all none", "all 乙 nps all 5", "all 甲 nps all 0"}},
		{"headings that differ in width and case", "姓名|Nps值\n甲|5", Source{Match: "*", Columns: Columns{Name: " 姓名 "}, Measures: []Measure{{KPI: "nps", Value: "ＮＰＳ值"}}}, []string{"all 甲 nps all 5"}},
		{"a source for other files", "姓名|NPS\n甲|5", Source{Match: "b*.xlsx", Layout: "periods"}, []string{"all 甲 nps all 5"}},
		{"a layout against the looks", "姓名|NPS|2025-05|2025-06\n甲|5|6|7", Source{Match: "*", Layout: "wide"}, []string{"all 甲 nps all 5"}},
	} {
		res := must(t, Options{Sources: []Source{c.source}}, one("dir/a.xlsx", c.text)...)
		equalFacts(t, c.why, res, c.want...)
	}
}

func TestAHeadingThatIsNotThereIsAFault(t *testing.T) {
	for why, s := range map[string]Source{
		"a column": {Match: "*", Columns: Columns{Team: "区域"}}, "a measure": {Match: "*", Measures: []Measure{{KPI: "csat", Value: "区域"}}},
		"a word for no data": {Match: "*", Missing: []Missing{{Column: "区域"}}},
	} {
		res, err := Tables(one("a.xlsx", "姓名|NPS\n甲|5"), Options{Sources: []Source{s}})
		f := kpi.AsFault(err)
		if f == nil || f.Code != "source.no_such_heading" || f.Args["heading"] != "区域" || f.Args["headings"] != "姓名, NPS" || f.Origin.String() != "a.xlsx!Sheet1!1" {
			t.Errorf("%s: %v %v", why, err, res)
		}
	}
	_, err := Tables(one("a.xlsx", "姓名|NPS\n甲|5"), Options{Sources: []Source{{Match: "*", HeaderRow: 9}}})
	if f := kpi.AsFault(err); f == nil || f.Code != "source.no_such_row" || f.Origin.Row != 9 {
		t.Errorf("%v", err)
	}
}

func TestASourceForOneSheet(t *testing.T) {
	files := one2("q3.xlsx", "CRM", "姓名|月份|成交数|拜访数\n甲|2025-06|3|20", "QA", "名字|月份|NPS\n甲|2025-06|5")
	res := must(t, Options{Sources: []Source{{Match: "q3.xlsx", Sheet: "qa", Columns: Columns{Employee: "名字"}}}}, files...)
	equalFacts(t, "the other sheet is left out", res, "QA 甲 nps 2025-06 5")
	if r := res.Readings[0]; r.Skipped != "table.not_selected" {
		t.Errorf("%+v", r)
	}
	res = must(t, Options{Sources: []Source{{Match: "q3.xlsx", Columns: Columns{Employee: "名字"}}}}, files...)
	equalFacts(t, "a sheet without the headings is passed over while another has them", res, "QA 甲 nps 2025-06 5")
	res = must(t, Options{Sheet: "CRM"}, files...)
	equalFacts(t, "--sheet", res, "CRM 甲 conversion_rate 2025-06 3/20")
}

func TestTheReaderIsToldWhatToRead(t *testing.T) {
	for _, c := range []struct {
		why  string
		opt  Options
		want sheet.Options
	}{
		{"nothing said", Options{}, sheet.Options{}},
		{"flags", Options{Sheet: "Q2", Encoding: "gbk"}, sheet.Options{Sheets: []string{"Q2"}, Encoding: "gbk"}},
		{"--sheet all", Options{Sheet: "all"}, sheet.Options{}},
		{"sources for two sheets", Options{Sources: []Source{{Match: "a.*", Sheet: "x", Encoding: "gbk"}, {Match: "a.*", Sheet: "y"}, {Match: "b.*", Sheet: "z"}}}, sheet.Options{Sheets: []string{"x", "y"}, Encoding: "gbk"}},
		{"one source for every sheet", Options{Sources: []Source{{Match: "a.*", Sheet: "x"}, {Match: "a.*"}}}, sheet.Options{}},
		{"a flag before the sources", Options{Sheet: "Q2", Sources: []Source{{Match: "a.*", Sheet: "x"}}}, sheet.Options{Sheets: []string{"Q2"}}},
	} {
		if diff := cmp.Diff(c.want, c.opt.SheetOptions(`C:\x\a.xlsx`)); diff != "" {
			t.Errorf("%s: %s", c.why, diff)
		}
	}
}

func TestAReadingWrittenAsASourceReadsTheSame(t *testing.T) {
	for why, f := range map[string]*sheet.File{
		"wide": fileOf("x/wide.xlsx", tableOf("一部", `
			2025年绩效
			序号|工号|姓名|部门|岗位|职级|经理|入职日期|员工类型|年份|月份|成交数|拜访数|新客户转化率(%)|满意度|NPS|赢单率
			1|E1|甲|一部|销售|P5|王|2020-01-02|待改进|2025|6月|45|300|15|0.85|30|0.4
			2|E2|乙|一部|销售|P5|王|2020-01-02|新员工|2025|6月|66|300|22|0.95|40|0.5`)),
		"counts that serve two rates": fileOf("two.xlsx", tableOf("Sheet1", "姓名|月份|解决数|工单数|处理时长(小时)\n甲|2025-06|80|100|2")),
		"long":                        csvOf("long.csv", "employee_id|name|team|period|kpi|value|numerator|denominator\nE1|Ann|north|2025-06|csat|||\nE1|Ann|north|2025-06|nps|5||"),
		"periods":                     fileOf("p.xlsx", tableOf("Sheet1", "姓名|部门|指标|2025-05|2025-06\n甲|一部|NPS|1|2")),
		"teams of departments":        fileOf("t.xlsx", tableOf("Sheet1", "姓名|部门|小组|NPS\n甲|一部|A|1\n乙|二部|A|2")),
	} {
		first := must(t, Options{}, f)
		second := must(t, Options{Sources: []Source{SourceOf(first.Readings[0])}}, f)
		if diff := cmp.Diff(facts(first), facts(second)); diff != "" {
			t.Errorf("%s: %s\n%+v", why, diff, SourceOf(first.Readings[0]))
		}
		if diff := cmp.Diff(first.Dataset.Employees, second.Dataset.Employees); diff != "" {
			t.Errorf("%s: %s", why, diff)
		}
	}
}

func TestSourceOfAWideSheet(t *testing.T) {
	res := must(t, Options{}, fileOf("dir/q2.xlsx", tableOf("一部", `
		标题
		工号|姓名|月份|成交数|拜访数|满意度
		E1|甲|2025-06|45|300|0.85`)))
	want := Source{Match: "q2.xlsx", Layout: "wide", Sheet: "一部", HeaderRow: 2, Encoding: "utf-8", Columns: Columns{Employee: "工号", Name: "姓名", Period: "月份"},
		Measures: []Measure{{KPI: "conversion_rate", Numerator: "成交数", Denominator: "拜访数"}, {KPI: "csat", Value: "满意度", Unit: "ratio"}}}
	if diff := cmp.Diff(want, SourceOf(res.Readings[0])); diff != "" {
		t.Error(diff)
	}
}

func TestReadingsTellWhatWasFound(t *testing.T) {
	res := must(t, Options{}, csvOf("绩效.csv", "姓名|日期|新客户转化率|NPS|总评\n甲|13/6/2025|15%|30|好"))
	r := res.Readings[0]
	if r.File != "绩效.csv" || r.Layout != layoutWide || r.HeaderRow != 1 || r.TeamFrom != "one" || r.PeriodFrom != "column" || r.DateOrder != "dmy" || r.Encoding != "utf-8" {
		t.Errorf("%+v", r)
	}
	var got []string
	for _, c := range r.Columns {
		got = append(got, c.Heading+"|"+string(c.Role)+"|"+c.KPI+"|"+c.Unit+"|"+c.Evidence)
	}
	want := []string{"姓名|name|||", "日期|period|||order=dmy decided_by=B2", "新客户转化率|value|conversion_rate|percent|modifiers=新 unit=marked n=1 min=15 max=15 percent_cells=1",
		"NPS|value|nps|points|unit=as_written n=1 min=30 max=30 percent_cells=0", "总评|ignored|||"}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant\n%q", got, want)
	}
}
