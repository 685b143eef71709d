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
// remark about the data; of each code the first opt.PerCode, with the number of the others.
func WriteQuality(w io.Writer, inputs []Input, diags []kpi.Diagnostic, opt TextOptions) error {
	t, err := newText(opt)
	if err != nil {
		return err
	}
	t.tallies(inputs)
	if len(diags) > 0 {
		t.title("quality.title")
	}
	of, met := map[string]int{}, map[string]int{}
	for _, d := range diags {
		of[d.Code]++
	}
	for _, d := range diags {
		met[d.Code]++
		switch n := met[d.Code]; {
		case opt.PerCode == 0 || n <= opt.PerCode:
			t.line(diagnosticLine(t.p, d))
		case n == opt.PerCode+1:
			t.line(t.p.Text("quality.kind", locale.Args{"count": t.p.Number(of[d.Code] - opt.PerCode), "code": d.Code}))
		}
	}
	return t.end(w)
}
