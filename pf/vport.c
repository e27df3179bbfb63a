// SPDX-License-Identifier: GPL-2.0-only
/*
 * A virtual port's rights, pure: what the administrator wants and what the
 * function asked for become what the switch will grant.
 *
 * Owns the whole trust policy.  A request is judged twice: when it is made, so
 * that the VF hears of a refusal, and again each time rights are resolved, so
 * that trust taken away later takes effect without a word from the VF.
 * Whether somebody else already owns an address is the switch model's to say.
 */
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include "addr.h"
#include "vport.h"

#define VTC_VPORT_MIN_FRAME	64
#define VTC_VPORT_STD_FRAME	(ETH_FRAME_LEN + ETH_FCS_LEN)
#define VTC_VPORT_TAG		4

static bool vtc_vport_has_admin_mac(const struct vtc_vport_admin *admin)
{
	return !vtc_addr_is_zero(admin->mac);
}

/* Addresses are the administrator's business alone */
static bool vtc_vport_mac_locked(const struct vtc_vport_admin *admin)
{
	return vtc_vport_has_admin_mac(admin) && !admin->trusted;
}

/* The address of a VF that does not choose one */
static const u8 *vtc_vport_home(const struct vtc_vport_admin *admin,
				const u8 *default_mac)
{
	return vtc_vport_has_admin_mac(admin) ? admin->mac : default_mac;
}

static const u8 *vtc_vport_mac(const struct vtc_vport_admin *admin,
			       const struct vtc_vport_asked *asked,
			       const u8 *default_mac)
{
	if (!vtc_vport_mac_locked(admin) && !vtc_addr_is_zero(asked->mac))
		return asked->mac;
	return vtc_vport_home(admin, default_mac);
}

static unsigned int vtc_vport_extra_limit(const struct vtc_vport_admin *admin)
{
	if (vtc_vport_mac_locked(admin))
		return 0;
	return admin->trusted ? VTC_VPORT_EXTRA_MACS :
				VTC_VPORT_UNTRUSTED_MACS;
}

static unsigned int vtc_vport_vid_limit(const struct vtc_vport_admin *admin)
{
	if (admin->vlan)
		return 0;
	return admin->trusted ? VTC_VPORT_VIDS : VTC_VPORT_UNTRUSTED_VIDS;
}

static bool vtc_vport_has_extra(const struct vtc_vport_asked *asked,
				const u8 *addr)
{
	unsigned int i;

	for (i = 0; i < asked->n_extra; i++)
		if (vtc_addr_equal(asked->extra[i], addr))
			return true;
	return false;
}

/* Everything a former user of the function asked for is gone */
static void vtc_vport_ask_reset(struct vtc_vport_asked *asked)
{
	memset(asked, 0, sizeof(*asked));
	asked->active = true;
}

static int vtc_vport_ask_primary(const struct vtc_vport_admin *admin,
				 struct vtc_vport_asked *asked,
				 const u8 *addr, const u8 *default_mac)
{
	if (vtc_addr_equal(addr, vtc_vport_mac(admin, asked, default_mac)))
		return 0;
	if (vtc_vport_mac_locked(admin))
		return -EPERM;
	memcpy(asked->mac, addr, ETH_ALEN);
	return 0;
}

static int vtc_vport_ask_extra(const struct vtc_vport_admin *admin,
			       struct vtc_vport_asked *asked,
			       const u8 *addr, const u8 *default_mac)
{
	if (vtc_addr_equal(addr, vtc_vport_mac(admin, asked, default_mac)))
		return 0;
	if (vtc_vport_mac_locked(admin))
		return -EPERM;
	if (vtc_vport_has_extra(asked, addr))
		return 0;
	if (asked->n_extra >= vtc_vport_extra_limit(admin))
		return -ENOSPC;
	memcpy(asked->extra[asked->n_extra++], addr, ETH_ALEN);
	return 0;
}

static int vtc_vport_ask_mac(const struct vtc_vport_admin *admin,
			     struct vtc_vport_asked *asked,
			     const struct vtc_msg *msg, const u8 *default_mac)
{
	const u8 *addr = msg->mac.addr;

	switch (msg->mac.verb) {
	case VTC_MSG_MAC_PRIMARY:
		return vtc_vport_ask_primary(admin, asked, addr, default_mac);
	case VTC_MSG_MAC_ADD:
		return vtc_vport_ask_extra(admin, asked, addr, default_mac);
	case VTC_MSG_MAC_CLEAR:
		memset(asked->extra, 0, sizeof(asked->extra));
		asked->n_extra = 0;
		return 0;
	}
	return -EINVAL;
}

/* igbvf sends 30 groups and does not say whether there are more */
static bool vtc_vport_is_full_mc(const struct vtc_msg *msg)
{
	return msg->mc.n == VTC_MBX_MC_MAX && !msg->mc.cont;
}

/* What was asked for before holds until the last part is there */
static int vtc_vport_ask_mc(struct vtc_vport_asked *asked,
			    const struct vtc_msg *msg)
{
	unsigned int had = msg->mc.cont ? asked->mc_part_n : 0;
	unsigned int i;

	if (msg->mc.cont && !had)
		return -EINVAL;
	if (had + msg->mc.n > VTC_MBX_MC_TOTAL)
		return -ENOSPC;
	if (!had)
		bitmap_zero(asked->mc_part, VTC_VPORT_MTA_BITS);
	for (i = 0; i < msg->mc.n; i++)
		__set_bit(msg->mc.hash[i], asked->mc_part);
	asked->mc_part_n = had + msg->mc.n;
	if (msg->mc.more)
		return 0;

	bitmap_copy(asked->mc_hash, asked->mc_part, VTC_VPORT_MTA_BITS);
	bitmap_zero(asked->mc_part, VTC_VPORT_MTA_BITS);
	asked->mc_part_n = 0;
	asked->mc_overflow = msg->mc.overflow || vtc_vport_is_full_mc(msg);
	return 0;
}

static int vtc_vport_ask_vlan(const struct vtc_vport_admin *admin,
			      struct vtc_vport_asked *asked, u16 vid, bool add)
{
	/* Untagged and priority tagged frames need no leave */
	if (!vid)
		return 0;
	if (vid >= VTC_VPORT_VIDS - 1)
		return -EINVAL;
	if (admin->vlan)
		return -EPERM;
	if (!add) {
		__clear_bit(vid, asked->vlans);
		return 0;
	}
	if (test_bit(vid, asked->vlans))
		return 0;
	if (bitmap_weight(asked->vlans, VTC_VPORT_VIDS) >=
	    vtc_vport_vid_limit(admin))
		return -ENOSPC;
	__set_bit(vid, asked->vlans);
	return 0;
}

static int vtc_vport_ask_max_frame(struct vtc_vport_asked *asked, u32 bytes)
{
	if (bytes < VTC_VPORT_MIN_FRAME || bytes > VTC_VPORT_MAX_FRAME)
		return -EINVAL;
	asked->max_frame = bytes;
	return 0;
}

static int vtc_vport_ask_promisc(const struct vtc_vport_admin *admin,
				 struct vtc_vport_asked *asked,
				 const struct vtc_msg *msg)
{
	bool wants = msg->promisc.unicast || msg->promisc.multicast;

	if (wants && !admin->trusted)
		return -EPERM;
	asked->promisc = msg->promisc.unicast;
	asked->allmulti = msg->promisc.multicast;
	return 0;
}

/**
 * vtc_vport_default_mac - a VF's address when nobody chose one
 * @pf_mac: permanent address of the port
 * @vf: index of the VF
 * @mac: result, ETH_ALEN bytes
 *
 * Always the same for the same port and VF, locally administered.  The low six
 * bits are the index, so VFs of one port differ by construction; the rest is
 * mixed from the port's address, so ports differ in all likelihood.
 *
 * Context: any.
 */
void vtc_vport_default_mac(const u8 *pf_mac, unsigned int vf, u8 *mac)
{
	u64 mix = 0;
	unsigned int i;

	for (i = 0; i < ETH_ALEN; i++)
		mix = mix << 8 | pf_mac[i];
	/* Two rounds of multiply and fold: each bit in reaches each bit out */
	for (i = 0; i < 2; i++) {
		mix *= 0x9e3779b97f4a7c15ull;
		mix ^= mix >> 29;
	}
	for (i = 0; i < ETH_ALEN; i++)
		mac[i] = mix >> (16 + 8 * i);
	mac[0] = (mac[0] & ~0x01) | 0x02;
	mac[5] = (mac[5] & ~0x3f) | (vf & 0x3f);
}

/**
 * vtc_vport_admin_init - what holds until the administrator says otherwise
 * @admin: result
 *
 * Context: any.
 */
void vtc_vport_admin_init(struct vtc_vport_admin *admin)
{
	memset(admin, 0, sizeof(*admin));
	admin->spoofchk = true;
	admin->link = VTC_LINK_AUTO;
}

/**
 * vtc_vport_request - let a VF ask for something
 * @admin: the administrator's wishes for it
 * @asked: its own wishes; changed only on success
 * @msg: the request, from vtc_msg_decode_req()
 * @default_mac: its address when nobody chose one
 *
 * Context: any; the caller holds what protects @asked.
 * Return: 0; -EPERM if policy forbids it, or if anything but RESET comes
 * before RESET; -ENOSPC if its share is used up; -EINVAL for values out of
 * range; -EOPNOTSUPP for what is not a request.
 */
int vtc_vport_request(const struct vtc_vport_admin *admin,
		      struct vtc_vport_asked *asked, const struct vtc_msg *msg,
		      const u8 *default_mac)
{
	if (msg->op == VTC_MBX_OP_RESET) {
		vtc_vport_ask_reset(asked);
		return 0;
	}
	if (!asked->active)
		return -EPERM;
	switch (msg->op) {
	case VTC_MBX_OP_SET_MAC:
		return vtc_vport_ask_mac(admin, asked, msg, default_mac);
	case VTC_MBX_OP_SET_MC:
		return vtc_vport_ask_mc(asked, msg);
	case VTC_MBX_OP_SET_VLAN:
		return vtc_vport_ask_vlan(admin, asked, msg->vlan.vid,
					  msg->vlan.add);
	case VTC_MBX_OP_SET_LPE:
		return vtc_vport_ask_max_frame(asked, msg->max_frame);
	case VTC_MBX_OP_SET_PROMISC:
		return vtc_vport_ask_promisc(admin, asked, msg);
	}
	return -EOPNOTSUPP;
}

/* Copies up to @limit extra addresses, leaving out the port's own */
static void vtc_vport_grant_extra(const struct vtc_vport_asked *asked,
				  unsigned int limit,
				  struct vtc_vport_rights *rights)
{
	unsigned int i, n = min_t(unsigned int, asked->n_extra, limit);

	for (i = 0; i < n; i++)
		if (!vtc_addr_equal(asked->extra[i], rights->mac))
			memcpy(rights->extra[rights->n_extra++],
			       asked->extra[i], ETH_ALEN);
}

static void vtc_vport_grant_vlans(const struct vtc_vport_asked *asked,
				  unsigned int limit,
				  struct vtc_vport_rights *rights)
{
	unsigned int vid;

	for_each_set_bit(vid, asked->vlans, VTC_VPORT_VIDS) {
		if (!vid || vid == VTC_VPORT_VIDS - 1)
			continue;
		if (!limit--)
			return;
		__set_bit(vid, rights->vlans);
	}
}

/* Who knows of VLANs wants to be told; who has a port VLAN must not be */
static bool vtc_vport_strips(const struct vtc_vport_rights *rights)
{
	return rights->pvid || !bitmap_empty(rights->vlans, VTC_VPORT_VIDS);
}

static void vtc_vport_grant_multicast(const struct vtc_vport_asked *asked,
				      bool all, struct vtc_vport_rights *rights)
{
	rights->allmulti = all && (asked->allmulti || asked->mc_overflow);
	bitmap_copy(rights->mc_hash, asked->mc_hash, VTC_VPORT_MTA_BITS);
	rights->multicast = rights->allmulti ||
			    !bitmap_empty(rights->mc_hash, VTC_VPORT_MTA_BITS);
}

/*
 * Room for the VLAN tag that the asking side does not count, and for the port
 * VLAN's, which it does not even know of.
 */
static u32 vtc_vport_max_frame(const struct vtc_vport_asked *asked, u16 pvid)
{
	u32 bytes = asked->max_frame ? asked->max_frame : VTC_VPORT_STD_FRAME;

	bytes += VTC_VPORT_TAG + (pvid ? VTC_VPORT_TAG : 0);
	return min_t(u32, bytes, VTC_VPORT_MAX_FRAME);
}

/**
 * vtc_vport_resolve - a VF's rights
 * @admin: the administrator's wishes for it
 * @asked: its own wishes
 * @default_mac: its address when nobody chose one
 * @rights: result
 *
 * Context: any.
 */
void vtc_vport_resolve(const struct vtc_vport_admin *admin,
		       const struct vtc_vport_asked *asked,
		       const u8 *default_mac, struct vtc_vport_rights *rights)
{
	memset(rights, 0, sizeof(*rights));
	rights->rx = asked->active && admin->link != VTC_LINK_DISABLE;
	rights->tx = rights->rx;
	memcpy(rights->mac, vtc_vport_mac(admin, asked, default_mac), ETH_ALEN);
	memcpy(rights->home, vtc_vport_home(admin, default_mac), ETH_ALEN);
	rights->mac_shared = admin->trusted || vtc_vport_has_admin_mac(admin);
	vtc_vport_grant_extra(asked, vtc_vport_extra_limit(admin), rights);
	vtc_vport_grant_vlans(asked, vtc_vport_vid_limit(admin), rights);
	rights->vlan_shared = admin->trusted;
	rights->pvid = admin->vlan;
	rights->qos = admin->vlan ? admin->qos : 0;
	rights->untagged = !admin->vlan;
	rights->strip = vtc_vport_strips(rights);
	rights->bcast = true;
	vtc_vport_grant_multicast(asked, admin->trusted, rights);
	rights->promisc = admin->trusted && asked->promisc;
	rights->spoofchk = admin->spoofchk;
	rights->max_frame = vtc_vport_max_frame(asked, admin->vlan);
	rights->max_tx_rate = admin->max_tx_rate;
}

/**
 * vtc_vport_resolve_pf - the PF's own rights: what it asks for
 * @asked: its wishes, from its netdev
 * @rights: result
 *
 * Context: any.
 */
void vtc_vport_resolve_pf(const struct vtc_vport_asked *asked,
			  struct vtc_vport_rights *rights)
{
	memset(rights, 0, sizeof(*rights));
	rights->is_pf = true;
	rights->rx = asked->active;
	rights->tx = asked->active;
	memcpy(rights->mac, asked->mac, ETH_ALEN);
	memcpy(rights->home, asked->mac, ETH_ALEN);
	rights->mac_shared = true;
	vtc_vport_grant_extra(asked, VTC_VPORT_EXTRA_MACS, rights);
	vtc_vport_grant_vlans(asked, VTC_VPORT_VIDS, rights);
	rights->vlan_shared = true;
	rights->untagged = true;
	rights->strip = asked->strip;
	rights->bcast = true;
	vtc_vport_grant_multicast(asked, true, rights);
	rights->promisc = asked->promisc || asked->extra_lost;
	rights->all_vlans = asked->all_vlans;
	rights->max_frame = vtc_vport_max_frame(asked, 0);
}

/**
 * vtc_vport_resolve_station - a station's rights
 * @station: its wishes
 * @pf: the PF's, on whose netdev it sits
 * @rights: result
 *
 * It gets unicast to its one address and nothing else.  Broadcast and multicast
 * are for the PF's pool: the stack copies them from there to each interface on
 * top, and a station that took them, too, would see them twice.
 *
 * The host made it, so it may share nothing with a VF and is not checked.
 *
 * Context: any.
 */
void vtc_vport_resolve_station(const struct vtc_vport_station *station,
			       const struct vtc_vport_asked *pf,
			       struct vtc_vport_rights *rights)
{
	memset(rights, 0, sizeof(*rights));
	rights->is_station = true;
	rights->rx = station->active;
	rights->tx = station->active;
	rights->rss = station->active && station->rss;
	memcpy(rights->mac, station->mac, ETH_ALEN);
	memcpy(rights->home, station->mac, ETH_ALEN);
	rights->vlan_shared = true;
	rights->untagged = true;
	rights->strip = pf->strip;
	rights->max_frame = vtc_vport_max_frame(pf, 0);
}

/**
 * vtc_vport_lose_vlan - a VF is not member of a VLAN after all
 * @rights: its rights
 * @vid: the VLAN
 *
 * Context: any.
 */
void vtc_vport_lose_vlan(struct vtc_vport_rights *rights, u16 vid)
{
	__clear_bit(vid, rights->vlans);
	rights->strip = vtc_vport_strips(rights);
}

/**
 * vtc_vport_lose_extra - a VF does not get one of its further addresses
 * @rights: its rights
 * @i: index of the address
 *
 * Context: any.
 */
void vtc_vport_lose_extra(struct vtc_vport_rights *rights, unsigned int i)
{
	rights->n_extra--;
	memmove(rights->extra[i], rights->extra[i + 1],
		(rights->n_extra - i) * ETH_ALEN);
}

/**
 * vtc_vport_lose_mac - a VF does not get the address of its choice
 * @rights: its rights
 *
 * Context: any.
 */
void vtc_vport_lose_mac(struct vtc_vport_rights *rights)
{
	memcpy(rights->mac, rights->home, ETH_ALEN);
}

static void vtc_vport_drop_extra(struct vtc_vport_asked *asked, const u8 *addr)
{
	unsigned int i;

	for (i = 0; i < asked->n_extra; i++) {
		if (!vtc_addr_equal(asked->extra[i], addr))
			continue;
		asked->n_extra--;
		memmove(asked->extra[i], asked->extra[i + 1],
			(asked->n_extra - i) * ETH_ALEN);
		return;
	}
}

/**
 * vtc_vport_give_up - make a VF's wishes agree with what it lost
 * @asked: its wishes
 * @loss: what it lost
 * @rights: what it is left with
 *
 * It gets nothing of that back when room comes, but when it asks again.
 *
 * Of the kind that it lost something of, it keeps what it has: a wish that was
 * not granted before, because trust was taken away, would otherwise come in
 * its place.
 *
 * Context: any; the caller holds what protects @asked.
 */
void vtc_vport_give_up(struct vtc_vport_asked *asked,
		       const struct vtc_vport_loss *loss,
		       const struct vtc_vport_rights *rights)
{
	if (loss->vlans)
		bitmap_copy(asked->vlans, rights->vlans, VTC_VPORT_VIDS);
	if (loss->mac) {
		vtc_vport_drop_extra(asked, asked->mac);
		memset(asked->mac, 0, ETH_ALEN);
	}
	if (!loss->extra)
		return;
	memcpy(asked->extra, rights->extra, sizeof(asked->extra));
	asked->n_extra = rights->n_extra;
}
