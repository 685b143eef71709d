package reports

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// WriteXLSX writes the report as a workbook: a summary, the findings each with
// its sentence, every scored row, for the analyst what is on watch and what is
// unsteady, plans, progress, the quality of the data, and
// how the figures were made. Figures are numbers with formats, never text;
// what is not known is an empty cell. Text from a file stays text: no cell holds a
// formula. Severities and statuses are words, their colour only repeats them.
// The same report gives the same bytes.
func WriteXLSX(w io.Writer, r *Report, p *locale.Printer) (err error) {
	b := &book{file: excelize.NewFile(), r: r, p: p, styles: map[look]int{}, formats: map[*kpi.Indicator]unitFormats{}}
	defer func() { err = cmp.Or(err, b.file.Close()) }()
	if err := b.describe(); err != nil {
		return fmt.Errorf("workbook properties: %w", err)
	}
	for i, s := range b.sheets() {
		if err := b.write(i, s); err != nil {
			return fmt.Errorf("sheet %s: %w", s.table, err)
		}
	}
	var packed bytes.Buffer
	if err := b.file.Write(&packed); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	return repack(w, packed.Bytes())
}

// book is a workbook in the making.
type book struct {
	file   *excelize.File
	r      *Report
	p      *locale.Printer
	styles map[look]int

	formats map[*kpi.Indicator]unitFormats
}

func (b *book) text(id string) string { return b.p.Text(id, nil) }

func (b *book) sheets() []*sheet {
	return []*sheet{
		b.summarySheet(), b.gapSheet(), b.allSheet(), b.watchSheet(), b.unsteadySheet(),
		b.planSheet(), b.progressSheet(), b.qualitySheet(), b.aboutSheet(),
	}
}

// describe sets the properties of the file. Its times are the report's date,
// so that they do not tell when it was written.
func (b *book) describe() error {
	at := b.r.AsOf.Time().Format(time.RFC3339)
	name := "gapstep " + locale.Plain(b.r.Method.Version)
	if err := b.file.SetDocProps(&excelize.DocProperties{Title: b.text("report.title"), Creator: name, LastModifiedBy: name,
		Created: at, Modified: at, Language: b.p.Lang()}); err != nil {
		return err
	}
	return b.file.SetAppProps(&excelize.AppProperties{Application: "gapstep"})
}

// repack writes the parts of a packed workbook in the order of their names:
// the library takes the sheets from a map, in a different order each time.
func repack(w io.Writer, packed []byte) error {
	in, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return fmt.Errorf("workbook parts: %w", err)
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, f := range in.File {
		if err := out.Copy(f); err != nil {
			return fmt.Errorf("workbook part %s: %w", f.Name, err)
		}
	}
	return out.Close()
}
