package goals_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestActionsThatCannotBeKeptAreRefused(t *testing.T) {
	good := func() goals.Action {
		return goals.Action{ID: "a1", Task: "two cases a week", FromWeek: 1, ToWeek: 2, Quantity: &goals.Quantity{Done: 1, Of: 4},
			Recurrence: &goals.Recurrence{Times: 2, Per: kpi.Week}, Resources: []goals.Resource{{Name: "mentor", Status: goals.Asked}}}
	}
	if err := good().Validate(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		field  string
		change func(*goals.Action)
	}{
		{"id", func(a *goals.Action) { a.ID = " " }},
		{"task", func(a *goals.Action) { a.Task = "" }},
		{"from_week", func(a *goals.Action) { a.FromWeek = -1 }},
		{"to_week", func(a *goals.Action) { a.FromWeek = 3 }},
		{"due", func(a *goals.Action) { a.Start, a.Due = ptr(kpi.Date(10)), ptr(kpi.Date(9)) }},
		{"completion", func(a *goals.Action) { a.Completion = "finished" }},
		{"quality", func(a *goals.Action) { a.Quality = "good" }},
		{"effect", func(a *goals.Action) { a.Effect = "strong" }},
		{"quantity", func(a *goals.Action) { a.Quantity.Of = 0 }},
		{"quantity", func(a *goals.Action) { a.Quantity.Done = -1 }},
		{"lead.event", func(a *goals.Action) { a.Lead = &goals.Lead{Days: -1} }},
		{"lead", func(a *goals.Action) { a.Lead = &goals.Lead{Event: "e", Days: 1, Hours: 2} }},
		{"resource.status", func(a *goals.Action) { a.Resources[0].Status = "perhaps" }},
		{"recurrence.times", func(a *goals.Action) { a.Recurrence.Times = 0 }},
		{"recurrence.every", func(a *goals.Action) { a.Recurrence.Every = 53 }},
		{"recurrence.per", func(a *goals.Action) { a.Recurrence.Per = kpi.Year }},
		{"recurrence.weekday", func(a *goals.Action) { a.Recurrence.Weekday = "someday" }},
		{"recurrence.weekday", func(a *goals.Action) { a.Recurrence.Weekday = "monday" }}, // twice on one day
	} {
		a := good()
		c.change(&a)
		if f := kpi.AsFault(a.Validate()); f == nil || f.Code != "action.invalid" || f.Args["field"] != c.field {
			t.Errorf("%s: %v", c.field, a.Validate())
		}
	}
}

// Completion, quality and effect are three facts: "7 of 10" says nothing of the others.
func TestProgressOfAnAction(t *testing.T) {
	for _, c := range []struct {
		sentence string
		action   goals.Action
		want     float64
	}{
		{"7 of 10 modules", goals.Action{Quantity: &goals.Quantity{Done: 7, Of: 10}}, 0.7},
		{"more than was asked is all of it", goals.Action{Quantity: &goals.Quantity{Done: 12, Of: 10}}, 1},
		{"open without a quantity", goals.Action{Completion: goals.Doing}, 0},
		{"done without a quantity", goals.Action{Completion: goals.Done}, 1},
		{"done is not done well", goals.Action{Completion: goals.Done, Quality: goals.NotThere}, 1},
	} {
		if got := c.action.Progress(); got != c.want {
			t.Errorf("%s: %g", c.sentence, got)
		}
	}
}

// S0-26: no template for everybody.
func TestTheSameTextInManyPlans(t *testing.T) {
	plan := func(id, task, why string) goals.Plan {
		return goals.Plan{ID: id, Content: goals.Content{Actions: []goals.Action{{Task: task}, {Task: task}}, Causes: []goals.Cause{{Hypothesis: why}}}}
	}
	plans := []goals.Plan{plan("p1", "Read the handbook", "needs not deep"), plan("p2", "read  the HANDBOOK ", ""), plan("p3", "Read the handbook", "needs not deep"), plan("p4", "something else", "nodes late")}
	if diff := cmp.Diff([]goals.Repeat{{Text: "Read the handbook", Plans: []string{"p1", "p2", "p3"}}}, goals.Repeats(plans, 2)); diff != "" {
		t.Error(diff)
	}
	if got := goals.Repeats(plans, 3); got != nil {
		t.Errorf("%v", got)
	}
	if got := goals.Repeats(plans, 1); len(got) != 2 || got[1].Text != "needs not deep" {
		t.Errorf("%v", got)
	}
}

// S0-21: type × weight × urgency.
func TestPriorityMatrix(t *testing.T) {
	list := []goals.Request{{"room", 2, 2, 2}, {"budget", 5, 4, 3}, {"visit", 4, 3, 5}, {"poster", 1, 1, 1}, {"paper", 2, 4, 1}}
	ranked, err := goals.Rank(list)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range ranked {
		names = append(names, r.Name)
	}
	if want := []string{"visit", "budget", "room", "paper", "poster"}; !slices.Equal(names, want) || ranked[0].Score() != 60 || list[0].Name != "room" {
		t.Errorf("%v", ranked)
	}
	for _, n := range []int{0, 6} {
		if _, err := goals.Rank([]goals.Request{{"x", 3, n, 3}}); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "request.scale" {
			t.Errorf("%d: %v", n, err)
		}
	}
}
