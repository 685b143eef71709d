package sheet

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// packRuns writes numbers of so many bits in the runs of parquet, each in one of both kinds.
func packRuns(t *rapid.T, width int) (numbers []uint32, bytes []byte) {
	for range rapid.IntRange(1, 6).Draw(t, "runs") {
		limit := uint64(1) << width
		if rapid.Bool().Draw(t, "repeated") {
			v, n := uint32(rapid.Uint64Range(0, limit-1).Draw(t, "value")), rapid.IntRange(0, 40).Draw(t, "times")
			bytes = binary.AppendUvarint(bytes, uint64(n)<<1)
			for i := range (width + 7) / 8 {
				bytes = append(bytes, byte(v>>(8*i)))
			}
			numbers = append(numbers, slices.Repeat([]uint32{v}, n)...)
			continue
		}
		groups := rapid.IntRange(0, 4).Draw(t, "groups")
		bytes = binary.AppendUvarint(bytes, uint64(groups)<<1|1)
		packed := make([]byte, groups*width)
		for i := range 8 * groups {
			v := rapid.Uint64Range(0, limit-1).Draw(t, "value")
			for bit := range width {
				packed[(i*width+bit)/8] |= byte(v>>bit&1) << ((i*width + bit) % 8)
			}
			numbers = append(numbers, uint32(v))
		}
		bytes = append(bytes, packed...)
	}
	return numbers, bytes
}

func TestRunsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(0, 32).Draw(t, "width")
		want, bytes := packRuns(t, width)
		h := &hybrid{rest: append(bytes, make([]byte, spare)...)[:len(bytes)], width: width}
		got := make([]uint32, len(want))
		for at := 0; at < len(got); {
			n := rapid.IntRange(1, len(got)-at).Draw(t, "step")
			h.fill(got[at : at+n])
			at += n
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%d bits: %v, want %v", width, got, want)
		}
		if err := guard(func() error { h.fill(make([]uint32, 1)); return nil }); err == nil {
			t.Fatal("there was one more")
		}
	})
}

func FuzzRuns(f *testing.F) {
	f.Add([]byte{8, 3, 0x03, 0x88, 0xc6, 0xfa}, 3, 12)
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}, 32, 9)
	f.Fuzz(func(t *testing.T, data []byte, width, n int) {
		h := &hybrid{rest: append(data, make([]byte, spare)...)[:len(data)], width: width & 31}
		_ = guard(func() error { h.fill(make([]uint32, n&0xfff)); return nil })
	})
}

func TestPlainValues(t *testing.T) {
	p := plain{rest: []byte("\x02\x00\x00\x00ab\x00\x00\x00\x00\x05\x00\x00\x00ab")}
	if a, b := string(p.next()), string(p.next()); a != "ab" || b != "" {
		t.Errorf("%q and %q", a, b)
	}
	if err := guard(func() error { p.next(); return nil }); err == nil {
		t.Error("a text longer than the page")
	}
	if got := truths([]byte{0b10000101, 1}, 9); !slices.Equal(got, []byte{1, 0, 1, 0, 0, 0, 0, 1, 1}) {
		t.Errorf("truth values %v", got)
	}
}

// A fraction is the number of its text, or odd.
func TestFractionsAreTheirTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.OneOf(rapid.Float64(), rapid.Float64Range(-3e9, 3e9),
			rapid.Map(rapid.Int64Range(-1<<52, 1<<52), func(n int64) float64 { return float64(n) / 1e6 }),
			rapid.Map(rapid.Int64Range(-1<<52, 1<<52), func(n int64) float64 { return math.Nextafter(float64(n)/1e6, 0) })).Draw(t, "f")
		if got, want := fractionNumber(f), numberOf(floatCell(f)); got != want {
			t.Fatalf("%v: %v, want %v", f, got, want)
		}
	})
	for text, want := range map[string]kpi.Decimal{"0": 0, "-0": oddNumber, "NaN": oddNumber, "Inf": oddNumber, "0.1": 100_000, "-2251799813.685247": 1 - MostStreamed, "2251799813.685248": oddNumber, "1e-7": oddNumber} {
		f, err := strconv.ParseFloat(text, 64)
		must(t, err)
		if got := fractionNumber(f); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}
