package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/goals/ledger"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// plansIn lists the plans of a store, none when there is no store yet.
func (a *app) plansIn(ctx context.Context, store string) ([]goals.Plan, error) {
	lives, err := a.livesIn(ctx, store)
	plans := make([]goals.Plan, len(lives))
	for i, life := range lives {
		plans[i] = life.Plan
	}
	return plans, err
}

func (a *app) livesIn(ctx context.Context, store string) ([]*goals.Life, error) {
	there, err := ledger.Exists(store)
	if err != nil || !there {
		return nil, err
	}
	l, err := ledger.Open(ctx, store)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	return l.Lives(ctx)
}

func (a *app) planListCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "list", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.listPlans(cmd.Context()) },
	}
	c.Flags().String("format", "table", "")
	c.Flags().String("state", "", "")
	return c
}

// states are the words of --state.
func states() []goals.State {
	return []goals.State{goals.Draft, goals.Agreed, goals.Active, goals.Amended, goals.Closed}
}

func (a *app) listPlans(ctx context.Context) error {
	if err := a.checkFormat(); err != nil {
		return err
	}
	word := goals.State(a.textFlag("state"))
	if word != "" {
		if err := oneOf("state", string(word), word, states()...); err != nil {
			return err
		}
	}
	lives, err := a.livesIn(ctx, a.set.config.Store)
	if err != nil {
		return err
	}
	plans := make([]goals.Plan, len(lives))
	for i, life := range lives {
		plans[i] = life.Plan
		plans[i].State = life.State(a.dayIn(life, a.now()))
		plans[i].Content = life.ForManager().Plan.Content
	}
	if word != "" {
		plans = slices.DeleteFunc(plans, func(p goals.Plan) bool { return p.State != word })
	}
	if a.asJSON() {
		return reports.WriteJSON(a.out, &reports.Report{Plans: plans, Catalogue: a.set.catalogue})
	}
	if len(plans) == 0 {
		a.note("cmd.plan.empty", locale.Args{"store": a.set.config.Store})
		return nil
	}
	for i := range plans {
		plans[i].Arithmetic, plans[i].Caveats = nil, nil // `show` prints them
	}
	if err := reports.WritePlans(a.out, plans, a.set.catalogue, a.textOptions()); err != nil {
		return err
	}
	a.note("cmd.next.show", nil)
	return nil
}
