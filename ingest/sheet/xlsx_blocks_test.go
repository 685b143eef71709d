package sheet

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// Bytes come out as they went in, whatever stretches are asked for, wherever
// the tags are.
func TestBlocksGiveAllBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "</row>", "<row>", strings.Repeat("b", 60), "\n"}), 0, 40).Draw(t, "text"), "")
		broken := errors.New("broken")
		end := rapid.SampledFrom([]error{io.EOF, broken, io.ErrUnexpectedEOF}).Draw(t, "end")
		part := iotest.OneByteReader(io.MultiReader(strings.NewReader(text), iotest.ErrReader(end)))
		s := unfoldAhead(io.NopCloser(part), "</row>", uint64(rapid.IntRange(0, 100).Draw(t, "size")))
		var got []byte
		for len(s.rest()) > 0 {
			n := rapid.IntRange(0, len(s.rest())).Draw(t, "stretch")
			got = append(got, s.rest()[:n]...)
			s.skip(n)
			if c, err := s.ReadByte(); err == nil {
				got = append(got, c)
			}
		}
		_, err := s.ReadByte()
		if string(got) != text || !errors.Is(err, end) {
			t.Fatalf("%q and %v, want %q and %v", got, err, text, end)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestBlocksEndAtTags(t *testing.T) {
	s := unfoldAhead(io.NopCloser(strings.NewReader("<row>1</row><row>23</row><row>456</row>")), "</row>", 29)
	defer s.Close()
	for _, want := range []string{"<row>1</row><row>23</row>", "<row>456</row>"} {
		if got := string(s.rest()); got != want {
			t.Errorf("a block %q, want %q", got, want)
		}
		s.skip(len(want))
	}
}

// shut counts how often a part is closed.
type shut struct {
	io.Reader
	times int
}

func (s *shut) Close() error { s.times++; return nil }

// Who stops early leaves nothing behind that goes on reading.
func TestBlocksAreClosedEarly(t *testing.T) {
	for read := range 5 {
		part := &shut{Reader: endless{}}
		s := unfoldAhead(part, "</row>", 1<<40)
		for range read {
			s.skip(len(s.rest()))
		}
		must(t, s.Close())
		if _, open := <-s.full; open || part.times != 1 {
			t.Errorf("after %d blocks: closed %d times, still going on %v", read, part.times, open)
		}
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return copy(p, bytes.Repeat([]byte("x"), len(p))), nil }

// Other decoders take the bytes by Read.
func TestBlocksAreReaders(t *testing.T) {
	text := strings.Repeat("<row>abc</row>", 50)
	s := unfoldAhead(io.NopCloser(strings.NewReader(text)), "</row>", 99)
	defer s.Close()
	must(t, iotest.TestReader(s, []byte(text)))
}
