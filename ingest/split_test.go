package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

func TestSeveralTablesInOneSheet(t *testing.T) {
	for _, c := range []struct {
		why, file, text string
		want            []string
	}{
		{"below a blank line, with other headings", "2025年6月.xlsx", `
			姓名|NPS
			张三|5

			姓名|转化率
			张三|15%`, []string{"all 张三 conversion_rate 2025-06 0.15", "all 张三 nps 2025-06 5"}},
		{"the same headings under titles of their own: two months", "a.xlsx", `
			2025年5月
			姓名|NPS
			张三|5
			2025年6月
			姓名|NPS
			张三|6`, []string{"all 张三 nps 2025-05 5", "all 张三 nps 2025-06 6"}},
		{"titles that name teams", "2025年6月.xlsx", `
			销售一部
			姓名|NPS
			张三|5

			销售二部
			姓名|NPS
			李四|6`, []string{"销售一部 张三 nps 2025-06 5", "销售二部 李四 nps 2025-06 6"}},
		{"the headings of the next page are no new table", "2025年6月.xlsx", `
			姓名|NPS
			张三|5
			姓名|NPS
			李四|6`, []string{"all 张三 nps 2025-06 5", "all 李四 nps 2025-06 6"}},
		{"beside each other", "2025年6月.xlsx", `
			姓名|NPS||姓名|转化率
			张三|5||李四|15%
			王五|6||赵六|20%`, []string{"all 李四 conversion_rate 2025-06 0.15", "all 赵六 conversion_rate 2025-06 0.2", "all 张三 nps 2025-06 5", "all 王五 nps 2025-06 6"}},
		{"a column of other people is no table beside it", "2025年6月.xlsx", `
			姓名|部门||NPS|经理
			张三|一部||5|李四`, []string{"一部 张三 nps 2025-06 5"}},
		{"two rows of headings in the second", "2025.xlsx", `
			姓名|1月NPS|2月NPS
			张三|5|6

			姓名|返工工时|
			|1月|2月
			张三|1|2`, []string{"all 张三 nps 2025-01 5", "all 张三 nps 2025-02 6", "all 张三 rework_hours 2025-01 1", "all 张三 rework_hours 2025-02 2"}},
	} {
		res := must(t, Options{}, fileOf(c.file, tableOf("Sheet1", c.text)))
		equalFacts(t, c.why, res, c.want...)
		if e := codes(res, kpi.Error); e != nil {
			t.Errorf("%s: errors %v", c.why, e)
		}
	}
}

func TestTablesBesideEachOtherKeepTheirAddresses(t *testing.T) {
	res := must(t, Options{}, one("2025年6月.xlsx", "姓名|NPS||姓名|转化率\n张三|5||李四|x\n张三|6||王五|15%")...)
	if d := find(t, res, "value.not_a_number"); d.Origin.Cell() != "E2" {
		t.Errorf("%+v", d)
	}
	if d := find(t, res, "table.stacked"); d.Origin.Cell() != "D1" {
		t.Errorf("%+v", d)
	}
	if y := res.Inputs[0].Tally; y.ValuesRead != 4 || y.ValuesRejected != 3 {
		t.Errorf("the conflict in the left table and the text in the right: %+v", y)
	}
}

func TestSourcesForTablesOfOneSheet(t *testing.T) {
	files := one("2025年6月.xlsx", `
		谁|甲
		张三|5

		姓名|转化率
		李四|15%`)
	res := must(t, Options{Sources: []Source{
		{Match: "*", HeaderRow: 4},
		{Match: "*", HeaderRow: 1, Columns: Columns{Employee: "谁"}, Measures: []Measure{{KPI: "nps", Value: "甲"}}}}}, files...)
	equalFacts(t, "each source has its header row", res, "all 李四 conversion_rate 2025-06 0.15", "all 张三 nps 2025-06 5")
	_, err := Tables(files, Options{Sources: []Source{{Match: "*", HeaderRow: 3}}})
	if f := kpi.AsFault(err); f != nil && f.Code != "source.no_such_row" {
		t.Errorf("a blank row: %v", err)
	}
}

// Stacking tables loses nothing and adds nothing.
func TestStackedTablesGiveWhatTheyGiveAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var alone, lines []string
		for i := range rapid.IntRange(1, 4).Draw(t, "tables") {
			month, name := i+1, rapid.SampledFrom([]string{"NPS", "返工工时", "满意度评分"}).Draw(t, "kpi")
			text := []string{fmt.Sprintf("2025年%d月", month), "姓名|" + name}
			for _, who := range []string{"甲", "乙", "丙"}[:rapid.IntRange(1, 3).Draw(t, "people")] {
				text = append(text, who+"|"+rapid.SampledFrom([]string{"1", "2", ""}).Draw(t, "figure"))
			}
			lines = append(lines, text...)
			if rapid.Bool().Draw(t, "a blank line") {
				lines = append(lines, "")
			}
			res := read(t, strings.Join(text, "\n"))
			alone = append(alone, facts(res)...)
		}
		all := facts(read(t, strings.Join(lines, "\n")))
		slices.Sort(alone)
		slices.Sort(all)
		if !slices.Equal(alone, all) {
			t.Fatalf("alone %v, stacked %v\n%s", alone, all, strings.Join(lines, "\n"))
		}
	})
}

func TestSplittingLosesNoCell(t *testing.T) {
	v := newVocabulary(kpi.Builtin(), nil)
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.SampledFrom([]string{"", "", "姓名", "NPS", "甲", "5", "转化率", "2025年6月", "部门"})
		var lines []string
		for range rapid.IntRange(1, 12).Draw(t, "rows") {
			lines = append(lines, strings.Join(rapid.SliceOfN(cell, 6, 6).Draw(t, "row"), "|"))
		}
		table := tableOf("Sheet1", strings.Join(lines, "\n"))
		want, got := map[string]bool{}, map[string]bool{}
		keep := func(into map[string]bool, part *sheet.Table) {
			for _, r := range part.Rows {
				for i, c := range r.Cells {
					if c.Kind != sheet.Blank {
						into[part.Origin(r.Line, i).Cell()+" "+c.Text] = true
					}
				}
			}
		}
		keep(want, &table)
		for _, part := range v.splitTable(&table, nil) {
			keep(got, part)
		}
		if fmt.Sprint(want) != fmt.Sprint(got) {
			t.Fatalf("%v became %v", want, got)
		}
	})
}
