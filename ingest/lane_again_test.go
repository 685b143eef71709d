package ingest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// wideRows are rows of people with two figures in each month.
func wideRows(people int) string {
	var b strings.Builder
	for e := range people {
		for m := 1; m <= 6; m++ {
			fmt.Fprintf(&b, "E%02d,姓%02d,rep,A,2025-%02d,%d,40,%d\n", e, e, m, e%9+m, e%7)
		}
	}
	return b.String()
}

// Rows that come again in the lane are told of and counted as those of a table that is
// read whole.
func TestRowsThatComeAgainInTheLane(t *testing.T) {
	const head = "工号,姓名,职务,团队,月份,成交数,拜访数,NPS\n"
	type counts struct{ used, rejected, duplicates, conflicts int } // values; 2 a row
	for sentence, c := range map[string]struct {
		again string
		want  counts
	}{
		"nothing comes again":                       {"", counts{480, 0, 0, 0}},
		"a row twice":                               {"E01,姓01,rep,A,2025-01,2,40,1\n", counts{480, 2, 2, 0}},
		"a row three times":                         {strings.Repeat("E01,姓01,rep,A,2025-01,2,40,1\n", 2), counts{480, 4, 4, 0}},
		"one figure differs and the other does not": {"E01,姓01,rep,A,2025-01,3,40,1\n", counts{479, 3, 1, 2}},
		"all differ, one of three":                  {"E01,姓01,rep,A,2025-01,2,40,1\nE01,姓01,rep,A,2025-01,5,40,5\n", counts{478, 6, 0, 6}},
		"blanks beside figures":                     {"E01,姓01,rep,A,2025-01,,,\nE01,姓01,rep,A,2025-01,,,1\n", counts{480, 1, 1, 0}},
		"another team is no double":                 {"E01,姓01,rep,B,2025-01,2,40,1\n", counts{482, 0, 0, 0}},
		"somebody has another role, again":          {"E01,姓01,lead,A,2025-01,2,40,1\nE01,姓01,lead,A,2025-02,9,40,1\n", counts{479, 5, 3, 2}},
		"a figure is refused beside one":            {"E01,姓01,rep,A,2025-01,50,40,1\n", counts{480, 2, 1, 0}},
	} {
		for place, text := range map[string]string{"after all": head + wideRows(40) + c.again, "among all": head + wideRows(20) + c.again + strings.TrimPrefix(wideRows(40), wideRows(20))} {
			path := writeText(t, "export.csv", text)
			if lanes := readBoth(t, Options{}, path); lanes != 1 {
				t.Errorf("%s, %s: not by the lane", sentence, place)
			}
			res, err := Files(t.Context(), []string{path}, Options{lane: laneOptions{size: 1, top: 12}})
			if err != nil {
				t.Fatal(err)
			}
			n := res.Inputs[0].Tally
			got := counts{n.ValuesUsed, n.ValuesRejected, strings.Count(told(res), "row.duplicate"), strings.Count(told(res), "row.conflict")}
			if got != c.want {
				t.Errorf("%s, %s: %+v, want %+v\n%s", sentence, place, got, c.want, told(res))
			}
		}
	}
}

// Exports that overlap, of which some rows were corrected, by month and by day: the
// lane gives what the whole reading gives.
func TestExportsThatOverlapInTheLane(t *testing.T) {
	lanes, left := 0, 0
	for seed := range uint64(24) {
		r := rand.New(rand.NewPCG(seed, 11)) //nolint:gosec // repeatable
		head, text, _ := strings.Cut(exportText(r, 60+r.IntN(150), 0), "\n")
		if seed%2 == 0 {
			head, text, _ = strings.Cut(dayText(r, 90+r.IntN(90), seed%4 == 0), "\n")
		}
		var first, second strings.Builder
		for line := range strings.Lines(text) {
			first.WriteString(line)
			switch r.IntN(10) {
			case 0:
				second.WriteString(strings.Replace(line, ",1", ",2", 1))
			case 1:
				second.WriteString(strings.Repeat(line, 1+r.IntN(40)))
			default:
				second.WriteString(line)
			}
		}
		paths := []string{writeText(t, "a.csv", head+"\n"+first.String()), writeText(t, "b.csv", head+"\n"+second.String())}
		lanes += readBoth(t, Options{}, paths...)
		res, _ := Files(t.Context(), paths, Options{lane: laneOptions{size: 1, top: 12}})
		left += strings.Count(told(res), "row.duplicate") + strings.Count(told(res), "row.conflict")
	}
	if lanes < 24 || left < 2000 {
		t.Errorf("%d lanes, %d rows left out: the test shows little", lanes, left)
	}
}

// bytesPerRow is how many bytes are made for each row of a file that the lane reads.
func bytesPerRow(t *testing.T, path string, rows int) float64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	res, err := Files(context.Background(), []string{path}, Options{})
	runtime.ReadMemStats(&after)
	if err != nil && kpi.AsFault(err).Code != "input.nothing_used" {
		t.Fatal(err)
	}
	if n := res.Inputs[0].Tally.RowsRead; n != rows {
		t.Fatalf("%d of %d rows were read", n, rows)
	}
	return float64(after.TotalAlloc-before.TotalAlloc) / float64(rows)
}

// A million rows that repeat or contradict others cost no more than a million that do
// not.
func TestRowsThatComeAgainCostNoMoreThanOthers(t *testing.T) {
	const rows = 60_000
	file := func(keys int, figure func(i int) int, role func(i int) string) string {
		var b strings.Builder
		b.WriteString("employee_id,role,team,period,kpi,numerator,denominator\n")
		for i := range rows {
			k := i % keys
			fmt.Fprintf(&b, "E%05d,%s,team %d,%d-%02d,conversion_rate,%d,50\n", k/36, role(i), k/720, 2023+k%36/12, 1+k%12, figure(i))
		}
		return writeText(t, "export.csv", b.String())
	}
	same, other := func(int) int { return 7 }, func(i int) int { return i * 7919 % 50 }
	rep := func(int) string { return "rep" }
	most := 2.5 * bytesPerRow(t, file(rows, other, rep), rows)
	for sentence, path := range map[string]string{
		"three copies":                   file(rows/3, same, rep),
		"three versions":                 file(rows/3, other, rep),
		"everything has one of 50 keys":  file(50, other, rep),
		"everybody was promoted":         file(rows, other, func(i int) string { return []string{"rep", "lead"}[i%36/18] }),
		"everybody was promoted, copies": file(rows/3, same, func(i int) string { return []string{"rep", "lead"}[i%36/18] }),
	} {
		if each := bytesPerRow(t, path, rows); each > most {
			t.Errorf("%s: %.0f bytes are made for each row, not %.0f at most", sentence, each, most)
		} else {
			t.Logf("%s: %.0f bytes for each row, of at most %.0f", sentence, each, most)
		}
	}
}
