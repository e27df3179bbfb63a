// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite resets: whatever happens to a port, it is afterwards what it was before.
 */
#include <linux/delay.h>
#include <linux/ethtool.h>
#include <linux/rtnetlink.h>
#include "rig.h"
#include "../common/regs_82576.h"

#define RESETS_VFS	2
#define RESETS_VID	100

struct vtc_resets_way {
	const char *name;
	void (*happen)(void);
};

static void resets_flr_pf(void)
{
	KUNIT_EXPECT_EQ(rig.test, pci_reset_function(rig.pdev), 0);
}

static void resets_flr_vf(void)
{
	KUNIT_EXPECT_EQ(rig.test, pci_reset_function(vtc_bus_vf(0)), 0);
}

static void resets_mtu(void)
{
	rtnl_lock();
	KUNIT_EXPECT_EQ(rig.test, dev_set_mtu(rig.pf, 4000), 0);
	KUNIT_EXPECT_EQ(rig.test, dev_set_mtu(rig.vf[0], 3000), 0);
	rtnl_unlock();
}

static void resets_down_up(void)
{
	vtc_rig_down(rig.pf);
	vtc_rig_down(rig.vf[0]);
	KUNIT_EXPECT_EQ(rig.test, vtc_rig_up(rig.pf), 0);
	KUNIT_EXPECT_EQ(rig.test, vtc_rig_up(rig.vf[0]), 0);
}

static void resets_timeout(struct net_device *netdev)
{
	netif_tx_lock_bh(netdev);
	netdev->netdev_ops->ndo_tx_timeout(netdev, 0);
	netif_tx_unlock_bh(netdev);
}

static void resets_timeout_pf(void)
{
	resets_timeout(rig.pf);
}

static void resets_timeout_vf(void)
{
	resets_timeout(rig.vf[0]);
}

/* As the PCI core does, which the errors of a real bus would have called */
static void resets_errors(struct pci_dev *pdev)
{
	const struct pci_error_handlers *h =
		to_pci_driver(pdev->dev.driver)->err_handler;

	device_lock(&pdev->dev);
	KUNIT_EXPECT_EQ(rig.test, h->error_detected(pdev, pci_channel_io_normal),
			PCI_ERS_RESULT_CAN_RECOVER);
	h->resume(pdev);
	KUNIT_EXPECT_EQ(rig.test, h->error_detected(pdev, pci_channel_io_frozen),
			PCI_ERS_RESULT_NEED_RESET);
	KUNIT_EXPECT_EQ(rig.test, h->slot_reset(pdev), PCI_ERS_RESULT_RECOVERED);
	h->resume(pdev);
	device_unlock(&pdev->dev);
}

static void resets_errors_pf(void)
{
	resets_errors(rig.pdev);
}

static void resets_errors_vf(void)
{
	resets_errors(vtc_bus_vf(0));
}

static void resets_rings(struct net_device *netdev)
{
	const struct ethtool_ops *ops = netdev->ethtool_ops;
	struct kernel_ethtool_ringparam kring = { };
	struct ethtool_ringparam ring = { };
	u32 rx, tx;

	rtnl_lock();
	ops->get_ringparam(netdev, &ring, &kring, NULL);
	rx = ring.rx_pending;
	tx = ring.tx_pending;
	ring.rx_pending = rx / 2;
	ring.tx_pending = tx * 2;
	KUNIT_EXPECT_EQ(rig.test, ops->set_ringparam(netdev, &ring, &kring, NULL), 0);
	ops->get_ringparam(netdev, &ring, &kring, NULL);
	KUNIT_EXPECT_EQ(rig.test, ring.rx_pending, rx / 2);
	KUNIT_EXPECT_EQ(rig.test, ring.tx_pending, tx * 2);
	rtnl_unlock();
}

static void resets_rings_both(void)
{
	resets_rings(rig.pf);
	resets_rings(rig.vf[0]);
}

static void resets_test(void)
{
	struct ethtool_test test = { .flags = ETH_TEST_FL_OFFLINE };
	u64 data[16] = { };

	rtnl_lock();
	rig.pf->ethtool_ops->self_test(rig.pf, &test, data);
	rtnl_unlock();
	/* VFs are in use: the chip is not to be had for itself */
	KUNIT_EXPECT_TRUE(rig.test, test.flags & ETH_TEST_FL_FAILED);
	KUNIT_EXPECT_EQ(rig.test, data[0], EBUSY);
}

/* The system sleeps and wakes: the PF goes last and comes first */
static void resets_sleep(void)
{
	struct pci_dev *vf = vtc_bus_vf(0);

	KUNIT_EXPECT_EQ(rig.test, vf->dev.driver->pm->suspend(&vf->dev), 0);
	KUNIT_EXPECT_EQ(rig.test, rig.pdev->dev.driver->pm->suspend(&rig.pdev->dev), 0);
	KUNIT_EXPECT_EQ(rig.test, rig.card->pf_irq.eims, 0);
	KUNIT_EXPECT_EQ(rig.test, vtc_rig_reg(VTC_VFRE), 0);
	KUNIT_EXPECT_EQ(rig.test, rig.pdev->dev.driver->pm->resume(&rig.pdev->dev), 0);
	KUNIT_EXPECT_EQ(rig.test, vf->dev.driver->pm->resume(&vf->dev), 0);
}

static void resets_flr_all(void)
{
	resets_flr_vf();
	resets_flr_pf();
	resets_flr_vf();
}

static const struct vtc_resets_way vtc_resets_ways[] = {
	{ "reset of the PF's function", resets_flr_pf },
	{ "reset of a VF's function", resets_flr_vf },
	{ "both", resets_flr_all },
	{ "MTU", resets_mtu },
	{ "down and up", resets_down_up },
	{ "a queue of the PF hangs", resets_timeout_pf },
	{ "a queue of a VF hangs", resets_timeout_vf },
	{ "errors of the bus at the PF", resets_errors_pf },
	{ "errors of the bus at a VF", resets_errors_vf },
	{ "sleep", resets_sleep },
	{ "rings", resets_rings_both },
	{ "self-test", resets_test },
};

KUNIT_ARRAY_PARAM_DESC(vtc_resets_way, vtc_resets_ways, name);

static void resets_set(void)
{
	static u8 mac[ETH_ALEN] = { 2, 0, 0, 0, 0, 0x77 };
	const struct net_device_ops *ops = rig.pf->netdev_ops;

	rtnl_lock();
	KUNIT_EXPECT_EQ(rig.test, ops->ndo_set_vf_mac(rig.pf, 0, mac), 0);
	KUNIT_EXPECT_EQ(rig.test, ops->ndo_set_vf_vlan(rig.pf, 1, RESETS_VID, 0,
						       cpu_to_be16(ETH_P_8021Q)), 0);
	KUNIT_EXPECT_EQ(rig.test, ops->ndo_set_vf_spoofchk(rig.pf, 1, false), 0);
	rtnl_unlock();
	msleep(1000);
}

static void resets_expect(struct kunit *test)
{
	static const u8 mac[ETH_ALEN] = { 2, 0, 0, 0, 0, 0x77 };

	KUNIT_EXPECT_TRUE(test, netif_carrier_ok(rig.pf));
	KUNIT_EXPECT_TRUE(test, netif_carrier_ok(rig.vf[0]));
	KUNIT_EXPECT_TRUE(test, netif_carrier_ok(rig.vf[1]));
	KUNIT_EXPECT_MEMEQ(test, rig.vf[0]->dev_addr, mac, ETH_ALEN);
	vtc_rig_expect_all_reach(1);
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(RIG_WIRE, 1, RESETS_VID));
	KUNIT_EXPECT_FALSE(test, vtc_rig_reaches(RIG_WIRE, 1, VTC_CHIP_UNTAGGED));
	KUNIT_EXPECT_FALSE(test, vtc_rig_reaches(0, 1, VTC_CHIP_UNTAGGED));
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(1, RIG_WIRE, VTC_CHIP_UNTAGGED));
	KUNIT_EXPECT_EQ(test, rig.seen[0].vid, RESETS_VID);
	KUNIT_EXPECT_EQ(test, FIELD_GET(VTC_DTXSWC_MACAS, vtc_rig_reg(VTC_DTXSWC)) & 3, 1);
	KUNIT_EXPECT_TRUE(test, vtc_rig_reg(VTC_CTRL_EXT) & VTC_CTRL_EXT_DRV_LOAD);
	KUNIT_EXPECT_TRUE(test, vtc_rig_reg(VTC_CTRL_EXT) & VTC_CTRL_EXT_PFRSTD);
}

static void vtc_resets_leave_all_as_it_was(struct kunit *test)
{
	const struct vtc_resets_way *way = test->param_value;

	vtc_rig_port(RESETS_VFS);
	resets_set();
	resets_expect(test);
	way->happen();
	msleep(6000);
	resets_expect(test);
}

/* A VF's configuration is its user's, and not what it was when it was found */
static void vtc_resets_keep_configuration(struct kunit *test)
{
	vtc_rig_port(RESETS_VFS);
	pci_clear_master(vtc_bus_vf(1));
	resets_flr_pf();
	KUNIT_EXPECT_TRUE(test, vtc_bus_is_master(VTC_CARD_PF));
	KUNIT_EXPECT_TRUE(test, vtc_bus_is_master(0));
	KUNIT_EXPECT_FALSE(test, vtc_bus_is_master(1));
}

/* A queue whose frames never leave: they are lost with the reset, and those that
 * come after it are not.
 */
static void resets_hang(struct kunit *test, unsigned int who)
{
	struct net_device *netdev = vtc_rig_of(who);

	vtc_rig_forget();
	rig.card->hold_tx = true;
	vtc_rig_send(who, vtc_rig_partner, VTC_CHIP_UNTAGGED, 200);
	KUNIT_EXPECT_EQ(test, rig.n_seen, 0);
	resets_timeout(netdev);
	msleep(6000);
	rig.card->hold_tx = false;
	vtc_rig_send(who, vtc_rig_partner, VTC_CHIP_UNTAGGED, 201);
	KUNIT_EXPECT_EQ(test, vtc_rig_count(200), 0);
	KUNIT_EXPECT_EQ(test, vtc_rig_count(201), 1);
	KUNIT_EXPECT_TRUE(test, netif_carrier_ok(netdev));
}

static void vtc_resets_a_queue_that_hangs(struct kunit *test)
{
	vtc_rig_port(1);
	resets_hang(test, VTC_CARD_PF);
	resets_hang(test, 0);
	vtc_rig_expect_all_reach(1);
}

/* Who runs next must find nothing that could write into memory */
static void vtc_resets_shutdown(struct kunit *test)
{
	unsigned int vf;

	vtc_rig_port(RESETS_VFS);
	for (vf = 0; vf < RESETS_VFS; vf++)
		to_pci_driver(vtc_bus_vf(vf)->dev.driver)->shutdown(vtc_bus_vf(vf));
	to_pci_driver(rig.pdev->dev.driver)->shutdown(rig.pdev);
	KUNIT_EXPECT_FALSE(test, vtc_bus_is_master(VTC_CARD_PF));
	KUNIT_EXPECT_FALSE(test, vtc_bus_is_master(0));
	KUNIT_EXPECT_FALSE(test, vtc_bus_is_master(1));
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_VFRE), 0);
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_VFTE), 0);
	KUNIT_EXPECT_EQ(test, rig.card->pf_irq.eims, 0);
	KUNIT_EXPECT_EQ(test, rig.card->ims, 0);
	KUNIT_EXPECT_EQ(test, rig.card->irq[0].eims, 0);
	vtc_rig_expect_closed();
}

static struct kunit_case vtc_resets_cases[] = {
	KUNIT_CASE_PARAM(vtc_resets_leave_all_as_it_was, vtc_resets_way_gen_params),
	KUNIT_CASE(vtc_resets_keep_configuration),
	KUNIT_CASE(vtc_resets_a_queue_that_hangs),
	KUNIT_CASE(vtc_resets_shutdown),
	{}
};

static struct kunit_suite vtc_resets_suite = {
	.name = "vtc_resets",
	.suite_init = vtc_rig_suite_init,
	.init = vtc_rig_init,
	.exit = vtc_rig_exit,
	.test_cases = vtc_resets_cases,
};

kunit_test_suite(vtc_resets_suite);
