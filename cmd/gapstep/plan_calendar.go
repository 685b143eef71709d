package main

import (
	"bytes"
	"context"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) planCalendarCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "calendar ID -o plan.ics", Short: "The plan's days as a calendar file for Outlook, Google Calendar and phones", Args: cobra.ExactArgs(1),
		Example: "  gapstep plan calendar abc123 -o plan.ics",
		RunE:    func(cmd *cobra.Command, args []string) error { return a.planCalendar(cmd.Context(), args[0]) },
	}
	c.Flags().StringP("output", "o", "", "the file to write (default: stdout)")
	c.Flags().Bool("as-hr", false, "also what HR and the employee alone see")
	addCalendarFlag(c.Flags())
	return c
}

func (a *app) planCalendar(ctx context.Context, id string) error {
	life, err := a.life(ctx, id)
	if err != nil {
		return err
	}
	life = a.shown(life)
	if err := life.Agreed(); err != nil {
		return err
	}
	cal, err := a.workCalendar()
	if err != nil {
		return err
	}
	times, caveats := goals.Schedule(life.Plan.Content.Actions, *life.Plan.Start, cal)
	for _, c := range caveats {
		a.note("cmd.plan.caveat", locale.Args{"caveat": a.text.Caveat(c, nil)})
	}
	events := append(life.Plan.Events(times), a.milestoneEvents(life, cal)...)
	var b bytes.Buffer
	if err := goals.WriteICS(&b, a.now().UTC(), events); err != nil {
		return err
	}
	out := a.textFlag("output")
	if out == "" {
		_, err := a.out.Write(b.Bytes())
		return err
	}
	if err := replaceFile(out, b.Bytes(), forOwner); err != nil {
		return err
	}
	a.note("cmd.wrote", locale.Args{"path": out})
	return nil
}

// milestoneEvents are the days of the milestones and the next health check.
func (a *app) milestoneEvents(l *goals.Life, cal *goals.Calendar) (list []goals.Event) {
	p := l.Plan
	in := a.set.catalogue.Get(p.Indicator)
	for i, m := range p.Milestones {
		day, id := m.By, "ics.by"
		if day == nil {
			day, id = m.From, "ics.from"
		}
		if day == nil {
			continue
		}
		list = append(list, goals.Event{UID: p.ID + "-m" + itoa(i+1) + "@gapstep", Sequence: p.Version, Day: *day,
			Summary: a.text.Text(id, locale.Args{"title": a.text.TitleOf(p.Indicator), "level": a.text.Target(m.Level, in)})})
	}
	open, _ := l.AlertsAt(a.now().AddDate(1, 0, 0), cal)
	for _, n := range open {
		if n.Node.Kind == goals.NodeHealth {
			list = append(list, goals.Event{UID: p.ID + "-health@gapstep", Sequence: p.Version, Day: a.dayOf(n.Node.Due), Summary: a.text.Text("ics.health", nil)})
		}
	}
	return list
}
