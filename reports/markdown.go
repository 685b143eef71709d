package reports

import (
	"io"
	"strings"

	"github.com/gapstep/gapstep/reports/locale"
)

// WriteMarkdown writes what [WriteTable] writes as Markdown (CommonMark with the
// tables of GitHub): for a ticket, a wiki or a chat. Text from the inputs stays
// text: nothing in it becomes a link, an image, a heading or markup.
func WriteMarkdown(w io.Writer, r *Report, p *locale.Printer) error {
	if p == nil {
		return errNoPrinter
	}
	if _, err := io.WriteString(w, "# "+escapeMarkdown(p.Text("report.title", nil))+"\n\n"); err != nil {
		return err
	}
	return WriteTable(w, r, TextOptions{Printer: p, markdown: true})
}

// special are the characters that mean something in Markdown wherever they stand.
var special = strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "<", "&lt;", ">", "&gt;",
	"&", "&amp;", "|", "\\|", "~", "\\~", "@", "&#64;", "://", ":&#47;&#47;", "www.", "www&#46;", "\n", " ")

// escapeMarkdown makes text stand for itself. A mark that would begin a list or a
// heading is escaped at the start.
func escapeMarkdown(s string) string {
	s = special.Replace(s)
	head := strings.TrimLeft(s, "0123456789")
	if at := len(s) - len(head); at > 0 && (strings.HasPrefix(head, ". ") || strings.HasPrefix(head, ") ")) {
		return s[:at] + "\\" + head
	}
	if strings.HasPrefix(s, "#") || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "-") || strings.HasPrefix(s, "=") {
		return "\\" + s
	}
	return s
}

// pipes draws the table as Markdown: figures to the right.
func (l *lattice) pipes() string {
	var b strings.Builder
	for i, row := range l.rows {
		for _, c := range row {
			b.WriteString("| " + special.Replace(c.text) + " ")
		}
		b.WriteString("|\n")
		if i > 0 {
			continue
		}
		for _, right := range l.right {
			rule := "| --- "
			if right {
				rule = "| ---: "
			}
			b.WriteString(rule)
		}
		b.WriteString("|\n")
	}
	return b.String() + "\n"
}
