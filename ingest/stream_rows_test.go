package ingest

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// spoolTest is a test, or the check of a property.
type spoolTest interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Logf(string, ...any)
}

// spooledAsWhole reads files as a whole and with the rows of their tables spooled,
// compares all of the two results and returns how many tables stayed
// spooled to the end.
func spooledAsWhole(t spoolTest, opt Options, paths ...string) (spooled int) {
	t.Helper()
	ctx := context.Background()
	var whole, packed []*sheet.File
	opt.spoolTop = leastTop
	for _, p := range paths {
		f, err := sheet.Read(ctx, p, opt.SheetOptions(p))
		if err != nil {
			t.Fatal(err)
		}
		whole = append(whole, f)
		if f, err = spoolFile(ctx, p, opt); err != nil {
			t.Logf("not spooled: %v", err)
			f = whole[len(whole)-1]
		}
		packed = append(packed, f)
	}
	want, wantErr := Tables(whole, opt)
	r, err := newRun(opt)
	if err != nil {
		t.Fatal(err)
	}
	r.ctx, r.lanes = ctx, map[*sheet.File]*lane{}
	got, gotErr := r.take(packed)
	if fmt.Sprint(wantErr) != fmt.Sprint(gotErr) {
		t.Fatalf("%v, but spooled %v", wantErr, gotErr)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateNaNs(), cmpopts.EquateEmpty()); diff != "" {
		if want != nil && got != nil {
			diff += cmp.Diff(datasetRows(want.Dataset), datasetRows(got.Dataset), cmpopts.EquateNaNs())
		}
		t.Fatal(diff)
	}
	for _, g := range r.grids {
		if g.table.Spool != nil {
			spooled++
		}
	}
	return spooled
}

// Every fixture of events and joins gives the same result, whichever way it
// is read.
func TestFixturesOfEventsAreTheSameSpooled(t *testing.T) {
	withKey := func(opt Options, key ...string) Options {
		opt.Sources = append([]Source{}, opt.Sources...)
		opt.Sources[0].Key = key
		return opt
	}
	corrections := func(files ...string) []string {
		var list []string
		for _, f := range files {
			list = append(list, filepath.Join("..", "testdata", "ingest", "corrections", f))
		}
		return list
	}
	for _, c := range []struct {
		name  string
		opt   Options
		paths []string
		want  int
	}{
		{"pipeline", pipeline(t), fixture("pipeline", "sales_pipeline_a.csv", "sales_pipeline_b.csv"), 2},
		{"pipeline, by a key that is none", withKey(pipeline(t), "product", "deal_stage"), fixture("pipeline", "sales_pipeline_a.csv", "sales_pipeline_b.csv"), 2},
		{"calls", calls(t), fixture("calls", "call_log.csv"), 1},
		{"calls, by day and person", withKey(calls(t), "Agent Id", "Date"), fixture("calls", "call_log.csv"), 1},
		{"calls, by two sources", besides(calls(t), "Topic", "Streaming"), fixture("calls", "call_log.csv"), 2},
		{"followup", followup(t), fixture("followup", "跟进节点.csv"), 1},
		{"followup without its segments' names", withKey(followup(t), "客户", "节点"), fixture("followup", "跟进节点.csv"), 1},
		{"deals", lateDeals(t), corrections("deals_june.csv"), 1},
		{"deals and their corrections", lateDeals(t), corrections("deals_june.csv", "deals_july.csv"), 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := spooledAsWhole(t, c.opt, c.paths...); got != c.want {
				t.Errorf("%d tables stayed spooled, want %d", got, c.want)
			}
		})
	}
}

// besides are options with another source that counts the same rows by another
// indicator, but for some.
func besides(opt Options, column, excluded string) Options {
	s := opt.Sources[0]
	s.Measures = []Measure{{KPI: "update_delay_rate", Numerator: "blank(col(\"" + column + "\"))", Denominator: "true"}}
	s.Excludes = []Exclude{{Column: column, Values: []string{excluded}}}
	opt.Sources = append(slices.Clone(opt.Sources), s)
	return opt
}

// lateDeals is a source whose July file corrects the one of June.
func lateDeals(t *testing.T) Options {
	return Options{
		Catalogue: extended(t, indicator("win_rate", kpi.Proportion)),
		Corrects:  []string{"deals_july.csv"},
		Sources: []Source{{
			Match: "deals_*.csv", Layout: "events", Key: []string{"deal_id"},
			Columns:  Columns{Employee: "agent", Team: "team", Period: "closed", Segment: "stage"},
			Measures: []Measure{{KPI: "win_rate", Numerator: `stage == "Won"`, Denominator: `stage in ["Won", "Lost"]`}},
		}},
	}
}

// What must hold all rows at once collects them, and says the same.
func TestTablesThatCantStaySpooledAreReadWhole(t *testing.T) {
	rows := func(n int, line string) string {
		text := ""
		for range n {
			text += line + "\n"
		}
		return text
	}
	const head = "agent,team,closed,stage,score\n"
	const row = "甲,A,2025-06-02,Won,4"
	for _, c := range []struct {
		sentence string
		text     string
		want     int
	}{
		{"a table as any other", head + rows(90, row), 1},
		{"the headings of the next page come again", head + rows(70, row) + head + rows(20, row), 0},
		{"another table below, under a title", head + rows(70, row) + "\n2025-07\n" + head + rows(20, row), 0},
		{"a second table under other headings", head + rows(70, row) + "\nname,month,visits\n甲,2025-06,3\n", 0},
		{"two tables beside each other", "agent,team,closed,stage,score,,agent,team\n" + rows(90, row+",,乙,B"), 0},
		{"totals, remarks and blank lines", head + rows(70, row) + "\n合计,,,Won,9\n备注：以上为初步数据\n" + rows(9, row), 1},
		{"a column of decimal commas", "agent;team;closed;stage;score\n" + rows(90, "甲;A;2025-06-02;Won;4,5"), 1},
		{"ragged rows and quotes", head + rows(60, row) + "甲,A\n\"乙\",\"A\",2025-06-02,\"Won\",4,x,y\n" + rows(20, row), 1},
		{"dates that tell their order at the end", head + rows(70, "甲,A,03/04/2025,Won,4") + "甲,A,25/04/2025,Won,4\n", 1},
		{"dates that never tell it", head + rows(70, "甲,A,03/04/2025,Won,4"), 1},
		{"a column that turns to text half way", head + rows(70, row) + rows(70, "甲,A,2025-06-02,Won,good"), 1},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			path := writeText(t, "a.csv", c.text)
			if got := spooledAsWhole(t, Options{Sources: []Source{deals(won(), scored())}}, path); got != c.want {
				t.Errorf("%d tables stayed spooled, want %d", got, c.want)
			}
		})
	}
}
