package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/gapstep/gapstep/ingest"
	"github.com/gapstep/gapstep/ingest/sheet"
	"github.com/gapstep/gapstep/reports/locale"
)

// screen is a terminal's side of a writer.
type screen struct {
	mu    sync.Mutex
	bytes bytes.Buffer
}

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes.Write(b)
}

func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes.String()
}

// A fake terminal shows nothing in the first second, then what was done, and in the
// end the line is gone.
func TestProgressOnATerminal(t *testing.T) {
	text, err := locale.New("en")
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC)
	to, p := &screen{}, &sheet.Progress{}
	p.Expect(200e6)
	ticks, quit, gone := make(chan time.Time), make(chan struct{}), make(chan struct{})
	bar := &progressBar{to: to, width: 120, text: text, from: from}
	go func() { defer close(gone); bar.draw(p, ticks, quit) }()
	ticks <- from.Add(progressDelay - 1)
	ticks <- from.Add(progressDelay - 1) // the one before has been dealt with
	if got := to.text(); got != "" {
		t.Errorf("before the delay: %q", got)
	}
	ticks <- from.Add(2 * time.Second)
	ticks <- from.Add(3 * time.Second)
	close(quit)
	<-gone
	got := to.text()
	if !strings.HasPrefix(got, toLineStart+"[--------------------] 0 rows, 0 B of 200.0 MB, 0 B/s"+toLineStart) {
		t.Errorf("the terminal got %q", got)
	}
	if !strings.HasSuffix(got, toLineStart) {
		t.Errorf("the line stays: %q", got)
	}
}

// A line never wraps: the next could not be drawn over it.
func TestProgressFitsTheTerminal(t *testing.T) {
	text, err := locale.New("zh")
	if err != nil {
		t.Fatal(err)
	}
	to, p := &screen{}, &sheet.Progress{}
	p.Expect(200e6)
	ticks, quit := make(chan time.Time, 1), make(chan struct{})
	bar := &progressBar{to: to, width: 30, text: text}
	gone := make(chan struct{})
	go func() { defer close(gone); bar.draw(p, ticks, quit) }()
	ticks <- bar.from.Add(time.Minute)
	ticks <- bar.from // too early: it draws nothing
	ticks <- bar.from // taken once the first has been drawn
	close(quit)
	<-gone
	line := strings.TrimSuffix(strings.TrimPrefix(to.text(), toLineStart), toLineStart)
	if wide := ansi.StringWidth(line); wide == 0 || wide > 29 {
		t.Errorf("%q is %d columns wide, on 30", line, wide)
	}
	for want, done := range map[string]sheet.Done{"[----]": {}, "[##--]": {Bytes: 5, Total: 10}, "[####]": {Bytes: 12, Total: 10}} {
		if got := meter(done, 4); got != want {
			t.Errorf("%+v: %s, want %s", done, got, want)
		}
	}
}

func TestProgressIsWorded(t *testing.T) {
	for lang, want := range map[string]string{"en": "1,200,000 rows, 59.2 MB of 118.4 MB, 14.8 MB/s, 0:04 left", "zh": "已读 1,200,000 行，59.2 MB / 118.4 MB，14.8 MB/秒，剩余 0:04"} {
		text, err := locale.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		bar := &progressBar{text: text}
		if got := bar.say(sheet.Done{Rows: 1_200_000, Bytes: 59.2e6, Total: 118.4e6}, 4*time.Second); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
		if got := bar.say(sheet.Done{Rows: 3, Bytes: 100, Total: 50}, time.Second); strings.Contains(got, "left") || strings.Contains(got, "剩余") {
			t.Errorf("%s: nothing is left: %q", lang, got)
		}
	}
	for want, d := range map[string]time.Duration{"0:07": 7 * time.Second, "1:02:03": 3723 * time.Second, "12:00": 12 * time.Minute} {
		if got := clockText(d); got != want {
			t.Errorf("%s is written %s, want %s", d, got, want)
		}
	}
	for want, n := range map[string]int64{"0 B": 0, "999 B": 999, "1.0 kB": 1000, "59.2 MB": 59_205_699, "1.5 GB": 1.5e9, "2000.0 TB": 2e15} {
		if got := sizeText(n); got != want {
			t.Errorf("%d is written %s, want %s", n, got, want)
		}
	}
}

// Into a pipe not a byte of progress is written, and nothing is counted.
func TestNoProgressWithoutATerminal(t *testing.T) {
	a, _, errs := bufferedApp(nil)
	if code := a.run(t.Context(), []string{"kpis", "--no-progress"}); code != exitDone {
		t.Fatalf("exit %d: %s", code, errs)
	}
	p, stop := a.showProgress([]string{"a.csv"})
	stop()
	if p != nil || errs.Len() > 0 {
		t.Errorf("%v, %q", p, errs)
	}
}

// Once all is read the rate stays: what is worked out then slows no reading.
func TestTheRateIsThatOfTheReading(t *testing.T) {
	text, err := locale.New("en")
	if err != nil {
		t.Fatal(err)
	}
	p, path := &sheet.Progress{}, filepath.Join(t.TempDir(), "visits.csv")
	content := []byte(manyVisits(4000))
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	p.Expect(int64(len(content)))
	if _, err := ingest.Files(t.Context(), []string{path}, ingest.Options{Progress: p}); err != nil {
		t.Fatal(err)
	}
	to, from := &screen{}, time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC)
	ticks, quit, gone := make(chan time.Time), make(chan struct{}), make(chan struct{})
	bar := &progressBar{to: to, width: 120, text: text, from: from}
	go func() { defer close(gone); bar.draw(p, ticks, quit) }()
	for _, after := range []time.Duration{2, 4, 60} {
		ticks <- from.Add(after * time.Second)
	}
	close(quit)
	<-gone
	lines := strings.Split(to.text(), toLineStart)
	if len(lines) != 5 || !strings.Contains(lines[1], " kB/s") || lines[2] != lines[1] || lines[3] != lines[1] { // nothing before the first, nor after the last
		t.Errorf("%q", lines)
	}
}
