// Package web serves a report: the page at /, the samples at /metrics, and the
// two questions of an orchestrator, /-/healthy and /-/ready.
//
// A report is rendered once, when it is shown; a visit or a scrape prints what
// is there and never starts an analysis. The new report takes the place of the
// old at once for every visitor. There is no access control in this version: listen on
// the loopback address only.
package web
