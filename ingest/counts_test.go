package ingest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Cases are counted whole: half a visit is an average, or no visit. Hours of
// exposure are not.
func TestCountsThatAreNoWholeNumbers(t *testing.T) {
	for _, c := range []struct{ why, text, want string }{
		{"whole", "姓名|成交数|拜访数\n甲|3|20\n乙|4|30.0", ""},
		{"a denominator of averages", "姓名|成交数|拜访数\n甲|3|12.5\n乙|4|30\n丙|4|30.25", `C2 denominator conversion_rate 2 12.5`},
		{"both", "姓名|成交数|拜访数\n甲|2.5|12.5", `B2 numerator conversion_rate 1 2.5; C2 denominator conversion_rate 1 12.5`},
		{"counts of 万 are whole", "姓名|成交数|拜访数（万）\n甲|3|1.25", ""},
		{"a decimal of 万 that is none", "姓名|成交数|拜访数（万）\n甲|3|1.23456", `C2 denominator conversion_rate 1 12345.6`},
		{"a rate per exposure", "姓名|投诉数|服务量\n甲|3|12.5", ""},
		{"a rate of half complaints", "姓名|投诉数|服务量\n甲|3.5|12.5", `B2 numerator complaint_rate 1 3.5`},
		{"a figure that is refused is not told of twice", "姓名|成交数|拜访数\n甲|13.5|12.5\n乙|1|2", ""},
		{"in rows of their own", "姓名|指标|数值\n甲|成交数|3\n甲|拜访数|12.5", `C2 denominator conversion_rate 1 12.5`},
		{"values are no counts", "姓名|转化率\n甲|12.5%", ""},
	} {
		res := must(t, Options{}, one("a.xlsx", c.text)...)
		var told []string
		for _, d := range res.Diagnostics {
			if d.Code == "counts.fractional" {
				told = append(told, strings.Join([]string{d.Origin.Cell(), d.Args["part"], d.Args["kpi"], d.Args["rows"], d.Args["text"]}, " "))
			}
		}
		if got := strings.Join(told, "; "); got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}

// A large file says the same as a small one.
func TestCountsThatAreNoWholeNumbersInALargeFile(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,team,month,contracts,visits\n")
	for i := range 4000 {
		visits := fmt.Sprint(20 + i%30)
		if i%1000 == 7 {
			visits += ".5"
		}
		fmt.Fprintf(&b, "E%d,T%d,2025-%02d,%d,%s\n", i/10, i/400, 1+i%10, i%11, visits)
	}
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	res, err := Files(t.Context(), []string{path}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := kpi.Args{"heading": "visits", "kpi": "conversion_rate", "part": "denominator", "rows": "4", "text": "27.5"}
	d := find(t, res, "counts.fractional")
	if diff := cmp.Diff(want, d.Args); diff != "" || d.Origin.Row != 9 {
		t.Errorf("row %d: %s", d.Origin.Row, diff)
	}
}

// A column of counts in 万 counts ten thousands: 3 of 12,500 is not 3 of 1.25.
func TestCountsInTenThousands(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "姓名|覆盖行数|代码行数（万）|投诉数|服务量（千次）\n甲|8000|1.25|3|0.4")...)
	if diff := cmp.Diff([]string{"all 甲 complaint_rate all 3/400", "all 甲 test_coverage all 8000/12500"}, facts(res)); diff != "" {
		t.Error(diff)
	}
}
