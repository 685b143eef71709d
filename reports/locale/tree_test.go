package locale

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// sources calls visit with every source file of the tree that is no test.
func sources(t *testing.T, visit func(path, text string)) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join("..", ".."), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
			return err
		}
		if ext := filepath.Ext(path); ext != ".go" && (ext != ".html" || !strings.Contains(path, "templates")) {
			return nil
		}
		raw, err := os.ReadFile(path)
		if err == nil {
			visit(filepath.ToSlash(path), string(raw))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// missing are the first groups of pattern's matches in the tree whose id (that
// group and suffix) has no text in a language.
func missing(t *testing.T, pattern, suffix string) {
	t.Helper()
	named := regexp.MustCompile(pattern)
	printers := []*Printer{printer(t, "en"), printer(t, "zh")}
	found := 0
	sources(t, func(path, text string) {
		for _, m := range named.FindAllStringSubmatch(text, -1) {
			found++
			for _, p := range printers {
				if !p.Has(m[1] + suffix) {
					t.Errorf("%s: %s has no words in %s", path, m[1], p.Lang())
				}
			}
		}
	})
	if found == 0 {
		t.Errorf("nothing in the tree looks like %s", pattern)
	}
}

func TestEveryCodeBornInTheTreeHasWords(t *testing.T) {
	missing(t, `Code:\s*"([a-z0-9_]+(?:\.[a-z0-9_]+)+)"`, ".problem")
	missing(t, `\b(?:report|usage|caveat|fault|say|refuse)\((?:[a-zA-Z.]+, )?"([a-z0-9_]+(?:\.[a-z0-9_]+)+)", (?:[^)]*)kpi\.Args`, ".problem")
}

func TestEveryTextNamedInTheTreeIsThere(t *testing.T) {
	missing(t, `\b(?:Text|say|title|column|col|note|T)\(?\s?"([a-z0-9_%-]+(?:\.[a-z0-9_%-]+)*\.[a-z0-9_%-]+)"`, "")
}

// Words for people belong to the message files. Exempt are the dictionaries that
// read Chinese headings and periods, the sample's data, examples of commands, and tests.
func TestNoChineseStandsInCode(t *testing.T) {
	han := regexp.MustCompile(`\p{Han}`)
	toType := regexp.MustCompile(`gapstep [a-z]|"[^"]*=(higher|lower|[a-z_]+)[,"]`) // what a user of any language may type
	comment := regexp.MustCompile(`(^|\s)//.*`)
	sources(t, func(path, text string) {
		if strings.HasPrefix(path, "../../ingest/") || strings.Contains(path, "/cmd/gapstep/sample/") {
			return
		}
		for i, line := range strings.Split(text, "\n") {
			if han.MatchString(comment.ReplaceAllString(line, "")) && !toType.MatchString(line) {
				t.Errorf("%s:%d: Chinese in code: %s", path, i+1, strings.TrimSpace(line))
			}
		}
	})
}
