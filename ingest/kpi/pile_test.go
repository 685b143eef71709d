package kpi

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A pile is what a slice is.
func TestAPileIsASlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p Pile[int]
		var want []int
		for range rapid.IntRange(1, 5).Draw(t, "times") {
			for range rapid.SampledFrom([]int{0, 1, 7, pieceLen - 1, pieceLen, 2*pieceLen + 1}).Draw(t, "more") {
				p.Add(len(want) * 3)
				want = append(want, len(want)*3)
			}
			if rapid.Bool().Draw(t, "cut") {
				want = want[:rapid.IntRange(0, len(want)).Draw(t, "to")]
				p.Truncate(len(want))
			}
			if n := len(want); n > 0 {
				at := rapid.IntRange(0, n-1).Draw(t, "at")
				*p.At(at) = -at
				want[at] = -at
			}
		}
		got := make([]int, p.Len())
		for i := range got {
			got[i] = *p.At(i)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%d entries, want %d", len(got), len(want))
		}
	})
}

func TestAPileLetsGoOfWholePieces(t *testing.T) {
	var p Pile[int]
	for i := range 3*pieceLen + 5 {
		p.Add(i)
	}
	p.LetGo(pieceLen - 1)
	if *p.At(0) != 0 {
		t.Error("a piece went before all of it was done")
	}
	p.LetGo(2*pieceLen + 1)
	if p.pieces[0] != nil || p.pieces[1] != nil || *p.At(2 * pieceLen) != 2*pieceLen || p.Len() != 3*pieceLen+5 {
		t.Error("the pieces before are held, or others are not")
	}
}
