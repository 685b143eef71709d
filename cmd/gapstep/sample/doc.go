// Package sample writes the sample exports that the demo and the tests read:
// the same bytes each time, from a fixed seed and from fixed counts.
//
// The exports cover 2025-07 to 2026-06; those under next hold the three months
// after it and those under later the three months after that, for tracking.
//
//	sales.xlsx       S101–S112 华东销售部 (12), S201–S214 华南销售部 (14); one sheet with title rows and a 部门 column
//	engineering.csv  E101–E112 Platform (12)
//	support.xlsx     C101–C112 客服一组 (12), C201–C208 客服二组 (8); the sheet is the team
//	admin.xlsx       A101–A104 行政部 (4)
//	gapstep.yaml     the company's standards: coverage 80 %, follow-up delay 5 %
//
// Four people have fixed counts in each of the windows 2026-01 to 2026-03 and
// 2026-04 to 2026-06; their colleagues' counts are fixed too, dealt out again in each window:
//
//	S105 周明轩  conversion 45/300 = 15 %, plain team mean 22.0 %; follow-up delay 18/60 = 30 %, standard 5 %
//	E107 Wei Chen  defects 36/300 = 12 %, plain team mean 5.0 %; coverage 12000/30000 = 40 %, standard 80 %
//	C104 许静雯  satisfied 510/600 = 85 %, plain team mean 92.0 %
//	A102 顾晓岚  late updates 27/90 = 30 %, needs matched 72/90 = 80 %, event satisfaction 75.0 of 100
//
// Their colleagues stand within 1.5 points of that mean. After 2026-06 the four
// improve (conversion 17, 18, 19, then 19, 20, 21 %); A102 has no rows for 2026-09.
//
// 华南销售部 and 客服二组 hold people who are equally good: each of their counts
// is a draw from one rate (22 % and 3.5 %; 92 %), so whoever is last is so by chance.
//
// Warts that real exports have are in them on purpose: title rows, a 合计 row
// at the bottom, S203's 成交数 of 2025-09 is 待补, S208's nodes of 2025-10 are blank, A103's
// event satisfaction of 2025-11 is N/A, rates stand beside their counts as
// percent-formatted cells, and months are text, 2025-07 or Excel dates.
package sample
