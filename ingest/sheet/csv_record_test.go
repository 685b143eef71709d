package sheet

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRecords(t *testing.T) {
	for _, c := range []textCase{
		{
			sentence: "the ends of lines of three systems",
			text: "a,b\r\n" +
				"1,2\r3,4\n" +
				"5,6",
			delimiter: ",",
			want: []string{
				`1: "a" | "b"`,
				`2: "1" | "2"`,
				`3: "3" | "4"`,
				`4: "5" | "6"`,
			},
		},
		{
			sentence: "line breaks in quotes count as lines",
			text: "a,b\n" +
				"\"1\n" +
				"\n" +
				"1\",2\r\n" +
				"\"x\r\n" +
				"y\",4\n" +
				"5,6\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b"`,
				"2: \"1\\n\\n1\" | \"2\"",
				"5: \"x\\r\\ny\" | \"4\"",
				`7: "5" | "6"`,
			},
		},
		{
			sentence: "doubled quotes",
			text: "a,b\n" +
				"\"say \"\"hi\"\"\",\"\"\n" +
				"\"\"\"\",1\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b"`,
				"2: \"say \\\"hi\\\"\"",
				"3: \"\\\"\" | \"1\"",
			},
		},
		{
			sentence: "quotes inside a bare cell",
			text: "a,b\n" +
				"5\" pipe,2\n" +
				"x,y\"\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b"`,
				"2: \"5\\\" pipe\" | \"2\"",
				"3: \"x\" | \"y\\\"\"",
			},
		},
		{
			sentence: "blank space before a quote",
			text: "a, \"b,c\"\n" +
				"1, \"2,3\"\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b,c"`,
				`2: "1" | "2,3"`,
			},
		},
		{
			sentence: "a stray quote in a quoted cell",
			text: "a,b\n" +
				"\"say \"hi\" now\",2\n" +
				"3,4\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b"`,
				"2: \"say \\\"hi\\\" now\" | \"2\"",
				`3: "3" | "4"`,
			},
			codes: []string{
				"warning csv.stray_quote a.txt!2",
			},
		},
		{
			sentence: "a quote that is never closed is left out where its row fits the table",
			text: "a,b\n" +
				"\"1,2\n" +
				"3,4\n" +
				"5,6\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b"`,
				`2: "1" | "2"`,
				`3: "3" | "4"`,
				`4: "5" | "6"`,
			},
			codes: []string{
				"warning csv.quote_dropped a.txt!2",
			},
		},
		{
			sentence: "a quote before the quotes of other cells",
			text: "\"a,b,\"c\"\n" +
				"1,2,\"3\"\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b" | "c"`,
				`2: "1" | "2" | "3"`,
			},
			codes: []string{
				"warning csv.quote_dropped a.txt!1",
			},
		},
		{
			sentence: "a quote that another cell's quote would close",
			text: "a,b\n" +
				"\"1,2\n" +
				"\"x\",4\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b"`,
				`2: "1" | "2"`,
				`3: "x" | "4"`,
			},
			codes: []string{
				"warning csv.quote_dropped a.txt!2",
			},
		},
		{
			sentence: "a quote that is never closed stays where the row doesn't fit, it is the text, or part of one",
			text: "a,b,c\n" +
				"\"six\" x,7,8\n" +
				"\",4,5\n" +
				"\"1,2\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b" | "c"`,
				`2: "\"six\" x" | "7" | "8"`,
				`3: "\"" | "4" | "5"`,
				`4: "\"1" | "2"`,
			},
			codes: []string{
				"note row.short a.txt!4 count=\"1\" expected=\"3\"",
				"warning csv.unclosed_quote a.txt!2",
				"warning csv.unclosed_quote a.txt!3",
				"warning csv.unclosed_quote a.txt!4",
			},
		},
		{
			sentence: "zero bytes in a cell are told with its address",
			text: "the first heading,the second heading\n" +
				"\x00\x00,2\n",
			delimiter: ",",
			want: []string{
				`1: "the first heading" | "the second heading"`,
				`2:  | "2"`,
			},
			codes: []string{
				"warning csv.zero_bytes a.txt!A2",
			},
		},
		{
			sentence: "rows with more cells are told",
			text: "a,b\n" +
				"1,2\n" +
				"3,4,5\n" +
				"6,7\n" +
				"8,9,,\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b"`,
				`2: "1" | "2"`,
				`3: "3" | "4" | "5"`,
				`4: "6" | "7"`,
				`5: "8" | "9"`,
			},
			codes: []string{
				`warning row.extra_cells a.txt!3 cells="3" expected="2"`,
			},
		},
		{
			sentence: "rows with fewer cells are counted",
			text: "a,b,c\n" +
				"1,2,3\n" +
				"4,5\n" +
				"6\n" +
				"7,8,9\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b" | "c"`,
				`2: "1" | "2" | "3"`,
				`3: "4" | "5"`,
				`4: "6"`,
				`5: "7" | "8" | "9"`,
			},
			codes: []string{
				`note row.short a.txt!3 count="2" expected="3"`,
			},
		},
		{
			sentence: "a header wider than most rows sets the width",
			text: "a,b,c\n" +
				"1,2\n" +
				"3,4\n" +
				"5,6,7\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b" | "c"`,
				`2: "1" | "2"`,
				`3: "3" | "4"`,
				`4: "5" | "6" | "7"`,
			},
			codes: []string{
				`note row.short a.txt!2 count="2" expected="3"`,
			},
		},
	} {
		t.Run(c.sentence, c.check)
	}
}

// What encoding/csv writes is read back cell for cell, on the lines on which
// it was written.
func TestCSVRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(2, 5).Draw(t, "width")
		cell := rapid.StringMatching("([a-z成交数0-9.%-]|\"|,|\n| ){0,8}")
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, width, width), 1, 8).Draw(t, "rows")
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		var want []Row
		for _, row := range rows {
			line := 1 + bytes.Count(b.Bytes(), []byte("\n"))
			if err := w.Write(row); err != nil {
				t.Fatal(err)
			}
			w.Flush()
			if strings.TrimSpace(strings.Join(row, "")) != "" {
				want = append(want, rowOf(line, row))
			}
		}
		if len(want) == 0 || strings.Trim(b.String(), ",\" \n") == "" {
			return
		}
		compareRows(t, decodeDrawn(t, b.Bytes()), want)
	})
}

func rowOf(line int, fields []string) Row {
	row := Row{Line: line}
	for _, s := range fields {
		row.Cells = append(row.Cells, textCell(s))
	}
	return row
}

func compareRows(t *rapid.T, got, want []Row) {
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d: %+v", len(got), len(want), got)
	}
	for i, row := range want {
		if got[i].Line != row.Line {
			t.Fatalf("row %d starts on line %d, want %d", i, got[i].Line, row.Line)
		}
		for j := range row.Cells {
			if got[i].At(j) != row.At(j) {
				t.Fatalf("row %d column %d is %+v, want %+v", i, j, got[i].At(j), row.At(j))
			}
		}
	}
}

// A text of stray quotes, long lines or many lines must not take time beyond
// its length.
func TestHostileTextsEnd(t *testing.T) {
	for sentence, text := range map[string]string{
		"a line of strays":            "\"" + strings.Repeat("\"a", 300_000),
		"a line of cells":             strings.Repeat("a,", 500_000),
		"lines of opening quotes":     strings.Repeat("\"a\n", 200_000),
		"lines of quotes that double": "x\n" + strings.Repeat("\"\"y\"\"\n", 100_000),
		"a quote and a long text":     "\"" + strings.Repeat("a,b\n", 500_000),
		"quotes that a blank follows": strings.Repeat("\" ,", 200_000),
	} {
		f := decoded(t, "a.txt", []byte(text), Options{})
		if len(f.Tables[0].Rows) == 0 {
			t.Errorf("%s: nothing was read", sentence)
		}
	}
}
