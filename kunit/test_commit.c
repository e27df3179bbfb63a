// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite commit: after each single write on the way from one setting to the
 * next, no frame reaches a pool that neither of them allows.
 *
 * Writes go one by one to a register file, and the whole of a small world is
 * asked after each: every sender, address and VLAN.  The other half of the
 * suite takes one precaution of the planner away at a time and expects the
 * same search to find a leak: without that, finding none would mean nothing.
 */
#include "chip.h"
#include "fake_hw.h"
#include "rights.h"
#include "../pf/swimg.c"
#include "../pf/l2sw_hw.c"
#include "../common/regs_82576.h"

#define WORLD_PF	3	/* three VFs and the PF: small, so that much is tried */
#define MAX_PROBES	640
#define COMMITS		3000
#define COMMITS_BROKEN	20000	/* at most; the first leak ends it */

struct vtc_commit_bench {
	struct vtc_swimg_sink sink;
	struct vtc_fake fake;
	struct vtc_chip chip;
	struct vtc_world *world;
	struct vtc_l2sw prev;
	struct vtc_l2sw sw;
	struct vtc_swimg next;
	struct vtc_swimg_shadow shadow;
	struct vtc_probe probes[MAX_PROBES];
	unsigned int n_probes;
	u8 allowed[MAX_PROBES];
	u8 after[MAX_PROBES];
	u8 before[MAX_PROBES];
	unsigned int writes;
	unsigned int leaks;
	unsigned int interrupted;
	unsigned int mode_changes_in_flight;
	bool watch;
	bool expect_kept;
	bool forgets_all;	/* after a VF's reset, not to know whose it was */
	/* of the first leak */
	u32 leak_reg;
	const struct vtc_probe *leak_probe;
};

static u8 vtc_commit_ask(const struct vtc_chip *chip, const struct vtc_probe *p)
{
	return vtc_chip_forward(chip, p->from, p->dst, p->vid).pools;
}

static void vtc_commit_ask_all(struct vtc_commit_bench *bench, u8 *answers)
{
	unsigned int i;

	for (i = 0; i < bench->n_probes; i++)
		answers[i] = vtc_commit_ask(&bench->chip, &bench->probes[i]);
}

/* Table words that no address or VLAN of the world falls into change nothing */
static bool vtc_commit_matters(const struct vtc_commit_bench *bench, u32 reg)
{
	static const u32 tables[] = { VTC_MTA(0), VTC_UTA(0), VTC_VFTA(0) };
	unsigned int i, t;

	for (t = 0; t < ARRAY_SIZE(tables); t++)
		if (reg >= tables[t] && reg < tables[t] + 512)
			break;
	if (t == ARRAY_SIZE(tables))
		return true;
	if (tables[t] == VTC_VFTA(0))
		return reg == VTC_VFTA(0);
	for (i = 0; i < bench->n_probes; i++)
		if (vtc_msg_mc_hash(bench->probes[i].dst) / 32 ==
		    (reg - tables[t]) / 4)
			return true;
	return false;
}

static void vtc_commit_look_for_leaks(struct vtc_commit_bench *bench, u32 reg)
{
	unsigned int i;

	if (!vtc_commit_matters(bench, reg))
		return;
	for (i = 0; i < bench->n_probes; i++) {
		u8 pools = vtc_commit_ask(&bench->chip, &bench->probes[i]);

		if (!(pools & ~bench->allowed[i]))
			continue;
		if (!bench->leaks++) {
			bench->leak_reg = reg;
			bench->leak_probe = &bench->probes[i];
		}
	}
}

/* Who got a frame before must not miss it for the length of a write */
static void vtc_commit_look_for_losses(struct vtc_commit_bench *bench)
{
	unsigned int i;

	for (i = 0; i < bench->n_probes; i++)
		if (bench->before[i] &
		    ~vtc_commit_ask(&bench->chip, &bench->probes[i]))
			bench->interrupted++;
}

static void vtc_commit_write(struct vtc_swimg_sink *sink, u32 reg, u32 val)
{
	struct vtc_commit_bench *bench =
		container_of(sink, struct vtc_commit_bench, sink);

	vtc_chip_write(&bench->chip, reg, val);
	bench->writes++;
	if (bench->watch)
		vtc_commit_look_for_leaks(bench, reg);
	if (bench->expect_kept)
		vtc_commit_look_for_losses(bench);
	if (reg == VTC_MRQC &&
	    vtc_chip_read(&bench->chip, VTC_RCTL) & VTC_RCTL_EN)
		bench->mode_changes_in_flight++;
}

static struct vtc_commit_bench *vtc_commit_bench_alloc(struct kunit *test)
{
	struct vtc_commit_bench *bench = kunit_kzalloc(test, sizeof(*bench),
						       GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bench);
	bench->sink.write = vtc_commit_write;
	bench->world = vtc_world_alloc(test);
	vtc_world_set_last(bench->world, WORLD_PF);
	bench->chip.pf_pool = WORLD_PF;
	bench->n_probes = vtc_world_probes(WORLD_PF + 1, bench->probes,
					   MAX_PROBES);
	KUNIT_ASSERT_LT(test, bench->n_probes, MAX_PROBES);
	vtc_swimg_forget(&bench->shadow);
	return bench;
}

/* What the chip holds after a reset, as far as it matters here */
static void vtc_commit_chip_reset(struct vtc_commit_bench *bench)
{
	memset(bench->chip.reg, 0, sizeof(bench->chip.reg));
	vtc_chip_write(&bench->chip, VTC_VFRE, 0xff);
	vtc_chip_write(&bench->chip, VTC_VFTE, 0xff);
	vtc_swimg_forget(&bench->shadow);
}

static void vtc_commit_chip_flr(struct vtc_commit_bench *bench, unsigned int vf)
{
	u32 keep = ~(u32)BIT(vf);

	vtc_chip_write(&bench->chip, VTC_VFRE,
		       vtc_chip_read(&bench->chip, VTC_VFRE) & keep);
	vtc_chip_write(&bench->chip, VTC_VFTE,
		       vtc_chip_read(&bench->chip, VTC_VFTE) & keep);
	if (bench->forgets_all)
		vtc_swimg_forget_vf(&vtc_l2sw_82576, &bench->shadow);
	else
		vtc_swimg_lower_vf(&vtc_l2sw_82576, &bench->shadow, vf);
}

static void vtc_commit_change_world(struct vtc_commit_bench *bench,
				    struct rnd_state *rnd)
{
	if (vtc_kunit_one_in(rnd, 30))
		vtc_world_randomize(bench->world, rnd);
	else
		vtc_world_mutate(bench->world, rnd);
}

/* The next model that can be built, most often a small step away */
static void vtc_commit_next_model(struct vtc_commit_bench *bench,
				  struct rnd_state *rnd)
{
	do {
		vtc_commit_change_world(bench, rnd);
	} while (vtc_l2sw_build(&bench->sw, &bench->prev, &bench->world->in));
	bench->prev = bench->sw;
	vtc_l2sw_82576.build(&bench->sw, &bench->next);
}

/* One commit under watch; what was and what will be is allowed */
static void vtc_commit_once(struct vtc_commit_bench *bench,
			    void (*commit)(struct vtc_commit_bench *bench,
					   const struct vtc_swimg_ops *ops),
			    const struct vtc_swimg_ops *how)
{
	struct vtc_chip *chip = &bench->chip;
	const struct vtc_swimg_ops *ops = &vtc_l2sw_82576;
	unsigned int s, i;
	u32 *saved;

	vtc_commit_ask_all(bench, bench->before);
	saved = kmemdup(chip->reg, sizeof(chip->reg), GFP_KERNEL);
	if (!saved)
		return;
	for (s = 0; s < ops->n_spans; s++)
		for (i = 0; i < ops->spans[s].count; i++)
			vtc_chip_write(chip, ops->spans[s].reg +
					     i * ops->spans[s].stride,
				       bench->next.w[ops->spans[s].first + i]);
	vtc_commit_ask_all(bench, bench->after);
	memcpy(chip->reg, saved, sizeof(chip->reg));
	kfree(saved);
	for (i = 0; i < bench->n_probes; i++)
		bench->allowed[i] = bench->before[i] | bench->after[i];
	bench->watch = true;
	commit(bench, how);
	bench->watch = false;
}

static void vtc_commit_planned(struct vtc_commit_bench *bench,
			       const struct vtc_swimg_ops *ops)
{
	vtc_swimg_commit(ops, &bench->shadow, &bench->next, &bench->sink);
}

/* What a driver without a planner does: each register when its turn comes */
static void vtc_commit_plain(struct vtc_commit_bench *bench,
			     const struct vtc_swimg_ops *ops)
{
	unsigned int s, i;

	for (s = 0; s < ops->n_spans; s++) {
		const struct vtc_swimg_span *span = &ops->spans[s];

		for (i = 0; i < span->count; i++) {
			u32 reg = span->reg + i * span->stride;
			u32 val = bench->next.w[span->first + i];

			if (vtc_chip_read(&bench->chip, reg) != val)
				vtc_commit_write(&bench->sink, reg, val);
		}
	}
}

static void vtc_commit_report(struct kunit *test,
			      const struct vtc_commit_bench *bench)
{
	const struct vtc_probe *p = bench->leak_probe;

	if (p)
		kunit_info(test, "first leak: register %#x, from %u to %pM vid %u",
			   bench->leak_reg, p->from, p->dst, p->vid);
}

/* Resets and VF resets come in between, as they do in life */
static void vtc_commit_random_event(struct vtc_commit_bench *bench,
				    struct rnd_state *rnd)
{
	if (vtc_kunit_one_in(rnd, 50))
		vtc_commit_chip_reset(bench);
	else if (vtc_kunit_one_in(rnd, 8))
		vtc_commit_chip_flr(bench, vtc_kunit_below(rnd, WORLD_PF));
}

static void vtc_commit_expect_arrived(struct kunit *test,
				      const struct vtc_commit_bench *bench)
{
	const struct vtc_swimg_ops *ops = &vtc_l2sw_82576;
	unsigned int s, i;

	for (s = 0; s < ops->n_spans; s++) {
		const struct vtc_swimg_span *span = &ops->spans[s];

		for (i = 0; i < span->count; i++)
			KUNIT_ASSERT_EQ_MSG(test, bench->next.w[span->first + i],
					    vtc_chip_read(&bench->chip,
							  span->reg +
							  i * span->stride),
					    "%s(%u)", span->name, i);
	}
}

static void vtc_commit_run(struct kunit *test, bool match_needs_vfre)
{
	struct vtc_commit_bench *bench = vtc_commit_bench_alloc(test);
	struct rnd_state rnd;
	unsigned int i;

	vtc_kunit_seed_rnd(test, &rnd);
	bench->chip.match_needs_vfre = match_needs_vfre;
	bench->forgets_all = match_needs_vfre;
	vtc_commit_chip_reset(bench);
	for (i = 0; i < COMMITS && !bench->leaks; i++) {
		vtc_commit_next_model(bench, &rnd);
		vtc_commit_once(bench, vtc_commit_planned, &vtc_l2sw_82576);
		vtc_commit_expect_arrived(test, bench);
		vtc_commit_random_event(bench, &rnd);
	}
	kunit_info(test, "%u commits, %u writes", i, bench->writes);
	vtc_commit_report(test, bench);
	KUNIT_EXPECT_EQ(test, bench->leaks, 0);
	KUNIT_EXPECT_EQ(test, bench->mode_changes_in_flight, 0);
	/* It has been at work */
	KUNIT_EXPECT_GT(test, bench->writes, 5 * COMMITS);
}

static void vtc_commit_never_leaks(struct kunit *test)
{
	vtc_commit_run(test, false);
}

/* The other reading of the datasheet */
static void vtc_commit_never_leaks_by_vfre_first(struct kunit *test)
{
	vtc_commit_run(test, true);
}

/* Ways to break the planner; each must be found out */
struct vtc_commit_sabotage {
	const char *name;
	void (*spoil)(struct vtc_swimg_span *spans, unsigned int n);
	bool match_needs_vfre;
};

static void vtc_commit_spoil_catch_all(struct vtc_swimg_span *spans,
				       unsigned int n)
{
	while (n--)
		spans[n].catch_all = 0;
}

static void vtc_commit_spoil_valid(struct vtc_swimg_span *spans, unsigned int n)
{
	while (n--) {
		if (strcmp(spans[n].name, "RAH") && strcmp(spans[n].name, "VLVF"))
			continue;
		spans[n].grant |= spans[n].valid;
		spans[n].valid = 0;
	}
}

static void vtc_commit_spoil_mac_key(struct vtc_swimg_span *spans,
				     unsigned int n)
{
	while (n--)
		if (!strcmp(spans[n].name, "RAH"))
			spans[n].key = 0;
}

/* Not two settings' common part in between, but one write from old to new */
static void vtc_commit_spoil_one_pass(struct vtc_swimg_span *spans,
				      unsigned int n, const char *name)
{
	while (n--) {
		if (strcmp(spans[n].name, name))
			continue;
		spans[n].grant = 0;
		spans[n].valid = 0;
	}
}

static void vtc_commit_spoil_vlans(struct vtc_swimg_span *spans, unsigned int n)
{
	vtc_commit_spoil_one_pass(spans, n, "VLVF");
}

static void vtc_commit_spoil_macs(struct vtc_swimg_span *spans, unsigned int n)
{
	vtc_commit_spoil_one_pass(spans, n, "RAH");
}

static void vtc_commit_spoil_vfre(struct vtc_swimg_span *spans, unsigned int n)
{
	vtc_commit_spoil_one_pass(spans, n, "VFRE");
}

static void vtc_commit_spoil_vmolr(struct vtc_swimg_span *spans, unsigned int n)
{
	vtc_commit_spoil_one_pass(spans, n, "VMOLR");
}

static void vtc_commit_spoil_covers(struct vtc_swimg_span *spans,
				    unsigned int n, const char *name)
{
	while (n--)
		if (!strcmp(spans[n].name, name))
			spans[n].covers = 0;
}

static void vtc_commit_spoil_vlan_covers(struct vtc_swimg_span *spans,
					 unsigned int n)
{
	vtc_commit_spoil_covers(spans, n, "VLVF");
}

static void vtc_commit_spoil_mac_covers(struct vtc_swimg_span *spans,
					unsigned int n)
{
	vtc_commit_spoil_covers(spans, n, "RAH");
	vtc_commit_spoil_covers(spans, n, "RAL");
}

static void vtc_commit_spoil_vfre_covers(struct vtc_swimg_span *spans,
					 unsigned int n)
{
	vtc_commit_spoil_covers(spans, n, "VFRE");
}

/* Senders change their VLAN last instead of first */
static void vtc_commit_spoil_tag_order(struct vtc_swimg_span *spans,
				       unsigned int n)
{
	struct vtc_swimg_span vmvir = spans[n - 1];

	memmove(spans + 1, spans, (n - 1) * sizeof(*spans));
	spans[0] = vmvir;
}

static void vtc_commit_spoil_order(struct vtc_swimg_span *spans, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n / 2; i++)
		swap(spans[i], spans[n - 1 - i]);
}

static const struct vtc_commit_sabotage vtc_commit_sabotages[] = {
	{ "catch-alls stay open", vtc_commit_spoil_catch_all },
	{ "entries stay valid while their key changes", vtc_commit_spoil_valid },
	{ "VLANs change in one pass", vtc_commit_spoil_vlans },
	{ "addresses change in one pass", vtc_commit_spoil_macs },
	{ "receive enables change in one pass", vtc_commit_spoil_vfre },
	{ "pool controls change in one pass", vtc_commit_spoil_vmolr },
	{ "addresses do not fence", vtc_commit_spoil_mac_covers },
	{ "receive enables do not fence", vtc_commit_spoil_vfre_covers, true },
	{ "senders change their VLAN last", vtc_commit_spoil_tag_order },
	{ "all in opposite order", vtc_commit_spoil_order },
	{ "all in opposite order, VFRE first", vtc_commit_spoil_order, true },
};

KUNIT_ARRAY_PARAM_DESC(vtc_commit_sabotage, vtc_commit_sabotages, name);

static void vtc_commit_search(struct kunit *test, struct vtc_commit_bench *bench,
			      void (*commit)(struct vtc_commit_bench *bench,
					     const struct vtc_swimg_ops *ops),
			      const struct vtc_swimg_ops *how)
{
	struct rnd_state rnd;
	unsigned int i;

	vtc_kunit_seed_rnd(test, &rnd);
	vtc_commit_chip_reset(bench);
	for (i = 0; i < COMMITS_BROKEN && !bench->leaks; i++) {
		vtc_commit_next_model(bench, &rnd);
		vtc_commit_once(bench, commit, how);
		vtc_commit_random_event(bench, &rnd);
	}
	kunit_info(test, "%u commits", i);
	vtc_commit_report(test, bench);
}

/* A copy of the chip's table with something wrong in it */
static void vtc_commit_spoil(struct kunit *test, struct vtc_swimg_ops *ops,
			     void (*spoil)(struct vtc_swimg_span *, unsigned int))
{
	struct vtc_swimg_span *spans;

	*ops = vtc_l2sw_82576;
	spans = kunit_kcalloc(test, ops->n_spans, sizeof(*spans), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, spans);
	memcpy(spans, ops->spans, ops->n_spans * sizeof(*spans));
	spoil(spans, ops->n_spans);
	ops->spans = spans;
}

static void vtc_commit_search_finds_sabotage(struct kunit *test)
{
	const struct vtc_commit_sabotage *row = test->param_value;
	struct vtc_commit_bench *bench = vtc_commit_bench_alloc(test);
	struct vtc_swimg_ops ops;

	vtc_commit_spoil(test, &ops, row->spoil);
	bench->chip.match_needs_vfre = row->match_needs_vfre;
	vtc_commit_search(test, bench, vtc_commit_planned, &ops);
	KUNIT_EXPECT_GT(test, bench->leaks, 0);
}

static void vtc_commit_search_finds_plain_order(struct kunit *test)
{
	struct vtc_commit_bench *bench = vtc_commit_bench_alloc(test);

	vtc_commit_search(test, bench, vtc_commit_plain, &vtc_l2sw_82576);
	KUNIT_EXPECT_GT(test, bench->leaks, 0);
}

static void vtc_commit_simple_world(struct kunit *test,
				    struct vtc_commit_bench *bench)
{
	vtc_world_pf(bench->world, 0);
	vtc_world_vf(bench->world, 0, 1);
	vtc_world_vf(bench->world, 1, 2);
	KUNIT_ASSERT_EQ(test, 0, vtc_l2sw_build(&bench->sw, &bench->prev,
						&bench->world->in));
	bench->prev = bench->sw;
	vtc_l2sw_82576.build(&bench->sw, &bench->next);
}

static unsigned int vtc_commit_again(struct kunit *test,
				     struct vtc_commit_bench *bench)
{
	unsigned int n, before = bench->writes;

	KUNIT_ASSERT_EQ(test, 0, vtc_l2sw_build(&bench->sw, &bench->prev,
						&bench->world->in));
	bench->prev = bench->sw;
	vtc_l2sw_82576.build(&bench->sw, &bench->next);
	n = vtc_swimg_commit(&vtc_l2sw_82576, &bench->shadow, &bench->next,
			     &bench->sink);
	KUNIT_EXPECT_EQ(test, n, bench->writes - before);
	return n;
}

static void vtc_commit_writes_no_more_than_needed(struct kunit *test)
{
	struct vtc_commit_bench *bench = vtc_commit_bench_alloc(test);
	unsigned int first;

	vtc_commit_chip_reset(bench);
	vtc_commit_simple_world(test, bench);
	first = vtc_commit_again(test, bench);
	KUNIT_EXPECT_GT(test, first, 480);
	KUNIT_EXPECT_LT(test, first, 560);
	KUNIT_EXPECT_EQ(test, vtc_commit_again(test, bench), 0);
	/* A VLAN joined: its filter and the port's */
	__set_bit(5, bench->world->rights[0].vlans);
	KUNIT_EXPECT_EQ(test, vtc_commit_again(test, bench), 2);
	/* A second member: one bit */
	__set_bit(5, bench->world->rights[1].vlans);
	KUNIT_EXPECT_EQ(test, vtc_commit_again(test, bench), 1);
	/* A port goes down: two enables */
	bench->world->rights[1].rx = false;
	bench->world->rights[1].tx = false;
	KUNIT_EXPECT_EQ(test, vtc_commit_again(test, bench), 2);
	/* Another address in the same slot: invalid, low, high */
	vtc_world_mac(4, bench->world->rights[1].mac);
	KUNIT_EXPECT_EQ(test, vtc_commit_again(test, bench), 3);
	vtc_commit_expect_arrived(test, bench);
}

/* One VF's reset must not interrupt the others, not even for one write */
static void vtc_commit_vf_reset_leaves_others_alone(struct kunit *test)
{
	struct vtc_commit_bench *bench = vtc_commit_bench_alloc(test);

	vtc_commit_chip_reset(bench);
	vtc_commit_simple_world(test, bench);
	vtc_commit_again(test, bench);
	vtc_commit_chip_flr(bench, 0);
	/* It sends RESET at once: all is to be as before */
	vtc_commit_ask_all(bench, bench->before);
	bench->expect_kept = true;
	KUNIT_EXPECT_EQ(test, vtc_commit_again(test, bench), 4);
	bench->expect_kept = false;
	KUNIT_EXPECT_EQ(test, bench->interrupted, 0);
	KUNIT_EXPECT_EQ(test, vtc_chip_read(&bench->chip, VTC_VFRE), 0xb);
	KUNIT_EXPECT_EQ(test, vtc_chip_read(&bench->chip, VTC_VFTE), 0xb);
	/* And known again */
	KUNIT_EXPECT_EQ(test, vtc_commit_again(test, bench), 0);

	/* It stays away: only what is written behind its back is written */
	vtc_commit_chip_flr(bench, 0);
	bench->world->rights[0].rx = false;
	bench->world->rights[0].tx = false;
	KUNIT_EXPECT_EQ(test, vtc_commit_again(test, bench), 2);
	KUNIT_EXPECT_EQ(test, vtc_chip_read(&bench->chip, VTC_VFRE), 0xa);
}

/*
 * Two VFs share an address and swap their places in a VLAN, or among those who
 * take untagged frames.  In between neither is in, the frame has no owner, and
 * the promiscuous host would get it: too rare for the random search.
 */
static unsigned int vtc_commit_swap_members(struct kunit *test,
					    const struct vtc_swimg_ops *ops,
					    bool tagged)
{
	struct vtc_commit_bench *bench = vtc_commit_bench_alloc(test);
	struct vtc_vport_rights *a, *b;

	vtc_commit_chip_reset(bench);
	vtc_world_pf(bench->world, 0)->promisc = true;
	a = vtc_world_vf(bench->world, 0, 1);
	b = vtc_world_vf(bench->world, 1, 1);
	a->mac_shared = true;
	b->mac_shared = true;
	b->untagged = tagged;
	__set_bit(1, a->vlans);
	vtc_commit_again(test, bench);
	if (tagged) {
		__clear_bit(1, a->vlans);
		__set_bit(1, b->vlans);
	} else {
		a->untagged = false;
		b->untagged = true;
		/* Their membership of VID 0 stays, or VLVF would change, too */
		bench->prev.vlan[0].pools = 0xf;
	}
	KUNIT_ASSERT_EQ(test, 0, vtc_l2sw_build(&bench->sw, &bench->prev,
						&bench->world->in));
	vtc_l2sw_82576.build(&bench->sw, &bench->next);
	vtc_commit_once(bench, vtc_commit_planned, ops);
	vtc_commit_expect_arrived(test, bench);
	return bench->leaks;
}

static void vtc_commit_fences_members_that_swap(struct kunit *test)
{
	struct vtc_swimg_ops ops;

	KUNIT_EXPECT_EQ(test, 0,
			vtc_commit_swap_members(test, &vtc_l2sw_82576, true));
	KUNIT_EXPECT_EQ(test, 0,
			vtc_commit_swap_members(test, &vtc_l2sw_82576, false));
	vtc_commit_spoil(test, &ops, vtc_commit_spoil_vlan_covers);
	KUNIT_EXPECT_NE(test, 0, vtc_commit_swap_members(test, &ops, true));
	vtc_commit_spoil(test, &ops, vtc_commit_spoil_catch_all);
	KUNIT_EXPECT_NE(test, 0, vtc_commit_swap_members(test, &ops, false));
}

/*
 * A VF changes an address of which only the low half differs, while another
 * moves from a VLAN in which it did not reach it into one in which it would:
 * the old address must not be there any more when it does.
 */
static unsigned int vtc_commit_change_low_half(struct kunit *test,
					       const struct vtc_swimg_ops *ops)
{
	struct vtc_commit_bench *bench = vtc_commit_bench_alloc(test);
	struct vtc_vport_rights *a, *b;

	vtc_commit_chip_reset(bench);
	vtc_world_pf(bench->world, 0);
	a = vtc_world_vf(bench->world, 0, 1);
	a->vlan_shared = true;
	__set_bit(2, a->vlans);
	b = vtc_world_vf(bench->world, 1, 2);
	b->spoofchk = false;
	b->pvid = 1;
	vtc_commit_again(test, bench);
	vtc_world_mac(3, a->mac);
	b->pvid = 2;
	KUNIT_ASSERT_EQ(test, 0, vtc_l2sw_build(&bench->sw, &bench->prev,
						&bench->world->in));
	vtc_l2sw_82576.build(&bench->sw, &bench->next);
	vtc_commit_once(bench, vtc_commit_planned, ops);
	vtc_commit_expect_arrived(test, bench);
	return bench->leaks;
}

static void vtc_commit_knows_both_halves_of_an_address(struct kunit *test)
{
	struct vtc_swimg_ops ops;

	KUNIT_EXPECT_EQ(test, 0,
			vtc_commit_change_low_half(test, &vtc_l2sw_82576));
	vtc_commit_spoil(test, &ops, vtc_commit_spoil_mac_key);
	KUNIT_EXPECT_NE(test, 0, vtc_commit_change_low_half(test, &ops));
}

/* Until a reset chip is fully set up it receives nothing */
static void vtc_commit_receiver_starts_last(struct kunit *test)
{
	struct vtc_commit_bench *bench = vtc_commit_bench_alloc(test);

	vtc_commit_chip_reset(bench);
	vtc_commit_simple_world(test, bench);
	vtc_commit_again(test, bench);
	/* Forget with everything open, and open the same again */
	vtc_swimg_forget(&bench->shadow);
	memset(bench->allowed, 0, sizeof(bench->allowed));
	vtc_commit_ask_all(bench, bench->allowed);
	bench->watch = true;
	vtc_commit_again(test, bench);
	bench->watch = false;
	KUNIT_EXPECT_EQ(test, bench->leaks, 0);
	vtc_commit_expect_arrived(test, bench);
}

static void vtc_commit_fake_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	struct vtc_commit_bench *bench =
		container_of(fake, struct vtc_commit_bench, fake);

	vtc_commit_write(&bench->sink, reg, val);
}

/* The writer of the registers does what the planner says, and remembers it */
static void vtc_commit_reaches_the_registers(struct kunit *test)
{
	struct vtc_commit_bench *bench = vtc_commit_bench_alloc(test);
	struct vtc_l2sw_hw writer = { };
	struct vtc_hw hw = { };
	unsigned int first;

	bench->fake.wr = vtc_commit_fake_wr;
	vtc_fake_bind(&hw, &bench->fake);
	vtc_commit_simple_world(test, bench);
	KUNIT_ASSERT_EQ(test, 0, vtc_l2sw_hw_init(&writer, &hw, &vtc_l2sw_82576));
	vtc_l2sw_hw_commit(&writer, &bench->sw);
	vtc_commit_expect_arrived(test, bench);
	KUNIT_EXPECT_EQ(test, writer.writes, bench->writes);

	vtc_l2sw_hw_commit(&writer, &bench->sw);
	first = bench->writes;
	KUNIT_EXPECT_EQ(test, writer.writes, first);
	/* After a reset all is written again */
	memset(bench->chip.reg, 0, sizeof(bench->chip.reg));
	vtc_l2sw_hw_forget(&writer);
	vtc_l2sw_hw_commit(&writer, &bench->sw);
	vtc_commit_expect_arrived(test, bench);
	KUNIT_EXPECT_EQ(test, writer.writes, 2 * first);
	vtc_l2sw_hw_exit(&writer);
}

static struct kunit_case vtc_commit_cases[] = {
	KUNIT_CASE(vtc_commit_never_leaks),
	KUNIT_CASE(vtc_commit_never_leaks_by_vfre_first),
	KUNIT_CASE_PARAM(vtc_commit_search_finds_sabotage,
			 vtc_commit_sabotage_gen_params),
	KUNIT_CASE(vtc_commit_search_finds_plain_order),
	KUNIT_CASE(vtc_commit_writes_no_more_than_needed),
	KUNIT_CASE(vtc_commit_vf_reset_leaves_others_alone),
	KUNIT_CASE(vtc_commit_fences_members_that_swap),
	KUNIT_CASE(vtc_commit_knows_both_halves_of_an_address),
	KUNIT_CASE(vtc_commit_receiver_starts_last),
	KUNIT_CASE(vtc_commit_reaches_the_registers),
	{}
};

static struct kunit_suite vtc_commit_suite = {
	.name = "vtc_commit",
	.test_cases = vtc_commit_cases,
};

kunit_test_suite(vtc_commit_suite);
