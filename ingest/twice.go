package ingest

import (
	"slices"
	"strings"
	"unicode"
)

// findTwice matches a heading that says the same twice, in two languages or
// with its abbreviation: 净推荐值(NPS), 姓名 Name. Each part must be an exact name
// of the same; 转化率(目标) is not. Of 销售额/Sales one is enough.
func (v *vocabulary) findTwice(m meaning) (meaning, bool) {
	if one, ok := v.findTranslated(m); ok {
		return one, true
	}
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

// saysSame reports whether two headings name the same, as the two rows of a header in
// two languages do: 姓名 and name, 销售额 and sales_value.
func (v *vocabulary) saysSame(a, b string) bool {
	x, y := v.match(a), v.match(b)
	if x.key == y.key || x.dimension != "" && y.dimension != "" {
		return x.key == y.key || kindOf(x.dimension) == kindOf(y.dimension)
	}
	return len(x.hits) > 0 && slices.Equal(x.hits, y.hits)
}

// findTranslated matches a heading whose Chinese half is a known name, with a word in
// Latin letters behind a slash that is none: 销售额/Sales. A word that says it is no
// actual figure is no translation.
func (v *vocabulary) findTranslated(m meaning) (meaning, bool) {
	zh, en, ok := strings.Cut(m.text, "/")
	en = strings.TrimSpace(en)
	_, target := holdsWord(en, words().NotActual)
	if !ok || !isHan(zh) || target || words().statuses[squash(en)] != "" || en == "" || strings.Trim(en, "abcdefghijklmnopqrstuvwxyz _-") != "" {
		return m, false
	}
	m.hits, m.dimension = v.names[squash(zh)], words().dimensions[squash(zh)]
	if len(m.hits) > 0 {
		m.dimension = ""
	}
	known := len(v.names[squash(en)]) > 0 || words().dimensions[squash(en)] != ""
	return m, !known && (len(m.hits) > 0 || m.dimension != "")
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
