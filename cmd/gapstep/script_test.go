package main

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gapstep": mainAt})
}

// mainAt is the command at the time of TEST_NOW, where a script sets it: a year
// of a plan must not take one.
func mainAt() {
	word := os.Getenv("TEST_NOW")
	if word == "" {
		main()
		return
	}
	now, err := time.Parse(time.RFC3339, word)
	if err != nil {
		panic(err)
	}
	a := &app{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.LookupEnv, now: func() time.Time { return now }}
	os.Exit(a.run(context.Background(), os.Args[1:]))
}

// The scripts under testdata/script drive the command as a user does: streams,
// exit codes, both languages, and what bad input gets.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("GAPSTEP_UPDATE") != "",
		Setup: func(e *testscript.Env) error {
			e.Setenv("USER", "tester")
			e.Setenv("LANG", "en_US.UTF-8")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			// exits CODE ARGS... runs gapstep and wants that exit code.
			"exits": runExits,
			// books writes old.xls, the head of a workbook of before 2007, and empty.xlsx, a workbook without a cell.
			"books": writeBooks,
		},
	})
}

func runExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE ARGS...")
	}
	err := ts.Exec("gapstep", args[1:]...)
	code := "0"
	if exit, ok := err.(interface{ ExitCode() int }); ok {
		code = string(rune('0' + exit.ExitCode()%10))
		if exit.ExitCode() == exitInterrupted {
			code = "130"
		}
	} else if err != nil { // it did not run, or not to its end
		ts.Fatalf("%v", err)
	}
	if code != args[0] {
		ts.Fatalf("exit code %s, want %s", code, args[0])
	}
}

func writeBooks(ts *testscript.TestScript, _ bool, _ []string) {
	old := make([]byte, 2048)
	copy(old, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") // a compound file …
	for i, r := range "Workbook" {
		old[1024+2*i] = byte(r) // … that holds a stream of this name
	}
	ts.Check(os.WriteFile(ts.MkAbs("old.xls"), old, 0o600))
	ts.Check(excelize.NewFile().SaveAs(ts.MkAbs("empty.xlsx")))
}
