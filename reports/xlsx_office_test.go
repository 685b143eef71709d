package reports

import (
	"bytes"
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestLibreOfficeOpensTheWorkbook has another program than the one that wrote
// the workbook open it: every sheet becomes pages, the text is there, and no
// figure is too wide for its column (### in the page).
func TestLibreOfficeOpensTheWorkbook(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	pdftotext, err2 := exec.LookPath("pdftotext")
	if err != nil || err2 != nil {
		t.Log("NOT TESTED: LibreOffice (soffice) and poppler (pdftotext) are not on this machine; the workbook was opened by no program but the library that wrote it")
		if os.Getenv("GAPSTEP_TEST_FULL") == "1" {
			t.Fatal("GAPSTEP_TEST_FULL=1 asks for it")
		}
		return
	}
	want := map[string][]string{
		"en": {"张伟", "Performance gap report", "serious gap", "-5.8 pp", "15.0%", "sales.xlsx", "The same files"},
		"zh": {"张伟", "绩效差距报告", "明显差距", "-5.8 个百分点", "15.0%", "第 3 个月"},
	}
	for lang, text := range printed(t, soffice, pdftotext, "en", "zh") {
		for _, w := range want[lang] {
			if !strings.Contains(text, w) {
				t.Errorf("%s: the printed workbook does not hold %q", lang, w)
			}
		}
		if strings.Contains(text, "###") {
			t.Errorf("%s: a column is too narrow for its figures", lang)
		}
	}
}

// printed is the text of the workbooks, by language, as LibreOffice prints
// them. Its profile is a folder of the test's own.
func printed(t *testing.T, soffice, pdftotext string, langs ...string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	profile := url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(dir, "profile"))}
	args := []string{"-env:UserInstallation=" + profile.String(), "--headless", "--convert-to", "pdf", "--outdir", dir}
	for _, lang := range langs {
		var b bytes.Buffer
		if err := WriteXLSX(&b, fixture(t), printer(t, lang)); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, lang+".xlsx")
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute) // its first start on a loaded machine takes a minute
	defer cancel()
	c := exec.CommandContext(ctx, soffice, args...)
	c.Env = append(os.Environ(), "HOME="+dir, "LC_ALL=C.UTF-8") // whoever runs the test, wherever
	c.WaitDelay = time.Minute                                   // one that crashed leaves children who hold its output open
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	texts := map[string]string{}
	for _, lang := range langs {
		text, err := exec.CommandContext(ctx, pdftotext, "-layout", filepath.Join(dir, lang+".pdf"), "-").Output()
		if err != nil {
			t.Fatalf("the workbook did not become pages: %v", err)
		}
		texts[lang] = string(text)
	}
	return texts
}
