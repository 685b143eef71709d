package sheet

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// delimited are texts parted by delimiters.
var delimited = fileFormat{decode: decodeText, text: true, head: headText, stream: streamText}

// topSize is how much of a text is read for its head; no less than what
// tells the delimiter and the encoding.
const topSize = 512 << 10

// dialect is how a text is written.
type dialect struct {
	delimiter string
	quote     byte
	start     int    // where the first record begins
	line      int    // and its line
	top       int    // the line of the first row that is as wide as most; 0: none
	encoding  string // other than UTF-8
	sure      bool   // that it is this one
}

// headText reads the first rows of a delimited text.
func headText(_ context.Context, in *input, f *File, opt Options, rows int) (bool, error) {
	text, whole, err := topText(in, f, opt)
	if err != nil {
		return false, err
	}
	r := f.sniff(text)
	table := Table{File: f.Path}
	var widths []int
	for len(table.Rows) < rows && r.next() {
		if !whole && r.pos >= len(text) {
			f.closeHead(table, widths)
			return true, nil // the record may go on
		}
		if r.dropQuotes(len(r.fields)) {
			return false, ErrNoStream // the width of the whole table tells what it is
		}
		row := ownRow(r)
		if len(row.Cells) > 0 {
			table.Rows, widths = append(table.Rows, row), append(widths, len(r.fields))
		}
	}
	more := !whole || r.next()
	f.closeHead(table, widths)
	return more, nil
}

// closeHead puts the first rows into the file, with the width that they tell.
func (f *File) closeHead(t Table, widths []int) {
	var told File
	t.Width = told.reportRagged(t.Rows, widths)
	if at := slices.Index(widths, t.Width); at >= 0 {
		f.dialect.top = t.Rows[at].Line
	}
	f.Tables = []Table{t}
}

// topText is the beginning of a text, and whether that is all of it.
func topText(in *input, f *File, opt Options) (string, bool, error) {
	data, whole, err := in.top()
	if err != nil {
		return "", false, err
	}
	lines := data
	if !whole {
		lines = data[:bytes.LastIndexByte(data, '\n')+1]
	}
	name, sure, err := topEncoding(in.path, lines, opt.Encoding)
	if err != nil {
		return "", false, err
	}
	f.dialect.sure = sure
	if !strings.HasPrefix(name, "utf-16") {
		data = lines
	}
	text, err := f.decodeTop(data, name)
	if !whole {
		text = text[:strings.LastIndexByte(text, '\n')+1]
	}
	if err != nil || trim(text) == "" || looksBinary(text) || strings.ContainsAny(text, "\x00"+replacement) {
		return "", false, ErrNoStream
	}
	return text, whole, nil
}

// decodeTop decodes the beginning of a text, and puts its encoding and where
// the text begins into the dialect.
func (f *File) decodeTop(data []byte, name string) (string, error) {
	text, canonical, err := decodeAs(f.Path, data, name)
	if err != nil {
		return "", err
	}
	f.Encoding = canonical
	marked := canonical == "utf-8-bom"
	if name != "utf-8" {
		f.dialect.encoding, marked = name, hasMark(data)
	}
	if marked {
		f.dialect.start = len(bomUTF8)
	}
	return text, nil
}

// sniff finds the dialect of a text and returns the reader of its records.
func (f *File) sniff(text string) *recordReader {
	r := &recordReader{text: text, line: 1}
	f.Delimiter = r.skipDeclaration()
	if f.Delimiter == "" {
		f.Delimiter = sniffDelimiter(text, f.suffix())
	}
	r.delimiter, r.quote = f.Delimiter, sniffQuote(text, f.Delimiter)
	d := &f.dialect
	d.delimiter, d.quote, d.start, d.line = f.Delimiter, r.mark(), d.start+r.pos, r.line
	return r
}

// ownRow is the row of a reader's record, its texts its own; without cells
// when all are blank.
func ownRow(r *recordReader) Row {
	row := Row{Line: r.start}
	for i, field := range r.fields {
		c := textCell(unwrapped(trim(field)))
		if c.Kind == Blank {
			continue
		}
		c.Text = strings.Clone(c.Text)
		for len(row.Cells) < i {
			row.Cells = append(row.Cells, Cell{})
		}
		row.Cells = append(row.Cells, c)
	}
	return row
}

// textStream is a delimited text that workers read in blocks.
type textStream struct {
	dialect
	opt   StreamOptions
	file  *File
	input *input
	width int

	mu      sync.Mutex // of what follows
	source  *textSource
	at      int64  // of the text, read so far
	ended   bool   // there is no more
	rest    []byte // read, and not yet dealt out
	wasted  int
	workers []*textWorker
}

// streamText deals the blocks of a text to workers.
func streamText(ctx context.Context, in *input, f *File, opt StreamOptions) error {
	top := opt.Top
	if top == nil {
		top = &File{Path: f.Path}
		if _, err := headText(ctx, in, top, opt.Options, sniffRows); err != nil {
			return err
		}
	}
	f.Encoding, f.Delimiter, f.dialect = top.Encoding, top.Delimiter, top.dialect
	s := &textStream{dialect: f.dialect, opt: opt, file: f, input: in, width: top.Tables[0].Width, at: int64(top.dialect.start)}
	if len(s.delimiter) != 1 || s.width == 0 {
		return ErrNoStream
	}
	var err error
	if s.source, err = in.open(s.dialect); err != nil {
		return errors.Join(ErrNoStream, err)
	}
	group, ctx := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), 1+int(in.size/textBlockSize)) {
		w := newTextWorker(s)
		s.workers = append(s.workers, w)
		group.Go(func() error { return w.run(ctx) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return s.finish()
}

// sniffRows is how many rows tell the width of a table.
const sniffRows = 1000

// finish gathers what the workers saw beside the rows.
func (s *textStream) finish() error {
	f, widths, ragged := s.file, map[int]int{}, ragged{}
	var d disguise
	for _, w := range s.workers {
		f.Diagnostics = append(f.Diagnostics, w.file.Diagnostics...)
		for n, rows := range w.widths {
			widths[n] += rows
		}
		ragged.merge(w.ragged)
		d.merge(w.disguise)
	}
	if s.encoding == "" && d.mayBe() || !s.sure && !s.source.guessed.certain() || commonest(widths) != s.width || s.wasted > int(s.input.size) {
		return ErrNoStream
	}
	slices.SortStableFunc(f.Diagnostics, kpi.Diagnostic.Compare)
	if ragged.short > 0 {
		f.report(kpi.Note, "row.short", kpi.Origin{Row: ragged.first}, kpi.Args{"count": strconv.Itoa(ragged.short), "expected": strconv.Itoa(s.width)})
	}
	f.SHA256 = hex.EncodeToString(s.source.hash.Sum(nil))
	f.Tables = []Table{{File: f.Path, Width: s.width}}
	return nil
}

// commonest returns the width of most rows, the greatest of several.
func commonest(widths map[int]int) int {
	best := 0
	for _, w := range slices.Sorted(maps.Keys(widths)) {
		if best == 0 || widths[w] >= widths[best] {
			best = w
		}
	}
	return best
}

// ragged counts the rows that are shorter than the table.
type ragged struct{ short, first int }

func (r *ragged) add(line int) { r.merge(ragged{1, line}) }

func (r *ragged) merge(o ragged) {
	if o.short > 0 && (r.short == 0 || o.first < r.first) {
		r.first = o.first
	}
	r.short += o.short
}
