package locale

import (
	"go/ast"
	goparser "go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// prose is what a person would read: two words with a space between, or one that
// begins with a capital. What machines read is cut out before: verbs of formats,
// markup, actions of templates.
var (
	prose    = regexp.MustCompile(`\p{L}{2,}[,:;]? \p{L}+|^\s*\p{Lu}\p{Ll}{2,}[.:]?\s*$`)
	markedUp = regexp.MustCompile(`{{[^}]*}}|<[^>]*(?:>|$)|%[-+# 0-9.*\[\]]*[a-zA-Z]|https?://\S+`)
)

func isProse(s string) bool {
	return prose.MatchString(markedUp.ReplaceAllString(s, "")) && !toType.MatchString(s)
}

// toType is what a user of any language types: a command, a flag, a list of the
// values of a flag, a line of use.
var toType = regexp.MustCompile(`(?m)^ *(gapstep |--)|^[\pL_-]+(, [\pL_-]+)+(, )?$|^[a-z-]+( ([A-Z]+|[a-z]+\|[a-z_]+))+$`)

// Where prose may stand: an error is wrapped with the name of the step for whoever
// reports a fault, a panic is a fault of the program; what is cut out of a library's
// error, a pattern or a header of http is nobody's text; say is what the server answers
// to a program.
var exempt = map[string]bool{"Errorf": true, "New": true, "MustCompile": true, "panic": true, "Cut": true, "Set": true, "HandleFunc": true, "Handle": true, "say": true}

// Use is how a command is typed; fonts and times are named, not said.
var exemptFields = map[string]bool{"Use": true, "use": true, "Family": true}

// What is neither said nor shown by its place: a font, the kind of a link, the unit of
// an example to type, the layout of a time.
var named = map[string]bool{"Location": true, "10 cases": true, "2006-01-02 15:04 MST": true, "MAP * ~NOTFOUND": true}

// speaks reports whether a file is of the packages that speak to people; samples
// of Prometheus are for machines, their HELP is English as everybody's, and so are the
// plain texts of workbooks that the tests compare.
func speaks(path string) bool {
	for _, machine := range []string{"/exporter/", "/sample/", "/booktext/"} {
		if strings.Contains(path, machine) {
			return false
		}
	}
	return strings.HasPrefix(path, "../../reports/") || strings.HasPrefix(path, "../../cmd/gapstep/")
}

// Words for people belong to the message files, English ones too.
func TestNoProseStandsInCode(t *testing.T) {
	seen := 0
	sources(t, func(path, text string) {
		if !strings.HasSuffix(path, ".go") || !speaks(path) {
			return
		}
		fset := token.NewFileSet()
		file, err := goparser.ParseFile(fset, path, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		seen++
		for _, lit := range proseIn(file) {
			t.Errorf("%s: prose in code: %s", fset.Position(lit.Pos()), lit.Value)
		}
	})
	if seen < 100 {
		t.Errorf("only %d files were read", seen)
	}
}

// proseIn are the literals of a file that a person would read.
func proseIn(file *ast.File) []*ast.BasicLit {
	var found []*ast.BasicLit
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec, *ast.Field: // paths, tags
			return false
		case *ast.CallExpr:
			return !exempt[calledName(n.Fun)]
		case *ast.KeyValueExpr:
			key, ok := n.Key.(*ast.Ident)
			return !ok || !exemptFields[key.Name]
		case *ast.BasicLit:
			if s, err := strconv.Unquote(n.Value); n.Kind == token.STRING && err == nil && isProse(s) && !named[s] && !named[strings.TrimPrefix(s, "--host-resolver-rules=")] {
				found = append(found, n)
			}
		}
		return true
	})
	return found
}

func calledName(f ast.Expr) string {
	switch f := f.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// The search finds what it is to find, and lets be what machines read.
func TestProseIsFound(t *testing.T) {
	for text, want := range map[string]bool{
		`"no data"`: true, `"Mean"`: true, `"Total:"`: true, `"<text x=\"1\">Team mean</text>"`: true, `"%d rows read"`: true, `"共 3 行"`: false, `"均值 标准"`: true,
		`"Gap, of the mean"`: true, `"\n  next step"`: true, "`<title>Gaps</title>`": true, `"{{.Title}} of the team"`: true,
		`"col.team_mean"`: false, `"%s: %s\n"`: false, `"<svg width=\"%d\">"`: false, `"gap, missed, bad-rows"`: false, `"gapstep plan list"`: false,
		`"--query | --table"`: false, `"{{range .Rows}}"`: false, `"SHA-256"`: false, `"2025-06-30"`: false,
	} {
		file, err := goparser.ParseFile(token.NewFileSet(), "", "package p\nvar x = "+text, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(proseIn(file)) > 0; got != want {
			t.Errorf("%s: found %v, want %v", text, got, want)
		}
	}
	file, err := goparser.ParseFile(token.NewFileSet(), "", `package p
var a, b, c = fmt.Errorf("read the file"), cobra.Command{Use: "add ID", Short: "Add a target"}, f.Bool("all", false, "every scored row")`, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := proseIn(file); len(got) != 2 {
		t.Errorf("a command's and a flag's words are prose, a wrapped error is none: %v", got)
	}
}

var (
	style        = regexp.MustCompile(`(?s)<style>.*?</style>|<script>.*?</script>|<!--.*?-->|<meta name="(viewport|color-scheme|robots)"[^>]*>`)
	act          = regexp.MustCompile(`(?s){{.*?}}`)
	tag          = regexp.MustCompile(`(?s)<[^>]*>`)
	attribute    = regexp.MustCompile(`\b(title|alt|placeholder|content|label|summary|value|aria-label|aria-description|aria-roledescription|data-label)="([^"]*)"`)
	saidByScript = regexp.MustCompile(`^["'](\p{Lu}\p{Ll}|.*\p{Han})`)
	letters      = regexp.MustCompile(`\p{L}{2,}`)
)

// The templates of pages hold no word either: not between the tags, not in what is
// read aloud, nor in the script.
func TestNoWordStandsInTemplates(t *testing.T) {
	seen := 0
	for _, pattern := range []string{"templates/*.html", "*/*.html"} {
		pages, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range pages {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(path, "testdata") {
				continue
			}
			seen++
			for _, words := range wordsOfPage(string(raw)) {
				t.Errorf("%s: words in a template: %q", path, words)
			}
		}
	}
	if seen < 5 {
		t.Errorf("only %d templates were read", seen)
	}
}

// wordsOfPage are the words that stand in a template itself.
func wordsOfPage(page string) []string {
	var found []string
	if m := regexp.MustCompile(`(?s)<script>(.*?)</script>`).FindStringSubmatch(page); m != nil {
		for _, lit := range regexp.MustCompile(`"[^"\n]*"|'[^'\n]*'`).FindAllString(m[1], -1) {
			if saidByScript.MatchString(lit) {
				found = append(found, lit)
			}
		}
	}
	page = act.ReplaceAllString(style.ReplaceAllString(page, ""), "")
	for _, m := range attribute.FindAllStringSubmatch(page, -1) {
		if letters.MatchString(m[2]) {
			found = append(found, m[0])
		}
	}
	for _, text := range tag.Split(page, -1) {
		if text = strings.TrimSpace(text); letters.MatchString(text) && text != "SHA-256" {
			found = append(found, text)
		}
	}
	return found
}

func TestWordsOfTemplatesAreFound(t *testing.T) {
	for page, want := range map[string]int{
		`<th>Mean</th>`:                                           1,
		`<th>{{.T "col.mean"}}</th>`:                              0,
		`<svg aria-label="Funnel of {{.KPI}}">`:                   1,
		`<svg aria-label="{{.Label}}" class="wide funnel">`:       0,
		`<style>.a { content: "x" }</style><p>{{.A}} – {{.B}}`:    0,
		`<script>box.placeholder = "Search a name"</script>`:      1,
		`<script>document.querySelector("main section")</script>`: 0,
		`<input placeholder="{{.T "html.search"}}">`:              0,
		`<!-- what matters first --><p>{{.A}}</p>`:                0,
	} {
		if got := wordsOfPage(page); len(got) != want {
			t.Errorf("%s: %q", page, got)
		}
	}
}
