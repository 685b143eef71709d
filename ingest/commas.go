package ingest

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// commas is what the commas in the texts of a sheet's columns were found to be.
type commas struct {
	decimal map[int]string  // columns of decimal commas: the cell that decided
	open    map[int]bool    // columns that read two ways in a file that parts cells with semicolons
	odd     map[[2]int]bool // lines and columns of points that part no thousands where commas are decimal
}

// said is what stands for the cell that decided where the configuration did.
const said = "decimal"

// decimalOf is the decimal sign that a source gives for the numbers of a sheet,
// "" where none does.
func (r *run) decimalOf(t *sheet.Table) string {
	for _, s := range r.opt.Sources {
		if s.Decimal != "" && s.matches(t.File) && s.forSheet(t.Sheet) {
			return s.Decimal
		}
	}
	return ""
}

// commaCount is what a column's texts hold.
type commaCount struct {
	decimal  kpi.Origin // the first number that has a decimal comma in any reading
	numbers  int        // with or without a comma
	texts    int
	either   int  // numbers such as 1,234
	dotted   int  // numbers such as 12.450
	pointed  bool // a number has points that part its thousands: 12.450,5
	real     bool // a cell is a number, not a text
	grouped  bool // a number has commas that can only part thousands
	withDots bool // a number has a decimal point
}

// settleCommas finds the columns whose numbers have a decimal comma and writes
// those with a point. One number tells for its column: 15,5 or 0,05, for commas
// that part thousands have three digits behind them. A decimal point, or
// 1,234,567, tells the opposite. A column of nothing but 1,234 keeps its
// thousands, unless the file parts its cells with semicolons as those do that
// write decimal commas; then nobody knows. A decimal sign that the configuration
// gives decides for every column.
func settleCommas(t *sheet.Table, delimiter, decimal string) (*sheet.Table, commas) {
	found := commas{map[int]string{}, map[int]bool{}, map[[2]int]bool{}}
	counts := countCommas(t, decimal == ",")
	for col, n := range counts {
		if n != nil && decimal != "." {
			found.settle(col, n, delimiter, decimal)
		}
	}
	found.settleDotted(counts)
	if len(found.decimal) == 0 {
		return t, found
	}
	out := *t
	out.Rows = slices.Clone(t.Rows)
	for i, r := range t.Rows {
		out.Rows[i].Cells = found.withPoints(r)
	}
	return &out, found
}

// settle decides what the commas of a column are.
func (found commas) settle(col int, n *commaCount, delimiter, decimal string) {
	switch {
	case decimal == ",":
		found.decimal[col] = said
	case n.grouped || n.withDots || n.texts > n.numbers+searchDepth:
	case n.real && n.dotted == 0 && !n.pointed: // a comma in a text beside real numbers is a slip
	case n.decimal.Row > 0:
		found.decimal[col] = n.decimal.Cell()
	case n.either > 0 && delimiter == ";":
		found.open[col] = true
	}
}

// settleDotted reads 12.450 as thousands in a column without commas, where another
// column has decimal commas: nobody writes both kinds of decimals in one file.
func (found commas) settleDotted(counts []*commaCount) {
	decided := ""
	for _, col := range slices.Sorted(maps.Keys(found.decimal)) {
		decided = cmp.Or(decided, found.decimal[col])
	}
	for col, n := range counts {
		if decided != "" && n != nil && n.dotted > 0 && n.dotted >= n.texts && !n.grouped && !n.withDots && !n.real && !n.open() {
			found.decimal[col] = decided
		}
	}
}

// open reports whether the commas of a column say nothing about themselves.
func (n *commaCount) open() bool { return n.either > 0 || n.decimal.Row > 0 }

// countCommas counts what the texts of the columns hold; nil where no comma is,
// and with points, where no point is either.
func countCommas(t *sheet.Table, points bool) []*commaCount {
	list := commaColumns(t, points)
	if list == nil {
		return nil
	}
	for _, r := range tableRows(t) {
		for col, c := range r.Cells {
			if n := list[col]; n != nil {
				n.count(c, t.Origin(r.Line, col))
			}
		}
	}
	return list
}

// commaColumns has a count for each column with a comma or a point in a text; nil
// where no text has a comma or, with points, a point.
func commaColumns(t *sheet.Table, points bool) []*commaCount {
	var list []*commaCount
	some := false
	for _, r := range tableRows(t) {
		list = append(list, make([]*commaCount, max(0, len(r.Cells)-len(list)))...)
		for col, c := range r.Cells {
			if c.Kind != sheet.Text || list[col] != nil && some || !strings.ContainsAny(c.Text, ".,，") {
				continue
			}
			if list[col] == nil {
				list[col] = &commaCount{}
			}
			some = some || points || partsThousands(c.Text)
		}
	}
	if !some {
		return nil
	}
	return list
}

// partsThousands reports whether a text has a comma, or points as thousands are parted.
func partsThousands(text string) bool {
	return hasComma(text) || strings.Count(text, ".") > 1 && isGrouped(joinSpaced(numberBody(text)), 3)
}

func (n *commaCount) count(c sheet.Cell, at kpi.Origin) {
	switch c.Kind {
	case sheet.Number:
		n.real = true
	case sheet.Text:
		n.take(joinSpaced(numberBody(c.Text)), at)
	}
}

func hasComma(s string) bool { return strings.Contains(s, ",") || strings.Contains(s, "，") }

func (n *commaCount) take(body string, at kpi.Origin) {
	if strings.Trim(body, "0123456789.,") != "" || strings.Trim(body, ".,") == "" {
		n.texts++
		return
	}
	n.numbers++
	if whole, fraction, comma := strings.Cut(body, ","); comma {
		n.takeComma(whole, fraction, at)
	} else {
		n.takePoints(body, at)
	}
}

// takeComma counts a number with a comma by what stands on its sides.
func (n *commaCount) takeComma(whole, fraction string, at kpi.Origin) {
	switch {
	case strings.Contains(fraction, ","):
		n.grouped = true
	case strings.Contains(fraction, "."):
		n.withDots = true // 1,234.5
	case mayPartThousands(whole, fraction):
		n.either++
	case isWhole(whole):
		n.pointed = n.pointed || strings.Contains(whole, ".")
		n.prove(at)
	}
}

// takePoints counts a number without a comma.
func (n *commaCount) takePoints(body string, at kpi.Origin) {
	switch {
	case isGrouped(body, 3): // 12.450.000
		n.prove(at)
	case isGrouped(body, 2) && body[0] != '0':
		n.dotted++ // as good as 12,450 where commas are decimal
	default:
		n.withDots = n.withDots || strings.Contains(body, ".")
	}
}

// prove notes the first number that has its decimals behind a comma.
func (n *commaCount) prove(at kpi.Origin) {
	if n.decimal.Row == 0 {
		n.decimal = at
	}
}

// isWhole reports whether a text is a number without a fraction, its thousands
// parted by points or not.
func isWhole(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == "" || isGrouped(s, 2)
}

// mayPartThousands reports whether a comma between two texts may do so: 1,234.
func mayPartThousands(whole, fraction string) bool {
	return len(fraction) == 3 && len(whole) > 0 && len(whole) <= 3 && whole[0] != '0'
}

// numberBody is a text without sign, currency and percent sign.
func numberBody(text string) string {
	s, _, _ := cutSign(normal(text))
	return strings.TrimSpace(strings.TrimSuffix(s, "%"))
}

// isGrouped reports whether a number has its thousands parted by points into at
// least so many groups: 1.234.567.
func isGrouped(s string, least int) bool {
	groups := strings.Split(s, ".")
	for i, g := range groups {
		if strings.Trim(g, "0123456789") != "" || len(g) > 3 || len(g) == 0 || i > 0 && len(g) != 3 {
			return false
		}
	}
	return len(groups) >= least
}

// withPoints writes the numbers of the columns of decimal commas with a decimal
// point. A point that parts no thousands there is odd.
func (found commas) withPoints(r sheet.Row) []sheet.Cell {
	out := slices.Clone(r.Cells)
	for col, c := range r.Cells {
		if found.decimal[col] == "" || c.Kind != sheet.Text {
			continue
		}
		written := numberBody(strings.ReplaceAll(c.Text, "，", ","))
		body := joinSpaced(written)
		if strings.Trim(body, "0123456789.,") != "" || strings.Count(body, ",") > 1 || body == "" {
			continue
		}
		if hasOddPoint(body) {
			found.odd[[2]int{r.Line, col}] = true
			continue
		}
		plain := strings.ReplaceAll(strings.ReplaceAll(body, ".", ""), ",", ".")
		if _, err := strconv.ParseFloat(plain, 64); err == nil {
			out[col].Text = strings.Replace(normal(c.Text), written, plain, 1)
		}
	}
	return out
}

// hasOddPoint reports whether a number with a decimal comma has a point that parts
// no thousands.
func hasOddPoint(body string) bool {
	whole, fraction, _ := strings.Cut(body, ",")
	return strings.Contains(fraction, ".") || strings.Contains(whole, ".") && !isGrouped(whole, 2)
}

// refuseOpen refuses a number such as 1,234 where commas may be decimal ones,
// and 1.5 where they are. Counts of a proportion are whole, so that theirs part
// thousands.
func (g *grid) refuseOpen(n number, r sheet.Row, col int) number {
	c := r.At(col)
	switch {
	case n.state != used || c.Kind != sheet.Text:
	case g.commas.odd[[2]int{r.Line, col}]:
		return wrong("value.point")
	case g.commas.open[col] && !g.countsWhole(col) && hasComma(c.Text):
		return wrong("value.comma_open")
	}
	return n
}

func (g *grid) countsWhole(col int) bool {
	return slices.ContainsFunc(g.slots, func(s slot) bool {
		return (s.num == col || s.den == col) && (s.indicator == nil || s.indicator.Scale == kpi.Proportion)
	})
}
