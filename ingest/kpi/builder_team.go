package kpi

import (
	"iter"
	"strconv"
)

// warnMoved tells of the figures of a person who stands in another team with
// the very same figures in another file: exports carry the team of the day, so
// two of them may hold a month twice for who has moved. Both are kept, for the
// person may as well have worked in both. Within one file they are noted,
// whatever the figures.
func warnMoved(set *Dataset) []Diagnostic {
	moved := set.movedEmployees()
	if len(moved) == 0 {
		return nil
	}
	first := map[[3]int32]int{}
	within := map[int32]*twoTeams{}
	var diags []Diagnostic
	for s, i := range set.rowsOfEmployees(moved) {
		k := [3]int32{set.Employee[s], set.Indicator[s], set.Period[i]}
		at, seen := first[k]
		if !seen {
			first[k] = i
			continue
		}
		f, o := set.At(at), set.At(i)
		switch {
		case f.Origin.File == o.Origin.File:
			within[k[0]] = within[k[0]].meet(f, o)
		case sameFigures(f.Measure, o.Measure):
			d := double{code: "row.other_team", row: o, other: f.Origin}.diagnostic()
			d.Severity = Warning
			diags = append(diags, d)
		}
	}
	for e := range int32(len(set.Employees)) {
		if w := within[e]; w != nil {
			diags = append(diags, w.note())
		}
	}
	return diags
}

// rowsOfEmployees are the rows with data of some employees, each behind its series.
func (d *Dataset) rowsOfEmployees(some map[int32]bool) iter.Seq2[int, int] {
	return func(yield func(series, row int) bool) {
		for s, e := range d.Employee {
			for i := d.Rows(s).From; some[e] && i < d.Rows(s).To; i++ {
				if d.Measure(i).Known() && !yield(s, i) {
					return
				}
			}
		}
	}
}

// twoTeams are the figures of a person in two teams of one file.
type twoTeams struct {
	first, other Observation // of the first that were met
	periods      map[Period]bool
}

func (w *twoTeams) meet(f, o Observation) *twoTeams {
	if w == nil {
		w = &twoTeams{f, o, map[Period]bool{}}
	}
	w.periods[o.Period] = true
	return w
}

func (w *twoTeams) note() Diagnostic {
	d := double{code: "row.two_teams", row: w.other, other: w.first.Origin}.diagnostic()
	d.Severity = Note
	d.Args["other_team"], d.Args["periods"] = w.first.Team, strconv.Itoa(len(w.periods))
	return d
}

// movedEmployees are those with rows in several teams.
func (d *Dataset) movedEmployees() map[int32]bool {
	moved, team := map[int32]bool{}, make([]int32, len(d.Employees))
	for s, e := range d.Employee {
		if at := d.Team[s] + 1; team[e] != 0 && team[e] != at {
			moved[e] = true
		} else {
			team[e] = at
		}
	}
	return moved
}
