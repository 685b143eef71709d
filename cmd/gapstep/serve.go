package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/exporter"
	"github.com/gapstep/gapstep/reports/locale"
	"github.com/gapstep/gapstep/reports/web"
)

func (a *app) serveCommand() *cobra.Command {
	c := &cobra.Command{
		Use:  "serve FILE...",
		Args: a.someArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.serve(cmd.Context(), args) },
	}
	addReadingFlags(c.Flags())
	addJudgingFlags(c.Flags())
	addServingFlags(c.Flags())
	return c
}

func addServingFlags(f *pflag.FlagSet) {
	f.String("listen", "127.0.0.1:9822", "")
	f.Bool("per-employee-metrics", false, "")
}

// Limits of a connection: a page is a few hundred kilobytes.
const (
	readTimeout  = 10 * time.Second
	writeTimeout = 60 * time.Second
	closeTimeout = 5 * time.Second
)

func (a *app) serve(ctx context.Context, paths []string) error {
	ln, err := listenLocally(ctx, a.set.config.Serve.Listen)
	if err != nil {
		return err
	}
	defer ln.Close()
	opt := a.sampleOptions(a.now())
	site := web.New(web.Options{Metrics: opt, Waiting: a.text.Text("cmd.serve.waiting", nil), Foreign: a.text.Text("cmd.serve.foreign", nil),
		Render: func(w io.Writer, r *reports.Report) error { return reports.WriteHTML(w, r, a.text) }})
	srv := &http.Server{Handler: site.Handler(), ReadHeaderTimeout: readTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ln) }()
	if err := a.show(ctx, site, paths); err != nil {
		return errors.Join(err, srv.Close())
	}
	a.note("cmd.serve.listening", locale.Args{"addr": ln.Addr().String(), "series": exporter.Series(site.Report(), opt)})
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	last, stop := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
	defer stop()
	return srv.Shutdown(last) // asked to end: that is success
}

// show makes the report and puts it on the site.
func (a *app) show(ctx context.Context, site *web.Site, paths []string) error {
	g, err := a.gather(ctx, paths)
	if err != nil {
		return err
	}
	if err := a.follow(ctx, g, false); err != nil {
		return err
	}
	return site.Show(g.report, a.now())
}

// listenLocally listens on an address of this machine and refuses others.
func listenLocally(ctx context.Context, addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, badFlag("listen", addr, "127.0.0.1:9822")
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, &kpi.Fault{Class: kpi.Usage, Code: "serve.not_local", Args: kpi.Args{"addr": addr}}
	}
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, &kpi.Fault{Code: "serve.listen", Args: kpi.Args{"addr": addr}, Err: err}
	}
	return ln, nil
}
