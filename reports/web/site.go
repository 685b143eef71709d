package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/exporter"
)

// Options says what a site shows and how.
type Options struct {
	Render  func(io.Writer, *reports.Report) error // writes the page of a report
	Metrics exporter.Options                       // Success is set by the site
	Waiting string                                 // what / says while there is no report yet
	Foreign string                                 // what is said to who asks by a name that is not this machine's
}

// shown is a report with its page, as every visitor sees it.
type shown struct {
	report *reports.Report
	page   []byte
	etag   string
	made   time.Time
}

// Site serves the report that was shown last. It may be used from several
// goroutines; the zero value is not ready for use.
type Site struct {
	opt   Options
	shown atomic.Pointer[shown]
}

// New returns a site that has no report yet.
func New(opt Options) *Site { return &Site{opt: opt} }

// Show renders r and puts it in the place of the report before; made is the
// time that the samples tell as the last success. When r can't be rendered, the
// report before stays.
func (s *Site) Show(r *reports.Report, made time.Time) error {
	var page bytes.Buffer
	if err := s.opt.Render(&page, r); err != nil {
		return fmt.Errorf("page of the report: %w", err)
	}
	sum := sha256.Sum256(page.Bytes())
	s.shown.Store(&shown{report: r, page: page.Bytes(), etag: `"` + hex.EncodeToString(sum[:16]) + `"`, made: made})
	return nil
}

// Report returns the report that is shown, nil before the first.
func (s *Site) Report() *reports.Report {
	if now := s.shown.Load(); now != nil {
		return now.report
	}
	return nil
}

// Handler answers GET and HEAD on /, /metrics, /-/healthy and /-/ready, and
// nothing else. Every answer forbids scripts, frames and other origins.
func (s *Site) Handler() http.Handler {
	metrics := s.opt.Metrics
	metrics.Success = func() time.Time {
		if now := s.shown.Load(); now != nil {
			return now.made
		}
		return time.Time{}
	}
	reg := prometheus.NewRegistry()
	reg.MustRegister(exporter.New(s.Report, metrics)) // a fresh registry has nothing to clash with
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.servePage)
	mux.Handle("GET /metrics", promhttp.HandlerFor(reg, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /-/healthy", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "healthy") })
	mux.HandleFunc("GET /-/ready", s.serveReady)
	return guarded(mux, s.opt.Foreign)
}

func (s *Site) servePage(w http.ResponseWriter, req *http.Request) {
	now := s.shown.Load()
	if now == nil {
		say(w, http.StatusServiceUnavailable, s.opt.Waiting)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("ETag", now.etag)
	http.ServeContent(w, req, "", time.Time{}, bytes.NewReader(now.page))
}

func (s *Site) serveReady(w http.ResponseWriter, _ *http.Request) {
	if s.shown.Load() == nil {
		say(w, http.StatusServiceUnavailable, "no report yet")
		return
	}
	say(w, http.StatusOK, "ready")
}

// say answers a line of text; to machines it is the status that counts.
func say(w http.ResponseWriter, status int, line string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, line+"\n") // the visitor may have gone
}

// guarded sets the headers of every answer: people's figures are neither
// cached by others nor run, framed or sent anywhere. Requests under a foreign
// name are refused.
func guarded(next http.Handler, refusal string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-cache, private")
		if !local(req.Host) {
			say(w, http.StatusMisdirectedRequest, refusal)
			return
		}
		next.ServeHTTP(w, req)
	})
}

// local reports whether a request names the server by an address or as
// localhost. A page elsewhere whose name is made to resolve to this machine (DNS
// rebinding) names itself, and gets nothing.
func local(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.Trim(host, "[]")
	}
	return name == "localhost" || net.ParseIP(name) != nil
}
