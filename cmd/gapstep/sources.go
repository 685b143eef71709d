package main

import "github.com/gapstep/gapstep/ingest"

// sourceConfig says how files are read whose base name matches.
type sourceConfig struct {
	Match     string          `mapstructure:"match" json:"match" yaml:"match"`
	Layout    string          `mapstructure:"layout" json:"layout" yaml:"layout,omitempty"`
	Sheet     string          `mapstructure:"sheet" json:"sheet" yaml:"sheet,omitempty"`
	Sheets    string          `mapstructure:"sheets" json:"sheets" yaml:"sheets,omitempty"`
	HeaderRow int             `mapstructure:"header_row" json:"header_row" yaml:"header_row,omitempty"`
	Encoding  string          `mapstructure:"encoding" json:"encoding" yaml:"encoding,omitempty"`
	Where     string          `mapstructure:"where" json:"where" yaml:"where,omitempty"`
	Grain     string          `mapstructure:"grain" json:"grain" yaml:"grain,omitempty"`
	Columns   columnsConfig   `mapstructure:"columns" json:"columns" yaml:"columns,omitempty"`
	Join      []joinConfig    `mapstructure:"join" json:"join" yaml:"join,omitempty"`
	Aliases   []aliasConfig   `mapstructure:"aliases" json:"aliases" yaml:"aliases,omitempty"`
	Exclude   []missingConfig `mapstructure:"exclude" json:"exclude" yaml:"exclude,omitempty"`
	Missing   []missingConfig `mapstructure:"missing" json:"missing" yaml:"missing,omitempty"`
	Measures  []measureConfig `mapstructure:"measures" json:"measures" yaml:"measures,omitempty"`
	Key       []string        `mapstructure:"key" json:"key,omitempty" yaml:"key,flow,omitempty"`
	DateOrder string          `mapstructure:"date_order" json:"date_order,omitempty" yaml:"date_order,omitempty"`
	Decimal   string          `mapstructure:"decimal" json:"decimal,omitempty" yaml:"decimal,omitempty"`
	Zeros     string          `mapstructure:"formula_zeros" json:"formula_zeros,omitempty" yaml:"formula_zeros,omitempty"`
	Corrects  bool            `mapstructure:"corrects" json:"corrects,omitempty" yaml:"corrects,omitempty"`
}

// joinConfig names a roster. On is a heading that stands in both files, or
// {left: heading of the data, right: heading of the roster}.
type joinConfig struct {
	File  string `mapstructure:"file" json:"file" yaml:"file"`
	Sheet string `mapstructure:"sheet" json:"sheet" yaml:"sheet,omitempty"`
	On    any    `mapstructure:"on" json:"on" yaml:"on,flow"`
	Since string `mapstructure:"since" json:"since" yaml:"since,omitempty"`
	// Number compares keys of digits as numbers.
	Number bool `mapstructure:"on_number" json:"on_number,omitempty" yaml:"on_number,omitempty"`
}

type aliasConfig struct {
	Column string   `mapstructure:"column" json:"column" yaml:"column"`
	From   []string `mapstructure:"from" json:"from" yaml:"from,flow"`
	To     string   `mapstructure:"to" json:"to" yaml:"to"`
}

// source is what the configuration says of files, in the words of ingest.
func (c sourceConfig) source() ingest.Source {
	src := ingest.Source{Match: c.Match, Layout: c.Layout, Sheet: c.Sheet, Sheets: c.Sheets, HeaderRow: c.HeaderRow, Encoding: c.Encoding,
		Where: c.Where, Grain: c.Grain, Columns: ingest.Columns(c.Columns), Key: c.Key, DateOrder: c.DateOrder, Decimal: c.Decimal, FormulaZeros: c.Zeros, Corrects: c.Corrects}
	for _, m := range c.Measures {
		src.Measures = append(src.Measures, ingest.Measure(m))
	}
	for _, m := range c.Missing {
		src.Missing = append(src.Missing, ingest.Missing(m))
	}
	for _, a := range c.Aliases {
		src.Aliases = append(src.Aliases, ingest.Alias(a))
	}
	for _, e := range c.Exclude {
		src.Excludes = append(src.Excludes, ingest.Exclude(e))
	}
	for _, j := range c.Join {
		left, right := j.keys()
		src.Joins = append(src.Joins, ingest.Join{File: j.File, Sheet: j.Sheet, Left: left, Right: right, Since: j.Since, Number: j.Number})
	}
	return src
}

// keys are the headings of the key in the data and in the roster; what is
// neither a heading nor {left, right} gives none, which ingest refuses.
func (c joinConfig) keys() (left, right string) {
	switch on := c.On.(type) {
	case string:
		return on, on
	case map[string]any:
		left, _ = on["left"].(string)
		right, _ = on["right"].(string)
		if len(on) != 2 {
			return "", ""
		}
	}
	return left, right
}

// sourceConfigOf writes a source down as a configuration says it: the other way
// of source.
func sourceConfigOf(src ingest.Source) sourceConfig {
	c := sourceConfig{Match: src.Match, Layout: src.Layout, Sheet: src.Sheet, Sheets: src.Sheets, HeaderRow: src.HeaderRow, Encoding: src.Encoding,
		Where: src.Where, Grain: src.Grain, Columns: columnsConfig(src.Columns), Key: src.Key, DateOrder: src.DateOrder, Decimal: src.Decimal, Zeros: src.FormulaZeros, Corrects: src.Corrects}
	for _, m := range src.Measures {
		c.Measures = append(c.Measures, measureConfig(m))
	}
	for _, m := range src.Missing {
		c.Missing = append(c.Missing, missingConfig(m))
	}
	for _, a := range src.Aliases {
		c.Aliases = append(c.Aliases, aliasConfig(a))
	}
	for _, e := range src.Excludes {
		c.Exclude = append(c.Exclude, missingConfig(e))
	}
	for _, j := range src.Joins {
		on := any(j.Left)
		if j.Left != j.Right {
			on = map[string]any{"left": j.Left, "right": j.Right}
		}
		c.Join = append(c.Join, joinConfig{File: j.File, Sheet: j.Sheet, On: on, Since: j.Since, Number: j.Number})
	}
	return c
}
