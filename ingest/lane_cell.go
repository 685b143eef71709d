package ingest

import (
	"math"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// laneCell is one figure: whole counts a of b; where b is spilled, figure a of the
// spill; no counts at all are no data. Values keep their 64 bits in a and b. A
// cell without a line is empty.
type laneCell struct{ a, b, line uint32 }

const spilled = math.MaxUint32

// chunkCells is how many periods of a series lie together.
const chunkCells = 2

type laneChunk [chunkCells]laneCell

// slabChunks is how many chunks are made at a time.
const slabChunks = 4096

// laneCells holds the figures by who, measure and period in chunks: memory
// follows the figures, and not the rows, whatever their order.
type laneCells struct {
	slabs    [][]laneChunk
	chunks   int      // in use
	at       []uint32 // chunk + 1 by who, measure and period / chunkCells
	measures int      // that there is room for
	spans    int      // periods / chunkCells that there is room for
	people   int
	spill    [][2]kpi.Decimal
}

// cell returns the place of a figure.
func (c *laneCells) cell(who, measure, period int) *laneCell {
	if who >= c.people || measure >= c.measures || period/chunkCells >= c.spans {
		c.grow(who, measure, period/chunkCells)
	}
	at := &c.at[(who*c.measures+measure)*c.spans+period/chunkCells]
	if *at == 0 {
		if c.chunks%slabChunks == 0 {
			c.slabs = append(c.slabs, make([]laneChunk, slabChunks))
		}
		c.chunks++
		*at = uint32(c.chunks)
	}
	return &c.slabs[(*at-1)/slabChunks][(*at-1)%slabChunks][period%chunkCells]
}

// chunk returns the figures of some periods, nil where there are none.
func (c *laneCells) chunk(who, measure, span int) *laneChunk {
	if who >= c.people || measure >= c.measures || span >= c.spans {
		return nil
	}
	at := c.at[(who*c.measures+measure)*c.spans+span]
	if at == 0 {
		return nil
	}
	return &c.slabs[(at-1)/slabChunks][(at-1)%slabChunks]
}

// grow makes room for one more person, measure or span of periods.
func (c *laneCells) grow(who, measure, span int) {
	people, measures, spans := c.people, c.measures, c.spans
	if who >= people {
		people = max(who+1, 2*people, 64)
	}
	measures, spans = max(measures, measure+1), max(spans, span+1)
	at := make([]uint32, people*measures*spans)
	for i := range c.people * c.measures {
		to := (i/max(c.measures, 1)*measures + i%max(c.measures, 1)) * spans
		copy(at[to:], c.at[i*c.spans:(i+1)*c.spans])
	}
	c.at, c.people, c.measures, c.spans = at, people, measures, spans
}

// putCounts keeps exact counts.
func (c *laneCells) putCounts(to *laneCell, x, n kpi.Decimal, line uint32) {
	to.line = line
	if x%kpi.One == 0 && n%kpi.One == 0 && x < spilled*kpi.One && n < spilled*kpi.One {
		to.a, to.b = uint32(x/kpi.One), uint32(n/kpi.One)
		return
	}
	to.a, to.b = uint32(len(c.spill)), spilled
	c.spill = append(c.spill, [2]kpi.Decimal{x, n})
}

// counts returns what putCounts has kept.
func (c *laneCells) counts(from laneCell) (x, n kpi.Decimal) {
	if from.b == spilled {
		s := c.spill[from.a]
		return s[0], s[1]
	}
	return kpi.FromInt(int64(from.a)), kpi.FromInt(int64(from.b))
}

func (c *laneCells) putValue(to *laneCell, v kpi.Decimal, line uint32) {
	to.a, to.b, to.line = uint32(uint64(v)>>32), uint32(uint64(v)), line
}

func (c laneCell) value() kpi.Decimal { return kpi.Decimal(uint64(c.a)<<32 | uint64(c.b)) }
