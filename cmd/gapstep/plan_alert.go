package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/goals/ledger"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) alertsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:  "alerts [PLAN...]",
		RunE: func(cmd *cobra.Command, ids []string) error { return a.alerts(cmd.Context(), ids) },
	}
	c.Flags().String("at", "", "")
	c.Flags().StringSlice("fail-on", nil, "")
	addActorFlag(c)
	addLifeFlags(c)
	return c
}

// momentFlag is the time of --at, now when it isn't given.
func (a *app) momentFlag() (time.Time, error) {
	word := a.textFlag("at")
	if word == "" {
		return a.now(), nil
	}
	t, err := time.Parse(time.RFC3339, word)
	if err != nil {
		return t, badFlag("at", word, "2026-07-06T18:00:00+08:00")
	}
	return t, nil
}

// planAlerts are the open alerts of one plan.
type planAlerts struct {
	Plan   string        `json:"plan"`
	Alerts []goals.Alert `json:"alerts"`

	life *goals.Life
}

func (a *app) alerts(ctx context.Context, ids []string) error {
	at, err := a.momentFlag()
	if err == nil {
		err = a.checkFormat()
	}
	if err != nil {
		return err
	}
	on, _ := a.set.flags.GetStringSlice("fail-on")
	for _, w := range on {
		if w != string(goals.AlertOverdue) && w != string(goals.AlertEscalated) {
			return badFlag("fail-on", w, "overdue, escalated")
		}
	}
	l, err := a.openThere(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	list, err := a.noteAlerts(ctx, l, ids, at)
	if err != nil {
		return err
	}
	if err := a.writeAlerts(list); err != nil {
		return err
	}
	if err := a.noteUnknownDays(list); err != nil {
		return err
	}
	for _, p := range list {
		if slices.ContainsFunc(p.Alerts, func(x goals.Alert) bool { return slices.Contains(on, string(x.State)) }) {
			return errFindings
		}
	}
	return nil
}

// noteUnknownDays says which of the times lie where the table of holidays ends: a
// deadline there may be a holiday's.
func (a *app) noteUnknownDays(list []planAlerts) error {
	cal, err := a.workCalendar()
	if err != nil {
		return err
	}
	var days []kpi.Date
	for _, p := range list {
		for _, x := range p.Alerts {
			days = append(days, a.dayIn(p.life, x.Node.Due), a.dayIn(p.life, x.Deadline))
		}
	}
	for _, c := range cal.Caveats(days...) {
		a.note("cmd.plan.caveat", locale.Args{"caveat": a.text.Caveat(c, nil)})
	}
	return nil
}

func (a *app) writeAlerts(list []planAlerts) error {
	if a.asJSON() {
		return a.writeDocument(list)
	}
	return a.printAlerts(list)
}

// noteAlerts writes the new transitions of the plans into the ledger, each
// once, and returns what is open. What is not yet is computed alone.
func (a *app) noteAlerts(ctx context.Context, l *ledger.Ledger, ids []string, at time.Time) ([]planAlerts, error) {
	cal, err := a.workCalendar()
	if err != nil {
		return nil, err
	}
	lives, err := l.Lives(ctx)
	if err != nil {
		return nil, err
	}
	if len(ids) > 0 {
		lives = nil
		for _, id := range ids {
			life, err := l.Life(ctx, id)
			if err != nil {
				return nil, err
			}
			lives = append(lives, life)
		}
	}
	list := []planAlerts{}
	for _, life := range lives {
		open, changes := life.AlertsAt(at, cal)
		if len(changes) > 0 && !at.After(a.now()) {
			if err := a.noteChanges(ctx, l, life.Plan.ID, transitionsAt(at, cal)); err != nil {
				return nil, err
			}
		}
		if open = a.openTo(open); len(open) > 0 {
			list = append(list, planAlerts{life.Plan.ID, open, life})
		}
	}
	return list, nil
}

func transitionsAt(at time.Time, cal *goals.Calendar) func(*goals.Life) []goals.AlertChange {
	return func(life *goals.Life) []goals.AlertChange {
		_, changes := life.AlertsAt(at, cal)
		return changes
	}
}

// noteChanges computes the transitions anew inside the transaction: another
// process may have written them meanwhile.
func (a *app) noteChanges(ctx context.Context, l *ledger.Ledger, id string, compute func(*goals.Life) []goals.AlertChange) error {
	_, err := l.Do(ctx, a.stamp(), id, func(life *goals.Life) ([]goals.Deed, error) {
		changes := compute(life)
		deeds := make([]goals.Deed, len(changes))
		for i := range changes {
			deeds[i] = &changes[i]
		}
		return deeds, nil
	})
	return err
}

// openTo leaves out the alerts of actions that HR and the employee alone see.
func (a *app) openTo(list []goals.Alert) []goals.Alert {
	if hr, _ := a.set.flags.GetBool("as-hr"); hr {
		return list
	}
	return slices.DeleteFunc(list, func(x goals.Alert) bool { return x.Node.HROnly })
}

// printAlerts prints the alerts as a table. Of a row of nodes (the Mondays of a
// weekly action) the latest one stands for all, with the number of the others;
// the machine form holds each.
func (a *app) printAlerts(list []planAlerts) error {
	var rows [][]string
	count := 0
	for _, p := range list {
		count += len(p.Alerts)
		for i, x := range p.Alerts {
			earlier, last := placeIn(p.Alerts, i)
			if !last {
				continue
			}
			what := a.nodeText(x.Node)
			if earlier > 0 {
				what = a.text.Text("show.earlier", locale.Args{"what": what, "count": earlier})
			}
			rows = append(rows, []string{p.Plan, nameOf(p.life.Plan.Employee), x.Node.ID, what, a.moment(x.Node.Due), a.alertText(x)})
		}
	}
	if len(rows) == 0 {
		a.note("show.no_alerts", nil)
		return nil
	}
	if _, err := fmt.Fprintln(a.out, a.text.Text("show.alerts", locale.Args{"count": count})); err != nil {
		return err
	}
	return reports.WriteGrid(a.out, a.columnHeads("plan", "person", "node", "what", "due", "state"), rows, a.textOptions())
}

// placeIn counts the alerts before the i-th that belong to the same row of
// nodes in the same state, and tells whether it is the last of them.
func placeIn(list []goals.Alert, i int) (earlier int, last bool) {
	last = true
	for k, x := range list {
		if x.State != list[i].State || x.Node.Kind != list[i].Node.Kind || x.Node.Subject != list[i].Node.Subject {
			continue
		}
		if k < i {
			earlier++
		}
		last = last && k <= i
	}
	return earlier, last
}

// nodeText is what a node is about.
func (a *app) nodeText(n goals.Node) string {
	subject := n.Subject
	if n.Kind == goals.NodeMeasure {
		subject = a.text.TitleOf(n.Subject)
	}
	return a.text.Text("node."+string(n.Kind), locale.Args{"subject": subject})
}

// alertText is the state of an alert: overdue with the time until which it is
// to be explained, explained with both texts.
func (a *app) alertText(x goals.Alert) string {
	args := locale.Args{"deadline": a.moment(x.Deadline), "reason": "", "remedy": ""}
	if x.Explanation != nil {
		args["reason"], args["remedy"] = x.Explanation.Reason, x.Explanation.Remedy
	}
	if x.State == goals.AlertEscalated && x.ExplainedLate() {
		return a.text.Text("alert.escalated_late", args)
	}
	return a.text.Text("alert."+string(x.State), args)
}

// explainedLate is the deadline of a node that was explained only after it, ""
// when it was not.
func (a *app) explainedLate(life *goals.Life, node string) string {
	cal, err := a.workCalendar()
	if err != nil { // said where the calendar is used
		return ""
	}
	open, _ := life.AlertsAt(a.now(), cal)
	for _, x := range open {
		if x.Node.ID == node && x.ExplainedLate() {
			return a.moment(x.Deadline)
		}
	}
	return ""
}

// moment is a time to the minute in its zone.
func (a *app) moment(t time.Time) string { return t.Format("2006-01-02 15:04 MST") }

// momentOf is when alerts are computed in a run over data: the end of the day of
// --as-of, else now.
func (a *app) momentOf(asOf kpi.Date) time.Time {
	cal, err := a.workCalendar()
	if err != nil || a.textFlag("as-of") == "" { // a broken calendar is said where it is used
		return a.now()
	}
	return earlierOf(a.now(), cal.At(asOf+1, 0))
}

func earlierOf(x, y time.Time) time.Time {
	if x.Before(y) {
		return x
	}
	return y
}
