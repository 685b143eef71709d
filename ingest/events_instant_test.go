package ingest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheTimeOfDay(t *testing.T) {
	for _, c := range []struct {
		text  string
		want  float64
		zoned bool
		ok    bool
	}{
		{"2025-06-03 23:50", 23*60 + 50, false, true},
		{"2025-06-03t00:10:30", 10.5, false, true},
		{"2025-06-03t10:00:00.000z", 600, true, true},
		{"2025-06-03t10:00:00+08:00", 120, true, true},
		{"2025-06-03t10:00:00-0330", 600 + 210, true, true},
		{"6/3/2025 12:05 am", 5, false, true},
		{"6/3/2025 1:05:00 pm", 13*60 + 5, false, true},
		{"2025-06-03", 0, false, false},
		{"2025-06-03 25:00", 0, false, false},
		{"2025-06-03 13:00 pm", 0, false, false},
	} {
		if got, zoned, ok := minuteOfDay(c.text); got != c.want || zoned != c.zoned || ok != c.ok {
			t.Errorf("%s: %v %v %v, want %v", c.text, got, zoned, ok, c)
		}
	}
}

// days counts midnights; hours and minutes count time.
func TestTimeBetweenTwoPoints(t *testing.T) {
	for _, c := range []struct {
		why, opened, closed, expression string
		want                            []string
	}{
		{"across midnight it is one day", "2025-06-02 23:50", "2025-06-03 00:10", "days(closed_at, opened_at)", []string{"A 甲 handling_time 2025-06 1/1"}},
		{"and twenty minutes", "2025-06-02 23:50", "2025-06-03 00:10", "minutes(closed_at, opened_at)", []string{"A 甲 handling_time 2025-06 20/1"}},
		{"an hour and a half", "2025-06-02T08:00:00Z", "2025-06-02T17:30:00+08:00", "hours(closed_at, opened_at)", []string{"A 甲 handling_time 2025-06 1.5/1"}},
		{"a blank is unknown", "2025-06-02 23:50", "", "hours(closed_at, opened_at)", []string{"A 甲 handling_time 2025-06 none"}},
		{"a day has no hour", "2025-06-02 23:50", "2025-06-03", "hours(closed_at, opened_at)", nil},
		{"zones on one side alone tell nothing", "2025-06-02T23:50:00Z", "2025-06-03 00:10", "hours(closed_at, opened_at)", nil},
	} {
		text := "agent|team|closed|opened_at|closed_at\n甲|A|2025-06-02|" + c.opened + "|" + c.closed + "\n乙|A|2025-06-02|2025-06-02 08:00|2025-06-02 08:00"
		res, err := Tables(fileList(csvOf("a.csv", text)), Options{Sources: []Source{deals(Measure{KPI: "handling_time", Value: c.expression})}})
		if err != nil {
			t.Fatalf("%s: %v", c.why, err)
		}
		if c.want == nil {
			if got := remarks(res); len(got) == 0 {
				t.Errorf("%s: %v %v", c.why, got, facts(res))
			}
			continue
		}
		if diff := cmp.Diff(c.want, facts(res)[1:]); diff != "" {
			t.Errorf("%s (-want +got): %s", c.why, diff)
		}
	}
}

// One of two columns of a heading is named as columns: names it.
func TestColumnsByTheirPlace(t *testing.T) {
	for expression, want := range map[string]string{`col("score#2")`: "7/1", `col("[E]")`: "7/1", `col("score#1")`: "4/1"} {
		res := readEvents(t, deals(Measure{KPI: "handling_time", Value: expression}), "agent|team|closed|score|score\n甲|A|2025-06-02|4|7")
		equalFacts(t, expression, res, "A 甲 handling_time 2025-06 "+want)
	}
}

// What a measure's own where leaves out is left out by the configuration, not
// blank.
func TestRowsOfNoMeasureAreLeftOut(t *testing.T) {
	m := scored()
	m.Where = `stage == "Won"`
	res := readEvents(t, deals(m), "agent|team|closed|stage|score\n甲|A|2025-06-02|Won|4\n甲|A|2025-06-02|Lost|3\n甲|A|2025-06-02|Won|")
	if got := res.Inputs[0].Tally; got != (Tally{RowsRead: 3, RowsUsed: 1, RowsBlank: 1, RowsLeftOut: 1, ValuesRead: 3, ValuesUsed: 1, ValuesBlank: 1, ValuesLeftOut: 1}) {
		t.Errorf("%+v", got)
	}
}
