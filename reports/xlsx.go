package reports

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// WriteXLSX writes the report as a workbook: a summary, the findings each with
// its sentence, every scored row, for the analyst what is on watch and what is
// unsteady, plans, progress, the quality of the data, and
// how the figures were made. Figures are numbers with formats, never text;
// what is not known is an empty cell. Text from a file stays text and never
// becomes a formula; the formulas are the writer's own, over the rows of the
// workbook, and hold their figures. Severities and statuses are words, their colour only repeats them.
// The same report gives the same bytes.
func WriteXLSX(w io.Writer, r *Report, p *locale.Printer) (err error) {
	b := newBook(r, p)
	defer func() { err = cmp.Or(err, b.file.Close()) }()
	if err := b.describe(); err != nil {
		return fmt.Errorf("workbook properties: %w", err)
	}
	for i, s := range b.sheets() {
		if err := b.write(i, s); err != nil {
			return fmt.Errorf("sheet %s: %w", s.table, err)
		}
	}
	return pack(w, b.file, b.rowsOf)
}

func newBook(r *Report, p *locale.Printer) *book {
	b := &book{file: excelize.NewFile(), r: r, p: p, styles: map[look]int{}, conditions: map[string]int{}, formats: map[*kpi.Indicator]unitFormats{},
		rowsOf: map[string]func(*blocks) error{}}
	b.nameSheets()
	return b
}

// book is a workbook in the making.
type book struct {
	file   *excelize.File
	r      *Report
	p      *locale.Printer
	styles map[look]int

	conditions map[string]int // styles of conditional formats, by ink
	formats    map[*kpi.Indicator]unitFormats
	kpiSheets  map[string]string // names of the indicators' sheets, by id
	chartSheet string
	said       map[caveatKey]string           // worded caveats
	rowsOf     map[string]func(*blocks) error // what writes the rows of a sheet, by its part's name
}

// nameSheets gives the sheets that others refer to their names, each its own.
func (b *book) nameSheets() {
	taken := map[string]bool{}
	for _, id := range []string{"sheet.summary", "sheet.gaps", "xlsx.sheet.all", "xlsx.sheet.watch", "xlsx.sheet.few", "xlsx.sheet.unsteady",
		"sheet.plans", "xlsx.sheet.causes", "xlsx.sheet.actions", "sheet.progress", "evaluation.sheet", "sheet.quality", "sheet.data", "sheet.about", "xlsx.sheet.charts"} {
		taken[strings.ToLower(b.text(id))] = true
	}
	b.chartSheet, b.kpiSheets = SheetName(b.text("xlsx.sheet.charts")), map[string]string{}
	for _, in := range b.indicators() {
		name := SheetName(b.p.Title(in))
		for n := 2; taken[strings.ToLower(name)] || name == ""; n++ {
			name = SheetName(fmt.Sprintf("%.20s %d", b.p.Title(in), n))
		}
		taken[strings.ToLower(name)] = true
		b.kpiSheets[in.ID] = name
	}
}

func (b *book) text(id string) string { return b.p.Text(id, nil) }

// sheets are the workbook's, in order: what matters first, what it rests on
// behind.
func (b *book) sheets() []*sheet {
	all := b.allSheet()
	plots, marks := b.plots()
	list := []*sheet{b.summarySheet(b.newChecks(all)), b.gapSheet(), b.watchSheet(), b.fewSheet(), b.unsteadySheet()}
	for i, p := range plots {
		list = append(list, b.kpiSheet(p, i+1))
	}
	list = append(list, b.planSheets()...)
	list = append(list, b.qualitySheet(), all, b.dataSheet(), b.aboutSheet())
	if len(marks) > 0 {
		list = append(list, b.chartData(marks))
	}
	if b.r.evaluatesOnly() { // nothing was compared
		list = append(b.planSheets(), b.qualitySheet(), b.aboutSheet())
	}
	for _, s := range list {
		s.name = SheetName(s.name)
	}
	return list
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
