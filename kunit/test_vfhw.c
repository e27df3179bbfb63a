// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite vfhw: what the PF learns of its VFs, and clears of them.
 *
 * In the model writing a one clears a bit of MBVFICR and VFLRE, as in the chip.
 */
#include <linux/bitfield.h>
#include <linux/slab.h>
#include "fake_hw.h"
#include "kunit.h"
#include "../common/regs_82576.h"
#include "../pf/gen.h"
#include "../pf/vfhw.h"

struct vtc_vfhw_bench {
	struct vtc_fake fake;
	struct vtc_hw hw;
	u32 mail, resets;
	u32 came;		/* resets while the mail was being cleared */
	u32 mem[0x8000];
};

static u32 vtc_vfhw_model_rd(struct vtc_fake *fake, u32 reg)
{
	struct vtc_vfhw_bench *b = container_of(fake, struct vtc_vfhw_bench, fake);

	if (reg == VTC_MBVFICR)
		return b->mail;
	if (reg == VTC_VFLRE)
		return b->resets;
	return b->mem[reg / 4];
}

static void vtc_vfhw_model_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	struct vtc_vfhw_bench *b = container_of(fake, struct vtc_vfhw_bench, fake);

	if (reg == VTC_MBVFICR) {
		b->mail &= ~val;
		b->resets |= b->came;
	} else if (reg == VTC_VFLRE) {
		b->resets &= ~val;
	} else {
		b->mem[reg / 4] = val;
	}
}

static struct vtc_vfhw_bench *vtc_vfhw_bench(struct kunit *test)
{
	return test->priv;
}

static int vtc_vfhw_suite_init(struct kunit *test)
{
	struct vtc_vfhw_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	b->fake.rd = vtc_vfhw_model_rd;
	b->fake.wr = vtc_vfhw_model_wr;
	vtc_fake_bind(&b->hw, &b->fake);
	test->priv = b;
	return 0;
}

static u32 vtc_vfhw_mail(u32 requests, u32 acks)
{
	return FIELD_PREP(VTC_MBVFICR_REQ, requests) |
	       FIELD_PREP(VTC_MBVFICR_ACK, acks);
}

/* Each cause once; what a VF that is parked says stays until it is open again */
static void vtc_vfhw_each_cause_once(struct kunit *test)
{
	struct vtc_vfhw_bench *b = vtc_vfhw_bench(test);
	struct vtc_vfhw_causes c;

	b->mail = vtc_vfhw_mail(0x15, 0x22);
	b->resets = 0x48;
	vtc_vfhw_latch(&b->hw, 0x07, &c);
	KUNIT_EXPECT_EQ(test, c.req, 0x05);
	KUNIT_EXPECT_EQ(test, c.ack, 0x02);
	KUNIT_EXPECT_EQ(test, c.reset, 0x48);
	KUNIT_EXPECT_EQ(test, b->mail, vtc_vfhw_mail(0x10, 0x20));
	KUNIT_EXPECT_EQ(test, b->resets, 0);
	vtc_vfhw_latch(&b->hw, 0x07, &c);
	KUNIT_EXPECT_FALSE(test, c.req || c.ack || c.reset);
	KUNIT_EXPECT_EQ(test, vtc_vfhw_requests(&b->hw), 0x10);
	KUNIT_EXPECT_EQ(test, b->mail, vtc_vfhw_mail(0x10, 0x20));
	vtc_vfhw_latch(&b->hw, 0xff, &c);
	KUNIT_EXPECT_EQ(test, c.req, 0x10);
	KUNIT_EXPECT_EQ(test, c.ack, 0x20);
}

/* A reset that a request came after is seen with that request */
static void vtc_vfhw_resets_come_first(struct kunit *test)
{
	struct vtc_vfhw_bench *b = vtc_vfhw_bench(test);
	struct vtc_vfhw_causes c;

	b->mail = vtc_vfhw_mail(1, 0);
	b->came = 1;
	vtc_vfhw_latch(&b->hw, 0xff, &c);
	KUNIT_EXPECT_EQ(test, c.req, 1);
	KUNIT_EXPECT_EQ(test, c.reset, 1);
	KUNIT_EXPECT_EQ(test, b->resets, 0);
}

static void vtc_vfhw_of_one_vf(struct kunit *test)
{
	struct vtc_vfhw_bench *b = vtc_vfhw_bench(test);

	b->mail = vtc_vfhw_mail(0xff, 0xff);
	b->resets = 0x06;
	KUNIT_EXPECT_TRUE(test, vtc_vfhw_take_reset(&b->hw, 1));
	KUNIT_EXPECT_EQ(test, b->resets, 0x04);
	KUNIT_EXPECT_FALSE(test, vtc_vfhw_take_reset(&b->hw, 1));
	KUNIT_EXPECT_EQ(test, b->resets, 0x04);
	vtc_vfhw_drop_ack(&b->hw, 3);
	KUNIT_EXPECT_EQ(test, b->mail, vtc_vfhw_mail(0xff, 0xf7));
}

static void vtc_vfhw_takes_queues_back(struct kunit *test)
{
	struct vtc_vfhw_bench *b = vtc_vfhw_bench(test);
	struct vtc_fake_clock clock = {};

	vtc_fake_set_clock(&clock);
	vtc_vfhw_reuse_queues(&b->hw, &vtc_gen_82575);
	KUNIT_EXPECT_EQ(test, b->mem[VTC_IOVCTL / 4], 0);
	KUNIT_EXPECT_EQ(test, clock.now_us, 0);
	vtc_vfhw_reuse_queues(&b->hw, &vtc_gen_82576);
	KUNIT_EXPECT_EQ(test, b->mem[VTC_IOVCTL / 4], VTC_IOVCTL_REUSE_VFQ);
	KUNIT_EXPECT_EQ(test, clock.now_us, 100000);
	vtc_fake_set_clock(NULL);
}

/* All of a pool's queues, and nothing of its neighbours' */
static void vtc_vfhw_clears_a_pool(struct kunit *test)
{
	const struct vtc_gen *gen = &vtc_gen_82576;
	struct vtc_vfhw_bench *b = vtc_vfhw_bench(test);
	static const u32 words[] = {
		VTC_RING_BAL, VTC_RING_BAH, VTC_RING_LEN, VTC_RING_HEAD,
		VTC_RING_TAIL, VTC_RING_DCTL,
	};
	unsigned int pool, q, i;

	for (pool = 0; pool < gen->chip.pools; pool++) {
		memset(b->mem, 0x5a, sizeof(b->mem));
		vtc_vfhw_clear_rings(&b->hw, gen, pool);
		for (q = 0; q < vtc_gen_queues(gen); q++) {
			bool mine = q == gen->queue(pool, 0) || q == gen->queue(pool, 1);
			u32 want = mine ? 0 : 0x5a5a5a5a;

			for (i = 0; i < ARRAY_SIZE(words); i++) {
				KUNIT_EXPECT_EQ(test, b->mem[(gen->rx_ring(q) + words[i]) / 4],
						want);
				KUNIT_EXPECT_EQ(test, b->mem[(gen->tx_ring(q) + words[i]) / 4],
						want);
			}
			KUNIT_EXPECT_EQ(test, b->mem[(gen->tx_ring(q) + VTC_RING_TDWBAL) / 4],
					want);
			KUNIT_EXPECT_EQ(test, b->mem[(gen->tx_ring(q) + VTC_RING_TDWBAH) / 4],
					want);
		}
	}
}

static struct kunit_case vtc_vfhw_cases[] = {
	KUNIT_CASE(vtc_vfhw_each_cause_once),
	KUNIT_CASE(vtc_vfhw_resets_come_first),
	KUNIT_CASE(vtc_vfhw_of_one_vf),
	KUNIT_CASE(vtc_vfhw_takes_queues_back),
	KUNIT_CASE(vtc_vfhw_clears_a_pool),
	{}
};

static struct kunit_suite vtc_vfhw_suite = {
	.name = "vtc_vfhw",
	.init = vtc_vfhw_suite_init,
	.test_cases = vtc_vfhw_cases,
};

kunit_test_suite(vtc_vfhw_suite);
