package sample

import (
	"fmt"
	"strings"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

const (
	baseMonths = 12 // of the first exports
	nextMonths = 3  // of each set of exports for tracking
	allMonths  = baseMonths + 2*nextMonths
	perWindow  = 3 // months of a window
)

// month returns month i counted from 2025-07.
func month(i int) kpi.Period {
	return kpi.PeriodOf(kpi.DateOf(2025, time.July+time.Month(i), 1), kpi.Month)
}

// count is events of trials in one month, or in one window.
type count struct{ events, trials int }

// employee is a person with their figures, one a month.
type employee struct {
	id, name string
	counts   map[string][]count // by indicator id
	scores   []float64          // event satisfaction
	absent   int                // month without any row, -1 when there is none
}

// team is a team with its members, in order of their ids.
type team struct {
	name   string
	people []*employee
}

// newTeam numbers the names, which stand apart by commas, from prefix+"01".
func newTeam(name, prefix, names string) team {
	t := team{name: name}
	for i, n := range strings.Split(names, ",") {
		t.people = append(t.people, &employee{
			id: fmt.Sprintf("%s%02d", prefix, i+1), name: n, counts: map[string][]count{}, absent: -1,
		})
	}
	return t
}

// present calls visit for each member who has a row in month m.
func (t team) present(m int, visit func(*employee)) {
	for _, e := range t.people {
		if e.absent != m {
			visit(e)
		}
	}
}

// company is every team of the sample.
type company struct {
	east, south, platform, first, second, admin team
}

// hire names everybody; the figures come from fill.
func hire() company {
	return company{
		east:     newTeam("华东销售部", "S1", "林思远,陈嘉怡,王浩然,赵雨桐,周明轩,吴佩珊,郑凯文,孙婉清,马俊杰,胡雪梅,朱子豪,高依琳"),
		south:    newTeam("华南销售部", "S2", "何志强,罗美玲,梁宇航,宋佳宁,谢天佑,韩梦洁,唐文博,冯丽娟,董鹏飞,萧若涵,程国栋,曹慧敏,袁立新,邓巧云"),
		platform: newTeam("Platform", "E1", "Li Na,Zhang Lei,Wang Fang,Liu Yang,Zhao Min,Huang Bo,Wei Chen,Sun Jie,Guo Rui,Ma Chao,Lin Tao,Xu Yan"),
		first:    newTeam("客服一组", "C1", "彭晓燕,曾宪宏,蒋雅琴,许静雯,蔡振宇,贾秀英,丁一鸣,魏春花,薛志刚,叶婷婷,阎海波,余诗涵"),
		second:   newTeam("客服二组", "C2", "潘玉洁,杜建国,戴欣妍,夏子墨,钟秋萍,汪启航,田淑芬,任博文"),
		admin:    newTeam("行政部", "A1", "姜文静,顾晓岚,范振华,方雨薇"),
	}
}
