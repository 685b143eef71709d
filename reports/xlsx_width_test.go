package reports

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"charm.land/lipgloss/v2"
	"pgregory.net/rapid"
)

func TestSheetNamesAreWhatExcelAllows(t *testing.T) {
	for in, want := range map[string]string{
		"Gaps":                    "Gaps",
		"Watch (analyst)":         "Watch (analyst)",
		"a/b:c*d?e[f]g\\h'i":      "a b c d e f g h i",
		strings.Repeat("很长的", 20): strings.Repeat("很长的", 10) + "很",
	} {
		if got := SheetName(in); got != want {
			t.Errorf("SheetName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSheetNamesNeverBreakTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := SheetName(rapid.String().Draw(t, "name"))
		if utf8.RuneCountInString(name) > 31 || strings.ContainsAny(name, `[]:*?/\'`) {
			t.Fatalf("%q", name)
		}
	})
}

func TestColumnsAreWideEnoughForTheirFigures(t *testing.T) {
	p := printer(t, "zh")
	r := fixture(t)
	in := r.Catalogue.Get("conversion_rate")
	for _, v := range []float64{0, -7, 12.345, -100, 99999} {
		c := figure(v, pointsFormat(p, in))
		if shown := rendered(t, v, pointsFormat(p, in)); shownWidth(c) < float64(lipgloss.Width(shown)) {
			t.Errorf("%q takes %d columns, %.0f are given", shown, lipgloss.Width(shown), shownWidth(c))
		}
	}
	for _, n := range []int{0, 7, 1234, 1234567} {
		if shown := rendered(t, float64(n), wholeFormat); shownWidth(whole(n)) < float64(len(shown)) {
			t.Errorf("%q takes %d columns, %.0f are given", shown, len(shown), shownWidth(whole(n)))
		}
	}
	for _, v := range []float64{1e6, 1234567890} {
		if shown := rendered(t, v, wholeFormat); shownWidth(figure(v, wholeFormat)) < float64(len(shown)) {
			t.Errorf("%q takes %d columns, %.0f are given", shown, len(shown), shownWidth(figure(v, wholeFormat)))
		}
	}
	if shownWidth(date(day(t, "2025-06-30"))) < 10 || shownWidth(entry{}) != 0 {
		t.Error("a date takes ten columns, nothing none")
	}
}

func TestColumnWidths(t *testing.T) {
	s := &sheet{heads: []string{"n", "Gap, % of the colleagues' level", "团队均值"},
		lead: [][]entry{{words("One long line above the table that runs on over the columns beside it")}},
		rows: slices.Values([][]entry{{whole(3), figure(-0.3, shareFormat), words(strings.Repeat("字", 60))}})}
	w := s.survey().widths
	if w[0] != 7 {
		t.Errorf("a column of small counts is %.0f wide: a line above it should run on", w[0])
	}
	if w[1] < 13 || w[1] > 25 {
		t.Errorf("a long heading breaks into two lines: %.0f", w[1])
	}
	if w[2] != 46 {
		t.Errorf("a long text is cut off at the limit: %.0f", w[2])
	}
	s.lead = append(s.lead, []entry{words("Fewest judged people of a judged team"), whole(4)})
	if w := s.survey().widths; w[0] < 38 {
		t.Errorf("a term with its figure beside it needs its width: %.0f", w[0])
	}
}

func TestRowsAreHighEnoughForWrappedText(t *testing.T) {
	for name, c := range map[string]struct {
		cells []entry
		width float64
		want  float64
	}{
		"a line of figures stays as it is": {[]entry{whole(3)}, 9, 0},
		"a short wrapped text too":         {[]entry{prose("short")}, 20, 0},
		"two lines":                        {[]entry{prose("a", "b")}, 20, 30},
		"wide characters take two columns": {[]entry{prose(strings.Repeat("字", 30))}, 22, 51},
		"the tallest text, not the first":  {[]entry{prose("a", "b", "c"), prose("字", "字")}, 20, 45},
		"a heading of one line has air":    {[]entry{{value: "Value", look: look{role: "head"}}}, 12, 21},
		"a heading of two lines":           {[]entry{{value: "Interval from", look: look{role: "figures"}}}, 10, 36},
		"Excel's limit":                    {[]entry{prose(strings.Repeat("a ", 5000))}, 20, 400},
		"a title":                          {[]entry{{value: "Title", look: look{role: "title"}}}, 20, 26},
	} {
		if got := rowHeight(c.cells, []float64{c.width, c.width}); got != c.want {
			t.Errorf("%s: %g, want %g", name, got, c.want)
		}
	}
}

func TestLongestWord(t *testing.T) {
	for text, want := range map[string]float64{"": 0, "Gap, % of the mean": 4, "Denominator": 11, "团队均值": 0} {
		if got := longestWord(text); got != want {
			t.Errorf("longestWord(%q) = %g, want %g", text, got, want)
		}
	}
}

// A table that is much wider than a page is printed on several side by side, its
// locked columns on each; one that is a little wider stays on one.
func TestWideTablesPrintOnSeveralPages(t *testing.T) {
	many := func(n int, width float64) []float64 { return slices.Repeat([]float64{width}, n) }
	for name, c := range map[string]struct {
		widths []float64
		locked int
		want   int
	}{
		"a page":                        {many(10, 10), 4, 1},
		"a little more":                 {many(20, 10), 4, 1},
		"two pages and what is locked":  {many(30, 10), 4, 2},
		"more pages":                    {many(60, 10), 4, 5},
		"locked columns take the page":  {many(60, 30), 4, 1},
		"nothing is there to be locked": {many(60, 10), 0, 4},
	} {
		if got := pagesWide(c.widths, c.locked); got != c.want {
			t.Errorf("%s: %d pages, want %d", name, got, c.want)
		}
	}
}
