package main

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/forms"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) reportCommand() *cobra.Command {
	c := &cobra.Command{
		Use:  "report FILE...",
		Args: a.someArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.report(cmd.Context(), args) },
	}
	addReadingFlags(c.Flags())
	addJudgingFlags(c.Flags())
	addFailingFlags(c.Flags())
	f := c.Flags()
	f.StringSlice("pack", []string{"managers"}, "")
	f.StringP("output", "o", "packs", "")
	f.String("browser", "auto", "")
	f.Bool("pseudonymise", false, "")
	f.Bool("all", false, "")
	f.Bool("hr", false, "")
	f.StringSlice("forms", nil, "")
	return c
}

// packer writes the packs of one report.
type packer struct {
	*app
	report       *reports.Report
	cutter       *reports.Cutter
	improvements []goals.Improvement
	improved     map[personKey][]goals.Improvement
	lives        []*goals.Life
	dir          string
	folder       *pendingFolder // of the files until all are whole
	said         []func()       // what is told of them then
	browser      string
	pages        []string // html files that are to be printed
	kinds        []forms.Kind
}

func (a *app) report(ctx context.Context, paths []string) error {
	packs, _ := a.set.flags.GetStringSlice("pack")
	for _, name := range packs {
		if !slices.Contains([]string{"managers", "employees", "executive", "evidence"}, name) {
			return badFlag("pack", name, "managers, employees, executive, evidence")
		}
	}
	if hide, _ := a.set.flags.GetBool("pseudonymise"); hide && (slices.Contains(packs, "managers") || slices.Contains(packs, "employees")) {
		return badFlag("pseudonymise", strings.Join(packs, ","), "--pack executive, evidence")
	}
	p, err := a.newPacker(ctx, paths, packs)
	if err != nil {
		return err
	}
	if err := p.write(ctx, packs); err != nil {
		return err
	}
	return p.print(ctx)
}

// write writes the packs, which take their places together, when all are whole.
func (p *packer) write(ctx context.Context, packs []string) (err error) {
	if p.folder, err = p.beginFolder(p.dir); err != nil {
		return err
	}
	defer p.folder.discard()
	written, nobody := 0, error(nil)
	for _, pack := range []struct {
		name  string
		write func(context.Context) error
	}{{"managers", p.managers}, {"employees", p.employees}, {"executive", p.executive}, {"evidence", p.evidence}} {
		if !slices.Contains(packs, pack.name) {
			continue
		}
		err := pack.write(ctx)
		if f := kpi.AsFault(err); f != nil && f.Code == "report.nobody" {
			nobody = err // the other packs have what to write all the same
			continue
		}
		if err != nil {
			return err
		}
		written++
	}
	if written == 0 {
		return nobody
	}
	if err := p.folder.commit(); err != nil {
		return err
	}
	if nobody != nil {
		p.printFault(nobody)
	}
	for _, tell := range p.said {
		tell()
	}
	return nil
}

// newPacker gathers the report with the ledger's plans; the drafts of this run
// stand where the ledger has none.
func (a *app) newPacker(ctx context.Context, paths, packs []string) (*packer, error) {
	kinds, err := a.formKinds()
	if err != nil {
		return nil, err
	}
	wanted, _ := a.set.flags.GetString("browser")
	browser, err := findBrowser(wanted)
	if err != nil {
		return nil, err
	}
	if browser == "" && wanted == "auto" && !slices.Equal(packs, []string{"evidence"}) {
		a.note("cmd.report.no_browser", nil)
	}
	g, err := a.gather(ctx, paths)
	if err != nil {
		return nil, err
	}
	drafts := g.report.Plans
	if err := a.follow(ctx, g, false); err != nil {
		return nil, err
	}
	g.report.Plans = withDrafts(g.report.Plans, drafts)
	g.report.HR, _ = a.set.flags.GetBool("hr")
	lives, err := a.lives(ctx, nil)
	if err != nil && kpi.AsFault(err) == nil {
		return nil, err
	}
	if err := a.evaluateEnded(g, lives); err != nil {
		return nil, err
	}
	improve := goals.DefaultImprove()
	improve.AsOf = g.report.AsOf
	dir, _ := a.set.flags.GetString("output")
	p := &packer{app: a, report: g.report, cutter: reports.NewCutter(g.report), improvements: goals.Improvements(g.data.Dataset, improve),
		improved: map[personKey][]goals.Improvement{}, lives: lives, dir: dir, browser: browser, kinds: kinds}
	for _, im := range p.improvements {
		k := personKey{im.Employee.ID, im.Team}
		p.improved[k] = append(p.improved[k], im)
	}
	return p, nil
}

// withDrafts adds the drafts whose plan the ledger does not hold.
func withDrafts(plans, drafts []goals.Plan) []goals.Plan {
	held := map[string]bool{}
	for _, p := range plans {
		held[p.ID] = true
	}
	return append(plans, slices.DeleteFunc(drafts, func(p goals.Plan) bool { return held[p.ID] })...)
}

func (a *app) formKinds() ([]forms.Kind, error) {
	names, _ := a.set.flags.GetStringSlice("forms")
	if len(names) == 0 {
		return forms.Kinds(), nil
	}
	var kinds []forms.Kind
	for _, name := range names {
		if !slices.Contains(forms.Kinds(), forms.Kind(name)) {
			return nil, &kpi.Fault{Class: kpi.Usage, Code: "form.unknown", Args: kpi.Args{"form": name}}
		}
		kinds = append(kinds, forms.Kind(name))
	}
	return kinds, nil
}

// managers writes a folder for each manager; people without one stand under
// their team.
func (p *packer) managers(context.Context) error {
	groups, order := map[string][]person{}, []string(nil)
	for _, one := range p.people() {
		name := managerOf(one.employee, one.team)
		if groups[name] == nil {
			order = append(order, name)
		}
		groups[name] = append(groups[name], one)
	}
	if len(order) == 0 {
		return &kpi.Fault{Code: "report.nobody"}
	}
	slices.SortFunc(order, p.text.Order().Compare)
	names, teams := newFileNames(), p.cutter.Teams(managerOf)
	for _, manager := range order {
		own := p.cutter.For(teams[manager], func(e kpi.Employee, team string) bool { return managerOf(e, team) == manager })
		own.HR = false // whoever asked: a manager's folder goes to the manager
		if err := p.manager(filepath.Join(p.dir, "managers", names.of(manager)), own, groups[manager]); err != nil {
			return err
		}
	}
	return nil
}

// managerOf is the person's manager, the team where none is known.
func managerOf(e kpi.Employee, team string) string {
	if e.Manager == "" {
		return team
	}
	return e.Manager
}

// manager writes the report on the own people and the forms for those with a gap
// or a plan.
func (p *packer) manager(dir string, own *reports.Report, people []person) error {
	var list []forms.Form
	for _, one := range people {
		more, err := p.fill(one, own)
		if err != nil {
			return err
		}
		list = append(list, more...)
	}
	page := filepath.Join(dir, "gaps.html")
	if err := p.file(page, func(w io.Writer) error { return reports.WriteHTML(w, own, p.text) }); err != nil {
		return err
	}
	p.pages = append(p.pages, page)
	if err := p.file(filepath.Join(dir, "gaps.xlsx"), func(w io.Writer) error { return reports.WriteXLSX(w, own, p.text) }); err != nil {
		return err
	}
	if err := p.forms(filepath.Join(dir, "forms"), list); err != nil {
		return err
	}
	p.later("cmd.report.pack", locale.Args{"path": dir, "count": len(people)})
	return nil
}

// employees writes a sheet for each person: the same figures that the manager
// sees, the own view, the plan.
func (p *packer) employees(context.Context) error {
	people := p.people()
	if len(people) == 0 {
		return &kpi.Fault{Code: "report.nobody"}
	}
	names := newFileNames()
	for _, one := range people {
		own := p.cutter.For([]string{one.team}, func(e kpi.Employee, _ string) bool { return e.ID == one.employee.ID })
		list, err := p.fill(one, own, forms.DataSheet, forms.Self, forms.Plan)
		if err != nil {
			return err
		}
		if err := p.forms(filepath.Join(p.dir, "employees", names.of(one.employee.ID)), list); err != nil {
			return err
		}
	}
	p.later("cmd.report.pack", locale.Args{"path": filepath.Join(p.dir, "employees"), "count": len(people)})
	return nil
}

// fill fills the forms asked for, or of those only the kinds given.
func (p *packer) fill(one person, r *reports.Report, only ...forms.Kind) ([]forms.Form, error) {
	in := forms.Input{Report: r, Employee: one.employee, Team: one.team, HR: r.HR, Improvements: p.improved[one.key()]}
	var list []forms.Form
	for _, kind := range p.kinds {
		if len(only) > 0 && !slices.Contains(only, kind) {
			continue
		}
		f, err := forms.Fill(kind, in, p.text)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

// forms writes forms as a page to print and a workbook to fill in.
func (p *packer) forms(base string, list []forms.Form) error {
	page := base + ".html"
	if err := p.file(page, func(w io.Writer) error { return forms.WriteHTML(w, list, p.text) }); err != nil {
		return err
	}
	p.pages = append(p.pages, page)
	return p.file(base+".xlsx", func(w io.Writer) error { return forms.WriteXLSX(w, list, p.text, p.report.AsOf) })
}

// print has the browser print the pages.
func (p *packer) print(ctx context.Context) error {
	if p.browser == "" {
		return nil
	}
	for _, page := range p.pages {
		if _, err := printPDF(ctx, p.browser, page); err != nil {
			return err
		}
	}
	return nil
}
