package forms

import (
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// Minutes are the parts of a talk: opening, review, consensus, summary.
type Minutes struct{ Opening, Review, Consensus, Summary int }

// DefaultMinutes are 5 + 15 + 20 + 10 = 50, inside the 30 to 60 that a talk
// should take.
func DefaultMinutes() Minutes { return Minutes{5, 15, 20, 10} }

// The bounds of a talk.
const (
	shortestTalk = 30
	longestTalk  = 60
)

// Total is the length of the talk.
func (m Minutes) Total() int { return m.Opening + m.Review + m.Consensus + m.Summary }

// Validate returns a usage fault, form.minutes, for a part below one minute and
// a talk outside 30 to 60 minutes.
func (m Minutes) Validate() error {
	if min(m.Opening, m.Review, m.Consensus, m.Summary) < 1 || m.Total() < shortestTalk || m.Total() > longestTalk {
		return &kpi.Fault{Class: kpi.Usage, Code: "form.minutes", Args: kpi.Args{"total": kpi.FromInt(int64(m.Total())).String()}}
	}
	return nil
}

// agenda is the talk part by part, with the figures to speak of and phrases that
// judge the matter, never the person.
func (f *filler) agenda() []Block {
	said := Feedback(f.Input, f.p)
	m := f.Minutes
	table := Block{Heading: f.textOf("parts", locale.Args{"minutes": m.Total()}), Heads: f.heads("form.agenda.part", "form.agenda.minutes", "form.agenda.what", "form.agenda.notes")}
	for _, part := range []struct {
		id      string
		minutes int
		what    string
	}{
		{"opening", m.Opening, f.text("opening.what")},
		{"review", m.Review, said.Well + "\n" + said.Open},
		{"consensus", m.Consensus, f.text("consensus.what") + "\n" + said.Next},
		{"summary", m.Summary, f.text("summary.what")},
	} {
		table.Rows = append(table.Rows, []Cell{word(f.text(part.id)), {Text: f.p.Number(part.minutes), Number: number(part.minutes), Format: "0"}, {Text: part.what}, {}})
	}
	return []Block{table,
		{Heading: f.text("ask"), Lines: f.lines("ask.", 4)},
		{Heading: f.text("phrases"), Note: f.text("phrases.note"), Lines: f.phrases()},
		{Heading: f.text("agreed"), Heads: f.heads("form.agenda.what_agreed", "form.who", "form.when"), Rows: blankRows(3, 3)},
	}
}

func number(n int) *float64 {
	x := float64(n)
	return &x
}

// phrases are for the employee's type; who has none gets the common ones.
func (f *filler) phrases() []string {
	kind := f.Employee.Type
	if !f.p.Has("form.phrase." + kind + ".1") {
		kind = "common"
	}
	return f.numbered("form.phrase."+kind+".", 4)
}

// lines are the texts id1, id2 … of this form.
func (f *filler) lines(id string, n int) []string {
	return f.numbered("form."+string(f.kind)+"."+id, n)
}

func (f *filler) numbered(id string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = f.p.Text(id+string(rune('1'+i)), nil)
	}
	return list
}

// selfAssessment asks for the employee's own view; the measured figures stand
// beside it and are not mixed with it.
func (f *filler) selfAssessment() []Block {
	measured := Block{Heading: f.text("measured"), Heads: f.heads("col.kpi", "col.value", "col.n", "form.self_assessment.own")}
	for _, g := range f.gaps() {
		measured.Rows = append(measured.Rows, []Cell{word(f.p.Title(g.Indicator)), f.level(g.Actual.Value, g.Indicator), word(evidence(f.p, g)), {}})
	}
	actions := Block{Heading: f.text("actions"), Heads: f.heads("form.action", "form.self_assessment.done", "form.self_assessment.evidence")}
	for _, plan := range f.plans() {
		for _, a := range plan.Content.Actions {
			actions.Rows = append(actions.Rows, []Cell{word(a.Task), word(reports.DoneText(f.p, &a)), {}})
		}
	}
	blocks := []Block{measured}
	if len(actions.Rows) > 0 {
		blocks = append(blocks, actions)
	}
	for _, id := range []string{"proud", "obstacles", "causes", "support", "comment"} {
		blocks = append(blocks, Block{Heading: f.text(id), Space: 2}) // with the signature on one page
	}
	return blocks
}

// week is the manager's page for half an hour: where the plans stand, what is
// due, obstacles with their owners, what deserves a word.
func (f *filler) week() []Block {
	stand := Block{Heading: f.text("stand"), Heads: f.heads("col.kpi", "col.latest", "col.expected", "col.status")}
	due := Block{Heading: f.text("due"), Heads: f.heads("form.action", "form.who", "form.when", "form.progress")}
	for _, plan := range f.plans() {
		if pr := f.progress(plan.ID); pr != nil {
			stand.Rows = append(stand.Rows, []Cell{word(f.title(plan.Indicator)), word(reports.LatestText(f.p, f.Report, pr)),
				f.level(pr.Expected, f.indicator(plan.Indicator)), word(reports.StatusText(f.p, pr))})
		}
		for _, a := range plan.Content.Actions {
			if a.Completion != goals.Done && a.Completion != goals.Dropped {
				due.Rows = append(due.Rows, row(a.Task, a.Owner, reports.WhenText(f.p, &a), reports.DoneText(f.p, &a)))
			}
		}
	}
	well := Block{Heading: f.text("recognition"), Note: f.text("recognition.note"), Lines: f.improved(), Space: 2}
	agenda := Block{Heading: f.text("agenda"), Heads: f.heads("form.agenda.part", "form.agenda.minutes"), Rows: [][]Cell{}}
	for i, minutes := range []int{5, 10, 10, 5} {
		agenda.Rows = append(agenda.Rows, []Cell{{Text: f.text("agenda." + string(rune('1'+i)))}, {Text: f.p.Number(minutes), Number: number(minutes), Format: "0"}})
	}
	obstacles := Block{Heading: f.text("obstacles"), Heads: f.heads("form.week.obstacle", "form.who", "form.when", "form.week.state"), Rows: blankRows(3, 4)}
	blocks := []Block{agenda}
	for _, b := range []Block{stand, due} {
		if len(b.Rows) > 0 {
			blocks = append(blocks, b)
		}
	}
	return append(blocks, obstacles, well)
}
