package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
)

func (a *app) planCauseCommand() *cobra.Command {
	c := &cobra.Command{Use: "cause", Short: "What is thought to be behind a gap: set it, revise it; every reading is kept"}
	c.AddCommand(a.writing(writer{
		use: "set ID", short: "Add a cause, as a hypothesis with its evidence",
		example: "  gapstep plan cause set abc123 --code individual.skill --hypothesis \"needs are asked about on the surface\" \\\n" +
			"    --evidence \"data: 30% of the follow-ups late\" --evidence \"peer: TopSales sat in on two talks\" --as \"Li Na\"",
		args: cobra.ExactArgs(1), flags: addCauseFlags,
		decide: func([]string) (decision, error) {
			cause, err := a.cause()
			return func(*goals.Life) ([]goals.Deed, error) { return []goals.Deed{&goals.CauseSet{Cause: cause}}, nil }, err
		},
	}), a.writing(writer{
		use: "revise ID CODE", short: "Say what a cause was found to be instead; the first reading stays",
		example: "  gapstep plan cause revise abc123 individual.skill --code process.misunderstood --hypothesis \"the new product was misread\" --as \"Li Na\"",
		args:    cobra.ExactArgs(2), flags: addCauseFlags,
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
	f.String("code", "", "of the taxonomy: individual.skill, process.no_standard … (required)")
	f.String("hypothesis", "", "in words")
	f.StringArray("evidence", nil, "SOURCE: TEXT; the sources: peer, customer, self, manager, data, simulation, interview, process_node, market (repeatable)")
	f.StringArray("why", nil, "an answer of a 5-why chain, the symptom's first (repeatable)")
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
