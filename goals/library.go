package goals

import (
	"cmp"
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

//go:embed library/actions_*.yaml
var actionFiles embed.FS

// Entry is an action of the library, in both languages. Empty lists fit
// anything: an entry without kpis is offered for every indicator.
type Entry struct {
	ID     string   `yaml:"id"`
	KPIs   []string `yaml:"kpis"`
	Causes []string `yaml:"causes"` // codes of the taxonomy, or a level for every code of it
	Types  []string `yaml:"types"`  // of employees: needs_improvement, high_potential, new

	Task        kpi.Titles `yaml:"task"`
	Method      kpi.Titles `yaml:"method"`
	Deliverable kpi.Titles `yaml:"deliverable"`
	Owner       string     `yaml:"owner"` // a role: employee, manager, mentor, hr, operations, sponsor
	Reviewer    string     `yaml:"reviewer"`

	Quantity *struct {
		Of   int        `yaml:"of"`
		Unit kpi.Titles `yaml:"unit"`
	} `yaml:"quantity"`
	Recurrence *Recurrence `yaml:"recurrence"`
	FromWeek   int         `yaml:"from_week"`
	ToWeek     int         `yaml:"to_week"`
	Lead       *struct {
		Event   kpi.Titles `yaml:"event"`
		Days    int        `yaml:"days"`
		Hours   int        `yaml:"hours"`
		Working bool       `yaml:"working"`
	} `yaml:"lead"`
	Resources []struct {
		Name   kpi.Titles   `yaml:"name"`
		Kind   ResourceKind `yaml:"kind"`
		HROnly bool         `yaml:"hr_only"`
	} `yaml:"resources"`
	Acceptance *struct {
		Text  kpi.Titles   `yaml:"text"`
		Level *kpi.Decimal `yaml:"level"`
	} `yaml:"acceptance"`
	HROnly     bool `yaml:"hr_only"`
	Experiment bool `yaml:"experiment"`
}

// Library is a list of actions to choose from.
type Library []Entry

// BuiltinLibrary is the library that comes with the program: customer service,
// sales, software, administration, assembly, product management, and actions
// for any indicator. Each call reads it anew.
func BuiltinLibrary() Library {
	var all Library
	files, err := actionFiles.ReadDir("library")
	for _, f := range files {
		data, bad := actionFiles.ReadFile("library/" + f.Name())
		more, worse := ParseLibrary(f.Name(), data)
		err = cmp.Or(err, bad, worse)
		all = append(all, more...)
	}
	if err != nil {
		panic(fmt.Sprintf("embedded library of actions: %v", err)) // a test reads it
	}
	return all
}

// ParseLibrary reads a library in YAML; name is that of its file. The fault is
// library.invalid: a key that is not known, an id that is missing or stands
// twice, an unknown cause or role, a schedule that cannot be.
func ParseLibrary(name string, data []byte) (Library, error) {
	var l Library
	if err := decodeStrictly(data, &l); err != nil {
		return nil, invalid("library.invalid", name, err)
	}
	seen, known := map[string]bool{}, causeCodes(Taxonomy())
	for _, e := range l {
		if err := e.check(known); err != nil {
			return nil, invalid("library.invalid", name, err)
		}
		if seen[e.ID] {
			return nil, invalid("library.invalid", name, &kpi.Fault{Class: kpi.Usage, Code: "library.twice", Args: kpi.Args{"id": e.ID}})
		}
		seen[e.ID] = true
	}
	return l, nil
}

func roles() []string {
	return []string{"employee", "manager", "mentor", "hr", "operations", "sponsor"}
}

func (e Entry) check(known []string) error {
	if e.Task == (kpi.Titles{}) {
		return &kpi.Fault{Class: kpi.Usage, Code: "library.no_task", Args: kpi.Args{"id": e.ID}}
	}
	for _, role := range []string{e.Owner, e.Reviewer} {
		if role != "" && !slices.Contains(roles(), role) {
			return &kpi.Fault{Class: kpi.Usage, Code: "library.role", Args: kpi.Args{"id": e.ID, "value": role, "known": strings.Join(roles(), ", ")}}
		}
	}
	for _, c := range e.Causes {
		if !slices.ContainsFunc(known, func(code string) bool { return covers(c, code) }) {
			return &kpi.Fault{Class: kpi.Usage, Code: "library.cause", Args: kpi.Args{"id": e.ID, "value": c}}
		}
	}
	return e.Action("en", nil).Validate()
}

// covers reports whether a code or level of an entry includes a cause.
func covers(entry, code string) bool { return entry == code || entry == string(levelOf(code)) }

// With returns the library with more entries; one with the id of another
// replaces it in its place.
func (l Library) With(more Library) Library {
	out := slices.Clone(l)
	for _, e := range more {
		if i := slices.IndexFunc(out, func(o Entry) bool { return o.ID == e.ID }); i >= 0 {
			out[i] = e
		} else {
			out = append(out, e)
		}
	}
	return out
}

// Suggest returns the entries for an indicator, a cause and a type of employee,
// the more specific first, then the earlier. What is "" is not known yet and
// fits any entry of the indicator: causes decide, and the same gap in three
// people may ask for three different lists.
func (l Library) Suggest(indicator, cause, kind string) []Entry {
	type scored struct {
		Entry
		score int
	}
	var found []scored
	for _, e := range l {
		own := func(c string) bool { return covers(c, cause) }
		score, ok := fit(e.KPIs, indicator, 4, func(k string) bool { return k == indicator })
		more, ok2 := fit(e.Causes, cause, 2, own)
		most, ok3 := fit(e.Types, kind, 1, func(k string) bool { return k == kind })
		if ok && ok2 && ok3 {
			found = append(found, scored{e, score + more + most})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(max(1, a.FromWeek), max(1, b.FromWeek)))
	})
	out := make([]Entry, len(found))
	for i, f := range found {
		out[i] = f.Entry
	}
	return out
}

// fit scores one dimension of an entry: worth when it is named, 0 when the entry
// or the question leaves it open.
func fit(list []string, asked string, worth int, match func(string) bool) (score int, ok bool) {
	switch {
	case len(list) == 0 || asked == "":
		return 0, true
	case slices.ContainsFunc(list, match):
		return worth, true
	}
	return 0, false
}

// Action is the entry as an action in a language ("zh" or "en"). people names
// who stands in which role; a role without a name leaves owner or reviewer empty.
func (e Entry) Action(lang string, people map[string]string) Action {
	a := Action{ID: e.ID, From: e.ID, Task: e.Task.In(lang), Method: e.Method.In(lang), Deliverable: e.Deliverable.In(lang),
		Owner: people[e.Owner], Reviewer: people[e.Reviewer], FromWeek: e.FromWeek, ToWeek: e.ToWeek, HROnly: e.HROnly, Experiment: e.Experiment}
	if e.Recurrence != nil {
		r := *e.Recurrence
		a.Recurrence = &r
	}
	if q := e.Quantity; q != nil {
		a.Quantity = &Quantity{Of: q.Of, Unit: q.Unit.In(lang)}
	}
	if l := e.Lead; l != nil {
		a.Lead = &Lead{Event: l.Event.In(lang), Days: l.Days, Hours: l.Hours, Working: l.Working}
	}
	for _, r := range e.Resources {
		a.Resources = append(a.Resources, Resource{Name: r.Name.In(lang), Kind: r.Kind, HROnly: r.HROnly})
	}
	if x := e.Acceptance; x != nil {
		a.Acceptance = &Acceptance{Text: x.Text.In(lang), Level: x.Level}
	}
	return a
}
