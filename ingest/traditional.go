package ingest

import "strings"

// simplified writes the traditional characters of headings and of the words of
// reports in their simplified form, so that 團隊 is 团队 and 轉化率 is 转化率.
// It is for keys by which words are compared, never for names of people or teams.
var simplified = strings.NewReplacer(strings.Fields(`
團 团 隊 队 門 门 組 组 號 号 員 员 經 经 職 职 級 级 崗 岗 標 标 數 数 實 实 際 际 銷 销 額 额 轉 转 戶 户 滿 满 訴 诉
處 处 長 长 時 时 間 间 應 应 蓋 盖 測 测 試 试 評 评 審 审 議 议 採 采 納 纳 決 决 響 响 淨 净 薦 荐 過 过 裝 装 錯 错
誤 误 編 编 碼 码 規 规 範 范 達 达 準 准 營 营 業 业 績 绩 單 单 價 价 總 总 計 计 線 线 當 当 個 个 萬 万 億 亿 訪 访
問 问 電 电 話 话 質 质 監 监 檢 检 驗 验 關 关 閉 闭 開 开 啟 启 產 产 術 术 別 别 層 层 區 区 離 离 類 类 統 统 據 据
題 题 順 顺 優 优 務 务 專 专 幣 币 圓 圆 週 周 貨 货 費 费 還 还 進 进 遲 迟 連 连 運 运 選 选 錄 录 鐘 钟 頁 页 項 项
預 预 顧 顾 餘 余 點 点 與 与 為 为 無 无 補 补 複 复 製 制 觀 观 設 设 認 认 談 谈 請 请 論 论 識 识 變 变 資 资 責 责
負 负 賬 账 帳 账 購 购 贏 赢 輸 输 較 较 輔 辅 遠 远 適 适 險 险 隨 随 難 难 雙 双 節 节 簽 签 細 细 終 终 給 给 維 维
綜 综 練 练 續 续 聯 联 聽 听 從 从 內 内 屬 属 歲 岁 況 况 狀 状 現 现 環 环 確 确 種 种 積 积 稱 称 繫 系 舊 旧 記 记
訂 订 託 托 註 注 說 说 調 调 諮 咨 討 讨 釋 释 階 阶 陳 陈 顆 颗 願 愿 風 风 飛 飞 齊 齐 傳 传 備 备 僅 仅 儲 储 兩 两
冊 册 則 则 動 动 勵 励`)...)
