// SPDX-License-Identifier: GPL-2.0-only
/*
 * Owner of TCTL, RETA and RSSRK.
 */
#include "mac.h"
#include "regs_82576.h"
#include "rss.h"

/**
 * vtc_mac_set_tx() - transmitter on or off
 * @hw: the PF
 * @on: wish
 *
 * Context: any.
 */
void vtc_mac_set_tx(const struct vtc_hw *hw, bool on)
{
	u32 tctl = VTC_TCTL_PSP | VTC_TCTL_RTLC;

	/* Collision threshold as the datasheet wants it (8.12.1) */
	if (on)
		tctl |= VTC_TCTL_EN | FIELD_PREP(VTC_TCTL_CT, 15);
	vtc_wr(hw, VTC_TCTL, tctl);
}

/**
 * vtc_mac_write_rss() - indirection table and hash key
 * @hw: the PF
 * @reta: VTC_RSS_RETA_SIZE queue numbers
 * @shift: where a queue's number goes in a table entry
 * @key: VTC_RSS_KEY_SIZE bytes
 *
 * Context: any.
 */
void vtc_mac_write_rss(const struct vtc_hw *hw, const u8 *reta,
		       unsigned int shift, const u8 *key)
{
	u32 words[VTC_RSS_RETA_WORDS];
	unsigned int i;

	vtc_rss_reta_words(reta, shift, words);
	for (i = 0; i < VTC_RSS_RETA_WORDS; i++)
		vtc_wr(hw, VTC_RETA(i), words[i]);
	vtc_rss_key_words(key, words);
	for (i = 0; i < VTC_RSS_KEY_WORDS; i++)
		vtc_wr(hw, VTC_RSSRK(i), words[i]);
}
