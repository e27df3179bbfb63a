// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite quota: who gives way when the tables of the switch are full.
 */
#include "rights.h"
#include "../pf/quota.c"

#define HOST	VTC_L2SW_NO_POOL	/* requester: nobody who could be refused */

struct vtc_quota_bench {
	struct vtc_world *world;
	struct vtc_quota quota;
	struct vtc_l2sw prev;
	struct vtc_l2sw next;
};

static struct vtc_quota_bench *vtc_quota_bench_alloc(struct kunit *test,
						     unsigned int vfs)
{
	struct vtc_quota_bench *bench = kunit_kzalloc(test, sizeof(*bench),
						      GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, bench);
	bench->world = vtc_world_alloc(test);
	if (vfs == 8)
		bench->world->in.pf_pool = VTC_L2SW_NO_POOL;
	else
		vtc_world_pf(bench->world, 0);
	for (i = 0; i < vfs; i++) {
		vtc_world_vf(bench->world, i, i + 1);
		vtc_world_mac(i + 1, bench->world->rights[i].home);
	}
	return bench;
}

static int vtc_quota_fits(struct vtc_quota_bench *bench, u8 requester)
{
	return vtc_quota_fit(&bench->quota, &bench->world->in,
			     bench->world->rights, &bench->prev, requester);
}

/* What fits can be built, and is in force then */
static int vtc_quota_step(struct kunit *test, struct vtc_quota_bench *bench,
			  u8 requester)
{
	int err = vtc_quota_fits(bench, requester);

	if (err)
		return err;
	KUNIT_EXPECT_EQ(test, vtc_l2sw_build(&bench->next, &bench->prev,
					     &bench->world->in), 0);
	bench->prev = bench->next;
	return 0;
}

static void vtc_quota_give_extra(struct vtc_vport_rights *r, unsigned int from,
				 unsigned int n)
{
	for (r->n_extra = 0; r->n_extra < n; r->n_extra++)
		vtc_world_mac(from + r->n_extra, r->extra[r->n_extra]);
}

static void vtc_quota_shares_of_the_82576(struct kunit *test)
{
	static const struct {
		unsigned int ports, macs, vlans;
	} rows[] = {
		{ 2, 11, 15 }, { 3, 7, 10 }, { 4, 5, 7 }, { 5, 3, 6 },
		{ 6, 3, 5 }, { 7, 2, 4 }, { 8, 2, 3 },
	};
	const struct vtc_l2sw_caps caps = { 8, 24, 32 }, tiny = { 8, 6, 1 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		unsigned int ports = rows[i].ports;

		KUNIT_EXPECT_EQ(test, rows[i].macs,
				vtc_quota_mac_share(&caps, ports));
		KUNIT_EXPECT_EQ(test, rows[i].vlans,
				vtc_quota_vlan_share(&caps, ports));
		/* All own addresses, VID 0 and all shares can be had at once */
		KUNIT_EXPECT_LE(test, ports + ports * rows[i].macs, 24);
		KUNIT_EXPECT_LE(test, 1 + ports * rows[i].vlans, 32);
	}
	KUNIT_EXPECT_EQ(test, vtc_quota_mac_share(&tiny, 8), 0);
	KUNIT_EXPECT_EQ(test, vtc_quota_vlan_share(&tiny, 8), 0);
	KUNIT_EXPECT_EQ(test, vtc_quota_mac_share(&caps, 0), 0);
	KUNIT_EXPECT_EQ(test, vtc_quota_vlan_share(&caps, 0), 0);
}

/*
 * How many VLANs each VF (no two the same one) and the PF have, how many one
 * of them then wants, and what comes of it.
 */
struct vtc_quota_row {
	const char *name;
	u8 vfs;
	u8 has[8];
	u8 pf_has;
	u8 who;
	u8 wants;
	int err;
	u8 left[8];
};

static const struct vtc_quota_row vtc_quota_vlan_rows[] = {
	{ "one VF fills the table", 1, { 0 }, 0, 0, 31, 0, { 31 } },
	{ "and not more", 1, { 31 }, 0, 0, 32, -ENOSPC },
	{ "thirty VLANs beside two quiet VFs", 3, { 0 }, 0, 0, 30, 0, { 30 } },
	{ "thirty VLANs beside six quiet VFs", 7, { 0 }, 0, 3, 30, 0,
	  { 0, 0, 0, 30 } },
	{ "what is free is for who asks first", 2, { 12, 15 }, 0, 0, 16, 0,
	  { 16, 15 } },
	{ "who has its share is refused when nothing is free", 2, { 16, 15 }, 0,
	  1, 16, -ENOSPC },
	{ "within its share it is not", 2, { 31, 0 }, 0, 1, 1, 0, { 30, 1 } },
	{ "nor for all of its share", 2, { 31, 0 }, 0, 1, 10, 0, { 21, 10 } },
	{ "seven VFs, and the last finds its share", 7,
	  { 25, 1, 1, 1, 1, 1, 0 }, 0, 6, 3, 0, { 23, 1, 1, 1, 1, 1, 3 } },
	{ "and no more than that", 7, { 25, 1, 1, 1, 1, 1, 0 }, 0, 6, 4,
	  -ENOSPC },
	{ "who has most gives", 3, { 11, 12, 8 }, 0, 2, 9, -ENOSPC },
	{ "who has most gives, not who is first", 4, { 8, 12, 9, 2 }, 0, 3, 3, 0,
	  { 8, 11, 9, 3 } },
	{ "of equals the last gives", 4, { 10, 10, 10, 1 }, 0, 3, 2, 0,
	  { 10, 10, 9, 2 } },
	{ "and then the next", 4, { 10, 10, 10, 1 }, 0, 3, 3, 0,
	  { 10, 9, 9, 3 } },
	{ "the host needs no share", 1, { 31 }, 0, HOST, 4, 0, { 27 } },
	{ "the host takes down to the share", 1, { 31 }, 0, HOST, 16, 0, { 15 } },
	{ "and not below it", 1, { 31 }, 0, HOST, 40, 0, { 15 } },
	{ "also of many", 3, { 15, 10, 6 }, 0, HOST, 20, 0, { 7, 7, 6 } },
	{ "a VF's share before the host's overflow", 2, { 10, 0 }, 40, 1, 10, 0,
	  { 10, 10 } },
	{ "beyond its share after the host", 2, { 10, 0 }, 40, 0, 11, -ENOSPC },
	{ "eight VFs", 8, { 31 }, 0, 7, 3, 0, { 28, 0, 0, 0, 0, 0, 0, 3 } },
	{ "eight VFs, beyond the share", 8, { 31 }, 0, 7, 4, -ENOSPC },
};

KUNIT_ARRAY_PARAM_DESC(vtc_quota_vlan, vtc_quota_vlan_rows, name);

static struct vtc_vport_rights *vtc_quota_who(struct vtc_quota_bench *bench,
					      unsigned int who)
{
	return &bench->world->rights[who == HOST ? bench->world->last : who];
}

static void vtc_quota_shares_vlans(struct kunit *test)
{
	const struct vtc_quota_row *row = test->param_value;
	struct vtc_quota_bench *bench = vtc_quota_bench_alloc(test, row->vfs);
	struct vtc_vport_rights *rights = bench->world->rights;
	unsigned int i;

	for (i = 0; i < row->vfs; i++)
		bitmap_set(rights[i].vlans, 100 * (i + 1), row->has[i]);
	if (row->pf_has)
		bitmap_set(rights[7].vlans, 1000, row->pf_has);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	bitmap_set(vtc_quota_who(bench, row->who)->vlans,
		   row->who == HOST ? 1000 : 100 * (row->who + 1), row->wants);
	KUNIT_EXPECT_EQ(test, vtc_quota_step(test, bench, row->who), row->err);
	for (i = 0; i < row->vfs && !row->err; i++) {
		/* The lowest are left */
		KUNIT_EXPECT_EQ(test, bitmap_weight(rights[i].vlans, 4096),
				row->left[i]);
		if (row->left[i])
			KUNIT_EXPECT_EQ(test, find_last_bit(rights[i].vlans, 4096),
					100 * (i + 1) + row->left[i] - 1);
		if (i != row->who)
			KUNIT_EXPECT_EQ(test, bench->quota.loss[i].reclaimed,
					row->has[i] - row->left[i]);
		KUNIT_EXPECT_EQ(test, bench->quota.loss[i].vlans,
				bench->quota.loss[i].reclaimed > 0);
	}
}

static const struct vtc_quota_row vtc_quota_mac_rows[] = {
	{ "one VF fills the table", 1, { 0 }, 0, 0, 22, 0, { 22 } },
	{ "and not more", 1, { 22 }, 0, 0, 23, -ENOSPC },
	{ "five VFs with three each", 5, { 3, 3, 3, 3, 0 }, 0, 4, 3, 0,
	  { 3, 3, 3, 3, 3 } },
	{ "seven VFs, what is free is for who asks first", 7,
	  { 3, 3, 3, 2, 2, 2, 0 }, 0, 6, 1, 0, { 3, 3, 3, 2, 2, 2, 1 } },
	{ "seven VFs, and the last finds its share", 7,
	  { 3, 3, 3, 3, 3, 1, 0 }, 0, 6, 2, 0, { 3, 3, 3, 2, 2, 1, 2 } },
	{ "and no more", 7, { 3, 3, 3, 3, 3, 1, 0 }, 0, 6, 3, -ENOSPC },
	{ "a trusted one has given way", 7, { 12, 1, 1, 1, 1, 0, 0 }, 0, 5, 2, 0,
	  { 10, 1, 1, 1, 1, 2 } },
	{ "the host takes down to the share", 2, { 21, 0 }, 0, HOST, 14, 0, { 7 } },
	{ "but for nothing if that is not enough", 2, { 21, 0 }, 0, HOST, 15, 0,
	  { 21 } },
	{ "VFs have what a promiscuous host does not need", 2, { 7, 0 }, 20, 1,
	  14, 0, { 7, 14 } },
	{ "eight VFs", 8, { 16 }, 0, 7, 2, 0, { 14, 0, 0, 0, 0, 0, 0, 2 } },
};

KUNIT_ARRAY_PARAM_DESC(vtc_quota_mac, vtc_quota_mac_rows, name);

static void vtc_quota_shares_macs(struct kunit *test)
{
	const struct vtc_quota_row *row = test->param_value;
	struct vtc_quota_bench *bench = vtc_quota_bench_alloc(test, row->vfs);
	struct vtc_vport_rights *rights = bench->world->rights;
	unsigned int i;
	u8 mac[ETH_ALEN];

	for (i = 0; i < row->vfs; i++)
		vtc_quota_give_extra(&rights[i], 50 * (i + 1), row->has[i]);
	if (row->pf_has)
		vtc_quota_give_extra(&rights[7], 10, row->pf_has);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	vtc_quota_give_extra(vtc_quota_who(bench, row->who),
			     row->who == HOST ? 10 : 50 * (row->who + 1),
			     row->wants);
	KUNIT_EXPECT_EQ(test, vtc_quota_step(test, bench, row->who), row->err);
	for (i = 0; i < row->vfs && !row->err; i++) {
		/* The oldest are left */
		KUNIT_EXPECT_EQ(test, rights[i].n_extra, row->left[i]);
		if (!row->left[i])
			continue;
		vtc_world_mac(50 * (i + 1) + row->left[i] - 1, mac);
		KUNIT_EXPECT_MEMEQ(test, mac, rights[i].extra[row->left[i] - 1],
				   ETH_ALEN);
	}
	if (row->who == HOST)
		KUNIT_EXPECT_EQ(test, bench->next.pool[7].promisc, row->wants > 14);
}

static void vtc_quota_knows_room_for_the_pf(struct kunit *test)
{
	struct vtc_quota_bench *bench = vtc_quota_bench_alloc(test, 2);
	struct vtc_world *world = bench->world;

	/* 21 to share, of which a VF that took all of them keeps 7 */
	vtc_quota_give_extra(&world->rights[0], 50, 21);
	vtc_quota_give_extra(&world->rights[7], 10, 13);
	KUNIT_EXPECT_TRUE(test, vtc_quota_pf_mac_fits(&world->in));
	vtc_quota_give_extra(&world->rights[7], 10, 14);
	KUNIT_EXPECT_FALSE(test, vtc_quota_pf_mac_fits(&world->in));
}

/* A port VLAN finds room however full the table is */
static void vtc_quota_port_vlans_always_fit(struct kunit *test)
{
	struct vtc_quota_bench *bench = vtc_quota_bench_alloc(test, 7);
	struct vtc_vport_rights *rights = bench->world->rights;
	unsigned int i;

	bitmap_set(rights[0].vlans, 100, 31);
	bitmap_set(rights[7].vlans, 1000, 100);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	for (i = 1; i < 7; i++) {
		rights[i].pvid = 2000 + i;
		rights[i].untagged = false;
		KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	}
	KUNIT_EXPECT_EQ(test, bitmap_weight(rights[0].vlans, 4096), 3);
	for (i = 1; i < 7; i++)
		KUNIT_EXPECT_TRUE(test, bench->next.pool[i].pvid == 2000 + i);
}

/* Taking a VLAN that another is in, too, would give no room */
static void vtc_quota_takes_what_gives_room(struct kunit *test)
{
	struct vtc_quota_bench *bench = vtc_quota_bench_alloc(test, 2);
	struct vtc_vport_rights *rights = bench->world->rights;

	bitmap_set(rights[0].vlans, 100, 31);
	bitmap_set(rights[1].vlans, 120, 11);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	KUNIT_EXPECT_EQ(test, bench->quota.loss[0].reclaimed, 0);
	__set_bit(500, rights[7].vlans);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	KUNIT_EXPECT_FALSE(test, test_bit(119, rights[0].vlans));
	KUNIT_EXPECT_EQ(test, bench->quota.loss[0].reclaimed, 1);
	KUNIT_EXPECT_EQ(test, bench->quota.loss[1].reclaimed, 0);
}

static void vtc_quota_two_of_everything_give_way_together(struct kunit *test)
{
	struct vtc_quota_bench *bench = vtc_quota_bench_alloc(test, 2);
	struct vtc_vport_rights *rights = bench->world->rights;

	bitmap_set(rights[0].vlans, 100, 31);
	bitmap_set(rights[1].vlans, 100, 31);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	__set_bit(500, rights[7].vlans);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	KUNIT_EXPECT_EQ(test, bitmap_weight(rights[0].vlans, 4096), 30);
	KUNIT_EXPECT_EQ(test, bitmap_weight(rights[1].vlans, 4096), 30);
}

/* A request that adds nothing is none of this suite's business */
static void vtc_quota_refuses_only_what_is_new(struct kunit *test)
{
	struct vtc_quota_bench *bench = vtc_quota_bench_alloc(test, 2);
	struct vtc_vport_rights *rights = bench->world->rights;

	bitmap_set(rights[0].vlans, 100, 12);
	bitmap_set(rights[7].vlans, 1000, 100);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	bitmap_set(rights[0].vlans, 100, 10);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, 0), 0);
	rights[0].multicast = true;
	KUNIT_EXPECT_EQ(test, vtc_quota_step(test, bench, 0), 0);
	/* Beyond its share nothing, also what is there: the host has too little */
	__set_bit(1000, rights[0].vlans);
	KUNIT_EXPECT_EQ(test, vtc_quota_step(test, bench, 0), -ENOSPC);
}

static void vtc_quota_port_vlan_closes_to_untrusted(struct kunit *test)
{
	struct vtc_quota_bench *bench = vtc_quota_bench_alloc(test, 3);
	struct vtc_vport_rights *rights = bench->world->rights;
	const struct vtc_vport_loss *loss = bench->quota.loss;
	u8 all[ETH_ALEN];

	memset(all, 0xff, ETH_ALEN);
	rights[2].vlan_shared = true;
	__set_bit(7, rights[1].vlans);
	__set_bit(7, rights[2].vlans);
	rights[1].strip = true;
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	rights[0].pvid = 7;
	rights[0].untagged = false;
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	KUNIT_EXPECT_EQ(test, loss[1].revoked, 1);
	KUNIT_EXPECT_EQ(test, loss[1].reclaimed, 0);
	KUNIT_EXPECT_TRUE(test, loss[1].vlans);
	KUNIT_EXPECT_FALSE(test, test_bit(7, rights[1].vlans));
	KUNIT_EXPECT_EQ(test, loss[2].revoked, 0);
	/* As if it had never joined */
	KUNIT_EXPECT_FALSE(test, rights[1].strip);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&bench->next, VTC_L2SW_FROM_WIRE,
					       all, 7).pools, BIT(0) | BIT(2));
	/* It may not come back, though it may ask */
	__set_bit(7, rights[1].vlans);
	KUNIT_EXPECT_EQ(test, vtc_quota_step(test, bench, 1), -EPERM);
}

/* The host's word on an address ends a VF's choice of it, and nothing else */
static void vtc_quota_administrator_takes_chosen_addresses(struct kunit *test)
{
	struct vtc_quota_bench *bench = vtc_quota_bench_alloc(test, 4);
	struct vtc_vport_rights *rights = bench->world->rights;
	const struct vtc_vport_loss *loss = bench->quota.loss;
	u8 mac[ETH_ALEN];

	vtc_world_mac(30, mac);
	memcpy(rights[1].mac, mac, ETH_ALEN);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, 1), 0);
	/* Another's choice of the same is refused, by the model */
	vtc_quota_give_extra(&rights[2], 30, 1);
	KUNIT_ASSERT_EQ(test, vtc_quota_fits(bench, 2), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_build(&bench->next, &bench->prev,
					     &bench->world->in), -EADDRINUSE);
	vtc_quota_give_extra(&rights[2], 31, 3);

	memcpy(rights[0].mac, mac, ETH_ALEN);
	memcpy(rights[0].home, mac, ETH_ALEN);
	rights[0].mac_shared = true;
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	KUNIT_EXPECT_TRUE(test, loss[1].mac);
	KUNIT_EXPECT_EQ(test, loss[1].revoked, 1);
	KUNIT_EXPECT_MEMEQ(test, rights[1].mac, rights[1].home, ETH_ALEN);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_mac_owners(&bench->next, mac), BIT(0));

	/* Of three further ones the middle one goes */
	vtc_world_mac(32, rights[7].mac);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	KUNIT_EXPECT_EQ(test, loss[2].revoked, 1);
	KUNIT_EXPECT_TRUE(test, loss[2].extra);
	KUNIT_ASSERT_EQ(test, rights[2].n_extra, 2);
	vtc_world_mac(33, mac);
	KUNIT_EXPECT_MEMEQ(test, rights[2].extra[1], mac, ETH_ALEN);

	/* To ask for it now is in vain */
	memcpy(rights[3].mac, rights[0].mac, ETH_ALEN);
	KUNIT_EXPECT_EQ(test, vtc_quota_fits(bench, 3), -EADDRINUSE);
	/* A trusted one may share it */
	rights[3].mac_shared = true;
	memcpy(rights[3].mac, rights[0].mac, ETH_ALEN);
	KUNIT_EXPECT_EQ(test, vtc_quota_step(test, bench, 3), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_mac_owners(&bench->next, rights[0].mac),
			BIT(0) | BIT(3));
}

/* An interface on top of the PF, or an fdb entry, is the host's word as well */
static void vtc_quota_further_addresses_of_the_host(struct kunit *test)
{
	struct vtc_quota_bench *bench = vtc_quota_bench_alloc(test, 2);
	struct vtc_vport_rights *rights = bench->world->rights;
	const struct vtc_vport_loss *loss = bench->quota.loss;

	vtc_quota_give_extra(&rights[7], 30, 2);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	/* Neither as a further one nor as its own */
	vtc_quota_give_extra(&rights[0], 31, 1);
	KUNIT_EXPECT_EQ(test, vtc_quota_fits(bench, 0), -EADDRINUSE);
	rights[0].n_extra = 0;
	vtc_world_mac(30, rights[0].mac);
	KUNIT_EXPECT_EQ(test, vtc_quota_fits(bench, 0), -EADDRINUSE);
	/* Unless the administrator lets it */
	rights[0].mac_shared = true;
	vtc_world_mac(30, rights[0].mac);
	KUNIT_EXPECT_EQ(test, vtc_quota_step(test, bench, 0), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_mac_owners(&bench->next, rights[0].mac),
			BIT(0) | BIT(7));

	/* Who was there first loses it */
	vtc_quota_give_extra(&rights[1], 40, 3);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, 1), 0);
	vtc_world_mac(41, rights[7].extra[1]);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	KUNIT_EXPECT_EQ(test, loss[1].revoked, 1);
	KUNIT_EXPECT_EQ(test, rights[1].n_extra, 2);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_mac_owners(&bench->next, rights[7].extra[1]),
			BIT(7));
}

/* What VFs chose does not keep the administrator from anything */
static void vtc_quota_choices_bind_no_administrator(struct kunit *test)
{
	struct vtc_quota_bench *bench = vtc_quota_bench_alloc(test, 3);
	struct vtc_vport_rights *rights = bench->world->rights;
	const struct vtc_vport_loss *loss = bench->quota.loss;
	unsigned int other;

	/* Two that are trusted share one, and then one is not trusted any more */
	for (other = 0; other < 3; other += 2) {
		rights[1].mac_shared = true;
		rights[other].mac_shared = true;
		vtc_quota_give_extra(&rights[1], 30, 2);
		vtc_quota_give_extra(&rights[other], 30, 1);
		KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
		rights[1].mac_shared = false;
		KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
		KUNIT_EXPECT_EQ(test, loss[1].revoked, 1);
		KUNIT_EXPECT_EQ(test, loss[other].revoked, 0);
		KUNIT_EXPECT_EQ(test, rights[1].n_extra, 1);
		KUNIT_EXPECT_EQ(test, rights[other].n_extra, 1);
		rights[other].n_extra = 0;
		rights[other].mac_shared = false;
	}

	/* What it had to do without for a while is another's by now */
	rights[1].n_extra = 0;
	vtc_world_mac(50, rights[2].mac);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, 2), 0);
	for (other = 0; other < 2; other++) {
		rights[0].mac_shared = other;
		vtc_world_mac(50, rights[0].mac);
		KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
		KUNIT_EXPECT_TRUE(test, loss[0].mac);
		KUNIT_EXPECT_EQ(test, loss[2].revoked, 0);
		KUNIT_EXPECT_MEMEQ(test, rights[0].mac, rights[0].home, ETH_ALEN);
	}
}

/* Without pools there is no table to share, and no VF */
/* It is the host's: VFs beyond their share give way, and so does who chose it */
static void vtc_quota_makes_room_for_a_station(struct kunit *test)
{
	struct vtc_quota_bench *bench = vtc_quota_bench_alloc(test, 2);
	struct vtc_vport_rights *vf0 = &bench->world->rights[0];
	struct vtc_vport_rights *vf1 = &bench->world->rights[1];
	struct vtc_vport_rights *station;

	vtc_quota_give_extra(vf0, 20, 15);
	vtc_quota_give_extra(vf1, 50, 6);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	station = vtc_world_station(bench->world, 6, 30);
	memcpy(station->home, station->mac, ETH_ALEN);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	/* One that it had is the station's now, which is room enough */
	KUNIT_EXPECT_EQ(test, vf0->n_extra, 14);
	KUNIT_EXPECT_EQ(test, bench->quota.loss[0].revoked, 1);
	KUNIT_EXPECT_EQ(test, bench->quota.loss[0].reclaimed, 0);
	KUNIT_EXPECT_EQ(test, vf1->n_extra, 6);

	station = vtc_world_station(bench->world, 5, 100);
	memcpy(station->home, station->mac, ETH_ALEN);
	KUNIT_ASSERT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	KUNIT_EXPECT_EQ(test, bench->quota.loss[0].reclaimed, 1);
	KUNIT_EXPECT_EQ(test, vf0->n_extra, 13);
	KUNIT_EXPECT_EQ(test, vf1->n_extra, 6);
}

static void vtc_quota_leaves_a_plain_port_alone(struct kunit *test)
{
	struct vtc_quota_bench *bench = vtc_quota_bench_alloc(test, 1);
	struct vtc_vport_rights *rights = bench->world->rights;

	bench->world->in.vt = false;
	bitmap_set(rights[7].vlans, 1000, 100);
	bitmap_set(rights[0].vlans, 100, 31);
	vtc_quota_give_extra(&rights[7], 50, 32);
	KUNIT_EXPECT_EQ(test, vtc_quota_step(test, bench, HOST), 0);
	KUNIT_EXPECT_EQ(test, bench->quota.loss[0].reclaimed, 0);
	KUNIT_EXPECT_EQ(test, bitmap_weight(rights[0].vlans, 4096), 31);
}

static void vtc_quota_wishes_follow(struct kunit *test)
{
	struct vtc_quota_bench *bench = vtc_quota_bench_alloc(test, 1);
	struct vtc_vport_asked *asked = kunit_kzalloc(test, sizeof(*asked),
						      GFP_KERNEL);
	struct vtc_vport_rights *left = &bench->world->rights[0];
	struct vtc_vport_loss loss = { };
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, asked);
	asked->active = true;
	bitmap_set(asked->vlans, 10, 5);
	vtc_world_mac(21, asked->mac);
	for (i = 0; i < 3; i++)
		vtc_world_mac(20 + i, asked->extra[asked->n_extra++]);
	__set_bit(12, left->vlans);
	vtc_quota_give_extra(left, 20, 1);

	/* What was only not granted stays */
	vtc_vport_give_up(asked, &loss, left);
	KUNIT_EXPECT_EQ(test, bitmap_weight(asked->vlans, 4096), 5);
	KUNIT_EXPECT_EQ(test, asked->n_extra, 3);
	loss.vlans = true;
	vtc_vport_give_up(asked, &loss, left);
	KUNIT_EXPECT_EQ(test, bitmap_weight(asked->vlans, 4096), 1);
	KUNIT_EXPECT_TRUE(test, test_bit(12, asked->vlans));
	KUNIT_EXPECT_EQ(test, asked->n_extra, 3);
	/* Its own address must not come back as a further one */
	loss.mac = true;
	vtc_vport_give_up(asked, &loss, left);
	KUNIT_EXPECT_TRUE(test, vtc_addr_is_zero(asked->mac));
	KUNIT_EXPECT_EQ(test, asked->n_extra, 2);
	loss.extra = true;
	vtc_vport_give_up(asked, &loss, left);
	KUNIT_EXPECT_EQ(test, asked->n_extra, 1);
	KUNIT_EXPECT_MEMEQ(test, asked->extra[0], left->extra[0], ETH_ALEN);
	KUNIT_EXPECT_TRUE(test, asked->active);
}

static struct kunit_case vtc_quota_cases[] = {
	KUNIT_CASE(vtc_quota_shares_of_the_82576),
	KUNIT_CASE_PARAM(vtc_quota_shares_vlans, vtc_quota_vlan_gen_params),
	KUNIT_CASE_PARAM(vtc_quota_shares_macs, vtc_quota_mac_gen_params),
	KUNIT_CASE(vtc_quota_knows_room_for_the_pf),
	KUNIT_CASE(vtc_quota_port_vlans_always_fit),
	KUNIT_CASE(vtc_quota_takes_what_gives_room),
	KUNIT_CASE(vtc_quota_two_of_everything_give_way_together),
	KUNIT_CASE(vtc_quota_refuses_only_what_is_new),
	KUNIT_CASE(vtc_quota_port_vlan_closes_to_untrusted),
	KUNIT_CASE(vtc_quota_administrator_takes_chosen_addresses),
	KUNIT_CASE(vtc_quota_further_addresses_of_the_host),
	KUNIT_CASE(vtc_quota_choices_bind_no_administrator),
	KUNIT_CASE(vtc_quota_leaves_a_plain_port_alone),
	KUNIT_CASE(vtc_quota_makes_room_for_a_station),
	KUNIT_CASE(vtc_quota_wishes_follow),
	{}
};

static struct kunit_suite vtc_quota_suite = {
	.name = "vtc_quota",
	.test_cases = vtc_quota_cases,
};

kunit_test_suite(vtc_quota_suite);
