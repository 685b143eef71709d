// Package forms fills the forms of an improvement talk with a report's figures:
// the data sheet, the agenda, the improvement plan with its signatures, the
// two-way assessment of the talk, the self-assessment and the manager's week.
//
// A [Form] is laid out once, in words and figures of one language, and written
// as a workbook to edit or as a page to print. Every figure is the report's own;
// nothing is worked out here. What people have to write stays an empty line:
// nothing is put into anybody's mouth, and no outcome is proposed.
package forms

import (
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// Kind is which form.
type Kind string

// The forms.
const (
	DataSheet Kind = "data_sheet"      // 绩效数据统计表: the figures before a talk
	Agenda    Kind = "agenda"          // 面谈议程表: the talk, minute by minute, with phrases
	Plan      Kind = "plan"            // 绩效改进计划表: the plan, signed by both
	Review    Kind = "review"          // 面谈效果评估表: how the talk was, by both sides
	Self      Kind = "self_assessment" // 自评表: the employee's own view, before the talk
	Week      Kind = "week"            // 周管理表: the manager's half hour a week
)

// Kinds lists the forms in the order in which they are used.
func Kinds() []Kind { return []Kind{DataSheet, Self, Agenda, Plan, Review, Week} }

// Input is whose forms are filled, and from what.
type Input struct {
	Report       *reports.Report
	Employee     kpi.Employee
	Team         string
	Improvements []goals.Improvement // of the employee, every compared series
	HR           bool                // show what HR and the employee alone may see
	Minutes      Minutes             // of the agenda; zero: DefaultMinutes
}

// Form is a page laid out in one language.
type Form struct {
	Kind       Kind
	Title      string
	Facts      []Fact // whose it is, and of when
	Blocks     []Block
	Signatures []string // who signs, with the day
	Foot       string
}

// Fact is a term and what is said of it.
type Fact struct{ Term, Detail string }

// Block is a part of a form: a table, lines of text, or room to write.
type Block struct {
	Heading string
	Note    string
	Heads   []string // of the table
	Rows    [][]Cell
	Lines   []string // of text
	Small   bool     // the lines are to look up, not to read first: small print
	Space   int      // empty lines to write on
}

// Cell is a text or a figure. A figure keeps its number for the workbook.
type Cell struct {
	Text   string
	Number *float64
	Format string // Excel number format of Number
}

// Fill lays out a form. The usage faults: form.unknown (the kind), and
// that of [Minutes.Validate].
func Fill(kind Kind, in Input, p *locale.Printer) (Form, error) {
	lay, known := map[Kind]func(*filler) []Block{
		DataSheet: (*filler).dataSheet, Agenda: (*filler).agenda, Plan: (*filler).plan,
		Review: (*filler).review, Self: (*filler).selfAssessment, Week: (*filler).week,
	}[kind]
	if !known {
		return Form{}, &kpi.Fault{Class: kpi.Usage, Code: "form.unknown", Args: kpi.Args{"form": string(kind)}}
	}
	if in.Minutes == (Minutes{}) {
		in.Minutes = DefaultMinutes()
	}
	if err := in.Minutes.Validate(); err != nil {
		return Form{}, err
	}
	f := &filler{Input: in, p: p, kind: kind}
	form := Form{Kind: kind, Title: f.text("title"), Facts: f.facts(), Blocks: lay(f), Foot: p.Text("form.foot", nil)}
	for _, who := range signers[kind] {
		form.Signatures = append(form.Signatures, p.Text("form.sign."+who, nil))
	}
	return form, nil
}

// signers are who signs a form; the others are nobody's agreement.
var signers = map[Kind][]string{
	Plan:   {"employee", "manager", "hr"},
	Review: {"employee", "manager"},
	Self:   {"employee"},
}

// filler fills one form.
type filler struct {
	Input
	p    *locale.Printer
	kind Kind
}

// text is a text of this form.
func (f *filler) text(id string) string { return f.p.Text("form."+string(f.kind)+"."+id, nil) }

func (f *filler) textOf(id string, args locale.Args) string {
	return f.p.Text("form."+string(f.kind)+"."+id, args)
}

// heads are texts that all forms share.
func (f *filler) heads(ids ...string) []string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = f.p.Text(id, nil)
	}
	return list
}

func (f *filler) facts() []Fact {
	facts := []Fact{
		{f.p.Text("col.person", nil), reports.PersonText(f.p, f.Employee)},
		{f.p.Text("col.team", nil), locale.Plain(f.Team)},
		{f.p.Text("col.role", nil), locale.Plain(f.Employee.Role)},
		{f.p.Text("col.manager", nil), locale.Plain(f.Employee.Manager)},
		{f.p.Text("report.as_of", nil), f.p.Date(f.Report.AsOf)},
	}
	if w := f.Report.Window; w.Periods > 0 {
		facts = append(facts, Fact{f.p.Text("col.window", nil), f.p.Span(w.From, w.To, w.Periods)})
	}
	var said []Fact
	for _, fact := range facts {
		if fact.Detail != "" {
			said = append(said, fact)
		}
	}
	return said
}

// gaps are the employee's rows of the team, in the report's order.
func (f *filler) gaps() []*analysis.Gap {
	var rows []*analysis.Gap
	for i := range f.Report.Gaps {
		if g := &f.Report.Gaps[i]; g.Employee.ID == f.Employee.ID && g.Team == f.Team {
			rows = append(rows, g)
		}
	}
	return rows
}

// plans are the employee's, as the form's readers may see them.
func (f *filler) plans() []*goals.Plan {
	var list []*goals.Plan
	for _, plan := range f.Report.Plans {
		if plan.Employee.ID != f.Employee.ID {
			continue
		}
		if !f.HR {
			plan.Content = plan.Content.ForManager()
		}
		list = append(list, &plan)
	}
	return list
}

func (f *filler) progress(plan string) *goals.Progress {
	for i := range f.Report.Progress {
		if f.Report.Progress[i].Plan.ID == plan {
			return &f.Report.Progress[i]
		}
	}
	return nil
}

func (f *filler) indicator(id string) *kpi.Indicator { return f.Report.Catalogue.Get(id) }

func (f *filler) title(id string) string {
	if in := f.indicator(id); in != nil {
		return f.p.Title(in)
	}
	return locale.Plain(id)
}

// Short reports whether the cell is a figure with its counts or a word of a few
// letters, which is not broken into lines.
func (c Cell) Short() bool { return lipgloss.Width(c.Text) <= 14 && !strings.Contains(c.Text, "\n") }

func word(s string) Cell { return Cell{Text: locale.Plain(s)} }

// row is a row of texts.
func row(texts ...string) []Cell {
	cells := make([]Cell, len(texts))
	for i, s := range texts {
		cells[i] = word(s)
	}
	return cells
}

// blankRows are rows to write in.
func blankRows(n, columns int) [][]Cell {
	rows := make([][]Cell, n)
	for i := range rows {
		rows[i] = make([]Cell, columns)
	}
	return rows
}
