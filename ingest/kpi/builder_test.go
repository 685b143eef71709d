package kpi_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func june() kpi.Period { return kpi.PeriodOf(kpi.DateOf(2025, time.June, 1), kpi.Month) }

// sale is an observation of conversion in June 2025 at a line of sales.csv.
func sale(id, name string, line int, m kpi.Measure) kpi.Observation {
	return kpi.Observation{Employee: kpi.Employee{ID: id, Name: name}, Team: "north", Indicator: kpi.Builtin().Get("conversion_rate"),
		Period: june(), Measure: m, Origin: kpi.Origin{File: "sales.csv", Row: line, Col: 3}}
}

func counts(x, n int64) kpi.Measure { return kpi.Counts(kpi.FromInt(x), kpi.FromInt(n)) }

func build(obs ...kpi.Observation) (*kpi.Dataset, []kpi.Diagnostic) {
	var b kpi.Builder
	b.Add(obs...)
	return b.Build()
}

// rowDiagnostic is what the builder says of one line of sales.csv.
func rowDiagnostic(code, id string, line int, other string) kpi.Diagnostic {
	return kpi.Diagnostic{Severity: kpi.Error, Code: code, Origin: kpi.Origin{File: "sales.csv", Row: line, Col: 3},
		Args: kpi.Args{"employee": id, "team": "north", "kpi": "conversion_rate", "period": "2025-06", "other": other}}
}

func TestDoubles(t *testing.T) {
	for _, c := range []struct {
		sentence string
		obs      []kpi.Observation
		kept     []kpi.Measure
		diags    []kpi.Diagnostic
	}{
		{"one row is kept without a word", []kpi.Observation{sale("e1", "", 2, counts(15, 100))}, []kpi.Measure{counts(15, 100)}, nil},
		{
			"the same figures again: the first by origin is kept",
			[]kpi.Observation{sale("e1", "", 9, counts(15, 100)), sale("e1", "", 2, counts(15, 100)), sale("e1", "", 5, counts(15, 100))},
			[]kpi.Measure{counts(15, 100)},
			[]kpi.Diagnostic{rowDiagnostic("row.duplicate", "e1", 5, "sales.csv!C2"), rowDiagnostic("row.duplicate", "e1", 9, "sales.csv!C2")},
		},
		{
			"other figures: none is used, each is told of another, and the person stays without data",
			[]kpi.Observation{sale("e1", "", 5, counts(16, 100)), sale("e1", "", 2, counts(15, 100)), sale("e2", "", 3, counts(1, 2))},
			[]kpi.Measure{counts(0, 0), counts(1, 2)},
			[]kpi.Diagnostic{rowDiagnostic("row.conflict", "e1", 2, "sales.csv!C5"), rowDiagnostic("row.conflict", "e1", 5, "sales.csv!C2")},
		},
		{
			"15 of 100 and 30 of 200 are the same level and not the same figures",
			[]kpi.Observation{sale("e1", "", 2, counts(15, 100)), sale("e1", "", 5, counts(30, 200))},
			[]kpi.Measure{counts(0, 0)},
			[]kpi.Diagnostic{rowDiagnostic("row.conflict", "e1", 2, "sales.csv!C5"), rowDiagnostic("row.conflict", "e1", 5, "sales.csv!C2")},
		},
		{
			"a level beside counts is another figure",
			[]kpi.Observation{sale("e1", "", 2, counts(15, 100)), sale("e1", "", 5, kpi.Value(0.15))},
			[]kpi.Measure{counts(0, 0)},
			[]kpi.Diagnostic{rowDiagnostic("row.conflict", "e1", 2, "sales.csv!C5"), rowDiagnostic("row.conflict", "e1", 5, "sales.csv!C2")},
		},
		{"a blank beside a figure says nothing", []kpi.Observation{sale("e1", "", 2, counts(0, 0)), sale("e1", "", 5, counts(15, 100))}, []kpi.Measure{counts(15, 100)}, nil},
		{"blanks alone are one blank", []kpi.Observation{sale("e1", "", 2, counts(0, 0)), sale("e1", "", 5, counts(0, 0))}, []kpi.Measure{counts(0, 0)}, nil},
		{"nothing at all", nil, nil, nil},
	} {
		d, diags := build(c.obs...)
		var kept []kpi.Measure
		for i := range d.Len() {
			kept = append(kept, d.Measure(i))
		}
		if diff := cmp.Diff(c.kept, kept, cmpopts.EquateNaNs()) + cmp.Diff(c.diags, diags); diff != "" {
			t.Errorf("%s: %s", c.sentence, diff)
		}
	}
}

func TestAnotherKeyIsNoDouble(t *testing.T) {
	base := sale("e1", "", 2, counts(15, 100))
	obs := []kpi.Observation{base}
	for i, change := range []func(*kpi.Observation){
		func(o *kpi.Observation) { o.Team = "south" },
		func(o *kpi.Observation) { o.Indicator = kpi.Builtin().Get("csat") },
		func(o *kpi.Observation) { o.Employee.ID = "e2" },
		func(o *kpi.Observation) { o.Period = june().Next() },
		func(o *kpi.Observation) { o.Period = kpi.PeriodOf(june().Start, kpi.Quarter) },
	} {
		o := base
		change(&o)
		o.Origin.Row = 3 + i
		obs = append(obs, o)
	}
	if d, diags := build(obs...); d.Len() != len(obs) || len(diags) != 1 || diags[0].Code != "row.two_teams" {
		t.Errorf("%d of %d rows kept, %v", d.Len(), len(obs), diags)
	}
}

func TestNames(t *testing.T) {
	at := func(line int) kpi.Origin { return kpi.Origin{File: "sales.csv", Row: line, Col: 3} }
	for _, c := range []struct {
		sentence string
		obs      []kpi.Observation
		names    []string
		diags    []kpi.Diagnostic
	}{
		{
			"one name for two ids is told once for each further id",
			[]kpi.Observation{sale("e1", "王伟", 2, counts(1, 9)), sale("e2", "王伟", 3, counts(1, 9))},
			[]string{"王伟", "王伟"},
			[]kpi.Diagnostic{{Severity: kpi.Warning, Code: "employee.same_name", Origin: at(3), Args: kpi.Args{"employee": "e2", "name": "王伟", "other": "e1"}}},
		},
		{"people without a name share none", []kpi.Observation{sale("e1", "", 2, counts(1, 9)), sale("e2", "", 3, counts(1, 9))}, []string{"", ""}, nil},
		{
			"a name that is missing is filled from a later row",
			[]kpi.Observation{sale("e1", "", 2, counts(1, 9)), csat(sale("e1", "王伟", 3, counts(1, 9)))},
			[]string{"王伟"}, nil,
		},
		{
			"another name for the same id: the first is used",
			[]kpi.Observation{sale("e1", "王伟", 2, counts(1, 9)), csat(sale("e1", "王玮", 3, counts(1, 9)))},
			[]string{"王伟"},
			[]kpi.Diagnostic{{Severity: kpi.Note, Code: "employee.name_changed", Origin: at(3), Args: kpi.Args{"employee": "e1", "name": "王玮", "other": "王伟"}}},
		},
	} {
		d, diags := build(c.obs...)
		var names []string
		for _, e := range d.Employees {
			names = append(names, e.Name)
		}
		if diff := cmp.Diff(c.names, names) + cmp.Diff(c.diags, diags); diff != "" {
			t.Errorf("%s: %s", c.sentence, diff)
		}
	}
}

func csat(o kpi.Observation) kpi.Observation {
	o.Indicator = kpi.Builtin().Get("csat")
	return o
}

// A name of which bytes were lost is nobody's, when another row has it whole.
func TestTornNamesGiveWay(t *testing.T) {
	set, _ := build(sale("e1", "\uFFFD敏", 2, counts(1, 2)), csat(sale("e1", "黄敏", 3, counts(1, 2))))
	if got := set.Employees[0].Name; got != "黄敏" {
		t.Errorf("the name is %q", got)
	}
}

func TestAttributesComeFromTheFirstRowThatHasThem(t *testing.T) {
	hired, later := kpi.DateOf(2024, time.May, 6), kpi.DateOf(2025, time.May, 6)
	first, second := sale("e1", "王伟", 2, counts(1, 9)), csat(sale("e1", "王伟", 3, counts(1, 9)))
	first.Employee.Role, second.Employee.Role = "sales", "other"
	second.Employee.Level, second.Employee.Manager, second.Employee.Type, second.Employee.Hired = "P5", "m1", "new", &hired
	third := sale("e1", "", 4, counts(1, 9))
	third.Period, third.Employee.Hired = june().Next(), &later
	d, _ := build(third, second, first)
	want := []kpi.Employee{{ID: "e1", Name: "王伟", Role: "sales", Level: "P5", Manager: "m1", Type: "new", Hired: &hired}}
	if diff := cmp.Diff(want, d.Employees); diff != "" {
		t.Error(diff)
	}
}

// observations draws rows that often meet in one key, each with its own origin.
func observations() *rapid.Generator[[]kpi.Observation] {
	return rapid.Custom(func(t *rapid.T) []kpi.Observation {
		rows := make([]kpi.Observation, rapid.IntRange(0, 25).Draw(t, "rows"))
		for i := range rows {
			o := sale(rapid.SampledFrom([]string{"e1", "e2", "e3"}).Draw(t, "id"), rapid.SampledFrom([]string{"", "王伟", "李娜"}).Draw(t, "name"),
				2+i, counts(rapid.Int64Range(0, 2).Draw(t, "x"), rapid.Int64Range(0, 3).Draw(t, "n")))
			o.Team = rapid.SampledFrom([]string{"north", "south"}).Draw(t, "team")
			if rapid.Bool().Draw(t, "csat") {
				o = csat(o)
			}
			o.Origin.File = rapid.SampledFrom([]string{"a.csv", "b.csv"}).Draw(t, "file")
			rows[i] = o
		}
		return rows
	})
}

// Whatever the order in which readers add, and from however many goroutines,
// dataset and diagnostics are the same.
func TestOrderOfAddingDoesNotShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := observations().Draw(t, "rows")
		want, wantDiags := build(rows...)
		shuffled := rapid.Permutation(rows).Draw(t, "shuffled")
		cut := rapid.IntRange(0, len(rows)).Draw(t, "cut")
		var b kpi.Builder
		var wg sync.WaitGroup
		for _, part := range [][]kpi.Observation{shuffled[:cut], shuffled[cut:]} {
			wg.Go(func() { b.Add(part...) })
		}
		wg.Wait()
		got, gotDiags := b.Build()
		if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()) + cmp.Diff(wantDiags, gotDiags); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Nothing is lost silently: every row that holds a figure is in the dataset or
// has a diagnostic at its own address.
func TestEveryFigureIsKeptOrTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := observations().Draw(t, "rows")
		d, diags := build(rows...)
		told := map[kpi.Origin]bool{}
		for i := range d.Len() {
			told[d.OriginAt(i)] = true
		}
		for _, diag := range diags {
			if diag.Severity == kpi.Error {
				told[diag.Origin] = true
			}
		}
		for _, o := range rows {
			if o.Measure.Known() && !told[o.Origin] {
				t.Fatalf("%s is neither used nor told of", o.Origin)
			}
		}
	})
}

// Two exports of one month, the second after a move, may hold the month twice:
// that is said, and nothing is lost, for the person may have worked in both teams.
func TestTheSameMonthUnderTwoTeamsIsSaid(t *testing.T) {
	in := func(file, team string, row int, m kpi.Measure) kpi.Observation {
		o := sale("e1", "", row, m)
		o.Origin.File, o.Team = file, team
		return o
	}
	tests := map[string]struct {
		second kpi.Observation
		rows   int
		code   string
	}{
		"the same figures in another team's file":   {in("b.csv", "south", 2, counts(18, 100)), 2, "row.other_team"},
		"other figures in another team's file":      {in("b.csv", "south", 2, counts(5, 30)), 2, ""},
		"the same figures in two teams of one file": {in("a.csv", "south", 3, counts(18, 100)), 2, "row.two_teams"},
		"other figures in two teams of one file":    {in("a.csv", "south", 3, counts(5, 30)), 2, "row.two_teams"},
		"a blank in another team":                   {in("b.csv", "south", 2, counts(0, 0)), 2, ""},
	}
	severity := map[string]kpi.Severity{"row.other_team": kpi.Warning, "row.two_teams": kpi.Note}
	for name, c := range tests {
		d, diags := build(in("a.csv", "north", 2, counts(18, 100)), c.second)
		code := ""
		if len(diags) > 0 {
			code = diags[0].Code
		}
		if d.Len() != c.rows || code != c.code || c.code != "" && (diags[0].LeavesOut() || diags[0].Severity != severity[c.code] || diags[0].Args["other"] != "a.csv!C2") {
			t.Errorf("%s: %d rows, %v", name, d.Len(), diags)
		}
	}
}
