package reports

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// The library writes some elements where the schema of the format (ECMA-376,
// part 1, 18.8.22 and 21.2.2) has them elsewhere or not at all. Spreadsheets read
// them all the same; a validator does not.
var (
	fontElement  = regexp.MustCompile(`(?s)<font>.*?</font>`)
	fontChild    = regexp.MustCompile(`(?s)<(\w+)[^>]*?(/>|>.*?</\w+>)`)
	inverted     = regexp.MustCompile(`<(?:c:)?invertIfNegative[^>]*>(</(?:c:)?invertIfNegative>)?`)
	valueAxis    = regexp.MustCompile(`(?s)<(?:c:)?valAx>.*?</(?:c:)?valAx>`)
	categoryOnly = regexp.MustCompile(`<(?:c:)?(auto|lblAlgn|lblOffset|noMultiLvlLbl)\b[^>]*>(</(?:c:)?(auto|lblAlgn|lblOffset|noMultiLvlLbl)>)?`)
	bars         = regexp.MustCompile(`(?s)<(?:c:)?barChart>.*?</(?:c:)?barChart>`)
	smoothed     = regexp.MustCompile(`<(?:c:)?smooth\b[^>]*>(</(?:c:)?smooth>)?`)
)

// fontOrder is the order of what a font is made of.
var fontOrder = []string{"b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family", "charset", "scheme"}

// strict puts a part of the workbook into the order of the schema; other parts
// come back as they are.
func strict(name string, part []byte) []byte {
	switch {
	case name == "xl/styles.xml":
		return fontElement.ReplaceAllFunc(part, sortFont)
	case strings.HasPrefix(name, "xl/charts/"):
		part = inverted.ReplaceAll(part, nil) // no chart of ours has negative bars
		part = bars.ReplaceAllFunc(part, func(chart []byte) []byte { return smoothed.ReplaceAll(chart, nil) })
		return valueAxis.ReplaceAllFunc(part, func(axis []byte) []byte { return categoryOnly.ReplaceAll(axis, nil) })
	}
	return part
}

func sortFont(font []byte) []byte {
	children := fontChild.FindAll(font[len("<font>"):len(font)-len("</font>")], -1)
	slices.SortStableFunc(children, func(a, b []byte) int { return cmp.Compare(fontPlace(a), fontPlace(b)) })
	return slices.Concat([]byte("<font>"), bytes.Join(children, nil), []byte("</font>"))
}

func fontPlace(child []byte) int {
	return slices.Index(fontOrder, string(fontChild.FindSubmatch(child)[1]))
}
