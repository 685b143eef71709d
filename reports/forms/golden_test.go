package forms

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/reports/booktext"
)

var update = flag.Bool("update", false, "write the golden files of testdata anew")

// golden compares got with testdata/name, or writes it with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (-want +got):\n%s", path, cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")))
	}
}

// bookText is the text of the workbook of forms.
func bookText(t *testing.T, list []Form, lang string) []byte {
	t.Helper()
	var book, text bytes.Buffer
	if err := WriteXLSX(&book, list, printer(t, lang), day); err != nil {
		t.Fatal(err)
	}
	if err := booktext.Write(&text, book.Bytes()); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// printed is the page of forms.
func printed(t *testing.T, list []Form, lang string) []byte {
	t.Helper()
	var page bytes.Buffer
	if err := WriteHTML(&page, list, printer(t, lang)); err != nil {
		t.Fatal(err)
	}
	return page.Bytes()
}

// The six forms of a person with a plan that was evaluated, and the executive
// summary, in both languages: workbooks cell by cell, pages as they are.
func TestFormsAreTheGoldenForms(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		list := filled(t, evaluatedInput(t), lang)
		golden(t, "forms."+lang+".txt", bookText(t, list, lang))
		golden(t, "forms."+lang+".html", printed(t, list, lang))
		sum := []Form{FillExecutive(summary(t), printer(t, lang))}
		golden(t, "executive."+lang+".txt", bookText(t, sum, lang))
		golden(t, "executive."+lang+".html", printed(t, sum, lang))
	}
}

// filled are all forms of somebody.
func filled(t testing.TB, in Input, lang string) (list []Form) {
	t.Helper()
	for _, kind := range Kinds() {
		list = append(list, fill(t, kind, in, lang))
	}
	return list
}

// summary is the programme over the fixture: closed plans, one met of two that
// tell something.
func summary(t testing.TB) Summary {
	t.Helper()
	in := evaluatedInput(t)
	return Summary{Report: in.Report, MinGroup: 5, Improvements: in.Improvements, Programme: Programme{States: map[goals.State]int{goals.Agreed: 1, goals.Closed: 3},
		Outcomes: map[goals.Outcome]int{goals.OutcomeMet: 1, goals.OutcomeNotMet: 1, goals.OutcomeTransferred: 1}, HealthDue: 2, AlertsOpen: 4}}
}
