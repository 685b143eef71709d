package ingest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// drawnNumber draws a number as cells give it.
func drawnNumber(t *rapid.T) number {
	digits := rapid.StringMatching(`-?[0-9]{1,18}(\.[0-9]{0,22})?(e-?[0-9])?`).Draw(t, "digits")
	text := rapid.SampledFrom([]string{"%s", "%s", "%s%%", "%s万", "(%s)", "￥%s", "12:30", "2h 5m", "是", "N/A", "", "#REF!", "x%s", "1,%s"}).Draw(t, "text")
	if strings.Contains(text, "%s") {
		text = fmt.Sprintf(text, digits)
	}
	kind := rapid.SampledFrom([]sheet.Kind{sheet.Text, sheet.Text, sheet.Number, sheet.Time, sheet.Bool, sheet.Date, sheet.Fault}).Draw(t, "kind")
	c := sheet.Cell{Kind: kind, Text: text, Number: rapid.SampledFrom([]float64{0, 1, 0.1, 0.1 + 0.2, -4, 1e15, 12.5}).Draw(t, "number"), Percent: rapid.Bool().Draw(t, "percent")}
	return readNumber(c, nil).times(rapid.SampledFrom([]float64{1, 1, 60, 10000}).Draw(t, "factor"))
}

// A number comes out of its packing as it went in, with the notation that it had.
func TestNumbersComeOutAsTheyWerePacked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p packedNumbers
		numbers := rapid.SliceOfN(rapid.Custom(drawnNumber), 1, 20).Draw(t, "numbers")
		var packed []packedNumber
		for _, n := range numbers {
			packed = append(packed, p.packed(n))
		}
		for i, one := range packed {
			if got := p.number(one.value, one.form); got != numbers[i] {
				t.Fatalf("%+v, want %+v", got, numbers[i])
			}
		}
	})
}

// The numbers that files are full of take no memory beside their packing.
func TestWhichNumbersAreOdd(t *testing.T) {
	for text, odd := range map[string]bool{
		"0": false, "7": false, "12.50": false, "0.05": false, "100": false, "-4": false, "-0.5": false, "15%": false, "15.2%": false, "0.8571428571428571": false,
		"123456789012345": false, "1,234": false, "12万": false, "x": false, "#REF!": false, "是": false, "12:30": false,
		"007": true, ".5": true, "5.": true, "1e3": true, "0.12345678901234567890": true,
	} {
		var p packedNumbers
		n := parseNumber(text)
		one := p.packed(n)
		if got := len(p.odd) > 0; got != odd {
			t.Errorf("%q is odd: %v", text, got)
		}
		if got := p.number(one.value, one.form); got != n {
			t.Errorf("%q: %+v, want %+v", text, got, n)
		}
	}
}

// A figure comes out as it went in, and of its head what is asked for later.
func TestUndecidedFiguresComeOutAsTheyWent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := &kpi.Indicator{ID: "nps"}
		groups := []*unitGroup{{indicator: in}, {indicator: &kpi.Indicator{ID: "csat"}}}
		u := undecided{people: &kpi.Observations{}}
		var want []figure
		for row := range rapid.IntRange(1, 12).Draw(t, "rows") {
			id := rapid.SampledFrom([]string{"1", "2"}).Draw(t, "id")
			head := &rowHead{employee: kpi.Employee{ID: id, Name: id}, team: rapid.SampledFrom([]string{"A", "B"}).Draw(t, "team"), col: -1,
				period: kpi.Period{Start: kpi.Date(rapid.IntRange(0, 99).Draw(t, "start")), Grain: kpi.Month}}
			var list []figure
			for slot := range rapid.IntRange(0, 3).Draw(t, "slots") {
				f := figure{row: row, slot: slot, head: head, value: drawnNumber(t)}
				if rapid.Bool().Draw(t, "counts") {
					f.num, f.den = drawnNumber(t), drawnNumber(t)
				}
				if at := rapid.IntRange(-1, 1).Draw(t, "group"); at >= 0 {
					f.group = groups[at]
					f.indicator = f.group.indicator
				}
				list = append(list, f)
			}
			u.add(list)
			want = append(want, list...)
		}
		for i, w := range want {
			got := u.at(i)
			head := *got.head
			if got.head = w.head; got != w || head.employee != w.head.employee || head.team != w.head.team || head.period != w.head.period || head.problem != "" {
				t.Fatalf("%+v of %+v, want %+v of %+v", got, head, w, *w.head)
			}
		}
		if u.len() != len(want) {
			t.Fatalf("%d figures, want %d", u.len(), len(want))
		}
	})
}

// What became of lines is what a list of tallies would hold.
func TestLineTalliesAreAListOfTallies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var lines lineTallies
		var want []rowTally
		line := 1
		for range rapid.IntRange(0, 60).Draw(t, "rows") {
			line += rapid.IntRange(1, 3).Draw(t, "step")
			l := rowTally{line: line, used: rapid.IntRange(0, 3).Draw(t, "used"), blank: rapid.IntRange(0, 2).Draw(t, "blank")}
			lines.add(l)
			want = append(want, l)
		}
		for i := range want {
			to := rapid.SampledFrom([]fate{toRejected, toBlank, toLeft}).Draw(t, "fate")
			if want[i].used > 0 && !lines.move(want[i].line, to) {
				t.Fatalf("line %d is not there", want[i].line)
			} else if want[i].used > 0 {
				want[i].move(to)
			}
		}
		if lines.move(line+1, toLeft) || lines.move(1, toLeft) {
			t.Fatal("a line that is not there was moved")
		}
		var got, sum Tally
		lines.addTo(&got)
		for i, l := range want {
			sum.addLine(l)
			if lines.row(i) != l || lines.lineOf(i) != l.line {
				t.Fatalf("%+v, want %+v", lines.row(i), l)
			}
		}
		if got != sum || lines.len() != len(want) {
			t.Fatalf("%+v, want %+v", got, sum)
		}
	})
}

// A queue gives the indexes of a key in their order.
func TestQueuesKeepTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.IntRange(0, 3), 0, 30).Draw(t, "keys")
		list, want := []uint32(nil), map[int][]uint32{}
		for i, k := range keys {
			if k > 0 {
				list, want[k] = append(list, uint32(i)), append(want[k], uint32(i))
			}
		}
		q := newQueues(list, func(i uint32) countKey { return countKey{slot: int32(keys[i])} })
		for k := range 4 {
			var got []uint32
			for i, ok := q.take(countKey{slot: int32(k)}); ok; i, ok = q.take(countKey{slot: int32(k)}) {
				got = append(got, i)
			}
			if !reflect.DeepEqual(got, want[k]) {
				t.Fatalf("%d: %v, want %v", k, got, want[k])
			}
		}
	})
}
