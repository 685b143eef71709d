package ingest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestRowsThatStandTwice(t *testing.T) {
	tickets := func(n int, row string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, row+"\n", i)
		}
		return b.String()
	}
	const named = "T%d|甲|A|2025-06-02|Won"
	for _, c := range []struct{ why, text, want string }{
		{"a ticket that stands twice among others", tickets(30, named) + "T7|甲|A|2025-06-02|Won", "a.csv!A32 1 id 9=32"},
		{"a whole export pasted twice", tickets(30, named) + tickets(30, named), "a.csv!A32 30 id 2=32, 3=33, 4=34, 5=35, 6=36, …"},
		{"a ticket with two lines is two events", tickets(30, named) + "T7|甲|A|2025-06-02|Lost\nT8|甲|A|2025-06-02|Won", ""},
		{"events without anything of their own may be alike", strings.Repeat("|甲|A|2025-06-02|Won\n|乙|A|2025-06-02|Lost\n", 40), ""},
		{"a few rows tell nothing", tickets(5, named) + "T3|甲|A|2025-06-02|Won", ""},
		{"no row stands twice", tickets(30, named), ""},
	} {
		res := readEvents(t, deals(won()), "id|agent|team|closed|stage\n"+c.text)
		got := ""
		for _, d := range res.Diagnostics {
			if d.Code == "events.repeated_rows" {
				got = strings.Join([]string{d.Origin.String(), d.Args["rows"], d.Args["heading"], d.Args["lines"]}, " ")
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got): %s", c.why, diff)
		}
	}
}

// However many rows there are, those that stand twice are counted in proportion,
// in bounded room.
func TestRepeatsKeepTheirRoom(t *testing.T) {
	var s repeats
	id := func(i int) uint64 { return hashText(hashSeed, fmt.Sprint(i)) }
	const n = 2 * mostRepeats
	for i := range n {
		s.see(id(i), i+1)
		if i%4 == 0 {
			s.see(id(i), n+i)
		}
	}
	if len(s.first)+len(s.again) > mostRepeats || s.every < 2 {
		t.Errorf("%d and %d rows of every %d", len(s.first), len(s.again), s.every)
	}
	if got := float64(uint64(len(s.again)) * s.every); got < 0.97*n/4 || got > 1.03*n/4 {
		t.Errorf("%v rows, want %v", got, n/4)
	}
}

// Two people of one name: the roster's ids contradict each other, and no row by
// the name alone is used.
func TestRowsOfTwoPeopleOfOneName(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "roster.csv"), []byte("工号,姓名,团队\n1,张三,A\n2,王伟,A\n4,王伟,A\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := deals(won())
	s.Columns = Columns{Employee: "姓名", Period: "closed"}
	s.Joins = []Join{{File: "roster.csv", Left: "姓名", Right: "姓名"}}
	res := taken(t, Options{Sources: []Source{s}, Folder: folder}, csvOf("a.csv", "姓名|closed|stage\n张三|2025-06-02|Won\n王伟|2025-06-02|Won\n王伟|2025-06-03|Lost"))
	for _, f := range facts(res) {
		if strings.Contains(f, "王伟") && !strings.HasSuffix(f, "none") {
			t.Errorf("nobody knows which 王伟: %s", f)
		}
	}
	if y := res.Inputs[0].Tally; y.RowsRejected != 2 || y.RowsUsed != 1 {
		t.Errorf("%+v", y)
	}
	for _, d := range res.Diagnostics {
		if d.Code == "join.two_answers" && (d.Args["rows"] != "2" || d.Args["first"] != "a.csv!A3") {
			t.Errorf("%v", d.Args)
		}
	}
}

func TestOneKPIInTwoMeasures(t *testing.T) {
	twice := deals(won(), Measure{KPI: "conversion_rate", Value: "score"})
	_, err := Tables(fileList(csvOf("a.csv", "agent|team|closed|stage|score\n甲|A|2025-06-02|Won|4")), Options{Sources: []Source{twice}})
	f := kpi.AsFault(err)
	if f == nil || f.Code != "source.kpi_twice" || f.Args["first"] != `numerator: stage == "Won", denominator: true` || f.Args["second"] != "value: score" {
		t.Errorf("%v", err)
	}
}
