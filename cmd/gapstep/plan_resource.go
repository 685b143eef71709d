package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func (a *app) planActionResourceCommand() *cobra.Command {
	return a.writing(writer{
		use:  "resource ID ACTION asked|granted|missing",
		args: cobra.ExactArgs(3),
		flags: func(c *cobra.Command) {
			c.Flags().String("name", "", "")
			c.Flags().String("note", "", "")
		},
		decide: func(args []string) (decision, error) {
			status := goals.ResourceStatus(machineWord(args[1]))
			return func(l *goals.Life) ([]goals.Deed, error) {
				name, err := a.resourceName(l, args[0])
				return []goals.Deed{&goals.ResourceChange{Action: args[0], Resource: name, Status: status, Note: a.textFlag("note")}}, err
			}, nil
		},
	})
}

// resourceNames are those of an action that the reader may see.
func resourceNames(l *goals.Life, action string) string {
	var names []string
	for _, act := range l.Plan.Content.Actions {
		for _, r := range act.Resources {
			if act.ID == action {
				names = append(names, r.Name)
			}
		}
	}
	return strings.Join(names, ", ")
}

// resourceName is the resource of --name, else the only one of the action.
func (a *app) resourceName(l *goals.Life, action string) (string, error) {
	name := a.textFlag("name")
	if name != "" {
		return name, nil
	}
	for _, act := range l.Plan.Content.Actions {
		if act.ID == action && len(act.Resources) == 1 {
			return act.Resources[0].Name, nil
		}
		if act.ID == action {
			return "", &kpi.Fault{Class: kpi.Usage, Code: "resource.which", Args: kpi.Args{"id": l.Plan.ID, "action": action, "names": resourceNames(a.shown(l), action)}}
		}
	}
	return "", nil // the deed says that there is no such action
}
