package analysis

import (
	"fmt"
	"math"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Rule decides what is listed as a finding.
type Rule string

// The rules: the fair procedure, and two descriptive ones that companies have
// in their handbooks. The descriptive rules never change a severity.
const (
	RuleFair  Rule = "fair"
	RuleMean  Rule = "mean-10%" // 10 % of the mean worse than the mean
	RuleSigma Rule = "z"        // one standard deviation worse than the mean
)

// Options says how gaps are judged.
type Options struct {
	AsOf        kpi.Date // periods that end after it are left out; 0: the end of the last period
	Window      int      // distinct periods pooled, ≥ 1; 0: all of them
	MinN        int      // fewest trials or responses of a judged person, ≥ 1
	MinPeriods  int      // fewest periods where periods are the sample, ≥ 2
	MinTeam     int      // fewest judged people of a judged team, ≥ 2
	FDR         float64  // false discovery rate of a family, in (0, 1)
	Level       float64  // confidence of the intervals, in (0, 1)
	Rule        Rule
	Cohort      Cohort
	Parallelism int // teams scored at once; 0: one

	// Brief is for rows of figures alone, where nothing else is shown: nobody has a
	// [History] or [Driver], findings alone a Series, and there are no summaries. It
	// takes a third of the time.
	Brief bool
}

// Default returns the thresholds that the simulations of the flagging
// procedure were settled with.
func Default() Options {
	return Options{Window: 3, MinN: 10, MinPeriods: 3, MinTeam: 4, FDR: 0.05, Level: 0.95, Rule: RuleFair, Parallelism: 1}
}

// Validate reports the first option outside its range, as a usage fault.
func (o Options) Validate() error {
	for _, c := range []struct {
		ok        bool
		name, val string
		want      string
	}{
		{o.Window >= 0, "window", fmt.Sprint(o.Window), "≥ 1, all"},
		{o.MinN >= 1, "min_n", fmt.Sprint(o.MinN), "≥ 1"},
		{o.MinPeriods >= 2, "min_periods", fmt.Sprint(o.MinPeriods), "≥ 2"},
		{o.MinTeam >= 2, "min_team", fmt.Sprint(o.MinTeam), "≥ 2"},
		{o.FDR > 0 && o.FDR < 1, "fdr", fmt.Sprint(o.FDR), "0 < fdr < 1"},
		{o.Level > 0 && o.Level < 1, "level", fmt.Sprint(o.Level), "0 < level < 1"},
		{o.Rule == RuleFair || o.Rule == RuleMean || o.Rule == RuleSigma, "rule", string(o.Rule), "fair, mean-10%, z"},
		{slices.Contains(Cohorts(), o.Cohort), "cohort", string(o.Cohort), "role, level, tenure, type"},
	} {
		if !c.ok {
			return &kpi.Fault{Class: kpi.Usage, Code: "option.range", Args: kpi.Args{"option": c.name, "value": c.val, "want": c.want}}
		}
	}
	return nil
}

var nan = math.NaN()
