package reports

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// against is a row of a team against a standard.
func against(in *kpi.Indicator, team string, value, level float64, s analysis.Severity) analysis.Gap {
	g := analysis.Gap{Team: team, Indicator: in, Severity: analysis.Normal, TeamMean: 0.5,
		Standard: &analysis.Standard{Level: level, Gap: value - level, Severity: s}}
	g.Actual.Value = value
	return g
}

func TestStandardsAreCountedNotNamed(t *testing.T) {
	coverage, delay := kpi.Builtin().Get("test_coverage"), kpi.Builtin().Get("followup_delay_rate")
	unknown := against(coverage, "a", math.NaN(), 0.8, analysis.NotJudged)
	r := &Report{Gaps: []analysis.Gap{
		against(coverage, "a", 0.85, 0.8, analysis.Normal),
		against(coverage, "a", 0.80, 0.8, analysis.Normal), // equality meets
		against(coverage, "a", 0.78, 0.8, analysis.Watch),
		against(coverage, "a", 0.40, 0.8, analysis.Serious),
		against(coverage, "a", 0.10, 0.8, analysis.NotJudged),
		unknown,
		against(delay, "a", 0.04, 0.05, analysis.Normal), // lower is better
		against(delay, "a", 0.30, 0.05, analysis.Credible),
		against(delay, "b", 0.05, 0.05, analysis.Normal),
		{Team: "b", Indicator: coverage}, // no standard
	}}
	got := standardRows(printer(t, "en"), r)
	want := []standardRow{
		{Team: "a", KPI: "Test coverage", Required: "80.0%", Mean: "50.0%", Members: "5", Meet: "2", Judged: "4", Behind: "1", Watch: "1"},
		{Team: "a", KPI: "Follow-up delay rate", Required: "5.0%", Mean: "50.0%", Members: "2", Meet: "1", Judged: "2", Behind: "1", Watch: "0"},
		{Team: "b", KPI: "Follow-up delay rate", Required: "5.0%", Mean: "50.0%", Members: "1", Meet: "1", Judged: "1", Behind: "0", Watch: "0"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestTeamsStandInBlocks(t *testing.T) {
	r := fixture(t)
	r.Summaries = append(r.Summaries, r.Summaries[1])
	blocks := teamBlocks(printer(t, "en"), r, funnelsOf(r))
	if len(blocks) != 2 || len(blocks[0].Rows) != 1 || len(blocks[1].Rows) != 2 {
		t.Fatalf("%+v", blocks)
	}
	row := blocks[1].Rows[0]
	want := teamRow{KPI: "Conversion rate", Direction: "higher is better", N: "6", Mean: "20.8%", SD: "3.9%", Median: "–", Pooled: "21.0%", Judged: "5",
		Counts: []tile{{Word: "serious gap", Count: "1"}, {Word: "gap", Count: "0"}, {Word: "watch", Count: "1"}, {Word: "normal variation", Count: "3"}, {Word: "not judged", Count: "2"}}}
	// 316 of 1,505 pooled; the plain mean of 15, 23, 18, 24, 25 and 20 % is 20.83 %.
	if !reflect.DeepEqual(row, want) {
		t.Errorf("got  %+v\nwant %+v", row, want)
	}
}

func TestHeadingInTheLanguage(t *testing.T) {
	both := []string{"成交数", "签约数", "deals", "contracts"}
	for lang, want := range map[string]string{"en": "deals", "zh": "成交数"} {
		if got := headingIn(lang, both); got != want {
			t.Errorf("%s: %s, want %s", lang, got, want)
		}
	}
	if got := headingIn("zh", []string{"won"}); got != "won" {
		t.Errorf("the only heading there is: %s", got)
	}
}

func TestWhatWouldMakeItJudgeable(t *testing.T) {
	r := fixture(t)
	if needs := judgeable(printer(t, "en"), r); len(needs) != 1 || !strings.Contains(needs[0], "At least 10 trials") {
		t.Errorf("with counts given only the sizes are asked for: %q", needs)
	}
	r.Summaries[1].Denominator = 0
	r.Summaries = append(r.Summaries, r.Summaries[1]) // said once an indicator
	needs := judgeable(printer(t, "zh"), r)
	if len(needs) != 2 || !strings.Contains(needs[1], "成交数") || !strings.Contains(needs[1], "拜访数") {
		t.Errorf("%q", needs)
	}
	csat := r.Summaries[1]
	csat.Indicator = kpi.Builtin().Get("nps") // has no counts that could be given
	r.Summaries = []analysis.Summary{csat}
	if needs := judgeable(printer(t, "zh"), r); len(needs) != 1 {
		t.Errorf("%q", needs)
	}
}

func TestWhatIsListed(t *testing.T) {
	p := printer(t, "en")
	r := fixture(t)
	if l := listRows(p, r); l != nil {
		t.Errorf("findings have cards; listed too: %+v", l)
	}
	r.All = true
	if l := listRows(p, r); len(l.Rows) != len(r.Gaps) || l.Heading != "All scored rows" {
		t.Errorf("all: %d rows under %q", len(l.Rows), l.Heading)
	}
	r.All, r.Method.Rule, r.Gaps[4].Listed = false, "mean-10%", true
	l := listRows(p, r)
	if len(l.Rows) != 1 || l.Rows[0].ID != "e019" || l.Rows[0].Severity != "watch" {
		t.Errorf("the rule's list: %+v", l.Rows)
	}
	if strings.Contains(l.Note, "would list about") {
		t.Errorf("the number of people that it lists by chance is not known, yet %q", l.Note)
	}
}

// TestADescriptionHasPlaces: 15, 18 and 20 % are the furthest behind in
// their team; nobody is given a severity, and who has no data has no place.
func TestADescriptionHasPlaces(t *testing.T) {
	r := fixture(t)
	for i := range r.Gaps {
		r.Gaps[i].Severity, r.Gaps[i].Standard = analysis.NotJudged, nil
	}
	l := listRows(printer(t, "en"), r)
	var places []string
	for _, row := range l.Rows[2:] {
		places = append(places, row.ID+" "+row.Place)
	}
	if got, want := strings.Join(places, ", "), "e022 3/6, e018 4/6, e020 5/6, e021 6/6, e019 2/6, e017 1/6, e023 –"; !l.Places || got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	wantColumn(t, workbook(t, r, "en"), "Gaps", "Place of the gap", "2", "1", "3", "4", "5", "6", "2", "1", "")
}

func TestListedRowShowsWhatIsBehindTheValue(t *testing.T) {
	r := fixture(t)
	row := newListedRow(printer(t, "en"), &r.Gaps[4])
	if row.Counts != "54/300" || row.Value != "18.0%" || row.Reason != "could still be chance among this many comparisons" {
		t.Errorf("%+v", row)
	}
	g := r.Gaps[4]
	g.Denominator, g.N = 0, 3
	if row := newListedRow(printer(t, "en"), &g); row.Counts != "3 periods" {
		t.Errorf("without counts the number of periods is shown: %+v", row)
	}
}
