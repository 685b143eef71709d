// Package ingest turns the cells of KPI exports into observations, and says
// what it could not use and why.
//
// The steps, each in a file of its own: the header row is searched for, so
// that title rows above it do no harm, and rows of headings above and below it
// are joined with it (months over their KPIs); a sheet that holds several tables
// is cut into them; headings are matched exactly (after
// folding width, case, units and punctuation) to dimensions, to indicators and
// to their numerators and denominators, similar names being only suggested; the
// layout (long, wide, periods or people as columns, a sheet for each person)
// follows from what was matched; rows and columns of targets are set aside; the
// unit of each column (0.15, 15 or 15%) and the order of its dates are decided
// from the whole column with the evidence kept; cells become measures and
// periods. Lines that are no data (totals, remarks, a row of units, headings that
// come again) are set aside and said. A blank is never zero: a blank cell of a
// person, and a figure that was refused, is an observation without data, so that
// nobody vanishes. Dates become months when they are only the days on which
// monthly figures were taken. Every cell that can't be used becomes a
// diagnostic with its address, and the tallies of read, used, rejected and blank
// add up.
//
// A large file is read in pieces: a long or wide table by the lane (lane.go), one
// whose rows are only gone through, such as events, from a spool (stream_rows.go).
// Neither gives another answer than reading it as a whole.
package ingest

import (
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// Source is what a configuration says about files whose base name matches
// Match (a glob). Empty fields are found out from the file.
type Source struct {
	Match     string
	Layout    string // long, wide, periods, people, events; "" is found out, but for events
	Sheet     string // the sheet's name; "" or "all": every visible sheet
	Sheets    string // per-employee: each sheet bears an employee's name; "": found out
	HeaderRow int    // counted from 1 in the sheet; 0: searched for
	Encoding  string
	Columns   Columns
	Measures  []Measure
	Missing   []Missing
	Where     string // of events: an expression; rows for which it is not true are left out
	Grain     string // of events: week, month or quarter, into which days are summed; "": month
	Aliases   []Alias
	Excludes  []Exclude
	Joins     []Join
	Key       []string // of events: headings that tell events apart; rows that agree in them are one event
	DateOrder string   // of 3/4/2025 in its dates: dmy, mdy or ymd, as --date-order, which goes before; "": told by each column
	Decimal   string   // of numbers in texts: "," (1,5) or "." (1,234.5); "": told by each column
	// FormulaZeros is "missing" where zeros are formulas of months that are not reported yet: those of a
	// team behind the last period in which anybody of it has another figure are no data; "": they are figures.
	FormulaZeros string
	Corrects     bool // the files correct the others: their figures replace those of the same employee, team, indicator and period
}

// Columns names the headings of dimensions; empty ones are found by the
// built-in dictionary.
type Columns struct {
	Employee, Name, Team, Period, KPI, Value, Numerator, Denominator string
	Role, Level, Manager, Type, Hired                                string

	Segment string // of events: the kind of case, such as a product line
}

// Measure binds headings to an indicator in a wide sheet: a value column, or a
// numerator and a denominator column. Of events they are expressions: a
// condition counts the rows for which it is true, a number is summed over the rows;
// the numerator counts within the denominator, and the mean of Value is the sum of
// the values over the number of rows that have one.
type Measure struct {
	KPI, Value, Numerator, Denominator string
	Unit                               string // of Value: ratio, percent; "" decided from the column
	Where                              string // of events: the rows that the measure is about; "": all
	Aggregate                          string // of events, of Value: mean or sum; "": mean
}

// Missing names values that mean "no data" in a column.
type Missing struct {
	Column string
	Values []string
}

// Options says how inputs are read.
type Options struct {
	Catalogue *kpi.Catalogue // nil: kpi.Builtin()
	Sources   []Source
	Named     []string // --kpi, each `heading=kpi_id` or `heading=higher,proportion[,percent|ratio]`
	Encoding  string
	DateOrder string // "", dmy, mdy, ymd
	Sheet     string
	Config    string          // the file of the sources, for what is said about them
	Folder    string          // where the rosters of joins are looked for first: that of the configuration
	Corrects  []string        // globs of files that correct the others, as Source.Corrects says
	Progress  *sheet.Progress // counts what is read; nil: nobody looks
	Unit      string          // "", ratio, percent: decides columns of proportions without percent signs, unless a number contradicts it
	Beside    []*sheet.File   // what was read already, such as the rows of a query: [Files] takes it in with the paths
	Stdin     string          // a file that holds what came from stdin: [Files] reads it as the path [Stdin]
	lane      laneOptions     // for tests
	spoolTop  int             // for tests: the first rows of a spooled table; 0: as of lanes
}

// Stdin is the path by which what came from stdin is called.
const Stdin = "stdin"

// Tally counts what was read. RowsRead = RowsUsed + RowsRejected + RowsBlank + RowsLeftOut
// and ValuesRead = ValuesUsed + ValuesRejected + ValuesBlank + ValuesLeftOut. A row is a line of the sheet
// below the header (title, total and wholly empty lines are not counted, totals
// are said in a note); a value is one measure: a cell, or a numerator with its
// denominator. A row is used when at least one of its values is, rejected when one of the others is, blank when all are.
// Of a roster a row is used when the data have its key, else blank, and rejected when its day can't be read; it has no values.
// Left out is what the configuration leaves out: by where and exclude, as the same event
// again, or because a correcting file has it.
// A row of a table that several sources read is one row with the values of all of them.
// Several days that were added up are each a value, though one figure of the Dataset; so
// are counts that stand in rows of their own (成交数, 拜访数), and the rate beside them.
type Tally struct {
	RowsRead, RowsUsed, RowsRejected, RowsBlank, RowsLeftOut           int
	ValuesRead, ValuesUsed, ValuesRejected, ValuesBlank, ValuesLeftOut int
}

// Input is one file with its tally.
type Input struct {
	Path   string
	SHA256 string
	Tally  Tally
}

// Role is what a column was taken for.
type Role string

// The roles of columns.
const (
	RoleEmployee    Role = "employee"
	RoleName        Role = "name"
	RoleTeam        Role = "team"
	RolePeriod      Role = "period"
	RoleKPI         Role = "kpi"
	RoleValue       Role = "value"
	RoleNumerator   Role = "numerator"
	RoleDenominator Role = "denominator"
	RoleRole        Role = "role"
	RoleLevel       Role = "level"
	RoleManager     Role = "manager"
	RoleType        Role = "type"
	RoleHired       Role = "hired"
	RoleUnit        Role = "unit"    // of the values of long sheets
	RoleYear        Role = "year"    // gives the year of 6月 in the period column
	RoleParent      Role = "parent"  // tells teams of the same name apart: their department
	RoleInput       Role = "input"   // feeds the expressions of event measures
	RoleUnknown     Role = "unknown" // numbers under a heading that is not known: listed with a --kpi to paste
	RoleIgnored     Role = "ignored" // text that is no dimension, or a figure that another column holds better
)

// Column is one column of a reading.
type Column struct {
	Heading    string
	Name       string     // by which a configuration finds it: the heading, NPS#2 for the second NPS, [C] without one
	Samples    []string   // the first cells below that are not blank, at most three
	Origin     kpi.Origin // the heading's cell
	Role       Role
	KPI        string      // indicator ids of value, numerator, denominator columns, joined by commas
	Bindings   []Binding   // what the column is to each of them
	Period     *kpi.Period // of a column that is a period (layout periods)
	Unit       string      // of values: ratio, percent, or the indicator's unit
	Evidence   string      // machine-form facts that decided unit or date order: "max=0.31 n=36 percent_cells=0"
	Suggestion string      // of unknown columns: a ready --kpi argument
}

// Binding is the part that a column plays for an indicator: visits may be the
// denominator of two rates.
type Binding struct {
	KPI  string
	Role Role // RoleValue, RoleNumerator or RoleDenominator
}

// Reading is how one table was understood: what `inspect` shows.
type Reading struct {
	File, Sheet string
	Layout      string // long, wide, periods, people (KPIs as rows, people as columns), events
	HeaderRow   int
	Columns     []Column
	TeamFrom    string // column, sheet, title, one
	// EmployeeFrom is column, columns (their headings), sheet.
	EmployeeFrom string
	PeriodFrom   string // column, columns, sheet, title, file, one
	Encoding     string
	Delimiter    string
	DateOrder    string
	Units        []Measure // KPI and Unit of what a flag settled, where no column is an indicator's own
	Source       *Source   // as configured, where it says what no column shows: expressions, aliases, joins; else nil
	Corrects     bool      // the file corrects the others, though the source does not say so itself
	Skipped      string    // why the table was passed over, a diagnostic code; "" when it was read
}

// Result is what the inputs gave.
type Result struct {
	Dataset     *kpi.Dataset
	Named       []kpi.Indicator // what --kpi arguments said of headings, as entries of a catalogue: an id with an alias, or all of an indicator
	Inputs      []Input
	Readings    []Reading
	Diagnostics []kpi.Diagnostic // sorted by origin, sheets in the order of their workbook
	Segments    []kpi.SegmentRow // of sources that name a segment: the parts of their observations
}
