package reports

import (
	"math"

	"charm.land/lipgloss/v2"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// axis maps values to the coordinates of a picture.
type axis struct {
	lo, hi   float64 // ends of the scale, in the indicator's unit
	from, to float64 // their places in the picture
	ticks    []float64
}

// newAxis spans the known values between two places with round ticks, about
// want of them. A single value, or none, gets room on both sides, so that the
// span is never zero. Values that are not finite are passed over.
func newAxis(values []float64, from, to float64, want int) axis {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if finite(v) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	if lo > hi {
		lo, hi = 0, 1
	}
	if hi-lo < 1e-9*max(math.Abs(lo), math.Abs(hi), 1e-3) {
		room := max(math.Abs(lo)/10, 1e-3)
		lo, hi = lo-room, hi+room
	}
	step := tickStep((hi - lo) / float64(want))
	first, last := math.Floor(lo/step), math.Ceil(hi/step)
	a := axis{lo: first * step, hi: last * step, from: from, to: to}
	for k := first; k <= last; k++ {
		a.ticks = append(a.ticks, k*step)
	}
	return a
}

// tickStep is the smallest of 1, 2, 5 times a power of ten that is not below
// width.
func tickStep(width float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(width)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= width*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// at is the place of v, kept to a tenth so that the bytes do not hang on the
// last bit of a float; places outside the scale are drawn at its ends.
func (a axis) at(v float64) float64 {
	share := (v - a.lo) / (a.hi - a.lo)
	return tenth(a.from + min(max(share, 0), 1)*(a.to-a.from))
}

func tenth(x float64) float64 { return math.Round(x*10) / 10 }

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// label is a piece of text in a picture, with its place and its text-anchor.
type label struct {
	X, Y   float64
	Anchor string // start, middle, end
	Text   string
}

// labelAt keeps a label inside the picture: near an edge the text runs away
// from it.
func labelAt(x, y, width float64, text string) label {
	anchor := "middle"
	if half := float64(lipgloss.Width(text)) * 3.6; x < half {
		anchor = "start"
	} else if x > width-half {
		anchor = "end"
	}
	return label{X: x, Y: y, Anchor: anchor, Text: text}
}

// rule is a straight line that stands for a level.
type rule struct {
	X, Y  float64
	Label label
}

// mostInPicture is how many columns of a name a picture has room for.
const mostInPicture = 24

// nameInPicture is the person's name, cut off where it would run out of the
// picture; the text beside it has it in full.
func nameInPicture(e kpi.Employee) string {
	name := personName(e)
	if textWidth(name) <= mostInPicture {
		return name
	}
	cut := ""
	for _, r := range name {
		if textWidth(cut+string(r)) >= mostInPicture {
			break
		}
		cut += string(r)
	}
	return cut + "…"
}
