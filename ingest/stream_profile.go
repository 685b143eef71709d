package ingest

import (
	"strings"

	"github.com/gapstep/gapstep/ingest/sheet"
)

// profiler counts the cells of a column. What it remembers of texts that come
// again spares it to read them again; in a column where they don't it forgets
// that soon.
type profiler struct {
	profile
	memo      map[string]profile
	met, done int // cells that were remembered, and all of them
}

// profileCells counts what stands below the headings, by column.
func (g *grid) profileCells() []profiler {
	var list []profiler
	for _, r := range g.rows() {
		for len(list) < len(r.Cells) {
			list = append(list, profiler{memo: map[string]profile{}})
		}
		for i, c := range r.Cells {
			list[i].take(c)
		}
	}
	return list
}

func (p *profiler) take(c sheet.Cell) {
	if c.Kind != sheet.Text || p.memo == nil {
		p.count(c)
		return
	}
	one, known := p.memo[c.Text]
	if p.done++; known {
		p.met++
	} else {
		one.count(c)
		p.memo[strings.Clone(c.Text)] = one
	}
	p.merge(one, 1)
	if len(p.memo) < mostRemembered {
		return
	}
	if clear(p.memo); 2*p.met < p.done {
		p.memo = nil // most are different
	}
}
