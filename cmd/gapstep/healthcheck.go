package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/goals/ledger"
	"github.com/gapstep/gapstep/ingest"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) healthCheckCommand() *cobra.Command {
	c := &cobra.Command{
		Use:  "health-check [PLAN...]",
		RunE: func(cmd *cobra.Command, ids []string) error { return a.healthCheck(cmd.Context(), ids) },
	}
	addPlanDataFlags(c)
	c.Flags().StringSlice("trigger", nil, "")
	c.Flags().Bool("record", false, "")
	c.Flags().String("note", "", "")
	c.Flags().String("as", "", "")
	return c
}

// addPlanDataFlags adds what commands over plans read beside the ledger.
func addPlanDataFlags(c *cobra.Command) {
	c.Flags().StringArray("data", nil, "")
	c.Flags().String("as-of", "", "")
	addReadingFlags(c.Flags())
	addLifeFlags(c)
}

// planData is what plans are held against: the figures of the exports named,
// and those that the ledger kept.
type planData struct {
	lives []*goals.Life
	ds    *kpi.Dataset
	asOf  kpi.Date
	peers *goals.Peers   // nil without exports
	read  *ingest.Result // nil without exports
}

// planData reads the running plans of the ids, all where none is named, and the
// exports of --data.
func (a *app) planData(ctx context.Context, ids []string) (*planData, error) {
	lives, err := a.lives(ctx, ids)
	if err != nil {
		return nil, err
	}
	d := &planData{ds: a.seen(lives...)}
	for _, l := range lives {
		if len(ids) > 0 || l.Plan.State == goals.Agreed {
			d.lives = append(d.lives, l)
		}
	}
	paths, _ := a.set.flags.GetStringArray("data")
	if len(paths) > 0 {
		data, err := a.read(ctx, paths)
		if err != nil {
			return nil, err
		}
		if err := a.printLosses(data); err != nil {
			return nil, err
		}
		d.read = data
		d.ds = a.withKept(data.Dataset, keptOf(lives))
	}
	if d.asOf, err = a.asOfDay(d.ds); err != nil {
		return nil, err
	}
	if len(paths) > 0 {
		d.peers = goals.NewPeers(d.ds, d.asOf)
	}
	return d, nil
}

// printLosses says on stderr what of the exports could not be used.
func (a *app) printLosses(data *ingest.Result) error {
	if a.set.quiet {
		return nil
	}
	return a.printDoubts(data, &kpi.Fault{})
}

// keptOf are the figures of lives as the ledger keeps them.
func keptOf(lives []*goals.Life) (list []ledger.Measured) {
	for _, l := range lives {
		for _, s := range l.Seen {
			list = append(list, ledger.Measured{Plan: l.Plan.ID, Employee: l.Plan.Employee.ID, Team: l.Plan.Team, Indicator: s.Indicator,
				Start: s.Period.Start, Grain: s.Period.Grain, Events: s.Measure.Events, Trials: s.Measure.Trials, Level: s.Measure.Level})
		}
	}
	return list
}

// asOfDay is the day of --as-of, else the end of the data, else today.
func (a *app) asOfDay(ds *kpi.Dataset) (kpi.Date, error) {
	if d, err := dateFlag("as-of", a.textFlag("as-of")); err != nil || d != nil {
		return deref(d), err
	}
	var last kpi.Date
	for _, p := range ds.Periods {
		if p.Grain != kpi.Whole {
			last = max(last, p.End())
		}
	}
	if last == 0 {
		last = a.today()
	}
	return last, nil
}

func (a *app) healthCheck(ctx context.Context, ids []string) error {
	record, _ := a.set.flags.GetBool("record")
	err := a.checkFormat()
	if err == nil {
		err = a.checkTriggers()
	}
	if err == nil && record {
		_, err = a.actor(cmp.Or(ids...))
	}
	if err != nil {
		return err
	}
	d, err := a.planData(ctx, ids)
	if err != nil {
		return err
	}
	checks := []goals.Health{}
	for _, l := range d.lives {
		if err := l.Agreed(); err != nil {
			return err
		}
		checks = append(checks, a.checkOne(d, l))
	}
	if record {
		if err := a.recordChecks(ctx, checks); err != nil {
			return err
		}
	}
	if a.asJSON() {
		return a.writeDocument(checks)
	}
	return a.printChecks(d.lives, checks)
}

func (a *app) checkTriggers() error {
	words, _ := a.set.flags.GetStringSlice("trigger")
	for _, w := range words {
		if err := oneOf("trigger", w, w, "market", "policy", "skill"); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) checkOne(d *planData, l *goals.Life) goals.Health {
	in := a.set.catalogue.Get(l.Plan.Indicator)
	track := goals.DefaultTrack()
	track.AsOf, track.Level = d.asOf, a.set.config.Analysis.Level
	opt := goals.HealthOptions{AsOf: d.asOf, Every: l.Cadence.Health, Indicator: in, Peers: d.peers}
	if n := len(l.HealthChecks); n > 0 {
		opt.Last = &l.HealthChecks[n-1].Day
	}
	opt.Triggers, _ = a.set.flags.GetStringSlice("trigger")
	return goals.HealthCheck(goals.Track(l.Plan, d.ds, in, track), opt)
}

// recordChecks writes down that the checks were held, with their verdicts.
func (a *app) recordChecks(ctx context.Context, checks []goals.Health) error {
	by, err := a.actor("")
	if err != nil {
		return err
	}
	l, err := a.openThere(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	triggers, _ := a.set.flags.GetStringSlice("trigger")
	for _, h := range checks {
		r := &goals.HealthRecord{Challenge: string(h.Challenging.Answer), Actions: string(h.Redundant.Answer),
			Resources: string(h.Resources.Answer), Trigger: strings.Join(triggers, ","), Note: a.textFlag("note")}
		if _, err := l.Do(ctx, by, h.Plan, func(life *goals.Life) ([]goals.Deed, error) {
			r.Day = a.dayIn(life, a.now())
			return []goals.Deed{r}, nil
		}); err != nil {
			return err
		}
		a.note("did."+r.Kind(), locale.Args{"id": h.Plan, "by": by.By})
	}
	return nil
}

func (a *app) printChecks(lives []*goals.Life, checks []goals.Health) error {
	var b strings.Builder
	for i, h := range checks {
		l := lives[i]
		in := a.set.catalogue.Get(l.Plan.Indicator)
		b.WriteString(a.text.Text("check.head", locale.Args{"id": h.Plan, "person": nameOf(l.Plan.Employee), "title": a.text.TitleOf(l.Plan.Indicator),
			"due": h.Due.String(), "overdue": h.Overdue}) + "\n")
		for _, v := range []struct {
			id string
			v  goals.Verdict
		}{{"challenging", h.Challenging}, {"redundant", h.Redundant}, {"resources", h.Resources}} {
			b.WriteString("  " + a.text.Text("check."+v.id, locale.Args{"answer": a.text.Word("show.verdict", string(v.v.Answer))}) + "\n")
			a.listCaveats(&b, v.v.Evidence, in)
		}
		if h.Next != nil {
			b.WriteString("  " + a.text.Text("check.next", locale.Args{"level": a.text.Target(*h.Next, in)}) + "\n")
			a.listCaveats(&b, h.Arithmetic, in)
			a.note("check.amend", locale.Args{"id": h.Plan, "version": l.Versions[len(l.Versions)-1].Number, "level": h.Next.String()})
		}
	}
	if len(checks) == 0 {
		a.note("cmd.track.none", locale.Args{"store": a.set.config.Store})
	}
	_, err := io.WriteString(a.out, b.String())
	return err
}

func (a *app) listCaveats(w io.Writer, list []kpi.Caveat, in *kpi.Indicator) {
	for _, c := range list {
		fmt.Fprintln(w, "    "+a.text.Caveat(c, in))
	}
}
