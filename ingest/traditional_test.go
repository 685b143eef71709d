package ingest

import (
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// ofDictionaries are the characters that OpenCC 1.1 (s2t, s2tw, s2hk) writes for those of the
// dictionary and the built-in catalogue, each with the one that stands there.
const ofDictionaries = `
號号 員员 編编 職职 稱称 銷销 業业 務务 專专 責责 師师 組组 別别 團团 隊队 屬属 門门 單单 間间 統统 計计 週周 覈核 績绩 時时 評评 發发 數数 標标 項项 內内 實实
際际 結结 崗岗 種种 級级 經经 負负 長长 類类 碼码 電电 話话 機机 郵邮 齡龄 備备 註注 說说 説说 語语 權权 證证 區区 當当 總总 劃划 異异 預预 準准 環环 達达 變变
鐘钟 個个 條条 幣币 無无 暫暂 據据 適适 彙汇 體体 來来 製制 審审 徑径 報报 細细 導导 進进 潛潜 訴诉 誤误 遲迟 錯错 貨货 離离 積积 籤签 開开 佔占 測测 額额 億亿
萬万 圓圆 歐欧 鎊镑 臺台 韓韩 筆笔 戶户 對对 張张 劉刘 陳陈 楊杨 黃黄 趙赵 吳吴 孫孙 馬马 羅罗 鄭郑 謝谢 許许 馮冯 鄧邓 蕭萧 於于 蔣蒋 餘余 葉叶 蘇苏 呂吕 盧卢
鍾钟 譚谭 陸陆 範范 韋韦 賈贾 鄒邹 閆闫 龍龙 賀贺 顧顾 龔龚 錢钱 嚴严 湯汤 狀状 態态 階阶 論论 處处 線线 滿满 應应 轉转 換换 簽签 約约 訪访 節节 點点 關关 鍵键
塊块 產产 檢检 驗验 試试 蓋盖 議议 採采 納纳 價价 參参 訂订 淨净 薦荐 響响 覆复 決决 問问 題题 聽听 會会 諮咨 詢询 賬账 確确 動动 過过 裝装 訓训 規规 饋馈 談谈
閉闭`

func TestTraditionalCharactersOfTheDictionariesAreSimplified(t *testing.T) {
	for _, pair := range strings.Fields(ofDictionaries) {
		r := []rune(pair)
		if pair == "覆复" {
			continue // in 回覆 and 答覆 alone: 覆盖率 is written so in both
		}
		if len(r) != 2 || simplified.Replace(string(r[0])) != simplified.Replace(string(r[1])) {
			t.Errorf("%s is %s", pair, simplified.Replace(string(r[0])))
		}
	}
}

// The headings are those of exports of a CRM in the form of Taiwan and Hong Kong.
func TestTraditionalHeadingsAreUnderstood(t *testing.T) {
	v := newVocabulary(kpi.Builtin(), nil)
	for heading, id := range map[string]string{"轉換率": "conversion_rate", "轉化率": "conversion_rate", "首次回覆時間": "first_response_time", "覆蓋率": "test_coverage", "測試覆蓋率": "test_coverage"} {
		in, _ := v.indicatorOf(heading)
		if got := indicatorID(in); got != id {
			t.Errorf("%s is %q, want %q", heading, got, id)
		}
	}
	for heading, dimension := range map[string]string{"員工編號": dimID, "團隊": dimTeam, "部門": dimDepartment} {
		if m := v.match(heading); m.dimension != dimension {
			t.Errorf("%s is %q, want %q", heading, m.dimension, dimension)
		}
	}
}

func indicatorID(in *kpi.Indicator) string {
	if in == nil {
		return ""
	}
	return in.ID
}
