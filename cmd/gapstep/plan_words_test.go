package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

func speaking(t *testing.T, lang string) *app {
	t.Helper()
	p, err := locale.New(lang)
	if err != nil {
		t.Fatal(err)
	}
	return &app{text: p}
}

func TestObstaclesAreReadWithTheirOwner(t *testing.T) {
	for line, want := range map[string]goals.Obstacle{
		"no access; owner=Li Na":     {Text: "no access", Owner: "Li Na", State: goals.ObstacleOpen},
		"没有权限；负责人=李娜":                {Text: "没有权限", Owner: "李娜", State: goals.ObstacleOpen},
		"no access":                  {Text: "no access", State: goals.ObstacleOpen},
		"one; two; owner=Li":         {Text: "one; two", Owner: "Li", State: goals.ObstacleOpen},
		"":                           {State: goals.ObstacleOpen},
		"owner=Li is who is missing": {Text: "owner=Li is who is missing", State: goals.ObstacleOpen},
	} {
		if diff := cmp.Diff(want, speaking(t, "zh").obstacleOf(line)); diff != "" {
			t.Errorf("%q: %s", line, diff)
		}
	}
}

func TestEvidenceNamesItsSource(t *testing.T) {
	for line, want := range map[string]goals.Evidence{
		"peer: sat in on two talks": {Source: goals.SourcePeer, Text: "sat in on two talks"},
		"data：延误率 30%":              {Source: goals.SourceData, Text: "延误率 30%"},
		"self: a: b":                {Source: goals.SourceSelf, Text: "a: b"},
	} {
		if got, err := evidenceOf(line); err != nil || got != want {
			t.Errorf("%q: %+v (%v)", line, got, err)
		}
	}
	for _, line := range []string{"", "peer", "peer:", "peer: ", "gossip: x", ": x"} {
		if _, err := evidenceOf(line); kpi.AsFault(err) == nil {
			t.Errorf("%q is taken", line)
		}
	}
}

func TestQuantitiesAndRecurrencesAreRead(t *testing.T) {
	if q, err := quantityOf("10 case studies"); err != nil || *q != (goals.Quantity{Of: 10, Unit: "case studies"}) {
		t.Errorf("%+v (%v)", q, err)
	}
	for _, word := range []string{"", "ten", "0 x", "-1", "1.5 h"} {
		if _, err := quantityOf(word); err == nil {
			t.Errorf("quantity %q is taken", word)
		}
	}
	for word, want := range map[string]goals.Recurrence{"2/1w": {Times: 2, Every: 1, Per: kpi.Week}, "1/2w": {Times: 1, Every: 2, Per: kpi.Week}, "1/1m": {Times: 1, Every: 1, Per: kpi.Month}} {
		if r, err := recurrenceOf(word, ""); err != nil || *r != want {
			t.Errorf("%s: %+v (%v)", word, r, err)
		}
	}
	for _, word := range []string{"", "2", "/1w", "0/1w", "1/", "1/1d"} {
		if _, err := recurrenceOf(word, ""); err == nil {
			t.Errorf("recurrence %q is taken", word)
		}
	}
}

// Of the Mondays of a weekly action the latest stands for all of one state.
func TestARowOfNodesIsToldByItsLatest(t *testing.T) {
	alert := func(subject string, s goals.AlertState) goals.Alert {
		return goals.Alert{Node: goals.Node{Kind: goals.NodeAction, Subject: subject}, State: s}
	}
	list := []goals.Alert{alert("chart", goals.AlertEscalated), alert("cases", goals.AlertEscalated), alert("chart", goals.AlertEscalated), alert("chart", goals.AlertOverdue)}
	for i, want := range []struct {
		earlier int
		last    bool
	}{{0, false}, {0, true}, {1, true}, {0, true}} {
		if earlier, last := placeIn(list, i); earlier != want.earlier || last != want.last {
			t.Errorf("%d: %d earlier, last %t", i, earlier, last)
		}
	}
}

// Every word that a deed, state, role, outcome or node may take is known in both
// languages.
func TestEveryWordOfALifeIsKnown(t *testing.T) {
	for _, lang := range locale.Languages() {
		p := speaking(t, lang).text
		var ids []string
		for _, s := range states() {
			ids = append(ids, "state."+string(s))
		}
		for _, o := range goals.Outcomes() {
			ids = append(ids, "outcome."+string(o))
		}
		for _, s := range goals.ObstacleStates() {
			ids = append(ids, "obstacle.state."+string(s))
		}
		for _, s := range goals.Sources() {
			ids = append(ids, "evidence_source."+string(s))
		}
		for _, s := range []goals.AlertState{goals.AlertDue, goals.AlertOverdue, goals.AlertExplained, goals.AlertEscalated, goals.AlertDone} {
			ids = append(ids, "alert."+string(s))
		}
		for _, k := range []goals.NodeKind{goals.NodeAction, goals.NodeHealth, goals.NodeTalk, goals.NodeMeasure, goals.NodeObjection} {
			ids = append(ids, "node."+string(k))
		}
		for _, d := range []goals.Deed{&goals.Amendment{}, &goals.Ack{}, &goals.Closing{}, &goals.CauseSet{}, &goals.CauseRevised{}, &goals.ActionAdded{}, &goals.ActionRecord{},
			&goals.CheckIn{}, &goals.ObstacleChange{}, &goals.Comment{}, &goals.Reply{}, &goals.Recognition{}, &goals.Cadence{}, &goals.Explanation{}, &goals.HealthRecord{}} {
			ids = append(ids, "did."+d.Kind())
		}
		for _, id := range append(ids, "side.employee", "side.manager") {
			if !p.Has(id) {
				t.Errorf("%s: no word for %s", lang, id)
			}
		}
	}
}

// Alerts of a run over past data are those of that day, and never of a day to
// come.
func TestAlertsOfARunAreOfItsDay(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct{ a, b, want time.Time }{
		"a day that is over": {now, now.AddDate(0, -1, 0), now.AddDate(0, -1, 0)},
		"a day to come":      {now, now.AddDate(0, 1, 0), now},
	} {
		if got := earlierOf(c.a, c.b); !got.Equal(c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
