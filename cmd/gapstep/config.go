package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// config is everything a configuration file can say. KPI names and headings
// stand in lists and values, never as keys: viper lower-cases keys.
type config struct {
	KPIs     []kpiConfig    `mapstructure:"kpis" json:"kpis"`
	Sources  []sourceConfig `mapstructure:"sources" json:"sources"`
	Analysis analysisConfig `mapstructure:"analysis" json:"analysis"`
	Goals    goalsConfig    `mapstructure:"goals" json:"goals"`
	Reports  reportsConfig  `mapstructure:"reports" json:"reports"`
	Serve    serveConfig    `mapstructure:"serve" json:"serve"`
	Store    string         `mapstructure:"store" json:"-"`
	Memory   string         `mapstructure:"memory" json:"-"`
}

type kpiConfig struct {
	ID          string     `mapstructure:"id" json:"id" yaml:"id"`
	Title       kpi.Titles `mapstructure:"title" json:"title" yaml:"title,omitempty,flow"`
	Aliases     []string   `mapstructure:"aliases" json:"aliases" yaml:"aliases,omitempty,flow"`
	Direction   string     `mapstructure:"direction" json:"direction" yaml:"direction,omitempty"`
	Scale       string     `mapstructure:"scale" json:"scale" yaml:"scale,omitempty"`
	Trials      string     `mapstructure:"trials" json:"trials" yaml:"trials,omitempty"`
	Unit        string     `mapstructure:"unit" json:"unit" yaml:"unit,omitempty"`
	Kind        string     `mapstructure:"kind" json:"kind" yaml:"kind,omitempty"`
	Floor       *float64   `mapstructure:"floor" json:"floor" yaml:"floor,omitempty"`
	Ceiling     *float64   `mapstructure:"ceiling" json:"ceiling" yaml:"ceiling,omitempty"`
	Standard    *float64   `mapstructure:"standard" json:"standard" yaml:"standard,omitempty"`
	Material    *float64   `mapstructure:"material" json:"material" yaml:"material,omitempty"`
	Weight      *float64   `mapstructure:"weight" json:"weight" yaml:"weight,omitempty"`
	Drivers     []string   `mapstructure:"drivers" json:"drivers" yaml:"drivers,omitempty,flow"`
	Numerator   []string   `mapstructure:"numerator" json:"numerator" yaml:"numerator,omitempty,flow"`
	Denominator []string   `mapstructure:"denominator" json:"denominator" yaml:"denominator,omitempty,flow"`
}

type columnsConfig struct {
	Employee    string `mapstructure:"employee" json:"employee" yaml:"employee,omitempty"`
	Name        string `mapstructure:"name" json:"name" yaml:"name,omitempty"`
	Team        string `mapstructure:"team" json:"team" yaml:"team,omitempty"`
	Period      string `mapstructure:"period" json:"period" yaml:"period,omitempty"`
	KPI         string `mapstructure:"kpi" json:"kpi" yaml:"kpi,omitempty"`
	Value       string `mapstructure:"value" json:"value" yaml:"value,omitempty"`
	Numerator   string `mapstructure:"numerator" json:"numerator" yaml:"numerator,omitempty"`
	Denominator string `mapstructure:"denominator" json:"denominator" yaml:"denominator,omitempty"`
	Role        string `mapstructure:"role" json:"role" yaml:"role,omitempty"`
	Level       string `mapstructure:"level" json:"level" yaml:"level,omitempty"`
	Manager     string `mapstructure:"manager" json:"manager" yaml:"manager,omitempty"`
	Type        string `mapstructure:"type" json:"type" yaml:"type,omitempty"`
	Hired       string `mapstructure:"hired" json:"hired" yaml:"hired,omitempty"`
	Segment     string `mapstructure:"segment" json:"segment" yaml:"segment,omitempty"`
}

type measureConfig struct {
	KPI         string `mapstructure:"kpi" json:"kpi" yaml:"kpi"`
	Value       string `mapstructure:"value" json:"value" yaml:"value,omitempty"`
	Numerator   string `mapstructure:"numerator" json:"numerator" yaml:"numerator,omitempty"`
	Denominator string `mapstructure:"denominator" json:"denominator" yaml:"denominator,omitempty"`
	Unit        string `mapstructure:"unit" json:"unit" yaml:"unit,omitempty"`
	Where       string `mapstructure:"where" json:"where" yaml:"where,omitempty"`
	Aggregate   string `mapstructure:"aggregate" json:"aggregate" yaml:"aggregate,omitempty"`
}

type missingConfig struct {
	Column string   `mapstructure:"column" json:"column" yaml:"column"`
	Values []string `mapstructure:"values" json:"values" yaml:"values,flow"`
}

type analysisConfig struct {
	Window     string  `mapstructure:"window" json:"window"`
	MinN       int     `mapstructure:"min_n" json:"min_n"`
	MinPeriods int     `mapstructure:"min_periods" json:"min_periods"`
	MinTeam    int     `mapstructure:"min_team" json:"min_team"`
	FDR        float64 `mapstructure:"fdr" json:"fdr"`
	Level      float64 `mapstructure:"level" json:"level"`
	Cohort     string  `mapstructure:"cohort" json:"cohort"`
}

type goalsConfig struct {
	Reference  string                  `mapstructure:"reference" json:"reference"`
	Policies   map[string]policyConfig `mapstructure:"policies" json:"policies"`
	Types      map[string]typeConfig   `mapstructure:"types" json:"types"`
	Concurrent int                     `mapstructure:"concurrent" json:"concurrent"`
	Calendar   string                  `mapstructure:"calendar" json:"-"` // a table of holidays, beside the configuration
	Library    string                  `mapstructure:"library" json:"-"`  // more actions, beside the configuration
	Veto       bool                    `mapstructure:"veto" json:"veto"`
}

type policyConfig struct {
	Close   *float64 `mapstructure:"close" json:"close"`
	Stages  *int     `mapstructure:"stages" json:"stages"`
	First   *float64 `mapstructure:"first" json:"first"`
	Horizon *int     `mapstructure:"horizon" json:"horizon"`
	Sustain *int     `mapstructure:"sustain" json:"sustain"`
}

// typeConfig is what a type of employee changes in the policy of every kind.
type typeConfig struct {
	Close   *float64 `mapstructure:"close" json:"close"`
	First   *float64 `mapstructure:"first" json:"first"`
	Stages  *int     `mapstructure:"stages" json:"stages"`
	Horizon *int     `mapstructure:"horizon" json:"horizon"`
	Sustain *int     `mapstructure:"sustain" json:"sustain"`
	Cycle   *int     `mapstructure:"cycle" json:"cycle"`
}

type reportsConfig struct {
	Lang     string `mapstructure:"lang" json:"-"`
	MinGroup int    `mapstructure:"min_group" json:"min_group"`
}

type serveConfig struct {
	Listen             string `mapstructure:"listen" json:"-"`
	PerEmployeeMetrics bool   `mapstructure:"per_employee_metrics" json:"-"`
}

// bound are the configuration keys that a flag sets too.
var bound = map[string]string{
	"analysis::window":            "window",
	"analysis::cohort":            "cohort",
	"goals::reference":            "reference",
	"reports::lang":               "lang",
	"serve::listen":               "listen",
	"serve::per_employee_metrics": "per-employee-metrics",
	"store":                       "store",
	"memory":                      "memory",
}

// defaults are the values that nobody has to set.
var defaults = map[string]any{
	"analysis::window": "3", "analysis::min_n": 10, "analysis::min_periods": 3, "analysis::min_team": 4,
	"analysis::fdr": 0.05, "analysis::level": 0.95, "analysis::cohort": "",
	"goals::reference": "team-mean", "goals::concurrent": 3, "goals::calendar": "", "goals::library": "", "goals::veto": false,
	"reports::lang": "", "reports::min_group": 5,
	"serve::listen": "127.0.0.1:9822", "serve::per_employee_metrics": false,
	"store": "sqlite:gapstep.db", "memory": "",
}

// loaded is a configuration with where its values come from.
type loaded struct {
	config
	file  string // "" when there is none
	viper *viper.Viper
}

// loadConfig reads the configuration file, when there is one, under flags and
// environment. Unknown keys, a missing --config file and values of the wrong
// type are usage faults.
func (a *app) loadConfig(flags *pflag.FlagSet) (*loaded, error) {
	v := viper.NewWithOptions(viper.KeyDelimiter("::"))
	for k, d := range defaults {
		v.SetDefault(k, d)
	}
	for k, name := range bound {
		if f := flags.Lookup(name); f != nil {
			if err := v.BindPFlag(k, f); err != nil {
				return nil, err
			}
		}
	}
	l := &loaded{viper: v, file: a.findConfig(configFlag(flags))}
	if l.file != "" {
		if err := readConfig(v, l.file); err != nil {
			return nil, err
		}
	}
	if err := v.UnmarshalExact(&l.config); err != nil {
		return nil, configFault(l.file, err)
	}
	return l, nil
}

// readConfig reads a file, of which the texts stay as they are written.
func readConfig(v *viper.Viper, file string) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return configFault(file, err)
	}
	v.SetConfigType("yaml")
	if err := v.ReadConfig(bytes.NewReader(b)); err != nil {
		return configFault(file, err)
	}
	if b, err = keepTexts(b, file); err != nil {
		return err
	}
	return v.ReadConfig(bytes.NewReader(b))
}

// configFault words what viper says: the keys that nobody knows, the file
// that is not there, the line that is no yaml.
func configFault(file string, err error) error {
	f := &kpi.Fault{Class: kpi.Usage, Code: "config.invalid", Origin: kpi.Origin{File: file}, Args: kpi.Args{"detail": oneLine(err.Error())}}
	if errors.Is(err, fs.ErrNotExist) {
		f.Code, f.Args = "config.not_found", nil
		return f
	}
	if kpi.AsFault(err) != nil {
		f.Args, f.Err = kpi.Args{"detail": ""}, err
	}
	if _, keys, ok := strings.Cut(err.Error(), "has invalid keys: "); ok {
		keys, _, _ = strings.Cut(keys, "\n")
		f.Code, f.Args = "config.unknown_key", kpi.Args{"keys": keys}
	}
	return f
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// configFlag is the file that --config names, or GAPSTEP_CONFIG, which is
// settled into the flag; "" where none does.
func configFlag(flags *pflag.FlagSet) string {
	if f := flags.Lookup("config"); f != nil {
		return f.Value.String()
	}
	return ""
}

// configLang is the language that the configuration asks for, for what is said
// before the flags are known: help, and what is wrong with the line. It is ""
// where no file can be read; what is wrong with the file is said later.
func (a *app) configLang(args []string) string {
	named, _ := a.env(envName("config"))
	file := a.findConfig(cmp.Or(flagIn(args, "--config"), named))
	if file == "" {
		return ""
	}
	v := viper.NewWithOptions(viper.KeyDelimiter("::"))
	v.SetConfigFile(file)
	v.SetConfigType("yaml")
	if err := v.ReadInConfig(); err != nil {
		return ""
	}
	return v.GetString("reports::lang")
}

// findConfig names the file to read: the one that is named, else one in the
// usual places.
func (a *app) findConfig(named string) string {
	if named != "" {
		return named
	}
	home, _ := a.env("XDG_CONFIG_HOME")
	if user, _ := a.env("HOME"); home == "" && user != "" {
		home = filepath.Join(user, ".config")
	}
	places := []string{"gapstep.yaml"}
	if home != "" {
		places = append(places, filepath.Join(home, "gapstep", "gapstep.yaml"))
	}
	for _, p := range append(places, "/etc/gapstep/gapstep.yaml") {
		if st, err := os.Stat(p); err == nil && !st.IsDir() {
			return p
		}
	}
	return ""
}

// hash is the SHA-256 of what decides the figures: the whole configuration but
// for the language, the addresses, the store and the memory.
func (l *loaded) hash() string {
	b, err := json.Marshal(l.config)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
