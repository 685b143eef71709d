package reports

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// chartColumns are the columns of the charts' data, in order.
var chartColumns = []string{"kpi", "part", "x", "others", "found", "lo998", "lo95", "hi95", "hi998", "label", "people", "people_found"}

// chartRow is a row of the charts' data: a person, a point of the limits or a bin.
type chartRow struct {
	in                      *kpi.Indicator
	part                    string // people, limits, bins
	x, others, found        float64
	lo998, lo95, hi95, hi98 float64
	label                   string
	people, peopleFound     int
}

// rowRange are rows of a sheet, from and to included.
type rowRange struct{ from, to int }

// plot says where the data of an indicator's charts stand.
type plot struct {
	in                   *kpi.Indicator
	people, limits, bins rowRange
	found                int // findings among the people
}

func blankChartRow(in *kpi.Indicator, part string) chartRow {
	none := math.NaN()
	return chartRow{in: in, part: part, x: none, others: none, found: none, lo998: none, lo95: none, hi95: none, hi98: none}
}

// indicators are those of the report, in the order of their ids.
func (b *book) indicators() []*kpi.Indicator {
	seen := map[string]*kpi.Indicator{}
	for i := range b.r.Summaries {
		seen[b.r.Summaries[i].Indicator.ID] = b.r.Summaries[i].Indicator
	}
	var list []*kpi.Indicator
	for _, id := range sortedKeys(seen) {
		list = append(list, seen[id])
	}
	return list
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// plots works out the data of all charts; the rows begin below the heading.
func (b *book) plots() ([]*plot, []chartRow) {
	var plots []*plot
	var marks []chartRow
	for _, in := range b.indicators() {
		p := &plot{in: in}
		add := func(list []chartRow) rowRange {
			marks = append(marks, list...)
			return rowRange{len(marks) - len(list) + 2, len(marks) + 1}
		}
		rows := b.rows(func(g *analysis.Gap) bool { return g.Indicator.ID == in.ID && g.Known() })
		people := b.peopleMarks(rows)
		for _, g := range rows {
			p.found += count(g.Finding())
		}
		p.people, p.limits = add(people), add(b.limitMarks(in, people))
		p.bins = add(b.binMarks(in, rows))
		plots = append(plots, p)
	}
	return plots, marks
}

// peopleMarks are the people whose rate was counted, by trials.
func (b *book) peopleMarks(rows []*analysis.Gap) []chartRow {
	var marks []chartRow
	for _, g := range rows {
		if g.Denominator == 0 || !g.Indicator.Counted() {
			continue
		}
		m := blankChartRow(g.Indicator, "people")
		m.x = g.Denominator.Float()
		if gap, _ := b.difference(g.PointGap, g.Indicator).value.(float64); g.Finding() {
			m.found = gap
		} else {
			m.others = gap
		}
		marks = append(marks, m)
	}
	return marks
}

// limitPoints is how many points draw a limit.
const limitPoints = 40

// limitMarks are the limits around the pooled rate of everybody, as distances
// from it (Spiegelhalter 2005; of counts per exposure by the Poisson).
func (b *book) limitMarks(in *kpi.Indicator, people []chartRow) []chartRow {
	rate := b.pooled(in)
	if len(people) == 0 || !finite(rate) || rate == 0 {
		return nil
	}
	by := func(x, y chartRow) int { return cmp.Compare(x.x, y.x) }
	least, most := slices.MinFunc(people, by).x, slices.MaxFunc(people, by).x
	least = max(1, least*0.9)
	marks := make([]chartRow, limitPoints)
	for i := range marks {
		n := least * math.Pow(max(most*1.1, least+1)/least, float64(i)/(limitPoints-1))
		inner, outer := chanceLimits(in, rate, n, 0.95), chanceLimits(in, rate, n, 0.998)
		m := blankChartRow(in, "limits")
		m.x = n
		for to, at := range map[*float64]float64{&m.lo95: inner.Lo, &m.hi95: inner.Hi, &m.lo998: outer.Lo, &m.hi98: outer.Hi} {
			if *to = at - rate; in.Unit == "ratio" {
				*to *= 100
			}
		}
		marks[i] = m
	}
	return marks
}

func chanceLimits(in *kpi.Indicator, rate, n, level float64) infer.Limits {
	if in.Scale == kpi.Proportion {
		return infer.FunnelScore(rate, n, level)
	}
	l := infer.RatioLimits(rate*n, level)
	return infer.Limits{Lo: l.Lo * rate, Hi: l.Hi * rate}
}

// pooled is the ratio of sums over everybody.
func (b *book) pooled(in *kpi.Indicator) float64 {
	var events, trials float64
	for i := range b.r.Summaries {
		if s := &b.r.Summaries[i]; s.Indicator.ID == in.ID {
			events, trials = events+s.Numerator.Float(), trials+s.Denominator.Float()
		}
	}
	return events / trials
}

// binMarks count the people in equal parts of the range of their values, as
// many as Sturges's rule asks for.
func (b *book) binMarks(in *kpi.Indicator, rows []*analysis.Gap) []chartRow {
	if len(rows) == 0 {
		return nil
	}
	by := func(x, y *analysis.Gap) int { return cmp.Compare(x.Actual.Value, y.Actual.Value) }
	lo, hi := slices.MinFunc(rows, by).Actual.Value, slices.MaxFunc(rows, by).Actual.Value
	n := 1
	if hi > lo {
		n = max(5, int(math.Ceil(math.Log2(float64(len(rows)))))+1)
	}
	width := (hi - lo) / float64(n)
	marks := make([]chartRow, n)
	for i := range marks {
		marks[i] = blankChartRow(in, "bins")
		from := lo + float64(i)*width
		marks[i].label = b.p.Text("xlsx.chart.bin", locale.Args{"from": b.p.Level(from, in), "to": b.p.Level(from+width, in)})
	}
	for _, g := range rows {
		at := 0
		if width > 0 {
			at = min(n-1, int((g.Actual.Value-lo)/width))
		}
		marks[at].people += count(!g.Finding())
		marks[at].peopleFound += count(g.Finding())
	}
	return marks
}

// chartData holds what the charts draw: every point of a picture is a figure
// that can be looked up.
func (b *book) chartData(marks []chartRow) *sheet {
	s := &sheet{name: b.chartSheet, table: "chart_data", empty: b.text("xlsx.none"), locked: 2}
	number := func(of func(chartRow) float64) func(chartRow) entry {
		return func(m chartRow) entry { return figure(of(m), "0.0000") }
	}
	people := func(of func(chartRow) int) func(chartRow) entry {
		return func(m chartRow) entry {
			if m.part != "bins" {
				return entry{}
			}
			return whole(of(m))
		}
	}
	fields := []field[chartRow]{
		{"col.kpi", func(m chartRow) entry { return words(b.p.Title(m.in)) }},
		{"xlsx.chart.part", func(m chartRow) entry { return words(b.text("xlsx.chart.part." + m.part)) }},
		{"xlsx.chart.trials", func(m chartRow) entry { return figure(m.x, wholeFormat) }},
		{"xlsx.chart.others", number(func(m chartRow) float64 { return m.others })},
		{"xlsx.chart.found", number(func(m chartRow) float64 { return m.found })},
		{"xlsx.chart.lo998", number(func(m chartRow) float64 { return m.lo998 })},
		{"xlsx.chart.lo95", number(func(m chartRow) float64 { return m.lo95 })},
		{"xlsx.chart.hi95", number(func(m chartRow) float64 { return m.hi95 })},
		{"xlsx.chart.hi998", number(func(m chartRow) float64 { return m.hi98 })},
		{"xlsx.chart.label", func(m chartRow) entry { return words(m.label) }},
		{"xlsx.chart.others", people(func(m chartRow) int { return m.people })},
		{"xlsx.chart.found", people(func(m chartRow) int { return m.peopleFound })},
	}
	fill(s, b.p, fields, marks)
	for i, h := range []string{"", "", "", "", "", "", "", "", "", "", "xlsx.chart.people_others", "xlsx.chart.people_found"} {
		if h != "" {
			s.heads[i] = b.text(h) // the columns of a table must differ
		}
	}
	return s
}

// kpiSheet is an indicator's own sheet: its pictures, then its rows, the graver
// first.
func (b *book) kpiSheet(p *plot, number int) *sheet {
	s := &sheet{name: b.kpiSheets[p.in.ID], table: "kpi_" + strconv.Itoa(number), empty: b.text("xlsx.none"), bare: true}
	s.lead = [][]entry{
		{{value: b.p.Title(p.in), look: look{role: "title"}}},
		{noted(b.p.Text("xlsx.kpi.lead", locale.Args{"id": p.in.ID, "direction": b.p.Word("direction", p.in.Direction.String()), "window": windowText(b.p, b.r.Window)}))},
	}
	place := func(spec *excelize.Chart) {
		s.charts = append(s.charts, chart{row: 4, left: len(s.charts) * (chartWidth + 16), spec: spec})
	}
	if p.limits.to >= p.limits.from {
		s.lead = append(s.lead, []entry{noted(b.text("xlsx.kpi.funnel"))})
		place(b.funnelChart(p))
	}
	if p.bins.to >= p.bins.from {
		place(b.spreadChart(p))
	}
	for len(s.lead) < 3+chartLines {
		s.lead = append(s.lead, []entry{})
	}
	rows := b.rows(func(g *analysis.Gap) bool { return g.Indicator.ID == p.in.ID })
	slices.SortStableFunc(rows, func(x, y *analysis.Gap) int { return cmp.Compare(y.Flagged(), x.Flagged()) })
	fill(s, b.p, b.kpiFields(), rows)
	return s
}

func (b *book) kpiFields() []gapField {
	who := b.whoFields()
	fields := slices.Concat(who[:3], b.verdictFields()[:2])
	return append(append(fields, b.countFields()...), b.peerFields()[:3]...)
}
