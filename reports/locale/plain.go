package locale

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain makes text that came from a file safe to print on a line: escape
// sequences, line breaks and other control characters become their visible
// signs (␛ ␊ ␉), marks that turn the reading direction and bytes that are not
// UTF-8 become �. Text without any of them is returned as it is.
func Plain(s string) string {
	if isPrintable(s) || utf8.ValidString(s) && strings.IndexFunc(s, unsafeRune) < 0 {
		return s
	}
	return strings.Map(visible, strings.ToValidUTF8(s, "\uFFFD"))
}

// isPrintable reports whether s is made of printable ASCII alone, as most ids are.
func isPrintable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

func unsafeRune(r rune) bool { return visible(r) != r }

// visible shows a character that must not reach a terminal, a cell or a page
// as it is. Zero-width joiners stay: some scripts need them.
func visible(r rune) rune {
	switch {
	case r >= 0x3000 && r < 0xD800: // Chinese, Japanese, Korean: none is a control character
		return r
	case r < 0x20:
		return r + 0x2400 // the control pictures
	case r == 0x7F:
		return 0x2421
	case r == 0x2028 || r == 0x2029:
		return 0x2424
	case r == 0x200C || r == 0x200D:
		return r
	case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r):
		return utf8.RuneError
	}
	return r
}
