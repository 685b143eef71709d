package analysis

import (
	"fmt"
	"math"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// A period's point carries the mean of the others who have a value then, also of
// a period in which the person has none; a month of nobody else is not known.
func TestPointsCarryTheColleaguesMean(t *testing.T) {
	var s sheet
	s.values("t", id(0), "csat_score", 70, math.NaN(), 90, 50)
	s.values("t", id(1), "csat_score", 80, 82, 84)
	s.values("t", id(2), "csat_score", 60, 64, math.NaN())
	for i, want := range []float64{70, 73, 84, nan} {
		got := find(t, run(t, s.dataset(), Default()), id(0), "csat_score").Series[i].Others
		if got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Errorf("month %d: %v, want %v", i+1, got, want)
		}
	}
}

// The cohort's own mean and size stand beside those of the mixed team.
func TestCohortsTellTheirOwnMean(t *testing.T) {
	var s sheet
	for i := range 5 {
		hire(&s, fmt.Sprint("new", i), "sales", kpi.DateOf(2025, 1, 15), xn{10 + int64(i), 100})
		hire(&s, fmt.Sprint("old", i), "sales", kpi.DateOf(2015, 1, 15), xn{30, 100})
	}
	opt := Default()
	opt.Cohort = CohortTenure
	res := run(t, s.dataset(), opt)
	g := find(t, res, "new0", "conversion_rate")
	if math.Abs(g.CohortMean-.12) > 1e-12 || g.CohortN != 5 || math.Abs(g.TeamMean-.21) > 1e-12 || g.TeamN != 10 {
		t.Errorf("cohort %v of %d, team %v of %d", g.CohortMean, g.CohortN, g.TeamMean, g.TeamN)
	}
	for _, c := range g.Caveats {
		if c.Code == "gap.cohort" && (c.Args["n"] != "5" || c.Args["mean"] != "0.12") {
			t.Errorf("%v", c.Args)
		}
	}
	if plain := find(t, run(t, s.dataset(), Default()), "new0", "conversion_rate"); !math.IsNaN(plain.CohortMean) || plain.CohortN != 0 {
		t.Errorf("without a cohort: %v of %d", plain.CohortMean, plain.CohortN)
	}
}

// What the window before bears out, by the words of confirm.
func TestConfirm(t *testing.T) {
	found := verdict{severity: Credible}
	for name, c := range map[string]struct {
		before []verdict
		want   []bool
	}{
		"found then too":                          {[]verdict{{severity: Serious, p: .2}}, []bool{true}},
		"material, and its p stands alone":        {[]verdict{{severity: Watch, reason: ReasonChance, p: .04}}, []bool{true}},
		"material, and its p does not":            {[]verdict{{severity: Watch, reason: ReasonChance, p: .06}}, []bool{false}},
		"not material then":                       {[]verdict{{severity: Normal, p: .001}}, []bool{false}},
		"not judged then":                         {[]verdict{unjudged(ReasonTooFew)}, []bool{false}},
		"the whole team missed the standard":      {[]verdict{{severity: Watch, reason: ReasonTeam, p: .001}}, []bool{false}},
		"two are asked about: .04 is too much":    {[]verdict{{severity: Watch, p: .04}, {severity: Watch, p: .5}}, []bool{false, false}},
		"two are asked about, both bear it out":   {[]verdict{{severity: Watch, p: .04}, {severity: Watch, p: .02}}, []bool{true, true}},
		"who is not judged then is not asked for": {[]verdict{{severity: Watch, p: .04}, unjudged(ReasonTooFew)}, []bool{true, false}},
	} {
		now := make([]verdict, len(c.before))
		for i := range now {
			now[i] = found
		}
		now, before := append(now, verdict{severity: Normal}), append(c.before, verdict{severity: Watch, p: 1e-9})
		confirm(now, before, .05)
		for i, want := range append(c.want, false) {
			if before[i].confirms != want {
				t.Errorf("%s: person %d %t, want %t", name, i, before[i].confirms, want)
			}
		}
	}
}

// Judged lightly, the window before tells the same people as judged in full.
func TestTheWindowBeforeIsJudgedAlikeWithoutFindings(t *testing.T) {
	ds := bigDataset(300, 9)
	opt := Default()
	cal := newCalendar(ds.Periods, 0, opt.Window)
	sc := &scorer{data: ds, cal: &cal, x: months(ds.Periods), opt: opt, scratch: newScratch(opt)}
	for span := range runs(ds.Team, ds.All()) {
		sc.reset()
		tm := team{scorer: sc, span: span}
		var families []family
		for r := range runs(ds.Indicator, span) {
			families = append(families, tm.gather(r))
		}
		for i := range families {
			f := &families[i]
			full := tm.judgeRest(f, f.beforeAt, func(int) question { return matter })
			gradeFamily(full, opt.FDR)
			f.now.rest = make([]verdict, len(f.people))
			light := tm.judgeBefore(f)
			for k := range full {
				if full[k].judged != light[k].judged {
					t.Fatalf("%s, person %d: judged %t in full", f.in.ID, k, full[k].judged)
				}
			}
			for k := range full { // of one who is found now
				f.now.rest[k].severity = Credible
				asked := tm.judgeBefore(f)
				if min(asked[k].severity, Credible) != min(full[k].severity, Credible) || asked[k].p != full[k].p && full[k].judged {
					t.Fatalf("%s, person %d: %+v, want %+v", f.in.ID, k, asked[k], full[k])
				}
				f.now.rest[k].severity = Normal
			}
		}
	}
}

// Student's tests take their share of the rate; exact tests of counts all of it.
func TestSmoothTestsTakeTheirShare(t *testing.T) {
	vs := []verdict{{judged: true, p: .02, shortfall: 1, smooth: true, pNeed: 1}, {judged: true, p: .5, smooth: true}}
	gradeFamily(vs, .05)
	if math.Abs(vs[0].q-.04/smoothShare) > 1e-15 || vs[0].severity != Credible || vs[1].q != .5/smoothShare {
		t.Errorf("%+v", vs)
	}
	vs[0].smooth, vs[1].smooth = false, false
	gradeFamily(vs, .05)
	if vs[0].q != .04 {
		t.Errorf("%+v", vs[0])
	}
}
