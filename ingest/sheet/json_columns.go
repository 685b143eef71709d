package sheet

import (
	"slices"
	"strconv"
	"strings"
)

// isByColumns reports whether the one record that was read is a table by its columns, or by the
// numbers of its rows, as pandas writes them with orient "split", "list", "columns" (which it does
// unasked) or "index": all that it holds are arrays, or all keys end, or begin, with a number.
func (r *objectReader) isByColumns() bool {
	all := func(is func(int) bool) bool {
		for i := range r.names {
			if !is(i) {
				return false
			}
		}
		return true
	}
	if r.records != 1 || len(r.names) < 2 {
		return false
	}
	return !slices.Contains(r.dropped, false) || all(func(i int) bool { return isNumbered(r.names[i][strings.LastIndexByte(r.names[i], '.')+1:], r.names[i]) }) ||
		all(func(i int) bool { key, _, _ := strings.Cut(r.names[i], "."); return isNumbered(key, r.names[i]) })
}

// isNumbered reports whether a key is a part of a longer one, and a number.
func isNumbered(key, name string) bool {
	_, err := strconv.ParseUint(key, 10, 32)
	return err == nil && key != name
}
