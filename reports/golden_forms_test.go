package reports

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/gapstep/gapstep/reports/booktext"
)

// The workbook cell by cell, with its tables, rules, links, charts and pages: the
// whole report, and one of evaluations alone.
func TestWorkbooksAreTheGoldenText(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		for name, r := range map[string]*Report{"workbook": wholeReport(t), "evaluations": evaluationsAlone(t)} {
			var book, text bytes.Buffer
			if err := WriteXLSX(&book, r, printer(t, lang)); err != nil {
				t.Fatal(err)
			}
			if err := booktext.Write(&text, book.Bytes()); err != nil {
				t.Fatal(err)
			}
			golden(t, name+"."+lang+".txt", text.Bytes())
		}
	}
}

// The page with everything on it; report.html holds what an analysis alone gives.
func TestTheWholePageIsTheGoldenPage(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		golden(t, "whole."+lang+".html", []byte(htmlPage(t, wholeReport(t), lang)))
	}
}

func TestTheSiteIsTheGoldenPages(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		dir := "site." + lang
		var pages files // the teams' are made on all cores
		if err := WriteSite("gaps.html", fixture(t), printer(t, lang), pages.create); err != nil {
			t.Fatal(err)
		}
		names := sortedKeys(pages.all)
		for _, name := range names {
			golden(t, filepath.Join(dir, filepath.FromSlash(name)), pages.all[name].Bytes())
		}
		if there := filesBelow(t, filepath.Join("testdata", dir)); !slices.Equal(names, there) {
			t.Errorf("%s: the site has %q, testdata %q", lang, names, there)
		}
	}
}

func filesBelow(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(dir, path)
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	return names
}

func TestJSONLinesAreTheGoldenLines(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSONL(&b, wholeReport(t)); err != nil {
		t.Fatal(err)
	}
	golden(t, "gaps.jsonl", b.Bytes())
}

// The columns for machines, with their types and the schema's metadata, and what
// each cell holds.
func TestColumnsForMachinesAreTheGoldenText(t *testing.T) {
	for name, read := range map[string]func(*testing.T, *Report) arrow.Table{"parquet": parquetTable, "arrow": arrowTable} {
		table := read(t, wholeReport(t))
		lines := []string{table.Schema().String()}
		for row := range int(table.NumRows()) {
			var cells []string
			for col, head := range names(table) {
				cells = append(cells, head+"="+strconv.Quote(cellText(table.Column(col).Data().Chunk(0), row)))
			}
			lines = append(lines, "row", strings.Join(cells, "\n"))
		}
		golden(t, "gaps."+name+".txt", []byte(strings.Join(lines, "\n")+"\n"))
	}
}

func TestTheWholeDocumentIsTheGoldenDocument(t *testing.T) {
	doc := writeJSON(t, wholeReport(t))
	if err := validate(t, doc); err != nil {
		t.Error(err)
	}
	golden(t, "whole.json", doc)
}

// Every form that the report is written in has a golden file, in each language
// where it speaks one: what is written for machines is never translated.
func TestEveryFormHasItsGoldenFiles(t *testing.T) {
	for _, want := range []string{"gaps.csv", "gaps.jsonl", "gaps.arrow.txt", "gaps.parquet.txt", "whole.json", "workbook.LANG.txt", "evaluations.LANG.txt", "whole.LANG.html", "site.LANG/gaps.html", "report.LANG.md", "table_all.LANG.txt", "plans.LANG.txt", "progress.LANG.txt"} {
		for _, lang := range []string{"en", "zh"} {
			if _, err := os.Stat(filepath.Join("testdata", strings.ReplaceAll(want, "LANG", lang))); err != nil {
				t.Error(err)
			}
		}
	}
}
