package ingest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed dictionary.json
var dictionaryJSON []byte

// lexicon is dictionary.json as it stands: the words of headings, cells and
// sheet names in both languages.
type lexicon struct {
	PersonWords     []string            `json:"person_words"` // 教师 of 教师工号 and 教师姓名
	Dimensions      map[string][]string `json:"dimensions"`
	Modifiers       []string            `json:"modifiers"`
	Cumulative      []string            `json:"cumulative"`
	Narrowing       []string            `json:"narrowing"`
	NotActual       []string            `json:"not_actual"`
	PercentSuffixes []string            `json:"percent_suffixes"`
	Units           map[string][]string `json:"units"`
	Blanks          []string            `json:"blanks"`
	Totals          []string            `json:"totals"`
	TotalEndings    []string            `json:"total_endings"`
	RowEndings      []string            `json:"row_endings"` // of the label of a group's total, as spreadsheets write it: 一部 汇总
	RowWords        []string            `json:"row_words"`   // that end such a label: North Total
	RowTotals       []string            `json:"row_totals"`  // labels of rows only: as a heading 总分 is a figure
	Statistics      map[string]string   `json:"statistics"`  // labels of rows that may be names, too: Max
	TotalWords      []string            `json:"total_words"`
	TotalCompany    []string            `json:"total_company"`
	Notes           []string            `json:"notes"`
	PlainSheets     []string            `json:"plain_sheets"`
	Types           map[string][]string `json:"types"`
	LowerWords      []string            `json:"lower_words"`
	ProportionWords []string            `json:"proportion_words"`
	Statuses        map[string][]string `json:"statuses"`
	Multiples       map[string]float64  `json:"multiples"`
	Clocks          map[string][]string `json:"clocks"`
	Currencies      map[string][]string `json:"currencies"`
	CountWords      map[string][]string `json:"count_words"` // behind numbers: 3次, 95分
	True            []string            `json:"true"`
	False           []string            `json:"false"`
	Surnames        string              `json:"surnames"`
	Collectives     []string            `json:"collectives"`
	Summaries       map[string][]string `json:"summaries"`  // what stands in front of the names in pivot tables
	RowLabels       []string            `json:"row_labels"` // the heading of all levels of a pivot table
	StartWords      []string            `json:"start_words"`
	KindEndings     []string            `json:"kind_endings"` // of names of figures: they say their kind alone
	Outcomes        []string            `json:"outcomes"`     // words in headings of how a case ended
	Wrappers        []string            `json:"wrappers"`     // of what belongs to the record or its person: kpis.csat
}

// dictionary is the lexicon folded for look-up. It is read-only.
type dictionary struct {
	lexicon
	dimensions, units, types map[string]string // folded word → dimension, unit, type
	statuses                 map[string]string // folded word → actual, target, variance
	clocks                   map[string]string // normal word in brackets → what the first part of 12:30 counts
	logical                  map[string]bool   // normal word → yes or no
	blanks, totals, plain    map[string]bool
	rowTotals                map[string]bool
	rowLabels                map[string]bool
	totalWords, totalCompany map[string]bool
	modifiers, cumulative    []string // folded, longest first
	narrowing                []string // modifiers after which fewer are counted: 新
	percentSuffixes          []string
	multiples                []string // longest first
	currencies               *currencies
}

// dimensions as the dictionary names them; the roles of several are refined
// once all headings of a table are known.
const (
	dimID          = "id"
	dimAnyID       = "anyid" // an id of the employee only where nothing else names them
	dimName        = "name"
	dimPerson      = "person" // an id beside a name, a name beside an id
	dimGroup       = "group"
	dimTeam        = "team"
	dimDepartment  = "department"
	dimPeriod      = "period"
	dimMonth       = "month"
	dimDate        = "date"
	dimQuarter     = "quarter"
	dimWeek        = "week"
	dimYear        = "year"
	dimKPI         = "kpi"
	dimValue       = "value"
	dimNumerator   = "numerator"
	dimDenominator = "denominator"
	dimRole        = "role"
	dimLevel       = "level"
	dimManager     = "manager"
	dimType        = "type"
	dimHired       = "hired"
	dimUnit        = "unit"
	dimIgnored     = "ignored"
)

// words returns the built-in dictionary.
var words = sync.OnceValue(func() *dictionary {
	var lex lexicon
	if err := json.Unmarshal(dictionaryJSON, &lex); err != nil {
		panic(fmt.Sprintf("built-in dictionary: %v", err)) // embedded data: a test reads it
	}
	d := &dictionary{lexicon: lex, units: map[string]string{}, types: index(lex.Types, squash), dimensions: index(lex.Dimensions, squash)}
	for _, w := range lex.PersonWords {
		d.dimensions[w+"工号"], d.dimensions[w+"编号"], d.dimensions[w+"姓名"] = dimID, dimID, dimName
	}
	for unit, list := range lex.Units {
		for _, w := range list {
			d.units[normal(w)] = unit
		}
	}
	d.blanks, d.totals, d.plain = set(lex.Blanks, normal), set(lex.Totals, squash), set(lex.PlainSheets, squash)
	d.totalWords, d.totalCompany = set(lex.TotalWords, normal), set(lex.TotalCompany, normal)
	d.rowTotals = set(lex.RowTotals, squash)
	d.rowLabels = set(lex.RowLabels, squash)
	d.modifiers, d.cumulative = squashAll(lex.Modifiers), squashAll(lex.Cumulative)
	d.narrowing = squashAll(lex.Narrowing)
	d.percentSuffixes = squashAll(lex.PercentSuffixes)
	d.statuses, d.clocks = index(lex.Statuses, squash), index(lex.Clocks, normal)
	d.multiples = squashAll(slices.Sorted(maps.Keys(lex.Multiples)))
	d.currencies = newCurrencies(lex.Currencies)
	d.logical = map[string]bool{}
	for _, w := range lex.True {
		d.logical[normal(w)] = true
	}
	for _, w := range lex.False {
		d.logical[normal(w)] = false
	}
	return d
})

func index(groups map[string][]string, key func(string) string) map[string]string {
	out := map[string]string{}
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		for _, w := range groups[group] {
			out[key(w)] = group
		}
	}
	return out
}

func set(list []string, key func(string) string) map[string]bool {
	out := map[string]bool{}
	for _, w := range list {
		out[key(w)] = true
	}
	return out
}

// squashAll folds a list and puts the longest first, so that a long word is
// tried before a short one that it begins with.
func squashAll(list []string) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = squash(w)
	}
	slices.SortStableFunc(out, func(a, b string) int { return len(b) - len(a) })
	return out
}

// isTotal reports whether a cell of a dimension says that its row is a total
// or an average of others.
func (d *dictionary) isTotal(cell string) bool {
	key := squash(cell)
	if key == "" {
		return false
	}
	if d.totals[key] {
		return true
	}
	for _, end := range d.TotalEndings {
		if strings.HasSuffix(key, end) {
			return true
		}
	}
	return d.isEnglishTotal(strings.Fields(normal(cell)))
}

// isTotalOf reports whether the label of a row says that it is the total or the
// average of a group: 一部 汇总 or North Total, as spreadsheets' subtotals are called. A
// heading may end so, too (满意度汇总); therefore it is of rows only.
func (d *dictionary) isTotalOf(label string) bool {
	if label = normal(label); strings.HasSuffix(label, ")") || strings.HasSuffix(label, "]") {
		label = countInBrackets().ReplaceAllString(label, "")
	}
	key := squash(label)
	if d.isTotal(label) || d.rowTotals[key] || strings.HasSuffix(key, "人") && headcount().MatchString(key) {
		return true
	}
	if slices.ContainsFunc(d.RowEndings, func(end string) bool { return strings.HasSuffix(key, end) }) {
		return true
	}
	fields := strings.Fields(normal(label))
	return len(fields) > 1 && slices.Contains(d.RowWords, strings.Trim(fields[len(fields)-1], ":.,-"))
}

// countInBrackets is how many stand behind the label of a total: 合计(8人), Total (8).
var countInBrackets = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\s*[(\[]\s*\d+\s*\p{L}*\s*[)\]]$`) })

// headcount is a row of how many people there are: 应到8人, 共8人.
var headcount = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:应到|实到|共|共计|合计|总计)\d+人$`) })

// isEnglishTotal reports whether the words are those of a totals line and
// nothing else: "Team avg", not "Mean, Robert".
func (d *dictionary) isEnglishTotal(fields []string) bool {
	total := false
	for _, w := range fields {
		w = strings.Trim(w, ":.,-")
		if !d.totalWords[w] && !d.totalCompany[w] {
			return false
		}
		total = total || d.totalWords[w]
	}
	return total
}

// isNote reports whether a text is a remark under the table ("注：…").
func (d *dictionary) isNote(cell string) bool {
	text := normal(cell)
	if strings.HasPrefix(text, "*") || strings.HasPrefix(text, "※") || strings.HasPrefix(text, "以上") {
		return true
	}
	head, _, found := strings.Cut(text, ":")
	return found && slices.Contains(d.Notes, strings.TrimRight(strings.TrimSpace(head), "0123456789 "))
}

// isPlainSheet reports whether a sheet's name says nothing: Sheet1, 工作表1, data.
func (d *dictionary) isPlainSheet(name string) bool {
	key := strings.TrimRight(squash(name), "0123456789")
	return key == "" || d.plain[key]
}
