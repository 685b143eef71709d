package reports

import (
	"math"
	"math/bits"
	"strconv"
)

// mostPlain is the least number that is written with an exponent, leastPlain the
// least positive one that is not.
const (
	mostPlain  = 1e6
	leastPlain = 1e-4
)

// appendNumber appends what number.append does, of usual numbers in a quarter of
// the time.
func appendNumber(b []byte, n float64) []byte {
	if whole := int64(n); float64(whole) == n && -mostPlain < n && n < mostPlain {
		return strconv.AppendInt(b, whole, 10)
	}
	size, sign := n, len(b)
	if n < 0 {
		b, size = append(b, '-'), -n
	}
	if leastPlain <= size && size < mostPlain {
		if d, ok := shortest(size); ok {
			return d.append(b)
		}
	}
	return number(n).append(b[:sign])
}

// digits are the count digits of the number 0.… × 10^point.
type digits struct {
	all          uint64
	count, point int
}

// shortest finds the fewest digits that no other float64 is as near to, and of
// these the ones nearest to v, a number in [leastPlain, mostPlain) that is not whole.
// What rounds to v = m 2^e lies between (m-1/2) 2^e and (m+1/2) 2^e; times the power
// of ten that makes 17 digits of v, at most 10^20, these ends and v are exact in 128
// bits. It leaves to others the powers of two, whose neighbour below is nearer, and
// ties.
func shortest(v float64) (digits, bool) {
	fraction, exponent := math.Float64bits(v)&(1<<52-1), int(math.Float64bits(v)>>52)
	if fraction == 0 {
		return digits{}, false
	}
	point, scale := magnitude(v)
	m, shift := 2*(1<<52|fraction), uint(1076-exponent-(17-point))
	low, lowPart := scaled(m-1, scale, shift)
	mid, midPart := scaled(m, scale, shift)
	high, highPart := scaled(m+1, scale, shift)
	if fraction%2 == 1 && highPart == 0 { // of an odd m the ends round to its neighbours
		high--
	}
	if fraction%2 == 0 && lowPart == 0 {
		low--
	}
	// All of (low, high] round to v. Digits are dropped while a number is left there.
	half, part := uint64(1)<<(shift-1), midPart
	count := 17
	for high/10 > low/10 {
		last := mid % 10
		if part != 0 {
			part = 1
		}
		low, mid, high, count = low/10, mid/10, high/10, count-1
		half, part = 10, 2*last+part // of two tenths; what is below them only breaks a tie
	}
	if part == half {
		return digits{}, false
	}
	if part > half {
		mid++
	}
	return digits{mid, count, point}, true
}

// scaled is m scale / 2^shift: the whole part, and the rest before the division.
func scaled(m, scale uint64, shift uint) (whole, part uint64) {
	hi, lo := bits.Mul64(m, scale)
	return hi<<(64-shift) | lo>>shift, lo & (1<<shift - 1)
}

// magnitude is the place of the point in the digits of v, and the power of five that
// makes them 17 before the point.
func magnitude(v float64) (point int, scale uint64) {
	at := 0
	for v >= tens[at] {
		at++
	}
	return at - 3, fives[at]
}

// tens are the powers of ten above leastPlain, fives the powers of five that belong
// to the numbers below each.
var (
	tens  = [...]float64{1e-3, 1e-2, 1e-1, 1, 1e1, 1e2, 1e3, 1e4, 1e5, mostPlain}
	fives = [...]uint64{95367431640625, 19073486328125, 3814697265625, 762939453125, 152587890625,
		30517578125, 6103515625, 1220703125, 244140625, 48828125} // 5^20 … 5^11
)

// append writes the digits around their point.
func (d digits) append(b []byte) []byte {
	at, lead := len(b), 1
	if d.point <= 0 {
		lead = 2 - d.point
	}
	b = append(b, "0.0000000000000000000000"[:lead+d.count]...)
	if last := len(b) - 8; d.count > 8 { // two halves can be worked out at once
		fillDigits(b[last:], d.all%1e8)
		fillDigits(b[at+lead:last], d.all/1e8)
	} else {
		fillDigits(b[at+lead:], d.all)
	}
	if d.point > 0 {
		copy(b[at:], b[at+1:at+1+d.point])
		b[at+d.point] = '.'
	}
	return b
}

// fillDigits writes n with as many digits as b has room for.
func fillDigits(b []byte, n uint64) {
	for len(b) >= 2 {
		two := n % 100 * 2
		n /= 100
		b[len(b)-2], b[len(b)-1] = pairs[two], pairs[two+1]
		b = b[:len(b)-2]
	}
	if len(b) > 0 {
		b[0] = byte('0' + n)
	}
}

// pairs are 00 to 99.
const pairs = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869" +
	"707172737475767778798081828384858687888990919293949596979899"
