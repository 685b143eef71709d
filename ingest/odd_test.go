package ingest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// What damaged and careless exports hold: each is told with its address, and
// in few words.
func TestOddCellsAreToldWithTheirAddress(t *testing.T) {
	const head = "工号,部门,月份,NPS\n"
	for _, c := range []struct {
		why, text, code, cell string
		args                  kpi.Args
	}{
		{"a NUL in an id is no new employee", head + "E\x001,一部,2025-06,5\nE1,一部,2025-06,6\n", "employee.control_character", "A2", kpi.Args{"employee": "E\x001"}},
		{"a NUL in a team is no new team", head + "E1,一\x00部,2025-06,5\nE2,一部,2025-06,6\n", "team.control_character", "B2", kpi.Args{"employee": "E1"}},
		{"a formula that an export left in", head + "E1,一部,2025-06,=A1/B1\nE2,一部,2025-06,6\n", "value.formula_left", "D2", kpi.Args{"text": "=A1/B1"}},
		{"a cell of a megabyte is quoted in part", head + "E1,一部,2025-06," + strings.Repeat("啊", 400_000) + "\nE2,一部,2025-06,6\n", "value.not_a_number", "D2",
			kpi.Args{"text": strings.Repeat("啊", mostQuoted) + "…"}},
		{"a text of a megabyte is nobody's id", head + strings.Repeat("x", 1_000_000) + ",一部,2025-06,5\nE2,一部,2025-06,6\n", "employee.long", "A2",
			kpi.Args{"employee": strings.Repeat("x", mostQuoted) + "…", "heading": "工号"}},
		{"nor a note a name", "工号,姓名,部门,月份,NPS\nE1," + strings.Repeat("备注", 101) + ",一部,2025-06,5\nE2,李四,一部,2025-06,6\n", "employee.long", "B2", nil},
		{"and so is a date", head + "E1,一部," + strings.Repeat("x", 1_000_000) + ",5\nE2,一部,2025-06,6\n", "period.unreadable", "C2",
			kpi.Args{"text": strings.Repeat("x", mostQuoted) + "…"}},
	} {
		res, err := readText(t, "a.csv", c.text, Options{})
		if err != nil {
			t.Errorf("%s: %v", c.why, err)
			continue
		}
		d := find(t, res, c.code)
		if d.Origin.Cell() != c.cell {
			t.Errorf("%s: at %s, want %s", c.why, d.Origin.Cell(), c.cell)
		}
		for k, v := range c.args {
			if d.Args[k] != v {
				t.Errorf("%s: %s is %.200q, want %q", c.why, k, d.Args[k], v)
			}
		}
	}
}

func TestAFormulaWithoutValueIsNoSpreadsheetError(t *testing.T) {
	if n := readNumber(sheet.Cell{Kind: sheet.Fault, Text: "=SUM(B2:B9)"}, nil); n != wrong("value.formula_left") {
		t.Errorf("%+v", n)
	}
}

// readText reads a file of its own from its text.
func readText(t *testing.T, name, text string, opt Options) (*Result, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Files(context.Background(), []string{path}, opt)
}

// Excel drops the zeros before an id as soon as it takes it for a number.
func TestIDsThatDifferInZerosOrCaseAreTold(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", `
		工号|月份|NPS
		'0071|2025-05|1
		71|2025-06|2
		s-2|2025-05|3
		S-2|2025-06|4
		'0|2025-05|5
		'000|2025-06|5
		9|2025-06|5
		90|2025-06|5`)...)
	want := kpi.Diagnostic{Severity: kpi.Warning, Code: "employee.id_spellings", Origin: kpi.Origin{File: "a.xlsx", Sheet: "Sheet1", Row: 7, Col: 3},
		Args: kpi.Args{"count": "3", "ids": "0/000, 0071/71, S-2/s-2"}}
	if diff := cmp.Diff(want, find(t, res, "employee.id_spellings")); diff != "" {
		t.Error(diff)
	}
	if n := len(res.Dataset.Employees); n != 8 {
		t.Errorf("%d employees: the ids must stay apart", n)
	}
}

func TestAHeadingThatStandsTwiceIsNamedByItsPlace(t *testing.T) {
	res, err := Tables(one("a.xlsx", "姓名|NPS|NPS\n甲|1|2"), Options{})
	if f := kpi.AsFault(err); f == nil || f.Code != "column.rivals" {
		t.Fatalf("%v", err)
	}
	d := find(t, res, "column.rivals")
	if d.Args["place"] != "[B]" || d.Args["suggestion"] != "" {
		t.Errorf("%v", d.Args)
	}
	_, err = Tables(one("a.xlsx", "姓名|得分|得分\n甲|1|2"), Options{})
	if f := kpi.AsFault(err); f == nil || f.Args["suggestions"] != `--kpi "得分=higher,quantity"` {
		t.Errorf("each heading is proposed once: %v", err)
	}
}

func TestTheFormOfADateIsNoPartOfAHeading(t *testing.T) {
	for heading, key := range map[string]string{"Month (YYYY-MM)": "month", "日期（年/月/日）": "日期", "Date [dd.mm.yyyy]": "date", "时间(yyyy-mm-dd hh:mm:ss)": "时间",
		"绩效(年)": "绩效年", "Cost (d)": "cost", "Rate (my)": "ratemy"} {
		if got := fold(heading).key; got != key {
			t.Errorf("%s: %s, want %s", heading, got, key)
		}
	}
}

// A duration of 5 minutes is 5 under an indicator in minutes, whatever the
// layout and however it is written.
func TestDurationsOfEventsTakeTheUnitOfTheIndicator(t *testing.T) {
	minutes := func(cell string, value string) []string {
		s := Source{Match: "a.csv", Layout: "events", Measures: []Measure{{KPI: "handling_time", Value: value}}}
		res, err := readText(t, "a.csv", "坐席,月份,时长(秒),通话\n甲,2026-01,"+cell+"\n", Options{Sources: []Source{s}})
		if err != nil {
			t.Fatalf("%s: %v", value, err)
		}
		return facts(res)
	}
	for _, c := range []struct{ why, cell, value, want string }{
		{"a clock", ",00:05:00", "通话", "5"},
		{"a clock that may be blank", ",00:05:00", "通话 ?? 0", "5"},
		{"blank", ",", "通话 ?? 0", "0"},
		{"seconds by the heading", "300,", `col("时长(秒)")`, "5"},
		{"the sum of two", "60,00:05:00", `col("时长(秒)") + 通话`, "6"},
		{"the difference", "60,00:05:00", `通话 - col("时长(秒)")`, "4"},
		{"rounded seconds", "299.7,", `round(col("时长(秒)"))`, "5"},
		{"a quotient has no unit any more", "300,", `100 + col("时长(秒)") / 60`, "105"},
		{"what was converted by hand stays", ",00:05:00", "通话 / 60", "5"},
	} {
		if diff := cmp.Diff([]string{"all 甲 handling_time 2026-01 " + c.want + "/1"}, minutes(c.cell, c.value)); diff != "" {
			t.Errorf("%s (-want +got): %s", c.why, diff)
		}
	}
}

// A file whose one column of time is a date is streamed like any other: there
// is no other column that its rows would have to be counted for.
func TestDailyExportsAreStreamed(t *testing.T) {
	var b strings.Builder
	b.WriteString("employee_id,team,date,kpi,numerator,denominator\n")
	for i := range 300 {
		fmt.Fprintf(&b, "P%02d,T%d,2025-%02d-%02d,conversion_rate,%d,%d\n", i%10, i%2, 1+i/10%12, 1+i/120, i%7, 7+i%5)
	}
	if n := readBoth(t, Options{}, writeText(t, "a.csv", b.String())); n != 1 {
		t.Error("the file was read whole")
	}
}

func TestATableWithoutRowsIsAFault(t *testing.T) {
	const head = "工号,部门,月份,NPS\n"
	for why, text := range map[string]string{"headings without rows": head, "nothing but totals": head + "合计,,,5\n"} {
		res, err := readText(t, "a.csv", text, Options{})
		var f *kpi.Fault
		if !errors.As(err, &f) {
			t.Fatalf("%s: %v", why, err)
		}
		if d := find(t, res, "table.no_rows"); f.Code != "table.no_rows" || f.Class != kpi.Failed || f.Origin.Cell() != "1" || d.Severity != kpi.Warning {
			t.Errorf("%s: %v, %v", why, err, d)
		}
	}
	res := must(t, Options{}, append(one("a.xlsx", "工号|部门|月份|NPS\nE1|一部|2025-06|5"), one("b.xlsx", "工号|部门|月份|NPS")...)...)
	if d := find(t, res, "table.no_rows"); d.Origin.File != "b.xlsx" {
		t.Errorf("beside another file: %v", d)
	}
}
