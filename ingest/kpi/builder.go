package kpi

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// Builder gathers observations from any number of goroutines and builds the
// Dataset. The order of Add calls does not show in the result.
type Builder struct {
	mu     sync.Mutex
	rows   Observations
	blocks []*Dataset
	left   LeftOut
}

// Add adds observations; the slice is copied.
func (b *Builder) Add(obs ...Observation) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rows.Add(obs...)
}

// AddList adds the observations of a list, which the builder takes over.
func (b *Builder) AddList(list Observations) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rows.Len() == 0 {
		b.rows = list
		return
	}
	for _, o := range list.All() {
		b.rows.Add(o)
	}
}

// AddBlock adds the rows of a [Block], whose dictionaries hold nothing that no
// row has. It is kept; alone it becomes the Dataset as it is, unless a key stands in it
// more than once.
func (b *Builder) AddBlock(block *Dataset) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.blocks = append(b.blocks, block)
}

// Build sorts what was added into a Dataset and returns, beside it, a
// diagnostic for each observation that was left out or is doubtful:
//
//   - row.duplicate: the same employee, team, indicator and period again with
//     the same figures; the first by origin is kept.
//   - row.conflict: the same key with different figures; none of them is used,
//     for nobody can know which is right, and the person stays without data.
//   - row.other_team (warning): the same figures of the same person and period
//     under another team in another file; both are kept.
//   - row.two_teams (note): a person has figures of one indicator and period in
//     two teams of one file; both are kept. Said once for a person.
//   - employee.same_name (warning): one name stands for several ids.
//   - employee.name_changed (note): one id has several names; the first is used.
//
// Those of employees, of duplicates and of conflicts are bounded as [Bound] does
// it: hundreds of thousands of rows may be left out. [Builder.LeftOut] has all of
// those.
//
// Attributes of an employee are taken from the first observation, by origin,
// that has them; a text with bytes that could not be read gives way to a whole one.
func (b *Builder) Build() (*Dataset, []Diagnostic) {
	b.mu.Lock()
	defer b.mu.Unlock()
	m := newMerge(&b.rows, b.blocks)
	set, diags := m.run()
	b.left = m.left.LeftOut
	diags = append(diags, warnMoved(set)...)
	people, more := gatherEmployees(m.sightings())
	diags = append(diags, more...)
	slices.SortFunc(diags, Diagnostic.Compare)
	for i, e := range set.Employees {
		set.Employees[i] = people[e.ID]
	}
	return set, diags
}

func compareKeys(a, b Observation) int {
	return cmp.Or(strings.Compare(a.Team, b.Team), strings.Compare(a.Indicator.ID, b.Indicator.ID),
		strings.Compare(a.Employee.ID, b.Employee.ID), a.Period.Compare(b.Period))
}

// LeavesOut reports whether the diagnostic of [Builder.Build] is of an
// observation that was not used.
func (d Diagnostic) LeavesOut() bool {
	return d.Code == "row.duplicate" || d.Code == "row.conflict"
}

// LeftOut returns the rows that the last [Builder.Build] has left out.
func (b *Builder) LeftOut() *LeftOut { return &b.left }

func sameFigures(a, b Measure) bool {
	return a.Events == b.Events && a.Trials == b.Trials && (a.Level == b.Level || !a.Known() && !b.Known())
}

// compareSightings orders rows as a reader meets them.
func compareSightings(a, b Observation) int {
	return cmp.Or(a.Origin.Compare(b.Origin), compareKeys(a, b))
}

// gatherEmployees puts together what rows say of employees. The rows are sorted
// in place.
func gatherEmployees(rows []Observation) (map[string]Employee, []Diagnostic) {
	slices.SortFunc(rows, compareSightings)
	people := map[string]Employee{}
	byName := map[string]string{}
	said := map[string]bool{}
	var diags Gathered
	say := func(sev Severity, code string, o Observation, other string) {
		if key := code + "\x00" + o.Employee.ID + "\x00" + o.Employee.Name; !said[key] {
			said[key] = true
			diags.Add(Diagnostic{Severity: sev, Code: code, Origin: o.Origin,
				Args: Args{"employee": o.Employee.ID, "name": o.Employee.Name, "other": other}})
		}
	}
	for _, o := range rows {
		old, known := people[o.Employee.ID]
		if known && o.Employee.Name != "" && old.Name != "" && o.Employee.Name != old.Name {
			say(Note, "employee.name_changed", o, old.Name)
		}
		if id, taken := byName[o.Employee.Name]; taken && o.Employee.Name != "" && id != o.Employee.ID {
			say(Warning, "employee.same_name", o, id)
		} else if !taken {
			byName[o.Employee.Name] = o.Employee.ID
		}
		people[o.Employee.ID] = fillEmployee(old, o.Employee)
	}
	return people, diags.All()
}

// isTorn reports whether bytes of a text could not be read.
func isTorn(text string) bool { return strings.ContainsRune(text, '\uFFFD') }

func fillEmployee(old, more Employee) Employee {
	old.ID = more.ID
	for _, f := range []struct {
		to   *string
		from string
	}{{&old.Name, more.Name}, {&old.Role, more.Role}, {&old.Level, more.Level}, {&old.Manager, more.Manager}, {&old.Type, more.Type}} {
		if *f.to == "" || isTorn(*f.to) && f.from != "" && !isTorn(f.from) {
			*f.to = f.from
		}
	}
	if old.Hired == nil {
		old.Hired = more.Hired
	}
	return old
}
