package goals

import (
	_ "embed" // the words that the lint looks for
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

//go:embed library/phrases.yaml
var phrasesYAML []byte

// Phrases are the words that the lint looks for, Chinese and English. They are
// data: library/phrases.yaml.
type Phrases struct {
	groups   map[string]*regexp.Regexp
	banned   []banned
	elements []element
}

type banned struct {
	match *regexp.Regexp
	say   string // what to say instead: a word of the messages
}

type element struct {
	name  string
	match *regexp.Regexp
}

type phraseFile struct {
	Patterns map[string][]string `yaml:"patterns"`
	Banned   []struct {
		Match string `yaml:"match"`
		Say   string `yaml:"say"`
	} `yaml:"banned"`
	Elements map[string]string `yaml:"elements"`
}

// BuiltinPhrases are the phrases that come with the program. Compiling them
// takes some milliseconds: keep them for a run.
func BuiltinPhrases() *Phrases {
	p, err := parsePhrases(phrasesYAML)
	if err != nil {
		panic(fmt.Sprintf("embedded phrases: %v", err)) // a test reads it
	}
	return p
}

func parsePhrases(data []byte) (*Phrases, error) {
	var f phraseFile
	if err := decodeStrictly(data, &f); err != nil {
		return nil, err
	}
	p := &Phrases{groups: map[string]*regexp.Regexp{}}
	for name, list := range f.Patterns {
		re, err := regexp.Compile("(?i)(?:" + strings.Join(list, "|") + ")")
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		p.groups[name] = re
	}
	for _, b := range f.Banned {
		re, err := regexp.Compile("(?i)" + b.Match)
		if err != nil {
			return nil, err
		}
		p.banned = append(p.banned, banned{re, b.Say})
	}
	for _, name := range slices.Sorted(maps.Keys(f.Elements)) {
		re, err := regexp.Compile("(?i)" + f.Elements[name])
		if err != nil {
			return nil, err
		}
		p.elements = append(p.elements, element{name, re})
	}
	return p, nil
}

// has reports whether the text holds a phrase of a group.
func (p *Phrases) has(group, text string) bool { return p.groups[group].MatchString(text) }

// first is the first phrase of a group in the text, "" when there is none.
func (p *Phrases) first(group, text string) string {
	return strings.TrimSpace(p.groups[group].FindString(text))
}

// without is the text with the phrases of a group taken out.
func (p *Phrases) without(group, text string) string {
	return p.groups[group].ReplaceAllString(text, " ")
}

// groupOf is the first group of the match that took part, "" when none matches.
func (p *Phrases) groupOf(group, text string) string {
	for i, s := range p.groups[group].FindStringSubmatch(text) {
		if i > 0 && s != "" {
			return strings.ToLower(s)
		}
	}
	return ""
}

// elementOf is the element of a plan that a heading asks for, "" for none.
func (p *Phrases) elementOf(heading string) string {
	for _, e := range p.elements {
		if e.match.MatchString(heading) {
			return e.name
		}
	}
	return ""
}

// plainSigns makes full-width signs and digits plain, so that one pattern does
// for both; ideographs and the ideographic full stop stay.
func plainSigns(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFF01 + '!'
		case r == '\u3000' || r == '\u00a0':
			return ' '
		}
		return r
	}, s))
}
