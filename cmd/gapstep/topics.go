package main

import (
	"github.com/spf13/cobra"
)

// helpTopics are the pages of `gapstep help TOPIC`.
func helpTopics() []*cobra.Command {
	return []*cobra.Command{{Use: "exit-codes"}, {Use: "formats"}, {Use: "environment"}}
}
