package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// skip passes a table over: of what was reported about it only errors stay.
func (g *grid) skip(code string, before int, args kpi.Args) {
	r := g.run
	r.diagnostics = append(r.diagnostics[:before], slices.DeleteFunc(slices.Clone(r.diagnostics[before:]),
		func(d kpi.Diagnostic) bool { return d.Severity != kpi.Error })...)
	g.reading.Skipped = code
	at := g.table.Origin(0, -1)
	if g.cols != nil {
		g.reportColumns()
		r.diagnostics = slices.DeleteFunc(r.diagnostics, func(d kpi.Diagnostic) bool {
			return d.Severity == kpi.Note && d.Origin.File == at.File && d.Origin.Sheet == at.Sheet && strings.HasPrefix(d.Code, "column.")
		})
		at = g.table.Origin(g.table.Rows[g.header].Line, -1)
		if args == nil {
			args = kpi.Args{"headings": g.headings(), "suggestions": g.suggestions()}
		}
	}
	g.keepReading()
	r.skipped = append(r.skipped, &skip{code, at, args})
	sev := kpi.Note
	if slices.Contains([]string{"table.no_employee", "table.no_value", "period.no_year_in_name"}, code) {
		sev = kpi.Error
	}
	r.report(sev, code, at, args)
}

// suggestions are the --kpi arguments that would name the unknown columns, as
// they can be pasted.
func (g *grid) suggestions() string {
	var list []string
	for _, c := range g.cols {
		if c.Suggestion != "" {
			list = append(list, c.Suggestion)
		}
	}
	return strings.Join(list, " ")
}

// reportColumns finds the columns of figures that are not known and says what
// would name them.
func (g *grid) reportColumns() {
	for _, c := range g.cols {
		switch {
		case c.Role != RoleIgnored && c.Role != RoleUnknown || c.cells.numbers == 0:
		case c.Heading == "":
			g.report(kpi.Note, "column.no_heading", 0, c.at, kpi.Args{"values": fmt.Sprint(c.cells.numbers)})
		case c.notActual != "":
			c.Evidence = c.evidence()
		case words().isTotal(c.Heading):
			c.Evidence = "total"
		case c.span.Grain != 0:
			g.report(kpi.Note, "column.other_layout", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "layout": g.reading.Layout})
		case c.isUnknown():
			g.reportUnknownColumn(c)
		}
	}
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
