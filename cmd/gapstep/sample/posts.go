package sample

import "maps"

// post holds the fixed figures of a person, one a month from 2025-07.
type post struct {
	counts map[string][]count
	scores []float64
	absent int // month without any row; 0 when there is none
}

// posts are the four people whose figures are fixed, by id. Each line is a window.
var posts = map[string]post{
	"S105": {counts: map[string][]count{
		"conversion_rate": {
			{17, 98}, {19, 104}, {18, 98},
			{16, 100}, {15, 97}, {17, 103},
			{14, 96}, {16, 104}, {15, 100}, // 45/300
			{16, 102}, {14, 98}, {15, 100}, // 45/300
			{17, 100}, {18, 100}, {19, 100},
			{19, 100}, {20, 100}, {21, 100},
		},
		"followup_delay_rate": {
			{4, 20}, {5, 20}, {4, 20},
			{5, 20}, {6, 20}, {5, 20},
			{6, 20}, {7, 20}, {5, 20}, // 18/60
			{6, 20}, {5, 20}, {7, 20}, // 18/60
			{3, 20}, {1, 20}, {1, 20}, // 5 % twice: equality counts
			{1, 20}, {0, 20}, {1, 20},
		},
	}},
	"E107": {counts: map[string][]count{
		"defect_rate": {
			{10, 100}, {9, 98}, {11, 102},
			{11, 101}, {10, 98}, {12, 101},
			{12, 101}, {11, 97}, {13, 102}, // 36/300
			{12, 99}, {13, 104}, {11, 97}, // 36/300
			{10, 100}, {8, 100}, {7, 100},
			{6, 100}, {6, 100}, {5, 100},
		},
		"test_coverage": {
			{3710, 9400}, {3790, 9600}, {3850, 9800},
			{3880, 9800}, {3920, 9900}, {3890, 9850},
			{3920, 10000}, {4050, 10100}, {4030, 9900}, // 12000/30000
			{4080, 10100}, {3930, 9900}, {3990, 10000}, // 12000/30000
			{6100, 10100}, {7100, 10150}, {8180, 10200},
			{8250, 10250}, {8290, 10300}, {8350, 10350},
		},
	}},
	"C104": {counts: map[string][]count{
		"csat": {
			{175, 201}, {173, 199}, {174, 200},
			{172, 198}, {171, 200}, {173, 202},
			{170, 202}, {168, 197}, {172, 201}, // 510/600
			{171, 200}, {169, 199}, {170, 201}, // 510/600
			{174, 200}, {177, 200}, {180, 200}, // 90 % from September: equality counts
			{181, 200}, {182, 200}, {182, 200},
		},
	}},
	"A102": {
		counts: map[string][]count{
			"update_delay_rate": {
				{6, 30}, {7, 30}, {8, 30},
				{8, 30}, {8, 30}, {9, 30},
				{9, 30}, {10, 30}, {8, 30}, // 27/90
				{9, 30}, {8, 30}, {10, 30}, // 27/90
				{3, 30}, {2, 30}, {0, 0},
				{2, 30}, {1, 30}, {1, 30},
			},
			"needs_match_accuracy": {
				{25, 30}, {25, 30}, {24, 30},
				{24, 30}, {25, 30}, {24, 30},
				{24, 30}, {23, 30}, {25, 30}, // 72/90
				{24, 30}, {25, 30}, {23, 30}, // 72/90
				{26, 30}, {27, 30}, {0, 0},
				{27, 30}, {28, 30}, {28, 30},
			},
		},
		scores: []float64{
			78, 77.5, 78.2,
			76.5, 76, 76.3,
			75.4, 74.6, 75, // mean 75.0
			75.2, 74.5, 75.3, // mean 75.0
			77, 79, 0,
			82, 84, 85,
		},
		absent: 14,
	},
}

// setPosts puts the fixed figures in the place of the dealt ones.
func setPosts(c company) {
	for _, t := range []team{c.east, c.platform, c.first, c.admin} {
		for _, e := range t.people {
			p, fixed := posts[e.id]
			if !fixed {
				continue
			}
			maps.Copy(e.counts, p.counts)
			if p.scores != nil {
				e.scores = p.scores
			}
			if p.absent > 0 {
				e.absent = p.absent
			}
		}
	}
}
