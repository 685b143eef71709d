package reports

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// The report that a cutter cuts of some teams is the one that a look at every row
// gives: for a manager, for one person, for nobody.
func TestCuttingByTeamLosesNothing(t *testing.T) {
	r := large(t, 120)
	r.Plans[0].Team, r.Plans[1].Team = "team 0002", "team 0004"
	r.Progress[0].Plan.Team = "team 0004"
	r.Diagnostics = append(r.Diagnostics, kpi.Diagnostic{Code: "row.conflict", Args: kpi.Args{"employee": "e000041"}}, kpi.Diagnostic{Code: "gap.seen_once"})
	r.Gaps[0].Employee.Manager = "m0" // alone with another manager in the team
	manager := func(e kpi.Employee, team string) string {
		if e.Manager != "" {
			return e.Manager
		}
		return "m" + team[len(team)-1:]
	}
	cutter := NewCutter(r)
	teams := cutter.Teams(manager)
	if got := fmt.Sprint(teams["m0"]); got != "[team 0000]" {
		t.Errorf("teams of m0: %s", got)
	}
	same := cmp.Options{cmpopts.EquateNaNs(), cmp.AllowUnexported(Report{}, familyTally{}, familyKey{}), cmpopts.IgnoreFields(Report{}, "Catalogue", "Method")}
	for name, of := range teams {
		mine := func(e kpi.Employee, team string) bool { return manager(e, team) == name }
		if diff := cmp.Diff(r.For(mine), cutter.For(of, mine), same); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	alone := func(e kpi.Employee, _ string) bool { return e.ID == "e000041" }
	own := cutter.For([]string{"team 0002"}, alone)
	if diff := cmp.Diff(r.For(alone), own, same); diff != "" || len(own.Gaps) != 8 || len(own.Diagnostics) != len(r.Diagnostics)-1 {
		t.Errorf("%d rows, %d remarks: %s", len(own.Gaps), len(own.Diagnostics), diff)
	}
	if nobody := cutter.For(nil, alone); len(nobody.Gaps)+len(nobody.Plans)+len(nobody.Summaries) != 0 {
		t.Errorf("of no team: %+v", nobody)
	}
}
