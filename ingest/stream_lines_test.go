package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/sheet"
)

// A list of rows is what a slice of them would be.
func TestARowListIsASliceOfNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l rowList
		var want []int
		row := rapid.IntRange(0, 1<<20).Draw(t, "first")
		for range rapid.IntRange(0, 50).Draw(t, "rows") {
			row += rapid.IntRange(1, 1<<16).Draw(t, "step")
			l.add(row)
			want = append(want, row)
		}
		for len(want) > 0 && rapid.Bool().Draw(t, "remove") {
			at := rapid.IntRange(0, len(want)-1).Draw(t, "which")
			l.remove(want[at])
			want = slices.Delete(want, at, at+1)
		}
		if got := slices.Collect(l.all()); !slices.Equal(got, want) || l.n != len(want) || len(want) > 0 && l.first != want[0] {
			t.Fatalf("%v (%d, %d), want %v", got, l.n, l.first, want)
		}
	})
}

// The rows of several tables of a source are numbered through; tables without
// rows are among them.
func TestRowsKnowTheirTable(t *testing.T) {
	e := &events{}
	var tables []*eventTable
	for _, rows := range []int{2, 0, 0, 3, 1} {
		one := &eventTable{grid: &grid{}, events: e}
		one.begin()
		for i := range rows {
			one.eventRows.add(rowTally{line: 10*len(tables) + i, used: 1})
		}
		tables = append(tables, one)
	}
	for row, want := range []struct{ table, line int }{{0, 0}, {0, 1}, {3, 30}, {3, 31}, {3, 32}, {4, 40}} {
		got := e.tableOf(row)
		if got != tables[want.table] || got.eventRows.lineOf(row) != want.line {
			t.Errorf("row %d is line %d of another table", row, got.eventRows.lineOf(row))
		}
	}
}

func TestAMovedFigureMovesInTheTally(t *testing.T) {
	e := &eventRows{from: 7}
	for line := range 3 {
		e.add(rowTally{line: line + 2, used: 2, blank: 1})
	}
	e.move(8, toRejected)
	e.move(8, toRejected)
	e.move(9, toLeft)
	var got Tally
	e.addTo(&got)
	want := Tally{RowsRead: 3, RowsUsed: 2, RowsRejected: 1, ValuesRead: 9, ValuesUsed: 3, ValuesRejected: 2, ValuesBlank: 3, ValuesLeftOut: 1}
	if got != want || e.used() != 2 || e.next() != 10 {
		t.Errorf("%+v, %d used; want %+v", got, e.used(), want)
	}
	var none *eventRows
	none.addTo(&got)
	if got != want {
		t.Error("no table of events adds something")
	}
}

// What a profile remembers of texts changes nothing of what it counts.
func TestAProfileCountsWhateverItRemembers(t *testing.T) {
	for name, text := range map[string]func(i int) string{
		"all different": func(i int) string { return fmt.Sprint(i, "/", i) },
		"few":           func(i int) string { return []string{"0.5", "15%", "x", "是", "12:30", "", "-"}[i%7] },
		"both":          func(i int) string { return fmt.Sprint(i % 9000) },
	} {
		var want profile
		got := profiler{memo: map[string]profile{}}
		for i := range 3 * mostRemembered {
			c := sheet.Cell{Kind: sheet.Text, Text: text(i)}
			want.count(c)
			got.take(c)
		}
		if got.profile != want {
			t.Errorf("%s: %+v, want %+v", name, got.profile, want)
		}
		if forgets := got.memo == nil; forgets != (name != "few") {
			t.Errorf("%s: it forgets: %v", name, forgets)
		}
	}
}

// Ids of keys don't mix what stands in different cells.
func TestIDsTellCellsApart(t *testing.T) {
	all := [][]string{{}, {""}, {"", ""}, {"a", "b"}, {"ab"}, {"ab", ""}, {"", "ab"}, {"a\x00b"}, {strings.Repeat("a", 300)}}
	for i, a := range all {
		for k, b := range all {
			if same := idOf(a...) == idOf(b...); same != (i == k) {
				t.Errorf("%q and %q: %v", a, b, same)
			}
		}
	}
}

// No word for a person is made of the signs of times alone: what has no others
// in it is no label.
func TestSignsOfTimesAreNoLabels(t *testing.T) {
	for word, dim := range words().dimensions {
		if slices.Contains(labelled, dim) && strings.Trim(strings.ToUpper(word), timeSigns) == "" {
			t.Errorf("%q may be a label", word)
		}
	}
}
