/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Receive side scaling as data: the indirection table and the key, and the
 * register words they become.
 *
 * Pure.  Who writes the words, and which fields are hashed, is not known here.
 */
#ifndef VTC_RSS_H
#define VTC_RSS_H

#include <linux/types.h>

#define VTC_RSS_RETA_SIZE	128
#define VTC_RSS_RETA_WORDS	(VTC_RSS_RETA_SIZE / 4)
#define VTC_RSS_KEY_SIZE	40
#define VTC_RSS_KEY_WORDS	(VTC_RSS_KEY_SIZE / 4)

/*
 * Where the queue number lies in a byte of the table.  With pools a queue of
 * the 82576 is pool + 8 * n, and the table holds that 8 * n.
 */
#define VTC_RSS_SHIFT_PLAIN	0
#define VTC_RSS_SHIFT_POOLS	3

void vtc_rss_fill(u8 *reta, unsigned int queues);
bool vtc_rss_fits(const u8 *reta, unsigned int queues);
void vtc_rss_reta_words(const u8 *reta, unsigned int shift, u32 *words);
void vtc_rss_key_words(const u8 *key, u32 *words);

#endif /* VTC_RSS_H */
