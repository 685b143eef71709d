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

// The collector leaves small runs alone and holds large ones to half as much again.
func TestTheCollectorGoesByWhatLives(t *testing.T) {
	for live, want := range map[int64]int{0: 400, 4 << 20: 400, 25 << 20: 400, 50 << 20: 200, 100 << 20: 100, 200 << 20: 50, 10 << 30: 50} {
		if got := growthBeside(live); got != want {
			t.Errorf("beside %d bytes: %d %%, want %d", live, got, want)
		}
	}
	told, held := make(chan int64, 100), make([]byte, 8<<20)
	afterCollections(func(live int64) {
		select {
		case told <- live:
		default: // of later tests
		}
	})
	<-told // at once
	runtime.GC()
	if live := <-told; live < int64(len(held)) {
		t.Errorf("%d bytes live, of which %d are held", live, len(held))
	}
	runtime.KeepAlive(held)
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
	return &app{in: in, out: out, err: errs, gate: new(gate), now: func() time.Time { return time.Time{} }, env: func(string) (string, bool) { return "", false }}, out, errs
}

func TestBudgetsThatCanNotBeMeant(t *testing.T) {
	for _, text := range []string{"lots", "10MB", "-2GiB", "63MiB"} {
		a, _, errs := bufferedApp(nil)
		if code := a.run(t.Context(), []string{"kpis", "--memory=" + text}); code != exitUsage || !strings.Contains(errs.String(), "--memory") && !strings.Contains(errs.String(), "option memory") {
			t.Errorf("%s: exit %d: %s", text, code, errs)
		}
	}
	before := debug.SetMemoryLimit(-1) // GOMEMLIMIT may have set one
	a, _, errs := bufferedApp(nil)
	if code := a.run(t.Context(), []string{"kpis", "--memory", "1.5g"}); code != exitDone {
		t.Errorf("a budget that is kept: exit %d: %s", code, errs)
	}
	if got := debug.SetMemoryLimit(-1); got != before {
		t.Errorf("the limit outlived its run: %d, was %d", got, before)
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
