package sheet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// onDisk writes the bytes to a file of their own.
func onDisk(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.xlsx")
	must(t, os.WriteFile(path, data, 0o600))
	return path
}

// gathered is what a stream of a sheet gave.
type gathered struct {
	rows []Row // in order, the odd ones among them
	odd  int
}

// gather streams the sheet below a line, and checks each batch against the rows it
// stands for.
func gather(t testing.TB, path string, opt StreamOptions) (*File, gathered, error) {
	t.Helper()
	var g gathered
	opt.NewSink = func() Sink {
		return func(b *Batch) error {
			for i, line := range b.Lines {
				row := b.Row(i)
				if row.Line != line || i > 0 && line <= b.Lines[i-1] {
					return fmt.Errorf("row %d after %v", row.Line, b.Lines[:i])
				}
				for j, want := range opt.Wants {
					if err := checkVector(b.Cols[j], want, i, row.At(j)); err != nil {
						return fmt.Errorf("row %d column %d: %w", line, j, err)
					}
				}
				g.rows = append(g.rows, row)
			}
			g.rows, g.odd = append(g.rows, b.Odd...), g.odd+len(b.Odd)
			return nil
		}
	}
	f, err := Stream(context.Background(), path, opt)
	slices.SortFunc(g.rows, func(a, b Row) int { return cmp.Compare(a.Line, b.Line) })
	return f, g, err
}

func checkVector(v Vector, want Want, i int, cell Cell) error {
	switch want {
	case Coded:
		if got := v.Cells[v.Codes[i]]; got != cell {
			return fmt.Errorf("the code stands for %+v, the cell is %+v", got, cell)
		}
	case Counted:
		if cell.Kind == Blank && v.Numbers[i] == BlankNumber {
			return nil
		}
		if n, err := kpi.ParseDecimal(cell.Text); err != nil || n != v.Numbers[i] || cell.Percent || cell.Kind != Number && cell.Kind != Text {
			return fmt.Errorf("%v stands for %+v", v.Numbers[i], cell)
		}
	case Unread:
		if len(v.Codes)+len(v.Numbers) > 0 {
			return errors.New("what nobody asked for was delivered")
		}
	}
	return nil
}

// streamsAsRead holds the stream of sheet S to what Read gives.
func streamsAsRead(t testing.TB, data []byte) gathered {
	t.Helper()
	path := onDisk(t, data)
	f, g, err := gather(t, path, StreamOptions{Sheet: "S", After: 1, Wants: []Want{Coded, Counted, Unread, Coded}})
	whole, wrong := Read(context.Background(), path, Options{})
	if errors.Is(err, ErrNoStream) {
		return g
	}
	if fmt.Sprint(err) != fmt.Sprint(wrong) {
		t.Fatalf("the stream ends with %v, reading with %v", err, wrong)
	}
	if err != nil {
		return g
	}
	rows := slices.DeleteFunc(whole.Tables[0].Rows, func(r Row) bool { return r.Line <= 1 })
	same(t, "rows", dump(Table{Rows: g.rows}), dump(Table{Rows: rows}))
	for i := range whole.Tables {
		whole.Tables[i].Rows = nil
	}
	if got, want := fmt.Sprintf("%+v", f), fmt.Sprintf("%+v", whole); got != want {
		t.Errorf("the file is told as\n%s\nwant\n%s", got, want)
	}
	return g
}
