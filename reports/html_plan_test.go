package reports

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestMilestonesInWords(t *testing.T) {
	r := fixture(t)
	for name, c := range map[string]struct {
		kpi    string
		m      goals.Milestone
		en, zh string
	}{
		"F1, hold from month 3": {"conversion_rate", goals.Milestone{Level: 180_000, Operator: goals.AtLeast, FromMonth: 3, Sustain: 1},
			"≥ 18% from month 3", "第 3 个月起 ≥ 18%"},
		"F1, reach by month 6": {"conversion_rate", goals.Milestone{Level: 200_000, Operator: goals.AtLeast, ByMonth: 6, Sustain: 1},
			"≥ 20% by month 6", "第 6 个月底前 ≥ 20%"},
		"F4, two periods in a row": {"followup_delay_rate", goals.Milestone{Level: 50_000, Operator: goals.AtMost, ByMonth: 3, Sustain: 2},
			"≤ 5% by month 3, 2 periods in a row", "连续 2 期"},
		"F5, agreed, with a date": {"csat", goals.Milestone{Level: 900_000, Operator: goals.AtLeast, FromMonth: 3, From: day(t, "2025-09-01"), Sustain: 3},
			"≥ 90% from 2025-09-01, 3 periods in a row", "2025-09-01"},
		"F9, a compound target": {"review_suggestions", goals.Milestone{Level: 3 * kpi.One, Operator: goals.AtLeast, Sustain: 1,
			Also: []goals.Condition{{Indicator: "review_suggestions_adopted", Level: kpi.One, Operator: goals.AtLeast}}},
			"≥ 3, with Adopted review suggestions ≥ 1 in the same period", "评审建议采纳数 ≥ 1"},
		"a last day": {"defect_rate", goals.Milestone{Level: 20_000, Operator: goals.AtMost, By: day(t, "2026-02-28"), Sustain: 1},
			"≤ 2% by 2026-02-28", "2026-02-28 前 ≤ 2%"},
	} {
		in := r.Catalogue.Get(c.kpi)
		if got := milestoneSentence(printer(t, "en"), r, &c.m, in); got != c.en {
			t.Errorf("%s: %q, want %q", name, got, c.en)
		}
		if got := milestoneSentence(printer(t, "zh"), r, &c.m, in); !strings.Contains(got, c.zh) {
			t.Errorf("%s: %q does not hold %q", name, got, c.zh)
		}
	}
}

func TestPlanSaysWhereItStartsFrom(t *testing.T) {
	r, p, in := fixture(t), printer(t, "en"), kpi.Builtin().Get("conversion_rate")
	plan := draftPlan()
	if got, want := planBasis(p, r, &plan, in), "Baseline 15.0% (n = 300), reference 22.0% (team mean)."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	plan.BaselineN, plan.NoBaseline, plan.Basis = 0, true, goals.BasisExplicit
	if got, want := planBasis(p, r, &plan, in), "Reference 22.0% (set by a person); no baseline was measured."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestStepSaysWhetherTheLevelIsReached(t *testing.T) {
	nan := math.NaN()
	for name, c := range map[string]struct {
		step            goals.Step
		lo, hi          float64
		reached, streak string
	}{
		"not reached":                       {goals.Step{Status: goals.AtRisk}, 0.1, 0.2, "no", "–"},
		"reached, but it may be chance":     {goals.Step{Reached: true}, 0.1, 0.2, "yes, though the interval still holds levels short of it", "–"},
		"reached beyond the interval":       {goals.Step{Reached: true, Credible: true}, 0.1, 0.2, "yes, and the interval says so too", "–"},
		"reached, and there is no interval": {goals.Step{Reached: true}, nan, nan, "yes", "–"},
		"one of three periods": {goals.Step{Streak: 1, Milestone: goals.Milestone{Sustain: 3}, Status: goals.Sustained},
			0.1, 0.2, "no", "1 of 3"},
		"held for longer than asked": {goals.Step{Streak: 5, Milestone: goals.Milestone{Sustain: 3}, Status: goals.Met},
			0.1, 0.2, "no", "3 of 3"},
		"a level that needs no streak": {goals.Step{Streak: 2, Milestone: goals.Milestone{Sustain: 1}, Status: goals.Met}, 0.1, 0.2, "no", "–"},
	} {
		pr := progress()
		pr.Latest.Lo, pr.Latest.Hi, pr.Steps = c.lo, c.hi, []goals.Step{c.step}
		row := newStepRow(printer(t, "en"), fixture(t), &pr, 0)
		if row.Reached != c.reached || row.Streak != c.streak {
			t.Errorf("%s: %q %q, want %q %q", name, row.Reached, row.Streak, c.reached, c.streak)
		}
	}
}

func TestProgressSaysTheLatestValueWithItsEvidence(t *testing.T) {
	r, p := fixture(t), printer(t, "en")
	for name, c := range map[string]struct {
		change func(*goals.Progress)
		want   string
	}{
		"counts and interval": {func(*goals.Progress) {}, "19.0% in Jun 2025 (19/100), interval 12.5–27.7%"},
		"a value alone": {func(pr *goals.Progress) {
			pr.Latest.Measure, pr.Latest.Lo = kpi.Value(0.19), math.NaN()
		}, "19.0% in Jun 2025"},
		"nothing measured since the start": {func(pr *goals.Progress) { pr.Latest = nil }, "no data since the start"},
	} {
		pr := progress()
		c.change(&pr)
		if got := newProgressCard(p, r, &pr).Latest; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestProgressWithoutDataHasNoWayGone(t *testing.T) {
	pr := progress()
	pr.Way, pr.Expected, pr.Status = math.NaN(), math.NaN(), goals.NoData
	card := newProgressCard(printer(t, "en"), fixture(t), &pr)
	if card.Way != "–" || card.Expected != "–" || card.Status != "no data when due" {
		t.Errorf("way %q, expected %q, %s", card.Way, card.Expected, card.Status)
	}
}

func TestCaveatsOfAPlanAndOfItsProgressAreSaid(t *testing.T) {
	pr := progress()
	pr.Plan.Caveats = []kpi.Caveat{{Code: "gap.seen_once"}}
	pr.Caveats = []kpi.Caveat{{Code: "gap.clustered"}}
	if got := newProgressCard(printer(t, "zh"), fixture(t), &pr).Caveats; len(got) != 2 || got[0] == got[1] {
		t.Errorf("%q", got)
	}
}

func TestEachPlanStandsOnThePageOnce(t *testing.T) {
	r, p := fixture(t), printer(t, "en")
	// The agreed plan is in the progress, the finding links to it; the draft of
	// the same person stands among the other plans.
	if cards := otherPlans(p, r); len(cards) != 1 || cards[0].PlanID != "p-draft" {
		t.Errorf("other plans: %+v", cards)
	}
	r.Progress = nil
	if cards := otherPlans(p, r); len(cards) != 1 || cards[0].PlanID != "p-draft" {
		t.Errorf("other plans: %+v", cards)
	}
	f := findings(p, r)
	at := slices.IndexFunc(f, func(f finding) bool { return f.ID == "e017" })
	if f[at].Plan == nil || f[at].Plan.PlanID != "p-agreed" || f[at].ProgressAnchor != "" || f[at].Target != "20%" {
		t.Errorf("the finding's plan: %+v", f[at].Plan)
	}
	r.Gaps[2].Severity = 2 // normal: no finding, so both plans stand by themselves
	if cards := otherPlans(p, r); len(cards) != 2 {
		t.Errorf("%d other plans, want 2", len(cards))
	}
}

func TestPlanOfAnUnknownIndicatorHasNoPicture(t *testing.T) {
	plan := draftPlan()
	plan.Indicator = "gone\x1b"
	card := newPlanCard(printer(t, "en"), fixture(t), &plan, nil)
	if card.Ladder != nil || card.KPI != "gone␛" || len(card.Milestones) != 2 {
		t.Errorf("%+v", card)
	}
}

func TestIndicatorsOfTheRowsServeWithoutACatalogue(t *testing.T) {
	r := fixture(t)
	r.Catalogue = nil
	if in := indicatorOf(r, "conversion_rate"); in != r.Summaries[1].Indicator {
		t.Errorf("%v", in)
	}
	if in := indicatorOf(r, "csat"); in != nil {
		t.Errorf("nobody has %v", in)
	}
}
