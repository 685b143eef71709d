package reports

import (
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// checkInJSON is a check-in or a talk on a running plan, as it was written down.
type checkInJSON struct {
	Day          kpi.Date         `json:"day"`
	By           string           `json:"by"`
	Talk         bool             `json:"talk"`
	Minutes      *int             `json:"minutes"`
	Progress     string           `json:"progress"`
	SelfReported []goals.Evidence `json:"self_reported"`
	Obstacles    []obstacleJSON   `json:"obstacles"`
}

// obstacleJSON is something in the way, as the check-in named it.
type obstacleJSON struct {
	Text  string              `json:"text"`
	Owner string              `json:"owner"`
	State goals.ObstacleState `json:"state"`
}

// commentJSON is what the employee said of the plan, with the answer to it.
type commentJSON struct {
	Day       kpi.Date    `json:"day"`
	By        string      `json:"by"`
	Objection bool        `json:"objection"`
	Text      string      `json:"text"`
	Answer    *answerJSON `json:"answer"`
}

type answerJSON struct {
	Day  kpi.Date `json:"day"`
	By   string   `json:"by"`
	Text string   `json:"text"`
}

// newSaidJSON is what a plan's record holds of both sides' words; empty lists
// without a record.
func newSaidJSON(rec *Record) ([]checkInJSON, []commentJSON) {
	checkIns, comments := []checkInJSON{}, []commentJSON{}
	if rec == nil {
		return checkIns, comments
	}
	for _, c := range rec.CheckIns {
		out := checkInJSON{Day: c.Day, By: c.Mark.By, Talk: c.Talk, Minutes: positive(c.Minutes), Progress: c.Progress,
			SelfReported: list(c.SelfReported), Obstacles: []obstacleJSON{}}
		for _, o := range c.Obstacles {
			out.Obstacles = append(out.Obstacles, obstacleJSON{o.Text, o.Owner, o.State})
		}
		checkIns = append(checkIns, out)
	}
	for _, c := range rec.Comments {
		out := commentJSON{Day: rec.dayOf(c.Mark), By: c.Mark.By, Objection: c.Objection, Text: c.Text}
		if c.Answer != nil {
			out.Answer = &answerJSON{rec.dayOf(c.Answer.Mark), c.Answer.Mark.By, c.Answer.Text}
		}
		comments = append(comments, out)
	}
	return checkIns, comments
}
