package kpi_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// A block that is filled in parts, whichever of them stay short and whatever their
// measures, is the block that is filled row by row.
func TestABlockInPartsIsTheBlock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const rows = 40
		dictionaries := kpi.Dataset{Teams: []string{"north"}, Indicators: []*kpi.Indicator{kpi.Builtin().Get("csat")},
			Employees: make([]kpi.Employee, rows), Periods: []kpi.Period{june()}}
		places := make([]kpi.Origin, rapid.IntRange(1, 2).Draw(t, "places"))
		for i := range places {
			places[i] = kpi.Origin{File: "a.csv", Col: i}
		}
		measures := rapid.SampledFrom([]kpi.Measure{ // of every form that they are held in
			counts(3, 4), counts(0, 0), counts(65535, 65535), counts(3, 65536), counts(1<<32-1, 1<<32-1), counts(1<<32, 1<<32), kpi.Counts(kpi.One/2, kpi.One), kpi.Value(4.5), kpi.Value(math.NaN()),
		}[:rapid.IntRange(3, 9).Draw(t, "forms")])
		whole := kpi.NewBlock(dictionaries, places, rows)
		cut := kpi.NewBlock(dictionaries, places, rows)
		at, added := int32(0), []kpi.Measure(nil)
		rooms := []int{rapid.IntRange(0, rows).Draw(t, "first"), 0, 0}
		rooms[1] = rapid.IntRange(0, rows-rooms[0]).Draw(t, "second")
		rooms[2] = rows - rooms[0] - rooms[1]
		parts := cut.Parts(rooms)
		for i, part := range parts {
			for range rapid.IntRange(0, rooms[i]).Draw(t, "filled") {
				m, place := measures.Draw(t, "measure"), kpi.Place{At: uint32(at) % uint32(len(places)), Line: uint32(at) + 2}
				key := kpi.Key{0, 0, at, 0}
				whole.Add(key, m, place)
				added = append(added, m)
				part.Add(key, m, place)
				at++
			}
		}
		cut.Join(parts)
		got, want := cut.Dataset(), whole.Dataset()
		if !got.Equal(want) {
			t.Fatalf("parts of %v: %d rows, not the %d of the block", rooms, got.Len(), want.Len())
		}
		for i, m := range added {
			if one := got.Measure(i); one != m && (one.Known() || m.Known()) || got.Level(i) != m.Level && m.Known() {
				t.Fatalf("row %d has %+v, added was %+v", i, one, m)
			}
		}
	})
}
