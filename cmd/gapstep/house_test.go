package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/gapstep/gapstep/"

// imports is the house's import table: what each package may import of the
// project, and which modules of others (by prefix). Test files may import more.
var imports = map[string]struct{ own, others []string }{
	"ingest/kpi":         {nil, nil},
	"ingest/sheet":       {[]string{"ingest/kpi"}, []string{"github.com/apache/arrow", "github.com/jackc/pgx", "github.com/klauspost/compress", "github.com/pierrec/lz4", "golang.org/x/sync", "golang.org/x/text", "modernc.org/sqlite"}},
	"ingest":             {[]string{"ingest/kpi", "ingest/sheet"}, []string{"golang.org/x/text", "golang.org/x/sync", "github.com/expr-lang/expr"}},
	"analysis/infer":     {nil, []string{"gonum.org/v1/gonum"}},
	"analysis":           {[]string{"ingest/kpi", "analysis/infer"}, nil},
	"goals":              {[]string{"ingest/kpi", "analysis/infer", "analysis"}, []string{"go.yaml.in/yaml"}},
	"goals/ledger":       {[]string{"ingest/kpi", "goals"}, []string{"github.com/pressly/goose", "modernc.org/sqlite"}},
	"reports/locale":     {[]string{"ingest/kpi"}, []string{"github.com/nicksnyder/go-i18n", "github.com/pelletier/go-toml", "golang.org/x/text"}},
	"reports":            {[]string{"ingest/kpi", "analysis/infer", "analysis", "goals", "reports/locale"}, []string{"github.com/apache/arrow", "github.com/klauspost/compress", "github.com/xuri/excelize", "charm.land/lipgloss", "golang.org/x/sync", "golang.org/x/text"}},
	"reports/forms":      {[]string{"ingest/kpi", "analysis", "goals", "reports", "reports/locale"}, []string{"github.com/xuri/excelize", "charm.land/lipgloss"}},
	"reports/booktext":   {nil, []string{"github.com/xuri/excelize"}}, // for golden files: no program imports it
	"reports/exporter":   {[]string{"ingest/kpi", "analysis", "goals", "reports"}, []string{"github.com/prometheus/"}},
	"reports/web":        {[]string{"ingest/kpi", "reports", "reports/exporter", "reports/locale"}, []string{"github.com/prometheus/"}},
	"cmd/gapstep/sample": {[]string{"ingest/kpi"}, []string{"github.com/xuri/excelize"}},
	"cmd/gapstep":        {[]string{""}, []string{"github.com/spf13/", "golang.org/x/term", "go.yaml.in/yaml", "github.com/charmbracelet/x/ansi"}},
}

func TestImportDirection(t *testing.T) {
	seen := map[string]bool{}
	walkGo(t, func(dir, path string) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		allowed, known := imports[dir]
		if !known {
			t.Errorf("%s: package %s is not in the import table", path, dir)
			return
		}
		seen[dir] = true
		for _, imp := range importsOf(t, path) {
			own, isOwn := strings.CutPrefix(imp, module)
			isStd := !strings.Contains(strings.Split(imp, "/")[0], ".")
			ok := isStd || isOwn && slices.ContainsFunc(allowed.own, func(p string) bool { return p == "" || p == own }) ||
				!isOwn && slices.ContainsFunc(allowed.others, func(p string) bool { return strings.HasPrefix(imp, p) })
			if !ok {
				t.Errorf("%s may not import %s", path, imp)
			}
		}
	})
	for dir := range imports {
		if !seen[dir] {
			t.Errorf("package %s of the import table does not exist", dir)
		}
	}
}

// Only cmd may know of viper, and of it only config.go (and what reads its result).
func TestViperStaysInConfig(t *testing.T) {
	walkGo(t, func(_, path string) {
		if slices.Contains(importsOf(t, path), "github.com/spf13/viper") && filepath.Base(path) != "config.go" {
			t.Errorf("%s imports viper", path)
		}
	})
}

func importsOf(t *testing.T, path string) []string {
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, s := range f.Imports {
		list = append(list, strings.Trim(s.Path.Value, `"`))
	}
	return list
}

// walkGo visits every Go file with its package folder, both relative to the
// root of the project.
func walkGo(t *testing.T, visit func(dir, path string)) {
	t.Helper()
	t.Chdir("../..")
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".go") {
			visit(filepath.ToSlash(filepath.Dir(path)), path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Every acceptance case that this version answers for has a test that names it.
func TestEveryAcceptanceCaseHasATest(t *testing.T) {
	named := map[string]bool{}
	mark := regexp.MustCompile(`"F(\d+b?)[ :"]|TestF(\d+b?)_|TestF(\d+b?)[A-Z(]`)
	walkGo(t, func(_, path string) {
		if !strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "house_test.go") {
			return
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mark.FindAllStringSubmatch(string(b), -1) {
			named["F"+m[1]+m[2]+m[3]] = true
		}
	})
	for _, n := range []string{"1", "2", "3", "4", "5", "5b", "6", "7", "8", "9", "10", "11", "14", "19", "20"} {
		if !named["F"+n] {
			t.Errorf("no test names acceptance case F%s", n)
		}
	}
}

// The top level is fixed.
func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir("../..")
	if err != nil {
		t.Fatal(err)
	}
	fixed := strings.Fields("cmd ingest analysis goals reports testdata go.mod go.sum Makefile README.md README.zh-CN.md LICENSE CHANGELOG.md CONTRIBUTING.md SECURITY.md " +
		".golangci.yml .gitignore .gitattributes .ci .git bin gapstep-demo coverage.out")
	for _, e := range entries {
		if !slices.Contains(fixed, e.Name()) {
			t.Errorf("%s does not belong at the top level", e.Name())
		}
	}
	for _, need := range fixed[:14] {
		if _, err := os.Stat(filepath.Join("../..", need)); err != nil {
			t.Error(fmt.Errorf("missing at the top level: %w", err))
		}
	}
}
