package infer

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// levels are the fields of a funnel's limits.
func funnelLevels() map[string]float64 { return map[string]float64{"95": .95, "998": .998} }

func goldenFunnelLimits(g *golden) {
	n, scale := g.nums("n"), g.numOr("multiplier", 1)
	p0, tau2 := g.numOr("baseline", 0), 0.0
	if g.has("x") {
		x := g.nums("x")
		p0 = NewRateSpread(x, n).Pooled()
		if strings.HasPrefix(g.textOr("overdispersion", "none"), "additive") {
			o := ArcsineScores(x, n).Overdispersion(g.numOr("trim", .1))
			tau2 = o.Tau2
			g.check("phi", o.Phi)
			g.check("tau2", o.Tau2)
		}
	}
	g.check("baseline", p0*scale)
	limits := goldenLimitsOf(g, p0, tau2)
	for name, level := range funnelLevels() {
		var lo, hi []float64
		for _, k := range n {
			l := limits(k, level)
			lo, hi = append(lo, scale*l.Lo), append(hi, scale*l.Hi)
		}
		clipExpected(g, "l"+name, "u"+name)
		g.check("l"+name, lo)
		g.check("u"+name, hi)
	}
}

func goldenLimitsOf(g *golden, p0, tau2 float64) func(n, level float64) Limits {
	switch method := g.text("method"); method {
	case "wilson_inverse", "normal":
		return func(n, level float64) Limits { return FunnelScore(p0, n, level) }
	case "exact_binomial_step":
		return func(n, level float64) Limits { return FunnelExact(p0, n, level) }
	case "arcsine":
		// FunnelPlotR rounds its normal quantiles to six decimals.
		return func(n, level float64) Limits {
			return arcsineLimits(p0, n, math.Round(zFor(level)*1e6)/1e6, tau2)
		}
	default:
		if !strings.Contains(method, "interpolated") {
			g.Fatalf("method %q is not known", method)
		}
		return func(n, level float64) Limits { return FunnelInterpolated(p0, n, level) }
	}
}

// clipExpected brings the limits of the references that do not clip into [0, 1].
func clipExpected(g *golden, fields ...string) {
	if m := g.text("method"); m != "normal" && !strings.Contains(m, "interpolated") {
		return
	}
	for _, f := range fields {
		list, _ := g.Expected[f].([]any)
		for i, v := range list {
			list[i] = clamp01(g.number(v))
		}
	}
}

func goldenRatioLimits(g *golden) {
	target := g.numOr("target", 1)
	for _, name := range []string{"expected_count", "expected", "observed", "observed_events", "o", "O"} {
		if !g.has(name) {
			continue
		}
		if strings.HasPrefix(name, "e") {
			checkRatioLimits(g, g.nums(name), target)
			continue
		}
		checkExpectedLimits(g, g.nums(name))
	}
}

func checkRatioLimits(g *golden, expected []float64, target float64) {
	for name, level := range funnelLevels() {
		var lo, hi []float64
		for _, e := range expected {
			l := RatioLimits(e, level)
			lo, hi = append(lo, target*l.Lo), append(hi, target*l.Hi)
		}
		g.check("l"+name, lo)
		g.check("u"+name, hi)
	}
}

// checkExpectedLimits compares Public Health England's turn of the question: the
// expected counts at which what was observed would lie on the limits.
func checkExpectedLimits(g *golden, observed []float64) {
	for name, level := range map[string]float64{"2s": .95, "3s": .998} {
		var lower, upper []float64
		for _, o := range observed {
			l := ExpectedLimits(o, level)
			lower, upper = append(lower, l.Hi), append(upper, l.Lo)
		}
		g.check("lower_"+name+"_exp", lower)
		g.check("upper_"+name+"_exp", upper)
	}
}

func goldenFunnelZ(g *golden) {
	var s Scores
	switch {
	case g.has("observed"):
		s = goldenRatioScores(g)
	case g.has("exposure"):
		s = LogCountScores(g.nums("x"), g.nums("exposure"))
	case g.wants("p0"):
		s = BinomialScores(g.nums("x"), g.nums("n"))
	default:
		s = ArcsineScores(g.nums("x"), g.nums("n"))
	}
	o := s.Overdispersion(g.numOr("trim", .1))
	if g.textOr("sr_method", "") == "SHMI" {
		o = s.OverdispersionTruncated(g.numOr("trim", .1))
	}
	g.check("target", s.Target)
	g.check("p0", s.Target)
	g.check("y", s.Y)
	g.check("s", s.S)
	g.check("z", s.Z)
	g.check("z_winsorised", o.Trimmed)
	g.check("phi", o.Phi)
	g.check("tau2", o.Tau2)
	g.check("z_additive", s.Additive(o.Tau2))
	g.check("z_multiplicative", s.Multiplicative(o.Phi))
}

func goldenRatioScores(g *golden) Scores {
	observed, expected := g.nums("observed"), g.nums("expected_count")
	switch method := g.textOr("sr_method", "SHMI"); method {
	case "SHMI":
		return LogRatioScores(observed, expected)
	case "CQC":
		return RootRatioScores(observed, expected)
	default:
		g.Fatalf("method %q is not known", method)
		return Scores{}
	}
}

// goldenAttributeChart runs p, u and c charts. The files name the chart by the
// book's example only: u charts are 7.4 and 7.5, the latter per 50 units, and a c
// chart 7.3.3.
func goldenAttributeChart(g *golden) {
	kind, scale := "p", g.numOr("multiply", 1)
	switch g.ID {
	case "ex_7.3_3", "ex_7.4_1":
		kind = "u"
	case "ex_7.5_1":
		kind, scale = "u", g.numOr("multiply", 50)
	}
	kind = g.textOr("chart", kind)
	x, n := g.nums("y_sum"), g.nums("n")
	in := func(name string, i int) bool { return !g.has(name) || g.input(name).([]any)[i] == true }
	var events, trials float64
	for i := range x {
		if in("baseline", i) && in("include", i) {
			events, trials = events+x[i], trials+n[i]
		}
	}
	limits := map[string]func(centre, n float64) Limits{"p": PLimits, "u": ULimits, "c": ULimits}[kind]
	var y, cl, lo, hi []float64
	for i := range x {
		l := limits(events/trials, n[i])
		y, cl = append(y, scale*x[i]/n[i]), append(cl, scale*events/trials)
		lo, hi = append(lo, scale*l.Lo), append(hi, scale*l.Hi)
	}
	g.check("y", y)
	g.check("cl", cl)
	g.check("lcl", lo)
	g.check("ucl", hi)
}

func goldenXmR(g *golden) {
	multiple := XmRMultiple
	if g.has("multiplier") {
		multiple = quotient(g, g.text("multiplier"))
	}
	x := XmRLimits(g.nums("y"), multiple, g.yes("screen_outliers"))
	g.check("mean", x.Centre)
	g.check("lower", x.Lo)
	g.check("upper", x.Hi)
	g.check("amr", x.AMR)
}

// quotient reads "2.66" or "3/1.128".
func quotient(g *golden, text string) float64 {
	a, b, divided := strings.Cut(text, "/")
	num, err := strconv.ParseFloat(a, 64)
	den := 1.0
	if divided && err == nil {
		den, err = strconv.ParseFloat(b, 64)
	}
	if err != nil {
		g.Fatal(err)
	}
	return num / den
}

func goldenXmRRules(g *golden) {
	switch {
	case g.has("side"):
		goldenRunEnds(g)
	case g.has("rule"):
		goldenNelson(g)
	case g.has("centre"):
		goldenRuns(g)
	default:
		goldenSignals(g)
	}
}

// goldenRunEnds marks where a run of seven is complete. Signals marks all of its
// points, so the series is cut at each of them in turn.
func goldenRunEnds(g *golden) {
	side := g.nums("side")
	noBand := XmR{0, 0, Limits{math.Inf(-1), math.Inf(1)}}
	ends := make([]float64, len(side))
	for i := range side {
		if noBand.Signals(side[:i+1], SignalRules{Run: 7})[i].Signal == SignalRun {
			ends[i] = 1
		}
	}
	g.check("run_of_7_ends_here", ends)
}

func goldenNelson(g *golden) {
	rule, err := strconv.Atoi(strings.TrimPrefix(g.text("rule"), "rule"))
	if err != nil {
		g.Fatal(err)
	}
	var start, count []float64
	for _, s := range Nelson(rule, g.nums("y")) {
		start, count = append(start, float64(s.Start+1)), append(count, float64(s.Count))
	}
	g.check("start_1based", start)
	g.check("count", count)
}

func goldenRuns(g *golden) {
	y := g.nums("y")
	centre := map[string]float64{"mean": Mean(y), "median": Median(y)}[g.text("centre")]
	r := JudgeRuns(y, centre)
	g.check("n_useful", r.Useful)
	g.check("longest_run", r.Longest)
	g.check("longest_run_max", r.LongestMax)
	g.check("crossings", r.Crossings)
	g.check("crossings_min", r.CrossingsMin)
	g.check("signal", r.Signal)
}

func goldenSignals(g *golden) {
	y := g.nums("y")
	marks := XmRLimits(y, XmRMultiple, g.yes("screen_outliers")).Signals(y, MakingDataCount())
	up, down, kinds := []string{}, []string{}, []string{}
	words := []string{"special_cause_concern", "common_cause", "special_cause_improvement"}
	for _, m := range marks {
		up, down = append(up, words[1+m.Side]), append(down, words[1-m.Side])
		kinds = append(kinds, signalWords(m))
	}
	g.check("special_cause_type", kinds)
	g.check("point_type_higher_is_better", up)
	g.check("point_type_lower_is_better", down)
}

// signalWords are NHSRplotthedots' names.
func signalWords(m Mark) string {
	above := slices.Index([]int{-1, 1}, m.Side)
	switch m.Signal {
	case SignalOutside:
		return []string{"Below LCL", "Above UCL"}[above]
	case SignalTrend:
		return []string{"7 Point Trend (Decreasing)", "7 Point Trend (Increasing)"}[above]
	case SignalTwoOfThree:
		return []string{"2 in 3 Below CL", "2 in 3 Above CL"}[above]
	case SignalRun:
		return []string{"7 Points Below CL", "7 Points Above CL"}[above]
	}
	return "Common Cause"
}
