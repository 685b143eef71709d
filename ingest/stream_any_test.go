package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// anyHeadings are those of all layouts, some of which the lane does not take.
var anyHeadings = []string{
	"姓名;月份;客户转化率;NPS", "工号;姓名;部门;月份;成交数;拜访数;转化率", "姓名;指标;数值", "姓名;月份;指标;数值;分子;分母",
	"姓名;指标;2025-01;2025-02", "姓名;指标;5月;6月", "Employee;Date;Deals;Visits;Rework hours", "姓名;日期;满意度(%);赢单率;;备注",
	"姓名;月份;转化率;;返工工时\n;;成交数;拜访数;小时", "2025年销售一部\n姓名;月份;转化率;NPS", "指标;甲;乙;丙", "姓名;类型;转化率;NPS", "姓名;年;月;NPS;CSAT",
}

var anyCells = []string{"", "甲", "乙", "E1", "一部", "合计", "2025-01", "2025-02", "6月", "3/4/2025", "13/4/2025", "45809", "NPS", "转化率", "拜访数", "成交数",
	"0", "1", "0.5", "0.123456789012345678", "007", "15", "300", "-4", "1.50", "15%", "15.20%", "N/A", "1,5", "1.234,5", "1,234", "12:30", "2h 5m", "3次", "￥1,200", "1.2万", "是", "#DIV/0!",
	"姓名", "注：x", "目标", "实际", "2025", "6"}

// drawnTable draws a text of so many rows that they may be spooled: each column is mostly
// of one kind.
func drawnTable(t *rapid.T) string {
	headings := rapid.SampledFrom(anyHeadings).Draw(t, "headings")
	last := headings[strings.LastIndex(headings, "\n")+1:]
	columns := make([][]string, strings.Count(last, ";")+1)
	for i := range columns {
		columns[i] = rapid.SliceOfN(rapid.SampledFrom(anyCells), 1, 4).Draw(t, "cells of a column")
	}
	columns[0] = append(columns[0], "甲", "乙", "丙", "丁", "")
	lines := []string{headings}
	for range rapid.IntRange(leastTop-10, leastTop+40).Draw(t, "rows") {
		row := make([]string, len(columns))
		for i, cells := range columns {
			row[i] = rapid.SampledFrom(cells).Draw(t, "cell")
			if rapid.IntRange(0, 60).Draw(t, "odd") == 0 {
				row[i] = rapid.SampledFrom(anyCells).Draw(t, "odd cell")
			}
		}
		lines = append(lines, strings.Join(row, ";"))
	}
	return strings.Join(lines, "\n") + "\n"
}

// Whatever a large file holds: the lane, a spool and the whole table give the same. What
// the lane does not take, or can't vouch for, is spooled.
func TestAnyLargeTableIsTheSameHoweverItIsRead(t *testing.T) {
	spooled := 0
	rapid.Check(t, func(rt *rapid.T) {
		path := filepath.Join(t.TempDir(), rapid.SampledFrom([]string{"a.csv", "2025年一部.csv"}).Draw(rt, "name"))
		if err := os.WriteFile(path, []byte(drawnTable(rt)), 0o600); err != nil {
			t.Fatal(err)
		}
		opt := Options{Catalogue: kpi.Builtin(), Unit: rapid.SampledFrom([]string{"", "ratio", "percent"}).Draw(rt, "unit"), DateOrder: rapid.SampledFrom([]string{"", "dmy"}).Draw(rt, "order")}
		if rapid.IntRange(0, 3).Draw(rt, "formulas") == 0 {
			opt.Sources = []Source{{Match: "*.csv", FormulaZeros: zerosMissing}}
		}
		readBoth(rt, opt, path)
		spooled += spooledAsWhole(rt, opt, path)
	})
	if spooled == 0 {
		t.Error("no table stayed spooled")
	}
}

// The fixtures too, those of every layout and of corrections, as the command reads them when
// they are large.
func TestFixturesAreTheSameHoweverTheyAreRead(t *testing.T) {
	for _, pattern := range []string{"layouts/*.*", "formats/*.*", "corrections/*.csv", "events/*/*.csv"} {
		paths, err := filepath.Glob(filepath.Join("..", "testdata", "ingest", pattern))
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, p := range paths {
			if _, err := sheet.Read(t.Context(), p, sheet.Options{}); err == nil && !strings.HasSuffix(p, ".json") {
				readBoth(t, Options{}, p)
			}
		}
	}
	corrected := filepath.Join("..", "testdata", "ingest", "corrections")
	readBoth(t, Options{Corrects: []string{"figures_late.csv"}}, filepath.Join(corrected, "figures.csv"), filepath.Join(corrected, "figures_late.csv"))
}

// The rows that a lane keeps don't decide what the commas of a column are: one number
// among texts that can't be used says nothing of them.
func TestOneCommaAmongRefusedTextsDecidesNothing(t *testing.T) {
	text := "姓名;类型;转化率;NPS\n" + strings.Repeat("甲;一部;合计;拜访数\n", 17) + "甲;一部;1.234,5;拜访数\n" + strings.Repeat("甲;一部;合计;拜访数\n", 19)
	path := writeText(t, "a.csv", text)
	readBoth(t, Options{}, path)
	res, err := Files(t.Context(), []string{path}, Options{lane: laneOptions{size: 1, top: 12}})
	if kpi.AsFault(err) == nil {
		t.Fatal(err)
	}
	if got := res.Readings[0].Columns[2].Evidence; got != "" {
		t.Errorf("evidence %q", got)
	}
}
