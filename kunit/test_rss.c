// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite rss: indirection table and key as register words.
 */
#include "kunit.h"
#include "../common/rss.c"

/* As the chip finds the entry for a hash: byte of a little-endian table */
static unsigned int vtc_rss_entry(const u32 *words, unsigned int i)
{
	return words[i / 4] >> 8 * (i % 4) & 0xff;
}

static void vtc_rss_spreads_evenly(struct kunit *test)
{
	u8 reta[VTC_RSS_RETA_SIZE];
	unsigned int queues, i, hits[16];

	for (queues = 1; queues <= 16; queues++) {
		memset(reta, 0xff, sizeof(reta));
		memset(hits, 0, sizeof(hits));
		vtc_rss_fill(reta, queues);
		KUNIT_EXPECT_TRUE(test, vtc_rss_fits(reta, queues));
		KUNIT_EXPECT_EQ(test, vtc_rss_fits(reta, queues - 1), false);
		for (i = 0; i < VTC_RSS_RETA_SIZE; i++)
			hits[reta[i]]++;
		for (i = 0; i < queues; i++) {
			KUNIT_EXPECT_GE(test, hits[i], 128 / queues);
			KUNIT_EXPECT_LE(test, hits[i], 128 / queues + 1);
		}
	}
}

static void vtc_rss_packs_plain(struct kunit *test)
{
	u8 reta[VTC_RSS_RETA_SIZE];
	u32 words[VTC_RSS_RETA_WORDS];
	unsigned int i;

	for (i = 0; i < VTC_RSS_RETA_SIZE; i++)
		reta[i] = i % 16;
	memset(words, 0xff, sizeof(words));
	vtc_rss_reta_words(reta, VTC_RSS_SHIFT_PLAIN, words);
	KUNIT_EXPECT_EQ(test, words[0], 0x03020100);
	KUNIT_EXPECT_EQ(test, words[3], 0x0f0e0d0c);
	for (i = 0; i < VTC_RSS_RETA_SIZE; i++)
		KUNIT_EXPECT_EQ(test, vtc_rss_entry(words, i), i % 16);
}

/* Queue 1 of a pool is the one eight further on */
static void vtc_rss_packs_pools(struct kunit *test)
{
	u8 reta[VTC_RSS_RETA_SIZE];
	u32 words[VTC_RSS_RETA_WORDS];
	unsigned int i;

	vtc_rss_fill(reta, 2);
	vtc_rss_reta_words(reta, VTC_RSS_SHIFT_POOLS, words);
	for (i = 0; i < VTC_RSS_RETA_WORDS; i++)
		KUNIT_EXPECT_EQ(test, words[i], 0x08000800);
}

static void vtc_rss_packs_key(struct kunit *test)
{
	u8 key[VTC_RSS_KEY_SIZE];
	u32 words[VTC_RSS_KEY_WORDS + 1];
	unsigned int i;

	for (i = 0; i < VTC_RSS_KEY_SIZE; i++)
		key[i] = 0xd0 + i;
	words[VTC_RSS_KEY_WORDS] = 0x12345678;
	vtc_rss_key_words(key, words);
	KUNIT_EXPECT_EQ(test, words[0], 0xd3d2d1d0);
	KUNIT_EXPECT_EQ(test, words[9], 0xf7f6f5f4);
	KUNIT_EXPECT_EQ(test, words[VTC_RSS_KEY_WORDS], 0x12345678);
}

static struct kunit_case vtc_rss_cases[] = {
	KUNIT_CASE(vtc_rss_spreads_evenly),
	KUNIT_CASE(vtc_rss_packs_plain),
	KUNIT_CASE(vtc_rss_packs_pools),
	KUNIT_CASE(vtc_rss_packs_key),
	{}
};

static struct kunit_suite vtc_rss_suite = {
	.name = "vtc_rss",
	.test_cases = vtc_rss_cases,
};

kunit_test_suite(vtc_rss_suite);
