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

// drawLayout draws a readable sheet in one of the layouts.
func drawLayout(t *rapid.T, name string) sheet.Table {
	heads := rapid.SampledFrom([]string{
		"姓名|部门|月份|成交数|拜访数|NPS", "工号|姓名|1月NPS|2月NPS|1月返工工时|2月返工工时", "姓名|部门|指标|2025-01|2025-02|2025-03",
		"姓名|类别|NPS|返工工时|满意度评分|", "NPS|姓名|NPS|得分|得分|", "姓名|月份|处理时长|销售额(万元)|考试通过率|NPS",
	}).Draw(t, "headings")
	figure := rapid.SampledFrom([]string{"", "1", "2", "3", "7"})
	lines := []string{"2025年绩效", heads}
	for i := range rapid.IntRange(1, 5).Draw(t, "rows") {
		row := strings.Split(heads, "|")
		for at, h := range row {
			switch h {
			case "姓名":
				row[at] = []string{"甲", "乙", "丙"}[i%3]
			case "工号":
				row[at] = fmt.Sprintf("E%02d", i%3)
			case "部门":
				row[at] = []string{"一部", "二部", "三部"}[i%3]
			case "月份":
				row[at] = fmt.Sprintf("%d月", i+1)
			case "指标":
				row[at] = []string{"NPS", "返工工时"}[i/3%2]
			case "类别":
				row[at] = []string{"目标", "实际"}[i%2]
			default:
				row[at] = figure.Draw(t, "figure")
			}
		}
		lines = append(lines, strings.Join(row, "|"))
	}
	return tableOf(name, strings.Join(lines, "\n"))
}

func TestAnySheetWrittenAsASourceReadsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		file := fileOf("a.xlsx", drawLayout(t, "Sheet1"), drawLayout(t, "Sheet2"))
		first, err := Tables([]*sheet.File{file}, Options{})
		if err != nil {
			return
		}
		sources := SourcesOf(first.Readings)
		second, err := Tables([]*sheet.File{file}, Options{Sources: sources})
		if err != nil {
			t.Fatalf("%v\n%+v", err, sources)
		}
		if a, b := facts(first), facts(second); !slices.Equal(a, b) {
			t.Fatalf("%v\nis now\n%v\n%+v", a, b, sources)
		}
		if again := SourcesOf(second.Readings); fmt.Sprintf("%+v", again) != fmt.Sprintf("%+v", sources) {
			t.Fatalf("%+v\nis written down as\n%+v", sources, again)
		}
	})
}

func TestSourcesOfSheetsOfPeople(t *testing.T) {
	month := "月份|成交数|拜访数\n2025-05|3|20"
	same := fileOf("绩效.xlsx", tableOf("张三", month), tableOf("李四", month))
	got := SourcesOf(must(t, Options{}, same).Readings)
	if len(got) != 1 || got[0].Sheets != "per-employee" || got[0].Sheet != "" || got[0].HeaderRow != 1 {
		t.Errorf("sheets of one form share a source: %+v", got)
	}
	other := fileOf("绩效.xlsx", tableOf("张三", month), tableOf("李四", "标题\n月份|NPS\n2025-05|3"))
	got = SourcesOf(must(t, Options{}, other).Readings)
	if len(got) != 2 || got[0].Sheet != "张三" || got[1].Sheet != "李四" || got[1].HeaderRow != 2 {
		t.Errorf("sheets of different forms have their own: %+v", got)
	}
	second := must(t, Options{Sources: got}, other)
	equalFacts(t, "and are read by them", second, "all 张三 conversion_rate 2025-05 3/20", "all 李四 nps 2025-05 3")
	mixed := fileOf("绩效.xlsx", tableOf("张三", month), tableOf("李四", month), tableOf("合并", "姓名|月份|NPS\n王芳|2025-05|3"))
	got = SourcesOf(must(t, Options{}, mixed).Readings)
	if len(got) != 3 {
		t.Errorf("beside a sheet of several people each keeps its name: %+v", got)
	}
}

func TestSourcesThatCantBeMeantAreRefused(t *testing.T) {
	for why, c := range map[string]struct {
		source Source
		code   string
	}{
		"sheets":         {Source{Match: "*", Sheets: "some"}, "source.bad_sheets"},
		"layout":         {Source{Match: "*", Layout: "tall"}, "source.bad_layout"},
		"pattern":        {Source{Match: "[", Layout: "wide"}, "source.bad_match"},
		"no pattern":     {Source{Layout: "wide"}, "source.bad_match"},
		"a negative row": {Source{Match: "*", HeaderRow: -1}, "source.bad_header_row"},
		"half a measure": {Source{Match: "*", Measures: []Measure{{KPI: "nps", Numerator: "a"}}}, "source.half_measure"},
		"a unit":         {Source{Match: "*", Measures: []Measure{{KPI: "nps", Value: "a", Unit: "kg"}}}, "source.bad_unit"},
		"a kpi":          {Source{Match: "*", Measures: []Measure{{KPI: "nbs", Value: "a"}}}, "source.unknown_kpi"},
	} {
		_, err := Tables(one("a.xlsx", "姓名|NPS\n甲|5"), Options{Sources: []Source{c.source}})
		if f := kpi.AsFault(err); f == nil || f.Code != c.code || f.Class != kpi.Usage {
			t.Errorf("%s: %v, want %s", why, err, c.code)
		}
	}
}

// The order in which the sheets of a workbook stand does not show in the
// figures.
func TestTheOrderOfSheetsDoesNotShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawLayout(t, "一部"), drawLayout(t, "二部")
		forth, err := Tables([]*sheet.File{fileOf("a.xlsx", a, b)}, Options{})
		back, err2 := Tables([]*sheet.File{fileOf("a.xlsx", b, a)}, Options{})
		if (err == nil) != (err2 == nil) {
			t.Fatalf("%v, and %v", err, err2)
		}
		if !slices.Equal(facts(forth), facts(back)) {
			t.Fatalf("%v, and %v", facts(forth), facts(back))
		}
	})
}

// A figure more changes that figure and no other.
func TestFiguresDoNotLeanOnEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := []string{"姓名|部门|月份|NPS|返工工时"}
		n := rapid.IntRange(1, 6).Draw(t, "rows")
		for i := range n {
			rows = append(rows, fmt.Sprintf("甲%c|一部|2025-06|%d|%d", 'A'+i, i+1, i+2))
		}
		whole := facts(read(t, strings.Join(rows, "\n")))
		drop := rapid.IntRange(1, n).Draw(t, "dropped")
		who := "甲" + string(rune('A'+drop-1))
		rows = slices.Delete(rows, drop, drop+1)
		if n == 1 {
			return
		}
		want := slices.DeleteFunc(slices.Clone(whole), func(f string) bool { return strings.Contains(f, who) })
		if got := facts(read(t, strings.Join(rows, "\n"))); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}
