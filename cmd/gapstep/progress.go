package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/gapstep/gapstep/ingest/sheet"
	"github.com/gapstep/gapstep/reports/locale"
)

// What people see of long work: nothing in the first second, and then four times a
// second.
const (
	progressDelay = time.Second
	progressPause = 250 * time.Millisecond
	progressCells = 20 // of the meter
)

// showProgress shows what is read of the files at the paths, until stop is called. It
// does so on a terminal alone, and not with --quiet or --no-progress: then
// nothing is counted either.
func (a *app) showProgress(paths []string) (p *sheet.Progress, stop func()) {
	off, _ := a.set.flags.GetBool("no-progress")
	width, terminal := isTerminal(a.err)
	if off || a.set.quiet || !terminal {
		return nil, func() {}
	}
	p = &sheet.Progress{}
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil {
			p.Expect(info.Size())
		}
	}
	tick := time.NewTicker(progressPause)
	quit, gone := make(chan struct{}), make(chan struct{})
	bar := &progressBar{to: a.err, width: width, text: a.text, from: a.now()}
	go func() {
		defer close(gone)
		bar.draw(p, tick.C, quit)
	}()
	return p, func() {
		tick.Stop()
		close(quit)
		<-gone
	}
}

// progressBar is a line on a terminal about what is being read.
type progressBar struct {
	to    io.Writer
	width int // of the terminal, in columns
	text  *locale.Printer
	from  time.Time
}

// toLineStart goes to the start of the terminal's line and clears it.
const toLineStart = "\r\x1b[K"

// draw draws the line with each tick once the delay is over, and removes it in the end.
func (b *progressBar) draw(p *sheet.Progress, ticks <-chan time.Time, quit <-chan struct{}) {
	shown, last := false, b.from // when something was read last: what follows slows no reading
	var before sheet.Done
	for {
		select {
		case <-quit:
			if shown {
				_, _ = io.WriteString(b.to, toLineStart)
			}
			return
		case now := <-ticks:
			done := p.Done()
			if done != before || done.Bytes < done.Total {
				before, last = done, now
			}
			if now.Sub(b.from) < progressDelay || done == (sheet.Done{}) { // stdin says nothing before its end
				continue
			}
			shown = true
			line := meter(done, progressCells) + " " + b.say(done, last.Sub(b.from))
			_, _ = io.WriteString(b.to, toLineStart+ansi.Truncate(line, b.width-1, "…")) // a full line would wrap
		}
	}
}

// meter draws how much is done: [#####---------------].
func meter(done sheet.Done, cells int) string {
	full := 0
	if total := max(done.Total, done.Bytes); total > 0 {
		full = int(done.Bytes * int64(cells) / total)
	}
	return "[" + strings.Repeat("#", full) + strings.Repeat("-", cells-full) + "]"
}

// say words what has been done in the given time.
func (b *progressBar) say(done sheet.Done, spent time.Duration) string {
	args := locale.Args{"rows": b.text.Number(int(done.Rows)), "done": sizeText(done.Bytes), "total": sizeText(max(done.Total, done.Bytes)),
		"rate": sizeText(int64(float64(done.Bytes) / spent.Seconds())), "left": ""}
	if rest := done.Total - done.Bytes; done.Bytes > 0 && rest > 0 {
		args["left"] = clockText(time.Duration(float64(spent) / float64(done.Bytes) * float64(rest)))
	}
	return b.text.Text("cmd.progress", args)
}

// sizeText writes a number of bytes as people say it: 59.2 MB.
func sizeText(bytes int64) string {
	n, unit := float64(bytes), "B"
	for _, u := range []string{"kB", "MB", "GB", "TB"} {
		if n < 1000 {
			break
		}
		n, unit = n/1000, u
	}
	if unit == "B" {
		return fmt.Sprintf("%.0f B", n)
	}
	return fmt.Sprintf("%.1f %s", n, unit)
}

// clockText writes a time in whole seconds: 0:07, 1:02:03.
func clockText(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
