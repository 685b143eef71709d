package locale

import (
	"cmp"
	"strconv"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Problem words a diagnostic: what is wrong and what to do about it.
func (p *Printer) Problem(d kpi.Diagnostic) (problem, remedy string) {
	return p.sentences(d.Code, p.textArgs(d.Args, nil))
}

// Fault words an error that ended a run: what happened, where (the address,
// "" when there is none) and what to do. An error that is no [kpi.Fault] comes
// back as its own text, with nothing to do.
func (p *Printer) Fault(err error) (what, where, todo string) {
	if err == nil {
		return "", "", ""
	}
	f := kpi.AsFault(err)
	if f == nil {
		return Plain(err.Error()), "", ""
	}
	args := p.textArgs(f.Args, nil)
	if f.Err != nil {
		args["cause"] = p.cause(f.Err)
	}
	what, todo = p.sentences(f.Code, args)
	if f.Err != nil {
		what = p.Text("fault.because", Args{"what": what, "cause": args["cause"]})
	}
	return what, Plain(f.Origin.String()), todo
}

// cause words the error behind a fault: a fault in its turn, or its own text.
func (p *Printer) cause(err error) string {
	what, where, _ := p.Fault(err)
	if where == "" {
		return what
	}
	return where + ": " + what
}

// sentences looks up both; some caveats have nothing that could be done.
func (p *Printer) sentences(code string, args Args) (problem, remedy string) {
	problem = p.Text(code+".problem", args)
	if p.Has(code + ".remedy") {
		remedy = p.Text(code+".remedy", args)
	}
	return problem, remedy
}

// Caveat words a caveat or a step of a plan's arithmetic; [Printer.Remedy] says
// what would make the evidence better. Levels among the arguments are shown in
// the unit of in, which may be nil where none is.
func (p *Printer) Caveat(c kpi.Caveat, in *kpi.Indicator) string {
	return p.Text(c.Code+".problem", p.textArgs(c.Args, in))
}

// Remedy words what can be done about a caveat, "" when nothing can.
func (p *Printer) Remedy(c kpi.Caveat, in *kpi.Indicator) string {
	_, remedy := p.sentences(c.Code, p.textArgs(c.Args, in))
	return remedy
}

// textArgs turns machine-form arguments into those of a text; "in" carries the
// indicator to the functions of messages, taken from the argument "kpi" when
// it is not given. A number of rows or values
// chooses the plural where no count does.
func (p *Printer) textArgs(args kpi.Args, in *kpi.Indicator) Args {
	out := Args{}
	for k, v := range args {
		out[k] = bounded(k, p.grouped(k, v))
	}
	if in == nil {
		in = p.indicator(args["kpi"])
	}
	out["in"] = in
	if n := cmp.Or(args["count"], args["rows"], args["values"]); isCount(n) {
		out["count"] = n
	}
	return out
}

// Texts from a file are repeated in a message with so many characters at most, what is
// made of several of them with more.
const mostOfText, mostOfList = 80, 200

// bounded is an argument as long as a message may have it. What is to be pasted is
// left whole.
func bounded(name, v string) string {
	most := mostOfList
	switch name {
	case "suggestion", "suggestions", "define":
		return v
	case "heading", "text", "name", "employee", "team", "other", "column", "value":
		most = mostOfText
	}
	if len(v) <= most {
		return v
	}
	if r := []rune(v); len(r) > most {
		return string(r[:most]) + "…"
	}
	return v
}

// grouped is an argument with its thousands grouped where its name says that it
// counts; a year and an id are no amounts.
func (p *Printer) grouped(name, v string) string {
	switch name {
	case "rows", "values", "cells", "people", "members":
		if n, err := strconv.ParseUint(v, 10, 32); err == nil {
			return p.Number(int(n))
		}
	}
	return v
}

// isCount reports whether s is a plain whole number.
func isCount(s string) bool {
	_, err := strconv.ParseUint(s, 10, 32)
	return err == nil
}

func (p *Printer) indicator(id string) *kpi.Indicator {
	if p.catalogue == nil || id == "" {
		return nil
	}
	return p.catalogue.Get(id)
}

// Title is the indicator's title in the language.
func (p *Printer) Title(in *kpi.Indicator) string { return Plain(in.Title.In(p.lang)) }

// TitleOf is the title of an indicator id: the id itself when no catalogue
// knows it.
func (p *Printer) TitleOf(id string) string {
	if in := p.indicator(id); in != nil {
		return p.Title(in)
	}
	return Plain(id)
}
