package ingest

import "github.com/gapstep/gapstep/ingest/sheet"

// samples are the first cells of a column that are not blank, at most three.
func (g *grid) samples(c *column) []string {
	var list []string
	for _, r := range g.rows() {
		if cell := r.At(c.at); cell.Kind != sheet.Blank {
			if list = append(list, cell.Text); len(list) == 3 {
				break
			}
		}
	}
	return list
}

func (g *grid) keepReading() {
	for _, c := range g.cols {
		if c.Heading == "" && g.samples(c) == nil {
			continue // a ghost
		}
		c.Name, c.Samples = g.ownName(c), g.samples(c)
		if at := g.commas.decimal[c.at]; at != "" {
			c.tell("decimal=comma", "decided_by="+at)
		}
		g.reading.Columns = append(g.reading.Columns, c.Column)
	}
	g.run.readings = append(g.run.readings, g.reading)
}
