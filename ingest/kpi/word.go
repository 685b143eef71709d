package kpi

import "fmt"

// words names the values of an enumeration; value i+1 has the name words[i],
// so that the zero value of every enumeration means "not said".
type words []string

func (w words) text(i uint8) string {
	if i == 0 || int(i) > len(w) {
		return ""
	}
	return w[i-1]
}

func (w words) parse(kind, s string) (uint8, error) {
	for i, name := range w {
		if name == s {
			return uint8(i + 1), nil
		}
	}
	return 0, fmt.Errorf("%s %q is not one of %v", kind, s, []string(w))
}

// Direction says which way an indicator is good.
type Direction uint8

// The directions.
const (
	Higher Direction = iota + 1 // more is better: conversion rate, coverage
	Lower                       // less is better: defect rate, delay rate
)

var directionWords = words{"higher", "lower"}

// String returns "higher" or "lower", and "" for the zero value.
func (d Direction) String() string { return directionWords.text(uint8(d)) }

// MarshalText writes the word of String.
func (d Direction) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "higher" or "lower".
func (d *Direction) UnmarshalText(b []byte) error {
	v, err := directionWords.parse("direction", string(b))
	*d = Direction(v)
	return err
}

// Sign is +1 where more is better and -1 where less is.
func (d Direction) Sign() float64 {
	if d == Lower {
		return -1
	}
	return 1
}

// Shortfall is how much worse actual is than reference, in the unit of both:
// positive is worse, negative is better.
func (d Direction) Shortfall(actual, reference float64) float64 {
	return d.Sign() * (reference - actual)
}

// Meets reports whether actual is at least as good as level; equality meets.
func (d Direction) Meets(actual, level Decimal) bool {
	if d == Lower {
		return actual <= level
	}
	return actual >= level
}

// Scale is the kind of number an indicator is.
type Scale uint8

// The scales.
const (
	Proportion Scale = iota + 1 // x of n: 45 contracts of 300 visits
	Rate                        // events per exposure, may exceed 1: complaints per 100 calls
	Score                       // a rating on a bounded scale: 6 of 10
	Quantity                    // an amount: hours, revenue, suggestions
)

var scaleWords = words{"proportion", "rate", "score", "quantity"}

// String returns the scale's word, "" for the zero value.
func (s Scale) String() string { return scaleWords.text(uint8(s)) }

// MarshalText writes the word of String.
func (s Scale) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads one of proportion, rate, score, quantity.
func (s *Scale) UnmarshalText(b []byte) error {
	v, err := scaleWords.parse("scale", string(b))
	*s = Scale(v)
	return err
}

// Trials says whether the trials behind a proportion may be taken as
// independent draws.
type Trials uint8

// The kinds of trials.
const (
	Independent Trials = iota + 1 // visits, calls, inspected items
	Clustered                     // covered lines, items of one batch: the periods are the sample
)

var trialWords = words{"independent", "clustered"}

// String returns the word, "" for the zero value.
func (t Trials) String() string { return trialWords.text(uint8(t)) }

// MarshalText writes the word of String.
func (t Trials) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads independent or clustered.
func (t *Trials) UnmarshalText(b []byte) error {
	v, err := trialWords.parse("trials", string(b))
	*t = Trials(v)
	return err
}

// Kind is what an indicator tells about; the milestone policy goes by it.
type Kind uint8

// The kinds.
const (
	Outcome    Kind = iota + 1 // depends on customers and market too: conversion
	Quality                    // the quality of one's own product, lagging: defects
	Practice                   // one's own way of working, leading: test coverage
	Adherence                  // doing it or not: delay, ledger kept
	Perception                 // ratings by others: CSAT
)

var kindWords = words{"outcome", "quality", "practice", "adherence", "perception"}

// String returns the word, "" for the zero value.
func (k Kind) String() string { return kindWords.text(uint8(k)) }

// MarshalText writes the word of String.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads one of outcome, quality, practice, adherence, perception.
func (k *Kind) UnmarshalText(b []byte) error {
	v, err := kindWords.parse("kind", string(b))
	*k = Kind(v)
	return err
}
