package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// The exit codes.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitFindings    = 3
	exitInterrupted = 130
)

// errFindings ends a run that was asked to fail on what it found; the report is
// already written.
var errFindings = errors.New("findings")

// app holds what a run takes from its surroundings, and after the flags are
// read, the settings in force.
type app struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) (string, bool)
	now      func() time.Time

	set    *settings
	text   *locale.Printer
	cancel context.CancelCauseFunc // ends the run
	sketch bool                    // what is written shows no plans: their levels are enough
	gate   *gate                   // of what folders and temporary files hold
}

// run executes one command line and returns its exit code.
func (a *app) run(ctx context.Context, args []string) int {
	a.text = a.firstPrinter(args)
	root := a.root()
	root.SetArgs(append([]string{}, args...)) // of nil cobra would take the process's own
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	a.speak(root, args)
	err := straySubcommand(root, args)
	if err == nil {
		err = lineFault(root, args, a.execute(ctx, root, args))
	}
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(a.err, a.text.Text("cmd.interrupted", nil))
		return exitInterrupted
	}
	a.printFault(err)
	f := kpi.AsFault(err)
	if f != nil && f.Class == kpi.Usage || f == nil && a.set == nil { // cobra refused the line before it was run
		return exitUsage
	}
	return exitFailed
}

// printFault says what is wrong, where, and what to do.
func (a *app) printFault(err error) {
	if kpi.AsFault(err) == nil {
		fmt.Fprintln(a.err, "gapstep: "+a.text.Text("cmd.unexpected", locale.Args{"detail": strings.TrimSpace(err.Error())}))
		return
	}
	what, where, todo := a.text.Fault(err)
	line := "gapstep: "
	if where != "" {
		line += where + ": "
	}
	fmt.Fprintln(a.err, line+what)
	if todo != "" {
		fmt.Fprintln(a.err, "  → "+todo)
	}
}

// firstPrinter is the printer before flags and configuration are read, so that
// their faults speak the user's language too.
func (a *app) firstPrinter(args []string) *locale.Printer {
	named, _ := a.env(envName("lang"))
	words := []string{flagIn(args, "--lang"), named, a.configLang(args)}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		v, _ := a.env(name)
		words = append(words, v)
	}
	p, err := locale.New(locale.Match(words...))
	if err != nil {
		panic(fmt.Sprintf("no catalogue for a supported language: %v", err)) // embedded data: a test reads it
	}
	return p
}

// flagIn returns the value of a flag in raw arguments, "" when it isn't there.
func flagIn(args []string, name string) string {
	for i, s := range args {
		if s == name && i+1 < len(args) {
			return args[i+1]
		}
		if len(s) > len(name) && s[:len(name)+1] == name+"=" {
			return s[len(name)+1:]
		}
	}
	return ""
}

// note prints a line for people on stderr, unless -q.
func (a *app) note(id string, args locale.Args) {
	if a.set != nil && a.set.quiet {
		return
	}
	fmt.Fprintln(a.err, a.text.Text(id, args))
}

// isTerminal reports whether w is a terminal; width is its columns, 0 when it
// is none.
func isTerminal(w io.Writer) (width int, ok bool) {
	f, isFile := w.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	return width, err == nil
}

// colored decides on colour: --color, then NO_COLOR and CLICOLOR, then whether
// stdout is a terminal.
func (a *app) colored() bool {
	switch a.set.color {
	case "always":
		return true
	case "never":
		return false
	}
	if v, set := a.env("NO_COLOR"); set && v != "" {
		return false
	}
	if v, _ := a.env("CLICOLOR_FORCE"); v != "" && v != "0" {
		return true
	}
	if v, _ := a.env("CLICOLOR"); v == "0" {
		return false
	}
	_, ok := isTerminal(a.out)
	return ok
}

// root is the command tree.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "gapstep",
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       buildVersion(),
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.settle(cmd); err != nil {
				return err
			}
			return a.limitMemory(cmd.Context())
		},
	}
	root.SetVersionTemplate("gapstep {{.Version}}\n")
	addCommonFlags(root.PersistentFlags())
	root.AddCommand(a.analyzeCommand(), a.inspectCommand(), a.planCommand(), a.trackCommand(), a.reportCommand(), a.metricsCommand(),
		a.serveCommand(), a.kpisCommand(), a.configCommand(), a.demoCommand(), a.schemaCommand(), a.verifyCommand(), a.alertsCommand(), a.healthCheckCommand(), a.evaluateCommand(), a.lintCommand(), a.versionCommand())
	root.AddCommand(helpTopics()...)
	return root
}
