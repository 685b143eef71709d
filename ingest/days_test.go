package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// others are rows of seven people with one date in June each: 45 of 300.
const others = "\n乙|A|2025-06-30|45|300\n丙|A|2025-06-30|45|300\n丁|A|2025-06-30|45|300\n戊|A|2025-06-30|45|300\n己|A|2025-06-30|45|300\n庚|A|2025-06-30|45|300\n辛|A|2025-06-30|45|300"

func TestSeveralDaysOfAMonthAreAddedUp(t *testing.T) {
	const head = "姓名|团队|日期|成交数|拜访数\n"
	for _, c := range []struct {
		why, rows, want string
		codes           []string // errors and warnings
		added           string   // rows in the note
	}{
		{"two halves of a month are one month: nobody vanishes", "甲|A|2025-06-15|22|150\n甲|A|2025-06-30|23|150", "45/300", nil, "2"},
		{"equal figures on two days are two figures", "甲|A|2025-06-15|22|150\n甲|A|2025-06-30|22|150", "44/300", nil, "2"},
		{"parts of a unit are added exactly", "甲|A|2025-06-15|0.1|0.7\n甲|A|2025-06-30|0.2|0.7", "0.3/1.4", []string{"counts.fractional"}, "2"},
		{"three days", "甲|A|2025-06-10|1|10\n甲|A|2025-06-20|2|10\n甲|A|2025-06-30|3|10", "6/30", nil, "3"},
		{"the same day twice with the same figures counts once", "甲|A|2025-06-15|22|150\n甲|A|2025-06-15|22|150\n甲|A|2025-06-30|23|150", "45/300", []string{"row.duplicate"}, "2"},
		{"the same day twice with other figures: only the other day is used", "甲|A|2025-06-15|22|150\n甲|A|2025-06-15|21|150\n甲|A|2025-06-30|23|150", "23/150", []string{"row.conflict"}, ""},
		{"one day twice is no matter of adding", "甲|A|2025-06-30|22|150\n甲|A|2025-06-30|22|150", "22/150", []string{"row.duplicate"}, ""},
		{"a day of nothing beside one with figures", "甲|A|2025-06-15||\n甲|A|2025-06-30|23|150", "23/150", nil, ""},
		{"a month's own figure beside its days: none is sure", "甲|A|2025-06-15|22|150\n甲|A|2025-06-30|23|150\n甲|A|2025-06|45|301", "none", []string{"row.conflict"}, "2"},
	} {
		res := must(t, Options{}, one("a.xlsx", head+c.rows+others)...)
		if got := facts(res); !slices.Contains(got, "A 甲 conversion_rate 2025-06 "+c.want) || len(got) != 8 {
			t.Errorf("%s: %v", c.why, got)
		}
		if got := append(codes(res, kpi.Error), codes(res, kpi.Warning)...); !slices.Equal(got, c.codes) {
			t.Errorf("%s: diagnostics %v, want %v", c.why, got, c.codes)
		}
		if c.added == "" {
			continue
		}
		if d := find(t, res, "period.days_added"); d.Args["rows"] != c.added || d.Origin.Cell() != "D2" || d.Args["employee"] != "甲" || d.Severity != kpi.Note {
			t.Errorf("%s: %+v", c.why, d)
		}
	}
}

func TestASumThatIsNotUsedTakesAllItsRowsWithIt(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "姓名|团队|日期|成交数|拜访数\n甲|A|2025-06-15|22|150\n甲|A|2025-06-30|23|150\n甲|A|2025-06|45|301"+others)...)
	if y := res.Inputs[0].Tally; y.RowsRead != 10 || y.RowsRejected != 3 || y.RowsUsed != 7 {
		t.Errorf("tally %+v", y)
	}
	if n := strings.Count(told(res), "row.conflict"); n != 3 {
		t.Errorf("said of %d rows\n%s", n, told(res))
	}
}

func TestDaysOfValuesWithoutCountsAreNotAddedUp(t *testing.T) {
	rows := "姓名|团队|日期|NPS|成交数|拜访数\n甲|A|2025-06-15|10|1|9\n甲|A|2025-06-30|20|2|9"
	for _, name := range []string{"乙", "丙", "丁"} {
		rows += "\n" + name + "|A|2025-06-30|30|3|9"
	}
	res := must(t, Options{}, one("a.xlsx", rows)...)
	equalFacts(t, "NPS keeps its days, the counts make months", res,
		"A 丁 conversion_rate 2025-06 3/9", "A 丙 conversion_rate 2025-06 3/9", "A 乙 conversion_rate 2025-06 3/9", "A 甲 conversion_rate 2025-06 3/18",
		"A 丁 nps 2025-06-30 30", "A 丙 nps 2025-06-30 30", "A 乙 nps 2025-06-30 30", "A 甲 nps 2025-06-15 10", "A 甲 nps 2025-06-30 20")
	if d := find(t, res, "period.days_kept"); d.Args["kpi"] != "nps" || d.Args["first"] != "甲 2025-06" || d.Severity != kpi.Warning {
		t.Errorf("%+v", d)
	}
}

// Whatever the days, no count is lost: what is used and what is said add up.
func TestFoldingLosesNoCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		b.WriteString("姓名|团队|日期|成交数|拜访数")
		want, seen := kpi.Decimal(0), map[string]bool{}
		for i := range rapid.IntRange(1, 14).Draw(t, "rows") {
			who := rapid.SampledFrom([]string{"甲", "乙", "丙", "丁", "戊"}).Draw(t, "who")
			day := fmt.Sprintf("2025-%02d-%02d", rapid.IntRange(5, 6).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
			if seen[who+day] {
				continue
			}
			seen[who+day] = true
			fmt.Fprintf(&b, "\n%s|A|%s|%d|%d", who, day, i, i+20)
			want += kpi.FromInt(int64(i + 20))
		}
		res := read(t, b.String())
		checkTallies(t, res)
		var got kpi.Decimal
		for i := range res.Dataset.Len() {
			got += res.Dataset.Measure(i).Trials
		}
		if got != want || len(codes(res, kpi.Error)) > 0 {
			t.Fatalf("%s trials of %s\n%s\n%s", got, want, b.String(), told(res))
		}
	})
}

func TestTeamsSpeltAlikeAreSaidAndNotMerged(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "姓名|团队|NPS\n甲|North|1\n乙|north|2\n丙|NORTH|3\n丁|South|4\n戊|销售 A|5\n己|销售A|6")...)
	if n := len(res.Dataset.Teams); n != 6 {
		t.Errorf("%d teams: %v", n, res.Dataset.Teams)
	}
	var got []string
	for _, d := range res.Diagnostics {
		if d.Code == "team.spellings" {
			got = append(got, d.Severity.String()+" "+d.Origin.Cell()+" "+d.Args["teams"])
		}
	}
	if want := []string{"warning C2 NORTH (1), North (1), north (1)", "warning C7 销售 A (1), 销售A (1)"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := codes(must(t, Options{}, one("a.xlsx", "姓名|团队|NPS\n甲|A-1|1\n乙|A-2|2")...), kpi.Warning); got != nil {
		t.Errorf("teams that differ by more are no spellings: %v", got)
	}
}
