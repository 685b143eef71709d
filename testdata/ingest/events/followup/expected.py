"""Works out expected.csv from the fixture with SQL alone; run in this folder."""
import csv
import datetime
import re
import sqlite3

db = sqlite3.connect(":memory:")
db.execute("create table node (person, kind, first, due, done, valid, score)")
db.execute("create table org (person, since, team)")


def day(text):
    m = re.fullmatch(r"(\d{4})[/年](\d{1,2})[/月](\d{1,2})日?", text)
    return datetime.date(*map(int, m.groups())).isoformat() if m else None


with open("跟进节点.csv", encoding="utf-8", newline="") as f:
    for r in csv.DictReader(f):
        if r["客户"] == "内部测试":
            continue
        score = float(r["评分"]) if r["评分"] not in ("", "-") else None
        db.execute("insert into node values (?,?,?,?,?,?,?)", (r["负责人"], r["节点"], day(r["首次联系日期"]), day(r["应完成日期"]),
                   day(r["完成日期"]), {"是": 1, "否": 0}[r["有效沟通"]], score))
with open("组织.csv", encoding="utf-8", newline="") as f:
    for r in csv.DictReader(f):
        db.execute("insert into org values (?,?,?)", (r["姓名"], r["生效月份"] + "-01", r["团队"]))

rows = []
for team, person, quarter, late, nodes, valid, all_, points, scored in db.execute("""
        with placed as (
            select n.*, substr(first, 1, 4) || '-Q' || ((substr(first, 6, 2) + 2) / 3) as quarter,
                   (select team from org o where o.person = n.person and o.since <= n.first order by since desc limit 1) as team
            from node n)
        select team, person, quarter,
               sum(case when kind <> '回访' then done > due end), count(case when kind <> '回访' then done > due end),
               sum(valid), count(valid), sum(score), count(score)
        from placed where team is not null group by team, person, quarter"""):
    for kpi, x, n in (("followup_delay_rate", late, nodes), ("valid_talk_rate", valid, all_), ("node_score", points, scored)):
        rows.append((team, person, kpi, quarter, x if n else "", n or "", x / n if n else ""))
quarters = sorted({r[3] for r in rows})
for person, team in db.execute("select person, team from org where person not in (select person from node) group by person"):
    rows += [(team, person, kpi, q, "", "", "") for kpi in ("followup_delay_rate", "valid_talk_rate", "node_score") for q in quarters]
with open("expected.csv", "w", encoding="utf-8", newline="") as f:
    csv.writer(f, lineterminator="\n").writerows(sorted(rows, key=lambda r: (r[0], r[2], r[1], r[3])))
