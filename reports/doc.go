// Package reports gathers what a run found into one value, [Report], and
// writes it in every form: a table for the terminal, a workbook, a page, JSON
// and csv. All of them print the same value, so that no two can disagree.
//
// A table for people carries its evidence: a level stands with the counts or
// the n behind it and its interval, a gap is told in points and relative. People who
// are on watch, normal or not judged are numbers in it, unless every row is asked
// for or nobody could be judged. Machine forms (csv, JSON) are never translated:
// ratios, dates of RFC 3339, words with underscores; what is not known is empty or null.
//
// Text from the inputs is made harmless in each form: no control character
// reaches a terminal, no cell becomes a formula.
package reports
