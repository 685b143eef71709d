package locale

import (
	"fmt"
	"strconv"
	"strings"
	texttemplate "text/template"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// functions are what a message may call to show an argument. Arguments come in
// machine form; what can't be read as a number is shown as it is.
func (p *Printer) functions() texttemplate.FuncMap {
	number := func(show func(float64, *kpi.Indicator) string) func(any, *kpi.Indicator) string {
		return func(v any, in *kpi.Indicator) string {
			f, ok := asFloat(v)
			if !ok {
				return fmt.Sprint(v)
			}
			return show(f, in)
		}
	}
	figure := func(f float64, _ *kpi.Indicator) string { return p.Figure(f) }
	relative := func(f float64, _ *kpi.Indicator) string { return p.Relative(f) }
	share := func(f float64, _ *kpi.Indicator) string { return p.Percent(f) }
	return texttemplate.FuncMap{
		"level":    number(p.Level),
		"target":   number(p.decimal(p.Target)),
		"step":     number(p.decimal(p.Step)),
		"points":   number(p.Points),
		"relative": func(v any) string { return number(relative)(v, nil) },
		"percent":  func(v any) string { return number(share)(v, nil) },
		"count":    func(v any) string { return number(p.decimal(p.Target))(v, nil) },
		"title":    func(id any) string { return p.TitleOf(fmt.Sprint(id)) },
		"number":   func(v any) string { return number(figure)(v, nil) },
		"period":   func(v any) string { return p.periodText(fmt.Sprint(v)) },
		"titles":   func(ids any) string { return p.titlesOf(fmt.Sprint(ids)) },
		"word":     func(kind string, v any) string { return p.wordOr(kind, fmt.Sprint(v)) },
	}
}

// decimal makes a writer of Decimals one of numbers; what no Decimal can hold
// is written as a figure.
func (p *Printer) decimal(show func(kpi.Decimal, *kpi.Indicator) string) func(float64, *kpi.Indicator) string {
	return func(f float64, in *kpi.Indicator) string {
		d, err := kpi.FromFloat(f)
		if err != nil {
			return p.Figure(f)
		}
		return show(d, in)
	}
}

// wordOr is Word, or the machine word itself where it has no text.
func (p *Printer) wordOr(kind, word string) string {
	if !p.Has(kind + "." + word) {
		return word
	}
	return p.Word(kind, word)
}

// asFloat reads a machine-form number.
func asFloat(v any) (float64, bool) {
	switch x := v.(type) {
	case string:
		f, err := strconv.ParseFloat(x, 64)
		return f, err == nil
	case float64:
		return x, true
	case kpi.Decimal:
		return x.Float(), true
	case int:
		return float64(x), true
	}
	return 0, false
}

// titlesOf is the titles of indicators whose ids are joined by commas.
func (p *Printer) titlesOf(ids string) string {
	list := strings.Split(ids, ", ")
	for i, id := range list {
		list[i] = p.TitleOf(id)
	}
	return strings.Join(list, ", ")
}
