package sheet

import (
	"bytes"
	_ "embed"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// plausible says how far a text that is not UTF-8 may be Chinese in GB18030, by what its
// bytes are as pairs. Other encodings of one or two bytes often pass for it by form alone.
type plausible struct {
	strict bool    // every byte is decoded
	broken int     // characters that are not
	wrong  int     // where the first of them is; −1: nowhere
	pairs  chinese // what the pairs are
}

// asChinese decodes a text as GB18030 and counts what comes of it.
func asChinese(data []byte) plausible {
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	p := plausible{broken: bytes.Count(text, []byte(replacement)), wrong: -1}
	p.strict = err == nil && p.broken == 0
	if !p.strict {
		before, _, _ := bytes.Cut(text, []byte(replacement))
		p.wrong = encodedLength(before)
	}
	_, _ = p.pairs.Write(data) // never fails
	return p
}

// encodedLength is how many bytes a text has in GB18030.
func encodedLength(text []byte) int {
	back, err := simplifiedchinese.GB18030.NewEncoder().Bytes(text)
	if err != nil {
		return 0
	}
	return len(back)
}

// isDamaged reports a Chinese text in which a few bytes were lost: what follows
// one is misread as far as the next ASCII character.
func (p plausible) isDamaged() bool {
	return !p.strict && 20*p.broken <= p.pairs.all && p.pairs.certain()
}

// mayBe reports whether a text of rare characters, names mostly, is Chinese all the same: it
// is by its form, a fifth is common, which the kanji of Shift JIS are not, no Latin letters stand
// beside its characters as they do in the languages of Europe, and it is no likelier Big5.
func (p plausible) mayBe(data []byte) bool {
	return p.strict && !p.pairs.beside && 5*p.pairs.common >= p.pairs.all && !likelyBig5(data)
}

// likelyBig5 reports whether most pairs of a text are those of the commoner characters of
// Big5, and all of them pairs of Big5 at all.
func likelyBig5(data []byte) bool {
	all, common := 0, 0
	for lead, trail := range pairsOf(data) {
		if lead < 0xa1 || lead > 0xf9 || trail >= 0x7f && trail < 0xa1 {
			return false
		}
		all++
		if lead >= 0xa4 && lead <= 0xc6 {
			common++
		}
	}
	return 2*common > all
}

// pairsOf gives the bytes beyond ASCII two by two, each with the one behind it.
func pairsOf(data []byte) func(func(lead, trail byte) bool) {
	return func(yield func(lead, trail byte) bool) {
		for i := 0; i+1 < len(data); i++ {
			if data[i] < utf8.RuneSelf {
				continue
			}
			if !yield(data[i], data[i+1]) {
				return
			}
			i++
		}
	}
}

// chinese counts what the pairs of bytes in the pieces of a text are as GB18030.
type chinese struct {
	all, common int
	familiar    int  // characters that hardly a Chinese text is without
	beside      bool // a Latin letter stands in front of a pair, or behind it
	lead        byte // of a pair that began at the end of the last piece
	before      byte // the byte in front of it
	paired      bool // the byte in front was the second of a pair
}

// Write looks at the next piece.
func (c *chinese) Write(data []byte) (int, error) {
	for _, b := range data {
		switch {
		case c.lead != 0:
			c.take(c.lead, b)
			c.lead, c.paired, c.before = 0, true, b
			continue
		case b >= utf8.RuneSelf:
			c.all++
			c.beside = c.beside || !c.paired && letter(c.before)
			c.lead = b
		case c.paired && letter(b):
			c.beside = true
		}
		c.paired, c.before = false, b
	}
	return len(data), nil
}

// take counts a pair. The 3755 characters of level 1 of GB 2312 (rows B0 to D7) and its signs
// (A1 to A3) are what simplified Chinese is written with.
func (c *chinese) take(lead, trail byte) {
	if commonPair(lead, trail) || trail >= 0xa1 && lead >= 0xa1 && lead <= 0xa3 {
		c.common++
	}
	if familiar[[2]byte{lead, trail}] {
		c.familiar++
	}
}

// plain reports whether most of the pairs are common characters.
func (c *chinese) plain() bool { return 10*c.common >= 6*c.all }

// sure reports whether so many of the pairs are familiar as are in no other language by chance:
// of the 3755 characters of level 1, which Korean and Japanese in their own encodings hit blindly, a
// fifth are. Of few pairs more must be.
func (c *chinese) sure() bool {
	return 4*c.familiar >= c.all && (c.all >= manyPairs || 5*c.familiar >= 2*c.all)
}

// certain reports whether a text of these pairs is Chinese without a doubt.
func (c *chinese) certain() bool { return c.plain() && c.sure() }

// manyPairs are as many as chance doesn't make familiar ones of.
const manyPairs = 40

// familiarCharacters are the commonest of Chinese texts, surnames and given names, and what the
// headings of exports are written with.
//
//go:embed familiar.txt
var familiarCharacters string

// familiar are they as GB 2312 writes them.
var familiar = func() map[[2]byte]bool {
	set := map[[2]byte]bool{}
	text, err := simplifiedchinese.GBK.NewEncoder().String(strings.ReplaceAll(familiarCharacters, "\n", ""))
	for i := 0; err == nil && i+1 < len(text); i += 2 {
		set[[2]byte{text[i], text[i+1]}] = true
	}
	return set
}()

// sampleOf is the first words of a text that are beyond ASCII, as a message shows them.
func sampleOf(text string) string {
	var words []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r < utf8.RuneSelf || blank(r) }) {
		if len(words) == 5 {
			break
		}
		words = append(words, w)
	}
	return strings.Join(words, " ")
}
