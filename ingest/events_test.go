package ingest

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// deals is a source of events whose measures are given.
func deals(measures ...Measure) Source {
	return Source{Match: "*", Layout: "events", Columns: Columns{Employee: "agent", Team: "team", Period: "closed"}, Measures: measures}
}

func won() Measure {
	return Measure{KPI: "conversion_rate", Numerator: `stage == "Won"`, Denominator: "true"}
}

func scored() Measure { return Measure{KPI: "csat_score", Value: "score"} }

// readEvents reads csv files of events and checks that the tallies add up.
func readEvents(t *testing.T, s Source, texts ...string) *Result {
	t.Helper()
	var files []*sheet.File
	for i, text := range texts {
		files = append(files, csvOf(string(rune('a'+i))+".csv", text))
	}
	res, err := Tables(files, Options{Sources: []Source{s}})
	if err != nil {
		t.Fatalf("%v\n%s", err, told(res))
	}
	checkEventTallies(t, res)
	return res
}

func TestEventsAreCounted(t *testing.T) {
	const head = "agent|team|closed|stage|score|hours\n"
	weekly, quarterly := deals(won()), deals(won())
	weekly.Grain, quarterly.Grain = "week", "quarter"
	filtered := deals(won())
	filtered.Where = `stage in ["Won", "Lost"]`
	missing := deals(scored())
	missing.Missing = []Missing{{Column: "score", Values: []string{"0"}}}
	for _, c := range []struct {
		sentence string
		source   Source
		texts    []string
		want     []string
		told     []string
	}{
		{"conditions are counted by person, team and month", deals(won()),
			[]string{head + "甲|A|2025-06-02|Won||\n甲|A|2025-06-30|Lost||\n甲|A|2025-07-01|Won||\n乙|B|2025-06-05|Lost||"},
			[]string{"A 甲 conversion_rate 2025-06 1/2", "A 甲 conversion_rate 2025-07 1/1", "B 乙 conversion_rate 2025-06 0/1"}, nil},
		{"a person who changes team in a month counts in both", deals(won()),
			[]string{head + "甲|A|2025-06-02|Won||\n甲|B|2025-06-30|Lost||"},
			[]string{"A 甲 conversion_rate 2025-06 1/1", "B 甲 conversion_rate 2025-06 0/1"}, nil},
		{"the events of one month in two files are summed", deals(won()),
			[]string{head + "甲|A|2025-06-02|Won||\n甲|A|2025-06-03|Lost||", head + "甲|A|2025-06-20|Won||"},
			[]string{"A 甲 conversion_rate 2025-06 2/3"}, nil},
		{"a blank is neither won nor lost", deals(won()),
			[]string{head + "甲|A|2025-06-02|Won||\n甲|A|2025-06-03|||"},
			[]string{"A 甲 conversion_rate 2025-06 1/1"}, []string{"note events.unknown a.csv!D3"}},
		{"a person with nothing but blanks is there without data", deals(won()),
			[]string{head + "甲|A|2025-06-02|Won||\n乙|A|2025-06-03|||"},
			[]string{"A 乙 conversion_rate 2025-06 none", "A 甲 conversion_rate 2025-06 1/1"}, []string{"note events.unknown a.csv!D3"}},
		{"weeks begin on Monday", weekly,
			[]string{head + "甲|A|2025-06-01|Won||\n甲|A|2025-06-02|Lost||"},
			[]string{"A 甲 conversion_rate 2025-W22 1/1", "A 甲 conversion_rate 2025-W23 0/1"}, nil},
		{"months fit into quarters", quarterly,
			[]string{head + "甲|A|2025-04|Won||\n甲|A|2025年6月|Lost||"},
			[]string{"A 甲 conversion_rate 2025-Q2 1/2"}, nil},
		{"a quarter does not fit into a month", deals(won()),
			[]string{head + "甲|A|2025-Q2|Won||\n甲|A|2025-06-03|Lost||"},
			[]string{"A 甲 conversion_rate 2025-06 0/1"}, []string{"error event.period_too_long a.csv!C2"}},
		{"the filter leaves out, and its blanks are said", filtered,
			[]string{head + "甲|A|2025-06-02|Won||\n甲|A||Open||\n甲|A|2025-06-03|||"},
			[]string{"A 甲 conversion_rate 2025-06 1/1"}, []string{"note events.filtered a.csv", "warning events.filter_unknown a.csv!D4", "warning text.unmet a.csv!D1"}},
		{"a person whose rows are all left out is there without data", filtered,
			[]string{head + "甲|A|2025-06-02|Won||\n乙|A||Open||"},
			[]string{"A 乙 conversion_rate 2025-06 none", "A 甲 conversion_rate 2025-06 1/1"}, []string{"note events.filtered a.csv", "warning text.unmet a.csv!D1"}},
		{"a mean keeps the number of answers, blanks left out", deals(scored()),
			[]string{head + "甲|A|2025-06-02||4|\n甲|A|2025-06-03||5|\n甲|A|2025-06-03|||"},
			[]string{"A 甲 csat_score 2025-06 9/2"}, []string{"note events.unknown a.csv!E4"}},
		{"0 for no answer is no answer", missing,
			[]string{head + "甲|A|2025-06-02||4|\n甲|A|2025-06-03||0|\n甲|A|2025-06-03||0.00|"},
			[]string{"A 甲 csat_score 2025-06 4/1"}, []string{"note events.unknown a.csv!E3"}},
		{"an answer beyond the scale is refused at its cell", deals(scored()),
			[]string{head + "甲|A|2025-06-02||4|\n甲|A|2025-06-03||1000|"},
			[]string{"A 甲 csat_score 2025-06 4/1"}, []string{"error value.above_ceiling a.csv!E3"}},
		{"what is no number is refused at its cell, never 0", deals(scored()),
			[]string{head + "甲|A|2025-06-02||4|\n甲|A|2025-06-03||good|\n乙|A|2025-06-03||?|"},
			[]string{"A 乙 csat_score 2025-06 none", "A 甲 csat_score 2025-06 4/1"},
			[]string{"error value.not_a_number a.csv!E3", "error value.not_a_number a.csv!E4"}},
		{"a sum has no trials", deals(Measure{KPI: "rework_hours", Value: "hours", Aggregate: "sum"}),
			[]string{head + "甲|A|2025-06-02|||1.5\n甲|A|2025-06-03|||2\n乙|A|2025-06-03|||"},
			[]string{"A 乙 rework_hours 2025-06 none", "A 甲 rework_hours 2025-06 3.5"}, []string{"note events.unknown a.csv!F4"}},
		{"rates may be sums of columns", deals(Measure{KPI: "complaint_rate", Numerator: "score", Denominator: "hours"}),
			[]string{head + "甲|A|2025-06-02||1|10\n甲|A|2025-06-03||0|30\n甲|A|2025-06-04||2|\n甲|A|2025-06-05||2|0"},
			[]string{"A 甲 complaint_rate 2025-06 1/40"}, []string{"error counts.zero_denominator a.csv!E5", "note events.unknown a.csv!F4"}},
		{"the numerator counts within the denominator", deals(Measure{KPI: "conversion_rate", Numerator: `stage == "Won"`, Denominator: "hours > 1"}),
			[]string{head + "甲|A|2025-06-02|Won||1\n甲|A|2025-06-03|Won||2\n甲|A|2025-06-03|Lost||2"},
			[]string{"A 甲 conversion_rate 2025-06 1/2"}, nil},
		{"a measure has a filter of its own", deals(Measure{KPI: "csat_score", Value: "score", Where: `stage == "Won"`}, won()),
			[]string{head + "甲|A|2025-06-02|Won|5|\n甲|A|2025-06-03|Lost|1|"},
			[]string{"A 甲 conversion_rate 2025-06 1/2", "A 甲 csat_score 2025-06 5/1"}, nil},
		{"rows of totals, and rows without a person or a date, don't count", deals(won()),
			[]string{head + "甲|A|2025-06-02|Won||\n合计|||Won||\n|A|2025-06-02|Won||\n乙|A|soon|Won||\n乙|A||Won||"},
			[]string{"A 甲 conversion_rate 2025-06 1/1"},
			[]string{"error employee.missing a.csv!A4", "error period.unreadable a.csv!C5", "error period.missing a.csv!C6", "note rows.totals a.csv!3"}},
		{"rows that stand in another file, too, are said", deals(won()),
			[]string{head + "甲|A|2025-06-02|Won||\n甲|A|2025-06-02|Won||", head + "甲|A|2025-06-02|Won||\n甲|A|2025-06-09|Won||"},
			[]string{"A 甲 conversion_rate 2025-06 4/4"}, []string{"warning events.same_rows b.csv!2"}},
	} {
		res := readEvents(t, c.source, c.texts...)
		if diff := cmp.Diff(c.want, facts(res)) + cmp.Diff(sorted(c.told), remarks(res)); diff != "" {
			t.Errorf("%s (-want +got): %s", c.sentence, diff)
		}
	}
}

// remarks lists severity, code and place of the diagnostics but for the note
// that every table of events has.
func remarks(res *Result) []string {
	var list []string
	for _, d := range res.Diagnostics {
		if d.Code != "events.counted" && d.Code != "employee.by_name" && d.Code != "join.matched" {
			list = append(list, d.Severity.String()+" "+d.Code+" "+d.Origin.String())
		}
	}
	return sorted(list)
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

func TestTheTallyOfEvents(t *testing.T) {
	s := deals(won(), scored())
	s.Where = `stage != "Open"`
	res := readEvents(t, s, "agent|team|closed|stage|score\n甲|A|2025-06-02|Won|4\n甲|A|2025-06-02|Lost|x\n甲|A|2025-06-02|Lost|\n甲|A|soon|Won|4\n甲|A|2025-06-02|Open|4")
	want := Tally{RowsRead: 5, RowsUsed: 3, RowsRejected: 1, RowsLeftOut: 1, ValuesRead: 10, ValuesUsed: 4, ValuesRejected: 3, ValuesBlank: 1, ValuesLeftOut: 2}
	if got := res.Inputs[0].Tally; got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if diff := cmp.Diff(kpi.Origin{File: "a.csv", Row: 2, Col: 4}, res.Dataset.OriginAt(0)); diff != "" {
		t.Error("the figure's address is that of its first row:", diff)
	}
}

func TestDatesThatReadTwoWaysSpoilTheirRowsAndAreSaidOnce(t *testing.T) {
	s := deals(Measure{KPI: "followup_delay_rate", Numerator: "days(done, due) > 0", Denominator: "true"})
	text := "agent|team|closed|done|due\n甲|A|2025-06-02|3/4/2025|2025-03-04\n甲|A|2025-06-03|5/4/2025|2025-03-04\n甲|A|2025-06-04|2025-03-05|2025-03-04"
	res := readEvents(t, s, text)
	if diff := cmp.Diff([]string{"A 甲 followup_delay_rate 2025-06 1/1"}, facts(res)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"error event.dates_undecided a.csv!D1", "warning period.order_ambiguous a.csv!D1"}, remarks(res)); diff != "" {
		t.Error(diff)
	}
	res, err := Tables([]*sheet.File{csvOf("a.csv", text)}, Options{Sources: []Source{s}, DateOrder: "dmy"})
	if err != nil || facts(res)[0] != "A 甲 followup_delay_rate 2025-06 3/3" {
		t.Errorf("%v %v", err, facts(res))
	}
}

func TestSourcesOfEventsThatCantBeMeant(t *testing.T) {
	change := func(f func(*Source)) Source {
		s := deals(won())
		f(&s)
		return s
	}
	for _, c := range []struct {
		sentence string
		source   Source
		code     string
	}{
		{"no measures", change(func(s *Source) { s.Measures = nil }), "source.no_measures"},
		{"neither value nor counts", change(func(s *Source) { s.Measures[0] = Measure{KPI: "nps"} }), "source.value_or_counts"},
		{"both value and counts", change(func(s *Source) { s.Measures[0].Value = "score" }), "source.value_or_counts"},
		{"half a pair", change(func(s *Source) { s.Measures[0].Denominator = "" }), "source.half_measure"},
		{"an unknown indicator", change(func(s *Source) { s.Measures[0].KPI = "nope" }), "source.unknown_kpi"},
		{"an unknown aggregate", change(func(s *Source) { s.Measures[0] = Measure{KPI: "nps", Value: "score", Aggregate: "median"} }), "source.bad_aggregate"},
		{"an aggregate of counts", change(func(s *Source) { s.Measures[0].Aggregate = "sum" }), "source.bad_aggregate"},
		{"a unit", change(func(s *Source) { s.Measures[0] = Measure{KPI: "nps", Value: "score", Unit: "percent"} }), "source.unit_of_events"},
		{"an unknown grain", change(func(s *Source) { s.Grain = "day" }), "source.bad_grain"},
		{"a filter that is no expression", change(func(s *Source) { s.Where = "stage ==" }), "expression.unfinished"},
		{"a measure that is no expression", change(func(s *Source) { s.Measures[0].Numerator = "env('HOME')" }), "expression.unknown_function"},
		{"an unknown column", change(func(s *Source) { s.Where = "stge == 1" }), "expression.unknown_column"},
		{"a text as a number", change(func(s *Source) { s.Measures[0] = Measure{KPI: "nps", Value: "stage"} }), "expression.column_type"},
		{"an unknown heading", change(func(s *Source) { s.Columns.Team = "squad" }), "source.no_such_heading"},
		{"an empty alias", change(func(s *Source) { s.Aliases = []Alias{{Column: "stage"}} }), "source.bad_alias"},
		{"an empty exclude", change(func(s *Source) { s.Excludes = []Exclude{{Column: "stage"}} }), "source.bad_exclude"},
		{"an alias of an unknown column", change(func(s *Source) { s.Aliases = []Alias{{Column: "x", From: []string{"a"}, To: "b"}} }), "source.no_such_heading"},
		{"a filter without events", change(func(s *Source) { s.Layout, s.Measures, s.Where = "", nil, "true" }), "source.events_only"},
		{"a grain without events", change(func(s *Source) { s.Layout, s.Measures, s.Grain = "wide", nil, "week" }), "source.events_only"},
		{"a measure's filter without events", change(func(s *Source) { s.Layout, s.Measures[0].Where = "wide", "true" }), "source.events_only"},
	} {
		res, err := Tables([]*sheet.File{csvOf("a.csv", "agent|team|closed|stage|score"+strings.Repeat("\n甲|A|2025-06-02|Won|4", enough))}, Options{Sources: []Source{c.source}})
		f := kpi.AsFault(err)
		if f == nil || f.Code != c.code {
			t.Errorf("%s: %v", c.sentence, err)
			continue
		}
		if wantUsage := !strings.HasSuffix(c.code, "no_such_heading"); wantUsage != (f.Class == kpi.Usage) || res != nil {
			t.Errorf("%s: class %d, result %v", c.sentence, f.Class, res)
		}
	}
}

// An expression's fault names the expression, the place in it and the table.
func TestTheFaultOfAnExpressionSaysWhere(t *testing.T) {
	s := deals(Measure{KPI: "conversion_rate", Numerator: `score > 3 and stge == "Won"`, Denominator: "true"})
	_, err := Tables([]*sheet.File{csvOf("a.csv", "Deals\nagent|team|closed|stage|score\n甲|A|2025-06-02|Won|4")}, Options{Sources: []Source{s}})
	want := &kpi.Fault{Class: kpi.Usage, Code: "expression.unknown_column", Origin: kpi.Origin{File: "a.csv", Row: 2}, Args: kpi.Args{
		"expression": `score > 3 and stge == "Won"`, "position": "15", "kpi": "conversion_rate", "match": "*", "name": "stge", "columns": "agent, team, closed, stage, score"}}
	if diff := cmp.Diff(want, kpi.AsFault(err)); diff != "" {
		t.Error(diff)
	}
}
