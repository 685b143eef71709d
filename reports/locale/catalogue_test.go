package locale

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	texttemplate "text/template"

	"github.com/google/go-cmp/cmp"
	"github.com/pelletier/go-toml/v2"
)

// catalogue reads every message of a language as it stands in the files: the
// forms of each id.
func catalogue(t *testing.T, lang string) map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]string{}
	entries, err := files.ReadDir("catalogue")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), "."+lang+".toml") {
			continue
		}
		raw, err := files.ReadFile("catalogue/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		var messages map[string]any
		if err := toml.Unmarshal(raw, &messages); err != nil {
			t.Fatalf("%s: %v", e.Name(), err)
		}
		for id, m := range messages {
			if _, twice := all[id]; twice {
				t.Errorf("%s: %s stands in another file, too", e.Name(), id)
			}
			all[id] = forms(t, id, m)
		}
	}
	return all
}

func forms(t *testing.T, id string, message any) map[string]string {
	t.Helper()
	out := map[string]string{}
	switch m := message.(type) {
	case string:
		out["other"] = m
	case map[string]any:
		for form, text := range m {
			out[form], _ = text.(string)
		}
	default:
		t.Errorf("%s is a %T: write an id in quotes", id, message)
	}
	return out
}

var (
	action      = regexp.MustCompile(`{{([^}]*)}}`)
	placeholder = regexp.MustCompile(`\.[a-z_0-9]+`)
)

// placeholders are the arguments that any form of a message uses.
func placeholders(forms map[string]string) []string {
	found := map[string]bool{}
	for _, text := range forms {
		for _, a := range action.FindAllStringSubmatch(text, -1) {
			for _, p := range placeholder.FindAllString(a[1], -1) {
				found[p] = true
			}
		}
	}
	delete(found, ".in") // the indicator, which any message may use
	return slices.Sorted(maps.Keys(found))
}

// sided are the messages in which one language says with a sign what the other
// says with the words below and above.
func sided(id string) bool {
	return strings.HasPrefix(id, "gap.") || strings.HasPrefix(id, "relative.")
}

func TestBothLanguagesHoldTheSameIDsWithTheSamePlaceholders(t *testing.T) {
	en, zh := catalogue(t, "en"), catalogue(t, "zh")
	if diff := cmp.Diff(slices.Sorted(maps.Keys(en)), slices.Sorted(maps.Keys(zh))); diff != "" {
		t.Fatalf("ids differ (-en +zh):\n%s", diff)
	}
	for id := range en {
		if diff := cmp.Diff(placeholders(en[id]), placeholders(zh[id])); diff != "" && !sided(id) {
			t.Errorf("%s: placeholders differ (-en +zh):\n%s", id, diff)
		}
	}
}

func TestEveryMessageHasTextThatParses(t *testing.T) {
	for _, lang := range Languages() {
		p := printer(t, lang)
		for id, forms := range catalogue(t, lang) {
			if !p.Has(id) {
				t.Errorf("%s: %s is in the file but not in the printer", lang, id)
			}
			for form, text := range forms {
				if text == "" {
					t.Errorf("%s: %s has no text (%s)", lang, id, form)
				}
				if _, err := texttemplate.New("").Funcs(p.functions()).Parse(text); err != nil {
					t.Errorf("%s: %s: %v", lang, id, err)
				}
			}
		}
	}
}

func TestPluralMessagesHaveTheFormsOfTheirLanguage(t *testing.T) {
	want := map[string]string{"en": "one other", "zh": "other"}
	for lang, w := range want {
		for id, forms := range catalogue(t, lang) {
			if got := strings.Join(slices.Sorted(maps.Keys(forms)), " "); got != w && got != "other" {
				t.Errorf("%s: %s has the forms %q", lang, id, got)
			}
		}
	}
}

// The product speaks of gaps, never of people's worth (product.md, S0-01 and S0-28).
func TestNoMessageJudgesAPerson(t *testing.T) {
	judging := regexp.MustCompile(`(?i)\b(bad|poor|weak|worst|lazy|incompetent|underperform\w*|fail(s|ed|ing|ure)? (employee|person|people)|loser)\b.{0,20}\b(employee|person|people|performer|staff)|underperformer|low performer|` +
		`差员工|后进|落后分子|不合格员工|不称职|能力差|懒|垫底`)
	for _, lang := range Languages() {
		for id, forms := range catalogue(t, lang) {
			for _, text := range forms {
				if judging.MatchString(text) {
					t.Errorf("%s: %s judges: %s", lang, id, text)
				}
			}
		}
	}
}

func TestChineseMessagesAreChineseAndEnglishOnesAreNot(t *testing.T) {
	han := regexp.MustCompile(`\p{Han}`)
	for id, forms := range catalogue(t, "en") {
		for _, text := range forms {
			if han.MatchString(text) && !strings.HasSuffix(id, ".remedy") && id != "help.flag.kpi" { // these name headings to write
				t.Errorf("en: %s holds Chinese: %s", id, text)
			}
		}
	}
	latin := regexp.MustCompile(`[a-z]{3,} [a-z]{3,} [a-z]{3,}`)
	for id, forms := range catalogue(t, "zh") {
		for _, text := range forms {
			plain := regexp.MustCompile("`[^`]*`|{{[^}]*}}").ReplaceAllString(text, "")
			if latin.MatchString(plain) && !han.MatchString(plain) && !strings.HasSuffix(id, ".example") { // lines to type
				t.Errorf("zh: %s was not translated: %s", id, text)
			}
		}
	}
}

// Between Chinese words stand Chinese signs: a comma of ASCII beside them comes
// from a text that was translated half.
func TestChineseTextHasChinesePunctuation(t *testing.T) {
	half := regexp.MustCompile(`[\p{Han}）}][,;!?] ?[\p{Han}（{]`)
	for id, forms := range catalogue(t, "zh") {
		for _, text := range forms {
			if at := half.FindString(text); at != "" {
				t.Errorf("%s: %q in %s", id, at, text)
			}
		}
	}
}
