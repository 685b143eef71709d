package sheet

import (
	"bytes"
	"context"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// fileFormat is one that is read: from all of its bytes by decode, or row by row. Only the
// texts are also read from compressed files.
type fileFormat struct {
	decode func(ctx context.Context, f *File, data []byte, opt Options) error
	text   bool
	// read reads a file from its beginning to its end, with at most top rows as they are and
	// the others in a spool; nil where the format is read in another way, and ErrNoStream where
	// what is in the file is. It counts the bytes and rows, and puts the hash into f.
	read func(ctx context.Context, in *input, f *File, opt Options, top int) error
	// What [Head] and [Stream] call; nil where there is no stream. The head fills the tables of f
	// with at most so many rows each; the stream puts tables without rows there.
	head   func(ctx context.Context, in *input, f *File, opt Options, rows int) (more bool, err error)
	stream func(ctx context.Context, in *input, f *File, opt StreamOptions) error
}

// magics are the first bytes of formats that are not read. Zip and compound
// files are looked into, since several formats share them.
var magics = []struct{ prefix, format string }{
	{"%PDF-", "pdf"},
	{"\x89PNG\r\n", "png"},
	{"GIF8", "gif"},
	{"\xff\xd8\xff", "jpeg"},
	{"SQLite format 3\x00", "sqlite"},
	{"Rar!", "rar"},
	{"7z\xbc\xaf\x27\x1c", "7z"},
	{"{\\rtf", "rtf"},
}

// chooseFormat is the one place where a format is chosen: by the first bytes,
// then by the suffix, else it is a delimited text. Formats that are not read
// are named in the fault.
func chooseFormat(name string, data []byte) (fileFormat, error) {
	if len(data) == 0 {
		return fileFormat{}, fault("file.empty", name, nil)
	}
	if f, ok := binaryFormat(data); ok {
		return f, nil
	}
	if bytes.HasPrefix(data, []byte(compoundMagic)) {
		return fileFormat{}, compoundFault(name, data)
	}
	return textFormat(name, data)
}

// binaryFormat is the reader of a format that begins with a magic word.
func binaryFormat(data []byte) (format fileFormat, ok bool) {
	begins := func(magic string) bool { return bytes.HasPrefix(data, []byte(magic)) }
	switch {
	case begins("PK\x03\x04"), begins("PK\x05\x06"):
		return fileFormat{decode: decodeXLSX, head: headXLSX, stream: streamXLSX}, true
	case begins(parquetMagic):
		return fileFormat{decode: decodeParquet, head: headParquet, stream: streamParquet}, true
	case begins(ipcMagic), begins(ipcContinuation), beginsOldIPC(data):
		return fileFormat{read: readIPC}, true
	case begins(gzipMagic):
		return fileFormat{decode: decodeGzip, read: readGzip, head: headGzip, stream: streamGzip}, true
	}
	return fileFormat{}, false
}

// compoundMagic begins the compound files (OLE) of Office before 2007, and
// those into which Office puts encrypted workbooks.
const compoundMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// compoundFault tells the kinds of compound files apart by the names of their
// streams, which stand in the directory as UTF-16LE.
func compoundFault(name string, data []byte) error {
	holds := func(stream string) bool { return bytes.Contains(data, utf16le(stream)) }
	switch {
	case holds("EncryptedPackage"):
		return fault("file.encrypted", name, nil)
	case holds("Workbook"), holds("Book"):
		return fault("file.old_xls", name, nil)
	}
	return fault("file.not_spreadsheet", name, kpi.Args{"format": "ole"})
}

func utf16le(ascii string) []byte {
	b := make([]byte, 0, 2*len(ascii))
	for i := range len(ascii) {
		b = append(b, ascii[i], 0)
	}
	return b
}
