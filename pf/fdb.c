// SPDX-License-Identifier: GPL-2.0-only
/*
 * bridge fdb ... dev PF: the exact filters of the embedded switch.
 *
 * The PF's own entries are the netdev's address lists, as the stack keeps them.
 * VFs' entries are shown and not edited: they are the VF's and the
 * administrator's wishes (ip link set PF vf N mac).  So are stations': they are
 * the addresses of interfaces on top of the PF.
 */
#include <linux/errno.h>
#include <linux/etherdevice.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/netlink.h>
#include "kcompat.h"
#include "pf.h"

/* VFs that have an address; called with cfg_lock */
static u8 vtc_fdb_vfs(const struct vtc_pf *pf, const u8 *addr)
{
	return vtc_l2sw_mac_owners(&pf->sw, addr) & (BIT(pf->n_vfs) - 1);
}

/* Pools that stations have; called with cfg_lock */
static u8 vtc_fdb_stations(const struct vtc_pf *pf)
{
	unsigned int i;
	u8 pools = 0;

	for (i = 0; i < pf->plan.n_stations; i++)
		if (pf->station[i].wish.used)
			pools |= BIT(vtc_poolplan_station_pool(&pf->plan, i));
	return pools;
}

/* May the PF have an address, too, that these VFs have */
static bool vtc_fdb_may_share(struct vtc_pf *pf, u8 vfs)
{
	unsigned int vf;

	for (vf = 0; vf < pf->n_vfs; vf++)
		if ((vfs & BIT(vf)) && !vtc_config_vf_may_share(pf, vf))
			return false;
	return true;
}

static int vtc_fdb_check_unicast(struct vtc_pf *pf, const u8 *addr,
				 struct netlink_ext_ack *extack)
{
	if (vtc_config_pf_pool(pf) == VTC_L2SW_NO_POOL) {
		NL_SET_ERR_MSG_MOD(extack, "all pools are VFs', the PF receives nothing");
		return -EOPNOTSUPP;
	}
	if (!vtc_l2sw_mac_owners(&pf->sw, addr) &&
	    !vtc_config_pf_mac_fits(pf)) {
		NL_SET_ERR_MSG_MOD(extack,
				   "No space left on device: the address filters are in use");
		return -ENOSPC;
	}
	if (vtc_l2sw_mac_owners(&pf->sw, addr) & vtc_fdb_stations(pf)) {
		NL_SET_ERR_MSG_MOD(extack, "the address belongs to an interface with a pool");
		return -EADDRINUSE;
	}
	if (!vtc_fdb_may_share(pf, vtc_fdb_vfs(pf, addr))) {
		NL_SET_ERR_MSG_MOD(extack, "the address belongs to a VF");
		return -EADDRINUSE;
	}
	return 0;
}

static int vtc_fdb_check_vid(u16 vid, struct netlink_ext_ack *extack)
{
	if (!vid)
		return 0;
	NL_SET_ERR_MSG_MOD(extack, "entries hold in every VLAN, leave out \"vlan\"");
	return -EINVAL;
}

/**
 * vtc_fdb_add() - ndo_fdb_add
 * @ndm: message
 * @tb: its attributes
 * @netdev: the PF
 * @addr: address
 * @vid: VLAN; there are no entries for one VLAN
 * @flags: of the request
 * @extack: why not
 *
 * One that found no filter would make the whole PF promiscuous without the
 * user's knowing, so it is refused here, where there is somebody to tell.
 *
 * Context: rtnl.
 * Return: 0; -EINVAL, -EEXIST: as the stack; -ENOSPC: all filters are in use;
 * -EADDRINUSE: a VF or a station has it; -EOPNOTSUPP: the PF has no pool.
 */
int vtc_fdb_add(struct ndmsg *ndm, struct nlattr *tb[], struct net_device *netdev,
		const unsigned char *addr, u16 vid, u16 flags,
		KC_FDB_NOTIFIED(struct netlink_ext_ack *extack))
{
	struct vtc_pf *pf = netdev_priv(netdev);
	int err = vtc_fdb_check_vid(vid, extack);

	if (!err && is_unicast_ether_addr(addr)) {
		flush_work(&pf->rx_mode_work);
		vtc_cfglock_take(&pf->cfg_lock);
		err = vtc_fdb_check_unicast(pf, addr, extack);
		vtc_cfglock_give(&pf->cfg_lock);
	}
	if (err)
		return err;
	return ndo_dflt_fdb_add(ndm, tb, netdev, addr, vid, flags);
}

/**
 * vtc_fdb_del() - ndo_fdb_del
 * @ndm: message
 * @tb: its attributes
 * @netdev: the PF
 * @addr: address
 * @vid: VLAN; there are no entries for one VLAN
 * @extack: why not
 *
 * Context: rtnl.
 * Return: 0; -EINVAL; -ENOENT: the PF has no such entry.
 */
int vtc_fdb_del(struct ndmsg *ndm, struct nlattr *tb[], struct net_device *netdev,
		const unsigned char *addr, u16 vid,
		KC_FDB_NOTIFIED(struct netlink_ext_ack *extack))
{
	struct vtc_pf *pf = netdev_priv(netdev);
	int err = vtc_fdb_check_vid(vid, extack);
	u8 vfs;

	if (err)
		return err;
	err = ndo_dflt_fdb_del(ndm, tb, netdev, addr, vid);
	if (err != -ENOENT)
		return err;
	vtc_cfglock_take(&pf->cfg_lock);
	vfs = vtc_fdb_vfs(pf, addr);
	vtc_cfglock_give(&pf->cfg_lock);
	if (vfs)
		NL_SET_ERR_MSG_MOD(extack, "the address is a VF's: ip link set ... vf ... mac");
	return err;
}

/*
 * To the outside a VF is a port of the switch, its number the VF's.  A station
 * has an interface, which says more than a number.
 */
static int vtc_fdb_fill(struct sk_buff *skb, struct netlink_callback *cb,
			const struct vtc_pf *pf, const u8 *addr,
			unsigned int pool)
{
	struct nlmsghdr *nlh;
	struct ndmsg *ndm;

	nlh = nlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			RTM_NEWNEIGH, sizeof(*ndm), NLM_F_MULTI);
	if (!nlh)
		return -EMSGSIZE;
	ndm = nlmsg_data(nlh);
	memset(ndm, 0, sizeof(*ndm));
	ndm->ndm_family = AF_BRIDGE;
	ndm->ndm_ifindex = pf->netdev->ifindex;
	ndm->ndm_flags = NTF_SELF | NTF_EXT_LEARNED;
	ndm->ndm_state = NUD_NOARP;
	if (nla_put(skb, NDA_LLADDR, ETH_ALEN, addr) ||
	    (pool < pf->n_vfs && nla_put_be16(skb, NDA_PORT, htons(pool)))) {
		nlmsg_cancel(skb, nlh);
		return -EMSGSIZE;
	}
	nlmsg_end(skb, nlh);
	return 0;
}

static int vtc_fdb_dump_mac(struct sk_buff *skb, struct netlink_callback *cb,
			    struct vtc_pf *pf, const struct vtc_l2sw_mac *mac,
			    int *idx)
{
	unsigned int pool;
	int err;

	for (pool = 0; pf->plan.vt && pool < VTC_L2SW_POOLS; pool++) {
		if (!(mac->pools & BIT(pool)) || pool == pf->plan.pf_pool)
			continue;
		if (*idx >= KC_FDB_DUMP_FROM(cb)) {
			err = vtc_fdb_fill(skb, cb, pf, mac->addr, pool);
			if (err)
				return err;
		}
		(*idx)++;
	}
	return 0;
}

/**
 * vtc_fdb_dump() - ndo_fdb_dump
 * @skb: answer
 * @cb: where the dump is
 * @netdev: the PF
 * @filter_dev: whose entries, of several stacked devices
 * @idx: entries so far
 *
 * Context: rtnl.
 * Return: 0 or -EMSGSIZE: to be continued.
 */
int vtc_fdb_dump(struct sk_buff *skb, struct netlink_callback *cb,
		 struct net_device *netdev, struct net_device *filter_dev, int *idx)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	unsigned int i;
	int err;

	err = ndo_dflt_fdb_dump(skb, cb, netdev, filter_dev, idx);
	if (err)
		return err;
	vtc_cfglock_take(&pf->cfg_lock);
	for (i = 0; !err && i < VTC_L2SW_MACS; i++)
		err = vtc_fdb_dump_mac(skb, cb, pf, &pf->sw.mac[i], idx);
	vtc_cfglock_give(&pf->cfg_lock);
	return err;
}
