package ingest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// A row of a correcting file says that the event is not what the others have,
// also where it can't be read itself.
func TestCorrectionsThatCantBeRead(t *testing.T) {
	const head = "id|agent|team|closed|stage|score\n"
	base := head + "1|甲|A|2025-06-02|Won|5\n2|甲|A|2025-06-02|Lost|4"
	for _, c := range []struct {
		why, late  string
		want, told []string
	}{
		{"a bad day takes the event out", "1|甲|A|2025-06-32|Lost|5",
			[]string{"A 甲 conversion_rate 2025-06 0/1", "A 甲 csat_score 2025-06 4/1"}, []string{"event.correction_refused a.csv!A2"}},
		{"so does a missing employee", "1||A|2025-06-02|Lost|5",
			[]string{"A 甲 conversion_rate 2025-06 0/1", "A 甲 csat_score 2025-06 4/1"}, []string{"event.correction_refused a.csv!A2"}},
		{"a bad value takes out its figure", "1|甲|A|2025-06-02|Lost|x",
			[]string{"A 甲 conversion_rate 2025-06 0/2", "A 甲 csat_score 2025-06 4/1"}, []string{"event.correction_refused a.csv!A2"}},
		{"a good row beside a bad one of the same event contradicts it", "1|甲|A|2025-06-32|Lost|5\n1|甲|A|2025-06-02|Lost|5",
			[]string{"A 甲 conversion_rate 2025-06 0/1", "A 甲 csat_score 2025-06 4/1"},
			[]string{"event.correction_refused a.csv!A2", "event.conflict b.csv!A2", "event.conflict b.csv!A3"}},
		{"in either order", "1|甲|A|2025-06-02|Lost|5\n1|甲|A|2025-06-32|Lost|5",
			[]string{"A 甲 conversion_rate 2025-06 0/1", "A 甲 csat_score 2025-06 4/1"},
			[]string{"event.corrected b.csv!A2", "event.conflict b.csv!A2", "event.conflict b.csv!A3"}},
		{"without a key it is a row that can't be read, and no more", "|甲|A|2025-06-32|Lost|5",
			[]string{"A 甲 conversion_rate 2025-06 1/2", "A 甲 csat_score 2025-06 9/2"}, nil},
	} {
		source := deals(won(), scored())
		source.Key = []string{"id"}
		res := taken(t, Options{Sources: []Source{source}, Corrects: []string{"b.csv"}}, csvOf("a.csv", base), csvOf("b.csv", head+c.late))
		if diff := cmp.Diff(c.want, facts(res)) + cmp.Diff(sorted(c.told), sorted(toldOfKeys(res))); diff != "" {
			t.Errorf("%s (-want +got): %s", c.why, diff)
		}
	}
}

// Ten of B's deals are taken back by a state that the source excludes: the
// tester's file, counted by hand.
func TestExcludedRowsOfACorrectingFileCount(t *testing.T) {
	base, late := "id|agent|team|closed|stage\n", "id|agent|team|closed|stage\n"
	for i := range 20 {
		id := string(rune('a' + i))
		stage := "Won"
		if i%2 == 0 {
			stage = "Lost"
		} else {
			late += id + "|B|T|2025-06-02|Void\n"
		}
		base += id + "|B|T|2025-06-02|" + stage + "\n"
	}
	source := keyed("id")
	source.Excludes = []Exclude{{Column: "stage", Values: []string{"Void"}}}
	for _, files := range [][]*sheet.File{{csvOf("a.csv", base), csvOf("b.csv", late)}, {csvOf("b.csv", late), csvOf("a.csv", base)}} {
		res := taken(t, Options{Sources: []Source{source}, Corrects: []string{"b.csv"}}, files...)
		equalFacts(t, "the won deals are void", res, "T B conversion_rate 2025-06 0/10")
		if y := res.Inputs[1].Tally; y.RowsLeftOut != 10 || y.RowsRead != 10 {
			t.Errorf("%+v", y)
		}
	}
}

// A filter that keeps nothing is said as such, not as a period without rows.
func TestNothingIsKept(t *testing.T) {
	where, exclude, measure := deals(won()), deals(won()), deals(won())
	where.Where = `stage == "Gewonnen"`
	exclude.Excludes = []Exclude{{Column: "stage", Values: []string{"Won"}}}
	measure.Measures[0].Where = `stage == "Gewonnen"`
	for _, c := range []struct {
		why, text, code, rows string
		source                Source
	}{
		{"where", "甲|A|2025-06-02|Won\n乙|A|2025-06-02|Won", "events.none_kept", "2", where},
		{"exclude", "甲|A|2025-06-02|Won", "events.none_kept", "1", exclude},
		{"where of the only measure", "甲|A|2025-06-02|Won", "events.none_kept", "1", measure},
		{"headings alone", "", "table.no_rows", "", where},
	} {
		_, err := Tables(fileList(csvOf("a.csv", "agent|team|closed|stage\n"+c.text)), Options{Sources: []Source{c.source}})
		if f := kpi.AsFault(err); f == nil || f.Code != c.code || f.Args["rows"] != c.rows {
			t.Errorf("%s: %v, want %s of %s rows", c.why, err, c.code, c.rows)
		}
	}
}
