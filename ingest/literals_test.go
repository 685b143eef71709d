package ingest

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/sheet"
)

// toldOfTexts is what is said of texts that cells don't have, with the arguments
// that tell which.
func toldOfTexts(res *Result) []string {
	var list []string
	for _, d := range res.Diagnostics {
		if strings.HasPrefix(d.Code, "text.") {
			list = append(list, strings.TrimSpace(strings.Join([]string{d.Severity.String(), d.Code, d.Origin.String(), d.Args["text"], d.Args["rows"], d.Args["like"], d.Args["hidden"], d.Args["values"]}, " ")))
		}
	}
	return list
}

func TestTextsThatNoCellHas(t *testing.T) {
	const head = "agent|team|closed|stage|product\n"
	source := func(change func(*Source)) Source {
		s := deals(won())
		change(&s)
		return s
	}
	plain := source(func(*Source) {})
	for _, c := range []struct {
		why    string
		source Source
		texts  []string
		want   []string
	}{
		{"case alone keeps a text from counting, which is said with the rows", plain,
			[]string{"甲|A|2025-06-02|won|\n甲|A|2025-06-03|won|\n乙|A|2025-06-03|Won|"}, []string{"warning text.alike a.csv!D2 won 2 Won"}},
		{"blank space within and characters that nobody sees do, too", plain,
			[]string{"甲|A|2025-06-02|W on|\n甲|A|2025-06-03|Won\u200b|"},
			[]string{"warning text.alike a.csv!D2 W on 1 Won", "warning text.alike a.csv!D3 Won\u200b 1 Won U+200B"}},
		{"width and the space around it do not", plain, []string{"甲|A|2025-06-02|Ｗｏｎ |\n甲|A|2025-06-02|Lost|"}, nil},
		{"a text that stands nowhere is said with those that do", plain, []string{"甲|A|2025-06-02|Lost|\n甲|A|2025-06-02|Gewonnen|\n甲|A|2025-06-02|Lost|"},
			[]string{"warning text.unmet a.csv!D1 Won    Lost (2), Gewonnen (1)"}},
		{"one file of several is enough", plain, []string{"甲|A|2025-06-02|Lost|", "甲|A|2025-06-02|Won|"}, nil},
		{"each of a list is looked for", source(func(s *Source) { s.Where = `stage in ["Won", "Lost"]` }), []string{"甲|A|2025-06-02|Won|\n甲|A|2025-06-02|lost|"},
			[]string{"warning text.alike a.csv!D3 lost 1 Lost"}},
		{"a text of another expression of the column is meant as it is", source(func(s *Source) { s.Measures[0].Numerator = `stage == "Won" || stage == "won"` }),
			[]string{"甲|A|2025-06-02|won|\n甲|A|2025-06-02|Won|"}, nil},
		{"what is to be left out need not be there", source(func(s *Source) { s.Where = `product != "Test"` }), []string{"甲|A|2025-06-02|Won|X"},
			[]string{"note text.unmet a.csv!E1 Test    X (1)"}},
		{"but is missed by its case alone", source(func(s *Source) { s.Where = `product != "Test"` }), []string{"甲|A|2025-06-02|Won|TEST"},
			[]string{"warning text.alike a.csv!E2 TEST 1 Test"}},
		{"so are excluded values", source(func(s *Source) { s.Excludes = []Exclude{{"product", []string{"Test", "Demo"}}} }), []string{"甲|A|2025-06-02|Won|TEST\n乙|A|2025-06-02|Won|X"},
			[]string{"warning text.alike a.csv!E2 TEST 1 Test", "note text.unmet a.csv!E1 Demo    TEST (1), X (1)"}},
		{"and aliases, whose own word is meant", source(func(s *Source) { s.Aliases = []Alias{{"stage", []string{"won", "gewonnen"}, "Won"}} }), []string{"甲|A|2025-06-02|won|\n甲|A|2025-06-02|Won|\n甲|A|2025-06-02|Gewonnen|"},
			[]string{"warning text.alike a.csv!D4 Gewonnen 1 gewonnen"}},
		{"rows that where leaves out are asked for nothing", source(func(s *Source) { s.Where = `product == "X"` }), []string{"甲|A|2025-06-02|won|Y\n甲|A|2025-06-02|Won|X"}, nil},
		{"what stands for a blank is no text of the cells", source(func(s *Source) { s.Measures[0].Numerator = `(stage ?? "Open") == "Won"` }), []string{"甲|A|2025-06-02|Won|"}, nil},
		{"a function changes the texts", source(func(s *Source) { s.Measures[0].Numerator = `lower(stage) == "won"` }), []string{"甲|A|2025-06-02|Won|"}, nil},
	} {
		var files []*sheet.File
		for i, text := range c.texts {
			files = append(files, csvOf(string(rune('a'+i))+".csv", head+text))
		}
		res := taken(t, Options{Sources: []Source{c.source}}, files...)
		if diff := cmp.Diff(sorted(c.want), sorted(toldOfTexts(res))); diff != "" {
			t.Errorf("%s (-want +got): %s", c.why, diff)
		}
	}
}

// A logical cell is TRUE whatever the language: nothing equals 是.
func TestLogicalCellsAreNoWords(t *testing.T) {
	f := csvOf("a.csv", "agent|team|closed|stage\n甲|A|2025-06-02|\n甲|A|2025-06-03|")
	for i := range f.Tables[0].Rows[1:] {
		f.Tables[0].Rows[1+i].Cells = append(slices.Clone(f.Tables[0].Rows[1+i].Cells[:3]), sheet.Cell{Kind: sheet.Bool, Text: "TRUE"})
	}
	s := deals(Measure{KPI: "conversion_rate", Numerator: `stage == "是"`, Denominator: "true"})
	res := taken(t, Options{Sources: []Source{s}}, f)
	if diff := cmp.Diff([]string{"warning text.unmet a.csv!D1 是    TRUE (2)"}, toldOfTexts(res)); diff != "" {
		t.Error(diff)
	}
}
