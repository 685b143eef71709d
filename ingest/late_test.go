package ingest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

func corrected(t *testing.T, opt Options, base, late string) *Result {
	t.Helper()
	if opt.Corrects == nil {
		opt.Corrects = []string{"late*"}
	}
	return must(t, opt, fileOf("base.xlsx", tableOf("Sheet1", base)), fileOf("late.xlsx", tableOf("Sheet1", late)))
}

func TestLateCorrections(t *testing.T) {
	const head = "姓名|部门|月份|成交数|拜访数|NPS\n"
	for _, c := range []struct {
		why, base, late string
		want, told      []string
	}{
		{"a correcting file's figures replace the others', each said",
			head + "甲|一部|2025-06|1|10|5\n乙|一部|2025-06|2|10|6", head + "甲|一部|2025-06|3|10|5",
			[]string{"一部 乙 conversion_rate 2025-06 2/10", "一部 乙 nps 2025-06 6", "一部 甲 conversion_rate 2025-06 3/10", "一部 甲 nps 2025-06 5"},
			[]string{"note row.corrected late.xlsx!Sheet1!D2", "note corrects.done late.xlsx"}},
		{"a blank corrects nothing",
			head + "甲|一部|2025-06|1|10|5", head + "甲|一部|2025-06|||7",
			[]string{"一部 甲 conversion_rate 2025-06 1/10", "一部 甲 nps 2025-06 7"},
			[]string{"note row.corrected late.xlsx!Sheet1!F2", "note corrects.done late.xlsx"}},
		{"a figure that can't be read corrects nothing",
			head + "甲|一部|2025-06|1|10|5", head + "甲|一部|2025-06|3|10|六",
			[]string{"一部 甲 conversion_rate 2025-06 3/10", "一部 甲 nps 2025-06 5"},
			[]string{"note row.corrected late.xlsx!Sheet1!D2", "note corrects.done late.xlsx", "error value.not_a_number late.xlsx!Sheet1!F2"}},
		{"what is new is added",
			head + "甲|一部|2025-06|1|10|5", head + "甲|一部|2025-06|1|10|6\n丙|一部|2025-06|4|10|",
			[]string{"一部 丙 conversion_rate 2025-06 4/10", "一部 丙 nps 2025-06 none", "一部 甲 conversion_rate 2025-06 1/10", "一部 甲 nps 2025-06 6"},
			[]string{"note row.corrected late.xlsx!Sheet1!F2", "note corrects.done late.xlsx"}},
		{"a conflict of the others is settled",
			head + "甲|一部|2025-06|1|10|5\n甲|一部|2025-06|2|10|5", head + "甲|一部|2025-06|3|10|5",
			[]string{"一部 甲 conversion_rate 2025-06 3/10", "一部 甲 nps 2025-06 5"},
			[]string{"note row.corrected late.xlsx!Sheet1!D2", "note row.corrected late.xlsx!Sheet1!D2", "note corrects.done late.xlsx"}},
		{"a conflict within the correcting file stays one",
			head + "甲|一部|2025-06|1|10|5", head + "甲|一部|2025-06|3|10|5\n甲|一部|2025-06|4|10|5",
			[]string{"一部 甲 conversion_rate 2025-06 none", "一部 甲 nps 2025-06 5"},
			[]string{"error row.conflict late.xlsx!Sheet1!D2", "error row.conflict late.xlsx!Sheet1!D3", "error row.duplicate late.xlsx!Sheet1!F3", "note corrects.done late.xlsx"}},
		{"nothing in common is a warning",
			head + "甲|一部|2025-06|1|10|5", head + "E7|一部|2025-06|3|10|5",
			[]string{"一部 E7 conversion_rate 2025-06 3/10", "一部 E7 nps 2025-06 5", "一部 甲 conversion_rate 2025-06 1/10", "一部 甲 nps 2025-06 5"},
			[]string{"warning corrects.nothing late.xlsx"}},
		{"another team is kept and said",
			head + "甲|一部|2025-06|1|10|5", head + "甲|二部|2025-06|1|11|",
			[]string{"一部 甲 conversion_rate 2025-06 1/10", "一部 甲 nps 2025-06 5", "二部 甲 conversion_rate 2025-06 1/11", "二部 甲 nps 2025-06 none"},
			[]string{"warning corrects.other_team late.xlsx!Sheet1!D2", "warning corrects.nothing late.xlsx"}},
		{"without a team column the person's team is taken",
			head + "甲|一部|2025-06|1|10|5", "姓名|月份|成交数|拜访数|NPS\n甲|2025-06|3|10|\n甲|2025-07|4|10|",
			[]string{"一部 甲 conversion_rate 2025-06 3/10", "一部 甲 conversion_rate 2025-07 4/10", "一部 甲 nps 2025-06 5", "一部 甲 nps 2025-07 none"},
			[]string{"note row.corrected late.xlsx!Sheet1!C2", "note corrects.done late.xlsx"}},
		{"unless there are two",
			head + "甲|一部|2025-06|1|10|5\n甲|二部|2025-06|1|11|5", "姓名|月份|成交数|拜访数\n甲|2025-06|3|10",
			[]string{"一部 甲 conversion_rate 2025-06 1/10", "一部 甲 nps 2025-06 5", "二部 甲 conversion_rate 2025-06 1/11", "二部 甲 nps 2025-06 5"},
			[]string{"error corrects.which_team late.xlsx!Sheet1!C2", "warning corrects.nothing late.xlsx"}},
	} {
		res := corrected(t, Options{}, c.base, c.late)
		if diff := cmp.Diff(sorted(c.want), sorted(facts(res))) + cmp.Diff(sorted(c.told), correctionsOf(res)); diff != "" {
			t.Errorf("%s (-want +got): %s", c.why, diff)
		}
	}
}

// correctionsOf are the remarks on corrections and all errors.
func correctionsOf(res *Result) []string {
	var list []string
	for _, d := range res.Diagnostics {
		if d.Severity == kpi.Error || d.Code == "row.corrected" || strings.HasPrefix(d.Code, "corrects.") {
			list = append(list, d.Severity.String()+" "+d.Code+" "+d.Origin.String())
		}
	}
	return sorted(list)
}

func TestACorrectionSaysOldAndNewAndLeavesTheTallyRight(t *testing.T) {
	res := corrected(t, Options{}, "姓名|月份|成交数|拜访数|NPS\n甲|2025-06|1|10|5\n乙|2025-06|2|10|7", "姓名|月份|成交数|拜访数|NPS\n甲|2025-06|3|10|5\n乙|2025-06|2|10|7")
	d := find(t, res, "row.corrected")
	want := kpi.Args{"employee": "甲", "team": "all", "kpi": "conversion_rate", "period": "2025-06", "old": "1/10", "new": "3/10", "other": "base.xlsx!Sheet1!C2"}
	if diff := cmp.Diff(want, d.Args); diff != "" {
		t.Error(diff)
	}
	if d := find(t, res, "corrects.done"); d.Args["corrected"] != "1" || d.Args["same"] != "3" || d.Args["added"] != "0" {
		t.Errorf("%v", d.Args)
	}
	if y := res.Inputs[0].Tally; y != (Tally{RowsRead: 2, RowsLeftOut: 2, ValuesRead: 4, ValuesLeftOut: 4}) {
		t.Errorf("of the corrected file %+v", y)
	}
	if y := res.Inputs[1].Tally; y != (Tally{RowsRead: 2, RowsUsed: 2, ValuesRead: 4, ValuesUsed: 4}) {
		t.Errorf("of the correcting file %+v", y)
	}
}

// The days of a month add up within the corrected and within the correcting
// files, never across them.
func TestCorrectionsOfDays(t *testing.T) {
	const head = "姓名|日期|成交数|拜访数\n"
	others := "\n乙|2025-06-03|1|10\n丙|2025-06-03|1|10\n丁|2025-06-03|1|10\n戊|2025-06-03|1|10"
	for _, c := range []struct{ why, base, late, want string }{
		{"another day of the month replaces the month", head + "甲|2025-06-03|1|10" + others, head + "甲|2025-06-30|4|20", "4/20"},
		{"one day of two is replaced, the other stays", head + "甲|2025-06-03|1|10\n甲|2025-06-17|2|10" + others, head + "甲|2025-06-17|5|10", "6/20"},
		{"and new days come beside it", head + "甲|2025-06-03|1|10\n甲|2025-06-17|2|10" + others, head + "甲|2025-06-17|5|10\n甲|2025-06-24|1|5", "7/25"},
		{"two days replace one", head + "甲|2025-06-03|1|10" + others, head + "甲|2025-06-10|4|20\n甲|2025-06-30|1|5", "5/25"},
	} {
		res := corrected(t, Options{}, c.base, c.late)
		if got := facts(res); !slices.Contains(got, "all 甲 conversion_rate 2025-06 "+c.want) {
			t.Errorf("%s: %v, want %s\n%s", c.why, got, c.want, told(res))
		}
	}
}

func TestWhichFilesCorrect(t *testing.T) {
	mapping := Source{Match: "*.xlsx", Columns: Columns{Employee: "谁"}}
	for _, c := range []struct {
		why  string
		opt  Options
		want bool
	}{
		{"a glob of the flag fits the base name", Options{Corrects: []string{"更正_*.xlsx"}}, true},
		{"or the path", Options{Corrects: []string{"in/更正*"}}, true},
		{"another does not", Options{Corrects: []string{"late*"}}, false},
		{"a source says so and leaves the reading to the others", Options{Sources: []Source{{Match: "更正*", Corrects: true}, mapping}}, true},
		{"in either order", Options{Sources: []Source{mapping, {Match: "更正*", Corrects: true}}}, true},
		{"a source that maps says so itself", Options{Sources: []Source{{Match: "更正*", Corrects: true, Columns: Columns{Employee: "谁"}}}}, true},
	} {
		res := must(t, c.opt, fileOf("in/base.xlsx", tableOf("Sheet1", "谁|姓名|NPS\n甲|x|1\n乙|y|2")), fileOf("in/更正_1.xlsx", tableOf("Sheet1", "谁|姓名|NPS\n甲|x|3")))
		if got := slices.Contains(codes(res, kpi.Note), "corrects.done") || slices.Contains(codes(res, kpi.Warning), "corrects.nothing"); got != c.want {
			t.Errorf("%s: %v, want %v\n%s", c.why, got, c.want, told(res))
		}
	}
	res := corrected(t, Options{Corrects: []string{"late*", "spaet*"}}, "姓名|NPS\n甲|1", "姓名|NPS\n甲|2")
	if d := find(t, res, "corrects.unmatched"); d.Args["value"] != "spaet*" {
		t.Errorf("%v", d)
	}
	for _, glob := range []string{"", "[a"} {
		if _, err := Tables(one("a.xlsx", "姓名|NPS\n甲|1"), Options{Corrects: []string{glob}}); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "option.bad_corrects" {
			t.Errorf("%q: %v", glob, err)
		}
	}
}

// Whatever the figures, a correcting file wins where it has one, and every
// value is accounted for.
func TestACorrectingFileAlwaysWins(t *testing.T) {
	draw := func(t *rapid.T, label string) map[string]string {
		return rapid.MapOf(rapid.SampledFrom([]string{"甲", "乙", "丙", "丁"}), rapid.SampledFrom([]string{"1", "2", "3", ""})).Draw(t, label)
	}
	rapid.Check(t, func(t *rapid.T) {
		base, late := draw(t, "base"), draw(t, "late")
		text := func(m map[string]string) string {
			lines := []string{"姓名|月份|NPS"}
			for _, k := range sortedKeys(m) {
				lines = append(lines, k+"|2025-06|"+m[k])
			}
			return strings.Join(lines, "\n")
		}
		res, _ := Tables([]*sheet.File{fileOf("z.xlsx", tableOf("Sheet1", text(base))), fileOf("a.xlsx", tableOf("Sheet1", text(late)))}, Options{Corrects: []string{"a.xlsx"}})
		if res == nil || res.Dataset == nil {
			return
		}
		checkTallies(t, res)
		got := facts(res)
		for name, v := range late {
			if v != "" && !slices.Contains(got, "all "+name+" nps 2025-06 "+v) {
				t.Fatalf("%s is not %s: %v", name, v, got)
			}
		}
		for name, v := range base {
			if v != "" && late[name] == "" && !slices.Contains(got, "all "+name+" nps 2025-06 "+v) {
				t.Fatalf("%s is not %s any more: %v", name, v, got)
			}
		}
	})
}

func TestACorrectionIsWrittenDown(t *testing.T) {
	files := fileList(fileOf("base.xlsx", tableOf("Sheet1", "姓名|月份|NPS\n甲|2025-06|1")), fileOf("late.xlsx", tableOf("Sheet1", "姓名|月份|NPS\n甲|2025-06|2")))
	first := must(t, Options{Corrects: []string{"late*"}}, files...)
	second, err := Tables(files, Options{Sources: SourcesOf(first.Readings)})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(facts(first), facts(second)); diff != "" {
		t.Error(diff)
	}
	events := deals(won())
	events.Match, events.Key = "*.csv", []string{"id"}
	files = fileList(csvOf("base.csv", "id|agent|team|closed|stage\n1|甲|A|2025-06-02|Lost\n2|甲|A|2025-06-02|Lost"), csvOf("late.csv", "id|agent|team|closed|stage\n1|甲|A|2025-06-02|Won"))
	first = taken(t, Options{Sources: []Source{events}, Corrects: []string{"late*"}}, files...)
	second, err = tables(context.Background(), files, Options{Sources: SourcesOf(first.Readings)})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"A 甲 conversion_rate 2025-06 1/2"}, facts(first)) + cmp.Diff(facts(first), facts(second)); diff != "" {
		t.Error(diff, fmt.Sprintf("%+v", SourcesOf(first.Readings)))
	}
}
