package ingest

import (
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// extended is the built-in catalogue with indicators of the fixtures.
func extended(t *testing.T, extra ...kpi.Indicator) *kpi.Catalogue {
	t.Helper()
	cat, err := kpi.Builtin().With(extra...)
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

func indicator(id string, scale kpi.Scale) kpi.Indicator {
	return kpi.Indicator{ID: id, Title: kpi.Titles{EN: id, ZH: id}, Direction: kpi.Higher, Scale: scale}
}

// pipeline is the source of the sales pipeline: an export in two files, with
// other delimiters, whose rows of one month must be summed together.
func pipeline(t *testing.T) Options {
	return Options{
		Catalogue: extended(t, indicator("win_rate", kpi.Proportion), indicator("deal_value", kpi.Quantity), indicator("won_total", kpi.Quantity)),
		Sources: []Source{{
			Match: "sales_pipeline_*.csv", Layout: "events", Where: `deal_stage in ["Won", "Lost"]`,
			Columns:  Columns{Employee: "sales_agent", Team: "manager", Period: "close_date"},
			Aliases:  []Alias{{Column: "deal_stage", From: []string{"won", "Closed Won"}, To: "Won"}},
			Excludes: []Exclude{{Column: "product", Values: []string{"Test product"}}},
			Joins:    []Join{{File: "sales_teams.csv", Left: "sales_agent", Right: "sales_agent"}},
			Measures: []Measure{
				{KPI: "win_rate", Numerator: `deal_stage == "Won"`, Denominator: "true"},
				{KPI: "deal_value", Value: "close_value", Where: `deal_stage == "Won"`},
				{KPI: "won_total", Value: "close_value", Where: `deal_stage == "Won"`, Aggregate: "sum"},
			},
		}},
	}
}

// calls is the source of the call log: weeks, m/d/yyyy, a heading that is no
// identifier, 0 for "no rating", a GBK roster by id.
func calls(t *testing.T) Options {
	speed := indicator("answer_speed", kpi.Quantity)
	speed.Direction = kpi.Lower
	return Options{
		Catalogue: extended(t, speed),
		Sources: []Source{{
			Match: "call_log.csv", Layout: "events", Grain: "week",
			Columns: Columns{Employee: "Agent Id", Name: "Agent", Period: "Date"},
			Missing: []Missing{{Column: "Satisfaction rating", Values: []string{"0"}}},
			Joins:   []Join{{File: "agents.csv", Left: "Agent Id", Right: "工号"}},
			Measures: []Measure{
				{KPI: "resolution_rate", Numerator: "yes(Resolved)", Denominator: `yes(col("Answered (Y/N)"))`},
				{KPI: "csat_score", Value: `col("Satisfaction rating")`, Where: `col("Answered (Y/N)") == "Y"`},
				{KPI: "answer_speed", Value: `col("Speed of answer in seconds")`},
			},
		}},
	}
}

// followup is the source of the nodes: quarters, Chinese headings as
// identifiers, dates in two notations, a person who changes team in May.
func followup(t *testing.T) Options {
	score := indicator("node_score", kpi.Score)
	return Options{
		Catalogue: extended(t, indicator("valid_talk_rate", kpi.Proportion), score),
		Sources: []Source{{
			Match: "跟进节点.csv", Layout: "events", Grain: "quarter", Where: `客户 != "内部测试"`,
			Columns: Columns{Employee: "负责人", Team: "团队", Period: "首次联系日期"},
			Joins:   []Join{{File: "组织.csv", Left: "负责人", Right: "姓名", Since: "生效月份"}},
			Measures: []Measure{
				{KPI: "followup_delay_rate", Numerator: "days(完成日期, 应完成日期) > 0", Denominator: `节点 != "回访"`},
				{KPI: "valid_talk_rate", Numerator: "有效沟通", Denominator: "true"},
				{KPI: "node_score", Value: "评分"},
			},
		}},
	}
}

func fixture(name string, files ...string) []string {
	var list []string
	for _, f := range files {
		list = append(list, filepath.Join("..", "testdata", "ingest", "events", name, f))
	}
	return list
}

// The figures equal those that expected.py, beside each fixture, works out with
// SQL alone.
func TestEventFixturesEqualAnIndependentCalculation(t *testing.T) {
	for _, c := range []struct {
		name  string
		opt   Options
		files []string
		told  map[string]int // how often each code of a warning or an error comes
	}{
		{"pipeline", pipeline(t), []string{"sales_pipeline_a.csv", "sales_pipeline_b.csv"},
			map[string]int{"value.not_a_number": 1, "join.unmatched": 2, "join.no_team": 2, "events.filter_unknown": 1}},
		{"calls", calls(t), []string{"call_log.csv"},
			map[string]int{"value.not_a_number": 1, "event.not_yes_no": 1, "employee.same_name": 1}},
		{"followup", followup(t), []string{"跟进节点.csv"},
			map[string]int{"event.not_a_day": 1, "join.unmatched": 1, "join.no_team": 1}},
	} {
		res, err := Files(context.Background(), fixture(c.name, c.files...), c.opt)
		if err != nil {
			t.Fatalf("%s: %v\n%s", c.name, err, told(res))
		}
		checkEventTallies(t, res)
		compareExpected(t, c.name, res)
		told := map[string]int{}
		for _, d := range res.Diagnostics {
			if d.Severity > kpi.Note {
				told[d.Code]++
			}
		}
		if fmt.Sprint(told) != fmt.Sprint(c.told) {
			t.Errorf("%s: told %v, want %v", c.name, told, c.told)
		}
	}
}

// checkEventTallies checks that what was read is used, rejected or blank.
func checkEventTallies(t *testing.T, res *Result) {
	t.Helper()
	for _, in := range res.Inputs {
		n := in.Tally
		if n.RowsRead != n.RowsUsed+n.RowsRejected+n.RowsBlank+n.RowsLeftOut || n.ValuesRead != n.ValuesUsed+n.ValuesRejected+n.ValuesBlank+n.ValuesLeftOut {
			t.Errorf("%s does not add up: %+v", in.Path, n)
		}
	}
}

// compareExpected compares each observation with a line of expected.csv: team,
// employee, kpi, period, numerator, denominator, level; to 1e-9 of the level.
func compareExpected(t *testing.T, name string, res *Result) {
	t.Helper()
	f, err := os.Open(fixture(name, "expected.csv")[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(want) != res.Dataset.Len() {
		t.Errorf("%s: %d observations, want %d", name, res.Dataset.Len(), len(want))
	}
	for i := range min(len(want), res.Dataset.Len()) {
		o, w := res.Dataset.At(i), want[i]
		got := []string{o.Team, o.Employee.ID, o.Indicator.ID, o.Period.String()}
		if fmt.Sprint(got) != fmt.Sprint(w[:4]) {
			t.Fatalf("%s: line %d is %v, want %v", name, i+1, got, w)
		}
		equalFigure(t, w, o.Measure.Level, w[6])
		if o.Measure.HasCounts() || w[5] != "" {
			equalFigure(t, w, o.Measure.Events.Float(), w[4])
			equalFigure(t, w, o.Measure.Trials.Float(), w[5])
		}
	}
}

func equalFigure(t *testing.T, line []string, got float64, want string) {
	t.Helper()
	if want == "" {
		if !math.IsNaN(got) {
			t.Errorf("%v: %g where there is no data", line, got)
		}
		return
	}
	w, err := strconv.ParseFloat(want, 64)
	if err != nil || math.Abs(got-w) > 1e-9*(1+math.Abs(w)) {
		t.Errorf("%v: %.17g", line, got)
	}
}

// What the roster says of people comes along, and its bytes are vouched for.
func TestARosterGivesAttributesAndStandsAmongTheInputs(t *testing.T) {
	res, err := Files(context.Background(), fixture("calls", "call_log.csv"), calls(t))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range res.Dataset.Employees {
		hired := ""
		if e.Hired != nil {
			hired = e.Hired.String()
		}
		got = append(got, fmt.Sprintf("%s %s %s %s %s %s", e.ID, e.Name, e.Manager, e.Level, e.Type, hired))
	}
	want := []string{"1001 李娜 周洁 P4 new 2020-01-15", "1002 王伟 周洁 P5  2021-02-15", "1003 张敏 周洁 P4 high_potential 2022-03-15",
		"1004 王伟 孙涛 P5  2023-04-15", "1005 陈静 孙涛 P4  2020-05-15", "1006 赵磊 孙涛 P5  2021-06-15", "1007 吴桐 孙涛 P4 new 2025-01-06"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("people\n%v\nwant\n%v", got, want)
	}
	if len(res.Inputs) != 2 || filepath.Base(res.Inputs[1].Path) != "agents.csv" || len(res.Inputs[1].SHA256) != 64 || res.Inputs[1].Tally != (Tally{RowsRead: 7, RowsUsed: 6, RowsBlank: 1}) {
		t.Errorf("inputs %+v", res.Inputs)
	}
}
