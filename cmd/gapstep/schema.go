package main

import (
	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/reports"
)

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "schema",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := a.out.Write(reports.JSONSchema())
			return err
		},
	}
}
