package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The first screen of both READMEs is executed: the csv is what the command
// reads, and the output is what the command prints.
func TestReadmeShowsWhatTheCommandPrints(t *testing.T) {
	for file, lang := range map[string]string{"README.md": "en", "README.zh-CN.md": "zh"} {
		t.Run(file, func(t *testing.T) {
			page, err := os.ReadFile(filepath.Join("..", "..", file))
			if err != nil {
				t.Fatal(err)
			}
			csv := block(t, page, "csv")
			command, want, _ := strings.Cut(block(t, page, "console"), "\n")
			args, ok := strings.CutPrefix(command, "$ gapstep ")
			if !ok {
				t.Fatalf("the block begins with %q", command)
			}
			t.Chdir(t.TempDir())
			if err := os.WriteFile("visits.csv", []byte(csv), 0o600); err != nil {
				t.Fatal(err)
			}
			var out, errs bytes.Buffer
			a := &app{out: &out, err: &errs, now: func() time.Time { return time.Time{} }, env: func(name string) (string, bool) {
				if name == "GAPSTEP_LANG" {
					return lang, true
				}
				return "", false
			}}
			if code := a.run(t.Context(), strings.Fields(args)); code != exitDone {
				t.Fatalf("exit code %d: %s", code, errs.String())
			}
			if got := out.String(); strings.TrimSpace(got) != strings.TrimSpace(want) {
				t.Errorf("%s shows\n%s\nthe command prints\n%s", file, want, got)
			}
		})
	}
}

// block is the text of the first fenced block of a language.
func block(t *testing.T, page []byte, lang string) string {
	t.Helper()
	m := regexp.MustCompile("(?s)```" + lang + "\n(.*?)```").FindSubmatch(page)
	if m == nil {
		t.Fatalf("no block of %s", lang)
	}
	return string(m[1])
}

// The configuration that the README shows is one that the command takes.
func TestReadmeConfigurationIsTaken(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(page, -1)
	if len(blocks) == 0 {
		t.Fatal("no configuration is shown")
	}
	for _, b := range blocks {
		file := filepath.Join(t.TempDir(), "gapstep.yaml")
		if err := os.WriteFile(file, b[1], 0o600); err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		a := &app{out: &out, err: &errs, now: func() time.Time { return time.Time{} }, env: func(string) (string, bool) { return "", false }}
		if code := a.run(t.Context(), []string{"kpis", "--config", file}); code != exitDone {
			t.Errorf("exit code %d: %s\n%s", code, errs.String(), b[1])
		}
	}
}

// Every command and flag that a README names in the text is one that can be typed.
func TestReadmesNameWhatIsThere(t *testing.T) {
	_, root := tree(t, "en")
	flags := map[string]bool{}
	commands(root, func(c *cobra.Command) {
		c.Flags().VisitAll(func(f *pflag.Flag) { flags["--"+f.Name] = true })
		c.PersistentFlags().VisitAll(func(f *pflag.Flag) { flags["--"+f.Name] = true })
	})
	for _, file := range []string{"README.md", "README.zh-CN.md"} {
		page, err := os.ReadFile(filepath.Join("..", "..", file))
		if err != nil {
			t.Fatal(err)
		}
		named := 0
		for _, m := range regexp.MustCompile("`(gapstep [^`\n]+)`").FindAllStringSubmatch(string(page), -1) {
			takes(t, root, file, strings.Fields(quoted.ReplaceAllString(m[1], "x")))
			named++
		}
		for _, flag := range regexp.MustCompile(`--[a-z][a-z-]+`).FindAllString(strings.ReplaceAll(string(page), "| ---", ""), -1) {
			if !flags[flag] {
				t.Errorf("%s names %s, which no command takes", file, flag)
			}
		}
		if named < 10 {
			t.Errorf("%s names only %d commands", file, named)
		}
	}
}
