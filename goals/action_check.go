package goals

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Validate reports the first part of an action that cannot be kept, as a usage
// fault action.invalid. What is merely missing (an owner, a day) is for the
// lint to say.
func (a Action) Validate() error {
	checks := []check{
		{strings.TrimSpace(a.ID) != "", "id", a.ID, "≠ \"\""},
		{strings.TrimSpace(a.Task) != "", "task", a.Task, "≠ \"\""},
		{a.FromWeek >= 0 && a.FromWeek <= maxWeek, "from_week", itoa(a.FromWeek), "1 … 260"},
		{a.ToWeek == 0 || a.ToWeek >= a.FromWeek && a.ToWeek <= maxWeek, "to_week", itoa(a.ToWeek), "from_week … 260"},
		{a.Start == nil || a.Due == nil || *a.Start <= *a.Due, "due", when(a.Due, 0), "≥ start"},
		{oneOf(a.Completion, Doing, Done, Dropped), "completion", string(a.Completion), "doing, done, dropped"},
		{oneOf(a.Quality, Accepted, NotThere), "quality", string(a.Quality), "accepted, not_there"},
		{oneOf(a.Effect, Visible, NotVisible), "effect", string(a.Effect), "visible, not_visible"},
	}
	if q := a.Quantity; q != nil {
		checks = append(checks, check{q.Of >= 1 && q.Done >= 0, "quantity", itoa(q.Done) + "/" + itoa(q.Of), "0 ≤ done, 1 ≤ of"})
	}
	if l := a.Lead; l != nil {
		checks = append(checks, check{strings.TrimSpace(l.Event) != "", "lead.event", l.Event, "≠ \"\""},
			check{l.Days == 0 || l.Hours == 0, "lead", itoa(l.Days) + " d " + itoa(l.Hours) + " h", "days | hours"})
	}
	for _, r := range a.Resources {
		checks = append(checks, check{oneOf(r.Status, Asked, Granted, Missing), "resource.status", string(r.Status), "asked, granted, missing"})
	}
	checks = append(checks, a.Recurrence.checks()...)
	if i := slices.IndexFunc(checks, func(c check) bool { return !c.ok }); i >= 0 {
		c := checks[i]
		return usage("action.invalid", kpi.Args{"action": a.ID, "field": c.name, "value": c.val, "want": c.want})
	}
	return nil
}

const maxWeek = 260

// oneOf reports whether word is "" or one of the others.
func oneOf[T ~string](word T, others ...T) bool { return word == "" || slices.Contains(others, word) }

func (r *Recurrence) checks() []check {
	if r == nil {
		return nil
	}
	_, weekday := weekdayOf(r.Weekday)
	return []check{
		{r.Times >= 1 && r.Times <= 31, "recurrence.times", itoa(r.Times), "1 … 31"},
		{r.Every >= 0 && r.Every <= 52, "recurrence.every", itoa(r.Every), "1 … 52"},
		{r.Per == kpi.Day || r.Per == kpi.Week || r.Per == kpi.Month, "recurrence.per", r.Per.String(), "day, week, month"},
		{r.Weekday == "" || weekday && r.Per == kpi.Week && r.Times == 1, "recurrence.weekday", r.Weekday, "monday … sunday"},
	}
}

// Progress is the share of the action that is done: of its quantity, else all
// or nothing. It says nothing of how well, or of what use.
func (a Action) Progress() float64 {
	if a.Quantity != nil && a.Quantity.Of > 0 {
		return min(1, float64(a.Quantity.Done)/float64(a.Quantity.Of))
	}
	if a.Completion == Done {
		return 1
	}
	return 0
}

// Repeat is one text of an action or a cause that stands in several plans.
type Repeat struct {
	Text  string
	Plans []string // ids
}

// Repeats are the texts of actions and causes, blanks and case aside, that stand
// in more than limit plans: one form filled in for everybody. Actions taken from
// the library count like any other.
func Repeats(plans []Plan, limit int) []Repeat {
	in := map[string]*Repeat{}
	var list []*Repeat
	for _, p := range plans {
		for _, text := range p.texts() {
			key := strings.ToLower(strings.Join(strings.Fields(text), " "))
			r := in[key]
			if r == nil {
				r = &Repeat{Text: text}
				in[key], list = r, append(list, r)
			}
			if !slices.Contains(r.Plans, p.ID) {
				r.Plans = append(r.Plans, p.ID)
			}
		}
	}
	var out []Repeat
	for _, r := range list {
		if len(r.Plans) > limit {
			out = append(out, *r)
		}
	}
	slices.SortStableFunc(out, func(a, b Repeat) int { return cmp.Compare(len(b.Plans), len(a.Plans)) })
	return out
}

func (p Plan) texts() []string {
	var list []string
	for _, a := range p.Content.Actions {
		list = append(list, a.Task)
	}
	for _, c := range p.Content.Causes {
		list = append(list, c.Current().Hypothesis)
	}
	return slices.DeleteFunc(list, func(s string) bool { return strings.TrimSpace(s) == "" })
}

// Request is something that is asked for, weighed on three scales from 1 (low)
// to 5 (high).
type Request struct {
	Name    string
	Type    int // how much its kind matters
	Weight  int // how many depend on it
	Urgency int
}

// Score is type × weight × urgency.
func (r Request) Score() int { return r.Type * r.Weight * r.Urgency }

// Rank orders requests by their score, the more urgent first among equals, then
// the weightier, then as they came. The fault is request.scale: a figure outside 1 to 5.
func Rank(list []Request) ([]Request, error) {
	for _, r := range list {
		for _, n := range []int{r.Type, r.Weight, r.Urgency} {
			if n < 1 || n > 5 {
				return nil, usage("request.scale", kpi.Args{"name": r.Name, "value": itoa(n)})
			}
		}
	}
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b Request) int {
		return cmp.Or(cmp.Compare(b.Score(), a.Score()), cmp.Compare(b.Urgency, a.Urgency), cmp.Compare(b.Weight, a.Weight))
	})
	return out, nil
}
