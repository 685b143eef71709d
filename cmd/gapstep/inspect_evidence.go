package main

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/reports/locale"
)

// evidenceFacts are the facts that ingest.Column.Evidence is made of; those of
// bareFacts have no value. What a value holds, a file's name, may have spaces.
var (
	evidenceFacts = []string{"modifiers", "not_actual", "order", "decided_by", "serials", "date_system", "decimal", "joined", "unit", "n", "min", "max",
		"percent_cells", "given_by"}
	bareFacts = []string{"named", "configured", "total", "period.no_year", "period.fiscal_year", "period.year_wrap", "period.numbered"}
)

// evidence words what decided unit or dates of a column. Of a long sheet each
// indicator has its own.
func (a *app) evidence(text string) string {
	var list []string
	for _, part := range strings.Split(text, "; ") {
		id, rest, found := strings.Cut(part, ": ")
		if !found || strings.Contains(id, "=") {
			list = append(list, a.wordFacts(part))
			continue
		}
		list = append(list, a.text.TitleOf(id)+": "+a.wordFacts(rest))
	}
	return strings.Join(list, "; ")
}

func (a *app) wordFacts(text string) string {
	var list []string
	for _, f := range splitFacts(text) {
		key, value, _ := strings.Cut(f, "=")
		id := "evidence." + key
		if key == "unit" {
			id += "." + value
		}
		switch {
		case key == "percent_cells" && value == "0":
		case a.text.Has(id):
			list = append(list, a.text.Text(id, locale.Args{"value": value}))
		default:
			list = append(list, f)
		}
	}
	return strings.Join(list, " · ")
}

// splitFacts cuts evidence before each fact.
func splitFacts(text string) []string {
	var list []string
	for _, word := range strings.Fields(text) {
		key, _, valued := strings.Cut(word, "=")
		if len(list) == 0 || valued && slices.Contains(evidenceFacts, key) || slices.Contains(bareFacts, word) {
			list = append(list, word)
			continue
		}
		list[len(list)-1] += " " + word
	}
	return list
}
