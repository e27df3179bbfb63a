// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite image: from the model to the registers of the 82576.
 *
 * The image is put into a register file, and what the chip makes of it is
 * compared with what the model says.
 */
#include "chip.h"
#include "rights.h"
#include "rss.h"
#include "../pf/l2sw_82576.c"

#define MAX_PROBES	1200

struct vtc_image_bench {
	struct vtc_l2sw prev;
	struct vtc_l2sw sw;
	struct vtc_swimg img;
	struct vtc_chip chip;
	struct vtc_probe probes[MAX_PROBES];
	unsigned int n_probes;
	struct vtc_world *world;
};

static struct vtc_image_bench *vtc_image_bench_alloc(struct kunit *test)
{
	struct vtc_image_bench *bench = kunit_kzalloc(test, sizeof(*bench),
						      GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bench);
	bench->world = vtc_world_alloc(test);
	bench->n_probes = vtc_world_probes(8, bench->probes, MAX_PROBES);
	/* All of them have found room */
	KUNIT_ASSERT_LT(test, bench->n_probes, MAX_PROBES);
	return bench;
}

/* Everything in the image goes to its register, in no special order */
static void vtc_image_load(struct vtc_image_bench *bench)
{
	const struct vtc_swimg_ops *ops = &vtc_l2sw_82576;
	const struct vtc_swimg_span *span;
	unsigned int s, i;

	ops->build(&bench->sw, &bench->img);
	for (s = 0; s < ops->n_spans; s++) {
		span = &ops->spans[s];
		for (i = 0; i < span->count; i++)
			vtc_chip_write(&bench->chip,
				       span->reg + i * span->stride,
				       bench->img.w[span->first + i]);
	}
}

static void vtc_image_build(struct kunit *test, struct vtc_image_bench *bench)
{
	KUNIT_ASSERT_EQ(test, 0, vtc_l2sw_build(&bench->sw, &bench->prev,
						&bench->world->in));
	vtc_image_load(bench);
}

static u32 vtc_image_reg(const struct vtc_image_bench *bench, u32 reg)
{
	return vtc_chip_read(&bench->chip, reg);
}

/* Each word belongs to one span, each span to registers of its own */
static void vtc_image_spans_do_not_overlap(struct kunit *test)
{
	const struct vtc_swimg_ops *ops = &vtc_l2sw_82576;
	u8 *seen_word = kunit_kzalloc(test, VTC_SWIMG_WORDS, GFP_KERNEL);
	u8 *seen_reg = kunit_kzalloc(test, VTC_CHIP_BYTES / 4, GFP_KERNEL);
	const struct vtc_swimg_span *span;
	unsigned int s, i, words = 0;

	KUNIT_ASSERT_NOT_NULL(test, seen_word);
	KUNIT_ASSERT_NOT_NULL(test, seen_reg);
	for (s = 0; s < ops->n_spans; s++) {
		span = &ops->spans[s];
		for (i = 0; i < span->count; i++, words++) {
			u32 reg = span->reg + i * span->stride;

			KUNIT_ASSERT_LT(test, span->first + i, VTC_SWIMG_WORDS);
			KUNIT_ASSERT_LT(test, reg, VTC_CHIP_BYTES);
			KUNIT_EXPECT_EQ(test, seen_word[span->first + i]++, 0);
			KUNIT_EXPECT_EQ(test, seen_reg[reg / 4]++, 0);
		}
	}
	KUNIT_EXPECT_EQ(test, words, VTC_W_END);
}

/* No bit is at the same time given and withheld, keys come later */
static void vtc_image_spans_are_consistent(struct kunit *test)
{
	const struct vtc_swimg_ops *ops = &vtc_l2sw_82576;
	const struct vtc_swimg_span *span;
	unsigned int s, i, k;

	for (s = 0; s < ops->n_spans; s++) {
		span = &ops->spans[s];
		KUNIT_EXPECT_EQ(test, span->grant & span->restrict_, 0);
		KUNIT_EXPECT_EQ(test, span->grant & span->valid, 0);
		KUNIT_EXPECT_EQ(test, span->restrict_ & span->valid, 0);
		KUNIT_EXPECT_EQ(test, span->catch_all &
				~(span->grant | span->restrict_), 0);
		if (!span->key)
			continue;
		KUNIT_EXPECT_NE(test, span->valid, 0);
		for (i = 0; i < s; i++) {
			k = span->first + span->key;
			KUNIT_EXPECT_FALSE(test, k >= ops->spans[i].first &&
					   k < ops->spans[i].first +
					       ops->spans[i].count);
		}
	}
	for (i = 0; i < ops->n_flr_words; i++)
		KUNIT_EXPECT_TRUE(test, ops->flr_words[i] == VTC_W_VFRE ||
				  ops->flr_words[i] == VTC_W_VFTE);
}

static void vtc_image_plain_registers(struct kunit *test)
{
	struct vtc_image_bench *bench = vtc_image_bench_alloc(test);
	struct vtc_vport_rights *pf;
	unsigned int i;

	bench->world->in.vt = false;
	pf = vtc_world_pf(bench->world, 0);
	pf->strip = true;
	__set_bit(5, pf->vlans);
	vtc_image_build(test, bench);
	/* EN, LPE, BAM, VFE, SECRC */
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x100), 0x04048022);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x581c), 0);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5818), 0x00370002);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x3500), 0);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5004), 1522);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x2408), 0);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xc8c), 0xff);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xc90), 0xff);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5400), 0x00000002);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5404), 0x80042010);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5600), BIT(5) | BIT(0));
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5d00), 0);
	for (i = 0; i < 8; i++) {
		/* STRCRC, STRVLAN, BAM, AUPE, LPE, 1522 */
		KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5ad0 + 4 * i),
				0xc90105f2);
		KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x3700 + 4 * i), 0);
	}
	pf->promisc = true;
	pf->allmulti = true;
	pf->all_vlans = true;
	bench->world->in.rx_on = false;
	vtc_image_build(test, bench);
	/* UPE, MPE come, VFE and EN go; the unicast table is for pools */
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x100), 0x04008038);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xa000), 0);
}

static void vtc_image_pool_registers(struct kunit *test)
{
	struct vtc_image_bench *bench = vtc_image_bench_alloc(test);
	struct vtc_vport_rights *vf;

	vtc_world_pf(bench->world, 0)->promisc = true;
	bench->world->in.pf_rss = true;
	vf = vtc_world_vf(bench->world, 0, 1);
	vf->max_frame = 9022;
	__set_bit(5, vf->vlans);
	vf->strip = true;
	vf = vtc_world_vf(bench->world, 2, 2);
	vf->pvid = 100;
	vf->qos = 5;
	vf->untagged = false;
	vf->spoofchk = false;
	vf->tx = false;
	vf->multicast = true;
	__set_bit(0x123, vf->mc_hash);
	vtc_image_build(test, bench);
	/* EN, LPE, VFE, SECRC; broadcast and the rest is the pools' */
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x100), 0x04040022);
	/* Default pool 7, replication */
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x581c), 0x40000380);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5818), 0x00370005);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x3500), 0x80000101);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5004), 9022);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x2408), 0xffff);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xc8c), 0x85);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xc90), 0x81);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5af0), 0xc0000000);
	/* The PF: ROPE, ROMPE and RSSE beside the usual */
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5aec), 0x8f0305f2);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5ad0), 0xc901233e);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5ad4), 0);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5ad8), 0x8a0105f2);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x3708), 0x4000a064);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x3700), 0);
	/* Three addresses, each of one pool: 7, 0, 2 */
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5404), 0x82002010);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x540c), 0x80042110);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5414), 0x80102010);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x541c), 0);
	/* VID 0 for pools 0 and 7, 5 for 0, 100 for 2 */
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5d00), 0x80081000);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5d04), 0x80001005);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5d08), 0x80004064);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5600), BIT(5) | BIT(0));
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x560c), BIT(4));
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5200 + 4 * 9), BIT(3));
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xa000), ~0u);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xa1fc), ~0u);
}

/* A station's pool, also while the PF's spreads over two queues: LPE and STRCRC,
 * AUPE, nothing for broadcast, groups, strangers, and RSSE only if it has two
 * queues itself
 */
static void vtc_image_station_registers(struct kunit *test)
{
	struct vtc_image_bench *bench = vtc_image_bench_alloc(test);

	vtc_world_pf(bench->world, 0);
	__set_bit(5, bench->world->rights[7].vlans);
	vtc_world_station(bench->world, 6, 1);
	vtc_world_vf(bench->world, 0, 2);
	bench->world->in.pf_rss = true;
	vtc_image_build(test, bench);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5818), 0x00370005);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5ae8), 0x810105f2);
	bench->world->rights[6].rss = true;
	vtc_image_build(test, bench);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5818), 0x00370005);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5ae8), 0x810305f2);
	/* The mode is that of whoever needs it */
	bench->world->in.pf_rss = false;
	vtc_image_build(test, bench);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5818), 0x00370005);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5aec) & VTC_VMOLR_RSSE, 0);
	bench->world->rights[6].rss = false;
	vtc_image_build(test, bench);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5818), 0x3);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5ae8), 0x810105f2);
	/* Receives and sends; its senders are not checked, nothing is inserted */
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xc8c), 0xc1);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xc90), 0xc1);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x3500), 0x80000101);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x3718), 0);
	/* Its address is for its pool; VID 0 for 0, 6 and 7, 5 for 6 and 7 */
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5414), 0x81002110);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5d00), 0x800c1000);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5d04), 0x800c0005);

	/* Down: the address is kept for it */
	bench->world->rights[6].rx = false;
	bench->world->rights[6].tx = false;
	vtc_image_build(test, bench);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xc8c), 0x81);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xc90), 0x81);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5414), 0x81002110);
}

static void vtc_image_vepa_registers(struct kunit *test)
{
	struct vtc_image_bench *bench = vtc_image_bench_alloc(test);

	bench->world->in.vepa = true;
	vtc_world_pf(bench->world, 0);
	vtc_world_vf(bench->world, 0, 1);
	vtc_world_vf(bench->world, 1, 2)->spoofchk = false;
	vtc_image_build(test, bench);
	/* No loopback; who is checked still is */
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x3500), 0x00000101);
}

static void vtc_image_registers_without_pf_pool(struct kunit *test)
{
	struct vtc_image_bench *bench = vtc_image_bench_alloc(test);
	unsigned int i;

	bench->world->in.pf_pool = VTC_L2SW_NO_POOL;
	for (i = 0; i < 8; i++)
		vtc_world_vf(bench->world, i, i + 1);
	vtc_image_build(test, bench);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x100), 0x04040022);
	/* Replication, no default pool */
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x581c), 0x60000000);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5818), 0x3);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x3500), 0x8000ffff);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xc8c), 0xff);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xc90), 0xff);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5aec),
			vtc_image_reg(bench, 0x5ad0));
	/* The first filter is VF 0's, its neighbour VF 1's */
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5404), 0x80042110);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x540c), 0x80082010);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5d00), 0x800ff000);
}

/*
 * What a VF that asks for everything has, with trust and without.  The emulator
 * knows neither MPME nor ROPE.
 */
static void vtc_image_trust_opens_a_pool(struct kunit *test)
{
	const u32 open = VTC_VMOLR_ROPE | VTC_VMOLR_ROMPE | VTC_VMOLR_MPME;
	struct vtc_image_bench *bench = vtc_image_bench_alloc(test);
	struct vtc_vport_asked *asked = kunit_kzalloc(test, sizeof(*asked),
						      GFP_KERNEL);
	struct vtc_vport_rights *vf = vtc_world_vf(bench->world, 0, 1);
	struct vtc_vport_admin admin;
	u8 home[ETH_ALEN];

	KUNIT_ASSERT_NOT_NULL(test, asked);
	memcpy(home, vf->mac, ETH_ALEN);
	vtc_world_pf(bench->world, 0);
	vtc_vport_admin_init(&admin);
	admin.trusted = true;
	asked->active = true;
	asked->promisc = true;
	asked->allmulti = true;
	vtc_vport_resolve(&admin, asked, home, vf);
	vtc_image_build(test, bench);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5ad0) & open, open);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xa000), ~0u);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xa1fc), ~0u);
	/* Its own affair: nobody else's pool opens, nor the default pool */
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5aec) & open, 0);
	KUNIT_EXPECT_TRUE(test, vtc_image_reg(bench, 0x581c) &
			  VTC_VT_CTL_DIS_DEF_PL);
	/* Of VLANs it has those that it joined: none */
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5d04), 0);

	/* More groups than it could name */
	asked->promisc = false;
	asked->allmulti = false;
	asked->mc_overflow = true;
	__set_bit(0x123, asked->mc_hash);
	vtc_vport_resolve(&admin, asked, home, vf);
	vtc_image_build(test, bench);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5ad0) & open,
			VTC_VMOLR_ROMPE | VTC_VMOLR_MPME);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xa000), 0);

	/* Without trust: what it named, whatever else it said before */
	admin.trusted = false;
	asked->promisc = true;
	asked->allmulti = true;
	vtc_vport_resolve(&admin, asked, home, vf);
	vtc_image_build(test, bench);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5ad0) & open,
			VTC_VMOLR_ROMPE);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5200 + 4 * 9), BIT(3));
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0xa000), 0);
}

/* The second block of address filters lies elsewhere */
static void vtc_image_uses_all_mac_filters(struct kunit *test)
{
	struct vtc_image_bench *bench = vtc_image_bench_alloc(test);
	struct vtc_vport_rights *vf;
	unsigned int i;

	vtc_world_pf(bench->world, 0);
	vf = vtc_world_vf(bench->world, 0, 1);
	for (vf->n_extra = 0; vf->n_extra < 22; vf->n_extra++)
		vtc_world_mac(20 + vf->n_extra, vf->extra[vf->n_extra]);
	vtc_image_build(test, bench);
	/* Filters 15, 16 and 23 have the extra addresses 13, 14 and 21 */
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5478), 33 / 2 << 24 | 2);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x54e0), 34 / 2 << 24 | 2);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x54e4), 0x80042010);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x5518), 41 / 2 << 24 | 2);
	KUNIT_EXPECT_EQ(test, vtc_image_reg(bench, 0x551c), 0x80042110);
	/* The chip finds each of them */
	for (i = 0; i < vf->n_extra; i++)
		KUNIT_EXPECT_EQ(test, BIT(0),
				vtc_chip_forward(&bench->chip, VTC_CHIP_WIRE,
						 vf->extra[i],
						 VTC_CHIP_UNTAGGED).pools);
}

static bool vtc_image_agrees(struct kunit *test, struct vtc_image_bench *bench)
{
	unsigned int i;

	bench->chip.pf_pool = bench->sw.pf_pool;
	for (i = 0; i < bench->n_probes; i++) {
		const struct vtc_probe *p = &bench->probes[i];
		struct vtc_l2sw_verdict want;
		struct vtc_chip_verdict got;

		/* Only the PF's pool means anything without pools */
		if (!bench->sw.vt && p->from != VTC_L2SW_FROM_WIRE)
			continue;
		want = vtc_l2sw_forward(&bench->sw, p->from, p->dst, p->vid);
		got = vtc_chip_forward(&bench->chip, p->from, p->dst, p->vid);
		/* A plain port that is down is the ring's business */
		if (!bench->sw.vt && !bench->sw.pool[bench->sw.pf_pool].rx)
			continue;
		if (want.pools == got.pools && want.wire == got.wire)
			continue;
		KUNIT_FAIL(test, "from %u to %pM vid %u: chip %#x/%d, model %#x/%d",
			   p->from, p->dst, p->vid, got.pools, got.wire,
			   want.pools, want.wire);
		return false;
	}
	return true;
}

static void vtc_image_does_what_the_model_says(struct kunit *test)
{
	struct vtc_image_bench *bench = vtc_image_bench_alloc(test);
	unsigned int built = 0, plain = 0, vepa = 0, no_pf = 0;
	struct rnd_state rnd;

	vtc_kunit_seed_rnd(test, &rnd);
	while (built < 600) {
		vtc_world_randomize(bench->world, &rnd);
		if (vtc_l2sw_build(&bench->sw, &bench->prev, &bench->world->in))
			continue;
		bench->prev = bench->sw;
		vtc_image_load(bench);
		if (!vtc_image_agrees(test, bench))
			return;
		built++;
		plain += !bench->sw.vt;
		vepa += bench->sw.vepa;
		no_pf += bench->sw.pf_pool == VTC_L2SW_NO_POOL;
	}
	KUNIT_EXPECT_GT(test, vepa, 5);
	KUNIT_EXPECT_GT(test, no_pf, 5);
	KUNIT_EXPECT_GT(test, plain, 10);
	KUNIT_EXPECT_LT(test, plain, built - 100);
}

/* Indirection table and hash key are mac.c's; these words are what it writes */
static void vtc_image_load_reta(struct vtc_image_bench *bench, const u8 *reta)
{
	u32 words[VTC_RSS_RETA_WORDS];
	unsigned int i;

	vtc_rss_reta_words(reta, bench->sw.vt ? VTC_RSS_SHIFT_POOLS :
						VTC_RSS_SHIFT_PLAIN, words);
	for (i = 0; i < VTC_RSS_RETA_WORDS; i++)
		vtc_chip_write(&bench->chip, VTC_RETA(i), words[i]);
}

/*
 * Which queue of its pool a frame is for: the first, or, where the pool
 * spreads, the one in the table, which is the same for all pools.
 */
static unsigned int vtc_image_queue(const struct vtc_l2sw *sw, unsigned int pool,
				    unsigned int entry)
{
	return sw->pool[pool].rss ? pool + 8 * entry : pool;
}

static void vtc_image_check_queues(struct kunit *test,
				   const struct vtc_image_bench *bench,
				   const u8 *reta)
{
	const struct vtc_chip *chip = &bench->chip;
	unsigned int pool, h;

	for (pool = 0; pool < 8; pool++) {
		KUNIT_ASSERT_EQ(test, vtc_chip_queue(chip, pool, VTC_CHIP_NO_HASH),
				vtc_image_queue(&bench->sw, pool, 0));
		for (h = 0; h < 2 * VTC_RSS_RETA_SIZE; h++)
			KUNIT_ASSERT_EQ(test, vtc_chip_queue(chip, pool, h),
					vtc_image_queue(&bench->sw, pool,
							reta[h % VTC_RSS_RETA_SIZE]));
	}
}

static void vtc_image_random_reta(struct rnd_state *rnd, u8 *reta)
{
	unsigned int i;

	vtc_rss_fill(reta, 2);
	if (vtc_kunit_one_in(rnd, 2))
		for (i = 0; i < VTC_RSS_RETA_SIZE; i++)
			reta[i] = vtc_kunit_below(rnd, 2);
}

/*
 * A pool's second queue gets frames only if its owner says that it has it:
 * nobody empties that of another.  The emulator does not hash in pools.
 */
static void vtc_image_spreads_where_queues_run(struct kunit *test)
{
	struct vtc_image_bench *bench = vtc_image_bench_alloc(test);
	unsigned int built = 0, spread = 0, alone = 0;
	u8 reta[VTC_RSS_RETA_SIZE];
	struct rnd_state rnd;

	vtc_kunit_seed_rnd(test, &rnd);
	while (built < 200) {
		vtc_world_randomize(bench->world, &rnd);
		bench->world->in.vt = true;
		if (vtc_l2sw_build(&bench->sw, &bench->prev, &bench->world->in))
			continue;
		vtc_image_load(bench);
		vtc_image_random_reta(&rnd, reta);
		vtc_image_load_reta(bench, reta);
		vtc_image_check_queues(test, bench, reta);
		built++;
		spread += bench->sw.rss;
		/* A station's pool spreads, the PF's does not */
		alone += bench->sw.rss && !bench->world->in.pf_rss;
	}
	KUNIT_EXPECT_GT(test, spread, 20);
	KUNIT_EXPECT_LT(test, spread, built - 20);
	KUNIT_EXPECT_GT(test, alone, 20);
}

/* The comparison sees a single wrong bit */
static void vtc_image_comparison_can_fail(struct kunit *test)
{
	static const struct {
		u32 reg;
		u32 flip;
	} mistakes[] = {
		{ VTC_RCTL, VTC_RCTL_EN },
		{ VTC_VT_CTL, VTC_VT_CTL_DIS_DEF_PL },
		{ VTC_DTXSWC, VTC_DTXSWC_LOOPBACK },
		{ VTC_DTXSWC, BIT(8) },
		{ VTC_VMOLR(0), VTC_VMOLR_BAM },
		{ VTC_VMOLR(0), VTC_VMOLR_AUPE },
		{ VTC_VMOLR(0), VTC_VMOLR_MPME },
		{ VTC_VFRE, BIT(0) },
		{ VTC_VFTE, BIT(0) },
		{ VTC_VFTA(0), BIT(1) },
		{ VTC_VLVF(0), VTC_VLVF_EN },
		{ VTC_VLVF(0), BIT(12) },
		{ VTC_RAH(0), VTC_RAH_AV },
		{ VTC_RAH(0), BIT(18) },
		{ VTC_RAL(0), BIT(24) },
		{ VTC_MRQC, 1 },
		{ VTC_VMVIR(0), VTC_VMVIR_ALWAYS | 2 },
	};
	struct vtc_image_bench *bench = vtc_image_bench_alloc(test);
	unsigned int m, i, seen;

	vtc_world_pf(bench->world, 0);
	vtc_world_vf(bench->world, 0, 1);
	__set_bit(1, bench->world->rights[0].vlans);
	__set_bit(2, bench->world->rights[7].vlans);
	vtc_world_vf(bench->world, 1, 2);
	vtc_image_build(test, bench);
	for (m = 0; m < ARRAY_SIZE(mistakes); m++) {
		u32 good = vtc_image_reg(bench, mistakes[m].reg);

		vtc_chip_write(&bench->chip, mistakes[m].reg,
			       good ^ mistakes[m].flip);
		for (i = 0, seen = 0; i < bench->n_probes; i++) {
			const struct vtc_probe *p = &bench->probes[i];
			struct vtc_l2sw_verdict want =
				vtc_l2sw_forward(&bench->sw, p->from, p->dst,
						 p->vid);
			struct vtc_chip_verdict got =
				vtc_chip_forward(&bench->chip, p->from, p->dst,
						 p->vid);

			seen += want.pools != got.pools || want.wire != got.wire;
		}
		KUNIT_EXPECT_NE_MSG(test, seen, 0, "row %u: register %#x", m,
				    mistakes[m].reg);
		vtc_chip_write(&bench->chip, mistakes[m].reg, good);
	}
}

static struct kunit_case vtc_image_cases[] = {
	KUNIT_CASE(vtc_image_spans_do_not_overlap),
	KUNIT_CASE(vtc_image_spans_are_consistent),
	KUNIT_CASE(vtc_image_plain_registers),
	KUNIT_CASE(vtc_image_pool_registers),
	KUNIT_CASE(vtc_image_station_registers),
	KUNIT_CASE(vtc_image_vepa_registers),
	KUNIT_CASE(vtc_image_registers_without_pf_pool),
	KUNIT_CASE(vtc_image_trust_opens_a_pool),
	KUNIT_CASE(vtc_image_uses_all_mac_filters),
	KUNIT_CASE(vtc_image_does_what_the_model_says),
	KUNIT_CASE(vtc_image_spreads_where_queues_run),
	KUNIT_CASE(vtc_image_comparison_can_fail),
	{}
};

static struct kunit_suite vtc_image_suite = {
	.name = "vtc_image",
	.test_cases = vtc_image_cases,
};

kunit_test_suite(vtc_image_suite);
