// SPDX-License-Identifier: GPL-2.0-only
/*
 * The switch model, pure: from the rights of all pools to one consistent
 * setting of the switch, or an error and nothing.
 *
 * Owns who gets which slot of the exact filters, and what happens when they
 * run out.  Grants nothing that is not in somebody's rights, knows no register
 * and never looks at hardware.
 */
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include "addr.h"
#include "l2sw.h"

#define VTC_L2SW_VIDS	4096

static void vtc_l2sw_set_word_bit(u32 *words, unsigned int bit)
{
	words[bit / 32] |= BIT(bit % 32);
}

/* NULL if it has no pool */
static const struct vtc_vport_rights *
vtc_l2sw_pf_rights(const struct vtc_l2sw_in *in)
{
	return in->pf_pool < VTC_L2SW_POOLS ? in->rights[in->pf_pool] : NULL;
}

/* Rights of a pool in use that is not the PF's own: a VF's or a station's */
static const struct vtc_vport_rights *
vtc_l2sw_vf_rights(const struct vtc_l2sw_in *in, unsigned int pool)
{
	const struct vtc_vport_rights *r = in->rights[pool];

	return in->vt && r && !r->is_pf ? r : NULL;
}

static struct vtc_l2sw_mac *vtc_l2sw_find_mac(struct vtc_l2sw_mac *mac,
					      const u8 *addr)
{
	unsigned int i;

	for (i = 0; i < VTC_L2SW_MACS; i++)
		if (mac[i].pools && vtc_addr_equal(mac[i].addr, addr))
			return &mac[i];
	return NULL;
}

static struct vtc_l2sw_vlan *vtc_l2sw_find_vlan(struct vtc_l2sw_vlan *vlan,
						u16 vid)
{
	unsigned int i;

	for (i = 0; i < VTC_L2SW_VLANS; i++)
		if (vlan[i].pools && vlan[i].vid == vid)
			return &vlan[i];
	return NULL;
}

/* May @pool have an address that @owners have already */
static bool vtc_l2sw_may_share(const struct vtc_l2sw_in *in, u8 owners,
			       unsigned int pool)
{
	unsigned int i;

	owners &= ~BIT(pool);
	if (owners && !in->rights[pool]->mac_shared)
		return false;
	for (i = 0; i < VTC_L2SW_POOLS; i++)
		if (owners & BIT(i) && !in->rights[i]->mac_shared)
			return false;
	return true;
}

/*
 * While the model is built, used entries lie at the start of the tables in the
 * order in which they were asked for; vtc_l2sw_settle_*() finds their slots.
 */
static int vtc_l2sw_claim_mac(struct vtc_l2sw *next,
			      const struct vtc_l2sw_in *in,
			      unsigned int pool, const u8 *addr)
{
	struct vtc_l2sw_mac *mac = vtc_l2sw_find_mac(next->mac, addr);
	unsigned int i;

	if (mac) {
		if (!vtc_l2sw_may_share(in, mac->pools, pool))
			return -EADDRINUSE;
		mac->pools |= BIT(pool);
		return 0;
	}
	for (i = 0; i < in->caps->macs; i++) {
		if (next->mac[i].pools)
			continue;
		memcpy(next->mac[i].addr, addr, ETH_ALEN);
		next->mac[i].pools = BIT(pool);
		return 0;
	}
	return -ENOSPC;
}

static int vtc_l2sw_join_vlan(struct vtc_l2sw *next,
			      const struct vtc_l2sw_in *in,
			      unsigned int pool, u16 vid)
{
	struct vtc_l2sw_vlan *vlan = vtc_l2sw_find_vlan(next->vlan, vid);
	unsigned int i;

	if (vlan) {
		vlan->pools |= BIT(pool);
		return 0;
	}
	for (i = 0; i < in->caps->vlans; i++) {
		if (next->vlan[i].pools)
			continue;
		next->vlan[i].vid = vid;
		next->vlan[i].pools = BIT(pool);
		vtc_l2sw_set_word_bit(next->vfta, vid);
		return 0;
	}
	return -ENOSPC;
}

/* An own address is reserved even while its port is down */
static int vtc_l2sw_place_primary(struct vtc_l2sw *next,
				  const struct vtc_l2sw_in *in,
				  unsigned int pool)
{
	const struct vtc_vport_rights *r = in->rights[pool];

	if (!vtc_addr_is_station(r->mac))
		return 0;
	return vtc_l2sw_claim_mac(next, in, pool, r->mac);
}

static int vtc_l2sw_place_vf_extra(struct vtc_l2sw *next,
				   const struct vtc_l2sw_in *in,
				   unsigned int pool)
{
	const struct vtc_vport_rights *r = vtc_l2sw_vf_rights(in, pool);
	unsigned int i;
	int err;

	for (i = 0; r && i < r->n_extra; i++) {
		err = vtc_l2sw_claim_mac(next, in, pool, r->extra[i]);
		if (err)
			return err;
	}
	return 0;
}

/*
 * The host's further addresses take what is left.  One that a VF owns stays
 * the VF's; the first one without room makes the host's pool promiscuous.
 */
static void vtc_l2sw_place_pf_extra(struct vtc_l2sw *next,
				    const struct vtc_l2sw_in *in)
{
	const struct vtc_vport_rights *r = vtc_l2sw_pf_rights(in);
	unsigned int i;
	int err;

	for (i = 0; r && i < r->n_extra; i++) {
		err = vtc_l2sw_claim_mac(next, in, in->pf_pool, r->extra[i]);
		if (err != -ENOSPC)
			continue;
		next->pool[in->pf_pool].promisc = true;
		next->pool[in->pf_pool].multicast = true;
	}
}

static int vtc_l2sw_place_macs(struct vtc_l2sw *next,
			       const struct vtc_l2sw_in *in)
{
	unsigned int pool;
	int err = 0;

	if (vtc_l2sw_pf_rights(in))
		err = vtc_l2sw_place_primary(next, in, in->pf_pool);
	for (pool = 0; !err && pool < in->caps->pools; pool++)
		if (vtc_l2sw_vf_rights(in, pool))
			err = vtc_l2sw_place_primary(next, in, pool);
	for (pool = 0; !err && pool < in->caps->pools; pool++)
		err = vtc_l2sw_place_vf_extra(next, in, pool);
	if (err)
		return err;
	vtc_l2sw_place_pf_extra(next, in);
	return 0;
}

/* Priority tagged frames carry VID 0 and are for whoever takes untagged ones */
static int vtc_l2sw_join_untagged(struct vtc_l2sw *next,
				  const struct vtc_l2sw_in *in)
{
	unsigned int pool;
	int err = 0;

	for (pool = 0; !err && pool < in->caps->pools; pool++)
		if (in->rights[pool] && in->rights[pool]->untagged)
			err = vtc_l2sw_join_vlan(next, in, pool, 0);
	return err;
}

static int vtc_l2sw_join_vf_vlans(struct vtc_l2sw *next,
				  const struct vtc_l2sw_in *in,
				  unsigned int pool)
{
	const struct vtc_vport_rights *r = vtc_l2sw_vf_rights(in, pool);
	unsigned int vid;
	int err;

	if (!r)
		return 0;
	if (r->pvid)
		return vtc_l2sw_join_vlan(next, in, pool, r->pvid);
	for_each_set_bit(vid, r->vlans, VTC_L2SW_VIDS) {
		err = vtc_l2sw_join_vlan(next, in, pool, vid);
		if (err)
			return err;
	}
	return 0;
}

/*
 * A VLAN in the port's filter that has no pool filter is for the default pool,
 * which is how the host gets its VLANs when the pool filters have run out.
 */
static void vtc_l2sw_join_pf_vlans(struct vtc_l2sw *next,
				   const struct vtc_l2sw_in *in)
{
	const struct vtc_vport_rights *r = vtc_l2sw_pf_rights(in);
	unsigned int vid;

	if (!r)
		return;
	for_each_set_bit(vid, r->vlans, VTC_L2SW_VIDS) {
		if (!vtc_l2sw_join_vlan(next, in, in->pf_pool, vid))
			continue;
		vtc_l2sw_set_word_bit(next->vfta, vid);
		next->default_to_pf = true;
	}
}

/*
 * A VLAN of the PF's that has no filter is the default pool's, from where the
 * stack hands a station's frames up.
 */
static void vtc_l2sw_join_station_vlans(struct vtc_l2sw *next,
					const struct vtc_l2sw_in *in)
{
	u8 stations = 0;
	unsigned int i;

	for (i = 0; i < in->caps->pools; i++)
		if (in->rights[i] && in->rights[i]->is_station)
			stations |= BIT(i);
	if (!stations)
		return;
	for (i = 0; i < VTC_L2SW_VLANS; i++)
		if (next->vlan[i].pools & BIT(in->pf_pool))
			next->vlan[i].pools |= stations;
}

/* The host in every VLAN: in those of the VFs, and by default in all others */
static void vtc_l2sw_open_all_vlans(struct vtc_l2sw *next, u8 pf_pool)
{
	unsigned int i;

	for (i = 0; i < VTC_L2SW_VLANS; i++)
		if (next->vlan[i].pools)
			next->vlan[i].pools |= BIT(pf_pool);
	memset(next->vfta, 0xff, sizeof(next->vfta));
	next->default_to_pf = true;
}

static int vtc_l2sw_place_vlans(struct vtc_l2sw *next,
				const struct vtc_l2sw_in *in)
{
	unsigned int pool;
	int err;

	err = vtc_l2sw_join_untagged(next, in);
	for (pool = 0; !err && pool < in->caps->pools; pool++)
		err = vtc_l2sw_join_vf_vlans(next, in, pool);
	if (err)
		return err;
	vtc_l2sw_join_pf_vlans(next, in);
	vtc_l2sw_join_station_vlans(next, in);
	if (next->all_vlans)
		vtc_l2sw_open_all_vlans(next, in->pf_pool);
	return 0;
}

/* Without pools, or a switch, the port's own filter is all there is */
static void vtc_l2sw_place_vlans_plain(struct vtc_l2sw *next,
				       const struct vtc_vport_rights *pf)
{
	if (next->all_vlans)
		memset(next->vfta, 0xff, sizeof(next->vfta));
	else if (pf)
		bitmap_to_arr32(next->vfta, pf->vlans, VTC_L2SW_VIDS);
	next->vfta[0] |= BIT(0);
}

static void vtc_l2sw_set_pool(struct vtc_l2sw_pool *pool,
			      const struct vtc_vport_rights *r)
{
	pool->rx = r->rx;
	pool->tx = r->tx;
	pool->untagged = r->untagged;
	pool->bcast = r->bcast;
	/* Whoever takes all unicast takes part in the multicast table, too */
	pool->multicast = r->multicast || r->promisc;
	pool->allmulti = r->allmulti;
	pool->promisc = r->promisc;
	pool->strip = r->strip;
	pool->rss = r->rss;
	pool->spoofchk = r->spoofchk;
	pool->pvid = r->pvid;
	pool->qos = r->qos;
	pool->max_frame = r->max_frame;
	pool->rate = r->max_tx_rate;
}

static bool vtc_l2sw_pool_used(const struct vtc_l2sw_in *in, unsigned int pool)
{
	if (!in->rights[pool])
		return false;
	return in->vt || pool == in->pf_pool;
}

static void vtc_l2sw_set_pools(struct vtc_l2sw *next,
			       const struct vtc_l2sw_in *in)
{
	unsigned int i;

	for (i = 0; i < in->caps->pools; i++)
		if (vtc_l2sw_pool_used(in, i))
			vtc_l2sw_set_pool(&next->pool[i], in->rights[i]);
	if (vtc_l2sw_pf_rights(in))
		next->pool[in->pf_pool].rss = in->pf_rss;
	for (i = 0; i < in->caps->pools; i++)
		next->rss |= next->pool[i].rss;
}

/* One table for the port: what a port that is down asked for stays out of it */
static void vtc_l2sw_set_multicast(struct vtc_l2sw *next,
				   const struct vtc_l2sw_in *in)
{
	unsigned int i, bit;

	for (i = 0; i < in->caps->pools; i++) {
		if (!vtc_l2sw_pool_used(in, i) || !in->rights[i]->rx)
			continue;
		for_each_set_bit(bit, in->rights[i]->mc_hash,
				 VTC_VPORT_MTA_BITS)
			vtc_l2sw_set_word_bit(next->mta, bit);
	}
}

/* What is for frames that no exact filter knows */
static void vtc_l2sw_set_catch_all(struct vtc_l2sw *next)
{
	unsigned int i;

	if (!next->vt)
		return;
	if (next->pf_pool < VTC_L2SW_POOLS && next->pool[next->pf_pool].promisc)
		next->default_to_pf = true;
	for (i = 0; i < VTC_L2SW_POOLS; i++)
		if (next->pool[i].rx && next->pool[i].promisc)
			next->uta = true;
}

/* Entries that stay keep their slot, so that traffic is not touched */
static void vtc_l2sw_settle_macs(struct vtc_l2sw *next,
				 const struct vtc_l2sw *prev, unsigned int n)
{
	struct vtc_l2sw_mac from[VTC_L2SW_MACS];
	unsigned int i, j, slot = 0;

	memcpy(from, next->mac, sizeof(from));
	memset(next->mac, 0, sizeof(next->mac));
	for (i = 0; i < n; i++) {
		if (!prev->mac[i].pools)
			continue;
		for (j = 0; j < n; j++)
			if (from[j].pools &&
			    vtc_addr_equal(from[j].addr, prev->mac[i].addr)) {
				next->mac[i] = from[j];
				from[j].pools = 0;
			}
	}
	for (j = 0; j < n; j++) {
		if (!from[j].pools)
			continue;
		while (next->mac[slot].pools)
			slot++;
		next->mac[slot] = from[j];
	}
}

static void vtc_l2sw_settle_vlans(struct vtc_l2sw *next,
				  const struct vtc_l2sw *prev, unsigned int n)
{
	struct vtc_l2sw_vlan from[VTC_L2SW_VLANS];
	unsigned int i, j, slot = 0;

	memcpy(from, next->vlan, sizeof(from));
	memset(next->vlan, 0, sizeof(next->vlan));
	for (i = 0; i < n; i++) {
		if (!prev->vlan[i].pools)
			continue;
		for (j = 0; j < n; j++)
			if (from[j].pools && from[j].vid == prev->vlan[i].vid) {
				next->vlan[i] = from[j];
				from[j].pools = 0;
			}
	}
	for (j = 0; j < n; j++) {
		if (!from[j].pools)
			continue;
		while (next->vlan[slot].pools)
			slot++;
		next->vlan[slot] = from[j];
	}
}

/**
 * vtc_l2sw_build - make the next model of the switch
 * @next: result; not to be used when this fails, and not the same as @prev
 * @prev: the model in force, for the slots; all zero at first
 * @in: what to build it from
 *
 * Addresses are placed in this order: everybody's own, VFs' further ones, the
 * PF's further ones; VLANs: VFs', the PF's.  The PF never fails for lack of
 * room, it becomes promiscuous instead.
 *
 * Context: any.
 * Return: 0; -ENOSPC if a VF's address or VLAN has no room; -EADDRINUSE if two
 * ports have the same address and not both may share.
 */
int vtc_l2sw_build(struct vtc_l2sw *next, const struct vtc_l2sw *prev,
		   const struct vtc_l2sw_in *in)
{
	const struct vtc_vport_rights *pf = vtc_l2sw_pf_rights(in);
	int err;

	memset(next, 0, sizeof(*next));
	next->vt = in->vt;
	next->rx_on = in->rx_on;
	next->no_switch = in->caps->no_switch;
	next->vepa = in->vt && (in->vepa || next->no_switch);
	next->pf_pool = in->pf_pool;
	next->all_vlans = pf && pf->all_vlans;
	vtc_l2sw_set_pools(next, in);
	err = vtc_l2sw_place_macs(next, in);
	if (err)
		return err;
	if (in->vt && !next->no_switch)
		err = vtc_l2sw_place_vlans(next, in);
	else
		vtc_l2sw_place_vlans_plain(next, pf);
	if (err)
		return err;
	vtc_l2sw_set_multicast(next, in);
	vtc_l2sw_set_catch_all(next);
	vtc_l2sw_settle_macs(next, prev, in->caps->macs);
	vtc_l2sw_settle_vlans(next, prev, in->caps->vlans);
	return 0;
}

/**
 * vtc_l2sw_mac_owners - who has an exact filter for an address
 * @sw: the model
 * @addr: the address
 *
 * Context: any.
 * Return: bitmap of pools, 0 for nobody.
 */
u8 vtc_l2sw_mac_owners(const struct vtc_l2sw *sw, const u8 *addr)
{
	unsigned int i;

	for (i = 0; i < VTC_L2SW_MACS; i++)
		if (sw->mac[i].pools && vtc_addr_equal(sw->mac[i].addr, addr))
			return sw->mac[i].pools;
	return 0;
}

/**
 * vtc_l2sw_vlan_reserved - is a VLAN some other port's port VLAN
 * @sw: the model
 * @pool: who asks
 * @vid: the VLAN
 *
 * quota.c takes such a VLAN from ports without vlan_shared, because setting a
 * port VLAN must not fail; who handles a request to join refuses it by this.
 *
 * Context: any.
 * Return: true if another pool has it as port VLAN.
 */
bool vtc_l2sw_vlan_reserved(const struct vtc_l2sw *sw, unsigned int pool,
			    u16 vid)
{
	unsigned int i;

	for (i = 0; vid && i < VTC_L2SW_POOLS; i++)
		if (i != pool && sw->pool[i].pvid == vid)
			return true;
	return false;
}
