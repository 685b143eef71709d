package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Texts of the configuration are compared with cells as they stand. One that
// differs from all cells but for its case, or that no cell has, makes 0 % of
// whatever it counts; so it is watched which of them the cells meet.

// wanted are the texts with which the cells of a column are compared, and how they
// met them.
type wanted struct {
	by      string // what names them: an expression, "exclude", "aliases"
	heading string
	others  bool // no cell need be one of them: !=, exclude and aliases say what may be there
	texts   []string
	met     map[string]bool
	alike   map[string]string // the texts by what is alike
	known   map[string]bool   // texts that are meant as they are
	near    []*nearText       // in the order of their first rows
	seen    map[string]int    // rows of the first texts
	at      kpi.Origin        // the column in the first table that has it
	look    func(string) sight
}

// nearText is a text of cells that is one of the wanted but for its case.
type nearText struct {
	text, like string
	rowsAt
}

// sight is what a text is to the wanted ones.
type sight struct {
	is   bool
	near *nearText
}

// mostSeen is how many different texts of a column are counted.
const mostSeen = 1 << 10

// mostShown is how many of them are shown.
const mostShown = 5

func newWanted(by string, texts []string, meant ...string) *wanted {
	w := &wanted{by: by, met: map[string]bool{}, alike: map[string]string{}, known: set(append(slices.Clone(texts), meant...), cleanText), seen: map[string]int{}}
	for _, text := range texts {
		w.texts = append(w.texts, cleanText(text))
		w.alike[alikeKey(text)] = cleanText(text)
	}
	is := set(texts, cleanText)
	w.look = remember(func(text string) sight {
		clean := cleanText(text)
		like, near := w.alike[alikeKey(clean)]
		switch {
		case is[clean]:
			w.met[clean] = true
			return sight{is: true}
		case near && !w.known[clean]:
			return sight{near: w.nearOf(clean, like)}
		}
		return sight{}
	})
	return w
}

func (w *wanted) nearOf(text, like string) *nearText {
	for _, n := range w.near {
		if n.text == text {
			return n
		}
	}
	w.near = append(w.near, &nearText{text: strings.Clone(text), like: like})
	return w.near[len(w.near)-1]
}

// see counts a cell's text and reports whether it is wanted.
func (w *wanted) see(text string, at func() kpi.Origin) bool {
	if n, counted := w.seen[text]; counted || len(w.seen) < mostSeen && text != "" {
		if !counted {
			text = strings.Clone(text)
		}
		w.seen[text] = n + 1
	}
	s := w.look(text)
	if s.near != nil {
		s.near.add(0, at())
	}
	return s.is
}

// alikeKey is the same for texts that a reader takes for the same: case, width,
// blank space and characters that nobody sees left out.
func alikeKey(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToLower(norm.NFKC.String(text)))
}

// report says which cells are nearly what is wanted, and which of the wanted
// texts stand nowhere.
func (w *wanted) report(r *run) {
	hit := map[string]bool{}
	for _, n := range w.near {
		hit[n.like] = true
		r.reportOnce(kpi.Warning, "text.alike", n.first, kpi.Args{"text": quoted(n.text), "like": n.like, "heading": w.heading, "rows": fmt.Sprint(n.rows), "by": w.by,
			"hidden": hiddenIn(n.text, n.like)})
	}
	for _, text := range w.texts {
		if w.met[text] || hit[text] || len(w.seen) == 0 {
			continue
		}
		severity := kpi.Warning
		if w.others {
			severity = kpi.Note
		}
		r.report(severity, "text.unmet", w.at, kpi.Args{"text": text, "heading": w.heading, "by": w.by, "values": w.mostFrequent()})
	}
}

// hiddenIn are the characters of a text that nobody sees, as U+200B, where it
// has others of them than the one that it is like.
func hiddenIn(text, like string) string {
	var list []string
	for _, r := range text {
		if (unicode.Is(unicode.Cf, r) || isControl(r)) && !strings.ContainsRune(like, r) {
			list = append(list, fmt.Sprintf("%U", r))
		}
	}
	return strings.Join(list, " ")
}

// mostFrequent lists the texts that most cells of the column have.
func (w *wanted) mostFrequent() string {
	texts := slices.SortedFunc(maps.Keys(w.seen), func(a, b string) int { return cmp.Or(w.seen[b]-w.seen[a], strings.Compare(a, b)) })
	list := make([]string, 0, mostShown)
	for _, text := range texts[:min(mostShown, len(texts))] {
		list = append(list, fmt.Sprintf("%s (%d)", quoted(text), w.seen[text]))
	}
	if len(texts) > mostShown {
		list = append(list, "…")
	}
	return strings.Join(list, ", ")
}
