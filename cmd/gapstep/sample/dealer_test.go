package sample

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Whatever the count of a window, its months add up to it and each is possible.
func TestSplitAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		trials := rapid.IntRange(30, 1000).Draw(t, "trials")
		// rare or common events, as those of the sample: a share near a half would not fit each month
		few := rapid.IntRange(0, trials/4).Draw(t, "few")
		want := count{few, trials}
		if rapid.Bool().Draw(t, "common") {
			want.events = trials - few
		}
		var sum count
		for _, c := range newDealer().split(want) {
			if c.events < 0 || c.trials <= 0 || c.events > c.trials {
				t.Fatalf("%v holds %v", want, c)
			}
			sum = sum.plus(c)
		}
		if sum != want {
			t.Fatalf("%v adds up to %v", want, sum)
		}
	})
}

func TestEveryoneHasEveryMonth(t *testing.T) {
	c := hire()
	newDealer().fill(c)
	ids := map[string]bool{}
	for _, tm := range []team{c.east, c.south, c.platform, c.first, c.second, c.admin} {
		for _, e := range tm.people {
			if ids[e.id] || e.name == "" || len(e.counts) == 0 {
				t.Errorf("%s %q: %d indicators", e.id, e.name, len(e.counts))
			}
			ids[e.id] = true
			for id, months := range e.counts {
				if len(months) != allMonths || kpi.Builtin().Get(id) == nil {
					t.Errorf("%s %s: %d months", e.id, id, len(months))
				}
			}
		}
	}
	for _, e := range c.admin.people {
		if len(e.scores) != allMonths {
			t.Errorf("%s: %d scores", e.id, len(e.scores))
		}
	}
	for id := range posts {
		if !ids[id] {
			t.Errorf("%s has fixed counts and no seat", id)
		}
	}
}

func TestNamesStandForOnePersonEach(t *testing.T) {
	c := hire()
	var names []string
	for _, tm := range []team{c.east, c.south, c.platform, c.first, c.second, c.admin} {
		for _, e := range tm.people {
			names = append(names, e.name)
		}
	}
	slices.Sort(names)
	if n := len(names); len(slices.Compact(names)) != n {
		t.Errorf("%d names, %d different", n, len(slices.Compact(names)))
	}
}

func TestMonths(t *testing.T) {
	for i, want := range map[int]string{0: "2025-07", 5: "2025-12", 6: "2026-01", baseMonths - 1: "2026-06", allMonths - 1: "2026-12"} {
		if got := month(i).String(); got != want {
			t.Errorf("month %d is %s, want %s", i, got, want)
		}
	}
	if got := chineseMonth(6); got != "2026年1月" {
		t.Errorf("month 6 is written %q", got)
	}
}

// A split in thirds keeps the total for any unevenness.
func TestParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.IntRange(0, 500).Draw(t, "total")
		p := newDealer().parts(total, rapid.IntRange(2, 12).Draw(t, "unevenness"))
		if p[0]+p[1]+p[2] != total || min(p[0], p[1], p[2]) < 0 {
			t.Fatalf("%d in parts %v", total, p)
		}
	})
}
