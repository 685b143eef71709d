package ingest

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// The same table in every format and encoding gives the figures that
// expected.py worked out: the workbooks were written by LibreOffice, parquet and
// Arrow by DuckDB and Polars (writers.mjs).
func TestEveryFormatOfATableGivesTheSameFigures(t *testing.T) {
	folder := filepath.Join("..", "testdata", "ingest", "formats")
	raw, err := os.ReadFile(filepath.Join(folder, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want map[string][]float64
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"calls.csv", "calls.csv.gz", "calls.xlsx", "calls.xlsm", "calls_gbk.csv", "calls_utf16.tsv", "calls.jsonl", "calls_semicolon.csv",
		"calls_duckdb.parquet", "calls_duckdb_v2.parquet", "calls_polars.parquet", "calls_polars.arrow"} {
		res, err := Files(context.Background(), []string{filepath.Join(folder, name)}, Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		checkTallies(t, res)
		if e := codes(res, kpi.Error); e != nil {
			t.Errorf("%s: %v\n%s", name, e, told(res))
		}
		if res.Dataset.Len() != len(want) {
			t.Errorf("%s: %d figures, want %d", name, res.Dataset.Len(), len(want))
		}
		for i := range res.Dataset.Len() {
			o := res.Dataset.At(i)
			key := strings.Join([]string{o.Team, o.Employee.ID, o.Period.String(), o.Indicator.ID}, " ")
			if got := measureFigures(o.Measure); !sameFigure(got, want[key]) {
				t.Errorf("%s: %s is %v, want %v", name, key, got, want[key])
			}
		}
	}
}

// measureFigures are the level with its counts; nil for no data.
func measureFigures(m kpi.Measure) []float64 {
	switch {
	case !m.Known():
		return nil
	case m.HasCounts():
		return []float64{m.Level, m.Events.Float(), m.Trials.Float()}
	}
	return []float64{m.Level}
}

// Late corrections of figures and of events equal what a database makes of the
// same rows, however the files are ordered.
func TestCorrectionsEqualAnIndependentCalculation(t *testing.T) {
	opt := Options{Catalogue: extended(t, indicator("win_rate", kpi.Proportion)), Corrects: []string{"figures_late.csv", "deals_july.csv"},
		Sources: []Source{{Match: "deals_*.csv", Layout: "events", Where: `stage in ["Won", "Lost"]`, Key: []string{"deal_id"},
			Columns: Columns{Employee: "agent", Team: "team", Period: "closed"}, Measures: []Measure{{KPI: "win_rate", Numerator: `stage == "Won"`, Denominator: "true"}}}}}
	for _, order := range [][]string{{"figures.csv", "figures_late.csv", "deals_june.csv", "deals_july.csv"}, {"deals_july.csv", "figures_late.csv", "figures.csv", "deals_june.csv"}} {
		var paths []string
		for _, name := range order {
			paths = append(paths, filepath.Join("..", "testdata", "ingest", "corrections", name))
		}
		res, err := Files(context.Background(), paths, opt)
		if err != nil {
			t.Fatalf("%v\n%s", err, told(res))
		}
		checkEventTallies(t, res)
		compareExpected(t, "../corrections", res)
		if e := codes(res, kpi.Error); e != nil {
			t.Errorf("errors %v", e)
		}
	}
}
