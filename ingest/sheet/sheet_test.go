package sheet

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestRow(t *testing.T) {
	row := Row{Line: 3, Cells: []Cell{{}, {Kind: Number, Text: "1", Number: 1}}}
	for col, want := range map[int]Kind{-1: Blank, 0: Blank, 1: Number, 2: Blank, math.MaxInt: Blank} {
		if got := row.At(col).Kind; got != want {
			t.Errorf("column %d is of kind %d, want %d", col, got, want)
		}
	}
	if row.Empty() {
		t.Error("a row with a number is not empty")
	}
	if !(Row{Cells: make([]Cell, 2)}).Empty() || !(Row{}).Empty() {
		t.Error("a row of blanks is empty")
	}
}

func TestOrigin(t *testing.T) {
	for want, table := range map[string]Table{"a.csv!C14": {File: "a.csv"}, "a.xlsx!Q2!C14": {File: "a.xlsx", Sheet: "Q2"}} {
		same(t, "address", table.Origin(14, 2).String(), want)
	}
	same(t, "a whole row", (&Table{File: "a.csv"}).Origin(14, -1).String(), "a.csv!14")
}

// Whatever order cells come in, each is found where it was put.
func TestBudgetKeepsEveryCell(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cols := rapid.SliceOfNDistinct(rapid.IntRange(0, 60), 1, 20, rapid.ID[int]).Draw(t, "columns")
		var row Row
		var spent budget
		for _, col := range cols {
			if !spent.put(&row, col, Cell{Kind: Number, Number: float64(col)}) || !spent.put(&row, col+100, Cell{}) {
				t.Fatal("refused within the budget")
			}
		}
		filled := 0
		for i, c := range row.Cells {
			if c.Kind == Blank {
				continue
			}
			filled++
			if c.Number != float64(i) {
				t.Fatalf("column %d holds what was put in %v", i, c.Number)
			}
		}
		if filled != len(cols) || row.At(len(row.Cells)-1).Kind == Blank {
			t.Fatalf("%d cells of %d, %d columns", filled, len(cols), len(row.Cells))
		}
	})
}

func TestBudgetEnds(t *testing.T) {
	spent := budget{filled: maxFilled}
	if spent.put(&Row{}, 0, Cell{Kind: Number}) {
		t.Error("one cell more than a file may have was taken")
	}
	spent = budget{blanks: freeBlanks}
	if spent.put(&Row{}, maxBlanks+1, Cell{Kind: Number}) {
		t.Error("one blank more than a file may have was taken")
	}
	if fault := kpi.AsFault(tooMany(kpi.Origin{File: "a.csv", Row: 3})); fault == nil || fault.Code != "file.too_many_cells" || fault.Origin.Row != 3 {
		t.Errorf("the fault is %v", fault)
	}
}

func TestTrim(t *testing.T) {
	for s, want := range map[string]string{
		"a":                           "a",
		" \t\r\n a b \v\f":            "a b",
		"\u00a0\u3000成 交\u3000\u00a0": "成 交",
		"\ufeff\u200ba\u200b":         "a",
		"a\u3000b":                    "a\u3000b",
		"\x00a\x1a":                   "a",
		"\u2003":                      "",
		"":                            "",
	} {
		same(t, "trimmed", trim(s), want)
	}
}

func TestMode(t *testing.T) {
	for _, c := range []struct {
		sentence string
		widths   []int
		want     int
	}{
		{"the commonest", []int{1, 4, 4, 4, 5}, 4},
		{"of equals the greatest", []int{4, 5, 5, 4}, 5},
		{"one", []int{3}, 3},
		{"none", nil, 0},
	} {
		if got := mode(c.widths); got != c.want {
			t.Errorf("%s: %v has the mode %d, want %d", c.sentence, c.widths, got, c.want)
		}
	}
}

// Rows on a shelf keep what was put into them, whatever comes after.
func TestShelfKeepsRowsApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		widths := rapid.SliceOfN(rapid.IntRange(0, 3*shelfCells/2), 1, 12).Draw(t, "widths")
		var room shelf
		var rows [][]Cell
		for i, w := range widths {
			row := room.open(w)
			for range w - w/3 { // the rest are blanks at the end
				row = append(row, Cell{Kind: Number, Number: float64(i)})
			}
			rows = append(rows, room.keep(row))
		}
		for i, row := range rows {
			if len(row) != widths[i]-widths[i]/3 || cap(row) != len(row) {
				t.Fatalf("row %d has %d cells with room for %d", i, len(row), cap(row))
			}
			for _, c := range row {
				if c.Number != float64(i) {
					t.Fatalf("row %d holds a cell of row %v", i, c.Number)
				}
			}
		}
	})
}
