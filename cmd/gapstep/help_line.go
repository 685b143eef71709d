package main

import (
	"errors"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// flagFault makes a fault with words of an error in the flags.
func flagFault(c *cobra.Command, err error) error {
	f := &kpi.Fault{Class: kpi.Usage, Code: "usage.flag_unknown", Args: kpi.Args{"command": c.CommandPath()}}
	var (
		unknown *pflag.NotExistError
		missing *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		written *pflag.InvalidSyntaxError
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
	case errors.As(err, &written):
		f.Args["flag"] = written.GetSpecifiedFlag()
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
	notACommand = regexp.MustCompile(`^unknown command "(.*?)" for "(.*?)"`)
	wrongNumber = regexp.MustCompile(`^(?:accepts|requires) (.*?) arg\(s\),(?: only)? received (\d+)`)
)

// lineFault makes a fault with words of what cobra refuses; other errors come
// back as they are.
func lineFault(root *cobra.Command, args []string, err error) error {
	if err == nil || kpi.AsFault(err) != nil {
		return err
	}
	c, _, _ := root.Find(args)
	if m := notACommand.FindStringSubmatch(err.Error()); m != nil {
		return unknownCommand(c, m[1])
	}
	if m := wrongNumber.FindStringSubmatch(err.Error()); m != nil {
		return &kpi.Fault{Class: kpi.Usage, Code: "usage.arguments", Args: kpi.Args{"command": c.CommandPath(), "want": m[1], "got": m[2], "use": bareUse(c)}}
	}
	return err
}

// bareUse is what a command takes beside its flags.
func bareUse(c *cobra.Command) string { return strings.TrimSuffix(c.UseLine(), " [flags]") }

// unknownCommand is the fault of a word that is no command below c, with the
// nearest one where there is one.
func unknownCommand(c *cobra.Command, word string) error {
	f := &kpi.Fault{Class: kpi.Usage, Code: "usage.command_unknown", Args: kpi.Args{"word": word, "command": c.CommandPath(), "near": ""}}
	if c.SuggestionsMinimumDistance <= 0 {
		c.SuggestionsMinimumDistance = 2
	}
	if near := c.SuggestionsFor(word); len(near) > 0 {
		f.Args["near"] = near[0]
	}
	return f
}

// straySubcommand is the fault of a line that names a group of commands and none
// of it: plan action dnoe. Cobra would show the help and be content.
func straySubcommand(root *cobra.Command, args []string) error {
	c, rest, err := root.Find(args)
	if err != nil || c.Runnable() || !c.HasSubCommands() {
		return nil
	}
	if err := c.ParseFlags(rest); err != nil { // cobra says so itself
		return nil
	}
	if words := c.Flags().Args(); len(words) > 0 {
		return unknownCommand(c, words[0])
	}
	return nil
}
