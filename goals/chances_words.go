package goals

import "github.com/gapstep/gapstep/ingest/kpi"

// explain writes the chances down: one line a milestone, one more where several
// periods must meet, and the detectable step.
func (c *Chances) explain() []kpi.Caveat {
	var lines []kpi.Caveat
	for _, m := range c.Milestones {
		lines = append(lines, line("chances", "level", m.Level.String(), "n", c.PerPeriod.String(),
			"unchanged", m.Unchanged.Attain.String(), "at_target", m.AtTarget.Attain.String()))
		if m.Sustain > 1 || m.Of > 0 {
			lines = append(lines, line("chances_sustain", "level", m.Level.String(), "sustain", itoa(m.Sustain), "of", itoa(max(m.Of, m.Sustain)),
				"unchanged", m.Unchanged.Sustain.String(), "at_target", m.AtTarget.Sustain.String()))
		}
	}
	if c.Detectable != nil {
		lines = append(lines, line("chances_step", "step", c.Detectable.String(), "periods", itoa(c.Periods), "n", c.PerPeriod.String()))
	}
	return lines
}

// even and likelyLuck are the probabilities below which a level is called not
// sustainable at the target itself, and from which luck alone is named.
const (
	even       = kpi.One / 2
	likelyLuck = kpi.One / 5
)

// doubts warns of levels that even the true level does not sustain, of levels
// that luck alone may show, and of a way that cannot be told from chance.
func (c *Chances) doubts(plan Plan) []kpi.Caveat {
	var list []kpi.Caveat
	for i, m := range c.Milestones {
		level := m.Level.String()
		if m.Sustain > 1 && m.AtTarget.Sustain < even {
			needed := ""
			if m.Needed != nil {
				needed = m.Needed.String()
			}
			list = append(list, kpi.Caveat{Code: "chances.not_sustainable", Args: kpi.Args{"level": level, "sustain": itoa(m.Sustain),
				"of": itoa(max(m.Of, m.Sustain)), "chance": m.AtTarget.Sustain.String(), "needed": needed}})
		}
		if m.Unchanged.Sustain >= likelyLuck {
			list = append(list, kpi.Caveat{Code: "chances.luck", Args: kpi.Args{"level": level, "chance": m.Unchanged.Sustain.String()}})
		}
		if len(plan.Milestones[i].Also) > 0 {
			list = append(list, kpi.Caveat{Code: "chances.compound", Args: kpi.Args{"level": level}})
		}
	}
	if n := len(c.Milestones); c.Detectable != nil && n > 0 && !plan.NoBaseline {
		if way := (c.Milestones[n-1].Level - plan.Baseline).Abs(); way < *c.Detectable {
			list = append(list, kpi.Caveat{Code: "chances.undetectable", Args: kpi.Args{"way": way.String(),
				"step": c.Detectable.String(), "periods": itoa(c.Periods), "n": c.PerPeriod.String()}})
		}
	}
	return list
}
