package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// speak gives the commands, their flags and the pages of help their words in the
// language of the run. A command and a flag without words in the catalogue keep
// their own; a test finds them.
func (a *app) speak(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	root.SetUsageFunc(a.printUsage)
	root.SetFlagErrorFunc(flagFault)
	a.speakCommand(root)
}

func (a *app) speakCommand(c *cobra.Command) {
	c.InitDefaultHelpFlag()
	c.InitDefaultVersionFlag()
	key := helpKey(c)
	a.reword(&c.Short, "help."+key+".short")
	a.reword(&c.Long, "help."+key+".long")
	for _, set := range []*pflag.FlagSet{c.Flags(), c.PersistentFlags()} {
		set.VisitAll(func(f *pflag.Flag) { a.reword(&f.Usage, "help."+key+".flag."+f.Name, "help.flag."+f.Name) })
	}
	for _, sub := range c.Commands() {
		a.speakCommand(sub)
	}
}

// reword takes the text of the first of the ids that has one.
func (a *app) reword(text *string, ids ...string) {
	for _, id := range ids {
		if a.text.Has(id) {
			*text = a.text.Text(id, nil)
			return
		}
	}
}

// helpKey is a command's part of an id: plan.action.add.
func helpKey(c *cobra.Command) string {
	_, path, below := strings.Cut(c.CommandPath(), " ")
	if !below {
		return c.Name()
	}
	return strings.ReplaceAll(path, " ", ".")
}

// printUsage writes how a command is used.
func (a *app) printUsage(c *cobra.Command) error {
	var b strings.Builder
	head := func(id string) { fmt.Fprintf(&b, "\n%s:\n", a.text.Text("help."+id, nil)) }
	fmt.Fprintf(&b, "%s:\n", a.text.Text("help.usage", nil))
	if c.Runnable() {
		fmt.Fprintf(&b, "  %s\n", c.UseLine())
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "  %s [command]\n", c.CommandPath())
	}
	if c.HasExample() {
		head("examples")
		fmt.Fprintln(&b, c.Example)
	}
	if c.HasAvailableSubCommands() {
		head("commands")
		listCommands(&b, c.Commands(), func(s *cobra.Command) bool { return s.IsAvailableCommand() || s.Name() == "help" }, (*cobra.Command).Name)
	}
	for _, flags := range []struct {
		id  string
		set *pflag.FlagSet
	}{{"flags", c.LocalFlags()}, {"global", c.InheritedFlags()}} {
		if flags.set.HasAvailableFlags() {
			head(flags.id)
			fmt.Fprintln(&b, strings.TrimRight(a.flagUsages(flags.set), "\n"))
		}
	}
	if c.HasHelpSubCommands() {
		head("topics")
		listCommands(&b, c.Commands(), (*cobra.Command).IsAdditionalHelpTopicCommand, (*cobra.Command).CommandPath)
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\n%s\n", a.text.Text("help.more", locale.Args{"command": c.CommandPath()}))
	}
	_, err := fmt.Fprint(c.OutOrStderr(), b.String())
	return err
}

func (a *app) flagUsages(set *pflag.FlagSet) string {
	return strings.ReplaceAll(set.FlagUsages(), "(default ", "("+a.text.Text("help.default", nil)+" ")
}

func listCommands(b *strings.Builder, list []*cobra.Command, keep func(*cobra.Command) bool, name func(*cobra.Command) string) {
	width := 0
	for _, c := range list {
		width = max(width, len(name(c)))
	}
	for _, c := range list {
		if keep(c) {
			fmt.Fprintf(b, "  %-*s  %s\n", width, name(c), c.Short)
		}
	}
}

// flagFault makes a fault with words of an error in the flags.
func flagFault(c *cobra.Command, err error) error {
	f := &kpi.Fault{Class: kpi.Usage, Code: "usage.flag_unknown", Args: kpi.Args{"command": c.CommandPath()}}
	var (
		unknown *pflag.NotExistError
		missing *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
	)
	switch {
	case errors.Is(err, pflag.ErrHelp):
		return err
	case errors.As(err, &unknown):
		f.Args["flag"] = dashed(unknown.GetSpecifiedName())
	case errors.As(err, &missing):
		f.Code, f.Args["flag"] = "usage.flag_value", dashed(missing.GetSpecifiedName())
	case errors.As(err, &invalid):
		f.Code, f.Args["flag"], f.Args["value"] = "usage.flag_invalid", "--"+invalid.GetFlag().Name, invalid.GetValue()
	default:
		return err
	}
	return f
}

// dashed is a flag as it is written: --all, -o.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// What cobra says of a line that it refuses, by its source.
var (
	unknownCommand = regexp.MustCompile(`(?s)^unknown command "(.*?)" for "(.*?)"(?:.*?Did you mean this\?\s+(\S+))?`)
	wrongNumber    = regexp.MustCompile(`^(?:accepts|requires) (.*?) arg\(s\),(?: only)? received (\d+)`)
)

// lineFault makes a fault with words of what cobra refuses; other errors come
// back as they are.
func lineFault(root *cobra.Command, args []string, err error) error {
	if err == nil || kpi.AsFault(err) != nil {
		return err
	}
	c, _, _ := root.Find(args)
	if m := unknownCommand.FindStringSubmatch(err.Error()); m != nil {
		return &kpi.Fault{Class: kpi.Usage, Code: "usage.command_unknown", Args: kpi.Args{"word": m[1], "command": m[2], "near": m[3]}}
	}
	if m := wrongNumber.FindStringSubmatch(err.Error()); m != nil {
		return &kpi.Fault{Class: kpi.Usage, Code: "usage.arguments", Args: kpi.Args{"command": c.CommandPath(), "want": m[1], "got": m[2], "use": c.UseLine()}}
	}
	return err
}
