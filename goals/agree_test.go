package goals

import (
	"encoding/json"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/google/go-cmp/cmp"
)

func mustPropose(t *testing.T, id string, value float64, x, n int64, mean float64) Plan {
	t.Helper()
	plan, err := Propose(gap(indicator(t, id), value, x, n, mean), Default())
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func mustExplicit(t *testing.T, in Target) Plan {
	t.Helper()
	plan, err := Explicit(in)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func mustAgree(t *testing.T, plan Plan, start string) Plan {
	t.Helper()
	out, err := Agree(plan, "lee", day(t, start))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestF5StartsInJulyHoldsFromSeptemberAndClosesInNovember(t *testing.T) {
	plan := mustAgree(t, mustPropose(t, "csat", 0.85, 510, 600, 0.92), "2025-07-01")
	m := plan.Milestones[0]
	if m.From == nil || *m.From != day(t, "2025-09-01") || m.By != nil {
		t.Fatalf("milestone %+v, want from 1 September", m)
	}
	if closes, ok := m.EarliestClose(kpi.Month); !ok || closes != day(t, "2025-11-30") {
		t.Errorf("earliest close %s, want 30 November", closes)
	}
	if closes, _ := m.EarliestClose(kpi.Week); closes != day(t, "2025-09-21") { // weeks of 1, 8 and 15 September
		t.Errorf("earliest close by weeks %s", closes)
	}
	if _, ok := m.EarliestClose(kpi.Whole); ok {
		t.Error("data without a calendar can close a plan")
	}
}

func TestPlanMonthsOnTheCalendar(t *testing.T) {
	for name, c := range map[string]struct{ start, from, by string }{
		"from the first of a month":        {"2025-07-01", "2025-09-01", "2025-12-31"},
		"from its last day":                {"2025-07-31", "2025-09-01", "2025-12-31"},
		"over the turn of the year":        {"2025-11-15", "2026-01-01", "2026-04-30"},
		"to the end of a leap February":    {"2023-09-30", "2023-11-01", "2024-02-29"},
		"to the end of a plain February":   {"2024-09-30", "2024-11-01", "2025-02-28"},
		"from the last day of a long year": {"2025-12-31", "2026-02-01", "2026-05-31"},
	} {
		t.Run(name, func(t *testing.T) {
			plan := mustAgree(t, mustPropose(t, "conversion_rate", 0.15, 45, 300, 0.22), c.start)
			from, by := plan.Milestones[0].From, plan.Milestones[1].By
			if from == nil || *from != day(t, c.from) || by == nil || *by != day(t, c.by) {
				t.Errorf("from %v by %v, want %s and %s", from, by, c.from, c.by)
			}
			if plan.State != Agreed || plan.By != "lee" || *plan.Start != day(t, c.start) {
				t.Errorf("plan %+v", plan)
			}
		})
	}
}

func TestAgreeingLeavesTheDraftAlone(t *testing.T) {
	draft := mustPropose(t, "conversion_rate", 0.15, 45, 300, 0.22)
	before, _ := json.Marshal(draft)
	mustAgree(t, draft, "2025-07-01")
	if after, _ := json.Marshal(draft); string(after) != string(before) {
		t.Errorf("the draft changed:\n%s\n%s", before, after)
	}
}

func TestAgreementsThatCannotBe(t *testing.T) {
	draft := mustPropose(t, "csat", 0.85, 510, 600, 0.92)
	early := day(t, "2025-03-31")
	past := mustExplicit(t, target(t, "csat", "0.9", func(t *Target) { t.By = &early }))
	crossed := mustExplicit(t, target(t, "csat", "0.9", fromMonth(5), func(t *Target) { by := early + 100; t.By = &by }))
	agreed := mustAgree(t, draft, "2025-07-01")
	for name, c := range map[string]struct {
		plan  Plan
		actor string
		code  string
	}{
		"agreed already":               {agreed, "lee", "plan.already_agreed"},
		"nobody agrees":                {draft, "", "plan.no_actor"},
		"blanks agree":                 {draft, " \t", "plan.no_actor"},
		"due before it starts":         {past, "lee", "plan.date_before_start"},
		"due before its own beginning": {crossed, "lee", "target.dates"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Agree(c.plan, c.actor, day(t, "2025-07-01"))
			if f := kpi.AsFault(err); f == nil || f.Code != c.code || f.Class != kpi.Usage {
				t.Errorf("fault %v, want %s", err, c.code)
			}
		})
	}
}

func TestAStartInsideTheBaselineIsACaveat(t *testing.T) {
	draft := mustPropose(t, "csat", 0.85, 510, 600, 0.92) // as of 30 June 2025
	if plan := mustAgree(t, draft, "2025-06-30"); !hasCode(plan.Caveats, "plan.start_in_baseline") {
		t.Errorf("caveats %v", plan.Caveats)
	}
	if plan := mustAgree(t, draft, "2025-07-01"); hasCode(plan.Caveats, "plan.start_in_baseline") {
		t.Errorf("caveats %v", plan.Caveats)
	}
}

func TestPlansSurviveJSON(t *testing.T) {
	in := target(t, "review_suggestions", "3", fromMonth(2), byMonth(4), sustain(2), startsAt(2*kpi.One))
	in.Also = []Further{{indicator(t, "review_suggestions_adopted"), kpi.One, ""}}
	hired := day(t, "2024-02-29")
	in.Employee = kpi.Employee{ID: "e017", Name: "张伟", Hired: &hired}
	for name, plan := range map[string]Plan{
		"a proposal":         mustPropose(t, "conversion_rate", 0.15, 45, 300, 0.22),
		"an agreed proposal": mustAgree(t, mustPropose(t, "defect_rate", 0.12, 36, 300, 0.0508), "2025-07-01"),
		"a compound target":  mustAgree(t, mustExplicit(t, in), "2025-07-15"),
		"no baseline":        mustExplicit(t, target(t, "csat", "0.9", byMonth(3))),
	} {
		t.Run(name, func(t *testing.T) {
			body, err := json.Marshal(plan)
			if err != nil {
				t.Fatal(err)
			}
			var back Plan
			if err := json.Unmarshal(body, &back); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(plan, back); diff != "" {
				t.Error(diff)
			}
		})
	}
}
