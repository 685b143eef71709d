package reports

import (
	"math"
	"strings"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// The probabilities from which a gap is called likely, and very likely, larger
// than it has to be.
const (
	likely     = 0.80
	veryLikely = 0.95
)

// byPeriods reports whether the person's periods are what is counted as n: of
// scores and quantities, of clustered trials, of values without counts.
func byPeriods(g *analysis.Gap) bool { return countsPeriods(g.Indicator, g.Denominator != 0) }

func countsPeriods(in *kpi.Indicator, counts bool) bool {
	return in != nil && (!in.Counted() || in.Clustered() || !counts)
}

// sampleText is what a figure rests on: "n = 300" of trials, "3 periods" where
// those are the sample.
func sampleText(p *locale.Printer, in *kpi.Indicator, counts bool, n int) string {
	if countsPeriods(in, counts) {
		return p.Text("sample.periods", locale.Args{"count": n})
	}
	return p.Text("sample.n", locale.Args{"n": p.Number(n)})
}

// sentence says a row in one plain sentence made of its own figures: what was
// counted, what the colleagues or the standard would make of the same trials,
// and, of a row that stands out, how likely chance alone would bring it about
// and how sure it is that it matters.
func sentence(p *locale.Printer, g *analysis.Gap, family familyTally) string {
	if !g.Known() {
		return p.Text("sentence.no_data", nil)
	}
	_, standard := g.Against()
	args := locale.Args{"seen": seenText(p, g), "others": othersText(p, g, standard), "chance": "", "sure": ""}
	if g.Flagged() >= analysis.Watch {
		args["chance"], args["sure"] = chanceText(p, g, family, standard), sureText(p, g, standard)
	}
	return p.Text("sentence", args)
}

func seenText(p *locale.Printer, g *analysis.Gap) string {
	args := locale.Args{"level": p.Level(g.Actual.Value, g.Indicator), "events": p.Count(g.Numerator), "trials": p.Count(g.Denominator),
		"noun": headingOf(p, g.Indicator), "sample": sampleText(p, g.Indicator, g.Denominator != 0, g.N)}
	switch {
	case g.Denominator == 0:
		return p.Text("sentence.seen.value", args)
	case g.Indicator.Scale == kpi.Rate: // events in an exposure: not x of n
		return p.Text("sentence.seen.rate", args)
	case byPeriods(g):
		return p.Text("sentence.seen.clustered", args)
	}
	return p.Text("sentence.seen.counts", args)
}

// headingOf is what the indicator's trials are called, "" when nothing says.
func headingOf(p *locale.Printer, in *kpi.Indicator) string {
	if len(in.Denominator) == 0 {
		return ""
	}
	return strings.ReplaceAll(headingIn(p.Lang(), in.Denominator), "_", " ")
}

// othersText is the level compared with; of counts, also how many events it
// would be of the person's own trials.
func othersText(p *locale.Printer, g *analysis.Gap, standard bool) string {
	level, id := g.Rest, "sentence.rest"
	if standard {
		level, id = g.Standard.Level, "sentence.standard"
	}
	args := locale.Args{"level": p.Level(level, g.Indicator), "like": ""}
	if like := level * g.Denominator.Float(); !byPeriods(g) && finite(like) {
		args["like"] = amount(p, math.Round(like))
	}
	return p.Text(id, args)
}

// chanceText says the p-value as a natural frequency, and how many of the
// comparisons made stand out like this one.
func chanceText(p *locale.Printer, g *analysis.Gap, family familyTally, standard bool) string {
	id, prob, stood, made := "sentence.chance.rest", g.P, family.found, family.judged
	if standard {
		id, prob, stood, made = "sentence.chance.standard", g.Standard.P, family.behind, family.held
	}
	if !finite(prob) || prob > 0.5 {
		return ""
	}
	args := locale.Args{"chance": chanceWords(p, prob), "name": personName(g.Employee), "comparisons": ""}
	if g.Finding() && made > 0 {
		args["comparisons"] = p.Text("sentence.comparisons", locale.Args{"count": stood, "n": p.Number(made)})
	}
	return p.Text(id, args)
}

// chanceWords is a probability as "1 chance in …": in round steps where it is
// small, for a p-value carries no more than that.
func chanceWords(p *locale.Printer, prob float64) string {
	for _, n := range []int{1000, 100, 20} {
		if prob <= 1/float64(n) {
			return p.Text("chance.at_most", locale.Args{"n": p.Number(n)})
		}
	}
	return p.Text("chance.about", locale.Args{"n": p.Number(int(math.Round(1 / prob)))})
}

// sureText says P(true gap ≥ need): of what colleagues differ by where that
// was estimated, else of what matters.
func sureText(p *locale.Printer, g *analysis.Gap, standard bool) string {
	id, prob := "sentence.sure.rest.", g.PMaterial
	switch {
	case standard:
		id, prob = "sentence.sure.enough.", g.Standard.PMaterial
	case byPeriods(g) && g.N <= 1: // nothing tells the others' differences from noise
		id = "sentence.sure.enough."
	}
	switch {
	case !finite(prob):
		return ""
	case prob >= veryLikely:
		return p.Text(id+"very_likely", nil)
	case prob >= likely:
		return p.Text(id+"likely", nil)
	}
	return p.Text(id+"perhaps", nil)
}
