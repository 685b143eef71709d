package sheet

import (
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/pierrec/lz4/v4"
)

// lz4Raw is the compression by bare LZ4 blocks, which arrow has no codec for. Reference:
// Apache Parquet, Compression.md (LZ4_RAW). The older LZ4, of frames that nobody
// described, is not read.
var lz4Raw = addLZ4()

// addLZ4 gives arrow the codec. Arrow looks codecs up without a lock, so that this must
// be done before anything is read.
func addLZ4() compress.Compression {
	const number = 7 // in parquet.thrift
	compress.RegisterCodec(number, lz4Codec{})
	return number
}

// lz4Codec unfolds blocks, all that a reader asks of a codec.
type lz4Codec struct{ compress.Codec }

// Decode unfolds a block into dst, which it fills. It panics where the block is damaged, or
// gives another number of bytes, as the codecs of arrow do.
func (lz4Codec) Decode(dst, src []byte) []byte {
	if len(dst) == 0 {
		return dst
	}
	n, err := lz4.UncompressBlock(src, dst)
	if err != nil {
		panic(err)
	}
	if n != len(dst) {
		panic(errUnfolds)
	}
	return dst
}

// verifyLZ4 is for LZ4, of which a byte gives 255 at most.
func verifyLZ4(page []byte, unfolded int64) error {
	if unfolded > 255*int64(len(page)) {
		return errUnfolds
	}
	return nil
}
