// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite hwtest: the chip's own tests find a chip that is broken in one bit, and
 * mac: its registers' values.
 */
#include <linux/bitfield.h>
#include <linux/slab.h>
#include "fake_hw.h"
#include "kunit.h"
#include "../common/rss.h"
#include "../pf/hwtest.c"
#include "../pf/mac.c"

#define VTC_HWTEST_BYTES	0x20000

struct vtc_hwtest_bench {
	struct vtc_fake fake;
	struct vtc_fake_clock clock;
	struct vtc_hw hw;
	u32 stuck, bits;	/* a register's bits that are always set */
	bool handled;		/* somebody reads the cause of an interrupt */
	u32 causes, enabled;
	bool deaf;		/* no cause can be set */
	unsigned int interrupts;
	unsigned int posted;	/* writes that may still be on their way */
	u32 mem[VTC_HWTEST_BYTES / 4];
};

static u32 vtc_hwtest_model_rd(struct vtc_fake *fake, u32 reg)
{
	struct vtc_hwtest_bench *b = container_of(fake, struct vtc_hwtest_bench,
						  fake);
	u32 causes = b->causes;

	b->posted = 0;
	if (reg == VTC_ICR) {
		b->causes = 0;
		return causes;
	}
	return b->mem[reg / 4] | (reg == b->stuck ? b->bits : 0);
}

static void vtc_hwtest_model_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	struct vtc_hwtest_bench *b = container_of(fake, struct vtc_hwtest_bench,
						  fake);

	b->posted++;
	b->mem[reg / 4] = val;
	if (reg == VTC_IMS)
		b->enabled |= val;
	if (reg == VTC_IMC)
		b->enabled &= ~val;
	if (reg == VTC_ICS && !b->deaf)
		b->causes |= val;
}

static void vtc_hwtest_model_slept(struct vtc_fake_clock *clock)
{
	struct vtc_hwtest_bench *b = container_of(clock, struct vtc_hwtest_bench,
						  clock);

	if (b->handled && b->causes & b->enabled) {
		b->interrupts++;
		b->causes = 0;
	}
}

static struct vtc_hwtest_bench *vtc_hwtest_bench(struct kunit *test)
{
	return test->priv;
}

static int vtc_hwtest_suite_init(struct kunit *test)
{
	struct vtc_hwtest_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	b->fake.rd = vtc_hwtest_model_rd;
	b->fake.wr = vtc_hwtest_model_wr;
	b->clock.slept = vtc_hwtest_model_slept;
	vtc_fake_bind(&b->hw, &b->fake);
	vtc_fake_set_clock(&b->clock);
	test->priv = b;
	return 0;
}

static void vtc_hwtest_suite_exit(struct kunit *test)
{
	vtc_fake_set_clock(NULL);
}

/* The first and the last of a run, and one alone */
static void vtc_hwtest_finds_a_stuck_bit(struct kunit *test)
{
	struct vtc_hwtest_bench *b = vtc_hwtest_bench(test);
	const u32 regs[] = {
		VTC_FCTTV, VTC_RETA(0), VTC_RETA(31), VTC_RSSRK(9),
		VTC_PF_RX_RING(15) + VTC_RING_BAH, VTC_PF_TX_RING(15) + VTC_RING_LEN,
		VTC_RAL(15), VTC_RAH(0), VTC_RAL_HIGH(23), VTC_MTA(127), VTC_VFTA(127),
		VTC_VLVF(31), VTC_VMVIR(0), VTC_VMVIR(7),
	};
	unsigned int i;

	KUNIT_EXPECT_EQ(test, vtc_hwtest_registers(&b->hw, &vtc_gen_82576), 0);
	for (i = 0; i < ARRAY_SIZE(regs); i++) {
		b->stuck = regs[i];
		b->bits = BIT(7);
		KUNIT_EXPECT_EQ(test, vtc_hwtest_registers(&b->hw, &vtc_gen_82576), regs[i]);
		/* A bit that means something else is not looked at */
		b->bits = regs[i] == VTC_VMVIR(7) ? BIT(31) : 0;
		KUNIT_EXPECT_EQ(test, vtc_hwtest_registers(&b->hw, &vtc_gen_82576), 0);
	}
	KUNIT_EXPECT_EQ(test, b->fake.strays, 0);
}

static void vtc_hwtest_interrupt(struct kunit *test)
{
	struct vtc_hwtest_bench *b = vtc_hwtest_bench(test);

	b->enabled = VTC_ICR_LSC;
	b->handled = true;
	KUNIT_EXPECT_EQ(test, vtc_hwtest_other_irq(&b->hw), 0);
	KUNIT_EXPECT_EQ(test, b->interrupts, 1);
	KUNIT_EXPECT_EQ(test, b->enabled, VTC_ICR_LSC);
	b->handled = false;
	KUNIT_EXPECT_EQ(test, vtc_hwtest_other_irq(&b->hw), -ETIMEDOUT);
	b->deaf = true;
	KUNIT_EXPECT_EQ(test, vtc_hwtest_other_irq(&b->hw), -EIO);
}

static void vtc_hwtest_vectors(struct kunit *test)
{
	struct vtc_hwtest_bench *b = vtc_hwtest_bench(test);

	vtc_hwtest_fire(&b->hw, 0x15);
	KUNIT_EXPECT_EQ(test, b->mem[VTC_EIMS / 4], 0x15);
	KUNIT_EXPECT_EQ(test, b->mem[VTC_EICS / 4], 0x15);
	/* Who waits for them from here on does not wait for the bus */
	KUNIT_EXPECT_EQ(test, b->posted, 0);
}

static void vtc_mac_transmitter(struct kunit *test)
{
	struct vtc_hwtest_bench *b = vtc_hwtest_bench(test);
	const u32 *tctl = &b->mem[VTC_TCTL / 4];

	vtc_mac_set_tx(&b->hw, true);
	KUNIT_EXPECT_TRUE(test, *tctl & VTC_TCTL_EN);
	KUNIT_EXPECT_TRUE(test, *tctl & VTC_TCTL_PSP);
	KUNIT_EXPECT_TRUE(test, *tctl & VTC_TCTL_RTLC);
	KUNIT_EXPECT_EQ(test, FIELD_GET(VTC_TCTL_CT, *tctl), 15);
	vtc_mac_set_tx(&b->hw, false);
	KUNIT_EXPECT_FALSE(test, *tctl & VTC_TCTL_EN);
	KUNIT_EXPECT_TRUE(test, *tctl & VTC_TCTL_PSP);
}

static void vtc_mac_rss(struct kunit *test)
{
	struct vtc_hwtest_bench *b = vtc_hwtest_bench(test);
	u8 reta[VTC_RSS_RETA_SIZE], key[VTC_RSS_KEY_SIZE];
	unsigned int i;

	for (i = 0; i < sizeof(reta); i++)
		reta[i] = i % 16;
	for (i = 0; i < sizeof(key); i++)
		key[i] = 0x80 + i;
	b->mem[VTC_RSSRK(VTC_RSS_KEY_WORDS) / 4] = 0x12345678;
	vtc_mac_write_rss(&b->hw, reta, VTC_RSS_SHIFT_PLAIN, key);
	for (i = 0; i < VTC_RSS_RETA_WORDS; i++)
		KUNIT_EXPECT_EQ(test, b->mem[VTC_RETA(i) / 4],
				i % 4 * 0x04040404 + 0x03020100);
	for (i = 0; i < VTC_RSS_KEY_WORDS; i++)
		KUNIT_EXPECT_EQ(test, b->mem[VTC_RSSRK(i) / 4],
				0x83828180 + i * 0x04040404);
	KUNIT_EXPECT_EQ(test, b->mem[VTC_RSSRK(VTC_RSS_KEY_WORDS) / 4], 0x12345678);
}

static struct kunit_case vtc_hwtest_cases[] = {
	KUNIT_CASE(vtc_hwtest_finds_a_stuck_bit),
	KUNIT_CASE(vtc_hwtest_interrupt),
	KUNIT_CASE(vtc_hwtest_vectors),
	KUNIT_CASE(vtc_mac_transmitter),
	KUNIT_CASE(vtc_mac_rss),
	{}
};

static struct kunit_suite vtc_hwtest_suite = {
	.name = "vtc_hwtest",
	.init = vtc_hwtest_suite_init,
	.exit = vtc_hwtest_suite_exit,
	.test_cases = vtc_hwtest_cases,
};

kunit_test_suite(vtc_hwtest_suite);
