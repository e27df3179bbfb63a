// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite tools: what ethtool shows and sets, PF and VF, and what comes of it.
 */
#include <linux/delay.h>
#include <linux/ethtool.h>
#include <linux/interrupt.h>
#include <linux/mii.h>
#include <linux/rtnetlink.h>
#include <net/netdev_rx_queue.h>
#include "rig.h"
#include "../common/regs_82576.h"

#define UNTAGGED	VTC_CHIP_UNTAGGED

static const struct ethtool_ops *tools_of(unsigned int who)
{
	return vtc_rig_of(who)->ethtool_ops;
}

/* A statistic by its name; ~0: there is none, or it has two */
static u64 tools_stat(unsigned int who, const char *name)
{
	struct net_device *netdev = vtc_rig_of(who);
	const struct ethtool_ops *ops = tools_of(who);
	struct ethtool_stats stats = { };
	u64 *values, found = ~0ull;
	unsigned int hits = 0;
	char *names;
	int i, j, n;

	rtnl_lock();
	n = ops->get_sset_count(netdev, ETH_SS_STATS);
	names = kunit_kzalloc(rig.test, (n + 1) * ETH_GSTRING_LEN, GFP_KERNEL);
	values = kunit_kcalloc(rig.test, n + 1, sizeof(*values), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(rig.test, names);
	KUNIT_ASSERT_NOT_NULL(rig.test, values);
	values[n] = 0x1234;
	names[n * ETH_GSTRING_LEN] = 0x7f;
	ops->get_strings(netdev, ETH_SS_STATS, (u8 *)names);
	ops->get_ethtool_stats(netdev, &stats, values);
	rtnl_unlock();
	/* As many as were announced, each with a name of its own */
	KUNIT_EXPECT_EQ(rig.test, values[n], 0x1234);
	KUNIT_EXPECT_EQ(rig.test, names[n * ETH_GSTRING_LEN], 0x7f);
	for (i = 0; i < n; i++) {
		for (j = 0; j < i; j++)
			KUNIT_EXPECT_STRNEQ(rig.test, &names[i * ETH_GSTRING_LEN],
					    &names[j * ETH_GSTRING_LEN]);
		KUNIT_EXPECT_NE_MSG(rig.test, names[i * ETH_GSTRING_LEN], 0, "%d", i);
		if (strncmp(&names[i * ETH_GSTRING_LEN], name, ETH_GSTRING_LEN))
			continue;
		found = values[i];
		hits++;
	}
	return hits == 1 ? found : ~0ull;
}

static void vtc_tools_statistics(struct kunit *test)
{
	struct rtnl_link_stats64 st;
	struct ifla_vf_stats vf;
	unsigned int i;

	vtc_rig_port(2);
	for (i = 0; i < 3; i++) {
		KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(VTC_CARD_PF, 0, UNTAGGED));
		KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(0, VTC_CARD_PF, UNTAGGED));
	}
	msleep(2500);
	memset(&st, 0, sizeof(st));
	dev_get_stats(rig.vf[0], &st);
	KUNIT_EXPECT_GE(test, st.tx_packets, 3);
	KUNIT_EXPECT_GE(test, st.rx_packets, 3);
	KUNIT_EXPECT_GE(test, st.tx_bytes, 300);
	KUNIT_EXPECT_EQ(test, st.rx_errors | st.tx_errors, 0);
	KUNIT_EXPECT_EQ(test, tools_stat(0, "tx_queue_0_packets"), st.tx_packets);
	KUNIT_EXPECT_EQ(test, tools_stat(0, "rx_queue_0_packets"), st.rx_packets);
	memset(&st, 0, sizeof(st));
	dev_get_stats(rig.pf, &st);
	KUNIT_EXPECT_GE(test, st.rx_packets, 3);
	KUNIT_EXPECT_EQ(test, tools_stat(VTC_CARD_PF, "rx_queue_0_packets"), st.rx_packets);
	memset(&vf, 0, sizeof(vf));
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, rig.pf->netdev_ops->ndo_get_vf_stats(rig.pf, 0, &vf), 0);
	rtnl_unlock();
	KUNIT_EXPECT_GE(test, vf.rx_packets, 3);
	KUNIT_EXPECT_GE(test, vf.tx_packets, 3);
	KUNIT_EXPECT_GE(test, vf.rx_bytes, 300);
	KUNIT_EXPECT_GE(test, vf.tx_bytes, 300);
}

static int tools_rings(unsigned int who, u32 rx, u32 tx)
{
	struct kernel_ethtool_ringparam kring = { };
	struct ethtool_ringparam ring = { .rx_pending = rx, .tx_pending = tx };
	int err;

	rtnl_lock();
	err = tools_of(who)->set_ringparam(vtc_rig_of(who), &ring, &kring, NULL);
	rtnl_unlock();
	return err;
}

static void tools_expect_rings(struct kunit *test, unsigned int who, u32 rx, u32 tx)
{
	struct kernel_ethtool_ringparam kring = { };
	struct ethtool_ringparam ring = { };

	rtnl_lock();
	tools_of(who)->get_ringparam(vtc_rig_of(who), &ring, &kring, NULL);
	rtnl_unlock();
	KUNIT_EXPECT_EQ(test, ring.rx_pending, rx);
	KUNIT_EXPECT_EQ(test, ring.tx_pending, tx);
	KUNIT_EXPECT_EQ(test, ring.rx_max_pending, 4096);
	KUNIT_EXPECT_EQ(test, ring.tx_max_pending, 4096);
}

/* A ring's size in the chip is the one asked for, and the one shown */
static void tools_ring_sizes(struct kunit *test, unsigned int who, unsigned int q)
{
	KUNIT_EXPECT_EQ(test, tools_rings(who, 128, 256), 0);
	tools_expect_rings(test, who, 128, 256);
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_PF_RX_RING(q) + VTC_RING_LEN), 128 * 16);
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_PF_TX_RING(q) + VTC_RING_LEN), 256 * 16);
	msleep(2500);
	vtc_rig_expect_all_reach(1);
	/* While it is down, for later */
	vtc_rig_down(vtc_rig_of(who));
	KUNIT_EXPECT_EQ(test, tools_rings(who, 512, 64), 0);
	tools_expect_rings(test, who, 512, 64);
	KUNIT_EXPECT_EQ(test, vtc_rig_up(vtc_rig_of(who)), 0);
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_PF_RX_RING(q) + VTC_RING_LEN), 512 * 16);
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_PF_TX_RING(q) + VTC_RING_LEN), 64 * 16);
	vtc_rig_expect_all_reach(1);
}

static void vtc_tools_rings(struct kunit *test)
{
	vtc_rig_port(1);
	tools_ring_sizes(test, 0, 0);
	tools_ring_sizes(test, VTC_CARD_PF, 7);
}

/* More frames than a ring holds, each way */
static void vtc_tools_rings_wrap(struct kunit *test)
{
	unsigned int i, lost = 0;

	vtc_rig_port(1);
	KUNIT_EXPECT_EQ(test, tools_rings(0, 64, 64), 0);
	KUNIT_EXPECT_EQ(test, tools_rings(VTC_CARD_PF, 64, 64), 0);
	msleep(2500);
	for (i = 0; i < 150; i++) {
		lost += !vtc_rig_reaches(0, VTC_CARD_PF, UNTAGGED);
		lost += !vtc_rig_reaches(VTC_CARD_PF, 0, UNTAGGED);
	}
	KUNIT_EXPECT_EQ(test, lost, 0);
}

static void vtc_tools_long_frames(struct kunit *test)
{
	static const u16 lengths[] = { 60, 1514, 2047, 2048, 2049, 4096, 9014 };
	unsigned int i;

	vtc_rig_port(1);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, dev_set_mtu(rig.pf, 9000), 0);
	KUNIT_EXPECT_EQ(test, dev_set_mtu(rig.vf[0], 9000), 0);
	KUNIT_EXPECT_NE(test, dev_set_mtu(rig.pf, 9500), 0);
	KUNIT_EXPECT_NE(test, dev_set_mtu(rig.vf[0], 9500), 0);
	KUNIT_EXPECT_NE(test, dev_set_mtu(rig.pf, 60), 0);
	rtnl_unlock();
	msleep(3000);
	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		const struct vtc_rig_seen *s;

		vtc_rig_forget();
		vtc_rig_send_len(0, rig.pf->dev_addr, UNTAGGED, 1, lengths[i]);
		vtc_rig_send_len(VTC_CARD_PF, rig.vf[0]->dev_addr, UNTAGGED, 2,
				 lengths[i]);
		vtc_rig_send_len(VTC_CARD_PF, vtc_rig_partner, UNTAGGED, 3, lengths[i]);
		s = vtc_rig_got(VTC_CARD_PF, 1);
		KUNIT_ASSERT_NOT_NULL_MSG(test, s, "%u", lengths[i]);
		KUNIT_EXPECT_EQ(test, s->len, lengths[i]);
		s = vtc_rig_got(0, 2);
		KUNIT_ASSERT_NOT_NULL_MSG(test, s, "%u", lengths[i]);
		KUNIT_EXPECT_EQ(test, s->len, lengths[i]);
		s = vtc_rig_got(RIG_WIRE, 3);
		KUNIT_ASSERT_NOT_NULL_MSG(test, s, "%u", lengths[i]);
		KUNIT_EXPECT_EQ(test, s->len, lengths[i]);
	}
}

static int tools_channels(unsigned int who, u32 n)
{
	struct ethtool_channels ch = { .combined_count = n };
	int err;

	rtnl_lock();
	err = tools_of(who)->set_channels(vtc_rig_of(who), &ch);
	rtnl_unlock();
	return err;
}

static void vtc_tools_channels(struct kunit *test)
{
	struct ethtool_channels ch = { };
	unsigned int n;

	vtc_rig_port(0);
	tools_of(VTC_CARD_PF)->get_channels(rig.pf, &ch);
	KUNIT_EXPECT_GE(test, ch.max_combined, 2);
	for (n = 1; n <= ch.max_combined; n++) {
		unsigned int q, on = 0;

		KUNIT_ASSERT_EQ(test, tools_channels(VTC_CARD_PF, n), 0);
		msleep(2500);
		KUNIT_EXPECT_EQ(test, rig.pf->real_num_tx_queues, n);
		for (q = 0; q < VTC_CARD_QUEUES; q++)
			on += !!(vtc_rig_reg(VTC_PF_RX_RING(q) + VTC_RING_DCTL) &
				 VTC_DCTL_ENABLE);
		KUNIT_EXPECT_EQ(test, on, n);
		KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(RIG_WIRE, VTC_CARD_PF, UNTAGGED));
		KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(VTC_CARD_PF, RIG_WIRE, UNTAGGED));
	}
	KUNIT_ASSERT_EQ(test, vtc_rig_set_vfs(1), 1);
	KUNIT_ASSERT_EQ(test, vtc_rig_up(rig.vf[0]), 0);
	msleep(2500);
	vtc_rig_expect_all_reach(1);
	for (n = 2; n; n--) {
		KUNIT_EXPECT_EQ(test, tools_channels(0, n), 0);
		KUNIT_EXPECT_EQ(test, rig.vf[0]->real_num_tx_queues, n);
		msleep(2500);
		KUNIT_EXPECT_EQ(test, !!(vtc_rig_reg(VTC_PF_TX_RING(8) + VTC_RING_DCTL) &
					 VTC_DCTL_ENABLE), n == 2);
		vtc_rig_expect_all_reach(1);
	}
}

#define TOOLS_VECTORS	16	/* of a function, at most */

static irqreturn_t tools_irq(int irq, void *mine)
{
	return IRQ_NONE;
}

/* Take the interrupts of a function that nobody has, into @mine: the next who wants
 * one is refused
 */
static void tools_take_irqs(struct pci_dev *pdev, int mine[TOOLS_VECTORS])
{
	unsigned int i;

	for (i = 0; i < TOOLS_VECTORS; i++) {
		mine[i] = pci_irq_vector(pdev, i);
		if (mine[i] > 0 && request_irq(mine[i], tools_irq, 0, "mine", mine))
			mine[i] = 0;
	}
}

static void tools_give_irqs(int mine[TOOLS_VECTORS])
{
	unsigned int i;

	for (i = 0; i < TOOLS_VECTORS; i++)
		if (mine[i] > 0)
			free_irq(mine[i], mine);
}

/* A second pair whose interrupt cannot be had costs nothing.  A VF has its already. */
static void vtc_tools_no_irq_for_channels(struct kunit *test)
{
	int mine[TOOLS_VECTORS];

	vtc_rig_port(1);
	KUNIT_ASSERT_EQ(test, tools_channels(VTC_CARD_PF, 1), 0);
	msleep(2500);
	tools_take_irqs(rig.pdev, mine);
	KUNIT_EXPECT_EQ(test, tools_channels(VTC_CARD_PF, 2), -EBUSY);
	KUNIT_EXPECT_EQ(test, rig.pf->real_num_tx_queues, 1);
	vtc_rig_expect_all_reach(1);
	tools_give_irqs(mine);
	KUNIT_EXPECT_EQ(test, tools_channels(VTC_CARD_PF, 2), 0);
	msleep(2500);
	vtc_rig_expect_all_reach(1);
}

/* Who cannot have his interrupts stays closed, and opens once he can */
static void vtc_tools_no_irq_to_open(struct kunit *test)
{
	static const unsigned int whom[] = { VTC_CARD_PF, 0 };
	int mine[TOOLS_VECTORS];
	unsigned int i;

	vtc_rig_port(1);
	for (i = 0; i < ARRAY_SIZE(whom); i++) {
		struct net_device *netdev = vtc_rig_of(whom[i]);

		vtc_rig_down(netdev);
		tools_take_irqs(to_pci_dev(netdev->dev.parent), mine);
		KUNIT_EXPECT_EQ(test, vtc_rig_up(netdev), -EBUSY);
		tools_give_irqs(mine);
		KUNIT_EXPECT_EQ(test, vtc_rig_up(netdev), 0);
		msleep(2500);
		vtc_rig_expect_all_reach(1);
	}
}

static int tools_coalesce(unsigned int who, u32 usecs, bool adaptive)
{
	struct kernel_ethtool_coalesce kec = { };
	struct ethtool_coalesce ec = { };
	int err;

	rtnl_lock();
	tools_of(who)->get_coalesce(vtc_rig_of(who), &ec, &kec, NULL);
	ec.rx_coalesce_usecs = usecs;
	ec.use_adaptive_rx_coalesce = adaptive;
	err = tools_of(who)->set_coalesce(vtc_rig_of(who), &ec, &kec, NULL);
	rtnl_unlock();
	return err;
}

static void vtc_tools_coalesce(struct kunit *test)
{
	struct kernel_ethtool_coalesce kec = { };
	struct ethtool_coalesce ec = { };

	vtc_rig_port(1);
	KUNIT_EXPECT_EQ(test, tools_coalesce(VTC_CARD_PF, 100, false), 0);
	KUNIT_EXPECT_EQ(test, FIELD_GET(VTC_EITR_INTERVAL, vtc_rig_reg(VTC_EITR(1))), 100);
	KUNIT_EXPECT_EQ(test, tools_coalesce(0, 50, false), 0);
	rtnl_lock();
	tools_of(0)->get_coalesce(rig.vf[0], &ec, &kec, NULL);
	rtnl_unlock();
	KUNIT_EXPECT_EQ(test, ec.rx_coalesce_usecs, 50);
	KUNIT_EXPECT_EQ(test, ec.use_adaptive_rx_coalesce, 0);
	KUNIT_EXPECT_NE(test, tools_coalesce(VTC_CARD_PF, 1000000, false), 0);
	KUNIT_EXPECT_EQ(test, tools_coalesce(VTC_CARD_PF, 100, true), 0);
	vtc_rig_expect_all_reach(1);
}

static void tools_test(u32 flags, u64 *data, bool *failed)
{
	struct ethtool_test test = { .flags = flags };

	memset(data, 0xff, 16 * sizeof(*data));
	rtnl_lock();
	rig.pf->ethtool_ops->self_test(rig.pf, &test, data);
	rtnl_unlock();
	*failed = test.flags & ETH_TEST_FL_FAILED;
}

static void vtc_tools_test(struct kunit *test)
{
	u64 data[16];
	bool failed;
	int i, n;

	vtc_rig_port(0);
	n = rig.pf->ethtool_ops->get_sset_count(rig.pf, ETH_SS_TEST);
	KUNIT_ASSERT_EQ(test, n, 5);
	tools_test(ETH_TEST_FL_OFFLINE, data, &failed);
	for (i = 0; i < n; i++)
		KUNIT_EXPECT_EQ_MSG(test, data[i], 0, "%d", i);
	KUNIT_EXPECT_FALSE(test, failed);
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(RIG_WIRE, VTC_CARD_PF, UNTAGGED));
	/* Each of them can fail */
	rig.card->no_loop = true;
	rig.card->nvm[0x3f]++;
	rig.card->no_irqs = true;
	tools_test(ETH_TEST_FL_OFFLINE, data, &failed);
	rig.card->no_loop = false;
	rig.card->no_irqs = false;
	rig.card->nvm[0x3f]--;
	KUNIT_EXPECT_TRUE(test, failed);
	KUNIT_EXPECT_EQ(test, data[0], 0);
	for (i = 1; i < 4; i++)
		KUNIT_EXPECT_NE_MSG(test, data[i], 0, "%d", i);
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(RIG_WIRE, VTC_CARD_PF, UNTAGGED));
	vtc_card_set_cable(rig.card, false);
	msleep(3000);
	tools_test(0, data, &failed);
	KUNIT_EXPECT_TRUE(test, failed);
	KUNIT_EXPECT_NE(test, data[4], 0);
	tools_test(ETH_TEST_FL_OFFLINE, data, &failed);
	KUNIT_EXPECT_TRUE(test, failed);
	for (i = 0; i < n; i++)
		KUNIT_EXPECT_EQ_MSG(test, !!data[i], i == 4, "%d", i);
	/* On a port that is down, which it is afterwards, too */
	vtc_card_set_cable(rig.card, true);
	vtc_rig_down(rig.pf);
	tools_test(ETH_TEST_FL_OFFLINE, data, &failed);
	KUNIT_EXPECT_FALSE(test, failed);
	KUNIT_EXPECT_TRUE(test, rig.card->phy[MII_BMCR] & BMCR_PDOWN);
	vtc_rig_expect_closed();
}

static void vtc_tools_dumps(struct kunit *test)
{
	unsigned int who, i;

	vtc_rig_port(1);
	for (i = 0; i < 2; i++) {
		struct net_device *netdev = vtc_rig_of(who = i ? 0 : VTC_CARD_PF);
		struct ethtool_drvinfo info = { };
		struct ethtool_regs regs = { };
		int len;
		u32 *words;

		rtnl_lock();
		tools_of(who)->get_drvinfo(netdev, &info);
		len = tools_of(who)->get_regs_len(netdev);
		words = kunit_kzalloc(test, len + 4, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, words);
		words[len / 4] = 0x1234;
		tools_of(who)->get_regs(netdev, &regs, words);
		rtnl_unlock();
		KUNIT_EXPECT_STREQ(test, info.bus_info,
				   pci_name(to_pci_dev(netdev->dev.parent)));
		KUNIT_EXPECT_NE(test, words[0] | words[1], 0);
		KUNIT_EXPECT_EQ(test, words[len / 4], 0x1234);
	}
}

static void vtc_tools_eeprom(struct kunit *test)
{
	struct ethtool_eeprom eeprom = { .offset = 1, .len = 4 };
	u8 bytes[6] = { };

	vtc_rig_port(0);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, rig.pf->ethtool_ops->get_eeprom_len(rig.pf), 512);
	KUNIT_EXPECT_EQ(test, rig.pf->ethtool_ops->get_eeprom(rig.pf, &eeprom, bytes), 0);
	rtnl_unlock();
	/* Bytes 1 to 4 of the image: words of little endian */
	KUNIT_EXPECT_EQ(test, bytes[0], rig.card->nvm[0] >> 8);
	KUNIT_EXPECT_EQ(test, bytes[1], rig.card->nvm[1] & 0xff);
	KUNIT_EXPECT_EQ(test, bytes[3], rig.card->nvm[2] & 0xff);
	KUNIT_EXPECT_EQ(test, bytes[4], 0);
}

/* The PHY's loop, while there is no VF that it would cut off */
static void tools_loop(bool on)
{
	rtnl_lock();
	if (on)
		rig.pf->wanted_features |= NETIF_F_LOOPBACK;
	else
		rig.pf->wanted_features &= ~NETIF_F_LOOPBACK;
	netdev_update_features(rig.pf);
	rtnl_unlock();
	msleep(3000);
}

static void vtc_tools_loopback(struct kunit *test)
{
	vtc_rig_port(0);
	tools_loop(true);
	KUNIT_EXPECT_TRUE(test, rig.pf->features & NETIF_F_LOOPBACK);
	KUNIT_EXPECT_TRUE(test, rig.card->phy[MII_BMCR] & BMCR_LOOPBACK);
	tools_loop(false);
	KUNIT_EXPECT_FALSE(test, rig.card->phy[MII_BMCR] & BMCR_LOOPBACK);
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(VTC_CARD_PF, RIG_WIRE, UNTAGGED));
	tools_loop(true);
	KUNIT_ASSERT_EQ(test, vtc_rig_set_vfs(1), 1);
	KUNIT_EXPECT_FALSE(test, rig.pf->features & NETIF_F_LOOPBACK);
	KUNIT_EXPECT_FALSE(test, rig.card->phy[MII_BMCR] & BMCR_LOOPBACK);
	KUNIT_ASSERT_EQ(test, vtc_rig_set_vfs(0), 0);
	msleep(3000);
	KUNIT_EXPECT_TRUE(test, rig.card->phy[MII_BMCR] & BMCR_LOOPBACK);
}

/* Each direction by itself; the partner speaks symmetric pause only */
static void vtc_tools_pause(struct kunit *test)
{
	struct ethtool_pauseparam pause = { .autoneg = 0, .rx_pause = 1 };
	const struct ethtool_ops *ops;
	u32 flow = VTC_CTRL_RFCE | VTC_CTRL_TFCE;

	vtc_rig_port(0);
	ops = rig.pf->ethtool_ops;
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_CTRL) & flow, flow);
	KUNIT_EXPECT_NE(test, vtc_rig_reg(VTC_FCRTH), 0);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, ops->set_pauseparam(rig.pf, &pause), 0);
	rtnl_unlock();
	msleep(3000);
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_CTRL) & flow, VTC_CTRL_RFCE);
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_FCRTH), 0);
	pause.rx_pause = 0;
	pause.tx_pause = 1;
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, ops->set_pauseparam(rig.pf, &pause), 0);
	memset(&pause, 0, sizeof(pause));
	ops->get_pauseparam(rig.pf, &pause);
	rtnl_unlock();
	msleep(3000);
	KUNIT_EXPECT_EQ(test, pause.tx_pause, 1);
	KUNIT_EXPECT_EQ(test, pause.rx_pause, 0);
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_CTRL) & flow, VTC_CTRL_TFCE);
	KUNIT_EXPECT_NE(test, vtc_rig_reg(VTC_FCRTH), 0);
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(VTC_CARD_PF, RIG_WIRE, UNTAGGED));
}

static void vtc_tools_rss(struct kunit *test)
{
	struct ethtool_rxfh_param rxfh = { };
	const struct ethtool_ops *ops;
	u8 key[40], was[40];
	u32 indir[128];
	unsigned int i;

	vtc_rig_port(0);
	ops = rig.pf->ethtool_ops;
	KUNIT_ASSERT_EQ(test, ops->get_rxfh_indir_size(rig.pf), ARRAY_SIZE(indir));
	KUNIT_ASSERT_EQ(test, ops->get_rxfh_key_size(rig.pf), sizeof(key));
	rxfh.indir = indir;
	rxfh.key = was;
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, ops->get_rxfh(rig.pf, &rxfh), 0);
	for (i = 0; i < ARRAY_SIZE(indir); i++)
		KUNIT_EXPECT_EQ(test, indir[i], i % 2);
	for (i = 0; i < ARRAY_SIZE(indir); i++)
		indir[i] = i == 5;
	for (i = 0; i < sizeof(key); i++)
		key[i] = i + 1;
	rxfh.key = key;
	KUNIT_EXPECT_EQ(test, ops->set_rxfh(rig.pf, &rxfh, NULL), 0);
	rxfh.hfunc = ETH_RSS_HASH_XOR;
	KUNIT_EXPECT_EQ(test, ops->set_rxfh(rig.pf, &rxfh, NULL), -EOPNOTSUPP);
	rtnl_unlock();
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_RETA(0)), 0);
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_RETA(1)), 0x100);
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_RSSRK(0)), 0x04030201);
	/* It is the user's, and outlives resets */
	KUNIT_EXPECT_EQ(test, pci_reset_function(rig.pdev), 0);
	msleep(3000);
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_RETA(1)), 0x100);
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_RSSRK(9)), 0x28272625);
}

/* Which NAPI serves which queue, as "netlink: queue-get" tells */
static void tools_napis(struct kunit *test, unsigned int who, unsigned int n)
{
	struct net_device *netdev = vtc_rig_of(who);
	unsigned int i;

	for (i = 0; i < n; i++) {
		struct napi_struct *rx = __netif_get_rx_queue(netdev, i)->napi;
		struct napi_struct *tx = netdev_get_tx_queue(netdev, i)->napi;

		KUNIT_EXPECT_PTR_EQ(test, rx, tx);
		if (netif_running(netdev))
			KUNIT_EXPECT_NOT_NULL(test, rx);
		else
			KUNIT_EXPECT_NULL(test, rx);
	}
}

static void vtc_tools_napis(struct kunit *test)
{
	vtc_rig_port(1);
	tools_napis(test, VTC_CARD_PF, 2);
	tools_napis(test, 0, 1);
	KUNIT_EXPECT_PTR_NE(test, netdev_get_tx_queue(rig.pf, 0)->napi,
			    netdev_get_tx_queue(rig.pf, 1)->napi);
	vtc_rig_down(rig.pf);
	vtc_rig_down(rig.vf[0]);
	tools_napis(test, VTC_CARD_PF, 2);
	tools_napis(test, 0, 1);
}

static void vtc_tools_flags(struct kunit *test)
{
	unsigned int i;

	vtc_rig_port(1);
	for (i = 0; i < 2; i++) {
		struct net_device *netdev = i ? rig.vf[0] : rig.pf;

		KUNIT_EXPECT_TRUE(test, netdev->priv_flags & IFF_UNICAST_FLT);
		/* The stack's own for Ethernet */
		KUNIT_EXPECT_TRUE(test, netdev->priv_flags & IFF_TX_SKB_SHARING);
		KUNIT_EXPECT_EQ(test, netdev->min_mtu, ETH_MIN_MTU);
		KUNIT_EXPECT_GE(test, netdev->watchdog_timeo, HZ);
	}
}

static struct kunit_case vtc_tools_cases[] = {
	KUNIT_CASE(vtc_tools_statistics),
	KUNIT_CASE(vtc_tools_rings),
	KUNIT_CASE(vtc_tools_rings_wrap),
	KUNIT_CASE(vtc_tools_long_frames),
	KUNIT_CASE(vtc_tools_channels),
	KUNIT_CASE(vtc_tools_no_irq_for_channels),
	KUNIT_CASE(vtc_tools_no_irq_to_open),
	KUNIT_CASE(vtc_tools_coalesce),
	KUNIT_CASE(vtc_tools_test),
	KUNIT_CASE(vtc_tools_dumps),
	KUNIT_CASE(vtc_tools_eeprom),
	KUNIT_CASE(vtc_tools_loopback),
	KUNIT_CASE(vtc_tools_pause),
	KUNIT_CASE(vtc_tools_rss),
	KUNIT_CASE(vtc_tools_napis),
	KUNIT_CASE(vtc_tools_flags),
	{}
};

static struct kunit_suite vtc_tools_suite = {
	.name = "vtc_tools",
	.suite_init = vtc_rig_suite_init,
	.init = vtc_rig_init,
	.exit = vtc_rig_exit,
	.test_cases = vtc_tools_cases,
};

kunit_test_suite(vtc_tools_suite);
