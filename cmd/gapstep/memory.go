package main

import (
	"context"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// leastMemory is the smallest budget: what the program takes before it has read a
// line.
const leastMemory = 64 << 20

// sizeUnits are the units of sizes, longer ones first: KiB and the like, and
// letters alone, count in 1024s; KB and the like in 1000s.
var sizeUnits = []struct {
	name  string
	bytes float64
}{
	{"kib", 1 << 10}, {"mib", 1 << 20}, {"gib", 1 << 30}, {"tib", 1 << 40},
	{"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9}, {"tb", 1e12},
	{"k", 1 << 10}, {"m", 1 << 20}, {"g", 1 << 30}, {"t", 1 << 40},
	{"b", 1},
}

// parseSize reads a size in bytes: 2GiB, 512MB, 1.5g, 800000000. It is false for
// what is none, and for what is not positive or beyond an int64.
func parseSize(text string) (bytes int64, ok bool) {
	number, unit := strings.ToLower(strings.TrimSpace(text)), 1.0
	for _, u := range sizeUnits {
		if n, found := strings.CutSuffix(number, u.name); found {
			number, unit = strings.TrimSpace(n), u.bytes
			break
		}
	}
	if strings.Trim(number, "0123456789.") != "" { // 1e9, 0x10 and -1 are no sizes that people write
		return 0, false
	}
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || n*unit < 1 || n*unit >= 1<<62 {
		return 0, false
	}
	return int64(n * unit), true
}

// limitMemory holds the run to the budget of --memory, when there is one: the
// garbage collector works harder towards it, and the run ends with a fault when
// that is not enough. [app.execute] lifts the limit.
func (a *app) limitMemory(ctx context.Context) error {
	text := a.set.config.Memory
	if text == "" {
		return nil
	}
	budget, ok := parseSize(text)
	if !ok || budget < leastMemory {
		return badFlag("memory", text, "2GiB, 512MB, 1.5g; ≥ 64MiB")
	}
	debug.SetMemoryLimit(budget - budget/10) // beyond it the collector can't help any more
	go a.watchMemory(ctx, budget, &kpi.Fault{Code: "memory.budget", Args: kpi.Args{"budget": text}})
	return nil
}

// tuneCollector lets the garbage collector run by what lives, unless GOGC says how:
// a small run ends before a collection would be worth its time, and a large one is
// collected more often: the list of ten million rows' findings takes a sixth less at
// its peak, for a tenth more of the time.
func tuneCollector(env func(string) (string, bool)) {
	if _, set := env("GOGC"); set {
		return
	}
	growth := growthBeside(0)
	debug.SetGCPercent(growth)
	afterCollections(func(live int64) {
		if next := growthBeside(live); next != growth {
			growth = next
			debug.SetGCPercent(growth)
		}
	})
}

// afterCollections calls do after each collection, with the bytes that it found
// living.
func afterCollections(do func(live int64)) {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	do(int64(sample[0].Value.Uint64()))
	runtime.AddCleanup(new([64]byte), func(struct{}) { afterCollections(do) }, struct{}{}) // what nothing refers to is gone with the next
}

// growthBeside is by how many percent the heap may grow beside what lives before
// it is collected.
func growthBeside(live int64) int {
	const ease = 100 << 20 // so much garbage is worth no collection
	return int(min(400, max(50, 100*ease/max(live, 1))))
}

// memoryPause is the time between two looks at the memory; that is over the
// budget twice ends the run.
const memoryPause = 20 * time.Millisecond

// watchMemory ends the run with over when it takes more than the budget.
func (a *app) watchMemory(ctx context.Context, budget int64, over error) {
	tick := time.NewTicker(memoryPause)
	defer tick.Stop()
	for looks := 0; looks < 2; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			looks++
			if memoryInUse() <= budget {
				looks = 0
			}
		}
	}
	a.cancel(over)
}

// memoryInUse is the memory in bytes that the runtime has and has not given back.
func memoryInUse() int64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return int64(samples[0].Value.Uint64() - samples[1].Value.Uint64())
}
