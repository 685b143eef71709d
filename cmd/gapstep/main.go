// Command gapstep compares each employee's KPIs with the team, flags the gaps
// that are real, proposes targets with stepped milestones, and tracks progress
// against them. It measures and proposes; people decide.
//
// One file holds one command. Only this package touches the clock, the
// environment and the standard streams. Exit codes: 0 done, 1 failed, 2 usage or
// configuration, 3 findings (when asked to fail on them), 130 interrupted.
package main

import (
	"context"
	"os"
	"os/signal"
	"time"
)

// version is set by the build (-ldflags "-X main.version=…").
var version = "dev"

func main() {
	tuneCollector(os.LookupEnv)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	a := &app{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.LookupEnv, now: time.Now}
	code := a.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}
