package sheet

import (
	"math"
	"strconv"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
)

// isFlat reports whether values of the type fit into cells.
func isFlat(t arrow.DataType) bool {
	switch t := t.(type) {
	case *arrow.DictionaryType:
		return isFlat(t.ValueType)
	case *arrow.NullType, *arrow.BooleanType, *arrow.Date32Type, *arrow.Date64Type, *arrow.TimestampType,
		*arrow.Time32Type, *arrow.Time64Type, *arrow.DurationType, *arrow.Decimal128Type, *arrow.Decimal256Type:
		return true
	case *arrow.StringType, *arrow.LargeStringType, *arrow.StringViewType,
		*arrow.BinaryType, *arrow.LargeBinaryType, *arrow.BinaryViewType: // whether they are text shows in the values
		return true
	}
	return arrow.IsInteger(t.ID()) || arrow.IsFloating(t.ID())
}

// valuesOf returns how the values of a are read as cells; ok is false for bytes
// that are no text. Nulls are not asked for.
func valuesOf(a arrow.Array) func(i int) (c Cell, ok bool) {
	sure := func(cell func(i int) Cell) func(int) (Cell, bool) {
		return func(i int) (Cell, bool) { return cell(i), true }
	}
	if d, ok := a.(*array.Dictionary); ok {
		value := valuesOf(d.Dictionary())
		return func(i int) (Cell, bool) {
			k := d.GetValueIndex(i)
			if d.Dictionary().IsNull(k) {
				return Cell{}, true
			}
			return value(k)
		}
	}
	if text := textsOf(a); text != nil {
		return func(i int) (Cell, bool) { return bytesCell(text(i)) }
	}
	for _, kind := range []func(arrow.Array) func(int) Cell{integersOf, numbersOf} {
		if cell := kind(a); cell != nil {
			return sure(cell)
		}
	}
	return sure(timesOf(a))
}

// textsOf returns how the bytes of strings and binaries are read, nil for other
// types.
func textsOf(a arrow.Array) func(i int) string {
	switch a := a.(type) {
	case *array.String:
		return a.Value
	case *array.LargeString:
		return a.Value
	case *array.StringView:
		return a.Value
	case *array.Binary:
		return func(i int) string { return string(a.Value(i)) }
	case *array.LargeBinary:
		return func(i int) string { return string(a.Value(i)) }
	case *array.BinaryView:
		return func(i int) string { return string(a.Value(i)) }
	}
	return nil
}

// integersOf returns how integers are read, nil for other types.
func integersOf(a arrow.Array) func(i int) Cell {
	switch a := a.(type) {
	case *array.Int8:
		return integers(a.Value)
	case *array.Int16:
		return integers(a.Value)
	case *array.Int32:
		return integers(a.Value)
	case *array.Int64:
		return integers(a.Value)
	case *array.Uint8:
		return integers(a.Value)
	case *array.Uint16:
		return integers(a.Value)
	case *array.Uint32:
		return integers(a.Value)
	case *array.Uint64:
		return func(i int) Cell { return decimalCell(strconv.FormatUint(a.Value(i), 10)) }
	}
	return nil
}

// numbersOf returns how fractions and truth values are read, nil for other types.
func numbersOf(a arrow.Array) func(i int) Cell {
	switch a := a.(type) {
	case *array.Float16:
		return func(i int) Cell { return floatCell(float64(a.Value(i).Float32())) }
	case *array.Float32:
		return func(i int) Cell { return floatCell(float64(a.Value(i))) }
	case *array.Float64:
		return func(i int) Cell { return floatCell(a.Value(i)) }
	case *array.Decimal128:
		scale := a.DataType().(*arrow.Decimal128Type).Scale
		return func(i int) Cell { return decimalCell(scaled(a.Value(i).BigInt().String(), int(scale))) }
	case *array.Decimal256:
		scale := a.DataType().(*arrow.Decimal256Type).Scale
		return func(i int) Cell { return decimalCell(scaled(a.Value(i).BigInt().String(), int(scale))) }
	case *array.Boolean:
		return func(i int) Cell { return boolCell(a.Value(i)) }
	}
	return nil
}

func integers[T int8 | int16 | int32 | int64 | uint8 | uint16 | uint32](value func(int) T) func(int) Cell {
	return func(i int) Cell { return integerCell(int64(value(i))) }
}

// timesOf returns how dates, times and durations are read; other types read as
// blanks, since only columns of nulls are left.
func timesOf(a arrow.Array) func(i int) Cell {
	const perDay = 24 * time.Hour
	switch a := a.(type) {
	case *array.Date32:
		return func(i int) Cell { return dayCell(float64(a.Value(i))) }
	case *array.Date64:
		return func(i int) Cell { return dayCell(math.Floor(float64(a.Value(i)) / 86400e3)) }
	case *array.Timestamp:
		t := a.DataType().(*arrow.TimestampType)
		zone := zoneOf(t.TimeZone)
		unit := t.Unit.Multiplier()
		return func(i int) Cell { return instantCell(int64(a.Value(i)), unit, zone) }
	case *array.Time32:
		unit := a.DataType().(*arrow.Time32Type).Unit.Multiplier()
		return func(i int) Cell { return clockCell(float64(a.Value(i)) * float64(unit) / float64(perDay)) }
	case *array.Time64:
		unit := a.DataType().(*arrow.Time64Type).Unit.Multiplier()
		return func(i int) Cell { return clockCell(float64(a.Value(i)) * float64(unit) / float64(perDay)) }
	case *array.Duration:
		unit := a.DataType().(*arrow.DurationType).Unit.Multiplier()
		return func(i int) Cell { return clockCell(float64(a.Value(i)) * float64(unit) / float64(perDay)) }
	}
	return func(int) Cell { return Cell{} }
}

// fill puts the values of chunk into column col from the given row on.
func (r *recordColumns) fill(col, row int, chunk arrow.Array) {
	value := valuesOf(chunk)
	for k := range chunk.Len() {
		if r.dropped[col] {
			return
		}
		if chunk.IsNull(k) {
			continue
		}
		cell, ok := value(k)
		if !ok {
			r.drop(col, chunk.DataType().Name(), row+k+1)
			return
		}
		r.set(row+k, col, cell)
	}
	if ts, ok := chunk.DataType().(*arrow.TimestampType); ok && isUTC(ts.TimeZone) {
		r.utc[col] = true
	}
}
