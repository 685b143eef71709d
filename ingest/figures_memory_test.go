package ingest

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// figuresPerPerson is how many rows writeFigures writes of a person.
const figuresPerPerson = 48

// writeFigures writes a long export of so many people, some of whose indicators have
// counts and some values, and a roster of them.
func writeFigures(t testing.TB, folder string, people int) (data string) {
	t.Helper()
	data = filepath.Join(folder, "long.csv")
	write := func(path string, lines func(w *bufio.Writer)) {
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		w := bufio.NewWriter(f)
		lines(w)
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	write(data, func(w *bufio.Writer) {
		fmt.Fprintln(w, "agent,month,kpi,numerator,denominator,value")
		for i := range people * figuresPerPerson {
			who, month, kpi := i/figuresPerPerson, 1+i/4%12, i%4
			if kpi < 2 {
				fmt.Fprintf(w, "E%06d,2025-%02d,%s,%d,%d,\n", who, month, []string{"conversion_rate", "followup_delay_rate"}[kpi], i%17, 17+i%29)
			} else {
				fmt.Fprintf(w, "E%06d,2025-%02d,%s,,,%.2f\n", who, month, []string{"nps", "csat_score"}[kpi-2], 3+float64(i%200)/100)
			}
		}
	})
	write(filepath.Join(folder, "roster.csv"), func(w *bufio.Writer) {
		fmt.Fprintln(w, "who,name,team,manager,role")
		for i := range people {
			fmt.Fprintf(w, "E%06d,name %d,team %d,M%d,agent\n", i, i, i/12, i/12)
		}
	})
	return data
}

// joinedFigures are the options that read those figures with the roster beside them.
func joinedFigures(folder string) Options {
	return Options{Folder: folder, Sources: []Source{{Match: "long.csv", Joins: []Join{{File: "roster.csv", Left: "agent", Right: "who"}},
		Columns: Columns{Employee: "agent", Period: "month", KPI: "kpi", Value: "value", Numerator: "numerator", Denominator: "denominator"}}}}
}

// The figures of a table that a lane does not take are packed from the cell to the
// Dataset: while they were a list of observations each of them took 600 bytes.
func TestFiguresTakeLittleMemory(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2)) // each worker has its block
	const people, most = 3000, 150
	const figures = people * figuresPerPerson
	folder := t.TempDir()
	path := writeFigures(t, folder, people)
	for name, opt := range map[string]Options{"joined": joinedFigures(folder), "unjoined": {}} {
		var res *Result
		var err error
		living := mostLiving(func() { res, err = Files(context.Background(), []string{path}, opt) })
		if err != nil {
			t.Fatal(err)
		}
		if n := res.Inputs[0].Tally; n.ValuesUsed != figures || res.Dataset.Len() != figures {
			t.Errorf("%s: %+v, %d observations", name, n, res.Dataset.Len())
		}
		t.Logf("%s: at most %d bytes lived for a figure", name, living/figures)
		if living > most*figures {
			t.Errorf("%s: %d bytes lived for a figure; no more than %d may", name, living/figures, most)
		}
	}
}

func BenchmarkFiguresJoined(b *testing.B) {
	folder := b.TempDir()
	path := writeFigures(b, folder, 1000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Files(b.Context(), []string{path}, joinedFigures(folder)); err != nil {
			b.Fatal(err)
		}
	}
}
