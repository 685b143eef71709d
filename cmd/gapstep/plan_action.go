package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func (a *app) planActionCommand() *cobra.Command {
	c := &cobra.Command{Use: "action"}
	record := func(use string, n int, flags func(*cobra.Command), fill func(args []string, r *goals.ActionRecord) error) *cobra.Command {
		return a.writing(writer{use: use, args: cobra.ExactArgs(n),
			flags: func(c *cobra.Command) {
				c.Flags().String("on", "", "")
				c.Flags().String("note", "", "")
				if flags != nil {
					flags(c)
				}
			},
			decide: func(args []string) (decision, error) {
				r := &goals.ActionRecord{Action: args[0], Note: a.textFlag("note")}
				err := fill(args[1:], r)
				return func(l *goals.Life) ([]goals.Deed, error) {
					day, err := a.dayFlag("on", l)
					r.Day = day
					return []goals.Deed{a.oneTime(l, *r)}, err
				}, err
			}})
	}
	c.AddCommand(a.planActionAddCommand(), a.planActionSuggestCommand(), a.planActionResourceCommand(),
		record("done ID ACTION", 2,
			func(c *cobra.Command) {
				c.Flags().Int("add", 0, "")
				c.Flags().Bool("whole", false, "")
				c.Flags().Bool("drop", false, "")
			}, a.doneRecord),
		record("quality ID ACTION accepted|not_there", 3, nil,
			func(args []string, r *goals.ActionRecord) error {
				r.Quality = goals.Grade(machineWord(args[0]))
				return oneOf("quality", args[0], r.Quality, goals.Accepted, goals.NotThere)
			}),
		record("effect ID ACTION visible|not_visible", 3, nil,
			func(args []string, r *goals.ActionRecord) error {
				r.Effect = goals.Effect(machineWord(args[0]))
				return oneOf("effect", args[0], r.Effect, goals.Visible, goals.NotVisible)
			}))
	return c
}

func oneOf[T ~string](flag, said string, word T, known ...T) error {
	words := make([]string, len(known))
	for i, k := range known {
		if k == word {
			return nil
		}
		words[i] = string(k)
	}
	return badFlag(flag, said, strings.Join(words, ", "))
}

func (a *app) doneRecord(_ []string, r *goals.ActionRecord) error {
	r.Add, _ = a.set.flags.GetInt("add")
	drop, _ := a.set.flags.GetBool("drop")
	switch {
	case drop && r.Add != 0:
		return badFlag("drop", "", "--drop | --add")
	case drop:
		r.Completion = goals.Dropped
	case r.Add == 0:
		r.Completion = goals.Done
	}
	return nil
}

// oneTime takes "done" of a recurring action for one time of it, unless it is
// said to be at an end.
func (a *app) oneTime(l *goals.Life, r goals.ActionRecord) *goals.ActionRecord {
	whole, _ := a.set.flags.GetBool("whole")
	for _, act := range l.Plan.Content.Actions {
		if act.ID == r.Action && act.Recurrence != nil && r.Completion == goals.Done && !whole {
			r.Completion, r.Add = "", 1
		}
	}
	return &r
}

func (a *app) planActionAddCommand() *cobra.Command {
	return a.writing(writer{
		use:  "add ID",
		args: cobra.ExactArgs(1), flags: addActionFlags,
		decide: func([]string) (decision, error) {
			return func(l *goals.Life) ([]goals.Deed, error) {
				act, err := a.action(l)
				return []goals.Deed{goals.NewAction(l, act)}, err
			}, nil
		},
	})
}

func addActionFlags(c *cobra.Command) {
	f := c.Flags()
	f.String("library", "", "")
	f.String("task", "", "")
	f.String("owner", "", "")
	f.String("method", "", "")
	f.String("deliverable", "", "")
	f.String("reviewer", "", "")
	f.String("accept", "", "")
	f.String("quantity", "", "")
	f.String("every", "", "")
	f.String("weekday", "", "")
	f.Int("from-week", 0, "")
	f.Int("to-week", 0, "")
	f.String("due", "", "")
	f.StringArray("resource", nil, "")
	f.Bool("hr-only", false, "")
	f.Bool("experiment", false, "")
}

// action is the action of the flags, over the one of the library that they name.
func (a *app) action(l *goals.Life) (goals.Action, error) {
	act, err := a.fromLibrary(l, a.textFlag("library"))
	if err != nil {
		return act, err
	}
	for name, to := range map[string]*string{"task": &act.Task, "owner": &act.Owner, "method": &act.Method, "deliverable": &act.Deliverable, "reviewer": &act.Reviewer} {
		if word := a.textFlag(name); word != "" {
			*to = word
		}
	}
	if word := a.textFlag("accept"); word != "" {
		act.Acceptance = &goals.Acceptance{Text: word}
	}
	if n, _ := a.set.flags.GetInt("from-week"); n != 0 {
		act.FromWeek = n
	}
	if n, _ := a.set.flags.GetInt("to-week"); n != 0 {
		act.ToWeek = n
	}
	for flag, to := range map[string]*bool{"hr-only": &act.HROnly, "experiment": &act.Experiment} {
		if on, _ := a.set.flags.GetBool(flag); on {
			*to = true
		}
	}
	return act, a.actionForms(&act)
}

// actionForms reads the flags that have a form of their own.
func (a *app) actionForms(act *goals.Action) (err error) {
	if due, err := dateFlag("due", a.textFlag("due")); err != nil || due != nil {
		act.Due = due
		if err != nil {
			return err
		}
	}
	if word := a.textFlag("quantity"); word != "" {
		if act.Quantity, err = quantityOf(word); err != nil {
			return err
		}
	}
	if word := a.textFlag("every"); word != "" {
		if act.Recurrence, err = recurrenceOf(word, a.textFlag("weekday")); err != nil {
			return err
		}
	}
	lines, _ := a.set.flags.GetStringArray("resource")
	for _, line := range lines {
		kind, name, ok := strings.Cut(strings.Replace(line, "：", ":", 1), ":")
		if !ok {
			kind, name = "", line
		}
		act.Resources = append(act.Resources, goals.Resource{Kind: goals.ResourceKind(strings.TrimSpace(kind)), Name: strings.TrimSpace(name)})
	}
	return nil
}

// quantityOf reads "10 cases".
func quantityOf(word string) (*goals.Quantity, error) {
	number, unit, _ := strings.Cut(word, " ")
	n, err := atoi(number)
	if err != nil || n < 1 {
		return nil, badFlag("quantity", word, "10 cases")
	}
	return &goals.Quantity{Of: n, Unit: strings.TrimSpace(unit)}, nil
}

// recurrenceOf reads "2/1w".
func recurrenceOf(word, weekday string) (*goals.Recurrence, error) {
	times, every, _ := strings.Cut(word, "/")
	n, err := atoi(times)
	weeks, months, err2 := goals.ParseEvery(every)
	if err != nil || err2 != nil || n < 1 {
		return nil, badFlag("every", word, "2/1w, 1/2w, 1/1m")
	}
	r := &goals.Recurrence{Times: n, Every: weeks + months, Per: kpi.Week, Weekday: strings.ToLower(weekday)}
	if months > 0 {
		r.Per = kpi.Month
	}
	return r, nil
}
