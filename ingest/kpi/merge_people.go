package kpi

// sightings are the rows that tell of employees: of each employee those that tell
// something else than the others, each time the first by origin.
type sightings struct {
	list []Observation
	of   map[string][]int // indexes into the list, by the employee's id
}

func (s *sightings) add(o Observation) {
	if s.of == nil {
		s.of = map[string][]int{}
	}
	for _, i := range s.of[o.Employee.ID] {
		if !s.list[i].Employee.Same(o.Employee) {
			continue
		}
		if compareSightings(o, s.list[i]) < 0 {
			s.list[i] = o
		}
		return
	}
	s.of[o.Employee.ID] = append(s.of[o.Employee.ID], len(s.list))
	s.list = append(s.list, o)
}
