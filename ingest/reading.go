package ingest

import (
	"strings"

	"github.com/gapstep/gapstep/ingest/sheet"
)

// mostSamples is how many cells of a column are shown.
const mostSamples = 3

// allSamples are, by column, the first cells that are not blank.
func (g *grid) allSamples() [][]string {
	list := make([][]string, len(g.cols))
	open := len(list)
	for _, r := range g.rows() {
		if open == 0 {
			break
		}
		for at, cell := range r.Cells[:min(len(r.Cells), len(list))] {
			if cell.Kind == sheet.Blank || len(list[at]) == mostSamples {
				continue
			}
			if list[at] = append(list[at], strings.Clone(cell.Text)); len(list[at]) == mostSamples {
				open--
			}
		}
	}
	return list
}

func (g *grid) keepReading() {
	if len(g.cols) == 0 { // the table was passed over before
		g.run.readings = append(g.run.readings, g.reading)
		return
	}
	samples := g.allSamples()
	for _, c := range g.cols {
		if c.Heading == "" && samples[c.at] == nil {
			continue // a ghost
		}
		c.Name, c.Samples = g.ownName(c), samples[c.at]
		if at := g.commas.decimal[c.at]; at != "" {
			c.tell("decimal=comma", "decided_by="+at)
		}
		g.reading.Columns = append(g.reading.Columns, c.Column)
	}
	g.run.readings = append(g.run.readings, g.reading)
}
