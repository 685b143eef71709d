package ingest

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestBlocksAreFilledDown(t *testing.T) {
	for _, c := range []struct {
		why, text string
		want      []string
		told      []string
	}{
		{"a team names its block in the first row", "组别|姓名|NPS\n一组|甲|1\n|乙|2\n二组|丙|3\n|丁|4",
			[]string{"一组 乙 nps all 2", "一组 甲 nps all 1", "二组 丁 nps all 4", "二组 丙 nps all 3"}, []string{"warning column.filled_down a.csv!A3"}},
		{"a total ends a block", "组别|姓名|NPS\n一组|甲|1\n|乙|2\n小计||3\n|丙|3",
			[]string{"一组 乙 nps all 2", "一组 甲 nps all 1"}, []string{"warning column.filled_down a.csv!A3", "error team.missing a.csv!A5"}},
		{"where names come again a blank is unknown", "组别|姓名|NPS\n一组|甲|1\n一组|乙|2\n|丙|3\n|丁|3",
			[]string{"一组 乙 nps all 2", "一组 甲 nps all 1"}, []string{"error team.missing a.csv!A4", "error team.missing a.csv!A5"}},
		{"as where most rows have a name of their own", "组别|姓名|NPS\n一组|甲|1\n二组|乙|2\n|丙|3",
			[]string{"一组 甲 nps all 1", "二组 乙 nps all 2"}, []string{"error team.missing a.csv!A4"}},
		{"and where the first is blank", "组别|姓名|NPS\n|甲|1\n一组|乙|2\n|丙|3",
			[]string{"一组 乙 nps all 2"}, []string{"error team.missing a.csv!A2", "error team.missing a.csv!A4"}},
		{"months, too", "月份|姓名|NPS\n2025-05|甲|1\n|乙|2\n2025-06|甲|3\n|乙|4",
			[]string{"all 乙 nps 2025-05 2", "all 乙 nps 2025-06 4", "all 甲 nps 2025-05 1", "all 甲 nps 2025-06 3"}, []string{"warning column.filled_down a.csv!A3"}},
		{"months with teams in them, in which the teams come again", "月份|组别|姓名|NPS\n2025-05|一组|甲|1\n||乙|2\n|二组|丙|3\n||丁|4\n2025-06|一组|甲|5\n||乙|6",
			[]string{"一组 甲 nps 2025-05 1", "一组 乙 nps 2025-05 2", "二组 丙 nps 2025-05 3", "二组 丁 nps 2025-05 4", "一组 甲 nps 2025-06 5", "一组 乙 nps 2025-06 6"},
			[]string{"warning column.filled_down a.csv!A3", "warning column.filled_down a.csv!B3"}},
		{"no team goes on into the next month", "月份|组别|姓名|NPS\n2025-05|一组|甲|1\n2025-05||乙|2\n2025-06||甲|5\n2025-06||乙|6",
			[]string{"一组 甲 nps 2025-05 1"}, []string{"error team.missing a.csv!B3", "error team.missing a.csv!B4", "error team.missing a.csv!B5"}},
	} {
		res := must(t, Options{}, csvOf("a.csv", c.text))
		var told []string
		for _, d := range res.Diagnostics {
			if d.Severity > kpi.Note {
				told = append(told, d.Severity.String()+" "+d.Code+" "+d.Origin.String())
			}
		}
		if diff := cmp.Diff(sorted(c.want), sorted(facts(res))) + cmp.Diff(sorted(c.told), sorted(told)); diff != "" {
			t.Errorf("%s (-want +got): %s", c.why, diff)
		}
	}
}

func TestUnitsThatDontFitAreSaidOnce(t *testing.T) {
	rows := []string{"工号|指标|数值|单位"}
	for _, who := range []string{"E1", "E2", "E3"} {
		rows = append(rows, who+"|CSAT|4.5|分", who+"|投诉率|2|天", who+"|NPS|7|分")
	}
	res := must(t, Options{}, csvOf("a.csv", strings.Join(rows, "\n")))
	var got []string
	for _, d := range res.Diagnostics {
		if d.Code == "row.unit_mismatch" {
			got = append(got, d.Origin.Cell()+" "+d.Args["name"]+" "+d.Args["rows"]+" "+d.Args["suggestion"])
		}
	}
	if want := []string{`D2 CSAT 3 --kpi "CSAT=csat_score"`, "D3 投诉率 3 "}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if y := res.Inputs[0].Tally; y.RowsRejected != 6 || y.RowsUsed != 3 {
		t.Errorf("%+v", y)
	}
}

// A hint can be pasted as it stands: with it the rows count.
func TestHintsOfEventsCanBePasted(t *testing.T) {
	const text = "agent|team|closed|stage|note it's\n甲|A|2025-06-02|Won|x\n甲|A|2025-06-03||\n"
	source := deals(Measure{KPI: "conversion_rate", Numerator: `stage == "Won"`, Denominator: "true"})
	res := readEvents(t, source, text)
	if got, want := find(t, res, "events.unknown").Args["paste"], `numerator: '(stage == "Won") ?? false'`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	source.Measures[0].Numerator = `(stage == "Won") ?? false`
	equalFacts(t, "a blank is not won", readEvents(t, source, text), "A 甲 conversion_rate 2025-06 1/2")

	source = deals(Measure{KPI: "conversion_rate", Numerator: "true", Denominator: "true"})
	source.Where = `col("note it's") == "x"`
	res = readEvents(t, source, text)
	if got, want := find(t, res, "events.filter_unknown").Args["paste"], `where: '(col("note it''s") == "x") ?? true'`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	source.Where = `(col("note it's") == "x") ?? true`
	equalFacts(t, "a blank is kept", readEvents(t, source, text), "A 甲 conversion_rate 2025-06 2/2")
	source = deals(Measure{KPI: "rework_hours", Value: "hours", Aggregate: "sum"})
	res = readEvents(t, source, "agent|team|closed|hours\n甲|A|2025-06-02|1\n甲|A|2025-06-03|")
	if got := find(t, res, "events.unknown").Args["paste"]; got != "value: '(hours) ?? 0'" {
		t.Errorf("%s", got)
	}
}
