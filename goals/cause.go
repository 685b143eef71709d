package goals

import (
	"github.com/gapstep/gapstep/ingest/kpi"
)

// CauseLevel is where a cause lies; a plan for one person is the answer to
// the individual ones alone.
type CauseLevel string

// The levels of the taxonomy.
const (
	LevelIndividual    CauseLevel = "individual"
	LevelProcess       CauseLevel = "process"
	LevelResource      CauseLevel = "resource"
	LevelCommunication CauseLevel = "communication"
	LevelIncentive     CauseLevel = "incentive"
	LevelOrganisation  CauseLevel = "organisation"
	LevelExternal      CauseLevel = "external"
	LevelData          CauseLevel = "data"
)

// Source is where a piece of evidence comes from.
type Source string

// The sources of evidence.
const (
	SourcePeer       Source = "peer"
	SourceCustomer   Source = "customer"
	SourceSelf       Source = "self"
	SourceManager    Source = "manager"
	SourceData       Source = "data"
	SourceSimulation Source = "simulation"
	SourceInterview  Source = "interview"
	SourceNode       Source = "process_node"
	SourceMarket     Source = "market"
)

// Sources lists the sources of evidence in a fixed order.
func Sources() []Source {
	return []Source{SourcePeer, SourceCustomer, SourceSelf, SourceManager, SourceData, SourceSimulation, SourceInterview, SourceNode, SourceMarket}
}

// Evidence is one observation that speaks for a cause or a gap.
type Evidence struct {
	Source Source    `json:"source"`
	Text   string    `json:"text"`
	By     string    `json:"by,omitempty"`
	At     *kpi.Date `json:"at,omitempty"`
}

// Cause is what is thought to be behind a gap: a hypothesis with its evidence
// and author, never a verdict.
type Cause struct {
	Code       string     `json:"code"`  // of the taxonomy: individual.skill
	Level      CauseLevel `json:"level"` // the part of Code before the dot
	Hypothesis string     `json:"hypothesis,omitempty"`
	Evidence   []Evidence `json:"evidence,omitempty"`
	Whys       []string   `json:"whys,omitempty"` // the answers of a 5-why chain, at most 5, the symptom's first
	By         string     `json:"by,omitempty"`
	At         *kpi.Date  `json:"at,omitempty"`
	Revised    *Cause     `json:"revised,omitempty"` // what it was found to be instead; the first reading stays
	HROnly     bool       `json:"hr_only,omitempty"`
}

// Current is the latest reading of the cause.
func (c Cause) Current() Cause {
	for c.Revised != nil {
		c = *c.Revised
	}
	return c
}

// forManager is the cause without readings for HR alone; open is false when
// none is left.
func (c Cause) forManager() (_ Cause, open bool) {
	if c.Revised != nil {
		if later, ok := c.Revised.forManager(); ok {
			c.Revised = &later
		} else {
			c.Revised = nil
		}
	}
	if !c.HROnly && c.Code != Wellbeing {
		return c, true
	}
	if c.Revised == nil {
		return Cause{}, false
	}
	return *c.Revised, true
}

// Wellbeing is the code of the cause that HR and the employee alone see.
const Wellbeing = "individual.wellbeing"
