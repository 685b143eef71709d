package ingest

import (
	"slices"
	"strings"
	"unicode"
)

// findTwice matches a heading that says the same twice, in two languages or
// with its abbreviation: 净推荐值(NPS), 姓名 Name. Each part must be an exact name
// of the same; 转化率(目标) is not.
func (v *vocabulary) findTwice(m meaning) (meaning, bool) {
	parts := splitParts(m.text)
	if len(parts) < 2 {
		return m, false
	}
	for i, part := range parts {
		key := squash(part)
		hits, dim := v.names[key], words().dimensions[key]
		switch {
		case len(hits) == 0 && dim == "":
			return meaning{folded: m.folded, rank: m.rank}, false
		case i == 0:
			m.hits, m.dimension = hits, dim
			if len(hits) > 0 {
				m.dimension = ""
			}
		default:
			m.hits = slices.DeleteFunc(slices.Clone(m.hits), func(h hit) bool { return !slices.Contains(hits, h) })
			if kindOf(dim) != kindOf(m.dimension) {
				m.dimension = ""
			}
		}
	}
	return m, len(m.hits) > 0 || m.dimension != ""
}

// kindOf makes one of the dimensions that name teams, and one of those that
// name people.
func kindOf(dim string) string {
	switch dim {
	case dimGroup, dimDepartment:
		return dimTeam
	case dimPerson:
		return dimName
	}
	return dim
}

// splitParts cuts a normal heading at brackets and slashes, and where Chinese
// and Latin words meet.
func splitParts(text string) []string {
	var b strings.Builder
	last := rune(0)
	for _, r := range text {
		if unicode.Is(unicode.Han, last) && isLatin(r) || isLatin(last) && unicode.Is(unicode.Han, r) {
			b.WriteByte('/')
		}
		if !unicode.IsSpace(r) {
			last = r
		}
		b.WriteRune(r)
	}
	parts := strings.FieldsFunc(b.String(), func(r rune) bool { return strings.ContainsRune("/|"+opening+closing, r) })
	return slices.DeleteFunc(parts, func(p string) bool { return squash(p) == "" })
}
