// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite l2sw: how the switch model is built, and where frames go by it.
 */
#include "rights.h"
#include "../pf/l2sw.c"
#include "../pf/l2sw_forward.c"

struct vtc_l2sw_pair {
	struct vtc_l2sw prev;
	struct vtc_l2sw next;
};

static struct vtc_l2sw_pair *vtc_l2sw_test_pair(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = kunit_kzalloc(test, sizeof(*pair),
						   GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, pair);
	return pair;
}

/* Build the next model and let it be in force */
static int vtc_l2sw_test_step(struct vtc_l2sw_pair *pair,
			      const struct vtc_world *world)
{
	int err = vtc_l2sw_build(&pair->next, &pair->prev, &world->in);

	if (!err)
		pair->prev = pair->next;
	return err;
}

static int vtc_l2sw_slot_of(const struct vtc_l2sw *sw, unsigned int mac)
{
	u8 addr[ETH_ALEN];
	int i;

	vtc_world_mac(mac, addr);
	for (i = 0; i < VTC_L2SW_MACS; i++)
		if (sw->mac[i].pools && vtc_addr_equal(sw->mac[i].addr, addr))
			return i;
	return -1;
}

static u8 vtc_l2sw_owners_of(const struct vtc_l2sw *sw, unsigned int mac)
{
	u8 addr[ETH_ALEN];

	vtc_world_mac(mac, addr);
	return vtc_l2sw_mac_owners(sw, addr);
}

/* Exact filters nobody uses */
static unsigned int vtc_l2sw_free_macs(const struct vtc_l2sw *sw,
				       const struct vtc_l2sw_caps *caps)
{
	unsigned int i, n = 0;

	for (i = 0; i < caps->macs; i++)
		n += !sw->mac[i].pools;
	return n;
}

static bool vtc_l2sw_vfta_has(const struct vtc_l2sw *sw, u16 vid)
{
	return sw->vfta[vid / 32] >> vid % 32 & 1;
}

static void vtc_l2sw_give_extra(struct vtc_vport_rights *r, unsigned int from,
				unsigned int n)
{
	for (r->n_extra = 0; r->n_extra < n; r->n_extra++)
		vtc_world_mac(from + r->n_extra, r->extra[r->n_extra]);
}

static void vtc_l2sw_places_own_addresses(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);

	vtc_world_pf(world, 0);
	vtc_world_vf(world, 0, 1);
	vtc_world_vf(world, 3, 2)->rx = false;
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_owners_of(&pair->next, 0), BIT(7));
	KUNIT_EXPECT_EQ(test, vtc_l2sw_owners_of(&pair->next, 1), BIT(0));
	/* Reserved, though its port is down */
	KUNIT_EXPECT_EQ(test, vtc_l2sw_owners_of(&pair->next, 2), BIT(3));
	KUNIT_EXPECT_EQ(test, vtc_l2sw_owners_of(&pair->next, 3), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_free_macs(&pair->next, &world->caps), 21);
}

static void vtc_l2sw_keeps_mac_slots(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	int slot1, slot2, slot3;

	vtc_world_pf(world, 0);
	vtc_world_vf(world, 0, 1);
	vtc_world_vf(world, 1, 2);
	vtc_world_vf(world, 2, 3);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	slot1 = vtc_l2sw_slot_of(&pair->next, 1);
	slot2 = vtc_l2sw_slot_of(&pair->next, 2);
	slot3 = vtc_l2sw_slot_of(&pair->next, 3);

	/* The first leaves, the others stay where they are */
	world->in.rights[0] = NULL;
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_slot_of(&pair->next, 1), -1);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_slot_of(&pair->next, 2), slot2);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_slot_of(&pair->next, 3), slot3);

	/* One comes that is asked for before them, into the free slot */
	vtc_world_vf(world, 0, 4);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_slot_of(&pair->next, 4), slot1);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_slot_of(&pair->next, 2), slot2);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_slot_of(&pair->next, 3), slot3);

	/* An address that moves to another pool keeps its slot, too */
	world->in.rights[1] = NULL;
	vtc_world_vf(world, 6, 2);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_slot_of(&pair->next, 2), slot2);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_owners_of(&pair->next, 2), BIT(6));
}

static void vtc_l2sw_keeps_vlan_slots(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	struct vtc_vport_rights *vf;
	unsigned int i, slots = 0;

	vtc_world_pf(world, 0);
	vf = vtc_world_vf(world, 0, 1);
	bitmap_set(vf->vlans, 100, 20);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	bitmap_clear(vf->vlans, 100, 5);
	__set_bit(50, vf->vlans);
	KUNIT_ASSERT_EQ(test,
			vtc_l2sw_build(&pair->next, &pair->prev, &world->in), 0);
	for (i = 0; i < VTC_L2SW_VLANS; i++) {
		const struct vtc_l2sw_vlan *old = &pair->prev.vlan[i];

		if (!old->pools || (old->vid >= 100 && old->vid < 105))
			continue;
		KUNIT_EXPECT_EQ(test, pair->next.vlan[i].vid, old->vid);
		slots++;
	}
	/* Fifteen that stayed and VID 0 */
	KUNIT_EXPECT_EQ(test, slots, 16);
}

struct vtc_l2sw_share {
	const char *name;
	bool first_shared;
	bool second_shared;
	int err;
};

static const struct vtc_l2sw_share vtc_l2sw_shares[] = {
	{ "neither may share", false, false, -EADDRINUSE },
	{ "the first may share", true, false, -EADDRINUSE },
	{ "the second may share", false, true, -EADDRINUSE },
	{ "both may share", true, true, 0 },
};

KUNIT_ARRAY_PARAM_DESC(vtc_l2sw_share, vtc_l2sw_shares, name);

static void vtc_l2sw_address_has_one_owner(struct kunit *test)
{
	const struct vtc_l2sw_share *row = test->param_value;
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);

	vtc_world_pf(world, 0);
	vtc_world_vf(world, 0, 1)->mac_shared = row->first_shared;
	vtc_world_vf(world, 1, 1)->mac_shared = row->second_shared;
	KUNIT_EXPECT_EQ(test, vtc_l2sw_test_step(pair, world), row->err);
	if (row->err)
		return;
	KUNIT_EXPECT_EQ(test, vtc_l2sw_owners_of(&pair->next, 1),
			BIT(0) | BIT(1));
	KUNIT_EXPECT_EQ(test, vtc_l2sw_free_macs(&pair->next, &world->caps), 22);
}

static void vtc_l2sw_extra_address_has_one_owner(struct kunit *test)
{
	const struct vtc_l2sw_share *row = test->param_value;
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);

	vtc_world_pf(world, 0);
	vtc_world_vf(world, 0, 1)->mac_shared = row->first_shared;
	vtc_world_vf(world, 1, 2)->mac_shared = row->second_shared;
	vtc_l2sw_give_extra(&world->rights[1], 1, 1);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_test_step(pair, world), row->err);
}

static void vtc_l2sw_vf_may_not_take_pf_address(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);

	vtc_world_pf(world, 0);
	vtc_world_vf(world, 0, 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_test_step(pair, world), -EADDRINUSE);
	/* The administrator or trust may allow it */
	world->rights[0].mac_shared = true;
	KUNIT_EXPECT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_owners_of(&pair->next, 0),
			BIT(0) | BIT(7));
}

static void vtc_l2sw_pf_extra_never_takes_from_vf(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);

	vtc_world_pf(world, 0);
	vtc_world_vf(world, 0, 1);
	vtc_l2sw_give_extra(&world->rights[7], 1, 2);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_owners_of(&pair->next, 1), BIT(0));
	KUNIT_EXPECT_EQ(test, vtc_l2sw_owners_of(&pair->next, 2), BIT(7));
	KUNIT_EXPECT_FALSE(test, pair->next.pool[7].promisc);
}

static void vtc_l2sw_repeated_address_takes_one_slot(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	struct vtc_vport_rights *vf;

	vtc_world_pf(world, 0);
	vf = vtc_world_vf(world, 0, 1);
	vf->n_extra = 2;
	vtc_world_mac(1, vf->extra[0]);
	vtc_world_mac(1, vf->extra[1]);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_free_macs(&pair->next, &world->caps), 22);
}

/* Filled to the last slot, then one too many */
static void vtc_l2sw_full_mac_table_changes_nothing(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	struct vtc_l2sw *before = kunit_kzalloc(test, sizeof(*before),
						GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, before);
	vtc_world_pf(world, 0);
	vtc_world_vf(world, 0, 1);
	vtc_l2sw_give_extra(&world->rights[0], 10, 22);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_free_macs(&pair->next, &world->caps), 0);
	*before = pair->prev;

	vtc_l2sw_give_extra(&world->rights[0], 10, 23);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_test_step(pair, world), -ENOSPC);
	KUNIT_EXPECT_MEMEQ(test, before, &pair->prev, sizeof(*before));

	/* A VF that comes needs one for itself */
	vtc_l2sw_give_extra(&world->rights[0], 10, 22);
	vtc_world_vf(world, 1, 2);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_test_step(pair, world), -ENOSPC);
	KUNIT_EXPECT_MEMEQ(test, before, &pair->prev, sizeof(*before));
}

/* The PF gives way: its further addresses come last, promiscuity helps it */
static void vtc_l2sw_pf_overflow_is_promiscuous(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);

	vtc_world_pf(world, 0);
	vtc_l2sw_give_extra(&world->rights[7], 100, 23);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_FALSE(test, pair->next.pool[7].promisc);
	KUNIT_EXPECT_FALSE(test, pair->next.uta);
	KUNIT_EXPECT_FALSE(test, pair->next.default_to_pf);

	vtc_world_vf(world, 0, 1);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_owners_of(&pair->next, 1), BIT(0));
	KUNIT_EXPECT_TRUE(test, pair->next.pool[7].promisc);
	KUNIT_EXPECT_TRUE(test, pair->next.uta);
	KUNIT_EXPECT_TRUE(test, pair->next.default_to_pf);

	/* A plain port likewise */
	world->in.vt = false;
	vtc_l2sw_give_extra(&world->rights[7], 100, 24);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_TRUE(test, pair->next.pool[7].promisc);
	KUNIT_EXPECT_FALSE(test, pair->next.default_to_pf);
}

static void vtc_l2sw_full_vlan_table_changes_nothing(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	struct vtc_l2sw *before = kunit_kzalloc(test, sizeof(*before),
						GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, before);
	vtc_world_pf(world, 0);
	vtc_world_vf(world, 0, 1);
	vtc_world_vf(world, 1, 2);
	bitmap_set(world->rights[0].vlans, 100, 20);
	bitmap_set(world->rights[1].vlans, 200, 11);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	*before = pair->prev;

	__set_bit(300, world->rights[1].vlans);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_test_step(pair, world), -ENOSPC);
	KUNIT_EXPECT_MEMEQ(test, before, &pair->prev, sizeof(*before));

	/* Joining one that is there needs no room */
	__clear_bit(300, world->rights[1].vlans);
	__set_bit(100, world->rights[1].vlans);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_test_step(pair, world), 0);

	/* Nor may the administrator's port VLAN squeeze in */
	vtc_world_vf(world, 2, 3)->pvid = 400;
	KUNIT_EXPECT_EQ(test, vtc_l2sw_test_step(pair, world), -ENOSPC);
}

static void vtc_l2sw_pf_vlans_overflow_to_default(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	struct vtc_l2sw_verdict v;
	u8 pf[ETH_ALEN];

	vtc_world_mac(0, pf);
	vtc_world_pf(world, 0);
	vtc_world_vf(world, 0, 1);
	bitmap_set(world->rights[7].vlans, 100, 31);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_FALSE(test, pair->next.default_to_pf);

	bitmap_set(world->rights[7].vlans, 100, 33);
	__set_bit(50, world->rights[0].vlans);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_TRUE(test, pair->next.default_to_pf);
	KUNIT_EXPECT_TRUE(test, vtc_l2sw_vfta_has(&pair->next, 50));
	KUNIT_EXPECT_TRUE(test, vtc_l2sw_vfta_has(&pair->next, 100));
	KUNIT_EXPECT_TRUE(test, vtc_l2sw_vfta_has(&pair->next, 132));
	KUNIT_EXPECT_FALSE(test, vtc_l2sw_vfta_has(&pair->next, 133));
	/* The last of the PF's VLANs has no filter, and the PF gets it */
	v = vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE, pf, 132);
	KUNIT_EXPECT_EQ(test, v.pools, BIT(7));
	v = vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE, pf, 133);
	KUNIT_EXPECT_EQ(test, v.pools, 0);
}

static void vtc_l2sw_port_vlan_is_membership(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	struct vtc_vport_rights *vf;
	u8 dst[ETH_ALEN];

	vtc_world_pf(world, 0);
	vf = vtc_world_vf(world, 0, 1);
	vf->pvid = 7;
	vf->qos = 3;
	vf->untagged = false;
	vf = vtc_world_vf(world, 1, 2);
	vf->pvid = 7;
	vf->untagged = false;
	vtc_world_vf(world, 2, 3);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, pair->next.pool[0].pvid, 7);
	KUNIT_EXPECT_EQ(test, pair->next.pool[0].qos, 3);
	vtc_world_mac(2, dst);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, 0, dst,
					       VTC_L2SW_UNTAGGED).pools, BIT(1));
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, 2, dst,
					       VTC_L2SW_UNTAGGED).pools, 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE,
					       dst, 7).pools, BIT(1));
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE,
					       dst, VTC_L2SW_UNTAGGED).pools, 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE,
					       dst, 0).pools, 0);
	/* Broadcast of one port VLAN stays among its members */
	memset(dst, 0xff, ETH_ALEN);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, 0, dst,
					       VTC_L2SW_UNTAGGED).pools, BIT(1));
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, 2, dst,
					       VTC_L2SW_UNTAGGED).pools, BIT(7));
}

static void vtc_l2sw_knows_port_vlans(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);

	vtc_world_pf(world, 0);
	vtc_world_vf(world, 0, 1)->pvid = 7;
	vtc_world_vf(world, 1, 2);
	__set_bit(8, world->rights[1].vlans);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_TRUE(test, vtc_l2sw_vlan_reserved(&pair->next, 1, 7));
	KUNIT_EXPECT_FALSE(test, vtc_l2sw_vlan_reserved(&pair->next, 0, 7));
	KUNIT_EXPECT_FALSE(test, vtc_l2sw_vlan_reserved(&pair->next, 1, 8));
	KUNIT_EXPECT_FALSE(test, vtc_l2sw_vlan_reserved(&pair->next, 1, 0));
}

static void vtc_l2sw_priority_tag_counts_as_untagged(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	u8 dst[ETH_ALEN];

	vtc_world_pf(world, 0);
	vtc_world_vf(world, 0, 1);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	vtc_world_mac(1, dst);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE,
					       dst, 0).pools, BIT(0));
	/* Also past the check of what it sends */
	KUNIT_EXPECT_TRUE(test, world->rights[0].spoofchk);
	vtc_world_mac(0, dst);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, 0, dst, 0).pools,
			BIT(7));
}

static void vtc_l2sw_checks_sent_vlans(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	struct vtc_l2sw_verdict v;
	u8 all[ETH_ALEN];

	memset(all, 0xff, ETH_ALEN);
	vtc_world_pf(world, 0);
	__set_bit(5, world->rights[7].vlans);
	vtc_world_vf(world, 0, 1);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	v = vtc_l2sw_forward(&pair->next, 0, all, 5);
	KUNIT_EXPECT_EQ(test, v.pools, 0);
	KUNIT_EXPECT_FALSE(test, v.wire);
	world->rights[0].spoofchk = false;
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	v = vtc_l2sw_forward(&pair->next, 0, all, 5);
	KUNIT_EXPECT_EQ(test, v.pools, BIT(7));
	KUNIT_EXPECT_TRUE(test, v.wire);
}

static void vtc_l2sw_unicast_stays_inside(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	struct vtc_l2sw_verdict v;
	u8 dst[ETH_ALEN];

	vtc_world_pf(world, 0);
	vtc_world_vf(world, 0, 1);
	vtc_world_vf(world, 1, 2);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	vtc_world_mac(2, dst);
	v = vtc_l2sw_forward(&pair->next, 0, dst, VTC_L2SW_UNTAGGED);
	KUNIT_EXPECT_EQ(test, v.pools, BIT(1));
	KUNIT_EXPECT_FALSE(test, v.wire);
	/* Unknown: only out, not even to the PF */
	vtc_world_mac(9, dst);
	v = vtc_l2sw_forward(&pair->next, 0, dst, VTC_L2SW_UNTAGGED);
	KUNIT_EXPECT_EQ(test, v.pools, 0);
	KUNIT_EXPECT_TRUE(test, v.wire);
	/* Broadcast: both, but not back */
	memset(dst, 0xff, ETH_ALEN);
	v = vtc_l2sw_forward(&pair->next, 0, dst, VTC_L2SW_UNTAGGED);
	KUNIT_EXPECT_EQ(test, v.pools, BIT(1) | BIT(7));
	KUNIT_EXPECT_TRUE(test, v.wire);
	/* Nobody but the owner gets what comes from outside */
	vtc_world_mac(2, dst);
	v = vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE, dst,
			     VTC_L2SW_UNTAGGED);
	KUNIT_EXPECT_EQ(test, v.pools, BIT(1));
}

static void vtc_l2sw_down_port_is_silent(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	struct vtc_l2sw_verdict v;
	u8 dst[ETH_ALEN];

	vtc_world_pf(world, 0);
	vtc_world_vf(world, 0, 1);
	world->rights[0].rx = false;
	world->rights[0].tx = false;
	world->rights[0].multicast = true;
	world->rights[0].promisc = true;
	bitmap_fill(world->rights[0].mc_hash, VTC_VPORT_MTA_BITS);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	vtc_world_mac(1, dst);
	v = vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE, dst,
			     VTC_L2SW_UNTAGGED);
	KUNIT_EXPECT_EQ(test, v.pools, 0);
	v = vtc_l2sw_forward(&pair->next, 0, dst, VTC_L2SW_UNTAGGED);
	KUNIT_EXPECT_FALSE(test, v.wire);
	/* What it asked for touches nobody else */
	KUNIT_EXPECT_EQ(test, pair->next.mta[0], 0);
	KUNIT_EXPECT_FALSE(test, pair->next.uta);
}

static void vtc_l2sw_promiscuous_gets_unowned(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	u8 dst[ETH_ALEN];

	vtc_world_pf(world, 0);
	vtc_world_vf(world, 0, 1)->promisc = true;
	vtc_world_vf(world, 1, 2);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_FALSE(test, pair->next.default_to_pf);
	vtc_world_mac(9, dst);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE,
					       dst, VTC_L2SW_UNTAGGED).pools,
			BIT(0));
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, 1, dst,
					       VTC_L2SW_UNTAGGED).pools, BIT(0));
	/* What somebody owns is that one's alone */
	vtc_world_mac(2, dst);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE,
					       dst, VTC_L2SW_UNTAGGED).pools,
			BIT(1));
}

static void vtc_l2sw_multicast_by_table(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	u8 in[ETH_ALEN], out[ETH_ALEN];

	vtc_world_group(0, in);
	vtc_world_group(1, out);
	vtc_world_pf(world, 0);
	vtc_world_vf(world, 0, 1)->multicast = true;
	__set_bit(vtc_msg_mc_hash(in), world->rights[0].mc_hash);
	vtc_world_vf(world, 1, 2);
	vtc_world_vf(world, 2, 3)->allmulti = true;
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE,
					       in, VTC_L2SW_UNTAGGED).pools,
			BIT(0) | BIT(2));
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE,
					       out, VTC_L2SW_UNTAGGED).pools,
			BIT(2));
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, 2, in,
					       VTC_L2SW_UNTAGGED).pools, BIT(0));
}

static void vtc_l2sw_all_vlans_is_for_the_pf(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	u8 all[ETH_ALEN], pf[ETH_ALEN];

	memset(all, 0xff, ETH_ALEN);
	vtc_world_mac(0, pf);
	vtc_world_pf(world, 0)->all_vlans = true;
	vtc_world_vf(world, 0, 1);
	__set_bit(5, world->rights[0].vlans);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE,
					       all, 5).pools, BIT(0) | BIT(7));
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE,
					       pf, 4000).pools, BIT(7));
	KUNIT_EXPECT_TRUE(test, vtc_l2sw_vfta_has(&pair->next, 4094));
}

/* Pool 7 is the PF's, 6 a station's, 0 a VF's */
static struct vtc_world *vtc_l2sw_station_world(struct kunit *test)
{
	struct vtc_world *world = vtc_world_alloc(test);

	vtc_world_pf(world, 0);
	vtc_world_station(world, 6, 1);
	vtc_world_vf(world, 0, 2);
	return world;
}

/* Broadcast and multicast are the PF's; the stack copies them to stations */
static void vtc_l2sw_station_gets_its_address_only(struct kunit *test)
{
	struct vtc_world *world = vtc_l2sw_station_world(test);
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	static const u8 from[] = { VTC_L2SW_FROM_WIRE, 0, 7 };
	u8 dst[ETH_ALEN], group[ETH_ALEN], all[ETH_ALEN];
	struct vtc_l2sw_verdict v;
	unsigned int i;

	memset(all, 0xff, ETH_ALEN);
	vtc_world_group(0, group);
	vtc_world_mac(1, dst);
	__set_bit(vtc_msg_mc_hash(group), world->rights[7].mc_hash);
	world->rights[7].multicast = true;
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	for (i = 0; i < ARRAY_SIZE(from); i++) {
		v = vtc_l2sw_forward(&pair->next, from[i], dst, VTC_L2SW_UNTAGGED);
		KUNIT_EXPECT_EQ(test, v.pools, BIT(6));
		KUNIT_EXPECT_FALSE(test, v.wire);
		v = vtc_l2sw_forward(&pair->next, from[i], all, VTC_L2SW_UNTAGGED);
		KUNIT_EXPECT_EQ(test, v.pools & BIT(6), 0);
		v = vtc_l2sw_forward(&pair->next, from[i], group, VTC_L2SW_UNTAGGED);
		KUNIT_EXPECT_EQ(test, v.pools & BIT(6), 0);
	}
	v = vtc_l2sw_forward(&pair->next, 6, all, VTC_L2SW_UNTAGGED);
	KUNIT_EXPECT_EQ(test, v.pools, BIT(7) | BIT(0));
	KUNIT_EXPECT_TRUE(test, v.wire);
	vtc_world_mac(2, dst);
	v = vtc_l2sw_forward(&pair->next, 6, dst, VTC_L2SW_UNTAGGED);
	KUNIT_EXPECT_EQ(test, v.pools, BIT(0));
}

static void vtc_l2sw_station_is_in_the_pfs_vlans(struct kunit *test)
{
	struct vtc_world *world = vtc_l2sw_station_world(test);
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	u8 dst[ETH_ALEN];

	vtc_world_mac(1, dst);
	__set_bit(5, world->rights[7].vlans);
	__set_bit(6, world->rights[0].vlans);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE,
					       dst, 5).pools, BIT(6));
	/* A VF's VLAN is none of its business, not even if the PF looks at all */
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE,
					       dst, 6).pools, 0);
	world->rights[7].all_vlans = true;
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE,
					       dst, 6).pools & BIT(6), 0);

	/* One that has found no filter is the PF's, where the stack looks on */
	world->rights[7].all_vlans = false;
	world->caps.vlans = 2;
	bitmap_zero(world->rights[0].vlans, VTC_VPORT_VIDS);
	__set_bit(9, world->rights[7].vlans);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE,
					       dst, 5).pools, BIT(6));
	KUNIT_EXPECT_EQ(test, vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE,
					       dst, 9).pools, BIT(7));
}

static void vtc_l2sw_station_shares_its_address_with_nobody(struct kunit *test)
{
	struct vtc_world *world = vtc_l2sw_station_world(test);
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);

	/* The stack asks the PF for it, too, while an address changes */
	vtc_l2sw_give_extra(&world->rights[7], 1, 1);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_owners_of(&pair->next, 1), BIT(6));

	vtc_world_station(world, 5, 1);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_test_step(pair, world), -EADDRINUSE);
	vtc_world_station(world, 5, 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_test_step(pair, world), -EADDRINUSE);
	vtc_world_station(world, 5, 2);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_test_step(pair, world), -EADDRINUSE);
	vtc_world_station(world, 5, 3);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
}

static void vtc_l2sw_vepa_does_not_switch(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	struct vtc_l2sw_verdict v;
	u8 dst[ETH_ALEN];

	world->in.vepa = true;
	vtc_world_pf(world, 0);
	vtc_world_vf(world, 0, 1);
	vtc_world_vf(world, 1, 2);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	/* Another pool's address: out, and in again by the bridge's leave */
	vtc_world_mac(2, dst);
	v = vtc_l2sw_forward(&pair->next, 0, dst, VTC_L2SW_UNTAGGED);
	KUNIT_EXPECT_EQ(test, v.pools, 0);
	KUNIT_EXPECT_TRUE(test, v.wire);
	v = vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE, dst,
			     VTC_L2SW_UNTAGGED);
	KUNIT_EXPECT_EQ(test, v.pools, BIT(1));
	memset(dst, 0xff, ETH_ALEN);
	v = vtc_l2sw_forward(&pair->next, 0, dst, VTC_L2SW_UNTAGGED);
	KUNIT_EXPECT_EQ(test, v.pools, 0);
	KUNIT_EXPECT_TRUE(test, v.wire);
	/* What is checked without VEPA is checked with it */
	v = vtc_l2sw_forward(&pair->next, 0, dst, 5);
	KUNIT_EXPECT_FALSE(test, v.wire);

	/* Of no meaning to a plain port */
	world->in.vt = false;
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_FALSE(test, pair->next.vepa);
}

/* As many VFs as pools: the PF administers, and no frame is for it */
static void vtc_l2sw_works_without_pf_pool(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	struct vtc_l2sw_verdict v;
	unsigned int i;
	u8 dst[ETH_ALEN];

	world->in.pf_pool = VTC_L2SW_NO_POOL;
	world->in.pf_rss = true;
	for (i = 0; i < 8; i++)
		vtc_world_vf(world, i, i + 1);
	world->rights[3].promisc = true;
	__set_bit(5, world->rights[7].vlans);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_free_macs(&pair->next, &world->caps), 16);
	KUNIT_EXPECT_FALSE(test, pair->next.default_to_pf);
	KUNIT_EXPECT_TRUE(test, pair->next.uta);
	KUNIT_EXPECT_FALSE(test, pair->next.pool[7].rss || pair->next.rss);
	for (i = 0; i < 8; i++) {
		vtc_world_mac(i + 1, dst);
		v = vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE, dst,
				     VTC_L2SW_UNTAGGED);
		KUNIT_EXPECT_EQ(test, v.pools, BIT(i));
	}
	/* What was the PF's address is nobody's */
	vtc_world_mac(0, dst);
	v = vtc_l2sw_forward(&pair->next, 0, dst, VTC_L2SW_UNTAGGED);
	KUNIT_EXPECT_EQ(test, v.pools, BIT(3));
	KUNIT_EXPECT_TRUE(test, v.wire);
	memset(dst, 0xff, ETH_ALEN);
	v = vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE, dst,
			     VTC_L2SW_UNTAGGED);
	KUNIT_EXPECT_EQ(test, v.pools, 0xff);
	v = vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE, dst, 5);
	KUNIT_EXPECT_EQ(test, v.pools, BIT(7));
}

static void vtc_l2sw_plain_port_is_a_nic(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	struct vtc_l2sw_verdict v;
	u8 dst[ETH_ALEN];

	world->in.vt = false;
	vtc_world_pf(world, 0);
	__set_bit(5, world->rights[7].vlans);
	/* Left over from before; must not count */
	vtc_world_vf(world, 0, 1);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_owners_of(&pair->next, 1), 0);
	KUNIT_EXPECT_FALSE(test, pair->next.pool[0].rx);
	vtc_world_mac(0, dst);
	v = vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE, dst, 5);
	KUNIT_EXPECT_EQ(test, v.pools, BIT(7));
	v = vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE, dst, 6);
	KUNIT_EXPECT_EQ(test, v.pools, 0);
	vtc_world_mac(1, dst);
	v = vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE, dst,
			     VTC_L2SW_UNTAGGED);
	KUNIT_EXPECT_EQ(test, v.pools, 0);
	v = vtc_l2sw_forward(&pair->next, 7, dst, VTC_L2SW_UNTAGGED);
	KUNIT_EXPECT_TRUE(test, v.wire);

	world->rights[7].all_vlans = true;
	vtc_world_mac(0, dst);
	KUNIT_ASSERT_EQ(test, vtc_l2sw_test_step(pair, world), 0);
	v = vtc_l2sw_forward(&pair->next, VTC_L2SW_FROM_WIRE, dst, 6);
	KUNIT_EXPECT_EQ(test, v.pools, BIT(7));
}

/* No pool is ever given what is not in its rights, whatever the combination */
static void vtc_l2sw_expect_bounded(struct kunit *test,
				    const struct vtc_l2sw *sw,
				    const struct vtc_world *world)
{
	unsigned int i, j, pool;

	for (i = 0; i < VTC_L2SW_MACS; i++) {
		KUNIT_ASSERT_TRUE(test, !sw->mac[i].pools ||
				  i < world->caps.macs);
		for (j = 0; j < i; j++)
			KUNIT_ASSERT_FALSE(test, sw->mac[i].pools &&
					   sw->mac[j].pools &&
					   vtc_addr_equal(sw->mac[i].addr,
							  sw->mac[j].addr));
	}
	for (i = 0; i < VTC_L2SW_VLANS; i++) {
		if (!sw->vlan[i].pools)
			continue;
		KUNIT_ASSERT_LT(test, i, world->caps.vlans);
		KUNIT_ASSERT_TRUE(test, vtc_l2sw_vfta_has(sw, sw->vlan[i].vid));
		for (pool = 0; pool <= world->last; pool++) {
			const struct vtc_vport_rights *r = &world->rights[pool];
			u16 vid = sw->vlan[i].vid;

			if (r->is_station && world->in.rights[pool])
				r = &world->rights[world->in.pf_pool];
			if (sw->vlan[i].pools & BIT(pool) &&
			    r == &world->rights[pool] && r->is_pf)
				continue;
			if (sw->vlan[i].pools & BIT(pool))
				KUNIT_ASSERT_TRUE(test, vid ?
						  test_bit(vid, r->vlans) ||
						  r->pvid == vid : r->untagged);
		}
	}
}

static void vtc_l2sw_random_models_are_sound(struct kunit *test)
{
	struct vtc_l2sw_pair *pair = vtc_l2sw_test_pair(test);
	struct vtc_world *world = vtc_world_alloc(test);
	unsigned int i, built = 0, full = 0, taken = 0;
	struct rnd_state rnd;
	int err;

	vtc_kunit_seed_rnd(test, &rnd);
	for (i = 0; i < 5000; i++) {
		vtc_world_randomize(world, &rnd);
		err = vtc_l2sw_test_step(pair, world);
		full += err == -ENOSPC;
		taken += err == -EADDRINUSE;
		if (err)
			continue;
		built++;
		vtc_l2sw_expect_bounded(test, &pair->next, world);
		if (test->status == KUNIT_FAILURE)
			return;
	}
	KUNIT_EXPECT_GT(test, built, 100);
	KUNIT_EXPECT_GT(test, full, 20);
	KUNIT_EXPECT_GT(test, taken, 100);
}

static struct kunit_case vtc_l2sw_cases[] = {
	KUNIT_CASE(vtc_l2sw_places_own_addresses),
	KUNIT_CASE(vtc_l2sw_keeps_mac_slots),
	KUNIT_CASE(vtc_l2sw_keeps_vlan_slots),
	KUNIT_CASE_PARAM(vtc_l2sw_address_has_one_owner,
			 vtc_l2sw_share_gen_params),
	KUNIT_CASE_PARAM(vtc_l2sw_extra_address_has_one_owner,
			 vtc_l2sw_share_gen_params),
	KUNIT_CASE(vtc_l2sw_vf_may_not_take_pf_address),
	KUNIT_CASE(vtc_l2sw_pf_extra_never_takes_from_vf),
	KUNIT_CASE(vtc_l2sw_repeated_address_takes_one_slot),
	KUNIT_CASE(vtc_l2sw_full_mac_table_changes_nothing),
	KUNIT_CASE(vtc_l2sw_pf_overflow_is_promiscuous),
	KUNIT_CASE(vtc_l2sw_full_vlan_table_changes_nothing),
	KUNIT_CASE(vtc_l2sw_pf_vlans_overflow_to_default),
	KUNIT_CASE(vtc_l2sw_port_vlan_is_membership),
	KUNIT_CASE(vtc_l2sw_knows_port_vlans),
	KUNIT_CASE(vtc_l2sw_priority_tag_counts_as_untagged),
	KUNIT_CASE(vtc_l2sw_checks_sent_vlans),
	KUNIT_CASE(vtc_l2sw_unicast_stays_inside),
	KUNIT_CASE(vtc_l2sw_down_port_is_silent),
	KUNIT_CASE(vtc_l2sw_promiscuous_gets_unowned),
	KUNIT_CASE(vtc_l2sw_multicast_by_table),
	KUNIT_CASE(vtc_l2sw_all_vlans_is_for_the_pf),
	KUNIT_CASE(vtc_l2sw_station_gets_its_address_only),
	KUNIT_CASE(vtc_l2sw_station_is_in_the_pfs_vlans),
	KUNIT_CASE(vtc_l2sw_station_shares_its_address_with_nobody),
	KUNIT_CASE(vtc_l2sw_vepa_does_not_switch),
	KUNIT_CASE(vtc_l2sw_works_without_pf_pool),
	KUNIT_CASE(vtc_l2sw_plain_port_is_a_nic),
	KUNIT_CASE(vtc_l2sw_random_models_are_sound),
	{}
};

static struct kunit_suite vtc_l2sw_suite = {
	.name = "vtc_l2sw",
	.test_cases = vtc_l2sw_cases,
};

kunit_test_suite(vtc_l2sw_suite);
