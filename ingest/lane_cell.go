package ingest

import (
	"math"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// laneCell is one figure of a person: of which measure and period, by their
// places; the figure itself packed into 32 bits; and its line. Where packed is
// spilled, line is an index into the spill, which has both.
type laneCell struct {
	measure, period uint16
	packed, line    uint32
}

// mostPlaces is how many measures and periods a worker has places for.
const mostPlaces = 1 << 16

// What packed is beside figures: counts are events << 16 | trials, each below
// mostSmall; values are millionths below hundredths, or else hundredths with that
// bit.
const (
	spilled    = math.MaxUint32
	blankValue = spilled - 1
	mostSmall  = math.MaxUint16
	hundredths = 1 << 31
	hundredth  = kpi.One / 100
)

// chunkCells is how many figures of a person lie together.
const chunkCells = 8

type laneChunk struct {
	cells [chunkCells]laneCell
	next  uint32 // chunk + 1
}

// slabChunks is how many chunks are made at a time.
const slabChunks = 4096

// laneCells holds the figures by person, in the order in which they came: memory
// follows the figures, whatever their order.
type laneCells struct {
	slabs  [][]laneChunk
	chunks uint32 // in use
	chains []laneChain
	spill  []laneSpill
}

// laneChain is where the figures of a person are; they are so many.
type laneChain struct{ first, last, cells uint32 }

// laneSpill is a figure that can't be packed.
type laneSpill struct {
	laneFigure
	line uint32
}

// put adds a figure of a person, by her place.
func (c *laneCells) put(who int, cell laneCell) {
	for who >= len(c.chains) {
		c.chains = append(c.chains, laneChain{})
	}
	chain := &c.chains[who]
	at := chain.cells % chunkCells
	if at == 0 {
		if c.chunks%slabChunks == 0 {
			c.slabs = append(c.slabs, make([]laneChunk, slabChunks))
		}
		c.chunks++
		if chain.first == 0 {
			chain.first = c.chunks
		} else {
			c.chunk(chain.last).next = c.chunks
		}
		chain.last = c.chunks
	}
	c.chunk(chain.last).cells[at] = cell
	chain.cells++
}

func (c *laneCells) chunk(n uint32) *laneChunk {
	return &c.slabs[(n-1)/slabChunks][(n-1)%slabChunks]
}

// count is how many figures a person has, by her place.
func (c *laneCells) count(who int) int {
	if who >= len(c.chains) {
		return 0
	}
	return int(c.chains[who].cells)
}

// each calls do for each figure of a person, by her place.
func (c *laneCells) each(who int, do func(laneCell)) {
	if who >= len(c.chains) {
		return
	}
	left := int(c.chains[who].cells)
	for at := c.chains[who].first; left > 0; left -= chunkCells {
		chunk := c.chunk(at)
		for _, cell := range chunk.cells[:min(left, chunkCells)] {
			do(cell)
		}
		at = chunk.next
	}
}

// packCounts puts counts into a cell; no trials are no data.
func (c *laneCells) packCounts(to *laneCell, f laneFigure, line uint32) {
	if f.x%kpi.One == 0 && f.n%kpi.One == 0 && f.x < mostSmall*kpi.One && f.n < mostSmall*kpi.One {
		to.packed, to.line = uint32(f.x/kpi.One)<<16|uint32(f.n/kpi.One), line
		return
	}
	c.spillFigure(to, f, line)
}

// packValue puts a value into a cell.
func (c *laneCells) packValue(to *laneCell, f laneFigure, line uint32) {
	switch v := f.x; {
	case v == sheet.BlankNumber:
		to.packed, to.line = blankValue, line
	case v >= 0 && v < hundredths:
		to.packed, to.line = uint32(v), line
	case v >= 0 && v%hundredth == 0 && v/hundredth < hundredths-2:
		to.packed, to.line = hundredths|uint32(v/hundredth), line
	default:
		c.spillFigure(to, f, line)
	}
}

func (c *laneCells) spillFigure(to *laneCell, f laneFigure, line uint32) {
	to.packed, to.line = spilled, uint32(len(c.spill))
	c.spill = append(c.spill, laneSpill{f, line})
}

// lineOf is the line of a figure.
func (c *laneCells) lineOf(cell laneCell) uint32 {
	if cell.packed == spilled {
		return c.spill[cell.line].line
	}
	return cell.line
}

// counts returns what packCounts has put.
func (c *laneCells) counts(cell laneCell) (x, n kpi.Decimal) {
	if cell.packed == spilled {
		f := c.spill[cell.line]
		return f.x, f.n
	}
	return kpi.FromInt(int64(cell.packed >> 16)), kpi.FromInt(int64(cell.packed & mostSmall))
}

// value returns what packValue has put.
func (c *laneCells) value(cell laneCell) kpi.Decimal {
	switch p := cell.packed; {
	case p == spilled:
		return c.spill[cell.line].x
	case p == blankValue:
		return sheet.BlankNumber
	case p < hundredths:
		return kpi.Decimal(p)
	default:
		return kpi.Decimal(p&^hundredths) * hundredth
	}
}
