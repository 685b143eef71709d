package reports

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/xuri/excelize/v2"
)

// inertTerminal: no sequence reaches a terminal, and no text turns the direction
// of reading.
func inertTerminal(t *testing.T, name, text string) {
	t.Helper()
	if at := strings.IndexAny(text, "\x00\x1b\u009b\u202e\r\t\x07"); at >= 0 {
		t.Errorf("%s: a control character reaches the reader: %q", name, text[at:min(at+20, len(text))])
	}
}

// said is what a writer of text writes.
func said(t *testing.T, write func(io.Writer, TextOptions) error) string {
	t.Helper()
	var b strings.Builder
	if err := write(&b, TextOptions{Printer: printer(t, "en"), Width: 120}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func inertTable(t *testing.T, r *Report, _ string) {
	inertTerminal(t, "table", said(t, func(w io.Writer, opt TextOptions) error { return WriteTable(w, r, opt) }))
}

func inertPlans(t *testing.T, r *Report, _ string) {
	inertTerminal(t, "plans", said(t, func(w io.Writer, opt TextOptions) error { return WritePlans(w, r.Plans, r.Catalogue, opt) }))
}

func inertProgress(t *testing.T, r *Report, _ string) {
	inertTerminal(t, "progress", said(t, func(w io.Writer, opt TextOptions) error { return WriteProgress(w, r.Progress, r.Catalogue, opt) }))
}

func inertQuality(t *testing.T, r *Report, _ string) {
	inertTerminal(t, "quality", said(t, func(w io.Writer, opt TextOptions) error { return WriteQuality(w, r.Inputs, r.Diagnostics, opt) }))
}

func inertGrid(t *testing.T, _ *Report, text string) {
	inertTerminal(t, "grid", said(t, func(w io.Writer, opt TextOptions) error {
		return WriteGrid(w, []string{"a", "b"}, [][]string{{text, "1"}}, opt)
	}))
}

// inertMarkdown: no link, no markup, and as many columns in each row of a table as
// in its heading.
func inertMarkdown(t *testing.T, r *Report, _ string) {
	t.Helper()
	var md strings.Builder
	if err := WriteMarkdown(&md, r, printer(t, "en")); err != nil {
		t.Fatal(err)
	}
	inertTerminal(t, "markdown", md.String())
	if regexp.MustCompile(`[^\\]\]\(`).MatchString(md.String()) || strings.Contains(md.String(), "<script") || strings.Contains(md.String(), "<img") {
		t.Error("markup stands in Markdown")
	}
	columns := 0
	for line := range strings.Lines(md.String()) {
		n := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if !strings.HasPrefix(line, "|") {
			n = 0
		}
		if n != 0 && columns != 0 && n != columns {
			t.Errorf("a row of %d in a table of %d columns: %s", n, columns, line)
		}
		columns = n
	}
}

// inertJSON: the document is of the schema, holds the text as it was, and nothing
// in it closes a script's element or moves a cursor.
func inertJSON(t *testing.T, r *Report, text string) {
	t.Helper()
	doc := writeJSON(t, r)
	if err := validate(t, doc); err != nil {
		t.Errorf("json: %v", err)
	}
	inertObjects(t, doc, text)
}

func inertObjects(t *testing.T, doc []byte, text string) {
	t.Helper()
	if bytes.ContainsAny(doc, "<>\x1b\x00\x07\t\r") {
		t.Error("json: a character that means something to a page or a terminal")
	}
	want, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(doc, want) {
		t.Errorf("json lost %s", want)
	}
}

func inertJSONLines(t *testing.T, r *Report, text string) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteJSONL(&b, r); err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(b.Bytes(), []byte("\n")); n != len(r.Shown()) {
		t.Errorf("jsonl: %d lines of %d rows", n, len(r.Shown()))
	}
	inertObjects(t, b.Bytes(), text)
}

// inertParquet and inertArrow: columns hold text as it was; nothing reads it as
// anything else.
func inertParquet(t *testing.T, r *Report, text string) { inertColumns(t, parquetTable(t, r), text) }

func inertArrow(t *testing.T, r *Report, text string) { inertColumns(t, arrowTable(t, r), text) }

func inertColumns(t *testing.T, table arrow.Table, text string) {
	t.Helper()
	at := slices.Index(names(table), "name")
	if got := cellText(table.Column(at).Data().Chunk(0), 0); got != strings.ToValidUTF8(text, "\uFFFD") {
		t.Errorf("the column holds %q, want %q", got, text)
	}
}

// inertBundle: what is written is found whole, whatever its parts are called; a
// part that would be unpacked outside the folder is not taken.
func inertBundle(t *testing.T, r *Report, text string) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteBundle(&b, r, nil, []BundlePart{{"report.json", writeJSON(t, r)}}); err != nil {
		t.Fatal(err)
	}
	m, err := VerifyBundle("evidence.zip", bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || m.Inputs[0].Path != strings.ToValidUTF8(text+".xlsx", "\uFFFD") {
		t.Errorf("%+v (%v)", m.Inputs, err)
	}
	for _, name := range []string{"../../x", "/etc/x", "a/../../x", `..\x`, "", "a\x00b"} {
		if err := WriteBundle(io.Discard, r, nil, []BundlePart{{name, nil}}); err == nil {
			t.Errorf("a part %q is taken", name)
		}
	}
}

// A name of 40,000 characters is cut where a cell can't hold more, and nowhere
// else: the workbook opens, and so does everything else.
func TestAVeryLongNameBreaksNothing(t *testing.T) {
	name := strings.Repeat("长", 40_000)
	r := fixture(t)
	for i := range r.Gaps {
		r.Gaps[i].Employee.Name = name
	}
	r.All = true
	f := workbook(t, r, "en")
	got, err := f.GetCellValue("All rows", under(t, f, "All rows", "Name", 1))
	if runes := []rune(got); err != nil || len(runes) > excelize.TotalCellChars || len(runes) < 32_000 || !strings.HasPrefix(name, strings.TrimSuffix(got, "…")) {
		t.Errorf("the cell holds %d characters (%v)", len([]rune(got)), err)
	}
	if page := pageOf(t, r, "en"); !strings.Contains(page, name) {
		t.Error("the page lost the name")
	}
	if !strings.Contains(string(writeCSV(t, r, CSVOptions{})), name) || !strings.Contains(string(writeJSON(t, r)), name) {
		t.Error("the name is lost")
	}
	inertTable(t, r, name)
}
