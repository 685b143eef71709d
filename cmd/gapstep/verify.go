package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Check the ledger's hash chain",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.verify(cmd.Context()) },
	}
}

// verify prints the number of entries and the hash of the last one: kept
// elsewhere, it shows a ledger that was cut or written anew.
func (a *app) verify(ctx context.Context) error {
	l, err := a.openThere(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	head, err := l.Verify(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(a.out, a.text.Text("cmd.verify.good", locale.Args{"store": a.set.config.Store, "count": head.Seq, "hash": head.Hash}))
	return err
}
