package exporter

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
)

// series lists the samples of a family as "labels=value".
func series(all []sample, family string) []string {
	var found []string
	for _, s := range all {
		if s.family == family {
			found = append(found, fmt.Sprintf("%s=%g", strings.Join(s.labels, ","), s.value))
		}
	}
	return found
}

func TestTheNameOfALevelTellsItsUnit(t *testing.T) {
	for id, want := range map[string]string{"csat": "_ratio", "needs_depth_score": "_score", "nps": "_score", "handling_time": "_value", "complaint_rate": "_value"} {
		if got := suffix(kpi.Builtin().Get(id)); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	if got := suffix(nil); got != "_value" {
		t.Errorf("an unknown indicator: %s", got)
	}
}

func TestAMeanThatIsNotKnownHasNoSampleAndIsNeverZero(t *testing.T) {
	all := samples(snapshot(), options())
	for _, s := range append(series(all, "gapstep_team_mean_value"), series(all, "gapstep_team_pooled_ratio")...) {
		if strings.Contains(s, "handling_time") || strings.Contains(s, "needs_depth_score") {
			t.Errorf("shown: %s", s)
		}
	}
	empty := &reports.Report{Summaries: []analysis.Summary{team("north", "csat", 0, math.NaN(), 0)}}
	if got := series(samples(empty, options()), "gapstep_gaps"); len(got) != 5 {
		t.Errorf("a team without data still counts: %v", got)
	}
}

// A plan counts in the state that it is in, whichever of its life's.
func TestPlansCountInEveryState(t *testing.T) {
	r := &reports.Report{}
	for _, s := range states() {
		r.Plans = append(r.Plans, goals.Plan{Team: "north", State: s})
	}
	want := []string{"north,draft=1", "north,agreed=1", "north,active=1", "north,amended=1", "north,closed=1"}
	if got := series(samples(r, options()), "gapstep_plans"); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("%v, want %v", got, want)
	}
}

// In a team of three a count by severity is nearly a name.
func TestCountsOfASmallTeamAreHidden(t *testing.T) {
	all := samples(snapshot(), options())
	for _, s := range append(series(all, "gapstep_gaps"), series(all, "gapstep_milestones")...) {
		if strings.HasPrefix(s, "south,") || strings.HasPrefix(s, "east,conversion_rate") {
			t.Errorf("shown: %s", s)
		}
	}
}

func TestCountsNameEveryStatusZeroIncluded(t *testing.T) {
	all := samples(snapshot(), options())
	for family, want := range map[string]string{
		"gapstep_plans":      "north,draft=0 north,agreed=1 office,draft=1 office,agreed=0",
		"gapstep_milestones": "north,conversion_rate,met=1 north,conversion_rate,on_track=1 north,conversion_rate,missed=0 north,conversion_rate,no_data=1",
		"gapstep_gaps":       "north,conversion_rate,serious=1 north,conversion_rate,gap=0 west,conversion_rate,normal=8",
	} {
		got := " " + strings.Join(series(all, family), " ") + " "
		for _, s := range strings.Fields(want) {
			if !strings.Contains(got, " "+s+" ") {
				t.Errorf("%s: %s is missing in %s", family, s, got)
			}
		}
	}
}

func TestTheWayGoneIsTheMeanOfThePlansThatHaveData(t *testing.T) {
	got := series(samples(snapshot(), options()), "gapstep_progress_ratio")
	if len(got) != 1 || got[0] != "north,conversion_rate=0.5" {
		t.Errorf("got %v; the small team's is hidden, a plan without data does not count", got)
	}
}

func TestAPlansStatusIsAStateSet(t *testing.T) {
	all := samples(snapshot(), Options{PerEmployee: true})
	holds := map[string]float64{}
	for _, s := range all {
		if s.family == planStatus {
			holds[s.labels[0]] += s.value
		}
	}
	if fmt.Sprint(holds) != "map[p1:1 p3:1 p4:1]" {
		t.Errorf("statuses that hold: %v", holds)
	}
	if got := series(all, "gapstep_plan_target_ratio"); strings.Join(got, " ") != "p1,1=0.18 p1,2=0.2" {
		t.Errorf("targets: %v", got)
	}
	r := snapshot()
	r.Catalogue = nil
	if got := series(samples(r, Options{PerEmployee: true}), "gapstep_plan_target_value"); len(got) != 2 {
		t.Errorf("targets of an unknown indicator: %v", got)
	}
}

func TestTheLastSuccessIsShownOnceItIsKnown(t *testing.T) {
	for _, c := range []struct {
		success func() time.Time
		want    string
	}{
		{nil, ""},
		{func() time.Time { return time.Time{} }, ""},
		{func() time.Time { return time.Unix(1_750_000_000, 0) }, "=1.75e+09"},
	} {
		got := strings.Join(series(samples(snapshot(), Options{Success: c.success}), successTime), " ")
		if got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestTheGroupIsFiveUnlessSaidOtherwise(t *testing.T) {
	for group, want := range map[int]string{0: "north west", 1: "east north south west", 4: "north west", 100: ""} {
		var teams []string
		for _, s := range samples(snapshot(), Options{MinGroup: group}) {
			if s.family == "gapstep_team_mean_ratio" {
				teams = append(teams, s.labels[0])
			}
		}
		if got := strings.Join(teams, " "); got != want {
			t.Errorf("groups of %d show %q, want %q", group, got, want)
		}
	}
}

func TestEverySampleIsFiniteAndNoneStandsTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := &reports.Report{Catalogue: kpi.Builtin()}
		for i := range rapid.IntRange(0, 8).Draw(t, "teams") {
			level := rapid.SampledFrom([]float64{0, 0.5, 1, math.NaN(), math.Inf(1)}).Draw(t, "level")
			s := team(string(rune('a'+i)), "csat", rapid.IntRange(0, 20).Draw(t, "members"), level, 0)
			r.Summaries = append(r.Summaries, s)
			r.Progress = append(r.Progress, goals.Progress{Way: level, Plan: goals.Plan{ID: s.Team, Team: s.Team, Indicator: "csat"}})
		}
		seen := map[string]bool{}
		for _, s := range samples(r, Options{PerEmployee: true}) {
			key := s.family + "\x00" + strings.Join(s.labels, "\x00")
			if seen[key] {
				t.Fatalf("%q stands twice", key)
			}
			seen[key] = true
			if math.IsNaN(s.value) || math.IsInf(s.value, 0) {
				t.Fatalf("%q is %v", key, s.value)
			}
		}
	})
}
