package locale

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"strings"
	"sync"
	texttemplate "text/template"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/gapstep/gapstep/ingest/kpi"
)

//go:embed catalogue/*.toml
var files embed.FS

// Languages returns the languages that can be asked for, the default first.
func Languages() []string { return []string{"en", "zh"} }

// Args are the named arguments of a text. The argument "count" chooses between
// singular and plural.
type Args map[string]any

// Printer writes words and numbers in one language. It may be used from
// several goroutines.
type Printer struct {
	lang      string
	parser    template.Parser
	numbers   *message.Printer
	catalogue *kpi.Catalogue
	words     func() words // read with the first text: a quiet run says nothing
	said      sync.Map     // texts that take no arguments, by id: most of a large report is made of them
	units     sync.Map     // what stands before and behind a number of a unit, by id
	phrases   sync.Map     // messages cut at their arguments, by id
}

// New returns the printer of a language, given as a BCP 47 tag or as a POSIX
// locale: "zh", "zh-Hans", "zh_CN.UTF-8", "en_GB". "" is English. A language
// without words here is a usage fault, locale.unknown.
func New(lang string) (*Printer, error) {
	l, ok := match(lang)
	if !ok {
		return nil, &kpi.Fault{Class: kpi.Usage, Code: "locale.unknown", Args: kpi.Args{"lang": lang, "want": strings.Join(Languages(), ", ")}}
	}
	return newPrinter(l, nil), nil
}

// Match returns the language of the first of the values (LC_ALL, LC_MESSAGES,
// LANG, in this order) that is set, English when it is not a language known
// here or none is set.
func Match(env ...string) string {
	l, _ := match(cmp.Or(env...))
	return l
}

func match(lang string) (string, bool) {
	tag, _, _ := strings.Cut(lang, ".")
	tag, _, _ = strings.Cut(tag, "@")
	if tag == "" || tag == "C" || tag == "POSIX" {
		return "en", true
	}
	t, err := language.Parse(tag)
	if err != nil {
		return "en", false
	}
	_, i, confidence := language.NewMatcher([]language.Tag{language.English, language.Chinese}).Match(t)
	return Languages()[i], confidence >= language.Low
}

// messages reads the message files of a language once: a run makes several
// printers.
var messages = map[string]func() ([]*i18n.Message, error){
	"en": sync.OnceValues(func() ([]*i18n.Message, error) { return readMessages("en") }),
	"zh": sync.OnceValues(func() ([]*i18n.Message, error) { return readMessages("zh") }),
}

func readMessages(lang string) ([]*i18n.Message, error) {
	entries, err := files.ReadDir("catalogue")
	if err != nil {
		return nil, fmt.Errorf("message files: %w", err)
	}
	var list []*i18n.Message
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), "."+lang+".toml") {
			continue
		}
		data, err := files.ReadFile("catalogue/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("message file %s: %w", e.Name(), err)
		}
		file, err := i18n.ParseMessageFileBytes(data, e.Name(), map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
		if err != nil {
			return nil, fmt.Errorf("message file %s: %w", e.Name(), err)
		}
		list = append(list, file.Messages...)
	}
	return list, nil
}

func newPrinter(lang string, cat *kpi.Catalogue) *Printer {
	tag := language.MustParse(lang)
	p := &Printer{lang: lang, numbers: message.NewPrinter(tag), catalogue: cat}
	p.parser = parser{p.functions()}
	p.words = sync.OnceValue(func() words { return readWords(tag, lang) })
	return p
}

// words are the texts of a language.
type words struct {
	localizer *i18n.Localizer          // of its printer alone: it keeps templates, which know the printer's catalogue
	ids       map[string]*i18n.Message // every text, by id
	err       error                    // the files are part of the program: a test reads them
}

func readWords(tag language.Tag, lang string) words {
	w := words{ids: map[string]*i18n.Message{}}
	list, err := messages[lang]()
	for _, m := range list {
		w.ids[m.ID] = m
	}
	bundle := i18n.NewBundle(tag)
	w.err = errors.Join(err, bundle.AddMessages(tag, list...))
	w.localizer = i18n.NewLocalizer(bundle, lang)
	return w
}

// With returns a printer that knows the titles of the catalogue's indicators.
func (p *Printer) With(cat *kpi.Catalogue) *Printer { return newPrinter(p.lang, cat) }

// Lang returns "en" or "zh".
func (p *Printer) Lang() string { return p.lang }

// parser is a text/template parser with the printer's functions; unlike the
// one of go-i18n its templates are kept, as the functions never change.
type parser struct{ funcs texttemplate.FuncMap }

// Cacheable says that a parsed template may be kept.
func (parser) Cacheable() bool { return true }

// Parse parses a message with the printer's functions.
func (ps parser) Parse(src, left, right string) (template.ParsedTemplate, error) {
	return (&template.TextParser{Funcs: ps.funcs}).Parse(src, left, right)
}

// Text returns the text of id with args filled in, made plain. An id without a
// text, or one whose text can't be filled in, comes back marked: "⟦id⟧".
func (p *Printer) Text(id string, args Args) string {
	if len(args) > 0 || !p.Has(id) {
		return p.fill(id, args)
	}
	if s, ok := p.said.Load(id); ok {
		return s.(string) //nolint:forcetypeassert // only texts are stored
	}
	s := p.fill(id, nil)
	p.said.Store(id, s)
	return s
}

func (p *Printer) fill(id string, args Args) string {
	if ph := p.phrase(id); ph != nil {
		if s, ok := ph.say(args, p.lang); ok && s != "" {
			return strings.ReplaceAll(s, "<no value>", marked("?"))
		}
	}
	return p.template(id, args)
}

func (p *Printer) template(id string, args Args) string {
	c := &i18n.LocalizeConfig{MessageID: id, TemplateData: plainArgs(args), TemplateParser: p.parser}
	if n := args["count"]; n != nil && isCount(fmt.Sprint(n)) {
		c.PluralCount = n
	}
	s, _ := p.words().localizer.Localize(c) // also errs where "other" stands for a missing singular
	if s == "" {
		return marked(id)
	}
	return strings.ReplaceAll(s, "<no value>", marked("?"))
}

// Has reports whether id has a text.
func (p *Printer) Has(id string) bool { return p.words().ids[id] != nil }

// Word returns the word of a machine word of an enumeration: Word("severity",
// "not_judged") is the text of severity.not_judged.
func (p *Printer) Word(kind, word string) string {
	if word == "" {
		return ""
	}
	return p.Text(kind+"."+word, nil)
}

func marked(id string) string { return "⟦" + Plain(id) + "⟧" }

// plainArgs makes every text among the arguments plain.
func plainArgs(args Args) map[string]any {
	out := make(map[string]any, len(args)+1)
	for k, v := range args {
		if s, ok := v.(string); ok {
			v = Plain(s)
		}
		out[k] = v
	}
	return out
}
