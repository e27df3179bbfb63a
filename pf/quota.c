// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shares of the switch's tables, pure: rights that do not fit, or that another
 * port's rights end, are taken back before a model is built.
 *
 * Owns who gives way.  Gives nobody anything, and does not place anything:
 * slots are the model's business.
 */
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include "addr.h"
#include "quota.h"

/* One fit under way */
struct vtc_quota_run {
	struct vtc_quota *quota;
	const struct vtc_l2sw_in *in;
	struct vtc_vport_rights *rights;
	const struct vtc_l2sw *prev;
	u8 requester;
};

/**
 * struct vtc_quota_table - one of the tables that are shared
 * @room: entries there are to share
 * @share: entries guaranteed to each port
 * @used: entries a port has
 * @needed: entries that all ports together have
 * @wants_new: does the requester want one that it does not have
 * @take: take the entry from a VF that it will miss least
 */
struct vtc_quota_table {
	unsigned int room;
	unsigned int share;
	unsigned int (*used)(const struct vtc_vport_rights *r);
	unsigned int (*needed)(const struct vtc_quota_run *run);
	bool (*wants_new)(const struct vtc_quota_run *run);
	void (*take)(const struct vtc_quota_run *run, unsigned int pool);
};

static const struct vtc_vport_rights *
vtc_quota_vf(const struct vtc_l2sw_in *in, unsigned int pool)
{
	const struct vtc_vport_rights *r = in->rights[pool];

	return r && !r->is_pf ? r : NULL;
}

/* A station has no VLANs but the PF's */
static unsigned int vtc_quota_vlan_ports(const struct vtc_l2sw_in *in)
{
	unsigned int i, n = 0;

	for (i = 0; i < VTC_L2SW_POOLS; i++)
		n += in->rights[i] && !in->rights[i]->is_station;
	return n;
}

static unsigned int vtc_quota_ports(const struct vtc_l2sw_in *in)
{
	unsigned int i, n = 0;

	for (i = 0; i < VTC_L2SW_POOLS; i++)
		n += !!in->rights[i];
	return n;
}

/* Filters beyond everybody's own address, which is never to share */
static unsigned int vtc_quota_mac_room(const struct vtc_l2sw_caps *caps,
				       unsigned int ports)
{
	return caps->macs > ports ? caps->macs - ports : 0;
}

/* The first one is for untagged and priority tagged frames */
static unsigned int vtc_quota_vlan_room(const struct vtc_l2sw_caps *caps)
{
	return caps->vlans - 1;
}

static unsigned int vtc_quota_macs_used(const struct vtc_vport_rights *r)
{
	return r->n_extra;
}

static unsigned int vtc_quota_vlans_used(const struct vtc_vport_rights *r)
{
	return r->pvid ? 0 : bitmap_weight(r->vlans, VTC_VPORT_VIDS);
}

static bool vtc_quota_is_own(const struct vtc_l2sw_in *in, const u8 *addr)
{
	unsigned int i;

	for (i = 0; i < VTC_L2SW_POOLS; i++)
		if (in->rights[i] && vtc_addr_equal(in->rights[i]->mac, addr))
			return true;
	return false;
}

/* Has somebody before this entry the same address */
static bool vtc_quota_is_repeated(const struct vtc_l2sw_in *in,
				  unsigned int pool, unsigned int entry)
{
	const u8 *addr = in->rights[pool]->extra[entry];
	unsigned int p, i, n;

	for (p = 0; p <= pool; p++) {
		if (!in->rights[p])
			continue;
		n = p == pool ? entry : in->rights[p]->n_extra;
		for (i = 0; i < n; i++)
			if (vtc_addr_equal(in->rights[p]->extra[i], addr))
				return true;
	}
	return false;
}

static unsigned int vtc_quota_macs_of(const struct vtc_l2sw_in *in,
				      unsigned int pool)
{
	const struct vtc_vport_rights *r = in->rights[pool];
	unsigned int i, n = 0;

	for (i = 0; r && i < r->n_extra; i++)
		n += !vtc_quota_is_own(in, r->extra[i]) &&
		     !vtc_quota_is_repeated(in, pool, i);
	return n;
}

/* What VFs keep whoever else needs room */
static unsigned int vtc_quota_macs_kept(const struct vtc_l2sw_in *in)
{
	unsigned int share = vtc_quota_mac_share(in->caps, vtc_quota_ports(in));
	unsigned int i, n = 0;

	for (i = 0; i < VTC_L2SW_POOLS; i++)
		if (vtc_quota_vf(in, i))
			n += min_t(unsigned int, in->rights[i]->n_extra, share);
	return n;
}

/* Could the PF have this many addresses beside its own */
static bool vtc_quota_pf_macs_fit(const struct vtc_l2sw_in *in, unsigned int n)
{
	unsigned int room = vtc_quota_mac_room(in->caps, vtc_quota_ports(in));

	return n + vtc_quota_macs_kept(in) <= room;
}

/* A PF that cannot have all of them is promiscuous and needs none */
static unsigned int vtc_quota_macs_needed(const struct vtc_quota_run *run)
{
	const struct vtc_l2sw_in *in = run->in;
	unsigned int i, n = 0, pf = 0;

	for (i = 0; i < VTC_L2SW_POOLS; i++)
		if (vtc_quota_vf(in, i))
			n += vtc_quota_macs_of(in, i);
		else
			pf += vtc_quota_macs_of(in, i);
	return vtc_quota_pf_macs_fit(in, pf) ? n + pf : n;
}

static bool vtc_quota_wants_new_mac(const struct vtc_quota_run *run)
{
	const struct vtc_vport_rights *r = &run->rights[run->requester];
	unsigned int i;

	for (i = 0; i < r->n_extra; i++)
		if (!(vtc_l2sw_mac_owners(run->prev, r->extra[i]) &
		      BIT(run->requester)))
			return true;
	return false;
}

static void vtc_quota_lose_extra(const struct vtc_quota_run *run,
				 unsigned int pool, unsigned int i)
{
	run->quota->loss[pool].extra = true;
	vtc_vport_lose_extra(&run->rights[pool], i);
}

static void vtc_quota_take_mac(const struct vtc_quota_run *run,
			       unsigned int pool)
{
	vtc_quota_lose_extra(run, pool, run->rights[pool].n_extra - 1);
	run->quota->loss[pool].reclaimed++;
}

/* VLANs of every pool but one */
static void vtc_quota_join_vids(const struct vtc_quota_run *run,
				unsigned int but)
{
	unsigned long *vids = run->quota->vids;
	unsigned int i;

	bitmap_zero(vids, VTC_VPORT_VIDS);
	for (i = 0; i < VTC_L2SW_POOLS; i++) {
		const struct vtc_vport_rights *r = run->in->rights[i];

		if (!r || i == but)
			continue;
		if (r->pvid)
			__set_bit(r->pvid, vids);
		else
			bitmap_or(vids, vids, r->vlans, VTC_VPORT_VIDS);
	}
}

static unsigned int vtc_quota_vlans_needed(const struct vtc_quota_run *run)
{
	vtc_quota_join_vids(run, VTC_L2SW_NO_POOL);
	return bitmap_weight(run->quota->vids, VTC_VPORT_VIDS);
}

static bool vtc_quota_wants_new_vlan(const struct vtc_quota_run *run)
{
	const struct vtc_vport_rights *r = &run->rights[run->requester];
	unsigned long *vids = run->quota->vids;
	unsigned int i;

	bitmap_copy(vids, r->vlans, VTC_VPORT_VIDS);
	for (i = 0; i < VTC_L2SW_VLANS; i++)
		if (run->prev->vlan[i].pools & BIT(run->requester))
			__clear_bit(run->prev->vlan[i].vid, vids);
	return !bitmap_empty(vids, VTC_VPORT_VIDS);
}

static void vtc_quota_lose_vlan(const struct vtc_quota_run *run,
				unsigned int pool, unsigned int vid)
{
	run->quota->loss[pool].vlans = true;
	vtc_vport_lose_vlan(&run->rights[pool], vid);
}

static void vtc_quota_take_vlan(const struct vtc_quota_run *run,
				unsigned int pool)
{
	const unsigned long *mine = run->rights[pool].vlans;
	unsigned long *vids = run->quota->vids;
	unsigned int vid;

	vtc_quota_join_vids(run, pool);
	bitmap_andnot(vids, mine, vids, VTC_VPORT_VIDS);
	vid = find_last_bit(vids, VTC_VPORT_VIDS);
	if (vid == VTC_VPORT_VIDS)
		vid = find_last_bit(mine, VTC_VPORT_VIDS);
	vtc_quota_lose_vlan(run, pool, vid);
	run->quota->loss[pool].reclaimed++;
}

/* The VF with most entries beyond its share */
static unsigned int vtc_quota_largest(const struct vtc_quota_run *run,
				      const struct vtc_quota_table *table)
{
	unsigned int i, used, most = table->share, pool = VTC_L2SW_NO_POOL;

	for (i = 0; i < VTC_L2SW_POOLS; i++) {
		if (!vtc_quota_vf(run->in, i))
			continue;
		used = table->used(&run->rights[i]);
		if (used <= table->share || used < most)
			continue;
		most = used;
		pool = i;
	}
	return pool;
}

static bool vtc_quota_beyond_share(const struct vtc_quota_run *run,
				   const struct vtc_quota_table *table)
{
	return run->requester < VTC_L2SW_POOLS &&
	       table->used(&run->rights[run->requester]) > table->share;
}

static int vtc_quota_fit_table(const struct vtc_quota_run *run,
			       const struct vtc_quota_table *table)
{
	unsigned int pool;

	if (table->needed(run) <= table->room)
		return 0;
	if (vtc_quota_beyond_share(run, table))
		return table->wants_new(run) ? -ENOSPC : 0;
	do {
		pool = vtc_quota_largest(run, table);
		/* What remains is the PF's, which knows how to do without */
		if (pool == VTC_L2SW_NO_POOL)
			return 0;
		table->take(run, pool);
	} while (table->needed(run) > table->room);
	return 0;
}

static int vtc_quota_fit_macs(const struct vtc_quota_run *run)
{
	unsigned int ports = vtc_quota_ports(run->in);
	const struct vtc_quota_table table = {
		.room = vtc_quota_mac_room(run->in->caps, ports),
		.share = vtc_quota_mac_share(run->in->caps, ports),
		.used = vtc_quota_macs_used,
		.needed = vtc_quota_macs_needed,
		.wants_new = vtc_quota_wants_new_mac,
		.take = vtc_quota_take_mac,
	};

	return vtc_quota_fit_table(run, &table);
}

static int vtc_quota_fit_vlans(const struct vtc_quota_run *run)
{
	const struct vtc_quota_table table = {
		.room = vtc_quota_vlan_room(run->in->caps),
		.share = vtc_quota_vlan_share(run->in->caps,
					      vtc_quota_vlan_ports(run->in)),
		.used = vtc_quota_vlans_used,
		.needed = vtc_quota_vlans_needed,
		.wants_new = vtc_quota_wants_new_vlan,
		.take = vtc_quota_take_vlan,
	};

	return vtc_quota_fit_table(run, &table);
}

static bool vtc_quota_has(const struct vtc_vport_rights *r, const u8 *addr)
{
	unsigned int i;

	for (i = 0; i < r->n_extra; i++)
		if (vtc_addr_equal(r->extra[i], addr))
			return true;
	return vtc_addr_equal(r->mac, addr);
}

/* Has another port this address for good: not by a guest's choice */
static bool vtc_quota_is_anothers(const struct vtc_l2sw_in *in,
				  unsigned int pool, const u8 *addr)
{
	unsigned int i;

	for (i = 0; i < VTC_L2SW_POOLS; i++) {
		const struct vtc_vport_rights *r = in->rights[i];

		if (!r || i == pool)
			continue;
		if (r->is_pf ? vtc_quota_has(r, addr) :
			       vtc_addr_equal(r->home, addr) &&
			       vtc_addr_equal(r->mac, addr))
			return true;
	}
	return false;
}

/*
 * By the host's word a VF may get back what it chose and had to do without, or
 * may not share it any more.  It does not get what another has by now, or still.
 */
static bool vtc_quota_is_taken(const struct vtc_quota_run *run,
			       unsigned int pool, const u8 *addr)
{
	const struct vtc_vport_rights *r = &run->rights[pool];
	u8 owners = vtc_l2sw_mac_owners(run->prev, addr);
	unsigned int i;

	if (run->requester < VTC_L2SW_POOLS ||
	    (r->mac_shared && owners & BIT(pool)))
		return false;
	for (i = 0; i < VTC_L2SW_POOLS; i++) {
		const struct vtc_vport_rights *other = run->in->rights[i];

		if (!other || i == pool || !(owners & BIT(i)))
			continue;
		if (!(r->mac_shared && other->mac_shared) &&
		    vtc_quota_has(other, addr))
			return true;
	}
	return false;
}

static bool vtc_quota_may_keep(const struct vtc_quota_run *run,
			       unsigned int pool, const u8 *addr)
{
	if (!run->rights[pool].mac_shared &&
	    vtc_quota_is_anothers(run->in, pool, addr))
		return false;
	return !vtc_quota_is_taken(run, pool, addr);
}

/* Addresses it chose, and that it cannot have by the host's word */
static void vtc_quota_revoke_macs(const struct vtc_quota_run *run,
				  unsigned int pool)
{
	struct vtc_vport_loss *loss = &run->quota->loss[pool];
	struct vtc_vport_rights *r = &run->rights[pool];
	unsigned int i;

	if (!vtc_addr_equal(r->mac, r->home) &&
	    !vtc_quota_may_keep(run, pool, r->mac)) {
		vtc_vport_lose_mac(r);
		loss->mac = true;
		loss->revoked++;
	}
	for (i = r->n_extra; i-- > 0;) {
		if (vtc_quota_may_keep(run, pool, r->extra[i]))
			continue;
		vtc_quota_lose_extra(run, pool, i);
		loss->revoked++;
	}
}

/* VLANs that have become another port's port VLAN */
static void vtc_quota_revoke_vlans(const struct vtc_quota_run *run,
				   unsigned int pool)
{
	const struct vtc_vport_rights *r = &run->rights[pool];
	unsigned int i, vid;

	if (r->vlan_shared)
		return;
	for (i = 0; i < VTC_L2SW_POOLS; i++) {
		if (!run->in->rights[i] || i == pool)
			continue;
		vid = run->in->rights[i]->pvid;
		if (!vid || !test_bit(vid, r->vlans))
			continue;
		vtc_quota_lose_vlan(run, pool, vid);
		run->quota->loss[pool].revoked++;
	}
}

/* A VF's own request does not get half of what it asks for, but an answer */
static int vtc_quota_refusal(const struct vtc_quota_run *run)
{
	const struct vtc_vport_loss *loss;

	if (run->requester >= VTC_L2SW_POOLS)
		return 0;
	loss = &run->quota->loss[run->requester];
	if (!loss->revoked)
		return 0;
	return loss->mac || loss->extra ? -EADDRINUSE : -EPERM;
}

/**
 * vtc_quota_mac_share - addresses beside its own that each port can always have
 * @caps: table sizes
 * @ports: VFs, stations, and the PF if it has a pool
 *
 * Context: any.
 * Return: their number.
 */
unsigned int vtc_quota_mac_share(const struct vtc_l2sw_caps *caps,
				 unsigned int ports)
{
	return ports ? vtc_quota_mac_room(caps, ports) / ports : 0;
}

/**
 * vtc_quota_vlan_share - VLANs that each port can always have
 * @caps: table sizes
 * @ports: VFs, and the PF if it has a pool
 *
 * Context: any.
 * Return: their number.
 */
unsigned int vtc_quota_vlan_share(const struct vtc_l2sw_caps *caps,
				  unsigned int ports)
{
	return ports ? vtc_quota_vlan_room(caps) / ports : 0;
}

/**
 * vtc_quota_pf_mac_fits - is there a filter for one more address of the PF
 * @in: rights of all ports
 *
 * Context: any.
 * Return: false if the PF would have to be promiscuous instead.
 */
bool vtc_quota_pf_mac_fits(const struct vtc_l2sw_in *in)
{
	unsigned int i, n = 1;

	for (i = 0; i < VTC_L2SW_POOLS; i++)
		if (in->rights[i] && !vtc_quota_vf(in, i))
			n += vtc_quota_macs_of(in, i);
	return vtc_quota_pf_macs_fit(in, n);
}

/**
 * vtc_quota_fit - take back what does not fit or is another's now
 * @quota: result: what each pool lost
 * @in: what a model is to be built from
 * @rights: what @in->rights points into, by pool; may lose entries
 * @prev: the model in force
 * @requester: pool of the VF whose request this is; VTC_L2SW_NO_POOL: it is
 *	the host's, which is never refused
 *
 * Without pools there is nothing to share, without a switch nobody to share
 * with.
 *
 * Context: any.
 * Return: 0; for a VF's request also -ENOSPC: it has its share, and nothing is
 * free; -EADDRINUSE, -EPERM: an address or VLAN is another port's.
 */
int vtc_quota_fit(struct vtc_quota *quota, const struct vtc_l2sw_in *in,
		  struct vtc_vport_rights *rights, const struct vtc_l2sw *prev,
		  u8 requester)
{
	const struct vtc_quota_run run = { quota, in, rights, prev, requester };
	unsigned int i;
	int err;

	memset(quota, 0, sizeof(*quota));
	if (!in->vt || in->caps->no_switch)
		return 0;
	for (i = 0; i < VTC_L2SW_POOLS; i++) {
		if (!vtc_quota_vf(in, i))
			continue;
		vtc_quota_revoke_vlans(&run, i);
		vtc_quota_revoke_macs(&run, i);
	}
	err = vtc_quota_refusal(&run);
	if (!err)
		err = vtc_quota_fit_macs(&run);
	if (!err)
		err = vtc_quota_fit_vlans(&run);
	return err;
}
