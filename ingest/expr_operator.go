package ingest

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// binary compiles an operator with two sides.
func (c *compiler) binary(n *ast.BinaryNode) (term, *exprError) {
	switch n.Operator {
	case "and", "&&":
		return c.logic(n, both)
	case "or", "||":
		return c.logic(n, either)
	case "==", "!=", "<", "<=", ">", ">=":
		return c.comparison(n)
	case "in":
		return c.membership(n)
	case "matches":
		return c.pattern(n)
	case "??":
		return c.fallback(n)
	}
	if test := textTests[n.Operator]; test != nil {
		return c.combine(n, textKind, boolKind, func(a, b value) value { return truth(test(a.text, b.text)) })
	}
	if apply := arithmetic[n.Operator]; apply != nil {
		if err := c.refuseDates(n); err != nil {
			return term{}, err
		}
		return c.combine(n, numberKind, numberKind, apply)
	}
	return term{}, unsupported(n)
}

var textTests = map[string]func(string, string) bool{
	"contains": strings.Contains, "startsWith": strings.HasPrefix, "endsWith": strings.HasSuffix,
}

var arithmetic = map[string]func(a, b value) value{
	"+":  func(a, b value) value { return finite(a.num+b.in(a.unit), "value.out_of_range").as(a, b) },
	"-":  func(a, b value) value { return finite(a.num-b.in(a.unit), "value.out_of_range").as(a, b) },
	"*":  func(a, b value) value { return finite(a.num*b.num, "value.out_of_range") },
	"/":  func(a, b value) value { return finite(a.num/b.num, "event.division_by_zero") },
	"%":  func(a, b value) value { return finite(math.Mod(a.num, b.num), "event.division_by_zero") },
	"^":  func(a, b value) value { return finite(math.Pow(a.num, b.num), "value.out_of_range") },
	"**": func(a, b value) value { return finite(math.Pow(a.num, b.num), "value.out_of_range") },
}

// refuseDates says how the time between two dates is asked for.
func (c *compiler) refuseDates(n *ast.BinaryNode) *exprError {
	used := slices.Clone(c.uses)
	a, errA := c.term(n.Left)
	b, errB := c.term(n.Right)
	c.uses = used
	if errA != nil || errB != nil || !c.isDate(a) || !c.isDate(b) {
		return nil
	}
	return &exprError{code: "expression.dates", at: n.Location().From, args: kpi.Args{"a": n.Left.String(), "b": n.Right.String()}}
}

func (c *compiler) isDate(t term) bool {
	return t.kind == dateKind || t.kind == anyKind && c.kindOf(t.col) == dateKind
}

// in is a number in another unit; as it is where either has none.
func (v value) in(unit string) float64 {
	if unit == "" {
		return v.num
	}
	if factor, ok := convert(v.unit, unit); ok && factor != 1 {
		return v.num * factor
	}
	return v.num
}

// as gives a sum the unit of its parts. Products and quotients have none: whoever
// writes "talk / 60" has converted.
func (v value) as(a, b value) value {
	v.unit = cmp.Or(a.unit, b.unit)
	return v
}

// combine compiles an operator whose sides are of one kind and must be known.
func (c *compiler) combine(n *ast.BinaryNode, side, gives exprKind, apply func(a, b value) value) (term, *exprError) {
	a, err := c.termAs(n.Left, side)
	if err != nil {
		return term{}, err
	}
	b, err := c.termAs(n.Right, side)
	if err != nil {
		return term{}, err
	}
	return joinTerms(a, b, gives, n.Location().From, apply), nil
}

func joinTerms(a, b term, gives exprKind, at int, apply func(a, b value) value) term {
	return term{kind: gives, col: -1, at: at, eval: func(r sheet.Row) value {
		x, y := a.eval(r), b.eval(r)
		if v, ok := graver(x, y); !ok {
			return v
		}
		return apply(x, y)
	}}
}

func (c *compiler) logic(n *ast.BinaryNode, apply func(a, b value) value) (term, *exprError) {
	a, err := c.termAs(n.Left, boolKind)
	if err != nil {
		return term{}, err
	}
	b, err := c.termAs(n.Right, boolKind)
	if err != nil {
		return term{}, err
	}
	return term{kind: boolKind, col: -1, at: n.Location().From, eval: func(r sheet.Row) value { return apply(a.eval(r), b.eval(r)) }}, nil
}

// pair compiles two sides that must be of one kind. A column takes the kind of
// the other side; of two columns the cells tell, and columns that differ are
// texts.
func (c *compiler) pair(left, right ast.Node) (a, b term, err *exprError) {
	return c.pairAs(left, right, textKind)
}

// pairAs compiles two sides of one kind; other is that of two columns that differ.
func (c *compiler) pairAs(left, right ast.Node, other exprKind) (a, b term, err *exprError) {
	if a, err = c.term(left); err != nil {
		return a, b, err
	}
	if b, err = c.term(right); err != nil {
		return a, b, err
	}
	kind := c.common(a, b, other)
	if a, err = c.as(a, kind); err != nil {
		return a, b, err
	}
	b, err = c.as(b, kind)
	return a, b, err
}

func (c *compiler) common(a, b term, other exprKind) exprKind {
	if a.kind == anyKind && b.kind != anyKind {
		a, b = b, a
	}
	switch {
	case a.kind == anyKind:
		return c.commonColumns(a.col, b.col, other)
	case a.literal != nil && (b.kind == dateKind || b.kind == anyKind && c.kindOf(b.col) == dateKind):
		return dateKind
	case b.literal != nil && a.kind == dateKind:
		return dateKind
	}
	return a.kind
}

// commonColumns is the kind as which two columns are compared. Orders have
// numbers for other: texts have none, and of a date and a slip the date tells.
func (c *compiler) commonColumns(a, b int, other exprKind) exprKind {
	x, y := c.kindOf(a), c.kindOf(b)
	switch {
	case other == numberKind && (x == dateKind || y == dateKind):
		return dateKind
	case other == numberKind:
		return numberKind
	case x == anyKind:
		x = y
	case y != anyKind && x != y:
		return other
	}
	if x == anyKind {
		return other
	}
	return x
}

// comparison compiles ==, != and the orders. Texts have no order: "9" is after
// "10" in one sense and before it in the other.
func (c *compiler) comparison(n *ast.BinaryNode) (term, *exprError) {
	order, other := n.Operator != "==" && n.Operator != "!=", textKind
	if order {
		other = numberKind
	}
	a, b, err := c.pairAs(n.Left, n.Right, other)
	if err != nil {
		return term{}, err
	}
	if order && a.kind != numberKind && a.kind != dateKind && c.grid != nil {
		return term{}, mistyped(term{kind: a.kind, at: n.Location().From}, numberKind)
	}
	op, isText := n.Operator, a.kind == textKind
	for _, side := range [][2]term{{a, b}, {b, a}} {
		if literal := side[1].literal; isText && literal != nil {
			c.noteLiterals(side[0], op == "!=", *literal)
		}
	}
	return joinTerms(a, b, boolKind, n.Location().From, func(x, y value) value {
		if isText {
			return truth((x.text == y.text) == (op == "=="))
		}
		return truth(compareNumbers(op, x.num, y.num))
	}), nil
}

func compareNumbers(op string, x, y float64) bool {
	switch op {
	case "==":
		return x == y
	case "!=":
		return x != y
	case "<":
		return x < y
	case "<=":
		return x <= y
	case ">":
		return x > y
	}
	return x >= y
}

// membership compiles x in [a, b, c], a list of literals of one kind.
func (c *compiler) membership(n *ast.BinaryNode) (term, *exprError) {
	list, ok := n.Right.(*ast.ArrayNode)
	if !ok || len(list.Nodes) == 0 {
		return term{}, unsupported(n)
	}
	items := make([]value, len(list.Nodes))
	var kind exprKind
	for i, item := range list.Nodes {
		t, err := c.term(item)
		if err != nil {
			return term{}, err
		}
		if !isLiteral(item) || i > 0 && t.kind != kind {
			return term{}, unsupported(n)
		}
		kind, items[i] = t.kind, t.eval(sheet.Row{})
	}
	side, err := c.termAs(n.Left, kind)
	if err != nil {
		return term{}, err
	}
	if kind == textKind {
		c.noteLiterals(side, false, textsOf(items)...)
	}
	return term{kind: boolKind, col: -1, at: n.Location().From, eval: func(r sheet.Row) value {
		return side.eval(r).then(func(v value) value {
			return truth(slices.ContainsFunc(items, func(o value) bool { return o.num == v.num && o.text == v.text }))
		})
	}}, nil
}

func textsOf(values []value) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = v.text
	}
	return texts
}

// isLiteral reports whether a part is a number or a text as written.
func isLiteral(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.IntegerNode, *ast.FloatNode, *ast.StringNode:
		return true
	case *ast.UnaryNode:
		return n.Operator == "-" && isLiteral(n.Node)
	}
	return false
}

// pattern compiles x matches "^re$"; Go's regular expressions need no more
// than time in proportion to the text.
func (c *compiler) pattern(n *ast.BinaryNode) (term, *exprError) {
	side, err := c.termAs(n.Left, textKind)
	if err != nil {
		return term{}, err
	}
	literal, ok := n.Right.(*ast.StringNode)
	if !ok {
		return term{}, unsupported(n)
	}
	re, bad := regexp.Compile(literal.Value)
	if bad != nil {
		return term{}, &exprError{code: "expression.syntax", at: n.Right.Location().From, args: kpi.Args{"detail": bad.Error(), "token": literal.Value}}
	}
	return term{kind: boolKind, col: -1, at: n.Location().From, eval: func(r sheet.Row) value {
		return side.eval(r).then(func(v value) value { return truth(re.MatchString(v.text)) })
	}}, nil
}

// fallback compiles x ?? y: y where x is blank. A cell that can't be read stays
// a failure.
func (c *compiler) fallback(n *ast.BinaryNode) (term, *exprError) {
	a, b, err := c.pair(n.Left, n.Right)
	if err != nil {
		return term{}, err
	}
	return term{kind: a.kind, col: -1, plain: a.plain, at: n.Location().From, eval: func(r sheet.Row) value {
		if v := a.eval(r); v.state != unknown {
			return v
		}
		return b.eval(r)
	}}, nil
}
