// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite stations: macvlan interfaces with a pool of their own.
 *
 * Needs the PF's module with VMDQ=4: scripts/kunit/init loads it so and runs this
 * suite once more, since it failed when all were run.
 */
#include <linux/delay.h>
#include <linux/etherdevice.h>
#include <linux/file.h>
#include <linux/if_macvlan.h>
#include <linux/net.h>
#include <linux/rtnetlink.h>
#include <net/netlink.h>
#include "rig.h"
#include "../common/regs_82576.h"

#define STATIONS	3	/* that have a pool */
#define UNTAGGED	VTC_CHIP_UNTAGGED

/* To the kernel, as "ip" does */
static void stations_ask(struct sk_buff *skb)
{
	struct nlmsghdr *nlh = nlmsg_hdr(skb);
	struct kvec vec = { .iov_base = nlh, .iov_len = nlh->nlmsg_len };
	struct msghdr msg = { };
	struct socket *sock;
	struct file *file;

	nlh->nlmsg_len = skb->len;
	vec.iov_len = skb->len;
	KUNIT_ASSERT_EQ(rig.test, sock_create_kern(&init_net, AF_NETLINK, SOCK_RAW,
						   NETLINK_ROUTE, &sock), 0);
	/* Whose rights count are those of its file */
	file = sock_alloc_file(sock, O_RDWR, NULL);
	KUNIT_ASSERT_FALSE(rig.test, IS_ERR(file));
	kernel_sendmsg(sock, &msg, &vec, 1, vec.iov_len);
	fput(file);
	kfree_skb(skb);
}

static void stations_name(unsigned int i, char *name)
{
	snprintf(name, IFNAMSIZ, "up%u", i);
}

/* ip link add link PF upN address ... type macvlan mode bridge */
static void stations_add(unsigned int i)
{
	u8 mac[ETH_ALEN] = { 2, 0x5a, 0, 0, 0, i };
	struct ifinfomsg info = { .ifi_family = AF_UNSPEC };
	struct nlattr *link, *data;
	struct nlmsghdr *nlh;
	struct sk_buff *skb;
	char name[IFNAMSIZ];

	stations_name(i, name);
	skb = nlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(rig.test, skb);
	nlh = nlmsg_put(skb, 0, 0, RTM_NEWLINK, sizeof(info),
			NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL);
	*(struct ifinfomsg *)nlmsg_data(nlh) = info;
	nla_put_string(skb, IFLA_IFNAME, name);
	nla_put_u32(skb, IFLA_LINK, rig.pf->ifindex);
	nla_put(skb, IFLA_ADDRESS, ETH_ALEN, mac);
	link = nla_nest_start(skb, IFLA_LINKINFO);
	nla_put_string(skb, IFLA_INFO_KIND, "macvlan");
	data = nla_nest_start(skb, IFLA_INFO_DATA);
	nla_put_u32(skb, IFLA_MACVLAN_MODE, MACVLAN_MODE_BRIDGE);
	nla_nest_end(skb, data);
	nla_nest_end(skb, link);
	stations_ask(skb);
	rtnl_lock();
	rig.station[i] = __dev_get_by_name(&init_net, name);
	rtnl_unlock();
	KUNIT_ASSERT_NOT_NULL(rig.test, rig.station[i]);
	KUNIT_ASSERT_EQ(rig.test, vtc_rig_up(rig.station[i]), 0);
}

static void stations_del(unsigned int i)
{
	struct ifinfomsg info = { .ifi_family = AF_UNSPEC,
				  .ifi_index = rig.station[i]->ifindex };
	struct nlmsghdr *nlh;
	struct sk_buff *skb;

	skb = nlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(rig.test, skb);
	nlh = nlmsg_put(skb, 0, 0, RTM_DELLINK, sizeof(info), NLM_F_REQUEST);
	*(struct ifinfomsg *)nlmsg_data(nlh) = info;
	stations_ask(skb);
	rig.station[i] = NULL;
	vtc_bus_settle();
}

static bool stations_offload(bool on)
{
	rtnl_lock();
	if (on)
		rig.pf->wanted_features |= NETIF_F_HW_L2FW_DOFFLOAD;
	else
		rig.pf->wanted_features &= ~NETIF_F_HW_L2FW_DOFFLOAD;
	netdev_update_features(rig.pf);
	rtnl_unlock();
	vtc_bus_settle();
	return rig.pf->features & NETIF_F_HW_L2FW_DOFFLOAD;
}

static void stations_port(unsigned int n)
{
	unsigned int i;

	vtc_rig_port(0);
	KUNIT_ASSERT_TRUE_MSG(rig.test, rig.pf->hw_features & NETIF_F_HW_L2FW_DOFFLOAD,
			      "the PF's module was loaded without VMDQ=4");
	KUNIT_ASSERT_TRUE(rig.test, stations_offload(true));
	for (i = 0; i < n; i++)
		stations_add(i);
}

static bool stations_has_pool(unsigned int i)
{
	return macvlan_accel_priv(rig.station[i]);
}

/* Somebody gets it, and he sends: by his own queue if he has a pool */
static void stations_expect(struct kunit *test, unsigned int n, unsigned int vfs)
{
	unsigned int i, vf;

	for (i = 0; i < n; i++) {
		unsigned int who = RIG_STATION + i;

		KUNIT_EXPECT_TRUE_MSG(test, vtc_rig_gets(RIG_WIRE, who), "%u", i);
		KUNIT_EXPECT_TRUE_MSG(test, vtc_rig_gets(who, RIG_WIRE), "%u", i);
		for (vf = 0; vf < vfs; vf++) {
			KUNIT_EXPECT_TRUE_MSG(test, vtc_rig_gets(vf, who), "%u", i);
			KUNIT_EXPECT_TRUE_MSG(test, vtc_rig_gets(who, vf), "%u", i);
		}
	}
	KUNIT_EXPECT_TRUE(test, vtc_rig_gets(RIG_WIRE, VTC_CARD_PF));
	KUNIT_EXPECT_TRUE(test, vtc_rig_gets(VTC_CARD_PF, RIG_WIRE));
}

static unsigned int stations_queues_on(void)
{
	unsigned int q, on = 0;

	for (q = 0; q < VTC_CARD_QUEUES; q++)
		on += !!(vtc_rig_reg(VTC_PF_RX_RING(q) + VTC_RING_DCTL) &
			 VTC_DCTL_ENABLE);
	return on;
}

static void vtc_stations_have_pools(struct kunit *test)
{
	unsigned int i, alone;

	stations_port(0);
	alone = stations_queues_on();
	for (i = 0; i < STATIONS; i++) {
		stations_add(i);
		KUNIT_EXPECT_TRUE(test, stations_has_pool(i));
		KUNIT_EXPECT_GT(test, stations_queues_on(), alone + i);
	}
	KUNIT_EXPECT_STREQ(test, vtc_rig_pools(),
			   "pool    of\n"
			   "7       PF  queue pairs 2 of 2  vectors 1..2\n"
			   "6       station 0  up0  vector 3, 6  queue 2, 3\n"
			   "5       station 1  up1  vector 4, 7  queue 4, 5\n"
			   "4       station 2  up2  vector 5, 8  queue 6, 7\n");
	/* The last is queue 7 */
	KUNIT_EXPECT_EQ(test, rig.pf->real_num_tx_queues, 8);
	/* One that is slow does not hold up the port */
	for (i = 4; i < 7; i++)
		KUNIT_EXPECT_TRUE(test, vtc_rig_reg(VTC_PF_RX_RING(i) + VTC_RING_SRRCTL) &
					VTC_SRRCTL_DROP_EN);
	/* One more is the stack's */
	stations_add(STATIONS);
	KUNIT_EXPECT_FALSE(test, stations_has_pool(STATIONS));
	stations_expect(test, STATIONS + 1, 0);
	vtc_rig_forget();
	vtc_rig_send(RIG_WIRE, vtc_rig_all, UNTAGGED, 200);
	for (i = 0; i <= STATIONS; i++)
		KUNIT_EXPECT_NOT_NULL(test, vtc_rig_got(RIG_STATION + i, 200));
	KUNIT_EXPECT_NOT_NULL(test, vtc_rig_got(VTC_CARD_PF, 200));
	/* One that goes leaves its pool to another */
	stations_del(1);
	KUNIT_EXPECT_FALSE(test, stations_has_pool(STATIONS));
	stations_add(1);
	KUNIT_EXPECT_TRUE(test, stations_has_pool(1));
	stations_expect(test, STATIONS + 1, 0);
	for (i = 0; i <= STATIONS; i++)
		stations_del(i);
	KUNIT_EXPECT_EQ(test, stations_queues_on(), alone);
	KUNIT_EXPECT_TRUE(test, vtc_rig_gets(RIG_WIRE, VTC_CARD_PF));
}

static void vtc_stations_beside_vfs(struct kunit *test)
{
	unsigned int vf;

	stations_port(STATIONS);
	KUNIT_ASSERT_EQ(test, vtc_rig_set_vfs(2), 2);
	for (vf = 0; vf < 2; vf++)
		KUNIT_ASSERT_EQ(test, vtc_rig_up(rig.vf[vf]), 0);
	stations_expect(test, STATIONS, 2);
	KUNIT_ASSERT_EQ(test, vtc_rig_set_vfs(0), 0);
	stations_expect(test, STATIONS, 0);
	/* More VFs than there is room for beside them */
	KUNIT_EXPECT_LT(test, vtc_rig_set_vfs(7), 0);
	stations_expect(test, STATIONS, 0);
}

static void vtc_stations_survive(struct kunit *test)
{
	stations_port(STATIONS);
	KUNIT_EXPECT_EQ(test, pci_reset_function(rig.pdev), 0);
	msleep(4000);
	stations_expect(test, STATIONS, 0);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, dev_set_mtu(rig.pf, 4000), 0);
	rtnl_unlock();
	msleep(4000);
	stations_expect(test, STATIONS, 0);
	vtc_rig_down(rig.pf);
	vtc_rig_expect_closed();
	KUNIT_EXPECT_EQ(test, vtc_rig_up(rig.pf), 0);
	msleep(2000);
	rtnl_lock();
	dev_open(rig.station[0], NULL);
	dev_open(rig.station[1], NULL);
	dev_open(rig.station[2], NULL);
	rtnl_unlock();
	msleep(2000);
	stations_expect(test, STATIONS, 0);
	netif_tx_lock_bh(rig.pf);
	rig.pf->netdev_ops->ndo_tx_timeout(rig.pf, 0);
	netif_tx_unlock_bh(rig.pf);
	msleep(6000);
	stations_expect(test, STATIONS, 0);
	KUNIT_EXPECT_TRUE(test, stations_has_pool(0));
}

/* Without the feature they are the stack's, and go on */
static void vtc_stations_without_offload(struct kunit *test)
{
	unsigned int i;

	stations_port(STATIONS);
	KUNIT_EXPECT_FALSE(test, stations_offload(false));
	for (i = 0; i < STATIONS; i++)
		KUNIT_EXPECT_FALSE(test, stations_has_pool(i));
	stations_expect(test, STATIONS, 0);
}

/* Nor is there a pool without its interrupts, until they can be had */
static void vtc_stations_without_interrupts(struct kunit *test)
{
	unsigned int n;

	stations_port(0);
	for (n = 0; n < 2; n++) {
		rig.card->irqs_left = n;
		stations_add(0);
		rig.card->irqs_left = VTC_CARD_STAYS;
		KUNIT_EXPECT_FALSE(test, stations_has_pool(0));
		stations_expect(test, 1, 0);
		stations_del(0);
	}
	stations_add(0);
	KUNIT_EXPECT_TRUE(test, stations_has_pool(0));
	stations_expect(test, 1, 0);
}

static void vtc_stations_move(struct kunit *test)
{
	static const u8 mac[ETH_ALEN] = { 2, 0x5a, 0, 0, 1, 0 };
	struct sockaddr sa = { };
	u8 before[ETH_ALEN];

	stations_port(STATIONS);
	ether_addr_copy(before, rig.station[0]->dev_addr);
	sa.sa_family = rig.station[0]->type;
	ether_addr_copy(sa.sa_data, mac);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, dev_set_mac_address(rig.station[0], &sa, NULL), 0);
	rtnl_unlock();
	msleep(1000);
	KUNIT_EXPECT_TRUE(test, stations_has_pool(0));
	stations_expect(test, STATIONS, 0);
	vtc_rig_forget();
	vtc_rig_send(RIG_WIRE, before, UNTAGGED, 200);
	KUNIT_EXPECT_NULL(test, vtc_rig_got(RIG_STATION, 200));
}

/* The driver goes, and with it they */
static void vtc_stations_go_with_the_port(struct kunit *test)
{
	stations_port(STATIONS);
	vtc_bus_unplug();
	KUNIT_EXPECT_NULL(test, __dev_get_by_name(&init_net, "up0"));
	vtc_rig_expect_closed();
}

static struct kunit_case vtc_stations_cases[] = {
	KUNIT_CASE(vtc_stations_have_pools),
	KUNIT_CASE(vtc_stations_beside_vfs),
	KUNIT_CASE(vtc_stations_survive),
	KUNIT_CASE(vtc_stations_without_offload),
	KUNIT_CASE(vtc_stations_without_interrupts),
	KUNIT_CASE(vtc_stations_move),
	KUNIT_CASE(vtc_stations_go_with_the_port),
	{}
};

static struct kunit_suite vtc_stations_suite = {
	.name = "vtc_stations",
	.suite_init = vtc_rig_suite_init,
	.init = vtc_rig_init,
	.exit = vtc_rig_exit,
	.test_cases = vtc_stations_cases,
};

kunit_test_suite(vtc_stations_suite);
