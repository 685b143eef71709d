package ingest

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// candidates are the columns that may hold a part of an indicator.
type candidates [3][]*column

// bindingKey is an indicator and the period that headings give it; Grain 0: none.
type bindingKey struct {
	indicator *kpi.Indicator
	span      kpi.Period
}

// bindHits gathers the columns of each indicator and binds them, in the order
// of the headings.
func (g *grid) bindHits() {
	found := map[bindingKey]*candidates{}
	var order []bindingKey
	for _, c := range g.cols {
		if c.Role != RoleIgnored {
			continue
		}
		if g.namesSeveral(c) {
			continue
		}
		for _, h := range c.hits {
			key := bindingKey{h.indicator, c.span}
			if found[key] == nil {
				found[key] = &candidates{}
				order = append(order, key)
			}
			list := &found[key][h.part]
			*list = append(*list, c)
		}
	}
	for _, key := range order {
		g.bindIndicator(key, found[key])
	}
	g.nameParts()
}

// namesSeveral reports a heading that is the name of several indicators.
func (g *grid) namesSeveral(c *column) bool {
	var ids []string
	for _, h := range c.hits {
		if h.part == valuePart {
			ids = append(ids, h.indicator.ID)
		}
	}
	if len(ids) < 2 {
		return false
	}
	g.report(kpi.Error, "column.two_indicators", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "kpis": strings.Join(ids, ", "), "suggestion": quoteNaming(c.Heading, ids[0])})
	return true
}

// bindIndicator makes the slot of an indicator: its counts when both parts
// stand in the sheet, with the value column to check them, else the value.
func (g *grid) bindIndicator(key bindingKey, cand *candidates) {
	in := key.indicator
	value := g.settle(in, cand, valuePart)
	num, den := g.settleCounts(in, cand, value)
	if value != nil && !g.takeUnit(value, in) {
		value = nil
	}
	s := slot{indicator: in, period: key.span, value: -1, num: -1, den: -1}
	if value != nil {
		s.value = value.at
		g.bind(value, RoleValue, in)
	}
	if num != nil && den != nil {
		s.num, s.den = num.at, den.at
		g.bind(num, RoleNumerator, in)
		g.bind(den, RoleDenominator, in)
	}
	if s.value >= 0 || s.num >= 0 {
		g.slots = append(g.slots, s)
	}
}

// bind gives a column its role; one that serves several indicators (visits
// under two rates) lists them all.
func (g *grid) bind(c *column, role Role, in *kpi.Indicator) {
	c.Bindings = append(c.Bindings, Binding{in.ID, role})
	if base, multiple := cutFactor(c.meaning.unit); role != RoleValue && (base == "" || unitClass(base) == "count") {
		c.factor = multiple // 拜访数（万）
	}
	if c.KPI != "" {
		c.KPI += "," + in.ID
		return
	}
	c.Role, c.KPI, c.Evidence = role, in.ID, c.evidence()
	if c.cumulative() {
		g.report(kpi.Warning, "column.cumulative", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "kpi": in.ID})
	}
}

// settle chooses among the columns for one part of an indicator: the surest
// match. Two that are equally sure are rivals, and neither is used.
func (g *grid) settle(in *kpi.Indicator, cand *candidates, p part) *column {
	list := cand[p]
	if len(list) == 0 {
		return nil
	}
	best := slices.MinFunc(list, func(a, b *column) int { return a.rank - b.rank })
	var rival *column
	for _, c := range list {
		switch {
		case c == best:
		case c.rank == best.rank:
			rival = c
			g.rivals(in, p, c, best)
		default:
			g.report(kpi.Note, "column.surplus_kpi", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "kpi": in.ID, "other": best.Heading})
		}
	}
	if rival == nil {
		return best
	}
	g.rivals(in, p, best, rival)
	return nil
}

// rivals reports a column that means the same as another one. Value columns
// are told apart by --kpi where their headings do, else by their place in the
// measures of a configuration, as parts are.
func (g *grid) rivals(in *kpi.Indicator, p part, c, other *column) {
	args := kpi.Args{"heading": c.Heading, "other": other.Heading, "cell": other.Origin.Cell(), "kpi": in.ID}
	code := "column.part_rivals"
	if p == valuePart {
		code = "column.rivals"
		args["suggestion"], args["place"] = "", "["+kpi.ColumnName(c.at+1)+"]"
		if c.key != other.key {
			args["suggestion"] = quoteNaming(c.Heading, in.ID)
		}
	}
	g.report(kpi.Error, code, c.Origin.Row, c.at, args)
}

// nameParts tells of the counts that stayed without their partner: where a
// value stands beside them it is used, but nobody knows of how many.
func (g *grid) nameParts() {
	for _, c := range g.cols {
		if c.Role != RoleIgnored || len(c.hits) == 0 {
			continue
		}
		c.Evidence = c.evidence()
		if args := g.unpaired(c); args != nil {
			g.report(kpi.Warning, "column.unpaired", c.Origin.Row, c.at, args)
		}
	}
}

// unpaired says of which indicator a column is the one count, and what the other
// may be called; nil when another column is that other one, for then something
// else is wrong with them and was said. Of several indicators the one counts
// whose value stands in the table.
func (g *grid) unpaired(c *column) kpi.Args {
	var in *kpi.Indicator
	var p part
	for _, h := range c.hits {
		if h.part == valuePart || g.holdsPart(h.indicator, h.part.partner(), c.span) || g.holdsPart(h.indicator, h.part, c.span, c) {
			return nil
		}
		if in == nil || g.bindsValue(h.indicator) {
			in, p = h.indicator, h.part
		}
	}
	missing := in.Denominator
	if p == denominatorPart {
		missing = in.Numerator
	}
	return kpi.Args{"heading": c.Heading, "kpi": in.ID, "part": p.String(), "missing": strings.Join(fewNames(missing, isPlain(c.Heading)), ", ")}
}

// fewNames are the first of the names in the script of the headings.
func fewNames(names []string, latin bool) []string {
	list := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return isPlain(n) != latin })
	if len(list) == 0 {
		list = names
	}
	return list[:min(4, len(list))]
}

// partner is the other count.
func (p part) partner() part {
	if p == numeratorPart {
		return denominatorPart
	}
	return numeratorPart
}

// String is the role of a column that holds the part.
func (p part) String() string {
	return [...]string{valuePart: "value", numeratorPart: "numerator", denominatorPart: "denominator"}[p]
}

// holdsPart reports whether a column, but for those named, may be a part of an
// indicator in a period.
func (g *grid) holdsPart(in *kpi.Indicator, p part, span kpi.Period, but ...*column) bool {
	return slices.ContainsFunc(g.cols, func(c *column) bool {
		return c.span == span && !slices.Contains(but, c) && slices.Contains(c.hits, hit{in, p})
	})
}

func (g *grid) bindsValue(in *kpi.Indicator) bool {
	return slices.ContainsFunc(g.slots, func(s slot) bool { return s.indicator == in && s.value >= 0 })
}
