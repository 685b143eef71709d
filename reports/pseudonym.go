package reports

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Pseudonymise returns the report with a number in the place of each person,
// P001 and so on. The numbers are the same for the same inputs, and do not follow
// the order of ids or names. What may hold a name goes: attributes, the texts of
// plans and of remarks, the observations with their cells. Teams keep their names.
func Pseudonymise(r *Report) *Report {
	names := pseudonyms(r)
	out := *r
	out.Data = nil
	out.Gaps = slices.Clone(r.Gaps)
	for i := range out.Gaps {
		out.Gaps[i].Employee = names.of(out.Gaps[i].Employee)
	}
	slices.SortStableFunc(out.Gaps, func(a, b analysis.Gap) int {
		return cmp.Or(cmp.Compare(a.Team, b.Team), cmp.Compare(a.Indicator.ID, b.Indicator.ID), cmp.Compare(a.Employee.ID, b.Employee.ID))
	})
	out.Summaries = slices.Clone(r.Summaries)
	for i := range out.Summaries {
		s := &out.Summaries[i]
		s.Members = slices.Clone(s.Members)
		for j := range s.Members {
			s.Members[j].Employee = names.of(s.Members[j].Employee)
		}
		slices.SortStableFunc(s.Members, func(a, b analysis.Member) int { return cmp.Compare(a.Employee.ID, b.Employee.ID) })
	}
	out.Plans = slices.Clone(r.Plans)
	for i := range out.Plans {
		out.Plans[i] = names.plan(out.Plans[i])
	}
	out.Progress = slices.Clone(r.Progress)
	for i := range out.Progress {
		out.Progress[i].Plan = names.plan(out.Progress[i].Plan)
	}
	out.Evaluations, out.Records = slices.Clone(r.Evaluations), nil
	for i := range out.Evaluations {
		out.Evaluations[i] = names.evaluation(out.Evaluations[i])
	}
	out.Diagnostics = slices.Clone(r.Diagnostics)
	for i := range out.Diagnostics {
		out.Diagnostics[i].Args = names.args(out.Diagnostics[i].Args)
	}
	return &out
}

// pseudonymTable is the number of each person, by id.
type pseudonymTable map[string]string

// pseudonyms numbers everybody of the report in the order of a hash of the
// inputs and the id.
func pseudonyms(r *Report) pseudonymTable {
	ids := map[string]bool{}
	for i := range r.Gaps {
		ids[r.Gaps[i].Employee.ID] = true
	}
	for i := range r.Plans {
		ids[r.Plans[i].Employee.ID] = true
	}
	for i := range r.Progress {
		ids[r.Progress[i].Plan.Employee.ID] = true
	}
	for i := range r.Evaluations {
		ids[r.Evaluations[i].Progress.Plan.Employee.ID] = true
	}
	var salt strings.Builder
	for _, in := range r.Inputs {
		salt.WriteString(in.SHA256 + "\x00")
	}
	hash := func(id string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(salt.String()+id))) }
	order := slices.SortedFunc(maps.Keys(ids), func(a, b string) int { return cmp.Compare(hash(a), hash(b)) })
	table := pseudonymTable{}
	for i, id := range order {
		table[id] = fmt.Sprintf("P%03d", i+1)
	}
	return table
}

func (t pseudonymTable) of(e kpi.Employee) kpi.Employee {
	id := cmp.Or(t[e.ID], "P")
	return kpi.Employee{ID: id, Name: id, Type: e.Type}
}

func (t pseudonymTable) plan(p goals.Plan) goals.Plan {
	p.Employee, p.Content, p.By = t.of(p.Employee), goals.Content{}, ""
	p.ID = p.Employee.ID + "-" + p.Indicator // the own one is made of the person's id
	return p
}

// args are those of a remark without what may hold a name: the person becomes a
// number, texts from cells become "…".
func (t pseudonymTable) args(args kpi.Args) kpi.Args {
	out := kpi.Args{}
	for key, value := range args {
		switch {
		case t[value] != "":
			out[key] = t[value]
		case key == "employee" || key == "name" || key == "text" || key == "other":
			out[key] = "…"
		default:
			out[key] = value
		}
	}
	return out
}
