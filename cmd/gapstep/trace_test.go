package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// requirement is how tests cite what they show: the articles' items (S0-25, in
// a name S0_25), the acceptance cases (F16) and the faults of the articles (L3).
var requirement = regexp.MustCompile(`\b(?:Test)?(S[0-4][-_]\d{2}|F\d+b?|L\d+)(?:_[A-Z]|_S|\b|[A-Z(])`)

// elsewhere are requirements that other parts answer for.
var elsewhere = map[string]string{
	"S1-04": "plans of a whole team: later; a team's own problem is told apart today",
	"S1-07": "an outlook: nothing to show",
	"S2-16": "reports: the executive summary",
	"S2-17": "reports: the list of improvements",
	"S3-01": "interviews and programme metrics", "S3-02": "interviews and programme metrics", "S3-03": "interviews and programme metrics",
	"S3-04": "interviews and programme metrics", "S3-05": "interviews and programme metrics", "S3-06": "interviews", "S3-07": "interviews",
	"S3-11": "forms",
	"S4-02": "reports: the evidence pack", "S4-06": "reports: exports", "S4-10": "reports, pages and metrics", "S4-11": "reports: pictures",
}

// shownBy names the tests of requirements that are cited by another name there.
var shownBy = map[string][]string{
	"S0-05": {"TestTooEasyReachableTooHard", "TestProposalsSayHowAchievableTheyAre"},
	"S0-19": {"TestL10_BaseOfTooFewEvents"},
	"S1-03": {"TestPersistence"},
	"S1-05": {"TestL9_EffectWithoutComparison", "TestF13MetAndAnEffectOnlyWithAComparisonGroup"},
	"S2-01": {"TestSignalsOfTheOwnCourse"},
	"S2-02": {"TestHistoryTakesOutWhatMovesEverybody"},
	"S2-05": {"TestPriorityIsReadOffTheGap"},
	"S2-06": {"TestL1_PointsOrRelative", "TestL2_PlaceholderUnfilled"},
	"S2-07": {"TestTheTaxonomyIsWhole"},
	"S2-14": {"TestF13MetAndAnEffectOnlyWithAComparisonGroup", "TestPlansWithoutEffectAreRarelySaidToHaveWorked"},
	"S3-15": {"TestEveryRuleHasWordsAndAnIDOfItsOwn"},
}

// requirements are the ids that plans answer for, in order.
func requirements() (ids []string) {
	for i, n := range []int{28, 7, 17, 16, 12} {
		for k := 1; k <= n; k++ {
			ids = append(ids, fmt.Sprintf("S%d-%02d", i, k))
		}
	}
	for k := 1; k <= 20; k++ {
		if k != 17 && k != 18 { // the interviews' and the programme's
			ids = append(ids, fmt.Sprintf("F%d", k))
		}
		if k == 5 {
			ids = append(ids, "F5b")
		}
	}
	for k := 1; k <= 10; k++ {
		ids = append(ids, fmt.Sprintf("L%d", k))
	}
	return ids
}

// cited are the tests that cite each requirement, by name, and every test there is.
type cited struct {
	tests map[string]bool
	by    map[string]map[string]bool
}

func (c *cited) add(test, text string) {
	for _, m := range requirement.FindAllStringSubmatch(text, -1) {
		id := strings.ReplaceAll(m[1], "_", "-")
		if c.by[id] == nil {
			c.by[id] = map[string]bool{}
		}
		c.by[id][test] = true
	}
}

var testName = regexp.MustCompile(`^func ((?:Test|Fuzz)\w*)\(`)

// scan reads the tests of a Go file: an id in the comment above a test or in its
// text is cited by it.
func (c *cited) scan(lines []string) {
	test, above := "", ""
	for _, line := range lines {
		m := testName.FindStringSubmatch(line)
		switch {
		case m != nil:
			test = m[1]
			c.tests[test] = true
			c.add(test, above+strings.ReplaceAll(strings.TrimPrefix(test, "Test"), "_S", " S")+" "+test)
		case strings.HasPrefix(line, "//"):
			above += line + "\n"
			continue
		case strings.HasPrefix(line, "func "):
			test = ""
		case test != "":
			c.add(test, line)
		}
		above = ""
	}
}

func citations(t *testing.T) *cited {
	t.Helper()
	c := &cited{map[string]bool{}, map[string]map[string]bool{}}
	t.Chdir("../..")
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "trace_test.go") {
			return err
		}
		script := strings.HasSuffix(path, ".txtar") && strings.Contains(filepath.ToSlash(path), "testdata/script/")
		if !script && !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if script {
			name := "TestScripts/" + strings.TrimSuffix(filepath.Base(path), ".txtar")
			c.tests[name] = true
			c.add(name, string(b))
			return nil
		}
		c.scan(strings.Split(string(b), "\n"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for id, tests := range shownBy {
		for _, test := range tests {
			if !c.tests[test] {
				t.Errorf("%s is said to be shown by %s, which is no test", id, test)
			}
			c.add(test, id)
		}
	}
	return c
}

const tableBegins, tableEnds = "<!-- requirements: written by TestEveryRequirementHasATest -->\n", "<!-- end of requirements -->"

// Every requirement is shown by a test that cites it, or is named with who
// answers for it; the table in CONTRIBUTING.md names no test that is gone.
// GAPSTEP_UPDATE=1 writes the table.
func TestEveryRequirementHasATest(t *testing.T) {
	c := citations(t)
	for _, id := range requirements() {
		if len(c.by[id]) == 0 && elsewhere[id] == "" {
			t.Errorf("no test cites %s, and nobody else answers for it", id)
		}
	}
	b, err := os.ReadFile("CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(b), tableBegins)
	table, after, ok2 := strings.Cut(rest, tableEnds)
	if !ok || !ok2 {
		t.Fatal("CONTRIBUTING.md holds no table of requirements")
	}
	if os.Getenv("GAPSTEP_UPDATE") != "" {
		if err := os.WriteFile("CONTRIBUTING.md", []byte(before+tableBegins+c.table()+tableEnds+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	c.check(t, table)
}

// mostNamed is how many tests a row names.
const mostNamed = 3

func (c *cited) table() string {
	var b strings.Builder
	b.WriteString("\n| id | shown by |\n|---|---|\n")
	for _, id := range requirements() {
		names := slices.Sorted(maps.Keys(c.by[id]))
		cells := names[:min(len(names), mostNamed)]
		for i, name := range cells {
			cells[i] = "`" + name + "`"
		}
		if len(cells) == 0 {
			cells = []string{elsewhere[id]}
		}
		fmt.Fprintf(&b, "| %s | %s |\n", id, strings.Join(cells, ", "))
	}
	return b.String() + "\n"
}

// check wants a row for each requirement, and each test that it names to cite it.
func (c *cited) check(t *testing.T, table string) {
	rows := map[string]string{}
	for _, line := range strings.Split(table, "\n") {
		if cells := strings.Split(line, " | "); len(cells) == 2 {
			rows[strings.TrimPrefix(cells[0], "| ")] = cells[1]
		}
	}
	name := regexp.MustCompile("`([^`]+)`")
	for _, id := range requirements() {
		if rows[id] == "" {
			t.Errorf("CONTRIBUTING.md has no row for %s: GAPSTEP_UPDATE=1 go test ./cmd/gapstep -run Requirement", id)
		}
		for _, m := range name.FindAllStringSubmatch(rows[id], -1) {
			if !c.by[id][m[1]] {
				t.Errorf("CONTRIBUTING.md says %s is shown by %s, which does not cite it: GAPSTEP_UPDATE=1 go test ./cmd/gapstep -run Requirement", id, m[1])
			}
		}
	}
}
