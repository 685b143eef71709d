package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// oneEvent is a row of a drawn export.
type oneEvent struct{ agent, team, day, stage, score string }

func (e oneEvent) line() string {
	return strings.Join([]string{e.agent, e.team, e.day, e.stage, e.score}, "|")
}

func drawEvents() *rapid.Generator[[]oneEvent] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) oneEvent {
		return oneEvent{
			agent: rapid.SampledFrom([]string{"甲", "乙", "丙"}).Draw(t, "agent"),
			team:  rapid.SampledFrom([]string{"A", "B"}).Draw(t, "team"),
			day:   rapid.SampledFrom([]string{"2025-05-31", "2025-06-01", "2025-06-30", "2025-07-01"}).Draw(t, "day"),
			stage: rapid.SampledFrom([]string{"Won", "Lost", "Open", ""}).Draw(t, "stage"),
			score: rapid.SampledFrom([]string{"1", "4.5", "", "x"}).Draw(t, "score"),
		}
	}), 1, 30)
}

const eventHead = "agent|team|closed|stage|score\n"

// filesOf deals the events out to files.
func filesOf(rows []oneEvent, file func(i int) int) []*sheet.File {
	texts := map[int]*strings.Builder{}
	for i, e := range rows {
		at := file(i)
		if texts[at] == nil {
			texts[at] = &strings.Builder{}
			texts[at].WriteString(eventHead)
		}
		texts[at].WriteString(e.line() + "\n")
	}
	var files []*sheet.File
	for at, text := range texts {
		files = append(files, csvOf(fmt.Sprintf("%d.csv", at), text.String()))
	}
	return files
}

func drawnSource() Options {
	s := deals(won(), scored())
	s.Where = `stage != "Open"`
	return Options{Sources: []Source{s}}
}

// naive counts the drawn events in the plainest way: won of won and lost, and
// the mean of the scores that are numbers, of rows that are not open.
func naive(rows []oneEvent) []string {
	type key struct{ team, agent, month string }
	won, all, scored := map[key]int{}, map[key]int{}, map[key]int{}
	sum := map[key]float64{}
	seen := map[string]bool{}
	var keys []key
	for _, e := range rows {
		if e.stage == "Open" || e.stage == "" {
			continue
		}
		k := key{e.team, e.agent, e.day[:7]}
		if all[k] == 0 {
			keys = append(keys, k)
		}
		all[k]++
		seen[e.agent] = true
		if e.stage == "Won" {
			won[k]++
		}
		if e.score == "1" || e.score == "4.5" {
			scored[k]++
			sum[k] += map[string]float64{"1": 1, "4.5": 4.5}[e.score]
		}
	}
	var list []string
	for _, k := range keys {
		list = append(list, fmt.Sprintf("%s %s conversion_rate %s %d/%d", k.team, k.agent, k.month, won[k], all[k]))
		score := "none"
		if scored[k] > 0 {
			score = fmt.Sprintf("%g/%d", sum[k], scored[k])
		}
		list = append(list, fmt.Sprintf("%s %s csat_score %s %s", k.team, k.agent, k.month, score))
	}
	slices.Sort(list)
	return list
}

// withData leaves out the people who have no row that counts: they stand in
// every period of the others.
func withData(res *Result, rows []oneEvent) []string {
	counted := map[string]bool{}
	for _, e := range rows {
		counted[e.agent] = counted[e.agent] || e.stage != "Open" && e.stage != ""
	}
	var list []string
	for _, f := range facts(res) {
		if counted[strings.Fields(f)[1]] {
			list = append(list, f)
		} else if !strings.HasSuffix(f, " none") {
			list = append(list, "somebody without events has data: "+f)
		}
	}
	slices.Sort(list)
	return list
}

func TestEventsEqualANaiveCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := drawEvents().Draw(t, "rows")
		res, err := Tables(filesOf(rows, func(int) int { return 0 }), drawnSource())
		if err != nil {
			if f := kpi.AsFault(err); f == nil || len(naive(rows)) > 0 && f.Code != "input.nothing_used" {
				t.Fatal(err)
			}
			return
		}
		if got, want := withData(res, rows), naive(rows); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

// Whatever files the events stand in and in whatever order, the sums are the
// same to the last bit.
func TestTheCutOfTheExportDoesNotShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := drawEvents().Draw(t, "rows")
		whole, errWhole := Tables(filesOf(rows, func(int) int { return 0 }), drawnSource())
		shuffled := rapid.Permutation(rows).Draw(t, "shuffled")
		cuts := rapid.SliceOfN(rapid.IntRange(0, 3), len(rows), len(rows)).Draw(t, "cuts")
		parts, errParts := Tables(filesOf(shuffled, func(i int) int { return cuts[i] }), drawnSource())
		if (errWhole == nil) != (errParts == nil) {
			t.Fatalf("%v and %v", errWhole, errParts)
		}
		if errWhole == nil && !slices.Equal(facts(whole), facts(parts)) {
			t.Fatalf("%v and %v", facts(whole), facts(parts))
		}
	})
}

// Nothing is lost silently: every row of the file is counted in the tally, what
// the filter left out as such, and every refused row is told.
func TestEveryEventIsAccountedFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := drawEvents().Draw(t, "rows")
		res, _ := Tables(filesOf(rows, func(int) int { return 0 }), drawnSource())
		if res == nil {
			return
		}
		told, left := map[int]bool{}, 0
		for _, d := range res.Diagnostics {
			if d.Severity == kpi.Error {
				told[d.Origin.Row] = true
			}
			if d.Code == "events.filtered" {
				fmt.Sscan(d.Args["rows"], &left)
			}
		}
		if y := res.Inputs[0].Tally; y.RowsRead != len(rows) || y.RowsLeftOut != left {
			t.Fatalf("%+v of %d rows, %d left out", y, len(rows), left)
		}
		for i, e := range rows {
			counts := e.stage != "Open" && e.stage != ""
			if bad := counts && e.score == "x"; bad != told[i+2] {
				t.Fatalf("row %d (%v): told %v", i+2, e, told[i+2])
			}
		}
	})
}
