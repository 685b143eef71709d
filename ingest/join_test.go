package ingest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// readJoined reads csv files, data.csv first, from a folder of their own.
func readJoined(t *testing.T, s Source, texts map[string]string) (*Result, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range texts {
		write(t, dir, name, strings.ReplaceAll(text, "|", ","))
	}
	s.Match = "data*.csv"
	res, err := Files(context.Background(), []string{filepath.Join(dir, "data.csv")}, Options{Sources: []Source{s}})
	if res != nil {
		checkEventTallies(t, res)
		for i, d := range res.Diagnostics {
			res.Diagnostics[i].Origin.File = filepath.Base(d.Origin.File)
		}
	}
	return res, err
}

// teams joins roster.csv by id to deals without a team.
func teams() Source {
	return Source{Layout: "events", Columns: Columns{Employee: "id", Team: "team", Period: "closed"}, Measures: []Measure{won()},
		Joins: []Join{{File: "roster.csv", Left: "id", Right: "工号"}}}
}

func TestJoins(t *testing.T) {
	dated := teams()
	dated.Joins[0].Since = "since"
	for _, c := range []struct {
		sentence     string
		source       Source
		data, roster string
		want, told   []string
	}{
		{"the team comes from the roster", teams(),
			"id|closed|stage\n1|2025-06-02|Won\n2|2025-06-03|Lost", "工号|team\n1|A\n2|B",
			[]string{"A 1 conversion_rate 2025-06 1/1", "B 2 conversion_rate 2025-06 0/1"}, nil},
		{"keys without a partner are said on both sides, and people without data are there", teams(),
			"id|closed|stage\n1|2025-06-02|Won\n9|2025-06-03|Lost\n9|2025-07-03|Lost\n1|2025-07-03|Lost", "工号|team|姓名\n1|A|甲\n3|B|丙",
			[]string{"A 1 conversion_rate 2025-06 1/1", "A 1 conversion_rate 2025-07 0/1", "B 3 conversion_rate 2025-06 none", "B 3 conversion_rate 2025-07 none"},
			[]string{"warning join.unmatched data.csv!A3", "error join.no_team data.csv!A3", "note join.idle roster.csv!A"}},
		{"leading zeros and case count", teams(),
			"id|closed|stage\n01|2025-06-02|Won\nb2|2025-06-03|Lost\n3|2025-06-03|Lost", "工号|team\n1|A\nB2|B\n3|C",
			[]string{"A 1 conversion_rate 2025-06 none", "B B2 conversion_rate 2025-06 none", "C 3 conversion_rate 2025-06 0/1"},
			[]string{"warning join.unmatched data.csv!A2", "error join.no_team data.csv!A2", "error join.no_team data.csv!A3", "note join.idle roster.csv!A"}},
		{"full-width digits and blank space don't", teams(),
			"id|closed|stage\n１０|2025-06-02|Won", "工号|team\n 10 |A",
			[]string{"A 10 conversion_rate 2025-06 1/1"}, nil},
		{"the same key twice with the same answers is a note", teams(),
			"id|closed|stage\n1|2025-06-02|Won", "工号|team\n1|A\n1|A",
			[]string{"A 1 conversion_rate 2025-06 1/1"}, []string{"note join.twice roster.csv!A3"}},
		{"with other answers neither is used", teams(),
			"id|closed|stage\n1|2025-06-02|Won\n2|2025-06-02|Won", "工号|team|grade\n1|A|P1\n1|B|P1\n2|B|P1\n2|B|",
			[]string{"B 2 conversion_rate 2025-06 1/1"},
			[]string{"error join.two_answers roster.csv!A3", "note join.twice roster.csv!A5"}},
		{"a move counts from its day on", dated,
			"id|closed|stage\n1|2025-06-14|Won\n1|2025-06-15|Lost\n1|2025-08-15|Lost", "工号|team|since\n1|B|2025-06-15\n1|A|2025-01",
			[]string{"A 1 conversion_rate 2025-06 1/1", "B 1 conversion_rate 2025-06 0/1", "B 1 conversion_rate 2025-08 0/1"}, nil},
		{"events before the first day have no team", dated,
			"id|closed|stage\n1|2025-06-14|Won\n1|2025-07-15|Lost", "工号|team|since\n1|B|2025-07-01",
			[]string{"B 1 conversion_rate 2025-07 0/1"}, []string{"warning join.before data.csv!A2", "error join.no_team data.csv!A2"}},
		{"a day that can't be read is said in the roster", dated,
			"id|closed|stage\n1|2025-06-14|Won", "工号|team|since\n1|A|2025-01\n1|B|soon",
			[]string{"A 1 conversion_rate 2025-06 1/1"}, []string{"error join.bad_day roster.csv!C3"}},
		{"a row's own team wins over the roster's", teams(),
			"id|closed|stage|team\n1|2025-06-02|Won|X", "工号|team\n1|A",
			[]string{"X 1 conversion_rate 2025-06 1/1"}, []string{"note team.two_sources data.csv!D1"}},
		{"totals of the roster are nobody", teams(),
			"id|closed|stage\n1|2025-06-02|Won", "工号|team\n1|A\n合计|1",
			[]string{"A 1 conversion_rate 2025-06 1/1"}, nil},
	} {
		res, err := readJoined(t, c.source, map[string]string{"data.csv": c.data, "roster.csv": c.roster})
		if err != nil {
			t.Errorf("%s: %v", c.sentence, err)
			continue
		}
		if diff := cmp.Diff(c.want, facts(res)) + cmp.Diff(sorted(c.told), remarks(res)); diff != "" {
			t.Errorf("%s (-want +got): %s", c.sentence, diff)
		}
	}
}

// What a roster costs is said once for a key, with the number of rows.
func TestRowsThatARosterCostsAreCounted(t *testing.T) {
	data := "id|closed|stage\n1|2025-06-02|Won\n9|2025-06-02|Won\n1|2025-06-03|Won\n9|2025-07-02|Won\n9|2025-07-02|Won\n2|2025-06-02|Won"
	res, err := readJoined(t, teams(), map[string]string{"data.csv": data, "roster.csv": "工号|team\n1|A\n1|B\n2|B"})
	if err != nil {
		t.Fatal(err)
	}
	if d := find(t, res, "join.two_answers"); d.Args["rows"] != "2" || !strings.HasSuffix(d.Args["first"], "data.csv!A2") {
		t.Errorf("rows of a key with two answers: %v", d.Args)
	}
	if d := find(t, res, "join.no_team"); d.Args["rows"] != "3" || d.Args["key"] != "9" || d.Origin.Row != 3 {
		t.Errorf("rows of a key that the roster lacks: %+v", d)
	}
	if y := res.Inputs[0].Tally; y.RowsRead != 6 || y.RowsRejected != 5 || y.RowsUsed != 1 {
		t.Errorf("%+v", y)
	}
}

// The id comes from the roster, too: a name that it lacks is said once, one with two
// ids is nobody's.
func TestNamesWithoutAnIDAreSaidOnce(t *testing.T) {
	s := teams()
	s.Columns.Employee, s.Columns.Name = "工号", "agent"
	s.Joins[0].Left, s.Joins[0].Right = "agent", "name"
	data := "agent|closed|stage\nAnn|2025-06-02|Won\nBo|2025-06-02|Won\nAnn|2025-06-03|Won\nEve|2025-06-03|Won\nBo|2025-07-02|Won\n|2025-07-02|Won"
	res, err := readJoined(t, s, map[string]string{"data.csv": data, "roster.csv": "工号|name|team\n7|Ann|A\n8|Eve|A\n9|Eve|A"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"A 7 conversion_rate 2025-06 2/2"}, facts(res)) +
		cmp.Diff([]string{"error employee.missing data.csv!A7", "error join.no_employee data.csv!A3", "error join.two_answers roster.csv!B4", "warning join.unmatched data.csv!A3"}, remarks(res)); diff != "" {
		t.Error(diff)
	}
	if d := find(t, res, "join.no_employee"); d.Args["rows"] != "2" || d.Args["key"] != "Bo" || d.Args["values"] != "2" {
		t.Errorf("%+v", d)
	}
	if d := find(t, res, "join.two_answers"); d.Args["rows"] != "1" {
		t.Errorf("%+v", d)
	}
	if y := res.Inputs[0].Tally; y.RowsRead != 6 || y.RowsRejected != 4 || y.RowsUsed != 2 {
		t.Errorf("%+v", y)
	}
}

// Not only events join: a wide sheet takes teams and attributes from a roster.
func TestAWideSheetJoinsARoster(t *testing.T) {
	s := Source{Joins: []Join{{File: "roster.csv", Left: "姓名", Right: "员工"}}}
	res, err := readJoined(t, s, map[string]string{"data.csv": "姓名|月份|成交数|拜访数\n甲|2025-06|1|9\n乙|2025-06|2|9", "roster.csv": "员工|团队|岗位|经理\n甲|A|销售|M\n乙|B|销售|M\n丙|B|主管|M"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"A 甲 conversion_rate 2025-06 1/9", "B 丙 conversion_rate 2025-06 none", "B 乙 conversion_rate 2025-06 2/9"}
	if diff := cmp.Diff(want, facts(res)); diff != "" {
		t.Error(diff)
	}
	if e := res.Dataset.Employees[0]; e != (kpi.Employee{ID: "丙", Name: "丙", Role: "主管", Manager: "M"}) {
		t.Errorf("%+v", e)
	}
}

func TestJoinsThatCantBeMeant(t *testing.T) {
	const data, roster = "id|closed|stage\n1|2025-06-02|Won", "工号|team\n1|A"
	for _, c := range []struct {
		sentence string
		join     Join
		files    map[string]string
		code     string
		usage    bool
		arg, has string
	}{
		{"nothing matches", Join{File: "roster.csv", Left: "id", Right: "team"}, nil, "join.no_match", false, "roster", "A"},
		{"no such file", Join{File: "people.csv", Left: "id", Right: "工号"}, nil, "join.not_found", false, "places", "people.csv, "},
		{"no key in the data", Join{File: "roster.csv", Left: "工号", Right: "工号"}, nil, "source.no_such_heading", false, "headings", "id, closed, stage"},
		{"no key in the roster", Join{File: "roster.csv", Left: "id", Right: "id"}, nil, "join.no_such_heading", false, "headings", "工号, team"},
		{"no such day", Join{File: "roster.csv", Left: "id", Right: "工号", Since: "from"}, nil, "join.no_such_heading", false, "heading", "from"},
		{"half a key", Join{File: "roster.csv", Left: "id"}, nil, "join.incomplete", true, "file", "roster.csv"},
		{"an empty roster", Join{File: "roster.csv", Left: "id", Right: "工号"}, map[string]string{"roster.csv": ""}, "file.empty", false, "", ""},
	} {
		s := teams()
		s.Joins = []Join{c.join}
		files := map[string]string{"data.csv": data, "roster.csv": roster}
		for name, text := range c.files {
			files[name] = text
		}
		_, err := readJoined(t, s, files)
		f := kpi.AsFault(err)
		if f == nil || f.Code != c.code || (f.Class == kpi.Usage) != c.usage || !strings.Contains(f.Args[c.arg], c.has) {
			t.Errorf("%s: %v", c.sentence, err)
		}
	}
	s := teams()
	s.Columns.Period, s.Joins[0].Since = "", "since"
	if _, err := readJoined(t, s, map[string]string{"data.csv": data}); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "join.no_period" {
		t.Errorf("a day without a period: %v", err)
	}
}

// The roster beside the configuration comes before the one beside the data.
func TestWhereARosterIsLookedFor(t *testing.T) {
	data, conf := t.TempDir(), t.TempDir()
	path := write(t, data, "data.csv", "id,closed,stage\n1,2025-06-02,Won")
	write(t, data, "roster.csv", "工号,team\n1,beside data")
	s := teams()
	s.Match = "data.csv"
	for _, c := range []struct{ folder, file, want string }{
		{conf, "roster.csv", "beside data"},
		{"", "roster.csv", "beside data"},
		{"", filepath.Join(data, "roster.csv"), "beside data"},
		{conf, "roster.csv", "beside configuration"},
	} {
		if c.want == "beside configuration" {
			write(t, conf, "roster.csv", "工号,team\n1,beside configuration")
		}
		s.Joins[0].File = c.file
		res, err := Files(context.Background(), []string{path}, Options{Sources: []Source{s}, Folder: c.folder})
		if err != nil || res.Dataset.Teams[0] != c.want {
			t.Errorf("%+v: %v %v", c, err, res)
		}
	}
}

// A list of keys without a partner is cut, but their number is not.
func TestLongListsOfKeysAreCut(t *testing.T) {
	var data, roster strings.Builder
	data.WriteString("id|closed|stage\n0|2025-06-02|Won\n")
	roster.WriteString("工号|team\n0|A\n")
	for i := range 30 {
		fmt.Fprintf(&data, "x%02d|2025-06-02|Won\n", i)
		fmt.Fprintf(&roster, "y%02d|A\n", i)
	}
	res, err := readJoined(t, teams(), map[string]string{"data.csv": data.String(), "roster.csv": roster.String()})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range res.Diagnostics {
		if d.Code != "join.unmatched" && d.Code != "join.idle" {
			continue
		}
		if keys := d.Args["keys"]; d.Args["count"] != "30" || strings.Count(keys, ",") != 20 || !strings.HasSuffix(keys, "19, …") {
			t.Errorf("%s %v", d.Code, d.Args)
		}
	}
	if n := res.Dataset.Len(); n != 31 {
		t.Errorf("%d people", n)
	}
}

func TestTheFilesCellsStayAsTheyWere(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "roster.csv", "工号,team\n1,A")
	f := csvOf(filepath.Join(dir, "data.csv"), "id|closed|stage\n1|2025-06-02|won\n2|2025-06-02|won")
	s := teams()
	s.Match = "*"
	s.Aliases = []Alias{{Column: "stage", From: []string{"won"}, To: "Won"}}
	s.Excludes = []Exclude{{Column: "id", Values: []string{"2"}}}
	for range 2 {
		res, err := Tables(fileList(f), Options{Sources: []Source{s}})
		if err != nil || len(facts(res)) != 1 || facts(res)[0] != "A 1 conversion_rate 2025-06 1/1" {
			t.Fatalf("%v %s", err, told(res))
		}
	}
	if rows := f.Tables[0].Rows; len(rows) != 3 || rows[1].Cells[2].Text != "won" || len(rows[1].Cells) != 3 {
		t.Errorf("%v", rows)
	}
}

// Damaged rosters are refused as damaged data are.
func TestADamagedRosterIsRefused(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, "data.csv", "id,closed,stage\n1,2025-06-02,Won")
	if err := os.WriteFile(filepath.Join(dir, "roster.xlsx"), []byte("PK\x03\x04 no workbook"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := teams()
	s.Match, s.Joins[0].File = "data.csv", "roster.xlsx"
	_, err := Files(context.Background(), []string{path}, Options{Sources: []Source{s}})
	if f := kpi.AsFault(err); f == nil || filepath.Base(f.Origin.File) != "roster.xlsx" {
		t.Errorf("%v", err)
	}
}
