package ledger

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// journal is what a replay gives: the plans in force and the bytes of the
// entry that each was last stated in.
type journal struct {
	plans map[string]goals.Plan
	body  map[string]string
}

func newJournal() *journal { return &journal{map[string]goals.Plan{}, map[string]string{}} }

// apply takes up one entry. A draft after an agreement does not happen through
// this package; it is refused rather than believed.
func (j *journal) apply(r record) error {
	if r.kind != KindDrafted && r.kind != KindAgreed {
		return nil
	}
	var p goals.Plan
	err := json.Unmarshal([]byte(r.body), &p)
	switch {
	case err != nil:
	case p.ID != r.plan:
		err = fmt.Errorf("plan %s in the entry of %s", p.ID, r.plan)
	case (p.State == goals.Agreed) != (r.kind == KindAgreed):
		err = fmt.Errorf("plan %s is %q in an entry %s", p.ID, p.State, r.kind)
	case j.plans[p.ID].State == goals.Agreed:
		err = fmt.Errorf("plan %s was agreed before", p.ID)
	}
	if err != nil {
		return &kpi.Fault{Class: kpi.Failed, Code: "ledger.bad_entry", Args: kpi.Args{"seq": fmt.Sprint(r.seq), "plan": r.plan}, Err: err}
	}
	j.plans[p.ID], j.body[p.ID] = p, r.body
	return nil
}

// sorted are the plans by team, employee, indicator.
func (j *journal) sorted() []goals.Plan {
	list := make([]goals.Plan, 0, len(j.plans))
	for _, p := range j.plans {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b goals.Plan) int {
		return cmp.Or(strings.Compare(a.Team, b.Team), strings.Compare(a.Employee.ID, b.Employee.ID),
			strings.Compare(a.Indicator, b.Indicator), strings.Compare(a.ID, b.ID))
	})
	return list
}

// find resolves an id or a prefix that only one plan has.
func (j *journal) find(id string) (goals.Plan, error) {
	word := strings.ToLower(strings.TrimSpace(id))
	for _, exact := range []string{id, word} {
		if p, ok := j.plans[exact]; ok {
			return p, nil
		}
	}
	var hits []string
	for have := range j.plans {
		if word != "" && strings.HasPrefix(have, word) {
			hits = append(hits, have)
		}
	}
	slices.Sort(hits)
	switch len(hits) {
	case 1:
		return j.plans[hits[0]], nil
	case 0:
		return goals.Plan{}, usage("plan.unknown", kpi.Args{"id": id, "near": strings.Join(j.near(word), ", ")})
	}
	return goals.Plan{}, usage("plan.ambiguous", kpi.Args{"id": id, "near": strings.Join(hits[:min(len(hits), mostNear)], ", ")})
}

// mostNear is how many ids a fault suggests.
const mostNear = 3

// near are the ids that differ least from word.
func (j *journal) near(word string) []string {
	ids := make([]string, 0, len(j.plans))
	for id := range j.plans {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(distance(word, a), distance(word, b)), strings.Compare(a, b))
	})
	return ids[:min(len(ids), mostNear)]
}

// distance counts the places at which two ids differ, from the front.
func distance(a, b string) int {
	n := max(len(a), len(b)) - min(len(a), len(b))
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

func usage(code string, args kpi.Args) error {
	return &kpi.Fault{Class: kpi.Usage, Code: code, Args: args}
}
