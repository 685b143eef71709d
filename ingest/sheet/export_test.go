package sheet

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// The shapes in which programs that people export from write their tables.
func TestExportsOfPrograms(t *testing.T) {
	crlf := func(all ...string) string { return strings.Join(all, "\r\n") + "\r\n" }
	for _, c := range []struct {
		sentence            string
		data                []byte
		opt                 Options
		encoding, delimiter string
		want, codes         []string
	}{
		{
			sentence: "Excel in China, CSV: GBK with commas",
			data: encoded(t, simplifiedchinese.GBK, crlf(
				"姓名,部门,月份,成交数,拜访数",
				"张三,华东一组,2025年6月,45,300",
				"欧阳娜娜,华东一组,2025年6月,66,\"1,300\"")),
			encoding:  "gb18030",
			delimiter: ",",
			want: []string{
				`1: "姓名" | "部门" | "月份" | "成交数" | "拜访数"`,
				`2: "张三" | "华东一组" | "2025年6月" | "45" | "300"`,
				`3: "欧阳娜娜" | "华东一组" | "2025年6月" | "66" | "1,300"`,
			},
		},
		{
			sentence:  "Excel, Unicode text: UTF-16 with tabs",
			data:      encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), crlf("姓名\t转化率", "张三\t15.0%", "\"李\t四\"\t22.0%")),
			encoding:  "utf-16le",
			delimiter: "\t",
			want: []string{
				`1: "姓名" | "转化率"`,
				`2: "张三" | "15.0%"`,
				`3: "李\t四" | "22.0%"`,
			},
		},
		{
			sentence:  "Excel in Germany: semicolons, decimal commas, Windows-1252 by name",
			data:      encoded(t, charmap.Windows1252, crlf("Name;Quote;Größe", "Jürgen Weiß;15,5 %;1.234,50", "Zoë;22,0 %;2,00")),
			opt:       Options{Encoding: "windows-1252"},
			encoding:  "windows-1252",
			delimiter: ";",
			want: []string{
				`1: "Name" | "Quote" | "Größe"`,
				`2: "Jürgen Weiß" | "15,5 %" | "1.234,50"`,
				`3: "Zoë" | "22,0 %" | "2,00"`,
			},
		},
		{
			sentence: "Excel with CSV UTF-8: a mark, empty columns at the end",
			data: []byte("\ufeff" + crlf(
				"Employee,Month,Won,Visits,,",
				"e001,2025-06,45,300,,",
				"e002,2025-06,,,,",
				",,,,,")),
			encoding:  "utf-8-bom",
			delimiter: ",",
			want: []string{
				`1: "Employee" | "Month" | "Won" | "Visits"`,
				`2: "e001" | "2025-06" | "45" | "300"`,
				`3: "e002" | "2025-06"`,
			},
		},
		{
			sentence: "an issue tracker: everything quoted, texts over several lines",
			data: []byte(
				`"Key","Assignee","Summary","Defects"` + "\n" +
					`"A-1","Ann","Crash on ""save"",` + "\n" +
					`then nothing` + "\n" +
					`","3"` + "\n" +
					`"A-2","Bob","ok","0"` + "\n"),
			encoding:  "utf-8",
			delimiter: ",",
			want: []string{
				`1: "Key" | "Assignee" | "Summary" | "Defects"`,
				`2: "A-1" | "Ann" | "Crash on \"save\",\nthen nothing" | "3"`,
				`5: "A-2" | "Bob" | "ok" | "0"`,
			},
		},
		{
			sentence: "a report with a title, a date and a total in other widths",
			data: []byte(crlf(
				"客户转化率月报",
				"制表日期：2025-07-01",
				"",
				"姓名,部门,成交数,拜访数",
				"张三,一组,45,300",
				"李四,一组,66,300",
				"合计,,111,600",
				"说明：数据来自CRM")),
			encoding:  "utf-8",
			delimiter: ",",
			want: []string{
				`1: "客户转化率月报"`,
				`2: "制表日期：2025-07-01"`,
				`4: "姓名" | "部门" | "成交数" | "拜访数"`,
				`5: "张三" | "一组" | "45" | "300"`,
				`6: "李四" | "一组" | "66" | "300"`,
				`7: "合计" |  | "111" | "600"`,
				`8: "说明：数据来自CRM"`,
			},
			codes: []string{`note row.short a.csv!8 count="1" expected="4"`},
		},
		{
			sentence: "a data frame: an index column without a heading, values that are missing",
			data: []byte(
				",employee,rate\n" +
					"0,e001,0.15\n" +
					"1,e002,\n" +
					"2,e003,NaN\n"),
			encoding:  "utf-8",
			delimiter: ",",
			want: []string{
				`1:  | "employee" | "rate"`,
				`2: "0" | "e001" | "0.15"`,
				`3: "1" | "e002"`,
				`4: "2" | "e003" | "NaN"`,
			},
		},
		{
			sentence: "a list of a mainframe: bars on both sides, padded",
			data: []byte(
				"| Name   | Rate  |\n" +
					"| Ann    |  15 % |\n" +
					"| Bob    |  22 % |\n"),
			encoding:  "utf-8",
			delimiter: "|",
			want: []string{
				`1:  | "Name" | "Rate"`,
				`2:  | "Ann" | "15 %"`,
				`3:  | "Bob" | "22 %"`,
			},
		},
		{
			sentence: "a database: a name with a comma that nobody quoted",
			data: []byte(
				"employee,team,won,visits\n" +
					"Ann,north,45,300\n" +
					"Bob, jr.,north,66,300\n" +
					"Cid,north,70,300\n"),
			encoding:  "utf-8",
			delimiter: ",",
			want: []string{
				`1: "employee" | "team" | "won" | "visits"`,
				`2: "Ann" | "north" | "45" | "300"`,
				`3: "Bob" | "jr." | "north" | "66" | "300"`,
				`4: "Cid" | "north" | "70" | "300"`,
			},
			codes: []string{`warning row.extra_cells a.csv!3 cells="5" expected="4"`},
		},
		{
			sentence: "a sheet typed by hand: full-width commas, spaces and digits",
			data: []byte(
				"姓名，　转化率\n" +
					"张三，　１５％\n" +
					"李四，　２２％\n"),
			encoding:  "utf-8",
			delimiter: "，",
			want: []string{
				`1: "姓名" | "转化率"`,
				`2: "张三" | "１５％"`,
				`3: "李四" | "２２％"`,
			},
		},
		{
			sentence:  "an old Mac: carriage returns alone",
			data:      []byte("name,rate\rAnn,15\r\rBob,22\r"),
			encoding:  "utf-8",
			delimiter: ",",
			want: []string{
				`1: "name" | "rate"`,
				`2: "Ann" | "15"`,
				`4: "Bob" | "22"`,
			},
		},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			f := decoded(t, "a.csv", c.data, c.opt)
			same(t, "encoding", f.Encoding, c.encoding)
			same(t, "delimiter", f.Delimiter, c.delimiter)
			same(t, "cells", dump(f.Tables[0]), lines(c.want...))
			same(t, "diagnostics", codes(f), lines(c.codes...))
		})
	}
}
