package ingest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// dayText is an export by day. Of rare days most months have one; some rows are
// blank, come twice, or are of the month itself.
func dayText(r *rand.Rand, rows int, rare bool) string {
	var b strings.Builder
	b.WriteString("工号,姓名,团队,日期,成交数,拜访数,NPS\n")
	for i := range rows {
		who, team, month, day := i%15, "A", 1+i/15%6, 30
		if rare {
			day = 28 - r.IntN(8)/7
		} else if r.IntN(2) == 0 {
			day = 1 + r.IntN(28)
		}
		date := fmt.Sprintf("2025-%02d-%02d", month+i/90, min(day, 28))
		counts := fmt.Sprintf("%d,%d", r.IntN(9), 9+r.IntN(30))
		if r.IntN(12) == 0 {
			counts = ","
		}
		if r.IntN(60) == 0 {
			date = date[:len("2025-01")]
		}
		if r.IntN(20) == 0 {
			team = "B"
		}
		row := fmt.Sprintf("E%02d,姓%02d,%s,%s,%s,%d\n", who, who, team, date, counts, r.IntN(10))
		b.WriteString(strings.Repeat(row, 1+r.IntN(30)/29))
		if rare && r.IntN(15) == 0 {
			b.WriteString(strings.Replace(row, "-28,", "-11,", 1))
		}
	}
	return b.String()
}

// Days in blocks become months, or stay, just as single observations do: alone,
// and beside another file that decides with them.
func TestDaysOfBlocksFoldAsSingleObservationsDo(t *testing.T) {
	lanes, folded, added := 0, 0, 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 7)) //nolint:gosec // repeatable
		paths := []string{writeText(t, "a.csv", dayText(r, 90+r.IntN(120), seed%3 != 0))}
		if seed%2 == 0 {
			paths = append(paths, writeText(t, "b.csv", dayText(r, 60, seed%3 != 0)))
		}
		lanes += readBoth(t, Options{}, paths...)
		res, err := Files(t.Context(), paths, Options{lane: laneOptions{size: 1, top: 12}})
		if err != nil {
			t.Fatal(err)
		}
		folded += strings.Count(told(res), "period.days_as_months")
		added += strings.Count(told(res), "period.days_added")
	}
	if lanes < 60 || folded < 20 || added < 100 {
		t.Errorf("%d lanes, %d indicators by month, %d sums: the test shows little", lanes, folded, added)
	}
}
