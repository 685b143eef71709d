package goals

import (
	_ "embed" // the taxonomy
	"fmt"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

//go:embed library/causes.yaml
var causesYAML []byte

// CauseKind is an entry of the taxonomy of causes.
type CauseKind struct {
	Code      string       `yaml:"code"`
	Title     kpi.Titles   `yaml:"title"`
	Questions []kpi.Titles `yaml:"questions"` // what to ask; the answers are evidence
	Strategy  kpi.Titles   `yaml:"strategy"`  // what kind of action answers it
	HROnly    bool         `yaml:"hr_only"`
}

// Level is the part of the code before the dot.
func (k CauseKind) Level() CauseLevel { return levelOf(k.Code) }

func levelOf(code string) CauseLevel {
	level, _, _ := strings.Cut(code, ".")
	return CauseLevel(level)
}

// Taxonomy is every kind of cause, in the order in which they are shown. Each
// call reads the embedded list anew.
func Taxonomy() []CauseKind {
	var list []CauseKind
	if err := decodeStrictly(causesYAML, &list); err != nil {
		panic(fmt.Sprintf("embedded taxonomy of causes: %v", err)) // a test reads it
	}
	return list
}

// NewCause is the hypothesis of a cause of the taxonomy. The fault is
// cause.unknown: a code that is not in it.
func NewCause(code, hypothesis, by string, at *kpi.Date) (Cause, error) {
	list := Taxonomy()
	i := slices.IndexFunc(list, func(k CauseKind) bool { return k.Code == code })
	if i < 0 {
		return Cause{}, usage("cause.unknown", kpi.Args{"code": code, "known": strings.Join(causeCodes(list), ", ")})
	}
	return Cause{Code: code, Level: list[i].Level(), Hypothesis: hypothesis, By: by, At: at, HROnly: list[i].HROnly}, nil
}

func causeCodes(list []CauseKind) []string {
	codes := make([]string, len(list))
	for i, k := range list {
		codes[i] = k.Code
	}
	return codes
}

// Revise sets what the cause was found to be instead; every earlier reading stays.
func (c Cause) Revise(later Cause) Cause {
	if c.Revised != nil {
		later = c.Revised.Revise(later)
	}
	c.Revised = &later
	return c
}

// Bone is one level of a fishbone with its causes.
type Bone struct {
	Level  CauseLevel `json:"level"`
	Causes []Cause    `json:"causes"`
}

// Fishbone groups causes, as they read now, by level in the order of the
// taxonomy; levels without a cause are left out, and what is not of the
// taxonomy comes last. A report draws it.
func Fishbone(causes []Cause) []Bone {
	var bones []Bone
	order := []CauseLevel{LevelIndividual, LevelProcess, LevelResource, LevelCommunication, LevelIncentive, LevelOrganisation, LevelExternal, LevelData}
	known := map[CauseLevel]bool{}
	for _, level := range order {
		known[level] = true
		if b := boneOf(level, causes); len(b.Causes) > 0 {
			bones = append(bones, b)
		}
	}
	for _, c := range causes {
		if level := levelOf(c.Current().Code); !known[level] {
			known[level] = true
			bones = append(bones, boneOf(level, causes))
		}
	}
	return bones
}

func boneOf(level CauseLevel, causes []Cause) Bone {
	b := Bone{Level: level}
	for _, c := range causes {
		if now := c.Current(); levelOf(now.Code) == level {
			b.Causes = append(b.Causes, now)
		}
	}
	return b
}
