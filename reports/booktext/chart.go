package booktext

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"
)

// relations are those of a part of the file to others.
type relations struct {
	List []struct {
		ID     string `xml:"Id,attr"`
		Target string `xml:"Target,attr"`
	} `xml:"Relationship"`
}

// places are the charts of a drawing and where each stands, in cells from 0.
type places struct {
	Anchors []struct {
		From  corner `xml:"from"`
		To    corner `xml:"to"`
		Frame struct {
			About struct {
				Text string `xml:"descr,attr"`
			} `xml:"nvGraphicFramePr>cNvPr"`
			Chart reference `xml:"graphic>graphicData>chart"`
		} `xml:"graphicFrame"`
	} `xml:"twoCellAnchor"`
}

type corner struct {
	Col int `xml:"col"`
	Row int `xml:"row"`
}

// String is the address of the cell.
func (c corner) String() string {
	name, err := excelize.CoordinatesToCellName(c.Col+1, c.Row+1)
	if err != nil {
		return fmt.Sprint(c.Col, ",", c.Row)
	}
	return name
}

type reference struct {
	ID string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
}

// charts writes the charts of a sheet: where each stands, what it is made of.
func (d *dump) charts(sheet string) error {
	part, err := d.partOf(sheet)
	if err != nil {
		return err
	}
	var drawn struct {
		Drawing *reference `xml:"drawing"`
	}
	if err := d.decode(part, &drawn); err != nil || drawn.Drawing == nil {
		return err
	}
	drawing, err := d.related(part, drawn.Drawing.ID)
	if err != nil {
		return err
	}
	var list places
	if err := d.decode(drawing, &list); err != nil {
		return err
	}
	for _, a := range list.Anchors {
		d.line("chart %s:%s %q", a.From, a.To, a.Frame.About.Text)
		chart, err := d.related(drawing, a.Frame.Chart.ID)
		if err != nil {
			return err
		}
		if err := d.chart(chart); err != nil {
			return err
		}
	}
	return nil
}

// partOf is the part that holds a sheet.
func (d *dump) partOf(sheet string) (string, error) {
	const book = "xl/workbook.xml"
	var listed struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			reference
		} `xml:"sheets>sheet"`
	}
	if err := d.decode(book, &listed); err != nil {
		return "", err
	}
	for _, s := range listed.Sheets {
		if s.Name == sheet {
			return d.related(book, s.ID)
		}
	}
	return "", fmt.Errorf("no part holds it")
}

// related is the part that another one calls id.
func (d *dump) related(part, id string) (string, error) {
	var rels relations
	if err := d.decode(path.Join(path.Dir(part), "_rels", path.Base(part)+".rels"), &rels); err != nil {
		return "", err
	}
	for _, r := range rels.List {
		if r.ID == id {
			if target, whole := strings.CutPrefix(r.Target, "/"); whole {
				return target, nil
			}
			return path.Join(path.Dir(part), r.Target), nil
		}
	}
	return "", fmt.Errorf("part %s: no relation %s", part, id)
}

func (d *dump) decode(part string, into any) error {
	data, err := d.read(part)
	if err == nil {
		err = xml.Unmarshal(data, into)
	}
	if err != nil {
		return fmt.Errorf("part %s: %w", part, err)
	}
	return nil
}

func (d *dump) read(part string) ([]byte, error) {
	f, err := d.parts.Open(part)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// said are the elements of a chart whose value is written; those below only frame
// others.
var (
	said   = map[string]string{"grouping": "val", "barDir": "val", "symbol": "val", "crosses": "val", "tickLblPos": "val", "legendPos": "val", "dispBlanksAs": "val", "min": "val", "max": "val", "numFmt": "formatCode", "srgbClr": "val"}
	frames = map[string]bool{"ser": true, "valAx": true, "catAx": true, "legend": true}
	ranges = map[string]bool{"tx": true, "cat": true, "val": true, "xVal": true, "yVal": true}
)

// chart writes a chart in the order of its part: its kind, each series with its
// ranges, the axes with their formats, every text.
func (d *dump) chart(part string) error {
	data, err := d.read(part)
	if err != nil {
		return err
	}
	in := xml.NewDecoder(bytes.NewReader(data))
	var stack []string
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("part %s: %w", part, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			stack = append(stack, t.Name.Local)
			d.chartElement(t)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			d.chartText(stack, string(t))
		}
	}
}

func (d *dump) chartElement(e xml.StartElement) {
	name := e.Name.Local
	if frames[name] || strings.HasSuffix(name, "Chart") {
		d.line("  %s", name)
	}
	for _, a := range e.Attr {
		if a.Name.Local == said[name] {
			d.line("    %s %s", name, a.Value)
		}
	}
}

// chartText writes a text, and a range with what it is for.
func (d *dump) chartText(stack []string, text string) {
	if len(stack) == 0 {
		return
	}
	switch stack[len(stack)-1] {
	case "t":
		d.line("    text %q", text)
	case "f":
		use := ""
		for _, name := range stack {
			if ranges[name] {
				use = name
			}
		}
		d.line("    %s = %s", use, text)
	}
}
