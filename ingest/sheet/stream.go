package sheet

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// ErrNoStream tells that a file can't be read as a stream, or not to its end:
// its format has none, or something in it needs the whole file at once. [Read]
// reads it.
var ErrNoStream = errors.New("the file can't be streamed")

// StreamOptions say what of a file is streamed.
type StreamOptions struct {
	Options
	Sheet   string      // of a workbook, the sheet's name as [Table] has it
	After   int         // rows up to this line are not delivered: those of the head
	Wants   []Want      // by column of the table; columns beyond its end are not delivered
	NewSink func() Sink // called once for each worker, before the first batch
	Top     *File       // what Head gave of the file, so that it isn't found out again; nil: it is
	block   int         // the size of a block of text, for tests; 0: textBlockSize
}

// input is an open file that is streamed. A format that reads all of its bytes
// in order puts the hash into [File.SHA256] itself; else it is made for it.
type input struct {
	io.ReaderAt
	path   string
	size   int64
	packed bool // it is a compressed text
}

// inMemory is a file whose bytes are there.
func inMemory(path string, data []byte) *input {
	return &input{ReaderAt: bytes.NewReader(data), path: path, size: int64(len(data))}
}

// beginsWith reports whether the first bytes of a file are the given ones.
func (in *input) beginsWith(magic string) bool {
	first := make([]byte, len(magic))
	_, err := in.ReadAt(first, 0)
	return err == nil && string(first) == magic
}

// counting is the same file, of which the bytes are counted that are read.
func (in *input) counting(p *Progress) *input {
	c := *in
	if p != nil {
		c.ReaderAt = counted{in.ReaderAt, p}
	}
	return &c
}

// Head reads the first rows of a file, into the tables that [Read] gives, each
// with at most so many rows, and reports whether there is more below them (in
// any of the tables). What must be known of the whole file is missing or
// preliminary: the hash, the diagnostics and the width of a table whose rows
// are not all there. The error is ErrNoStream where the format has no
// stream, and else that of Read.
func Head(ctx context.Context, path string, opt Options, rows int) (*File, bool, error) {
	f, more := &File{Path: path}, false
	err := withInput(path, opt, func(in *input, format fileFormat) (err error) {
		if format.head == nil {
			return ErrNoStream
		}
		more, err = format.head(ctx, in, f, opt, rows)
		return err
	})
	if err != nil {
		return nil, false, err
	}
	return f, more, nil
}

// Stream reads the rows of a table in batches, by several workers at once, each
// with a sink of its own; batches of one worker come in the order of the file.
// The tables of the file that it returns have no rows, all else is as
// [Read] gives it. The error is ErrNoStream, also after some batches, where the
// rest can't be streamed; that of Read, or of a sink.
func Stream(ctx context.Context, path string, opt StreamOptions) (*File, error) {
	f := &File{Path: path}
	err := withInput(path, opt.Options, func(in *input, format fileFormat) error {
		if format.stream == nil {
			return ErrNoStream
		}
		if opt.Progress != nil {
			in.ReaderAt, opt.NewSink = counted{in.ReaderAt, opt.Progress}, countRows(opt.NewSink, opt.Progress)
		}
		if err := format.stream(ctx, in, f, opt); err != nil || f.SHA256 != "" {
			return err
		}
		return f.hash(in)
	})
	if err != nil {
		return nil, err
	}
	opt.countTop()
	opt.Progress.finish()
	return f, nil
}

// sniffSize is how much of a file tells its format.
const sniffSize = 64 << 10

// withInput opens a file and finds its format.
func withInput(path string, opt Options, use func(*input, fileFormat) error) error {
	file, err := os.Open(opt.at(path))
	if err != nil {
		return accessFault(path, err)
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return accessFault(path, err)
	case info.IsDir():
		return fault("file.is_directory", path, nil)
	case !info.Mode().IsRegular():
		return ErrNoStream // a pipe gives its bytes once
	}
	first := make([]byte, min(sniffSize, info.Size()))
	if _, err := io.ReadFull(file, first); err != nil {
		return accessFault(path, err)
	}
	format, err := chooseFormat(path, first)
	if err != nil {
		return errors.Join(ErrNoStream, err) // Read sees all of the file, and says it better
	}
	return use(&input{ReaderAt: file, path: path, size: info.Size()}, format)
}

// hash makes the hash of all bytes of the file.
func (f *File) hash(in *input) error {
	h := sha256.New()
	bytes := in.ReaderAt
	if c, ok := bytes.(counted); ok {
		bytes = c.ReaderAt // they are counted once
	}
	if _, err := io.Copy(h, io.NewSectionReader(bytes, 0, in.size)); err != nil {
		return accessFault(f.Path, err)
	}
	f.SHA256 = hex.EncodeToString(h.Sum(nil))
	return nil
}

// Want says how a column is delivered by a stream.
type Want uint8

// What a stream may be asked for.
const (
	Unread  Want = iota // not delivered
	Coded               // as codes of a dictionary of distinct cells
	Counted             // as plain decimal numbers
	Spelled             // of delimited texts alone: as the texts of the cells
)

// MostStreamed bounds the magnitude of streamed numbers: below it a float64 of
// the number tells its millionths.
const MostStreamed kpi.Decimal = 1 << 51

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
	// Numbers are exact, and below MostStreamed in magnitude: a cell with more decimals than
	// kpi.Digits, a greater one, a minus zero, a percent, or anything but plain decimal notation
	// (digits, one point among or before them, a minus) makes its row an odd one.
	Numbers []kpi.Decimal
	// Texts are those of the cells, "" of blank ones. They may be kept, and then keep a block of the text.
	Texts []string
}

// Batch is some thousand neighbouring rows of a table as columns. It is valid
// until its sink returns.
type Batch struct {
	Lines []int    // of the rows, as in [Row], ascending
	Cols  []Vector // by column of the table
	// Row gives row i as [Read] does; it may be kept.
	Row func(i int) Row
	// Odd are the rows among these that do not fit columns: ragged ones, those with doubtful
	// quotes, those whose counted cells are no plain numbers. They are in no vector, and may be kept.
	Odd []Row
}

// Sink takes the batches of one worker, one after another. An error ends the
// stream.
type Sink func(*Batch) error
