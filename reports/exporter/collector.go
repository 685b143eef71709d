package exporter

import (
	"fmt"
	"io"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"

	"github.com/gapstep/gapstep/reports"
)

// Options says what is shown.
type Options struct {
	Build       string           // version of gapstep
	MinGroup    int              // fewest members of a team whose values are shown; 0: 5
	PerEmployee bool             // series of single employees and plans, by id
	Success     func() time.Time // when the report was last made; nil or a zero time: not shown
}

// DefaultMinGroup is the fewest members that a team needs for its values to
// be shown, unless said otherwise.
const DefaultMinGroup = 5

func (o Options) minGroup() int {
	if o.MinGroup <= 0 {
		return DefaultMinGroup
	}
	return o.MinGroup
}

// sample is one series with its value.
type sample struct {
	family string
	value  float64
	labels []string // values, in the order of the family's label names
}

// collector makes the samples of the report that holds at each scrape.
type collector struct {
	report func() *reports.Report
	opt    Options
	descs  map[string]*prometheus.Desc
}

// New returns the collector of whatever report returns at each scrape; nil is
// "no report yet", which shows as gapstep_up 0. report is called from the
// goroutines that scrape.
func New(report func() *reports.Report, opt Options) prometheus.Collector {
	c := &collector{report: report, opt: opt, descs: map[string]*prometheus.Desc{}}
	for _, f := range families() {
		c.descs[f.name] = prometheus.NewDesc(f.name, f.help, f.labels, nil)
	}
	return c
}

// Describe sends every description, so that a registry finds clashes at once.
func (c *collector) Describe(ch chan<- *prometheus.Desc) {
	for _, f := range families() {
		ch <- c.descs[f.name]
	}
}

// Collect sends the samples of the report of the moment.
func (c *collector) Collect(ch chan<- prometheus.Metric) {
	for _, s := range samples(c.report(), c.opt) {
		d := c.descs[s.family]
		m, err := prometheus.NewConstMetric(d, prometheus.GaugeValue, s.value, s.labels...)
		if err != nil {
			m = prometheus.NewInvalidMetric(d, fmt.Errorf("sample of %s: %w", s.family, err))
		}
		ch <- m
	}
}

// Series is the number of series that the report makes: known before the
// first scrape.
func Series(r *reports.Report, opt Options) int { return len(samples(r, opt)) }

// WriteText writes the samples in the text format, for the textfile collector
// of node_exporter. Families and their series are sorted.
func WriteText(w io.Writer, r *reports.Report, opt Options) error {
	reg := prometheus.NewPedanticRegistry()
	if err := reg.Register(New(func() *reports.Report { return r }, opt)); err != nil {
		return fmt.Errorf("metrics: %w", err)
	}
	found, err := reg.Gather()
	if err != nil {
		return fmt.Errorf("metrics: %w", err)
	}
	for _, f := range found {
		if _, err := expfmt.MetricFamilyToText(w, f); err != nil {
			return fmt.Errorf("metrics: %w", err)
		}
	}
	return nil
}
