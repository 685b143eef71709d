package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals/ledger"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) verifyCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "verify [BUNDLE...]",
		RunE: func(cmd *cobra.Command, bundles []string) error {
			if len(bundles) > 0 {
				return a.verifyBundles(bundles)
			}
			return a.verify(cmd.Context())
		},
	}
	f := c.Flags()
	f.String("export-head", "", "")
	f.StringArray("head", nil, "")
	f.String("backup", "", "")
	f.String("format", "table", "")
	return c
}

// verified is what a good ledger is said to be.
type verified struct {
	Store   string `json:"store"`
	Entries int64  `json:"entries"`
	Hash    string `json:"hash"`
}

// verify prints the number of entries and the hash of the last one.
func (a *app) verify(ctx context.Context) error {
	if err := a.checkFormat(); err != nil {
		return err
	}
	heads, err := a.keptHeads()
	if err != nil {
		return err
	}
	l, err := a.openThere(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	head, err := l.Verify(ctx, heads...)
	if err != nil {
		return err
	}
	if err := a.keepHead(ctx, l, head); err != nil {
		return err
	}
	if a.asJSON() {
		return a.writeDocument(verified{a.set.config.Store, head.Seq, head.Hash})
	}
	_, err = fmt.Fprintln(a.out, a.text.Text("cmd.verify.good", locale.Args{"store": a.set.config.Store, "count": head.Seq, "hash": head.Hash}))
	return err
}

// keptHeads reads the files of --head.
func (a *app) keptHeads() (list []ledger.Head, err error) {
	paths, _ := a.set.flags.GetStringArray("head")
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, &kpi.Fault{Class: kpi.Usage, Code: "head.unreadable", Origin: kpi.Origin{File: path}, Err: err}
		}
		var h ledger.Head
		if err := json.Unmarshal(b, &h); err != nil || h.Seq < 0 || len(h.Hash) != len(ledger.Genesis) {
			return nil, &kpi.Fault{Class: kpi.Usage, Code: "head.unreadable", Origin: kpi.Origin{File: path}, Err: err}
		}
		list = append(list, h)
	}
	return list, nil
}

// keepHead writes what --export-head and --backup ask for.
func (a *app) keepHead(ctx context.Context, l *ledger.Ledger, head ledger.Head) error {
	if path := a.textFlag("export-head"); path != "" {
		b, err := json.MarshalIndent(head, "", "  ")
		if err == nil {
			err = createFile(path, append(b, '\n'))
		}
		if err != nil {
			return err
		}
		a.note("cmd.wrote", locale.Args{"path": path})
	}
	if path := a.textFlag("backup"); path != "" {
		copied, err := l.Backup(ctx, path)
		if err != nil {
			return err
		}
		a.note("verify.backup", locale.Args{"path": path, "count": copied.Seq, "hash": copied.Hash})
	}
	return nil
}
