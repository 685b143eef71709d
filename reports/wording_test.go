package reports

import (
	"math"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// row is a finding against the colleagues by hand.
func row(id string, x, n int64, value, rest, p, sure float64) *analysis.Gap {
	g := &analysis.Gap{Employee: kpi.Employee{ID: "e1", Name: "Ann"}, Indicator: kpi.Builtin().Get(id), Severity: analysis.Credible,
		Numerator: kpi.FromInt(x), Denominator: kpi.FromInt(n), N: int(n), Rest: rest, P: p, PMaterial: sure}
	g.Actual.Value = value
	if g.N == 0 || g.Indicator.Clustered() {
		g.N = 3
	}
	return g
}

func TestSentenceOfARow(t *testing.T) {
	for name, c := range map[string]struct {
		g      *analysis.Gap
		en, zh string
	}{
		"a proportion, as in the issue": {row("conversion_rate", 15, 100, 0.15, 0.22, 0.049, 0.85),
			"15 of 100 visits (15.0%), colleagues about 22 of as many (22.0%); at most 1 chance in 20 of seeing this if Ann were like the others (1 of 12 comparisons here stands out); likely larger than what colleagues here differ by.",
			"拜访数 100 中有 15（15.0%），同样数量下同事约为 22（22.0%）；假如Ann与其他人并无不同，看到这种结果的机会不超过 20 分之一（同组 12 次比较中有 1 次突出）；可能大于同事之间本来的差异。"},
		"lower is better": {row("defect_rate", 36, 300, 0.12, 0.05, 0.0004, 0.99),
			"36 of 300 inspected (12.0%), colleagues about 15 of as many (5.0%); at most 1 chance in 1,000 of seeing this if Ann were like the others (1 of 12 comparisons here stands out); very likely larger than what colleagues here differ by.", ""},
		"a rate is no share": {row("complaint_rate", 12, 400, 0.03, 0.02, 0.004, 0.9),
			"12 in 400 cases served (0.030), colleagues about 8 of as many (0.020); at most 1 chance in 100 of seeing this", ""},
		"a value rests on its periods": {row("needs_depth_score", 0, 0, 6, 8, 0.001, 0.9),
			"6.00 over 3 periods, colleagues 8.00; at most 1 chance in 1,000", "3 期平均 6.00，同事为 8.00；"},
		"lines of code are no trials": {row("test_coverage", 12000, 30000, 0.4, 0.8, 0.02, 0.7),
			"40.0% over 3 periods (12,000 of 30,000 lines of code), colleagues 80.0%; at most 1 chance in 20",
			"3 期合计 40.0%（代码行数 30,000 中有 12,000），同事为 80.0%"},
	} {
		family := familyTally{judged: 12, found: 1}
		for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
			if got := sentence(printer(t, lang), c.g, family); !strings.HasPrefix(got, want) {
				t.Errorf("%s, %s:\ngot  %s\nwant %s", name, lang, got, want)
			}
		}
	}
}

func TestSentenceSaysNoChanceOfWhatDoesNotStandOut(t *testing.T) {
	g, p := row("conversion_rate", 20, 100, 0.2, 0.22, 0.3, 0.1), printer(t, "en")
	want := "20 of 100 visits (20.0%), colleagues about 22 of as many (22.0%)."
	for _, s := range []analysis.Severity{analysis.NotJudged, analysis.Normal} {
		g.Severity = s
		if got := sentence(p, g, familyTally{judged: 12}); got != want {
			t.Errorf("%s: %s", s, got)
		}
	}
	g.Severity, g.P = analysis.Watch, 0.03 // told how likely, but not counted among the findings
	if got := sentence(p, g, familyTally{judged: 12}); !strings.Contains(got, "1 chance in 20") || strings.Contains(got, "comparisons") {
		t.Errorf("watch: %s", got)
	}
	g.Actual.Value = math.NaN()
	if got := sentence(p, g, familyTally{}); got != "No data in the window." {
		t.Errorf("without data: %s", got)
	}
}

func TestSentenceAgainstTheStandard(t *testing.T) {
	g, p := row("followup_delay_rate", 18, 60, 0.3, 0.05, math.NaN(), math.NaN()), printer(t, "en")
	g.Severity = analysis.NotJudged
	g.Standard = &analysis.Standard{Level: 0.05, Gap: 0.25, P: 0.0002, PMaterial: 0.99, Severity: analysis.Serious}
	want := "18 of 60 nodes (30.0%), the standard is 5.0%, here 3; at most 1 chance in 1,000 of seeing this if the true level of Ann met the standard (2 of 9 comparisons here stand out); very likely large enough to matter."
	if got := sentence(p, g, familyTally{held: 9, behind: 2}); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := otherComparison(p, g, true), "Colleagues 5.0%"; !strings.HasPrefix(got, want) {
		t.Errorf("the other comparison: %q", got)
	}
	g.Rest = math.NaN()
	if got := otherComparison(p, g, true); got != "" {
		t.Errorf("nobody to compare with: %q", got)
	}
}

func TestChanceIsToldInRoundSteps(t *testing.T) {
	p := printer(t, "en")
	for prob, want := range map[float64]string{0: "at most 1 chance in 1,000", 0.001: "at most 1 chance in 1,000", 0.0011: "at most 1 chance in 100",
		0.01: "at most 1 chance in 100", 0.05: "at most 1 chance in 20", 0.06: "about 1 chance in 17", 0.5: "about 1 chance in 2"} {
		if got := chanceWords(p, prob); got != want {
			t.Errorf("%g: %q, want %q", prob, got, want)
		}
	}
}

func TestHowSureIsToldInWords(t *testing.T) {
	p := printer(t, "en")
	for sure, want := range map[float64]string{0.95: "very likely larger", 0.949: "likely larger", 0.8: "likely larger", 0.79: "perhaps no larger"} {
		if got := sureText(p, row("csat", 10, 100, 0.1, 0.2, 0.01, sure), false); !strings.HasPrefix(got, want) {
			t.Errorf("%g: %q, want %q", sure, got, want)
		}
	}
	if got := sureText(p, row("csat", 10, 100, 0.1, 0.2, 0.01, math.NaN()), false); got != "" {
		t.Errorf("not known: %q", got)
	}
	one := row("needs_depth_score", 0, 0, 6, 8, 0.01, 0.9)
	one.N = 1 // the others' spread holds both chance and true differences
	if got := sureText(p, one, false); got != "likely large enough to matter" {
		t.Errorf("one value: %q", got)
	}
}

func TestPeriodsAreNeverWrittenAsTrials(t *testing.T) {
	cat := kpi.Builtin()
	for _, c := range []struct {
		kpi    string
		counts bool
		n      int
		en, zh string
	}{
		{"conversion_rate", true, 300, "n = 300", "n = 300"},
		{"conversion_rate", false, 3, "3 periods", "3 期"},
		{"test_coverage", true, 3, "3 periods", "3 期"},
		{"needs_depth_score", false, 1, "1 period", "1 期"},
		{"complaint_rate", true, 400, "n = 400", "n = 400"},
		{"gone", true, 7, "n = 7", "n = 7"},
	} {
		for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
			if got := sampleText(printer(t, lang), cat.Get(c.kpi), c.counts, c.n); got != want {
				t.Errorf("%s: %q, want %q", c.kpi, got, want)
			}
		}
	}
}

func TestBaselineOfLinesRestsOnPeriods(t *testing.T) {
	r, p := fixture(t), printer(t, "en")
	plan := draftPlan()
	plan.Indicator, plan.BaselineN = "test_coverage", 3
	if got := planBasis(p, r, &plan, r.Catalogue.Get("test_coverage")); !strings.HasPrefix(got, "Baseline 15.0% (3 periods),") {
		t.Errorf("%q", got)
	}
	plan = draftPlan()
	plan.BaselineN = 3
	r.Gaps[2].Denominator = 0 // the person's values have no counts
	if got := planBasis(p, r, &plan, r.Gaps[2].Indicator); !strings.HasPrefix(got, "Baseline 15.0% (3 periods),") {
		t.Errorf("%q", got)
	}
	plan.BaselineN = 0 // given by a person
	if got := planBasis(p, r, &plan, r.Gaps[2].Indicator); !strings.HasPrefix(got, "Baseline 15.0%, reference") {
		t.Errorf("%q", got)
	}
}
