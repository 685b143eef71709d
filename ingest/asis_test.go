package ingest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Files as programs and people write them, read from their bytes.
func TestExportsAreReadAsTheyAre(t *testing.T) {
	encode := func(e encoding.Encoding, text string) string {
		out, err := e.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	bom16 := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	for _, c := range []struct {
		why, name, text string
		opt             Options
		want            []string
		told            string // warnings and errors, with their cells
	}{
		{"Big5 by its name", "a.csv", encode(traditionalchinese.Big5, "姓名,團隊,月份,轉化率,NPS\n陳大文,一隊,2025-06,12%,5\n"), Options{Encoding: "big5"},
			[]string{"一隊 陳大文 conversion_rate 2025-06 0.12", "一隊 陳大文 nps 2025-06 5"}, ""},
		{"ASCII but for a GBK header", "a.csv", encode(simplifiedchinese.GB18030, "姓名,月份,NPS\nli,2025-06,5\nwu,2025-06,7\n"), Options{},
			[]string{"all li nps 2025-06 5", "all wu nps 2025-06 7"}, ""},
		{"UTF-16 with tabs", "a.txt", encode(bom16, "姓名\t月份\tNPS\r\n甲\t2025-06\t5\r\n"), Options{}, []string{"all 甲 nps 2025-06 5"}, ""},
		{"full-width commas", "a.csv", "姓名，月份，NPS\n甲，2025-06，5\n乙，2025-06，6\n", Options{}, []string{"all 乙 nps 2025-06 6", "all 甲 nps 2025-06 5"}, ""},
		{"bars, quotes and a cell of two lines", "a.csv", "name|month|NPS|note\n\"Doe, Jane\"|2025-06|5|\"said: \"\"ok\"\"\nthen left\"\nRaj|2025-06|7|\n", Options{},
			[]string{"all Doe, Jane nps 2025-06 5", "all Raj nps 2025-06 7"}, ""},
		{"ragged rows, ghost rows and columns", "a.csv", "姓名,月份,NPS,,\n甲,2025-06,5\n,,,,\n乙,2025-06,6,,\n,,,,\n", Options{},
			[]string{"all 乙 nps 2025-06 6", "all 甲 nps 2025-06 5"}, ""},
		{"headings with signs and figures", "a.csv", "姓名,月份/Month,转化率(%),【缺陷率】[%],NPS\n甲,2025-06,12.5,3,5\n", Options{},
			[]string{"all 甲 conversion_rate 2025-06 0.125", "all 甲 defect_rate 2025-06 0.03", "all 甲 nps 2025-06 5"}, ""},
		{"days as columns", "客服_2025年6月.csv", "姓名,部门,指标,Day1,Day2\n甲,一部,NPS,5,7\n", Options{},
			[]string{"一部 甲 nps 2025-06-01 5", "一部 甲 nps 2025-06-02 7"}, ""},
		{"quarters as columns", "2025.csv", "姓名,指标,Q1,Q2,Q3,Q4\n甲,NPS,1,2,3,4\n", Options{},
			[]string{"all 甲 nps 2025-Q1 1", "all 甲 nps 2025-Q2 2", "all 甲 nps 2025-Q3 3", "all 甲 nps 2025-Q4 4"}, ""},
		{"year and quarter in two columns", "a.csv", "姓名,年份,季度,NPS\n甲,2025,第2季度,5\n甲,2025,Q3,6\n", Options{}, []string{"all 甲 nps 2025-Q2 5", "all 甲 nps 2025-Q3 6"}, ""},
		{"day first, told by one cell", "a.csv", "agent,date,NPS\nA,03-04-25,1\nB,25-04-25,2\n", Options{},
			[]string{"all A nps 2025-04 1", "all B nps 2025-04 2"}, ""},
		{"month first, told by one cell", "a.csv", "agent,date,NPS\nA,4/3/2025,1\nB,4/25/2025,2\n", Options{}, []string{"all A nps 2025-04 1", "all B nps 2025-04 2"}, ""},
		{"a flag where nothing tells", "a.csv", "agent,date,NPS\nA,4/3/2025,1\n", Options{DateOrder: "mdy"}, []string{"all A nps 2025-04 1"}, ""},
		{"months in words and in Chinese", "a.csv", "agent,date,NPS\nA,\"Mar 25, 2024\",1\nB,2024年3月,2\nC,2024-03-25T10:00:00Z,3\nD,24Q1,4\n", Options{},
			[]string{"all A nps 2024-03 1", "all B nps 2024-03 2", "all C nps 2024-03 3", "all D nps 2024-Q1 4"}, "period.mixed_grain!C5"},
		{"a date of 1905 is a slip", "a.csv", "agent,date,NPS\nA,1905-07-02,1\nB,2025-07-02,2\n", Options{}, []string{"all B nps 2025-07 2"}, "period.implausible_year!B2"},
		{"a column that changes its type half way", "a.csv", "姓名,月份,NPS\n甲,2025-06,5\n乙,2025-06,待定\n丙,2025-06,七\n丁,2025-06,8\n", Options{},
			[]string{"all 丁 nps 2025-06 8", "all 丙 nps 2025-06 none", "all 乙 nps 2025-06 none", "all 甲 nps 2025-06 5"}, "value.not_a_number!C3 value.not_a_number!C4"},
		{"accounting, full width, percents above a hundred", "a.csv", "姓名,月份,返工工时,投诉率\n甲,2025-06,１２．５,482.86%\n乙,2025-06, - ,\n", Options{},
			[]string{"all 乙 complaint_rate 2025-06 none", "all 乙 rework_hours 2025-06 none", "all 甲 complaint_rate 2025-06 4.8286", "all 甲 rework_hours 2025-06 12.5"}, ""},
		{"one name with two ids, one id twice", "a.csv", "工号,姓名,月份,NPS\n1,王伟,2025-06,5\n2,王伟,2025-06,6\n3,李四,2025-06,7\n3,李四,2025-06,8\n", Options{},
			[]string{"all 1 nps 2025-06 5", "all 2 nps 2025-06 6", "all 3 nps 2025-06 none"}, "employee.same_name!B3 row.conflict!D4 row.conflict!D5"},
	} {
		path := filepath.Join(t.TempDir(), c.name)
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		res, err := Files(context.Background(), []string{path}, c.opt)
		if err != nil {
			t.Errorf("%s: %v", c.why, err)
			continue
		}
		checkTallies(t, res)
		var told []string
		for _, d := range res.Diagnostics {
			if d.Severity > kpi.Note {
				told = append(told, strings.TrimSuffix(d.Code+"!"+d.Origin.Cell(), "!"))
			}
		}
		if diff := cmp.Diff(sorted(c.want), sorted(facts(res))) + cmp.Diff(c.told, strings.Join(told, " ")); diff != "" {
			t.Errorf("%s (-want +got): %s", c.why, diff)
		}
	}
}

// What can't be read ends in a fault that names it; nothing is half read.
func TestExportsThatCantBeRead(t *testing.T) {
	long := strings.Repeat("x", 10<<20)
	for _, c := range []struct{ why, name, text, code string }{
		{"NULs", "a.csv", "姓名,NPS\n甲,\x00\x00\x005\n", "*"},
		{"a workbook that is none", "a.xlsx", "姓名,NPS\n甲,5\n", "*"},
		{"a damaged zip", "a.xlsx", "PK\x03\x04rubbish", "*"},
		{"damaged parquet", "a.parquet", "PAR1rubbishPAR1", "*"},
		{"a cell of ten megabytes", "a.csv", "姓名,NPS,备注\n甲,5," + long + "\n", ""},
		{"a quote that nobody closes", "a.csv", "姓名,NPS\n\"甲,5\n乙,6\n", "*"},
		{"nothing", "a.csv", "", "*"},
		{"a thousand blank lines", "a.csv", strings.Repeat("\n", 1000), "*"},
	} {
		path := filepath.Join(t.TempDir(), c.name)
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		res, err := Files(context.Background(), []string{path}, Options{})
		f := kpi.AsFault(err)
		if c.code == "" && err != nil || c.code != "" && f == nil && len(codes(res, kpi.Error))+len(codes(res, kpi.Warning)) == 0 {
			t.Errorf("%s: %v, nothing said", c.why, err)
		}
		if f != nil && f.Origin.File == "" && f.Code != "input.empty" {
			t.Errorf("%s: %s has no address", c.why, f.Code)
		}
	}
}

// Three files in any order, whose rows are shuffled, give the same figures.
func TestTheOrderOfFilesAndRowsDoesNotShow(t *testing.T) {
	var rows []string
	for i := range 30 {
		rows = append(rows, fmt.Sprintf("E%d,%d部,2025-%02d,%d,%d", i%6, i%6%2, 1+i/6, i, 40+i))
	}
	var first []string
	for turn := range 4 {
		folder := t.TempDir()
		var paths []string
		for part := range 3 {
			path := filepath.Join(folder, fmt.Sprintf("%d.csv", (part+turn)%3))
			if err := os.WriteFile(path, []byte("工号,部门,月份,成交数,拜访数\n"+strings.Join(rows[part*10:part*10+10], "\n")+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			paths = append(paths, path)
		}
		slices.Reverse(rows)
		res, err := Files(context.Background(), paths, Options{})
		if err != nil {
			t.Fatal(err)
		}
		got := facts(res)
		if turn == 0 {
			first = got
		}
		if diff := cmp.Diff(first, got); diff != "" {
			t.Errorf("turn %d: %s", turn, diff)
		}
	}
}
