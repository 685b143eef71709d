package ingest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// readLayout reads one fixture.
func readLayout(t *testing.T, name string, opt Options) *Result {
	t.Helper()
	res, err := Files(context.Background(), []string{filepath.Join(layoutsDir, name)}, opt)
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, told(res))
	}
	checkTallies(t, res)
	return res
}

// figuresOf keys the figures of a result as expected.py does.
func figuresOf(res *Result) map[string][]float64 {
	out := map[string][]float64{}
	for i := range res.Dataset.Len() {
		o := res.Dataset.At(i)
		if !o.Measure.Known() {
			continue
		}
		key := fmt.Sprintf("%s|%s|%s|%s", o.Team, o.Employee.ID, o.Indicator.ID, o.Period)
		out[key] = []float64{o.Measure.Events.Float(), o.Measure.Trials.Float(), o.Measure.Level}
	}
	return out
}

// The expected figures come from expected.py, which reads the files with
// Python's standard library and knows where each of them holds what.
func TestLayoutsEqualAnIndependentCalculation(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(layoutsDir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var expected map[string]map[string][]float64
	if err := json.Unmarshal(raw, &expected); err != nil {
		t.Fatal(err)
	}
	if got, want := sortedKeys(expected), sortedKeys(layouts(t)); !slices.Equal(got, want) {
		t.Fatalf("expected.json holds %v, want %v", got, want)
	}
	for _, name := range sortedKeys(expected) {
		res := readLayout(t, name, Options{})
		got, want := figuresOf(res), expected[name]
		if len(want) < 10 {
			t.Errorf("%s: only %d figures are expected", name, len(want))
		}
		for _, key := range sortedKeys(want) {
			if !sameFigure(got[key], want[key]) {
				t.Errorf("%s: %s is %v, want %v", name, key, got[key], want[key])
			}
		}
		for _, key := range sortedKeys(got) {
			if want[key] == nil {
				t.Errorf("%s: %s = %v is not expected", name, key, got[key])
			}
		}
		if e := codes(res, kpi.Error); e != nil {
			t.Errorf("%s: errors\n%s", name, told(res))
		}
	}
}

func sameFigure(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) <= 1e-9*(1+math.Abs(y)) })
}

// What inspect writes down reads every fixture as it was read without it.
func TestEveryLayoutWrittenAsSourcesReadsTheSame(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(layoutsDir, "*20*"))
	if err != nil || len(paths) < 5 {
		t.Fatalf("%v %v", paths, err)
	}
	paths = append(paths, filepath.Join(layoutsDir, "堆叠.xlsx"))
	for _, name := range []string{"sales.xlsx", "engineering.csv", "support.xlsx", "admin.xlsx"} {
		paths = append(paths, filepath.Join("..", "testdata", "sample", name))
	}
	for _, path := range paths {
		first, err := Files(context.Background(), []string{path}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		second, err := Files(context.Background(), []string{path}, Options{Sources: SourcesOf(first.Readings)})
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if a, b := facts(first), facts(second); !slices.Equal(a, b) {
			t.Errorf("%s:\n%v\nis now\n%v\n%+v", path, a, b, SourcesOf(first.Readings))
		}
		if !slices.Equal(first.Inputs, second.Inputs) {
			t.Errorf("%s: %+v, then %+v", path, first.Inputs, second.Inputs)
		}
	}
}

func TestTheSameBytesUnderTwoNamesCountOnce(t *testing.T) {
	text := "工号,月份,成交数,拜访数\nE1,2025-05,3,20\n"
	dir := t.TempDir()
	a, b := write(t, dir, "export.csv", text), write(t, dir, "export (1).csv", text)
	res, err := Files(context.Background(), []string{a, b}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	equalFacts(t, "a download that was made twice", res, "all E1 conversion_rate 2025-05 3/20")
	if d := find(t, res, "input.same_content"); d.Severity != kpi.Warning || d.Origin.File != a && d.Origin.File != b {
		t.Errorf("%+v", d)
	}
	if len(res.Inputs) != 2 || res.Inputs[0].SHA256 != res.Inputs[1].SHA256 {
		t.Errorf("both stand among the inputs: %+v", res.Inputs)
	}
	if e := codes(res, kpi.Error); e != nil {
		t.Errorf("no row is called a duplicate: %v", e)
	}
	other := []Source{{Match: "export (1).csv", Measures: []Measure{{KPI: "win", Numerator: "成交数", Denominator: "拜访数"}}}}
	cat, err := kpi.Builtin().With(kpi.Indicator{ID: "win", Direction: kpi.Higher, Scale: kpi.Proportion})
	if err != nil {
		t.Fatal(err)
	}
	res, err = Files(context.Background(), []string{a, b}, Options{Catalogue: cat, Sources: other})
	if err != nil {
		t.Fatal(err)
	}
	equalFacts(t, "a source of its own reads it in another way", res, "all E1 conversion_rate 2025-05 3/20", "all E1 win 2025-05 3/20")
}

func TestZerosOfMonthsNobodyReported(t *testing.T) {
	text := "姓名|部门|2025-01|2025-02|2025-03\n甲|一部|5|6|0\n乙|一部|4|7|0\n丙|一部|0|8|0"
	res := must(t, Options{}, fileOf("a.xlsx", tableOf("返工工时", text)))
	if d := find(t, res, "period.all_zero"); d.Args["period"] != "2025-03" || d.Args["values"] != "3" || d.Origin.Cell() != "E2" || d.Severity != kpi.Warning {
		t.Errorf("%+v", d)
	}
	missing := []Source{{Match: "*", Missing: []Missing{{Column: "2025-03", Values: []string{"0"}}}}}
	res = must(t, Options{Sources: missing}, fileOf("a.xlsx", tableOf("返工工时", text)))
	equalFacts(t, "as the remedy says", res, "一部 丙 rework_hours 2025-01 0", "一部 丙 rework_hours 2025-02 8", "一部 丙 rework_hours 2025-03 none",
		"一部 乙 rework_hours 2025-01 4", "一部 乙 rework_hours 2025-02 7", "一部 乙 rework_hours 2025-03 none",
		"一部 甲 rework_hours 2025-01 5", "一部 甲 rework_hours 2025-02 6", "一部 甲 rework_hours 2025-03 none")
	for why, text := range map[string]string{
		"zero from the start": "姓名|2025-01|2025-02\n甲|0|0\n乙|0|0\n丙|0|0", "two people": "姓名|2025-01|2025-02\n甲|1|0\n乙|1|0", "not the last month": "姓名|2025-01|2025-02\n甲|0|1\n乙|0|1\n丙|0|1",
	} {
		if res := must(t, Options{}, fileOf("a.xlsx", tableOf("返工工时", text))); slices.Contains(codes(res, kpi.Warning), "period.all_zero") {
			t.Errorf("%s: %s", why, told(res))
		}
	}
}

func TestAChangedFileSaysWhatChanged(t *testing.T) {
	was := must(t, Options{}, one("a.xlsx", "工号|姓名|部门|月份|客户转化率|NPS\nE1|甲|一部|2025-06|0.15|5")...)
	src := SourceOf(was.Readings[0])
	src.HeaderRow = 0
	_, err := Tables(one("a.xlsx", "工号|姓名|部门|月份|客户转换率2|满意度\nE1|甲|一部|2025-06|0.15|0.5"), Options{Sources: []Source{src}})
	f := kpi.AsFault(err)
	if f == nil || f.Code != "source.no_such_heading" || f.Args["heading"] != "客户转化率" || f.Args["others"] != "NPS" || f.Args["renamed"] != "客户转化率 → 客户转换率2" {
		t.Errorf("%v", err)
	}
}

func TestHeadingsThatMovedAreFound(t *testing.T) {
	const data = "姓名|部门|期间|NPS\n甲|一部|2025-06|5\n乙|一部|2025-06|6"
	src := SourceOf(must(t, Options{}, one("a.xlsx", "六月|||\n"+data)...).Readings[0])
	joined := src
	joined.Joins = []Join{{File: writeText(t, "roster.csv", "姓名,级别\n甲,P1\n乙,P2"), Left: "姓名", Right: "姓名"}}
	for sentence, c := range map[string]struct {
		source    Source
		text, row string
	}{
		"a title more":            {src, "六月|||\n制表：人事|||\n" + data, "3"},
		"a title less":            {src, data, "1"},
		"the key of a join moved": {joined, "六月|||\n制表：人事|||\n" + data, "3"},
		"they moved nowhere":      {src, "六月|||\n姓名|部门|期间|ABC\n甲|一部|2025-06|5", ""},
	} {
		_, err := Tables(one("a.xlsx", c.text), Options{Sources: []Source{c.source}})
		if f := kpi.AsFault(err); f == nil || f.Code != "source.no_such_heading" || f.Args["row"] != c.row {
			t.Errorf("%s: %v", sentence, err)
		}
	}
}

func TestColumnsAreNamedByNumberAndPlace(t *testing.T) {
	file := one("a.xlsx", "姓名|得分|得分||备注\n甲|1|2|3|\n乙|4|5|6|")
	for heading, want := range map[string]string{"得分": "1", "得分#2": "2", "[D]": "3", "[d]": "3"} {
		res := must(t, Options{Sources: []Source{{Match: "*", Measures: []Measure{{KPI: "nps", Value: heading}}}}}, file...)
		if got := facts(res); !slices.Contains(got, "all 甲 nps all "+want) {
			t.Errorf("%s: %v", heading, got)
		}
		if name := SourceOf(res.Readings[0]).Measures[0].Value; fold(name).key != fold(heading).key {
			t.Errorf("%s is written down as %s", heading, name)
		}
	}
	_, err := Tables(file, Options{Sources: []Source{{Match: "*", Measures: []Measure{{KPI: "nps", Value: "得分#3"}}}}})
	if f := kpi.AsFault(err); f == nil || f.Code != "source.no_such_heading" {
		t.Errorf("there is no third: %v", err)
	}
}

func TestColumnsShowTheirFirstCells(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "姓名|NPS||\n甲|1||\n乙|||\n丙|3||\n丁|4||\n戊|5||")...)
	cols := res.Readings[0].Columns
	if len(cols) != 2 || !slices.Equal(cols[0].Samples, []string{"甲", "乙", "丙"}) || !slices.Equal(cols[1].Samples, []string{"1", "3", "4"}) {
		t.Errorf("%+v", cols)
	}
	if sheet.Blank != 0 {
		t.Error("blank cells are the zero cells")
	}
}
