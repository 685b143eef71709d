package reports

import (
	"io"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// WriteGrid writes rows of text lined up under heads, for lists that are no
// report: the columns of a sheet, the catalogue. Every row has as many cells as
// there are heads.
func WriteGrid(w io.Writer, heads []string, rows [][]string, opt TextOptions) error {
	t, err := newText(opt)
	if err != nil {
		return err
	}
	columns := make([]column[[]string], len(heads))
	for i, h := range heads {
		columns[i] = column[[]string]{head: h, cell: func(row []string) string { return locale.Plain(row[i]) }}
	}
	t.WriteString(grid(columns, rows, opt))
	return t.end(w)
}

// WriteQuality writes what was read, used, rejected and blank, and every
// remark about the data.
func WriteQuality(w io.Writer, inputs []Input, diags []kpi.Diagnostic, opt TextOptions) error {
	t, err := newText(opt)
	if err != nil {
		return err
	}
	t.tallies(inputs)
	if len(diags) > 0 {
		t.title("quality.title")
	}
	for _, d := range diags {
		t.line(diagnosticLine(t.p, d))
	}
	return t.end(w)
}
