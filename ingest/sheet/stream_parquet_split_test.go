package sheet

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// split is the encoding of values of so many bytes, after Encodings.md.
func split(values []byte, width int) []byte {
	var out []byte
	for k := range width {
		for i := k; i < len(values); i += width {
			out = append(out, values[i])
		}
	}
	return out
}

func TestSplitBytesAreJoined(t *testing.T) {
	example := []byte{0xaa, 0xbb, 0xcc, 0xdd, 0x00, 0x11, 0x22, 0x33, 0xa3, 0xb4, 0xc5, 0xd6} // of Encodings.md
	if got := split(example, 4); !slices.Equal(got, []byte{0xaa, 0x00, 0xa3, 0xbb, 0x11, 0xb4, 0xcc, 0x22, 0xc5, 0xdd, 0x33, 0xd6}) {
		t.Fatalf("the example of the format is split into %x", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 16).Draw(t, "width")
		n := rapid.IntRange(0, 50).Draw(t, "values")
		values := rapid.SliceOfN(rapid.Byte(), n*width, n*width).Draw(t, "bytes")
		room := make([]byte, rapid.IntRange(0, 900).Draw(t, "room"))
		if got := joined(split(values, width), width, room); !slices.Equal(got, values) {
			t.Fatalf("%x, want %x", got, values)
		}
	})
	if err := guard(func() error { joined(make([]byte, 7), 4, nil); return nil }); !errors.Is(err, errShort) {
		t.Errorf("a value that is cut: %v", err)
	}
}

// Damage ends in a fault, or in no other rows than before; never in a panic.
func TestDamagedPagesOfOtherPrograms(t *testing.T) {
	for _, name := range []string{"types_lz4", "types_split"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "ingest", "formats", name+".parquet"))
		must(t, err)
		refused := 0
		for at := 0; at < len(data); at += 5 {
			damaged := slices.Clone(data)
			damaged[at] ^= 0x55
			f, err := Decode(t.Context(), name, damaged, Options{})
			if err != nil {
				if kpi.AsFault(err) == nil {
					t.Errorf("%s, byte %d: %v", name, at, err)
				}
				refused++
				continue
			}
			if n := f.Tables[0].Records; n != 12 {
				t.Errorf("%s, byte %d: %d rows", name, at, n)
			}
		}
		if refused < len(data)/20 {
			t.Errorf("%s: %d of %d damaged files are refused", name, refused, len(data)/5)
		}
	}
}

func TestDamagedBlocksOfLZ4(t *testing.T) {
	whole := []byte{0x50, 'h', 'e', 'l', 'l', 'o'} // five literals
	for _, c := range []struct {
		sentence string
		block    []byte
		size     int
		ok       bool
	}{
		{"whole", whole, 5, true},
		{"nothing", []byte{0}, 0, true},
		{"more than its header says", whole, 4, false},
		{"less", whole, 6, false},
		{"cut", whole[:3], 5, false},
		{"a match before the beginning", []byte{0x14, 'h', 9, 0, 0x50, 'h', 'e', 'l', 'l', 'o'}, 14, false},
		{"more than any block gives", whole, 6 * 256, false},
	} {
		var got []byte
		err := guard(func() error {
			if err := verifyLZ4(c.block, int64(c.size)); err != nil {
				return err
			}
			got = lz4Codec{}.Decode(make([]byte, c.size), c.block)
			return nil
		})
		if (err == nil) != c.ok || c.ok && string(got) != "hello"[:c.size] {
			t.Errorf("%s: %q, %v", c.sentence, got, err)
		}
	}
}
