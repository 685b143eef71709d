package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

func (a *app) configCommand() *cobra.Command {
	c := &cobra.Command{Use: "config"}
	show := &cobra.Command{
		Use:  "show",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.showConfig() },
	}
	addJudgingFlags(show.Flags())
	addServingFlags(show.Flags())
	c.AddCommand(show)
	return c
}

// showConfig prints key, value and source in three columns, keys sorted.
func (a *app) showConfig() error {
	l := a.set.loaded
	keys := l.viper.AllKeys()
	slices.Sort(keys)
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, k := range keys {
		value := l.viper.Get(k)
		if list, ok := value.([]any); ok {
			value = fmt.Sprintf("[%d]", len(list))
		}
		fmt.Fprintf(w, "%s\t%v\t%s\n", strings.ReplaceAll(k, "::", "."), value, a.sourceOf(k))
	}
	return w.Flush()
}

// sourceOf tells where a key's value comes from.
func (a *app) sourceOf(key string) string {
	if name := bound[key]; name != "" {
		if a.set.fromEnv[name] {
			return envName(name)
		}
		if f := a.set.flags.Lookup(name); f != nil && f.Changed {
			return "--" + name
		}
	}
	if a.set.viper.InConfig(key) {
		return a.set.file
	}
	return "default"
}
