package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"

	"github.com/gapstep/gapstep/ingest"
)

// eventFixtures are the folders of sample events with a configuration.
var eventFixtures = map[string][]string{
	"pipeline": {"sales_pipeline_a.csv", "sales_pipeline_b.csv"},
	"calls":    {"call_log.csv"},
	"followup": {"跟进节点.csv"},
}

// plainApp is a command without terminal, environment and clock.
func plainApp() (a *app, out, errs *bytes.Buffer) {
	out, errs = &bytes.Buffer{}, &bytes.Buffer{}
	return &app{out: out, err: errs, now: func() time.Time { return time.Time{} }, env: func(string) (string, bool) { return "", false }}, out, errs
}

// loadFrom reads a configuration's text.
func loadFrom(t *testing.T, text string) (*loaded, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "gapstep.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	flags.String("config", path, "")
	a, _, _ := plainApp()
	return a.loadConfig(flags)
}

func TestAConfigurationSaysHowEventsAreRead(t *testing.T) {
	l, err := loadFrom(t, `
sources:
  - match: "crm*.csv"
    layout: events
    where: Stage in ["Won", "Lost"]
    grain: quarter
    columns: {employee: Agent, team: Manager, period: Closed On}
    missing: [{column: Score, values: ["0"]}]
    aliases: [{column: Stage, from: [won, Closed Won], to: Won}]
    exclude: [{column: Product, values: [Test]}]
    join:
      - {file: teams.csv, on: Agent}
      - {file: hr.xlsx, sheet: People, on: {left: Agent, right: 姓名}, since: 生效月份}
    measures:
      - {kpi: win_rate, numerator: 'Stage == "Won"', denominator: 'true'}
      - {kpi: deal_value, value: Amount, where: 'Stage == "Won"', aggregate: sum}
`)
	if err != nil {
		t.Fatal(err)
	}
	want := ingest.Source{
		Match: "crm*.csv", Layout: "events", Where: `Stage in ["Won", "Lost"]`, Grain: "quarter",
		Columns:  ingest.Columns{Employee: "Agent", Team: "Manager", Period: "Closed On"},
		Missing:  []ingest.Missing{{Column: "Score", Values: []string{"0"}}},
		Aliases:  []ingest.Alias{{Column: "Stage", From: []string{"won", "Closed Won"}, To: "Won"}},
		Excludes: []ingest.Exclude{{Column: "Product", Values: []string{"Test"}}},
		Joins: []ingest.Join{{File: "teams.csv", Left: "Agent", Right: "Agent"},
			{File: "hr.xlsx", Sheet: "People", Left: "Agent", Right: "姓名", Since: "生效月份"}},
		Measures: []ingest.Measure{{KPI: "win_rate", Numerator: `Stage == "Won"`, Denominator: "true"},
			{KPI: "deal_value", Value: "Amount", Where: `Stage == "Won"`, Aggregate: "sum"}},
	}
	if diff := cmp.Diff(want, l.Sources[0].source()); diff != "" {
		t.Error(diff)
	}
	// Written down and read again it says the same.
	text, err := yaml.Marshal(map[string]any{"sources": []sourceConfig{sourceConfigOf(want)}})
	if err != nil {
		t.Fatal(err)
	}
	if l, err = loadFrom(t, string(text)); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if diff := cmp.Diff(want, l.Sources[0].source()); diff != "" {
		t.Errorf("%s\n%s", diff, text)
	}
}

func TestTheKeyOfAJoin(t *testing.T) {
	for _, c := range []struct {
		sentence    string
		on          any
		left, right string
	}{
		{"one heading for both", "id", "id", "id"},
		{"one for each", map[string]any{"left": "id", "right": "工号"}, "id", "工号"},
		{"half", map[string]any{"left": "id"}, "", ""},
		{"one too many", map[string]any{"left": "id", "right": "工号", "x": "y"}, "", ""},
		{"a misspelt side", map[string]any{"left": "id", "rigth": "工号"}, "id", ""},
		{"a number", 3, "", ""},
		{"nothing", nil, "", ""},
	} {
		if left, right := (joinConfig{On: c.on}).keys(); left != c.left || right != c.right {
			t.Errorf("%s: %q %q", c.sentence, left, right)
		}
	}
}

// The sample configurations are read, and every message about them has words.
func TestEventFixturesAreInspected(t *testing.T) {
	for name, files := range eventFixtures {
		for _, lang := range []string{"en", "zh"} {
			dir := filepath.Join("..", "..", "testdata", "ingest", "events", name)
			args := []string{"inspect", "--config", filepath.Join(dir, "gapstep.yaml"), "--lang", lang}
			for _, f := range files {
				args = append(args, filepath.Join(dir, f))
			}
			a, out, errs := plainApp()
			if code := a.run(t.Context(), args); code != exitDone {
				t.Fatalf("%s: exit code %d: %s", name, code, errs)
			}
			if text := out.String() + errs.String(); strings.Contains(text, "⟦") {
				t.Errorf("%s: words are missing in\n%s", name, text)
			}
		}
	}
}

// A slip in an expression is a usage fault with the place, in both languages.
func TestASlipInAnExpressionIsSaid(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"deals.csv": "agent,team,closed,stage\n甲,A,2025-06-02,Won\n",
		"gapstep.yaml": "sources: [{match: deals.csv, layout: events, measures: [{kpi: conversion_rate, numerator: 'stge == \"Won\"', denominator: 'true'}]}]\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for lang, want := range map[string]string{"en": "agent, team, closed, stage", "zh": "第 1 个字符处的 stge"} {
		a, _, errs := plainApp()
		code := a.run(t.Context(), []string{"analyze", "--config", filepath.Join(dir, "gapstep.yaml"), "--lang", lang, filepath.Join(dir, "deals.csv")})
		if code != exitUsage || !strings.Contains(errs.String(), want) || strings.Contains(errs.String(), "⟦") {
			t.Errorf("%s: exit code %d: %s", lang, code, errs)
		}
	}
}

// GAPSTEP_SOURCE names what is read as --source does: no FILE is asked for,
// except by commands whose arguments are plans.
func TestASourceOfTheEnvironmentIsEnough(t *testing.T) {
	for _, c := range []struct {
		why, source string
		takes       bool
		args        []string
		want        bool
	}{
		{"a file", "", true, []string{"a.csv"}, true},
		{"the environment alone", "sqlite:a.db", true, nil, true},
		{"nothing", "", true, nil, false},
		{"plans are no files", "sqlite:a.db", false, nil, false},
	} {
		a, _, _ := plainApp()
		a.env = func(name string) (string, bool) { return c.source, name == "GAPSTEP_SOURCE" && c.source != "" }
		cmd := &cobra.Command{Use: "test FILE..."}
		if c.takes {
			addSourceFlags(cmd.Flags())
		}
		if err := a.someArgs(cmd, c.args); (err == nil) != c.want {
			t.Errorf("%s: %v", c.why, err)
		}
	}
}
