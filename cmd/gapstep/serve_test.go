package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// serve answers on this machine, and ends well when it is asked to.
func TestServe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "visits.csv")
	if err := os.WriteFile(file, []byte("employee,team,month,visits,contracts\nAnn,North,2026-06,300,45\nBo,North,2026-06,310,74\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	said, says := io.Pipe()
	a := &app{out: io.Discard, err: says, now: time.Now, env: func(string) (string, bool) { return "", false }}
	code := make(chan int, 1)
	go func() {
		code <- a.run(ctx, []string{"serve", file, "--listen", "127.0.0.1:0", "--store", "sqlite:" + filepath.Join(t.TempDir(), "none.db")})
	}()
	line := make([]byte, 500)
	n, err := said.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, said) }()
	at := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(string(line[:n]))
	for path, want := range map[string]string{"/": "Ann", "/metrics": "gapstep_build_info", "/-/healthy": "healthy", "/-/ready": "ready"} {
		resp, err := http.Get(at + path)
		if err != nil {
			t.Fatalf("%s: %v (%s)", path, err, line[:n])
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
			t.Errorf("%s answers %s without %q", path, resp.Status, want)
		}
	}
	stop()
	if got := <-code; got != exitDone {
		t.Errorf("exit code %d after it was asked to end", got)
	}
}
