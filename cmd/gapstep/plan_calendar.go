package main

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) planCalendarCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "calendar ID -o plan.ics", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.planCalendar(cmd.Context(), args[0]) },
	}
	c.Flags().StringP("output", "o", "", "")
	c.Flags().StringArray("event", nil, "")
	c.Flags().Bool("as-hr", false, "")
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
	cal = life.Cadence.Calendar(cal)
	happenings, err := a.happenings(life.Plan, cal)
	if err != nil {
		return err
	}
	times, caveats := goals.Schedule(life.Plan.Content.Actions, *life.Plan.Start, cal, happenings...)
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

// happenings are the events of --event, by the names that the plan's actions give
// them. The faults are event.unknown and those of a flag.
func (a *app) happenings(p goals.Plan, cal *goals.Calendar) (list []goals.Happening, err error) {
	var known []string
	for _, act := range p.Content.Actions {
		if act.Lead != nil && !slices.Contains(known, act.Lead.Event) {
			known = append(known, act.Lead.Event)
		}
	}
	pairs, _ := a.set.flags.GetStringArray("event")
	for _, pair := range pairs {
		event, when := splitPair(pair)
		i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(strings.TrimSpace(k), event) })
		if i < 0 {
			return nil, &kpi.Fault{Class: kpi.Usage, Code: "event.unknown", Args: kpi.Args{"id": p.ID, "event": event, "known": strings.Join(known, ", ")}}
		}
		h := goals.Happening{Event: known[i]}
		if h.At, err = time.ParseInLocation("2006-01-02T15:04", when, cal.Zone); err == nil {
			h.Day = kpi.DateOf(h.At.Date())
		} else if h.Day, err = kpi.ParseDate(when); err != nil {
			return nil, badFlag("event", pair, "EVENT=2026-07-10, EVENT=2026-07-10T14:00")
		}
		list = append(list, h)
	}
	return list, nil
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
			list = append(list, goals.Event{UID: p.ID + "-health@gapstep", Sequence: p.Version, Day: a.dayIn(l, n.Node.Due), Summary: a.text.Text("ics.health", nil)})
		}
	}
	return list
}
