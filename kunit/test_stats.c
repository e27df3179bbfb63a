// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite stats: sums of the hardware counters over wraps, resets of the chip and
 * of VFs, and changes of who owns a queue.
 */
#include <linux/skbuff.h>
#include "fake_hw.h"
#include "kunit.h"
#include "../pf/vfcount.c"
#include "../pf/stats.c"

#define VTC_T_RQDPC(q)	(VTC_PF_RX_RING(q) + RING_RQDPC)

/* The port's registers are cleared by reading, those of VFs are not */
struct vtc_stats_model {
	struct vtc_fake fake;
	struct vtc_hw hw;
	struct vtc_stats stats;
	unsigned int reads;
	u32 mem[0x8000];
};

static u32 vtc_stats_model_rd(struct vtc_fake *fake, u32 reg)
{
	struct vtc_stats_model *m = container_of(fake, struct vtc_stats_model,
						 fake);
	u32 val = m->mem[reg / 4];

	m->reads++;
	if (reg < VTC_PVF(0))
		m->mem[reg / 4] = 0;
	return val;
}

static struct vtc_stats_model *vtc_stats_model(struct kunit *test,
					       unsigned int n_vfs)
{
	struct vtc_stats_model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, m);
	m->fake.rd = vtc_stats_model_rd;
	vtc_fake_bind(&m->hw, &m->fake);
	vtc_stats_init(&m->stats, &m->hw, &vtc_gen_82576);
	vtc_stats_set_vfs(&m->stats, &m->hw, n_vfs);
	return m;
}

static void vtc_stats_model_set(struct vtc_stats_model *m, unsigned int vf,
				u32 val)
{
	m->mem[VTC_PVFGPRC(vf) / 4] = val;
	m->mem[VTC_PVFGPTC(vf) / 4] = val;
	m->mem[VTC_PVFGORC(vf) / 4] = val;
	m->mem[VTC_PVFGOTC(vf) / 4] = val;
	m->mem[VTC_PVFMPRC(vf) / 4] = val;
}

/* All five counters of a VF, which the tests move alike */
static u64 vtc_stats_model_sum(struct kunit *test, struct vtc_stats_model *m,
			       unsigned int vf)
{
	struct vtc_vfcount count;
	unsigned int i, reads = m->reads;

	vtc_stats_get_vf(&m->stats, vf, &count);
	KUNIT_EXPECT_EQ(test, m->reads, reads);
	for (i = 1; i < VTC_VFCOUNT_N; i++)
		KUNIT_EXPECT_EQ(test, count.sum[i], count.sum[0]);
	return count.sum[0];
}

static void vtc_stats_vf_registers_wrap(struct kunit *test)
{
	struct vtc_stats_model *m = vtc_stats_model(test, 2);
	u32 val = 0;
	u64 want = 0;
	unsigned int i;

	for (i = 0; i < 12; i++) {
		val += 0x60000000;
		want += 0x60000000;
		vtc_stats_model_set(m, 1, val);
		vtc_stats_refresh(&m->stats, &m->hw);
		KUNIT_EXPECT_EQ(test, vtc_stats_model_sum(test, m, 1), want);
	}
	KUNIT_EXPECT_GT(test, want, 4ull << 32);
	KUNIT_EXPECT_EQ(test, vtc_stats_model_sum(test, m, 0), 0);
	/* Nothing new, nothing added */
	vtc_stats_refresh(&m->stats, &m->hw);
	KUNIT_EXPECT_EQ(test, vtc_stats_model_sum(test, m, 1), want);
}

static void vtc_stats_each_register_has_its_place(struct kunit *test)
{
	struct vtc_stats_model *m = vtc_stats_model(test, 8);
	struct vtc_vfcount count;

	m->mem[VTC_PVFGPRC(7) / 4] = 1;
	m->mem[VTC_PVFGPTC(7) / 4] = 2;
	m->mem[VTC_PVFGORC(7) / 4] = 3;
	m->mem[VTC_PVFGOTC(7) / 4] = 4;
	m->mem[VTC_PVFMPRC(7) / 4] = 5;
	vtc_stats_refresh(&m->stats, &m->hw);
	vtc_stats_get_vf(&m->stats, 7, &count);
	KUNIT_EXPECT_EQ(test, count.sum[VTC_VFCOUNT_RX_PACKETS], 1);
	KUNIT_EXPECT_EQ(test, count.sum[VTC_VFCOUNT_TX_PACKETS], 2);
	KUNIT_EXPECT_EQ(test, count.sum[VTC_VFCOUNT_RX_BYTES], 3);
	KUNIT_EXPECT_EQ(test, count.sum[VTC_VFCOUNT_TX_BYTES], 4);
	KUNIT_EXPECT_EQ(test, count.sum[VTC_VFCOUNT_MULTICAST], 5);
}

/* A chip that clears them at a VF's reset, and one that does not */
static void vtc_stats_vf_reset_keeps_sums(struct kunit *test)
{
	struct vtc_stats_model *m = vtc_stats_model(test, 2);

	vtc_stats_model_set(m, 0, 1000);
	vtc_stats_model_set(m, 1, 1000);
	vtc_stats_refresh(&m->stats, &m->hw);
	vtc_stats_model_set(m, 0, 7);
	vtc_stats_model_set(m, 1, 1007);
	vtc_stats_vf_reset(&m->stats, 0);
	vtc_stats_vf_reset(&m->stats, 1);
	vtc_stats_settle(&m->stats, &m->hw);
	KUNIT_EXPECT_EQ(test, vtc_stats_model_sum(test, m, 0), 1007);
	KUNIT_EXPECT_EQ(test, vtc_stats_model_sum(test, m, 1), 1007);
	vtc_stats_model_set(m, 0, 8);
	vtc_stats_refresh(&m->stats, &m->hw);
	KUNIT_EXPECT_EQ(test, vtc_stats_model_sum(test, m, 0), 1008);
	/* An ordinary reading sees to it as well */
	vtc_stats_model_set(m, 0, 3);
	vtc_stats_vf_reset(&m->stats, 0);
	vtc_stats_refresh(&m->stats, &m->hw);
	KUNIT_EXPECT_EQ(test, vtc_stats_model_sum(test, m, 0), 1011);
	/* A VF that is not there */
	vtc_stats_vf_reset(&m->stats, 2);
	vtc_stats_settle(&m->stats, &m->hw);
	KUNIT_EXPECT_EQ(test, vtc_stats_model_sum(test, m, 2), 0);
}

static void vtc_stats_chip_reset_keeps_sums(struct kunit *test)
{
	struct vtc_stats_model *m = vtc_stats_model(test, 1);
	unsigned int reads;

	vtc_stats_model_set(m, 0, 1000);
	vtc_stats_pause(&m->stats, &m->hw);
	KUNIT_EXPECT_EQ(test, vtc_stats_model_sum(test, m, 0), 1000);

	/* What a chip in reset says is worth nothing */
	vtc_stats_model_set(m, 0, ~0u);
	m->mem[VTC_STAT_GPRC / 4] = ~0u;
	reads = m->reads;
	vtc_stats_refresh(&m->stats, &m->hw);
	vtc_stats_vf_reset(&m->stats, 0);
	vtc_stats_settle(&m->stats, &m->hw);
	vtc_stats_pause(&m->stats, &m->hw);
	KUNIT_EXPECT_EQ(test, m->reads, reads);

	vtc_stats_model_set(m, 0, 0);
	m->mem[VTC_STAT_GPRC / 4] = 0;
	vtc_stats_resume(&m->stats, &m->hw);
	vtc_stats_model_set(m, 0, 5);
	vtc_stats_refresh(&m->stats, &m->hw);
	KUNIT_EXPECT_EQ(test, vtc_stats_model_sum(test, m, 0), 1005);
	KUNIT_EXPECT_EQ(test, m->stats.port.gprc, 0);
}

static void vtc_stats_next_tenant_begins_at_zero(struct kunit *test)
{
	struct vtc_stats_model *m = vtc_stats_model(test, 2);
	struct vtc_vfcount count;

	vtc_stats_model_set(m, 1, 1000);
	m->mem[VTC_T_RQDPC(1) / 4] = 3;
	vtc_stats_refresh(&m->stats, &m->hw);
	vtc_stats_set_vfs(&m->stats, &m->hw, 0);
	vtc_stats_model_set(m, 1, 1100);
	vtc_stats_set_vfs(&m->stats, &m->hw, 2);
	KUNIT_EXPECT_EQ(test, vtc_stats_model_sum(test, m, 1), 0);
	vtc_stats_get_vf(&m->stats, 1, &count);
	KUNIT_EXPECT_EQ(test, count.dropped, 0);
	vtc_stats_model_set(m, 1, 1101);
	vtc_stats_refresh(&m->stats, &m->hw);
	KUNIT_EXPECT_EQ(test, vtc_stats_model_sum(test, m, 1), 1);
}

static void vtc_stats_drops_belong_to_the_queues_owner(struct kunit *test)
{
	struct vtc_stats_model *m = vtc_stats_model(test, 2);
	struct rtnl_link_stats64 st = {};
	struct vtc_vfcount count;
	unsigned int q;

	for (q = 0; q < vtc_gen_queues(&vtc_gen_82576); q++)
		m->mem[VTC_T_RQDPC(q) / 4] = 1 << q;
	vtc_stats_refresh(&m->stats, &m->hw);
	vtc_stats_get_vf(&m->stats, 0, &count);
	KUNIT_EXPECT_EQ(test, count.dropped, 0x0101);
	vtc_stats_get_vf(&m->stats, 1, &count);
	KUNIT_EXPECT_EQ(test, count.dropped, 0x0202);
	KUNIT_EXPECT_EQ(test, m->stats.port.own_rqdpc, 0xfcfc);
	KUNIT_EXPECT_EQ(test, m->stats.port.rqdpc, 0xffff);

	/* What was lost before the VFs went is still theirs */
	m->mem[VTC_T_RQDPC(1) / 4] = 1;
	vtc_stats_set_vfs(&m->stats, &m->hw, 0);
	KUNIT_EXPECT_EQ(test, m->stats.port.own_rqdpc, 0xfcfc);
	m->mem[VTC_T_RQDPC(1) / 4] = 1;
	m->mem[VTC_STAT_MPC / 4] = 2;
	vtc_stats_refresh(&m->stats, &m->hw);
	vtc_stats_add64(&m->stats, &st);
	KUNIT_EXPECT_EQ(test, st.rx_missed_errors, 0xfcfd + 2);
}

/* Registers are slow: nobody who looks, or looks often, has them read often */
static void vtc_stats_reads_when_it_matters(struct kunit *test)
{
	struct vtc_stats_model *m = vtc_stats_model(test, 2);
	struct rtnl_link_stats64 st = {};
	unsigned int reads = m->reads;

	vtc_stats_tick(&m->stats, &m->hw);
	vtc_stats_look(&m->stats, &m->hw);
	KUNIT_EXPECT_EQ(test, m->reads, reads);

	/* That was a look, and so is this: the next tick reads, once */
	vtc_stats_tick(&m->stats, &m->hw);
	KUNIT_EXPECT_GT(test, m->reads, reads);
	vtc_stats_add64(&m->stats, &st);
	reads = m->reads;
	vtc_stats_tick(&m->stats, &m->hw);
	KUNIT_EXPECT_GT(test, m->reads, reads);
	reads = m->reads;
	vtc_stats_tick(&m->stats, &m->hw);
	KUNIT_EXPECT_EQ(test, m->reads, reads);

	m->stats.at = jiffies - 2 * HZ;
	vtc_stats_tick(&m->stats, &m->hw);
	KUNIT_EXPECT_EQ(test, m->reads, reads);
	vtc_stats_look(&m->stats, &m->hw);
	KUNIT_EXPECT_GT(test, m->reads, reads);

	m->stats.asked = false;
	m->stats.at = jiffies - VTC_STATS_UNWATCHED - 1;
	reads = m->reads;
	vtc_stats_tick(&m->stats, &m->hw);
	KUNIT_EXPECT_GT(test, m->reads, reads);
}

/* Each of the port's sums by its name in ethtool -S, and what the netdev makes of them */
static void vtc_stats_of_the_port(struct kunit *test)
{
	struct vtc_stats_model *m = vtc_stats_model(test, 1);
	struct rtnl_link_stats64 st = { .rx_errors = 5, .collisions = 7 };
	struct vtc_stats_port port;
	unsigned int i, k;

	for (k = 0; k < 2; k++) {
		for (i = 0; i < VTC_STATS_PORT_N; i++)
			if (vtc_stats_regs[i])
				m->mem[vtc_stats_regs[i] / 4] = 1000 + i;
		m->mem[VTC_STAT_GORCL / 4 + 1] = 3;
		m->mem[VTC_STAT_GOTCL / 4 + 1] = 4;
		vtc_stats_refresh(&m->stats, &m->hw);
	}
	vtc_stats_get(&m->stats, &port);
	for (i = 0; i < VTC_STATS_PORT_N; i++) {
		u64 high = i == INDEX(gorc) ? 3 : i == INDEX(gotc) ? 4 : 0;

		if (vtc_stats_regs[i])
			KUNIT_EXPECT_EQ(test, ((u64 *)&port)[i],
					2 * (1000 + i + (high << 32)));
	}
	vtc_stats_add64(&m->stats, &st);
	KUNIT_EXPECT_EQ(test, st.rx_crc_errors, port.crcerrs);
	KUNIT_EXPECT_EQ(test, st.rx_frame_errors, port.algnerrc);
	KUNIT_EXPECT_EQ(test, st.rx_length_errors, port.rfc + port.roc + port.rjc);
	KUNIT_EXPECT_EQ(test, st.rx_errors, 5 + port.rxerrc + st.rx_crc_errors +
			st.rx_frame_errors + st.rx_length_errors);
	KUNIT_EXPECT_EQ(test, st.tx_aborted_errors, port.ecol);
	KUNIT_EXPECT_EQ(test, st.tx_window_errors, port.latecol);
	KUNIT_EXPECT_EQ(test, st.tx_errors, port.ecol + port.latecol);
	KUNIT_EXPECT_EQ(test, st.collisions, 7 + port.colc);
	KUNIT_EXPECT_EQ(test, st.rx_missed_errors, port.mpc);
	/* What was counted before probe is nobody's */
	m->mem[VTC_STAT_GPRC / 4] = 99;
	vtc_stats_init(&m->stats, &m->hw, &vtc_gen_82576);
	vtc_stats_get(&m->stats, &port);
	KUNIT_EXPECT_EQ(test, port.gprc, 0);
	KUNIT_EXPECT_EQ(test, m->mem[VTC_STAT_GPRC / 4], 0);
}

/* A device that is gone has counted nothing, and one VF's drops are summed up */
static void vtc_stats_of_what_is_gone(struct kunit *test)
{
	struct vtc_stats_model *m = vtc_stats_model(test, 1);
	struct vtc_vfcount count;
	unsigned int i, reads;

	for (i = 1; i <= 2; i++) {
		m->mem[VTC_T_RQDPC(0) / 4] = 3;
		vtc_stats_refresh(&m->stats, &m->hw);
		vtc_stats_get_vf(&m->stats, 0, &count);
		KUNIT_EXPECT_EQ(test, count.dropped, 3 * i);
	}
	/* No VF was reset: nothing to settle */
	reads = m->reads;
	vtc_stats_settle(&m->stats, &m->hw);
	KUNIT_EXPECT_EQ(test, m->reads, reads);
	m->hw.off = true;
	vtc_stats_refresh(&m->stats, &m->hw);
	KUNIT_EXPECT_EQ(test, m->reads, reads);
	KUNIT_EXPECT_EQ(test, m->stats.port.gprc, 0);
	vtc_stats_get_vf(&m->stats, 0, &count);
	KUNIT_EXPECT_EQ(test, count.dropped, 6);
}

static struct kunit_case vtc_stats_cases[] = {
	KUNIT_CASE(vtc_stats_vf_registers_wrap),
	KUNIT_CASE(vtc_stats_each_register_has_its_place),
	KUNIT_CASE(vtc_stats_vf_reset_keeps_sums),
	KUNIT_CASE(vtc_stats_chip_reset_keeps_sums),
	KUNIT_CASE(vtc_stats_next_tenant_begins_at_zero),
	KUNIT_CASE(vtc_stats_drops_belong_to_the_queues_owner),
	KUNIT_CASE(vtc_stats_reads_when_it_matters),
	KUNIT_CASE(vtc_stats_of_the_port),
	KUNIT_CASE(vtc_stats_of_what_is_gone),
	{}
};

static struct kunit_suite vtc_stats_suite = {
	.name = "vtc_stats",
	.test_cases = vtc_stats_cases,
};

kunit_test_suite(vtc_stats_suite);
