package locale

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// A message that is put together says what its template says, whatever the
// arguments.
func TestPhrasesSayWhatTemplatesSay(t *testing.T) {
	for _, lang := range Languages() {
		p, err := New(lang)
		if err != nil {
			t.Fatal(err)
		}
		simple := 0
		for id, m := range p.words().ids {
			if p.phrase(id) == nil {
				continue
			}
			simple++
			args := Args{}
			for _, src := range []string{m.One, m.Other} {
				for _, at := range argument.FindAllStringSubmatch(src, -1) {
					args[at[1]] = "a\x1b[31m<" + at[1] + ">"
				}
			}
			for _, count := range []any{nil, 0, 1, 2, "1", "01", "2", "many"} {
				if args["count"] = count; count == nil {
					delete(args, "count")
				}
				if got, want := p.fill(id, args), p.template(id, args); got != want {
					t.Errorf("%s %s, count %v: %q, want %q", lang, id, count, got, want)
				}
			}
		}
		if simple < len(p.words().ids)*3/4 {
			t.Errorf("%s: %d of %d messages are phrases: the fast way is not taken", lang, simple, len(p.words().ids))
		}
	}
}

func TestPhrasesLeaveArgumentsAlone(t *testing.T) {
	p, err := New("en")
	if err != nil {
		t.Fatal(err)
	}
	const id = "sentence.rest"
	rapid.Check(t, func(t *rapid.T) {
		args := Args{"level": rapid.String().Draw(t, "level"), "like": rapid.OneOf(rapid.String(), rapid.Map(rapid.Int(), strconv.Itoa)).Draw(t, "like")}
		if got, want := p.fill(id, args), p.template(id, args); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	})
}

func TestPlainTextIsRecognised(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if isPrintable(s) && Plain(s) != s {
			t.Errorf("%q", s)
		}
		for _, r := range s {
			if r >= 0x3000 && r < 0xD800 && visible(r) != r {
				t.Errorf("%U", r)
			}
		}
	})
}
