package analysis

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// xn is x of n.
type xn struct{ x, n int64 }

// sheet builds datasets for tests: rows are added by employee, in order.
type sheet struct {
	b    kpi.Builder
	rows int
}

func (s *sheet) add(team, employee, indicator string, month int, m kpi.Measure) *sheet {
	s.rows++
	s.b.Add(kpi.Observation{
		Employee: kpi.Employee{ID: employee, Name: employee}, Team: team, Indicator: kpi.Builtin().Get(indicator),
		Period: kpi.PeriodOf(kpi.DateOf(2025, 1, 1).AddMonths(month-1), kpi.Month), Measure: m,
		Origin: kpi.Origin{File: "t.csv", Row: s.rows, Col: 1},
	})
	return s
}

// counts adds months 1 … len(months) of one person.
func (s *sheet) counts(team, employee, indicator string, months ...xn) *sheet {
	for i, c := range months {
		s.add(team, employee, indicator, i+1, kpi.Counts(kpi.FromInt(c.x), kpi.FromInt(c.n)))
	}
	return s
}

func (s *sheet) values(team, employee, indicator string, months ...float64) *sheet {
	for i, v := range months {
		s.add(team, employee, indicator, i+1, kpi.Value(v))
	}
	return s
}

func (s *sheet) dataset() *kpi.Dataset {
	ds, diags := s.b.Build()
	if len(diags) > 0 {
		panic(fmt.Sprint(diags))
	}
	return ds
}

func run(t *testing.T, ds *kpi.Dataset, opt Options) *Result {
	t.Helper()
	res, err := Run(t.Context(), ds, opt)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func find(t *testing.T, res *Result, employee, indicator string) *Gap {
	t.Helper()
	for i := range res.Gaps {
		if g := &res.Gaps[i]; g.Employee.ID == employee && g.Indicator.ID == indicator {
			return g
		}
	}
	t.Fatalf("no gap of %s on %s", employee, indicator)
	return nil
}

// drawTeam adds one month of a team of equal people with rate p, the first
// being low where low ≥ 0.
func drawTeam(s *sheet, r *rand.Rand, indicator string, trials []int64, rates []float64) {
	for i, n := range trials {
		var x int64
		for range n {
			if r.Float64() < rates[i] {
				x++
			}
		}
		s.counts("team", fmt.Sprintf("e%02d", i), indicator, xn{x, n})
	}
}
