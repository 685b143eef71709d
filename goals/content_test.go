package goals_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// What HR and the employee alone see stays out of everything a manager reads.
func TestConfidentialContentIsForHRAlone(t *testing.T) {
	secret := goals.Cause{Code: goals.Wellbeing, Hypothesis: "secret", HROnly: true}
	open := goals.Cause{Code: "individual.skill", Hypothesis: "open"}
	c := goals.Content{
		Causes: []goals.Cause{
			open,
			secret,
			{Code: goals.Wellbeing, Hypothesis: "secret by its code"},
			open.Revise(secret),
			secret.Revise(open),
			secret.Revise(goals.Cause{Code: goals.Wellbeing, Hypothesis: "still secret"}),
		},
		Actions: []goals.Action{
			{ID: "eap", Task: "secret", HROnly: true},
			{ID: "talk", Task: "talk", Resources: []goals.Resource{{Name: "secret", HROnly: true}, {Name: "mentor"}}},
		},
		Resources: []goals.Resource{{Name: "secret", HROnly: true}, {Name: "handbook"}},
	}
	before, _ := json.Marshal(c)
	want := goals.Content{
		Causes:    []goals.Cause{open, open, open},
		Actions:   []goals.Action{{ID: "talk", Task: "talk", Resources: []goals.Resource{{Name: "mentor"}}}},
		Resources: []goals.Resource{{Name: "handbook"}},
	}
	got := c.ForManager()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	seen, _ := json.Marshal(got)
	if after, _ := json.Marshal(c); string(before) != string(after) || strings.Contains(string(seen), "secret") {
		t.Errorf("%s\n%s", after, seen)
	}
}

func TestContentComesBackFromJSON(t *testing.T) {
	share := kpi.Decimal(800_000)
	day := kpi.Date(20000)
	c := goals.Content{
		Owner: "Ann", Manager: "Li", Mentor: "Wu", EmployeeComment: "agreed", Scope: &goals.Scope{Baseline: "2 projects", Target: "new modules"},
		Causes:   []goals.Cause{{Code: "individual.skill", Level: goals.LevelIndividual, Whys: []string{"a", "b"}, Evidence: []goals.Evidence{{Source: goals.SourcePeer, Text: "t", By: "Wu", At: &day}}}},
		Evidence: []goals.Evidence{{Source: goals.SourceData, Text: "15 of 100"}},
		Actions: []goals.Action{{
			ID: "a1", From: "service.solo", Task: "t", Quantity: &goals.Quantity{Done: 7, Of: 10, Unit: "groups"}, Recurrence: &goals.Recurrence{Times: 2, Per: kpi.Week},
			Lead: &goals.Lead{Event: "e", Hours: 24}, Start: &day, Due: &day, Acceptance: &goals.Acceptance{Text: "x", Level: &share},
			Completion: goals.Done, Quality: goals.Accepted, Effect: goals.NotVisible, Resources: []goals.Resource{{Name: "r", Kind: goals.Training, Status: goals.Granted}},
		}},
		Resources: []goals.Resource{{Name: "EAP", HROnly: true}},
	}
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var back goals.Content
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c, back); diff != "" {
		t.Error(diff)
	}
	if b, _ := json.Marshal(goals.Plan{}); strings.Contains(string(b), "content") {
		t.Error("an empty content is written, and changes the bytes of plans without one")
	}
}
