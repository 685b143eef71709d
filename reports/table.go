package reports

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strings"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// TextOptions says how text for a terminal is written.
type TextOptions struct {
	Printer *locale.Printer
	Width   int      // columns of the terminal, counting wide characters twice; 0: as wide as it needs
	Color   bool     // colours and bold print; without them no escape sequence is written
	Next    []string // lines that end the text: the next command to type
	PerCode int      // the most remarks of one code that [WriteQuality] lists; 0: all

	markdown bool // for a page, a ticket or a chat instead of a terminal
}

// shownDiagnostics is how many remarks about the data a table lists; the
// files hold all of them.
const shownDiagnostics = 20

var errNoPrinter = errors.New("text options without a printer")

// text gathers the lines of a table report.
type text struct {
	bytes.Buffer
	p   *locale.Printer
	opt TextOptions
}

func newText(opt TextOptions) (*text, error) {
	if opt.Printer == nil {
		return nil, errNoPrinter
	}
	return &text{p: opt.Printer, opt: opt}, nil
}

// line writes a line, wrapped to the width; in Markdown a paragraph.
func (t *text) line(s string) {
	if t.opt.markdown {
		t.WriteString(escapeMarkdown(s) + "\n\n")
		return
	}
	t.WriteString(strings.Join(wrapped(s, t.opt.Width), "\n") + "\n")
}

// say writes the line of a text id.
func (t *text) say(id string, args locale.Args) { t.line(t.p.Text(id, args)) }

// item writes a line of a list beneath a line.
func (t *text) item(s string) {
	if t.opt.markdown {
		t.WriteString("- " + escapeMarkdown(s) + "\n")
		return
	}
	t.line("  " + s)
}

// gap leaves a line free where the form has no paragraphs of its own.
func (t *text) gap() {
	if !t.opt.markdown {
		t.WriteByte('\n')
	}
}

// title starts a section.
func (t *text) title(id string) {
	if t.opt.markdown {
		if !bytes.HasSuffix(t.Bytes(), []byte("\n\n")) {
			t.WriteByte('\n') // behind a list
		}
		t.WriteString("## " + escapeMarkdown(t.p.Text(id, nil)) + "\n\n")
		return
	}
	t.WriteByte('\n')
	t.WriteString(paint(t.p.Text(id, nil), head, t.opt.Color) + "\n")
}

// end writes the lines of the next step and hands everything to w at once.
func (t *text) end(w io.Writer) error {
	if len(t.opt.Next) > 0 {
		t.WriteByte('\n')
	}
	for _, s := range t.opt.Next {
		t.WriteString(s + "\n") // a command to copy is not wrapped
	}
	_, err := w.Write(t.Bytes())
	return err
}

// WriteTable writes the report as text for a terminal: what was read, the
// findings against the colleagues, those against a standard, how many are on
// watch or not judged (never their names), remarks about the data, caveats.
// Where nobody could be judged, every row is listed under a heading that says so.
func WriteTable(w io.Writer, r *Report, opt TextOptions) error {
	t, err := newText(opt)
	if err != nil {
		return err
	}
	t.head(r)
	if r.Descriptive() {
		t.descriptive(r)
	} else {
		t.findings(r)
	}
	t.standards(r)
	if !r.Descriptive() {
		t.counts(r)
	}
	t.caveats(orderedGaps(t.p, r.Shown()))
	t.diagnostics(r.Diagnostics)
	t.gap()
	t.say("report.disclaimer", nil)
	return t.end(w)
}

// head says what the figures are made of.
func (t *text) head(r *Report) {
	t.say("head.line", locale.Args{"as_of": t.p.Date(r.AsOf), "window": windowText(t.p, r.Window)})
	t.tallies(r.Inputs)
	if r.Method.Families > 0 {
		id := "head.families"
		if r.Method.Comparisons != outcomeOf(r).compared { // some are judged against a standard alone
			id = "head.families.rest"
		}
		t.say(id, locale.Args{"comparisons": t.p.Number(r.Method.Comparisons), "families": t.p.Number(r.Method.Families),
			"count": r.Method.Families, "expected": amount(t.p, r.Method.ExpectedFalse)})
	}
	t.rule(&r.Method)
}

// tallies says for each input, and for all together, how many rows and values
// were read and what became of them.
func (t *text) tallies(inputs []Input) {
	var all Input
	for _, in := range inputs {
		t.say("head.input", t.rowTally(in))
		all.RowsRead, all.RowsUsed = all.RowsRead+in.RowsRead, all.RowsUsed+in.RowsUsed
		all.RowsRejected, all.RowsBlank = all.RowsRejected+in.RowsRejected, all.RowsBlank+in.RowsBlank
		all.RowsLeftOut, all.ValuesLeftOut = all.RowsLeftOut+in.RowsLeftOut, all.ValuesLeftOut+in.ValuesLeftOut
		all.ValuesRead, all.ValuesUsed = all.ValuesRead+in.ValuesRead, all.ValuesUsed+in.ValuesUsed
		all.ValuesRejected, all.ValuesBlank = all.ValuesRejected+in.ValuesRejected, all.ValuesBlank+in.ValuesBlank
	}
	if len(inputs) > 1 {
		t.say("head.total", t.rowTally(all))
	}
	if len(inputs) > 0 {
		t.say("head.values", locale.Args{"read": t.p.Number(all.ValuesRead), "used": t.p.Number(all.ValuesUsed),
			"rejected": t.p.Number(all.ValuesRejected), "blank": t.p.Number(all.ValuesBlank), "left": leftOut(t.p, all.ValuesLeftOut)})
	}
}

// rule tells that a descriptive rule is in force, and whom it would list if
// all were equally good.
func (t *text) rule(m *Method) {
	if m.Rule == "" || m.Rule == string(analysis.RuleFair) {
		return
	}
	t.say("head.rule", locale.Args{"rule": t.p.Word("rule", m.Rule)})
	if finite(m.RuleExpected) {
		t.say("head.rule.expected", locale.Args{"n": amount(t.p, m.RuleExpected)})
	}
}

func (t *text) rowTally(in Input) locale.Args {
	return locale.Args{"path": in.Path, "read": t.p.Number(in.RowsRead), "used": t.p.Number(in.RowsUsed),
		"rejected": t.p.Number(in.RowsRejected), "blank": t.p.Number(in.RowsBlank), "left": leftOut(t.p, in.RowsLeftOut)}
}

// leftOut is how many rows or values the configuration leaves out, "" for none:
// most inputs have none.
func leftOut(p *locale.Printer, n int) string {
	if n == 0 {
		return ""
	}
	return p.Number(n)
}

// windowText names the pooled periods; a window of nothing is unknown.
func windowText(p *locale.Printer, w analysis.Window) string {
	if w.To == (kpi.Period{}) {
		return locale.Unknown
	}
	return p.Span(w.From, w.To, w.Periods)
}

// amount writes an expected number of people or families, two decimals at most.
func amount(p *locale.Printer, x float64) string {
	d, err := kpi.FromFloat(math.Round(x*100) / 100)
	if err != nil {
		return locale.Unknown
	}
	return p.Count(d)
}
