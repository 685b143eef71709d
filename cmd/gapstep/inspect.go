package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/ingest"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) inspectCommand() *cobra.Command {
	c := &cobra.Command{
		Use:  "inspect FILE...",
		Args: a.someArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.inspect(cmd.Context(), args) },
	}
	addReadingFlags(c.Flags())
	c.Flags().String("write-config", "", "")
	c.Flags().Bool("cells", false, "")
	return c
}

func (a *app) inspect(ctx context.Context, paths []string) error {
	if cells, _ := a.set.flags.GetBool("cells"); cells {
		return a.writeCells(ctx, paths)
	}
	data, err := a.read(ctx, paths)
	if data == nil {
		return err // with nothing to show; a fault with readings shows them first
	}
	if target, _ := a.set.flags.GetString("write-config"); target != "" && err == nil {
		return a.writeStarter(data, target)
	}
	for i := range data.Readings {
		if err := a.printReading(&data.Readings[i]); err != nil {
			return err
		}
	}
	if err == nil {
		unread := 0
		for _, in := range data.Inputs {
			unread += in.Tally.ValuesRejected
		}
		if err := a.printCompleteness(ingest.Complete(data.Dataset), unread); err != nil {
			return err
		}
	}
	if err := a.printQuality(data); err != nil {
		return err
	}
	if err != nil {
		return cmp.Or(a.writeSkeleton(data.Readings), err)
	}
	a.note("cmd.next.analyze", locale.Args{"files": a.again(paths...)})
	return nil
}

// printReading prints one sheet: how it was read, then a line a column.
func (a *app) printReading(r *ingest.Reading) error {
	name := kpi.Origin{File: r.File, Sheet: r.Sheet}.String()
	if r.Skipped != "" {
		fmt.Fprintln(a.out, a.text.Text("inspect.skipped", locale.Args{"table": name}))
		return nil // the reason stands among the remarks about the data
	}
	fmt.Fprintln(a.out, a.text.Text("inspect.table", locale.Args{"table": name, "layout": a.text.Word("layout", r.Layout),
		"row": r.HeaderRow, "team": a.text.Word("from", r.TeamFrom), "period": a.text.Word("from", r.PeriodFrom), "employee": a.text.Word("from", cmp.Or(r.EmployeeFrom, "column"))}))
	if r.Encoding != "" {
		fmt.Fprintln(a.out, a.text.Text("inspect.text_file", locale.Args{"encoding": r.Encoding, "delimiter": visibleDelimiter(r.Delimiter)}))
	}
	if r.DateOrder != "" {
		fmt.Fprintln(a.out, a.text.Text("inspect.date_order", locale.Args{"order": r.DateOrder}))
	}
	rows := [][]string{}
	for _, c := range r.Columns {
		rows = append(rows, a.columnRow(c))
	}
	head := a.heads("inspect.column", "inspect.heading", "inspect.meaning", "inspect.samples", "inspect.evidence")
	return reports.WriteGrid(a.out, head, rows, a.textOptions())
}

func (a *app) columnRow(c ingest.Column) []string {
	meaning := a.text.Word("role", string(c.Role))
	if c.KPI != "" {
		meaning += " · " + a.text.TitleOf(c.KPI) + " (" + c.KPI + ")"
	}
	if c.Period != nil {
		meaning += " · " + a.text.Period(*c.Period)
	}
	evidence := a.evidence(c.Evidence)
	if c.Unit != "" {
		evidence = strings.TrimSpace(a.text.Word("unit.name", c.Unit) + " " + evidence)
	}
	if c.Suggestion != "" {
		evidence = strings.TrimSpace(evidence + " → " + c.Suggestion)
	}
	return []string{kpi.ColumnName(c.Origin.Col), c.Heading, meaning, firstCells(c.Samples), evidence}
}

// firstCells shows the first cells of a column, long ones cut.
func firstCells(cells []string) string {
	const longest = 16
	list := make([]string, len(cells))
	for i, text := range cells {
		if r := []rune(text); len(r) > longest {
			text = string(r[:longest]) + "…"
		}
		list[i] = text
	}
	return strings.Join(list, " · ")
}

func (a *app) heads(ids ...string) []string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = a.text.Text(id, nil)
	}
	return list
}

func visibleDelimiter(d string) string {
	if d == "\t" {
		return "tab"
	}
	return d
}

// printQuality prints the tallies and every diagnostic.
func (a *app) printQuality(data *ingest.Result) error {
	return reports.WriteQuality(a.out, inputs(data), data.Diagnostics, a.textOptions())
}

// writeCells writes every table as read; several tables follow one another.
func (a *app) writeCells(ctx context.Context, paths []string) error {
	opt := a.set.ingestOptions()
	if opt.Sheet == "all" {
		opt.Sheet = ""
	}
	w := csv.NewWriter(a.out)
	in, err := expandPaths(paths)
	if err != nil {
		return err
	}
	files, err := a.openInputs(ctx, in.paths, opt)
	if err != nil {
		return err
	}
	for _, f := range files {
		for i := range f.Tables {
			if err := writeTableCells(w, &f.Tables[i]); err != nil {
				return err
			}
		}
	}
	w.Flush()
	return w.Error()
}

func writeTableCells(w *csv.Writer, t *sheet.Table) error {
	for row := range t.All() {
		rec := make([]string, max(t.Width, len(row.Cells)))
		for i, c := range row.Cells {
			rec[i] = c.Text
		}
		if err := w.Write(rec); err != nil {
			return err
		}
	}
	return nil
}
