package sheet

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/encoding/unicode"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// suffixed are the suffixes under which nothing but a format with a magic word is
// read: a text there has the wrong name.
var suffixed = []string{".xlsx", ".xlsm", ".xltx", ".xltm", ".parquet", ".arrow", ".arrows", ".feather", ".ipc", ".gz"}

// pages are the suffixes of texts that would pass for a csv of one column.
var pages = map[string]string{".html": "html", ".htm": "html", ".xml": "xml", ".mht": "mht", ".mhtml": "mht"}

// textFormat chooses the format of a text: what stands in it, then its suffix.
func textFormat(name string, data []byte) (fileFormat, error) {
	head := []byte(decodedTop(data))
	if other := otherFormat(head); other != "" {
		return fileFormat{}, refusal(name, other)
	}
	suffix := strings.ToLower(filepath.Ext(name))
	if other := pages[suffix]; other != "" {
		return fileFormat{}, refusal(name, other)
	}
	isJSON := looksJSON(head)
	if slices.Contains(suffixed, suffix) {
		return fileFormat{}, suffixFault(name, head, isJSON)
	}
	records := fileFormat{read: readJSON, text: true}
	switch suffix {
	case ".json", ".jsonl", ".ndjson":
		if !isJSON && looksDelimited(head) && !bytes.HasPrefix(head, []byte{0x1e}) { // that begins JSON text sequences
			return fileFormat{}, suffixFault(name, head, false)
		}
		return records, nil
	case ".csv", ".tsv", ".tab":
		if isJSON {
			return records.named("json"), nil
		}
	}
	if isJSON {
		return records, nil
	}
	return delimited, nil
}

// named is a format that is read though the name of the file says another one, and says so.
func (format fileFormat) named(really string) fileFormat {
	read := format.read
	format.read = func(ctx context.Context, in *input, f *File, opt Options, top int) error {
		if err := read(ctx, in, f, opt, top); err != nil {
			return err
		}
		f.report(kpi.Note, "file.by_content", kpi.Origin{}, kpi.Args{"suffix": f.suffix(), "format": really})
		return nil
	}
	return format
}

// refusal is the fault of a file in a format that is not read: what Excel opens can be saved
// from there, and what is packed be unpacked.
func refusal(name, format string) error {
	switch format {
	case "html", "mht", "xml", "ods":
		return fault("file.resave", name, kpi.Args{"format": format})
	case "zip", "rar", "7z":
		return fault("file.archive", name, kpi.Args{"format": format})
	}
	return fault("file.not_spreadsheet", name, kpi.Args{"format": format})
}

// suffixFault names what stands under the suffix of another format: a text, whose
// suffix is to be changed, or nothing that is known.
func suffixFault(name string, head []byte, isJSON bool) error {
	if looksBinary(string(head)) {
		return refusal(name, "unknown")
	}
	to := ".csv"
	if isJSON {
		to = ".json"
	}
	return fault("file.text_suffix", name, kpi.Args{"suffix": strings.ToLower(filepath.Ext(name)), "to": to})
}

// topOfText is how much of a text tells what it is.
const topOfText = 8 << 10

// decodedTop is the beginning of a text without its byte order mark, in UTF-8 where it
// is in UTF-16, else as it is.
func decodedTop(data []byte) string {
	top := data[:min(len(data), topOfText)]
	marked := bytes.HasPrefix(top, []byte("\xff\xfe")) || bytes.HasPrefix(top, []byte("\xfe\xff"))
	if !marked && asciiUnits(top, 0)+asciiUnits(top, 1) <= len(top)/20 {
		return strings.TrimPrefix(string(top), bomUTF8)
	}
	order := unicode.LittleEndian
	if guessByteOrder(top) == "utf-16be" {
		order = unicode.BigEndian
	}
	text, err := unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Bytes(top[:len(top)&^1])
	if err != nil {
		return string(top)
	}
	return strings.TrimPrefix(string(text), "\uFEFF")
}

// looksDelimited reports whether the first line of a text is a row of cells, and no JSON.
func looksDelimited(head []byte) bool {
	line, _, _ := bytes.Cut(bytes.TrimSpace(head), []byte("\n"))
	return len(line) > 0 && !bytes.ContainsAny(line[:1], `{["0123456789-`) && bytes.ContainsAny(line, ",;\t|")
}

// otherFormat names the format of a text, by its beginning, when it is known not to be
// read; "" when it may be a delimited text.
func otherFormat(head []byte) string {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.prefix)) {
			return m.format
		}
	}
	return markup(strings.ToLower(string(head)))
}

// markupTags begin what web systems write under the suffixes .xls and .csv though it is no
// delimited text: tables, pages of errors, forms to sign in.
var markupTags = []string{"!doctype", "html", "head", "meta", "title", "link", "script", "style", "body", "table", "thead", "tbody", "tr", "td", "th",
	"caption", "colgroup", "center", "div", "p", "span", "font", "form", "br", "b", "h1", "h2", "h3", "h4", "ul", "pre"}

// markup names the kind of a text in markup, in lower case; "" when it is none.
func markup(head string) string {
	text := skipComments(head)
	switch {
	case strings.HasPrefix(text, "<?xml") && !strings.Contains(text, "<html"), strings.HasPrefix(text, "<workbook"), strings.HasPrefix(text, "<office:"):
		return "xml"
	case isMessage(text):
		return "mht"
	case beginsTag(text), strings.HasPrefix(text, "<?xml"):
		return "html"
	}
	for _, tag := range []string{"<!doctype html", "<html", "<table"} { // behind what a server had to say
		if at := strings.Index(text, tag); at > 0 && strings.IndexByte("\r\n>", text[at-1]) >= 0 && beginsTag(text[at:]) {
			return "html"
		}
	}
	return ""
}

// skipComments cuts blank space and comments from the beginning of a markup.
func skipComments(text string) string {
	for {
		text = strings.TrimLeftFunc(text, blank)
		if !strings.HasPrefix(text, "<!--") {
			return text
		}
		at := strings.Index(text, "-->")
		if at < 0 {
			return "<html>"
		}
		text = text[at+len("-->"):]
	}
}

// beginsTag reports whether a text begins with one of the tags: <br>, </p>, <table border=1>.
func beginsTag(text string) bool {
	rest, ok := strings.CutPrefix(text, "<")
	rest = strings.TrimPrefix(rest, "/")
	for _, tag := range markupTags {
		after, is := strings.CutPrefix(rest, tag)
		if ok && is && (after == "" || strings.IndexByte(" \t\r\n/>", after[0]) >= 0) {
			return true
		}
	}
	return false
}

// isMessage reports whether a text is a page in the form of a mail (MHTML).
func isMessage(text string) bool {
	for _, field := range []string{"mime-version:", "from:", "content-type:", "subject:", "message-id:"} {
		if strings.HasPrefix(text, field) {
			return strings.Contains(text, "multipart/related") || strings.Contains(text, "text/html")
		}
	}
	return false
}
