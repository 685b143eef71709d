package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func (a *app) planAmendCommand() *cobra.Command {
	return a.writing(writer{
		use:  "amend ID --version N --reason R",
		args: cobra.ExactArgs(1),
		flags: func(c *cobra.Command) {
			addTargetFlags(c)
			c.Flags().Bool("withdraw", false, "")
		},
		decide: func([]string) (decision, error) {
			if withdraw, _ := a.set.flags.GetBool("withdraw"); withdraw {
				return a.withdrawal, nil
			}
			return func(l *goals.Life) ([]goals.Deed, error) { return a.amendment(l, false) }, nil
		},
	})
}

func (a *app) planReopenCommand() *cobra.Command {
	return a.writing(writer{
		use:  "reopen ID --version N --reason R",
		args: cobra.ExactArgs(1), flags: addTargetFlags,
		decide: func([]string) (decision, error) {
			return func(l *goals.Life) ([]goals.Deed, error) { return a.amendment(l, true) }, nil
		},
	})
}

func addTargetFlags(c *cobra.Command) {
	f := c.Flags()
	f.Int("version", 0, "")
	f.String("reason", "", "")
	f.Int("step", 0, "")
	f.Bool("add", false, "")
	f.Bool("drop", false, "")
	f.String("target", "", "")
	f.String("from", "", "")
	f.String("by", "", "")
	f.Int("sustain", 0, "")
}

// withdrawal takes back the amendment that waits.
func (a *app) withdrawal(l *goals.Life) ([]goals.Deed, error) {
	for _, name := range []string{"step", "add", "drop", "target", "from", "by", "sustain"} {
		if a.set.flags.Changed(name) {
			return nil, badFlag("withdraw", "", "--withdraw | --"+name)
		}
	}
	version, err := a.versionFlag(l)
	return []goals.Deed{&goals.Withdrawal{Version: version, Reason: a.textFlag("reason")}}, err
}

// versionFlag is the version that the person has looked at.
func (a *app) versionFlag(l *goals.Life) (int, error) {
	version, _ := a.set.flags.GetInt("version")
	if version < 1 {
		return 0, badFlag("version", "", "--version N: gapstep plan show "+l.Plan.ID)
	}
	return version, nil
}

// amendment is the amendment that the flags ask for.
func (a *app) amendment(l *goals.Life, reopens bool) ([]goals.Deed, error) {
	base, err := a.versionFlag(l)
	if err != nil {
		return nil, err
	}
	milestones := l.Plan.Milestones
	if p := l.Pending(); p != nil {
		milestones = p.Milestones
	}
	if milestones, err = a.retarget(l.Plan, slices.Clone(milestones)); err != nil {
		return nil, err
	}
	am := goals.NewAmendment(base, a.textFlag("reason"), milestones)
	am.Reopens = reopens
	if in := a.set.catalogue.Get(l.Plan.Indicator); in != nil {
		err = am.Weigh(l.Plan, in)
	}
	return []goals.Deed{am}, err
}

// retarget changes the milestone that the flags name.
func (a *app) retarget(p goals.Plan, list []goals.Milestone) ([]goals.Milestone, error) {
	step, _ := a.set.flags.GetInt("step")
	add, _ := a.set.flags.GetBool("add")
	drop, _ := a.set.flags.GetBool("drop")
	if step < 0 || step > len(list) || add && (step > 0 || drop) {
		return nil, badFlag("step", itoa(step), "1…"+itoa(len(list)))
	}
	if step == 0 {
		step = len(list)
	}
	if drop {
		return slices.Delete(list, step-1, step), nil
	}
	if add {
		if a.textFlag("target") == "" || a.textFlag("by") == "" && a.textFlag("from") == "" {
			return nil, badFlag("add", "", "--target, --by | --from")
		}
		last := list[len(list)-1] // what must hold beside the level stays asked for
		list = append(list, goals.Milestone{Operator: last.Operator, Sustain: 1, Also: last.Also})
		step = len(list)
	}
	return list, a.retargetOne(p, &list[step-1])
}

func (a *app) retargetOne(p goals.Plan, m *goals.Milestone) error {
	if word := a.textFlag("target"); word != "" {
		_, level, err := a.levelOf(p.Indicator, word)
		if err != nil {
			return err
		}
		m.Level = level
	}
	from, err := dateFlag("from", a.textFlag("from"))
	if err != nil {
		return err
	}
	by, err := dateFlag("by", a.textFlag("by"))
	if err != nil {
		return err
	}
	if from != nil {
		m.From, m.FromMonth = from, 0
	}
	if by != nil {
		m.By, m.ByMonth = by, 0
	}
	if n, _ := a.set.flags.GetInt("sustain"); n > 0 {
		m.Sustain = n
	}
	return nil
}

func (a *app) planAckCommand() *cobra.Command {
	return a.writing(writer{
		use:  "ack ID --role employee|manager",
		args: cobra.ExactArgs(1),
		flags: func(c *cobra.Command) {
			c.Flags().String("role", "", "")
			c.Flags().String("name", "", "")
		},
		decide: func([]string) (decision, error) {
			name := a.textFlag("name")
			if name == "" {
				name = a.textFlag("as")
			}
			return func(l *goals.Life) ([]goals.Deed, error) {
				ack, err := goals.NewAck(l, goals.Role(a.textFlag("role")), name)
				return []goals.Deed{ack}, err
			}, nil
		},
	})
}

func (a *app) planCloseCommand() *cobra.Command {
	return a.writing(writer{
		use:  "close ID --outcome O",
		args: cobra.ExactArgs(1),
		flags: func(c *cobra.Command) {
			c.Flags().String("outcome", "", "")
			c.Flags().String("note", "", "")
		},
		decide: func([]string) (decision, error) {
			return func(l *goals.Life) ([]goals.Deed, error) {
				word := goals.Outcome(machineWord(a.textFlag("outcome")))
				return []goals.Deed{&goals.Closing{Outcome: word, Note: a.textFlag("note"), Missing: l.Gaps(a.dayIn(l, a.now()))}}, nil
			}, nil
		},
	})
}

func (a *app) planCadenceCommand() *cobra.Command {
	return a.writing(writer{
		use:  "cadence ID",
		args: cobra.ExactArgs(1),
		flags: func(c *cobra.Command) {
			c.Flags().String("talk", "", "")
			c.Flags().String("health", "", "")
			c.Flags().StringArray("check", nil, "")
			c.Flags().Bool("working-hours", false, "")
			c.Flags().String("zone", "", "")
		},
		decide: func([]string) (decision, error) {
			return func(l *goals.Life) ([]goals.Deed, error) {
				c, err := a.cadence(l.Cadence)
				return []goals.Deed{&c}, err
			}, nil
		},
	})
}

// cadence is the cadence in force with what the flags change.
func (a *app) cadence(c goals.Cadence) (goals.Cadence, error) {
	var err error
	if c.Talk, err = a.everyFlag("talk", "w", c.Talk); err != nil {
		return c, err
	}
	if c.Health, err = a.everyFlag("health", "m", c.Health); err != nil {
		return c, err
	}
	if zone := a.textFlag("zone"); zone != "" {
		c.Zone = zone
	}
	if f := a.set.flags.Lookup("working-hours"); f.Changed {
		c.WorkingHours, _ = a.set.flags.GetBool("working-hours")
	}
	pairs, _ := a.set.flags.GetStringArray("check")
	for _, pair := range pairs {
		k, err := a.checkOf(pair)
		if err != nil {
			return c, err
		}
		c.Checks = append(slices.DeleteFunc(slices.Clone(c.Checks), func(old goals.Check) bool { return old.Indicator == k.Indicator }), k)
	}
	return c, nil
}

// everyFlag reads "2w" or "2m" of a flag, 0 of the unit for none; was when the
// flag isn't given.
func (a *app) everyFlag(name, unit string, was int) (int, error) {
	word := a.textFlag(name)
	switch word {
	case "":
		return was, nil
	case "0" + unit:
		return 0, nil
	}
	weeks, months, err := goals.ParseEvery(word)
	if err != nil || (weeks > 0) != (unit == "w") {
		return 0, badFlag(name, word, "1"+unit+", 2"+unit+", 0"+unit)
	}
	return weeks + months, nil
}

// checkOf reads "conversion_rate=1m".
func (a *app) checkOf(pair string) (goals.Check, error) {
	id, every := splitPair(pair)
	if a.set.catalogue.Get(id) == nil {
		return goals.Check{}, &kpi.Fault{Class: kpi.Usage, Code: "plan.unknown_kpi", Args: kpi.Args{"kpi": id}}
	}
	weeks, months, err := goals.ParseEvery(every)
	return goals.Check{Indicator: id, Weeks: weeks, Months: months}, err
}
