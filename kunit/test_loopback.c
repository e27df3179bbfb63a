// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite loopback: a chip that hands its frames to itself, and one that does not,
 * or not quite.
 */
#include <linux/if_ether.h>
#include "fake_dma.h"
#include "fake_hw.h"
#include "kunit.h"

#include "../pf/loopback.c"

#define REGS	0x10000

struct vtc_loopback_bench {
	struct vtc_fake fake;
	struct vtc_fake_clock clock;
	struct vtc_hw hw;
	u32 rx, tx;		/* where the rings' registers are */
	u32 reg[REGS / 4];
	u32 head_rx, head_tx;
	unsigned int frames, wrong;
	unsigned int strangers;	/* frames from elsewhere before each */
	unsigned int lose;	/* this one is lost, from 1 */
	unsigned int spoil;	/* of this one a bit is wrong */
	unsigned int cut;	/* this one is too short */
	u32 stuck;		/* a register that stays as it is */
	u32 ctrl_tested;	/* CTRL during the test */
	u32 rctl_tested;
	u16 longest;
	bool late;		/* a frame takes its time */
	u8 *under_way;
	u16 under_way_len;
};

static void *vtc_loopback_va(u64 dma)
{
	return phys_to_virt(dma - VTC_FAKE_BUS);
}

static u32 *vtc_loopback_reg(struct vtc_loopback_bench *b, u32 reg)
{
	return &b->reg[reg / 4];
}

static void *vtc_loopback_ring(struct vtc_loopback_bench *b, u32 ring)
{
	return vtc_loopback_va(*vtc_loopback_reg(b, ring + VTC_RING_BAL) |
			       (u64)*vtc_loopback_reg(b, ring + VTC_RING_BAH) << 32);
}

static bool vtc_loopback_is_on(struct vtc_loopback_bench *b, u32 ring)
{
	return *vtc_loopback_reg(b, ring + VTC_RING_DCTL) & VTC_DCTL_ENABLE;
}

/* A frame arrives, if there is a buffer */
static void vtc_loopback_arrives(struct vtc_loopback_bench *b, const void *frame, u16 len)
{
	union vtc_rx_desc *desc = vtc_loopback_ring(b, b->rx);
	u32 size = *vtc_loopback_reg(b, b->rx + VTC_RING_LEN) / sizeof(*desc);

	if (!vtc_loopback_is_on(b, b->rx) || !size ||
	    b->head_rx == *vtc_loopback_reg(b, b->rx + VTC_RING_TAIL)) {
		b->wrong++;
		return;
	}
	desc += b->head_rx;
	b->wrong += le64_to_cpu(desc->read.hdr_addr) != 0;
	memcpy(vtc_loopback_va(le64_to_cpu(desc->read.addr)), frame, len);
	desc->wb = (struct vtc_rx_wb){
		.status = cpu_to_le32(VTC_RXS_DD | VTC_RXS_EOP),
		.len = cpu_to_le16(len),
	};
	b->head_rx = (b->head_rx + 1) % size;
}

static void vtc_loopback_leaves(struct vtc_loopback_bench *b, const struct vtc_tx_data *desc)
{
	u32 cmd = le32_to_cpu(desc->cmd_len), len = cmd & VTC_TXD_LEN;
	u8 *frame = vtc_loopback_va(le64_to_cpu(desc->addr));
	static const u8 other[60] = { 0xff };
	unsigned int i;

	b->frames++;
	b->longest = max_t(u16, b->longest, len);
	b->wrong += !(cmd & VTC_TXD_EOP) || !(cmd & VTC_TXD_IFCS) || !(cmd & VTC_TXD_DEXT);
	b->wrong += (cmd & VTC_TXD_DTYP_DATA) != VTC_TXD_DTYP_DATA;
	b->wrong += le32_to_cpu(desc->olinfo) != len << VTC_TXO_PAYLEN_SHIFT;
	/* From one station to itself, each byte another than the one before */
	b->wrong += memcmp(frame, frame + ETH_ALEN, ETH_ALEN) || frame[0] & 1;
	b->wrong += frame[len - 1] == frame[len - 2];
	b->ctrl_tested = *vtc_loopback_reg(b, VTC_CTRL);
	b->rctl_tested = *vtc_loopback_reg(b, VTC_RCTL);
	for (i = 0; i < b->strangers; i++)
		vtc_loopback_arrives(b, other, sizeof(other));
	if (b->frames == b->lose)
		return;
	if (b->late) {
		b->under_way = frame;
		b->under_way_len = len;
		return;
	}
	frame[len - 1] ^= b->frames == b->spoil;
	vtc_loopback_arrives(b, frame, len - (b->frames == b->cut));
	frame[len - 1] ^= b->frames == b->spoil;
}

static void vtc_loopback_slept(struct vtc_fake_clock *clock)
{
	struct vtc_loopback_bench *b = container_of(clock, struct vtc_loopback_bench, clock);

	if (b->under_way)
		vtc_loopback_arrives(b, b->under_way, b->under_way_len);
	b->under_way = NULL;
}

static void vtc_loopback_sends(struct vtc_loopback_bench *b)
{
	const union vtc_tx_desc *desc = vtc_loopback_ring(b, b->tx);
	u32 size = *vtc_loopback_reg(b, b->tx + VTC_RING_LEN) / sizeof(*desc);
	u32 tail = *vtc_loopback_reg(b, b->tx + VTC_RING_TAIL);

	while (size && b->head_tx != tail) {
		if (!(*vtc_loopback_reg(b, VTC_TCTL) & VTC_TCTL_EN) ||
		    !vtc_loopback_is_on(b, b->tx)) {
			b->wrong++;
			return;
		}
		vtc_loopback_leaves(b, &desc[b->head_tx].data);
		b->head_tx = (b->head_tx + 1) % size;
	}
}

static u32 vtc_loopback_rd(struct vtc_fake *fake, u32 reg)
{
	struct vtc_loopback_bench *b = container_of(fake, struct vtc_loopback_bench, fake);

	return *vtc_loopback_reg(b, reg);
}

static void vtc_loopback_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	struct vtc_loopback_bench *b = container_of(fake, struct vtc_loopback_bench, fake);

	/* The chip may use the memory until it was told not to */
	b->wrong += !vtc_fake_dma.coherent;
	/* Nobody moves a ring that runs, but for its tail */
	if ((vtc_loopback_is_on(b, b->rx) && reg >= b->rx && reg < b->rx + VTC_RING_TAIL) ||
	    (vtc_loopback_is_on(b, b->tx) && reg >= b->tx && reg < b->tx + VTC_RING_TAIL))
		b->wrong++;
	if (reg == b->rx + VTC_RING_HEAD)
		b->head_rx = val;
	if (reg == b->tx + VTC_RING_HEAD)
		b->head_tx = val;
	if (reg != b->stuck)
		*vtc_loopback_reg(b, reg) = val;
	if (reg == b->tx + VTC_RING_TAIL && vtc_loopback_is_on(b, b->tx))
		vtc_loopback_sends(b);
}

static int vtc_loopback_suite_init(struct kunit *test)
{
	struct vtc_loopback_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	test->priv = b;
	if (!b)
		return -ENOMEM;
	vtc_fake_dma_init();
	b->fake.rd = vtc_loopback_rd;
	b->fake.wr = vtc_loopback_wr;
	b->stuck = ~0u;
	b->rx = vtc_gen_82576.rx_ring(0);
	b->tx = vtc_gen_82576.tx_ring(0);
	vtc_fake_bind(&b->hw, &b->fake);
	b->clock.slept = vtc_loopback_slept;
	vtc_fake_set_clock(&b->clock);
	/* As somebody before us left it */
	*vtc_loopback_reg(b, VTC_CTRL) = VTC_CTRL_RFCE | VTC_CTRL_TFCE;
	*vtc_loopback_reg(b, VTC_MRQC) = 3;
	*vtc_loopback_reg(b, b->tx + VTC_RING_TDWBAL) = 1;
	return 0;
}

static void vtc_loopback_suite_exit(struct kunit *test)
{
	vtc_fake_set_clock(NULL);
}

/* Whatever came of it, the chip keeps off the memory before that goes */
static int vtc_loopback_tests(struct kunit *test)
{
	struct vtc_loopback_bench *b = test->priv;
	int err = vtc_loopback_run(&b->hw, &vtc_gen_82576);

	KUNIT_EXPECT_EQ(test, vtc_fake_dma.coherent, 0);
	KUNIT_EXPECT_EQ(test, *vtc_loopback_reg(b, VTC_RCTL), 0);
	KUNIT_EXPECT_FALSE(test, *vtc_loopback_reg(b, VTC_TCTL) & VTC_TCTL_EN);
	if (b->stuck != b->rx + VTC_RING_DCTL)
		KUNIT_EXPECT_EQ(test, *vtc_loopback_reg(b, b->rx + VTC_RING_DCTL), 0);
	if (b->stuck != b->tx + VTC_RING_DCTL)
		KUNIT_EXPECT_EQ(test, *vtc_loopback_reg(b, b->tx + VTC_RING_DCTL), 0);
	return err;
}

static void vtc_loopback_good_chip(struct kunit *test)
{
	struct vtc_loopback_bench *b = test->priv;

	KUNIT_EXPECT_EQ(test, vtc_loopback_tests(test), 0);
	/* Round the ring, up to the longest frame without a tag */
	KUNIT_EXPECT_GT(test, b->frames, 8);
	KUNIT_EXPECT_EQ(test, b->longest, ETH_FRAME_LEN);
	KUNIT_EXPECT_EQ(test, b->wrong, 0);
	KUNIT_EXPECT_EQ(test, b->clock.now_us, 0);
	/* Full speed whatever the wire, nobody is told to be quiet, one queue */
	KUNIT_EXPECT_EQ(test, b->ctrl_tested, VTC_CTRL_FRCSPD | VTC_CTRL_FRCDPX |
			VTC_CTRL_FD | VTC_CTRL_SLU | 2 << 8);
	KUNIT_EXPECT_TRUE(test, b->rctl_tested & VTC_RCTL_LBM_MAC);
	KUNIT_EXPECT_TRUE(test, b->rctl_tested & VTC_RCTL_EN);
	KUNIT_EXPECT_TRUE(test, b->rctl_tested & VTC_RCTL_UPE);
	KUNIT_EXPECT_TRUE(test, b->rctl_tested & VTC_RCTL_SECRC);
	KUNIT_EXPECT_EQ(test, *vtc_loopback_reg(b, VTC_MRQC), 0);
	KUNIT_EXPECT_EQ(test, *vtc_loopback_reg(b, b->tx + VTC_RING_TDWBAL), 0);
	KUNIT_EXPECT_EQ(test, *vtc_loopback_reg(b, b->rx + VTC_RING_SRRCTL), 2 | 1 << 25);
}

/* Others' frames are passed over, and their buffers posted again */
static void vtc_loopback_among_strangers(struct kunit *test)
{
	struct vtc_loopback_bench *b = test->priv;

	b->strangers = 3;
	KUNIT_EXPECT_EQ(test, vtc_loopback_tests(test), 0);
	KUNIT_EXPECT_EQ(test, b->wrong, 0);
}

/* What is not done is not looked at */
static void vtc_loopback_slow_chip(struct kunit *test)
{
	struct vtc_loopback_bench *b = test->priv;

	b->late = true;
	KUNIT_EXPECT_EQ(test, vtc_loopback_tests(test), 0);
	KUNIT_EXPECT_EQ(test, b->wrong, 0);
	KUNIT_EXPECT_EQ(test, b->clock.now_us, b->frames * STEP_US);
}

static void vtc_loopback_bad_chips(struct kunit *test)
{
	struct vtc_loopback_bench *b = test->priv;
	unsigned int *const fault[] = { &b->lose, &b->spoil, &b->cut };
	unsigned int i, nth;

	for (i = 0; i < ARRAY_SIZE(fault); i++) {
		for (nth = 1; nth < 11; nth += 9) {
			*fault[i] = nth;
			b->frames = 0;
			b->clock.now_us = 0;
			KUNIT_EXPECT_EQ(test, vtc_loopback_tests(test), -ETIMEDOUT);
			KUNIT_EXPECT_EQ(test, b->frames, nth);
			KUNIT_EXPECT_GE(test, b->clock.now_us, FRAME_TIMEOUT_US);
			KUNIT_EXPECT_LE(test, b->clock.now_us, 2 * FRAME_TIMEOUT_US);
		}
		*fault[i] = 0;
	}
	b->frames = 0;
	KUNIT_EXPECT_EQ(test, vtc_loopback_tests(test), 0);
}

/* A queue that does not start, and no memory */
static void vtc_loopback_does_not_begin(struct kunit *test)
{
	struct vtc_loopback_bench *b = test->priv;

	*vtc_loopback_reg(b, b->rx + VTC_RING_DCTL) = 0;
	b->stuck = b->rx + VTC_RING_DCTL;
	KUNIT_EXPECT_EQ(test, vtc_loopback_tests(test), -ETIMEDOUT);
	b->stuck = b->tx + VTC_RING_DCTL;
	*vtc_loopback_reg(b, b->tx + VTC_RING_DCTL) = 0;
	KUNIT_EXPECT_EQ(test, vtc_loopback_tests(test), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, b->frames, 0);
	KUNIT_EXPECT_FALSE(test, *vtc_loopback_reg(b, VTC_CTRL) & VTC_CTRL_FRCSPD);
	/* One that does not stop is waited for, a while */
	*vtc_loopback_reg(b, b->tx + VTC_RING_DCTL) = VTC_DCTL_ENABLE;
	b->clock.now_us = 0;
	vtc_loopback_tests(test);
	KUNIT_EXPECT_GE(test, b->clock.now_us, ENABLE_TIMEOUT_US);
	b->stuck = b->rx + VTC_RING_DCTL;
	*vtc_loopback_reg(b, b->rx + VTC_RING_DCTL) = VTC_DCTL_ENABLE;
	b->clock.now_us = 0;
	vtc_loopback_tests(test);
	KUNIT_EXPECT_GE(test, b->clock.now_us, ENABLE_TIMEOUT_US);
	b->stuck = ~0u;
	vtc_fake_dma.allocs_left = 0;
	b->frames = 0;
	KUNIT_EXPECT_EQ(test, vtc_loopback_run(&b->hw, &vtc_gen_82576), -ENOMEM);
	KUNIT_EXPECT_EQ(test, b->frames, 0);
}

static struct kunit_case vtc_loopback_cases[] = {
	KUNIT_CASE(vtc_loopback_good_chip),
	KUNIT_CASE(vtc_loopback_among_strangers),
	KUNIT_CASE(vtc_loopback_slow_chip),
	KUNIT_CASE(vtc_loopback_bad_chips),
	KUNIT_CASE(vtc_loopback_does_not_begin),
	{}
};

static struct kunit_suite vtc_loopback_suite = {
	.name = "vtc_loopback",
	.init = vtc_loopback_suite_init,
	.exit = vtc_loopback_suite_exit,
	.test_cases = vtc_loopback_cases,
};

kunit_test_suite(vtc_loopback_suite);
