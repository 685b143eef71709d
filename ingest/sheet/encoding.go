package sheet

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"github.com/gapstep/gapstep/ingest/kpi"
)

const bomUTF8 = "\xef\xbb\xbf"

// replacement stands where bytes could not be decoded.
const replacement = "\uFFFD"

// decodeBytes returns the text of data without its byte order mark, and puts
// the encoding into f. Bytes that can't be decoded are never replaced unseen:
// a few of them are warnings with their line, more end in a fault.
func decodeBytes(f *File, data []byte, name string) (string, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	doubtful := false
	if name == "" || name == "auto" {
		var err error
		if name, doubtful, err = guessEncoding(f.Path, data); err != nil {
			return "", err
		}
	}
	if name == "utf-16" || name == "utf16" {
		name = guessByteOrder(data)
	}
	text, canonical, err := decodeAs(f.Path, data, name)
	if err != nil {
		return "", err
	}
	f.Encoding = canonical
	if doubtful {
		f.report(kpi.Warning, "encoding.guessed", kpi.Origin{}, kpi.Args{"encoding": canonical, "text": sampleOf(text)})
	}
	own := bytes.Count(data, []byte(replacement)) // utf-8 that was broken before it came here
	if strings.HasPrefix(canonical, "utf-8") && own > 0 && utf8.Valid(data) {
		f.reportBroken("encoding.replacement_found", text)
		return text, nil
	}
	return text, f.checkDecoded(text)
}

// decodeAs decodes data by a named encoding; canonical is the name for File.
func decodeAs(path string, data []byte, name string) (text, canonical string, err error) {
	var enc encoding.Encoding
	switch name {
	case "utf-8", "utf8", "utf-8-bom":
		if rest, ok := bytes.CutPrefix(data, []byte(bomUTF8)); ok {
			return validText(rest), "utf-8-bom", nil
		}
		return validText(data), "utf-8", nil
	case "utf-16le":
		enc, canonical = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), name
	case "utf-16be":
		enc, canonical = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), name
	default:
		if enc, err = htmlindex.Get(name); err == nil {
			canonical, err = htmlindex.Name(enc)
		}
		if err != nil || canonical == "replacement" || canonical == "x-user-defined" {
			return "", "", &kpi.Fault{Class: kpi.Usage, Code: "encoding.unknown_name", Origin: kpi.Origin{File: path}, Args: kpi.Args{"encoding": name}}
		}
	}
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", "", &kpi.Fault{Code: "encoding.undecodable", Origin: kpi.Origin{File: path}, Args: kpi.Args{"encoding": canonical, "line": "1"}, Err: err}
	}
	return strings.TrimPrefix(string(out), "\uFEFF"), canonical, nil
}

// validText is data with each byte that is not UTF-8 replaced.
func validText(data []byte) string {
	if utf8.Valid(data) {
		return string(data)
	}
	return string([]rune(string(data)))
}

// guessEncoding is an ordered rule, since detectors by statistics fail on
// exports that are mostly digits: byte order mark, UTF-16 by its line ends and digits, valid
// UTF-8, GB18030 that holds nothing but what Chinese texts hold, UTF-8 and GB18030 with a few
// broken bytes; GB18030 of rare characters last. It is doubtful where few characters
// decide, or none of them are familiar.
func guessEncoding(path string, data []byte) (name string, doubtful bool, err error) {
	switch {
	case bytes.HasPrefix(data, []byte(bomUTF8)):
		return "utf-8", false, nil
	case bytes.HasPrefix(data, []byte("\xff\xfe")) && !bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")):
		return "utf-16le", false, nil
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return "utf-16be", false, nil
	case bytes.HasPrefix(data, []byte("\x84\x31\x95\x33")):
		return "gb18030", false, nil
	case asciiUnits(data, 0)+asciiUnits(data, 1) > min(len(data), utf16Sample)/20:
		return guessByteOrder(data), false, nil
	case utf8.Valid(data):
		return guessUTF8(data)
	}
	return guessChinese(path, data)
}

// guessUTF8 is the encoding of a text that is valid UTF-8.
func guessUTF8(data []byte) (name string, doubtful bool, err error) {
	var d disguise
	if d.take(string(data)); d.found() && asChinese(data).isPlain() {
		return "gb18030", false, nil
	}
	return "utf-8", d.isLone(), nil
}

// guessChinese is the encoding of a text that is no valid UTF-8.
func guessChinese(path string, data []byte) (name string, doubtful bool, err error) {
	p := asChinese(data)
	switch {
	case p.isPlain():
		return "gb18030", !p.pairs.sure(), nil
	case nearlyUTF8(data):
		return "utf-8", false, nil
	case p.isDamaged():
		return "gb18030", false, nil
	case p.mayBe(data):
		return "gb18030", true, nil
	}
	at := min(max(firstInvalid(data), p.wrong), len(data)-1)
	return "", false, &kpi.Fault{Code: "encoding.unknown", Origin: kpi.Origin{File: path}, Args: kpi.Args{
		"line": strconv.Itoa(1 + countLines(string(data[:at]))),
		"byte": "0x" + strconv.FormatUint(uint64(data[at]), 16),
	}}
}

// guessByteOrder tells little from big endian: by the mark, else by where the
// ASCII characters have their zero byte.
func guessByteOrder(data []byte) string {
	if bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return "utf-16be"
	}
	if !bytes.HasPrefix(data, []byte("\xff\xfe")) && asciiUnits(data, 1) > asciiUnits(data, 0) {
		return "utf-16be"
	}
	return "utf-16le"
}

// utf16Sample is how many bytes are looked at for UTF-16.
const utf16Sample = 64 << 10

// asciiUnits counts the code units that are line ends, separators and digits
// in UTF-16, the low byte first (0) or last (1). No other text has them: the
// zero byte occurs in none.
func asciiUnits(data []byte, low int) int {
	data = data[:min(len(data), utf16Sample)]
	n := 0
	for i := 0; i+1 < len(data); i += 2 {
		if data[i+1-low] == 0 && bytes.IndexByte([]byte("\n\r\t,; \"0123456789"), data[i+low]) >= 0 {
			n++
		}
	}
	return n
}

// disguise is what the pieces of a text that is valid UTF-8 tell of whether it is a Chinese one
// in GB18030: in files of digits under a short heading it happens that all its pairs of
// bytes are characters of UTF-8 too (平台 is ƽ̨). Then UTF-8 shows letters of
// rare alphabets and marks without a letter, GB18030 the commonest characters,
// and no Latin letters stand beside them as they do in a language that has such
// letters.
type disguise struct {
	odd, ruledOut bool
	lone          bool // a letter beyond Latin-1 stands alone, as in no language: 女 is Ů
}

func (d disguise) found() bool { return d.odd && !d.ruledOut }

// isLone reports whether the text may be in disguise, and nothing but such letters tells.
func (d disguise) isLone() bool { return d.lone && !d.odd && !d.ruledOut }

// mayBe reports whether the text is in disguise, or may be.
func (d disguise) mayBe() bool { return d.found() || d.isLone() }

func (d *disguise) merge(o disguise) {
	d.odd, d.ruledOut, d.lone = d.odd || o.odd, d.ruledOut || o.ruledOut, d.lone || o.lone
}

// take looks at a piece of a text that begins and ends where no letter stands.
func (d *disguise) take(data string) {
	before := byte(' ')
	for i := 0; i < len(data) && !d.ruledOut; i++ {
		c := data[i]
		d.ruledOut = letter(before) && c >= utf8.RuneSelf || letter(c) && before >= utf8.RuneSelf
		if before = c; c < utf8.RuneSelf {
			continue
		}
		r, n := utf8.DecodeRuneInString(data[i:])
		d.ruledOut = d.ruledOut || n != 2 || !commonPair(c, data[i+1])
		d.odd, d.lone = d.odd || rareLetter(r), d.lone || r >= 0x100 && r < 0x180
		i++
	}
}

// commonPair reports whether two bytes are one of the 3755 characters of level 1 of GB 2312.
func commonPair(lead, trail byte) bool { return lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1 }

// rareLetter reports whether r is of the alphabets between those of Europe and
// Hebrew that hardly any export is written in: letters of phonetics, combining
// marks, Cyrillic of small languages, Armenian.
func rareLetter(r rune) bool { return r >= 0x180 && r < 0x370 || r >= 0x483 && r < 0x5d0 }

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// isPlain reports whether the text is strictly GB18030 and most of its
// characters beyond ASCII are common ones.
func (p plausible) isPlain() bool { return p.strict && p.pairs.plain() }

// nearlyUTF8 reports whether the characters of several bytes outnumber the
// broken bytes twenty times: then the text is UTF-8 with a damage.
func nearlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		data = data[n:]
	}
	return good >= 20*bad
}

// firstInvalid is the offset of the first byte that is not UTF-8.
func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return 0
}

// checkDecoded warns of the lines with undecoded bytes; when these are more
// than one character in a hundred, the encoding is the wrong one.
func (f *File) checkDecoded(text string) error {
	broken := strings.Count(text, replacement)
	if broken == 0 {
		return nil
	}
	if 100*broken > utf8.RuneCountInString(text) {
		before, _, _ := strings.Cut(text, replacement)
		line := 1 + countLines(before)
		return fault("encoding.undecodable", f.Path, kpi.Args{"encoding": f.Encoding, "line": strconv.Itoa(line)})
	}
	f.reportBroken("encoding.undecodable_line", text)
	return nil
}

// reportBroken warns of each line of text that holds the replacement character.
func (f *File) reportBroken(code, text string) {
	line := 1
	for at := strings.Index(text, replacement); at >= 0; at = strings.Index(text, replacement) {
		line += countLines(text[:at])
		text = text[at:]
		end := strings.IndexAny(text, "\r\n")
		if end < 0 {
			end = len(text)
		}
		n := strings.Count(text[:end], replacement)
		f.report(kpi.Warning, code, kpi.Origin{Row: line}, kpi.Args{"encoding": f.Encoding, "count": strconv.Itoa(n)})
		text = text[end:]
	}
}
