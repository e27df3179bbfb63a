// SPDX-License-Identifier: GPL-2.0-only
/*
 * ip link set PF vf N ...: each edits one field of a copy of the VF's
 * administrative wishes and hands it to the apply function.
 */
#include <linux/errno.h>
#include <linux/etherdevice.h>
#include <linux/if_link.h>
#include <linux/if_vlan.h>
#include "pf.h"

/*
 * Takes cfg_lock and a copy of the VF's wishes; vtc_vfadmin_end() applies and
 * releases.
 */
static int vtc_vfadmin_begin(struct vtc_pf *pf, int vf,
			     struct vtc_vport_admin *admin)
{
	vtc_cfglock_take(&pf->cfg_lock);
	if (vf < 0 || vf >= pf->n_vfs) {
		vtc_cfglock_give(&pf->cfg_lock);
		return -EINVAL;
	}
	*admin = pf->vf[vf].admin;
	return 0;
}

static int vtc_vfadmin_end(struct vtc_pf *pf, int vf,
			   const struct vtc_vport_admin *admin)
{
	int err = vtc_config_set_vf(pf, vf, admin, NULL);

	vtc_cfglock_give(&pf->cfg_lock);
	return err;
}

/**
 * vtc_vfadmin_set_mac() - ip link set PF vf N mac ADDR
 * @netdev: the PF
 * @vf: index
 * @mac: address; zero, or the VF's default, takes the administrator's back
 *
 * A running VF learns it at once: it is told to begin anew and finds the
 * address in the answer.
 *
 * Context: rtnl.
 * Return: 0; -EINVAL: no such VF, or not an address for a station;
 * -EADDRINUSE: another port has it.
 */
int vtc_vfadmin_set_mac(struct net_device *netdev, int vf, u8 *mac)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	struct vtc_vport_asked *asked;
	struct vtc_vport_admin admin;
	u8 before[ETH_ALEN], after[ETH_ALEN];
	int err;

	if (!is_zero_ether_addr(mac) && !is_valid_ether_addr(mac))
		return -EINVAL;
	err = vtc_vfadmin_begin(pf, vf, &admin);
	if (err)
		return err;
	if (vtc_config_mac_reserved(pf, VTC_PF_SELF, mac) &&
	    !ether_addr_equal(mac, pf->vf[vf].default_mac)) {
		vtc_cfglock_give(&pf->cfg_lock);
		return -EADDRINUSE;
	}
	vtc_config_vf_mac(pf, vf, before);
	if (ether_addr_equal(mac, pf->vf[vf].default_mac))
		eth_zero_addr(admin.mac);
	else
		ether_addr_copy(admin.mac, mac);
	/* The VF's own wish ends where the administrator speaks */
	asked = &pf->scratch->asked;
	*asked = pf->vf[vf].asked;
	eth_zero_addr(asked->mac);
	err = vtc_config_set_vf(pf, vf, &admin, asked);
	if (!err) {
		vtc_config_vf_mac(pf, vf, after);
		if (pf->vf[vf].cts && !ether_addr_equal(before, after))
			vtc_vftell_restart(pf, vf);
	}
	vtc_cfglock_give(&pf->cfg_lock);
	return err;
}

/**
 * vtc_vfadmin_set_vlan() - ip link set PF vf N vlan V qos Q
 * @netdev: the PF
 * @vf: index
 * @vlan: port VLAN, 0: none
 * @qos: priority in its tag
 * @proto: 802.1Q only
 *
 * Untrusted VFs are taken out of the VLAN, and one that has more VLANs than its
 * share gives one up if the table is full.
 *
 * Context: rtnl.
 * Return: 0; -EINVAL: no such VF, VLAN or priority; -EPROTONOSUPPORT.
 */
int vtc_vfadmin_set_vlan(struct net_device *netdev, int vf, u16 vlan, u8 qos,
			 __be16 proto)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	struct vtc_vport_admin admin;
	int err;

	if (vlan >= VLAN_N_VID - 1 || qos > 7)
		return -EINVAL;
	if (proto != htons(ETH_P_8021Q))
		return -EPROTONOSUPPORT;
	err = vtc_vfadmin_begin(pf, vf, &admin);
	if (err)
		return err;
	admin.vlan = vlan;
	admin.qos = qos;
	return vtc_vfadmin_end(pf, vf, &admin);
}

/**
 * vtc_vfadmin_set_rate() - ip link set PF vf N max_tx_rate R
 * @netdev: the PF
 * @vf: index
 * @min: guaranteed rate: the chip has none, 0 only
 * @max: limit in Mb/s, 0: none
 *
 * Kept while the link is down and rescaled when its speed changes.
 *
 * Context: rtnl.
 * Return: 0; -EINVAL: no such VF or rate; -EOPNOTSUPP: a minimum.
 */
int vtc_vfadmin_set_rate(struct net_device *netdev, int vf, int min, int max)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	struct vtc_vport_admin admin;
	int err;

	if (min)
		return -EOPNOTSUPP;
	if (max < 0 || max > SPEED_1000)
		return -EINVAL;
	err = vtc_vfadmin_begin(pf, vf, &admin);
	if (err)
		return err;
	admin.max_tx_rate = max;
	return vtc_vfadmin_end(pf, vf, &admin);
}

/**
 * vtc_vfadmin_set_spoofchk() - ip link set PF vf N spoofchk on|off
 * @netdev: the PF
 * @vf: index
 * @on: wish
 *
 * Context: rtnl.
 * Return: 0 or -EINVAL: no such VF.
 */
int vtc_vfadmin_set_spoofchk(struct net_device *netdev, int vf, bool on)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	struct vtc_vport_admin admin;
	int err;

	err = vtc_vfadmin_begin(pf, vf, &admin);
	if (err)
		return err;
	admin.spoofchk = on;
	return vtc_vfadmin_end(pf, vf, &admin);
}

/**
 * vtc_vfadmin_set_trust() - ip link set PF vf N trust on|off
 * @netdev: the PF
 * @vf: index
 * @on: wish
 *
 * Context: rtnl.
 * Return: 0 or -EINVAL: no such VF.
 */
int vtc_vfadmin_set_trust(struct net_device *netdev, int vf, bool on)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	struct vtc_vport_admin admin;
	int err;

	err = vtc_vfadmin_begin(pf, vf, &admin);
	if (err)
		return err;
	admin.trusted = on;
	err = vtc_config_set_vf(pf, vf, &admin, NULL);
	/* What it was refused before it may ask for again */
	if (!err && on && pf->vf[vf].cts)
		vtc_vftell_notify(pf, vf);
	vtc_cfglock_give(&pf->cfg_lock);
	return err;
}

/**
 * vtc_vfadmin_set_link() - ip link set PF vf N state auto|enable|disable
 * @netdev: the PF
 * @vf: index
 * @state: IFLA_VF_LINK_STATE_*
 *
 * Context: rtnl.
 * Return: 0 or -EINVAL: no such VF or state.
 */
int vtc_vfadmin_set_link(struct net_device *netdev, int vf, int state)
{
	static const enum vtc_link_policy policy[] = {
		[IFLA_VF_LINK_STATE_AUTO] = VTC_LINK_AUTO,
		[IFLA_VF_LINK_STATE_ENABLE] = VTC_LINK_ENABLE,
		[IFLA_VF_LINK_STATE_DISABLE] = VTC_LINK_DISABLE,
	};
	struct vtc_pf *pf = netdev_priv(netdev);
	struct vtc_vport_admin admin;
	int err;

	if (state < 0 || state >= ARRAY_SIZE(policy))
		return -EINVAL;
	err = vtc_vfadmin_begin(pf, vf, &admin);
	if (err)
		return err;
	admin.link = policy[state];
	err = vtc_config_set_vf(pf, vf, &admin, NULL);
	if (!err)
		vtc_vftell_notify(pf, vf);
	vtc_cfglock_give(&pf->cfg_lock);
	return err;
}

static u32 vtc_vfadmin_link_state(enum vtc_link_policy link)
{
	switch (link) {
	case VTC_LINK_ENABLE:
		return IFLA_VF_LINK_STATE_ENABLE;
	case VTC_LINK_DISABLE:
		return IFLA_VF_LINK_STATE_DISABLE;
	default:
		return IFLA_VF_LINK_STATE_AUTO;
	}
}

/**
 * vtc_vfadmin_get() - the vf lines of ip link show
 * @netdev: the PF
 * @vf: index
 * @ivi: result
 *
 * The wishes themselves are shown: they and nothing else are what every reset
 * applies again.
 *
 * Context: rtnl.
 * Return: 0 or -EINVAL: no such VF.
 */
int vtc_vfadmin_get(struct net_device *netdev, int vf, struct ifla_vf_info *ivi)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	struct vtc_vport_admin admin;
	int err;

	err = vtc_vfadmin_begin(pf, vf, &admin);
	if (err)
		return err;
	ivi->vf = vf;
	vtc_config_vf_mac(pf, vf, ivi->mac);
	vtc_cfglock_give(&pf->cfg_lock);

	ivi->vlan = admin.vlan;
	ivi->qos = admin.qos;
	ivi->vlan_proto = htons(ETH_P_8021Q);
	ivi->spoofchk = admin.spoofchk;
	ivi->trusted = admin.trusted;
	ivi->linkstate = vtc_vfadmin_link_state(admin.link);
	ivi->min_tx_rate = 0;
	ivi->max_tx_rate = admin.max_tx_rate;
	return 0;
}

/**
 * vtc_vfadmin_stats() - the vf lines of ip -s link show
 * @netdev: the PF
 * @vf: index
 * @st: result
 *
 * The chip counts a VF's broadcasts as frames only, and none that it refused to
 * send.
 *
 * Context: rtnl, sleeps.
 * Return: 0 or -EINVAL: no such VF.
 */
int vtc_vfadmin_stats(struct net_device *netdev, int vf, struct ifla_vf_stats *st)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	struct vtc_vport_admin admin;
	struct vtc_vfcount count;
	int err;

	err = vtc_vfadmin_begin(pf, vf, &admin);
	if (err)
		return err;
	vtc_cfglock_give(&pf->cfg_lock);

	vtc_stats_look(&pf->stats, &pf->hw);
	vtc_stats_get_vf(&pf->stats, vf, &count);
	st->rx_packets = count.sum[VTC_VFCOUNT_RX_PACKETS];
	st->tx_packets = count.sum[VTC_VFCOUNT_TX_PACKETS];
	st->rx_bytes = count.sum[VTC_VFCOUNT_RX_BYTES];
	st->tx_bytes = count.sum[VTC_VFCOUNT_TX_BYTES];
	st->multicast = count.sum[VTC_VFCOUNT_MULTICAST];
	st->rx_dropped = count.dropped;
	return 0;
}
