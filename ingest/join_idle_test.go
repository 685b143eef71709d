package ingest

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// People whom only the roster names appear, through whatever else the source says of
// its columns: their team may stand in a second roster, have another name by an alias,
// or be left out. Who can't appear is said. The rosters are made up.
func TestPeopleOfRostersAppear(t *testing.T) {
	chain := teams()
	chain.Joins = append(chain.Joins, Join{File: "groups.csv", Left: "组号", Right: "组号"})
	dated := chain
	dated.Joins = []Join{chain.Joins[0], {File: "groups.csv", Left: "组号", Right: "组号", Since: "since"}}
	renamed, left := teams(), teams()
	renamed.Aliases = []Alias{{Column: "team", From: []string{"A组"}, To: "A"}}
	left.Excludes = []Exclude{{Column: "状态", Values: []string{"离职"}}, {Column: "stage", Values: []string{""}}}
	const data = "id|closed|stage\n1|2025-06-02|Won"
	for _, c := range []struct {
		sentence       string
		source         Source
		roster, groups string
		want, told     []string
	}{
		{"the team of a second roster", chain, "工号|组号\n1|G1\n5|G2\n6|G1", "组号|team\nG1|A\nG2|B\nG3|C",
			[]string{"A 1 conversion_rate 2025-06 1/1", "A 6 conversion_rate 2025-06 none", "B 5 conversion_rate 2025-06 none"},
			[]string{"note join.idle roster.csv!A", "note join.unused groups.csv!A"}},
		{"a team with a day from which it counts: the last", dated, "工号|组号\n1|G1\n5|G2", "组号|team|since\nG1|A|2025-01\nG2|B|2025-01\nG2|C|2025-05",
			[]string{"A 1 conversion_rate 2025-06 1/1", "C 5 conversion_rate 2025-06 none"},
			[]string{"note join.idle roster.csv!A", "note join.unused groups.csv!A"}},
		{"no team in the second roster", chain, "工号|组号\n1|G1\n5|G9", "组号|team\nG1|A",
			[]string{"A 1 conversion_rate 2025-06 1/1"}, []string{"warning join.idle_teamless roster.csv!A"}},
		{"no team in the roster", teams(), "工号|team\n1|A\n4|\n5|A", "",
			[]string{"A 1 conversion_rate 2025-06 1/1", "A 5 conversion_rate 2025-06 none"},
			[]string{"note join.idle roster.csv!A", "warning join.idle_teamless roster.csv!A"}},
		{"a team by another name", renamed, "工号|team\n1|A\n5|A组", "",
			[]string{"A 1 conversion_rate 2025-06 1/1", "A 5 conversion_rate 2025-06 none"}, []string{"note join.idle roster.csv!A"}},
		{"who is left out by the roster, and not for cells that only events have", left, "工号|team|状态\n1|A|在职\n4|A|离职\n5|A|", "",
			[]string{"A 1 conversion_rate 2025-06 1/1", "A 5 conversion_rate 2025-06 none"}, []string{"note join.idle roster.csv!A"}},
		{"a row without a key is nobody's", teams(), "工号|team\n1|A\n|A\n|\n", "",
			[]string{"A 1 conversion_rate 2025-06 1/1"}, []string{"warning join.no_key roster.csv!A3"}},
	} {
		res, err := readJoined(t, c.source, map[string]string{"data.csv": data, "roster.csv": c.roster, "groups.csv": c.groups})
		if err != nil {
			t.Errorf("%s: %v", c.sentence, err)
			continue
		}
		if diff := cmp.Diff(c.want, facts(res)) + cmp.Diff(sorted(c.told), remarks(res)); diff != "" {
			t.Errorf("%s (-want +got): %s", c.sentence, diff)
		}
	}
}

// A roster has the rows that the data name, and the others.
func TestRostersAreCounted(t *testing.T) {
	res, err := readJoined(t, teams(), map[string]string{"data.csv": "id|closed|stage\n1|2025-06-02|Won\n1|2025-06-03|Won", "roster.csv": "工号|team\n1|A\n1|A\n5|A\n|B\n合计|3"})
	if err != nil {
		t.Fatal(err)
	}
	if y := res.Inputs[1].Tally; y != (Tally{RowsRead: 4, RowsUsed: 2, RowsBlank: 2}) {
		t.Errorf("%+v", y)
	}
}

// Where the data have teams and the roster, too, those of the data count by row, and
// the roster's where they have none; both together are no team.
func TestTeamsOfDataAndRoster(t *testing.T) {
	wide := Source{Joins: []Join{{File: "roster.csv", Left: "id", Right: "工号"}}}
	named := teams()
	named.Columns.Team = "team#2"
	for _, c := range []struct {
		sentence     string
		source       Source
		data, roster string
		want, told   []string
	}{
		{"who moved, and who has no team in the data", teams(),
			"id|closed|stage|team\n1|2025-06-02|Won|\n1|2025-07-02|Won|X\n2|2025-06-02|Won|X\n2|2025-06-03|Lost|B", "工号|team\n1|A\n2|B\n3|B",
			[]string{"A 1 conversion_rate 2025-06 1/1", "B 2 conversion_rate 2025-06 0/1", "B 3 conversion_rate 2025-06 none", "B 3 conversion_rate 2025-07 none",
				"X 1 conversion_rate 2025-07 1/1", "X 2 conversion_rate 2025-06 1/1"},
			[]string{"note join.idle roster.csv!A", "warning team.two_sources data.csv!D1"}},
		{"the same answers", teams(), "id|closed|stage|team\n1|2025-06-02|Won|A\n2|2025-06-03|Lost|B", "工号|team\n1|A\n2|B",
			[]string{"A 1 conversion_rate 2025-06 1/1", "B 2 conversion_rate 2025-06 0/1"}, nil},
		{"the roster's, named", named, "id|closed|stage|team\n1|2025-06-02|Won|\n2|2025-06-02|Won|X\n1|2025-06-03|Won|X", "工号|team\n1|A\n2|B",
			[]string{"A 1 conversion_rate 2025-06 2/2", "B 2 conversion_rate 2025-06 1/1"}, nil},
		{"neither has one", teams(), "id|closed|stage|team\n1|2025-06-02|Won|A\n2|2025-06-03|Lost|", "工号|team\n1|A\n2|",
			[]string{"A 1 conversion_rate 2025-06 1/1"}, []string{"error join.no_team data.csv!A3"}},
		{"a wide sheet, whose blanks are not filled from above", wide,
			"id|团队|月份|成交数|拜访数\n1|X|2025-06|1|9\n2||2025-06|2|9\n3||2025-06|3|9", "工号|团队\n1|A\n2|A\n3|B",
			[]string{"A 2 conversion_rate 2025-06 2/9", "B 3 conversion_rate 2025-06 3/9", "X 1 conversion_rate 2025-06 1/9"}, []string{"warning team.two_sources data.csv!B1"}},
		{"teams of a department in the roster stay apart", wide,
			"id|团队|月份|成交数|拜访数\n1|A|2025-06|1|9\n2|A|2025-06|2|9", "工号|部门\n1|华东\n2|华南",
			[]string{"华东/A 1 conversion_rate 2025-06 1/9", "华南/A 2 conversion_rate 2025-06 2/9"}, []string{"note team.composed data.csv!B"}},
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

// Excel makes 1 of 001: that is offered where it settles every key, and done when the
// join says so.
func TestKeysAsNumbers(t *testing.T) {
	numbers := teams()
	numbers.Joins[0].Number = true
	const data = "id|closed|stage\n001|2025-06-02|Won\n002|2025-06-03|Lost"
	for _, c := range []struct{ sentence, data, roster, code, offered string }{
		{"all of them as numbers", data, "工号|team\n1|A\n2|B\n3|B", "join.no_match", "yes"},
		{"with a fraction of nothing", data, "工号|team\n1.0|A\n2.0|B", "join.no_match", "yes"},
		{"one of them alone", data, "工号|team\n1|A\n3|B", "join.no_match", ""},
		{"two of the roster are the same number", data, "工号|team\n1|A\n01|A\n2|B", "join.no_match", ""},
		{"two of the data are", "id|closed|stage\n001|2025-06-02|Won\n01|2025-06-03|Lost", "工号|team\n1|A\n2|B", "join.no_match", ""},
		{"words", "id|closed|stage\na1|2025-06-02|Won", "工号|team\nb1|A", "join.no_match", ""},
		{"those that have no partner yet", data + "\n7|2025-06-02|Won", "工号|team\n1|A\n2|B\n7|B", "join.unmatched", "yes"},
	} {
		res, err := readJoined(t, teams(), map[string]string{"data.csv": c.data, "roster.csv": c.roster})
		args := map[string]string{}
		if c.code == "join.unmatched" && res != nil {
			args = find(t, res, c.code).Args
		} else if f := asFault(t, err); f.Code == c.code {
			args = f.Args
		}
		if got, said := args["numbers"]; got != c.offered || !said {
			t.Errorf("%s: %v %v", c.sentence, args, err)
		}
	}
	res, err := readJoined(t, numbers, map[string]string{"data.csv": data, "roster.csv": "工号|team\n1|A\n2.0|B\n3|B\nx|B"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"A 001 conversion_rate 2025-06 1/1", "B 002 conversion_rate 2025-06 0/1", "B 003 conversion_rate 2025-06 none", "B x conversion_rate 2025-06 none"}
	if diff := cmp.Diff(want, facts(res)); diff != "" {
		t.Errorf("as numbers, written as the data write them (-want +got): %s", diff)
	}
}

func asFault(t *testing.T, err error) *kpi.Fault {
	t.Helper()
	f := kpi.AsFault(err)
	if f == nil {
		t.Fatalf("no fault: %v", err)
	}
	return f
}

func TestATableIsNoRosterOfItself(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, "data.csv", "id,team,closed,stage\n1,A,2025-06-02,Won")
	s := teams()
	s.Match, s.Joins[0] = "data.csv", Join{File: "data.csv", Left: "id", Right: "id"}
	_, err := Files(context.Background(), []string{path}, Options{Sources: []Source{s}})
	if f := asFault(t, err); f.Code != "join.itself" || filepath.Base(f.Origin.File) != "data.csv" {
		t.Errorf("%v", err)
	}
}

// Rows that the source leaves out anyway need no partner.
func TestRowsLeftOutNeedNoPartner(t *testing.T) {
	s := teams()
	s.Excludes = []Exclude{{Column: "stage", Values: []string{"Open"}}}
	res, err := readJoined(t, s, map[string]string{"data.csv": "id|closed|stage\n1|2025-06-02|Won\n9|2025-06-02|Open\n8|2025-06-02|Won\n8|2025-06-02|Open", "roster.csv": "工号|team\n1|A"})
	if err != nil {
		t.Fatal(err)
	}
	if d := find(t, res, "join.unmatched"); d.Args["rows"] != "1" || d.Args["keys"] != "8" || !strings.HasSuffix(d.Origin.String(), "A4") {
		t.Errorf("%+v", d)
	}
}
