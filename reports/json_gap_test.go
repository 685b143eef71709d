package reports

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/gapstep/gapstep/analysis"
)

// document is the part of the JSON form that these tests read.
type document struct {
	Gaps []struct {
		Employee string
		Cohort   *string
		History  *struct {
			Periods  int
			Slope, P *float64
			Signals  []struct {
				Period, Kind string
				Worse        bool
			}
			Spread   *float64
			SpreadQ  *float64 `json:"spread_q"`
			Unsteady bool
		}
		Drivers []struct {
			KPI      string
			Share    *float64
			Severity string
			N        int
		}
	}
	Summaries []struct {
		Team, KPI      string
		N, Judged      int
		Mean, Pooled   *float64
		MissesStandard bool `json:"misses_standard"`
	}
}

func readDocument(t *testing.T, r *Report) document {
	t.Helper()
	raw := writeJSON(t, r)
	if err := validate(t, raw); err != nil {
		t.Error(err)
	}
	var doc document
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestJSONHoldsHistoryDriversAndCohort(t *testing.T) {
	r := fixture(t)
	r.Gaps[2].Cohort = "new"
	g := readDocument(t, r).Gaps[1]
	if g.Employee != "e017" || *g.Cohort != "new" || g.History.Periods != months || *g.History.Slope != -0.01 || *g.History.SpreadQ != 0.5 {
		t.Errorf("%+v, history %+v", g, g.History)
	}
	if s := g.History.Signals; len(s) != 1 || s[0].Period != "2025-06" || s[0].Kind != "outside" || !s[0].Worse {
		t.Errorf("signals %+v", s)
	}
	if d := g.Drivers; len(d) != 1 || d[0].KPI != "followup_delay_rate" || *d[0].Share != 0.59 || d[0].Severity != "gap" || d[0].N != 5 {
		t.Errorf("drivers %+v", d)
	}
	first := readDocument(t, r).Gaps[0]
	if first.History != nil || first.Cohort != nil || first.Drivers == nil {
		t.Errorf("without a history: %+v", first)
	}
}

func TestJSONOfWhatIsNotKnownIsNull(t *testing.T) {
	r := fixture(t)
	h := r.Gaps[2].History
	h.P, h.Spread, h.SpreadQ, h.Signals = math.NaN(), math.Inf(1), math.NaN(), nil
	r.Gaps[2].Drivers[0].Share = math.NaN()
	g := readDocument(t, r).Gaps[1]
	if g.History.P != nil || g.History.Spread != nil || g.History.SpreadQ != nil || g.History.Signals == nil || g.Drivers[0].Share != nil {
		t.Errorf("%+v %+v", g.History, g.Drivers)
	}
}

func TestJSONSummariesAreEveryTeamInOrder(t *testing.T) {
	r := missing(t)
	doc := readDocument(t, r)
	if len(doc.Summaries) != 2 {
		t.Fatalf("%d summaries", len(doc.Summaries))
	}
	first, second := doc.Summaries[0], doc.Summaries[1]
	if first.Team != "engineering" || first.KPI != "test_coverage" || !first.MissesStandard || first.Judged != 0 || math.Abs(*first.Mean-0.625) > 1e-12 {
		t.Errorf("%+v", first)
	}
	if second.Team != "north" || second.MissesStandard || second.N != 6 || second.Judged != 5 || math.Abs(*second.Pooled-316./1505) > 1e-12 {
		t.Errorf("%+v", second)
	}
	r.Summaries[1].Pooled = math.NaN()
	if got := readDocument(t, r).Summaries[1].Pooled; got != nil {
		t.Errorf("pooled %v", *got)
	}
	if doc = readDocument(t, &Report{}); doc.Summaries == nil {
		t.Error("no summaries are null, not an empty list")
	}
}

func TestTheSchemaKnowsEveryReasonAndSignal(t *testing.T) {
	r := fixture(t)
	for _, reason := range []analysis.Reason{analysis.ReasonChance, analysis.ReasonSpread, analysis.ReasonTooFew, analysis.ReasonStandard, analysis.ReasonTeam} {
		r.Gaps[2].Reason = reason
		readDocument(t, r)
	}
	for _, kind := range []string{"outside", "trend", "run", "two_of_three"} {
		r.Gaps[2].History.Signals[0].Kind = kind
		readDocument(t, r)
	}
	r.Gaps[2].History.Signals[0].Kind = "hunch"
	if validate(t, writeJSON(t, r)) == nil {
		t.Error("an unknown signal is accepted")
	}
}
