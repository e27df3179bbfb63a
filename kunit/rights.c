// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rights for the suites, by hand and at random.
 */
#include <linux/string.h>
#include "rights.h"

/*
 * Consecutive addresses share their first four bytes or their last two, so
 * that an entry of which only one half has been written is another's address.
 */
void vtc_world_mac(unsigned int i, u8 *addr)
{
	const u8 mac[ETH_ALEN] = { 0x02, 0, 0, i / 2, 0x10, 0x20 + i % 2 };

	memcpy(addr, mac, ETH_ALEN);
}

void vtc_world_group(unsigned int i, u8 *addr)
{
	const u8 mac[ETH_ALEN] = { 0x01, 0, 0x5e, 0, i << 4, 0x77 };

	memcpy(addr, mac, ETH_ALEN);
}

struct vtc_world *vtc_world_alloc(struct kunit *test)
{
	struct vtc_world *world = kunit_kzalloc(test, sizeof(*world), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, world);
	world->caps = (struct vtc_l2sw_caps){ 8, 24, 32 };
	world->in.caps = &world->caps;
	world->in.vt = true;
	world->in.rx_on = true;
	vtc_world_set_last(world, 7);
	return world;
}

/* Worlds have this many pools and one more, the PF's */
void vtc_world_set_last(struct vtc_world *world, unsigned int pool)
{
	world->last = pool;
	world->in.pf_pool = pool;
}

static struct vtc_vport_rights *vtc_world_port(struct vtc_world *world,
					       unsigned int pool,
					       unsigned int mac)
{
	struct vtc_vport_rights *r = &world->rights[pool];

	memset(r, 0, sizeof(*r));
	r->rx = true;
	r->tx = true;
	r->untagged = true;
	r->bcast = true;
	r->max_frame = 1522;
	vtc_world_mac(mac, r->mac);
	world->in.rights[pool] = r;
	return r;
}

struct vtc_vport_rights *vtc_world_vf(struct vtc_world *world, unsigned int vf,
				      unsigned int mac)
{
	struct vtc_vport_rights *r = vtc_world_port(world, vf, mac);

	r->spoofchk = true;
	return r;
}

struct vtc_vport_rights *vtc_world_pf(struct vtc_world *world, unsigned int mac)
{
	struct vtc_vport_rights *r = vtc_world_port(world, world->in.pf_pool, mac);

	r->is_pf = true;
	r->mac_shared = true;
	r->vlan_shared = true;
	return r;
}

struct vtc_vport_rights *vtc_world_station(struct vtc_world *world,
					   unsigned int pool, unsigned int mac)
{
	struct vtc_vport_rights *r = vtc_world_port(world, pool, mac);

	r->is_station = true;
	r->vlan_shared = true;
	r->bcast = false;
	return r;
}

static void vtc_world_random_station(struct vtc_world *world, unsigned int pool,
				     struct rnd_state *rnd)
{
	struct vtc_vport_rights *r;

	r = vtc_world_station(world, pool, vtc_kunit_below(rnd, WORLD_MACS));
	r->rss = vtc_kunit_one_in(rnd, 2);
}

static void vtc_world_random_port(struct vtc_vport_rights *r,
				  struct rnd_state *rnd)
{
	unsigned int i, bit;
	u8 group[ETH_ALEN];

	r->rx = !vtc_kunit_one_in(rnd, 6);
	r->tx = !vtc_kunit_one_in(rnd, 6);
	r->mac_shared |= vtc_kunit_one_in(rnd, 2);
	r->vlan_shared |= vtc_kunit_one_in(rnd, 2);
	r->n_extra = vtc_kunit_below(rnd, 3);
	for (i = 0; i < r->n_extra; i++)
		vtc_world_mac(vtc_kunit_below(rnd, WORLD_MACS), r->extra[i]);
	for (i = 1; i <= WORLD_VIDS; i++)
		if (vtc_kunit_one_in(rnd, 3))
			__set_bit(i, r->vlans);
	for (i = 0; i < WORLD_GROUPS; i++) {
		vtc_world_group(i, group);
		bit = vtc_msg_mc_hash(group);
		if (vtc_kunit_one_in(rnd, 4))
			__set_bit(bit, r->mc_hash);
	}
	r->multicast = !bitmap_empty(r->mc_hash, VTC_VPORT_MTA_BITS);
	r->allmulti = vtc_kunit_one_in(rnd, 5);
	r->promisc = vtc_kunit_one_in(rnd, 4);
	r->bcast = !vtc_kunit_one_in(rnd, 5);
	r->strip = vtc_kunit_one_in(rnd, 2);
}

static void vtc_world_random_vf(struct vtc_vport_rights *r,
				struct rnd_state *rnd)
{
	vtc_world_random_port(r, rnd);
	r->spoofchk = vtc_kunit_one_in(rnd, 2);
	if (!vtc_kunit_one_in(rnd, 3))
		return;
	r->pvid = 1 + vtc_kunit_below(rnd, WORLD_VIDS);
	r->qos = vtc_kunit_below(rnd, 8);
	r->untagged = false;
	bitmap_zero(r->vlans, VTC_VPORT_VIDS);
}

static void vtc_world_random_pf(struct vtc_world *world, struct rnd_state *rnd)
{
	struct vtc_vport_rights *pf;

	pf = vtc_world_pf(world, vtc_kunit_below(rnd, WORLD_MACS));
	vtc_world_random_port(pf, rnd);
	pf->all_vlans = vtc_kunit_one_in(rnd, 10);
}

/* Everything anew; few filters now and then, so that they run out */
void vtc_world_randomize(struct vtc_world *world, struct rnd_state *rnd)
{
	unsigned int pool;

	world->in.vt = !vtc_kunit_one_in(rnd, 12);
	world->in.rx_on = !vtc_kunit_one_in(rnd, 15);
	world->in.vepa = vtc_kunit_one_in(rnd, 4);
	world->in.pf_pool = world->in.vt && vtc_kunit_one_in(rnd, 4) ?
			    VTC_L2SW_NO_POOL : world->last;
	world->in.pf_rss = vtc_kunit_one_in(rnd, 10);
	world->caps.vlans = vtc_kunit_one_in(rnd, 3) ? 3 : 32;
	world->caps.macs = vtc_kunit_one_in(rnd, 3) ? 6 : 24;
	memset(world->in.rights, 0, sizeof(world->in.rights));
	for (pool = 0; pool <= world->last; pool++) {
		if (pool == world->in.pf_pool)
			vtc_world_random_pf(world, rnd);
		if (pool == world->in.pf_pool || vtc_kunit_one_in(rnd, 5))
			continue;
		if (world->in.pf_pool != VTC_L2SW_NO_POOL && vtc_kunit_one_in(rnd, 8)) {
			vtc_world_random_station(world, pool, rnd);
			continue;
		}
		vtc_world_vf(world, pool, vtc_kunit_below(rnd, WORLD_MACS));
		vtc_world_random_vf(&world->rights[pool], rnd);
	}
}

static void vtc_world_random_vf_anew(struct vtc_world *world, unsigned int vf,
				     struct rnd_state *rnd)
{
	if (vtc_kunit_one_in(rnd, 3)) {
		world->in.rights[vf] = NULL;
		return;
	}
	vtc_world_vf(world, vf, vtc_kunit_below(rnd, WORLD_MACS));
	vtc_world_random_vf(&world->rights[vf], rnd);
}

/* One wish of one port */
static void vtc_world_mutate_port(struct vtc_vport_rights *r,
				  struct rnd_state *rnd)
{
	switch (vtc_kunit_below(rnd, 10)) {
	case 0:
		vtc_world_mac(vtc_kunit_below(rnd, WORLD_MACS), r->mac);
		break;
	case 1:
		r->n_extra = 1;
		vtc_world_mac(vtc_kunit_below(rnd, WORLD_MACS), r->extra[0]);
		break;
	case 2:
		r->n_extra = 0;
		break;
	case 3:
		r->rx = !r->rx;
		break;
	case 4:
		r->tx = !r->tx;
		break;
	case 5:
		r->promisc = !r->promisc;
		break;
	case 6:
		r->bcast = !r->bcast;
		break;
	case 7:
		r->allmulti = !r->allmulti;
		break;
	case 8:
		if (!r->pvid)
			r->untagged = !r->untagged;
		break;
	default:
		if (!r->pvid)
			__change_bit(1 + vtc_kunit_below(rnd, WORLD_VIDS),
				     r->vlans);
		break;
	}
}

static void vtc_world_mutate_pvid(struct vtc_vport_rights *r,
				  struct rnd_state *rnd)
{
	bitmap_zero(r->vlans, VTC_VPORT_VIDS);
	r->pvid = vtc_kunit_one_in(rnd, 4) ? 0 :
		  1 + vtc_kunit_below(rnd, WORLD_VIDS);
	r->untagged = !r->pvid;
}

/* A few things at once, as an apply after several changes has them */
void vtc_world_mutate(struct vtc_world *world, struct rnd_state *rnd)
{
	unsigned int n = 1 + vtc_kunit_below(rnd, 4), pool;
	struct vtc_vport_rights *r;

	while (n--) {
		pool = vtc_kunit_below(rnd, world->last + 1);
		r = &world->rights[pool];
		if (vtc_kunit_one_in(rnd, 20))
			world->in.vepa = !world->in.vepa;
		else if (pool == world->in.pf_pool && vtc_kunit_one_in(rnd, 12))
			r->all_vlans = !r->all_vlans;
		else if (pool != world->in.pf_pool && vtc_kunit_one_in(rnd, 8))
			vtc_world_random_vf_anew(world, pool, rnd);
		else if (pool != world->in.pf_pool && vtc_kunit_one_in(rnd, 5))
			vtc_world_mutate_pvid(r, rnd);
		else
			vtc_world_mutate_port(r, rnd);
	}
}

static void vtc_world_dst(unsigned int i, u8 *dst)
{
	if (i <= WORLD_MACS)
		vtc_world_mac(i, dst);
	else if (i <= WORLD_MACS + 1 + WORLD_GROUPS)
		vtc_world_group(i - WORLD_MACS - 1, dst);
	else
		memset(dst, 0xff, ETH_ALEN);
}

unsigned int vtc_world_probes(unsigned int pools, struct vtc_probe *probes,
			      unsigned int room)
{
	const unsigned int dsts = WORLD_MACS + WORLD_GROUPS + 3;
	unsigned int from, dst, vid, n = 0;

	for (from = 0; from <= pools; from++)
		for (dst = 0; dst < dsts; dst++)
			for (vid = 0; vid <= WORLD_VIDS + 2; vid++) {
				if (n == room)
					return n;
				probes[n].from = from < pools ? from :
							VTC_L2SW_FROM_WIRE;
				probes[n].vid = vid <= WORLD_VIDS + 1 ? vid :
							VTC_L2SW_UNTAGGED;
				vtc_world_dst(dst, probes[n].dst);
				n++;
			}
	return n;
}
