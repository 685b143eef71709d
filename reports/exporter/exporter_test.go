package exporter

import (
	"bytes"
	"flag"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
)

var update = flag.Bool("update", false, "write the golden files of testdata anew")

// team is a summary of n members at a level; trials 0 is a team without counts.
func team(name, id string, n int, level float64, trials int64) analysis.Summary {
	s := analysis.Summary{Team: name, Indicator: kpi.Builtin().Get(id), N: n, Mean: level, Pooled: math.NaN(),
		Severities: map[analysis.Severity]int{analysis.Normal: n}}
	if trials > 0 {
		s.Denominator = kpi.FromInt(trials)
		s.Numerator = kpi.FromInt(int64(level * float64(trials)))
		s.Pooled = s.Numerator.Float() / s.Denominator.Float()
	}
	return s
}

// snapshot is a report of three big teams and a small one, with a plan on its way.
func snapshot() *reports.Report {
	r := &reports.Report{AsOf: kpi.DateOf(2025, 6, 30), Catalogue: kpi.Builtin(),
		Inputs: []reports.Input{{RowsRejected: 2}, {RowsRejected: 1}}}
	r.Summaries = []analysis.Summary{
		team("east", "conversion_rate", 6, 0.25, 800), team("north", "conversion_rate", 12, 0.25, 2000),
		team("south", "conversion_rate", 3, 0.5, 400), team("west", "conversion_rate", 8, 0.125, 1000),
		team("north", "needs_depth_score", 12, 6.5, 0), team("north", "handling_time", 12, math.NaN(), 0),
	}
	r.Summaries[1].Severities = map[analysis.Severity]int{analysis.Normal: 10, analysis.Watch: 1, analysis.Serious: 1}
	zhang := kpi.Employee{ID: "e017", Name: "张伟"}
	r.Gaps = []analysis.Gap{
		{Employee: zhang, Team: "north", Indicator: kpi.Builtin().Get("conversion_rate"), Actual: infer.Estimate{Value: 0.15}},
		{Employee: kpi.Employee{ID: "Ana Ruiz", Name: "Ana Ruiz"}, Team: "north", Indicator: kpi.Builtin().Get("conversion_rate"), Actual: infer.Estimate{Value: 0.25}},
	}
	plan := goals.Plan{ID: "p1", Employee: zhang, Team: "north", Indicator: "conversion_rate", State: goals.Agreed,
		Milestones: []goals.Milestone{{Level: 180_000}, {Level: 200_000}}}
	r.Plans = []goals.Plan{plan, {ID: "p2", Team: "office", Indicator: "csat", State: goals.Draft}}
	r.Progress = []goals.Progress{
		{Plan: plan, Way: 0.5, Status: goals.OnTrack, Steps: []goals.Step{{Status: goals.Met}, {Status: goals.OnTrack}}},
		{Plan: goals.Plan{ID: "p3", Team: "north", Indicator: "conversion_rate"}, Way: math.NaN(), Status: goals.NoData, Steps: []goals.Step{{Status: goals.NoData}}},
		{Plan: goals.Plan{ID: "p4", Team: "south", Indicator: "conversion_rate"}, Way: 0.25, Status: goals.AtRisk, Steps: []goals.Step{{Status: goals.AtRisk}}},
	}
	return r
}

func options() Options {
	return Options{Build: "0.1.0", Success: func() time.Time { return time.Date(2025, 7, 1, 8, 0, 0, 500e6, time.UTC) }}
}

func text(t testing.TB, r *reports.Report, opt Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteText(&b, r, opt); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheSamplesAreTheGoldenText(t *testing.T) {
	for name, opt := range map[string]Options{"teams.prom": options(), "employees.prom": {Build: "0.1.0", PerEmployee: true}} {
		got, path := text(t, snapshot(), opt), filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("%v (go test -update writes it)", err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

func TestTheSamplesPassTheLinters(t *testing.T) {
	for _, opt := range []Options{options(), {PerEmployee: true}} {
		reg := prometheus.NewPedanticRegistry()
		reg.MustRegister(New(snapshot, opt))
		problems, err := testutil.GatherAndLint(reg)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			t.Errorf("%s: %s", p.Metric, p.Text)
		}
	}
}

func TestPromtoolFindsNothing(t *testing.T) {
	tool, err := exec.LookPath("promtool")
	if err != nil {
		if os.Getenv("GAPSTEP_TEST_FULL") == "1" {
			t.Fatalf("promtool is needed for the full test: %v", err)
		}
		t.Log("NOT CHECKED: promtool is not on PATH; promlint above covers the same rules")
		return
	}
	for _, opt := range []Options{options(), {PerEmployee: true}} {
		cmd := exec.Command(tool, "check", "metrics")
		cmd.Stdin = strings.NewReader(text(t, snapshot(), opt))
		if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("promtool check metrics: %v\n%s", err, out)
		}
	}
}

func TestBeforeTheFirstReportOnlyUpAndBuildAreThere(t *testing.T) {
	got := text(t, nil, options())
	if !strings.Contains(got, "gapstep_up 0\n") || strings.Count(got, "\n") != 6 || Series(nil, options()) != 2 {
		t.Errorf("got:\n%s", got)
	}
}

func TestTheNumberOfSeriesIsKnownBeforeTheScrape(t *testing.T) {
	for _, opt := range []Options{options(), {PerEmployee: true}} {
		lines := 0
		for line := range strings.Lines(text(t, snapshot(), opt)) {
			if !strings.HasPrefix(line, "#") {
				lines++
			}
		}
		if got := Series(snapshot(), opt); got != lines {
			t.Errorf("Series says %d, the text has %d", got, lines)
		}
	}
}

func TestAScrapeShowsTheReportOfTheMoment(t *testing.T) {
	var now *reports.Report
	c := New(func() *reports.Report { return now }, options())
	if got := testutil.CollectAndCount(c, "gapstep_gaps"); got != 0 {
		t.Errorf("%d series before the first report", got)
	}
	now = snapshot()
	shown := len(now.Summaries) - len(reports.Suppressed(now.Summaries, 5))
	if got := testutil.CollectAndCount(c, "gapstep_gaps"); got != 5*shown || shown < 2 {
		t.Errorf("%d series of counts for %d teams that may be seen", got, shown)
	}
}

func TestNoNameIsEverShown(t *testing.T) {
	teams, people := text(t, snapshot(), options()), text(t, snapshot(), Options{PerEmployee: true})
	for _, secret := range []string{"张伟", "Ana Ruiz"} {
		if strings.Contains(teams+people, secret) {
			t.Errorf("%s is shown", secret)
		}
	}
	if strings.Contains(teams, "e017") || strings.Contains(teams, `plan="`) {
		t.Error("series of single people without being asked for")
	}
	if !strings.Contains(people, `gapstep_employee_ratio{employee="e017",kpi="conversion_rate",team="north"} 0.15`) {
		t.Errorf("the id is missing:\n%s", people)
	}
}

func TestTwoTeamsThatLookAlikeAreAnErrorAndNoPanic(t *testing.T) {
	r := snapshot()
	r.Summaries = slices.DeleteFunc(append(r.Summaries, r.Summaries...), func(s analysis.Summary) bool { return s.Team != "north" })
	if err := WriteText(&bytes.Buffer{}, r, options()); err == nil {
		t.Error("a series twice is not said")
	}
	r = snapshot()
	r.Summaries[0].Team = "a\xff\n\"b"
	if got := text(t, r, options()); !strings.Contains(got, `team="a�\n\"b"`) {
		t.Errorf("an odd name:\n%s", got)
	}
}
