package locale

import (
	"go/ast"
	goparser "go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// English that a person would read: two words of letters beside each other, apart
// from what only looks like it (attributes, formats, addresses).
var sentence = regexp.MustCompile(`^[A-Za-z][a-z']+[,:;]? [a-z']+[ .,:;?!]|[a-z]{2,}[,:;]? [a-z]{2,} [a-z]{2,}`)

// Where English may stand: an error is wrapped with the name of the step for whoever
// reports a fault, a panic is a fault of the program, so is what a server answers to a program, what is cut
// out of a library's error is the library's, an expression is no text; what
// the commands say of themselves is held to the catalogue by a test of their own.
var exempt = map[string]bool{"Errorf": true, "New": true, "MustCompile": true, "panic": true, "NewDesc": true, "Cut": true, "say": true,
	"String": true, "StringP": true, "StringSlice": true, "StringSliceP": true, "StringArray": true, "Bool": true, "BoolP": true, "Int": true, "Duration": true}

var exemptFields = map[string]bool{"Use": true, "Short": true, "Long": true, "Example": true, "Help": true, "Hint": true}

// Words for people belong to the message files, English ones too.
func TestNoEnglishSentenceStandsInCode(t *testing.T) {
	known := helpTexts(t)
	sources(t, func(path, text string) {
		if !strings.HasSuffix(path, ".go") || strings.Contains(path, "/exporter/") { // samples are for machines: their HELP is English, as everybody's
			return
		}
		if !strings.HasPrefix(path, "../../reports/") && !strings.HasPrefix(path, "../../cmd/gapstep/") || strings.Contains(path, "/sample/") {
			return
		}
		fset := token.NewFileSet()
		file, err := goparser.ParseFile(fset, path, text, 0)
		if err != nil {
			t.Fatal(err)
		}
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
				if n.Kind == token.STRING {
					if s, _ := strconv.Unquote(n.Value); sentence.MatchString(s) && !known[s] && !toType.MatchString(s) && !strings.ContainsAny(s, "<{;=/\\") {
						t.Errorf("%s: English in code: %s", fset.Position(n.Pos()), n.Value)
					}
				}
			}
			return true
		})
	})
}

// toType is what a user of any language may type: an example of a command, a list
// of a flag's values.
var toType = regexp.MustCompile(`(?m)^ *(gapstep |--)|^[A-Za-z_-]+(, [A-Za-z_-]+)+$`)

// helpTexts are the English texts of the commands' help: where they stand in code
// they are what a test of the commands holds to the catalogue.
func helpTexts(t *testing.T) map[string]bool {
	t.Helper()
	p, err := New("en")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for id := range p.ids {
		if strings.HasPrefix(id, "help.") {
			known[p.Text(id, nil)] = true
		}
	}
	return known
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
