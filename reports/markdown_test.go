package reports

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/reports/locale"
)

func writeMarkdown(t *testing.T, r *Report, lang string) string {
	t.Helper()
	p, err := locale.New(lang)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteMarkdown(&b, r, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestMarkdownIsTheGoldenFile(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		r := fixture(t)
		golden(t, "report."+lang+".md", []byte(writeMarkdown(t, r, lang)))
	}
}

// Every row of a table has as many cells as its head, whatever names hold.
func TestMarkdownTablesStayTables(t *testing.T) {
	r := fixture(t)
	r.All = true
	r.Gaps[2].Employee.Name = "a|b\n# [x](http://evil) <script>alert(1)</script> `c` **d** ![i](j)"
	r.Gaps[2].Team = "| --- |"
	bars := regexp.MustCompile(`(^|[^\\])\|`)
	cells := 0
	for _, line := range strings.Split(writeMarkdown(t, r, "en"), "\n") {
		switch n := len(bars.FindAllString(line, -1)); {
		case !strings.HasPrefix(line, "|"):
			cells = 0
		case cells == 0:
			cells = n
		case n != cells:
			t.Errorf("%d bars, want %d: %s", n, cells, line)
		}
		for _, active := range []string{"<script", " [x]", "://"} {
			if strings.Contains(line, active) {
				t.Errorf("%q is live in %s", active, line)
			}
		}
	}
}

// escapeMarkdown's rules are those of CommonMark 0.31: a backslash before
// punctuation, entities for what makes markup.
func TestEscapeMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"plain 文字 15.0%": "plain 文字 15.0%",
		"# head":         `\# head`,
		"- item":         `\- item`,
		"12. item":       `12\. item`,
		"12.5":           "12.5",
		"a|b":            `a\|b`,
		"<b>&":           "&lt;b&gt;&amp;",
		"[x](y)":         `\[x\](y)`,
		"https://x":      "https:&#47;&#47;x",
	} {
		if got := escapeMarkdown(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
