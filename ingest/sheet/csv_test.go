package sheet

import "testing"

// textCase is a text and what is read from it.
type textCase struct {
	sentence, text, delimiter string
	want, codes               []string
}

func (c textCase) check(t *testing.T) {
	f := decoded(t, "a.txt", []byte(c.text), Options{Sheets: []string{"Q1"}})
	same(t, "delimiter", f.Delimiter, c.delimiter)
	same(t, "cells", dump(f.Tables[0]), lines(c.want...))
	same(t, "diagnostics", codes(f), lines(c.codes...))
}

func TestDelimitedTexts(t *testing.T) {
	for _, c := range []textCase{
		{
			sentence: "single quotes around what holds a comma",
			text: "name,'note',n\n" +
				"a,'x, y',1\n" +
				"b,'it is 5'' long',2\n" +
				"c,'z',3\n",
			delimiter: ",",
			want: []string{
				`1: "name" | "note" | "n"`,
				`2: "a" | "x, y" | "1"`,
				`3: "b" | "it is 5' long" | "2"`,
				`4: "c" | "z" | "3"`,
			},
		},
		{
			sentence: "apostrophes are no quotes where the table is even without",
			text: "name,n\n" +
				"'t Hart,1\n" +
				"O'Neil,2\n" +
				"d'Arc',3\n",
			delimiter: ",",
			want: []string{
				`1: "name" | "n"`,
				`2: "'t Hart" | "1"`,
				`3: "O'Neil" | "2"`,
				`4: "d'Arc'" | "3"`,
			},
		},
		{
			sentence: "commas",
			text: "a,b\n" +
				"1,2\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b"`,
				`2: "1" | "2"`,
			},
		},
		{
			sentence: "semicolons with decimal commas",
			text: "name;rate\n" +
				"x;1,5\n" +
				"y;2,5\n",
			delimiter: ";",
			want: []string{
				`1: "name" | "rate"`,
				`2: "x" | "1,5"`,
				`3: "y" | "2,5"`,
			},
		},
		{
			sentence: "tabs with names that hold a comma",
			text: "Last, first\tn\n" +
				"Wang, A\t1\n",
			delimiter: "\t",
			want: []string{
				`1: "Last, first" | "n"`,
				`2: "Wang, A" | "1"`,
			},
		},
		{
			sentence: "bars, commas in some of the cells",
			text: "a|b\n" +
				"1,5|2\n" +
				"3|4\n",
			delimiter: "|",
			want: []string{
				`1: "a" | "b"`,
				`2: "1,5" | "2"`,
				`3: "3" | "4"`,
			},
		},
		{
			sentence: "Chinese commas",
			text: "姓名，率\n" +
				"张三，15%\n",
			delimiter: "，",
			want: []string{
				`1: "姓名" | "率"`,
				`2: "张三" | "15%"`,
			},
		},
		{
			sentence: "one column",
			text: "a\n" +
				"1\n",
			delimiter: ",",
			want: []string{
				`1: "a"`,
				`2: "1"`,
			},
		},
		{
			sentence: "delimiters in quotes do not count",
			text: "a,b\n" +
				"\"1;2;3\",4\n" +
				"\"5;6;7\",8\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b"`,
				`2: "1;2;3" | "4"`,
				`3: "5;6;7" | "8"`,
			},
		},
		{
			sentence: "Excel's first line says it",
			text: "sep=;\r\n" +
				"a,b;c\r\n" +
				"1,2;3\r\n",
			delimiter: ";",
			want: []string{
				`2: "a,b" | "c"`,
				`3: "1,2" | "3"`,
			},
		},
		{
			sentence: "Excel's first line in quotes",
			text: "\"sep=|\"\n" +
				"a|b\n",
			delimiter: "|",
			want: []string{
				`2: "a" | "b"`,
			},
		},
		{
			sentence: "a heading that only begins like it",
			text: "sep=month,b\n" +
				"1,2\n",
			delimiter: ",",
			want: []string{
				`1: "sep=month" | "b"`,
				`2: "1" | "2"`,
			},
		},
		{
			sentence: "a title above the table",
			text: "Sales, all teams\n" +
				"\n" +
				"a,b,c\n" +
				"1,2,3\n" +
				"4,5,6\n",
			delimiter: ",",
			want: []string{
				`1: "Sales" | "all teams"`,
				`3: "a" | "b" | "c"`,
				`4: "1" | "2" | "3"`,
				`5: "4" | "5" | "6"`,
			},
		},
		{
			sentence: "blank lines and rows of delimiters are left out",
			text: "a,b\n" +
				"\n" +
				" , \n" +
				",,\n" +
				"1,2\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b"`,
				`5: "1" | "2"`,
			},
		},
		{
			sentence: "blank space around cells is cut",
			text: "\u3000a ,\u00a0b\n" +
				"\"  1 \", 2\t\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b"`,
				`2: "1" | "2"`,
			},
		},
		{
			sentence: "a byte order mark",
			text: "\ufeffa,b\n" +
				"1,2\n",
			delimiter: ",",
			want: []string{
				`1: "a" | "b"`,
				`2: "1" | "2"`,
			},
		},
	} {
		t.Run(c.sentence, c.check)
	}
}

func TestTabsOfTSV(t *testing.T) {
	text := "a,b,c\td\n1,2,3\t4\n1,2\t4\n"
	same(t, "a .tsv has tabs", decoded(t, "a.TSV", []byte(text), Options{}).Delimiter, "\t")
	same(t, "a .tsv without a tab", decoded(t, "a.tsv", []byte("a,b\n1,2\n"), Options{}).Delimiter, ",")
}

// Many systems write ="00123", so that spreadsheets keep the zeros.
func TestFormulasThatKeepZeros(t *testing.T) {
	const text = "id,name,n\n=\"00123\",\"=\"\"张三\"\"\", =\"7\" \n=1+1,=\"a\"\"b\",=\"\n"
	f, err := Decode(t.Context(), "a.csv", []byte(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"id", "name", "n"}, {"00123", "张三", "7"}, {"=1+1", `="a""b"`, `="`}}
	for i, r := range f.Tables[0].Rows {
		for col, c := range r.Cells {
			if c.Text != want[i][col] {
				t.Errorf("row %d: %q, want %q", i, c.Text, want[i][col])
			}
		}
	}
}
