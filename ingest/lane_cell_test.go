package ingest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

func TestCellsGiveBackTheFiguresThatWerePut(t *testing.T) {
	var c laneCells
	decimals := []kpi.Decimal{0, 1, kpi.One - 1, kpi.One, 65534 * kpi.One, 65535 * kpi.One, 65536 * kpi.One, hundredths - 1, hundredths, hundredths + 1,
		(hundredths - 3) * hundredth, (hundredths - 2) * hundredth, (hundredths - 1) * hundredth, hundredths * hundredth, -1, -kpi.One, sheet.MostStreamed - 1}
	r := rand.New(rand.NewPCG(5, 6))
	for range 1000 {
		decimals = append(decimals, kpi.Decimal(r.Int64N(int64(sheet.MostStreamed)>>r.IntN(50))))
	}
	for i, v := range append(decimals, sheet.BlankNumber) {
		var cell laneCell
		line := uint32(i + 1)
		c.packValue(&cell, laneFigure{x: v}, line)
		if got := c.value(cell); got != v || c.lineOf(cell) != line {
			t.Errorf("value %d of line %d came back as %d of %d", v, line, got, c.lineOf(cell))
		}
		n := decimals[r.IntN(len(decimals))].Abs()
		if v < 0 {
			continue
		}
		c.packCounts(&cell, laneFigure{v, n}, line)
		if x, m := c.counts(cell); x != v || m != n || c.lineOf(cell) != line {
			t.Errorf("%d of %d, line %d, came back as %d of %d, line %d", v, n, line, x, m, c.lineOf(cell))
		}
	}
}

func TestCellsKeepTheOrderOfEachPerson(t *testing.T) {
	var c laneCells
	r := rand.New(rand.NewPCG(7, 8))
	want := make([][]laneCell, 50)
	for i := range 5000 {
		who := r.IntN(len(want)) * r.IntN(2)
		cell := laneCell{uint16(r.IntN(9)), uint16(r.IntN(9)), r.Uint32(), uint32(i)}
		want[who] = append(want[who], cell)
		c.put(who, cell)
	}
	for who := range want {
		var got []laneCell
		c.each(who, func(cell laneCell) { got = append(got, cell) })
		if !slices.Equal(got, want[who]) {
			t.Errorf("person %d has %d figures, and not %d", who, len(got), len(want[who]))
		}
	}
	c.each(1000, func(laneCell) { t.Error("a person without figures has one") })
}
