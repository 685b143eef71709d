package ingest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// namesSaid lists what is said of names, with its address.
func namesSaid(res *Result) string {
	var list []string
	for _, d := range res.Diagnostics {
		if d.Code == "employee.same_name" || d.Code == "employee.name_changed" {
			list = append(list, d.Code+" "+filepath.Base(d.Origin.String()))
		}
	}
	return strings.Join(list, "; ")
}

func TestWhatIsSaidOfNamesStandsAtTheName(t *testing.T) {
	byID := deals(won())
	byID.Columns.Employee, byID.Columns.Name = "id", "agent"
	sales := append(one("a.xlsx", "工号|姓名|月份|NPS\n1|王伟|2025-06|5"), csvOf("b.csv", "姓名|月份|工号|CSAT\n王玮|2025-06|1|0.5"))
	for _, c := range []struct {
		sentence string
		opt      Options
		files    []*sheet.File
		want     string
	}{
		{"one name of two ids", Options{}, one("a.xlsx", "月份|工号|姓名|NPS\n2025-06|1|王伟|5\n2025-06|2|王伟|6"), "employee.same_name a.xlsx!Sheet1!C3"},
		{"two names of one id, in another file", Options{}, sales, "employee.name_changed b.csv!A2"},
		{"a name that is blank: the id's cell", Options{}, one("a.xlsx", "工号|姓名|月份|NPS\n1||2025-06|5\n2|1|2025-06|6"), "employee.same_name a.xlsx!Sheet1!B3"},
		{"no column of names in the file that comes second", Options{}, append(one("a.xlsx", "工号|姓名|NPS\n1|2|5"), csvOf("b.csv", "工号|NPS\n2|4")), "employee.same_name b.csv!A2"},
		{"people as columns", Options{}, append(one("a.xlsx", "工号|姓名|NPS\n1|王伟|5\n2|李四|5"), one("b.xlsx", "指标|王伟|李四\nNPS|4|3")...), "employee.same_name b.xlsx!Sheet1!B1; employee.same_name b.xlsx!Sheet1!C1"},
		{"events", Options{Sources: []Source{byID}}, []*sheet.File{csvOf("a.csv", "team|closed|stage|agent|id\nA|2025-06-02|Won|甲|1\nA|2025-06-03|Won|甲|2")}, "employee.same_name a.csv!D3"},
	} {
		res := must(t, c.opt, c.files...)
		if got := namesSaid(res); got != c.want {
			t.Errorf("%s: %s, want %s\n%s", c.sentence, got, c.want, told(res))
		}
	}
}

// A name that a roster gives stands in the roster.
func TestANameOfARosterStandsThere(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("roster.csv", "工号,组,姓名\n1,A,王伟\n2,A,王伟\n")
	data := write("nps.csv", "工号,月份,NPS\n1,2025-06,5\n2,2025-06,6\n")
	res, err := Files(context.Background(), []string{data}, Options{Folder: dir, Sources: []Source{{Match: "nps.csv", Joins: []Join{{File: "roster.csv", Left: "工号", Right: "工号"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := namesSaid(res); got != "employee.same_name roster.csv!C3" {
		t.Errorf("%s\n%s", got, told(res))
	}
}

// The rows of a lane are not kept; the columns of the table are.
func TestTheLanePointsAtNames(t *testing.T) {
	var b strings.Builder
	b.WriteString("team,agent id,name,month,NPS\n")
	for i := range 4000 {
		name := fmt.Sprint("N", i%40)
		if i%40 == 39 {
			name = "N1"
		}
		fmt.Fprintf(&b, "T%d,%d,%s,2025-%02d,%d\n", i%4, i%40, name, 1+i/40%12, i%10)
	}
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	opt := Options{lane: laneOptions{size: 1, top: 200}}
	if _, l, err := streamFile(context.Background(), path, opt); err != nil || l == nil {
		t.Fatalf("not read by the lane: %v", err)
	}
	for _, o := range []Options{opt, {}} {
		res, err := Files(context.Background(), []string{path}, o)
		if err != nil {
			t.Fatal(err)
		}
		if got := namesSaid(res); got != "employee.same_name a.csv!C41" {
			t.Errorf("%+v: %s\n%v", o.lane, got, codes(res, kpi.Warning))
		}
	}
}
