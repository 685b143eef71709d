package sheet

import "github.com/gapstep/gapstep/ingest/kpi"

// The bounds of what one file may unfold to. They are far above honest
// exports; their purpose is that a small hostile file ends in a fault and not
// in the machine's memory.
const (
	maxRow     = 1 << 20 // Excel's last row
	maxCol     = 1 << 14 // Excel's last column, XFD
	maxFilled  = 32 << 20
	freeBlanks = 1 << 20 // blanks before filled cells that any file may have
	maxBlanks  = 8       // and beyond these, as many for each filled cell
	maxText    = 512 << 20
)

// budget counts the cells of one file.
type budget struct {
	filled, blanks int
	packed         int // of those filled, the ones that a spool keeps, which take little
}

// put appends cell as column col (from 0) of row, with the blanks before it.
// A blank cell is not kept. It returns false when the file has spent its
// budget.
func (b *budget) put(row *Row, col int, cell Cell) bool {
	if cell.Kind == Blank {
		return true
	}
	b.filled++
	b.blanks += max(0, col-len(row.Cells))
	if b.filled-b.packed > maxFilled || b.blanks > freeBlanks+maxBlanks*b.filled {
		return false
	}
	for len(row.Cells) < col {
		row.Cells = append(row.Cells, Cell{})
	}
	if col < len(row.Cells) {
		row.Cells[col] = cell
		return true
	}
	row.Cells = append(row.Cells, cell)
	return true
}

// shelf holds the cells of many short rows in few pieces of memory.
type shelf struct{ free []Cell }

// shelfCells is the size of a piece.
const shelfCells = 4096

// open returns an empty row with room for n cells, at most for a piece.
func (s *shelf) open(n int) []Cell {
	n = min(n, shelfCells)
	if len(s.free) < n {
		s.free = make([]Cell, shelfCells)
	}
	return s.free[:0:n]
}

// keep takes the cells of a finished row off the shelf.
func (s *shelf) keep(cells []Cell) []Cell {
	if len(cells) <= len(s.free) && len(cells) > 0 && &cells[0] == &s.free[0] {
		s.free = s.free[len(cells):]
	}
	return cells[:len(cells):len(cells)]
}

// tooMany is the fault of a file that has spent its budget at the given place.
func tooMany(at kpi.Origin) error {
	return &kpi.Fault{Code: "file.too_many_cells", Origin: at}
}
