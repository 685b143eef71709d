package main

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// say runs a command line in a language and returns what it prints, and its exit
// code.
func say(t *testing.T, lang string, args ...string) (out, err string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	a := &app{in: strings.NewReader(""), out: &o, err: &e, env: func(name string) (string, bool) { return lang, name == "GAPSTEP_LANG" }}
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
	a := &app{env: func(name string) (string, bool) { return lang, name == "GAPSTEP_LANG" }}
	a.text = a.firstPrinter(nil)
	root := a.root()
	a.speak(root)
	return a, root
}

// A new command or flag has its words in the catalogue, in both languages, and
// what the catalogue says is of a command that is there.
func TestEveryCommandAndFlagHasItsWords(t *testing.T) {
	a, root := tree(t, "zh")
	commands(root, func(c *cobra.Command) {
		if strings.HasPrefix(c.CommandPath(), "gapstep completion ") { // cobra's own pages for shells
			return
		}
		key := helpKey(c)
		if c.Short != "" && !a.text.Has("help."+key+".short") {
			t.Errorf("%s: help.%s.short is not in the catalogue: %s", c.CommandPath(), key, c.Short)
		}
		if c.Long != "" && key != "help" && key != "completion" && !a.text.Has("help."+key+".long") {
			t.Errorf("%s: help.%s.long is not in the catalogue", c.CommandPath(), key)
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !a.text.Has("help."+key+".flag."+f.Name) && !a.text.Has("help.flag."+f.Name) {
				t.Errorf("%s --%s has no words: %s", c.CommandPath(), f.Name, f.Usage)
			}
		})
	})
}

// The English catalogue says what the code says, so that neither is out of date.
func TestTheCatalogueIsTheCode(t *testing.T) {
	_, root := tree(t, "en")
	written := map[string]string{}
	plain := (&app{}).root()
	commands(plain, func(c *cobra.Command) {
		written[c.CommandPath()] = c.Short + "\n" + c.Long
		c.Flags().VisitAll(func(f *pflag.Flag) { written[c.CommandPath()+" --"+f.Name] = f.Usage })
	})
	commands(root, func(c *cobra.Command) {
		if want, known := written[c.CommandPath()]; known && want != c.Short+"\n"+c.Long {
			t.Errorf("%s: the catalogue says %q, the code %q", c.CommandPath(), c.Short+"\n"+c.Long, want)
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if want, known := written[c.CommandPath()+" --"+f.Name]; known && want != f.Usage {
				t.Errorf("%s --%s: the catalogue says %q, the code %q", c.CommandPath(), f.Name, f.Usage, want)
			}
		})
	})
}

func TestHelpSpeaksChinese(t *testing.T) {
	for _, args := range [][]string{{"help"}, {"analyze", "--help"}, {"help", "formats"}, {"plan", "action", "add", "-h"}} {
		out, _, code := say(t, "zh", args...)
		if code != exitDone || !strings.ContainsFunc(out, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%v: %d %s", args, code, out)
		}
		for _, english := range []string{"Usage:", "Flags:", "Available", "(default ", "help for", "⟦"} {
			if strings.Contains(out, english) {
				t.Errorf("%v says %q:\n%s", args, english, out)
			}
		}
	}
}

func TestWhatIsWrongWithALine(t *testing.T) {
	for name, c := range map[string]struct {
		lang string
		args []string
		want string
	}{
		"an unknown flag":       {"zh", []string{"analyze", "--nope"}, "没有这个选项：--nope"},
		"an unknown short flag": {"zh", []string{"analyze", "-z"}, "没有这个选项：-z"},
		"a flag without value":  {"zh", []string{"analyze", "x.csv", "--window"}, "选项 --window 需要取值"},
		"a value of no use":     {"zh", []string{"plan", "add", "--sustain", "x"}, "取值“x”无效"},
		"an unknown command":    {"zh", []string{"analize"}, "没有命令“analize”"},
		"a near command":        {"zh", []string{"analize"}, "analyze"},
		"too few arguments":     {"zh", []string{"demo"}, "需要 1 个参数，给出了 0 个"},
		"in English":            {"en", []string{"analyze", "--nope"}, "unknown flag: --nope"},
		"a command in English":  {"en", []string{"nope"}, `unknown command "nope" for "gapstep"`},
	} {
		if _, err, code := say(t, c.lang, c.args...); code != exitUsage || !strings.Contains(err, c.want) {
			t.Errorf("%s: exit %d, %q lacks %q", name, code, err, c.want)
		}
	}
}
