package sheet

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// format is what a number format makes of a number.
type format uint8

const (
	asNumber format = iota
	asPercent
	asDate
	asTime
)

// builtin gives the meaning of the number formats that every workbook has
// without naming them (ECMA-376 part 1, 18.8.30). 27 to 36 and 50 to 58 are the East Asian
// ones; 34, 35, 55 and 56 are dates in some of the languages and times in
// others: as dates they are never mistaken for numbers.
func builtin(id int) format {
	for _, b := range []struct {
		from, to int
		format   format
	}{
		{9, 10, asPercent}, {14, 17, asDate}, {18, 21, asTime}, {22, 22, asDate}, {45, 47, asTime},
		{27, 31, asDate}, {32, 33, asTime}, {34, 36, asDate}, {50, 58, asDate},
	} {
		if b.from <= id && id <= b.to {
			return b.format
		}
	}
	return asNumber
}

// readFormats returns the format of each cell style by its index.
func readFormats(d *xml.Decoder) ([]format, error) {
	var doc struct {
		Custom []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Styles []struct {
			ID int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := d.Decode(&doc); err != nil {
		return nil, err
	}
	custom := make(map[int]format, len(doc.Custom))
	for _, c := range doc.Custom {
		custom[c.ID] = readFormat(c.Code)
	}
	formats := make([]format, len(doc.Styles))
	for i, s := range doc.Styles {
		f, ok := custom[s.ID]
		if !ok {
			f = builtin(s.ID)
		}
		formats[i] = f
	}
	return formats, nil
}

// readFormat tells what a format code shows: a percent when any section has a
// percent sign outside quotes, a date when it has years, days or months, a time
// when it has only hours, minutes and seconds.
func readFormat(code string) format {
	var bare strings.Builder
	elapsed := false
	for i := 0; i < len(code); {
		n, hours := literal(code[i:])
		if n == 0 {
			bare.WriteByte(code[i])
			n = 1
		}
		elapsed = elapsed || hours
		i += n
	}
	s := strings.ToLower(bare.String())
	s = strings.NewReplacer("general", "", "am/pm", "h", "a/p", "h").Replace(s)
	switch {
	case strings.ContainsRune(s, '%'):
		return asPercent
	case strings.ContainsAny(s, "yd"):
		return asDate
	case elapsed || strings.ContainsAny(s, "hs"):
		return asTime
	case strings.Contains(s, "m") || strings.Contains(s, "aaa"):
		return asDate
	}
	return asNumber
}

// literal returns the length of what is shown as it stands at the start of s,
// or says nothing of the number: "quoted", \x, _x, *x, [colour]; 0 when there is
// none. An elapsed time ([h], [mm], [ss]) is told.
func literal(s string) (n int, elapsed bool) {
	switch s[0] {
	case '"':
		return closing(s, '"'), false
	case '[':
		n = closing(s, ']')
		inner := strings.ToLower(strings.Trim(s[:n], "[]"))
		return n, inner != "" && strings.Trim(inner, inner[:1]) == "" && strings.ContainsAny(inner[:1], "hms")
	case '\\', '_', '*':
		return min(2, len(s)), false
	}
	return 0, false
}

func closing(s string, end byte) int {
	if i := strings.IndexByte(s[1:], end); i >= 0 {
		return i + 2
	}
	return len(s)
}

// formatOf returns the format of a cell's style attribute. An absent or unknown
// style shows plain numbers.
func (w *workbook) formatOf(style string) format {
	i, err := strconv.Atoi(style)
	if err != nil {
		return asNumber
	}
	return w.formatAt(i)
}

// formatAt returns the format of a style by its index.
func (w *workbook) formatAt(i int) format {
	if i < 0 || i >= len(w.formats) {
		return asNumber
	}
	return w.formats[i]
}
