package ingest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOneIDWithSeveralNames(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "roster.csv"), []byte("id,员工姓名,grade\n1,赵六,P5\n2,李四,P5\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const head = "id|姓名|team|closed|stage\n"
	for _, c := range []struct {
		why, text string
		joined    bool
		want      []string
	}{
		{"two names of one id are said with their rows", "2|Bo|T|2025-06-02|Won\n2|Zack|T|2025-06-03|Lost\n2|Zack|T|2025-06-04|Lost", false,
			[]string{"warning employee.two_names a.csv!B3 2 2 Zack Bo"}},
		{"in another month too, and once", "2|Bo|T|2025-05-02|Won\n2|Zack|T|2025-06-03|Lost", false,
			[]string{"warning employee.two_names a.csv!B3 1 2 Zack Bo"}},
		{"each name is said", "2|Bo|T|2025-06-02|Won\n2|Zack|T|2025-06-03|Lost\n2|Al|T|2025-06-04|Lost", false,
			[]string{"warning employee.two_names a.csv!B3 1 2 Zack Bo", "warning employee.two_names a.csv!B4 1 2 Al Bo"}},
		{"case and blanks make no other name", "2|Bo Li|T|2025-06-02|Won\n2|BO  LI|T|2025-06-03|Lost\n2||T|2025-06-03|Lost", false, nil},
		{"two ids are two people", "2|Bo|T|2025-06-02|Won\n3|Zack|T|2025-06-03|Lost", false, nil},
		{"a roster with another name", "1|张三|T|2025-06-02|Won\n1|张三|T|2025-06-03|Won\n2|李四|T|2025-06-03|Lost", true,
			[]string{"warning join.name_differs a.csv!B2 2  张三 赵六"}},
	} {
		s := deals(won())
		s.Columns = Columns{Employee: "id", Name: "姓名", Team: "team", Period: "closed"}
		if c.joined {
			s.Joins = []Join{{File: "roster.csv", Left: "id", Right: "id"}}
		}
		res := taken(t, Options{Sources: []Source{s}, Folder: folder}, csvOf("a.csv", head+c.text))
		var told []string
		for _, d := range res.Diagnostics {
			if slices.Contains([]string{"employee.two_names", "employee.name_changed", "join.name_differs"}, d.Code) {
				told = append(told, strings.Join([]string{d.Severity.String(), d.Code, d.Origin.String(), d.Args["rows"], d.Args["employee"], d.Args["name"], d.Args["other"]}, " "))
			}
		}
		if diff := cmp.Diff(c.want, told); diff != "" {
			t.Errorf("%s (-want +got): %s", c.why, diff)
		}
	}
}
