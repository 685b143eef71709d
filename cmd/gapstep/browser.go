package main

import (
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// browsers are the names under which a browser that prints without a window is
// looked for.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge"}

// printTime bounds the printing of a page, and endTime how long a browser's children
// may hold its output open after its end.
const (
	printTime = 3 * time.Minute
	endTime   = 10 * time.Second
)

// findBrowser returns the browser that --browser names; "auto" is the first that
// is there, "" when there is none or none is wanted.
func findBrowser(wanted string) (string, error) {
	switch wanted {
	case "", "none":
		return "", nil
	case "auto":
		for _, name := range browsers {
			if path, err := exec.LookPath(name); err == nil {
				return path, nil
			}
		}
		return "", nil
	}
	path, err := exec.LookPath(wanted)
	if err != nil {
		return "", badFlag("browser", wanted, "auto, none, PATH")
	}
	return path, nil
}

// printPDF has the browser print a page beside it, page.html to page.pdf, with a
// profile of its own and no network. Nothing half-printed is left.
func printPDF(ctx context.Context, browser, page string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, printTime)
	defer cancel()
	dir, err := os.MkdirTemp("", "gapstep-print-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	full, err := filepath.Abs(page)
	if err != nil {
		return "", err
	}
	pdf := strings.TrimSuffix(page, filepath.Ext(page)) + ".pdf"
	made := filepath.Join(dir, "page.pdf")
	address := (&url.URL{Scheme: "file", Path: filepath.ToSlash(full)}).String()
	args := []string{"--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND",
		"--user-data-dir=" + filepath.Join(dir, "profile"), "--no-pdf-header-footer", "--print-to-pdf=" + made, address}
	if os.Geteuid() == 0 {
		args = append([]string{"--no-sandbox"}, args...) // the browser refuses to run as root otherwise; it opens our own page alone
	}
	c := exec.CommandContext(ctx, browser, args...) //nolint:gosec // the program that the user named
	c.WaitDelay = endTime
	said, err := c.CombinedOutput()
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil // it ended well, but for a child
	}
	data, readErr := os.ReadFile(made)
	if err != nil || readErr != nil || len(data) == 0 {
		return "", &kpi.Fault{Code: "report.browser", Origin: kpi.Origin{File: browser}, Args: kpi.Args{"page": page}, Err: errors.Join(err, readErr, lastLine(said))}
	}
	return pdf, replaceFile(pdf, data, forOwner)
}

// lastLine is the last thing that a program said, as an error; nil for nothing.
func lastLine(said []byte) error {
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	if last := lines[len(lines)-1]; last != "" {
		return errors.New(last)
	}
	return nil
}
