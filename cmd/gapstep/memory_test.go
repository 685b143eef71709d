package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestSizesAreRead(t *testing.T) {
	for text, want := range map[string]int64{
		"2GiB": 2 << 30, "512MB": 512e6, "1.5g": 3 << 29, "1.5 GiB": 3 << 29, "800000000": 8e8, "64m": 64 << 20, "64M": 64 << 20, "1kb": 1000, "1k": 1024, "1 TiB": 1 << 40, "100b": 100, " 1GB ": 1e9, ".5k": 512,
		"": 0, "g": 0, "two": 0, "-1g": 0, "0": 0, "0.1": 0, "1e9": 0, "0x10": 0, "1.2.3g": 0, "2 gigs": 0, "NaN": 0, "inf": 0, "5000000TiB": 0, "99999999999999999999999999": 0, "1,5g": 0, "2GiB/s": 0,
	} {
		if got, ok := parseSize(text); got != want || ok != (want > 0) {
			t.Errorf("%q is %d, %v; want %d", text, got, ok, want)
		}
	}
}

func FuzzSizes(f *testing.F) {
	f.Add("1.5g")
	f.Add("512 MB")
	f.Fuzz(func(t *testing.T, text string) {
		if n, ok := parseSize(text); ok != (n > 0) {
			t.Errorf("%q is %d, %v", text, n, ok)
		}
	})
}

// bufferedApp is an app on buffers, in English, without an environment.
func bufferedApp(in io.Reader) (a *app, out, errs *bytes.Buffer) {
	out, errs = &bytes.Buffer{}, &bytes.Buffer{}
	return &app{in: in, out: out, err: errs, now: func() time.Time { return time.Time{} }, env: func(string) (string, bool) { return "", false }}, out, errs
}

func TestBudgetsThatCanNotBeMeant(t *testing.T) {
	for _, text := range []string{"lots", "10MB", "-2GiB", "63MiB"} {
		a, _, errs := bufferedApp(nil)
		if code := a.run(t.Context(), []string{"kpis", "--memory=" + text}); code != exitUsage || !strings.Contains(errs.String(), "--memory") && !strings.Contains(errs.String(), "option memory") {
			t.Errorf("%s: exit %d: %s", text, code, errs)
		}
	}
	a, _, errs := bufferedApp(nil)
	if code := a.run(t.Context(), []string{"kpis", "--memory", "1.5g"}); code != exitDone {
		t.Errorf("a budget that is kept: exit %d: %s", code, errs)
	}
	if got := debug.SetMemoryLimit(-1); got < 1<<62 {
		t.Errorf("the limit outlived its run: %d", got)
	}
}

// A run beyond its budget ends by itself, says what to do, and is no interruption.
func TestARunBeyondItsBudgetEnds(t *testing.T) {
	ballast := make([]byte, 2*leastMemory)
	for i := range ballast {
		ballast[i] = byte(i) // pages that nobody touched don't count
	}
	t.Chdir(t.TempDir())
	in, hold := io.Pipe() // never ends
	defer hold.Close()
	a, out, errs := bufferedApp(in)
	code := a.run(t.Context(), []string{"analyze", "-", "--memory", "64MiB", "-o", "out"})
	runtime.KeepAlive(ballast)
	if code != exitFailed || out.Len() > 0 || !strings.Contains(errs.String(), "budget of 64MiB") || !strings.Contains(errs.String(), "--source") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
}

func TestABudgetThatIsKeptEndsNothing(t *testing.T) {
	a, _, _ := bufferedApp(nil)
	ended := errors.New("ended")
	a.cancel = func(err error) { ended = err }
	ctx, stop := context.WithTimeout(t.Context(), 3*memoryPause)
	defer stop()
	a.watchMemory(ctx, 1<<50, &kpi.Fault{Code: "memory.budget"})
	if kpi.AsFault(ended) != nil {
		t.Error("a run far below its budget was ended")
	}
}
