package ingest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFilesAreReadInAnyOrder(t *testing.T) {
	dir := t.TempDir()
	may := write(t, dir, "2025年5月.csv", "工号,姓名,部门,成交数,拜访数\nE1,甲,一部,45,300\nE2,乙,一部,66,300\n")
	june := write(t, dir, "2025年6月.csv", "工号;姓名;部门;成交数;拜访数\nE1;甲;一部;50;300\nE2;乙;一部;\"1,066\";3000\n")
	for _, paths := range [][]string{{may, june}, {june, may}} {
		res, err := Files(context.Background(), paths, Options{})
		if err != nil {
			t.Fatal(err)
		}
		equalFacts(t, "two months", res, "一部 E1 conversion_rate 2025-05 45/300", "一部 E1 conversion_rate 2025-06 50/300",
			"一部 E2 conversion_rate 2025-05 66/300", "一部 E2 conversion_rate 2025-06 1066/3000")
		if res.Inputs[0].Path != may || len(res.Inputs[0].SHA256) != 64 || res.Readings[1].Delimiter != ";" {
			t.Errorf("%+v %+v", res.Inputs, res.Readings[1])
		}
	}
}

func TestFilesThatCantBeRead(t *testing.T) {
	dir := t.TempDir()
	_, err := Files(context.Background(), []string{filepath.Join(dir, "none.csv")}, Options{})
	if f := kpi.AsFault(err); f == nil || f.Code != "file.not_found" {
		t.Errorf("%v", err)
	}
	done, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Files(done, []string{write(t, dir, "a.csv", "姓名,NPS\n甲,5\n")}, Options{}); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// The sample exports are what the demo and the manual show.
func TestTheSampleExportsAreRead(t *testing.T) {
	dir := filepath.Join("..", "testdata", "sample")
	var paths []string
	for _, name := range []string{"sales.xlsx", "engineering.csv", "support.xlsx", "admin.xlsx"} {
		paths = append(paths, filepath.Join(dir, name))
	}
	res, err := Files(context.Background(), paths, Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkTallies(t, res)
	var ids []string
	for _, in := range res.Dataset.Indicators {
		ids = append(ids, in.ID)
	}
	for _, id := range []string{"conversion_rate", "followup_delay_rate", "defect_rate", "test_coverage", "csat", "update_delay_rate"} {
		if !slices.Contains(ids, id) {
			t.Errorf("%s is not among %v", id, ids)
		}
	}
	for _, r := range res.Readings {
		if r.Skipped != "" {
			t.Errorf("%s!%s is passed over: %s", r.File, r.Sheet, r.Skipped)
		}
	}
	for _, d := range res.Diagnostics {
		if d.Code == "column.rivals" || d.Code == "unit.ambiguous" || d.Code == "value.disagrees" {
			t.Errorf("%+v", d)
		}
	}
}

func TestTheSameCellsGiveTheSameResult(t *testing.T) {
	text := "姓名|部门|月份|客户转化率|NPS|赢单率|本月返工工时\n甲|一部|2025-06|15%|x|0.5|3\n乙|一部|2025-06|0.5|7|0.4|4\n乙|一部|2025-06|0.6|7|0.4|4"
	want, _ := Tables(one("a.xlsx", text), Options{})
	for range 20 {
		got, _ := Tables(one("a.xlsx", text), Options{})
		if told(got) != told(want) || !slices.Equal(facts(got), facts(want)) {
			t.Fatalf("%s\nand\n%s", told(got), told(want))
		}
	}
}
