package sheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// message frames metadata as a stream does.
func message(meta string) []byte {
	return append(binary.LittleEndian.AppendUint32([]byte(ipcContinuation), uint32(len(meta))), meta...)
}

func messagesOf(stream []byte) *ipcMessages {
	return &ipcMessages{from: bytes.NewReader(stream), left: int64(len(stream))}
}

// Whatever the pieces in which a stream is asked for, it comes as it is, and what a message
// says of its length is not believed.
func TestMessagesComeAsTheyAre(t *testing.T) {
	stream := asStream(t, kpis(t), kpis(t))
	schema := stream[:schemaEnd(stream)]
	for _, c := range []struct {
		sentence string
		stream   []byte
		batches  int
		ended    bool
		err      string
	}{
		{"the end of the bytes", nil, 0, false, ""},
		{"all of a stream", stream, 2, true, ""},
		{"one that is padded at its end", append(bytes.Clone(stream), make([]byte, 9000)...), 2, true, ""},
		{"one without the mark of its end", stream[:len(stream)-8], 2, false, ""},
		{"a schema from before version 0.15", schema[4:], 0, false, ""},
		{"the mark of the end, and more", append(message(""), 'x'), 0, true, "beyond the mark"},
		{"a length without its message", []byte("\xff\xff\xff\xff\x04\x00\x00\x00abc"), 0, false, errCut.Error()},
		{"a length that is cut", []byte("\xff\xff\xff\xff\x04"), 0, false, errCut.Error()},
		{"a length below zero", []byte("\xff\xff\xff\xff\xfe\xff\xff\xff"), 0, false, errCut.Error()},
		{"a body that is cut", stream[:len(stream)-100], 2, false, errCut.Error()},
	} {
		m := messagesOf(c.stream)
		got, err := io.ReadAll(iotest.OneByteReader(m))
		if c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) || c.err == "" && (err != nil || m.left != 0) {
			t.Errorf("%s: %v, want %q", c.sentence, err, c.err)
		}
		if m.batches != c.batches || m.ended != c.ended || !bytes.HasPrefix(c.stream, got) {
			t.Errorf("%s: %d batches, ended %v, %d bytes", c.sentence, m.batches, m.ended, len(got))
		}
	}
	short := &ipcMessages{from: bytes.NewReader(stream[:len(stream)-200]), left: int64(len(stream))} // it became shorter
	if _, err := io.Copy(io.Discard, short); !errors.Is(err, errCut) {
		t.Errorf("a file that is shorter than it was: %v", err)
	}
}

// flatTable writes a table whose fields are the given 32-bit words; those behind it
// follow at once.
func flatTable(fields []uint32, behind ...uint32) []byte {
	le := binary.LittleEndian
	b := le.AppendUint32(nil, uint32(4+4+2*len(fields)+len(fields)%2*2))
	b = le.AppendUint16(b, uint16(4+2*len(fields)))
	b = le.AppendUint16(b, uint16(4+4*len(fields)))
	for i := range fields {
		b = le.AppendUint16(b, uint16(4+4*i))
	}
	if len(fields)%2 == 1 {
		b = append(b, 0, 0)
	}
	b = le.AppendUint32(b, uint32(len(b)-4)) // back to the vtable
	for _, f := range append(fields, behind...) {
		b = le.AppendUint32(b, f)
	}
	return b
}

func TestVectorsAreBounded(t *testing.T) {
	// one field: an offset of 4 to a vector that says how many words it has
	for length, good := range map[uint32]bool{0: true, 2: true, 3: false, 1 << 31: false, 1<<32 - 1: false} {
		buf := flatTable([]uint32{4}, length, 7, 8)
		err := guard(func() error { rootOf(buf).vector(0, 4); return nil })
		if (err == nil) != good {
			t.Errorf("a vector of %d in two words: %v", length, err)
		}
	}
	table := rootOf(flatTable([]uint32{4}, 2, 7, 8))
	if at, n := table.vector(0, 4); n != 2 || table.uint32(at) != 7 || table.uint32(at+4) != 8 {
		t.Errorf("a vector of %d at %d", n, at)
	}
	if at, n := table.vector(3, 4); at != 0 || n != 0 {
		t.Error("a field that is absent has a vector")
	}
	if _, ok := table.table(9); ok {
		t.Error("a field that is absent has a table")
	}
	for _, bad := range []string{"", "abc", "\xff\xff\xff\xff", "\x04\x00\x00\x00\xff\xff\xff\x7f"} {
		if err := guard(func() error { rootOf([]byte(bad)).field(0); return nil }); err == nil {
			t.Errorf("%q passed for a table", bad)
		}
	}
}

// A field that is its own child would be followed without end.
func TestFieldsWithoutEndAreRefused(t *testing.T) {
	// A table of six fields, the last its vector of children, whose one element points back to the table.
	fields := []uint32{0, 0, 0, 0, 0, 4}
	buf := flatTable(fields, 1, 0)
	start := int(binary.LittleEndian.Uint32(buf))
	last := len(buf) - 4
	binary.LittleEndian.PutUint32(buf[last:], uint32(start-last)) // wraps round, as arrow's own arithmetic does
	count := 0
	err := guard(func() error { return verifyFields(flat{buf, start}, 5, 0, &count) })
	if err == nil {
		t.Fatal("a field that is its own child passed")
	}
	count = maxFields
	if err := guard(func() error { return verifyFields(flat{flatTable(fields, 1, 0), start}, 5, 0, &count) }); !errors.Is(err, errBomb) {
		t.Errorf("one field more than a table may have: %v", err)
	}
	count = 0
	if err := guard(func() error { return verifyFields(flat{buf, start}, 5, maxDepth+1, &count) }); !errors.Is(err, errBomb) {
		t.Errorf("a field deeper than a table may have: %v", err)
	}
}

func TestStreamsOfOtherThings(t *testing.T) {
	schema := asStream(t, kpis(t))[:schemaEnd(asStream(t, kpis(t)))]
	for _, c := range []struct {
		sentence string
		stream   []byte
		want     string
	}{
		{"two schemas", append(append([]byte{}, schema...), schema...), "where none may stand"},
		{"bytes beyond the end", append(append(append([]byte{}, schema...), message("")...), "more"...), "beyond the mark"},
		{"a message that is no table", append(append([]byte{}, schema...), message("zzzzzzzz")...), "out of range"},
		{"half a length", append(append([]byte{}, schema...), 0xff, 0xff), "the end of the file is missing"},
	} {
		err := guard(func() error { _, err := verifyIPC(c.stream); return err })
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.sentence, err, c.want)
		}
	}
	ended, err := verifyIPC(append(append([]byte{}, schema...), message("\x00")[:8]...)[:len(schema)])
	if err != nil || ended {
		t.Errorf("a schema alone: ended %v, %v", ended, err)
	}
}

func TestOldStreamsAreRecognised(t *testing.T) {
	stream := asStream(t, kpis(t))
	if !beginsOldIPC(stream[4:]) {
		t.Error("a schema without the mark before it is not recognised")
	}
	for _, text := range []string{"", "a,b\n1,2\n", "\x10\x00\x00\x00" + strings.Repeat("\x00", 40), "\x20\x00\x00\x00" + strings.Repeat("a", 40)} {
		if beginsOldIPC([]byte(text)) {
			t.Errorf("%q passes for a stream", text)
		}
	}
}
