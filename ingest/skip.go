package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// skip passes a table over: of what was reported about it only errors stay.
func (g *grid) skip(code string, before int, args kpi.Args) {
	r, fault := g.run, code
	r.diagnostics = append(r.diagnostics[:before], slices.DeleteFunc(slices.Clone(r.diagnostics[before:]),
		func(d kpi.Diagnostic) bool { return d.Severity != kpi.Error && d.Code != kpi.MoreDiagnostics })...)
	g.reading.Skipped = code
	at := g.table.Origin(0, -1)
	if g.cols != nil {
		g.reportColumns()
		r.diagnostics = slices.DeleteFunc(r.diagnostics, func(d kpi.Diagnostic) bool {
			return d.Severity == kpi.Note && d.Origin.File == at.File && d.Origin.Sheet == at.Sheet && strings.HasPrefix(d.Code, "column.")
		})
		at = g.table.Origin(g.table.Rows[g.header].Line, -1)
		if args == nil {
			args = g.skipArgs(code)
		}
		if code == "table.no_kpi" {
			fault, args = g.noKPI()
		}
	}
	g.keepReading()
	r.skipped = append(r.skipped, &skip{fault, at, args})
	sev := kpi.Note
	if slices.Contains([]string{"table.row_labels", "table.no_employee", "table.no_value", "table.no_year", "table.fiscal_year", "table.year_wrap", "table.numbered", "table.people_twice", "table.actual_unclear", "period.no_year_in_name", "period.fiscal_in_name"}, code) {
		sev = kpi.Error
	}
	if fault == "kpi.only_counts" || fault == "kpi.not_named" {
		code = fault // says more than that no KPI was recognised
	}
	r.report(sev, code, at, args)
}

// skipArgs tells the headings of a table that is passed over, and those that matter.
func (g *grid) skipArgs(code string) kpi.Args {
	args := kpi.Args{"headings": g.headings(), "suggestions": g.suggestions()}
	if g.wrap[0] != "" {
		args["first"], args["next"] = g.wrap[0], g.wrap[1]
	}
	if at := slices.IndexFunc(g.cols, func(c *column) bool { return c.open == "period.numbered" }); code == "table.numbered" && at >= 0 {
		args["first"] = g.cols[at].Heading
	}
	return args
}

// suggestions are the --kpi arguments that would name the unknown columns, as
// they can be pasted.
func (g *grid) suggestions() string {
	var list []string
	for _, c := range g.cols {
		if c.Suggestion != "" && !slices.Contains(list, c.Suggestion) {
			list = append(list, c.Suggestion)
		}
	}
	return strings.Join(list, " ")
}

// noKPI is the fault of a table without an indicator, by what stands in it: the
// way out is another where there are counts alone, or periods that nothing says
// the KPI of.
func (g *grid) noKPI() (string, kpi.Args) {
	args := kpi.Args{"headings": g.headings(), "suggestions": g.suggestions()}
	if args["suggestions"] != "" {
		return "kpi.none_recognised", args
	}
	for _, c := range g.cols {
		if c.Role == RoleIgnored && len(c.hits) > 0 {
			if counts := g.unpaired(c); counts != nil {
				return "kpi.only_counts", counts
			}
		}
	}
	if cols := g.periodColumns(); len(cols) > 0 {
		return "kpi.not_named", kpi.Args{"headings": g.headings(), "first": cols[0].Heading, "columns": fmt.Sprint(len(cols))}
	}
	return "kpi.none_recognised", args
}

// reportColumns finds the columns of figures that are not known and says what
// would name them.
func (g *grid) reportColumns() {
	g.reportNotActual()
	for _, c := range g.cols {
		switch {
		case !c.isUnusedFigure():
		case c.Heading == "":
			g.report(kpi.Note, "column.no_heading", 0, c.at, kpi.Args{"values": fmt.Sprint(c.cells.numbers)})
		case c.notActual != "":
			c.Evidence = c.evidence()
		case words().isTotal(c.Heading):
			c.Evidence = "total"
		case c.open != "":
			c.tell(openFact(c.open))
			g.report(g.openSeverity(), "column."+strings.TrimPrefix(openFact(c.open), "period."), c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "values": fmt.Sprint(c.cells.numbers)})
		case c.span.Grain != 0:
			g.report(kpi.Note, "column.other_layout", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "layout": g.reading.Layout})
		case len(c.hits) > 0 && g.namesMeasures():
			g.reportUnmeasured(c)
		case c.isUnknown():
			g.reportUnknownColumn(c)
		}
	}
}

// openSeverity is how much it matters that the period of a column is not known: where
// others of the table are read, their figures are compared without those.
func (g *grid) openSeverity() kpi.Severity {
	if g.reading.Skipped == "" && g.reading.PeriodFrom == "columns" {
		return kpi.Warning
	}
	return kpi.Note
}

// isUnusedFigure reports whether a column of numbers has no part in the reading.
func (c *column) isUnusedFigure() bool {
	return (c.Role == RoleIgnored || c.Role == RoleUnknown) && c.cells.numbers > 0
}

func (c *column) isUnknown() bool {
	return c.cells.isNumeric() && len(c.hits) == 0 && (c.dimension == "" || c.Role == RoleUnknown)
}

func (g *grid) reportUnknownColumn(c *column) {
	c.Role = RoleUnknown
	define := definition(c.Heading, 2*(c.cells.between+c.cells.percents) >= c.cells.numbers)
	args := kpi.Args{"heading": c.Heading, "suggestion": define, "values": fmt.Sprint(c.cells.numbers)}
	code := "column.unknown"
	c.Suggestion = define
	if in := g.run.words.mostSimilar(c.key); in != nil {
		code, c.Suggestion = "column.similar", quoteNaming(c.Heading, in.ID)
		args["kpi"], args["suggestion"], args["define"] = in.ID, c.Suggestion, define
	}
	g.report(kpi.Note, code, c.Origin.Row, c.at, args)
}

// whyNobody is the code of a table without a column of employees: where all levels of
// a pivot table stand in one column, a team there would be taken for a person.
func (g *grid) whyNobody() string {
	if slices.ContainsFunc(g.cols, func(c *column) bool { return words().rowLabels[c.key] }) {
		return "table.row_labels"
	}
	return "table.no_employee"
}
