package ingest

import "testing"

// What spreadsheets, SQL and Chinese input methods write, and how expressions
// write it.
func TestSlipsOfExpressions(t *testing.T) {
	for _, c := range []struct {
		text, wrote, write string
		at                 int
	}{
		{`stage = "Won"`, "=", "==", 6},
		{`stage <> "Won"`, "<>", "!=", 6},
		{`stage ≠ "Won"`, "≠", "!=", 6},
		{`amount ≥ 3`, "≥", ">=", 7},
		{`stage === "Won"`, "===", "==", 6},
		{`stage == "Won" AND amount > 3`, "AND", "and", 15},
		{`stage == "A and = B" OR amount > 3`, "OR", "or", 21},
		{`阶段 == "赢单" 且 amount > 3`, "且", "and", 11},
		{`NOT stage == "Won"`, "NOT", "not", 0},
		{`Deal Stage == "Won"`, "Deal Stage", `col("Deal Stage")`, 0},
		{`stage == “Won”`, "“", `"`, 9},
		{`days（a, b) > 3`, "（", "(", 4},
		{`stage in ("Won", "Lost")`, "in (…)", `in ["…", "…"]`, 6},
		{`stage is null`, "is", "blank(…)", 6},
		{`late > 5% and true`, "5%", "0.05", 7},
	} {
		_, err := parseExpr(c.text)
		if err == nil || err.code != "expression.slip" || err.at != c.at || err.args["wrote"] != c.wrote || err.args["write"] != c.write {
			t.Errorf("%s: %+v, want %s for %s at %d", c.text, err, c.write, c.wrote, c.at)
		}
	}
	for text, code := range map[string]string{`(stage == "Won"`: "expression.unfinished", `stage == "Won`: "expression.unfinished", `stage == "Won")`: "expression.syntax", `5 % 3 > 1 )`: "expression.syntax"} {
		if _, err := parseExpr(text); err == nil || err.code != code {
			t.Errorf("%s: %+v, want %s", text, err, code)
		}
	}
	for _, text := range []string{`a == "x" and not (b != 'y')`, `amount % 3 == 1`, `!yes(a)`, `a in ["x", "="]`, `名称 contains "A AND B"`} {
		if _, err := parseExpr(text); err != nil {
			t.Errorf("%s: %+v", text, err)
		}
	}
}
