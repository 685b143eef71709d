package goals

import (
	"strings"
	"testing"
)

// The patterns are data; a pattern that is none is refused with the reason.
func TestPhrasesThatCannotBeUsedAreRefused(t *testing.T) {
	for _, c := range []struct{ sentence, data, says string }{
		{"a pattern of a group", "patterns: {target: ['(']}", "target"},
		{"a banned word", "banned: [{match: '[', say: facts}]", "missing closing ]"},
		{"a heading", "elements: {due: '*'}", "repetition"},
		{"an unknown key", "phrases: {}", "phrases"},
	} {
		if _, err := parsePhrases([]byte(c.data)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.sentence, err)
		}
	}
}

// Full-width signs and digits read as plain ones; ideographs stay.
func TestPlainSigns(t *testing.T) {
	for in, want := range map[string]string{
		"提升１０％；（约）": "提升10%;(约)", "\u3000a\u00a0b ": "a b", "达标。": "达标。", "": "",
	} {
		if got := plainSigns(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
