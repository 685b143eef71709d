package kpi_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Of thousands of rows that are left out the first of each code by origin are told of
// in full and the others counted; the list has them all.
func TestManyRowsLeftOutAreToldOf(t *testing.T) {
	const people = 2 * kpi.MostDiagnostics
	var rows []kpi.Observation
	add := func(who, line int, m kpi.Measure) {
		o := sale(fmt.Sprintf("e%05d", who), "", line, m)
		o.Origin.File = "a.csv"
		rows = append(rows, o)
	}
	for i := range people { // the order of names is not that of lines
		who := (i * 7919) % people
		add(who, 4*i+2, counts(1, 10))
		add(who, 4*i+3, counts(2, 10))
		add(people+who, 4*i+4, counts(3, 10))
		add(people+who, 4*i+5, counts(3, 10))
	}
	var b kpi.Builder
	b.Add(rows...)
	_, diags := b.Build()
	told := map[string]int{}
	for _, d := range diags {
		if d.Code == kpi.MoreDiagnostics {
			told[d.Args["code"]+" more "+d.Args["count"]]++
			continue
		}
		if told[d.Code]++; d.Args["employee"] == "" || d.Args["team"] == "" || d.Args["other"] == "" || d.Args["period"] == "" {
			t.Fatalf("%s at %s does not say of whom: %v", d.Code, d.Origin, d.Args)
		}
		if d.Origin.Row > 4*kpi.MostDiagnostics+2 {
			t.Fatalf("%s at %s is none of the first", d.Code, d.Origin)
		}
	}
	want := map[string]int{"row.conflict": kpi.MostDiagnostics, "row.duplicate": kpi.MostDiagnostics,
		fmt.Sprintf("row.conflict more %d", 2*people-kpi.MostDiagnostics): 1, fmt.Sprintf("row.duplicate more %d", people-kpi.MostDiagnostics): 1}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
	left := map[kpi.LeftRow]int{}
	for row := range b.LeftOut().All() {
		left[row]++
	}
	for i, o := range rows {
		row := kpi.LeftRow{Code: "row.conflict", Origin: o.Origin, KPI: o.Indicator.ID}
		if i%4 == 3 {
			row.Code = "row.duplicate"
		}
		if left[row] != 1 && i%4 != 2 {
			t.Fatalf("%v is left out %d times", row, left[row])
		}
	}
	if len(left) != 3*people || b.LeftOut().Len() != 3*people {
		t.Errorf("%d rows are left out, %d of them told apart", b.LeftOut().Len(), len(left))
	}
}

// What is said of people does not hang on how many rows say the same of them.
func TestPeopleAreToldOnceHoweverManyRowsTheyHave(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var once, often []kpi.Observation
		n := rapid.IntRange(1, 12).Draw(t, "rows")
		for i := range n {
			o := sale(rapid.SampledFrom([]string{"e1", "e2", "e3"}).Draw(t, "id"), "", i+2, counts(1, 10))
			o.Employee.Name = rapid.SampledFrom([]string{"", "Ann", "Bob"}).Draw(t, "name")
			o.Employee.Role = rapid.SampledFrom([]string{"", "rep"}).Draw(t, "role")
			o.Team = fmt.Sprint("T", i) // no two rows have the same key
			once, often = append(once, o), append(often, o)
			for again := range rapid.IntRange(0, 3).Draw(t, "again") {
				o.Origin.Row, o.Team = 100+10*i+again, fmt.Sprint("T", i, "-", again)
				often = append(often, o)
			}
		}
		said := func(rows []kpi.Observation) string {
			var b kpi.Builder
			b.Add(rows...)
			set, diags := b.Build()
			text := fmt.Sprint(set.Employees)
			for _, d := range diags {
				if d.Code == "employee.same_name" || d.Code == "employee.name_changed" {
					text += fmt.Sprint("\n", d.Code, d.Origin, d.Args)
				}
			}
			return text
		}
		if a, b := said(once), said(often); a != b {
			t.Errorf("%s\nbut %s", b, a)
		}
	})
}
