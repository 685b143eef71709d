package reports

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestAnEvaluationIsSaidInSentences(t *testing.T) {
	r := wholeReport(t)
	good, short := met(), missed()
	for name, c := range map[string]struct {
		ev   *Evaluated
		lang string
		want []string
		not  []string
	}{
		"an effect, English": {&good, "en", []string{"15.0% before the plan and is 21.0% over its last three months; by the latest period 120% of the way", "Without a plan 16.3% (10.0–22.5%)", "+4.8 pp", "place 1 of 7: more than chance"}, []string{"chosen"}},
		"an effect, Chinese": {&good, "zh", []string{"计划之前为 15.0%", "若无计划，预期为 16.3%（10.0–22.5%）", "排名 1/7：超出偶然"}, []string{"立项", "⟦"}},
		"no fresh baseline":  {&short, "en", []string{"part of the change would have come by itself", "Whether the plan changed anything can't be said."}, []string{"place ", "beside the colleagues"}},
	} {
		got := WordEvaluation(printer(t, c.lang), r, c.ev).Sentence
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q lacks %q", name, got, want)
			}
		}
		for _, not := range c.not {
			if strings.Contains(got, not) {
				t.Errorf("%s: %q says %q", name, got, not)
			}
		}
	}
	r.Evaluations[0].Before = goals.Stretch{}
	r.Evaluations[0].Before.Value = r.Gaps[len(r.Gaps)-1].Actual.Value // nobody's: not known
	if got := WordEvaluation(printer(t, "en"), r, &r.Evaluations[0]).Sentence; !strings.Contains(got, "nothing to compare it with") {
		t.Errorf("without figures: %q", got)
	}
}

func TestAnEvaluationSaysWhatBothSidesSaidAndWhatPeopleDecided(t *testing.T) {
	r := wholeReport(t)
	good, short := met(), missed()
	w := WordEvaluation(printer(t, "en"), r, &good)
	want := []string{"2025-05-06, Lee, talk of 25 min: two calls a day · own report: customer: thanked twice",
		"2025-05-20, Lee, objection: the leads came late · answer of Lee: they come by the 3rd now"}
	if !slices.Equal(w.Said, want) {
		t.Errorf("%q, want %q", w.Said, want)
	}
	if w.Outcome != "" {
		t.Errorf("nobody decided, and the outcome is %q", w.Outcome)
	}
	if want := []string{"Follow-up delay rate: 30.0% → 5.0%, better beyond noise", "Customer satisfaction (CSAT): 90.0% → 70.0%, worse beyond noise"}; !slices.Equal(w.Others, want) {
		t.Errorf("%q, want %q", w.Others, want)
	}
	w = WordEvaluation(printer(t, "en"), r, &short)
	if want := "partly met, written down by Lee on 2025-10-03: leads were late"; w.Outcome != want { // 20:00 UTC is the next day in Shanghai
		t.Errorf("%q, want %q", w.Outcome, want)
	}
	if len(w.Classes) != 2 || w.Classes[0].Class != "execution" || !strings.Contains(w.Classes[1].Evidence, "5 pp") {
		t.Errorf("classes %+v", w.Classes)
	}
	if !good.Ended() || !short.Ended() || (&Evaluated{}).Ended() {
		t.Error("a plan has ended when it is met, or when its last day has come")
	}
}

// No form of the report proposes an outcome: where nobody decided none is named.
func TestNoEvaluationProposesAnOutcome(t *testing.T) {
	r := evaluationsAlone(t)
	r.Evaluations = r.Evaluations[:1]
	for _, lang := range []string{"en", "zh"} {
		p := printer(t, lang)
		text := pageOf(t, r, lang) + strings.Join(allCells(t, r, lang), "\n")
		for _, o := range goals.Outcomes() {
			word := p.Word("outcome", string(o))
			if o == goals.OutcomeMet { // the status is called so, too
				continue
			}
			if strings.Contains(text, ">"+word+"<") || strings.Contains(text, "\n"+word+"\n") {
				t.Errorf("%s: %q is named", lang, word)
			}
		}
	}
}

func TestEvaluationsAsJSON(t *testing.T) {
	r := wholeReport(t)
	doc := writeJSON(t, r)
	if err := validate(t, doc); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Evaluations []struct {
			Plan     string
			Expected struct{ Value, Lo, Hi float64 }
			Effect   *struct {
				Value float64
				Rank  int
			}
			Failures []struct{ Class string }
			Process  struct{ Talks int }
			Outcome  *string
		}
	}
	if err := json.Unmarshal(doc, &got); err != nil {
		t.Fatal(err)
	}
	first, second := got.Evaluations[0], got.Evaluations[1]
	if first.Expected.Value != 0.1625 || first.Effect.Rank != 1 || first.Effect.Value != 0.0475 || first.Outcome != nil || first.Process.Talks != 4 {
		t.Errorf("%+v", first)
	}
	if second.Effect != nil || second.Failures[0].Class != "execution" || *second.Outcome != "partly" {
		t.Errorf("%+v", second)
	}
}

func TestTheWorkbookHoldsEvaluationsWithRoomForPeople(t *testing.T) {
	f := workbook(t, evaluationsAlone(t), "en")
	if want := []string{"Evaluation", "Plans", "Causes", "Actions", "Progress", "Data quality", "About"}; !slices.Equal(f.GetSheetList(), want) {
		t.Errorf("sheets %q, want %q: nothing was compared", f.GetSheetList(), want)
	}
	const sheet = "Evaluation"
	wantColumn(t, f, sheet, "Plan", "p-agreed", "p-missed")
	wantColumn(t, f, sheet, "Before", "15.0%", "15.0%")
	wantColumn(t, f, sheet, "Last three months", "21.0%", "16.0%")
	wantColumn(t, f, sheet, "Expected without a plan", "16.3%", "17.0%")
	wantColumn(t, f, sheet, "Expected, from", "10.0%", "11.0%")
	wantColumn(t, f, sheet, "Colleagues' change meanwhile", "+1.3 pp", "-1.0 pp")
	wantColumn(t, f, sheet, "Effect, positive is better", "+4.8 pp", "")
	wantColumn(t, f, sheet, "p of the effect", "0.0125", "not assessable")
	wantColumn(t, f, sheet, "Where to look", "", "execution")
	wantColumn(t, f, sheet, "The employee's judgement", "", "")
	wantColumn(t, f, sheet, "The manager's judgement", "", "")
	wantColumn(t, f, sheet, "Outcome, decided by people", "", "partly met, written down by Lee on 2025-10-03: leads were late")
}

func TestThePlansSheetSaysWhatWasCarried(t *testing.T) {
	f := workbook(t, wholeReport(t), "en")
	wantColumn(t, f, "Plans", "Resources", "coach: granted", "", "coach: granted", "")
	wantColumn(t, f, "Plans", "Comment of the employee", "the territory changed", "", "the territory changed", "")
	said := shown(t, f, "Plans", "Talks, check-ins, comments", 4)
	if said[0] != "" || !strings.Contains(said[2], "two calls a day") || !strings.Contains(said[2], "objection: the leads came late") || said[3] != "" {
		t.Errorf("%q", said)
	}
	r := wholeReport(t)
	r.Records = nil
	for _, cell := range allCells(t, r, "en") {
		if cell == "Talks, check-ins, comments" {
			t.Error("without records the column stands there")
		}
	}
}

func TestThePageOfEvaluations(t *testing.T) {
	page := pageOf(t, evaluationsAlone(t), "en")
	for _, want := range []string{"2 plans are evaluated; what follows is for people to decide", "<svg", "expected without a plan 16.3%", "Where to look", "not decided; gapstep proposes none",
		"partly met, written down by Lee", "2 of 3 actions done; talks: 4 (95 min) in 27 weeks; health checks: 1; versions: 2", `href="#evaluations"`, "Missing from the record"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(pageOf(t, fixture(t), "en"), "evaluations-h") {
		t.Error("a report without evaluations speaks of them")
	}
	r := evaluationsAlone(t)
	for i := range r.Evaluations { // an indicator that nothing knows any more
		r.Evaluations[i].Progress.Plan.Indicator = "gone"
	}
	if page := pageOf(t, r, "zh"); strings.Contains(page, "⟦") || !strings.Contains(page, "gone") {
		t.Error("an unknown indicator")
	}
}

func TestEvaluationsOfOthersAreCutAndPseudonymsHoldNoName(t *testing.T) {
	r := wholeReport(t)
	r.Evaluations[1].Progress.Plan.Employee = kpi.Employee{ID: "e018", Name: "Zoe Quill"}
	own := r.For(func(e kpi.Employee, _ string) bool { return e.ID == "e017" })
	if len(own.Evaluations) != 1 || own.Evaluations[0].Progress.Plan.Employee.ID != "e017" || len(own.Records) != 1 {
		t.Errorf("%d evaluations, %d records", len(own.Evaluations), len(own.Records))
	}
	if nobody := r.For(func(kpi.Employee, string) bool { return false }); len(nobody.Evaluations)+len(nobody.Records) != 0 {
		t.Error("nobody's report holds evaluations")
	}
	hidden := Pseudonymise(r)
	text := pageOf(t, hidden, "en") + strings.Join(allCells(t, hidden, "en"), "\n") + string(writeJSON(t, hidden))
	for _, name := range []string{"张伟", "Zoe Quill", "e017", "Lee", "leads came late", "two calls"} {
		if strings.Contains(text, name) {
			t.Errorf("with pseudonyms %q stands in it", name)
		}
	}
	if !bytes.Contains(writeJSON(t, hidden), []byte(`"outcome":"partly"`)) {
		t.Error("the outcome is lost")
	}
}

func TestRecordOfALife(t *testing.T) {
	plan := agreedPlan()
	plan.Content = written()
	life := goals.NewLife(plan)
	life.Versions = []goals.Version{{Number: 1}}
	life.CheckIns = []goals.CheckIn{{Talk: true, Minutes: 20}, {Progress: "moved"}, {Talk: true, Minutes: 30}}
	rec := RecordOf(life, kpi.DateOf(2025, 4, 15), nil)
	if rec.Plan != plan.ID || rec.Talks != 2 || rec.Minutes != 50 || rec.Weeks != 3 || rec.Done != 1 || rec.Actions != 2 || rec.Closing != nil {
		t.Errorf("%+v", rec)
	}
	life.Closings = []goals.Closing{{Outcome: goals.OutcomePartly}, {Outcome: goals.OutcomeMet}}
	if rec := RecordOf(life, kpi.DateOf(2025, 4, 15), nil); rec.Closing != nil {
		t.Error("a plan that was opened again has an outcome")
	}
	life.Plan.State = goals.Closed
	if rec := RecordOf(life, kpi.DateOf(2025, 4, 15), nil); rec.Closing == nil || rec.Closing.Outcome != goals.OutcomeMet {
		t.Error("the last closing counts")
	}
}
