package goals

import (
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// row is one observation of a person in a test.
type row struct {
	team, employee, kpi string
	period              kpi.Period
	measure             kpi.Measure
}

func month(t interface{ Fatalf(string, ...any) }, s string) kpi.Period {
	return kpi.PeriodOf(day(t, s+"-01"), kpi.Month)
}

func counts(x, n int64) kpi.Measure { return kpi.Counts(kpi.FromInt(x), kpi.FromInt(n)) }

func dataset(t *testing.T, rows ...row) *kpi.Dataset {
	t.Helper()
	var b kpi.Builder
	for i, r := range rows {
		b.Add(kpi.Observation{Employee: kpi.Employee{ID: r.employee}, Team: r.team, Indicator: indicator(t, r.kpi), Period: r.period,
			Measure: r.measure, Origin: kpi.Origin{File: "next.csv", Row: i + 2}})
	}
	ds, diags := b.Build()
	for _, d := range diags {
		if d.Severity == kpi.Error {
			t.Fatal(d)
		}
	}
	return ds
}

// months are rows of e017 in north, one a month from the first on; nil is a
// month without a row.
func months(t *testing.T, id, first string, measures ...*kpi.Measure) []row {
	t.Helper()
	var rows []row
	p := month(t, first)
	for _, m := range measures {
		if m != nil {
			rows = append(rows, row{"north", "e017", id, p, *m})
		}
		p = p.Next()
	}
	return rows
}

// of is x of n, val a value without counts.
func of(x, n int64) *kpi.Measure { m := counts(x, n); return &m }
func val(v float64) *kpi.Measure { m := kpi.Value(v); return &m }

// trackAt follows a plan to the end of a month.
func trackAt(t *testing.T, plan Plan, ds *kpi.Dataset, asOf string) Progress {
	t.Helper()
	opt := DefaultTrack()
	if asOf != "" {
		opt.AsOf = month(t, asOf).End()
	}
	return Track(plan, ds, indicator(t, plan.Indicator), opt)
}

// history writes the plan's status at the end of each month, from first on.
func history(t *testing.T, plan Plan, ds *kpi.Dataset, first string, n int) string {
	t.Helper()
	var words []string
	p := month(t, first)
	for range n {
		pr := trackAt(t, plan, ds, p.String())
		word := string(pr.Status)
		for _, s := range pr.Steps {
			if s.Status == Sustained && pr.Status == Sustained {
				word += " " + itoa(s.Streak) + "/" + itoa(s.Milestone.Sustain)
				break
			}
		}
		words = append(words, word)
		p = p.Next()
	}
	return strings.Join(words, ", ")
}

func steps(pr Progress) string {
	var words []string
	for _, s := range pr.Steps {
		words = append(words, string(s.Status))
	}
	return strings.Join(words, ", ")
}
