package ingest

import (
	"math"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// cellsOf makes a compiler over one column of cells.
func cellsOf(heading string, cells ...sheet.Cell) *compiler {
	t := sheet.Table{File: "a.xlsx", Sheet: "S", Rows: []sheet.Row{{Line: 1, Cells: []sheet.Cell{{Kind: sheet.Text, Text: heading}}}}}
	for i, c := range cells {
		t.Rows = append(t.Rows, sheet.Row{Line: i + 2, Cells: []sheet.Cell{c}})
	}
	g := &grid{file: &sheet.File{}, run: &run{words: builtinWords()}, table: &t, dims: noDims(), head: t.Rows[0]}
	g.readColumns()
	return &compiler{grid: g, dates: map[int]*periodCells{}, kinds: map[int]exprKind{}}
}

func text(s string) sheet.Cell { return sheet.Cell{Kind: sheet.Text, Text: s} }

func TestCellsAsTheirUseNeedsThem(t *testing.T) {
	day, err := kpi.ParseDate("2025-06-03")
	if err != nil {
		t.Fatal(err)
	}
	date := sheet.Cell{Kind: sheet.Date, Text: "2025-06-03 14:05:00", Number: float64(day) + 0.58}
	for _, c := range []struct {
		sentence, expression string
		cell                 sheet.Cell
		want                 string
	}{
		{"a number is a number", "number(v)", sheet.Cell{Kind: sheet.Number, Text: "2.5", Number: 2.5}, "2.5"},
		{"a number as text, full-width", "number(v)", text("１，２００"), "1200"},
		{"a percent is a ratio", "number(v)", text("15%"), "0.15"},
		{"so is a cell shown as a percent", "number(v)", sheet.Cell{Kind: sheet.Number, Text: "0.15", Number: 0.15, Percent: true}, "0.15"},
		{"an accounting dash is a blank", "number(v)", text(" - "), "?"},
		{"N/A is a blank", `v == "x"`, text("N/A"), "?"},
		{"a spreadsheet's error is a failure for a text", `v == "x"`, sheet.Cell{Kind: sheet.Fault, Text: "#REF!"}, "!value.spreadsheet_error"},
		{"and for yes and no", "yes(v)", sheet.Cell{Kind: sheet.Fault, Text: "#REF!"}, "!value.spreadsheet_error"},
		{"a time is seconds", "number(v)", sheet.Cell{Kind: sheet.Time, Text: "00:12:30", Number: 750.0 / 86400}, "750"},
		{"a duration as text, too", "number(v) / 60", text("0:12:30"), "12.5"},
		{"two parts may be minutes or hours", "number(v)", text("12:30"), "!event.clock_unclear"},
		{"a number as text is compared as a text with a text", `v == "007"`, text("007"), "true"},
		{"and as a number with a number", "v == 7", text("007"), "true"},
		{"a logical cell", "yes(v)", sheet.Cell{Kind: sheet.Bool, Text: "TRUE", Number: 1}, "true"},
		{"one and nought", "yes(v)", text("0"), "false"},
		{"two is neither", "yes(v)", text("2"), "!event.not_yes_no"},
		{"100% is neither", "yes(v)", text("100%"), "!event.not_yes_no"},
		{"yes in Chinese", "yes(v)", text("是"), "true"},
		{"no in full width", "yes(v)", text("Ｎ"), "false"},
		{"a date drops its time of day", `v == date("2025-06-03")`, date, "true"},
		{"a date of a text with a time", `v == date("2025-06-03")`, text("2025-06-03T23:59:00"), "true"},
		{"a date in Chinese", `days(v, date("2025-06-01"))`, text("2025年6月3日"), "2"},
		{"a serial of a spreadsheet", `days(v, date("2025-06-01"))`, text("45811"), "2"},
		{"days may be negative", `days(date("2025-06-01"), v)`, date, "-2"},
		{"a leap day", `days(date("2024-03-01"), date("2024-02-28"))`, date, "2"},
		{"a month is no day", `days(v, date("2025-06-01"))`, text("2025-06"), "!event.not_a_day"},
		{"a year long gone is a slip", `days(v, date("2025-06-01"))`, sheet.Cell{Kind: sheet.Date, Text: "1905-01-01", Number: -23741}, "!period.implausible_year"},
	} {
		comp := cellsOf("v", c.cell)
		got, bad := comp.compile(c.expression, numberKind, boolKind)
		if bad != nil {
			t.Errorf("%s: %s %v", c.sentence, bad.code, bad.args)
			continue
		}
		if s := shown(comp, got); s != c.want {
			t.Errorf("%s: %s, want %s", c.sentence, s, c.want)
		}
	}
}

func TestTheHeadingTellsWhatTwoPartsCount(t *testing.T) {
	for heading, want := range map[string]string{"talk (mm:ss)": "750", "talk (hh:mm)": "45000"} {
		comp := cellsOf(heading, text("12:30"))
		got, bad := comp.compile(`col("`+heading+`")`, numberKind)
		if bad != nil {
			t.Fatalf("%s: %v", heading, bad.args)
		}
		if s := shown(comp, got); s != want {
			t.Errorf("%s: %s, want %s", heading, s, want)
		}
	}
}

// What a column is by itself decides only where nothing else does: a column
// alone, or two columns compared.
func TestWhatAColumnIs(t *testing.T) {
	num, err := sheet.Cell{Kind: sheet.Number, Text: "3", Number: 3}, sheet.Cell{Kind: sheet.Fault, Text: "#N/A"}
	for _, c := range []struct {
		sentence string
		cells    []sheet.Cell
		want     exprKind
	}{
		{"numbers", []sheet.Cell{num, text("4"), text("")}, numberKind},
		{"numbers with a slip", []sheet.Cell{num, num, text("oops")}, numberKind},
		{"texts with a number", []sheet.Cell{text("a"), text("b"), num}, textKind},
		{"yes and no", []sheet.Cell{text("Y"), text("n"), text("maybe")}, boolKind},
		{"0 and 1 are numbers", []sheet.Cell{text("0"), text("1")}, numberKind},
		{"days", []sheet.Cell{text("2025-06-03"), text("3/4/2025"), {Kind: sheet.Date, Number: 20000, Text: "2024-10-04"}}, dateKind},
		{"a day that is not in the calendar is meant as one", []sheet.Cell{text("2025-02-30")}, dateKind},
		{"nothing", []sheet.Cell{{}, text("-"), err}, anyKind},
	} {
		if got := cellsOf("v", c.cells...).kindOf(0); got != c.want {
			t.Errorf("%s: %s", c.sentence, kindWords[got])
		}
	}
}

// A few slips are told cell by cell; a column that is nothing else was not
// meant.
func TestAColumnOfAnotherKind(t *testing.T) {
	for n, fault := range map[int]bool{1: false, enough - 1: false, enough: true, 5 * enough: true} {
		cells := make([]sheet.Cell, n)
		for i := range cells {
			cells[i] = text("x")
		}
		for _, expression := range []string{"v > 1", "days(v, v) > 1"} {
			if _, bad := cellsOf("v", cells...).compile(expression, boolKind); (bad != nil) != fault {
				t.Errorf("%d texts under %s: %v", n, expression, bad)
			}
			if _, bad := cellsOf("v", append(cells, text("2025-06-03"), text("3"))...).compile(expression, boolKind); bad != nil {
				t.Errorf("%d texts and one that fits under %s: %v", n, expression, bad.args)
			}
		}
	}
}

func TestArithmeticStaysFinite(t *testing.T) {
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if v := finite(f, "x"); v.state != failed || v.code != "x" {
			t.Errorf("%g: %+v", f, v)
		}
	}
	if v := finite(1.5, "x"); v.state != known || v.num != 1.5 {
		t.Errorf("%+v", v)
	}
}

func TestDepthOfAnExpression(t *testing.T) {
	for text, want := range map[string]int{"": 0, "a": 0, "((a) + (b))": 2, "- - - a": 3, "a - b - c": 1, "[(a)]": 2, "a ? b : c ? d : e": 2, "not not not a": 3} {
		if got := depth(text); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}
