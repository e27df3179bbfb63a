// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite gen: what is particular to the 82576 and no emulator shows: rate
 * limiter words, interrupt routing, the order of a reset.
 */
#include "fake_hw.h"
#include "kunit.h"
#include "vfhw.h"
#include "../pf/gen.c"
#include "../pf/gen_82576.c"

#define VTC_GEN_LOG	64

/* Registers as plain memory, and the writes in their order */
struct vtc_gen_model {
	struct vtc_fake fake;
	struct vtc_fake_clock clock;
	struct vtc_hw hw;
	u32 mem[0x8000];
	u32 log_reg[VTC_GEN_LOG];
	u32 log_val[VTC_GEN_LOG];
	unsigned int n;
	bool sticks;		/* the chip never leaves its reset */
};

static u32 vtc_gen_rd(struct vtc_fake *fake, u32 reg)
{
	struct vtc_gen_model *m = container_of(fake, struct vtc_gen_model, fake);

	return m->mem[reg / 4];
}

static void vtc_gen_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	struct vtc_gen_model *m = container_of(fake, struct vtc_gen_model, fake);

	if (m->n < VTC_GEN_LOG) {
		m->log_reg[m->n] = reg;
		m->log_val[m->n++] = val;
	}
	if (reg == VTC_CTRL && !m->sticks)
		val &= ~VTC_CTRL_RST;
	m->mem[reg / 4] = val;
}

static struct vtc_gen_model *vtc_gen_model(struct kunit *test)
{
	struct vtc_gen_model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, m);
	m->fake.rd = vtc_gen_rd;
	m->fake.wr = vtc_gen_wr;
	vtc_fake_bind(&m->hw, &m->fake);
	vtc_fake_set_clock(&m->clock);
	return m;
}

/* What the chip divides the link's speed by, 14.14 */
static u64 vtc_gen_factor(u32 word)
{
	return (u64)FIELD_GET(VTC_RTTBCNRC_INT, word) << 14 |
	       FIELD_GET(VTC_RTTBCNRC_DEC, word);
}

/* The queues together: never above the limit, and as near as the chip can */
static void vtc_gen_expect_rate(struct kunit *test, u32 mbps,
				unsigned int queues, u32 speed)
{
	u32 word = vtc_gen_rate_82576(mbps, queues, speed);
	u64 sum = (u64)(speed * queues) << 14;

	if (mbps >= speed) {
		KUNIT_EXPECT_EQ(test, word, 0);
		return;
	}
	KUNIT_EXPECT_TRUE(test, word & VTC_RTTBCNRC_ENA);
	KUNIT_EXPECT_LE(test, sum, mbps * vtc_gen_factor(word));
	KUNIT_EXPECT_GT(test, sum, mbps * (vtc_gen_factor(word) - 1));
}

static void vtc_gen_rate_is_what_was_asked(struct kunit *test)
{
	static const u32 speeds[] = { 10, 100, 1000 };
	unsigned int s;
	u32 mbps;

	for (s = 0; s < ARRAY_SIZE(speeds); s++)
		for (mbps = 1; mbps <= 1000; mbps++) {
			vtc_gen_expect_rate(test, mbps, 1, speeds[s]);
			vtc_gen_expect_rate(test, mbps, 2, speeds[s]);
		}
	KUNIT_EXPECT_EQ(test, vtc_gen_rate_82576(500, 1, 1000),
			VTC_RTTBCNRC_ENA | 2u << 14);
	KUNIT_EXPECT_EQ(test, vtc_gen_rate_82576(400, 1, 1000),
			VTC_RTTBCNRC_ENA | 2u << 14 | 0x2000);
	/* Two queues with half of it each; the odd one is not lost */
	KUNIT_EXPECT_EQ(test, vtc_gen_rate_82576(500, 2, 1000),
			VTC_RTTBCNRC_ENA | 4u << 14);
	KUNIT_EXPECT_EQ(test, vtc_gen_rate_82576(1, 2, 1000),
			VTC_RTTBCNRC_ENA | 2000u << 14);
}

/* A wish is kept in Mb/s, so another speed only makes another word of it */
static void vtc_gen_rate_follows_the_link(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, vtc_gen_rate_82576(50, 2, 0), 0);
	KUNIT_EXPECT_EQ(test, vtc_gen_rate_82576(50, 2, 1000),
			VTC_RTTBCNRC_ENA | 40u << 14);
	KUNIT_EXPECT_EQ(test, vtc_gen_rate_82576(50, 2, 100),
			VTC_RTTBCNRC_ENA | 4u << 14);
	KUNIT_EXPECT_EQ(test, vtc_gen_rate_82576(50, 2, 10), 0);
}

static void vtc_gen_no_limit_where_none_is_needed(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, vtc_gen_rate_82576(0, 2, 1000), 0);
	KUNIT_EXPECT_EQ(test, vtc_gen_rate_82576(1000, 2, 1000), 0);
	KUNIT_EXPECT_EQ(test, vtc_gen_rate_82576(200, 2, 100), 0);
	/* Without a link there is nothing to divide; set again when it comes */
	KUNIT_EXPECT_EQ(test, vtc_gen_rate_82576(200, 2, 0), 0);
}

static void vtc_gen_rate_goes_to_its_queue(struct kunit *test)
{
	struct vtc_gen_model *m = vtc_gen_model(test);

	vtc_gen_82576.set_rate(&m->hw, 11, 100, 1, 1000);
	KUNIT_ASSERT_EQ(test, m->n, 2);
	KUNIT_EXPECT_EQ(test, m->log_reg[0], VTC_RTTDQSEL);
	KUNIT_EXPECT_EQ(test, m->log_val[0], 11);
	KUNIT_EXPECT_EQ(test, m->log_reg[1], VTC_RTTBCNRC);
	KUNIT_EXPECT_EQ(test, m->log_val[1], VTC_RTTBCNRC_ENA | 10u << 14);
}

static void vtc_gen_routes_pairs(struct kunit *test)
{
	struct vtc_gen_model *m = vtc_gen_model(test);

	KUNIT_EXPECT_EQ(test, vtc_gen_82576.route(&m->hw, 7, 1), BIT(1));
	KUNIT_EXPECT_EQ(test, vtc_gen_82576.route(&m->hw, 15, 2), BIT(2));
	KUNIT_EXPECT_EQ(test, m->mem[VTC_IVAR(7) / 4], 0x82828181);
	vtc_gen_82576.route(&m->hw, 7, 3);
	KUNIT_EXPECT_EQ(test, m->mem[VTC_IVAR(7) / 4], 0x82828383);
	m->mem[VTC_IVAR(2) / 4] = 0x97979797;
	vtc_gen_82576.unroute(&m->hw, 2);
	KUNIT_EXPECT_EQ(test, m->mem[VTC_IVAR(2) / 4], 0);
	KUNIT_EXPECT_EQ(test, m->mem[VTC_IVAR(7) / 4], 0x82828383);
}

/* No interrupt, no receiver, no DMA before the bit is set (4.2.1.6) */
static void vtc_gen_resets_a_quiet_chip(struct kunit *test)
{
	struct vtc_gen_model *m = vtc_gen_model(test);
	unsigned int i;

	m->mem[VTC_RCTL / 4] = VTC_RCTL_EN;
	m->mem[VTC_TCTL / 4] = VTC_TCTL_EN;
	KUNIT_EXPECT_EQ(test, vtc_gen_82576.reset(&m->hw), 0);
	for (i = 0; i < m->n; i++)
		if (m->log_reg[i] == VTC_CTRL && m->log_val[i] & VTC_CTRL_RST)
			break;
	KUNIT_ASSERT_LT(test, i, m->n);
	KUNIT_EXPECT_GE(test, i, 5);
	KUNIT_EXPECT_EQ(test, m->log_reg[i - 1], VTC_CTRL);
	KUNIT_EXPECT_TRUE(test, m->log_val[i - 1] & VTC_CTRL_MASTER_DISABLE);
	KUNIT_EXPECT_EQ(test, m->mem[VTC_RCTL / 4], 0);
	KUNIT_EXPECT_FALSE(test, m->mem[VTC_TCTL / 4] & VTC_TCTL_EN);
	/* An NVM that never says it is read costs a pause, no failure */
	KUNIT_EXPECT_LT(test, m->clock.now_us, 200000);
}

static void vtc_gen_gives_up_on_a_stuck_chip(struct kunit *test)
{
	struct vtc_gen_model *m = vtc_gen_model(test);

	m->sticks = true;
	m->mem[VTC_STATUS / 4] = VTC_STATUS_MASTER_ACTIVE;
	KUNIT_EXPECT_EQ(test, vtc_gen_82576.reset(&m->hw), -ETIMEDOUT);
	KUNIT_EXPECT_LT(test, m->clock.now_us, 300000);
}

/* Each VF has two queues, eight apart; either one gives it away */
static void vtc_gen_tells_who_spoofs(struct kunit *test)
{
	struct vtc_gen_model *m = vtc_gen_model(test);
	unsigned int queue;

	KUNIT_EXPECT_EQ(test, vtc_vfhw_spoofed(&m->hw, &vtc_gen_82576), 0);
	for (queue = 0; queue < 16; queue++) {
		m->mem[VTC_WVBR / 4] = BIT(queue);
		KUNIT_EXPECT_EQ(test, vtc_vfhw_spoofed(&m->hw, &vtc_gen_82576),
				BIT(queue % 8));
	}
	m->mem[VTC_WVBR / 4] = BIT(3) | BIT(9);
	KUNIT_EXPECT_EQ(test, vtc_vfhw_spoofed(&m->hw, &vtc_gen_82576),
			BIT(3) | BIT(1));
}

static struct kunit_case vtc_gen_cases[] = {
	KUNIT_CASE(vtc_gen_rate_is_what_was_asked),
	KUNIT_CASE(vtc_gen_rate_follows_the_link),
	KUNIT_CASE(vtc_gen_no_limit_where_none_is_needed),
	KUNIT_CASE(vtc_gen_rate_goes_to_its_queue),
	KUNIT_CASE(vtc_gen_routes_pairs),
	KUNIT_CASE(vtc_gen_resets_a_quiet_chip),
	KUNIT_CASE(vtc_gen_gives_up_on_a_stuck_chip),
	KUNIT_CASE(vtc_gen_tells_who_spoofs),
	{}
};

static struct kunit_suite vtc_gen_suite = {
	.name = "vtc_gen",
	.test_cases = vtc_gen_cases,
};

kunit_test_suite(vtc_gen_suite);
