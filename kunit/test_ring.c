// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite ring: index arithmetic of descriptor rings.
 */
#include "kunit.h"
#include "../common/ring.c"

/* Free-running indices about to wrap, besides the ordinary ones */
static const u32 vtc_ring_starts[] = { 0, 1, 63, 64, 4095, 0x7fffffff, -1, -64 };

static void vtc_ring_counts_across_wrap(struct kunit *test)
{
	unsigned int s;
	u32 size, n;

	for (s = 0; s < ARRAY_SIZE(vtc_ring_starts); s++) {
		for (size = VTC_RING_MIN; size <= VTC_RING_MAX; size *= 2) {
			for (n = 0; n < size; n++) {
				u32 ntc = vtc_ring_starts[s], ntu = ntc + n;

				KUNIT_ASSERT_EQ(test, vtc_ring_used(ntu, ntc), n);
				KUNIT_ASSERT_EQ(test,
						vtc_ring_free(size, ntu, ntc),
						size - 1 - n);
			}
		}
	}
}

/* What a user asks for becomes what the chip can have, not less if it can */
static void vtc_ring_sizes(struct kunit *test)
{
	static const u32 sizes[][2] = {
		{ 0, VTC_RING_MIN }, { 1, VTC_RING_MIN }, { VTC_RING_MIN, VTC_RING_MIN },
		{ VTC_RING_MIN + 1, 2 * VTC_RING_MIN }, { 1000, 1024 }, { 1024, 1024 },
		{ VTC_RING_MAX, VTC_RING_MAX }, { VTC_RING_MAX + 1, VTC_RING_MAX },
		{ ~0u, VTC_RING_MAX },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		KUNIT_EXPECT_EQ(test, vtc_ring_size(sizes[i][0]), sizes[i][1]);
}

/* A ring that is full to the driver is never empty to the hardware */
static void vtc_ring_never_fills_up(struct kunit *test)
{
	u32 size, ntu = 5;

	for (size = VTC_RING_MIN; size <= VTC_RING_MAX; size *= 2) {
		u32 full = ntu + vtc_ring_free(size, ntu, ntu);

		KUNIT_EXPECT_EQ(test, vtc_ring_free(size, full, ntu), 0);
		KUNIT_EXPECT_NE(test, full % size, ntu % size);
	}
}

static void vtc_ring_believes_only_possible_heads(struct kunit *test)
{
	const u32 size = VTC_RING_MIN;
	unsigned int s;
	u32 used, head;

	for (s = 0; s < ARRAY_SIZE(vtc_ring_starts); s++) {
		for (used = 0; used < size; used++) {
			u32 ntc = vtc_ring_starts[s], ntu = ntc + used;

			for (head = 0; head < 2 * size; head++) {
				u32 ahead = (head - ntc) % size;
				u32 want = head < size && ahead <= used ? ahead : 0;

				KUNIT_ASSERT_EQ(test,
						vtc_ring_done(size, ntu, ntc, head),
						want);
			}
			KUNIT_ASSERT_EQ(test, vtc_ring_done(size, ntu, ntc, ~0u), 0);
		}
	}
}

/* One element type for all that is sent: a walk over a ring that wraps */
static void vtc_ring_elements_keep_their_kind(struct kunit *test)
{
	static const enum vtc_tx_kind kinds[] = {
		VTC_TX_SKB, VTC_TX_XDP, VTC_TX_XDP_OWN, VTC_TX_COPY, VTC_TX_BUF
	};
	static u64 things[VTC_RING_MIN];
	static unsigned long ring[VTC_RING_MIN];
	const u32 mask = VTC_RING_MIN - 1;
	enum vtc_tx_kind kind;
	u32 i, start = -10;

	for (i = start; i != start + VTC_RING_MIN; i++)
		ring[i & mask] = vtc_tx_tag(&things[i & mask],
					    kinds[(i - start) % ARRAY_SIZE(kinds)]);
	for (i = start; i != start + VTC_RING_MIN; i++) {
		kind = kinds[(i - start) % ARRAY_SIZE(kinds)];
		KUNIT_EXPECT_EQ(test, vtc_tx_kind(ring[i & mask]), kind);
		KUNIT_EXPECT_EQ(test, vtc_tx_is_xdp(ring[i & mask]),
				kind != VTC_TX_SKB && kind != VTC_TX_COPY);
		KUNIT_EXPECT_PTR_EQ(test, vtc_tx_what(ring[i & mask]),
				    (void *)&things[i & mask]);
	}
}

static void vtc_ring_copies_small_frames_only(struct kunit *test)
{
	const u32 mask = VTC_RING_MIN - 1;
	u32 i;

	KUNIT_EXPECT_TRUE(test, vtc_tx_is_small(VTC_TX_MIN_FRAME));
	KUNIT_EXPECT_TRUE(test, vtc_tx_is_small(VTC_TX_SMALL - 1));
	KUNIT_EXPECT_TRUE(test, vtc_tx_is_small(VTC_TX_SMALL));
	KUNIT_EXPECT_FALSE(test, vtc_tx_is_small(VTC_TX_SMALL + 1));
	/* The longest of them ends where the next slot begins, or the ring */
	for (i = -70; i != 70; i++) {
		u32 end = vtc_tx_slot(mask, i) + VTC_TX_SMALL;

		KUNIT_EXPECT_EQ(test, end % (VTC_RING_MIN * VTC_TX_SMALL),
				vtc_tx_slot(mask, i + 1));
		KUNIT_EXPECT_LE(test, end, VTC_RING_MIN * VTC_TX_SMALL);
	}
}

/* A ring that bursts half use gets more buffers, up to one less than slots */
static void vtc_ring_deepens_with_bursts(struct kunit *test)
{
	u32 depth = VTC_RX_DEPTH;

	KUNIT_EXPECT_EQ(test, vtc_rx_deepen(192, 0, 1024), 192);
	KUNIT_EXPECT_EQ(test, vtc_rx_deepen(192, 96, 1024), 192);
	KUNIT_EXPECT_EQ(test, vtc_rx_deepen(192, 97, 1024), 384);
	KUNIT_EXPECT_EQ(test, vtc_rx_deepen(63, 64, 64), 63);
	KUNIT_EXPECT_EQ(test, vtc_rx_deepen(192, ~0u, 256), 255);
	while (depth != vtc_rx_deepen(depth, ~0u, VTC_RING_MAX))
		depth = vtc_rx_deepen(depth, ~0u, VTC_RING_MAX);
	KUNIT_EXPECT_EQ(test, depth, VTC_RING_MAX - 1);
}

/* Whoever waits for a completion gets one, and the ring cannot run full without */
static void vtc_ring_asks_for_completions(struct kunit *test)
{
	u32 size, every, most;

	for (size = VTC_RING_MIN; size <= VTC_RING_MAX; size *= 2) {
		every = vtc_tx_rs_every(size);
		KUNIT_EXPECT_LE(test, 4 * every, size);
		KUNIT_EXPECT_LE(test, every, U8_MAX);
		KUNIT_EXPECT_TRUE(test, vtc_tx_asks(false, false, false, every, every));
		/* Each with a context, and there is still room for a program's frame */
		most = 2 * (every - 1);
		if (MAX_SKB_FRAGS <= 17)
			KUNIT_EXPECT_GE(test, vtc_ring_free(size, most, 0), 2 * VTC_TX_WORST);
	}
	every = vtc_tx_rs_every(VTC_TX_RING_DEFAULT);
	KUNIT_EXPECT_TRUE(test, vtc_tx_asks(true, true, false, 1, every));
	KUNIT_EXPECT_FALSE(test, vtc_tx_asks(true, false, false, 1, every));
	KUNIT_EXPECT_FALSE(test, vtc_tx_asks(false, true, false, 1, every));
	KUNIT_EXPECT_TRUE(test, vtc_tx_asks(false, true, true, 1, every));
}

static struct kunit_case vtc_ring_cases[] = {
	KUNIT_CASE(vtc_ring_counts_across_wrap),
	KUNIT_CASE(vtc_ring_sizes),
	KUNIT_CASE(vtc_ring_never_fills_up),
	KUNIT_CASE(vtc_ring_believes_only_possible_heads),
	KUNIT_CASE(vtc_ring_elements_keep_their_kind),
	KUNIT_CASE(vtc_ring_deepens_with_bursts),
	KUNIT_CASE(vtc_ring_asks_for_completions),
	KUNIT_CASE(vtc_ring_copies_small_frames_only),
	{}
};

static struct kunit_suite vtc_ring_suite = {
	.name = "vtc_ring",
	.test_cases = vtc_ring_cases,
};

kunit_test_suite(vtc_ring_suite);
