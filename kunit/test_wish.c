// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite wish: what the user of a VF gets from a PF that agrees, refuses or is
 * not there, and what is told again.
 */
#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include "kunit.h"

#define vtc_pfreq_set_mac	vtc_wish_test_mac
#define vtc_pfreq_set_vlan	vtc_wish_test_vlan
#define vtc_pfreq_set_max_frame	vtc_wish_test_max_frame
#define vtc_reset_await		vtc_wish_test_await
#define vtc_lists_tell		vtc_wish_test_tell
#define vtc_lists_replay	vtc_wish_test_replay
#define vtc_lists_retry		vtc_wish_test_retry
#define vtc_lists_init		vtc_wish_test_lists_init
#define call_netdevice_notifiers	vtc_wish_test_notify

/* Times that others were told of another address */
static unsigned int vtc_wish_notified;

static int vtc_wish_test_notify(unsigned long event, struct net_device *netdev)
{
	vtc_wish_notified += netdev && event == NETDEV_CHANGEADDR;
	return NOTIFY_DONE;
}

#include "../vf/wish.c"

struct vtc_wish_bench {
	struct vtc_vf vf;
	int err;			/* of the PF's answers */
	u16 refuses_vid;		/* but for this one, always refused */
	bool comes_back;		/* who waits for the PF, finds it */
	unsigned int macs, vlans, frames, lists, retries;
	unsigned int asks;		/* requests that the lists take */
	u8 mac[ETH_ALEN];
	DECLARE_BITMAP(member, VLAN_N_VID);
	u32 max_frame;
};

static const u8 vtc_wish_pf_gave[] = { 2, 0, 0, 0, 0, 1 };
static const u8 vtc_wish_user_wants[] = { 2, 0, 0, 0, 0, 2 };

static struct vtc_wish_bench *vtc_wish_of(struct vtc_vf *vf)
{
	return container_of(vf, struct vtc_wish_bench, vf);
}

int vtc_wish_test_mac(struct vtc_vf *vf, const u8 *addr)
{
	struct vtc_wish_bench *b = vtc_wish_of(vf);

	b->macs++;
	if (!b->err)
		ether_addr_copy(b->mac, addr);
	return b->err;
}

int vtc_wish_test_vlan(struct vtc_vf *vf, u16 vid, bool add)
{
	struct vtc_wish_bench *b = vtc_wish_of(vf);

	b->vlans++;
	if (b->err)
		return b->err;
	if (vid == b->refuses_vid)
		return -EPERM;
	__assign_bit(vid, b->member, add);
	return 0;
}

int vtc_wish_test_max_frame(struct vtc_vf *vf, u32 bytes)
{
	struct vtc_wish_bench *b = vtc_wish_of(vf);

	b->frames++;
	if (!b->err)
		b->max_frame = bytes;
	return b->err;
}

bool vtc_wish_test_await(struct vtc_vf *vf)
{
	struct vtc_wish_bench *b = vtc_wish_of(vf);

	if (b->comes_back)
		b->err = 0;
	return b->comes_back;
}

int vtc_wish_test_tell(struct vtc_vf *vf)
{
	vtc_wish_of(vf)->lists++;
	vf->pf.requests += vtc_wish_of(vf)->asks;
	/* Refusals are counted, not returned */
	return vtc_wish_of(vf)->err == -EPERM ? 0 : vtc_wish_of(vf)->err;
}

int vtc_wish_test_replay(struct vtc_vf *vf)
{
	return vtc_wish_test_tell(vf);
}

int vtc_wish_test_retry(struct vtc_vf *vf)
{
	vtc_wish_of(vf)->retries++;
	return vtc_wish_of(vf)->err;
}

void vtc_wish_test_lists_init(struct vtc_vf *vf)
{
}

static struct vtc_wish_bench *vtc_wish_bench(struct kunit *test)
{
	return test->priv;
}

static int vtc_wish_suite_init(struct kunit *test)
{
	struct vtc_wish_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	struct net_device *netdev = alloc_etherdev(0);

	test->priv = b;
	vtc_wish_notified = 0;
	if (!b || !netdev)
		return -ENOMEM;
	b->vf.netdev = netdev;
	netdev->reg_state = NETREG_REGISTERED;
	eth_hw_addr_set(netdev, vtc_wish_pf_gave);
	ether_addr_copy(netdev->perm_addr, vtc_wish_pf_gave);
	b->refuses_vid = VLAN_N_VID;
	b->asks = 2;
	vtc_wish_init(&b->vf);
	ether_addr_copy(b->vf.wish.pf_mac, vtc_wish_pf_gave);
	return 0;
}

static void vtc_wish_suite_exit(struct kunit *test)
{
	struct vtc_wish_bench *b = test->priv;

	if (!b || !b->vf.netdev)
		return;
	b->vf.netdev->reg_state = NETREG_UNINITIALIZED;
	free_netdev(b->vf.netdev);
}

static int vtc_wish_shake(struct kunit *test, const u8 *mac)
{
	struct vtc_wish_bench *b = vtc_wish_bench(test);
	struct vtc_msg_reset reset = { .has_mac = mac };
	int err;

	if (mac)
		ether_addr_copy(reset.mac, mac);
	b->macs = 0;
	b->vlans = 0;
	b->frames = 0;
	b->lists = 0;
	rtnl_lock();
	err = vtc_wish_replay(&b->vf, &reset);
	rtnl_unlock();
	return err;
}

static bool vtc_wish_has(struct vtc_wish_bench *b, const u8 *mac)
{
	return ether_addr_equal(b->vf.netdev->dev_addr, mac);
}

/* The PF agrees, refuses, is away, or is away for a moment */
static void vtc_wish_address(struct kunit *test)
{
	struct vtc_wish_bench *b = vtc_wish_bench(test);

	b->err = -EPERM;
	KUNIT_EXPECT_EQ(test, vtc_wish_set_mac(&b->vf, vtc_wish_user_wants),
			-EADDRNOTAVAIL);
	KUNIT_EXPECT_TRUE(test, vtc_wish_has(b, vtc_wish_pf_gave));
	KUNIT_EXPECT_FALSE(test, b->vf.wish.own_mac);
	b->err = -ENOTCONN;
	b->comes_back = true;
	KUNIT_EXPECT_EQ(test, vtc_wish_set_mac(&b->vf, vtc_wish_user_wants), 0);
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(b->mac, vtc_wish_user_wants));
	KUNIT_EXPECT_TRUE(test, vtc_wish_has(b, vtc_wish_user_wants));
	KUNIT_EXPECT_TRUE(test, b->vf.wish.own_mac);
	KUNIT_EXPECT_EQ(test, vtc_wish_set_mac(&b->vf, vtc_wish_pf_gave), 0);
	KUNIT_EXPECT_FALSE(test, b->vf.wish.own_mac);
	/* Kept until it is back */
	b->err = -ENOTCONN;
	b->comes_back = false;
	KUNIT_EXPECT_EQ(test, vtc_wish_set_mac(&b->vf, vtc_wish_user_wants), 0);
	KUNIT_EXPECT_TRUE(test, vtc_wish_has(b, vtc_wish_user_wants));
	KUNIT_EXPECT_TRUE(test, b->vf.wish.own_mac);
}

/* After a handshake: whose address it is */
static void vtc_wish_address_again(struct kunit *test)
{
	static const u8 another[] = { 2, 0, 0, 0, 0, 3 };
	struct vtc_wish_bench *b = vtc_wish_bench(test);

	/* The PF's, which is as it was, then another */
	KUNIT_EXPECT_EQ(test, vtc_wish_shake(test, vtc_wish_pf_gave), 0);
	KUNIT_EXPECT_EQ(test, b->macs, 0);
	KUNIT_EXPECT_EQ(test, vtc_wish_notified, 0);
	KUNIT_EXPECT_EQ(test, vtc_wish_shake(test, another), 0);
	KUNIT_EXPECT_EQ(test, b->macs, 0);
	KUNIT_EXPECT_EQ(test, vtc_wish_notified, 1);
	KUNIT_EXPECT_TRUE(test, vtc_wish_has(b, another));
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(b->vf.wish.pf_mac, another));
	/* By which others know the netdev */
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(b->vf.netdev->perm_addr,
						 vtc_wish_pf_gave));
	KUNIT_EXPECT_EQ(test, b->vf.netdev->addr_assign_type, NET_ADDR_PERM);
	/* The user's own is told, and given up only if it is refused */
	KUNIT_EXPECT_EQ(test, vtc_wish_set_mac(&b->vf, vtc_wish_user_wants), 0);
	KUNIT_EXPECT_EQ(test, vtc_wish_shake(test, another), 0);
	KUNIT_EXPECT_EQ(test, b->macs, 1);
	KUNIT_EXPECT_TRUE(test, vtc_wish_has(b, vtc_wish_user_wants));
	b->err = -EPERM;
	KUNIT_EXPECT_EQ(test, vtc_wish_replay_mac(&b->vf, &(struct vtc_msg_reset){}), 0);
	KUNIT_EXPECT_TRUE(test, vtc_wish_has(b, vtc_wish_user_wants));
	KUNIT_EXPECT_EQ(test, vtc_wish_shake(test, another), 0);
	KUNIT_EXPECT_TRUE(test, vtc_wish_has(b, another));
	KUNIT_EXPECT_FALSE(test, b->vf.wish.own_mac);
	/* Without one of the PF's, what it has is told */
	b->err = 0;
	KUNIT_EXPECT_EQ(test, vtc_wish_shake(test, NULL), 0);
	KUNIT_EXPECT_EQ(test, b->macs, 1);
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(b->mac, another));
}

/* At probe the PF's address is the one that the netdev is known by */
static void vtc_wish_first_address(struct kunit *test)
{
	static const u8 given[] = { 2, 0, 0, 0, 0, 9 };
	struct vtc_wish_bench *b = vtc_wish_bench(test);

	b->vf.netdev->reg_state = NETREG_UNINITIALIZED;
	KUNIT_EXPECT_EQ(test, vtc_wish_shake(test, given), 0);
	KUNIT_EXPECT_TRUE(test, vtc_wish_has(b, given));
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(b->vf.netdev->perm_addr, given));
}

static void vtc_wish_vlans(struct kunit *test)
{
	struct vtc_wish_bench *b = vtc_wish_bench(test);
	struct vtc_wish *wish = &b->vf.wish;

	KUNIT_EXPECT_EQ(test, vtc_wish_add_vlan(&b->vf, 0), 0);
	KUNIT_EXPECT_EQ(test, b->vlans, 0);
	KUNIT_EXPECT_EQ(test, vtc_wish_add_vlan(&b->vf, 5), 0);
	KUNIT_EXPECT_TRUE(test, test_bit(5, b->member));
	KUNIT_EXPECT_TRUE(test, test_bit(0, wish->granted) && test_bit(5, wish->granted));
	b->err = -EPERM;
	KUNIT_EXPECT_EQ(test, vtc_wish_add_vlan(&b->vf, 6), -EACCES);
	KUNIT_EXPECT_FALSE(test, test_bit(6, wish->vlans) || test_bit(6, wish->granted));
	/* While the PF is away it is a wish */
	b->err = -ENOTCONN;
	KUNIT_EXPECT_EQ(test, vtc_wish_add_vlan(&b->vf, 7), 0);
	KUNIT_EXPECT_TRUE(test, test_bit(7, wish->vlans) && !test_bit(7, wish->granted));
	b->comes_back = true;
	KUNIT_EXPECT_EQ(test, vtc_wish_add_vlan(&b->vf, 8), 0);
	KUNIT_EXPECT_TRUE(test, test_bit(8, wish->granted) && test_bit(8, b->member));
	/* What was never granted need not be taken back, nor VLAN 0 */
	b->vlans = 0;
	vtc_wish_del_vlan(&b->vf, 7);
	vtc_wish_del_vlan(&b->vf, 0);
	KUNIT_EXPECT_EQ(test, b->vlans, 0);
	vtc_wish_del_vlan(&b->vf, 5);
	KUNIT_EXPECT_EQ(test, b->vlans, 1);
	KUNIT_EXPECT_FALSE(test, test_bit(5, b->member));
	KUNIT_EXPECT_EQ(test, bitmap_weight(wish->vlans, VLAN_N_VID), 1);
	KUNIT_EXPECT_EQ(test, bitmap_weight(wish->granted, VLAN_N_VID), 1);
}

/* All of them to a PF that knows nothing; those it refuses are asked for again */
static void vtc_wish_vlans_again(struct kunit *test)
{
	struct vtc_wish_bench *b = vtc_wish_bench(test);
	struct vtc_wish *wish = &b->vf.wish;
	u16 vid;

	for (vid = 10; vid < 14; vid++)
		KUNIT_ASSERT_EQ(test, vtc_wish_add_vlan(&b->vf, vid), 0);
	b->refuses_vid = 12;
	KUNIT_EXPECT_EQ(test, vtc_wish_shake(test, vtc_wish_pf_gave), 0);
	KUNIT_EXPECT_EQ(test, b->vlans, 4);
	KUNIT_EXPECT_EQ(test, wish->vlans_noted, 1);
	KUNIT_EXPECT_FALSE(test, test_bit(12, wish->granted));
	KUNIT_EXPECT_TRUE(test, test_bit(13, wish->granted));
	/* No news, no question; news, one; and not every moment */
	KUNIT_EXPECT_TRUE(test, vtc_wish_retry(&b->vf));
	KUNIT_EXPECT_EQ(test, b->retries, 0);
	b->refuses_vid = VLAN_N_VID;
	b->vlans = 0;
	b->vf.pf.changed = true;
	KUNIT_EXPECT_TRUE(test, vtc_wish_retry(&b->vf));
	KUNIT_EXPECT_EQ(test, b->vlans, 1);
	KUNIT_EXPECT_EQ(test, b->retries, 1);
	KUNIT_EXPECT_FALSE(test, b->vf.pf.changed);
	KUNIT_EXPECT_TRUE(test, test_bit(12, wish->granted));
	KUNIT_EXPECT_EQ(test, wish->vlans_noted, 0);
	b->vf.pf.changed = true;
	KUNIT_EXPECT_FALSE(test, vtc_wish_retry(&b->vf));
	KUNIT_EXPECT_EQ(test, b->retries, 1);
	KUNIT_EXPECT_TRUE(test, b->vf.pf.changed);
	/* Nothing refused: the lists alone */
	wish->retried_at = jiffies - VTC_WISH_RETRY_GAP;
	b->vlans = 0;
	KUNIT_EXPECT_TRUE(test, vtc_wish_retry(&b->vf));
	KUNIT_EXPECT_EQ(test, b->vlans, 0);
	KUNIT_EXPECT_EQ(test, b->retries, 2);
	/* Whoever has rtnl may wait for us */
	wish->vlans_noted = 1;
	b->vf.pf.changed = true;
	wish->retried_at = jiffies - VTC_WISH_RETRY_GAP;
	rtnl_lock();
	KUNIT_EXPECT_FALSE(test, vtc_wish_retry(&b->vf));
	rtnl_unlock();
	KUNIT_EXPECT_TRUE(test, b->vf.pf.changed);
	KUNIT_EXPECT_EQ(test, b->retries, 2);
}

static void vtc_wish_mtu(struct kunit *test)
{
	struct vtc_wish_bench *b = vtc_wish_bench(test);

	KUNIT_EXPECT_EQ(test, vtc_wish_set_mtu(&b->vf, 2000), 0);
	KUNIT_EXPECT_EQ(test, b->max_frame, 2022);
	KUNIT_EXPECT_EQ(test, b->vf.netdev->mtu, 2000);
	b->err = -EPERM;
	KUNIT_EXPECT_EQ(test, vtc_wish_set_mtu(&b->vf, 3000), -EACCES);
	KUNIT_EXPECT_EQ(test, b->vf.netdev->mtu, 2000);
	b->err = -ENOTCONN;
	KUNIT_EXPECT_EQ(test, vtc_wish_set_mtu(&b->vf, 3000), 0);
	KUNIT_EXPECT_EQ(test, b->vf.netdev->mtu, 3000);
	KUNIT_EXPECT_EQ(test, b->max_frame, 2022);
	b->comes_back = true;
	KUNIT_EXPECT_EQ(test, vtc_wish_set_mtu(&b->vf, 3001), 0);
	KUNIT_EXPECT_EQ(test, b->max_frame, 3023);
	b->max_frame = 0;
	KUNIT_EXPECT_EQ(test, vtc_wish_shake(test, vtc_wish_pf_gave), 0);
	KUNIT_EXPECT_EQ(test, b->max_frame, 3023);
	KUNIT_EXPECT_EQ(test, b->lists, 1);
}

/* A PF that goes away again hears nothing more; a refusal stops nothing */
static void vtc_wish_replay_ends(struct kunit *test)
{
	struct vtc_wish_bench *b = vtc_wish_bench(test);

	KUNIT_ASSERT_EQ(test, vtc_wish_add_vlan(&b->vf, 9), 0);
	b->err = -ENOTCONN;
	KUNIT_EXPECT_EQ(test, vtc_wish_shake(test, vtc_wish_pf_gave), -ENOTCONN);
	KUNIT_EXPECT_EQ(test, b->frames, 1);
	KUNIT_EXPECT_EQ(test, b->vlans + b->lists, 0);
	KUNIT_EXPECT_EQ(test, vtc_wish_shake(test, NULL), -ENOTCONN);
	KUNIT_EXPECT_EQ(test, b->macs, 1);
	KUNIT_EXPECT_EQ(test, b->frames, 0);
	b->err = -EPERM;
	KUNIT_EXPECT_EQ(test, vtc_wish_replay_mtu(&b->vf), 0);
	KUNIT_EXPECT_EQ(test, vtc_wish_replay_vlans(&b->vf), 0);
	KUNIT_EXPECT_EQ(test, b->vf.wish.vlans_noted, 1);
}

/* The more it took, the longer until the next, within bounds */
static void vtc_wish_lists_take_turns(struct kunit *test)
{
	struct vtc_wish_bench *b = vtc_wish_bench(test);
	struct vtc_wish *wish = &b->vf.wish;
	unsigned long before = jiffies;

	vtc_wish_rx_mode_work(&b->vf.rx_mode.work);
	KUNIT_EXPECT_EQ(test, b->lists, 1);
	KUNIT_EXPECT_GE(test, wish->lists_next, before + 2 * VTC_WISH_LISTS_GAP);
	KUNIT_EXPECT_LE(test, wish->lists_next, jiffies + 2 * VTC_WISH_LISTS_GAP);
	b->asks = 0;
	before = jiffies;
	vtc_wish_rx_mode_work(&b->vf.rx_mode.work);
	KUNIT_EXPECT_GE(test, wish->lists_next, before + VTC_WISH_LISTS_GAP);
	b->asks = 1000;
	vtc_wish_rx_mode_work(&b->vf.rx_mode.work);
	KUNIT_EXPECT_LE(test, wish->lists_next, jiffies + VTC_WISH_LISTS_GAP_MAX);
	b->lists = 1;
	b->vf.wq = alloc_ordered_workqueue("vtc_wish", 0);
	KUNIT_ASSERT_NOT_NULL(test, b->vf.wq);
	b->vf.state = BIT(VTC_VF_PAUSED);
	vtc_wish_lists_changed(&b->vf);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&b->vf.rx_mode));
	b->vf.state = 0;
	wish->lists_next = jiffies + VTC_WISH_LISTS_GAP_MAX;
	vtc_wish_lists_changed(&b->vf);
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&b->vf.rx_mode));
	KUNIT_EXPECT_EQ(test, b->lists, 1);
	cancel_delayed_work_sync(&b->vf.rx_mode);
	/* Long ago is now */
	wish->lists_next = jiffies - HZ;
	vtc_wish_lists_changed(&b->vf);
	drain_workqueue(b->vf.wq);
	KUNIT_EXPECT_EQ(test, b->lists, 2);
	destroy_workqueue(b->vf.wq);
}

static struct kunit_case vtc_wish_cases[] = {
	KUNIT_CASE(vtc_wish_address),
	KUNIT_CASE(vtc_wish_address_again),
	KUNIT_CASE(vtc_wish_first_address),
	KUNIT_CASE(vtc_wish_vlans),
	KUNIT_CASE(vtc_wish_vlans_again),
	KUNIT_CASE(vtc_wish_mtu),
	KUNIT_CASE(vtc_wish_replay_ends),
	KUNIT_CASE(vtc_wish_lists_take_turns),
	{}
};

static struct kunit_suite vtc_wish_suite = {
	.name = "vtc_wish",
	.init = vtc_wish_suite_init,
	.exit = vtc_wish_suite_exit,
	.test_cases = vtc_wish_cases,
};

kunit_test_suite(vtc_wish_suite);
