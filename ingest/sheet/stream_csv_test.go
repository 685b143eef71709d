package sheet

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// streamedText reads a file as a stream and puts its rows together again.
func streamedText(t testing.TB, path string, block, after int, wants func(width int) []Want) (*File, error) {
	t.Helper()
	top, _, err := Head(context.Background(), path, Options{}, 40)
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex
	var rows []Row
	sink := func(b *Batch) error {
		mu.Lock()
		defer mu.Unlock()
		rows = append(rows, b.Odd...)
		for i, line := range b.Lines {
			again := b.Row(i)
			rows = append(rows, again)
			for at, v := range b.Cols {
				if why := disagrees(v, i, again.At(at)); why != "" || again.Line != line {
					return fmt.Errorf("line %d (%d), column %d: %s", line, again.Line, at, why)
				}
			}
		}
		return nil
	}
	f, err := Stream(context.Background(), path, StreamOptions{Top: top, After: after, block: block,
		Wants: wants(top.Tables[0].Width), NewSink: func() Sink { return sink }})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b Row) int { return a.Line - b.Line })
	f.Tables[0].Rows, f.dialect = rows, dialect{}
	return f, nil
}

// disagrees tells where a column says something else than the cell.
func disagrees(v Vector, i int, c Cell) string {
	switch {
	case v.Codes != nil && v.Cells[v.Codes[i]] != c:
		return fmt.Sprintf("code of %+v for %+v", v.Cells[v.Codes[i]], c)
	case v.Numbers != nil && c.Kind == Blank && v.Numbers[i] != BlankNumber:
		return "a number for a blank"
	case v.Numbers != nil && c.Kind != Blank:
		if want, err := kpi.ParseDecimal(c.Text); err != nil || want != v.Numbers[i] {
			return fmt.Sprintf("%v for %q", v.Numbers[i], c.Text)
		}
	}
	return ""
}

// checkTextStream compares the stream of a text with what Read gives; a text that
// can't be streamed is none of its business.
func checkTextStream(t testing.TB, text string, block int) (done bool) {
	t.Helper()
	return checkStreamOf(t, "x.csv", text, block)
}

func checkStreamOf(t testing.TB, name, text string, block int) (done bool) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for kind, wants := range map[string]func(int) []Want{
		"coded":   func(n int) []Want { return slices.Repeat([]Want{Coded}, n) },
		"counted": func(n int) []Want { return slices.Repeat([]Want{Coded, Counted}, n) },
		"unread":  func(int) []Want { return nil },
	} {
		got, err := streamedText(t, path, block, 0, wants)
		if errors.Is(err, ErrNoStream) {
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v\n%q", kind, err, text)
		}
		want, err := Read(context.Background(), path, Options{})
		if err != nil {
			t.Fatalf("streamed what Read refuses: %v\n%q", err, text)
		}
		byPlace := func(a, b kpi.Diagnostic) int { return a.Compare(b) }
		slices.SortFunc(got.Diagnostics, byPlace)
		slices.SortFunc(want.Diagnostics, byPlace)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(File{}), cmp.AllowUnexported(dialect{})); diff != "" {
			t.Fatalf("%s:\n%s\n%q", kind, diff, text)
		}
		done = true
	}
	return done
}

// TestStreamGivesWhatReadGives cuts texts with every oddity into small blocks.
func TestStreamGivesWhatReadGives(t *testing.T) {
	filler := strings.Repeat("E1,张三,2025-01,3,4\n", 50)
	for name, c := range map[string]struct {
		text    string
		streams bool
	}{
		"plain":                  {"id,name,month,x,n\n" + filler, true},
		"crlf and no last break": {strings.ReplaceAll("id,name,month,x,n\n"+filler, "\n", "\r\n") + "E2,b,2025-02,1,2", true},
		"mixed line ends":        {"id,name,month,x,n\nE1,a,m,1,2\rE1,a,m,3,4\r\nE2,b,m,5,6\n" + filler, true},
		"quotes":                 {"id,name,month,x,n\n\"E1\",\"Moore, \"\"U\"\" Ann\",m,\"1\",2\n" + filler, true},
		"a quoted line break":    {"id,name,month,x,n\nE1,\"two\nlines\",m,1,2\n" + filler, true},
		"an unclosed quote":      {"id,name,month,x,n\n" + filler + "E1,\"two,m,1,2\n" + filler, true},
		"zero bytes":             {"id,name,month,x,n\n" + filler + "E1,\x00\x00,m,1,2\n" + filler, false},
		"an unclosed quote that is part of a text": {"id,name,month,x,n\n" + filler + "E1,\"two\" x,m,1,2\nE1,\",m,1,2\nE1,\"two,1,2\n" + filler, true},
		"an unclosed quote in the head":            {"id,name,month,x,n\nE1,\"two,m,1,2\n" + filler, false},
		"a stray quote":                            {"id,name,month,x,n\nE1,\"two\" b,m,1,2\nE1,\"two\" b\",m,1,2\n" + filler, true},
		"ragged":                                   {"title\n\nid,name,month,x,n\nE1,a,m,1\nE1,a,m,1,2,3\n,,,,\n\n" + filler, true},
		"odd numbers":                              {"id,name,month,x,n\nE1,a,m,1%,-0\nE1,a,m,1.1234567,99999999999\nE1, a\u3000,m,-.5,5.\n,,,.,-\n" + filler, true},
		"a declaration":                            {"sep=;\nid;name;x\nE1;a;1\n" + strings.ReplaceAll(filler, ",", ";"), true},
		"a mark":                                   {"\ufeffid,name,month,x,n\n" + filler, true},
		"broken bytes":                             {"id,name,month,x,n\n" + filler + "E1,\xff,m,1,2\n", false},
		"a wide comma":                             {strings.ReplaceAll("id,name,month,x,n\n"+filler, ",", "，"), false},
	} {
		for _, block := range []int{200, 777, 1 << 20} {
			if done := checkTextStream(t, c.text, block); done != c.streams {
				t.Errorf("%s, blocks of %d: streamed is %v", name, block, done)
			}
		}
	}
}

// oddText makes a text of what trips readers.
func oddText(r *rand.Rand, rows int) string {
	ends := []string{"\n", "\r\n", "\r"}[r.IntN(3):]
	pieces := []string{"E1", "张三", `"a, b"`, `"a ""b"" c"`, "", " ", "1", "12.50", "-3", "1%", "x\"y", "　z ", "\"two\nlines\"", "2025-01", `"7"`, "0.1234567"}
	if r.IntN(4) == 0 {
		pieces = append(pieces, `"open`, `"a" b`, `a"`)
	}
	var b strings.Builder
	b.WriteString("id,name,month,x,n\n")
	for range rows {
		width := 5
		if r.IntN(20) == 0 {
			width = r.IntN(7)
		}
		for i := range width {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		b.WriteString(ends[r.IntN(len(ends))])
	}
	return b.String()
}

func TestStreamGivesWhatReadGivesOfRandomTexts(t *testing.T) {
	streams := 0
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 1))
		if checkTextStream(t, oddText(r, 5+r.IntN(60)), 100+r.IntN(2000)) {
			streams++
		}
	}
	if streams < 50 {
		t.Errorf("only %d of 100 texts were streamed", streams)
	}
}

func FuzzStreamText(f *testing.F) {
	for seed := range uint64(5) {
		f.Add(oddText(rand.New(rand.NewPCG(seed, 2)), 20), 64)
	}
	f.Fuzz(func(t *testing.T, text string, block int) {
		checkTextStream(t, text, min(max(block, 16), 1<<16))
	})
}
