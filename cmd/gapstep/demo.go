package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/cmd/gapstep/sample"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) demoCommand() *cobra.Command {
	c := &cobra.Command{
		Use:  "demo DIR",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.demo(cmd.Context(), args[0]) },
	}
	c.Flags().Bool("only-samples", false, "")
	return c
}

// exports are the names of the sample exports of one span of months.
var exports = []string{"sales.xlsx", "engineering.csv", "support.xlsx", "admin.xlsx"}

// The demo's plans start the day after the samples' first twelve months.
var demoStart = kpi.DateOf(2026, 7, 1)

// demo runs the commands a user would type; each is a run of its own, so that
// what it shows is what they do.
func (a *app) demo(ctx context.Context, dir string) error {
	if err := sample.Write(dir); err != nil {
		return writeFault(dir, err)
	}
	if only, _ := a.set.flags.GetBool("only-samples"); only {
		return nil
	}
	d := demoRun{app: a, ctx: ctx, dir: dir, store: "sqlite:" + filepath.Join(dir, "demo.db"), lang: a.text.Lang()}
	if err := os.Remove(filepath.Join(dir, "demo.db")); err != nil && !os.IsNotExist(err) {
		return writeFault(dir, err) // a second demo begins anew
	}
	d.step("analyze", append(d.files(""), "-o", filepath.Join(dir, "reports"))...)
	d.step("plan", append(d.files(""), "-o", filepath.Join(dir, "reports", "plans.html"))...)
	d.step("plan", "list")
	d.agreeOnAll()
	d.step("track", append(d.files("next"), "-o", filepath.Join(dir, "reports", "track-2026-09.html"))...)
	d.step("track", append(d.files("later"), "-o", filepath.Join(dir, "reports", "track-2026-12.html"))...)
	if d.failed != nil {
		return d.failed
	}
	fmt.Fprintln(a.out)
	fmt.Fprintln(a.out, a.text.Text("cmd.demo.actor", nil))
	fmt.Fprintln(a.out, a.text.Text("cmd.demo.done", locale.Args{"dir": filepath.Join(dir, "reports"), "html": "gaps.html", "xlsx": "gaps.xlsx", "track": "track-2026-12.html"}))
	return nil
}

// demoRun runs one command after the other until one fails.
type demoRun struct {
	*app
	ctx              context.Context
	dir, store, lang string
	failed           error
}

// files are the sample exports below a folder of the demo's directory.
func (d *demoRun) files(below string) []string {
	paths := make([]string, len(exports))
	for i, name := range exports {
		paths[i] = filepath.Join(d.dir, below, name)
	}
	return paths
}

func (d *demoRun) step(command string, args ...string) {
	if d.failed != nil {
		return
	}
	line := append([]string{command}, args...)
	line = append(line, "--config", filepath.Join(d.dir, "gapstep.yaml"), "--store", d.store, "--lang", d.lang)
	fmt.Fprintln(d.out)
	fmt.Fprintln(d.out, d.text.Text("cmd.demo.step", locale.Args{"line": "gapstep " + shellWords(line)}))
	again := &app{in: d.in, out: d.out, err: d.err, env: d.env, now: d.now}
	if code := again.run(d.ctx, line); code != exitDone {
		d.failed = fmt.Errorf("gapstep %s ended with exit code %d", command, code)
	}
}

// agreeOnAll agrees on every draft as the actor demo.
func (d *demoRun) agreeOnAll() {
	if d.failed != nil {
		return
	}
	plans, err := d.plansIn(d.ctx, d.store)
	if err != nil {
		d.failed = err
		return
	}
	drafts := slices.DeleteFunc(plans, func(p goals.Plan) bool { return p.State != goals.Draft })
	ids := make([]string, len(drafts))
	for i, p := range drafts {
		ids[i] = p.ID
	}
	d.step("plan", append(append([]string{"agree"}, ids...), "--as", "demo", "--start", demoStart.String())...)
}
