package sheet

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"time"
)

// The bounds of a result: its rows that are kept as they are, those of a small one, all its
// cells, and the bytes that they may take when they are packed.
const (
	queryTop    = 1000
	mostQueried = 1 << 30
	mostPacked  = 2 << 30
)

// rowReader turns rows of a database into records.
type rowReader struct {
	*recordKeeper
	zone     string
	location *time.Location
	types    []string // names of the database for its types
	values   []any
	into     []any
	text     []byte // of the row in hand, to be hashed
	hashes   rowSum
}

func (r *rowReader) begin(types []*sql.ColumnType) {
	r.recordKeeper.begin(len(types))
	r.values, r.into = make([]any, len(types)), make([]any, len(types))
	for i, t := range types {
		r.head(i, t.Name())
		r.types = append(r.types, t.DatabaseTypeName())
		r.into[i] = &r.values[i]
	}
}

func (r *rowReader) readRow(rows *sql.Rows) error {
	if err := r.admit(1); err != nil {
		return err
	}
	if r.kept.packer.bytes > mostPacked {
		return errBomb
	}
	if err := rows.Scan(r.into...); err != nil {
		return err
	}
	r.open(1)
	r.text = r.text[:0]
	for col, v := range r.values {
		cell, ok := r.cell(col, v)
		if !ok && !r.dropped[col] {
			r.drop(col, strings.ToLower(r.types[col]), r.rows+1)
		}
		if !r.dropped[col] {
			r.put(0, col, cell)
		}
		r.text = strconv.AppendInt(r.text, int64(cell.Kind), 10)
		r.text = strconv.AppendQuote(append(r.text, ' '), cell.Text)
		r.text = append(r.text, '\n')
	}
	r.hashes.add(sha256.Sum256(r.text))
	r.keep()
	return nil
}

// cell is the cell of a value; ok is false for bytes that are no text.
func (r *rowReader) cell(col int, v any) (c Cell, ok bool) {
	switch v := v.(type) {
	case nil:
		return Cell{}, true
	case int64:
		return integerCell(v), true
	case float64:
		return floatCell(v), true
	case bool:
		return boolCell(v), true
	case time.Time:
		if r.types[col] == "TIMESTAMPTZ" {
			r.utc[col] = isUTC(r.zone)
			v = v.In(r.location)
		}
		return wallCell(v), true
	case []byte:
		return bytesCell(string(v))
	case string:
		if r.types[col] == "NUMERIC" {
			return decimalCell(v), true
		}
		return bytesCell(v)
	}
	return Cell{}, false
}

// rowSum is the sum of the hashes of rows, as numbers below 2^256, and how many they are:
// whatever the order in which rows come, they give the same sum, and a row that comes twice
// another one than it does once (which an exclusive or would forget). Results that
// differ by chance, or by the work of those who keep the database, have the same
// sum once in 2^256; that somebody who can choose the rows could contrive two results
// with one sum does no harm, for the hash is there to know the same data again, and
// whoever chooses the rows has no need to deceive it.
type rowSum struct {
	limbs [4]uint64 // the least significant first
	rows  uint64
}

func (s *rowSum) add(hash [sha256.Size]byte) {
	var carry uint64
	for i := range s.limbs {
		s.limbs[i], carry = bits.Add64(s.limbs[i], binary.LittleEndian.Uint64(hash[8*i:]), carry)
	}
	s.rows++
}

// sum is the hash of the statement and of all rows, whatever their order: a
// database promises none.
func (r *rowReader) sum(statement string) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%q\n%d %x\n", statement, r.names, r.hashes.rows, r.hashes.limbs)
	return hex.EncodeToString(h.Sum(nil))
}
