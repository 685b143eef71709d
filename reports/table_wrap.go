package reports

import (
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"
)

// atoms cuts text where a line may be broken: at spaces, which are kept behind
// the word they follow, and on both sides of wide characters, which need no space
// between them; closing marks stay with what they close.
func atoms(s string) []string {
	var out []string
	open := false // the last atom may grow
	for _, r := range s {
		width := lipgloss.Width(string(r))
		switch last := len(out) - 1; {
		case last >= 0 && (r == ' ' || width == 0 || unicode.Is(unicode.Pe, r) || closing(r)):
			out[last] += string(r)
			open = open && r != ' '
		case last >= 0 && open && width == 1:
			out[last] += string(r)
		default:
			out = append(out, string(r))
			open = width == 1
		}
	}
	return out
}

// closing reports whether a wide mark may not begin a line.
func closing(r rune) bool {
	return unicode.Is(unicode.Po, r) && lipgloss.Width(string(r)) == 2
}

// longestAtom is the narrowest column that s can be wrapped into.
func longestAtom(s string) int {
	longest := 0
	for _, a := range atoms(s) {
		longest = max(longest, lipgloss.Width(strings.TrimRight(a, " ")))
	}
	return longest
}

// wrapped breaks text into lines of at most width columns, between its atoms;
// an atom that is longer stands on a line of its own. 0 is no limit.
func wrapped(s string, width int) []string {
	if width <= 0 || lipgloss.Width(s) <= width {
		return []string{s}
	}
	lines, used := []string{""}, 0
	for _, a := range atoms(s) {
		last := len(lines) - 1
		if used > 0 && used+lipgloss.Width(strings.TrimRight(a, " ")) > width {
			lines[last] = strings.TrimRight(lines[last], " ")
			lines, used, last = append(lines, ""), 0, last+1
		}
		lines[last] += a
		used += lipgloss.Width(a)
	}
	last := len(lines) - 1
	lines[last] = strings.TrimRight(lines[last], " ")
	return lines
}
