package reports

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/goals"
)

// withWords is a report whose agreed plan has a talk, an obstacle and an objection
// in its record.
func withWords(t *testing.T) *Report {
	t.Helper()
	r := wholeReport(t)
	r.Records[0].CheckIns[0].Obstacles = []goals.Obstacle{{Text: "late leads", Owner: "Lee", State: goals.ObstacleOpen}}
	return r
}

func TestThePageSaysWhatBothSidesSaidOfARunningPlan(t *testing.T) {
	r := withWords(t)
	for lang, want := range map[string]string{"en": "Talks, check-ins, comments", "zh": "面谈、跟进与意见"} {
		page := pageOf(t, r, lang)
		_, said, there := strings.Cut(page, want)
		if !there || !strings.Contains(said, "two calls a day") || !strings.Contains(said, "the leads came late") || !strings.Contains(said, "they come by the 3rd now") {
			t.Errorf("%s: the page lacks what was said", lang)
		}
	}
	r.Evaluations, r.Records = nil, nil
	if strings.Contains(pageOf(t, r, "en"), "Talks, check-ins, comments") {
		t.Error("a heading over nothing")
	}
}

func TestJSONHoldsWhatBothSidesSaid(t *testing.T) {
	r := withWords(t)
	doc := writeJSON(t, r)
	if err := validate(t, doc); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Plans []struct {
			ID       string
			CheckIns []checkInJSON `json:"check_ins"`
			Comments []commentJSON
		}
	}
	if err := json.Unmarshal(doc, &got); err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(r.Plans, func(p goals.Plan) bool { return p.ID == r.Records[0].Plan })
	for i, p := range got.Plans {
		if i != at && len(p.CheckIns)+len(p.Comments) != 0 {
			t.Errorf("plan %s has another's words", p.ID)
		}
	}
	talk, said := got.Plans[at].CheckIns[0], got.Plans[at].Comments[0]
	if !talk.Talk || *talk.Minutes != 25 || talk.Progress != "two calls a day" || talk.SelfReported[0].Text != "thanked twice" || talk.Obstacles[0].Owner != "Lee" {
		t.Errorf("%+v", talk)
	}
	if !said.Objection || said.Day.String() != "2025-05-20" || said.Answer.Text != "they come by the 3rd now" || said.Answer.Day.String() != "2025-05-21" {
		t.Errorf("%+v", said)
	}
	hidden := writeJSON(t, Pseudonymise(r))
	for _, word := range []string{"two calls a day", "the leads came late", "late leads"} {
		if strings.Contains(string(hidden), word) {
			t.Errorf("under pseudonyms %q stands there", word)
		}
	}
}

func TestEvaluationsStandInTheOrderOfTheirLanguage(t *testing.T) {
	r := named(t)
	for i := range r.Progress {
		ev := met()
		ev.Progress.Plan = r.Plans[i]
		r.Evaluations = append(r.Evaluations, ev)
	}
	r.Gaps, r.Summaries, r.Progress, r.Plans, r.All = nil, nil, nil, nil, false
	var cards []string
	for _, c := range evaluationCards(printer(t, "zh"), r) {
		cards = append(cards, c.Name)
	}
	if !slices.Equal(cards, inPinyin) {
		t.Errorf("cards: %q", cards)
	}
	f := workbook(t, r, "zh")
	if rows := shown(t, f, "计划评估", "姓名", len(inPinyin)); !slices.Equal(rows, inPinyin) {
		t.Errorf("rows: %q", rows)
	}
}
