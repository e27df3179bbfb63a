// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a frame goes, by the switch model: the statement of what the switch is
 * meant to do.
 *
 * Pure, and a yardstick only: tests hold the register image and the device
 * against it.  No decision of the driver is made here.
 */
#include <linux/bits.h>
#include "addr.h"
#include "l2sw.h"

static bool vtc_l2sw_test_word_bit(const u32 *words, unsigned int bit)
{
	return words[bit / 32] & BIT(bit % 32);
}

static u8 vtc_l2sw_vlan_members(const struct vtc_l2sw *sw, u16 vid)
{
	unsigned int i;

	for (i = 0; i < VTC_L2SW_VLANS; i++)
		if (sw->vlan[i].pools && sw->vlan[i].vid == vid)
			return sw->vlan[i].pools;
	return 0;
}

/* Pools with a setting, as a bitmap */
#define vtc_l2sw_pools_with(sw, field)					\
({									\
	unsigned int i_;						\
	u8 pools_ = 0;							\
									\
	for (i_ = 0; i_ < VTC_L2SW_POOLS; i_++)				\
		if ((sw)->pool[i_].field)				\
			pools_ |= BIT(i_);				\
	pools_;								\
})

/* Pools that an address selects, before VLANs are looked at */
static u8 vtc_l2sw_match_addr(const struct vtc_l2sw *sw, const u8 *dst)
{
	u8 pools = vtc_l2sw_mac_owners(sw, dst);

	/* There the filter of a pool that is down counts for nothing */
	if (sw->no_switch)
		pools &= vtc_l2sw_pools_with(sw, rx);
	if (vtc_addr_is_broadcast(dst))
		return vtc_l2sw_pools_with(sw, bcast);
	if (!vtc_addr_is_multicast(dst)) {
		if (!pools && sw->uta)
			pools = vtc_l2sw_pools_with(sw, promisc);
		return pools;
	}
	if (!pools && vtc_l2sw_test_word_bit(sw->mta, vtc_msg_mc_hash(dst)))
		pools = vtc_l2sw_pools_with(sw, multicast);
	return pools | vtc_l2sw_pools_with(sw, allmulti);
}

static u8 vtc_l2sw_match_vid(const struct vtc_l2sw *sw, u16 vid)
{
	if (sw->no_switch)
		return GENMASK(VTC_L2SW_POOLS - 1, 0);
	if (vid == VTC_L2SW_UNTAGGED)
		return vtc_l2sw_pools_with(sw, untagged);
	if (!vtc_l2sw_test_word_bit(sw->vfta, vid))
		return 0;
	return vtc_l2sw_vlan_members(sw, vid);
}

static bool vtc_l2sw_vid_passes(const struct vtc_l2sw *sw, u16 vid)
{
	return vid == VTC_L2SW_UNTAGGED ||
	       vtc_l2sw_test_word_bit(sw->vfta, vid);
}

static u8 vtc_l2sw_forward_plain(const struct vtc_l2sw *sw, const u8 *dst,
				 u16 vid)
{
	const struct vtc_l2sw_pool *pf = &sw->pool[sw->pf_pool];
	bool match;

	if (!sw->rx_on || !pf->rx)
		return 0;
	if (!sw->all_vlans && !vtc_l2sw_vid_passes(sw, vid))
		return 0;
	match = vtc_l2sw_mac_owners(sw, dst);
	if (vtc_addr_is_broadcast(dst))
		match |= pf->bcast;
	else if (!vtc_addr_is_multicast(dst))
		match |= pf->promisc;
	else
		match |= pf->allmulti ||
			 vtc_l2sw_test_word_bit(sw->mta, vtc_msg_mc_hash(dst));
	return match ? BIT(sw->pf_pool) : 0;
}

static u8 vtc_l2sw_forward_pools(const struct vtc_l2sw *sw, u8 from,
				 const u8 *dst, u16 vid)
{
	u8 pools;

	if (!sw->rx_on || !vtc_l2sw_vid_passes(sw, vid))
		return 0;
	pools = vtc_l2sw_match_addr(sw, dst);
	if (from != VTC_L2SW_FROM_WIRE)
		pools &= ~BIT(from);
	pools &= vtc_l2sw_match_vid(sw, vid);
	if (!pools && from == VTC_L2SW_FROM_WIRE && sw->default_to_pf &&
	    !vtc_addr_is_multicast(dst))
		pools = BIT(sw->pf_pool);
	return pools & vtc_l2sw_pools_with(sw, rx);
}

/* Would the check of the sender's VLAN drop this; its address is not asked */
static bool vtc_l2sw_vid_spoofed(const struct vtc_l2sw *sw, u8 from, u16 vid)
{
	return sw->pool[from].spoofchk && vid != VTC_L2SW_UNTAGGED &&
	       !(vtc_l2sw_vlan_members(sw, vid) & BIT(from));
}

/**
 * vtc_l2sw_forward - where a frame goes
 * @sw: the model
 * @from: pool that sends it, or VTC_L2SW_FROM_WIRE
 * @dst: destination address
 * @vid: VLAN of the frame as its sender made it, or VTC_L2SW_UNTAGGED
 *
 * This states what the 82576 does with the model, or without a switch the
 * 82575, and is what tests compare the register image with.  The emulated 82576
 * of QEMU differs in these: a sender gets its own broadcast, multicast and
 * unicast back; the unicast table is looked up for whoever takes multicast, not
 * for whoever is promiscuous; "all multicast" has no effect; a sender's address
 * and VLAN are not checked.
 * The size of a frame and its sender's address are no part of this.
 *
 * Context: any.
 * Return: the pools that receive it, and whether it leaves by the wire.
 */
struct vtc_l2sw_verdict vtc_l2sw_forward(const struct vtc_l2sw *sw, u8 from,
					 const u8 *dst, u16 vid)
{
	struct vtc_l2sw_verdict v = { 0 };

	if (from == VTC_L2SW_FROM_WIRE) {
		v.pools = sw->vt ? vtc_l2sw_forward_pools(sw, from, dst, vid) :
				   vtc_l2sw_forward_plain(sw, dst, vid);
		return v;
	}
	if (!sw->pool[from].tx)
		return v;
	/* Without pools there is no loopback */
	v.wire = true;
	if (!sw->vt)
		return v;
	if (sw->pool[from].pvid)
		vid = sw->pool[from].pvid;
	if (vtc_l2sw_vid_spoofed(sw, from, vid)) {
		v.wire = false;
		return v;
	}
	if (sw->vepa)
		return v;
	v.pools = vtc_l2sw_forward_pools(sw, from, dst, vid);
	/* Known unicast stays inside; all else is also for the outside */
	if (sw->rx_on && vtc_l2sw_vid_passes(sw, vid) &&
	    !vtc_addr_is_multicast(dst) && vtc_l2sw_mac_owners(sw, dst))
		v.wire = false;
	return v;
}
