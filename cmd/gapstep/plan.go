package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/goals/ledger"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) planCommand() *cobra.Command {
	c := &cobra.Command{
		Use:  "plan FILE...",
		Args: a.someArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.plan(cmd.Context(), args) },
	}
	addReadingFlags(c.Flags())
	addJudgingFlags(c.Flags())
	addFailingFlags(c.Flags())
	addOutputFlags(c.Flags())
	addActorFlag(c)
	c.Flags().Bool("once", false, "")
	c.Flags().String("severity", "gap", "")
	c.AddCommand(a.planAddCommand(), a.planListCommand(), a.planShowCommand(), a.planAgreeCommand(), a.planAckCommand(), a.planAmendCommand(),
		a.planCauseCommand(), a.planActionCommand(), a.planCheckInCommand(), a.planCommentCommand(), a.planRecogniseCommand(), a.planExplainCommand(),
		a.planCadenceCommand(), a.planCalendarCommand(), a.planCloseCommand(), a.planReopenCommand())
	return c
}

func addActorFlag(c *cobra.Command) {
	c.Flags().String("as", "", "")
}

// stamp is who writes and when.
func (a *app) stamp() ledger.Stamp {
	by, _ := a.set.flags.GetString("as")
	for _, name := range []string{"USER", "LOGNAME", "USERNAME"} {
		if v, _ := a.env(name); by == "" {
			by = v
		}
	}
	if by == "" {
		by = "gapstep"
	}
	return ledger.Stamp{At: a.now().UTC(), By: by}
}

// leastSeverity is the least severity that gets a plan.
func (a *app) leastSeverity() (analysis.Severity, error) {
	word, _ := a.set.flags.GetString("severity")
	if word == "" { // commands without the flag
		return analysis.Credible, nil
	}
	s, err := analysis.ParseSeverity(word)
	if err != nil || s < analysis.Credible {
		return 0, badFlag("severity", word, "gap, serious")
	}
	return s, nil
}

// wanted tells which findings get a plan: those that persist, with --once also
// those seen once.
func (a *app) wanted(least analysis.Severity) func(*analysis.Gap) bool {
	once, _ := a.set.flags.GetBool("once")
	return func(g *analysis.Gap) bool { return g.Flagged() >= least && (once || goals.Persists(g)) }
}

func (a *app) plan(ctx context.Context, paths []string) error {
	if err := a.checkOutput("json"); err != nil {
		return err
	}
	g, err := a.gather(ctx, paths)
	if err != nil {
		return err
	}
	plans := g.report.Plans
	if len(plans) > 0 {
		if plans, err = a.draft(ctx, plans); err != nil {
			return err
		}
	}
	g.report.Plans = plans
	if len(plans) == 0 {
		a.note("cmd.plan.none", nil)
	} else {
		a.note("cmd.next.agree", locale.Args{"id": a.withFlags([]string{plans[0].ID}, "config", "store"), "start": nextMonth(g.report.AsOf).String()})
	}
	return a.deliverOther(g.report, "plans", func() error { return reports.WritePlans(a.out, plans, g.report.Catalogue, a.textOptions()) })
}

func nextMonth(d kpi.Date) kpi.Date { return kpi.PeriodOf(d, kpi.Month).Next().Start }

// draft puts the proposals into the ledger and returns them as they stand there.
func (a *app) draft(ctx context.Context, plans []goals.Plan) ([]goals.Plan, error) {
	l, err := ledger.Open(ctx, a.set.config.Store)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	drafted, err := l.Draft(ctx, a.stamp(), plans...)
	if err != nil {
		return nil, err
	}
	out, fresh := make([]goals.Plan, len(drafted)), 0
	for i, d := range drafted {
		out[i] = d.Plan
		if d.Change == ledger.Added || d.Change == ledger.Replaced {
			fresh++
		}
	}
	a.note("cmd.plan.drafted", locale.Args{"count": fresh, "known": len(out) - fresh, "store": a.set.config.Store})
	return out, nil
}

func (a *app) planAgreeCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "agree ID...", Args: a.someArgs,
		RunE: func(cmd *cobra.Command, ids []string) error { return a.agree(cmd.Context(), ids) },
	}
	c.Flags().String("as", "", "")
	c.Flags().String("start", "", "")
	return c
}

func (a *app) agree(ctx context.Context, ids []string) error {
	if by, _ := a.set.flags.GetString("as"); by == "" {
		return &kpi.Fault{Class: kpi.Usage, Code: "plan.no_actor", Args: kpi.Args{"id": ids[0]}}
	}
	l, err := a.openThere(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	for _, id := range ids {
		draft, err := l.Plan(ctx, id)
		if err != nil {
			return err
		}
		start, err := a.startOf(draft)
		if err != nil {
			return err
		}
		p, err := l.Agree(ctx, a.stamp(), draft.ID, start)
		if err != nil {
			return err
		}
		fmt.Fprintln(a.out, a.text.Text("cmd.plan.agreed", locale.Args{"id": p.ID, "by": p.By, "start": start.String()}))
		for _, c := range p.Caveats {
			a.note("cmd.plan.caveat", locale.Args{"caveat": a.text.Caveat(c, a.set.catalogue.Get(p.Indicator))})
		}
	}
	a.note("cmd.next.track", nil)
	return nil
}

// startOf is the day named by --start, else the first of the month after the
// data that the draft was made from; data without periods need the flag.
func (a *app) startOf(draft goals.Plan) (kpi.Date, error) {
	word, _ := a.set.flags.GetString("start")
	if word == "" && draft.AsOf != 0 {
		return nextMonth(draft.AsOf), nil
	}
	day, err := kpi.ParseDate(word)
	if err != nil {
		return 0, badFlag("start", word, "2026-07-01")
	}
	return day, nil
}

// openThere opens a ledger that is expected to be there; a mistyped --store
// does not make a new one.
func (a *app) openThere(ctx context.Context) (*ledger.Ledger, error) {
	there, err := ledger.Exists(a.set.config.Store)
	if err != nil {
		return nil, err
	}
	if !there {
		return nil, &kpi.Fault{Class: kpi.Usage, Code: "ledger.not_found", Args: kpi.Args{"store": a.set.config.Store}}
	}
	return ledger.Open(ctx, a.set.config.Store)
}
