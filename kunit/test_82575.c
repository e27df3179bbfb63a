// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite 82575: a chip that nobody has and no emulator knows.
 *
 * Its registers by hand; its filters against a reader of the register file that
 * knows the manual's rules (5.4, 14.5) and nothing of the model; and that no
 * file of the driver touches a register it has not.
 */
#include "chip.h"
#include "fake_hw.h"
#include "rights.h"
#include "vfhw.h"
#include "../common/rss.h"
#include "../pf/hwtest.h"
#include "../pf/irqhw.h"
#include "../pf/lli.h"
#include "../pf/mac.h"
#include "../pf/stats.h"
#include "../pf/gen_82575.c"
#include "../pf/l2sw_82575.c"
#include "../pf/regdump.c"

#define T75_PF		3	/* pool; its queue is 0 */
#define T75_PROBES	500
#define T75_BYTES	0x10000

struct t75_bench {
	struct vtc_world *world;
	struct vtc_l2sw prev;
	struct vtc_l2sw sw;
	struct vtc_swimg img;
	struct vtc_swimg_shadow shadow;
	struct vtc_swimg_sink sink;
	struct vtc_chip chip;
	struct vtc_probe probes[T75_PROBES];
	unsigned int n_probes;
	u8 may[T75_PROBES];	/* pools that either setting allows */
	unsigned int leaks;
};

static struct t75_bench *t75_bench(struct kunit *test)
{
	struct t75_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, b);
	b->world = vtc_world_alloc(test);
	b->world->caps = vtc_l2sw_82575.caps;
	vtc_world_set_last(b->world, T75_PF);
	b->n_probes = vtc_world_probes(T75_PF + 1, b->probes, T75_PROBES);
	KUNIT_ASSERT_LT(test, b->n_probes, T75_PROBES);
	return b;
}

static void t75_build(struct kunit *test, struct t75_bench *b)
{
	const struct vtc_swimg_ops *ops = &vtc_l2sw_82575;
	const struct vtc_swimg_span *span;
	unsigned int i;

	KUNIT_ASSERT_EQ(test, 0, vtc_l2sw_build(&b->sw, &b->prev, &b->world->in));
	ops->build(&b->sw, &b->img);
	for (span = ops->spans; span < ops->spans + ops->n_spans; span++)
		for (i = 0; i < span->count; i++)
			vtc_chip_write(&b->chip, span->reg + i * span->stride,
				       b->img.w[span->first + i]);
}

static u32 t75_reg(const struct t75_bench *b, u32 reg)
{
	return vtc_chip_read(&b->chip, reg);
}

static void t75_plain_registers(struct kunit *test)
{
	struct t75_bench *b = t75_bench(test);
	struct vtc_vport_rights *pf;

	b->world->in.vt = false;
	vtc_world_set_last(b->world, 0);
	pf = vtc_world_pf(b->world, 0);
	__set_bit(5, pf->vlans);
	t75_build(test, b);
	/* EN, LPE, BAM, VFE, SECRC */
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x100), 0x04048022);
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x5818), 0x00370002);
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x5004), 1522);
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x5400), 0x00000002);
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x5404), 0x80002010);
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x5600), BIT(5) | BIT(0));
	pf->promisc = true;
	pf->allmulti = true;
	pf->all_vlans = true;
	t75_build(test, b);
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x100), 0x0400803a);
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x5600), ~0u);
	/* Down: the address counts no more, and nothing else comes in */
	pf->rx = false;
	t75_build(test, b);
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x100), 0x04000022);
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x5404), 0x00002010);
}

/* The PF in queue 0, stations from queue 1 on: numbers, no bitmaps */
static void t75_pool_registers(struct kunit *test)
{
	struct t75_bench *b = t75_bench(test);
	unsigned int i;

	__set_bit(5, vtc_world_pf(b->world, 0)->vlans);
	for (i = 0; i < T75_PF; i++)
		vtc_world_station(b->world, T75_PF - 1 - i, 2 * i + 2);
	b->world->rights[1].max_frame = 9022;
	t75_build(test, b);
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x100), 0x04048022);
	/* VMDq and no hash */
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x5818), 3);
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x5004), 9022);
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x5600), BIT(5) | BIT(0));
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x5404), 0x80002010);
	for (i = 0; i < T75_PF; i++) {
		/* The lowest pool's address has the next filter */
		u32 ral = (T75_PF - i) << 24 | 2;

		KUNIT_EXPECT_EQ(test, t75_reg(b, 0x5408 + 8 * i), ral);
		KUNIT_EXPECT_EQ(test, t75_reg(b, 0x540c + 8 * i),
				0x80002010 | (T75_PF - i) << 18);
	}
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x5424), 0);
	/* A station that is down keeps its filter, which does not count */
	b->world->rights[1].rx = false;
	t75_build(test, b);
	KUNIT_EXPECT_EQ(test, t75_reg(b, 0x5414), 0x00082010);
}

static bool t75_bit(const struct vtc_chip *chip, u32 table, unsigned int bit)
{
	return vtc_chip_read(chip, table + bit / 32 * 4) >> bit % 32 & 1;
}

/* Queue that the address filters name, or -1 */
static int t75_chip_exact(const struct vtc_chip *chip, const u8 *dst)
{
	u32 low = dst[0] | dst[1] << 8 | dst[2] << 16 | (u32)dst[3] << 24;
	u32 high = dst[4] | dst[5] << 8;
	unsigned int i;

	for (i = 0; i < 16; i++) {
		u32 rah = vtc_chip_read(chip, 0x5404 + 8 * i);

		if (rah & BIT(31) && (rah & 0xffff) == high &&
		    vtc_chip_read(chip, 0x5400 + 8 * i) == low)
			return rah >> 18 & 3;
	}
	return -1;
}

/* Does the port take what no address filter names */
static bool t75_chip_takes(const struct vtc_chip *chip, const u8 *dst)
{
	u32 rctl = vtc_chip_read(chip, 0x100);

	if (!(dst[0] & 1))
		return rctl & BIT(3);
	if (dst[0] == 0xff)
		return rctl & BIT(15);
	return rctl & BIT(4) ||
	       t75_bit(chip, 0x5200, (dst[5] << 8 | dst[4]) >> 4);
}

/* Pools that a frame from the wire reaches */
static u8 t75_chip_receive(const struct vtc_chip *chip, const u8 *dst, u16 vid)
{
	bool vmdq = (vtc_chip_read(chip, 0x5818) & 7) == 3;
	u32 rctl = vtc_chip_read(chip, 0x100);
	int queue = t75_chip_exact(chip, dst);

	if (!(rctl & BIT(1)))
		return 0;
	if (vid != VTC_CHIP_UNTAGGED && rctl & BIT(18) &&
	    !t75_bit(chip, 0x5600, vid))
		return 0;
	if (queue < 0 && !t75_chip_takes(chip, dst))
		return 0;
	if (!vmdq)
		return BIT(chip->pf_pool);
	return BIT(T75_PF - max(queue, 0));
}

static void t75_random_pf(struct vtc_vport_rights *pf, struct rnd_state *rnd)
{
	unsigned int i;
	u8 group[ETH_ALEN];

	pf->rx = !vtc_kunit_one_in(rnd, 6);
	pf->bcast = !vtc_kunit_one_in(rnd, 6);
	pf->promisc = vtc_kunit_one_in(rnd, 4);
	pf->allmulti = vtc_kunit_one_in(rnd, 4);
	pf->all_vlans = vtc_kunit_one_in(rnd, 6);
	pf->n_extra = vtc_kunit_below(rnd, 3);
	for (i = 0; i < pf->n_extra; i++)
		vtc_world_mac(vtc_kunit_below(rnd, WORLD_MACS), pf->extra[i]);
	for (i = 1; i <= WORLD_VIDS; i++)
		if (vtc_kunit_one_in(rnd, 2))
			__set_bit(i, pf->vlans);
	for (i = 0; i < WORLD_GROUPS; i++) {
		vtc_world_group(i, group);
		if (vtc_kunit_one_in(rnd, 3))
			__set_bit(vtc_msg_mc_hash(group), pf->mc_hash);
	}
	pf->multicast = !bitmap_empty(pf->mc_hash, VTC_VPORT_MTA_BITS);
}

/* Another world, until there is one in which no address is two ports' */
static void t75_randomize(struct t75_bench *b, struct rnd_state *rnd)
{
	struct vtc_world *world = b->world;
	unsigned int pool;

	do {
		memset(world->in.rights, 0, sizeof(world->in.rights));
		world->in.vt = !vtc_kunit_one_in(rnd, 6);
		world->in.rx_on = !vtc_kunit_one_in(rnd, 10);
		world->caps.macs = vtc_kunit_one_in(rnd, 4) ? 4 : 16;
		vtc_world_set_last(world, world->in.vt ? T75_PF : 0);
		t75_random_pf(vtc_world_pf(world, vtc_kunit_below(rnd, 8)), rnd);
		for (pool = 0; pool < world->last; pool++)
			if (!vtc_kunit_one_in(rnd, 3))
				vtc_world_station(world, pool,
						  vtc_kunit_below(rnd, 8))->rx =
					!vtc_kunit_one_in(rnd, 5);
	} while (vtc_l2sw_build(&b->sw, &b->prev, &world->in));
	b->chip.pf_pool = world->in.pf_pool;
}

/* Whatever a pool sends goes out, and nowhere else */
static void t75_expect_sends(struct kunit *test, const struct t75_bench *b,
			     const struct vtc_probe *p)
{
	struct vtc_l2sw_verdict v;

	if (p->from > b->world->last)
		return;
	v = vtc_l2sw_forward(&b->sw, p->from, p->dst, p->vid);
	KUNIT_EXPECT_EQ(test, v.pools, 0);
	KUNIT_EXPECT_EQ(test, v.wire, b->sw.pool[p->from].tx);
}

static void t75_does_what_the_model_says(struct kunit *test)
{
	struct t75_bench *b = t75_bench(test);
	unsigned int round, i, to_stations = 0, stray = 0;
	struct rnd_state rnd;

	vtc_kunit_seed_rnd(test, &rnd);
	for (round = 0; round < 500; round++) {
		t75_randomize(b, &rnd);
		t75_build(test, b);
		b->prev = b->sw;
		for (i = 0; i < b->n_probes; i++) {
			const struct vtc_probe *p = &b->probes[i];
			u8 want;

			t75_expect_sends(test, b, p);
			if (p->from != VTC_L2SW_FROM_WIRE)
				continue;
			want = vtc_l2sw_forward(&b->sw, p->from, p->dst,
						p->vid).pools;
			KUNIT_ASSERT_EQ_MSG(test, want,
					    t75_chip_receive(&b->chip, p->dst,
							     p->vid),
					    "round %u: to %pM vid %u", round,
					    p->dst, p->vid);
			to_stations += b->sw.vt && want & ~BIT(T75_PF);
			stray += hweight8(want) > 1;
		}
	}
	KUNIT_EXPECT_GT(test, to_stations, 1000);
	KUNIT_EXPECT_EQ(test, stray, 0);
}

static void t75_watch(struct vtc_swimg_sink *sink, u32 reg, u32 val)
{
	struct t75_bench *b = container_of(sink, struct t75_bench, sink);
	unsigned int i;

	vtc_chip_write(&b->chip, reg, val);
	for (i = 0; i < b->n_probes; i++) {
		const struct vtc_probe *p = &b->probes[i];

		if (p->from == VTC_L2SW_FROM_WIRE &&
		    t75_chip_receive(&b->chip, p->dst, p->vid) & ~b->may[i])
			b->leaks++;
	}
}

/* After each write of a change: nothing that neither setting allows */
static void t75_changes_leak_nothing(struct kunit *test)
{
	struct t75_bench *b = t75_bench(test);
	unsigned int round, i, s, writes = 0;
	struct rnd_state rnd;

	vtc_kunit_seed_rnd(test, &rnd);
	b->sink.write = t75_watch;
	memset(b->may, 0xff, sizeof(b->may));
	for (round = 0; round < 300; round++) {
		t75_randomize(b, &rnd);
		vtc_l2sw_82575.build(&b->sw, &b->img);
		for (i = 0; round && i < b->n_probes; i++) {
			const struct vtc_probe *p = &b->probes[i];

			b->may[i] = vtc_l2sw_forward(&b->prev, p->from, p->dst,
						     p->vid).pools |
				    vtc_l2sw_forward(&b->sw, p->from, p->dst,
						     p->vid).pools;
			/* Without pools all is the PF's, whatever its number */
			b->may[i] |= b->may[i] & 1 && !(b->prev.vt && b->sw.vt) ?
				     BIT(T75_PF) : 0;
		}
		writes += vtc_swimg_commit(&vtc_l2sw_82575, &b->shadow, &b->img,
					   &b->sink);
		KUNIT_ASSERT_EQ_MSG(test, b->leaks, 0, "round %u", round);
		b->prev = b->sw;
		for (s = 0; s < vtc_l2sw_82575.n_spans; s++) {
			const struct vtc_swimg_span *span =
				&vtc_l2sw_82575.spans[s];

			for (i = 0; i < span->count; i++)
				KUNIT_ASSERT_EQ(test, b->img.w[span->first + i],
						t75_reg(b, span->reg +
							   i * span->stride));
		}
	}
	KUNIT_EXPECT_GT(test, writes, 1000);
}

/* Registers as memory; others than the chip's are noticed */
struct t75_model {
	struct vtc_fake fake;
	struct vtc_fake_clock clock;
	struct vtc_hw hw;
	struct vtc_stats stats;
	u32 mem[T75_BYTES / 4];
};

static u32 t75_rd(struct vtc_fake *fake, u32 reg)
{
	return container_of(fake, struct t75_model, fake)->mem[reg / 4];
}

static void t75_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	if (reg == VTC_CTRL)
		val &= ~VTC_CTRL_RST;
	container_of(fake, struct t75_model, fake)->mem[reg / 4] = val;
}

static struct t75_model *t75_model(struct kunit *test)
{
	struct t75_model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, m);
	m->fake.rd = t75_rd;
	m->fake.wr = t75_wr;
	m->hw.spans = vtc_gen_82575.spans;
	m->hw.n_spans = vtc_gen_82575.n_spans;
	vtc_fake_bind(&m->hw, &m->fake);
	vtc_fake_set_clock(&m->clock);
	return m;
}

static void t75_interrupts(struct kunit *test)
{
	const struct vtc_gen *gen = &vtc_gen_82575;
	struct t75_model *m = t75_model(test);
	struct vtc_qvec qv = {};
	unsigned int q;

	m->mem[0x18 / 4] = BIT(22);
	vtc_irqhw_setup(&m->hw, gen, true, 5);
	/* PBA_CLR, EIAME, IRCA; what was there stays */
	KUNIT_EXPECT_EQ(test, m->mem[0x18 / 4], 0x81400001);
	KUNIT_EXPECT_EQ(test, m->mem[0x1600 / 4], 0x80000000);
	KUNIT_EXPECT_EQ(test, m->mem[0x152c / 4], 0x80000f0f);
	KUNIT_EXPECT_EQ(test, m->mem[0x1530 / 4], 0x80000f0f);
	KUNIT_EXPECT_EQ(test, m->mem[0x1524 / 4], 0x80000000);
	/* 250 us are 977 units; no mailbox among the other causes */
	KUNIT_EXPECT_EQ(test, m->mem[0x1680 / 4], 977 << 16 | 977);
	KUNIT_EXPECT_EQ(test, m->mem[0xd0 / 4], BIT(2));
	for (q = 0; q < 4; q++) {
		vtc_irqhw_init_vector(&qv, q + 1, true);
		KUNIT_EXPECT_EQ(test, qv.arm, 0);
		vtc_irqhw_route(&m->hw, gen, q, &qv, true);
		KUNIT_EXPECT_EQ(test, qv.arm_reg, 0x1524);
		KUNIT_EXPECT_EQ(test, qv.arm, 0x101 << q);
		KUNIT_EXPECT_EQ(test, m->mem[0x1604 / 4 + q], 0x101 << q);
	}
	KUNIT_EXPECT_EQ(test, m->mem[0x1600 / 4], 0x80000000);
	/* The pool of the first station, which has queue 1 */
	gen->unroute(&m->hw, 2);
	KUNIT_EXPECT_EQ(test, m->mem[0x1604 / 4], 0x101);
	KUNIT_EXPECT_EQ(test, m->mem[0x1608 / 4], 0);
	KUNIT_EXPECT_EQ(test, m->mem[0x160c / 4], 0x404);
	KUNIT_EXPECT_EQ(test, m->fake.strays, 0);
}

/* One vector for all: nothing of MSI-X, and every cause is its */
static void t75_one_interrupt(struct kunit *test)
{
	const struct vtc_gen *gen = &vtc_gen_82575;
	struct t75_model *m = t75_model(test);
	struct vtc_qvec qv = {};

	m->mem[0x18 / 4] = 0x81000001;
	gen->setup(&m->hw);
	KUNIT_EXPECT_EQ(test, m->mem[0x18 / 4], BIT(28));
	vtc_irqhw_setup(&m->hw, gen, false, 1);
	KUNIT_EXPECT_EQ(test, m->mem[0x18 / 4], BIT(28));
	KUNIT_EXPECT_EQ(test, m->mem[0x152c / 4], 0);
	vtc_irqhw_init_vector(&qv, 1, false);
	vtc_irqhw_route(&m->hw, gen, 0, &qv, false);
	KUNIT_EXPECT_EQ(test, qv.arm_reg, 0xd0);
	KUNIT_EXPECT_EQ(test, qv.arm, 0xd1);
	KUNIT_EXPECT_EQ(test, m->mem[0x1600 / 4], 0x80000101);
	KUNIT_EXPECT_EQ(test, m->fake.strays, 0);
}

static void t75_spacing(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, vtc_gen_82575.eitr(0), 0);
	KUNIT_EXPECT_EQ(test, vtc_gen_82575.eitr(1), 0x00040004);
	/* The manual's example: 500 units are 128 us */
	KUNIT_EXPECT_EQ(test, vtc_gen_82575.eitr(128), 500 << 16 | 500);
	KUNIT_EXPECT_EQ(test, vtc_gen_82575.eitr(2047), 7997 << 16 | 7997);
}

/* Each pool another queue; places that the manual gives */
static void t75_queues(struct kunit *test)
{
	const struct vtc_gen *gen = &vtc_gen_82575;
	struct t75_model *m = t75_model(test);
	unsigned int pool, q;

	for (pool = 0; pool < 4; pool++)
		KUNIT_EXPECT_EQ(test, gen->queue(pool, 0), 3 - pool);
	for (q = 0; q < 4; q++) {
		KUNIT_EXPECT_EQ(test, gen->rx_ring(q), 0x2800 + 0x100 * q);
		KUNIT_EXPECT_EQ(test, gen->tx_ring(q), 0x3800 + 0x100 * q);
		KUNIT_EXPECT_EQ(test, gen->tx_context(q), q << 4);
	}
	/* Transmission has the upper half of the packet buffer's word */
	m->mem[0x1000 / 4] = 14 << 16 | 34;
	KUNIT_EXPECT_EQ(test, gen->rx_buffer(&m->hw), 34 * 1024);
	KUNIT_EXPECT_EQ(test, gen->sw->caps.pools, gen->chip.pools);
	KUNIT_EXPECT_PTR_EQ(test, gen->sw, &vtc_l2sw_82575);
	KUNIT_EXPECT_FALSE(test, gen->set_rate);
	KUNIT_EXPECT_EQ(test, vtc_gen_queues(gen), 4);
}

/* Whoever knows registers keeps to those that are there */
static void t75_touches_what_there_is(struct kunit *test)
{
	const struct vtc_lli lli = { .port = 80, .size = 64, .push = true };
	const struct vtc_gen *gen = &vtc_gen_82575;
	struct t75_model *m = t75_model(test);
	const struct vtc_swimg_span *span;
	u8 key[VTC_RSS_KEY_SIZE] = {}, reta[VTC_RSS_RETA_SIZE];
	unsigned int i;
	u32 *dump;

	KUNIT_EXPECT_EQ(test, gen->reset(&m->hw), 0);
	gen->setup(&m->hw);
	vtc_stats_init(&m->stats, &m->hw, gen);
	vtc_stats_resume(&m->stats, &m->hw);
	vtc_irqhw_setup(&m->hw, gen, true, 5);
	vtc_irqhw_mask_all(&m->hw);
	vtc_lli_write(&m->hw, &lli);
	for (i = 0; i < VTC_RSS_RETA_SIZE; i++)
		reta[i] = i % 4;
	vtc_mac_write_rss(&m->hw, reta, gen->rss_shift, key);
	KUNIT_EXPECT_EQ(test, m->mem[0x5c00 / 4], 0xc0804000);
	vtc_mac_set_tx(&m->hw, true);
	for (i = 0; i < 4; i++)
		vtc_vfhw_clear_rings(&m->hw, gen, i);
	m->mem[0x18 / 4] = 0;
	vtc_vfhw_reset_done(&m->hw, gen);
	KUNIT_EXPECT_EQ(test, m->mem[0x18 / 4], 0);
	KUNIT_EXPECT_EQ(test, vtc_hwtest_registers(&m->hw, gen), 0);
	dump = kunit_kzalloc(test, vtc_regdump_len(gen) + 4, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, dump);
	dump[vtc_regdump_len(gen) / 4] = 0x12345678;
	vtc_regdump(&m->hw, gen, dump);
	KUNIT_EXPECT_EQ(test, dump[vtc_regdump_len(gen) / 4], 0x12345678);
	KUNIT_EXPECT_NE(test, dump[vtc_regdump_len(gen) / 4 - 2], 0);
	for (span = gen->sw->spans; span < gen->sw->spans + gen->sw->n_spans; span++)
		for (i = 0; i < span->count; i++)
			vtc_wr(&m->hw, span->reg + i * span->stride, 0);
	KUNIT_EXPECT_EQ(test, m->fake.strays, 0);
	/* It would have been seen */
	vtc_wr(&m->hw, VTC_MBVFIMR, 0);
	vtc_wr(&m->hw, VTC_GPIE, 0);
	vtc_wr(&m->hw, VTC_PF_RX_RING(0), 0);
	KUNIT_EXPECT_EQ(test, m->fake.strays, 3);
}

static void t75_exit(struct kunit *test)
{
	vtc_fake_set_clock(NULL);
}

static struct kunit_case t75_cases[] = {
	KUNIT_CASE(t75_plain_registers),
	KUNIT_CASE(t75_pool_registers),
	KUNIT_CASE(t75_does_what_the_model_says),
	KUNIT_CASE(t75_changes_leak_nothing),
	KUNIT_CASE(t75_interrupts),
	KUNIT_CASE(t75_one_interrupt),
	KUNIT_CASE(t75_spacing),
	KUNIT_CASE(t75_queues),
	KUNIT_CASE(t75_touches_what_there_is),
	{}
};

static struct kunit_suite t75_suite = {
	.name = "vtc_82575",
	.exit = t75_exit,
	.test_cases = t75_cases,
};

kunit_test_suite(t75_suite);
