package ingest

import (
	"strings"
	"testing"
)

// A cell holds 32,767 characters in Excel, and more in a csv: a note of that length is no
// heading, whatever it says, and nobody's name.
func TestLongTextsAreNoHeadings(t *testing.T) {
	v := builtinWords()
	note := strings.Repeat("拜访量说明", mostHeading/5)
	for text, want := range map[string]bool{note: false, note + "5": true, strings.Repeat("a", mostHeading): false, strings.Repeat("a", mostHeading+1): true, strings.Repeat("é", 5*mostHeading): true} {
		if isLong(text) != want {
			t.Errorf("%d bytes: %v", len(text), !want)
		}
	}
	for _, heading := range []string{"5月转化率", "转化率"} {
		long := heading + strings.Repeat(" ", mostHeading)
		if _, p, _ := v.cross(long, 2025); p.Grain != 0 || len(v.match(long).hits) > 0 || v.indicatorIn(long) != nil || findPeriod(long, 2025).period.Grain != 0 {
			t.Errorf("%s and blanks: is taken for a heading", heading)
		}
	}
}

// BenchmarkHeaderAmongNotes looks for the headings of a table among notes; its time, and its
// memory, follow the number of the cells and not their length.
func BenchmarkHeaderAmongNotes(b *testing.B) {
	for name, length := range map[string]int{"short": 150, "long": 1_000_000} {
		note := strings.Repeat("访", length)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				newVocabulary(builtinWords().catalogue, nil).cross(note, 2025)
			}
		})
	}
}
