// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite swfw: semaphores, with other drivers and firmware on the other side.
 *
 * The model's SMBI is taken by whoever reads it, SWESMBI does not stick while
 * firmware has it, and nobody may write SW_FW_SYNC without both.
 */
#include <linux/bitfield.h>
#include "fake_hw.h"
#include "kunit.h"
#include "../common/regs_82576.h"
#include "../pf/swfw.h"

#define VTC_SWFW_GUARD		(VTC_SWSM_SMBI | VTC_SWSM_SWESMBI)
#define VTC_SWFW_SECOND		1000000

struct vtc_swfw_bench {
	struct vtc_fake fake;
	struct vtc_fake_clock clock;
	struct vtc_hw hw;
	struct vtc_swfw swfw;
	u32 status, swsm, sync;
	bool firmware;		/* has its half of the guard */
	u32 others;		/* bits of @sync that go away ... */
	u64 until_us;		/* ... then */
	unsigned int unguarded;
};

static u32 vtc_swfw_model_rd(struct vtc_fake *fake, u32 reg)
{
	struct vtc_swfw_bench *b = container_of(fake, struct vtc_swfw_bench, fake);
	u32 val;

	switch (reg) {
	case VTC_STATUS:
		return b->status;
	case VTC_SW_FW_SYNC:
		return b->sync;
	case VTC_SWSM:
		val = b->swsm;
		b->swsm |= VTC_SWSM_SMBI;
		return val;
	}
	return 0;
}

static void vtc_swfw_model_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	struct vtc_swfw_bench *b = container_of(fake, struct vtc_swfw_bench, fake);

	if (reg == VTC_SWSM) {
		b->swsm = val & ~(b->firmware ? VTC_SWSM_SWESMBI : 0);
	} else if (reg == VTC_SW_FW_SYNC) {
		b->unguarded += b->swsm != VTC_SWFW_GUARD;
		b->sync = val;
	}
}

static void vtc_swfw_model_slept(struct vtc_fake_clock *clock)
{
	struct vtc_swfw_bench *b = container_of(clock, struct vtc_swfw_bench, clock);

	if (clock->now_us >= b->until_us)
		b->sync &= ~b->others;
}

static struct vtc_swfw_bench *vtc_swfw_bench(struct kunit *test)
{
	return test->priv;
}

static int vtc_swfw_suite_init(struct kunit *test)
{
	struct vtc_swfw_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	b->fake.rd = vtc_swfw_model_rd;
	b->fake.wr = vtc_swfw_model_wr;
	b->clock.slept = vtc_swfw_model_slept;
	vtc_fake_bind(&b->hw, &b->fake);
	vtc_fake_set_clock(&b->clock);
	vtc_swfw_init(&b->swfw, &b->hw);
	test->priv = b;
	return 0;
}

static void vtc_swfw_suite_exit(struct kunit *test)
{
	vtc_fake_set_clock(NULL);
}

static void vtc_swfw_each_port_its_phy(struct kunit *test)
{
	struct vtc_swfw_bench *b = vtc_swfw_bench(test);
	u32 port;

	for (port = 0; port < 2; port++) {
		b->status = FIELD_PREP(VTC_STATUS_LAN_ID, port);
		vtc_swfw_init(&b->swfw, &b->hw);
		KUNIT_EXPECT_EQ(test, b->swfw.port, port);
		KUNIT_EXPECT_EQ(test, vtc_swfw_get_phy(&b->swfw), 0);
		KUNIT_EXPECT_EQ(test, b->sync, VTC_SW_FW_SYNC_PHY(port));
		KUNIT_EXPECT_EQ(test, b->swsm, 0);
		vtc_swfw_put_phy(&b->swfw);
		KUNIT_EXPECT_EQ(test, b->sync, 0);
		KUNIT_EXPECT_EQ(test, b->swsm, 0);
	}
	KUNIT_EXPECT_EQ(test, b->unguarded, 0);
	KUNIT_EXPECT_EQ(test, b->clock.now_us, 0);
}

/* The NVM's bit is one for both ports, and others stay as they are */
static void vtc_swfw_bits_of_others_stay(struct kunit *test)
{
	struct vtc_swfw_bench *b = vtc_swfw_bench(test);
	u32 theirs = VTC_SW_FW_SYNC_PHY(1) | VTC_SW_FW_SYNC_PHY(1) << 16;

	b->sync = theirs;
	KUNIT_EXPECT_EQ(test, vtc_swfw_get_nvm(&b->swfw), 0);
	KUNIT_EXPECT_EQ(test, b->sync, theirs | VTC_SW_FW_SYNC_EEP);
	vtc_swfw_put_nvm(&b->swfw);
	KUNIT_EXPECT_EQ(test, b->sync, theirs);
	KUNIT_EXPECT_EQ(test, b->unguarded, 0);
}

/* Software or firmware has it, for a while or for ever */
static void vtc_swfw_waits_for_others(struct kunit *test)
{
	struct vtc_swfw_bench *b = vtc_swfw_bench(test);
	u32 shift;

	for (shift = 0; shift <= 16; shift += 16) {
		b->clock.now_us = 0;
		b->others = VTC_SW_FW_SYNC_EEP << shift;
		b->sync = b->others;
		b->until_us = 300000;
		KUNIT_EXPECT_EQ(test, vtc_swfw_get_nvm(&b->swfw), 0);
		KUNIT_EXPECT_EQ(test, b->sync, VTC_SW_FW_SYNC_EEP);
		KUNIT_EXPECT_GE(test, b->clock.now_us, 300000);
		KUNIT_EXPECT_LE(test, b->clock.now_us, 310000);
		b->clock.now_us = 0;
		b->sync = b->others;
		b->until_us = U64_MAX;
		KUNIT_EXPECT_EQ(test, vtc_swfw_get_nvm(&b->swfw), -EBUSY);
		KUNIT_EXPECT_EQ(test, b->sync, b->others);
		KUNIT_EXPECT_EQ(test, b->swsm, 0);
		KUNIT_EXPECT_GE(test, b->clock.now_us, VTC_SWFW_SECOND);
		KUNIT_EXPECT_LE(test, b->clock.now_us, VTC_SWFW_SECOND * 3 / 2);
	}
	KUNIT_EXPECT_EQ(test, b->unguarded, 0);
}

/* A driver died with it; nobody else would ever give it back */
static void vtc_swfw_breaks_a_stale_guard(struct kunit *test)
{
	struct vtc_swfw_bench *b = vtc_swfw_bench(test);

	b->swsm = VTC_SWFW_GUARD;
	KUNIT_EXPECT_EQ(test, vtc_swfw_get_phy(&b->swfw), 0);
	KUNIT_EXPECT_EQ(test, b->sync, VTC_SW_FW_SYNC_PHY(0));
	KUNIT_EXPECT_EQ(test, b->swsm, 0);
	KUNIT_EXPECT_EQ(test, b->unguarded, 0);
	KUNIT_EXPECT_GE(test, b->clock.now_us, 50000);
	KUNIT_EXPECT_LE(test, b->clock.now_us, 60000);
}

/* Firmware that never lets go of its half is not overruled ... */
static void vtc_swfw_gives_up_on_firmware(struct kunit *test)
{
	struct vtc_swfw_bench *b = vtc_swfw_bench(test);

	b->firmware = true;
	KUNIT_EXPECT_EQ(test, vtc_swfw_get_phy(&b->swfw), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, b->sync, 0);
	KUNIT_EXPECT_EQ(test, b->swsm, 0);
	KUNIT_EXPECT_LE(test, b->clock.now_us, 60000);
}

/* ... but what is ours is given back all the same */
static void vtc_swfw_gives_back_without_the_guard(struct kunit *test)
{
	struct vtc_swfw_bench *b = vtc_swfw_bench(test);

	KUNIT_ASSERT_EQ(test, vtc_swfw_get_phy(&b->swfw), 0);
	b->firmware = true;
	vtc_swfw_put_phy(&b->swfw);
	KUNIT_EXPECT_EQ(test, b->sync, 0);
	b->firmware = false;
	KUNIT_EXPECT_EQ(test, vtc_swfw_get_phy(&b->swfw), 0);
}

/* At probe a PHY of ours that is held was left behind; the NVM may be in use */
static void vtc_swfw_drops_what_was_left(struct kunit *test)
{
	struct vtc_swfw_bench *b = vtc_swfw_bench(test);
	u32 others = VTC_SW_FW_SYNC_EEP | VTC_SW_FW_SYNC_PHY(1);

	b->sync = others | VTC_SW_FW_SYNC_PHY(0);
	vtc_swfw_init(&b->swfw, &b->hw);
	KUNIT_EXPECT_EQ(test, b->sync, others);
	KUNIT_EXPECT_EQ(test, b->swsm, 0);
	KUNIT_EXPECT_EQ(test, b->unguarded, 0);
}

static struct kunit_case vtc_swfw_cases[] = {
	KUNIT_CASE(vtc_swfw_each_port_its_phy),
	KUNIT_CASE(vtc_swfw_bits_of_others_stay),
	KUNIT_CASE(vtc_swfw_waits_for_others),
	KUNIT_CASE(vtc_swfw_breaks_a_stale_guard),
	KUNIT_CASE(vtc_swfw_gives_up_on_firmware),
	KUNIT_CASE(vtc_swfw_gives_back_without_the_guard),
	KUNIT_CASE(vtc_swfw_drops_what_was_left),
	{}
};

static struct kunit_suite vtc_swfw_suite = {
	.name = "vtc_swfw",
	.init = vtc_swfw_suite_init,
	.exit = vtc_swfw_suite_exit,
	.test_cases = vtc_swfw_cases,
};

kunit_test_suite(vtc_swfw_suite);
