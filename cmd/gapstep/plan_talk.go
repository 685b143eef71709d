package main

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// The texts that --self and --obstacle split.
const fieldSign = ";"

func itoa(n int) string { return strconv.Itoa(n) }

// splitPair is what stands before and after the first "=", without blanks.
func splitPair(s string) (key, value string) {
	key, value, _ = strings.Cut(s, "=")
	return strings.TrimSpace(key), strings.TrimSpace(value)
}

func (a *app) planCheckInCommand() *cobra.Command {
	return a.writing(writer{
		use:  "check-in ID",
		args: cobra.ExactArgs(1),
		flags: func(c *cobra.Command) {
			f := c.Flags()
			f.String("on", "", "")
			f.String("progress", "", "")
			f.Bool("talk", false, "")
			f.Int("minutes", 0, "")
			f.StringArray("obstacle", nil, "")
			f.StringArray("self", nil, "")
			f.StringSlice("resolve", nil, "")
			f.StringSlice("escalate", nil, "")
			f.String("note", "", "")
		},
		decide: func([]string) (decision, error) {
			return a.checkIn, nil
		},
	})
}

// checkIn are the deeds of the flags: a check-in unless only obstacles move.
func (a *app) checkIn(life *goals.Life) ([]goals.Deed, error) {
	day, err := a.dayFlag("on", life)
	if err != nil {
		return nil, err
	}
	c := &goals.CheckIn{Day: day, Progress: a.textFlag("progress")}
	c.Talk, _ = a.set.flags.GetBool("talk")
	c.Minutes, _ = a.set.flags.GetInt("minutes")
	lines, _ := a.set.flags.GetStringArray("obstacle")
	for _, line := range lines {
		c.Obstacles = append(c.Obstacles, a.obstacleOf(line))
	}
	said, _ := a.set.flags.GetStringArray("self")
	for _, text := range said {
		c.SelfReported = append(c.SelfReported, goals.Evidence{Source: goals.SourceSelf, Text: text, By: a.textFlag("as"), At: &day})
	}
	deeds := append(a.moveObstacles("resolve", goals.ObstacleResolved), a.moveObstacles("escalate", goals.ObstacleRaised)...)
	if len(deeds) == 0 || c.Talk || c.Progress != "" || len(c.Obstacles)+len(c.SelfReported) > 0 {
		deeds = append([]goals.Deed{c}, deeds...)
	}
	return deeds, nil
}

func (a *app) moveObstacles(flag string, state goals.ObstacleState) (list []goals.Deed) {
	ids, _ := a.set.flags.GetStringSlice(flag)
	for _, id := range ids {
		list = append(list, &goals.ObstacleChange{ID: strings.TrimSpace(id), State: state, Note: a.textFlag("note")})
	}
	return list
}

// obstacleOf reads "no access to the library; owner=Li Na".
func (a *app) obstacleOf(line string) goals.Obstacle {
	o := goals.Obstacle{State: goals.ObstacleOpen}
	for i, part := range strings.Split(strings.ReplaceAll(line, "；", fieldSign), fieldSign) {
		key, value := splitPair(part)
		switch {
		case i > 0 && (key == "owner" || key == a.text.Text("show.owner_key", nil)):
			o.Owner = value
		case o.Text == "":
			o.Text = strings.TrimSpace(part)
		default:
			o.Text += fieldSign + part
		}
	}
	return o
}

func (a *app) planCommentCommand() *cobra.Command {
	return a.writing(writer{
		use:  "comment ID TEXT",
		args: cobra.ExactArgs(2),
		flags: func(c *cobra.Command) {
			c.Flags().Bool("objection", false, "")
			c.Flags().Int("answer", 0, "")
		},
		decide: func(args []string) (decision, error) {
			return func(*goals.Life) ([]goals.Deed, error) {
				if n, _ := a.set.flags.GetInt("answer"); n != 0 {
					return []goals.Deed{&goals.Reply{Comment: n, Text: args[0]}}, nil
				}
				objection, _ := a.set.flags.GetBool("objection")
				return []goals.Deed{&goals.Comment{Text: args[0], Objection: objection}}, nil
			}, nil
		},
	})
}

func (a *app) planRecogniseCommand() *cobra.Command {
	c := a.writing(writer{
		use:  "recognise ID TEXT",
		args: cobra.ExactArgs(2),
		flags: func(c *cobra.Command) {
			c.Flags().Bool("figure", false, "")
		},
		decide: func(args []string) (decision, error) {
			return func(l *goals.Life) ([]goals.Deed, error) {
				var pr *goals.Progress
				if figure, _ := a.set.flags.GetBool("figure"); figure {
					pr = a.standing(l)
				}
				r, err := goals.NewRecognition(args[0], pr)
				return []goals.Deed{r}, err
			}, nil
		},
	})
	c.Aliases = []string{"recognize"}
	return c
}

func (a *app) planExplainCommand() *cobra.Command {
	return a.writing(writer{
		use:  "explain ID NODE --reason R --remedy M",
		args: cobra.ExactArgs(2),
		flags: func(c *cobra.Command) {
			c.Flags().String("reason", "", "")
			c.Flags().String("remedy", "", "")
			c.Flags().String("by", "", "")
		},
		decide: func(args []string) (decision, error) {
			by, err := dateFlag("by", a.textFlag("by"))
			cal, bad := a.workCalendar()
			return func(l *goals.Life) ([]goals.Deed, error) {
				if !a.knowsNode(l, args[0], cal) {
					return nil, &kpi.Fault{Class: kpi.Usage, Code: "alert.no_node", Args: kpi.Args{"id": l.Plan.ID, "node": args[0]}}
				}
				return []goals.Deed{&goals.Explanation{Node: args[0], Reason: a.textFlag("reason"), Remedy: a.textFlag("remedy"), By: by}}, nil
			}, cmp.Or(err, bad)
		},
	})
}

func (a *app) knowsNode(l *goals.Life, id string, cal *goals.Calendar) bool {
	open, _ := l.AlertsAt(a.now(), cal)
	for _, alert := range open {
		if alert.Node.ID == id {
			return true
		}
	}
	return false
}

// standing is the progress of a plan by the figures that the ledger kept.
func (a *app) standing(l *goals.Life) *goals.Progress {
	opt := goals.DefaultTrack()
	opt.Level = a.set.config.Analysis.Level
	pr := goals.Track(l.Plan, a.seen(l), a.set.catalogue.Get(l.Plan.Indicator), opt)
	return &pr
}

// seen are the figures that the ledger kept of a plan; of two of a period the
// later one.
func (a *app) seen(lives ...*goals.Life) *kpi.Dataset {
	type key struct {
		employee, indicator string
		period              kpi.Period
	}
	last := map[key]goals.Seen{}
	var order []key
	of := map[key]*goals.Life{}
	for _, l := range lives {
		for _, s := range l.Seen {
			k := key{l.Plan.Employee.ID, s.Indicator, s.Period}
			if _, known := last[k]; !known {
				order = append(order, k)
			}
			last[k], of[k] = s, l
		}
	}
	var b kpi.Builder
	for _, k := range order {
		if in := a.set.catalogue.Get(k.indicator); in != nil {
			b.Add(kpi.Observation{Employee: of[k].Plan.Employee, Team: of[k].Plan.Team, Indicator: in, Period: k.period, Measure: last[k].Measure})
		}
	}
	ds, _ := b.Build()
	return ds
}
