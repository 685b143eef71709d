package reports

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func writeTable(t testing.TB, r *Report, opt TextOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteTable(&b, r, opt); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheTableIsTheGoldenText(t *testing.T) {
	all := fixture(t)
	all.All = true
	descriptive := fixture(t)
	descriptive.Gaps, descriptive.Summaries = descriptive.Gaps[1:2], descriptive.Summaries[:1]
	for name, r := range map[string]*Report{"findings": fixture(t), "all": all, "descriptive": descriptive} {
		for _, lang := range []string{"en", "zh"} {
			got := writeTable(t, r, TextOptions{Printer: printer(t, lang), Next: []string{"  gapstep plan sales.xlsx"}})
			golden(t, fmt.Sprintf("table_%s.%s.txt", name, lang), []byte(got))
		}
	}
}

func TestANarrowTableKeepsItsFiguresWhole(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		for _, width := range []int{120, 80, 40} {
			got := writeTable(t, fixture(t), TextOptions{Printer: printer(t, lang), Width: width})
			golden(t, fmt.Sprintf("table_%d.%s.txt", width, lang), []byte(got))
			for line := range strings.Lines(got) {
				if w := lipgloss.Width(strings.TrimRight(line, "\n")); w > width {
					t.Errorf("%s: a line is %d wide, not %d: %s", lang, w, width, line)
				}
			}
			for _, figure := range []string{"15.0%", "(45/300)", "11.4–19.5%", "20.8%", "−28%", "(e017)"} {
				if !strings.Contains(got, figure) {
					t.Errorf("%s at %d: %s was broken", lang, width, figure)
				}
			}
		}
	}
}

func TestWithoutColourNoEscapeIsWrittenWhateverTheNames(t *testing.T) {
	r := fixture(t)
	r.All = true
	opt := TextOptions{Printer: printer(t, "en")}
	plain := writeTable(t, r, opt)
	if strings.ContainsRune(plain, '\x1b') || !strings.Contains(plain, "Li␛[31m Na␊x") {
		t.Errorf("the name with an escape: %q", plain)
	}
	opt.Color = true
	colored := writeTable(t, r, opt)
	if !strings.Contains(colored, "\x1b[") || !strings.Contains(colored, "serious gap") {
		t.Error("colour is missing, or the word under it")
	}
	if stripped := stripEscapes(colored); stripped != plain {
		t.Error("colour changes more than colour")
	}
}

func stripEscapes(s string) string {
	var b strings.Builder
	for s != "" {
		before, after, found := strings.Cut(s, "\x1b[")
		b.WriteString(before)
		if !found {
			break
		}
		_, s, _ = strings.Cut(after, "m")
	}
	return b.String()
}

func TestTheTableNamesNobodyOnWatch(t *testing.T) {
	got := writeTable(t, fixture(t), TextOptions{Printer: printer(t, "en")})
	for _, name := range []string{"e018", "e019", "e020", "e021", "e022", "e023", "José", "欧阳建国"} {
		if strings.Contains(got, name) {
			t.Errorf("%s is not a finding and is named", name)
		}
	}
	for _, want := range []string{"1 comparison is on watch", "Against the standard", "−40.0 pp, −50% of the standard", "people decide"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

func TestEveryTextOfTheTableHasWords(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		r := fixture(t)
		r.All = true
		for _, rule := range []string{"fair", "mean-10%", "z"} {
			r.Method.Rule, r.Method.RuleExpected = rule, 2.5
			if got := writeTable(t, r, TextOptions{Printer: printer(t, lang)}); strings.Contains(got, "⟦") {
				t.Errorf("%s, rule %s: a text is missing:\n%s", lang, rule, got)
			}
		}
	}
}

func TestADescriptiveRuleListsWhatItListsAndSaysSo(t *testing.T) {
	r := fixture(t)
	r.Method.Rule, r.Method.RuleExpected = "mean-10%", 2.5
	r.Gaps[4].Listed = true
	got := writeTable(t, r, TextOptions{Printer: printer(t, "en")})
	for _, want := range []string{"(e019)", "watch", "list about 2.5 people", "descriptive"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing:\n%s", want, got)
		}
	}
}

func TestManyRemarksAreCutWithTheirNumber(t *testing.T) {
	r := fixture(t)
	for row := range 30 {
		r.Diagnostics = append(r.Diagnostics, kpi.Diagnostic{Severity: kpi.Note, Code: "gap.seen_once", Origin: kpi.Origin{File: "a.csv", Row: row + 1}})
	}
	got := writeTable(t, r, TextOptions{Printer: printer(t, "en")})
	if strings.Count(got, "\nnote ") != 19 || !strings.Contains(got, "and 12 more") || !strings.Contains(got, "error sales.xlsx!Q2!C14") {
		t.Errorf("remarks:\n%s", got)
	}
}

func TestAReportOfNothingIsStillAReport(t *testing.T) {
	got := writeTable(t, &Report{Method: Method{Rule: "fair"}}, TextOptions{Printer: printer(t, "en")})
	if !strings.Contains(got, "No credible gap was found") {
		t.Errorf("got:\n%s", got)
	}
	if err := WriteTable(&bytes.Buffer{}, &Report{}, TextOptions{}); err == nil {
		t.Error("a table without a printer is written")
	}
}

func TestPlacesCountFromTheFurthestBehindAndTiesShareOne(t *testing.T) {
	r := fixture(t)
	places := gapPlaces(r)
	var north []string
	for i := range r.Gaps {
		if g := &r.Gaps[i]; g.Team == "north" {
			north = append(north, fmt.Sprintf("%s:%d", g.Employee.ID, places[g]))
		}
	}
	if got := strings.Join(north, " "); got != "e017:1 e018:4 e019:2 e020:5 e021:6 e022:3 e023:0" {
		t.Errorf("places: %s", got)
	}
	r.Gaps[3].Actual = r.Gaps[2].Actual
	if places = gapPlaces(r); places[&r.Gaps[3]] != places[&r.Gaps[2]] {
		t.Error("equal gaps have different places")
	}
}

func TestAmountsOfWindows(t *testing.T) {
	if got := windowText(printer(t, "en"), analysis.Window{}); got != "–" {
		t.Errorf("no window is %q", got)
	}
}
