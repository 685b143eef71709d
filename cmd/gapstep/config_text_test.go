package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// configOf loads a configuration.
func configOf(t *testing.T, text string) (*loaded, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "gapstep.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.String("config", path, "")
	return (&app{}).loadConfig(flags)
}

// What yaml makes of the left-hand texts unquoted: octal 8 and 3, a float 1.5,
// hexadecimal 16, 1000, a time, booleans and nothing (YAML 1.1 and 1.2, core schema).
func TestTextsStayAsTheyAreWritten(t *testing.T) {
	for _, text := range []string{"010", "003", "1.50", "0x10", "1e3", "0o17", "2025-06-01", "2025-06-01 10:00", "true", "False", "yes", "null", "+5", ".5", "1_000", "12:30", ".inf", "甲", `"010"`, "'~'", "-"} {
		want := text
		if n := len(text); text[0] == '"' || text[0] == '\'' {
			want = text[1 : n-1]
		}
		if text == "-" {
			text = `"-"` // a bare dash begins a list
		}
		l, err := configOf(t, `
sources:
  - match: `+text+`
    columns: {employee: `+text+`}
    aliases: [{column: id, from: [`+text+`, a], to: `+text+`}]
    exclude: [{column: id, values: `+text+`}]
    missing:
      - column: id
        values:
          - `+text+`
    join: [{file: r.csv, on: {left: `+text+`, right: `+text+`}}, {file: r.csv, on: `+text+`}]
    header_row: 2
    corrects: true
`)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		s := l.Sources[0].source()
		got := []string{s.Match, s.Columns.Employee, s.Aliases[0].From[0], s.Aliases[0].From[1], s.Aliases[0].To, s.Excludes[0].Values[0], s.Missing[0].Values[0],
			s.Joins[0].Left, s.Joins[0].Right, s.Joins[1].Left}
		if diff := cmp.Diff([]string{want, want, want, "a", want, want, want, want, want, want}, got); diff != "" || s.HeaderRow != 2 || !s.Corrects {
			t.Errorf("%s (-want +got): %s", text, diff)
		}
	}
}

// Anchors and merged mappings are followed, numbers stay numbers, and nothing stays nothing.
func TestNumbersAndAnchorsAreRead(t *testing.T) {
	l, err := configOf(t, `
kpis: [{id: 007, title: {en: 010, zh: 010}, standard: 0.22, direction: higher, aliases: [2024]}]
sources:
  - &base
    match: a.csv
    sheet:
    missing: &none [{column: A, values: [007]}]
  - <<: *base
    match: b.csv
    exclude: *none
analysis: {window: 4, min_n: 8, fdr: 1e-1}
goals: {policies: {outcome: {close: 0.5}}, calendar: null}
`)
	if err != nil {
		t.Fatal(err)
	}
	k, s := l.KPIs[0], l.Sources[1].source()
	if k.ID != "007" || k.Title.EN != "010" || *k.Standard != 0.22 || k.Aliases[0] != "2024" || l.Analysis.Window != "4" || l.Analysis.MinN != 8 || l.Analysis.FDR != 0.1 || l.Goals.Calendar != "" {
		t.Errorf("%+v", l.config)
	}
	if s.Match != "b.csv" || s.Sheet != "" || s.Missing[0].Values[0] != "007" || s.Excludes[0].Values[0] != "007" {
		t.Errorf("%+v", s)
	}
}

func TestTextsThatNobodyCanTellAreRefused(t *testing.T) {
	for _, c := range []struct{ sentence, lines, code, key, at string }{
		{"a tilde in a list is nothing, or itself", "exclude: [{column: A, values: [~]}]", "config.unquoted", "sources.exclude.values", "3"},
		{"a tilde as a text", "aliases: [{column: A, from: [a], to: ~}]", "config.unquoted", "sources.aliases.to", "3"},
		{"a comma where a list is due", "exclude:\n      - column: A\n        values: 1,000", "config.no_list", "sources.exclude.values", "5"},
	} {
		_, err := configOf(t, "sources:\n  - match: a.csv\n    "+c.lines+"\n")
		f := kpi.AsFault(err)
		if f == nil || f.Code != c.code || f.Class != kpi.Usage || f.Args["key"] != c.key || f.Args["line"] != c.at {
			t.Errorf("%s: %v", c.sentence, err)
		}
	}
}
