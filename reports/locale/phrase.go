package locale

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// phrase is a message that is cut at its arguments: most messages have nothing
// else in them, and are put together without a template being carried out. A large
// report is made of some hundred thousand of them.
type phrase struct{ one, other []piece }

// piece is a text and the argument behind it, "" for none.
type piece struct{ text, arg string }

// argument is the only action of a message that a phrase may have.
var argument = regexp.MustCompile(`{{\.(\w+)}}`)

// phraseOf is nil for a message with more than arguments in it.
func phraseOf(m *i18n.Message) *phrase {
	one, ok := cutAtArguments(m.One)
	other, both := cutAtArguments(m.Other)
	if !ok || !both || m.Other == "" {
		return nil
	}
	return &phrase{one, other}
}

func cutAtArguments(src string) (pieces []piece, ok bool) {
	for src != "" {
		at := argument.FindStringSubmatchIndex(src)
		if at == nil {
			break
		}
		pieces = append(pieces, piece{src[:at[0]], src[at[2]:at[3]]})
		src = src[at[1]:]
	}
	pieces = append(pieces, piece{text: src})
	for _, p := range pieces {
		if strings.Contains(p.text, "{{") {
			return nil, false
		}
	}
	return pieces, true
}

// phrase is the message of id cut at its arguments, nil where it is more.
func (p *Printer) phrase(id string) *phrase {
	if known, ok := p.phrases.Load(id); ok {
		return known.(*phrase) //nolint:forcetypeassert // only phrases are stored
	}
	var ph *phrase
	if m := p.words().ids[id]; m != nil {
		ph = phraseOf(m)
	}
	p.phrases.Store(id, ph)
	return ph
}

// say puts the arguments in; ok is false where a template has to do it: for an
// argument that is neither a text nor a whole number.
func (ph *phrase) say(args Args, lang string) (_ string, ok bool) {
	pieces := ph.other
	if n := args["count"]; n != nil && lang == "en" && ph.one[0] != (piece{}) {
		if said := fmt.Sprint(n); isCount(said) && strings.TrimLeft(said, "0") == "1" {
			pieces = ph.one
		}
	}
	var b strings.Builder
	for _, piece := range pieces {
		b.WriteString(piece.text)
		if piece.arg == "" {
			continue
		}
		switch v := args[piece.arg].(type) {
		case string:
			b.WriteString(Plain(v))
		case int:
			b.WriteString(strconv.Itoa(v))
		default:
			return "", false
		}
	}
	return b.String(), true
}
