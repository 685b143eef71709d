package ledger

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// kills is how often the writer is killed: few here, many by `make nightly`.
var kills = flag.Int("kills", 50, "how often a writer under load is killed")

const writerEnv = "GAPSTEP_TEST_LEDGER_WRITER"

// The test binary serves as the writer that is killed: it appends until then,
// and says each entry on stdout once it is acknowledged.
func TestMain(m *testing.M) {
	if path := os.Getenv(writerEnv); path != "" {
		fmt.Fprintln(os.Stderr, writeOn(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func writeOn(path string) error {
	l, err := Open(context.Background(), path)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		body, err := json.Marshal(map[string]int{"i": i})
		if err != nil {
			return err
		}
		e, err := l.Append(context.Background(), Entry{At: at, By: fmt.Sprint("writer ", os.Getpid()), Kind: "of.tomorrow", Plan: "x", Body: body})
		if err != nil {
			return err
		}
		fmt.Println(e.Seq, e.Hash)
	}
}

// A process that is killed at any moment loses no entry that it had said was
// written, and leaves a chain that is whole. Two writers are at it at once.
func TestAKilledWriterLosesNoAcknowledgedEntry(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gapstep.db")
	rng := rand.New(rand.NewPCG(1, 2))
	var acknowledged []Head
	for range *kills / 2 {
		a, b := startWriter(t, path), startWriter(t, path)
		acknowledged = append(acknowledged, a.killAfter(t, 1+rng.IntN(8))...)
		acknowledged = append(acknowledged, b.killAfter(t, rng.IntN(8))...)
	}
	l := open(t, path)
	head, err := l.Verify(ctx, acknowledged...)
	if err != nil {
		t.Fatalf("after %d kills and %d acknowledged entries: %v", *kills, len(acknowledged), err)
	}
	if len(acknowledged) < *kills/2 || head.Seq < int64(len(acknowledged)) {
		t.Errorf("%d entries, %d acknowledged", head.Seq, len(acknowledged))
	}
}

type victim struct {
	cmd *exec.Cmd
	out *bufio.Scanner
}

func startWriter(t *testing.T, path string) victim {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), writerEnv+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return victim{cmd, bufio.NewScanner(out)}
}

// killAfter kills the writer once it acknowledged so many entries, and returns
// all that it acknowledged until it was dead.
func (v victim) killAfter(t *testing.T, entries int) (list []Head) {
	t.Helper()
	for killed := false; ; {
		if len(list) >= entries && !killed {
			if err := v.cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			killed = true
		}
		var h Head
		if !v.out.Scan() {
			break
		}
		if n, _ := fmt.Sscan(v.out.Text(), &h.Seq, &h.Hash); n == 2 && len(h.Hash) == len(Genesis) {
			list = append(list, h) // a line that the kill cut short acknowledges nothing
		}
	}
	if err := v.cmd.Wait(); err == nil {
		t.Fatal("the writer ended by itself")
	}
	return list
}
