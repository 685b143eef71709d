package sheet

import (
	"encoding/binary"
	"math"
	"math/big"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/schema"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// valueType is how the bytes of a column's values become cells.
type valueType struct {
	width int // of a value in bytes, 0: it varies
	cell  func(raw []byte) (c Cell, ok bool)
	// Of integers, and of decimals kept as integers: the integer, and what one of it is.
	whole    func(raw []byte) int64
	step     kpi.Decimal
	fraction func(raw []byte) float64 // of fractions, else nil
	truth    bool                     // stored as bits
}

// valueTypeOf is the type of a leaf's values, which arrow takes for the type t. It is
// false for those that arrow alone can read.
func valueTypeOf(leaf *schema.Column, t arrow.DataType) (v valueType, ok bool) {
	if d, isCoded := t.(*arrow.DictionaryType); isCoded {
		t = d.ValueType
	}
	switch leaf.PhysicalType() {
	case parquet.Types.Boolean:
		return valueType{width: 1, truth: true, cell: sure(func(raw []byte) Cell { return boolCell(raw[0] != 0) })}, t.ID() == arrow.BOOL
	case parquet.Types.Int32:
		return integerType(4, t, func(raw []byte) int64 { return int64(int32(binary.LittleEndian.Uint32(raw))) })
	case parquet.Types.Int64:
		return integerType(8, t, func(raw []byte) int64 { return int64(binary.LittleEndian.Uint64(raw)) })
	case parquet.Types.Float:
		return fractionType(4, func(raw []byte) float64 { return float64(math.Float32frombits(binary.LittleEndian.Uint32(raw))) }), t.ID() == arrow.FLOAT32
	case parquet.Types.Double:
		return fractionType(8, func(raw []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(raw)) }), t.ID() == arrow.FLOAT64
	case parquet.Types.Int96:
		return instantType(t)
	case parquet.Types.ByteArray:
		texts := []arrow.Type{arrow.STRING, arrow.LARGE_STRING, arrow.BINARY, arrow.LARGE_BINARY}
		return valueType{cell: func(raw []byte) (Cell, bool) { return textCell(string(raw)), utf8.Valid(raw) }}, slices.Contains(texts, t.ID())
	case parquet.Types.FixedLenByteArray:
		return decimalType(leaf.TypeLength(), t)
	}
	return valueType{}, false
}

func sure(cell func(raw []byte) Cell) func([]byte) (Cell, bool) {
	return func(raw []byte) (Cell, bool) { return cell(raw), true }
}

func fractionType(width int, value func([]byte) float64) valueType {
	return valueType{width: width, fraction: value, cell: sure(func(raw []byte) Cell { return floatCell(value(raw)) })}
}

// integerType is that of integers and of what is counted by them.
func integerType(width int, t arrow.DataType, value func([]byte) int64) (valueType, bool) {
	if whole := wholeOf(t, value); whole != nil {
		return valueType{width: width, whole: whole, step: kpi.One, cell: sure(func(raw []byte) Cell { return integerCell(whole(raw)) })}, true
	}
	cell := countedCell(width, t)
	v := valueType{width: width, whole: value, cell: sure(func(raw []byte) Cell { return cell(value(raw)) })}
	if d, ok := t.(*arrow.Decimal128Type); ok && d.Scale >= 0 && d.Scale <= kpi.Digits {
		v.step = kpi.Decimal(math.Pow10(kpi.Digits - int(d.Scale)))
	}
	return v, cell != nil
}

// wholeOf narrows value to what an integer of type t holds; nil for other types, and for
// unsigned ones that an int64 doesn't hold.
func wholeOf(t arrow.DataType, value func([]byte) int64) func([]byte) int64 {
	switch t.ID() {
	case arrow.INT8:
		return func(raw []byte) int64 { return int64(int8(value(raw))) }
	case arrow.INT16:
		return func(raw []byte) int64 { return int64(int16(value(raw))) }
	case arrow.UINT8:
		return func(raw []byte) int64 { return int64(uint8(value(raw))) }
	case arrow.UINT16:
		return func(raw []byte) int64 { return int64(uint16(value(raw))) }
	case arrow.UINT32:
		return func(raw []byte) int64 { return int64(uint32(value(raw))) }
	case arrow.INT32, arrow.INT64:
		return value
	}
	return nil
}

// countedCell is how an integer of so many bytes becomes a cell of another type
// than a plain number; nil for the types that only arrow reads.
func countedCell(width int, t arrow.DataType) func(n int64) Cell {
	switch t := t.(type) {
	case *arrow.Uint64Type:
		return func(n int64) Cell { return decimalCell(strconv.FormatUint(uint64(n), 10)) }
	case *arrow.Date32Type, *arrow.Date64Type:
		return func(n int64) Cell { return dayCell(float64(n)) }
	case *arrow.Time32Type:
		return clockType(width, 4, t.Unit)
	case *arrow.Time64Type:
		return clockType(width, 8, t.Unit)
	case *arrow.Decimal128Type:
		return func(n int64) Cell { return decimalCell(scaled(strconv.FormatInt(n, 10), int(t.Scale))) }
	case *arrow.TimestampType:
		if t.Unit == arrow.Second || width != 8 {
			return nil
		}
		zone, unit := zoneOf(t.TimeZone), t.Unit.Multiplier()
		return func(n int64) Cell { return instantCell(n, unit, zone) }
	}
	return nil
}

func clockType(width, want int, u arrow.TimeUnit) func(n int64) Cell {
	if width != want {
		return nil
	}
	unit := float64(u.Multiplier())
	return func(n int64) Cell { return clockCell(float64(n) * unit / 86400e9) }
}

// instantType is that of timestamps in twelve bytes.
func instantType(t arrow.DataType) (valueType, bool) {
	ts, ok := t.(*arrow.TimestampType)
	if !ok || ts.Unit != arrow.Nanosecond {
		return valueType{}, false
	}
	zone := zoneOf(ts.TimeZone)
	return valueType{width: 12, cell: sure(func(raw []byte) Cell {
		n := int64(0)
		if binary.LittleEndian.Uint32(raw[8:]) != 0 { // arrow reads the day 0 as no instant
			n = parquet.Int96(raw).ToTime().UnixNano()
		}
		return instantCell(n, 1, zone)
	})}, true
}

// decimalType is that of decimals of so many bytes, the highest first.
func decimalType(width int, t arrow.DataType) (valueType, bool) {
	d, ok := t.(*arrow.Decimal128Type)
	if !ok || width < 1 || width > 16 {
		return valueType{}, false
	}
	return valueType{width: width, cell: sure(func(raw []byte) Cell {
		n := new(big.Int).SetBytes(raw)
		if raw[0]&0x80 != 0 {
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*width)))
		}
		return decimalCell(scaled(n.String(), int(d.Scale)))
	})}, true
}

// oddNumber stands for a cell that can't be counted, until its row is set apart.
const oddNumber = BlankNumber + 1

// number is the number of a value, oddNumber when it can't be streamed as one.
func (v *valueType) number(raw []byte) kpi.Decimal {
	switch {
	case v.step > 0:
		if n := v.whole(raw); n < int64(MostStreamed/v.step) && n > -int64(MostStreamed/v.step) {
			return kpi.Decimal(n) * v.step
		}
		return oddNumber
	case v.fraction != nil:
		return fractionNumber(v.fraction(raw))
	}
	return numberOf(v.cellOf(raw))
}

// fractionNumber is the number of which f is the nearest float64: below MostStreamed there
// is one at most, and its decimals are those that f is written with.
func fractionNumber(f float64) kpi.Decimal {
	d := kpi.Decimal(math.Round(f * float64(kpi.One)))
	if !(math.Abs(f) < MostStreamed.Float()) || d >= MostStreamed || d <= -MostStreamed || d.Float() != f || f == 0 && math.Signbit(f) {
		return oddNumber
	}
	return d
}

// numberOf is the number of a cell: a Number is as plain as its text.
func numberOf(c Cell) kpi.Decimal {
	switch c.Kind {
	case Blank:
		return BlankNumber
	case Text, Number:
		if n, end := plainNumber(c.Text+"\n", 0); end == len(c.Text) {
			return n
		}
	}
	return oddNumber
}
