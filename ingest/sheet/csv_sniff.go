package sheet

import "strings"

// delimiters are those that are tried, the least likely to occur in a text
// first: it decides between equals.
var delimiters = []string{"\t", "|", ";", "，", ","}

// sniffBytes is how much of a text is tried.
const sniffBytes = 256 << 10

// skipDeclaration reads Excel's first line `sep=;` and returns what it says, ""
// when there is none.
func (r *recordReader) skipDeclaration() string {
	first := r.text
	if i := strings.IndexAny(first, "\r\n"); i >= 0 {
		first = first[:i]
	}
	d := strings.Trim(first, `"`)
	if len(d) < 5 || !strings.EqualFold(d[:4], "sep=") {
		return ""
	}
	d = d[4:]
	if strings.ContainsAny(d, "\"\r\n") || len([]rune(d)) != 1 {
		return ""
	}
	r.pos = len(first)
	r.finish()
	return d
}

// sniffDelimiter returns the delimiter that gives the most rows of the same
// number of fields, quotes respected; of equals, the one that gives more fields. In a .tsv
// it is the tab when there is any. A text of one column has the comma.
func sniffDelimiter(text, suffix string) string {
	sample := text[:min(len(text), sniffBytes)]
	if s := strings.ToLower(suffix); (s == ".tsv" || s == ".tab") && strings.Contains(sample, "\t") {
		return "\t"
	}
	if i := strings.LastIndexAny(sample, "\r\n"); len(sample) < len(text) && i > 0 {
		sample = sample[:i]
	}
	best, bestRows, bestWidth := ",", 0, 1
	for _, d := range delimiters {
		if !strings.Contains(sample, d) {
			continue
		}
		rows, width := evenRows(&recordReader{text: sample, delimiter: d, line: 1})
		if rows > bestRows || rows == bestRows && width > bestWidth {
			best, bestRows, bestWidth = d, rows, width
		}
	}
	return best
}

// sniffQuote returns the single quote for a text that quotes with it: no
// field begins with a double quote, and more rows have the same number of
// fields when single quotes are taken for what they look like.
func sniffQuote(text, delimiter string) byte {
	sample := text[:min(len(text), sniffBytes)]
	if !strings.Contains(sample, delimiter+"'") && !strings.Contains(sample, "'"+delimiter) || strings.Contains(sample, delimiter+`"`) {
		return 0
	}
	double, _ := evenRows(&recordReader{text: sample, delimiter: delimiter, line: 1})
	single, _ := evenRows(&recordReader{text: sample, delimiter: delimiter, quote: '\'', line: 1})
	if single > double {
		return '\''
	}
	return 0
}

// evenRows counts the rows of the commonest width above one.
func evenRows(r *recordReader) (rows, width int) {
	count := make(map[int]int)
	for r.next() {
		n := len(r.fields)
		if n < 2 {
			continue
		}
		if count[n]++; count[n] > rows || count[n] == rows && n > width {
			rows, width = count[n], n
		}
	}
	return rows, width
}
