package forms

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
)

// evaluatedInput is the fixture with progress, a real improvement and the plan's
// evaluation at its end.
func evaluatedInput(t testing.TB) Input {
	t.Helper()
	in := input(t)
	plan := in.Report.Plans[0]
	pr := goals.Progress{Plan: plan, AsOf: kpi.DateOf(2025, 12, 31), Status: goals.Missed, Expected: 0.2, Way: 0.4,
		Latest: &goals.Observed{Period: kpi.PeriodOf(kpi.DateOf(2025, 12, 1), kpi.Month), Measure: kpi.Counts(17*kpi.One, 100*kpi.One), Value: 0.17, Lo: 0.11, Hi: 0.26}}
	for _, m := range plan.Milestones {
		pr.Steps = append(pr.Steps, goals.Step{Milestone: m, Status: goals.Missed})
	}
	in.Report.Progress = []goals.Progress{pr}
	in.Report.Evaluations = []reports.Evaluated{{
		Evaluation: goals.Evaluation{Progress: pr, Attainment: 0.4, Baseline: goals.BaselineFresh,
			Before: goals.Stretch{Periods: 2, Value: 0.15}, After: goals.Stretch{Periods: 3, Value: 0.17}, Movement: 0.01,
			Expected: infer.Estimate{Value: 0.16, Lo: 0.1, Hi: 0.22, Level: 0.95},
			Effect:   &goals.PlanEffect{Estimate: infer.Estimate{Value: 0.01, Lo: -0.05, Hi: 0.07, Level: 0.95}, P: 0.36, Colleagues: 7, Rank: 3},
			Failures: []goals.Failure{{Class: goals.FailExecution, Evidence: kpi.Caveat{Code: "failure.execution", Args: kpi.Args{"done": "0.2", "total": "1"}}}}},
		Record: reports.Record{Plan: plan.ID, Actions: 1, Weeks: 27, Versions: 1},
	}}
	csat := in.Report.Catalogue.Get("csat")
	in.Improvements = []goals.Improvement{{Employee: in.Employee, Team: "north", Indicator: csat, Before: goals.Stretch{Value: 0.6}, After: goals.Stretch{Value: 0.85}, Real: true}}
	return in
}

// block is the form's block under a heading.
func block(t testing.TB, f Form, heading string) Block {
	t.Helper()
	at := slices.IndexFunc(f.Blocks, func(b Block) bool { return b.Heading == heading })
	if at < 0 {
		t.Fatalf("%s has no %q", f.Kind, heading)
	}
	return f.Blocks[at]
}

// blank reports whether a row is there to be written into.
func blank(row []Cell) bool {
	return !slices.ContainsFunc(row, func(c Cell) bool { return c.Text != "" })
}

func TestAPlanWithoutActionsHasRoomForThem(t *testing.T) {
	for lang, heads := range map[string][]string{"en": {"Measures", "Why the gap is there", "Resources"}, "zh": {"改进措施", "原因", "资源"}} {
		in := input(t)
		in.Report.Plans[0].Content = goals.Content{}
		f := fill(t, Plan, in, lang)
		for i, heading := range []string{printer(t, lang).Text("form.plan.actions", nil), printer(t, lang).Text("form.plan.causes", nil), printer(t, lang).Text("form.plan.resources", nil)} {
			b := block(t, f, heading)
			if len(b.Rows) < 2 || !blank(b.Rows[0]) || !blank(b.Rows[len(b.Rows)-1]) {
				t.Errorf("%s %s: no empty rows to write in (%s)", lang, heading, heads[i])
			}
		}
		if targets := block(t, f, printer(t, lang).Text("form.plan.targets", nil)); len(targets.Rows) != 1 || blank(targets.Rows[0]) {
			t.Errorf("%s: the target is missing", lang)
		}
		if got := fill(t, Self, in, lang); slices.ContainsFunc(got.Blocks, func(b Block) bool { return b.Heading == printer(t, lang).Text("form.self_assessment.actions", nil) }) {
			t.Errorf("%s: the own view asks for actions of which there are none", lang)
		}
	}
}

// Somebody without a gap gets forms, too: figures, no sentence about a gap, and no
// plan but an empty one.
func TestAPersonWithoutGaps(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		in := input(t)
		in.Employee = kpi.Employee{ID: "b", Name: "李娜"}
		p := printer(t, lang)
		sheet := fill(t, DataSheet, in, lang)
		if rows := block(t, sheet, p.Text("form.data_sheet.figures", nil)).Rows; len(rows) != 1 || rows[0][7].Text != p.Word("severity", "normal") {
			t.Errorf("%s: %+v", lang, rows)
		}
		if slices.ContainsFunc(sheet.Blocks, func(b Block) bool { return b.Heading == p.Text("form.data_sheet.words", nil) }) {
			t.Errorf("%s: a sentence about a gap that is none", lang)
		}
		if rows := block(t, fill(t, Plan, in, lang), p.Text("form.plan.targets", nil)).Rows; len(rows) != 3 || !blank(rows[0]) {
			t.Errorf("%s: a plan without a gap: %+v", lang, rows)
		}
		said := Feedback(in, p)
		if said.Open != p.Text("form.agenda.open.none", nil) || said.Next != p.Text("form.agenda.next.none", nil) {
			t.Errorf("%s: %+v", lang, said)
		}
		if got := text(fill(t, Review, in, lang)); strings.Contains(got, p.Text("form.review.judgement", nil)) {
			t.Errorf("%s: the talk's assessment speaks of an evaluation", lang)
		}
	}
}

// Eight gaps stand in every form that lists them, each with its figures, and the
// sheet stays one page wide.
func TestAPersonWithEightGaps(t *testing.T) {
	ids := []string{"conversion_rate", "followup_delay_rate", "csat", "resolution_rate", "first_pass_rate", "defect_rate", "on_time_delivery_rate", "exam_pass_rate"}
	in := input(t)
	var one analysis.Gap
	for _, g := range in.Report.Gaps {
		if g.Finding() {
			one = g
		}
	}
	in.Report.Gaps = nil
	for _, id := range ids {
		g := one
		g.Indicator = in.Report.Catalogue.Get(id)
		in.Report.Gaps = append(in.Report.Gaps, g)
	}
	for _, lang := range []string{"en", "zh"} {
		p := printer(t, lang)
		sheet := fill(t, DataSheet, in, lang)
		if n := len(block(t, sheet, p.Text("form.data_sheet.figures", nil)).Rows); n != 8 {
			t.Errorf("%s: %d rows of figures", lang, n)
		}
		if n := len(block(t, sheet, p.Text("form.data_sheet.words", nil)).Lines); n != 8 {
			t.Errorf("%s: %d sentences", lang, n)
		}
		if n := len(block(t, sheet, p.Text("form.data_sheet.course", nil)).Rows); n != 8*6 {
			t.Errorf("%s: %d rows of periods", lang, n)
		}
		if n := len(block(t, fill(t, Self, in, lang), p.Text("form.self_assessment.measured", nil)).Rows); n != 8 {
			t.Errorf("%s: the own view has %d rows", lang, n)
		}
		book := string(bookText(t, filled(t, in, lang), lang))
		if strings.Count(book, "print portrait paper=9 fit=true wide=1 high=0") != len(Kinds()) {
			t.Errorf("%s: a form that is not A4, one page wide", lang)
		}
		if n := strings.Count(string(printed(t, filled(t, in, lang), lang)), "<article"); n != len(Kinds()) {
			t.Errorf("%s: %d papers of %d forms", lang, n, len(Kinds()))
		}
	}
}

// Who signs is the form's; a sheet of figures is nobody's agreement.
func TestSignatures(t *testing.T) {
	in := input(t)
	for lang, want := range map[string]map[Kind][]string{
		"en": {Plan: {"Employee", "Manager", "HR"}, Review: {"Employee", "Manager"}, Self: {"Employee"}},
		"zh": {Plan: {"员工", "经理", "人力资源"}, Review: {"员工", "经理"}, Self: {"员工"}},
	} {
		for _, f := range filled(t, in, lang) {
			if len(f.Signatures) != len(want[f.Kind]) {
				t.Errorf("%s %s: signed by %q", lang, f.Kind, f.Signatures)
				continue
			}
			for i, who := range want[f.Kind] {
				if !strings.Contains(f.Signatures[i], who) {
					t.Errorf("%s %s: %q, want %s", lang, f.Kind, f.Signatures[i], who)
				}
			}
			lines := strings.Count(string(printed(t, []Form{f}, lang)), `class="sign"`)
			if lines != len(f.Signatures) {
				t.Errorf("%s %s: %d lines to sign on", lang, f.Kind, lines)
			}
		}
	}
}

// A page never begins with the signatures: the last block goes with them.
func TestSignaturesStayWithWhatIsSigned(t *testing.T) {
	for words := 0; words < 400; words += 10 {
		in := input(t)
		in.Report.Plans[0].Content.EmployeeComment = strings.Repeat("the territory changed, ", words)
		f := fill(t, Plan, in, "en")
		book := string(bookText(t, []Form{f}, "en"))
		last := 0
		for _, m := range regexp.MustCompile(`new page after row (\d+)`).FindAllStringSubmatch(book, -1) {
			last, _ = strconv.Atoi(m[1])
		}
		sign := regexp.MustCompile(`(?m)^A(\d+):E\d+ "Employee"`).FindStringSubmatch(book)
		read := regexp.MustCompile(`(?m)^A(\d+):X\d+ "Before you sign"`).FindStringSubmatch(book)
		if sign == nil || read == nil {
			t.Fatal("no signatures")
		}
		if at, _ := strconv.Atoi(read[1]); last >= at {
			t.Errorf("%d words: a page begins after row %d, what is signed begins at %d", words, last, at)
		}
	}
}

// What the forms say, in their own words and those of the catalogues, passes the
// lint that a manager's text has to pass: no label, no word that is banned.
func TestTheFormsPassTheToneLint(t *testing.T) {
	opt := goals.DefaultLint()
	for _, lang := range []string{"en", "zh"} {
		var list []goals.Sentence
		add := func(group, s string) { list = append(list, goals.Sentence{Text: s, Group: group}) }
		forms := append(filled(t, evaluatedInput(t), lang), FillExecutive(summary(t), printer(t, lang)))
		for _, kind := range []string{"needs_improvement", "high_potential", "new"} {
			in := input(t)
			in.Employee.Type = kind
			forms = append(forms, fill(t, Agenda, in, lang))
		}
		for i, f := range forms {
			for j, b := range f.Blocks {
				group := fmt.Sprint(i, "/", j)
				for _, s := range append([]string{b.Heading, b.Note}, b.Lines...) {
					add(group, s)
				}
				for _, row := range b.Rows {
					for _, c := range row {
						add(group, c.Text)
					}
				}
			}
		}
		for _, d := range goals.LintText(list, opt) {
			if strings.HasPrefix(d.Code, "tone.") || strings.HasPrefix(d.Code, "placeholder.") {
				t.Errorf("%s: %s %v", lang, d.Code, d.Args)
			}
		}
	}
}

// S3-12: 20 % of 40 visits is 8 deals, from 6.
func TestTargetsInCountsOfFortyVisits(t *testing.T) {
	in := input(t)
	plan := &in.Report.Plans[0]
	plan.Standing = &goals.Standing{Grain: kpi.Month, Periods: 3, PerPeriod: 40 * kpi.One}
	for lang, want := range map[string]string{"en": "(in counts: 6 → 8 deals of 40 visits)", "zh": "（按数量：拜访数 40，成交数 6 → 8）"} {
		if got := text(fill(t, Plan, in, lang)); !strings.Contains(got, want) {
			t.Errorf("%s: no %q", lang, want)
		}
	}
	defects := Input{Report: in.Report}
	f := &filler{Input: defects, p: printer(t, "en")}
	if got := f.noun(in.Report.Catalogue.Get("defect_rate").Numerator); got != "defects" { // not "bug数", which begins like English
		t.Errorf("defects are called %q", got)
	}
	for name, change := range map[string]func(){
		"no trials known": func() { plan.Standing = nil },
		"no baseline":     func() { plan.NoBaseline = true },
	} {
		change()
		if got := text(fill(t, Plan, in, "en")); strings.Contains(got, "in counts") {
			t.Errorf("%s: counts out of nothing", name)
		}
	}
}

// The talk's assessment says what the figures say of a plan that came to its end,
// asks both sides, and names an outcome only where people recorded one.
func TestTheAssessmentHoldsTheEvaluation(t *testing.T) {
	in := evaluatedInput(t)
	for lang, want := range map[string][]string{
		"en": {"15.0%", "17.0%", "16.0% (10.0–22.0%)", "not to be told from chance", "0.2 of 1 actions are done"},
		"zh": {"15.0%", "16.0%（10.0–22.0%）", "与偶然波动无法区分"},
	} {
		p := printer(t, lang)
		f := fill(t, Review, in, lang)
		got := text(f)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s lacks %q", lang, w)
			}
		}
		for _, row := range block(t, f, p.Text("form.review.judgement", nil)).Rows {
			if row[0].Text == "" || row[1].Text != "" || row[2].Text != "" {
				t.Errorf("%s: a judgement is put into a mouth: %+v", lang, row)
			}
		}
		if b := block(t, f, p.Text("form.review.outcome", nil)); len(b.Lines) != 0 || b.Space == 0 {
			t.Errorf("%s: an outcome is proposed: %q", lang, b.Lines)
		}
	}
	in.Report.Evaluations[0].Record.Closing = &goals.Closing{Outcome: goals.OutcomePartly, Mark: goals.Mark{By: "王经理", At: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}}
	if b := block(t, fill(t, Review, in, "zh"), "结果（由人决定）"); len(b.Lines) != 1 || !strings.Contains(b.Lines[0], "部分达成，王经理于 2026-01-05 记录") {
		t.Errorf("%q", b.Lines)
	}
	in.Report.Evaluations[0].Effect = nil
	in.Report.Evaluations[0].Expected.Value = math.NaN()
	if got := text(fill(t, Review, in, "en")); !strings.Contains(got, "not assessable") || strings.Contains(got, "NaN") {
		t.Error("without a comparison")
	}
	in.Team = "south"
	if got := text(fill(t, Review, in, "en")); strings.Contains(got, "What the figures say") {
		t.Error("the evaluation of another team's plan")
	}
}
