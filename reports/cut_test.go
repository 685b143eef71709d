package reports

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// everything is the report in every form, one after another.
func everything(t *testing.T, r *Report) string {
	t.Helper()
	p := printer(t, "en")
	var b bytes.Buffer
	for _, write := range []func(io.Writer) error{
		func(w io.Writer) error { return WriteJSON(w, r) },
		func(w io.Writer) error { return WriteJSONL(w, r) },
		func(w io.Writer) error { return WriteCSV(w, r, CSVOptions{}) },
		func(w io.Writer) error { return WriteHTML(w, r, p) },
		func(w io.Writer) error { return WriteMarkdown(w, r, p) },
		func(w io.Writer) error { return WriteTable(w, r, TextOptions{Printer: p}) },
	} {
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
	}
	_, parts := packed(t, r, "en")
	for _, name := range sortedKeys(parts) {
		b.WriteString(parts[name])
	}
	return b.String()
}

// A manager's pack holds the own people's rows and nobody else's name, in no
// form.
func TestAManagerSeesTheOwnPeopleOnly(t *testing.T) {
	r := fixture(t)
	r.All = true
	r.Diagnostics = append(r.Diagnostics, kpi.Diagnostic{Severity: kpi.Error, Code: "row.conflict", Args: kpi.Args{"employee": "e018", "team": "north", "kpi": "conversion_rate", "period": "2025-06", "other": "x"}})
	mine := r.For(func(e kpi.Employee, team string) bool { return e.ID == "e017" })
	out := everything(t, mine)
	for _, stranger := range []string{"José", "e018", "e020", "王芳", "e101", "欧阳建国"} {
		if strings.Contains(out, stranger) {
			t.Errorf("%s is shown to another's manager", stranger)
		}
	}
	if !strings.Contains(out, "张伟") || len(mine.Gaps) != 1 || len(mine.Summaries) != 1 {
		t.Errorf("%d rows, %d teams", len(mine.Gaps), len(mine.Summaries))
	}
	if mine.Gaps[0].TeamMean != r.Gaps[2].TeamMean || len(mine.Summaries[0].Members) != len(r.Summaries[1].Members) {
		t.Error("the team's figures have changed")
	}
	if r.Summaries[1].Members[1].Employee.ID == "" {
		t.Error("the whole report was changed")
	}
}

func TestForNobody(t *testing.T) {
	none := fixture(t).For(func(kpi.Employee, string) bool { return false })
	if len(none.Gaps)+len(none.Plans)+len(none.Progress)+len(none.Summaries) != 0 {
		t.Errorf("%+v", none)
	}
}

func TestPseudonymsTakeTheirPlaceInEveryForm(t *testing.T) {
	r := fixture(t)
	r.All = true
	for i := range r.Plans {
		r.Plans[i].Content = goals.Content{Manager: "李经理", EmployeeComment: "quite another view"}
	}
	anonymous := Pseudonymise(r)
	out := everything(t, anonymous)
	for _, name := range []string{"张伟", "José", "e017", "e018", "e101", "王芳", "e099", "李经理", "quite another view", "HYPERLINK(\"http"} {
		if strings.Contains(out, name) {
			t.Errorf("%s is still there", name)
		}
	}
	again := Pseudonymise(fixtureAll(t))
	for i := range again.Gaps {
		if again.Gaps[i].Employee.ID != anonymous.Gaps[i].Employee.ID {
			t.Fatal("two runs number people differently")
		}
	}
	first, second := map[string]string{}, map[string]bool{}
	for _, g := range anonymous.Gaps {
		first[g.Employee.ID] = g.Employee.Name
		second[g.Employee.Name] = true
	}
	if len(first) != 9 || len(second) != 9 {
		t.Errorf("%d numbers for nine people", len(first))
	}
	var document struct {
		Gaps []struct{ Employee, Name string }
	}
	var b bytes.Buffer
	if err := WriteJSON(&b, anonymous); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.Bytes(), &document); err != nil || len(document.Gaps) != 9 || !strings.HasPrefix(document.Gaps[0].Employee, "P00") {
		t.Errorf("%+v (%v)", document, err)
	}
}

func fixtureAll(t *testing.T) *Report {
	r := fixture(t)
	r.All = true
	return r
}

// The figures stay whose they were.
func TestPseudonymsKeepTheFigures(t *testing.T) {
	r := fixture(t)
	var before, after []float64
	for _, g := range r.Gaps {
		before = append(before, g.Shortfall)
	}
	for _, g := range Pseudonymise(r).Gaps {
		after = append(after, g.Shortfall)
	}
	if len(before) != len(after) || total(before) != total(after) {
		t.Errorf("%v became %v", before, after)
	}
	if s := Pseudonymise(r).Summaries[1]; s.Severities[analysis.Serious] != r.Summaries[1].Severities[analysis.Serious] {
		t.Error("the counts have changed")
	}
}

func total(list []float64) (sum float64) {
	for _, x := range list {
		if finite(x) {
			sum += x
		}
	}
	return sum
}

// The employee reads the sentence that the analyst reads: one of five comparisons
// stands out, not one of one.
func TestWhoSeesLessReadsTheSameSentence(t *testing.T) {
	r, p := fixture(t), printer(t, "en")
	want := Sentence(p, r, &r.Gaps[2])
	own := r.For(func(e kpi.Employee, _ string) bool { return e.ID == r.Gaps[2].Employee.ID })
	if got := Sentence(p, own, &own.Gaps[0]); got != want || !strings.Contains(want, "1 of 5 comparisons") {
		t.Errorf("%s\nwant %s", got, want)
	}
}
