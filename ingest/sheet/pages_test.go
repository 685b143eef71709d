package sheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/parquet/compress"
	"pgregory.net/rapid"
)

// onePage is a page with its header: kind, sizes and values as they are said, in
// the compact protocol.
func onePage(kind, unfolded, values int64, body []byte) []byte {
	zigzag := func(n int64) []byte { return binary.AppendVarint(nil, n) }
	b := []byte{0x15}
	b = append(b, zigzag(kind)...)
	b = append(append(b, 0x15), zigzag(unfolded)...)
	b = append(append(b, 0x15), zigzag(int64(len(body)))...)
	field := map[int64]byte{dataPage: 0x2c, dictionary: 0x4c, dataPageV2: 0x5c}[kind]
	b = append(append(b, field, 0x15), zigzag(values)...)
	return append(append(b, 0, 0), body...)
}

func TestPagesAreWalkedBeforeTheyAreRead(t *testing.T) {
	four := []byte("abcd")
	join := func(pages ...[]byte) []byte { return bytes.Join(pages, nil) }
	for _, c := range []struct {
		sentence string
		bytes    []byte
		values   int64
		want     string
	}{
		{"a page", onePage(dataPage, 4, 1, four), 1, ""},
		{"a dictionary and two pages", join(onePage(dictionary, 4, 1, four), onePage(dataPage, 4, 2, four), onePage(dataPageV2, 4, 1, four)), 3, ""},
		{"what stands behind the last value", join(onePage(dataPage, 4, 1, four), []byte("next column")), 1, ""},
		{"no values, no pages", nil, 0, ""},
		{"fewer values than were said", onePage(dataPage, 4, 1, four), 2, "out of range"},
		{"more values than were said", onePage(dataPage, 4, 3, four), 2, "3 values in the pages of 2"},
		{"values below zero", onePage(dataPage, 4, -1, four), 2, "-1 values"},
		{"a page of a kind that nobody knows", onePage(7, 4, 1, four), 1, "kind 7"},
		{"a page that is cut", onePage(dataPage, 4, 1, four)[:12], 1, "end of the file"},
		{"a page that unfolds to too much", onePage(dataPage, 1<<30, 1, four), 1, errBomb.Error()},
		{"a short page that unfolds to much", onePage(dataPage, freePart+1, 1, four), 1, errBomb.Error()},
		{"a dictionary with more values than it has room for", onePage(dictionary, 4, 2, four), 1, "a dictionary of 2 values in 4 bytes"},
		{"sizes that differ without compression", onePage(dataPage, 5, 1, four), 1, errUnfolds.Error()},
	} {
		pages := chunkOfPages{bytes: c.bytes, values: c.values, width: 4, packed: verifyPlain}
		err := guard(pages.verify)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.sentence, err, c.want)
		}
	}
}

// What the compressors write passes; a size that is said otherwise does not, where the bytes tell.
func TestWhatPagesUnfoldTo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := bytes.Repeat(rapid.SliceOfN(rapid.Byte(), 1, 50).Draw(t, "bytes"), rapid.IntRange(1, 20_000).Draw(t, "times"))
		size := int64(len(text))
		for _, kind := range []compress.Compression{compress.Codecs.Snappy, compress.Codecs.Zstd, compress.Codecs.Gzip, compress.Codecs.Brotli} {
			codec, err := compress.GetCodec(kind)
			if err != nil {
				t.Fatal(err)
			}
			page := codec.Encode(nil, text)
			verify := verifiers[kind]
			if err := guard(func() error { return verify(page, size) }); err != nil {
				t.Fatalf("%s of %d bytes: %v", kind, size, err)
			}
			if kind == compress.Codecs.Snappy && guard(func() error { return verify(page, size-1) }) == nil {
				t.Fatalf("%s of %d bytes passed for one less", kind, size)
			}
		}
	})
}

func TestHostilePages(t *testing.T) {
	run := "\x03" + "\xff\xff" + "x" // a last block of one byte again and again
	for _, c := range []struct {
		sentence string
		verify   func([]byte, int64) error
		page     string
		size     int64
	}{
		{"snappy that says four gigabytes", verifySnappy, "\xff\xff\xff\xff\x0fabc", 3},
		{"snappy that says nothing", verifySnappy, "", 3},
		{"gzip into a page of nothing", verifyStream, strings.Repeat("x", 65), 0},
		{"zstandard that says a terabyte", verifyZstd, "\x28\xb5\x2f\xfd\xe0" + "\x00\x00\x00\x00\x00\x01\x00\x00", 3},
		{"zstandard without a size, its blocks beyond it", verifyZstd, "\x28\xb5\x2f\xfd\x00\x58" + run, 3},
		{"zstandard of another frame behind the first", verifyZstd, "\x28\xb5\x2f\xfd\x20\x01\x09\x00\x00x" + "\x28\xb5\x2f\xfd\x20\xff\x01\x00\x00", 3},
		{"zstandard that is none", verifyZstd, "abcdefgh", 3},
		{"zstandard that is cut", verifyZstd, "\x28\xb5\x2f\xfd", 3},
	} {
		if err := guard(func() error { return c.verify([]byte(c.page), c.size) }); err == nil {
			t.Errorf("%s passed", c.sentence)
		}
	}
	if err := guard(func() error {
		return verifyZstd([]byte("\x50\x2a\x4d\x18\x02\x00\x00\x00xx\x28\xb5\x2f\xfd\x20\x01\x09\x00\x00x"), 1)
	}); err != nil {
		t.Errorf("a frame to be skipped, and one of a byte: %v", err)
	}
}

func TestCompactNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64().Draw(t, "n")
		c := &compact{buf: binary.AppendVarint(nil, n)}
		if got := c.int(); got != n || c.pos != len(c.buf) {
			t.Fatalf("%d was read as %d", n, got)
		}
	})
	for sentence, bad := range map[string]string{"a number without end": strings.Repeat("\xff", 20), "a list longer than the bytes": "\x19\xfc\xff\xff\x7f", "a text longer than the bytes": "\x18\x7f",
		"structs without end": strings.Repeat("\x1c", 100), "a kind that does not occur": "\x1f"} {
		c := &compact{buf: []byte(bad)}
		if err := guard(func() error { c.skip(thriftStruct, 0); return nil }); err == nil {
			t.Errorf("%s passed", sentence)
		}
	}
	c := &compact{buf: []byte("\x11\x12\x13\x07\x16\x02\x17abcdefgh\x18\x01a\x19\x21\x01\x02\x00")}
	if err := guard(func() error { c.skip(thriftStruct, 0); return nil }); err != nil || c.pos != len(c.buf) {
		t.Errorf("a field of each kind: %d of %d, %v", c.pos, len(c.buf), err)
	}
}

func TestFootersAreWalked(t *testing.T) {
	footer := func(meta string) []byte {
		return append(binary.LittleEndian.AppendUint32([]byte("PAR1"+meta), uint32(len(meta))), "PAR1"...)
	}
	many := "\x29\xfc" + string(binary.AppendUvarint(nil, maxElements+1)) + strings.Repeat("\x00", maxElements+2)
	if err := guard(func() error { return verifyFooter(footer(many)) }); !errors.Is(err, errBomb) {
		t.Errorf("a schema of %d elements: %v", maxElements+1, err)
	}
	if err := guard(func() error { return verifyFooter(footer("\x29\x2c\x00\x00\x00")) }); err != nil {
		t.Errorf("a schema of two: %v", err)
	}
}

// The schema that arrow's writers hide in the footer is followed as well.
func TestTheOriginIsLookedAt(t *testing.T) {
	data := asParquet(t, kpis(t), compress.Codecs.Snappy, 3)
	at := bytes.Index(data, []byte("/////")) // the mark of a message, in base64
	if at < 0 {
		t.Fatal("no schema in the footer")
	}
	for k := at; k < at+400; k++ {
		bad := bytes.Clone(data)
		copy(bad[k:], "////")
		checkRecords(t, "a.parquet", bad)
	}
}
