package main

import (
	"fmt"
	"slices"

	"github.com/gapstep/gapstep/ingest"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// The matrix of who lacks what shows so many of the last periods and so many
// people; the rest is counted.
const (
	shownPeriods = 12
	shownPeople  = 40
)

// printCompleteness prints how many figures each KPI has, and who lacks which
// period; unread is how many figures could not be read, in whatever period.
func (a *app) printCompleteness(c ingest.Completeness, unread int) error {
	var rows [][]string
	for _, k := range c.KPIs {
		rows = append(rows, []string{k.Indicator.ID, a.text.TitleOf(k.Indicator.ID), fmt.Sprint(k.Employees), fmt.Sprint(k.Periods),
			fmt.Sprint(k.Values), fmt.Sprint(k.Counted), fmt.Sprint(k.Blank)})
	}
	head := a.heads("kpis.id", "kpis.title", "inspect.employees", "inspect.periods", "inspect.values", "inspect.counted", "inspect.blank")
	if err := reports.WriteGrid(a.out, head, rows, a.textOptions()); err != nil {
		return err
	}
	return a.printLacks(c, unread)
}

// printLacks prints a row for each employee who lacks a figure: by period, how
// many of those due are there.
func (a *app) printLacks(c ingest.Completeness, unread int) error {
	lacking := slices.DeleteFunc(slices.Clone(c.People), func(p ingest.Presence) bool { return !p.Lacks() })
	args := locale.Args{"lacking": a.text.Number(len(lacking)), "people": a.text.Number(len(c.People)), "periods": a.text.Number(len(c.Periods)), "count": len(lacking)}
	if len(lacking) == 0 {
		id := "inspect.complete"
		if args["count"] = len(c.Periods); unread > 0 { // the periods that were refused are not among those
			id, args["unread"] = "inspect.complete_as_read", a.text.Number(unread)
		}
		fmt.Fprintln(a.out, a.text.Text(id, args))
		return nil
	}
	fmt.Fprintln(a.out, a.text.Text("inspect.lacking", args))
	from := max(0, len(c.Periods)-shownPeriods)
	head := a.heads("inspect.employee")
	for _, p := range c.Periods[from:] {
		head = append(head, a.text.Period(p))
	}
	names := a.text.Order()
	slices.SortStableFunc(lacking, func(a, b ingest.Presence) int { return names.Compare(nameOf(a.Employee), nameOf(b.Employee)) })
	var rows [][]string
	for _, p := range lacking[:min(len(lacking), shownPeople)] {
		rows = append(rows, a.lackRow(p, from))
	}
	if err := reports.WriteGrid(a.out, head, rows, a.textOptions()); err != nil {
		return err
	}
	if more := len(lacking) - shownPeople; more > 0 || from > 0 {
		fmt.Fprintln(a.out, a.text.Text("inspect.more", locale.Args{"people": a.text.Number(max(0, more)), "periods": a.text.Number(from)}))
	}
	return nil
}

func (a *app) lackRow(p ingest.Presence, from int) []string {
	name := nameOf(p.Employee)
	if name != p.Employee.ID {
		name += " (" + p.Employee.ID + ")"
	}
	row := []string{name}
	for i := from; i < len(p.Have); i++ {
		switch {
		case p.Due[i] == 0:
			row = append(row, "")
		case p.Have[i] == p.Due[i]:
			row = append(row, "✓")
		default:
			row = append(row, a.text.Number(p.Have[i])+"/"+a.text.Number(p.Due[i]))
		}
	}
	return row
}
