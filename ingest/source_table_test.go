package ingest

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

const callLog = "agent|team|closed|handler|ended|stage|score|kind\n"

// handled is a source that counts the rows of deals for whoever handled them, when
// that ended.
func handled() Source {
	s := deals(scored())
	s.Columns.Employee, s.Columns.Period, s.Where = "handler", "ended", `kind != "test"`
	return s
}

func readSources(t *testing.T, sources []Source, files ...*sheet.File) *Result {
	t.Helper()
	res, err := Tables(files, Options{Sources: sources})
	if err != nil {
		t.Fatalf("%v\n%s", err, told(res))
	}
	checkEventTallies(t, res)
	return res
}

// Two sources of events that fit one file: each says who, when and which rows.
func TestEverySourceOfEventsReadsTheTable(t *testing.T) {
	const log = callLog + "甲|A|2025-06-02|乙|2025-07-01|Won|4|\n甲|A|2025-06-30|甲|2025-07-02|Lost|2|call\n乙|A|2025-07-01|甲|2025-07-03|Won|5|test"
	quarterly := handled()
	quarterly.Grain = "quarter"
	kinds := deals(won())
	kinds.Excludes = []Exclude{{Column: "kind", Values: []string{"test"}}}
	for _, c := range []struct {
		sentence string
		sources  []Source
		want     []string
	}{
		{"each with its employee, its day and its filter", []Source{deals(won()), handled()},
			[]string{"A 乙 conversion_rate 2025-07 1/1", "A 甲 conversion_rate 2025-06 1/2", "A 甲 csat_score 2025-07 2/1"}},
		{"in any order", []Source{handled(), deals(won())},
			[]string{"A 乙 conversion_rate 2025-07 1/1", "A 甲 conversion_rate 2025-06 1/2", "A 甲 csat_score 2025-07 2/1"}},
		{"each with its grain and its exclusions", []Source{kinds, quarterly},
			[]string{"A 甲 conversion_rate 2025-06 1/2", "A 甲 csat_score 2025-Q3 2/1"}},
	} {
		res := readSources(t, c.sources, csvOf("calls.csv", log))
		got := slices.DeleteFunc(facts(res), func(f string) bool { return strings.HasSuffix(f, "none") })
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q\n%s", c.sentence, got, c.want, told(res))
		}
		if n := res.Inputs[0].Tally; n.RowsRead != 3 {
			t.Errorf("%s: each row is one: %+v", c.sentence, n)
		}
		again := readSources(t, SourcesOf(res.Readings), csvOf("calls.csv", log))
		equalFacts(t, c.sentence+", as it is written down", again, facts(res)...)
	}
}

// What several sources give is what each gives alone, whether the rows are in memory
// or packed; a row stands once in the tallies, with the values of all.
func TestSourcesTogetherAreSourcesAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		b.WriteString(callLog)
		who := rapid.SampledFrom([]string{"甲", "乙", "丙", ""})
		day := rapid.SampledFrom([]string{"2025-06-02", "2025-06-28", "2025-07-03", "soon"})
		for range rapid.IntRange(1, 12).Draw(t, "rows") {
			b.WriteString(who.Draw(t, "agent") + "|A|" + day.Draw(t, "closed") + "|" + who.Draw(t, "handler") + "|" + day.Draw(t, "ended") + "|" +
				rapid.SampledFrom([]string{"Won", "Lost", ""}).Draw(t, "stage") + "|" + rapid.SampledFrom([]string{"1", "4", "x", ""}).Draw(t, "score") + "|" +
				rapid.SampledFrom([]string{"call", "test", ""}).Draw(t, "kind") + "\n")
		}
		first, second := deals(won()), handled()
		if rapid.Bool().Draw(t, "excludes") {
			first.Excludes = []Exclude{{Column: "kind", Values: []string{"test"}}}
		}
		both, _ := Tables([]*sheet.File{csvOf("a.csv", b.String())}, Options{Sources: []Source{first, second}})
		one, _ := Tables([]*sheet.File{csvOf("a.csv", b.String())}, Options{Sources: []Source{first}})
		two, _ := Tables([]*sheet.File{csvOf("a.csv", b.String())}, Options{Sources: []Source{second}})
		if both == nil || one == nil || two == nil {
			t.Fatal("no result")
		}
		want := append(facts(one), facts(two)...)
		got := facts(both)
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%q, want %q\n%s", got, want, told(both))
		}
		n, x, y := both.Inputs[0].Tally, one.Inputs[0].Tally, two.Inputs[0].Tally
		switch {
		case n.RowsRead != max(x.RowsRead, y.RowsRead) || n.RowsRead != n.RowsUsed+n.RowsRejected+n.RowsBlank+n.RowsLeftOut:
			t.Fatalf("rows of %+v and %+v: %+v", x, y, n)
		case n.ValuesRead != x.ValuesRead+y.ValuesRead || n.ValuesUsed != x.ValuesUsed+y.ValuesUsed || n.ValuesRejected != x.ValuesRejected+y.ValuesRejected:
			t.Fatalf("values of %+v and %+v: %+v", x, y, n)
		}
	})
}

func TestTwoSourcesOfOneIndicatorAreSaid(t *testing.T) {
	both := deals(won(), scored())
	wide := func(s Source) Source { s.Match = "*.csv"; return s }
	named := func(s Source) Source { s.Match = "a.csv"; return s }
	for _, c := range []struct {
		sentence string
		sources  []Source
		want     []string
	}{
		{"for the same tables", []Source{deals(won()), deals(won())}, []string{"warning source.same_kpi conversion_rate 2 behind 1, lost: "}},
		{"where the second gives more, too", []Source{named(deals(won())), wide(both)}, []string{"warning source.same_kpi conversion_rate 2 behind 1, lost: csat_score"}},
		{"a general one behind that of a file", []Source{named(both), wide(deals(won()))}, []string{"note source.same_kpi conversion_rate 2 behind 1, lost: "}},
		{"other indicators", []Source{named(deals(won())), wide(deals(scored()))}, nil},
		{"the third of three", []Source{deals(won()), handled(), deals(scored())}, []string{"warning source.same_kpi csat_score 3 behind 2, lost: "}},
	} {
		res := must(t, Options{Sources: c.sources}, csvOf("a.csv", callLog+"甲|A|2025-06-02|乙|2025-07-01|Won|4|call"))
		var got []string
		for _, d := range res.Diagnostics {
			if strings.HasPrefix(d.Code, "source.") {
				got = append(got, d.Severity.String()+" "+d.Code+" "+d.Args["kpi"]+" "+d.Args["number"]+" behind "+d.Args["first"]+", lost: "+d.Args["lost"])
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.sentence, got, c.want)
		}
	}
}

// Of two sources for the same tables each must find its headings somewhere; one that
// is for other files as well need not.
func TestASourceOfEventsWithoutItsHeadings(t *testing.T) {
	text := "agent|team|closed|stage\n甲|A|2025-06-02|Won"
	other := handled()
	_, err := Tables([]*sheet.File{csvOf("a.csv", text)}, Options{Sources: []Source{deals(won()), other}})
	if f := kpi.AsFault(err); f == nil || f.Code != "source.no_such_heading" || f.Args["heading"] != "handler" {
		t.Errorf("for the same tables: %v", err)
	}
	other.Match = "*.csv"
	res := must(t, Options{Sources: []Source{deals(won()), other}}, csvOf("a.csv", text))
	equalFacts(t, "for other files", res, "A 甲 conversion_rate 2025-06 1/1")
	two := one2("a.xlsx", "deals", text, "calls", "handler|team|ended|kind|score\n甲|A|2025-06-02|call|4")
	res = must(t, Options{Sources: []Source{deals(won()), handled()}}, two...)
	equalFacts(t, "each on a sheet of its own", res, "A 甲 conversion_rate 2025-06 1/1", "A 甲 csat_score 2025-06 4/1")
}

// A source that is not of events reads a table only where it is the first that fits.
func TestFiguresAndEventsInOneWorkbook(t *testing.T) {
	files := one2("a.xlsx", "Q2", "姓名|团队|月份|NPS\n甲|A|2025-06|5", "calls", "agent|team|closed|stage\n甲|A|2025-06-02|Won")
	long, calls := Source{Match: "a.xlsx", Sheet: "Q2"}, deals(won())
	calls.Sheet = "calls"
	want := []string{"A 甲 conversion_rate 2025-06 1/1", "A 甲 nps 2025-06 5"}
	equalFacts(t, "a sheet each", must(t, Options{Sources: []Source{long, calls}}, files...), want...)
	long.Sheet = ""
	equalFacts(t, "the figures' is any sheet that is left", must(t, Options{Sources: []Source{calls, long}}, files...), want...)
	calls.Sheet = ""
	mixed := one("b.xlsx", "agent|team|closed|stage|NPS\n甲|A|2025-06-02|Won|5")
	wide := Source{Match: "*", Layout: "wide", Columns: Columns{Employee: "agent", Period: "closed"}}
	res := must(t, Options{Sources: []Source{wide, calls}}, mixed...)
	equalFacts(t, "figures and events of one table", res, "A 甲 conversion_rate 2025-06 1/1", "A 甲 nps 2025-06 5")
	if n := res.Inputs[0].Tally; n.RowsRead != 1 || n.ValuesUsed != 2 {
		t.Errorf("%+v", n)
	}
	calls.Measures = []Measure{{KPI: "nps", Value: "NPS"}}
	res = must(t, Options{Sources: []Source{wide, calls}}, mixed...)
	equalFacts(t, "the same figure", res, "A 甲 nps 2025-06 5")
	if got := codes(res, kpi.Warning); !slices.Contains(got, "source.same_kpi") {
		t.Errorf("the same figure is not said: %q", got)
	}
}

// A row that none of the sources can use is said once.
func TestWhatSeveralSourcesSayIsSaidOnce(t *testing.T) {
	more := deals(scored())
	res := must(t, Options{Sources: []Source{deals(won()), more}}, csvOf("a.csv", callLog+"甲|A|2025-06-02|||Won|4|\n乙|A|someday|||Won|4|"))
	var got []string
	for _, d := range res.Diagnostics {
		if d.Severity == kpi.Error {
			got = append(got, d.Code+" "+d.Origin.String()+" "+d.Args["values"])
		}
	}
	if !slices.Equal(got, []string{"period.unreadable a.csv!C3 2"}) {
		t.Errorf("%q\n%s", got, told(res))
	}
}
