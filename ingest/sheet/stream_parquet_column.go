package sheet

import (
	"github.com/apache/arrow/go/v17/parquet/compress"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// parquetColumn is a column as one worker reads it. Its distinct cells last over
// the row groups; chunk and what follows are those of the group that is being read.
type parquetColumn struct {
	field *parquetField
	at    int  // among the fields
	want  Want // Unread: only whether it is all text
	codes coder
	// Of the batch: what was asked for, and how many of its cells are blank or odd.
	vector Vector
	blanks int
	odd    int

	group   int // -1: none
	row     int // of the group, the next one
	codec   compress.Codec
	pages   []pageBytes
	page    parquetPage
	entries [][]byte      // the dictionary
	remap   []uint32      // its codes, unmet for those that are not in use
	table   []kpi.Decimal // or its numbers
	scratch []uint32
	levels  []uint32
}

// parquetPage is what is left of a page.
type parquetPage struct {
	left   int
	levels *hybrid // nil when no value is missing
	coded  bool
	codes  hybrid
	plain  plain
	room   []byte // into which the pages of the column unfold
	whole  []byte // and where values are joined whose bytes are split
}

// unmet is the code of an entry of a dictionary that no row has shown so far.
const unmet = ^uint32(0)

// reset begins a new batch.
func (c *parquetColumn) reset() {
	c.vector.Codes, c.vector.Numbers, c.blanks, c.odd = c.vector.Codes[:0], c.vector.Numbers[:0], 0, 0
}

// skip steps over rows, and where it can over whole pages.
func (c *parquetColumn) skip(n int) {
	for n > 0 {
		if c.page.left == 0 && c.takePage(n) {
			k := int(c.pages[0].values)
			c.pages, c.row, n = c.pages[1:], c.row+k, n-k
			continue
		}
		if c.page.left == 0 {
			c.nextPage()
		}
		k := min(n, batchRows, c.page.left)
		c.reset()
		c.read(k)
		n -= k
	}
	c.reset()
}

// takePage reads the dictionary when it is next, and reports whether all of the page
// behind it can be skipped by stepping over n rows.
func (c *parquetColumn) takePage(n int) bool {
	for len(c.pages) > 0 && c.pages[0].kind == dictionary {
		c.readDictionary(c.pages[0])
		c.pages = c.pages[1:]
	}
	return len(c.pages) > 0 && c.pages[0].values <= int64(n)
}

// read appends the cells of the next n rows to the vector.
func (c *parquetColumn) read(n int) {
	for n > 0 {
		for c.page.left == 0 {
			c.nextPage()
		}
		k := min(n, c.page.left)
		if c.want == Counted {
			c.vector.Numbers = append(c.vector.Numbers, make([]kpi.Decimal, k)...)
			c.readNumbers(c.vector.Numbers[len(c.vector.Numbers)-k:])
		} else {
			c.vector.Codes = append(c.vector.Codes, make([]uint32, k)...)
			c.readCodes(c.vector.Codes[len(c.vector.Codes)-k:])
		}
		c.page.left -= k
		c.row += k
		n -= k
	}
	c.vector.Cells = c.codes.cells
}

// readCodes reads the codes of the next cells of the page.
func (c *parquetColumn) readCodes(dst []uint32) {
	present := c.readLevels(len(dst))
	values := dst[:present]
	if c.page.coded {
		c.page.codes.fill(values)
		c.translate(values)
	} else {
		for i := range values {
			values[i] = c.codes.rawCode(&c.field.valueType, c.page.plain.next())
		}
	}
	if present < len(dst) {
		spread(dst, c.levels, present, c.codes.code(Cell{}))
	}
	if c.codes.blank == unmet {
		return
	}
	for _, code := range dst {
		if code == c.codes.blank {
			c.blanks++
		}
	}
}

// translate turns indexes of the dictionary into codes.
func (c *parquetColumn) translate(values []uint32) {
	for i, at := range values {
		if int(at) >= len(c.remap) {
			panic(errShort)
		}
		code := c.remap[at]
		if code == unmet {
			code = c.codes.code(c.field.cellOf(c.entries[at]))
			c.remap[at] = code
		}
		values[i] = code
	}
}

// readNumbers reads the next numbers of the page.
func (c *parquetColumn) readNumbers(dst []kpi.Decimal) {
	present := c.readLevels(len(dst))
	values := dst[:present]
	if c.page.coded {
		c.scratch = fit(c.scratch, present)
		c.page.codes.fill(c.scratch)
		for i, at := range c.scratch {
			values[i] = c.table[at]
		}
	} else {
		for i := range values {
			values[i] = c.field.number(c.page.plain.next())
		}
	}
	if present < len(dst) {
		spread(dst, c.levels, present, BlankNumber)
	}
	for _, n := range dst {
		if n <= oddNumber {
			c.odd += int(n - BlankNumber)
			c.blanks += int(oddNumber - n)
		}
	}
}

// readLevels returns how many of the next n cells of the page have a value, and
// leaves in levels which.
func (c *parquetColumn) readLevels(n int) (present int) {
	if c.page.levels == nil {
		return n
	}
	c.levels = fit(c.levels, n)
	c.page.levels.fill(c.levels)
	for _, level := range c.levels {
		present += int(level)
	}
	return present
}

// spread moves the values that stand at the beginning of dst to where they belong,
// with blanks between them.
func spread[T any](dst []T, levels []uint32, present int, blank T) {
	for i := len(levels) - 1; i >= 0; i-- {
		if levels[i] == 0 {
			dst[i] = blank
			continue
		}
		present--
		dst[i] = dst[present]
	}
}

// fit returns room for n numbers.
func fit(s []uint32, n int) []uint32 {
	if cap(s) < n {
		return make([]uint32, n)
	}
	return s[:n]
}

// isOdd reports whether a cell of the batch can't be counted.
func (c *parquetColumn) isOdd(k int) bool {
	return c.odd > 0 && c.vector.Numbers[k] == oddNumber
}

// isBlank reports whether a cell of the batch is blank.
func (c *parquetColumn) isBlank(k int) bool {
	switch {
	case c.blanks == 0:
		return false
	case c.want == Counted:
		return c.vector.Numbers[k] == BlankNumber
	}
	return c.vector.Codes[k] == c.codes.blank
}
