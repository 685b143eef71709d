"""Works out expected.csv from the fixture with SQL alone; run in this folder."""
import csv
import sqlite3

db = sqlite3.connect(":memory:")
db.execute("create table deal (agent, product, stage, closed, value)")
db.execute("create table team (agent, manager)")
for name, delimiter in (("sales_pipeline_a.csv", ","), ("sales_pipeline_b.csv", ";")):
    with open(name, encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f, delimiter=delimiter):
            stage = {"won": "Won", "Closed Won": "Won"}.get(r["deal_stage"], r["deal_stage"])
            text = r["close_value"].replace(",", "")
            try:
                value = float(text) if text else None
            except ValueError:
                value = None  # "pending": refused, not counted
            db.execute("insert into deal values (?,?,?,?,?)", (r["sales_agent"], r["product"], stage, r["close_date"], value))
with open("sales_teams.csv", encoding="utf-8", newline="") as f:
    for r in csv.DictReader(f):
        db.execute("insert into team values (?,?)", (r["sales_agent"], r["manager"]))

rows = []
kept = """from deal join team using (agent) where product <> 'Test product' and stage in ('Won', 'Lost')
          group by agent, substr(closed, 1, 7)"""
for team, agent, month, won, all_ in db.execute(f"select manager, agent, substr(closed, 1, 7), sum(stage = 'Won'), count(*) {kept}"):
    rows.append((team, agent, "win_rate", month, won, all_, won / all_))
won = "case when stage = 'Won' then value end"
for team, agent, month, total, n in db.execute(f"select manager, agent, substr(closed, 1, 7), sum({won}), count({won}) {kept}"):
    rows.append((team, agent, "deal_value", month, total or "", n or "", total / n if n else ""))
    rows.append((team, agent, "won_total", month, "", "", total if n else ""))
months = sorted({r[3] for r in rows})
for team, agent in db.execute("select manager, agent from team where agent not in (select agent from deal)"):
    rows += [(team, agent, kpi, month, "", "", "") for kpi in ("win_rate", "deal_value", "won_total") for month in months]
with open("expected.csv", "w", encoding="utf-8", newline="") as f:
    csv.writer(f, lineterminator="\n").writerows(sorted(rows, key=lambda r: (r[0], r[2], r[1], r[3])))
