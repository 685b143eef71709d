package reports

import (
	"fmt"
	"io"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/ipc"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"
)

// batchRows is how many rows are held at a time: the writer's memory does not
// grow with the report.
const batchRows = 8192

// recordWriter takes record batches: a parquet file or an Arrow file.
type recordWriter interface {
	Write(arrow.Record) error
	Close() error
}

// WriteParquet writes the rows of [Report.Shown] as a parquet file (zstd): the
// columns of gaps.csv in the same order, text as it stood in the input, ratios
// as float64, null for what is not known, the codes of caveats joined by ";".
// The report's schema, date and version stand in the file's metadata. The same
// report gives the same bytes.
func WriteParquet(w io.Writer, r *Report) error {
	props := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCreatedBy("gapstep"))
	out, err := pqarrow.NewFileWriter(gapSchema(r), plainWriter{w}, props, pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	return writeRecords(out, r)
}

// WriteArrow writes the same rows as an Arrow IPC file (Feather version 2).
func WriteArrow(w io.Writer, r *Report) error {
	out, err := ipc.NewFileWriter(&countedWriter{w: w}, ipc.WithSchema(gapSchema(r)))
	if err != nil {
		return fmt.Errorf("arrow: %w", err)
	}
	return writeRecords(out, r)
}

// plainWriter hides that a writer can be closed: the caller closes it.
type plainWriter struct{ io.Writer }

// countedWriter is a stream that knows its position, which is all that an Arrow
// file's writer asks of it.
type countedWriter struct {
	w  io.Writer
	at int64
}

// Write passes the bytes on and counts them.
func (c *countedWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.at += int64(n)
	return n, err
}

// Seek tells the position; a stream can't move.
func (c *countedWriter) Seek(offset int64, whence int) (int64, error) {
	if offset != 0 || whence != io.SeekCurrent {
		return c.at, fmt.Errorf("arrow: a stream can't seek")
	}
	return c.at, nil
}

func writeRecords(out recordWriter, r *Report) error {
	b := array.NewRecordBuilder(memory.DefaultAllocator, gapSchema(r))
	defer b.Release()
	rows := r.Shown()
	for from := 0; from == 0 || from < len(rows); from += batchRows {
		for _, g := range rows[from:min(from+batchRows, len(rows))] {
			row := newGapRow(g)
			for i, c := range arrowColumns {
				c.fill(b.Field(i), &row)
			}
		}
		record := b.NewRecord()
		err := out.Write(record)
		record.Release()
		if err != nil {
			return fmt.Errorf("rows from %d: %w", from+1, err)
		}
	}
	return out.Close()
}

// gapSchema is the schema of the columns, with what the figures hang on as
// metadata.
func gapSchema(r *Report) *arrow.Schema {
	fields := make([]arrow.Field, len(arrowColumns))
	for i, c := range arrowColumns {
		fields[i] = arrow.Field{Name: c.name, Type: c.kind, Nullable: c.kind != arrow.PrimitiveTypes.Int64}
	}
	about := arrow.NewMetadata([]string{"schema", "as_of", "version", "config_hash"},
		[]string{Schema, r.AsOf.String(), r.Method.Version, r.Method.ConfigHash})
	return arrow.NewSchema(fields, &about)
}

// arrowColumn is one column of the tables for machines.
type arrowColumn struct {
	name string
	kind arrow.DataType
	fill func(array.Builder, *gapRow)
}

// textColumn holds text as it was; what is no UTF-8 becomes �, for a column of
// text is read as UTF-8.
func textColumn(name string, of func(*gapRow) string) arrowColumn {
	return arrowColumn{name, arrow.BinaryTypes.String, func(b array.Builder, row *gapRow) {
		b.(*array.StringBuilder).Append(strings.ToValidUTF8(of(row), "\uFFFD"))
	}}
}

func wordColumn(name string, of func(*gapRow) word) arrowColumn {
	return arrowColumn{name, arrow.BinaryTypes.String, func(b array.Builder, row *gapRow) {
		if w := of(row); w != "" {
			b.(*array.StringBuilder).Append(strings.ToValidUTF8(string(w), "\uFFFD"))
			return
		}
		b.AppendNull()
	}}
}

func countColumn(name string, of func(*gapRow) int) arrowColumn {
	return arrowColumn{name, arrow.PrimitiveTypes.Int64, func(b array.Builder, row *gapRow) { b.(*array.Int64Builder).Append(int64(of(row))) }}
}

func numberColumn(name string, of func(*gapRow) number) arrowColumn {
	return arrowColumn{name, arrow.PrimitiveTypes.Float64, func(b array.Builder, row *gapRow) {
		if n := of(row); n.known() {
			b.(*array.Float64Builder).Append(float64(n))
			return
		}
		b.AppendNull()
	}}
}

// arrowColumns are the columns in the order of csvColumns.
var arrowColumns = []arrowColumn{
	textColumn("employee", func(g *gapRow) string { return g.Employee }),
	textColumn("name", func(g *gapRow) string { return g.Name }),
	textColumn("team", func(g *gapRow) string { return g.Team }),
	textColumn("kpi", func(g *gapRow) string { return g.KPI }),
	countColumn("n", func(g *gapRow) int { return g.N }),
	numberColumn("numerator", func(g *gapRow) number { return g.Numerator }),
	numberColumn("denominator", func(g *gapRow) number { return g.Denominator }),
	numberColumn("value", func(g *gapRow) number { return g.Value }),
	numberColumn("lo", func(g *gapRow) number { return g.Lo }),
	numberColumn("hi", func(g *gapRow) number { return g.Hi }),
	countColumn("team_n", func(g *gapRow) int { return g.TeamN }),
	numberColumn("team_mean", func(g *gapRow) number { return g.TeamMean }),
	numberColumn("team_sd", func(g *gapRow) number { return g.TeamSD }),
	numberColumn("team_median", func(g *gapRow) number { return g.TeamMedian }),
	numberColumn("gap", func(g *gapRow) number { return g.Gap }),
	numberColumn("relative_gap", func(g *gapRow) number { return g.RelativeGap }),
	numberColumn("rest", func(g *gapRow) number { return g.Rest }),
	numberColumn("rest_gap", func(g *gapRow) number { return g.RestGap }),
	numberColumn("rest_relative_gap", func(g *gapRow) number { return g.RestRelativeGap }),
	numberColumn("shortfall", func(g *gapRow) number { return g.Shortfall }),
	numberColumn("standard", func(g *gapRow) number { return g.Standard }),
	numberColumn("standard_gap", func(g *gapRow) number { return g.StandardGap }),
	numberColumn("standard_p", func(g *gapRow) number { return g.StandardP }),
	numberColumn("standard_q", func(g *gapRow) number { return g.StandardQ }),
	wordColumn("standard_severity", func(g *gapRow) word { return g.StandardSeverity }),
	numberColumn("z", func(g *gapRow) number { return g.Z }),
	numberColumn("p", func(g *gapRow) number { return g.P }),
	numberColumn("q", func(g *gapRow) number { return g.Q }),
	numberColumn("p_material", func(g *gapRow) number { return g.PMaterial }),
	countColumn("comparisons", func(g *gapRow) int { return g.Comparisons }),
	numberColumn("shrunk", func(g *gapRow) number { return g.Shrunk }),
	wordColumn("severity", func(g *gapRow) word { return g.Severity }),
	wordColumn("reason", func(g *gapRow) word { return g.Reason }),
	wordColumn("persistent", func(g *gapRow) word { return g.Persistent }),
	numberColumn("slope", func(g *gapRow) number { return g.Slope }),
	wordColumn("caveats", func(g *gapRow) word { return word(codes(g.Caveats)) }),
}
