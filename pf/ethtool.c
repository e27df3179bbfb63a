// SPDX-License-Identifier: GPL-2.0-only
/*
 * ethtool operations of the PF.
 *
 * Glue: translates between ethtool's structures and the objects that own the
 * subject (link, NVM, statistics, rings, self-test).  Decides nothing that
 * outlives the call and touches no register itself.  Everything here runs
 * under rtnl.
 */
#include <linux/ethtool.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/pci.h>
#include <linux/phylink.h>

#include "kcompat.h"
#include "dpopts.h"
#include "pf.h"
#include "qstats.h"
#include "regdump.h"
#include "selftest.h"

static void vtc_ethtool_get_drvinfo(struct net_device *netdev,
				    struct ethtool_drvinfo *info)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	strscpy(info->driver, VTC_PF_DRV_NAME, sizeof(info->driver));
	if (THIS_MODULE->version)
		strscpy(info->version, THIS_MODULE->version,
			sizeof(info->version));
	strscpy(info->fw_version, pf->nvm.version, sizeof(info->fw_version));
	strscpy(info->bus_info, pci_name(pf->pdev), sizeof(info->bus_info));
}

static u32 vtc_ethtool_get_msglevel(struct net_device *netdev)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	return pf->msg_enable;
}

static void vtc_ethtool_set_msglevel(struct net_device *netdev, u32 level)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	pf->msg_enable = level;
}

/* Link: all phylink's */

static int vtc_ethtool_get_ksettings(struct net_device *netdev,
				     struct ethtool_link_ksettings *cmd)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	return phylink_ethtool_ksettings_get(pf->link.phylink, cmd);
}

static int vtc_ethtool_set_ksettings(struct net_device *netdev,
				     const struct ethtool_link_ksettings *cmd)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	return phylink_ethtool_ksettings_set(pf->link.phylink, cmd);
}

static int vtc_ethtool_nway_reset(struct net_device *netdev)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	return phylink_ethtool_nway_reset(pf->link.phylink);
}

static void vtc_ethtool_get_pause(struct net_device *netdev,
				  struct ethtool_pauseparam *pause)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	phylink_ethtool_get_pauseparam(pf->link.phylink, pause);
}

static int vtc_ethtool_set_pause(struct net_device *netdev,
				 struct ethtool_pauseparam *pause)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	return phylink_ethtool_set_pauseparam(pf->link.phylink, pause);
}

/* NVM and registers */

static int vtc_ethtool_get_eeprom_len(struct net_device *netdev)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	return pf->nvm.words * sizeof(u16);
}

static int vtc_ethtool_get_eeprom(struct net_device *netdev,
				  struct ethtool_eeprom *eeprom, u8 *bytes)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	u32 first = eeprom->offset / sizeof(u16);
	u32 end = DIV_ROUND_UP(eeprom->offset + eeprom->len, sizeof(u16));
	u16 *words;
	int err;
	u32 i;

	words = kvmalloc_array(end - first, sizeof(u16), GFP_KERNEL);
	if (!words)
		return -ENOMEM;
	err = vtc_nvm_read(&pf->nvm, first, end - first, words);
	if (err)
		goto free;
	for (i = 0; i < end - first; i++)
		cpu_to_le16s(&words[i]);
	memcpy(bytes, (u8 *)words + eeprom->offset % sizeof(u16), eeprom->len);
	eeprom->magic = pf->pdev->device << 16 | pf->pdev->vendor;

free:
	kvfree(words);
	return err;
}

static int vtc_ethtool_get_regs_len(struct net_device *netdev)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	return vtc_regdump_len(pf->gen);
}

static void vtc_ethtool_get_regs(struct net_device *netdev,
				 struct ethtool_regs *regs, void *out)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	regs->version = VTC_REGDUMP_VERSION << 24 | pf->pdev->device;
	vtc_regdump(&pf->hw, pf->gen, out);
}

/* Rings, channels, interrupts */

static void vtc_ethtool_get_ringparam(struct net_device *netdev,
				      struct ethtool_ringparam *ring,
				      struct kernel_ethtool_ringparam *kring,
				      struct netlink_ext_ack *extack)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	vtc_dpopts_get_ring(&pf->dp, ring);
}

static int vtc_ethtool_set_ringparam(struct net_device *netdev,
				     struct ethtool_ringparam *ring,
				     struct kernel_ethtool_ringparam *kring,
				     struct netlink_ext_ack *extack)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	u32 rx_size = vtc_ring_size(ring->rx_pending);
	u32 tx_size = vtc_ring_size(ring->tx_pending);

	if (rx_size == pf->dp.rx_size && tx_size == pf->dp.tx_size)
		return 0;
	return vtc_port_switch_rings(pf, pf->wish.pairs, rx_size, tx_size);
}

static void vtc_ethtool_get_channels(struct net_device *netdev,
				     struct ethtool_channels *ch)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	ch->max_combined = pf->plan.max_pairs;
	ch->combined_count = pf->plan.pairs;
}

static int vtc_ethtool_set_channels(struct net_device *netdev,
				    struct ethtool_channels *ch)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	return vtc_port_switch_rings(pf, ch->combined_count, pf->dp.rx_size,
				     pf->dp.tx_size);
}

static int vtc_ethtool_get_coalesce(struct net_device *netdev,
				    struct ethtool_coalesce *coal,
				    struct kernel_ethtool_coalesce *kcoal,
				    struct netlink_ext_ack *extack)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	vtc_dpopts_get_coalesce(&pf->dp, coal);
	return 0;
}

static int vtc_ethtool_set_coalesce(struct net_device *netdev,
				    struct ethtool_coalesce *coal,
				    struct kernel_ethtool_coalesce *kcoal,
				    struct netlink_ext_ack *extack)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	int err = vtc_dpopts_set_coalesce(&pf->dp, coal, extack);

	if (!err)
		vtc_irq_set_usecs(pf);
	return err;
}

/* Receive side scaling */

static u32 vtc_ethtool_get_rx_rings(struct net_device *netdev)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	return vtc_port_pairs(pf);
}

KC_RX_RINGS_OP(vtc_ethtool_get_rx_rings)

static u32 vtc_ethtool_get_key_size(struct net_device *netdev)
{
	return VTC_RSS_KEY_SIZE;
}

static u32 vtc_ethtool_get_indir_size(struct net_device *netdev)
{
	return VTC_RSS_RETA_SIZE;
}

static void vtc_ethtool_get_indir(const struct vtc_pf *pf, u32 *indir)
{
	u8 reta[VTC_RSS_RETA_SIZE];
	unsigned int i;

	/* While the PF is down the table follows the number of channels only
	 * when it comes up again.
	 */
	if (pf->reta_user)
		memcpy(reta, pf->reta, sizeof(reta));
	else
		vtc_rss_fill(reta, vtc_port_pairs(pf));
	for (i = 0; i < VTC_RSS_RETA_SIZE; i++)
		indir[i] = reta[i];
}

static int vtc_ethtool_get_rxfh(struct net_device *netdev,
				struct ethtool_rxfh_param *rxfh)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	rxfh->hfunc = ETH_RSS_HASH_TOP;
	if (rxfh->indir)
		vtc_ethtool_get_indir(pf, rxfh->indir);
	if (rxfh->key)
		memcpy(rxfh->key, pf->rss_key, VTC_RSS_KEY_SIZE);
	return 0;
}

/* The core has checked the entries.  The default table counts as none, so that
 * it goes on following the number of channels.
 */
static void vtc_ethtool_set_indir(struct vtc_pf *pf, const u32 *indir)
{
	u8 even[VTC_RSS_RETA_SIZE];
	unsigned int i;

	for (i = 0; i < VTC_RSS_RETA_SIZE; i++)
		pf->reta[i] = indir[i];
	vtc_rss_fill(even, vtc_port_pairs(pf));
	pf->reta_user = memcmp(pf->reta, even, sizeof(even));
}

static int vtc_ethtool_set_rxfh(struct net_device *netdev,
				struct ethtool_rxfh_param *rxfh,
				struct netlink_ext_ack *extack)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	if (rxfh->hfunc != ETH_RSS_HASH_NO_CHANGE &&
	    rxfh->hfunc != ETH_RSS_HASH_TOP)
		return -EOPNOTSUPP;
	if (rxfh->indir)
		vtc_ethtool_set_indir(pf, rxfh->indir);
	if (rxfh->key)
		memcpy(pf->rss_key, rxfh->key, VTC_RSS_KEY_SIZE);
	vtc_port_write_rss(pf);
	return 0;
}

KC_RXFH_OPS(vtc_ethtool_get_rxfh, vtc_ethtool_set_rxfh)

/* Statistics: the port, the driver, the rings, the mailboxes */

static const char * const vtc_ethtool_own_names[] = {
	"tx_timeout_count",
};

static int vtc_ethtool_count_stats(const struct vtc_pf *pf)
{
	return vtc_stats_n_names + ARRAY_SIZE(vtc_ethtool_own_names) +
	       vtc_qstats_count(&pf->dp) +
	       vtc_vfstats_count(pf);
}

static int vtc_ethtool_get_sset_count(struct net_device *netdev, int sset)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	switch (sset) {
	case ETH_SS_STATS:
		return vtc_ethtool_count_stats(pf);
	case ETH_SS_TEST:
		return VTC_SELFTEST_N;
	default:
		return -EOPNOTSUPP;
	}
}

static void vtc_ethtool_stats_strings(const struct vtc_pf *pf, u8 *p)
{
	unsigned int i;

	for (i = 0; i < vtc_stats_n_names; i++)
		ethtool_puts(&p, vtc_stats_names[i].name);
	for (i = 0; i < ARRAY_SIZE(vtc_ethtool_own_names); i++)
		ethtool_puts(&p, vtc_ethtool_own_names[i]);
	vtc_qstats_strings(&pf->dp, &p);
	vtc_vfstats_strings(pf, &p);
}

static void vtc_ethtool_get_strings(struct net_device *netdev, u32 sset, u8 *p)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	unsigned int i;

	switch (sset) {
	case ETH_SS_STATS:
		vtc_ethtool_stats_strings(pf, p);
		break;
	case ETH_SS_TEST:
		for (i = 0; i < VTC_SELFTEST_N; i++)
			ethtool_puts(&p, vtc_selftest_names[i]);
		break;
	}
}

static void vtc_ethtool_port(struct vtc_pf *pf, struct vtc_stats_port *port)
{
	vtc_stats_look(&pf->stats, &pf->hw);
	vtc_stats_get(&pf->stats, port);
}

static void vtc_ethtool_get_stats(struct net_device *netdev,
				  struct ethtool_stats *stats, u64 *out)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	struct vtc_stats_port port;
	unsigned int i;

	vtc_ethtool_port(pf, &port);
	for (i = 0; i < vtc_stats_n_names; i++)
		*out++ = ((const u64 *)&port)[vtc_stats_names[i].index];
	*out++ = pf->tx_timeouts;
	out = vtc_qstats_values(&pf->dp, out);
	vtc_vfstats_values(pf, out);
}

static void vtc_ethtool_get_pause_stats(struct net_device *netdev,
					struct ethtool_pause_stats *stats)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	struct vtc_stats_port port;

	vtc_ethtool_port(pf, &port);
	stats->tx_pause_frames = port.xontxc + port.xofftxc;
	stats->rx_pause_frames = port.xonrxc + port.xoffrxc;
}

/* IEEE counts octets without header and CRC (30.3.1.1.8), the chip with both */
static u64 vtc_ethtool_payload(u64 octets, u64 frames)
{
	return octets - frames * (ETH_HLEN + ETH_FCS_LEN);
}

static void vtc_ethtool_get_mac_stats(struct net_device *netdev,
				      struct ethtool_eth_mac_stats *stats)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	struct vtc_stats_port port;

	vtc_ethtool_port(pf, &port);
	stats->FramesTransmittedOK = port.gptc;
	stats->SingleCollisionFrames = port.scc;
	stats->MultipleCollisionFrames = port.mcc;
	stats->FramesReceivedOK = port.gprc;
	stats->FrameCheckSequenceErrors = port.crcerrs;
	stats->AlignmentErrors = port.algnerrc;
	stats->OctetsTransmittedOK = vtc_ethtool_payload(port.gotc, port.gptc);
	stats->FramesWithDeferredXmissions = port.dc;
	stats->LateCollisions = port.latecol;
	stats->FramesAbortedDueToXSColls = port.ecol;
	stats->OctetsReceivedOK = vtc_ethtool_payload(port.gorc, port.gprc);
	stats->MulticastFramesXmittedOK = port.mptc;
	stats->BroadcastFramesXmittedOK = port.bptc;
	stats->MulticastFramesReceivedOK = port.mprc;
	stats->BroadcastFramesReceivedOK = port.bprc;
	stats->FrameTooLongErrors = port.roc;
}

static const struct ethtool_rmon_hist_range vtc_ethtool_rmon_ranges[] = {
	{    0,   64 },
	{   65,  127 },
	{  128,  255 },
	{  256,  511 },
	{  512, 1023 },
	{ 1024, VTC_VPORT_MAX_FRAME },
	{}
};

static void vtc_ethtool_get_rmon_stats(struct net_device *netdev,
				       struct ethtool_rmon_stats *stats,
				       const struct ethtool_rmon_hist_range **ranges)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	struct vtc_stats_port port;
	unsigned int i;

	vtc_ethtool_port(pf, &port);
	stats->undersize_pkts = port.ruc;
	stats->oversize_pkts = port.roc;
	stats->fragments = port.rfc;
	stats->jabbers = port.rjc;
	for (i = 0; i < ARRAY_SIZE(port.prc); i++) {
		stats->hist[i] = port.prc[i];
		stats->hist_tx[i] = port.ptc[i];
	}
	*ranges = vtc_ethtool_rmon_ranges;
}

static void vtc_ethtool_self_test(struct net_device *netdev,
				  struct ethtool_test *test, u64 *results)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	bool offline = test->flags & ETH_TEST_FL_OFFLINE;

	if (vtc_selftest_run(pf, offline, results))
		test->flags |= ETH_TEST_FL_FAILED;
}

const struct ethtool_ops vtc_ethtool_ops = {
	.supported_coalesce_params = VTC_DPOPTS_COALESCE,
	.get_drvinfo		= vtc_ethtool_get_drvinfo,
	.get_msglevel		= vtc_ethtool_get_msglevel,
	.set_msglevel		= vtc_ethtool_set_msglevel,
	.get_link		= ethtool_op_get_link,
	.get_link_ksettings	= vtc_ethtool_get_ksettings,
	.set_link_ksettings	= vtc_ethtool_set_ksettings,
	.nway_reset		= vtc_ethtool_nway_reset,
	.get_pauseparam		= vtc_ethtool_get_pause,
	.set_pauseparam		= vtc_ethtool_set_pause,
	.get_pause_stats	= vtc_ethtool_get_pause_stats,
	.get_eeprom_len		= vtc_ethtool_get_eeprom_len,
	.get_eeprom		= vtc_ethtool_get_eeprom,
	.get_regs_len		= vtc_ethtool_get_regs_len,
	.get_regs		= vtc_ethtool_get_regs,
	.get_ringparam		= vtc_ethtool_get_ringparam,
	.set_ringparam		= vtc_ethtool_set_ringparam,
	.get_channels		= vtc_ethtool_get_channels,
	.set_channels		= vtc_ethtool_set_channels,
	.get_coalesce		= vtc_ethtool_get_coalesce,
	.set_coalesce		= vtc_ethtool_set_coalesce,
	.get_rxfh_key_size	= vtc_ethtool_get_key_size,
	.get_rxfh_indir_size	= vtc_ethtool_get_indir_size,
	KC_RXFH_INIT(vtc_ethtool_get_rxfh, vtc_ethtool_set_rxfh)
	KC_RX_RINGS_INIT(vtc_ethtool_get_rx_rings)
	.get_sset_count		= vtc_ethtool_get_sset_count,
	.get_strings		= vtc_ethtool_get_strings,
	.get_ethtool_stats	= vtc_ethtool_get_stats,
	.get_eth_mac_stats	= vtc_ethtool_get_mac_stats,
	.get_rmon_stats		= vtc_ethtool_get_rmon_stats,
	.self_test		= vtc_ethtool_self_test,
	.get_ts_info		= ethtool_op_get_ts_info,
};
