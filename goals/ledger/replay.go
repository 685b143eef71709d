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

// journal is what a replay gives: the life of every plan, and the bytes of the
// entry in which each was last drafted.
type journal struct {
	lives  map[string]*goals.Life
	drafts map[string]string
}

func newJournal() *journal { return &journal{map[string]*goals.Life{}, map[string]string{}} }

// apply takes up one entry. What makes no sense (a draft after an agreement, an
// amendment of nothing) does not happen through this package; it is refused
// rather than believed. Kinds that are not known are passed over.
func (j *journal) apply(r record) error {
	var err error
	switch r.kind {
	case KindDrafted, KindAgreed:
		err = j.applyPlan(r)
	case KindMeasured:
		err = j.applyFigure(r)
	default:
		err = j.applyDeed(r)
	}
	if err != nil {
		return &kpi.Fault{Class: kpi.Failed, Code: "ledger.bad_entry", Args: kpi.Args{"seq": fmt.Sprint(r.seq), "plan": r.plan}, Err: err}
	}
	return nil
}

func (j *journal) applyPlan(r record) error {
	var p goals.Plan
	if err := json.Unmarshal([]byte(r.body), &p); err != nil {
		return err
	}
	life := j.lives[p.ID]
	switch {
	case p.ID != r.plan:
		return fmt.Errorf("plan %s in the entry of %s", p.ID, r.plan)
	case (p.State == goals.Agreed) != (r.kind == KindAgreed):
		return fmt.Errorf("plan %s is %q in an entry %s", p.ID, p.State, r.kind)
	case life != nil && len(life.Versions) > 0:
		return fmt.Errorf("plan %s was agreed before", p.ID)
	case p.State == goals.Agreed && p.Start == nil:
		return fmt.Errorf("plan %s is agreed without a start", p.ID)
	}
	if life == nil {
		life = goals.NewLife(p)
		j.lives[p.ID] = life
	}
	if p.State == goals.Agreed {
		life.Begin(p, r.mark())
		return nil
	}
	life.Redraft(p)
	j.drafts[p.ID] = r.body
	return nil
}

func (j *journal) applyFigure(r record) error {
	m, err := r.measured()
	if life := j.lives[r.plan]; err == nil && life != nil {
		life.Seen = append(life.Seen, goals.Seen{Indicator: m.Indicator, Period: m.Period(), Measure: m.Measure(), At: r.mark().At})
	}
	return err
}

func (j *journal) applyDeed(r record) error {
	d, err := goals.DecodeDeed(r.kind, []byte(r.body))
	if err != nil || d == nil {
		return err
	}
	life := j.lives[r.plan]
	if life == nil {
		return fmt.Errorf("an entry %s of a plan that was not drafted", r.kind)
	}
	return life.Replay(d, r.mark())
}

func (r record) mark() goals.Mark { return goals.Mark{At: r.entry().At, By: r.by} }

// sorted are the lives by team, employee, indicator.
func (j *journal) sorted() []*goals.Life {
	list := make([]*goals.Life, 0, len(j.lives))
	for _, l := range j.lives {
		list = append(list, l)
	}
	slices.SortFunc(list, func(x, y *goals.Life) int {
		a, b := &x.Plan, &y.Plan
		return cmp.Or(strings.Compare(a.Team, b.Team), strings.Compare(a.Employee.ID, b.Employee.ID),
			strings.Compare(a.Indicator, b.Indicator), strings.Compare(a.ID, b.ID))
	})
	return list
}

// find resolves an id or a prefix that only one plan has.
func (j *journal) find(id string) (*goals.Life, error) {
	word := strings.ToLower(strings.TrimSpace(id))
	for _, exact := range []string{id, word} {
		if l, ok := j.lives[exact]; ok {
			return l, nil
		}
	}
	var hits []string
	for have := range j.lives {
		if word != "" && strings.HasPrefix(have, word) {
			hits = append(hits, have)
		}
	}
	slices.Sort(hits)
	switch len(hits) {
	case 1:
		return j.lives[hits[0]], nil
	case 0:
		return nil, usage("plan.unknown", kpi.Args{"id": id, "near": strings.Join(j.near(word), ", ")})
	}
	return nil, usage("plan.ambiguous", kpi.Args{"id": id, "near": strings.Join(hits[:min(len(hits), mostNear)], ", ")})
}

// mostNear is how many ids a fault suggests.
const mostNear = 3

// near are the ids that differ least from word.
func (j *journal) near(word string) []string {
	ids := make([]string, 0, len(j.lives))
	for id := range j.lives {
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
