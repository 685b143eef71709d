package ingest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// readBoth reads files the slow way and by the lane, compares all of the two
// results and returns how many of the files the lane has read to the end.
func readBoth(t spoolTest, opt Options, paths ...string) (lanes int) {
	t.Helper()
	ctx := context.Background()
	var slow []*sheet.File
	for _, p := range paths {
		f, err := sheet.Read(ctx, p, opt.SheetOptions(p))
		if err != nil {
			if _, fast := Files(ctx, paths, opt); fmt.Sprint(fast) != fmt.Sprint(err) {
				t.Fatalf("%v, but by the lane %v", err, fast)
			}
			return 0
		}
		slow = append(slow, f)
	}
	want, wantErr := Tables(slow, opt)
	opt.lane, opt.spoolTop = laneOptions{size: 1, top: 12, kept: opt.lane.kept}, leastTop
	got, gotErr := Files(ctx, paths, opt)
	if fmt.Sprint(wantErr) != fmt.Sprint(gotErr) {
		t.Fatalf("%v, but by the lane %v", wantErr, gotErr)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateNaNs(), cmpopts.EquateEmpty()); diff != "" {
		if want != nil && got != nil {
			diff += cmp.Diff(datasetRows(want.Dataset), datasetRows(got.Dataset), cmpopts.EquateNaNs())
		}
		t.Fatal(diff)
	}
	for _, p := range paths {
		f, l, err := streamFile(ctx, p, opt)
		if err != nil {
			t.Logf("not streamed: %v", err)
			continue
		}
		r, err := newRun(opt)
		if err != nil {
			t.Fatal(err)
		}
		r.ctx, r.lanes = ctx, map[*sheet.File]*lane{f: l}
		if _, err := r.take([]*sheet.File{f}); l.unsure == "" {
			lanes++
		} else {
			t.Logf("not certain: %s, %v", l.unsure, err)
		}
	}
	return lanes
}

func datasetRows(d *kpi.Dataset) []string {
	var list []string
	for i := range d.Len() {
		o := d.At(i)
		list = append(list, fmt.Sprintf("%s %+v %s %v %+v", o.Team, o.Employee, o.Indicator.ID, o.Period, o.Measure)+" "+o.Origin.String())
	}
	return list
}

func writeText(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// exportText makes an export, long or wide, with what is odd in real ones in
// so many of a thousand rows.
func exportText(r *rand.Rand, rows, odd int) string {
	kpis := []string{"conversion_rate", "defect_rate", "csat", "NPS", "转化率"}
	wide, values := r.IntN(3) == 0, r.IntN(3) == 0
	heads := []string{"employee_id,姓名,team,period,kpi,numerator,denominator", "employee_id,姓名,team,period,kpi,value", "工号,姓名,team,月份,成交数,拜访数,NPS"}
	head := heads[0]
	switch {
	case wide:
		head = heads[2]
	case values:
		head = heads[1]
	}
	percent := r.IntN(2) == 0
	people, months := 2+r.IntN([]int{6, 30}[r.IntN(2)]), 1+r.IntN(9)
	line := func() string {
		e, m := r.IntN(people), r.IntN(months)
		n := 1 + r.IntN(50)
		key := fmt.Sprintf("E%d,Name %d,team %d,2025-%02d", e, e, e/4, m+1)
		value := fmt.Sprint(r.IntN(n+1), ",", n)
		if values {
			if value = fmt.Sprintf("0.%02d", r.IntN(100)); percent {
				value = fmt.Sprint(15 + r.IntN(80))
			}
		}
		if wide {
			return key + "," + fmt.Sprint(r.IntN(n+1), ",", n) + "," + fmt.Sprint(r.IntN(10))
		}
		return key + "," + kpis[r.IntN(len(kpis))] + "," + value
	}
	var b strings.Builder
	if r.IntN(4) == 0 {
		b.WriteString("2025 年绩效\n\n")
	}
	b.WriteString(head + "\n")
	for range rows {
		text := line()
		if r.IntN(1000) < odd {
			text = spoil(r, text, head)
		}
		b.WriteString(text + []string{"\n", "\r\n"}[r.IntN(2)])
	}
	return b.String()
}

// spoil makes a row of an export an odd one.
func spoil(r *rand.Rand, text, head string) string {
	cells := strings.Split(text, ",")
	at := r.IntN(len(cells))
	odd := []string{"", "合计", "n/a", "12%", "1,234", "-3", "1.2345678", "0", "目标", "注：改", "999999999999", "e", "0.5", " x ", "2025/13", "3/4/2025", "13/4/2025", "2025-06-03", "缺陷率", "unknown kpi", "转化率目标"}
	switch r.IntN(12) {
	case 0:
		return ""
	case 1:
		return head
	case 2:
		return "2025 年绩效\n" + head
	case 3:
		return text + ",x"
	case 4:
		return strings.Join(cells[:at], ",")
	case 5:
		return text + "\n" + text
	case 6:
		cells[1] = "Other"
	case 7:
		cells[2] = "elsewhere"
	case 8:
		cells[0], cells[1], cells[2] = "", "", ""
	case 9:
		cells[at] = `"` + cells[at] + ` ""x"""`
	case 10:
		cells[0] = "合计"
	default:
		cells[at] = odd[r.IntN(len(odd))]
		if strings.Contains(cells[at], ",") {
			cells[at] = `"` + cells[at] + `"`
		}
	}
	return strings.Join(cells, ",")
}

func TestTheLaneGivesWhatTheSlowWayGives(t *testing.T) {
	lanes, seeds := 0, uint64(150)
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 7))
		text := exportText(r, 20+r.IntN(150), []int{0, 5, 30, 200}[r.IntN(4)])
		t.Run(fmt.Sprint(seed), func(t *testing.T) { lanes += readBoth(t, Options{}, writeText(t, "export.csv", text)) })
	}
	if lanes < int(seeds)/2 {
		t.Errorf("the lane read only %d of %d files", lanes, seeds)
	}
}

func FuzzLane(f *testing.F) {
	for seed := range uint64(5) {
		r := rand.New(rand.NewPCG(seed, 8))
		f.Add(exportText(r, 40, 100))
	}
	f.Fuzz(func(t *testing.T, text string) { readBoth(t, Options{}, writeText(t, "export.csv", text)) })
}

func TestTheLaneReadsTheSamplesAsEver(t *testing.T) {
	var paths []string
	for _, pattern := range []string{"../testdata/sample/*.csv", "../testdata/ingest/*", "../testdata/ingest/*/*"} {
		list, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, list...)
	}
	paths = slices.DeleteFunc(paths, func(p string) bool {
		info, err := os.Stat(p)
		return err != nil || info.IsDir() || !slices.Contains([]string{".csv", ".tsv", ".parquet", ".xlsx"}, filepath.Ext(p))
	})
	if len(paths) < 5 {
		t.Fatalf("samples: %v", paths)
	}
	for _, p := range paths {
		t.Run(filepath.Base(p), func(t *testing.T) { readBoth(t, Options{}, p) })
	}
}
