// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite admin: "ip link set PF vf N ...", from the command to the frame.
 */
#include <linux/delay.h>
#include <linux/etherdevice.h>
#include <linux/if_bridge.h>
#include <linux/if_vlan.h>
#include <linux/rtnetlink.h>
#include <net/netlink.h>
#include "rig.h"
#include "../common/regs_82576.h"

#define ADMIN_VFS	3
#define UNTAGGED	VTC_CHIP_UNTAGGED

static const u8 admin_mac[ETH_ALEN] = { 2, 0, 0, 0, 0, 0x77 };
static const u8 admin_group[ETH_ALEN] = { 1, 0, 0x5e, 1, 2, 3 };

static const struct net_device_ops *admin_ops(void)
{
	return rig.pf->netdev_ops;
}

static int admin_mac_of(int vf, const u8 *mac)
{
	u8 addr[ETH_ALEN];
	int err;

	ether_addr_copy(addr, mac);
	rtnl_lock();
	err = admin_ops()->ndo_set_vf_mac(rig.pf, vf, addr);
	rtnl_unlock();
	msleep(500);
	return err;
}

static int admin_vlan(int vf, u16 vid, u8 qos)
{
	int err;

	rtnl_lock();
	err = admin_ops()->ndo_set_vf_vlan(rig.pf, vf, vid, qos,
					   cpu_to_be16(ETH_P_8021Q));
	rtnl_unlock();
	msleep(500);
	return err;
}

static int admin_trust(int vf, bool on)
{
	int err;

	rtnl_lock();
	err = admin_ops()->ndo_set_vf_trust(rig.pf, vf, on);
	rtnl_unlock();
	msleep(500);
	return err;
}

static int admin_link(int vf, int state)
{
	int err;

	rtnl_lock();
	err = admin_ops()->ndo_set_vf_link_state(rig.pf, vf, state);
	rtnl_unlock();
	msleep(500);
	return err;
}

static int admin_rate(int vf, int min, int max)
{
	int err;

	rtnl_lock();
	err = admin_ops()->ndo_set_vf_rate(rig.pf, vf, min, max);
	rtnl_unlock();
	return err;
}

static int admin_spoofchk(int vf, bool on)
{
	int err;

	rtnl_lock();
	err = admin_ops()->ndo_set_vf_spoofchk(rig.pf, vf, on);
	rtnl_unlock();
	return err;
}

static int admin_get(int vf, struct ifla_vf_info *ivi)
{
	int err;

	memset(ivi, 0, sizeof(*ivi));
	rtnl_lock();
	err = admin_ops()->ndo_get_vf_config(rig.pf, vf, ivi);
	rtnl_unlock();
	return err;
}

static int admin_change_mac(struct net_device *netdev, const u8 *mac)
{
	struct sockaddr sa = { .sa_family = netdev->type };
	int err;

	ether_addr_copy(sa.sa_data, mac);
	rtnl_lock();
	err = dev_set_mac_address(netdev, &sa, NULL);
	rtnl_unlock();
	msleep(500);
	return err;
}

static void admin_promisc(struct net_device *netdev, int inc)
{
	rtnl_lock();
	dev_set_promiscuity(netdev, inc);
	rtnl_unlock();
	msleep(500);
}

static void vtc_admin_mac(struct kunit *test)
{
	u8 before[ETH_ALEN], other[ETH_ALEN] = { 2, 0, 0, 0, 0, 0x78 };
	struct ifla_vf_info ivi;

	vtc_rig_port(ADMIN_VFS);
	ether_addr_copy(before, rig.vf[0]->dev_addr);
	KUNIT_EXPECT_EQ(test, admin_mac_of(0, admin_mac), 0);
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(rig.vf[0]->dev_addr, admin_mac));
	KUNIT_EXPECT_EQ(test, admin_get(0, &ivi), 0);
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(ivi.mac, admin_mac));
	vtc_rig_expect_all_reach(ADMIN_VFS);
	vtc_rig_forget();
	vtc_rig_send(RIG_WIRE, before, UNTAGGED, 200);
	KUNIT_EXPECT_EQ(test, vtc_rig_count(200), 0);
	/* It is the administrator's now */
	KUNIT_EXPECT_NE(test, admin_change_mac(rig.vf[0], other), 0);
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(rig.vf[0]->dev_addr, admin_mac));
	/* One of its own choice is taken from a VF that may, but not another's */
	KUNIT_EXPECT_EQ(test, admin_change_mac(rig.vf[1], other), 0);
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(RIG_WIRE, 1, UNTAGGED));
	KUNIT_EXPECT_NE(test, admin_change_mac(rig.vf[2], other), 0);
	KUNIT_EXPECT_NE(test, admin_change_mac(rig.vf[2], admin_mac), 0);
	KUNIT_EXPECT_NE(test, admin_change_mac(rig.vf[2], vtc_rig_mac), 0);
	vtc_rig_expect_all_reach(ADMIN_VFS);
}

static void vtc_admin_vlan(struct kunit *test)
{
	const struct vtc_rig_seen *s;
	struct ifla_vf_info ivi;

	vtc_rig_port(ADMIN_VFS);
	KUNIT_EXPECT_EQ(test, admin_vlan(0, 100, 3), 0);
	KUNIT_EXPECT_EQ(test, admin_vlan(1, 100, 0), 0);
	KUNIT_EXPECT_EQ(test, admin_get(0, &ivi), 0);
	KUNIT_EXPECT_EQ(test, ivi.vlan, 100);
	KUNIT_EXPECT_EQ(test, ivi.qos, 3);
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(0, RIG_WIRE, UNTAGGED));
	s = &rig.seen[0];
	KUNIT_EXPECT_EQ(test, s->vid, 3 << VLAN_PRIO_SHIFT | 100);
	/* In comes what has the tag, without it */
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(RIG_WIRE, 0, 100));
	KUNIT_EXPECT_EQ(test, rig.seen[0].vid, UNTAGGED);
	KUNIT_EXPECT_FALSE(test, vtc_rig_reaches(RIG_WIRE, 0, UNTAGGED));
	KUNIT_EXPECT_FALSE(test, vtc_rig_reaches(RIG_WIRE, 0, 101));
	KUNIT_EXPECT_FALSE(test, vtc_rig_reaches(2, 0, UNTAGGED));
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(1, 0, UNTAGGED));
	/* A group of one VLAN */
	vtc_rig_forget();
	vtc_rig_send(RIG_WIRE, vtc_rig_all, 100, 201);
	KUNIT_EXPECT_EQ(test, vtc_rig_count(201), 2);
	KUNIT_EXPECT_EQ(test, admin_vlan(0, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, admin_vlan(1, 0, 0), 0);
	vtc_rig_expect_all_reach(ADMIN_VFS);
}

static void vtc_admin_trust(struct kunit *test)
{
	static const u8 unknown[ETH_ALEN] = { 2, 5, 5, 5, 5, 5 };

	vtc_rig_port(ADMIN_VFS);
	admin_promisc(rig.vf[0], 1);
	vtc_rig_forget();
	vtc_rig_send(RIG_WIRE, unknown, UNTAGGED, 1);
	KUNIT_EXPECT_NULL(test, vtc_rig_got(0, 1));
	KUNIT_EXPECT_EQ(test, admin_trust(0, true), 0);
	admin_promisc(rig.vf[0], -1);
	admin_promisc(rig.vf[0], 1);
	vtc_rig_send(RIG_WIRE, unknown, UNTAGGED, 2);
	KUNIT_EXPECT_NOT_NULL(test, vtc_rig_got(0, 2));
	KUNIT_EXPECT_EQ(test, vtc_rig_count(2), 1);
	KUNIT_EXPECT_EQ(test, admin_trust(0, false), 0);
	vtc_rig_send(RIG_WIRE, unknown, UNTAGGED, 3);
	KUNIT_EXPECT_EQ(test, vtc_rig_count(3), 0);
}

static void vtc_admin_link(struct kunit *test)
{
	vtc_rig_port(ADMIN_VFS);
	KUNIT_EXPECT_EQ(test, admin_link(0, IFLA_VF_LINK_STATE_DISABLE), 0);
	KUNIT_EXPECT_FALSE(test, netif_carrier_ok(rig.vf[0]));
	KUNIT_EXPECT_TRUE(test, netif_carrier_ok(rig.vf[1]));
	vtc_rig_forget();
	vtc_rig_send(RIG_WIRE, vtc_rig_all, UNTAGGED, 1);
	KUNIT_EXPECT_EQ(test, vtc_rig_count(1), ADMIN_VFS);
	KUNIT_EXPECT_EQ(test, admin_link(0, IFLA_VF_LINK_STATE_ENABLE), 0);
	vtc_card_set_cable(rig.card, false);
	msleep(3000);
	KUNIT_EXPECT_TRUE(test, netif_carrier_ok(rig.vf[0]));
	KUNIT_EXPECT_FALSE(test, netif_carrier_ok(rig.vf[1]));
	/* Among themselves VFs need no cable */
	KUNIT_EXPECT_EQ(test, admin_link(1, IFLA_VF_LINK_STATE_ENABLE), 0);
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(0, 1, UNTAGGED));
	KUNIT_EXPECT_EQ(test, admin_link(0, IFLA_VF_LINK_STATE_AUTO), 0);
	KUNIT_EXPECT_FALSE(test, netif_carrier_ok(rig.vf[0]));
}

static void vtc_admin_registers(struct kunit *test)
{
	struct ifla_vf_info ivi;
	unsigned int q;

	vtc_rig_port(ADMIN_VFS);
	KUNIT_EXPECT_EQ(test, FIELD_GET(VTC_DTXSWC_MACAS, vtc_rig_reg(VTC_DTXSWC)) & 7, 7);
	KUNIT_EXPECT_EQ(test, admin_spoofchk(1, false), 0);
	KUNIT_EXPECT_EQ(test, FIELD_GET(VTC_DTXSWC_MACAS, vtc_rig_reg(VTC_DTXSWC)) & 7, 5);
	KUNIT_EXPECT_EQ(test, FIELD_GET(VTC_DTXSWC_VLANAS, vtc_rig_reg(VTC_DTXSWC)) & 7, 5);
	KUNIT_EXPECT_EQ(test, admin_get(1, &ivi), 0);
	KUNIT_EXPECT_EQ(test, ivi.spoofchk, 0);
	KUNIT_EXPECT_EQ(test, admin_rate(2, 0, 100), 0);
	for (q = 0; q < VTC_CARD_QUEUES; q++)
		KUNIT_EXPECT_EQ_MSG(test, !!(rig.card->rate[q] & VTC_RTTBCNRC_ENA),
				    q % VTC_CARD_VFS == 2, "queue %u", q);
	KUNIT_EXPECT_EQ(test, admin_get(2, &ivi), 0);
	KUNIT_EXPECT_EQ(test, ivi.max_tx_rate, 100);
	KUNIT_EXPECT_EQ(test, admin_rate(2, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, rig.card->rate[2] | rig.card->rate[10], 0);
}

static void vtc_admin_bad(struct kunit *test)
{
	struct ifla_vf_info ivi;

	vtc_rig_port(1);
	KUNIT_EXPECT_EQ(test, admin_mac_of(1, admin_mac), -EINVAL);
	KUNIT_EXPECT_EQ(test, admin_mac_of(-1, admin_mac), -EINVAL);
	KUNIT_EXPECT_EQ(test, admin_mac_of(0, admin_group), -EINVAL);
	KUNIT_EXPECT_EQ(test, admin_vlan(0, 4096, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, admin_vlan(0, 5, 8), -EINVAL);
	KUNIT_EXPECT_EQ(test, admin_vlan(1, 5, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, admin_trust(1, true), -EINVAL);
	KUNIT_EXPECT_EQ(test, admin_link(0, 3), -EINVAL);
	KUNIT_EXPECT_EQ(test, admin_link(1, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, admin_spoofchk(1, true), -EINVAL);
	KUNIT_EXPECT_NE(test, admin_rate(0, 10, 0), 0);
	KUNIT_EXPECT_NE(test, admin_rate(0, 0, 5000), 0);
	KUNIT_EXPECT_EQ(test, admin_rate(1, 0, 10), -EINVAL);
	KUNIT_EXPECT_EQ(test, admin_get(1, &ivi), -EINVAL);
	KUNIT_EXPECT_EQ(test, admin_get(0, &ivi), 0);
	KUNIT_EXPECT_EQ(test, ivi.vlan, 0);
	KUNIT_EXPECT_EQ(test, ivi.max_tx_rate, 0);
}

/* Whoever comes next gets the defaults */
static void vtc_admin_forgets(struct kunit *test)
{
	struct ifla_vf_info ivi;

	vtc_rig_port(1);
	KUNIT_EXPECT_EQ(test, admin_mac_of(0, admin_mac), 0);
	KUNIT_EXPECT_EQ(test, admin_vlan(0, 100, 0), 0);
	KUNIT_EXPECT_EQ(test, admin_trust(0, true), 0);
	KUNIT_ASSERT_EQ(test, vtc_rig_set_vfs(0), 0);
	KUNIT_ASSERT_EQ(test, vtc_rig_set_vfs(2), 2);
	KUNIT_EXPECT_EQ(test, admin_get(0, &ivi), 0);
	KUNIT_EXPECT_EQ(test, ivi.vlan, 0);
	KUNIT_EXPECT_EQ(test, ivi.trusted, 0);
	KUNIT_EXPECT_EQ(test, ivi.spoofchk, 1);
	KUNIT_EXPECT_FALSE(test, ether_addr_equal(ivi.mac, admin_mac));
}

/* What a function asks for itself: groups, VLANs, addresses */
static void admin_filters(struct kunit *test, unsigned int who)
{
	static const u8 second[ETH_ALEN] = { 2, 0, 0, 0, 0, 0x79 };
	struct net_device *netdev = vtc_rig_of(who);

	vtc_rig_forget();
	vtc_rig_send(RIG_WIRE, admin_group, UNTAGGED, 1);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, dev_mc_add(netdev, admin_group), 0);
	KUNIT_EXPECT_EQ(test, dev_uc_add(netdev, second), 0);
	KUNIT_EXPECT_EQ(test, vlan_vid_add(netdev, cpu_to_be16(ETH_P_8021Q), 7), 0);
	rtnl_unlock();
	msleep(500);
	vtc_rig_send(RIG_WIRE, admin_group, UNTAGGED, 2);
	vtc_rig_send(RIG_WIRE, second, UNTAGGED, 3);
	vtc_rig_send(RIG_WIRE, netdev->dev_addr, 7, 4);
	vtc_rig_send(RIG_WIRE, netdev->dev_addr, 8, 5);
	vtc_rig_send(who, vtc_rig_partner, 7, 6);
	rtnl_lock();
	dev_mc_del(netdev, admin_group);
	dev_uc_del(netdev, second);
	vlan_vid_del(netdev, cpu_to_be16(ETH_P_8021Q), 7);
	rtnl_unlock();
	msleep(500);
	vtc_rig_send(RIG_WIRE, admin_group, UNTAGGED, 7);
	vtc_rig_send(RIG_WIRE, second, UNTAGGED, 8);
	vtc_rig_send(RIG_WIRE, netdev->dev_addr, 7, 9);
	KUNIT_EXPECT_EQ(test, vtc_rig_count(1), 0);
	KUNIT_EXPECT_NOT_NULL(test, vtc_rig_got(who, 2));
	KUNIT_EXPECT_NOT_NULL(test, vtc_rig_got(who, 3));
	KUNIT_ASSERT_NOT_NULL(test, vtc_rig_got(who, 4));
	KUNIT_EXPECT_EQ(test, vtc_rig_got(who, 4)->vid, 7);
	KUNIT_EXPECT_EQ(test, vtc_rig_count(5), 0);
	KUNIT_ASSERT_NOT_NULL(test, vtc_rig_got(RIG_WIRE, 6));
	KUNIT_EXPECT_EQ(test, vtc_rig_got(RIG_WIRE, 6)->vid, 7);
	KUNIT_EXPECT_EQ(test, vtc_rig_count(7), 0);
	KUNIT_EXPECT_EQ(test, vtc_rig_count(8), 0);
	KUNIT_EXPECT_EQ(test, vtc_rig_count(9), 0);
}

static void vtc_admin_filters(struct kunit *test)
{
	vtc_rig_port(0);
	admin_filters(test, VTC_CARD_PF);
	KUNIT_ASSERT_EQ(test, vtc_rig_set_vfs(2), 2);
	KUNIT_ASSERT_EQ(test, vtc_rig_up(rig.vf[1]), 0);
	admin_filters(test, VTC_CARD_PF);
	admin_filters(test, 1);
}

static void vtc_admin_pf_promisc(struct kunit *test)
{
	static const u8 unknown[ETH_ALEN] = { 2, 5, 5, 5, 5, 5 };
	unsigned int vfs;

	vtc_rig_port(0);
	for (vfs = 0; vfs <= 1; vfs++) {
		if (vfs)
			KUNIT_ASSERT_EQ(test, vtc_rig_set_vfs(vfs), vfs);
		admin_promisc(rig.pf, 1);
		vtc_rig_forget();
		vtc_rig_send(RIG_WIRE, unknown, UNTAGGED, 1);
		vtc_rig_send(RIG_WIRE, admin_group, UNTAGGED, 2);
		vtc_rig_send(RIG_WIRE, rig.pf->dev_addr, 9, 3);
		admin_promisc(rig.pf, -1);
		vtc_rig_send(RIG_WIRE, unknown, UNTAGGED, 4);
		vtc_rig_send(RIG_WIRE, admin_group, UNTAGGED, 5);
		vtc_rig_send(RIG_WIRE, rig.pf->dev_addr, 9, 6);
		KUNIT_EXPECT_NOT_NULL(test, vtc_rig_got(VTC_CARD_PF, 1));
		KUNIT_EXPECT_NOT_NULL(test, vtc_rig_got(VTC_CARD_PF, 2));
		KUNIT_EXPECT_NOT_NULL(test, vtc_rig_got(VTC_CARD_PF, 3));
		KUNIT_EXPECT_EQ(test, vtc_rig_count(4) + vtc_rig_count(5) +
				      vtc_rig_count(6), 0);
	}
	KUNIT_EXPECT_EQ(test, admin_change_mac(rig.pf, admin_mac), 0);
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(RIG_WIRE, VTC_CARD_PF, UNTAGGED));
	vtc_rig_send(RIG_WIRE, vtc_rig_mac, UNTAGGED, 7);
	KUNIT_EXPECT_EQ(test, vtc_rig_count(7), 0);
	KUNIT_EXPECT_EQ(test, admin_change_mac(rig.pf, admin_group), -EADDRNOTAVAIL);
}

/* "bridge link set dev PF hwmode ..." */
static int admin_set_mode(struct sk_buff *skb, u16 mode)
{
	struct nlmsghdr *nlh;
	struct nlattr *nest;
	int err;

	skb_trim(skb, 0);
	nlh = nlmsg_put(skb, 0, 0, RTM_SETLINK, sizeof(struct ifinfomsg), 0);
	nest = nla_nest_start(skb, IFLA_AF_SPEC);
	nla_put_u16(skb, IFLA_BRIDGE_MODE, mode);
	nla_nest_end(skb, nest);
	nlmsg_end(skb, nlh);
	rtnl_lock();
	err = admin_ops()->ndo_bridge_setlink(rig.pf, nlh, 0, NULL);
	rtnl_unlock();
	return err;
}

/* What "bridge link show" is told; the stack asks in a reader's section of RCU */
static u16 admin_get_mode(struct sk_buff *skb)
{
	struct nlattr *attr;
	int err;

	skb_trim(skb, 0);
	rtnl_lock();
	rcu_read_lock();
	err = admin_ops()->ndo_bridge_getlink(skb, 0, 0, rig.pf, RTEXT_FILTER_BRVLAN, 0);
	rcu_read_unlock();
	rtnl_unlock();
	KUNIT_EXPECT_GE(rig.test, err, 0);
	attr = nlmsg_find_attr(nlmsg_hdr(skb), sizeof(struct ifinfomsg), IFLA_AF_SPEC);
	if (attr)
		attr = nla_find_nested(attr, IFLA_BRIDGE_MODE);
	return attr ? nla_get_u16(attr) : BRIDGE_MODE_UNDEF;
}

static void vtc_admin_hwmode(struct kunit *test)
{
	struct sk_buff *skb = nlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	vtc_rig_port(2);
	KUNIT_EXPECT_EQ(test, admin_get_mode(skb), BRIDGE_MODE_VEB);
	KUNIT_EXPECT_EQ(test, admin_set_mode(skb, BRIDGE_MODE_VEPA), 0);
	KUNIT_EXPECT_EQ(test, admin_get_mode(skb), BRIDGE_MODE_VEPA);
	/* Everything goes out to the wire, whose switch sends it back */
	KUNIT_EXPECT_FALSE(test, vtc_rig_reaches(0, 1, UNTAGGED));
	KUNIT_EXPECT_NOT_NULL(test, vtc_rig_got(RIG_WIRE, rig.seen[0].mark));
	KUNIT_EXPECT_TRUE(test, vtc_rig_reaches(RIG_WIRE, 1, UNTAGGED));
	KUNIT_EXPECT_NE(test, admin_set_mode(skb, 7), 0);
	KUNIT_EXPECT_EQ(test, admin_get_mode(skb), BRIDGE_MODE_VEPA);
	KUNIT_EXPECT_EQ(test, admin_set_mode(skb, BRIDGE_MODE_VEB), 0);
	vtc_rig_expect_all_reach(2);
	kfree_skb(skb);
}

static struct kunit_case vtc_admin_cases[] = {
	KUNIT_CASE(vtc_admin_mac),
	KUNIT_CASE(vtc_admin_vlan),
	KUNIT_CASE(vtc_admin_trust),
	KUNIT_CASE(vtc_admin_link),
	KUNIT_CASE(vtc_admin_registers),
	KUNIT_CASE(vtc_admin_bad),
	KUNIT_CASE(vtc_admin_forgets),
	KUNIT_CASE(vtc_admin_filters),
	KUNIT_CASE(vtc_admin_pf_promisc),
	KUNIT_CASE(vtc_admin_hwmode),
	{}
};

static struct kunit_suite vtc_admin_suite = {
	.name = "vtc_admin",
	.suite_init = vtc_rig_suite_init,
	.init = vtc_rig_init,
	.exit = vtc_rig_exit,
	.test_cases = vtc_admin_cases,
};

kunit_test_suite(vtc_admin_suite);
