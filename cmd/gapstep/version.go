package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// buildVersion is what the build was told, else what the module knows.
func buildVersion() string {
	if version != "dev" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return version
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "version",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.out, "gapstep %s (%s, %s/%s)\n", buildVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}

// someArgs wants at least one file (or plan), or a source by flag or environment.
func (a *app) someArgs(cmd *cobra.Command, args []string) error {
	source, _ := a.env(envName("source"))
	if takes := cmd.Flags().Lookup("source"); takes != nil && (takes.Changed || source != "") {
		return nil
	}
	if len(args) == 0 {
		return &kpi.Fault{Class: kpi.Usage, Code: "usage.no_arguments", Args: kpi.Args{"command": cmd.CommandPath(), "use": bareUse(cmd)}}
	}
	return nil
}
