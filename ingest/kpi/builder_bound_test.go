package kpi_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// manyDiagnostics are so many of a code, one a row.
func manyDiagnostics(code string, n int) []kpi.Diagnostic {
	list := make([]kpi.Diagnostic, n)
	for i := range list {
		list[i] = kpi.Diagnostic{Severity: kpi.Error, Code: code, Origin: kpi.Origin{File: "a.csv", Row: i + 1}}
	}
	return list
}

func TestTheFirstDiagnosticsOfACodeAreKeptAndTheOthersCounted(t *testing.T) {
	list := append(manyDiagnostics("value.not_a_number", kpi.MostDiagnostics+7), manyDiagnostics("value.comma", 3)...)
	got := kpi.Bound(list)
	if len(got) != kpi.MostDiagnostics+4 {
		t.Fatalf("%d diagnostics", len(got))
	}
	want := kpi.Diagnostic{Severity: kpi.Note, Code: kpi.MoreDiagnostics, Args: kpi.Args{"code": "value.not_a_number", "count": "7"}}
	if diff := cmp.Diff(want, got[0]); diff != "" {
		t.Error(diff)
	}
	for _, d := range got[1:] {
		if d.Origin.Row > kpi.MostDiagnostics {
			t.Errorf("row %d is kept, and not one of the first", d.Origin.Row)
		}
	}
}

func TestBoundingOnTheWayKeepsTheSameInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var list []kpi.Diagnostic
	for i := range 9 {
		list = append(list, manyDiagnostics(fmt.Sprint("code.", i), r.IntN(3*kpi.MostDiagnostics))...)
	}
	want := kpi.Bound(append([]kpi.Diagnostic(nil), list...))
	var g kpi.Gathered
	for _, i := range r.Perm(len(list)) {
		g.Add(list[i])
	}
	if diff := cmp.Diff(want, g.All()); diff != "" {
		t.Error(diff)
	}
}

func TestFewDiagnosticsAreAllKept(t *testing.T) {
	if got := kpi.Bound(manyDiagnostics("value.comma", kpi.MostDiagnostics)); len(got) != kpi.MostDiagnostics {
		t.Errorf("%d diagnostics", len(got))
	}
	if got := kpi.Bound(nil); len(got) != 0 {
		t.Errorf("of none %v", got)
	}
}

func TestManyPeopleOfOneNameAreToldOfABoundedNumberOfTimes(t *testing.T) {
	var b kpi.Builder
	in := kpi.Builtin().Get("csat")
	const people = kpi.MostDiagnostics + 50
	for i := range people {
		b.Add(kpi.Observation{Employee: kpi.Employee{ID: fmt.Sprintf("E%05d", i), Name: "Ann"}, Team: "a", Indicator: in,
			Measure: kpi.Counts(kpi.One, kpi.One), Origin: kpi.Origin{File: "a.csv", Row: i + 2, Col: 3}})
	}
	_, diags := b.Build()
	if len(diags) != kpi.MostDiagnostics+1 || diags[0].Args["count"] != fmt.Sprint(people-1-kpi.MostDiagnostics) {
		t.Errorf("%d diagnostics, the first %v", len(diags), diags[0])
	}
}
