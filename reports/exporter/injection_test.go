package exporter

import (
	"strings"
	"testing"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// A name is a label's value and nothing else: no line, no sample and no label comes
// of it, a program reads it as it was, and a terminal follows no sequence of it.
func TestNamesAreLabelValues(t *testing.T) {
	for name, text := range map[string]string{
		"a line":                 "a\ngapstep_gaps{team=\"x\"} 99",
		"a label":                `a",severity="serious`,
		"a backslash":            `a\`,
		"an escape sequence":     "\x1b[31mred\x07",
		"an 8-bit sequence":      "\u009b31mred",
		"a turned direction":     "abc\u202Efdp.exe",
		"a NUL":                  "a\x00b",
		"no UTF-8":               "a\xffb",
		"a formula":              `=HYPERLINK("http://x")`,
		"markup":                 `<script>alert(1)</script>`,
		"a comment":              "# HELP gapstep_gaps x",
		"forty thousand letters": strings.Repeat("长", 40_000),
	} {
		t.Run(name, func(t *testing.T) {
			r := snapshot()
			for i := range r.Summaries {
				r.Summaries[i].Team = text + r.Summaries[i].Team
			}
			for i := range r.Gaps {
				r.Gaps[i].Team = text + r.Gaps[i].Team
				e := &r.Gaps[i].Employee
				e.ID, e.Name = text+e.ID, text+e.Name
			}
			for i := range r.Plans {
				r.Plans[i].Team = text + r.Plans[i].Team
			}
			for i := range r.Progress {
				r.Progress[i].Plan.Team = text + r.Progress[i].Plan.Team
			}
			opt := options()
			opt.PerEmployee = true
			var b strings.Builder
			if err := WriteText(&b, r, opt); err != nil {
				t.Fatal(err)
			}
			if at := strings.IndexAny(b.String(), "\x00\x1b\x07\u009b\u202e"); at >= 0 {
				t.Errorf("a control character reaches the reader: %q", b.String()[at:at+8])
			}
			parser := expfmt.NewTextParser(model.UTF8Validation)
			families, err := parser.TextToMetricFamilies(strings.NewReader(b.String()))
			if err != nil {
				t.Fatal(err)
			}
			before := Series(snapshot(), opt)
			if got := Series(r, opt); got != before {
				t.Errorf("%d series, %d with plain names", got, before)
			}
			for name, f := range families {
				for _, m := range f.Metric {
					for _, l := range m.Label {
						if l.GetName() == "severity" && strings.Contains(l.GetValue(), "99") {
							t.Errorf("%s: a name became a label: %s", name, l)
						}
					}
				}
			}
		})
	}
}
