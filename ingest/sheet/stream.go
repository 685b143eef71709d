package sheet

import "github.com/gapstep/gapstep/ingest/kpi"

// Want says how a column is delivered by a stream.
type Want uint8

// What a stream may be asked for.
const (
	Unread  Want = iota // not delivered
	Coded               // as codes of a dictionary of distinct cells
	Counted             // as plain decimal numbers
)

// BlankNumber stands for a blank cell in [Vector.Numbers]. No number of an
// input is it: all lie within kpi.MaxDecimal.
const BlankNumber kpi.Decimal = -1 << 63

// Vector is one column of a [Batch]. Which field is set follows from what was
// asked for.
type Vector struct {
	// Codes are, row by row, indexes into Cells, the distinct cells that this worker met in the
	// column so far. Cells grows from batch to batch; what stands in it never changes.
	Codes []uint32
	Cells []Cell
	// Numbers are exact: a cell with more decimals than kpi.Digits, a percent, or anything but
	// plain decimal notation makes its row an odd one.
	Numbers []kpi.Decimal
}

// Batch is some thousand neighbouring rows of a table as columns. It is valid
// until its sink returns.
type Batch struct {
	Lines []int    // of the rows, as in [Row]
	Cols  []Vector // by column of the table
	// Odd are the rows among these that do not fit columns: ragged ones, those with doubtful
	// quotes, those whose counted cells are no plain numbers. They are in no vector, and may be kept.
	Odd []Row
}

// Sink takes the batches of one worker, one after another. An error ends the
// stream.
type Sink func(*Batch) error
