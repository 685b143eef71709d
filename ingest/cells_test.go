package ingest

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/sheet"
)

// Codes are not looked up in the dictionary: none of its words may be one, and
// a code must be read as the whole search reads it.
func TestNoWordIsACode(t *testing.T) {
	d := words()
	maps := map[string][]string{}
	take := func(name string, word string) {
		if isCode(word) {
			maps[name] = append(maps[name], word)
		}
	}
	for w := range d.dimensions {
		take("dimensions", w)
	}
	for _, set := range []map[string]bool{d.blanks, d.totals, d.totalWords, d.totalCompany, d.logical} {
		for w := range set {
			take("words", w)
		}
	}
	for _, list := range [][]string{d.TotalEndings, d.multiples, d.Notes} {
		for _, w := range list {
			if w[len(w)-1] >= '0' && w[len(w)-1] <= '9' {
				take("endings", "a"+w)
			}
		}
	}
	if len(maps) > 0 {
		t.Error(maps)
	}
}

func TestACodeSaysNothingButItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.StringMatching(`[A-Za-z][A-Za-z0-9_-]{0,6}[0-9]`).Draw(t, "code")
		g := &grid{}
		k := g.known(code)
		d := words()
		if !isCode(code) || k.clean != cleanText(code) || k.normal != normal(code) || k.blank != d.blanks[k.normal] ||
			k.total != d.isTotal(code) || k.note != d.isNote(code) || k.heading != (d.dimensions[fold(code).key] != "") {
			t.Fatalf("%q: %+v", code, k)
		}
		if n := readNumber(sheet.Cell{Kind: sheet.Text, Text: " " + code}, nil); n.fault != "value.not_a_number" {
			t.Fatalf("%q: %+v", code, n)
		}
	})
}
