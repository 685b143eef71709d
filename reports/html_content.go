package reports

import (
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/reports/locale"
)

// contentPart is what people wrote around a plan's targets.
type contentPart struct {
	Bones     []bonePart
	Actions   []actionPart
	Done      string // how many actions are done
	Resources []fact
	Comment   string
	Said      []string // in talks, check-ins and comments, by their days
}

// bonePart is a bone of the fishbone: the causes of one level.
type bonePart struct {
	Level  string
	Causes []causePart
}

type causePart struct {
	Title, Hypothesis, Why string
	First                  string // what it was taken for at first
	Evidence               []string
}

// actionPart is an action with the three facts about it: done, well, to effect.
type actionPart struct{ Task, Owner, How, When, Done, Quality, Effect string }

// newContentPart words what was written and said; nil when nothing was.
func newContentPart(p *locale.Printer, c goals.Content, rec *Record) *contentPart {
	part := contentPart{Comment: locale.Plain(c.EmployeeComment), Said: saidWords(p, rec)}
	first := firstReadings(p, c.Causes)
	for _, bone := range goals.Fishbone(c.Causes) {
		b := bonePart{Level: p.Word("cause_level", string(bone.Level))}
		for i := range bone.Causes {
			b.Causes = append(b.Causes, newCausePart(p, &bone.Causes[i], first))
		}
		part.Bones = append(part.Bones, b)
	}
	done := 0
	for i := range c.Actions {
		a := &c.Actions[i]
		if a.Completion == goals.Done {
			done++
		}
		part.Actions = append(part.Actions, actionPart{Task: locale.Plain(a.Task), Owner: locale.Plain(a.Owner), How: locale.Plain(a.Method), When: WhenText(p, a),
			Done: DoneText(p, a), Quality: p.Word("grade", string(a.Quality)), Effect: p.Word("effect", string(a.Effect))})
	}
	if len(c.Actions) > 0 {
		part.Done = p.Text("html.plan.done", locale.Args{"done": p.Number(done), "of": p.Number(len(c.Actions))})
	}
	for _, res := range resourcesOf(&c) {
		part.Resources = append(part.Resources, fact{locale.Plain(res.Name), p.Word("resource_state", string(res.Status))})
	}
	if part.Bones == nil && part.Actions == nil && part.Resources == nil && part.Comment == "" && part.Said == nil {
		return nil
	}
	return &part
}

// firstReadings are the titles of what revised causes were taken for at first, by
// what they read now.
func firstReadings(p *locale.Printer, causes []goals.Cause) map[string]string {
	first := map[string]string{}
	for _, c := range causes {
		if now := c.Current(); c.Revised != nil {
			first[now.Code+"\x00"+now.Hypothesis] = CauseText(p, c.Code)
		}
	}
	return first
}

// newCausePart is a cause as it reads now; the first reading stays beside it.
func newCausePart(p *locale.Printer, c *goals.Cause, first map[string]string) causePart {
	return causePart{Title: CauseText(p, c.Code), Hypothesis: locale.Plain(c.Hypothesis), Why: whyText(c.Whys),
		First: first[c.Code+"\x00"+c.Hypothesis], Evidence: EvidenceTexts(p, c.Evidence)}
}
