package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gapstep/gapstep/reports/locale"
)

// speaks is an environment that asks for a language and nothing else.
func speaks(lang string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		if name == "GAPSTEP_LANG" {
			return lang, true
		}
		return "", false
	}
}

// say runs a command line in a language and returns what it prints, and its exit
// code.
func say(t *testing.T, lang string, args ...string) (out, err string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	a := &app{in: strings.NewReader(""), out: &o, err: &e, env: speaks(lang)}
	code = a.run(t.Context(), args)
	return o.String(), e.String(), code
}

// commands calls visit for every command of the tree.
func commands(c *cobra.Command, visit func(*cobra.Command)) {
	visit(c)
	for _, sub := range c.Commands() {
		commands(sub, visit)
	}
}

func tree(t *testing.T, lang string) (*app, *cobra.Command) {
	t.Helper()
	a := &app{env: speaks(lang)}
	a.text = a.firstPrinter(nil)
	root := a.root()
	a.speak(root, nil)
	a.speakCommand(root)
	return a, root
}

// wordsOf reads the ids of the catalogue's words of help, with the words.
func wordsOf(t *testing.T, lang string) map[string]string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "reports", "locale", "catalogue", "cmd_help."+lang+".toml"))
	if err != nil {
		t.Fatal(err)
	}
	a, _ := tree(t, lang)
	words := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^"(help\.[^"]+)" = `).FindAllStringSubmatch(string(page), -1) {
		words[m[1]] = a.text.Text(m[1], nil)
	}
	return words
}

// A command and a flag without words in the catalogue would be one that nobody
// can use; words without a command are of one that is gone.
func TestEveryCommandAndFlagHasItsWordsAndNoWordsAreLeftOver(t *testing.T) {
	for _, lang := range locale.Languages() {
		words, used := wordsOf(t, lang), map[string]bool{}
		_, root := tree(t, lang)
		commands(root, func(c *cobra.Command) {
			key := "help." + helpKey(c)
			for _, id := range []string{key + ".short", key + ".long", key + ".example"} {
				used[id] = true
			}
			if c.Short == "" || words[key+".short"] != c.Short {
				t.Errorf("%s: %s says %q, the help %q: its words stand in %s.short", lang, c.CommandPath(), words[key+".short"], c.Short, key)
			}
			c.LocalFlags().VisitAll(func(f *pflag.Flag) {
				own, shared := key+".flag."+f.Name, "help.flag."+f.Name
				id := shared
				if words[own] != "" {
					id = own
				}
				used[id] = true
				if f.Usage == "" || words[id] != f.Usage {
					t.Errorf("%s: %s --%s has no words in %s or %s", lang, c.CommandPath(), f.Name, own, shared)
				}
			})
		})
		code, err := os.ReadFile("help.go")
		if err != nil {
			t.Fatal(err)
		}
		for id := range words {
			if !used[id] && !strings.Contains(string(code), `"`+id+`"`) {
				t.Errorf("%s: %s is said by no command and no flag", lang, id)
			}
		}
	}
}

// The words stand once: a command has none of its own before it is taught to speak.
func TestNoCommandBringsWordsOfItsOwn(t *testing.T) {
	commands((&app{}).root(), func(c *cobra.Command) {
		if own := c.Short + c.Long + c.Example; own != "" {
			t.Errorf("%s brings its own words: %s", c.CommandPath(), own)
		}
		for _, set := range []*pflag.FlagSet{c.Flags(), c.PersistentFlags()} {
			set.VisitAll(func(f *pflag.Flag) {
				if f.Usage != "" {
					t.Errorf("%s --%s brings its own words: %s", c.CommandPath(), f.Name, f.Usage)
				}
			})
		}
	})
}

// What the help lists is what the command takes: words can't go out of date unseen.
func TestHelpNamesEveryForm(t *testing.T) {
	for _, lang := range locale.Languages() {
		words := wordsOf(t, lang)
		for id, want := range map[string][]string{
			"help.flag.output": formats, "help.plan.flag.output": wholeFormats, "help.track.flag.output": wholeFormats,
		} {
			if _, list, _ := strings.Cut(words[id], "."); "."+list != "."+strings.Join(want, " .") {
				t.Errorf("%s: %s lists .%s, the command takes .%s", lang, id, list, strings.Join(want, " ."))
			}
		}
	}
}

var quoted = regexp.MustCompile(`"[^"]*"`)

// The examples are lines that the command takes, the same in both languages but
// for what stands in quotes, the names of files and remarks.
func TestExamplesCanBeTyped(t *testing.T) {
	_, root := tree(t, "en")
	en, zh := wordsOf(t, "en"), wordsOf(t, "zh")
	remark := regexp.MustCompile(`\s+#.*|[^\s/]+\.(xlsx|csv)`)
	for id := range en {
		if !strings.HasSuffix(id, ".example") {
			continue
		}
		plain := func(s string) string { return remark.ReplaceAllString(quoted.ReplaceAllString(s, `""`), "") }
		if diff := cmp.Diff(plain(en[id]), plain(zh[id])); diff != "" {
			t.Errorf("%s: the languages show different commands:\n%s", id, diff)
		}
		for line := range strings.Lines(strings.ReplaceAll(en[id], "\\\n", " ")) {
			for part := range strings.SplitSeq(quoted.ReplaceAllString(strings.Split(line, " #")[0], "x"), " && ") {
				takes(t, root, id, strings.Fields(strings.Split(part, " | ")[0]))
			}
		}
	}
}

// takes wants a command for a line as it is typed, and all of its flags.
func takes(t *testing.T, root *cobra.Command, where string, line []string) {
	t.Helper()
	if len(line) == 0 || line[0] != "gapstep" {
		t.Errorf("%s: not a command: %v", where, line)
		return
	}
	c, rest, err := root.Find(line[1:])
	if err != nil || !c.Runnable() && len(rest) > 0 && !strings.HasPrefix(rest[0], "-") {
		t.Errorf("%s: no such command: %v", where, line)
		return
	}
	for _, word := range rest {
		name, _, _ := strings.Cut(word, "=")
		switch {
		case word == "-" || !strings.HasPrefix(word, "-"):
		case strings.HasPrefix(word, "--") && c.Flag(name[2:]) == nil,
			!strings.HasPrefix(word, "--") && c.Flags().ShorthandLookup(name[1:2]) == nil && root.PersistentFlags().ShorthandLookup(name[1:2]) == nil:
			t.Errorf("%s: %s has no flag %s", where, c.CommandPath(), name)
		}
	}
}

func TestHelpSpeaksChinese(t *testing.T) {
	for _, args := range [][]string{nil, {"help"}, {"help", "help"}, {"analyze", "--help"}, {"help", "formats"}, {"plan", "action", "add", "-h"}, {"completion"}, {"completion", "zsh", "-h"}} {
		out, _, code := say(t, "zh", args...)
		if code != exitDone || !strings.ContainsFunc(out, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%v: %d %s", args, code, out)
		}
		for _, english := range []string{"Usage:", "Flags:", "Available", "(default ", "help for", "[flags]", "[command]", "⟦"} {
			if strings.Contains(out, english) {
				t.Errorf("%v says %q:\n%s", args, english, out)
			}
		}
	}
}

// The language of help comes from flag, environment, configuration or locale,
// in this order, before any of them is read in earnest.
func TestHelpSpeaksTheLanguageThatIsAskedFor(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{"zh.yaml": "reports: {lang: zh}\n", "en.yaml": "reports: {lang: en}\n", "broken.yaml": "reports: [\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		env, args string
		zh        bool
	}{
		"none":                          {"", "help", false},
		"the locale":                    {"LANG=zh_CN.UTF-8", "help", true},
		"the locale that wins":          {"LANG=zh_CN.UTF-8 LC_ALL=C", "help", false},
		"the flag":                      {"LANG=en_US.UTF-8", "--lang zh help", true},
		"the flag behind":               {"", "analyze --help --lang=zh", true},
		"the flag over the environment": {"GAPSTEP_LANG=zh", "help --lang en", false},
		"the configuration":             {"LANG=en_US.UTF-8", "help --config zh.yaml", true},
		"the configuration over locale": {"LANG=zh_CN.UTF-8", "help --config=en.yaml", false},
		"the environment's file":        {"GAPSTEP_CONFIG=zh.yaml", "plan --help", true},
		"the environment over the file": {"GAPSTEP_CONFIG=zh.yaml GAPSTEP_LANG=en", "plan --help", false},
		"a broken file":                 {"LANG=zh_CN.UTF-8", "help --config broken.yaml", true},
		"no such file":                  {"LANG=zh_CN.UTF-8", "help --config none.yaml", true},
	} {
		var out, errs bytes.Buffer
		a := &app{in: strings.NewReader(""), out: &out, err: &errs, env: func(name string) (string, bool) {
			for pair := range strings.FieldsSeq(c.env) {
				if key, value, _ := strings.Cut(pair, "="); key == name {
					return value, true
				}
			}
			return "", false
		}}
		code := a.run(t.Context(), strings.Fields(c.args))
		if got := strings.Contains(out.String(), "用法："); code != exitDone || got != c.zh {
			t.Errorf("%s: exit %d, Chinese %v, want %v\n%s%s", name, code, got, c.zh, out.String(), errs.String())
		}
	}
}

// What a shell shows beside a word that can be completed is in the language, too.
func TestCompletionSpeaks(t *testing.T) {
	for _, c := range []struct {
		lang, want string
		args       []string
	}{
		{"zh", "analyze\t每位员工每项指标的差距", []string{"__complete", "an"}},
		{"en", "analyze\tGaps of every employee and KPI", []string{"__complete", "an"}},
		{"zh", "--window\t合并最近 N 期", []string{"__complete", "analyze", "--win"}},
		{"zh", "done\t已完成", []string{"__complete", "help", "plan", "action", "do"}},
		{"en", "analyze\t每位员工每项指标的差距", []string{"__complete", "--lang", "zh", "an"}},
	} {
		if out, errs, code := say(t, c.lang, c.args...); code != exitDone || !strings.Contains(out, c.want) {
			t.Errorf("%v: exit %d, %q lacks %q\n%s", c.args, code, out, c.want, errs)
		}
	}
}

// A script goes to where the output goes.
func TestCompletionScriptGoesToStdout(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if out, errs, code := say(t, "zh", "completion", shell); code != exitDone || !strings.Contains(out, "__complete") {
			t.Errorf("%s: exit %d, %d bytes\n%s", shell, code, len(out), errs)
		}
	}
}
