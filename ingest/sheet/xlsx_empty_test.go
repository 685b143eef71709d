package sheet

import (
	"fmt"
	"strings"
	"testing"
)

// Formats dragged down to the end of the sheet leave a million rows without a
// value: they are nothing, and hold up nothing.
func TestAMillionEmptyRowsAreNothing(t *testing.T) {
	var rows strings.Builder
	rows.WriteString(`<row r="1"><c r="A1"><v>1</v></c></row>`)
	for n := 2; n < maxRow; n++ {
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d"/><c r="B%d" t="s"/></row>`, n, n, n)
	}
	fmt.Fprintf(&rows, `<row r="%d"><c r="B%d"><v>2</v></c></row>`, maxRow, maxRow)
	f := decoded(t, "a.xlsx", byHand(t, rows.String(), nil), Options{})
	same(t, "two rows of a million", dump(f.Tables[0]), fmt.Sprintf("1: 1\n%d:  | 2\n", maxRow))
	if n := cap(f.Tables[0].Rows); n > 1<<12 {
		t.Errorf("room for %d rows is held", n)
	}
}
