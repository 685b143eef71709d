package main

import (
	"cmp"
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
)

// atoi reads a whole number without a sign.
func atoi(s string) (int, error) {
	d, err := kpi.ParseDecimal(strings.TrimSpace(s))
	n := int(d / kpi.One)
	if err != nil || kpi.FromInt(int64(n)) != d {
		return 0, badFlag("number", s, "1, 2, 3 …")
	}
	return n, nil
}

// fromLibrary is the action of a library id in the plan's terms; "" is an empty
// action.
func (a *app) fromLibrary(l *goals.Life, id string) (goals.Action, error) {
	if id == "" {
		return goals.Action{}, nil
	}
	lib, err := a.actionLibrary()
	if err != nil {
		return goals.Action{}, err
	}
	e := l.Plan.Employee
	content := l.Plan.Content
	people := map[string]string{"employee": nameOf(e), "manager": cmp.Or(content.Manager, e.Manager), "mentor": content.Mentor}
	for _, entry := range lib {
		if entry.ID == id {
			return entry.Action(a.text.Lang(), people), nil
		}
	}
	return goals.Action{}, badFlag("library", id, "gapstep plan action suggest "+l.Plan.ID)
}

func nameOf(e kpi.Employee) string { return cmp.Or(e.Name, e.ID) }

func (a *app) planActionSuggestCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "suggest ID", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.suggest(cmd.Context(), args[0]) },
	}
	addLifeFlags(c)
	c.Flags().Int("limit", 10, "")
	return c
}

// suggestion is an action of the library with the cause that it answers.
type suggestion struct {
	Cause  string       `json:"cause"` // "": the plan has none yet
	Action goals.Action `json:"action"`
}

func (a *app) suggest(ctx context.Context, id string) error {
	if err := a.checkFormat(); err != nil {
		return err
	}
	life, err := a.life(ctx, id)
	if err != nil {
		return err
	}
	lib, err := a.actionLibrary()
	if err != nil {
		return err
	}
	list := a.suggestions(a.shown(life), lib)
	if a.asJSON() {
		return a.writeDocument(emptied(list))
	}
	var rows [][]string
	for _, s := range list {
		rows = append(rows, []string{s.Action.ID, s.Action.Task, a.causeTitle(s.Cause), weeksOf(s.Action)})
	}
	if len(rows) == 0 {
		a.note("show.no_suggestion", nil)
		return nil
	}
	if len(life.Plan.Content.Causes) == 0 {
		a.note("show.no_cause_yet", nil)
	}
	return reports.WriteGrid(a.out, a.columnHeads("id", "task", "cause", "weeks"), rows, a.textOptions())
}

// suggestions are the library's actions for each cause of the plan, none twice.
func (a *app) suggestions(l *goals.Life, lib goals.Library) (list []suggestion) {
	limit, _ := a.set.flags.GetInt("limit")
	hr, _ := a.set.flags.GetBool("as-hr")
	seen := map[string]bool{}
	for _, cause := range causesOf(l) {
		n := 0
		for _, e := range lib.Suggest(l.Plan.Indicator, cause, l.Plan.Employee.Type) {
			if seen[e.ID] || e.HROnly && !hr || n >= limit {
				continue
			}
			seen[e.ID] = true
			n++
			list = append(list, suggestion{cause, e.Action(a.text.Lang(), nil)})
		}
	}
	return list
}

// causesOf are the codes of the plan's causes as they read now; one "" where
// there is none.
func causesOf(l *goals.Life) []string {
	var codes []string
	for _, c := range l.Plan.Content.Causes {
		codes = append(codes, c.Current().Code)
	}
	if codes == nil {
		return []string{""}
	}
	return codes
}

func weeksOf(act goals.Action) string {
	if act.ToWeek == 0 {
		return ""
	}
	return itoa(max(1, act.FromWeek)) + "–" + itoa(act.ToWeek)
}

func (a *app) columnHeads(ids ...string) []string {
	heads := make([]string, len(ids))
	for i, id := range ids {
		heads[i] = a.text.Text("show.col."+id, nil)
	}
	return heads
}

// life reads one plan of a ledger that is there.
func (a *app) life(ctx context.Context, id string) (*goals.Life, error) {
	lives, err := a.lives(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	return lives[0], nil
}

// lives reads the plans of the ids, every plan where none is named.
func (a *app) lives(ctx context.Context, ids []string) ([]*goals.Life, error) {
	l, err := a.openThere(ctx)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	if len(ids) == 0 {
		return l.Lives(ctx)
	}
	lives := make([]*goals.Life, len(ids))
	for i, id := range ids {
		if lives[i], err = l.Life(ctx, id); err != nil {
			return nil, err
		}
	}
	return lives, nil
}

// causeTitle is the title of a cause of the taxonomy, its code when it is not in
// it.
func (a *app) causeTitle(code string) string {
	for _, k := range goals.Taxonomy() {
		if k.Code == code {
			return k.Title.In(a.text.Lang())
		}
	}
	return code
}
