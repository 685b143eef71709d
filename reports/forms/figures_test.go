package forms

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/reports"
)

// document is what the report's JSON says of one run.
type document struct {
	Gaps []struct {
		Employee    string   `json:"employee"`
		KPI         string   `json:"kpi"`
		Value       float64  `json:"value"`
		Numerator   float64  `json:"numerator"`
		Denominator float64  `json:"denominator"`
		TeamMean    float64  `json:"team_mean"`
		Gap         float64  `json:"gap"`
		Standard    *float64 `json:"standard"`
	} `json:"gaps"`
	Plans []struct {
		Baseline   float64 `json:"baseline"`
		Reference  float64 `json:"reference"`
		Milestones []struct {
			Level float64 `json:"level"`
		} `json:"milestones"`
	} `json:"plans"`
	Progress []struct {
		Expected float64 `json:"expected"`
	} `json:"progress"`
	Evaluations []struct {
		Before float64 `json:"before"`
		After  float64 `json:"after"`
	} `json:"evaluations"`
}

func documentOf(t testing.TB, r *reports.Report) (doc document) {
	t.Helper()
	all := *r
	all.All = true
	var b bytes.Buffer
	if err := reports.WriteJSON(&b, &all); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func same(c Cell, want float64) bool { return c.Number != nil && math.Abs(*c.Number-want) < 1e-12 }

// Every figure on a form is that of the analysis of the same run: the JSON that
// everybody else reads.
func TestFiguresAreThoseOfTheAnalysis(t *testing.T) {
	in := evaluatedInput(t)
	doc := documentOf(t, in.Report)
	for _, lang := range []string{"en", "zh"} {
		p := printer(t, lang)
		figures := block(t, fill(t, DataSheet, in, lang), p.Text("form.data_sheet.figures", nil)).Rows
		measured := block(t, fill(t, Self, in, lang), p.Text("form.self_assessment.measured", nil)).Rows
		i := 0
		for _, g := range doc.Gaps {
			if g.Employee != in.Employee.ID {
				continue
			}
			counts := p.Number(int(g.Numerator)) + "/" + p.Number(int(g.Denominator))
			gap := strings.TrimLeft(p.Points(g.Gap, in.Report.Catalogue.Get(g.KPI)), "+−") // the words say which way
			if row := figures[i]; !same(row[2], g.Value) || row[3].Text != counts || !same(row[4], g.TeamMean) || !strings.Contains(row[5].Text, gap) {
				t.Errorf("%s: the data sheet says %+v, the analysis %+v", lang, row, g)
			}
			if row := measured[i]; !same(row[1], g.Value) || row[2].Text != counts {
				t.Errorf("%s: the own view says %+v, the analysis %+v", lang, row, g)
			}
			i++
		}
		if i != len(figures) || i != len(measured) || i == 0 {
			t.Errorf("%s: %d rows, the analysis has %d", lang, len(figures), i)
		}
		target := block(t, fill(t, Plan, in, lang), p.Text("form.plan.targets", nil)).Rows[0]
		if !same(target[1], doc.Plans[0].Baseline) || !same(target[2], doc.Plans[0].Reference) {
			t.Errorf("%s: the plan says %+v, the analysis %+v", lang, target, doc.Plans[0])
		}
		for _, m := range doc.Plans[0].Milestones {
			if want := p.Number(int(math.Round(m.Level*100))) + "%"; !strings.Contains(target[4].Text, want) {
				t.Errorf("%s: the milestone %s is not in %q", lang, want, target[4].Text)
			}
		}
		if stand := block(t, fill(t, Week, in, lang), p.Text("form.week.stand", nil)).Rows[0]; !same(stand[2], doc.Progress[0].Expected) || !strings.Contains(stand[1].Text, "17.0%") {
			t.Errorf("%s: the week says %+v", lang, stand)
		}
		if row := block(t, fill(t, Review, in, lang), p.Text("form.review.evaluation", nil)).Rows[0]; !same(row[1], doc.Evaluations[0].Before) || !same(row[2], doc.Evaluations[0].After) {
			t.Errorf("%s: the assessment says %+v", lang, row)
		}
	}
}

// The sum of a team's people in the summary is that of the analysis, and a small
// group's figure is nowhere.
func TestTheExecutiveSummarySaysTheAnalysis(t *testing.T) {
	s := summary(t)
	for _, lang := range []string{"en", "zh"} {
		p := printer(t, lang)
		f := FillExecutive(s, p)
		row := block(t, f, p.Text("form.executive.teams", nil)).Rows[0]
		if want := s.Report.Summaries[0]; !same(row[2], float64(want.N)) || !same(row[3], want.Mean) {
			t.Errorf("%s: %+v, the analysis has %d people, mean %g", lang, row, want.N, want.Mean)
		}
		got := text(f)
		for _, name := range []string{"HYPERLINK", "王经理", "Read 30 modules"} {
			if strings.Contains(got, name) {
				t.Errorf("%s: the summary names %s", lang, name)
			}
		}
		if met, judged := s.Programme.Attainment(); met != 1 || judged != 2 || !strings.Contains(got, "50") {
			t.Errorf("%s: %d of %d met", lang, met, judged)
		}
	}
	s.MinGroup = 9 // more than the team has
	row := block(t, FillExecutive(s, printer(t, "en")), printer(t, "en").Text("form.executive.teams", nil)).Rows[0]
	if row[2].Number != nil || row[3].Text == "" || strings.Contains(row[3].Text, "%") {
		t.Errorf("a small group's figure: %+v", row)
	}
	// The findings shown would leave those of the hidden team.
	found := block(t, FillExecutive(s, printer(t, "en")), printer(t, "en").Text("form.executive.outcome", nil)).Lines
	if len(found) != 2 || !strings.HasPrefix(found[0], "0 gaps") || found[1] != printer(t, "en").Text("form.executive.found.shown", nil) {
		t.Errorf("the hidden team's findings: %q", found)
	}
}
