"""Works out expected.csv from the fixture with SQL alone; run in this folder."""
import csv
import datetime
import sqlite3

db = sqlite3.connect(":memory:")
db.execute("create table call (agent, week, answered, resolved, speed, rating)")
db.execute("create table hr (agent, team)")


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


with open("call_log.csv", encoding="utf-8", newline="") as f:
    for r in csv.DictReader(f):
        month, day, year = map(int, r["Date"].split("/"))
        iso = datetime.date(year, month, day).isocalendar()
        yes = {"Y": 1, "N": 0}
        db.execute("insert into call values (?,?,?,?,?,?)", (r["Agent Id"], f"{iso[0]}-W{iso[1]:02d}", yes.get(r["Answered (Y/N)"]),
                   yes.get(r["Resolved"]), number(r["Speed of answer in seconds"]), number(r["Satisfaction rating"])))
db.execute("update call set rating = null where rating = 0")
with open("agents.csv", encoding="gb18030", newline="") as f:
    for r in csv.DictReader(f):
        db.execute("insert into hr values (?,?)", (r["工号"], r["班组"]))

rows = []
for team, agent, week, good, n, stars, rated, seconds, timed in db.execute("""
        select team, agent, week,
               sum(case when answered = 1 then resolved end), count(case when answered = 1 then resolved end),
               sum(case when answered = 1 then rating end), count(case when answered = 1 then rating end),
               sum(speed), count(speed)
        from call join hr using (agent) group by agent, week"""):
    for kpi, x, k in (("resolution_rate", good, n), ("csat_score", stars, rated), ("answer_speed", seconds, timed)):
        rows.append((team, agent, kpi, week, x if k else "", k or "", x / k if k else ""))
weeks = sorted({r[3] for r in rows})
for team, agent in db.execute("select team, agent from hr where agent not in (select agent from call)"):
    rows += [(team, agent, kpi, week, "", "", "") for kpi in ("resolution_rate", "csat_score", "answer_speed") for week in weeks]
with open("expected.csv", "w", encoding="utf-8", newline="") as f:
    csv.writer(f, lineterminator="\n").writerows(sorted(rows, key=lambda r: (r[0], r[2], r[1], r[3])))
