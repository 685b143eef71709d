package reports

import "io"

// blockSize is what is encoded before it is packed, in bytes.
const blockSize = 1 << 17

// blocks hands full blocks to a goroutine that writes them: while one is packed
// the next is encoded. A few are in flight, so that memory does not grow with what
// is written.
type blocks struct {
	full, free chan []byte
	done       chan error
}

func newBlocks(w io.Writer) *blocks {
	const ahead = 2
	b := &blocks{full: make(chan []byte, ahead), free: make(chan []byte, ahead+1), done: make(chan error, 1)}
	for range ahead + 1 {
		b.free <- make([]byte, 0, blockSize+blockSize/8)
	}
	go func() {
		var failed error
		for block := range b.full {
			if failed == nil {
				_, failed = w.Write(block)
			}
			b.free <- block[:0]
		}
		b.done <- failed
	}()
	return b
}

// next is an empty block.
func (b *blocks) next() []byte { return <-b.free }

// put hands over a block and gives the next one.
func (b *blocks) put(block []byte) []byte {
	b.full <- block
	return b.next()
}

// close waits until everything is written, and says what went wrong.
func (b *blocks) close() error {
	close(b.full)
	return <-b.done
}
