// Package locale holds the words and the number formats of each language that
// gapstep speaks: English and Simplified Chinese.
//
// Everywhere else a message is a stable code with named arguments in machine
// form; the sentences stand here, in message files embedded under catalogue
// (one for each area and language, go-i18n's TOML form). The id of what a
// diagnostic, fault or caveat says is its code with ".problem" or ".remedy"
// behind. Both languages hold the same ids with the
// same placeholders; an id that is missing is printed in brackets, so that it can be
// seen and is never taken for a sentence.
//
// In a message, {{.name}} is an argument as it was given, and the functions
// title, level, target, step, points, relative, percent, count and word show a
// machine-form argument as a reader expects it: {{target .level .in}} prints 0.15
// of a proportion as 15%, {{word "basis" .basis}} the word of a basis.
//
// Everything that came from a file (names, cells, headings) passes through
// [Plain] on its way into a message: it cannot move a cursor or add a line.
//
// The words never judge a person: somebody is behind the team, a skill is to
// be developed; gapstep measures and proposes, people decide.
package locale
