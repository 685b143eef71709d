package ingest

import (
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// column finds the column that a name means: the heading as it stands, else the
// one that is the same after folding. A name that fits several is refused.
func (c *compiler) column(name string, at int) (term, *exprError) {
	if c.grid == nil {
		return term{kind: anyKind, at: at, eval: func(sheet.Row) value { return value{} }}, nil
	}
	exact, alike := c.grid.named(name)
	if len(exact) == 0 {
		exact = alike
	}
	if at := c.grid.findByPlace(name); len(exact) == 0 && at >= 0 {
		exact = []int{at}
	}
	if len(exact) != 1 {
		code := "expression.unknown_column"
		if len(exact) > 1 {
			code = "expression.ambiguous_column"
		}
		return term{}, &exprError{code: code, at: at, args: kpi.Args{"name": name, "columns": c.grid.headings()}}
	}
	if !slices.Contains(c.uses, exact[0]) {
		c.uses = append(c.uses, exact[0])
	}
	return term{kind: anyKind, col: exact[0], plain: exact[0] + 1, at: at, eval: c.textOf(exact[0])}, nil
}

// named lists the columns whose heading is a name, and those that are alike.
func (g *grid) named(name string) (exact, alike []int) {
	want, key := headingText(sheet.Cell{Text: name}), fold(name).key
	for _, c := range g.cols {
		switch {
		case c.Heading == "":
		case c.Heading == want:
			exact = append(exact, c.at)
		case key != "" && c.key == key:
			alike = append(alike, c.at)
		}
	}
	return exact, alike
}

// as reads a column as the kind that its use needs. A column none of whose
// cells can be read so is refused; a text that is a day may stand for a date.
func (c *compiler) as(t term, kind exprKind) (term, *exprError) {
	if t.kind == kind {
		return t, nil
	}
	if t.literal != nil && kind == dateKind {
		if v, ok := dateLiteral(*t.literal); ok {
			return constant(dateKind, v, t.at), nil
		}
	}
	if t.kind != anyKind {
		return term{}, mistyped(t, kind)
	}
	t.kind = kind
	if c.grid == nil {
		return t, nil
	}
	if is := c.kindOf(t.col); !c.readsAs(t.col, kind) {
		return term{}, &exprError{code: "expression.column_type", at: t.at,
			args: kpi.Args{"heading": c.grid.heading(t.col), "is": kindWords[is], "want": kindWords[kind], "text": c.example(t.col)}}
	}
	switch kind {
	case numberKind:
		t.eval = c.numberOf(t.col)
	case boolKind:
		t.eval = c.truthOf(t.col)
	case dateKind:
		t.eval = c.dateOf(t.col)
	case instantKind:
		t.eval = c.instantOf(t.col)
	}
	t.col = -1
	return t, nil
}

// tries is how many cells that are not blank tell the kind of a column.
const tries = 1000

// kindOf is what most of a column's first cells are; anyKind of a blank one.
func (c *compiler) kindOf(col int) exprKind {
	if c.grid == nil {
		return anyKind
	}
	if kind, done := c.kinds[col]; done {
		return kind
	}
	var count [len(kindWords)]int
	seen := 0
	for _, r := range c.grid.rows() {
		if seen == tries {
			break
		}
		if kind := c.grid.kindOfCell(r, col); kind != anyKind {
			count[kind]++
			seen++
		}
	}
	kind := anyKind
	for k, n := range count {
		if n > count[kind] {
			kind = exprKind(k)
		}
	}
	c.kinds[col] = kind
	return kind
}

// kindOfCell tells what a cell is by itself; anyKind of blanks and errors.
func (g *grid) kindOfCell(r sheet.Row, col int) exprKind {
	cell := r.At(col)
	if g.text(r, col) == "" {
		return anyKind
	}
	if cell.Kind == sheet.Date {
		return dateKind
	}
	switch n := readNumber(cell, g.missing[col]); {
	case n.truth:
		return boolKind
	case n.state == used:
		return numberKind
	case n.state == blank:
		return anyKind
	}
	switch p, code := g.cellPeriod(cell, PeriodOptions{Year: 2000, Order: "dmy"}); {
	case code == "period.no_such_day", code == "" && p.Grain == kpi.Day:
		return dateKind
	}
	return textKind
}

// enough is how many cells must be of another kind before a column counts as one
// of that kind: fewer may be slips, which are told cell by cell.
const enough = 20

// readsAs reports whether any cell of a column can be read as a kind, or
// whether there are too few to tell. Numbers may be the day counts of
// spreadsheets, and anything may be a text or a word for yes or no.
func (c *compiler) readsAs(col int, kind exprKind) bool {
	if kind == textKind || kind == boolKind {
		return true
	}
	filled := 0
	for _, r := range c.grid.rows() {
		is := c.grid.kindOfCell(r, col)
		if is == kind || kind >= dateKind && (is == numberKind || is == dateKind) {
			return true
		}
		if is != anyKind {
			filled++
		}
	}
	return filled < enough
}

// example is the first text of a column that is not blank.
func (c *compiler) example(col int) string {
	for _, r := range c.grid.rows() {
		if text := c.grid.text(r, col); text != "" {
			return shorten(text, 40)
		}
	}
	return ""
}
