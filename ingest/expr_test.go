package ingest

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// exprTable holds a row for each state of a cell: good, other, blank, wrong.
const exprTable = `
deal no|stage|won_date|first|amount|赢单|Answered (Y/N)|rating|Stage (%)
x|Won|2025-03-01|2025-01-01|12.5|是|Y|0|1
y|Lost|2025-01-11|2025-01-01|1,000|否|N|5|2
z||@2025-03-01||||||
w|Won|bad|2025-01-01|oops|maybe|x|#DIV/0!|3`

// builtinWords is the vocabulary of the built-in catalogue, made once.
var builtinWords = sync.OnceValue(func() *vocabulary { return newVocabulary(kpi.Builtin(), nil) })

// compilerOf makes a compiler over a table of test texts.
func compilerOf(text string) *compiler {
	t := tableOf("Sheet1", text)
	g := &grid{file: &sheet.File{}, run: &run{words: builtinWords()}, table: &t, dims: noDims(), head: t.Rows[0], missing: map[int]map[string]bool{7: {"0": true}}}
	g.readColumns()
	return &compiler{grid: g, dates: map[int]*periodCells{}, kinds: map[int]exprKind{}}
}

// shown writes the value of each row: a number, a text, true, false, ? for
// unknown, ! and the code for a failure.
func shown(c *compiler, t term) string {
	var list []string
	for _, r := range c.grid.rows() {
		list = append(list, t.shown(t.eval(r)))
	}
	return strings.Join(list, " ")
}

func (t term) shown(v value) string {
	switch {
	case v.state == unknown:
		return "?"
	case v.state == failed:
		return "!" + v.code
	case t.kind == boolKind:
		return fmt.Sprint(v.num == 1)
	case t.kind == textKind:
		return v.text
	}
	return fmt.Sprint(v.num)
}

func TestExpressions(t *testing.T) {
	const bad, notDay, notYes = "!value.not_a_number", "!event.not_a_day", "!event.not_yes_no"
	for _, c := range []struct{ sentence, expression, want string }{
		{"texts are equal as they stand", `stage == "Won"`, "true false ? true"},
		{"the case of a text counts", `stage == "won"`, "false false ? false"},
		{"a literal is trimmed as cells are", `stage == " Won "`, "true false ? true"},
		{"a blank is not unequal to anything: it is unknown", `stage != "Won"`, "false true ? false"},
		{"a list", `stage in ["Won", "Lost"]`, "true true ? true"},
		{"a list negated leaves a blank unknown", `stage not in ["Won"]`, "false true ? false"},
		{"a list of numbers, one of them negative", `amount in [12.5, -1]`, "true false ? " + bad},
		{"blank asks, and knows an answer", `blank(stage)`, "false false true false"},
		{"a word for no data is a blank", `blank(rating)`, "true false true false"},
		{"a missing value is unknown", `rating > 1`, "? true ? !value.spreadsheet_error"},
		{"what a blank stands for can be said", `(amount ?? 0) > 100`, "false true false " + bad},
		{"days between two dates, text or cell", `days(won_date, first)`, "59 10 ? " + notDay},
		{"days over a threshold", `days(won_date, first) > 30`, "true false ? " + notDay},
		{"a day as a literal", `won_date >= "2025-02-01"`, "true false true " + notDay},
		{"a day by name", `won_date < date("2025-02-01")`, "false true false " + notDay},
		{"two columns of dates are compared as dates", `first < won_date`, "true true ? " + notDay},
		{"numbers with thousands", `amount * 2 - 1`, "24 1999 ? " + bad},
		{"a chain of comparisons", `1 < amount < 100`, "true false ? " + bad},
		{"a column of yes and no is a condition by itself", `赢单`, "true false ? " + notYes},
		{"so it is by name, with any heading", `yes(col("Answered (Y/N)"))`, "true false ? " + notYes},
		{"false and a failure is false", `stage == "Lost" and amount > 1`, "false true ? false"},
		{"true or a failure is true", `stage == "Won" or amount > 1`, "true true ? true"},
		{"unknown and false is false", `blank(amount) == true and stage == "x"`, "false false ? false"},
		{"not", `not (amount > 100)`, "true false ? " + bad},
		{"text operators", `stage contains "o" and stage startsWith "W" and not (stage endsWith "t")`, "true false ? true"},
		{"a pattern", `stage matches "^(Won|Draw)$"`, "true false ? true"},
		{"lower case on request", `lower(stage) == "won"`, "true false ? true"},
		{"a choice", `amount > 100 ? 2 : 1`, "1 2 ? " + bad},
		{"functions of numbers", `max(abs(0 - amount), 20) + round(0.6) + min(1, 2)`, "22 1002 ? " + bad},
		{"a division by zero is a failure", `amount / 0`, "!event.division_by_zero !event.division_by_zero ? " + bad},
		{"a remainder of zero, too", `amount % 0`, "!event.division_by_zero !event.division_by_zero ? " + bad},
		{"too large a power", `10 ** 400`, "!value.out_of_range !value.out_of_range !value.out_of_range !value.out_of_range"},
		{"a heading is found without its unit mark and case", `col("stage(%)") > 1`, "false true ? true"},
		{"all rows", `true`, "true true true true"},
	} {
		comp := compilerOf(exprTable)
		if c.sentence == "a heading is found without its unit mark and case" {
			comp = compilerOf(strings.Replace(exprTable, "|stage|", "|state|", 1))
		}
		got, err := comp.compile(c.expression, boolKind, numberKind)
		if err != nil {
			t.Errorf("%s: %s: %s %v", c.sentence, c.expression, err.code, err.args)
			continue
		}
		if s := shown(comp, got); s != c.want {
			t.Errorf("%s: %s gives %s, want %s", c.sentence, c.expression, s, c.want)
		}
	}
}

func TestExpressionsThatCantBeMeant(t *testing.T) {
	for _, c := range []struct {
		sentence, expression, code string
		at                         int
		arg, has                   string
	}{
		{"an unknown column, with those there are", `amount > 1 and stge == "Won"`, "expression.unknown_column", 15, "columns", "deal no, stage, won_date"},
		{"a heading of two words without col", `deal no == "x"`, "expression.slip", 0, "write", `col("deal no")`},
		{"half an expression", `stage ==`, "expression.unfinished", 7, "detail", "EOF"},
		{"nothing", ``, "expression.unfinished", 0, "", ""},
		{"the time between two dates is asked for", `won_date - first > 3`, "expression.dates", 9, "b", "first"},
		{"a text that is compared with a number", `stage > 3`, "expression.column_type", 0, "text", "Won"},
		{"texts have no order", `stage > "M"`, "expression.type", 6, "is", "text"},
		{"two columns of texts have none", `stage > stage`, "expression.column_type", 0, "want", "number"},
		{"a text that is no day beside a date", `won_date == "Monday"`, "expression.type", 12, "want", "date"},
		{"a text is no condition", `stage and true`, "", 0, "", ""},
		{"a number where a condition is wanted", `1 and true`, "expression.type", 0, "want", "condition"},
		{"an unknown function", `env("HOME") == "x"`, "expression.unknown_function", 0, "functions", "days"},
		{"no clock", `days(now(), first) > 3`, "expression.unknown_function", 5, "name", "now"},
		{"no loops", `count([1], # > 0) > 0`, "expression.unknown_function", 0, "name", "count"},
		{"no variables", `let x = 1; x > 0`, "expression.unsupported", 4, "", ""},
		{"no members", `stage.Text == "a"`, "expression.unsupported", 6, "part", "stage"},
		{"no methods", `stage.Len() == 1`, "expression.unsupported", 6, "", ""},
		{"no ranges", `amount in 1..3`, "expression.unsupported", 7, "", ""},
		{"lists hold literals", `amount in [amount]`, "expression.unsupported", 7, "", ""},
		{"lists hold one kind", `amount in [1, "a"]`, "expression.unsupported", 7, "", ""},
		{"an empty list", `amount in []`, "expression.unsupported", 7, "", ""},
		{"too few arguments", `days(first) > 1`, "expression.arguments", 0, "want", "2"},
		{"col wants a text", `col(stage) == "a"`, "expression.unsupported", 0, "", ""},
		{"blank wants a column", `blank(1)`, "expression.unsupported", 0, "", ""},
		{"a pattern that is none", `stage matches "("`, "expression.syntax", 14, "detail", "missing"},
		{"a pattern that is a column", `stage matches stage`, "expression.unsupported", 6, "", ""},
		{"far too long", `true` + strings.Repeat(" and true", 1000), "expression.too_long", 0, "bytes", "4096"},
		{"far too deep", strings.Repeat("(", 200) + "true" + strings.Repeat(")", 200), "expression.too_long", 0, "depth", "100"},
		{"too many parts", `true` + strings.Repeat(" or true", 300), "expression.syntax", 2047, "detail", "nodes"},
	} {
		comp := compilerOf(exprTable + strings.Repeat("\nv|Won|2025-03-01|2025-01-01|7|是|Y|1|1", enough))
		_, err := comp.compile(c.expression, boolKind)
		switch {
		case c.code == "" && err != nil:
			t.Errorf("%s: %s %v", c.sentence, err.code, err.args)
		case c.code == "":
		case err == nil:
			t.Errorf("%s: no fault", c.sentence)
		case err.code != c.code || err.at != c.at && c.code != "expression.syntax" || !strings.Contains(err.args[c.arg], c.has):
			t.Errorf("%s: %s at %d %v, want %s at %d", c.sentence, err.code, err.at, err.args, c.code, c.at)
		}
	}
}

func TestAnAmbiguousNameIsRefused(t *testing.T) {
	for _, c := range []struct{ sentence, head, expression, code string }{
		{"two columns of one heading", "amount|amount", "amount > 1", "expression.ambiguous_column"},
		{"two that are alike when neither is meant exactly", "Amount (%)|AMOUNT", "amount > 1", "expression.ambiguous_column"},
		{"one that is meant exactly beside one that is alike", "amount|Amount (%)", "amount > 1", ""},
	} {
		_, err := compilerOf(c.head+"\n1|2").compile(c.expression, boolKind)
		if err == nil && c.code != "" || err != nil && err.code != c.code {
			t.Errorf("%s: %v", c.sentence, err)
		}
	}
}

func TestAColumnWithoutCellsTellsNothing(t *testing.T) {
	comp := compilerOf("a|b\n|y\n|x")
	for _, text := range []string{"a > 1", `a == "x"`, "days(a, a) > 1", "a == b", "a == a", "yes(a)"} {
		got, err := comp.compile(text, boolKind)
		if err != nil {
			t.Errorf("%s: %s %v", text, err.code, err.args)
			continue
		}
		if s := shown(comp, got); s != "? ?" {
			t.Errorf("%s gives %s", text, s)
		}
	}
}

// both and either are the tables of Kleene's logic, with a failure above a
// blank; each is the other with everything turned round.
func TestThreeValuedLogic(t *testing.T) {
	states := []value{truth(true), truth(false), {}, {state: failed, code: "x"}}
	turn := func(v value) value { return v.then(func(v value) value { v.num = 1 - v.num; return v }) }
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SampledFrom(states).Draw(t, "a"), rapid.SampledFrom(states).Draw(t, "b")
		if both(a, b) != both(b, a) || either(a, b) != either(b, a) {
			t.Fatalf("order shows: %v %v", a, b)
		}
		if either(a, b) != turn(both(turn(a), turn(b))) {
			t.Fatalf("%v or %v is not the turned and", a, b)
		}
		if both(a, truth(true)) != a || either(a, truth(false)) != a {
			t.Fatalf("a neutral side changes %v", a)
		}
	})
}

func FuzzExpression(f *testing.F) {
	for _, s := range []string{`stage == "Won"`, `days(won_date, first) > 30`, `col("Answered (Y/N)")`, `amount ?? 0 > 1`, `not (stage in ["a"])`,
		`1 < amount < 2`, `a ? b : c`, `let x = 1; x`, `#`, `((((`, `"`, "`", `赢单`, `stage matches "("`, `-+-!1`, `{"a": [1..2]}`, `stage | lower() == "x"`, `1e999 > amount`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, comp := range []*compiler{compilerOf(exprTable), {}} {
			got, err := comp.compile(text, boolKind, numberKind)
			if err != nil {
				if err.at < 0 || err.code == "" {
					t.Fatalf("%+v", err)
				}
				continue
			}
			if comp.grid == nil {
				continue
			}
			for _, r := range append(comp.grid.table.Rows[comp.grid.last+1:], sheet.Row{}) {
				if v := got.eval(r); v.state == failed && v.code == "" {
					t.Fatalf("%q fails without a reason", text)
				}
			}
		}
	})
}
