package ingest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// keyed is a source of deals told apart by their ids.
func keyed(key ...string) Source {
	s := deals(won())
	s.Key = key
	return s
}

func TestKeysOfEvents(t *testing.T) {
	const head = "id|agent|team|closed|stage|note\n"
	for _, c := range []struct {
		why    string
		source Source
		opt    Options
		texts  []string
		want   []string
		told   []string
		tally  Tally // of the last file
	}{
		{"the same event again counts once, whatever else differs", keyed("id"), Options{},
			[]string{head + "1|甲|A|2025-06-02|Won|\n2|甲|A|2025-06-03|Lost|", head + "2|甲|A|2025-06-03|Lost|called back\n3|甲|A|2025-06-04|Won|"},
			[]string{"A 甲 conversion_rate 2025-06 2/3"}, []string{"note events.same_key b.csv!A2"},
			Tally{RowsRead: 2, RowsUsed: 1, RowsLeftOut: 1, ValuesRead: 2, ValuesUsed: 1, ValuesLeftOut: 1}},
		{"within one file, too", keyed("id"), Options{},
			[]string{head + "1|甲|A|2025-06-02|Won|\n1|甲|A|2025-06-02|Won|"},
			[]string{"A 甲 conversion_rate 2025-06 1/1"}, []string{"note events.same_key a.csv!A3"},
			Tally{RowsRead: 2, RowsUsed: 1, RowsLeftOut: 1, ValuesRead: 2, ValuesUsed: 1, ValuesLeftOut: 1}},
		{"rows that contradict each other are not used, with both addresses", keyed("id"), Options{},
			[]string{head + "1|甲|A|2025-06-02|Lost|\n2|甲|A|2025-06-03|Won|", head + "1|甲|A|2025-06-02|Won|"},
			[]string{"A 甲 conversion_rate 2025-06 1/1"}, []string{"error event.conflict a.csv!A2", "error event.conflict b.csv!A2"},
			Tally{RowsRead: 1, RowsRejected: 1, ValuesRead: 1, ValuesRejected: 1}},
		{"a third row does not bring one back", keyed("id"), Options{},
			[]string{head + "1|甲|A|2025-06-02|Lost|\n1|甲|A|2025-06-02|Won|\n1|甲|A|2025-06-02|Lost|"},
			[]string{"A 甲 conversion_rate 2025-06 none"}, []string{"error event.conflict a.csv!A2", "error event.conflict a.csv!A3", "error event.conflict a.csv!A4"},
			Tally{RowsRead: 3, RowsRejected: 3, ValuesRead: 3, ValuesRejected: 3}},
		{"a correcting file's row is the one", keyed("id"), Options{Corrects: []string{"b.csv"}},
			[]string{head + "1|甲|A|2025-06-02|Lost|\n2|甲|A|2025-06-03|Won|", head + "1|甲|A|2025-06-02|Won|\n3|甲|A|2025-06-03|Lost|"},
			[]string{"A 甲 conversion_rate 2025-06 2/3"}, []string{"note corrects.done b.csv", "note event.corrected b.csv!A2"},
			Tally{RowsRead: 2, RowsUsed: 2, ValuesRead: 2, ValuesUsed: 2}},
		{"a person whose only row was corrected away stays", keyed("id"), Options{Corrects: []string{"b.csv"}},
			[]string{head + "1|乙|A|2025-06-02|Lost|", head + "1|甲|A|2025-06-02|Won|"},
			[]string{"A 乙 conversion_rate 2025-06 none", "A 甲 conversion_rate 2025-06 1/1"}, []string{"note corrects.done b.csv", "note event.corrected b.csv!A2"},
			Tally{RowsRead: 1, RowsUsed: 1, ValuesRead: 1, ValuesUsed: 1}},
		{"a key of two columns, blanks of one allowed", keyed("id", "note"), Options{},
			[]string{head + "1|甲|A|2025-06-02|Won|x\n1|甲|A|2025-06-02|Won|\n1|甲|A|2025-06-02|Won|x"},
			[]string{"A 甲 conversion_rate 2025-06 2/2"}, []string{"note events.same_key a.csv!A4"},
			Tally{RowsRead: 3, RowsUsed: 2, RowsLeftOut: 1, ValuesRead: 3, ValuesUsed: 2, ValuesLeftOut: 1}},
		{"rows without a key count each, and that is said", keyed("id"), Options{},
			[]string{head + "|甲|A|2025-06-02|Won|\n|甲|A|2025-06-02|Won|"},
			[]string{"A 甲 conversion_rate 2025-06 2/2"}, []string{"warning events.no_key a.csv!A2"},
			Tally{RowsRead: 2, RowsUsed: 2, ValuesRead: 2, ValuesUsed: 2}},
	} {
		var files []*sheet.File
		for i, text := range c.texts {
			files = append(files, csvOf(string(rune('a'+i))+".csv", text))
		}
		c.opt.Sources = []Source{c.source}
		res, err := Tables(files, c.opt)
		if err != nil && kpi.AsFault(err).Code != "input.nothing_used" {
			t.Fatalf("%s: %v\n%s", c.why, err, told(res))
		}
		checkEventTallies(t, res)
		if diff := cmp.Diff(c.want, facts(res)) + cmp.Diff(sorted(c.told), remarks(res)) + cmp.Diff(c.tally, res.Inputs[len(files)-1].Tally); diff != "" {
			t.Errorf("%s (-want +got): %s", c.why, diff)
		}
	}
}

// What where leaves out does not count, but its key is not forgotten: a
// correcting file may take an event back, and others are told.
func TestKeysOfRowsThatAreLeftOut(t *testing.T) {
	const head = "id|agent|team|closed|stage\n"
	where, exclude := keyed("id"), keyed("id")
	where.Where = `stage != "Open"`
	exclude.Excludes = []Exclude{{Column: "stage", Values: []string{"Open"}}}
	for _, c := range []struct {
		why         string
		texts, want []string
		late        []string
		told        []string
	}{
		{"an event is taken back", []string{head + "1|甲|A|2025-06-02|Won\n2|甲|A|2025-06-02|Lost", head + "1|甲|A|2025-06-02|Open"},
			[]string{"A 甲 conversion_rate 2025-06 0/1"}, []string{"b.csv"}, []string{"event.corrected b.csv!A2"}},
		{"an open one is won later", []string{head + "1|甲|A|2025-06-02|Open\n2|甲|A|2025-06-02|Lost", head + "1|甲|A|2025-06-02|Won"},
			[]string{"A 甲 conversion_rate 2025-06 1/2"}, []string{"b.csv"}, nil},
		{"without a word the one that counts counts, and that is said", []string{head + "1|甲|A|2025-06-02|Open", head + "1|甲|A|2025-06-02|Won"},
			[]string{"A 甲 conversion_rate 2025-06 1/1"}, nil, []string{"events.also_left_out a.csv!A2"}},
		{"in either order", []string{head + "1|甲|A|2025-06-02|Won", head + "1|甲|A|2025-06-02|Open"},
			[]string{"A 甲 conversion_rate 2025-06 1/1"}, nil, []string{"events.also_left_out b.csv!A2"}},
		{"a correcting file that contradicts itself decides nothing", []string{head + "2|甲|A|2025-06-02|Lost", head + "1|甲|A|2025-06-02|Won\n1|甲|A|2025-06-02|Open"},
			[]string{"A 甲 conversion_rate 2025-06 0/1"}, []string{"b.csv"}, []string{"event.conflict b.csv!A2", "event.conflict b.csv!A3"}},
	} {
		var files []*sheet.File
		for i, text := range c.texts {
			files = append(files, csvOf(string(rune('a'+i))+".csv", text))
		}
		for by, source := range map[string]Source{"where": where, "exclude": exclude} {
			res := taken(t, Options{Sources: []Source{source}, Corrects: c.late}, files...)
			if diff := cmp.Diff(c.want, facts(res)) + cmp.Diff(c.told, toldOfKeys(res)); diff != "" {
				t.Errorf("%s by %s (-want +got): %s", c.why, by, diff)
			}
		}
	}
}

// toldOfKeys is what is said of single events, with its address.
func toldOfKeys(res *Result) []string {
	var list []string
	for _, d := range res.Diagnostics {
		if strings.HasPrefix(d.Code, "event.") || d.Code == "events.also_left_out" {
			list = append(list, d.Code+" "+d.Origin.String())
		}
	}
	return list
}

func TestKeysThatCantBeMeant(t *testing.T) {
	wide := Source{Match: "*", Key: []string{"id"}}
	empty := keyed("")
	absent := keyed("order")
	late := deals(won())
	for _, c := range []struct {
		why, code string
		opt       Options
	}{
		{"only events have a key", "source.events_only", Options{Sources: []Source{wide}}},
		{"an empty heading is none", "source.bad_key", Options{Sources: []Source{empty}}},
		{"the table must have it", "source.no_such_heading", Options{Sources: []Source{absent}}},
		{"without one nobody knows what is corrected", "corrects.no_key", Options{Sources: []Source{late}, Corrects: []string{"b.csv"}}},
	} {
		_, err := Tables(fileList(csvOf("a.csv", "id|agent|team|closed|stage\n1|甲|A|2025-06-02|Won"), csvOf("b.csv", "id|agent|team|closed|stage\n1|甲|A|2025-06-02|Lost")), c.opt)
		if f := kpi.AsFault(err); f == nil || f.Code != c.code {
			t.Errorf("%s: %v, want %s", c.why, err, c.code)
		}
	}
}

// Handing in any rows again, in any number of files, changes nothing where a
// key tells events apart.
func TestEventsHandedInAgainChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "events")
		rows := make([]string, n)
		for i := range rows {
			rows[i] = strings.Join([]string{string(rune('a' + i)), rapid.SampledFrom([]string{"甲", "乙"}).Draw(t, "agent"), "A",
				rapid.SampledFrom([]string{"2025-05-02", "2025-06-02"}).Draw(t, "day"), rapid.SampledFrom([]string{"Won", "Lost", ""}).Draw(t, "stage")}, "|")
		}
		head := "id|agent|team|closed|stage\n"
		again := rapid.SliceOf(rapid.SampledFrom(rows)).Draw(t, "again")
		opt := Options{Sources: []Source{keyed("id")}}
		once, _ := Tables(fileList(csvOf("a.csv", head+strings.Join(rows, "\n"))), opt)
		twice, _ := Tables(fileList(csvOf("a.csv", head+strings.Join(rows, "\n")), csvOf("b.csv", head+strings.Join(append(again, rows[0]), "\n"))), opt)
		if diff := cmp.Diff(facts(once), facts(twice)); diff != "" {
			t.Fatal(diff)
		}
		checkTalliesOfEvents(t, twice)
	})
}

// taken is what files give whose events are summed.
func taken(t *testing.T, opt Options, files ...*sheet.File) *Result {
	t.Helper()
	res, err := Tables(files, opt)
	if err != nil {
		t.Fatalf("%v\n%s", err, told(res))
	}
	checkEventTallies(t, res)
	return res
}

// checkTalliesOfEvents checks that what was read is used, rejected, blank or
// left out.
func checkTalliesOfEvents(t *rapid.T, res *Result) {
	for _, in := range res.Inputs {
		n := in.Tally
		if n.RowsRead != n.RowsUsed+n.RowsRejected+n.RowsBlank+n.RowsLeftOut || n.ValuesRead != n.ValuesUsed+n.ValuesRejected+n.ValuesBlank+n.ValuesLeftOut {
			t.Fatalf("%s does not add up: %+v", in.Path, n)
		}
	}
}

// A sum that contradicts a figure of another file is used no more, and none of
// the rows that it rests on counts as used.
func TestAConflictOfASumTakesAllItsRowsBack(t *testing.T) {
	events := deals(won())
	events.Match = "deals.csv"
	res := taken(t, Options{Sources: []Source{events}},
		csvOf("deals.csv", "agent|team|closed|stage\n甲|A|2025-06-02|Won\n甲|A|2025-06-03|Lost\n乙|A|2025-06-03|Lost"),
		csvOf("figures.csv", "姓名|团队|月份|成交数|拜访数\n甲|A|2025-06|5|9"))
	equalFacts(t, "neither is used", res, "A 乙 conversion_rate 2025-06 0/1", "A 甲 conversion_rate 2025-06 none")
	if y := res.Inputs[0].Tally; y != (Tally{RowsRead: 3, RowsUsed: 1, RowsRejected: 2, ValuesRead: 3, ValuesUsed: 1, ValuesRejected: 2}) {
		t.Errorf("events %+v", y)
	}
	if y := res.Inputs[1].Tally; y.RowsRejected != 1 || y.RowsUsed != 0 {
		t.Errorf("figures %+v", y)
	}
	res = taken(t, Options{Sources: []Source{events}, Corrects: []string{"deals.csv"}},
		csvOf("deals.csv", "agent|team|closed|stage\n甲|A|2025-06-02|Won\n甲|A|2025-06-03|Lost"), csvOf("figures.csv", "姓名|团队|月份|成交数|拜访数\n甲|A|2025-06|5|9"))
	equalFacts(t, "the sums of a source that corrects replace figures", res, "A 甲 conversion_rate 2025-06 1/2")
}
