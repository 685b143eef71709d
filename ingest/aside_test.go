package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

func TestLongListsOfLinesAreCut(t *testing.T) {
	text := "姓名|类别|NPS\n"
	for i := range 14 {
		text += fmt.Sprintf("甲%c|目标|1\n甲%c|实际|2\n", 'A'+i, 'A'+i)
	}
	res := must(t, Options{}, one("a.xlsx", text)...)
	if d := find(t, res, "rows.targets"); d.Args["rows"] != "14" || d.Args["lines"] != "2, 4, 6, 8, 10, 12, 14, 16, 18, 20, …" || d.Origin.Row != 2 {
		t.Errorf("%+v", d)
	}
	if y := res.Inputs[0].Tally; y.RowsRead != 14 || y.RowsUsed != 14 {
		t.Errorf("rows that were set aside are not read: %+v", y)
	}
}

func TestTotalsBelowPartsOfASheet(t *testing.T) {
	for _, c := range []struct {
		why, text string
		aside     int
		want      []string
	}{
		{"after each team", "部门|姓名|NPS\n一部|甲|1\n一部|小计|1\n二部|乙|2\n二部|小计|2\n合计||3", 3, []string{"一部 甲 nps all 1", "二部 乙 nps all 2"}},
		{"under periods", "姓名|指标|2025-01|2025-02\n甲|NPS|1|2\n平均值|NPS|1|2", 1, []string{"all 甲 nps 2025-01 1", "all 甲 nps 2025-02 2"}},
		{"in English", "name|team|NPS\nAnn|A|1\nTeam average|A|1\nGrand total||1", 2, []string{"A Ann nps all 1"}},
		{"as spreadsheets call subtotals", "name|NPS\nAnn|1\nNorth Total|1\nBo|2\nSouth Total|2\nGrand Total|3", 3, []string{"all Ann nps all 1", "all Bo nps all 2"}},
		{"of people, in Chinese", "姓名|月份|NPS\n甲|2025-05|1\n甲 汇总||1\n总计||1", 2, []string{"all 甲 nps 2025-05 1"}},
		{"beside a row of targets", "姓名|NPS\n甲|1\n目标值|5\n合计|6", 1, []string{"all 甲 nps all 1"}},
		{"a person called Mean with an id", "工号|姓名|NPS\nE1|Mean|1\n|Mean|1", 1, []string{"all E1 nps all 1"}},
		{"in the column of months", "姓名|月份|NPS\n甲|2025-05|1\n甲|合计|1", 1, []string{"all 甲 nps 2025-05 1"}},
		{"with how many they are", "姓名|NPS\n甲|1\n乙|2\n合计（2人）|3\nTotal (2)|3", 2, []string{"all 乙 nps all 2", "all 甲 nps all 1"}},
		{"means, extremes and marks", "姓名|NPS\n甲|1\n人均|1\n平均分|1\n最高分|1\n最低|1\n满分|5\n同比|1\nStd Dev|0", 7, []string{"all 甲 nps all 1"}},
		{"how many people there are", "姓名|NPS\n甲|1\n应到8人|8\n共8人|8\n排名|1", 3, []string{"all 甲 nps all 1"}},
		{"the sum of all, in both counts", "name|deals|visits\nAnn|1|10\nBo|2|10\nAll|3|20", 1, []string{"all Ann conversion_rate all 1/10", "all Bo conversion_rate all 2/10"}},
		{"a group where a name should be", "工号|姓名|团队|NPS\n1|甲|一组|1\n2|乙|一组|2\n|一组|一组|3", 1, []string{"一组 1 nps all 1", "一组 2 nps all 2"}},
		{"the greatest and the least of two columns", "name|NPS|CSAT\nAnn|1|80%\nBo|3|70%\nMax|3|80%\nMin|1|70%", 2, []string{"all Ann csat all 0.8", "all Bo csat all 0.7", "all Ann nps all 1", "all Bo nps all 3"}},
		{"under a header of two rows", "姓名|NPS|\n|2025-01|2025-02\n甲|1|2\n合计|1|2", 1, []string{"all 甲 nps 2025-01 1", "all 甲 nps 2025-02 2"}},
	} {
		res := must(t, Options{}, one("a.xlsx", c.text)...)
		equalFacts(t, c.why, res, c.want...)
		if d := find(t, res, "rows.totals"); d.Args["rows"] != fmt.Sprint(c.aside) {
			t.Errorf("%s: %+v", c.why, d)
		}
	}
}

func TestEveryLineIsSomewhere(t *testing.T) {
	text := strings.Join([]string{"2025年6月", "姓名|类别|NPS|返工工时", "||分|小时", "甲|目标|1|2", "甲|实际|1|2", "合计|实际|1|2", "姓名|类别|NPS|返工工时", "|实际|3|4",
		"乙|实际|x|1", "丙|实际||", "注：完|||"}, "\n")
	res := must(t, Options{}, one("a.xlsx", text)...)
	aside := 0
	for _, code := range []string{"rows.targets", "rows.totals", "rows.headings", "rows.notes"} {
		n := 0
		fmt.Sscan(find(t, res, code).Args["rows"], &n)
		aside += n
	}
	y := res.Inputs[0].Tally
	if title, headings, units := 1, 1, 1; title+headings+units+aside+y.RowsRead != 11 {
		t.Errorf("%d set aside and %d read of 11 lines\n%s", aside, y.RowsRead, told(res))
	}
	if y.RowsUsed != 2 || y.RowsRejected != 1 || y.RowsBlank != 1 {
		t.Errorf("tally %+v", y)
	}
}

func TestSharesOfACountAreRefusedWhereTheyStand(t *testing.T) {
	res := must(t, Options{}, one("2025.xlsx", "姓名|1月成交数|1月拜访数|2月成交数|2月拜访数\n甲|5%!|20|30|20\n乙|2|20|3|20")...)
	equalFacts(t, "in each period for itself", res, "all 乙 conversion_rate 2025-01 2/20", "all 乙 conversion_rate 2025-02 3/20",
		"all 甲 conversion_rate 2025-01 none", "all 甲 conversion_rate 2025-02 none")
	var cells []string
	for _, d := range res.Diagnostics {
		if d.Severity == kpi.Error {
			cells = append(cells, d.Code+" "+d.Origin.Cell())
		}
	}
	if want := []string{"counts.percent B2", "counts.above_denominator D2"}; !slices.Equal(cells, want) {
		t.Errorf("%v, want %v", cells, want)
	}
}

func TestOneUnitForAllPeriodsOfAKPI(t *testing.T) {
	res, err := Tables(one("2025.xlsx", "姓名|1月转化率|2月转化率\n甲|0.5|15\n乙|0.6|22"), Options{})
	if f := kpi.AsFault(err); f == nil || f.Code != "unit.ambiguous" {
		t.Errorf("0.5 may be half a percent beside 15: %v %s", err, told(res))
	}
	res = must(t, Options{}, one("2025.xlsx", "姓名|1月转化率(%)|2月转化率(%)\n甲|0.5|15")...)
	equalFacts(t, "the heading says it", res, "all 甲 conversion_rate 2025-01 0.005", "all 甲 conversion_rate 2025-02 0.15")
	res = must(t, Options{}, one("2025年6月.xlsx", "指标|张三|李四\n转化率(%)|0.5|15\nNPS|1|2")...)
	equalFacts(t, "of all people too", res, "all 张三 conversion_rate 2025-06 0.005", "all 李四 conversion_rate 2025-06 0.15", "all 张三 nps 2025-06 1", "all 李四 nps 2025-06 2")
	res, err = Tables(one("2025年6月.xlsx", "指标|张三|李四\n转化率|0.5|15\nNPS|1|2"), Options{})
	if err != nil || !slices.Contains(codes(res, kpi.Error), "unit.ambiguous") {
		t.Errorf("one row of people has one unit: %v %s", err, told(res))
	}
}

func TestConflictsInsideStackedTablesHaveTheirAddresses(t *testing.T) {
	res := must(t, Options{}, fileOf("a.xlsx", tableOf("Sheet1", `
		2025年5月
		姓名|NPS
		甲|1

		2025年5月
		姓名|NPS
		甲|2
		乙|3`)))
	equalFacts(t, "the same month twice", res, "all 乙 nps 2025-05 3", "all 甲 nps 2025-05 none")
	var cells []string
	for _, d := range res.Diagnostics {
		if d.Code == "row.conflict" {
			cells = append(cells, d.Origin.Cell())
		}
	}
	if !slices.Equal(cells, []string{"B3", "B7"}) {
		t.Errorf("%v", cells)
	}
	if y := res.Inputs[0].Tally; y.ValuesUsed != 1 || y.ValuesRejected != 2 {
		t.Errorf("%+v", y)
	}
}

func TestMergedAreasOfADamagedFile(t *testing.T) {
	table := tableOf("Sheet1", "姓名|1月|\n|NPS|返工工时\n甲|1|2")
	table.Merged = []sheet.Area{{Top: 1, Left: 2, Bottom: 1, Right: 3}, {Top: 1, Left: 2, Bottom: 1, Right: 16384}, {Top: 9, Left: 1, Bottom: 1, Right: 1}, {}, {Top: -1, Left: -1, Bottom: 5, Right: 5}}
	res := must(t, Options{}, fileOf("2025.xlsx", table))
	equalFacts(t, "areas that can't be do no harm", res, "all 甲 nps 2025-01 1", "all 甲 rework_hours 2025-01 2")
}

// Max is a name, too, of somebody whose figures are not the greatest of the others'.
func TestPeopleWhoAreCalledLikeAStatistic(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "name|NPS\nAnn|1\nBo|3\nMax|4\nMin|2\nSum|5")...)
	equalFacts(t, "people", res, "all Ann nps all 1", "all Bo nps all 3", "all Max nps all 4", "all Min nps all 2", "all Sum nps all 5")
	res = must(t, Options{}, one("a.xlsx", "id|name|NPS\n1|Ann|1\n2|Bo|3\n3|Max|3")...)
	equalFacts(t, "with ids", res, "all 1 nps all 1", "all 2 nps all 3", "all 3 nps all 3")
}

func TestRowsThatNumberTheColumns(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "姓名|NPS|返工工时\n1|2|3\n甲|5|6")...)
	equalFacts(t, "names", res, "all 甲 nps all 5", "all 甲 rework_hours all 6")
	res = must(t, Options{}, one("a.xlsx", "工号|NPS|返工工时\n1|2|3\n2|5|6")...)
	equalFacts(t, "ids", res, "all 1 nps all 2", "all 2 nps all 5", "all 1 rework_hours all 3", "all 2 rework_hours all 6")
}

// Qualtrics writes the questions and their keys below the headings.
func TestRowsThatDescribeTheColumns(t *testing.T) {
	const survey = "StartDate|Agent|Q1\nStart Date|Agent name|How satisfied are you?\n{\"ImportId\":\"startDate\"}|{\"ImportId\":\"Agent\"}|{\"ImportId\":\"QID1\"}\n2026-01-20|Ann|4\n2026-01-21|Ann|2\n2026-01-21|Bo|5"
	src := Source{Match: "*", Layout: "events", Columns: Columns{Employee: "Agent", Period: "StartDate"}, Measures: []Measure{{KPI: "csat_score", Value: "Q1"}}}
	res, err := Tables(one("a.xlsx", survey), Options{Sources: []Source{src}})
	if err != nil {
		t.Fatal(err)
	}
	equalFacts(t, "a survey", res, "all Ann csat_score 2026-01 6/2", "all Bo csat_score 2026-01 5/1")
	if d := find(t, res, "rows.headings"); d.Args["lines"] != "2, 3" {
		t.Errorf("%+v", d)
	}
	if _, err := Tables(one("a.xlsx", "姓名|转化率\n姓名|CSAT\n甲|15%"), Options{}); err == nil {
		t.Error("the headings of a second table are taken for a description of the first")
	}
}

// Salesforce writes its copyright below the deals.
func TestLoneTextsBelowEvents(t *testing.T) {
	src := Source{Match: "*", Layout: "events", Columns: Columns{Employee: "Owner", Period: "Closed"}, Measures: []Measure{{KPI: "conversion_rate", Numerator: "Won == 1", Denominator: "true"}}}
	res, err := Tables(one("a.xlsx", "Owner|Closed|Won\nAnn|2026-01-20|1\nAnn|2026-01-20|0\nBo|2026-01-20|0\nCopyright (c) 2026||\nConfidential||"), Options{Sources: []Source{src}})
	if err != nil {
		t.Fatal(err)
	}
	equalFacts(t, "deals", res, "all Ann conversion_rate 2026-01 1/2", "all Bo conversion_rate 2026-01 0/1")
	if d := find(t, res, "rows.notes"); d.Args["rows"] != "2" || len(codes(res, kpi.Error)) > 0 {
		t.Errorf("%+v\n%s", d, told(res))
	}
}
