package kpi

// SegmentRow is a part of an observation: the events and trials of one
// employee, indicator and period that belong to one segment, such as a product line
// or a channel. The rows of all segments add up to the observation.
type SegmentRow struct {
	Team, Employee, Indicator string // ids
	Period                    Period
	Segment                   string // "" where the input names none
	Events, Trials            Decimal
}
