package analysis

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"gonum.org/v1/gonum/stat/distuv"
)

// simulated scales the simulations: `make simulate` runs them at full size.
var simulated = flag.Int("simulated", 1, "how many times the usual number of simulated teams")

// seedTeam adds one person's month.
func addMonth(s *sheet, person, month int, x, n int64) {
	s.add("team", id(person), "conversion_rate", month, kpi.Counts(kpi.FromInt(x), kpi.FromInt(n)))
}

func binomial(r *rand.Rand, n int64, p float64) int64 {
	return int64(distuv.Binomial{N: float64(n), P: p, Src: r}.Rand())
}

// People who merely differ as people do are not put on lists: twelve people
// whose true rates are a beta draw about .22 (intra-class correlation .01, so a
// standard deviation of 4.1 points), all with the same n (goal 3, table S1b).
func TestGoalPeopleWhoDifferAreNotListed(t *testing.T) {
	for _, c := range []struct {
		n                   int64
		gap, serious, found float64 // at most, at most, at least
	}{{400, .11, .04, .65}, {1200, .14, .04, .85}, {5000, .16, .04, .95}} {
		t.Run(fmt.Sprintf("n = %d", c.n), func(t *testing.T) {
			t.Parallel()
			teams := 250 * *simulated
			gap, serious, found := spreadOfStaff(t, teams, c.n)
			t.Logf("S1b people differ, n %4d: staff flagged %.1f %% (≤ %.0f), serious %.1f %% (≤ %.0f), .15 found %.0f %% (≥ %.0f)", c.n, 100*gap, 100*c.gap, 100*serious, 100*c.serious, 100*found, 100*c.found)
			slack := func(p float64, m int) float64 { return 3 * math.Sqrt(p*(1-p)/float64(m)) }
			if gap > c.gap+slack(c.gap, 11*teams) || serious > c.serious+slack(c.serious, 11*teams) || found < c.found-slack(c.found, teams) {
				t.Error("the goal is missed")
			}
		})
	}
}

// spreadOfStaff returns the shares of the staff flagged and serious, and of the
// teams in which the seeded person at .15 is found. The seeded person is not staff.
func spreadOfStaff(t *testing.T, teams int, n int64) (gap, serious, found float64) {
	const rho, mean = .01, .22
	r := rand.New(rand.NewPCG(uint64(n), 3))
	prior := distuv.Beta{Alpha: mean * (1/rho - 1), Beta: (1 - mean) * (1/rho - 1), Src: r}
	for range teams {
		var s sheet
		addMonth(&s, 0, 1, binomial(r, n, .15), n)
		for i := 1; i < 12; i++ {
			addMonth(&s, i, 1, binomial(r, n, prior.Rand()), n)
		}
		res := run(t, s.dataset(), Default())
		for i := range res.Gaps {
			g := &res.Gaps[i]
			switch {
			case g.Employee.ID == id(0) && g.Finding():
				found += 1 / float64(teams)
			case g.Employee.ID != id(0) && g.Severity == Serious:
				serious += 1 / float64(11*teams)
				gap += 1 / float64(11*teams)
			case g.Employee.ID != id(0) && g.Finding():
				gap += 1 / float64(11*teams)
			}
		}
	}
	return gap, serious, found
}

// Somebody at half the rate of eleven equal colleagues, everybody with n trials
// (goal 2, table S2).
func TestGoalHalfTheRateIsFoundAtEqualN(t *testing.T) {
	for _, c := range []struct {
		n     int64
		least float64
	}{{150, .75}, {400, .98}} {
		teams := 300 * *simulated
		r := rand.New(rand.NewPCG(uint64(c.n), 2))
		found := 0.0
		for range teams {
			var s sheet
			addMonth(&s, 0, 1, binomial(r, c.n, .11), c.n)
			for i := 1; i < 12; i++ {
				addMonth(&s, i, 1, binomial(r, c.n, .22), c.n)
			}
			if find(t, run(t, s.dataset(), Default()), id(0), "conversion_rate").Finding() {
				found += 1 / float64(teams)
			}
		}
		t.Logf("S1  .11 among eleven at .22, n %d each, found in %.1f %% (≥ %.0f)", c.n, 100*found, 100*c.least)
		if found < c.least-3*math.Sqrt(c.least*(1-c.least)/float64(teams)) {
			t.Error("the goal is missed")
		}
	}
}

// Twelve monthly reviews of ten people, 5 to 40 cases a month, on rolling
// windows of three months, flags counting only when they stood in the disjoint
// window before: an innocent is flagged in at most 2 % of teams of equals in a
// year, somebody at .11 among .22 is found in at least 40 % (goal 4, table S3).
func TestGoalAYearOfMonthlyReviews(t *testing.T) {
	teams := 120 * *simulated
	r := rand.New(rand.NewPCG(12, 4))
	innocent, found := 0.0, 0.0
	for range teams {
		if a, _ := year(t, r, .22); a {
			innocent += 1 / float64(teams)
		}
		if _, b := year(t, r, .11); b {
			found += 1 / float64(teams)
		}
	}
	t.Logf("S3  twelve monthly reviews: an innocent flagged in %.1f %% of teams a year (≤ 2), .11 found in %.0f %% (≥ 40)", 100*innocent, 100*found)
	if innocent > .02+3*math.Sqrt(.02*.98/float64(teams)) || found < .40-3*math.Sqrt(.4*.6/float64(teams)) {
		t.Error("the goal is missed")
	}
}

// year runs the reviews at the end of each month; first is the rate of person
// 0. It reports whether anybody else, and whether person 0, had a persistent gap.
func year(t *testing.T, r *rand.Rand, first float64) (others, person0 bool) {
	var s sheet
	for m := 1; m <= 12; m++ {
		for i := range 10 {
			n, p := 5+r.Int64N(36), .22
			if i == 0 {
				p = first
			}
			addMonth(&s, i, m, binomial(r, n, p), n)
		}
	}
	ds := s.dataset()
	for m := 1; m <= 12; m++ {
		opt := Default()
		opt.AsOf = kpi.DateOf(2025, 1, 1).AddMonths(m) - 1
		res := run(t, ds, opt)
		for i := range res.Gaps {
			if g := &res.Gaps[i]; g.Finding() && g.Persistent == PersistentYes {
				others = others || g.Employee.ID != id(0)
				person0 = person0 || g.Employee.ID == id(0)
			}
		}
	}
	return others, person0
}
