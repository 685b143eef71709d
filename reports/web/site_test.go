package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/exporter"
)

var at = time.Date(2025, 7, 1, 8, 0, 0, 0, time.UTC)

// site renders a report as the day it goes up to, and counts how often.
func site(renders *int) *Site {
	return New(Options{Waiting: "please wait", Foreign: "not by this name", Metrics: exporter.Options{Build: "0.1.0"}, Render: func(w io.Writer, r *reports.Report) error {
		*renders++
		_, err := fmt.Fprintf(w, "<!doctype html><title>%s</title>", r.AsOf)
		return err
	}})
}

func get(t *testing.T, h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	req := httptest.NewRequest(method, "http://127.0.0.1:9822"+path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	return rec
}

func TestBeforeTheFirstReportTheSiteIsHealthyButNotReady(t *testing.T) {
	var renders int
	h := site(&renders).Handler()
	for path, want := range map[string]int{"/-/healthy": 200, "/-/ready": 503, "/": 503, "/metrics": 200} {
		if res := get(t, h, "GET", path); res.Code != want {
			t.Errorf("%s answers %d, want %d", path, res.Code, want)
		}
	}
	if got := get(t, h, "GET", "/").Body.String(); got != "please wait\n" {
		t.Errorf("/ says %q", got)
	}
	if got := get(t, h, "GET", "/metrics").Body.String(); !strings.Contains(got, "gapstep_up 0") {
		t.Errorf("/metrics says %s", got)
	}
}

func TestAReportIsRenderedOnceAndSwappedAtOnce(t *testing.T) {
	var renders int
	s := site(&renders)
	h := s.Handler()
	for i, day := range []kpi.Date{kpi.DateOf(2025, 6, 30), kpi.DateOf(2025, 7, 31)} {
		if err := s.Show(&reports.Report{AsOf: day}, at); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if got := get(t, h, "GET", "/").Body.String(); !strings.Contains(got, day.String()) {
				t.Errorf("/ shows %s", got)
			}
			get(t, h, "GET", "/metrics")
		}
		if renders != i+1 {
			t.Errorf("rendered %d times for %d reports", renders, i+1)
		}
	}
	if res := get(t, h, "GET", "/-/ready"); res.Code != 200 {
		t.Errorf("ready answers %d", res.Code)
	}
	want := fmt.Sprintf("gapstep_last_success_timestamp_seconds %g\n", float64(at.Unix()))
	if got := get(t, h, "GET", "/metrics").Body.String(); !strings.Contains(got, want) || !strings.Contains(got, "gapstep_up 1") {
		t.Errorf("/metrics says\n%s", got)
	}
}

func TestAReportThatCannotBeRenderedLeavesTheOneBefore(t *testing.T) {
	broken := false
	s := New(Options{Render: func(w io.Writer, r *reports.Report) error {
		if broken {
			return errors.New("template")
		}
		_, err := io.WriteString(w, "good")
		return err
	}})
	first := &reports.Report{}
	if err := s.Show(first, at); err != nil {
		t.Fatal(err)
	}
	broken = true
	if err := s.Show(&reports.Report{}, at); err == nil {
		t.Error("no error")
	}
	if s.Report() != first || get(t, s.Handler(), "GET", "/").Body.String() != "good" {
		t.Error("the report before is gone")
	}
}

func TestOnlyReadingIsAllowedAndNothingElseIsThere(t *testing.T) {
	var renders int
	s := site(&renders)
	if err := s.Show(&reports.Report{}, at); err != nil {
		t.Fatal(err)
	}
	h := s.Handler()
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{"HEAD", "/", 200}, {"HEAD", "/metrics", 200}, {"HEAD", "/-/healthy", 200},
		{"POST", "/", 405}, {"PUT", "/metrics", 405}, {"DELETE", "/-/ready", 405},
		{"GET", "/index.html", 404}, {"GET", "/..%2f..%2fetc/passwd", 404}, {"GET", "/-/", 404}, {"GET", "/-/reload", 404}, {"GET", "/debug/pprof/", 404},
	} {
		if res := get(t, h, c.method, c.path); res.Code != c.want {
			t.Errorf("%s %s answers %d, want %d", c.method, c.path, res.Code, c.want)
		}
	}
	if got := get(t, h, "HEAD", "/").Body.String(); got != "" {
		t.Errorf("HEAD has a body: %q", got)
	}
}

func TestEveryAnswerForbidsScriptsAndOtherOrigins(t *testing.T) {
	var renders int
	s := site(&renders)
	if err := s.Show(&reports.Report{}, at); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/metrics", "/-/ready", "/nothing"} {
		res := get(t, s.Handler(), "GET", path)
		policy := res.Header().Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "style-src 'unsafe-inline'", "img-src data:", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: policy %q lacks %s", path, policy, want)
			}
		}
		if res.Header().Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(res.Header().Get("Cache-Control"), "private") {
			t.Errorf("%s: headers %v", path, res.Header())
		}
	}
}

func TestAForeignNameThatLeadsHereGetsNothing(t *testing.T) {
	var renders int
	s := site(&renders)
	if err := s.Show(&reports.Report{}, at); err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{
		"127.0.0.1:9822": 200, "localhost:9822": 200, "localhost": 200, "[::1]:9822": 200, "[::1]": 200, "10.0.0.7": 200,
		"evil.example": 421, "evil.example:9822": 421, "127.0.0.1.evil.example": 421, "localhost.evil.example:80": 421,
	} {
		for _, path := range []string{"/", "/metrics"} {
			req := httptest.NewRequest("GET", path, nil)
			req.Host = host
			rec := httptest.NewRecorder()
			s.Handler().ServeHTTP(rec, req)
			if rec.Code != want || want != 200 && strings.Contains(rec.Body.String(), "gapstep_up") {
				t.Errorf("%s%s answers %d, want %d", host, path, rec.Code, want)
			}
			if want != 200 && rec.Body.String() != "not by this name\n" {
				t.Errorf("%s%s says %q", host, path, rec.Body)
			}
		}
	}
}

func TestAVisitorWhoHasThePageIsToldSo(t *testing.T) {
	var renders int
	s := site(&renders)
	if err := s.Show(&reports.Report{}, at); err != nil {
		t.Fatal(err)
	}
	h := s.Handler()
	tag := get(t, h, "GET", "/").Header().Get("ETag")
	if res := get(t, h, "GET", "/", "If-None-Match", tag); tag == "" || res.Code != http.StatusNotModified {
		t.Errorf("tag %q answers %d", tag, res.Code)
	}
}

func TestVisitsWhileTheReportChangesSeeAWholePage(t *testing.T) {
	var mu sync.Mutex
	pages := 0
	s := New(Options{Render: func(w io.Writer, r *reports.Report) error {
		mu.Lock()
		pages++
		mu.Unlock()
		_, err := io.WriteString(w, strings.Repeat(r.AsOf.String(), 100))
		return err
	}})
	h := s.Handler()
	if err := s.Show(&reports.Report{AsOf: 1}, at); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20 {
				rec := httptest.NewRecorder()
				h.ServeHTTP(rec, httptest.NewRequest("GET", "http://localhost/", nil))
				page := rec.Body.String()
				if page != strings.Repeat(page[:10], 100) {
					t.Error("a page of two reports")
				}
			}
		})
	}
	for day := range 20 {
		if err := s.Show(&reports.Report{AsOf: kpi.Date(day)}, at); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
}
