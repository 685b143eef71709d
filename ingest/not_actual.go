package ingest

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// notActual finds what says of a whole table that its figures are targets, another
// year's or differences: the sheet's name, or a title. A sheet that was asked for by
// its name is read, whatever it is called.
func (g *grid) notActual() (word string, from placedName) {
	name := g.table.Sheet
	asked := strings.EqualFold(g.run.opt.Sheet, name) || g.source != nil && strings.EqualFold(g.source.Sheet, name)
	if word := g.run.words.saysNotActual(name); word != "" && !asked {
		return word, placedName{"sheet", name}
	}
	for _, r := range g.table.Rows[:g.first] {
		if !isTitle(r) {
			continue
		}
		text := rowText(r)
		if word := g.run.words.saysNotActual(text); word != "" {
			return word, placedName{"title", text}
		}
	}
	return "", placedName{}
}

// mostOfName is of the names of sheets and titles that say what a table holds;
// longer ones are sentences.
const mostOfName = 24

// comparing are the signs and words in front of such a word after which the figures
// are those of what was reached: 未达目标, 实际 vs 目标, 较去年.
var comparing = []string{"实际", "完成", "达", "超", "较", "比", "与", "和", "及", "vs", "actual", "and", "/", "&", "+", "、", ":"}

// saysNotActual returns the word by which a name says that the figures are not
// those that were reached: 目标, 2025年销售目标, 目标表, "Sales target"; "" for none. A team
// such as 计划部, and what is compared with a target, are not meant.
func (v *vocabulary) saysNotActual(name string) string {
	text := cutPeriods(normal(name))
	if utf8.RuneCountInString(text) > mostOfName || isCollective(name) {
		return ""
	}
	key := squash(text)
	for _, plain := range words().PlainSheets {
		if rest, ok := strings.CutSuffix(key, squash(plain)); ok && rest != "" {
			key = rest
			break
		}
	}
	found := ""
	for word := range words().statuses {
		if isNotActual(word) && len(word) > len(found) && v.isAbout(key, text, word) {
			found = word
		}
	}
	return found
}

// isAbout reports whether a folded name is the word, ends with it, or has it in front
// of an indicator's name.
func (v *vocabulary) isAbout(key, text, word string) bool {
	if key == word {
		return true
	}
	if isPlain(word) {
		fields := strings.Fields(text)
		if len(fields) < 2 || squash(fields[len(fields)-1]) != word && squash(fields[0]) != word {
			return false
		}
	}
	if strings.HasSuffix(key, word) {
		rest := strings.ReplaceAll(text, word, "")
		return !slices.ContainsFunc(comparing, func(w string) bool { return strings.Contains(rest, w) })
	}
	rest, ok := strings.CutPrefix(key, word)
	return ok && len(v.names[rest]) > 0
}

// isNotActual reports whether a status says of figures that they are targets, or of
// another time. Rates of attainment are indicators themselves.
func isNotActual(word string) bool {
	switch words().statuses[word] {
	case "target":
		return true
	case "variance":
		return !strings.HasSuffix(word, "率") && word != "attainment"
	}
	return false
}

// cutPeriods cuts the periods from a normal text, those without a year too.
func cutPeriods(text string) string {
	for _, m := range slices.Backward(mentionsIn(text, PeriodOptions{})) {
		text = text[:m.at] + " " + text[m.end:]
	}
	return strings.TrimSpace(text)
}
