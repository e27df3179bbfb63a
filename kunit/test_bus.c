// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite bus: the modules as they are shipped on a card that is a program.
 */
#include <linux/delay.h>
#include <linux/etherdevice.h>
#include <linux/mii.h>
#include <linux/module.h>
#include <linux/rtnetlink.h>
#include "rig.h"
#include "../common/regs_82576.h"

static void vtc_bus_loads(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < 3; i++) {
		KUNIT_ASSERT_TRUE(test, vtc_rig_probe());
		KUNIT_EXPECT_TRUE(test, ether_addr_equal(rig.pf->dev_addr, vtc_rig_mac));
		KUNIT_EXPECT_FALSE(test, netif_carrier_ok(rig.pf));
		KUNIT_EXPECT_TRUE(test, vtc_rig_reg(VTC_CTRL_EXT) &
					VTC_CTRL_EXT_DRV_LOAD);
		vtc_rig_expect_closed();
		vtc_bus_unplug();
		KUNIT_EXPECT_EQ(test, vtc_bus_vectors_used(), 0);
		KUNIT_EXPECT_EQ(test, rig.card->ims, 0);
		KUNIT_EXPECT_EQ(test, rig.card->pf_irq.eims, 0);
		KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_VFRE), 0);
		KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_VFTE), 0);
	}
}

static void vtc_bus_carries(struct kunit *test)
{
	const struct vtc_rig_seen *s;

	rig.shipped = true;
	vtc_rig_port(0);
	KUNIT_EXPECT_TRUE(test, netif_carrier_ok(rig.pf));
	KUNIT_EXPECT_STREQ(test, vtc_rig_pools(),
			   "pool    of\n"
			   "none    PF  queue pairs 2 of 2  vectors 3\n");
	vtc_rig_send(VTC_CARD_PF, vtc_rig_partner, VTC_CHIP_UNTAGGED, 1);
	s = vtc_rig_got(RIG_WIRE, 1);
	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_EXPECT_EQ(test, s->len, 100);
	KUNIT_EXPECT_EQ(test, s->vid, VTC_CHIP_UNTAGGED);
	vtc_rig_send(RIG_WIRE, vtc_rig_mac, VTC_CHIP_UNTAGGED, 2);
	KUNIT_EXPECT_NOT_NULL(test, vtc_rig_got(VTC_CARD_PF, 2));
	vtc_rig_send(RIG_WIRE, vtc_rig_all, VTC_CHIP_UNTAGGED, 3);
	KUNIT_EXPECT_NOT_NULL(test, vtc_rig_got(VTC_CARD_PF, 3));
	vtc_rig_send(RIG_WIRE, vtc_rig_partner, VTC_CHIP_UNTAGGED, 4);
	KUNIT_EXPECT_EQ(test, vtc_rig_count(4), 0);
	vtc_rig_down(rig.pf);
	vtc_rig_expect_closed();
	KUNIT_EXPECT_FALSE(test, netif_carrier_ok(rig.pf));
}

static void vtc_bus_has_vfs(struct kunit *test)
{
	unsigned int n, vf;

	vtc_rig_port(0);
	for (n = 1; n <= 7; n++) {
		rig.shipped = n == 1;
		KUNIT_ASSERT_EQ(test, vtc_rig_set_vfs(n), n);
		KUNIT_EXPECT_EQ(test, vtc_rig_set_vfs(1), -EBUSY);
		for (vf = 0; vf < VTC_CARD_VFS; vf++)
			KUNIT_ASSERT_EQ(test, !!rig.vf[vf], vf < n);
		for (vf = 0; vf < n; vf++) {
			KUNIT_ASSERT_EQ(test, vtc_rig_up(rig.vf[vf]), 0);
			KUNIT_EXPECT_TRUE(test, netif_carrier_ok(rig.vf[vf]));
			/* One that is slow does not hold up the port */
			KUNIT_EXPECT_TRUE(test,
					  vtc_rig_reg(VTC_PF_RX_RING(vf) + VTC_RING_SRRCTL) &
					  VTC_SRRCTL_DROP_EN);
		}
		vtc_rig_forget();
		vtc_rig_send(0, rig.vf[n - 1]->dev_addr, VTC_CHIP_UNTAGGED, 1);
		vtc_rig_send(RIG_WIRE, rig.vf[n - 1]->dev_addr, VTC_CHIP_UNTAGGED, 2);
		vtc_rig_send(n - 1, vtc_rig_mac, VTC_CHIP_UNTAGGED, 3);
		vtc_rig_send(VTC_CARD_PF, rig.vf[0]->dev_addr, VTC_CHIP_UNTAGGED, 4);
		vtc_rig_send(n - 1, vtc_rig_partner, VTC_CHIP_UNTAGGED, 5);
		if (n > 1)
			KUNIT_EXPECT_NOT_NULL(test, vtc_rig_got(n - 1, 1));
		KUNIT_EXPECT_NOT_NULL(test, vtc_rig_got(n - 1, 2));
		KUNIT_EXPECT_NOT_NULL(test, vtc_rig_got(VTC_CARD_PF, 3));
		KUNIT_EXPECT_NOT_NULL(test, vtc_rig_got(0, 4));
		KUNIT_EXPECT_NOT_NULL(test, vtc_rig_got(RIG_WIRE, 5));
		KUNIT_EXPECT_EQ(test, vtc_rig_count(2), 1);
		KUNIT_EXPECT_EQ(test, vtc_rig_count(5), 1);
		vtc_rig_forget();
		vtc_rig_send(RIG_WIRE, vtc_rig_all, VTC_CHIP_UNTAGGED, 6);
		KUNIT_EXPECT_EQ(test, vtc_rig_count(6), n + 1);
		KUNIT_ASSERT_EQ(test, vtc_rig_set_vfs(0), 0);
		vtc_rig_send(RIG_WIRE, vtc_rig_mac, VTC_CHIP_UNTAGGED, 7);
		KUNIT_EXPECT_EQ(test, vtc_rig_count(7), 1);
	}
}

/* --- cards that are not to be had --- */

struct vtc_bus_fault {
	const char *name;
	void (*make)(struct vtc_card *card);
};

static void bus_bad_sum(struct vtc_card *card)
{
	card->nvm[0x3f]++;
}

static void bus_no_mac(struct vtc_card *card)
{
	memset(card->nvm, 0, 3 * sizeof(card->nvm[0]));
	vtc_card_seal_nvm(card);
}

static void bus_fiber(struct vtc_card *card)
{
	*vtc_card_reg(card, VTC_CTRL_EXT) |= VTC_CTRL_EXT_LINK_MODE;
}

static void bus_no_phy(struct vtc_card *card)
{
	card->phy[MII_PHYSID1] = 0xffff;
	card->phy[MII_PHYSID2] = 0xffff;
}

static void bus_no_speed(struct vtc_card *card)
{
	card->phy[MII_BMSR] = 0;
	card->phy[MII_ESTATUS] = 0;
}

static void bus_stuck(struct vtc_card *card)
{
	card->stuck = true;
}

static void bus_dead(struct vtc_card *card)
{
	/* It is in the list of devices, and its registers are not */
	card->deaf = true;
}

static const struct vtc_bus_fault vtc_bus_faults[] = {
	{ "checksum of the NVM", bus_bad_sum },
	{ "no address", bus_no_mac },
	{ "fiber", bus_fiber },
	{ "no PHY", bus_no_phy },
	{ "no speed", bus_no_speed },
	{ "no end of the reset", bus_stuck },
	{ "no answer", bus_dead },
};

KUNIT_ARRAY_PARAM_DESC(vtc_bus_fault, vtc_bus_faults, name);

/* Refused, with nothing left; and taken when it is repaired */
static void vtc_bus_refuses(struct kunit *test)
{
	const struct vtc_bus_fault *fault = test->param_value;
	struct pci_dev *pdev;

	fault->make(rig.card);
	pdev = vtc_bus_plug();
	KUNIT_ASSERT_NOT_NULL(test, pdev);
	KUNIT_EXPECT_NULL(test, pdev->dev.driver);
	KUNIT_EXPECT_NULL(test, vtc_rig_netdev(pdev));
	KUNIT_EXPECT_FALSE(test, pci_is_enabled(pdev));
	KUNIT_EXPECT_EQ(test, vtc_bus_vectors_used(), 0);
	vtc_bus_unplug();
	vtc_card_power_on(rig.card);
	KUNIT_EXPECT_TRUE(test, vtc_rig_probe());
}

static void vtc_bus_tells_of_pools(struct kunit *test)
{
	vtc_rig_port(3);
	KUNIT_EXPECT_STREQ(test, vtc_rig_pools(),
			   "pool    of\n"
			   "7       PF  queue pairs 2 of 2  vectors 1..2\n"
			   "2       VF 2\n"
			   "1       VF 1\n"
			   "0       VF 0\n");
}

/* All eight: the PF only administers them */
static void vtc_bus_gives_all_away(struct kunit *test)
{
	vtc_rig_port(8);
	KUNIT_EXPECT_STREQ(test, vtc_rig_pools(),
			   "pool    of\n"
			   "7       VF 7\n"
			   "6       VF 6\n"
			   "5       VF 5\n"
			   "4       VF 4\n"
			   "3       VF 3\n"
			   "2       VF 2\n"
			   "1       VF 1\n"
			   "0       VF 0\n");
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(0, 7, VTC_CHIP_UNTAGGED));
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(7, RIG_WIRE, VTC_CHIP_UNTAGGED));
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(RIG_WIRE, 7, VTC_CHIP_UNTAGGED));
	vtc_rig_forget();
	vtc_rig_send(VTC_CARD_PF, vtc_rig_partner, VTC_CHIP_UNTAGGED, 200);
	vtc_rig_send(RIG_WIRE, vtc_rig_mac, VTC_CHIP_UNTAGGED, 201);
	KUNIT_EXPECT_EQ(test, vtc_rig_count(200) + vtc_rig_count(201), 0);
	/* Up, and told that it is of no use, until it is down */
	KUNIT_EXPECT_TRUE(test, netif_dormant(rig.pf));
	vtc_rig_down(rig.pf);
	KUNIT_EXPECT_FALSE(test, netif_dormant(rig.pf));
	vtc_rig_up(rig.pf);
	KUNIT_EXPECT_TRUE(test, netif_dormant(rig.pf));
	KUNIT_ASSERT_EQ(test, vtc_rig_set_vfs(0), 0);
	KUNIT_EXPECT_FALSE(test, netif_dormant(rig.pf));
	msleep(3000);
	vtc_rig_expect_all_reach(0);
}

/* A queue whose frames do not leave stops, and nothing is lost when it goes on */
static void bus_fills(struct kunit *test, unsigned int who)
{
	unsigned int i, sent = 0;

	vtc_rig_forget();
	rig.card->hold_tx = true;
	for (i = 0; i < 2000 && !netif_xmit_stopped(netdev_get_tx_queue(vtc_rig_of(who), 0)) &&
	     !netif_xmit_stopped(netdev_get_tx_queue(vtc_rig_of(who), 1)); i++, sent++)
		vtc_rig_send_len(who, vtc_rig_partner, VTC_CHIP_UNTAGGED, 203, 60);
	KUNIT_EXPECT_GT(test, sent, 10);
	KUNIT_EXPECT_LT(test, sent, 2000);
	KUNIT_EXPECT_EQ(test, rig.n_seen, 0);
	vtc_card_release(rig.card);
	vtc_bus_settle();
	KUNIT_EXPECT_EQ(test, rig.n_seen, sent);
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(who, RIG_WIRE, VTC_CHIP_UNTAGGED));
}

static void vtc_bus_waits_for_room(struct kunit *test)
{
	vtc_rig_port(1);
	bus_fills(test, VTC_CARD_PF);
	bus_fills(test, 0);
}

/* A cable pulled and plugged, as everybody sees it */
static void vtc_bus_follows_the_cable(struct kunit *test)
{
	unsigned int i;

	vtc_rig_port(1);
	for (i = 0; i < 2; i++) {
		vtc_card_set_cable(rig.card, false);
		msleep(3000);
		KUNIT_EXPECT_FALSE(test, netif_carrier_ok(rig.pf));
		KUNIT_EXPECT_FALSE(test, netif_carrier_ok(rig.vf[0]));
		vtc_card_set_cable(rig.card, true);
		msleep(3000);
		KUNIT_EXPECT_TRUE(test, netif_carrier_ok(rig.pf));
		KUNIT_EXPECT_TRUE(test, netif_carrier_ok(rig.vf[0]));
	}
	vtc_rig_expect_all_reach(1);
}

/* The port stays alive for its VFs when its own interface goes down */
static void vtc_bus_serves_vfs_while_down(struct kunit *test)
{
	vtc_rig_port(2);
	vtc_rig_down(rig.pf);
	vtc_bus_settle();
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(0, 1, VTC_CHIP_UNTAGGED));
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(RIG_WIRE, 0, VTC_CHIP_UNTAGGED));
	KUNIT_EXPECT_FALSE(test, rig.card->phy[MII_BMCR] & BMCR_PDOWN);
	KUNIT_EXPECT_EQ(test, vtc_rig_set_vfs(0), 0);
	KUNIT_EXPECT_TRUE(test, rig.card->phy[MII_BMCR] & BMCR_PDOWN);
	vtc_rig_expect_closed();
}

/* A VF that a guest has stays when the PF's driver goes, and the next one adopts it */
static void vtc_bus_adopts_vfs(struct kunit *test)
{
	struct pci_dev *pdev;

	vtc_rig_port(2);
	pdev = vtc_bus_vf(0);
	device_release_driver(&pdev->dev);
	/* As the hypervisor says */
	pdev->dev_flags |= PCI_DEV_FLAGS_ASSIGNED;
	device_release_driver(&rig.pdev->dev);
	KUNIT_ASSERT_EQ(test, pci_num_vf(rig.pdev), 2);
	vtc_rig_expect_closed();
	KUNIT_EXPECT_EQ(test, device_attach(&rig.pdev->dev), 1);
	rig.pf = vtc_rig_netdev(rig.pdev);
	KUNIT_ASSERT_NOT_NULL(test, rig.pf);
	KUNIT_EXPECT_EQ(test, vtc_rig_up(rig.pf), 0);
	pdev->dev_flags &= ~PCI_DEV_FLAGS_ASSIGNED;
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	rig.vf[0] = vtc_rig_netdev(pdev);
	KUNIT_ASSERT_NOT_NULL(test, rig.vf[0]);
	KUNIT_EXPECT_EQ(test, vtc_rig_up(rig.vf[0]), 0);
	msleep(6000);
	vtc_rig_expect_all_reach(2);
}

/* Interrupts that cannot be had: that many are granted, and nothing is kept of it */
static void bus_open_without_interrupts(struct net_device *netdev, unsigned int n)
{
	vtc_rig_down(netdev);
	rig.card->irqs_left = n;
	KUNIT_EXPECT_EQ(rig.test, vtc_rig_up(netdev), -ENOSPC);
	rig.card->irqs_left = VTC_CARD_STAYS;
	KUNIT_EXPECT_EQ(rig.test, vtc_rig_up(netdev), 0);
	vtc_rig_expect_all_reach(1);
}

static void vtc_bus_without_interrupts(struct kunit *test)
{
	unsigned int n;

	for (n = 0; n < 2; n++) {
		rig.card->irqs_left = n;
		KUNIT_EXPECT_EQ(test, vtc_rig_probe(), n);
		if (!n)
			vtc_bus_unplug();
		KUNIT_EXPECT_EQ(test, !!vtc_bus_vectors_used(), n);
	}
	rig.card->irqs_left = VTC_CARD_STAYS;
	KUNIT_EXPECT_EQ(test, vtc_rig_up(rig.pf), 0);
	KUNIT_ASSERT_EQ(test, vtc_rig_set_vfs(1), 1);
	KUNIT_ASSERT_EQ(test, vtc_rig_up(rig.vf[0]), 0);
	for (n = 0; n < 2; n++)
		bus_open_without_interrupts(rig.pf, n);
	bus_open_without_interrupts(rig.vf[0], 0);
}

/* The driver of a VF goes and the VF stays: nothing is open for whoever is next */
static void vtc_bus_closes_behind_a_driver(struct kunit *test)
{
	unsigned int vf;

	vtc_rig_port(2);
	vtc_rig_down(rig.vf[1]);
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_VFRE) & 3, 3);
	for (vf = 0; vf < 2; vf++)
		device_release_driver(&vtc_bus_vf(vf)->dev);
	msleep(100);
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_VFRE) & 3, 0);
	KUNIT_EXPECT_EQ(test, vtc_rig_reg(VTC_VFTE) & 3, 0);
	for (vf = 0; vf < 2; vf++) {
		KUNIT_EXPECT_EQ(test, device_attach(&vtc_bus_vf(vf)->dev), 1);
		rig.vf[vf] = vtc_rig_netdev(vtc_bus_vf(vf));
		KUNIT_ASSERT_NOT_NULL(test, rig.vf[vf]);
		KUNIT_EXPECT_EQ(test, vtc_rig_up(rig.vf[vf]), 0);
	}
	KUNIT_EXPECT_TRUE(test, vtc_rig_gets(0, 1));
	KUNIT_EXPECT_TRUE(test, vtc_rig_gets(1, 0));
}

static struct kunit_case vtc_bus_cases[] = {
	KUNIT_CASE(vtc_bus_loads),
	KUNIT_CASE(vtc_bus_carries),
	KUNIT_CASE(vtc_bus_has_vfs),
	KUNIT_CASE_PARAM(vtc_bus_refuses, vtc_bus_fault_gen_params),
	KUNIT_CASE(vtc_bus_tells_of_pools),
	KUNIT_CASE(vtc_bus_gives_all_away),
	KUNIT_CASE(vtc_bus_waits_for_room),
	KUNIT_CASE(vtc_bus_follows_the_cable),
	KUNIT_CASE(vtc_bus_serves_vfs_while_down),
	KUNIT_CASE(vtc_bus_adopts_vfs),
	KUNIT_CASE(vtc_bus_without_interrupts),
	KUNIT_CASE(vtc_bus_closes_behind_a_driver),
	{}
};

static struct kunit_suite vtc_bus_suite = {
	.name = "vtc_bus",
	.suite_init = vtc_rig_suite_init,
	.init = vtc_rig_init,
	.exit = vtc_rig_exit,
	.test_cases = vtc_bus_cases,
};

kunit_test_suite(vtc_bus_suite);

unsigned int vtc_kunit_seed = 82576;
module_param_named(seed, vtc_kunit_seed, uint, 0444);
MODULE_PARM_DESC(seed, "Seed of the random cases");

MODULE_DESCRIPTION("KUnit suites of vtc with a whole card");
MODULE_LICENSE("GPL");
