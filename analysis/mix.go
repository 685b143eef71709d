package analysis

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Segment is what one person and the rest have of a kind of case: a product
// line, a channel, a class of customer.
type Segment struct {
	Name      string
	Own, Rest infer.Counts
}

// Mix tells how much of a gap goes with which cases a person has (mix) and how
// much with how they do in each kind (rate): an association, for nobody has
// handed out the cases by lot.
type Mix struct {
	Gap          float64 // own rate − rate of the rest, over all segments
	Mix, Rate    float64 // the two parts of it
	Standardised float64 // the person's rate if they had the rest's cases
	Parts        []MixPart
	Alone        float64 // share of the person's trials in segments that nobody else has
}

// Explains reports whether the kinds of cases alone make the gap: with the rest's
// cases the person would not be behind by what matters.
func (m *Mix) Explains(d kpi.Direction, rest, material float64) bool {
	return m != nil && d.Shortfall(m.Standardised, rest) < material
}

// MixPart is what one segment adds to the parts.
type MixPart struct {
	Segment
	Mix, Rate float64
}

// Decompose splits the difference of two rates into mix and rate (Kitagawa 1955,
// JASA 50:1168): with shares w of the trials and rates r by segment,
//
//	mix  = Σ (w_own − w_rest)(r_own + r_rest)/2
//	rate = Σ (r_own − r_rest)(w_own + w_rest)/2
//
// and standardises directly, Σ w_rest r_own. Where only one side has trials in a
// segment its rate stands for both, so that such a segment is all mix. Segments with
// trials on neither side don't count. NaN where one side has no trials at all.
func Decompose(segments []Segment) Mix {
	var own, rest infer.Counts
	for _, s := range segments {
		own, rest = plus(own, s.Own), plus(rest, s.Rest)
	}
	m := Mix{Gap: nan, Mix: nan, Rate: nan, Standardised: nan, Alone: nan}
	if !(own.N > 0 && rest.N > 0) {
		return m
	}
	m = Mix{Gap: own.X/own.N - rest.X/rest.N}
	for _, s := range segments {
		if !(s.Own.N > 0 || s.Rest.N > 0) {
			continue
		}
		w, v := s.Own.N/own.N, s.Rest.N/rest.N
		r, q := s.Own.X/s.Own.N, s.Rest.X/s.Rest.N
		switch {
		case s.Own.N == 0:
			r = q
		case s.Rest.N == 0:
			q = r
			m.Alone += w
		}
		part := MixPart{s, (w - v) * (r + q) / 2, (r - q) * (w + v) / 2}
		m.Parts = append(m.Parts, part)
		m.Mix += part.Mix
		m.Rate += part.Rate
		m.Standardised += v * r
	}
	return m
}

func plus(a, b infer.Counts) infer.Counts { return infer.Counts{X: a.X + b.X, N: a.N + b.N} }

// Segmented are the parts of observations, made ready for AddMixes.
type Segmented []kpi.SegmentRow

// NewSegmented takes rows in any order.
func NewSegmented(rows []kpi.SegmentRow) Segmented {
	s := slices.Clone(rows)
	slices.SortFunc(s, func(a, b kpi.SegmentRow) int {
		return cmp.Or(cmp.Compare(a.Team, b.Team), cmp.Compare(a.Indicator, b.Indicator), cmp.Compare(a.Segment, b.Segment))
	})
	return s
}

// AddMixes gives every finding of a counted indicator the split of its gap to the
// rest, where there are at least two segments and all that the gap rests on: where
// they don't add up to the counts of everybody compared, or to another gap than the
// one that is shown, nothing is split. The
// split is also said in a caveat, gap.mix. The gaps are those of whole teams; the
// rest are the others of the team, or of the cohort, in the finding's window.
func (s Segmented) AddMixes(gaps []Gap) {
	if len(s) == 0 {
		return
	}
	for i := range gaps {
		g := &gaps[i]
		if !g.Finding() || !g.Indicator.Counted() || g.Denominator == 0 {
			continue
		}
		peers, all := peersOf(gaps, g)
		segments := segmentsOf(g, s.family(g), peers)
		if m := Decompose(segments); len(segments) > 1 && math.Abs(m.Gap-g.RestGap) <= tieTolerance && whole(segments, g, all) {
			g.Mix = &m
			g.Caveats = append(g.Caveats, kpi.Caveat{Code: "gap.mix", Args: kpi.Args{"gap": decimal(m.Gap), "mix": decimal(m.Mix), "rate": decimal(m.Rate),
				"standardised": decimal(m.Standardised), "segments": strconv.Itoa(len(segments))}})
		}
	}
}

// family are the rows of the gap's team and indicator.
func (s Segmented) family(g *Gap) []kpi.SegmentRow {
	compare := func(r kpi.SegmentRow, g *Gap) int {
		return cmp.Or(cmp.Compare(r.Team, g.Team), cmp.Compare(r.Indicator, g.Indicator.ID))
	}
	from, _ := slices.BinarySearchFunc(s, g, compare)
	to := from
	for to < len(s) && compare(s[to], g) == 0 {
		to++
	}
	return s[from:to]
}

// whole reports whether the segments hold the counts of the person and of all
// that were compared.
func whole(segments []Segment, g *Gap, all infer.Counts) bool {
	var own, sum infer.Counts
	for _, s := range segments {
		own, sum = plus(own, s.Own), plus(sum, plus(s.Own, s.Rest))
	}
	return own == infer.Counts{X: g.Numerator.Float(), N: g.Denominator.Float()} && sum == all
}

// peersOf are the ids of those whom the gap's person was compared with, the person
// among them, and their counts.
func peersOf(gaps []Gap, g *Gap) (peers map[string]bool, all infer.Counts) {
	peers = map[string]bool{}
	for i := range gaps {
		o := &gaps[i]
		if o.Team == g.Team && o.Indicator == g.Indicator && (g.Cohort == "" || o.Cohort == g.Cohort) {
			peers[o.Employee.ID] = true
			all = plus(all, infer.Counts{X: o.Numerator.Float(), N: o.Denominator.Float()})
		}
	}
	return peers, all
}

// segmentsOf adds up the window's rows, sorted by segment.
func segmentsOf(g *Gap, rows []kpi.SegmentRow, peers map[string]bool) []Segment {
	var list []Segment
	for _, r := range rows {
		if r.Trials == 0 || !peers[r.Employee] || !g.Window.holds(r.Period) {
			continue
		}
		if len(list) == 0 || list[len(list)-1].Name != r.Segment {
			list = append(list, Segment{Name: r.Segment})
		}
		s, c := &list[len(list)-1], infer.Counts{X: r.Events.Float(), N: r.Trials.Float()}
		if r.Employee == g.Employee.ID {
			s.Own = plus(s.Own, c)
		} else {
			s.Rest = plus(s.Rest, c)
		}
	}
	return list
}

// holds reports whether a period of the window's grain lies in it.
func (w Window) holds(p kpi.Period) bool {
	return p.Grain == w.From.Grain && p.Compare(w.From) >= 0 && p.Compare(w.To) <= 0
}
