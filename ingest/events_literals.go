package ingest

import (
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// literalUse is a comparison of a column with texts, as an expression has it.
type literalUse struct {
	col        int
	texts      []string
	not        bool // !=
	expression string
}

// noteLiterals notes that the cells of a column are compared with texts.
func (c *compiler) noteLiterals(side term, not bool, texts ...string) {
	if c.grid != nil && side.plain > 0 {
		c.literals = append(c.literals, literalUse{side.plain - 1, texts, not, c.text})
	}
}

// watchLiterals lets the texts of the source's expressions be looked for. All
// tables of a source have the same.
func (t *eventTable) watchLiterals(uses []literalUse) {
	meant := map[string][]string{}
	for _, u := range uses {
		meant[t.heading(u.col)] = append(meant[t.heading(u.col)], u.texts...)
	}
	for i, u := range uses {
		heading := t.heading(u.col)
		if i == len(t.wanted) {
			w := newWanted(u.expression, u.texts, meant[heading]...)
			w.heading, w.others, w.at = heading, u.not, t.table.Origin(t.head.Line, u.col)
			t.wanted = append(t.wanted, w)
		}
		t.literalCols = append(t.literalCols, u.col)
	}
}

// seeLiterals looks at the cells of a row: those that where asks for, or those
// that the measures ask for of the rows it keeps.
func (t *eventTable) seeLiterals(r sheet.Row, ofWhere bool) {
	for i, col := range t.literalCols {
		if ofWhere == (i < t.whereLiterals) {
			t.wanted[i].see(t.text(r, col), func() kpi.Origin { return t.table.Origin(r.Line, col) })
		}
	}
}

// reportLiterals says once of each column and text what was not met.
func (e *events) reportLiterals(r *run) {
	type said struct{ heading, text string }
	done := map[said]bool{}
	for _, w := range e.wanted {
		w.texts = slices.DeleteFunc(w.texts, func(text string) bool { return done[said{w.heading, text}] })
		w.near = slices.DeleteFunc(w.near, func(n *nearText) bool { return done[said{w.heading, n.like}] })
		w.report(r)
		for _, text := range w.texts {
			done[said{w.heading, text}] = true
		}
	}
}
