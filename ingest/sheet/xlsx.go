package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/flate"
)

// This reader of workbooks is our own and not excelize's row iterator: that one
// gives neither the type nor the number format of a cell without loading the
// sheet a second time, and takes a truncated sheet for a shorter one. Here each part must
// parse to its end, so that rows cannot be lost unseen.

// workbook is an open xlsx file: its parts, and what all its sheets share.
type workbook struct {
	name    string
	parts   map[string]*zip.File
	sheets  []sheetRef
	since04 bool // serials count from 1904-01-01
	strings []Cell
	formats []format // by style index
	budget  budget
	seen    rawCache[Cell]
	strict  bool // every row is read by the XML decoder
	most    int  // rows of each sheet that suffice; 0: all
}

// sheetRef is one entry of the workbook's list of sheets.
type sheetRef struct {
	name  string
	state string // "", visible, hidden, veryHidden
	part  string
	kind  string // worksheet, chartsheet, dialogsheet, …
}

// decodeXLSX reads the sheets of a workbook in their order.
func decodeXLSX(ctx context.Context, f *File, data []byte, opt Options) error {
	return (&workbook{name: f.Path}).decode(ctx, f, data, opt)
}

func (w *workbook) decode(ctx context.Context, f *File, data []byte, opt Options) error {
	if err := w.unpack(f, bytes.NewReader(data), int64(len(data))); err != nil {
		return err
	}
	_, err := w.readTables(ctx, f, opt)
	return err
}

// readTables reads the chosen sheets into tables, and tells whether they have
// more rows than suffice.
func (w *workbook) readTables(ctx context.Context, f *File, opt Options) (more bool, err error) {
	chosen, err := w.choose(f, opt.Sheets)
	if err != nil {
		return false, err
	}
	for _, s := range chosen {
		rows := &tableRows{w: w}
		t, _, err := w.readSheet(ctx, f, s, rows)
		if err != nil && !errors.Is(err, errEnough) {
			return false, err
		}
		more = more || rows.more
		if t.Rows, err = rows.inOrder(s.part); err != nil {
			return false, err
		}
		f.Tables = append(f.Tables, t)
	}
	return more, nil
}

// openWorkbook reads everything but the sheets.
func openWorkbook(f *File, in io.ReaderAt, size int64) (*workbook, error) {
	w := &workbook{name: f.Path}
	return w, w.unpack(f, in, size)
}

func (w *workbook) unpack(f *File, in io.ReaderAt, size int64) error {
	z, err := zip.NewReader(in, size)
	if err != nil {
		return w.damaged("zip", err)
	}
	z.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser { // faster than the standard one
		return flate.NewReader(bufio.NewReaderSize(r, 64<<10))
	})
	if err := w.index(z); err != nil {
		return err
	}
	main, err := w.findMain()
	if err != nil {
		return err
	}
	rels, err := w.relations(main)
	if err != nil {
		return err
	}
	if err := w.readMain(main, rels); err != nil {
		return err
	}
	f.Date1904 = w.since04
	for _, r := range rels {
		if err := w.readShared(r); err != nil {
			return err
		}
	}
	return nil
}

// index lists the parts by name and refuses what is unsafe to unfold.
func (w *workbook) index(z *zip.Reader) error {
	w.parts = make(map[string]*zip.File, len(z.File))
	for _, p := range z.File {
		if p.Flags&1 != 0 {
			return fault("file.encrypted", w.name, nil)
		}
		w.parts[partKey(p.Name)] = p
	}
	return nil
}

// partKey folds what producers write differently: case, backslashes, a leading
// slash.
func partKey(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// findMain returns the name of the workbook part, or the fault that says what
// the zip file is instead.
func (w *workbook) findMain() (string, error) {
	if w.parts["xl/workbook.bin"] != nil {
		return "", fault("file.xlsb", w.name, nil)
	}
	rels, err := w.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range rels {
		if r.kind() == "officeDocument" && w.parts[partKey(r.Target)] != nil && !notWorkbook(r.Target) {
			return r.Target, nil
		}
	}
	if w.parts["xl/workbook.xml"] != nil {
		return "xl/workbook.xml", nil
	}
	return "", refusal(w.name, w.zipFormat())
}

func notWorkbook(target string) bool {
	key := partKey(target)
	return strings.HasPrefix(key, "word/") || strings.HasPrefix(key, "ppt/") || strings.HasPrefix(key, "visio/")
}

// zipFormat names a zip file that holds no workbook.
func (w *workbook) zipFormat() string {
	for _, f := range []struct{ part, format string }{
		{"word/document.xml", "docx"}, {"ppt/presentation.xml", "pptx"}, {"visio/document.xml", "vsdx"},
		{"content.xml", "ods"}, {"index/document.iwa", "numbers"}, {"index.zip", "numbers"},
	} {
		if w.parts[f.part] != nil {
			return f.format
		}
	}
	return "zip"
}

// relation is one entry of a .rels part.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// kind is the last word of the relation's type, the same in the transitional
// and the strict namespaces.
func (r relation) kind() string { return path.Base(r.Type) }

// relations reads what the part (that of the package for "") points to, with
// targets as part names. A part without relations has none.
func (w *workbook) relations(part string) ([]relation, error) {
	dir, base := path.Split(part)
	name := dir + "_rels/" + base + ".rels"
	if w.parts[partKey(name)] == nil {
		return nil, nil
	}
	var doc struct {
		Relations []relation `xml:"Relationship"`
	}
	err := w.parse(name, func(d *xml.Decoder) error { return d.Decode(&doc) })
	for i, r := range doc.Relations {
		if target := strings.ReplaceAll(r.Target, `\`, "/"); strings.HasPrefix(target, "/") {
			doc.Relations[i].Target = path.Clean(target)[1:]
		} else {
			doc.Relations[i].Target = path.Join(dir, target)
		}
	}
	return doc.Relations, err
}

// readMain reads the date system and the list of sheets.
func (w *workbook) readMain(main string, rels []relation) error {
	var doc struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := w.parse(main, func(d *xml.Decoder) error { return d.Decode(&doc) }); err != nil {
		return err
	}
	w.since04 = isTrue(doc.Properties.Date1904)
	targets := make(map[string]relation, len(rels))
	for _, r := range rels {
		targets[r.ID] = r
	}
	for _, s := range doc.Sheets {
		r, ok := targets[attr(s.Attrs, "id")]
		if !ok {
			return w.damaged(main, errors.New("sheet without a part: "+s.Name))
		}
		w.sheets = append(w.sheets, sheetRef{s.Name, s.State, r.Target, r.kind()})
	}
	if len(w.sheets) == 0 {
		return w.damaged(main, errors.New("no sheets"))
	}
	return nil
}

func isTrue(s string) bool { return s == "1" || strings.EqualFold(s, "true") }

// attr returns the value of the attribute with the local name, "" without it.
func attr(attrs []xml.Attr, local string) string {
	for _, a := range attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// readShared reads the strings and the number formats that the sheets point
// into.
func (w *workbook) readShared(r relation) (err error) {
	if w.parts[partKey(r.Target)] == nil {
		return nil
	}
	switch r.kind() {
	case "sharedStrings":
		return w.parseAhead(r.Target, "</si>", func(src *blocks, d *xml.Decoder) error {
			w.strings, err = readStrings(src, d)
			return err
		})
	case "styles":
		return w.parse(r.Target, func(d *xml.Decoder) error {
			w.formats, err = readFormats(d)
			return err
		})
	}
	return nil
}
