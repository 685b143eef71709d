package reports

import (
	"bytes"
	"fmt"
	"html"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func htmlPage(t testing.TB, r *Report, lang string) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteHTML(&b, r, printer(t, lang)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestHTMLGolden(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		golden(t, "report."+lang+".html", []byte(htmlPage(t, fixture(t), lang)))
	}
}

func TestHTMLIsTheSameBytesTwice(t *testing.T) {
	first, second := htmlPage(t, fixture(t), "zh"), htmlPage(t, fixture(t), "zh")
	if first != second {
		t.Error("two writings differ")
	}
}

// withoutScript is the page without the one script that it has, which is the
// same in every page and holds nothing of a report.
func withoutScript(t testing.TB, page string) string {
	t.Helper()
	file, err := templateFiles.ReadFile("templates/script.html")
	if err != nil {
		t.Fatal(err)
	}
	_, script, _ := strings.Cut(string(file), `{{define "script"}}`)
	script, _, _ = strings.Cut(script, "{{end}}")
	if strings.Contains(script, "{{") || strings.Count(page, script) != 1 {
		t.Fatal("the page's script is not the static one")
	}
	return strings.Replace(page, script, "", 1)
}

// TestHTMLNeedsNothingElse: a page that is mailed or printed from a machine
// without a network looks the same, and runs nothing but its filter.
func TestHTMLNeedsNothingElse(t *testing.T) {
	text := strings.ToLower(withoutScript(t, htmlPage(t, fixture(t), "en")))
	for _, outside := range []string{"<script", "<link", "<img", "<iframe", "src=", "http://www", "https:", "url(", "@import", "onclick", "javascript:"} {
		if strings.Contains(text, outside) {
			t.Errorf("the page holds %q", outside)
		}
	}
}

func TestHTMLSaysAFindingInPlainWords(t *testing.T) {
	text := html.UnescapeString(htmlPage(t, fixture(t), "en"))
	for _, want := range []string{
		"2 gaps stand out beyond chance",
		"45 of 300 visits (15.0%), colleagues about 67 of as many (22.5%); at most 1 chance in 1,000 of seeing this if 张伟 were like the others (1 of 5 comparisons here stands out); very likely larger than what colleagues here differ by.",
		"20.8%: −5.8 pp, −28% of the mean; 6 with data", // the mean of the pivot table, in points and relative
		"40.0% over 3 periods (400 of 1,000 lines of code), the standard is 80.0%; at most 1 chance in 1,000",
		"11.4–19.5%", // Wilson, 45 of 300
		"16.4%",      // shrunk
		"1 of 5 comparisons",
		"people decide",
		"≥ 18% from month 3",
		"sales.xlsx!Q2!C14",
		"20 read = 17 used + 2 rejected + 1 blank",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	text = htmlPage(t, fixture(t), "zh")
	for _, want := range []string{"有 2 项差距超出偶然波动", "拜访数 300 中有 45（15.0%）", "5 次比较中的 1 次", `lang="zh-CN"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestHTMLWordsAreAllThere(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		if missing := regexp.MustCompile("⟦[^⟧]*⟧").FindAllString(htmlPage(t, fixture(t), lang), -1); missing != nil {
			t.Errorf("%s: without words: %q", lang, missing)
		}
	}
}

// TestHTMLNamesOnlyFindings: watch is for the analyst; the normal and the not
// judged are nobody's business. What is said of the data has to name whose row
// it is.
func TestHTMLNamesOnlyFindings(t *testing.T) {
	r := fixture(t)
	text, _, _ := strings.Cut(htmlPage(t, r, "en"), `<section id="quality"`)
	for i := range r.Gaps {
		g := &r.Gaps[i]
		if named := regexp.MustCompile(`\b` + g.Employee.ID + `\b`).MatchString(text); named != g.Finding() {
			t.Errorf("%s (%s) named: %v", g.Employee.ID, g.Flagged(), named)
		}
	}
}

func TestHTMLNamesAreInert(t *testing.T) {
	r := fixture(t)
	const attack = `"><script>alert(1)</script><a href="javascript:x">{{.}}</a>`
	r.Gaps[2].Employee.Name, r.Gaps[2].Employee.ID, r.Gaps[2].Team = attack, attack, attack
	r.Summaries[1].Team, r.Inputs[0].Path = attack, attack
	r.Diagnostics[0].Origin.File, r.Diagnostics[0].Args["text"] = attack, attack
	r.Plans[0].Employee.Name, r.Plans[0].ID, r.Method.Version = attack, attack, attack
	r.Progress[0].Plan.Employee.Name = attack
	text := withoutScript(t, htmlPage(t, r, "en"))
	for _, bad := range []string{"<script", `href="javascript`, "ZgotmplZ"} {
		if strings.Contains(text, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	if !strings.Contains(text, "&lt;script&gt;alert(1)") {
		t.Error("the name is not shown as it is written")
	}
}

func TestHTMLControlsAreVisible(t *testing.T) {
	r := fixture(t)
	r.Gaps[2].Employee.Name = "Li\x1b[31m\u202eNa\n"
	text := htmlPage(t, r, "en")
	if strings.ContainsAny(text, "\x1b\u202e") || !strings.Contains(text, "Li␛[31m�Na␊") {
		t.Error("control characters reach the page")
	}
}

func TestHTMLLinksLeadSomewhere(t *testing.T) {
	text := htmlPage(t, fixture(t), "en")
	ids := map[string]int{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		if ids[m[1]]++; ids[m[1]] > 1 {
			t.Errorf("the id %s stands twice", m[1])
		}
	}
	for _, m := range regexp.MustCompile(` (?:href="#|aria-labelledby=")([^"]*)"`).FindAllStringSubmatch(text, -1) {
		for _, id := range strings.Fields(m[1]) {
			if ids[id] == 0 {
				t.Errorf("nothing has the id %s", id)
			}
		}
	}
}

func TestHTMLLinksStayTheSame(t *testing.T) {
	_, g := north(t)
	if got, want := gapAnchor(g), "gap-f34eff7c71"; got != want {
		t.Errorf("the finding's id is %s, want %s: links that were passed on would break", got, want)
	}
	if a, b := anchor("row", "a", "bc"), anchor("row", "ab", "c"); a == b {
		t.Error("two rows have one id")
	}
}

func TestHTMLCanBeHeardAndReachedByKeyboard(t *testing.T) {
	text := htmlPage(t, fixture(t), "en")
	count := func(s string) int { return strings.Count(text, s) }
	if count("<main ") != 1 || count("<h1>") != 1 {
		t.Errorf("%d main, %d h1", count("<main "), count("<h1>"))
	}
	if n := count("<th>") + count("<th class"); n > 0 {
		t.Errorf("%d headings of tables without a scope", n)
	}
	if pics := count("<svg "); pics == 0 || count(`role="img"`) != pics || count("<desc ") != pics || count("<title ") != pics {
		t.Errorf("%d pictures, %d with a role, %d described", pics, count(`role="img"`), count("<desc "))
	}
	if count(`class="scroll"`) != count(`tabindex="0"`) {
		t.Error("a table that scrolls can't be reached by keyboard")
	}
}

func TestHTMLOfNothing(t *testing.T) {
	text := htmlPage(t, &Report{Method: Method{Rule: "fair", RuleExpected: math.NaN(), Reference: "rest"}}, "en")
	if !strings.Contains(text, "Nothing to compare") || !strings.Contains(text, "Every row could be read.") {
		t.Error("an empty report does not say so")
	}
}

func TestHTMLDescribesWhereNobodyCanBeJudged(t *testing.T) {
	r := fixture(t)
	for i := range r.Gaps {
		r.Gaps[i].Severity, r.Gaps[i].Standard = analysis.NotJudged, nil
	}
	r.Summaries[1].Numerator, r.Summaries[1].Denominator = 0, 0
	text := htmlPage(t, r, "en")
	for _, want := range []string{"A description only", "Descriptive table: nobody could be judged", "e020",
		"At least 10 trials a person", "“deals” and “visits”"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(text, `id="findings"`) {
		t.Error("a description has findings")
	}
}

func TestHTMLListsWhatADescriptiveRuleLists(t *testing.T) {
	r := fixture(t)
	r.Method.Rule, r.Method.RuleExpected = "z", 3.17
	r.Gaps[4].Listed = true
	text := htmlPage(t, r, "en")
	for _, want := range []string{"Rows listed by the descriptive rule", "this rule would list about 3 people", "e019"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestHTMLListsEveryRowWhenAsked(t *testing.T) {
	r := fixture(t)
	r.All = true
	text := htmlPage(t, r, "zh")
	for i := range r.Gaps {
		if !strings.Contains(text, r.Gaps[i].Employee.ID) {
			t.Errorf("%s is missing", r.Gaps[i].Employee.ID)
		}
	}
}

func TestHTMLCutsNoErrorFromALongList(t *testing.T) {
	r := fixture(t)
	for i := range 300 {
		r.Diagnostics = append(r.Diagnostics, kpi.Diagnostic{Severity: kpi.Note, Code: "gap.seen_once", Origin: kpi.Origin{File: fmt.Sprint(i)}})
	}
	r.Diagnostics = append(r.Diagnostics, kpi.Diagnostic{Severity: kpi.Error, Code: "value.not_a_number", Origin: kpi.Origin{File: "last.csv"}, Args: kpi.Args{"text": "x"}})
	text := htmlPage(t, r, "en")
	if !strings.Contains(text, "last.csv") || !strings.Contains(text, "and 103 more") {
		t.Error("an error fell off the list, or the cut is not told")
	}
}

func TestPagesAndWorkbooksReportAFullDisk(t *testing.T) {
	r, p := fixture(t), printer(t, "en")
	if err := WriteHTML(full{}, r, p); err == nil {
		t.Error("html: no error")
	}
	if err := WriteXLSX(full{}, r, p); err == nil {
		t.Error("xlsx: no error")
	}
}

func TestHTMLOfThousandsOfRows(t *testing.T) {
	r := fixture(t)
	r.All = true
	for i := range 2000 {
		g := r.Gaps[5]
		g.Employee.ID = fmt.Sprintf("x%04d", i)
		r.Gaps = append(r.Gaps, g)
	}
	if text := htmlPage(t, r, "zh"); strings.Count(text, "<tr id=") != 2009 {
		t.Errorf("%d rows", strings.Count(text, "<tr id="))
	}
}
