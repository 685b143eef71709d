package kpi

import (
	"cmp"
	"slices"
)

// leftOut gathers what is said of rows that are left out. Hundreds of thousands
// may be: of each code those that come first by origin are told in full, as many
// as [Bound] keeps; the others hold their address and, shared by all of an
// indicator, its id alone, by which they are counted.
type leftOut struct {
	list  []Diagnostic
	full  []double
	lean  map[string]Args // by indicator
	bound int             // with so many they are sorted out next
}

// double is a row that stands for the same as another one.
type double struct {
	code  string
	row   Observation
	other Origin
	at    int // in the list
}

// add adds the rows of one key that are left out.
func (l *leftOut) add(code string, rows []Observation, first Observation) {
	for i, o := range rows {
		other := first.Origin
		if i == 0 && code == "row.conflict" {
			other = rows[1].Origin
		}
		if l.lean == nil {
			l.lean = map[string]Args{}
		}
		args := l.lean[o.Indicator.ID]
		if args == nil {
			args = Args{"kpi": o.Indicator.ID}
			l.lean[o.Indicator.ID] = args
		}
		l.full = append(l.full, double{code, o, other, len(l.list)})
		l.list = append(l.list, Diagnostic{Severity: Error, Code: code, Origin: o.Origin, Args: args})
	}
	if len(l.full) >= max(l.bound, boundFrom) {
		l.sortOut()
	}
}

// sortOut keeps of each code the rows that come first by origin.
func (l *leftOut) sortOut() {
	slices.SortFunc(l.full, func(a, b double) int {
		return cmp.Or(cmp.Compare(a.code, b.code), a.row.Origin.Compare(b.row.Origin))
	})
	kept, met := l.full[:0], 0
	var last double
	for i, d := range l.full {
		if i == 0 || d.code != last.code {
			met = 0
		}
		if met < MostDiagnostics || d.row.Origin == last.row.Origin {
			kept, last = append(kept, d), d
		}
		met++
	}
	clear(l.full[len(kept):])
	l.full, l.bound = kept, 2*len(kept)
}

// all returns what was gathered.
func (l *leftOut) all() []Diagnostic {
	l.sortOut()
	for _, d := range l.full {
		l.list[d.at] = d.diagnostic()
	}
	return l.list
}

// diagnostic tells of a row in full.
func (d double) diagnostic() Diagnostic {
	return Diagnostic{Severity: Error, Code: d.code, Origin: d.row.Origin, Args: Args{"employee": d.row.Employee.ID, "team": d.row.Team,
		"kpi": d.row.Indicator.ID, "period": d.row.Period.String(), "other": d.other.String()}}
}
