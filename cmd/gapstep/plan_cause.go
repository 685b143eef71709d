package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
)

func (a *app) planCauseCommand() *cobra.Command {
	c := &cobra.Command{Use: "cause"}
	c.AddCommand(a.writing(writer{
		use:  "set ID",
		args: cobra.ExactArgs(1), flags: addCauseFlags,
		decide: func([]string) (decision, error) {
			cause, err := a.cause()
			return func(*goals.Life) ([]goals.Deed, error) { return []goals.Deed{&goals.CauseSet{Cause: cause}}, nil }, err
		},
	}), a.writing(writer{
		use:  "revise ID CODE",
		args: cobra.ExactArgs(2), flags: addCauseFlags,
		decide: func(args []string) (decision, error) {
			cause, err := a.cause()
			return func(*goals.Life) ([]goals.Deed, error) {
				return []goals.Deed{&goals.CauseRevised{Code: args[0], Cause: cause}}, nil
			}, err
		},
	}))
	return c
}

func addCauseFlags(c *cobra.Command) {
	f := c.Flags()
	f.String("code", "", "")
	f.String("hypothesis", "", "")
	f.StringArray("evidence", nil, "")
	f.StringArray("why", nil, "")
}

// cause is the cause of the flags.
func (a *app) cause() (goals.Cause, error) {
	day := a.today()
	c, err := goals.NewCause(a.textFlag("code"), a.textFlag("hypothesis"), a.textFlag("as"), &day)
	if err != nil {
		return c, err
	}
	lines, _ := a.set.flags.GetStringArray("evidence")
	for _, line := range lines {
		e, err := evidenceOf(line)
		if err != nil {
			return c, err
		}
		e.By, e.At = a.textFlag("as"), &day
		c.Evidence = append(c.Evidence, e)
	}
	c.Whys, _ = a.set.flags.GetStringArray("why")
	if len(c.Whys) > mostWhys {
		return c, badFlag("why", itoa(len(c.Whys)), "≤ 5")
	}
	return c, nil
}

// mostWhys is how deep a chain of whys may go.
const mostWhys = 5

// evidenceOf reads "peer: two talks heard".
func evidenceOf(line string) (goals.Evidence, error) {
	word, text, ok := strings.Cut(strings.Replace(line, "：", ":", 1), ":")
	for _, s := range goals.Sources() {
		if ok && string(s) == strings.TrimSpace(word) && strings.TrimSpace(text) != "" {
			return goals.Evidence{Source: s, Text: strings.TrimSpace(text)}, nil
		}
	}
	return goals.Evidence{}, badFlag("evidence", line, sourceWords())
}

func sourceWords() string {
	var words []string
	for _, s := range goals.Sources() {
		words = append(words, string(s)+": …")
	}
	return strings.Join(words, ", ")
}
