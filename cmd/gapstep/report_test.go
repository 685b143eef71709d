package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/goals/ledger"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestFileNamesAreWhatFileSystemsTake(t *testing.T) {
	n := newFileNames()
	for _, c := range []struct{ name, want string }{
		{"王经理", "王经理"}, {"Wang", "Wang"}, {"wang", "wang_2"}, {"../../etc", "_.._etc"}, {`a\b:c*?`, "a_b_c__"},
		{"", "_"}, {"..", "__2"}, {"con.", "_con"}, {"LPT1.x", "_LPT1.x"}, {"-rf", "_-rf"}, {strings.Repeat("长", 80), strings.Repeat("长", 60)}, {"a\nb", "a␊b"},
	} {
		if got := n.of(c.name); got != c.want {
			t.Errorf("%q: %q, want %q", c.name, got, c.want)
		}
	}
}

// A page is printed by a browser that is there, and the fault names the page
// where it can't be.
func TestPagesArePrinted(t *testing.T) {
	page := filepath.Join(t.TempDir(), "a #b.html")
	if err := os.WriteFile(page, []byte("<!doctype html><title>t</title><p>您好"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := printPDF(t.Context(), "false", page); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "report.browser" {
		t.Errorf("a program that is no browser: %v", err)
	}
	browser, err := findBrowser("auto")
	if err != nil {
		t.Fatal(err)
	}
	if browser == "" {
		t.Log("NOT TESTED: no Chromium on this machine; no page was printed")
		if os.Getenv("GAPSTEP_TEST_FULL") == "1" {
			t.Fatal("GAPSTEP_TEST_FULL=1 asks for it")
		}
		return
	}
	pdf, err := printPDF(context.Background(), browser, page)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(pdf)
	if err != nil || !strings.HasPrefix(string(data), "%PDF-") {
		t.Errorf("%s: %.20q (%v)", pdf, data, err)
	}
	text, err := exec.Command("pdftotext", pdf, "-").Output()
	if err == nil && !strings.Contains(string(text), "您好") {
		t.Errorf("the page says %q", text)
	}
}

// What HR and the employee alone may see is in no evidence but HR's; the entries'
// places and hashes stay.
func TestEvidenceWithholdsWhatIsForHRAlone(t *testing.T) {
	entries := []ledger.Entry{
		{Seq: 1, Hash: "a", Body: []byte(`{"task":"read"}`)},
		{Seq: 2, Hash: "b", Body: []byte(`{"task":"EAP","hr_only":true}`)},
		{Seq: 3, Hash: "c", Body: []byte(`{"code":"individual.wellbeing","hypothesis":"PRIVATE"}`)},
	}
	withhold(entries)
	for i, want := range []string{`{"task":"read"}`, `{"withheld":"hr_only"}`, `{"withheld":"hr_only"}`} {
		if string(entries[i].Body) != want || entries[i].Hash == "" {
			t.Errorf("%d: %s", i, entries[i].Body)
		}
	}
}
