package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/goals/ledger"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// decision makes deeds of a plan's life as it stands when they are written.
type decision func(*goals.Life) ([]goals.Deed, error)

// writer is a command that writes into the life of one plan, named first among
// its arguments.
type writer struct {
	use    string
	args   cobra.PositionalArgs
	flags  func(*cobra.Command)
	decide func(args []string) (decision, error) // args without the plan's id
}

// writing makes the command of a writer. Each write names its actor, and is
// answered by a sentence, or with --format json by the plan's life.
func (a *app) writing(w writer) *cobra.Command {
	c := &cobra.Command{Use: w.use, Args: w.args}
	c.RunE = func(cmd *cobra.Command, args []string) error {
		by, err := a.actor(args[0])
		if err != nil {
			return err
		}
		decide, err := w.decide(args[1:])
		if err != nil {
			return err
		}
		return a.writeOne(cmd.Context(), by, args[0], decide)
	}
	c.Flags().String("as", "", "")
	addLifeFlags(c)
	if w.flags != nil {
		w.flags(c)
	}
	return c
}

func addLifeFlags(c *cobra.Command) {
	c.Flags().String("format", "table", "")
	addCalendarFlag(c.Flags())
	c.Flags().Bool("as-hr", false, "")
}

// actor is who writes, by name: what counts is never written by nobody.
func (a *app) actor(id string) (ledger.Stamp, error) {
	by, _ := a.set.flags.GetString("as")
	if strings.TrimSpace(by) == "" {
		return ledger.Stamp{}, &kpi.Fault{Class: kpi.Usage, Code: "plan.no_actor", Args: kpi.Args{"id": id}}
	}
	return ledger.Stamp{At: a.now().UTC(), By: strings.TrimSpace(by)}, nil
}

// writeOne writes into one plan and says what was written.
func (a *app) writeOne(ctx context.Context, by ledger.Stamp, id string, decide decision) error {
	if err := a.checkFormat(); err != nil {
		return err
	}
	l, err := a.openThere(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	var done []goals.Deed
	life, err := l.Do(ctx, by, id, func(life *goals.Life) ([]goals.Deed, error) {
		done, err = decide(life)
		return done, err
	})
	if err != nil {
		return err
	}
	if a.asJSON() {
		return a.writeLives([]*goals.Life{life})
	}
	for _, d := range done {
		args := locale.Args{"id": life.Plan.ID, "by": by.By}
		for k, v := range a.facts(life, d) {
			args[k] = v
		}
		if _, err := fmt.Fprintln(a.out, a.text.Text("did."+d.Kind(), args)); err != nil {
			return err
		}
	}
	return nil
}

// facts are what the sentence about a deed names.
func (a *app) facts(life *goals.Life, deed goals.Deed) locale.Args {
	switch d := deed.(type) {
	case *goals.ResourceChange:
		return locale.Args{"resource": d.Resource, "status": a.text.Word("resource_status", string(d.Status))}
	case *goals.Closing:
		return locale.Args{"outcome": a.text.Word("outcome", string(d.Outcome)), "missing": a.sentences(d.Missing, life.Plan.Indicator)}
	case *goals.ActionAdded:
		return locale.Args{"action": d.Action.ID, "task": d.Action.Task}
	case *goals.ActionRecord:
		return locale.Args{"action": d.Action, "state": a.actionState(life, d.Action)}
	case *goals.CauseSet:
		return locale.Args{"cause": a.causeTitle(d.Cause.Code)}
	case *goals.CauseRevised:
		return locale.Args{"cause": a.causeTitle(d.Cause.Code), "was": a.causeTitle(d.Code)}
	case *goals.Comment:
		return locale.Args{"number": len(life.Comments)}
	case *goals.Explanation:
		return locale.Args{"node": d.Node, "late": a.explainedLate(life, d.Node)}
	}
	return a.versionFacts(life, deed)
}

// versionFacts are those of what is done to the versions of the targets.
func (a *app) versionFacts(life *goals.Life, deed goals.Deed) locale.Args {
	switch d := deed.(type) {
	case *goals.Amendment:
		return locale.Args{"version": d.Version, "base": life.Plan.Version, "reopens": d.Reopens}
	case *goals.Withdrawal:
		return locale.Args{"version": d.Version, "base": life.Plan.Version}
	case *goals.Ack:
		missing := ""
		if p := life.Pending(); p != nil {
			missing = a.roles(p.Missing())
		}
		return locale.Args{"version": d.Version, "name": d.Name, "role": a.text.Word("side", string(d.Role)), "missing": missing}
	}
	return nil
}

func (a *app) roles(list []goals.Role) string {
	words := make([]string, len(list))
	for i, r := range list {
		words[i] = a.text.Word("side", string(r))
	}
	return strings.Join(words, a.text.Text("list.and", nil))
}

func (a *app) sentences(list []kpi.Caveat, indicator string) string {
	words := make([]string, len(list))
	for i, c := range list {
		words[i] = a.text.Caveat(c, a.set.catalogue.Get(indicator))
	}
	return strings.Join(words, a.text.Text("list.and", nil))
}

func (a *app) asJSON() bool {
	format, _ := a.set.flags.GetString("format")
	return format == "json"
}

// checkFormat refuses other formats than table and json.
func (a *app) checkFormat() error {
	if format, _ := a.set.flags.GetString("format"); format != "table" && format != "json" {
		return badFlag("format", format, "table, json")
	}
	return nil
}

// lifeDocument is the machine form of plans with all that happened to them.
type lifeDocument struct {
	Schema string      `json:"schema"`
	Plans  []lifeEntry `json:"plans"`
}

type lifeEntry struct {
	State   goals.State   `json:"state"`
	Life    *goals.Life   `json:"life"`
	Open    []goals.Alert `json:"open_alerts"`
	Missing []kpi.Caveat  `json:"missing"`
}

// writeLives writes lives as JSON, without what HR alone sees unless asked.
func (a *app) writeLives(lives []*goals.Life) error {
	doc := lifeDocument{Schema: "gapstep.plan/1", Plans: []lifeEntry{}}
	cal, err := a.workCalendar()
	if err != nil {
		return err
	}
	at := a.now()
	for _, life := range lives {
		life = a.shown(life)
		open, _ := life.AlertsAt(at, cal)
		doc.Plans = append(doc.Plans, lifeEntry{life.State(a.dayIn(life, at)), life, emptied(open), emptied(life.Gaps(a.dayIn(life, at)))})
	}
	return a.writeDocument(doc)
}

func (a *app) writeDocument(doc any) error {
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(doc)
}

// emptied is a list that JSON writes as [] when there is nothing in it.
func emptied[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// shown is a life as the reader may see it: what is for HR and the employee
// alone only with --hr or --as-hr.
func (a *app) shown(life *goals.Life) *goals.Life {
	if a.asksConfidential() {
		return life
	}
	return life.ForManager()
}

// asksConfidential reports whether --hr or --as-hr asks for what is for HR and the
// employee alone.
func (a *app) asksConfidential() bool {
	for _, name := range []string{"hr", "as-hr"} {
		if asked, _ := a.set.flags.GetBool(name); asked {
			return true
		}
	}
	return false
}

// today is the day of the run where the plans' calendar is.
func (a *app) today() kpi.Date { return kpi.DateOf(a.now().In(a.calendarZone()).Date()) }

// dayIn is a moment's day where a plan is: in the zone of its cadence, else in
// that of the calendar.
func (a *app) dayIn(life *goals.Life, t time.Time) kpi.Date {
	return kpi.DateOf(t.In(a.zoneOf(life)).Date())
}

// textFlag is a flag's text without blanks around it.
func (a *app) textFlag(name string) string {
	s, _ := a.set.flags.GetString(name)
	return strings.TrimSpace(s)
}

// dayFlag is the day of a flag, today where the plan is when it isn't given.
func (a *app) dayFlag(name string, life *goals.Life) (kpi.Date, error) {
	d, err := dateFlag(name, a.textFlag(name))
	if err != nil || d != nil {
		return deref(d), err
	}
	return a.dayIn(life, a.now()), nil
}

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
