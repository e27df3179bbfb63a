// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite vanish: the device goes away in the middle of anything.
 *
 * Each path is walked again and again, and every register access from the n-th
 * on finds nobody, for every n there is.  Once that has been noticed no access
 * may reach the bus, every wait ends early, and all ones are taken for nothing
 * else.  (The VF's requests are walked like this in suite pfreq.)
 */
#include <linux/if_ether.h>
#include "fake_hw.h"
#include "kunit.h"
#include "../common/mbx.h"
#include "../common/regs_82576.h"
#include "../pf/gen.h"
#include "../pf/irqhw.c"
#include "../pf/swfw.c"
#include "../pf/vfhw.c"

/* Of qvec.c, which is not here */
u32 vtc_dp_eitr(u32 usecs)
{
	return usecs;
}

u32 vtc_qvec_usecs(const struct vtc_qvec *qv)
{
	return qv->usecs;
}

#define VTC_VANISH_VF		2
#define VTC_VANISH_VFS		0x1f
/* What no path takes with a device that is there and nobody who answers */
#define VTC_VANISH_US		1300000
/* Writes that may go nowhere before the next read notices */
#define VTC_VANISH_IN_VAIN	64

/* Registers as plain memory */
struct vtc_vanish_bench {
	struct kunit *test;
	struct vtc_fake fake;
	struct vtc_fake_clock clock;
	struct vtc_hw hw;
	u32 mem[0x8000];
};

struct vtc_vanish_path {
	const char *name;
	void (*walk)(struct vtc_vanish_bench *b);
};

static u32 vtc_vanish_rd(struct vtc_fake *fake, u32 reg)
{
	return container_of(fake, struct vtc_vanish_bench, fake)->mem[reg / 4];
}

static void vtc_vanish_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	struct vtc_vanish_bench *b = container_of(fake, struct vtc_vanish_bench,
						  fake);

	if (reg == VTC_CTRL)
		val &= ~VTC_CTRL_RST;
	if (reg != VTC_MBVFICR && reg != VTC_VFLRE)
		b->mem[reg / 4] = val;
}

static void vtc_vanish_reset(struct vtc_vanish_bench *b)
{
	const struct vtc_gen *gen = &vtc_gen_82576;
	int err = gen->reset(&b->hw);

	KUNIT_EXPECT_TRUE(b->test, !err || err == -ENODEV);
	gen->setup(&b->hw);
	gen->route(&b->hw, 9, 1);
}

static void vtc_vanish_swfw(struct vtc_vanish_bench *b)
{
	struct vtc_swfw swfw;
	int err;

	b->mem[VTC_SW_FW_SYNC / 4] = VTC_SW_FW_SYNC_PHY(0);
	vtc_swfw_init(&swfw, &b->hw);
	err = vtc_swfw_get_phy(&swfw);
	if (!err)
		vtc_swfw_put_phy(&swfw);
	KUNIT_EXPECT_TRUE(b->test, !err || vtc_hw_is_off(&b->hw));
}

static bool vtc_vanish_no_request(const struct vtc_mbx_pf *mbx)
{
	return false;
}

static void vtc_vanish_pf_mailbox(struct vtc_vanish_bench *b)
{
	struct vtc_mbx_pf mbx = { .hw = &b->hw, .vf = VTC_VANISH_VF };
	u32 w[VTC_MBX_WORDS] = { };

	if (!vtc_mbx_pf_read(&mbx, w))
		vtc_mbx_pf_reply(&mbx, w);
	if (vtc_hw_is_off(&b->hw))
		KUNIT_EXPECT_EQ(b->test, vtc_mbx_pf_read(&mbx, w), -EBUSY);
	vtc_mbx_pf_post(&mbx, w, vtc_vanish_no_request);
	vtc_mbx_pf_wipe(&mbx, vtc_vanish_no_request);
}

static void vtc_vanish_vf_mailbox(struct vtc_vanish_bench *b)
{
	struct vtc_mbx_vf mbx = { .hw = &b->hw };
	u32 w[VTC_MBX_WORDS] = { };
	u64 start;
	int err;

	vtc_mbx_vf_wait_reset(&mbx, 10000);
	err = vtc_mbx_vf_send(&mbx, w);
	KUNIT_EXPECT_NE(b->test, err, 0);
	err = vtc_mbx_vf_recv(&mbx, w, 500000);
	KUNIT_EXPECT_NE(b->test, err, 0);
	if (!vtc_hw_is_off(&b->hw))
		return;
	KUNIT_EXPECT_TRUE(b->test, vtc_mbx_vf_in_reset(&mbx));
	/* Nobody waits for who is known to be gone */
	start = b->clock.now_us;
	KUNIT_EXPECT_EQ(b->test, vtc_mbx_vf_wait_reset(&mbx, 10000), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(b->test, b->clock.now_us, start);
}

static void vtc_vanish_causes(struct vtc_vanish_bench *b)
{
	struct vtc_vfhw_causes c;
	struct vtc_irqhw_causes irq;

	b->mem[VTC_MBVFICR / 4] = FIELD_PREP(VTC_MBVFICR_REQ, BIT(VTC_VANISH_VF));
	vtc_irqhw_causes(&b->hw, &irq);
	vtc_vfhw_latch(&b->hw, VTC_VANISH_VFS, &c);
	if (!vtc_hw_is_off(&b->hw)) {
		KUNIT_EXPECT_EQ(b->test, c.req, BIT(VTC_VANISH_VF));
		return;
	}
	KUNIT_EXPECT_FALSE(b->test, c.req || c.ack || c.reset);
	vtc_irqhw_causes(&b->hw, &irq);
	KUNIT_EXPECT_FALSE(b->test, irq.ours || irq.mail || irq.link);
	KUNIT_EXPECT_EQ(b->test, vtc_vfhw_requests(&b->hw), 0);
	KUNIT_EXPECT_EQ(b->test, vtc_vfhw_spoofed(&b->hw, &vtc_gen_82576), 0);
	vtc_vfhw_clear_rings(&b->hw, &vtc_gen_82576, VTC_VANISH_VF);
}

static const struct vtc_vanish_path vtc_vanish_paths[] = {
	{ "reset", vtc_vanish_reset },
	{ "semaphores", vtc_vanish_swfw },
	{ "mailbox of the PF", vtc_vanish_pf_mailbox },
	{ "mailbox of the VF", vtc_vanish_vf_mailbox },
	{ "causes", vtc_vanish_causes },
};

KUNIT_ARRAY_PARAM_DESC(vtc_vanish_path, vtc_vanish_paths, name);

/* Walk once; false if the device was there to the end */
static bool vtc_vanish_at(struct vtc_vanish_bench *b, unsigned int n,
			  const struct vtc_vanish_path *path)
{
	memset(b->mem, 0, sizeof(b->mem));
	b->clock.now_us = 0;
	b->hw.off = false;
	vtc_fake_set_clock(&b->clock);
	vtc_fake_vanish(n);
	path->walk(b);
	KUNIT_EXPECT_EQ_MSG(b->test, vtc_fake_while_off(), 0, "n %u", n);
	KUNIT_EXPECT_LE_MSG(b->test, vtc_fake_in_vain(), VTC_VANISH_IN_VAIN,
			    "n %u", n);
	KUNIT_EXPECT_LE_MSG(b->test, b->clock.now_us, VTC_VANISH_US, "n %u", n);
	return vtc_fake_in_vain();
}

static void vtc_vanish_anywhere(struct kunit *test)
{
	const struct vtc_vanish_path *path = test->param_value;
	struct vtc_vanish_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	unsigned int n;

	KUNIT_ASSERT_NOT_NULL(test, b);
	b->test = test;
	b->fake.rd = vtc_vanish_rd;
	b->fake.wr = vtc_vanish_wr;
	vtc_fake_bind(&b->hw, &b->fake);
	for (n = 0; vtc_vanish_at(b, n, path); n++)
		KUNIT_ASSERT_LT(test, n, 10000);
	kunit_info(test, "%u accesses\n", n);
	KUNIT_EXPECT_GE(test, n, 3);
}

/* A register that holds all ones is not a device that has gone, and back is back */
static void vtc_vanish_not_by_a_value(struct kunit *test)
{
	struct vtc_vanish_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, b);
	b->fake.rd = vtc_vanish_rd;
	b->fake.wr = vtc_vanish_wr;
	vtc_fake_bind(&b->hw, &b->fake);
	b->mem[VTC_RCTL / 4] = ~0u;
	KUNIT_EXPECT_EQ(test, vtc_rd(&b->hw, VTC_RCTL), ~0u);
	KUNIT_EXPECT_FALSE(test, vtc_hw_is_off(&b->hw));
	b->mem[VTC_STATUS / 4] = ~0u;
	KUNIT_EXPECT_EQ(test, vtc_rd(&b->hw, VTC_RCTL), ~0u);
	KUNIT_EXPECT_TRUE(test, vtc_hw_is_off(&b->hw));
	KUNIT_EXPECT_FALSE(test, vtc_hw_set_on(&b->hw));
	vtc_wr(&b->hw, VTC_RCTL, 5);
	b->mem[VTC_STATUS / 4] = 0;
	KUNIT_EXPECT_EQ(test, vtc_rd(&b->hw, VTC_STATUS), ~0u);
	KUNIT_EXPECT_TRUE(test, vtc_hw_set_on(&b->hw));
	KUNIT_EXPECT_EQ(test, vtc_rd(&b->hw, VTC_RCTL), ~0u);
	vtc_wr(&b->hw, VTC_RCTL, 5);
	KUNIT_EXPECT_EQ(test, vtc_rd(&b->hw, VTC_RCTL), 5);
}

static void vtc_vanish_exit(struct kunit *test)
{
	vtc_fake_set_clock(NULL);
}

static struct kunit_case vtc_vanish_cases[] = {
	KUNIT_CASE_PARAM(vtc_vanish_anywhere, vtc_vanish_path_gen_params),
	KUNIT_CASE(vtc_vanish_not_by_a_value),
	{}
};

static struct kunit_suite vtc_vanish_suite = {
	.name = "vtc_vanish",
	.exit = vtc_vanish_exit,
	.test_cases = vtc_vanish_cases,
};

kunit_test_suite(vtc_vanish_suite);
