package main

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
)

func (a *app) kpisCommand() *cobra.Command {
	c := &cobra.Command{
		Use:  "kpis",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.printCatalogue() },
	}
	c.Flags().String("format", "table", "")
	return c
}

func (a *app) printCatalogue() error {
	format, _ := a.set.flags.GetString("format")
	switch format {
	case "json":
		enc := json.NewEncoder(a.out)
		enc.SetIndent("", "  ")
		return enc.Encode(a.set.catalogue.All())
	case "table":
		var rows [][]string
		for _, in := range a.set.catalogue.All() {
			rows = append(rows, a.catalogueRow(in))
		}
		var head []string
		for _, id := range []string{"id", "title", "direction", "scale", "kind", "standard", "source"} {
			head = append(head, a.text.Text("kpis."+id, nil))
		}
		return reports.WriteGrid(a.out, head, rows, a.textOptions())
	}
	return badFlag("format", format, "table, json")
}

func (a *app) catalogueRow(in *kpi.Indicator) []string {
	standard := ""
	if in.Standard != nil {
		standard = a.text.Level(*in.Standard, in)
	}
	scale := a.text.Word("scale", in.Scale.String())
	if in.Floor != nil && in.Ceiling != nil && in.Scale == kpi.Score {
		scale += " " + a.text.Figure(*in.Floor) + "–" + a.text.Figure(*in.Ceiling)
	}
	return []string{in.ID, a.text.Title(in), a.text.Word("direction", in.Direction.String()), scale, a.text.Word("kind", in.Kind.String()), standard, in.Source}
}
