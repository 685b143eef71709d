package main

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gapstep/gapstep/reports/locale"
)

// speak gives the commands, their flags and the pages of help their words in the
// language of the run. They stand in the catalogue alone, by the command's path
// and the flag's name: help.plan.add.short, .long, .example, .flag.target; a flag
// that says the same of several commands has its words in help.flag. The words are
// looked up when a page of help or a completion is asked for.
func (a *app) speak(root *cobra.Command, args []string) {
	root.SetHelpCommand(a.helpCommand())
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	root.SetFlagErrorFunc(flagFault)
	words, printHelp := sync.OnceFunc(func() { a.speakCommand(root) }), root.HelpFunc()
	root.SetHelpFunc(func(c *cobra.Command, args []string) {
		words()
		printHelp(c, args)
	})
	root.SetUsageFunc(func(c *cobra.Command) error {
		words()
		return a.printUsage(c)
	})
	if completes(args) {
		words()
	}
}

// completes reports whether a command line asks what it can be completed by.
func completes(args []string) bool {
	return len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd)
}

func (a *app) speakCommand(c *cobra.Command) {
	c.InitDefaultHelpFlag()
	c.InitDefaultVersionFlag()
	key := "help." + helpKey(c)
	c.Short, c.Long, c.Example = a.words(key+".short"), a.words(key+".long"), a.words(key+".example")
	for _, set := range []*pflag.FlagSet{c.Flags(), c.PersistentFlags()} {
		set.VisitAll(func(f *pflag.Flag) { f.Usage = a.words(key+".flag."+f.Name, "help.flag."+f.Name) })
	}
	for _, sub := range c.Commands() {
		a.speakCommand(sub)
	}
}

// words is the text of the first of the ids that has one, "" when none has.
func (a *app) words(ids ...string) string {
	for _, id := range ids {
		if a.text.Has(id) {
			return a.text.Text(id, nil)
		}
	}
	return ""
}

// helpKey is a command's part of an id: plan.action.add.
func helpKey(c *cobra.Command) string {
	_, path, below := strings.Cut(c.CommandPath(), " ")
	if !below {
		return c.Name()
	}
	return strings.ReplaceAll(path, " ", ".")
}

// helpCommand is `gapstep help COMMAND`. It needs no configuration: help comes
// though the file is broken.
func (a *app) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "help [COMMAND]...",
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		ValidArgsFunction: completeCommand,
		RunE: func(c *cobra.Command, args []string) error {
			found, rest, err := c.Root().Find(args)
			if err != nil {
				return unknownCommand(c.Root(), args[0])
			}
			if len(rest) > 0 && found.HasSubCommands() {
				return unknownCommand(found, rest[0])
			}
			return found.Help()
		},
	}
}

// completeCommand completes the path of a command.
func completeCommand(c *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	found, _, err := c.Root().Find(args)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var list []cobra.Completion
	for _, sub := range found.Commands() {
		if !sub.Hidden && strings.HasPrefix(sub.Name(), begun) {
			list = append(list, cobra.CompletionWithDesc(sub.Name(), sub.Short))
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

// printUsage writes how a command is used.
func (a *app) printUsage(c *cobra.Command) error {
	var b strings.Builder
	head := func(id string) { fmt.Fprintf(&b, "\n%s\n", a.text.Text(id, nil)) }
	fmt.Fprintln(&b, a.text.Text("help.usage", nil))
	if c.Runnable() {
		fmt.Fprintf(&b, "  %s\n", a.useLine(c))
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "  %s %s\n", c.CommandPath(), a.text.Text("help.a_command", nil))
	}
	if c.HasExample() {
		head("help.examples")
		fmt.Fprintln(&b, c.Example)
	}
	if c.HasAvailableSubCommands() {
		head("help.commands")
		listCommands(&b, c.Commands(), func(s *cobra.Command) bool { return s.IsAvailableCommand() || s.Name() == "help" }, (*cobra.Command).Name)
	}
	for _, flags := range []struct {
		id  string
		set *pflag.FlagSet
	}{{"help.flags", c.LocalFlags()}, {"help.global", c.InheritedFlags()}} {
		if flags.set.HasAvailableFlags() {
			head(flags.id)
			fmt.Fprintln(&b, a.flagUsages(flags.set))
		}
	}
	if c.HasHelpSubCommands() {
		head("help.topics")
		listCommands(&b, c.Commands(), (*cobra.Command).IsAdditionalHelpTopicCommand, (*cobra.Command).CommandPath)
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\n%s\n", a.text.Text("help.more", locale.Args{"command": c.CommandPath()}))
	}
	_, err := fmt.Fprint(c.OutOrStderr(), b.String())
	return err
}

// useLine is the line that shows what a command takes.
func (a *app) useLine(c *cobra.Command) string {
	line := bareUse(c)
	if line == c.UseLine() {
		return line
	}
	return line + " " + a.text.Text("help.some_flags", nil)
}

// defaultOf is what pflag writes of a flag's default behind its words.
var defaultOf = regexp.MustCompile(`(?m) \(default ("?)(.*?)"?\)$`)

func (a *app) flagUsages(set *pflag.FlagSet) string {
	return defaultOf.ReplaceAllStringFunc(strings.TrimRight(set.FlagUsages(), "\n"), func(s string) string {
		m := defaultOf.FindStringSubmatch(s)
		return a.text.Text("help.default", locale.Args{"value": m[1] + m[2] + m[1]})
	})
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
