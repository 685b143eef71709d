package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestWhatIsWrongWithALine(t *testing.T) {
	for name, c := range map[string]struct {
		lang string
		args []string
		want string
	}{
		"an unknown flag":          {"zh", []string{"analyze", "--nope"}, "没有这个选项：--nope"},
		"an unknown short flag":    {"zh", []string{"analyze", "-z"}, "没有这个选项：-z"},
		"a flag without value":     {"zh", []string{"analyze", "x.csv", "--window"}, "选项 --window 需要取值"},
		"a value of no use":        {"zh", []string{"plan", "add", "--sustain", "x"}, "取值“x”无效"},
		"an unknown command":       {"zh", []string{"analize"}, "没有命令“analize”"},
		"a near command":           {"zh", []string{"analize"}, "analyze"},
		"too few arguments":        {"zh", []string{"demo"}, "需要 1 个参数，给出了 0 个"},
		"none where one is needed": {"zh", []string{"analyze"}, "gapstep analyze 至少需要一个参数\n  → gapstep analyze FILE...\n"},
		"no flag at all":           {"zh", []string{"analyze", "--=x"}, "没有这个选项：--=x"},
		"a subcommand misspelt":    {"zh", []string{"plan", "action", "dnoe", "abc", "a1"}, "“gapstep plan action”没有命令“dnoe”\n  → 是否想用 done？"},
		"a topic misspelt":         {"zh", []string{"help", "analize"}, "是否想用 analyze？"},
		"a topic below a command":  {"zh", []string{"help", "plan", "actoin"}, "是否想用 action？"},
		"in English":               {"en", []string{"analyze", "--nope"}, "unknown flag: --nope"},
		"a command in English":     {"en", []string{"nope"}, `unknown command "nope" for "gapstep"`},
	} {
		if _, err, code := say(t, c.lang, c.args...); code != exitUsage || !strings.Contains(err, c.want) {
			t.Errorf("%s: exit %d, %q lacks %q", name, code, err, c.want)
		}
	}
}

// What no fault words is said in the language at least, on one line.
func TestAnUnexpectedErrorIsSaidSo(t *testing.T) {
	a, _ := tree(t, "zh")
	var errs bytes.Buffer
	a.err = &errs
	a.printFault(errors.New("disk on \x1b[31mfire\nhelp"))
	if got := errs.String(); !strings.HasPrefix(got, "gapstep: 意外错误：disk on ") || strings.Count(got, "\n") != 1 || strings.Contains(got, "\x1b") {
		t.Errorf("%q", got)
	}
}
