package main

import (
	"github.com/spf13/cobra"
)

// helpTopics are the pages of `gapstep help TOPIC`.
func helpTopics() []*cobra.Command {
	return []*cobra.Command{
		{Use: "exit-codes", Short: "What the exit codes mean", Long: `Exit codes

  0    done
  1    failed: the data can't be used, or a file can't be read or written
  2    usage or configuration: the command line or the file is wrong
  3    findings: of lint; else only with --fail-on gap|missed|bad-rows, --strict
  130  interrupted`},
		{Use: "formats", Short: "What is read and written", Long: `Formats

Read: xlsx and xlsm workbooks; csv and tsv (comma, semicolon, tab, |, full-width comma; UTF-8,
UTF-16, GB18030, Big5), jsonl and json arrays, these also gzipped; parquet; Arrow IPC files and streams;
a query on PostgreSQL or SQLite (--source URL --query SQL | --table T). A folder or a glob
is every readable file in it. Old .xls: save it as .xlsx first.

A sheet may be long (a row for each employee, period and KPI), wide (KPIs as columns), or have its
periods as columns. A value, or a numerator and a denominator: only with both can a gap be judged.

Written: a table on stdout (--format table|csv|json|jsonl|md), and with -o a folder of gaps.xlsx,
gaps.html, gaps.json, gaps.csv and gaps.parquet, or one file by its suffix (.arrow, .jsonl and .md too).
json, jsonl, csv, parquet and arrow hold ratios, not percents, and are never translated. metrics --textfile writes Prometheus samples.`},
		{Use: "environment", Short: "The environment variables", Long: `Environment

Every flag can be set as GAPSTEP_ and the flag's name in capitals, with _ for -:
GAPSTEP_AS_OF=2026-06-30 is --as-of 2026-06-30. A flag on the command line wins over the
environment, that over the configuration file, that over the default (gapstep config show).

  GAPSTEP_CONFIG             the configuration file
  GAPSTEP_LANG, LC_ALL, LANG the language: zh or en
  NO_COLOR, CLICOLOR, CLICOLOR_FORCE`},
	}
}
