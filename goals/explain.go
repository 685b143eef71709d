package goals

import "github.com/gapstep/gapstep/ingest/kpi"

// explain writes the sum down, line by line. Levels (baseline, reference,
// level, raw, from, to) and differences (gap, step, fifth, way, scale) are in
// the indicator's unit, shares are ratios.
func explain(p Problem, s Solution, ref reference) []kpi.Caveat {
	lines := []kpi.Caveat{line("basis."+string(ref.basis), "reference", ref.level.String())}
	lines = append(lines, explainStep(p, s, ref)...)
	if s.Reference != ref.level {
		lines = append(lines, line("reference_rounded", "from", ref.level.String(), "to", s.Reference.String(), "step", s.Derived.String()))
	}
	lines = append(lines, line("gap", "baseline", p.Base.String(), "reference", s.Reference.String(), "gap", s.Gap.String()))
	lines = append(lines, explainLast(p, s)...)
	if s.First != nil {
		lines = append(lines, line("first", "baseline", p.Base.String(), "share", p.First.String(),
			"way", (s.Last.Level-p.Base).String(), "raw", s.First.Raw, "level", s.First.Level.String(), "step", s.Step.String()))
	}
	return lines
}

func explainStep(p Problem, s Solution, ref reference) []kpi.Caveat {
	if ref.basis == BasisHeadroom { // has both ends
		return []kpi.Caveat{line("step_scale", "scale", (*p.Ceiling - *p.Floor).String(), "step", s.Derived.String())}
	}
	gap := s.FifthOf.Abs()
	return []kpi.Caveat{line("step", "gap", gap.String(), "fifth", widen(gap).fifth().String(), "step", s.Derived.String())}
}

func explainLast(p Problem, s Solution) []kpi.Caveat {
	if p.Close >= kpi.One {
		return []kpi.Caveat{line("last_reference", "level", s.Last.Level.String())}
	}
	var lines []kpi.Caveat
	if s.Step != s.Derived {
		lines = append(lines, line("step_finer", "step", s.Step.String(), "was", s.Derived.String()))
	}
	return append(lines, line("last", "baseline", p.Base.String(), "share", p.Close.String(), "gap", s.Gap.String(),
		"raw", s.Last.Raw, "level", s.Last.Level.String(), "step", s.Step.String()))
}

// explainMonths says what the policy of the kind gives without a sum: the
// months and the consecutive periods.
func explainMonths(plan Plan, kind kpi.Kind) []kpi.Caveat {
	var lines []kpi.Caveat
	for _, m := range plan.Milestones {
		code, month := "month.by", m.ByMonth
		if m.FromMonth > 0 {
			code, month = "month.from", m.FromMonth
		}
		lines = append(lines, line(code, "kind", kind.String(), "level", m.Level.String(), "month", itoa(month), "sustain", itoa(m.Sustain)))
	}
	return lines
}

// line is one step of the arithmetic; pairs are names and values.
func line(code string, pairs ...string) kpi.Caveat {
	args := kpi.Args{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i]] = pairs[i+1]
	}
	return kpi.Caveat{Code: "arithmetic." + code, Args: args}
}
