package ingest

import (
	"fmt"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// refuse reports the cell for which a row can't be used; a cell that fails
// several measures is said once.
func (t *eventTable) refuse(r sheet.Row, head *rowHead, b *boundMeasure, why refusal) {
	if why.col < 0 {
		why.col = b.origin
	}
	if why.col >= 0 && why.code != "" && t.cols[why.col].reported == why.code {
		t.countUnsure(r, b, why.col)
		return
	}
	at := t.table.Origin(r.Line, why.col)
	if t.saidOf != r.Line {
		t.saidOf = r.Line
		clear(t.said)
	}
	if t.said[why.col] == why.code {
		return
	}
	t.said[why.col] = why.code
	text := why.text
	if text == "" {
		text = r.At(why.col).Text
	}
	args := kpi.Args{"text": quoted(text), "heading": t.heading(why.col), "kpi": b.KPI, "employee": head.employee.ID, "values": "1", "rows": "1"}
	if why.code == "value.below_floor" || why.code == "value.above_ceiling" {
		args["bound"] = fmt.Sprintf("%g", why.bound)
	}
	t.run.report(kpi.Error, why.code, at, args)
	t.run.boundTable()
}

// refusedDates counts the rows that a column of dates spoils whose order
// nothing tells.
type refusedDates struct {
	rows, line int // line of the last row, so that each counts once
	kpi, text  string
}

func (t *eventTable) countUnsure(r sheet.Row, b *boundMeasure, col int) {
	u := t.unsure[col]
	if u == nil {
		u = &refusedDates{kpi: b.KPI, text: quoted(r.At(col).Text)}
		t.unsure[col] = u
	}
	if u.line != r.Line {
		u.rows, u.line = u.rows+1, r.Line
	}
}

// reportEvents says what was left out of the sums, and how many rows they
// rest on.
func (t *eventTable) reportEvents() {
	whole := t.table.Origin(0, -1)
	if t.filtered > 0 {
		t.run.report(kpi.Note, "events.filtered", whole, kpi.Args{"rows": fmt.Sprint(t.filtered), "expression": t.source.Where})
	}
	if t.open > 0 {
		t.run.report(kpi.Warning, "events.filter_unknown", t.openAt, kpi.Args{"rows": fmt.Sprint(t.open),
			"expression": t.source.Where, "heading": t.heading(t.openAt.Col - 1), "paste": yamlLine("where", "("+t.source.Where+") ?? true")})
	}
	for _, b := range t.measures {
		if b.unknown > 0 {
			t.report(kpi.Note, "events.unknown", b.firstBlank, b.blankCol, kpi.Args{"rows": fmt.Sprint(b.unknown), "kpi": b.KPI, "heading": t.heading(b.blankCol),
				"paste": b.pasteBlank()})
		}
	}
	for col := range t.cols {
		if u := t.unsure[col]; u != nil {
			t.report(kpi.Error, "event.dates_undecided", t.head.Line, col, kpi.Args{"rows": fmt.Sprint(u.rows), "heading": t.heading(col), "kpi": u.kpi, "text": u.text})
		}
	}
	for _, other := range t.again.order {
		t.report(kpi.Warning, "events.same_rows", t.again.first[other], -1, kpi.Args{"rows": fmt.Sprint(t.again.rows[other]), "other": other})
	}
	t.reportRepeats()
	t.reportKeys()
	t.run.report(kpi.Note, "events.counted", whole, kpi.Args{"rows": fmt.Sprint(t.eventRows.used()), "grain": t.grain.String(), "kpis": t.indicators()})
}

// reportRounded says which figures millionths are too coarse for.
func (e *events) reportRounded(r *run) {
	for _, b := range e.measures {
		if n := b.rounded; n.rows > 0 {
			r.report(kpi.Note, "events.rounded", n.first, kpi.Args{"kpi": b.KPI, "figures": fmt.Sprint(n.rows)})
		}
	}
}

// leftOutFault is the fault of events of which the configuration leaves every row
// out; nil where any is used, or refused.
func (r *run) leftOutFault(total Tally) *kpi.Fault {
	if total.ValuesUsed+total.ValuesRejected+total.ValuesBlank > 0 {
		return nil
	}
	for i := range r.opt.Sources {
		s := &r.opt.Sources[i]
		if e := r.events[s]; e != nil && total.RowsLeftOut > 0 {
			by := "exclude"
			if s.Where != "" {
				by = s.Where
			}
			return &kpi.Fault{Code: "events.none_kept", Origin: e.tables[0].table.Origin(0, -1), Args: kpi.Args{"rows": fmt.Sprint(total.RowsLeftOut), "expression": by}}
		}
	}
	return nil
}

func (t *eventTable) indicators() string {
	ids := make([]string, len(t.measures))
	for i, b := range t.measures {
		ids[i] = b.KPI
	}
	return strings.Join(ids, ", ")
}

// pasteBlank is the line of the configuration that gives the rows which a blank
// leaves open a meaning: a condition is not met, a number is 0.
func (b *boundMeasure) pasteBlank() string {
	part := map[string]struct {
		text string
		term *term
	}{"value": {b.Value, b.value}, "numerator": {b.Numerator, b.num}, "denominator": {b.Denominator, b.den}, "where": {b.Where, b.when}}[b.blankPart]
	stands := "0"
	if part.term.kind == boolKind {
		stands = "false"
	}
	return yamlLine(b.blankPart, "("+part.text+") ?? "+stands)
}

// yamlLine writes a key and a text as yaml takes it whatever is in it.
func yamlLine(key, text string) string {
	return key + ": '" + strings.ReplaceAll(text, "'", "''") + "'"
}
