package main

import (
	"cmp"
	"maps"
	"math"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// settings are the values in force for one command.
type settings struct {
	*loaded
	flags     *pflag.FlagSet
	fromEnv   map[string]bool // flags that the environment set
	catalogue *kpi.Catalogue
	quiet     bool
	color     string
}

// envName is the environment variable of a flag.
func envName(flag string) string {
	return "GAPSTEP_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

func addCommonFlags(f *pflag.FlagSet) {
	f.String("config", "", "")
	f.String("lang", "", "")
	f.String("store", "", "")
	f.String("color", "auto", "")
	f.String("memory", "", "")
	f.Bool("no-progress", false, "")
	f.BoolP("quiet", "q", false, "")
	f.BoolP("verbose", "v", false, "")
}

func addReadingFlags(f *pflag.FlagSet) {
	addFileFlags(f)
	addSourceFlags(f)
	f.StringArray("kpi", nil, "")
}

// addFileFlags adds what settles doubts about a file.
func addFileFlags(f *pflag.FlagSet) {
	f.String("encoding", "auto", "")
	f.String("date-order", "", "")
	f.String("sheet", "", "")
	f.String("unit", "", "")
}

func addJudgingFlags(f *pflag.FlagSet) {
	f.String("as-of", "", "")
	f.String("window", "3", "")
	f.String("reference", "team-mean", "")
	f.String("cohort", "", "")
	f.String("rule", "fair", "")
}

// addFailingFlags adds what makes findings a failure, for scripts.
func addFailingFlags(f *pflag.FlagSet) {
	f.StringSlice("fail-on", nil, "")
	f.Bool("strict", false, "")
}

// settle reads environment and configuration once the flags are known.
func (a *app) settle(cmd *cobra.Command) error {
	s := &settings{flags: cmd.Flags(), fromEnv: map[string]bool{}}
	if err := s.takeEnvironment(a); err != nil {
		return err
	}
	l, err := a.loadConfig(s.flags)
	if err != nil {
		return err
	}
	s.loaded = l
	s.quiet, _ = s.flags.GetBool("quiet")
	s.color, _ = s.flags.GetString("color")
	if s.color != "auto" && s.color != "always" && s.color != "never" {
		return badFlag("color", s.color, "auto, always, never")
	}
	if s.catalogue, err = l.catalogue(); err != nil {
		return err
	}
	a.set = s
	return a.choosePrinter()
}

func (s *settings) takeEnvironment(a *app) error {
	var first error
	s.flags.VisitAll(func(f *pflag.Flag) {
		v, ok := a.env(envName(f.Name))
		if f.Changed || !ok || v == "" || first != nil {
			return
		}
		if err := s.flags.Set(f.Name, v); err != nil {
			first = badFlag(envName(f.Name), v, f.Usage)
		}
		s.fromEnv[f.Name] = true
	})
	return first
}

// choosePrinter takes the language of flag, environment or file, and else keeps
// the one of the locale.
func (a *app) choosePrinter() error {
	p := a.text
	if lang := a.set.config.Reports.Lang; lang != "" {
		var err error
		if p, err = locale.New(lang); err != nil {
			return err
		}
	}
	a.text = p.With(a.set.catalogue)
	return nil
}

func badFlag(name, value, want string) error {
	return &kpi.Fault{Class: kpi.Usage, Code: "option.range", Args: kpi.Args{"option": name, "value": value, "want": want}}
}

// catalogue is the built-in one with the entries of the configuration.
func (l *loaded) catalogue() (*kpi.Catalogue, error) {
	extra := make([]kpi.Indicator, len(l.KPIs))
	for i, c := range l.KPIs {
		in, err := c.indicator(l.file)
		if err != nil {
			return nil, configFault(l.file, err)
		}
		extra[i] = in
	}
	cat, err := kpi.Builtin().With(extra...)
	if err != nil {
		return nil, configFault(l.file, err)
	}
	return cat, nil
}

func (c kpiConfig) indicator(file string) (kpi.Indicator, error) {
	in := kpi.Indicator{ID: c.ID, Title: c.Title, Aliases: c.Aliases, Unit: c.Unit, Floor: c.Floor, Ceiling: c.Ceiling,
		Standard: c.Standard, Material: c.Material, Weight: c.Weight, Drivers: c.Drivers, Numerator: c.Numerator, Denominator: c.Denominator, Source: file}
	for _, w := range []struct {
		text string
		into interface{ UnmarshalText([]byte) error }
	}{{c.Direction, &in.Direction}, {c.Scale, &in.Scale}, {c.Trials, &in.Trials}, {c.Kind, &in.Kind}} {
		if w.text == "" {
			continue
		}
		if err := w.into.UnmarshalText([]byte(w.text)); err != nil {
			return in, &kpi.Fault{Class: kpi.Usage, Code: "indicator.entry", Args: kpi.Args{"id": c.ID}, Err: err}
		}
	}
	return in, nil
}

// ingestOptions says how inputs are read.
func (s *settings) ingestOptions() ingest.Options {
	o := ingest.Options{Catalogue: s.catalogue}
	o.Named, _ = s.flags.GetStringArray("kpi")
	if enc, _ := s.flags.GetString("encoding"); enc != "auto" {
		o.Encoding = enc
	}
	o.DateOrder, _ = s.flags.GetString("date-order")
	o.Sheet, _ = s.flags.GetString("sheet")
	o.Unit, _ = s.flags.GetString("unit")
	o.Corrects, _ = s.flags.GetStringArray("corrects")
	if s.file != "" {
		o.Config, o.Folder = s.file, filepath.Dir(s.file)
	}
	for _, c := range s.config.Sources {
		o.Sources = append(o.Sources, c.source())
	}
	return o
}

// analysisOptions says how gaps are judged.
func (s *settings) analysisOptions() (analysis.Options, error) {
	c := s.config.Analysis
	o := analysis.Default()
	o.MinN, o.MinPeriods, o.MinTeam, o.FDR, o.Level = c.MinN, c.MinPeriods, c.MinTeam, c.FDR, c.Level
	o.Cohort = analysis.Cohort(c.Cohort)
	o.Parallelism = runtime.GOMAXPROCS(0)
	if rule, _ := s.flags.GetString("rule"); rule != "" {
		o.Rule = analysis.Rule(rule)
	}
	if c.Window == "all" {
		o.Window = 0
	} else {
		n, err := strconv.Atoi(c.Window)
		if err != nil || n < 1 {
			return o, badFlag("window", c.Window, "≥ 1, all")
		}
		o.Window = n
	}
	if day, _ := s.flags.GetString("as-of"); day != "" {
		d, err := kpi.ParseDate(day)
		if err != nil {
			return o, badFlag("as-of", day, "2025-06-30")
		}
		o.AsOf = d
	}
	return o, o.Validate()
}

// goalsOptions says how targets are proposed.
func (s *settings) goalsOptions() (goals.Options, error) {
	c := s.config.Goals
	o := goals.Default()
	o.Reference = c.Reference
	for _, word := range slices.Sorted(maps.Keys(c.Policies)) {
		var kind kpi.Kind
		if err := kind.UnmarshalText([]byte(word)); err != nil {
			return o, configFault(s.file, err)
		}
		o.Policies[kind] = c.Policies[word].over(o.Policies[kind])
	}
	for word, t := range c.Types {
		o.Types[word] = t.over(o.Types[word])
	}
	o.Veto = c.Veto
	return o, o.Validate()
}

// over puts what the configuration says of a policy over its default.
func (c policyConfig) over(p goals.Policy) goals.Policy {
	share := func(to *kpi.Decimal, f *float64) {
		if f != nil {
			*to = *decimalShare(f)
		}
	}
	number := func(to *int, n *int) {
		if n != nil {
			*to = *n
		}
	}
	share(&p.Close, c.Close)
	share(&p.First, c.First)
	number(&p.Stages, c.Stages)
	number(&p.Horizon, c.Horizon)
	number(&p.Sustain, c.Sustain)
	return p
}

// over puts what the configuration says of a type over its default.
func (c typeConfig) over(a goals.Adjustment) goals.Adjustment {
	a.Close, a.First = cmp.Or(decimalShare(c.Close), a.Close), cmp.Or(decimalShare(c.First), a.First)
	a.Stages, a.Horizon, a.Sustain = cmp.Or(c.Stages, a.Stages), cmp.Or(c.Horizon, a.Horizon), cmp.Or(c.Sustain, a.Sustain)
	if c.Cycle != nil {
		a.Cycle = *c.Cycle
	}
	return a
}

func decimalShare(f *float64) *kpi.Decimal {
	if f == nil {
		return nil
	}
	d := kpi.Decimal(math.Round(*f * float64(kpi.One)))
	return &d
}
