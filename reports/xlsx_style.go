package reports

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// look is what a cell looks like: its number format, the machine word that
// chooses its colour, and its role.
type look struct {
	format string // an Excel number format; "" general
	tone   string
	role   string // head, figures (a heading over them), title, strong, note, text, wrap, write (people do); "" a figure
}

// untoned is the look without a colour of its own: a sheet's rules colour words.
func (l look) untoned() look {
	l.tone = ""
	return l
}

// inks are the colours of severities and statuses; each has a contrast of 4.5
// or more on white.
var inks = map[string]string{
	"serious": "B42318", "missed": "B42318", "error": "B42318",
	"gap": "9A5B00", "at_risk": "9A5B00", "warning": "9A5B00",
	"watch": "1F6FB2", "on_track": "1F6FB2", "met": "1B7F3B", "sustained": "5B3FA8",
}

// style returns the id of the look's style, made once.
func (b *book) style(l look) (int, error) {
	if id, ok := b.styles[l]; ok {
		return id, nil
	}
	s := &excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}, Font: &excelize.Font{Size: 11, Family: "Calibri"}}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	if ink, ok := inks[l.tone]; ok {
		s.Font.Color, s.Font.Bold = ink, true
	}
	switch l.role {
	case "head", "figures":
		s.Font.Bold, s.Font.Color = true, "FFFFFF"
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"2F3B48"}}
		s.Alignment = &excelize.Alignment{Horizontal: "left", Vertical: "center", Indent: 1, WrapText: true}
		if l.role == "figures" {
			s.Alignment.Horizontal, s.Alignment.Indent = "center", 0
		}
	case "title":
		s.Font.Size, s.Font.Bold = 16, true
	case "strong":
		s.Font.Bold = true
	case "note":
		s.Font.Color = "56606B"
	case "wrap", "write":
		s.Alignment.Horizontal, s.Alignment.Indent, s.Alignment.WrapText = "left", 1, true
	case "link":
		s.Alignment.Horizontal, s.Alignment.Indent = "left", 1
		s.Font.Color, s.Font.Underline = "1F6FB2", "single"
	case "text":
		s.Alignment.Horizontal, s.Alignment.Indent = "left", 1
	}
	id, err := b.file.NewStyle(s)
	b.styles[l] = id
	return id, err
}

// The number formats that need no unit.
const (
	wholeFormat  = "#,##0"
	amountFormat = "#,##0.######"
	shareFormat  = "+0.0%;-0.0%;0.0%"
	wayFormat    = "0%"
	chanceFormat = "0.0000"
	dateFormat   = "yyyy-mm-dd"
)

// unitFormats are the number formats of an indicator's levels and of the
// differences between them.
type unitFormats struct{ level, points string }

// formatsOf returns the indicator's formats, worked out once.
func (b *book) formatsOf(in *kpi.Indicator) unitFormats {
	f, ok := b.formats[in]
	if !ok {
		f = unitFormats{levelFormat(b.p, in), pointsFormat(b.p, in)}
		b.formats[in] = f
	}
	return f
}

// levelFormat is the number format of the indicator's levels: 0.0% for ratios,
// else decimals with the unit behind.
func levelFormat(p *locale.Printer, in *kpi.Indicator) string {
	if in == nil {
		return "0.00"
	}
	if in.Unit == "ratio" {
		return "0.0%"
	}
	return inUnit(p, "unit.level.", in.Unit, decimalFormat(in))
}

// pointsFormat is the number format of a difference of two levels, with its
// sign and its unit: +0.0" pp" of ratios, whose cells hold a hundredfold, for
// a percent sign would read as relative.
func pointsFormat(p *locale.Printer, in *kpi.Indicator) string {
	if in == nil {
		return "+0.00;-0.00;0.00"
	}
	n := decimalFormat(in)
	if in.Unit == "ratio" {
		n = "0.0"
	}
	unsigned := inUnit(p, "unit.gap.", in.Unit, n)
	return inUnit(p, "unit.gap.", in.Unit, "+"+n) + ";" + inUnit(p, "unit.gap.", in.Unit, "-"+n) + ";" + unsigned
}

func decimalFormat(in *kpi.Indicator) string {
	switch {
	case in.Scale == kpi.Rate:
		return "0.0000"
	case in.Scale == kpi.Score && in.Ceiling != nil && *in.Ceiling > 10:
		return "0.0"
	}
	return "#,##0.00"
}

// inUnit puts the words of the unit around a number format, as literals.
func inUnit(p *locale.Printer, kind, unit, format string) string {
	const place = "0"
	text := place + " " + unit
	if p.Has(kind + unit) {
		text = p.Text(kind+unit, locale.Args{"n": place})
	}
	return wrapLiteral(text, place, format)
}

// wrapLiteral puts a number format in the place of place in text and quotes
// the rest.
func wrapLiteral(text, place, format string) string {
	before, after, _ := strings.Cut(text, place)
	return literal(before) + format + literal(after)
}

// literal quotes text inside a number format. A quote can't stand in one, and
// formats are short: a unit of the user's is cut at 20 characters.
func literal(s string) string {
	s = strings.ReplaceAll(locale.Plain(s), `"`, "")
	if runes := []rune(s); len(runes) > 20 {
		s = string(runes[:20])
	}
	if s == "" {
		return ""
	}
	return `"` + s + `"`
}
