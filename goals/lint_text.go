package goals

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Sentence is a piece of text with its place. Label is the heading that it
// stands under or beside, when there is one. Sentences of the same Group (a plan
// of a table, a document) are read together: a base may stand in one of them
// and its target in another.
type Sentence struct {
	Text   string
	Label  string
	Group  string
	Origin kpi.Origin

	whole string // the text that a sentence was cut from
}

// LintText checks sentences of a form or a document, Chinese or English. Texts
// of more than one sentence are cut; the finding keeps the place of the whole.
func LintText(list []Sentence, opt LintOptions) []kpi.Diagnostic {
	l := newLinter(opt)
	l.text(list)
	return l.sorted()
}

func (l *linter) text(list []Sentence) {
	var groups [][]Sentence
	index := map[string]int{}
	for _, s := range list {
		i, seen := index[s.Group]
		if !seen {
			i = len(groups)
			index[s.Group] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], cut(s)...)
	}
	for _, g := range groups {
		l.group(g)
	}
}

// ends splits a text into sentences: at Chinese and Western ends, and at a dot
// that blank space or nothing follows.
var ends = regexp.MustCompile(`[;!?\n\x{3002}]+|\.(?:\s+|$)`)

func cut(s Sentence) []Sentence {
	var out []Sentence
	whole := plainSigns(s.Text)
	for _, text := range ends.Split(whole, -1) {
		if text = strings.TrimSpace(text); text != "" {
			one := s
			one.Text, one.whole = text, whole
			out = append(out, one)
		}
	}
	return out
}

// words are the rules that a sentence breaks by itself, whatever it speaks of.
func (l *linter) words(s Sentence) {
	p := l.Phrases
	if word := p.first("placeholder", s.Text); word != "" {
		l.report("placeholder.unfilled", s.Origin, kpi.Args{"word": word, "quote": quote(s.Text)})
	}
	for _, b := range p.banned {
		if word := b.match.FindString(s.Text); word != "" {
			l.report("tone.label", s.Origin, kpi.Args{"word": word, "say": b.say})
		}
	}
	if word := p.first("hollow", s.Text); word != "" {
		l.report("completion.hollow", s.Origin, kpi.Args{"word": word})
	}
	if p.has("outcome", s.Text) && p.has("effect", s.Text) && !p.has("comparison", s.whole) {
		l.report("effect.no_comparison", s.Origin, kpi.Args{"quote": quote(s.Text)})
	}
	l.percent(s)
}

// percent asks whether points or a share are meant.
func (l *linter) percent(s Sentence) {
	p := l.Phrases
	if !strings.Contains(s.Text, "%") {
		return
	}
	change := strings.TrimLeft(p.first("percent_change", s.Text), " ,(:")
	if change == "" || l.Percent != "" || p.has("percent_settled", s.whole) || p.has("percent_other", s.Text) {
		return
	}
	if in := l.indicator(s.Text); in != nil && in.Scale == kpi.Quantity {
		return // a percent of an amount can only be a share of it
	}
	l.report("percent.ambiguous", s.Origin, kpi.Args{"change": change, "quote": quote(s.Text)})
}

// quote is the beginning of a text.
func quote(s string) string {
	const most = 60
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most]) + "…"
}

// indicator is the catalogue's indicator that a text names, the longest name
// first; nil for none.
func (l *linter) indicator(text string) *kpi.Indicator {
	low := strings.ToLower(text)
	for _, n := range l.names {
		if names(low, n.name) {
			return n.in
		}
	}
	return nil
}

// named is a name of an indicator.
type named struct {
	name string
	in   *kpi.Indicator
}

// namesOf are the names of a catalogue's indicators, the longest first.
func namesOf(cat *kpi.Catalogue) []named {
	var list []named
	for _, in := range cat.All() {
		for _, name := range in.Names() {
			for _, n := range spellings(name) {
				list = append(list, named{n, in})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b named) int { return cmp.Compare(len(b.name), len(a.name)) })
	return list
}

// spellings are a name, and what stands before and inside its brackets.
func spellings(name string) []string {
	name = strings.ToLower(strings.ReplaceAll(plainSigns(name), "_", " "))
	before, inside, ok := strings.Cut(name, "(")
	if !ok {
		return []string{name}
	}
	return []string{strings.TrimSpace(before), strings.Trim(inside, ") ")}
}

// names reports whether text holds the name; a Latin one as a whole word.
func names(text, name string) bool {
	for from := 0; name != ""; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return false
		}
		i += from
		if !latin(name) || !latin(text[max(0, i-1):i]) && !latin(text[i+len(name):min(len(text), i+len(name)+1)]) {
			return true
		}
		from = i + len(name)
	}
	return false
}

// latin reports whether s has letters and all of them are ASCII.
func latin(s string) bool {
	some := false
	for _, r := range s {
		if r > unicode.MaxASCII {
			return false
		}
		some = some || unicode.IsLetter(r)
	}
	return some
}
