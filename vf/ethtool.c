// SPDX-License-Identifier: GPL-2.0-only
/*
 * ethtool operations of the VF.
 *
 * Glue: translates between ethtool's structures and the objects that own the
 * subject.  Everything here runs under rtnl.
 */
#include <linux/ethtool.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/pci.h>
#include <linux/stringify.h>
#include "kcompat.h"
#include "qstats.h"
#include "dpopts.h"
#include "vf.h"

/* Layout of the register dump: the table's, one word each */
#define VTC_ETHTOOL_REGS_VERSION	1

static void vtc_ethtool_get_drvinfo(struct net_device *netdev,
				    struct ethtool_drvinfo *info)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	strscpy(info->driver, VTC_VF_DRV_NAME, sizeof(info->driver));
	if (THIS_MODULE->version)
		strscpy(info->version, THIS_MODULE->version,
			sizeof(info->version));
	strscpy(info->fw_version, "N/A", sizeof(info->fw_version));
	strscpy(info->bus_info, pci_name(vf->pdev), sizeof(info->bus_info));
}

static u32 vtc_ethtool_get_msglevel(struct net_device *netdev)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	return vf->msg_enable;
}

static void vtc_ethtool_set_msglevel(struct net_device *netdev, u32 level)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	vf->msg_enable = level;
}

/* The port's settings, as far as a VF sees them; they are not its to change */
static int vtc_ethtool_get_ksettings(struct net_device *netdev,
				     struct ethtool_link_ksettings *cmd)
{
	struct vtc_vf *vf = netdev_priv(netdev);
	struct vtc_gen_link port = {};

	if (netif_carrier_ok(netdev))
		vf->gen->link(&vf->hw, &port);
	cmd->base.port = PORT_OTHER;
	cmd->base.autoneg = AUTONEG_DISABLE;
	cmd->base.speed = port.up ? port.speed : SPEED_UNKNOWN;
	cmd->base.duplex = DUPLEX_UNKNOWN;
	if (port.up)
		cmd->base.duplex = port.full ? DUPLEX_FULL : DUPLEX_HALF;
	return 0;
}

static int vtc_ethtool_get_regs_len(struct net_device *netdev)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	return vtc_gen_dump(vf->gen, &vf->hw, NULL) * sizeof(u32);
}

static void vtc_ethtool_get_regs(struct net_device *netdev,
				 struct ethtool_regs *regs, void *out)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	regs->version = VTC_ETHTOOL_REGS_VERSION << 24 | vf->pdev->device;
	vtc_gen_dump(vf->gen, &vf->hw, out);
}

/* Rings, channels, interrupts */

static void vtc_ethtool_get_ringparam(struct net_device *netdev,
				      struct ethtool_ringparam *ring,
				      struct kernel_ethtool_ringparam *kring,
				      struct netlink_ext_ack *extack)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	vtc_dpopts_get_ring(&vf->dp, ring);
}

static int vtc_ethtool_set_ringparam(struct net_device *netdev,
				     struct ethtool_ringparam *ring,
				     struct kernel_ethtool_ringparam *kring,
				     struct netlink_ext_ack *extack)
{
	struct vtc_vf *vf = netdev_priv(netdev);
	u32 rx_size = vtc_ring_size(ring->rx_pending);
	u32 tx_size = vtc_ring_size(ring->tx_pending);

	if (rx_size == vf->dp.rx_size && tx_size == vf->dp.tx_size)
		return 0;
	return vtc_rings_switch(vf, vf->pairs, rx_size, tx_size);
}

static void vtc_ethtool_get_channels(struct net_device *netdev,
				     struct ethtool_channels *ch)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	ch->max_combined = vf->dp.n_qv;
	ch->combined_count = vf->pairs;
}

static int vtc_ethtool_set_channels(struct net_device *netdev,
				    struct ethtool_channels *ch)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	if (ch->combined_count == vf->pairs)
		return 0;
	return vtc_rings_switch(vf, ch->combined_count, vf->dp.rx_size,
				vf->dp.tx_size);
}

static int vtc_ethtool_get_coalesce(struct net_device *netdev,
				    struct ethtool_coalesce *coal,
				    struct kernel_ethtool_coalesce *kcoal,
				    struct netlink_ext_ack *extack)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	vtc_dpopts_get_coalesce(&vf->dp, coal);
	return 0;
}

static int vtc_ethtool_set_coalesce(struct net_device *netdev,
				    struct ethtool_coalesce *coal,
				    struct kernel_ethtool_coalesce *kcoal,
				    struct netlink_ext_ack *extack)
{
	struct vtc_vf *vf = netdev_priv(netdev);
	int err = vtc_dpopts_set_coalesce(&vf->dp, coal, extack);

	if (!err)
		vtc_irq_set_usecs(vf);
	return err;
}

static u32 vtc_ethtool_get_rx_rings(struct net_device *netdev)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	return vf->pairs;
}

KC_RX_RINGS_OP(vtc_ethtool_get_rx_rings)

/* Statistics: the driver, the mailbox, the rings */

static const char * const vtc_ethtool_own_names[] = {
	"tx_timeout_count",
	"resets",
	"mbx_lost",
	"mbx_news",
	"mbx_tx_msgs",
	"mbx_rx_msgs",
	"mbx_busy",
	"mbx_timeouts",
	"mbx_refused_mac",
	"mbx_refused_multicast",
	"mbx_refused_vlan",
	"mbx_refused_mtu",
	"mbx_refused_promisc",
};

static u64 *vtc_ethtool_own_values(struct vtc_vf *vf, u64 *out)
{
	struct vtc_pfreq *pf = &vf->pf;

	*out++ = vf->tx_timeouts;
	*out++ = vf->resets;
	mutex_lock(&pf->lock);
	*out++ = pf->lost;
	*out++ = pf->news;
	*out++ = pf->mbx.stats.sent;
	*out++ = pf->mbx.stats.received;
	*out++ = pf->mbx.stats.busy;
	*out++ = pf->mbx.stats.timeouts;
	*out++ = pf->refused[VTC_MBX_OP_SET_MAC];
	*out++ = pf->refused[VTC_MBX_OP_SET_MC];
	*out++ = pf->refused[VTC_MBX_OP_SET_VLAN];
	*out++ = pf->refused[VTC_MBX_OP_SET_LPE];
	*out++ = pf->refused[VTC_MBX_OP_SET_PROMISC];
	mutex_unlock(&pf->lock);
	return out;
}

static const char * const vtc_ethtool_test_names[] = {
	"Link test (on/offline)",
};

static int vtc_ethtool_get_sset_count(struct net_device *netdev, int sset)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	switch (sset) {
	case ETH_SS_STATS:
		return ARRAY_SIZE(vtc_ethtool_own_names) +
		       vtc_qstats_count(&vf->dp);
	case ETH_SS_TEST:
		return ARRAY_SIZE(vtc_ethtool_test_names);
	default:
		return -EOPNOTSUPP;
	}
}

static void vtc_ethtool_get_strings(struct net_device *netdev, u32 sset, u8 *p)
{
	struct vtc_vf *vf = netdev_priv(netdev);
	unsigned int i;

	switch (sset) {
	case ETH_SS_STATS:
		for (i = 0; i < ARRAY_SIZE(vtc_ethtool_own_names); i++)
			ethtool_puts(&p, vtc_ethtool_own_names[i]);
		vtc_qstats_strings(&vf->dp, &p);
		break;
	case ETH_SS_TEST:
		for (i = 0; i < ARRAY_SIZE(vtc_ethtool_test_names); i++)
			ethtool_puts(&p, vtc_ethtool_test_names[i]);
		break;
	}
}

static void vtc_ethtool_get_stats(struct net_device *netdev,
				  struct ethtool_stats *stats, u64 *out)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	out = vtc_ethtool_own_values(vf, out);
	vtc_qstats_values(&vf->dp, out);
}

static void vtc_ethtool_self_test(struct net_device *netdev,
				  struct ethtool_test *test, u64 *results)
{
	struct vtc_vf *vf = netdev_priv(netdev);
	struct vtc_gen_link port;

	vf->gen->link(&vf->hw, &port);
	results[0] = !port.up;
	if (results[0])
		test->flags |= ETH_TEST_FL_FAILED;
}

const struct ethtool_ops vtc_ethtool_ops = {
	.supported_coalesce_params = VTC_DPOPTS_COALESCE,
	.get_drvinfo		= vtc_ethtool_get_drvinfo,
	.get_msglevel		= vtc_ethtool_get_msglevel,
	.set_msglevel		= vtc_ethtool_set_msglevel,
	.get_link		= ethtool_op_get_link,
	.get_link_ksettings	= vtc_ethtool_get_ksettings,
	.get_regs_len		= vtc_ethtool_get_regs_len,
	.get_regs		= vtc_ethtool_get_regs,
	.get_ringparam		= vtc_ethtool_get_ringparam,
	.set_ringparam		= vtc_ethtool_set_ringparam,
	.get_channels		= vtc_ethtool_get_channels,
	.set_channels		= vtc_ethtool_set_channels,
	.get_coalesce		= vtc_ethtool_get_coalesce,
	.set_coalesce		= vtc_ethtool_set_coalesce,
	KC_RX_RINGS_INIT(vtc_ethtool_get_rx_rings)
	.get_sset_count		= vtc_ethtool_get_sset_count,
	.get_strings		= vtc_ethtool_get_strings,
	.get_ethtool_stats	= vtc_ethtool_get_stats,
	.self_test		= vtc_ethtool_self_test,
	.get_ts_info		= ethtool_op_get_ts_info,
};
