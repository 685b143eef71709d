package kpi

// Pile is a list that grows without a copy of what it holds: of a million entries
// no second million is ever there. The zero value is empty.
type Pile[T any] struct {
	pieces [][]T // all but the last are full
	n      int
}

// pieceLen is how many entries a piece has.
const pieceLen = 1 << 12

// Len is how many there are.
func (p *Pile[T]) Len() int { return p.n }

// Add adds an entry.
func (p *Pile[T]) Add(v T) {
	if p.n == len(p.pieces)*pieceLen {
		var piece []T
		if p.n > 0 { // the first grows as it is needed
			piece = make([]T, 0, pieceLen)
		}
		p.pieces = append(p.pieces, piece)
	}
	last := &p.pieces[len(p.pieces)-1]
	*last = append(*last, v)
	p.n++
}

// At is entry i, where it lies until the next one is added.
func (p *Pile[T]) At(i int) *T { return &p.pieces[i/pieceLen][i%pieceLen] }

// Truncate keeps the first n.
func (p *Pile[T]) Truncate(n int) {
	full := (n + pieceLen - 1) / pieceLen
	clear(p.pieces[full:])
	p.pieces, p.n = p.pieces[:full], n
	if n%pieceLen > 0 {
		p.pieces[full-1] = p.pieces[full-1][:n%pieceLen]
	}
}

// LetGo gives up the entries before i, as far as whole pieces hold them; they are not
// asked for again.
func (p *Pile[T]) LetGo(i int) {
	if done := i / pieceLen; done > 0 && p.pieces[done-1] != nil {
		clear(p.pieces[:done])
	}
}
