package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestPlansAndProgressAreTheGoldenText(t *testing.T) {
	r := fixture(t)
	for _, lang := range []string{"en", "zh"} {
		opt := TextOptions{Printer: printer(t, lang), Width: 120, Next: []string{"  gapstep plan agree p-draft"}}
		r.Plans[0].Arithmetic = sumOfF1()
		r.Plans[0].Caveats = []kpi.Caveat{{Code: "gap.seen_once"}}
		var plans, progress bytes.Buffer
		if err := WritePlans(&plans, r.Plans, r.Catalogue, opt); err != nil {
			t.Fatal(err)
		}
		r.Progress[0].Caveats = []kpi.Caveat{{Code: "gap.few_trials", Args: kpi.Args{"n": "7"}}}
		if err := WriteProgress(&progress, r.Progress, r.Catalogue, opt); err != nil {
			t.Fatal(err)
		}
		golden(t, "plans."+lang+".txt", plans.Bytes())
		golden(t, "progress."+lang+".txt", progress.Bytes())
	}
}

// sumOfF1 is the arithmetic of product.md, section 3: 15 % against 22 %.
func sumOfF1() []kpi.Caveat {
	return []kpi.Caveat{
		{Code: "arithmetic.basis.team_mean", Args: kpi.Args{"reference": "0.22"}},
		{Code: "arithmetic.gap", Args: kpi.Args{"baseline": "0.15", "reference": "0.22", "gap": "0.07"}},
		{Code: "arithmetic.step", Args: kpi.Args{"gap": "0.07", "fifth": "0.014", "step": "0.01"}},
		{Code: "arithmetic.last", Args: kpi.Args{"baseline": "0.15", "share": "0.7", "gap": "0.07", "raw": "0.199", "level": "0.2", "step": "0.01"}},
		{Code: "arithmetic.first", Args: kpi.Args{"baseline": "0.15", "share": "0.5", "way": "0.05", "raw": "0.175", "level": "0.18", "step": "0.01"}},
		{Code: "arithmetic.month.from", Args: kpi.Args{"kind": "outcome", "level": "0.18", "month": "3", "sustain": "1"}},
	}
}

func TestTheArithmeticCanBeDoneAgainByHand(t *testing.T) {
	p, in := printer(t, "en"), kpi.Builtin().Get("conversion_rate")
	var lines []string
	for _, c := range sumOfF1() {
		lines = append(lines, p.Caveat(c, in))
	}
	got := strings.Join(lines, "\n")
	for _, want := range []string{"22% − 15% = 7 pp", "7 pp ÷ 5 = 1.4 pp", "15% + 70% × (7 pp) = 19.9% → 20%", "15% + 50% × (5 pp) = 17.5% → 18%", "from month 3"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

// The ladder of F1: 15 % → 18 % → 20 %.
func TestTheLadderShowsTheLevelsAndWhereEachStands(t *testing.T) {
	r := fixture(t)
	in := r.Catalogue.Get("conversion_rate")
	p := printer(t, "en")
	if got := ladderText(p, &r.Plans[0], in, nil); got != "15% → 18% → 20%" {
		t.Errorf("draft: %s", got)
	}
	if got := ladderText(p, &r.Plans[1], in, r.Progress[0].Steps); got != "15% → 18% (holding 1 of 3) → 20% (pending)" {
		t.Errorf("tracked: %s", got)
	}
	own := r.Plans[0]
	own.Basis, own.BaselineN, own.Baseline = goals.BasisExplicit, 0, 0
	if got := ladderText(p, &own, in, nil); got != "18% → 20%" {
		t.Errorf("a target without a baseline: %s", got)
	}
}

func TestEveryStatusHasAWordAndNoDataIsSaid(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		p := printer(t, lang)
		for _, s := range []goals.Status{goals.Pending, goals.OnTrack, goals.AtRisk, goals.Met, goals.Sustained, goals.Missed, goals.Inconclusive, goals.NoData} {
			pr := progress()
			pr.Status, pr.Latest = s, nil
			pr.Steps[0].Status = s
			text := statusText(p, &pr) + latestText(p, &pr, nil)
			if strings.Contains(text, "⟦") {
				t.Errorf("%s: %s has no word: %s", lang, s, text)
			}
		}
	}
}

func TestNothingToListIsSaid(t *testing.T) {
	opt := TextOptions{Printer: printer(t, "en")}
	var plans, progress bytes.Buffer
	if err := WritePlans(&plans, nil, nil, opt); err != nil {
		t.Fatal(err)
	}
	if err := WriteProgress(&progress, nil, nil, opt); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(plans.String(), "No plan") || !strings.HasPrefix(progress.String(), "No agreed plan") {
		t.Errorf("%q, %q", plans.String(), progress.String())
	}
	if WritePlans(&plans, nil, nil, TextOptions{}) == nil || WriteProgress(&plans, nil, nil, TextOptions{}) == nil {
		t.Error("text without a printer is written")
	}
}

func TestAPlanOfAnUnknownIndicatorIsShownByItsID(t *testing.T) {
	plan := draftPlan()
	plan.Indicator = "no_such"
	var b bytes.Buffer
	if err := WritePlans(&b, []goals.Plan{plan}, kpi.Builtin(), TextOptions{Printer: printer(t, "en")}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "no_such") || !strings.Contains(b.String(), "0.15 → 0.18 → 0.2") {
		t.Errorf("got:\n%s", b.String())
	}
}
