package ingest

import (
	"math"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// exprFunction is a function of known values.
type exprFunction struct {
	takes []exprKind
	gives exprKind
	apply func(args []value) value
}

// exprFunctions are the functions of expressions beside col and blank, which
// take a column itself.
var exprFunctions = map[string]exprFunction{
	"days":    {[]exprKind{dateKind, dateKind}, numberKind, func(a []value) value { return value{state: known, num: a[0].num - a[1].num, col: -1} }},
	"hours":   {[]exprKind{instantKind, instantKind}, numberKind, timeBetween(60)},
	"minutes": {[]exprKind{instantKind, instantKind}, numberKind, timeBetween(1)},
	"yes":     {[]exprKind{boolKind}, boolKind, first},
	"number":  {[]exprKind{numberKind}, numberKind, first},
	"text":    {[]exprKind{textKind}, textKind, first},
	"date":    {[]exprKind{dateKind}, dateKind, first},
	"abs":     {[]exprKind{numberKind}, numberKind, func(a []value) value { a[0].num = math.Abs(a[0].num); return a[0] }},
	"round":   {[]exprKind{numberKind}, numberKind, func(a []value) value { a[0].num = math.Round(a[0].num); return a[0] }},
	"min":     {[]exprKind{numberKind, numberKind}, numberKind, func(a []value) value { a[0].num = min(a[0].num, a[1].num); return a[0] }},
	"max":     {[]exprKind{numberKind, numberKind}, numberKind, func(a []value) value { a[0].num = max(a[0].num, a[1].num); return a[0] }},
	"lower":   {[]exprKind{textKind}, textKind, func(a []value) value { a[0].text = strings.ToLower(a[0].text); return a[0] }},
	"upper":   {[]exprKind{textKind}, textKind, func(a []value) value { a[0].text = strings.ToUpper(a[0].text); return a[0] }},
}

const functionNames = "abs, blank, col, date, days, hours, lower, max, min, minutes, number, round, text, upper, yes"

func first(a []value) value { return a[0] }

func unknownFunction(name string, at int) *exprError {
	return &exprError{code: "expression.unknown_function", at: at, args: kpi.Args{"name": name, "functions": functionNames}}
}

func wrongArguments(name string, want int, at int) *exprError {
	return &exprError{code: "expression.arguments", at: at, args: kpi.Args{"name": name, "want": strconv.Itoa(want)}}
}

// call compiles a function.
func (c *compiler) call(n *ast.CallNode) (term, *exprError) {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		return term{}, unsupported(n)
	}
	at := n.Location().From
	switch callee.Value {
	case "col":
		return c.callCol(n, at)
	case "blank":
		return c.callBlank(n, at)
	}
	f, known := exprFunctions[callee.Value]
	if !known {
		return term{}, unknownFunction(callee.Value, at)
	}
	if len(n.Arguments) != len(f.takes) {
		return term{}, wrongArguments(callee.Value, len(f.takes), at)
	}
	args := make([]term, len(f.takes))
	for i, a := range n.Arguments {
		t, err := c.termAs(a, f.takes[i])
		if err != nil {
			return term{}, err
		}
		args[i] = t
	}
	return term{kind: f.gives, col: -1, at: at, eval: func(r sheet.Row) value { return f.on(args, r) }}, nil
}

// on applies a function to a row: a failure before a blank.
func (f exprFunction) on(args []term, r sheet.Row) value {
	var at [2]value
	for i, t := range args {
		at[i] = t.eval(r)
	}
	vals := at[:len(args)]
	if v, ok := graver(vals[0], vals[len(vals)-1]); !ok {
		return v
	}
	return f.apply(vals)
}

// callCol names a column whose heading is no identifier.
func (c *compiler) callCol(n *ast.CallNode, at int) (term, *exprError) {
	if len(n.Arguments) != 1 {
		return term{}, wrongArguments("col", 1, at)
	}
	name, ok := n.Arguments[0].(*ast.StringNode)
	if !ok {
		return term{}, unsupported(n)
	}
	return c.column(name.Value, at)
}

// callBlank asks whether a cell is blank, or holds a word for "no data".
func (c *compiler) callBlank(n *ast.CallNode, at int) (term, *exprError) {
	if len(n.Arguments) != 1 {
		return term{}, wrongArguments("blank", 1, at)
	}
	t, err := c.term(n.Arguments[0])
	if err != nil {
		return term{}, err
	}
	if t.kind != anyKind {
		return term{}, unsupported(n)
	}
	return term{kind: boolKind, col: -1, at: at, eval: func(r sheet.Row) value {
		return truth(t.eval(r).state == unknown || readNumber(r.At(t.col), c.grid.missing[t.col]).state == blank)
	}}, nil
}
