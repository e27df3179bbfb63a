// SPDX-License-Identifier: GPL-2.0-only
/*
 * Receive side scaling, pure: tables to register words.
 *
 * Owns the byte order and the bit position of queue numbers.  Touches no
 * device; the queue file writes the words.
 */
#include "rss.h"

/* Four bytes to a register, the lowest index in the lowest bits */
static void vtc_rss_pack(const u8 *bytes, unsigned int words, unsigned int shift,
			 u32 *out)
{
	unsigned int i;

	for (i = 0; i < 4 * words; i++) {
		if (i % 4 == 0)
			out[i / 4] = 0;
		out[i / 4] |= ((u32)bytes[i] << shift & 0xff) << 8 * (i % 4);
	}
}

/**
 * vtc_rss_fill - spread evenly
 * @reta: VTC_RSS_RETA_SIZE entries
 * @queues: queues to spread over, at least one
 *
 * Context: any.
 */
void vtc_rss_fill(u8 *reta, unsigned int queues)
{
	unsigned int i;

	for (i = 0; i < VTC_RSS_RETA_SIZE; i++)
		reta[i] = i % queues;
}

/**
 * vtc_rss_fits - does a table stay within so many queues
 * @reta: VTC_RSS_RETA_SIZE entries
 * @queues: queues there are
 *
 * Context: any.
 * Return: true if every entry names one of them.
 */
bool vtc_rss_fits(const u8 *reta, unsigned int queues)
{
	unsigned int i;

	for (i = 0; i < VTC_RSS_RETA_SIZE; i++)
		if (reta[i] >= queues)
			return false;
	return true;
}

/**
 * vtc_rss_reta_words - table to register words
 * @reta: VTC_RSS_RETA_SIZE queue numbers, counted within the pool
 * @shift: VTC_RSS_SHIFT_PLAIN or VTC_RSS_SHIFT_POOLS
 * @words: VTC_RSS_RETA_WORDS words
 *
 * Context: any.
 */
void vtc_rss_reta_words(const u8 *reta, unsigned int shift, u32 *words)
{
	vtc_rss_pack(reta, VTC_RSS_RETA_WORDS, shift, words);
}

/**
 * vtc_rss_key_words - key to register words
 * @key: VTC_RSS_KEY_SIZE bytes as ethtool shows them
 * @words: VTC_RSS_KEY_WORDS words
 *
 * Context: any.
 */
void vtc_rss_key_words(const u8 *key, u32 *words)
{
	vtc_rss_pack(key, VTC_RSS_KEY_WORDS, 0, words);
}
