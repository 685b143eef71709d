package analysis

import (
	"fmt"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Severity grades a gap; the zero value is not used.
type Severity uint8

// The severities, in rising order.
const (
	NotJudged Severity = iota + 1 // too few trials, periods or colleagues, or no counts
	Normal                        // ordinary variation
	Watch                         // for the analyst only, never a plan; Reason says why it is not more
	Credible                      // "gap": credible, material and beyond what colleagues differ by anyway
	Serious                       // a gap outside the team's own spread
)

var severityWords = []string{"", "not_judged", "normal", "watch", "gap", "serious"}

// String returns not_judged, normal, watch, gap or serious.
func (s Severity) String() string { return severityWords[s] }

// MarshalText writes the word of String.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ParseSeverity reads the word of String.
func ParseSeverity(word string) (Severity, error) {
	for i, w := range severityWords[1:] {
		if w == word {
			return Severity(i + 1), nil
		}
	}
	return 0, fmt.Errorf("severity %q is not one of %v", word, severityWords[1:])
}

// Reason tells why a severity is what it is, "" where nothing need be told.
type Reason string

// The reasons.
const (
	ReasonChance   Reason = "chance"   // watch: could still be chance among this many comparisons
	ReasonSpread   Reason = "spread"   // watch: no more than this team's people differ by anyway
	ReasonTooFew   Reason = "too_few"  // not judged: too few trials, periods or colleagues
	ReasonStandard Reason = "standard" // the finding is against the standard, not the colleagues
	ReasonTeam     Reason = "team"     // watch: the whole team misses the standard, which is no matter of one person
)

// Persistence tells whether the gap stood in the window before too.
type Persistence string

// The answers; Unknown when there is no window before that shares no period.
const (
	PersistentYes     Persistence = "yes"
	PersistentNo      Persistence = "no"
	PersistentUnknown Persistence = "unknown"
)

// Window is the span of pooled periods, first to last, and how many there are.
type Window struct {
	From, To kpi.Period
	Periods  int
}

// Standard is the comparison with a required level.
type Standard struct {
	Level      float64  // the standard
	Gap        float64  // value − standard
	P          float64  // one-sided, worse than the standard
	Q          float64  // Benjamini–Hochberg over the people of the KPI in the team
	PMaterial  float64  // P(true shortfall ≥ material)
	Severity   Severity // as against colleagues, with the standard in their place
	Persistent Persistence
}

// Gap is one employee's comparison on one indicator in the window. Levels and
// gaps are in the indicator's unit (ratios for proportions). NaN stands for
// what is not known or not defined.
type Gap struct {
	Employee  kpi.Employee
	Team      string
	Indicator *kpi.Indicator
	Window    Window

	N           int            // what is counted against min_n: trials or responses; periods where those are the sample
	Numerator   kpi.Decimal    // events in the window; 0 without counts
	Denominator kpi.Decimal    // trials in the window; 0 without counts
	Actual      infer.Estimate // the person's value, with its interval

	TeamN                        int // members with a value
	TeamMean, TeamSD, TeamMedian float64
	PointGap, RelativeGap        float64 // value − team mean; that over the team mean
	Rest                         float64 // the team without the person, pooled
	RestGap, RestRelativeGap     float64
	Shortfall                    float64 // how much worse than the rest, positive = worse
	Material                     float64 // the smallest gap that matters
	Z                            float64 // (value − team mean) / team sd: descriptive only

	P, Q, PMaterial float64 // mid-p against the rest; BH over the family (of a t test over 0.85); P(true gap ≥ need)
	Comparisons     int     // judged people of the family
	Shrunk          float64 // empirical Bayes estimate
	Severity        Severity
	Reason          Reason
	Cohort          string  // the cohort compared within; "" is the team
	CohortMean      float64 // unweighted mean of the cohort's values, the person's among them; NaN without a cohort
	CohortN         int     // members of the cohort with a value
	Persistent      Persistence
	Slope           float64 // least squares per month over all periods
	Standard        *Standard
	Listed          bool     // by the descriptive rule in force, when one is
	Series          []Point  // see Options.Brief
	History         *History // nil: fewer than six periods, or no colleagues; see Options.Brief
	Drivers         []Driver // of a finding: what the person is behind on too
	Mix             *Mix     // of a finding: what of it goes with the kinds of cases; nil without segments, see Segmented
	Caveats         []kpi.Caveat
}

// Point is the person's measure in one period, and what the colleagues had.
type Point struct {
	Period  kpi.Period
	Measure kpi.Measure
	Others  float64 // mean level of the others of the team in the period; NaN: nobody else
}

// Known reports whether the person has a value in the window.
func (g *Gap) Known() bool { return g.Actual.Value == g.Actual.Value }

// Finding reports whether the gap is one to speak of: gap or serious, against
// the colleagues or against the standard.
func (g *Gap) Finding() bool { return g.Flagged() >= Credible }

// Flagged is the graver severity of the two comparisons.
func (g *Gap) Flagged() Severity {
	if g.Standard != nil {
		return max(g.Severity, g.Standard.Severity)
	}
	return g.Severity
}

// Against is the level that the finding stands against: the standard where the
// finding (or the graver one) is against it, else the mean of the team.
func (g *Gap) Against() (level float64, standard bool) {
	if g.Standard != nil && g.Standard.Severity >= Credible && g.Standard.Severity >= g.Severity {
		return g.Standard.Level, true
	}
	return g.TeamMean, false
}

// Member is one person's mark in the picture of a team.
type Member struct {
	Employee kpi.Employee
	Value    float64 // NaN: no data
	N        int
	Severity Severity // the graver of the two comparisons
}

// Summary is one team's indicator in the window.
type Summary struct {
	Team      string
	Indicator *kpi.Indicator
	Window    Window
	N         int // members with a value
	Mean      float64
	SD        float64 // sample standard deviation; NaN below two members
	Median    float64
	Pooled    float64 // ratio of sums; NaN without counts

	Numerator, Denominator kpi.Decimal // sums; 0 without counts (or beyond the range of a Decimal)
	Tau                    float64     // standard deviation between the members' true rates; NaN when not estimated
	Judged                 int
	MissesStandard         bool // the team as a whole: a matter of team or process, not of one person
	Severities             map[Severity]int
	Members                []Member // sorted by employee id
}

// Result is the outcome of an analysis: every scored row, sorted by team,
// indicator id and employee id, and the summaries in the same order.
type Result struct {
	AsOf      kpi.Date
	Window    Window // the window of the commonest grain, for headings
	Gaps      []Gap
	Summaries []Summary
	Families  int // team × indicator pairs in which somebody was judged

	Comparisons   int     // judged people × indicators
	ExpectedFalse float64 // upper bound of the families that hold a false flag when nobody differs: FDR × Families
	RuleExpected  float64 // with a descriptive rule: people it lists when all are equally good; NaN when not defined
}
