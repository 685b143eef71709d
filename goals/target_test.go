package goals

import (
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// target is a person's target for e017, changed by the test.
func target(t *testing.T, id, level string, change ...func(*Target)) Target {
	t.Helper()
	out := Target{Employee: kpi.Employee{ID: "e017"}, Team: "north", Indicator: indicator(t, id), Level: dec(t, level)}
	for _, c := range change {
		c(&out)
	}
	return out
}

func fromMonth(m int) func(*Target) { return func(t *Target) { t.FromMonth = m } }
func byMonth(m int) func(*Target)   { return func(t *Target) { t.ByMonth = m } }
func sustain(n int) func(*Target)   { return func(t *Target) { t.Sustain = n } }

func startsAt(level kpi.Decimal) func(*Target) {
	return func(t *Target) { t.Baseline, t.BaselineN = &level, 300 }
}

func day(t interface{ Fatalf(string, ...any) }, s string) kpi.Date {
	d, err := kpi.ParseDate(s)
	if err != nil {
		t.Fatalf("date %q: %v", s, err)
	}
	return d
}

// Explicit targets of the sources: taken as they are, with their own sustain,
// 1 where none is given.
func TestExplicitTargetsAreTakenAsTheyAre(t *testing.T) {
	for name, c := range map[string]struct {
		target Target
		want   string
	}{
		"F10 ledger delay at most 10 % in 1 month":   {target(t, "update_delay_rate", "0.1", byMonth(1)), "≤0.1 by m1"},
		"F11 needs match at least 90 % from month 2": {target(t, "needs_match_accuracy", "0.9", fromMonth(2)), "≥0.9 from m2"},
		"at least 3 suggestions a month":             {target(t, "review_suggestions", "3", byMonth(3)), "≥3 by m3"},
		"assembly errors at most 2 % by month 2":     {target(t, "assembly_error_rate", "0.02", byMonth(2)), "≤0.02 by m2"},
		"F14 first pass at least 90 % by month 3":    {target(t, "first_pass_rate", "0.9", byMonth(3)), "≥0.9 by m3"},
		"interview coverage at least 90 % by 6":      {target(t, "interview_coverage", "0.9", byMonth(6)), "≥0.9 by m6"},
		"a sustain of its own":                       {target(t, "csat", "0.9", fromMonth(3), sustain(3)), "≥0.9 from m3 ×3"},
		"between a beginning and an end":             {target(t, "csat", "0.9", fromMonth(3), byMonth(5), sustain(2)), "≥0.9 from m3 by m5 ×2"},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := Explicit(c.target)
			if err != nil {
				t.Fatal(err)
			}
			if got := summary(plan.Milestones); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			if plan.Basis != BasisExplicit || plan.Reference != c.target.Level || !plan.NoBaseline || len(plan.Caveats) != 0 {
				t.Errorf("plan %+v", plan)
			}
			if len(plan.Arithmetic) != 1 || plan.Arithmetic[0].Code != "arithmetic.basis.explicit" {
				t.Errorf("arithmetic %v", plan.Arithmetic)
			}
		})
	}
}

func TestExplicitTargetsThatCannotBeMeant(t *testing.T) {
	suggestions := indicator(t, "review_suggestions")
	first, second := day(t, "2025-07-01"), day(t, "2025-06-01")
	also := func(f Further) func(*Target) { return func(t *Target) { t.Also = append(t.Also, f) } }
	for name, c := range map[string]struct {
		target Target
		code   string
		arg    string
	}{
		"18 where 18 % was meant":          {target(t, "conversion_rate", "18"), "target.level_range", "value"},
		"a negative rate":                  {target(t, "complaint_rate", "-0.1"), "target.level_range", "floor"},
		"a negative condition":             {target(t, "csat", "0.9", also(Further{suggestions, -1, ""})), "target.level_range", "value"},
		"an operator nobody knows":         {target(t, "csat", "0.9", func(t *Target) { t.Operator = "eq" }), "target.operator", "value"},
		"a negative sustain":               {target(t, "csat", "0.9", sustain(-1)), "target.sustain", "value"},
		"a sustain of a lifetime":          {target(t, "csat", "0.9", sustain(61)), "target.sustain", "want"},
		"a month before the start":         {target(t, "csat", "0.9", fromMonth(-1)), "target.month", "value"},
		"a month in ten years":             {target(t, "csat", "0.9", byMonth(120)), "target.month", "value"},
		"the end before the beginning":     {target(t, "csat", "0.9", fromMonth(4), byMonth(3)), "target.dates", "by"},
		"the same in days":                 {target(t, "csat", "0.9", func(t *Target) { t.From, t.By = &first, &second }), "target.dates", "from"},
		"a day and a month for one end":    {target(t, "csat", "0.9", byMonth(3), func(t *Target) { t.By = &first }), "target.dates", "by"},
		"the indicator itself as further":  {target(t, "review_suggestions", "3", also(Further{suggestions, 1, ""})), "target.twice", "kpi"},
		"a further indicator named twice":  {target(t, "csat", "0.9", also(Further{suggestions, 1, ""}), also(Further{suggestions, 2, ""})), "target.twice", "kpi"},
		"a further operator nobody knows":  {target(t, "csat", "0.9", also(Further{suggestions, 1, "gt"})), "target.operator", "want"},
		"a level that is no level at all":  {target(t, "nps", "101"), "target.level_range", "ceiling"},
		"and below a scale below zero too": {target(t, "nps", "-101"), "target.level_range", "floor"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Explicit(c.target)
			f := kpi.AsFault(err)
			if f == nil || f.Code != c.code || f.Class != kpi.Usage || f.Args[c.arg] == "" {
				t.Errorf("fault %v, want %s with %s", err, c.code, c.arg)
			}
		})
	}
}

func TestDoubtfulTargetsAreTakenWithACaveat(t *testing.T) {
	for name, c := range map[string]struct {
		target Target
		code   string
	}{
		"no date at all":                {target(t, "csat", "0.9"), "target.no_date"},
		"met before it starts":          {target(t, "csat", "0.9", byMonth(3), startsAt(900_000)), "target.already_met"},
		"at most on a higher-is-better": {target(t, "csat", "0.9", byMonth(3), func(t *Target) { t.Operator = AtMost }), "target.against_direction"},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := Explicit(c.target)
			if err != nil || len(plan.Caveats) != 1 || plan.Caveats[0].Code != c.code {
				t.Errorf("caveats %v (%v), want %s", plan.Caveats, err, c.code)
			}
		})
	}
}

func TestFurtherConditionsFollowTheirOwnDirection(t *testing.T) {
	in := target(t, "review_suggestions", "3", byMonth(1), startsAt(2*kpi.One))
	in.Also = []Further{{indicator(t, "review_suggestions_adopted"), kpi.One, ""}, {indicator(t, "defect_rate"), 50_000, ""}, {indicator(t, "csat"), 900_000, AtMost}}
	plan, err := Explicit(in)
	if err != nil {
		t.Fatal(err)
	}
	also := plan.Milestones[0].Also
	if len(also) != 3 || also[0].Operator != AtLeast || also[1].Operator != AtMost || also[2].Operator != AtMost {
		t.Errorf("conditions %+v", also)
	}
	if plan.NoBaseline || plan.Baseline != 2*kpi.One || plan.BaselineN != 300 {
		t.Errorf("baseline %s of %d", plan.Baseline, plan.BaselineN)
	}
}

func TestParseLevelReadsWhatPeopleType(t *testing.T) {
	for name, c := range map[string]struct {
		id, text, want, code string
	}{
		"a ratio":                   {"conversion_rate", "0.18", "0.18", ""},
		"a percentage":              {"conversion_rate", "18%", "0.18", ""},
		"a percentage, full width":  {"conversion_rate", " 17.5 ％", "0.175", ""},
		"a score":                   {"needs_depth_score", "8", "8", ""},
		"below zero":                {"nps", "-20", "-20", ""},
		"a rate in percent":         {"complaint_rate", "2%", "0.02", ""},
		"percents of a score":       {"needs_depth_score", "80%", "", "target.level"},
		"words":                     {"conversion_rate", "twenty", "", "target.level"},
		"nothing":                   {"conversion_rate", "", "", "target.level"},
		"not a number":              {"conversion_rate", "NaN", "", "target.level"},
		"more than there is of it":  {"sales_value", "1e300", "", "target.level"},
		"a percent sign on its own": {"conversion_rate", "%", "", "target.level"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ParseLevel(c.text, indicator(t, c.id))
			if c.code != "" {
				if f := kpi.AsFault(err); f == nil || f.Code != c.code || f.Args["kpi"] != c.id {
					t.Errorf("%s (%v), want %s", got, err, c.code)
				}
				return
			}
			if err != nil || got != dec(t, c.want) {
				t.Errorf("%s (%v), want %s", got, err, c.want)
			}
		})
	}
}

func FuzzParseLevel(f *testing.F) {
	for _, s := range []string{"18%", "0.18", "％", "1e9", "-7", "", "0x1p-3"} {
		f.Add(s)
	}
	in := kpi.Builtin().Get("conversion_rate")
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseLevel(s, in); err == nil && d.Abs() > kpi.MaxDecimal {
			t.Errorf("%q gives %s", s, d)
		}
	})
}

// F12: a change is told from a level, and its percent is asked for.
func TestF12AChangeIsNoLevel(t *testing.T) {
	for _, c := range []struct {
		text, kpi string
		mode      PercentMode
		want      string // the level from 22 % (of ratios) or 6 (of scores), or the fault's code
	}{
		{"+10%", "conversion_rate", Relative, "0.242"},
		{"+10%", "conversion_rate", Points, "0.32"},
		{"-10%", "conversion_rate", Relative, "0.198"},
		{"＋10％", "conversion_rate", Points, "0.32"},
		{"+10%", "conversion_rate", "", "target.change"},
		{"+2", "needs_depth_score", "", "8"},
		{"+50%", "needs_depth_score", Relative, "9"},
		{"+50%", "needs_depth_score", Points, "target.level"},
		{"+x", "needs_depth_score", "", "target.level"},
		{"18%", "conversion_rate", Relative, "a level"},
		{"-20", "nps", "", "a level"},
	} {
		in, base := indicator(t, c.kpi), kpi.Decimal(220_000)
		if c.kpi == "needs_depth_score" {
			base = 6 * kpi.One
		}
		got := "a level"
		change, is, err := ParseChange(c.text, in, c.mode)
		if f := kpi.AsFault(err); f != nil {
			got = f.Code
		} else if is {
			level, _ := change.Mode.Apply(base, change.By)
			got = level.String()
		}
		if got != c.want {
			t.Errorf("%s %s of %s: %s, want %s", c.text, c.mode, c.kpi, got, c.want)
		}
	}
	if _, err := ParseLevel("+10%", indicator(t, "conversion_rate")); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "target.change" {
		t.Errorf("+10%% as a level: %v", err)
	}
}
