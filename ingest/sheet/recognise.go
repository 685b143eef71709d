package sheet

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// ErrForeign tells that a file is none of data: a picture, a letter, a setting.
var ErrForeign = errors.New("the file holds no data")

// dataSuffixes are those of files that hold data, whether they are read or not.
var dataSuffixes = []string{".xlsx", ".xlsm", ".xltx", ".xltm", ".csv", ".tsv", ".tab", ".parquet", ".arrow", ".arrows", ".feather", ".ipc",
	".json", ".jsonl", ".ndjson", ".xls", ".xlsb", ".xlt", ".et", ".ods", ".fods", ".numbers", ".html", ".htm", ".mht", ".mhtml", ".zip", ".rar", ".7z",
	".gz", ".dbf", ".dif", ".slk", ".orc", ".avro", ".sav", ".dta", ".psv", ".prn"}

// foreignSuffixes are those of files that stand beside data.
var foreignSuffixes = []string{".png", ".jpg", ".jpeg", ".gif", ".bmp", ".svg", ".webp", ".tif", ".tiff", ".ico", ".mp3", ".mp4", ".mov", ".avi", ".wav",
	".pdf", ".doc", ".docx", ".wps", ".ppt", ".pptx", ".dps", ".rtf", ".odt", ".odp", ".md", ".rst", ".eml", ".msg", ".lnk", ".url", ".ini", ".cfg", ".conf",
	".yaml", ".yml", ".toml", ".log", ".py", ".ipynb", ".r", ".sql", ".sh", ".bat", ".ps1", ".js", ".css", ".go", ".exe", ".dll", ".db", ".sqlite",
	".sqlite3", ".bak", ".tmp", ".part", ".crdownload", ".swp", ".crc", ".sha256", ".md5"}

// Recognise looks at the beginning of a file that stands in a folder, and so was named by
// nobody. No error means that it is one to [Read], which may still find something wrong
// with it. ErrForeign is that of a file that is none of data, by its suffix or by its content where the
// suffix tells nothing; the fault that Read gives, that of one which looks like data and is not read.
func Recognise(path string) error {
	suffix := strings.ToLower(filepath.Ext(path))
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || slices.Contains(foreignSuffixes, suffix) {
		return ErrForeign // a pipe would keep us waiting
	}
	file, err := os.Open(path)
	if err != nil {
		return nil // reading it says what is wrong
	}
	defer file.Close()
	first := make([]byte, min(sniffSize, info.Size()))
	if _, err := io.ReadFull(file, first); err != nil {
		return nil
	}
	err = recognise(path, first, &input{ReaderAt: file, path: path, size: info.Size()})
	if slices.Contains(dataSuffixes, suffix) || err == nil {
		return unlessTable(err, path)
	}
	if isForeign(err) {
		return ErrForeign
	}
	return err
}

// errNoTable tells of a text that doesn't look like a table.
var errNoTable = errors.New("no table")

// unlessTable is what a suffix of data makes of a text that looks like no table: it may be a
// list of one column, and is read.
func unlessTable(err error, path string) error {
	if errors.Is(err, errNoTable) {
		return nil
	}
	return renamed(err, path)
}

// isForeign reports whether a refusal tells of something that may stand beside data under any
// suffix.
func isForeign(err error) bool {
	f := kpi.AsFault(err)
	if f == nil || f.Code == "file.empty" {
		return true
	}
	data := []string{"html", "mht", "ods", "numbers", "zip", "rar", "7z"}
	format, named := f.Args["format"]
	return named && !slices.Contains(data, format)
}

func recognise(name string, first []byte, in *input) error {
	format, err := chooseFormat(name, first)
	switch {
	case err != nil:
		return err
	case bytes.HasPrefix(first, []byte(gzipMagic)):
		return recogniseGzip(name, in)
	case bytes.HasPrefix(first, []byte("PK")):
		return notWorkbookFault(name, in)
	case !format.text:
		return nil
	}
	text := decodedTop(first)
	if looksBinary(text) && tornAt(text) < 0 {
		return refusal(name, "binary")
	}
	if looksJSON([]byte(text)) || looksTable(text) {
		return nil
	}
	return errNoTable
}

// recogniseGzip looks at what is compressed. That it is damaged is for Read to say.
func recogniseGzip(name string, in *input) error {
	in.packed = true
	z, err := gzip.NewReader(io.NewSectionReader(in, 0, in.size))
	if err != nil {
		return nil
	}
	first := make([]byte, sniffSize)
	n, err := io.ReadFull(z, first)
	if n == 0 && errors.Is(err, io.EOF) {
		return fault("file.empty", name, nil)
	}
	if n == 0 || err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	inner, first := innerName(name), first[:n]
	format, err := chooseFormat(inner, first)
	if err != nil || !format.text || looksBinary(decodedTop(first)) {
		return refusal(name, "gzip")
	}
	return nil
}

// notWorkbookFault is what a zip file is that should be a workbook; nil of one, and of one that is
// damaged, which is for Read to say.
func notWorkbookFault(name string, in *input) error {
	z, err := zip.NewReader(in, in.size)
	if err != nil {
		return nil
	}
	w := &workbook{name: name}
	if err := w.index(z); err != nil {
		return err
	}
	if _, err = w.findMain(); kpi.AsFault(err) != nil && kpi.AsFault(err).Code == "file.damaged" {
		return nil
	}
	return err
}

// looksTable reports whether most lines of a text have the same number of cells: several,
// of which commas, which sentences have too, part three or more.
func looksTable(text string) bool {
	lines := 0
	for line := range strings.Lines(text) {
		if trim(line) != "" {
			lines++
		}
	}
	for _, d := range delimiters {
		rows, width := evenRows(&recordReader{text: text, delimiter: d, line: 1})
		least := 2
		if d == "," || d == "，" {
			least = 3
		}
		if rows >= 2 && width >= least && 5*(rows+1) >= 4*lines {
			return true
		}
	}
	return false
}
