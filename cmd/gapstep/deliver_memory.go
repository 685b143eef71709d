package main

import "runtime/debug"

// A report that is written beside a large analysis in memory adds little to it but
// garbage: from how many bytes in use on the collector runs more often meanwhile,
// and how often. The peak of the run stays that of the analysis.
const (
	largeAnalysis  = 128 << 20
	percentWriting = 35
)

// collectWhileWriting returns what ends it.
func collectWhileWriting() (end func()) {
	if memoryInUse() < largeAnalysis {
		return func() {}
	}
	before := debug.SetGCPercent(percentWriting)
	if before >= 0 && before < percentWriting {
		debug.SetGCPercent(before)
	}
	return func() { debug.SetGCPercent(before) }
}
