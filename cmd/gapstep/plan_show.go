package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) planShowCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "show ID...", Args: a.someArgs,
		RunE: func(cmd *cobra.Command, ids []string) error { return a.showPlans(cmd.Context(), ids) },
	}
	addLifeFlags(c)
	return c
}

func (a *app) showPlans(ctx context.Context, ids []string) error {
	if err := a.checkFormat(); err != nil {
		return err
	}
	lives, err := a.lives(ctx, ids)
	if err != nil {
		return err
	}
	if a.asJSON() {
		return a.writeLives(lives)
	}
	for _, life := range lives {
		if err := a.showPlan(life); err != nil {
			return err
		}
	}
	return nil
}

// showPlan prints a plan as it is proposed or agreed, where it stands by the
// figures that the ledger kept, and then everything that people wrote.
func (a *app) showPlan(life *goals.Life) error {
	cal, err := a.workCalendar()
	if err != nil {
		return err
	}
	life = a.shown(life)
	p := life.Plan
	p.State = life.State(a.dayIn(life, a.now()))
	if err := reports.WritePlans(a.out, []goals.Plan{p}, a.set.catalogue, a.textOptions()); err != nil {
		return err
	}
	if p.Start != nil {
		fmt.Fprintln(a.out)
		if err := reports.WriteProgress(a.out, []goals.Progress{*a.standing(life)}, a.set.catalogue, a.textOptions()); err != nil {
			return err
		}
	}
	if err := a.showPending(life); err != nil {
		return err
	}
	s := page{app: a, life: life, at: a.now(), cal: cal}
	s.versions()
	s.causes()
	s.actions()
	s.talks()
	s.words()
	s.times()
	s.record()
	_, err = io.WriteString(a.out, s.String())
	return err
}

// showPending prints the targets of the version that waits, with how likely they
// are met: what is to be acknowledged is to be read first.
func (a *app) showPending(life *goals.Life) error {
	p, waits := life.PendingPlan()
	if !waits {
		return nil
	}
	fmt.Fprintf(a.out, "\n%s\n", a.text.Text("show.head.pending", locale.Args{"version": p.Version}))
	p.State = goals.Amended
	return reports.WritePlans(a.out, []goals.Plan{p}, a.set.catalogue, a.textOptions())
}

// page gathers the sections of a plan's page.
type page struct {
	*app
	strings.Builder
	life *goals.Life
	at   time.Time
	cal  *goals.Calendar
}

func (s *page) head(id string) {
	s.WriteString("\n" + s.text.Text("show.head."+id, nil) + "\n")
}

func (s *page) line(id string, args locale.Args) {
	s.WriteString("  " + s.text.Text("show."+id, args) + "\n")
}

func (s *page) versions() {
	if len(s.life.Versions) == 0 {
		return
	}
	s.head("versions")
	for _, v := range s.life.Versions {
		args := locale.Args{"version": v.Number, "by": v.Mark.By, "day": s.day(v.Mark), "reason": v.Reason, "missing": s.roles(v.Missing()), "acks": s.acks(v)}
		switch {
		case v.InForce != nil:
			s.line("version", args)
		case v.Withdrawn != nil:
			args["who"], args["why"] = v.Withdrawn.Mark.By, v.Withdrawn.Reason
			s.line("version_withdrawn", args)
		case s.life.Pending() != nil && s.life.Pending().Number == v.Number:
			s.line("version_waits", args)
		default:
			s.line("version_passed", args)
		}
	}
}

func (s *page) acks(v goals.Version) string {
	var words []string
	for _, k := range v.Acks {
		words = append(words, s.text.Text("show.ack", locale.Args{"role": s.text.Word("side", string(k.Role)), "name": k.Name, "day": s.day(k.Mark)}))
	}
	return strings.Join(words, s.text.Text("list.and", nil))
}

// day is the day of a mark where the plan's calendar is.
func (s *page) day(m goals.Mark) string { return s.dayIn(s.life, m.At).String() }

func (s *page) causes() {
	if len(s.life.Plan.Content.Causes) == 0 {
		return
	}
	s.head("causes")
	for i := range s.life.Plan.Content.Causes {
		c := &s.life.Plan.Content.Causes[i]
		for id := "cause"; c != nil; c, id = c.Revised, "cause_revised" {
			s.line(id, locale.Args{"cause": s.causeTitle(c.Code), "code": c.Code, "hypothesis": c.Hypothesis, "by": c.By, "why": strings.Join(c.Whys, " → ")})
			for _, e := range c.Evidence {
				s.line("evidence", locale.Args{"source": s.text.Word("evidence_source", string(e.Source)), "text": e.Text})
			}
		}
	}
}

func (s *page) actions() {
	list := s.life.Plan.Content.Actions
	if len(list) == 0 {
		return
	}
	s.head("actions")
	for _, act := range list {
		s.line("action", locale.Args{"action": act.ID, "task": act.Task, "owner": act.Owner, "weeks": weeksOf(act), "due": dueOf(act), "state": s.actionState(s.life, act.ID)})
		for _, r := range act.Resources {
			s.line("resource", locale.Args{"name": r.Name, "status": s.text.Word("resource_status", string(cmp.Or(r.Status, "open")))})
		}
	}
	done, of := s.life.Completed()
	s.line("completed", locale.Args{"done": done, "of": of})
}

func dueOf(act goals.Action) string {
	if act.Due == nil {
		return ""
	}
	return act.Due.String()
}

// actionState says the three facts about an action: how much is done, how well,
// and what it brought.
func (a *app) actionState(life *goals.Life, id string) string {
	for _, act := range life.Plan.Content.Actions {
		if act.ID != id {
			continue
		}
		args := locale.Args{"completion": string(act.Completion), "quality": string(act.Quality), "effect": string(act.Effect), "done": "", "of": "", "unit": ""}
		if q := act.Quantity; q != nil {
			args["done"], args["of"], args["unit"] = itoa(q.Done), itoa(q.Of), q.Unit
		} else if n := askedOf(life, act); n > 0 {
			args["done"], args["of"] = itoa(min(act.TimesDone, n)), itoa(n)
		}
		return a.text.Text("show.action_state", args)
	}
	return ""
}

// askedOf is how often a recurring action is asked for in a plan with a start.
func askedOf(life *goals.Life, act goals.Action) int {
	if life.Plan.Start == nil {
		return 0
	}
	return act.Asked(*life.Plan.Start)
}

func (s *page) talks() {
	if len(s.life.CheckIns) > 0 {
		s.head("talks")
	}
	for _, c := range s.life.CheckIns {
		s.line("check_in", locale.Args{"day": c.Day.String(), "by": c.Mark.By, "progress": c.Progress, "talk": c.Talk, "minutes": c.Minutes})
		for _, e := range c.SelfReported {
			s.line("self", locale.Args{"text": e.Text, "by": e.By})
		}
	}
	if len(s.life.Obstacles) > 0 {
		s.head("obstacles")
	}
	for _, o := range s.life.Obstacles {
		s.line("obstacle", locale.Args{"id": o.ID, "text": o.Text, "owner": o.Owner, "state": s.text.Word("obstacle.state", string(o.State)), "note": o.Note, "since": o.Since.String()})
	}
}

func (s *page) words() {
	if len(s.life.Comments) > 0 {
		s.head("comments")
	}
	for i, c := range s.life.Comments {
		s.line("comment", locale.Args{"number": i + 1, "text": c.Text, "by": c.Mark.By, "day": s.day(c.Mark), "objection": c.Objection})
		if c.Answer != nil {
			s.line("answer", locale.Args{"text": c.Answer.Text, "by": c.Answer.Mark.By, "day": s.day(c.Answer.Mark)})
		}
	}
	if len(s.life.Recognitions) > 0 {
		s.head("recognitions")
	}
	for _, r := range s.life.Recognitions {
		s.line("recognition", locale.Args{"text": r.Text, "by": r.Mark.By, "day": s.day(r.Mark), "figure": r.Figure})
	}
}

func (s *page) times() {
	open, _ := s.life.AlertsAt(s.at, s.cal)
	if len(open) > 0 {
		s.head("alerts")
	}
	for _, x := range open {
		s.line("alert", locale.Args{"node": x.Node.ID, "what": s.nodeText(x.Node), "due": s.moment(x.Node.Due), "state": s.alertText(x)})
	}
	if len(s.life.HealthChecks) > 0 {
		s.head("health")
	}
	for _, h := range s.life.HealthChecks {
		s.line("health", locale.Args{"day": h.Day.String(), "by": h.Mark.By, "challenge": s.answer(h.Challenge), "actions": s.answer(h.Actions), "resources": s.answer(h.Resources), "note": h.Note})
	}
}

func (s *page) answer(word string) string { return s.text.Word("show.verdict", word) }

func (s *page) record() {
	for _, c := range s.life.Closings {
		s.head("closing")
		s.line("closing", locale.Args{"outcome": s.text.Word("outcome", string(c.Outcome)), "by": c.Mark.By, "day": s.day(c.Mark), "note": c.Note})
	}
	missing := s.life.Gaps(s.dayIn(s.life, s.at))
	if len(missing) == 0 {
		return
	}
	s.head("missing")
	for _, c := range missing {
		s.WriteString("  " + s.text.Caveat(c, s.indicator()) + "\n")
	}
}

func (s *page) indicator() *kpi.Indicator { return s.set.catalogue.Get(s.life.Plan.Indicator) }
