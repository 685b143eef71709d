package reports

import (
	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Schema names the version of the JSON form.
const Schema = "gapstep.report/1"

// Method is how the figures were judged: printed with every report.
type Method struct {
	Rule          string  `json:"rule"`   // fair, mean-10%, z
	Window        int     `json:"window"` // periods asked for; 0: all
	MinN          int     `json:"min_n"`
	MinTeam       int     `json:"min_team"`
	FDR           float64 `json:"fdr"`
	Level         float64 `json:"level"`     // of the intervals
	Reference     string  `json:"reference"` // team_mean or rest: what targets start from
	Families      int     `json:"families"`
	Comparisons   int     `json:"comparisons"`
	ExpectedFalse float64 `json:"expected_false"`
	RuleExpected  float64 `json:"-"`           // people a descriptive rule lists when all are equally good; NaN: none
	Version       string  `json:"version"`     // of gapstep
	ConfigHash    string  `json:"config_hash"` // SHA-256 of the effective configuration, hex
}

// Input is one file, its hash and its tally. RowsRead = RowsUsed +
// RowsRejected + RowsBlank + RowsLeftOut, and the same for values. Left out is what
// the configuration leaves out.
type Input struct {
	Path           string `json:"path"`
	SHA256         string `json:"sha256"`
	RowsRead       int    `json:"rows_read"`
	RowsUsed       int    `json:"rows_used"`
	RowsRejected   int    `json:"rows_rejected"`
	RowsBlank      int    `json:"rows_blank"`
	RowsLeftOut    int    `json:"rows_left_out"`
	ValuesRead     int    `json:"values_read"`
	ValuesUsed     int    `json:"values_used"`
	ValuesRejected int    `json:"values_rejected"`
	ValuesBlank    int    `json:"values_blank"`
	ValuesLeftOut  int    `json:"values_left_out"`
}

// Report is the one value that every writer prints. It is not changed after
// it was gathered.
type Report struct {
	AsOf        kpi.Date
	Window      analysis.Window
	Method      Method
	Inputs      []Input
	Diagnostics []kpi.Diagnostic
	Gaps        []analysis.Gap     // every scored row, sorted by team, indicator, employee
	Summaries   []analysis.Summary // one a team and indicator, the same order
	Plans       []goals.Plan
	Progress    []goals.Progress
	Evaluations []Evaluated // of plans that were held against the data at their end
	Records     []Record    // of plans, what was written down beside them; those that have any
	Catalogue   *kpi.Catalogue
	Data        *kpi.Dataset // what the figures rest on; nil: not at hand
	All         bool         // print every scored row, not only the findings
	HR          bool         // show what HR and the employee alone may see

	families map[familyKey]familyTally // of the whole, where rows were cut out; nil: count them
}

// Descriptive reports whether nobody could be judged, so that the whole table
// is shown under a descriptive heading instead of an empty list.
func (r *Report) Descriptive() bool {
	for i := range r.Gaps {
		g := &r.Gaps[i]
		if g.Severity != analysis.NotJudged || g.Standard != nil && g.Standard.Severity != analysis.NotJudged {
			return false
		}
	}
	return len(r.Gaps) > 0
}

// Shown returns the rows that tables list: the findings of the rule in force,
// every scored row with All or when nobody could be judged. The order is kept.
func (r *Report) Shown() []*analysis.Gap {
	all := r.All || r.Descriptive()
	var rows []*analysis.Gap
	for i := range r.Gaps {
		g := &r.Gaps[i]
		listed := g.Finding()
		if r.Method.Rule != string(analysis.RuleFair) {
			listed = g.Listed
		}
		if all || listed {
			rows = append(rows, g)
		}
	}
	return rows
}
