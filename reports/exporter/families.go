package exporter

// family is a metric: its name, what it says, its label names.
type family struct {
	name, help string
	labels     []string
}

// The names of the metrics; they are stable.
const (
	buildInfo       = "gapstep_build_info"
	up              = "gapstep_up"
	dataTime        = "gapstep_data_timestamp_seconds"
	successTime     = "gapstep_last_success_timestamp_seconds"
	rowsRejected    = "gapstep_rows_rejected"
	teamMean        = "gapstep_team_mean"
	teamPooled      = "gapstep_team_pooled_ratio"
	teamNumerator   = "gapstep_team_numerator"
	teamDenominator = "gapstep_team_denominator"
	gapsCount       = "gapstep_gaps"
	plansCount      = "gapstep_plans"
	milestonesCount = "gapstep_milestones"
	progressRatio   = "gapstep_progress_ratio"
	employeeLevel   = "gapstep_employee"
	planTarget      = "gapstep_plan_target"
	planStatus      = "gapstep_plan_status"
)

// families lists every metric. Those of levels are three: a unit never hides
// behind a name.
func families() []family {
	all := []family{
		{buildInfo, "Version of gapstep that made the samples; always 1.", []string{"version"}},
		{up, "1 when a report is there, 0 before the first.", nil},
		{dataTime, "The day up to which the data reach (midnight UTC), in seconds since 1970.", nil},
		{successTime, "When the report was last made, in seconds since 1970.", nil},
		{rowsRejected, "Rows of the inputs that could not be used.", nil},
		{teamPooled, "Ratio of sums over the window's periods and the team's members.", []string{"team", "kpi"}},
		{teamNumerator, "Events in the window: the numerator of the pooled ratio.", []string{"team", "kpi"}},
		{teamDenominator, "Trials in the window: the denominator of the pooled ratio.", []string{"team", "kpi"}},
		{gapsCount, "Members of the team by the severity of their gap.", []string{"team", "kpi", "severity"}},
		{plansCount, "Plans of the team by state.", []string{"team", "state"}},
		{milestonesCount, "Milestones of agreed plans by status.", []string{"team", "kpi", "status"}},
		{progressRatio, "Mean share of the planned way gone; 1 is the final level.", []string{"team", "kpi"}},
		{planStatus, "Status of a plan: 1 for the one that holds, 0 for the others.", []string{"plan", "status"}},
	}
	for _, unit := range []struct{ suffix, what string }{{"_ratio", "ratio"}, {"_score", "score in points"}, {"_value", "value in the unit of the indicator"}} {
		all = append(all,
			family{teamMean + unit.suffix, "Plain mean of the members' values, a " + unit.what + ".", []string{"team", "kpi"}},
			family{employeeLevel + unit.suffix, "Value of one employee in the window, a " + unit.what + ".", []string{"employee", "team", "kpi"}},
			family{planTarget + unit.suffix, "Level of one step of a plan, a " + unit.what + ".", []string{"plan", "step"}})
	}
	return all
}
