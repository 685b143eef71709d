package ingest

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// Expressions say which events count: `deal_stage == "Won"`,
// `days(won_date, first_contact_date) > 30`. Their grammar is that of
// expr-lang/expr, whose parser makes the tree; the tree is compiled once for a
// table into closures over its cells. What the tree may hold is listed here:
// columns, literals, comparisons, arithmetic, and/or/not, in [...], text
// operators, ?:, ?? and the functions of exprFunctions. There are no loops, no
// variables and no way out to files, environment or clock, so that a row costs
// time in proportion to the expression's length, which is bounded, and no memory.
//
// The logic has three values. A blank cell is unknown: whatever is compared with
// it or computed from it is unknown, also x != "Won"; unknown and false is false,
// unknown or true is true, as in SQL. blank(x) asks, and x ?? 0 says what a blank
// stands for. A cell that can't be read as what the expression needs makes the
// value a failure with the cell's column.

// The bounds of an expression.
const (
	exprLongest = 4096 // bytes
	exprNodes   = 400
	exprDepth   = 100 // brackets within brackets
)

// exprError is why an expression can't be compiled; at counts its characters
// from 0.
type exprError struct {
	code string
	at   int
	args kpi.Args
}

// Error writes the code.
func (e *exprError) Error() string { return e.code }

// fault makes the usage fault of an expression, with its place in it.
func (e *exprError) fault(text, match string) *kpi.Fault {
	args := kpi.Args{"expression": text, "position": strconv.Itoa(e.at + 1), "match": match}
	for k, v := range e.args {
		args[k] = v
	}
	return usage(e.code, args)
}

// parseExpr makes the tree of an expression.
func parseExpr(text string) (ast.Node, *exprError) {
	if len(text) > exprLongest || depth(text) > exprDepth {
		return nil, &exprError{code: "expression.too_long", args: kpi.Args{"bytes": strconv.Itoa(exprLongest), "depth": strconv.Itoa(exprDepth)}}
	}
	limits := conf.CreateNew()
	limits.MaxNodes = exprNodes
	for name := range limits.Builtins {
		limits.Disabled[name] = true
	}
	tree, err := parser.ParseWithConfig(text, limits)
	if err != nil {
		at, detail := 0, err.Error()
		var where *file.Error
		if errors.As(err, &where) {
			at, detail = where.From, where.Message
		}
		return nil, unread(text, at, detail)
	}
	return tree.Node, nil
}

// depth is an upper bound of how deep brackets and signs stand in one another.
func depth(text string) int {
	deepest, now, run := 0, 0, 0
	for i := range len(text) {
		switch c := text[i]; {
		case strings.IndexByte("([{", c) >= 0:
			now++
			deepest = max(deepest, now)
		case strings.IndexByte(")]}", c) >= 0:
			now--
		case strings.IndexByte("-+!", c) >= 0:
			run++
			deepest = max(deepest, run)
			continue
		case c == ' ':
			continue
		}
		run = 0
	}
	return max(deepest, strings.Count(text, "?"), strings.Count(text, "not "))
}

// exprKind is what a term gives.
type exprKind uint8

const (
	anyKind     exprKind = iota // a column as it stands: its use tells how it is read
	numberKind                  // value.num
	textKind                    // value.text
	boolKind                    // value.num is 1 or 0
	dateKind                    // value.num counts days from 1970-01-01
	instantKind                 // value.num counts minutes from 1970-01-01
)

var kindWords = [...]string{"any", "number", "text", "condition", "date", "instant"}

// term is a compiled part of an expression.
type term struct {
	kind    exprKind
	col     int // of a column as it stands, else −1
	plain   int // the number of the column whose text it is, from 1; 0: of none alone
	at      int // where it stands in the expression
	literal *string
	eval    func(sheet.Row) value
}

// compiler compiles the expressions of one table. Without a grid any name is a
// column: a configuration is checked before a file is read.
type compiler struct {
	grid  *grid
	dates map[int]*periodCells
	kinds map[int]exprKind
	uses  []int // the columns of the expression, in the order of their first mention

	text     string       // of the expression in hand
	literals []literalUse // of all
}

// compile compiles an expression into a term of one of the wanted kinds.
func (c *compiler) compile(text string, wanted ...exprKind) (term, *exprError) {
	c.uses, c.text = nil, text
	node, err := parseExpr(text)
	if err != nil {
		return term{}, err
	}
	t, err := c.term(node)
	if err != nil {
		return term{}, err
	}
	if slices.Contains(wanted, t.kind) {
		return t, nil
	}
	if t.kind == anyKind {
		return c.settle(t, wanted)
	}
	return term{}, mistyped(t, wanted[0])
}

// settle reads a lone column as the one of the wanted kinds that its cells
// suggest.
func (c *compiler) settle(t term, wanted []exprKind) (term, *exprError) {
	if kind := c.kindOf(t.col); slices.Contains(wanted, kind) {
		return c.as(t, kind)
	}
	return c.as(t, wanted[0])
}

func mistyped(t term, want exprKind) *exprError {
	return &exprError{code: "expression.type", at: t.at, args: kpi.Args{"is": kindWords[t.kind], "want": kindWords[want]}}
}

func (c *compiler) term(n ast.Node) (term, *exprError) {
	at := n.Location().From
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return c.column(n.Value, at)
	case *ast.IntegerNode:
		return constant(numberKind, value{state: known, num: float64(n.Value)}, at), nil
	case *ast.FloatNode:
		return constant(numberKind, value{state: known, num: n.Value}, at), nil
	case *ast.StringNode:
		t := constant(textKind, value{state: known, text: cleanText(n.Value)}, at)
		t.literal = &n.Value
		return t, nil
	case *ast.BoolNode:
		return constant(boolKind, truth(n.Value), at), nil
	case *ast.UnaryNode:
		return c.unary(n)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.ConditionalNode:
		return c.choice(n)
	case *ast.CallNode:
		return c.call(n)
	case *ast.BuiltinNode:
		return term{}, unknownFunction(n.Name, at)
	}
	return term{}, unsupported(n)
}

func unsupported(n ast.Node) *exprError {
	return &exprError{code: "expression.unsupported", at: n.Location().From, args: kpi.Args{"part": shorten(n.String(), 60)}}
}

// mostQuoted is how many characters of a cell a message repeats.
const mostQuoted = 80

// quoted is a cell's text as a message repeats it.
func quoted(text string) string { return shorten(text, mostQuoted) }

func shorten(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return strings.Clone(s) // the cell's may keep all of a file
}

func constant(kind exprKind, v value, at int) term {
	return term{kind: kind, col: -1, at: at, eval: func(sheet.Row) value { return v }}
}

func (c *compiler) unary(n *ast.UnaryNode) (term, *exprError) {
	kind, apply := numberKind, func(v value) value { v.num = -v.num; return v }
	switch n.Operator {
	case "not", "!":
		kind, apply = boolKind, func(v value) value { v.num = 1 - v.num; return v }
	case "+":
		apply = func(v value) value { return v }
	}
	inner, err := c.termAs(n.Node, kind)
	if err != nil {
		return term{}, err
	}
	return term{kind: kind, col: -1, at: n.Location().From, eval: func(r sheet.Row) value { return inner.eval(r).then(apply) }}, nil
}

// termAs compiles a part that must give a kind.
func (c *compiler) termAs(n ast.Node, kind exprKind) (term, *exprError) {
	t, err := c.term(n)
	if err != nil {
		return term{}, err
	}
	return c.as(t, kind)
}

// choice compiles a ? b : c. Where the condition is unknown, so is the choice.
func (c *compiler) choice(n *ast.ConditionalNode) (term, *exprError) {
	cond, err := c.termAs(n.Cond, boolKind)
	if err != nil {
		return term{}, err
	}
	a, b, err := c.pair(n.Exp1, n.Exp2)
	if err != nil {
		return term{}, err
	}
	return term{kind: a.kind, col: -1, at: n.Location().From, eval: func(r sheet.Row) value {
		v := cond.eval(r)
		switch {
		case v.state != known:
			return v
		case v.num == 1:
			return a.eval(r)
		}
		return b.eval(r)
	}}, nil
}
