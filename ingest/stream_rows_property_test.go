package ingest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// drawnExport draws a text of events as exports are: mostly plain, with slips.
func drawnExport(t *rapid.T, name string) string {
	pick := func(what string, common []string, rare ...string) string {
		if len(rare) > 0 && rapid.IntRange(0, 29).Draw(t, what+" is rare") == 0 {
			return rapid.SampledFrom(rare).Draw(t, what)
		}
		return rapid.SampledFrom(common).Draw(t, what)
	}
	order := rapid.SampledFrom([]string{"2025-%02[2]d-%02[1]d", "%02d/%02d/2025", "%[2]d/%[1]d/25"}).Draw(t, name+" order")
	decimal := rapid.SampledFrom([]string{".", ","}).Draw(t, name+" decimal")
	var b strings.Builder
	b.WriteString("deal;agent;stage;closed;score;done;kind\n")
	for range rapid.IntRange(leastTop, leastTop+60).Draw(t, name+" rows") {
		day := func(what string) string {
			return fmt.Sprintf(order, rapid.IntRange(1, 28).Draw(t, what), rapid.IntRange(1, 12).Draw(t, what))
		}
		line := []string{
			pick("deal", []string{"D1", "D2", "D3", "D4", "D5", "D 6", "D7", "D8"}, "", "12:30"),
			pick("agent", []string{"甲", "乙", "丙", "丁 "}, "", "合计", "agent", "姓名：戊", "E9"),
			pick("stage", []string{"Won", "won", "Lost", "Open"}, "", "Test"),
			pick("closed", []string{day("closed")}, "", "soon", "2025-Q2", "31/02/2025"),
			pick("score", []string{"1", "4" + decimal + "5", "3"}, "", "x", "1000", "12:30", "1,234"),
			pick("done", []string{day("done")}, "", "never", "45000"),
			pick("kind", []string{"new", "old"}, "", "备注：未完成"),
		}
		b.WriteString(pick("row", []string{strings.Join(line, ";")}, strings.Join(line[:3], ";"), strings.Join(line, ";")+";;more", "", `"`+strings.Join(line, `";"`)+`"`) + "\n")
	}
	return b.String()
}

const drawnRoster = "who,team,manager,hired,from\n甲,A,M1,2020-01-02,2020-01\n乙,A,M1,03/04/2021,2020-01\n甲,B,M2,2020-01-02,2025-06\n丁,,M2,,2025-03\n己,B,M2,2019-05-06,2020-01\n"

// drawnCleaning draws a source with any of what is done to rows.
func drawnCleaning(t *rapid.T) Source {
	maybe := func(what string, do func()) {
		if rapid.Bool().Draw(t, what) {
			do()
		}
	}
	s := Source{Match: "deals_*.csv", Layout: "events", Columns: Columns{Employee: "agent", Period: "closed"},
		Measures: []Measure{won(), scored(), {KPI: "followup_delay_rate", Numerator: "days(done, closed) > 30", Denominator: "true"}}}
	maybe("where", func() { s.Where = `stage != "Open"` })
	maybe("alias", func() { s.Aliases = []Alias{{Column: "stage", From: []string{"won", "WON"}, To: "Won"}} })
	maybe("exclude", func() {
		s.Excludes = []Exclude{{Column: "stage", Values: []string{"Test"}}, {Column: "kind", Values: []string{"old"}}}
	})
	maybe("key", func() { s.Key = []string{"deal"} })
	maybe("segment", func() { s.Columns.Segment = "kind" })
	maybe("missing", func() { s.Missing = []Missing{{Column: "score", Values: []string{"1"}}} })
	maybe("join", func() {
		j := Join{File: "roster.csv", Left: "agent", Right: "who"}
		maybe("since", func() { j.Since = "from" })
		s.Joins, s.Columns.Team = []Join{j}, "team"
		maybe("alias of the roster", func() {
			s.Aliases = append(s.Aliases, Alias{Column: "manager", From: []string{"M2"}, To: "M1"})
		})
	})
	return s
}

// Whatever an export holds and whatever its source says: the rows of a spool give what
// the rows of a table give.
func TestAnyExportOfEventsIsTheSameSpooled(t *testing.T) {
	spooled := 0
	rapid.Check(t, func(rt *rapid.T) {
		dir := t.TempDir()
		write := func(name, text string) string {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}
		write("roster.csv", drawnRoster)
		paths := []string{write("deals_a.csv", drawnExport(rt, "a"))}
		opt := Options{Sources: []Source{drawnCleaning(rt)}}
		if rapid.Bool().Draw(rt, "two files") {
			paths = append(paths, write("deals_b.csv", drawnExport(rt, "b")))
			if len(opt.Sources[0].Key) > 0 && rapid.Bool().Draw(rt, "the second corrects") {
				opt.Corrects = []string{"deals_b.csv"}
			}
		}
		spooled += spooledAsWhole(rt, opt, paths...)
	})
	if spooled == 0 {
		t.Error("no table stayed spooled")
	}
}

// So do tables of figures that are joined to a roster or cleaned.
func TestAnyJoinedTableIsTheSameSpooled(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir := t.TempDir()
		var b strings.Builder
		b.WriteString("agent,month,kpi,value,team of the file\n")
		for i := range rapid.IntRange(leastTop, leastTop+60).Draw(rt, "rows") {
			line := fmt.Sprintf("%s,%s,%s,%s,", rapid.SampledFrom([]string{"甲", "乙", "丙", "", "合计"}).Draw(rt, "agent"),
				rapid.SampledFrom([]string{"2025-05", "2025-06", "2025年7月", "?"}).Draw(rt, "month"),
				rapid.SampledFrom([]string{"转化率", "NPS", "赢单", "拜访数", "成交数"}).Draw(rt, "kpi"),
				rapid.SampledFrom([]string{"0.5", "12", "7%", "", "n/a", "x"}).Draw(rt, "value"))
			if i == 0 || rapid.Bool().Draw(rt, "a team") {
				line += rapid.SampledFrom([]string{"A", "B"}).Draw(rt, "team")
			}
			b.WriteString(line + "\n")
		}
		for name, text := range map[string]string{"long.csv": b.String(), "roster.csv": drawnRoster} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s := Source{Match: "long.csv", Columns: Columns{Employee: "agent", Period: "month", KPI: "kpi", Value: "value"},
			Aliases: []Alias{{Column: "kpi", From: []string{"赢单"}, To: "转化率"}}, Excludes: []Exclude{{Column: "agent", Values: []string{"丙"}}}}
		if rapid.Bool().Draw(rt, "joined") {
			s.Joins = []Join{{File: "roster.csv", Left: "agent", Right: "who", Since: rapid.SampledFrom([]string{"", "from"}).Draw(rt, "since")}}
		} else {
			s.Columns.Team = "team of the file"
		}
		spooledAsWhole(rt, Options{Sources: []Source{s}, Catalogue: kpi.Builtin()}, filepath.Join(dir, "long.csv"))
	})
}
