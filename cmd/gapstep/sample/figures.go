package sample

import "math/rand/v2"

// Peers' counts of a window, fixed so that with the one person whose counts
// stand in posts.go the plain team mean is 22.0, 5.0 and 92.0 %.
var (
	conversionPeers = []count{{62, 282}, {70, 306}, {66, 291}, {73, 315}, {67, 300}, {67, 294}, {72, 312}, {63, 285}, {70, 309}, {68, 297}, {68, 303}}
	defectPeers     = []count{{11, 282}, {14, 306}, {12, 291}, {15, 315}, {12, 300}, {13, 294}, {15, 312}, {11, 285}, {14, 309}, {14, 297}, {13, 303}}
	csatPeers       = []count{{525, 570}, {569, 612}, {544, 588}, {587, 630}, {554, 600}, {550, 594}, {575, 618}, {531, 576}, {562, 606}, {540, 582}, {577, 624}}
	delayPeers      = []count{{2, 60}, {3, 63}, {2, 57}, {1, 60}, {3, 60}, {2, 66}, {3, 66}, {2, 54}, {1, 57}, {3, 60}, {2, 63}}
	updatePeers     = []count{{5, 90}, {4, 87}, {6, 93}}
	needsPeers      = []count{{84, 90}, {82, 88}, {86, 93}}
)

// dealer makes the figures that are not written out, from a fixed seed.
type dealer struct{ *rand.Rand }

// newDealer starts the one stream of draws. The seed is one under which chance
// flags nobody among the equally good in any of the windows; tests hold it.
func newDealer() dealer { return dealer{rand.New(rand.NewPCG(2026, 1))} }

// fill gives everybody their figures, always in the same order.
func (d dealer) fill(c company) {
	d.deal(c.east, "conversion_rate", conversionPeers)
	d.deal(c.east, "followup_delay_rate", delayPeers)
	d.deal(c.platform, "defect_rate", defectPeers)
	d.cover(c.platform)
	d.deal(c.first, "csat", csatPeers)
	d.deal(c.admin, "update_delay_rate", updatePeers)
	d.deal(c.admin, "needs_match_accuracy", needsPeers)
	d.score(c.admin)
	d.draw(c.south, "conversion_rate", 0.22, 100)
	d.draw(c.south, "followup_delay_rate", 0.035, 20)
	d.draw(c.second, "csat", 0.92, 200)
	setPosts(c)
}

// deal hands the peers' counts of a window round the team, one seat further
// each window, and leaves out the person whose counts are fixed.
func (d dealer) deal(t team, id string, peers []count) {
	for window := range allMonths / perWindow {
		seat := 3 * window
		for _, e := range t.people {
			if _, fixed := posts[e.id]; fixed {
				continue
			}
			e.counts[id] = append(e.counts[id], d.split(peers[seat%len(peers)])...)
			seat++
		}
	}
}

// split divides a window's count over its months, unevenly, as months are.
func (d dealer) split(c count) []count {
	few := min(c.events, c.trials-c.events)
	trials, rare := d.parts(c.trials, 10), d.parts(few, 4)
	out := make([]count, perWindow)
	for i := range out {
		out[i] = count{rare[i], trials[i]}
		if few != c.events {
			out[i].events = trials[i] - rare[i]
		}
	}
	return out
}

// parts divides total into three, each within about a share of 1/unevenness of a third.
func (d dealer) parts(total, unevenness int) [perWindow]int {
	third := total / perWindow
	p := [perWindow]int{third, third, third}
	start := d.below(perWindow)
	for i := range total % perWindow {
		p[(start+i)%perWindow]++
	}
	for i := range perWindow - 1 {
		most := third / unevenness
		move := d.below(2*most+1) - most
		p[i], p[i+1] = p[i]-move, p[i+1]+move
	}
	return p
}

// below returns an integer in [0, n). It uses nothing of the generator but
// Float64, so that the bytes depend on little.
func (d dealer) below(n int) int { return int(d.Float64() * float64(n)) }

// draw gives the whole team counts drawn from one rate, with around usual
// trials a month.
func (d dealer) draw(t team, id string, rate float64, usual int) {
	for _, e := range t.people {
		for range allMonths {
			trials := usual - usual/5 + d.below(2*(usual/5)+1)
			e.counts[id] = append(e.counts[id], count{d.hits(trials, rate), trials})
		}
	}
}

// hits draws the events of independent trials.
func (d dealer) hits(trials int, rate float64) int {
	events := 0
	for range trials {
		if d.Float64() < rate {
			events++
		}
	}
	return events
}

// cover gives the team covered lines of lines: each person's own level above
// the standard of 80 %, with half a point of movement between months. Whole
// numbers all the way: floating point may round otherwise on another processor.
func (d dealer) cover(t team) {
	for i, e := range t.people {
		level := 8150 + 40*(i*5%len(t.people)) // of 10,000
		for range allMonths {
			lines := 9000 + 10*d.below(300)
			covered := lines * (level + d.below(101) - 50) / 10000
			e.counts["test_coverage"] = append(e.counts["test_coverage"], count{covered, lines})
		}
	}
}

// score gives the team the mean of its event ratings, to one decimal.
func (d dealer) score(t team) {
	for i, e := range t.people {
		for range allMonths {
			e.scores = append(e.scores, float64(840+7*i+d.below(21)-10)/10)
		}
	}
}
