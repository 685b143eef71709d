package infer

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

func goldenTheilSen(g *golden) {
	level := 1 - g.numOr("alpha", .05)
	if g.has("confidence") {
		level = g.num("confidence")
	}
	y := g.nums("y")
	l := TheilSen(g.nums("x"), y, level)
	g.check("slope", l.Slope)
	g.check("intercept_separate", l.InterceptSeparate)
	g.check("intercept_joint", l.InterceptJoint)
	g.check("intercept_x_from_0", l.InterceptSeparate)
	switch kind := g.textOr("intercept", "separate"); kind {
	case "separate":
		g.check("intercept", l.InterceptSeparate)
	case "joint":
		g.check("intercept", l.InterceptJoint)
	default:
		g.Fatalf("intercept %q is not known", kind)
	}
	g.check("lower", l.Lo)
	g.check("upper", l.Hi)
	// R's trend gives no interval where the ranks leave the slopes; scipy the extremes.
	if !l.Covered && g.Expected["ci_lower"] == nil {
		g.used["ci_lower"], g.used["ci_upper"] = true, true
		return
	}
	g.check("ci_lower", l.Lo)
	g.check("ci_upper", l.Hi)
}

func goldenMannKendall(g *golden) {
	m := MannKendall(g.nums("y"))
	g.check("S", m.S)
	g.check("varS", m.VarS)
	g.check("tau", m.Tau)
	g.check("z", m.Z)
	g.check("p_two_sided", m.TwoSided)
	g.check("p_increasing", m.Increasing)
	g.check("p_decreasing", m.Decreasing)
	g.check("p_exact_two_sided", m.Exact)
	trend := "no trend"
	if m.TwoSided <= .05 {
		trend = []string{"decreasing", "", "increasing"}[1+int(sign(m.S))]
	}
	g.check("trend", trend)
}

func goldenLine(g *golden) {
	l := FitLine(g.nums("x"), g.nums("y"))
	g.check("intercept", l.Intercept)
	g.check("slope", l.Slope)
	g.check("slope_se", l.SlopeSE)
	g.check("slope_p", l.SlopeP)
	g.check("r2", l.R2)
	g.check("sigma", l.Sigma)
	g.check("df", l.DF)
	up, target, level := g.yes("higher_is_better"), g.num("target"), g.num("level")
	var fit, ciLo, ciHi, piLo, piHi, meets []float64
	for _, x0 := range g.nums("x_new") {
		mean, next := l.At(x0, level)
		fit = append(fit, mean.Value)
		ciLo, ciHi = append(ciLo, mean.Lo), append(ciHi, mean.Hi)
		piLo, piHi = append(piLo, next.Lo), append(piHi, next.Hi)
		p := l.ReachUp(x0, target)
		if !up {
			p = 1 - p
		}
		meets = append(meets, p)
	}
	g.check("fit", fit)
	g.check("ci_lower", ciLo)
	g.check("ci_upper", ciHi)
	g.check("pi_lower", piLo)
	g.check("pi_upper", piHi)
	g.check("prob_meets_target", meets)
}

func goldenHolt(g *golden) {
	y := g.nums("y")
	h := NewHolt(y, g.num("alpha"), g.num("beta"), g.num("phi"))
	h.Level, h.Trend = g.numOr("initial_level", h.Level), g.numOr("initial_trend", h.Trend)
	f := h.Fit(y)
	g.check("fitted", f.Fitted)
	g.check("sse", f.SSE)
	g.check("forecast", f.State.Forecast(int(g.num("horizon"))))
}

func goldenInterrupted(g *golden) {
	s := InterruptedSeries(g.nums("y"), int(g.num("first_post_index_1based"))-1)
	for i, name := range []string{"intercept", "pre_slope", "level_change", "slope_change"} {
		g.check(name, s.Coef[i])
	}
	g.check("se", s.SE[:])
	g.check("p", s.P[:])
	g.check("sigma", s.Sigma)
	g.check("df", s.DF)
	g.check("durbin_watson", s.DurbinWatson)
}

func goldenDiD(g *golden) {
	if g.has("csv") {
		goldenDiDValues(g)
		return
	}
	c := RateCells{
		TreatedBefore: Counts{g.num("x0"), g.num("n0")}, TreatedAfter: Counts{g.num("x1"), g.num("n1")},
		ControlBefore: Counts{g.num("X0"), g.num("N0")}, ControlAfter: Counts{g.num("X1"), g.num("N1")},
	}
	d, l := c.DiffInDiff(), c.LogOddsInteraction()
	g.check("did", d.Value)
	g.check("se", d.SE)
	g.check("log_or_interaction", l.Value)
	g.check("log_or_se", l.SE)
}

func goldenDiDValues(g *golden) {
	g.ignore("data_note")
	c := readCells(g)
	separate, pooled := c.DiffInDiff()
	g.check("treated_before", Mean(c.TreatedBefore))
	g.check("treated_after", Mean(c.TreatedAfter))
	g.check("control_before", Mean(c.ControlBefore))
	g.check("control_after", Mean(c.ControlAfter))
	g.check("did", separate.Value)
	g.check("se_four_means", separate.SE)
	g.check("se_ols", pooled.SE)
	g.check("t", pooled.T)
	g.check("p", pooled.P)
	g.check("df", pooled.DF)
}

func readCells(g *golden) ValueCells {
	f, err := os.Open(filepath.Join(g.dir, filepath.Base(g.text("csv"))))
	if err != nil {
		g.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		g.Fatal(err)
	}
	place := func(role string) int { return slices.Index(rows[0], g.text(role)) }
	outcome, treated, after := place("outcome"), place("treated"), place("after")
	var c ValueCells
	for _, r := range rows[1:] {
		v, err := strconv.ParseFloat(r[outcome], 64)
		if err != nil {
			continue // not observed: NA
		}
		cell := map[string]*[]float64{
			"10": &c.TreatedBefore, "11": &c.TreatedAfter, "00": &c.ControlBefore, "01": &c.ControlAfter,
		}[r[treated]+r[after]]
		*cell = append(*cell, v)
	}
	return c
}
