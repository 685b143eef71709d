package reports

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
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
	return Pack(w, b.file)
}

// Pack writes a workbook so that the same cells give the same bytes.
func Pack(w io.Writer, f *excelize.File) error {
	var packed bytes.Buffer
	if err := f.Write(&packed); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	return repack(w, packed.Bytes())
}

func newBook(r *Report, p *locale.Printer) *book {
	b := &book{file: excelize.NewFile(), r: r, p: p, styles: map[look]int{}, conditions: map[string]int{}, formats: map[*kpi.Indicator]unitFormats{}}
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
}

// nameSheets gives the sheets that others refer to their names, each its own.
func (b *book) nameSheets() {
	taken := map[string]bool{}
	for _, id := range []string{"sheet.summary", "sheet.gaps", "xlsx.sheet.all", "xlsx.sheet.watch", "xlsx.sheet.few", "xlsx.sheet.unsteady",
		"sheet.plans", "xlsx.sheet.causes", "xlsx.sheet.actions", "sheet.progress", "sheet.quality", "sheet.data", "sheet.about", "xlsx.sheet.charts"} {
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
	list = append(list, b.planSheet())
	for _, s := range []*sheet{b.causeSheet(), b.actionSheet()} {
		if s.rows != nil { // people wrote something
			list = append(list, s)
		}
	}
	list = append(list, b.progressSheet(), b.qualitySheet(), all, b.dataSheet(), b.aboutSheet())
	if len(marks) > 0 {
		list = append(list, b.chartData(marks))
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
		put := out.Copy
		switch {
		case f.Name == "[Content_Types].xml":
			put = func(f *zip.File) error { return copySorted(out, f) }
		case f.Name == "xl/styles.xml" || strings.HasPrefix(f.Name, "xl/charts/"):
			put = func(f *zip.File) error { return copyStrict(out, f) }
		}
		if err := put(f); err != nil {
			return fmt.Errorf("workbook part %s: %w", f.Name, err)
		}
	}
	return out.Close()
}

// contentTypes is the part that names the type of each part.
type contentTypes struct {
	XMLName   xml.Name      `xml:"http://schemas.openxmlformats.org/package/2006/content-types Types"`
	Defaults  []contentType `xml:"Default"`
	Overrides []contentType `xml:"Override"`
}

type contentType struct {
	Extension string `xml:",attr,omitempty"`
	PartName  string `xml:",attr,omitempty"`
	Type      string `xml:"ContentType,attr"`
}

// copySorted writes the types in the order of their names; with charts the
// library takes them from a map too.
func copySorted(out *zip.Writer, f *zip.File) error {
	in, err := f.Open()
	if err != nil {
		return err
	}
	var types contentTypes
	if err := cmp.Or(xml.NewDecoder(in).Decode(&types), in.Close()); err != nil {
		return err
	}
	by := func(a, b contentType) int {
		return cmp.Or(cmp.Compare(a.Extension, b.Extension), cmp.Compare(a.PartName, b.PartName))
	}
	slices.SortFunc(types.Defaults, by)
	slices.SortFunc(types.Overrides, by)
	w, err := out.Create(f.Name)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(types)
}
