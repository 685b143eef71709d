package ingest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// slips are what people write whom spreadsheets and SQL have taught, and how
// expressions write it.
var slips = map[string]string{
	"=": "==", "===": "==", "<>": "!=", "!==": "!=", "≠": "!=", "≥": ">=", "≤": "<=", "=>": ">=", "=<": "<=", "!": "not",
	"AND": "and", "And": "and", "且": "and", "并且": "and", "OR": "or", "Or": "or", "或": "or", "或者": "or", "NOT": "not", "Not": "not", "非": "not",
	"IN": "in", "In": "in", "LIKE": "contains", "like": "contains", "Like": "contains", "is": "blank(…)", "IS": "blank(…)", "×": "*", "÷": "/",
	"“": `"`, "”": `"`, "„": `"`, "‘": `"`, "’": `"`, "「": `"`, "」": `"`,
}

// exprWords are the words of the grammar, which are no headings.
var exprWords = []string{"and", "or", "not", "in", "matches", "contains", "startsWith", "endsWith", "true", "false", "nil", "let"}

// exprToken parts an expression: texts, words, numbers with a percent sign,
// comparisons, blank space, single characters.
var exprToken = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\p{L}_$][\p{L}\p{N}_$]*|[0-9][0-9.]*%?|[=<>!≠≥≤]+|\s+|.`)

// slip is a part of an expression that is written otherwise.
type slip struct {
	wrote, write string
	at           int // in characters
}

// findSlip finds the first part of an expression that can't be read which is a
// known slip.
func findSlip(text string) (slip, bool) {
	at := 0
	var last slip // the token before, but for blank space; write is "word" or ""
	for _, token := range exprToken.FindAllString(text, -1) {
		here := slip{wrote: token, at: at}
		at += len([]rune(token))
		if strings.TrimSpace(token) == "" {
			continue
		}
		if found, ok := here.behind(last); ok {
			return found, true
		}
		if isExprWord(token) {
			here.write = "word"
		}
		last = here
	}
	return slip{}, false
}

// behind is the slip that a token is behind another one.
func (s slip) behind(last slip) (slip, bool) {
	token := s.wrote
	if half := norm.NFKC.String(token); half != token && len([]rune(token)) == 1 && len(half) == 1 {
		s.write = half
		return s, true
	}
	if s.write = slips[token]; s.write != "" && token != "!" {
		return s, true
	}
	switch {
	case token == "(" && last.wrote == "in":
		return slip{"in (…)", `in ["…", "…"]`, last.at}, true
	case last.write == "word" && isExprWord(token):
		both := last.wrote + " " + token
		return slip{both, `col("` + both + `")`, last.at}, true
	}
	return s.percent()
}

// percent is the number that 5% stands for.
func (s slip) percent() (slip, bool) {
	number, is := strings.CutSuffix(s.wrote, "%")
	n, err := strconv.ParseFloat(number, 64)
	s.write = strconv.FormatFloat(n/100, 'g', 10, 64)
	return s, is && err == nil
}

// isExprWord reports whether a token may be a heading.
func isExprWord(token string) bool {
	r := []rune(token)[0]
	return token[0] != '"' && token[0] != '\'' && (r == '_' || r == '$' || unicode.IsLetter(r)) && !slices.Contains(exprWords, token)
}

// unread is why an expression can't be parsed: a known slip, an end too early, or
// what stands where the parser gave up.
func unread(text string, at int, detail string) *exprError {
	if s, ok := findSlip(text); ok {
		return &exprError{code: "expression.slip", at: s.at, args: kpi.Args{"wrote": s.wrote, "write": s.write}}
	}
	rest := []rune(text)[min(max(at, 0), len([]rune(text))):]
	if strings.TrimSpace(string(rest)) == "" || strings.Contains(detail, "EOF") || strings.Contains(detail, "not terminated") {
		return &exprError{code: "expression.unfinished", at: at, args: kpi.Args{"detail": detail}}
	}
	return &exprError{code: "expression.syntax", at: at, args: kpi.Args{"detail": detail, "token": shorten(string(rest), 20)}}
}
