package ingest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/sheet"
)

func fileList(files ...*sheet.File) []*sheet.File { return files }

func TestAliasesAndExclusions(t *testing.T) {
	const head = "agent|team|closed|stage|score\n"
	alias := func(column, to string, from ...string) Source {
		s := deals(won())
		s.Aliases = []Alias{{Column: column, From: from, To: to}}
		return s
	}
	exclude := func(column string, values ...string) Source {
		s := deals(won())
		s.Excludes = []Exclude{{Column: column, Values: values}}
		return s
	}
	for _, c := range []struct {
		sentence string
		source   Source
		text     string
		want     []string
		told     []string
	}{
		{"several words are one", alias("stage", "Won", "赢单", "Closed  Won"), "甲|A|2025-06-02|赢单|\n甲|A|2025-06-02|Closed Won|\n甲|A|2025-06-02|Lost|",
			[]string{"A 甲 conversion_rate 2025-06 2/3"}, nil},
		{"the case of what is replaced counts", alias("stage", "Won", "won"), "甲|A|2025-06-02|WON|",
			[]string{"A 甲 conversion_rate 2025-06 0/1"}, []string{"warning text.alike a.csv!D2"}},
		{"a person may be written in two ways", alias("agent", "甲", "甲 (North)"), "甲 (North)|A|2025-06-02|Won|\n甲|A|2025-06-02|Lost|",
			[]string{"A 甲 conversion_rate 2025-06 1/2"}, nil},
		{"a heading is found whatever its case", alias("Stage", "Won", "x"), "甲|A|2025-06-02|x|",
			[]string{"A 甲 conversion_rate 2025-06 1/1"}, nil},
		{"rows with a value are left out and said", exclude("agent", "test", "乙"), "甲|A|2025-06-02|Won|\n乙|A|2025-06-02|Won|\ntest|A|soon|Won|",
			[]string{"A 甲 conversion_rate 2025-06 1/1"}, []string{"note rows.excluded a.csv!A3"}},
		{"a value that does not come leaves nothing out", exclude("agent", "丙"), "甲|A|2025-06-02|Won|",
			[]string{"A 甲 conversion_rate 2025-06 1/1"}, []string{"note text.unmet a.csv!A1"}},
	} {
		res := readEvents(t, c.source, head+c.text)
		if diff := cmp.Diff(c.want, facts(res)) + cmp.Diff(sorted(c.told), remarks(res)); diff != "" {
			t.Errorf("%s (-want +got): %s", c.sentence, diff)
		}
	}
}

// Aliases and exclusions serve every layout.
func TestAWideSheetIsCleanedToo(t *testing.T) {
	s := Source{Match: "*", Aliases: []Alias{{Column: "部门", From: []string{"一部(新)"}, To: "一部"}}, Excludes: []Exclude{{Column: "姓名", Values: []string{"测试"}}}}
	res := must(t, Options{Sources: []Source{s}}, csvOf("a.csv", "姓名|部门|月份|NPS\n甲|一部(新)|2025-06|5\n测试|一部|2025-06|9"))
	if diff := cmp.Diff([]string{"一部 甲 nps 2025-06 5"}, facts(res)); diff != "" {
		t.Error(diff)
	}
}

// A source written down from the reading of events reads them the same way.
func TestASourceOfEventsIsWrittenDown(t *testing.T) {
	s := deals(won(), scored())
	s.Where, s.Grain = `stage != "Open"`, "quarter"
	s.Aliases = []Alias{{Column: "stage", From: []string{"won"}, To: "Won"}}
	s.Missing = []Missing{{Column: "score", Values: []string{"0"}}}
	text := "agent|team|closed|stage|score\n甲|A|2025-06-02|won|4\n甲|A|2025-06-02|Lost|0\n甲|A|2025-07-02|Open|3"
	first := readEvents(t, s, text)
	again := readEvents(t, SourceOf(first.Readings[0]), text)
	if diff := cmp.Diff(facts(first), facts(again)) + cmp.Diff(told(first), told(again)); diff != "" {
		t.Error(diff)
	}
}

func TestTheReadingOfEventsShowsWhatFeedsWhat(t *testing.T) {
	res := readEvents(t, deals(won(), Measure{KPI: "csat_score", Value: "score", Where: `stage == "Won"`}), "agent|team|closed|stage|score|other\n甲|A|2025-06-02|Won|4|7")
	got := map[string]string{}
	for _, c := range res.Readings[0].Columns {
		got[c.Heading] = string(c.Role) + " " + c.KPI
	}
	want := map[string]string{"agent": "employee ", "team": "team ", "closed": "period ", "stage": "input conversion_rate,csat_score", "score": "input csat_score", "other": "ignored "}
	if diff := cmp.Diff(want, got); diff != "" || res.Readings[0].Layout != "events" {
		t.Error(diff)
	}
}
