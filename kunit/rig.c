// SPDX-License-Identifier: GPL-2.0-only
/*
 * A card in use: the vocabulary of the suites.
 */
#include <linux/delay.h>
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/fs.h>
#include <linux/if_vlan.h>
#include <linux/rtnetlink.h>
#include <linux/seq_file.h>
#include <linux/timer.h>
#include "rig.h"
#include "../common/regs_82576.h"

#define RIG_TYPE	0x88b5	/* for experiments */
#define RIG_MARK_AT	ETH_HLEN
/* Longer than any case takes */
#define RIG_PATIENCE	(250 * HZ)
/* Buffers are what a case spends its time on, and it has few frames for them */
#define RIG_RX_RING	128

struct vtc_rig rig;

/* The port's, as vtc_card_power_on() leaves the NVM */
const u8 vtc_rig_mac[ETH_ALEN] = { 0x02, 0x1a, 0x00, 0x2b, 0x3c, 0x10 };
const u8 vtc_rig_partner[ETH_ALEN] = { 2, 0xee, 0, 0, 0, 1 };
const u8 vtc_rig_all[ETH_ALEN] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

static void rig_note(unsigned int who, u8 mark, unsigned int len, u16 vid)
{
	struct vtc_rig_seen *s = &rig.seen[rig.n_seen % RIG_MARKS];

	*s = (struct vtc_rig_seen){ who, mark, len, vid };
	rig.n_seen++;
}

static void rig_to_wire(struct vtc_card *card, const u8 *frame, unsigned int len,
			u16 vid)
{
	if (get_unaligned_be16(frame + 2 * ETH_ALEN) == RIG_TYPE)
		rig_note(RIG_WIRE, frame[RIG_MARK_AT], len, vid);
}

static unsigned int rig_who(const struct net_device *netdev)
{
	unsigned int vf, i;

	for (vf = 0; vf < VTC_CARD_VFS; vf++)
		if (rig.vf[vf] == netdev)
			return vf;
	for (i = 0; i < RIG_STATIONS; i++)
		if (rig.station[i] == netdev)
			return RIG_STATION + i;
	return VTC_CARD_PF;
}

static int rig_receive(struct sk_buff *skb, struct net_device *netdev,
		       struct packet_type *pt, struct net_device *orig)
{
	u16 vid = skb_vlan_tag_present(skb) ? skb_vlan_tag_get(skb) :
					      VTC_CHIP_UNTAGGED;

	if (skb->pkt_type != PACKET_OUTGOING && skb->len && pskb_may_pull(skb, 1) &&
	    skb->protocol == cpu_to_be16(RIG_TYPE))
		rig_note(rig_who(netdev), skb->data[0], skb->len + ETH_HLEN, vid);
	kfree_skb(skb);
	return 0;
}

/* All types: who asks for one does not get to see the tag */
static struct packet_type rig_type = {
	.type	= cpu_to_be16(ETH_P_ALL),
	.func	= rig_receive,
};

/* Once for all suites: the bus stays */
int vtc_rig_suite_init(struct kunit_suite *suite)
{
	static bool there;
	int err;

	if (there)
		return 0;
	err = vtc_bus_init();
	if (err)
		return err;
	rig.card = vtc_bus_card();
	rig.card->to_wire = rig_to_wire;
	dev_add_pack(&rig_type);
	there = true;
	return 0;
}

/* Time flies when all wait for each other: who ends this kernel saves the host's */
static void rig_hangs(struct timer_list *timer)
{
	panic("%s hangs\n", rig.test->name);
}

static DEFINE_TIMER(rig_watch, rig_hangs);

/* A new card for each case; it is not plugged in */
int vtc_rig_init(struct kunit *test)
{
	mod_timer(&rig_watch, jiffies + RIG_PATIENCE);
	rig.test = test;
	rig.pdev = NULL;
	rig.pf = NULL;
	memset(rig.vf, 0, sizeof(rig.vf));
	memset(rig.station, 0, sizeof(rig.station));
	rig.shipped = false;
	vtc_card_power_on(rig.card);
	rig.card->strays = 0;
	vtc_rig_forget();
	return 0;
}

/* Nobody has anything of the card any more */
void vtc_rig_exit(struct kunit *test)
{
	vtc_bus_unplug();
	timer_delete_sync(&rig_watch);
	KUNIT_EXPECT_EQ(test, vtc_bus_vectors_used(), 0);
	KUNIT_EXPECT_EQ(test, rig.card->strays, 0);
}

static int rig_is_child(struct net_device *netdev, struct pci_dev *pdev)
{
	return netdev->dev.parent == &pdev->dev;
}

/* The interface of a function, NULL: none */
struct net_device *vtc_rig_netdev(struct pci_dev *pdev)
{
	struct net_device *netdev, *found = NULL;

	if (!pdev)
		return NULL;
	rtnl_lock();
	for_each_netdev(&init_net, netdev)
		if (rig_is_child(netdev, pdev))
			found = netdev;
	rtnl_unlock();
	return found;
}

static void rig_shorten(struct net_device *netdev)
{
	struct kernel_ethtool_ringparam kring = { };
	struct ethtool_ringparam ring = { };

	if (rig.shipped || !netdev || netif_running(netdev))
		return;
	rtnl_lock();
	netdev->ethtool_ops->get_ringparam(netdev, &ring, &kring, NULL);
	ring.rx_pending = RIG_RX_RING;
	netdev->ethtool_ops->set_ringparam(netdev, &ring, &kring, NULL);
	rtnl_unlock();
}

static void rig_find(void)
{
	unsigned int vf;

	rig.pf = vtc_rig_netdev(rig.pdev);
	rig_shorten(rig.pf);
	for (vf = 0; vf < VTC_CARD_VFS; vf++) {
		rig.vf[vf] = vtc_rig_netdev(vtc_bus_vf(vf));
		rig_shorten(rig.vf[vf]);
	}
}

/* Plug it in; true if there is an interface */
bool vtc_rig_probe(void)
{
	rig.pdev = vtc_bus_plug();
	rig_find();
	return rig.pf;
}

/* As through sysfs */
int vtc_rig_set_vfs(unsigned int n)
{
	struct pci_driver *driver = to_pci_driver(rig.pdev->dev.driver);
	int err;

	device_lock(&rig.pdev->dev);
	err = driver->sriov_configure(rig.pdev, n);
	device_unlock(&rig.pdev->dev);
	vtc_bus_settle();
	rig_find();
	return err;
}

/* Open, and give the link its time if there will be one */
int vtc_rig_up(struct net_device *netdev)
{
	unsigned int waited;
	int err;

	rtnl_lock();
	err = dev_open(netdev, NULL);
	rtnl_unlock();
	for (waited = 0; !err && !netif_carrier_ok(netdev) && waited < 3000 &&
	     !vtc_card_is_gone(rig.card); waited += 20)
		msleep(20);
	vtc_bus_settle();
	return err;
}

void vtc_rig_down(struct net_device *netdev)
{
	rtnl_lock();
	dev_close(netdev);
	rtnl_unlock();
}

/* A port with some VFs, all up */
void vtc_rig_port(unsigned int vfs)
{
	unsigned int vf;

	KUNIT_ASSERT_TRUE(rig.test, vtc_rig_probe());
	KUNIT_ASSERT_EQ(rig.test, vtc_rig_up(rig.pf), 0);
	if (!vfs)
		return;
	KUNIT_ASSERT_EQ(rig.test, vtc_rig_set_vfs(vfs), vfs);
	for (vf = 0; vf < vfs; vf++) {
		KUNIT_ASSERT_NOT_NULL(rig.test, rig.vf[vf]);
		KUNIT_ASSERT_EQ(rig.test, vtc_rig_up(rig.vf[vf]), 0);
	}
}

struct net_device *vtc_rig_of(unsigned int who)
{
	if (who >= RIG_STATION)
		return rig.station[who - RIG_STATION];
	return who == VTC_CARD_PF ? rig.pf : rig.vf[who];
}

static void rig_send_netdev(struct net_device *netdev, const u8 *frame,
			    unsigned int len, u16 vid)
{
	struct sk_buff *skb = alloc_skb(len + LL_RESERVED_SPACE(netdev), GFP_KERNEL);

	if (!skb) {
		KUNIT_FAIL(rig.test, "no memory");
		return;
	}
	skb_reserve(skb, LL_RESERVED_SPACE(netdev));
	skb_put_data(skb, frame, len);
	skb->dev = netdev;
	skb_reset_mac_header(skb);
	skb->protocol = cpu_to_be16(RIG_TYPE);
	if (vid != VTC_CHIP_UNTAGGED)
		__vlan_hwaccel_put_tag(skb, cpu_to_be16(ETH_P_8021Q), vid);
	dev_queue_xmit(skb);
}

/* A frame of a length; it has arrived wherever it goes when this returns */
void vtc_rig_send_len(unsigned int from, const u8 *dst, u16 vid, u8 mark,
		      unsigned int len)
{
	u8 *frame = kunit_kzalloc(rig.test, len, GFP_KERNEL);
	const u8 *src = from == RIG_WIRE ? vtc_rig_partner : vtc_rig_of(from)->dev_addr;

	KUNIT_ASSERT_NOT_NULL(rig.test, frame);
	ether_addr_copy(frame, dst);
	ether_addr_copy(frame + ETH_ALEN, src);
	put_unaligned_be16(RIG_TYPE, frame + 2 * ETH_ALEN);
	frame[RIG_MARK_AT] = mark;
	if (from == RIG_WIRE)
		vtc_card_from_wire(rig.card, frame, len, vid);
	else
		rig_send_netdev(vtc_rig_of(from), frame, len, vid);
	vtc_bus_settle();
}

void vtc_rig_send(unsigned int from, const u8 *dst, u16 vid, u8 mark)
{
	vtc_rig_send_len(from, dst, vid, mark, 100);
}

void vtc_rig_forget(void)
{
	rig.n_seen = 0;
	memset(rig.seen, 0, sizeof(rig.seen));
}

/* Who got a frame, NULL: not he */
const struct vtc_rig_seen *vtc_rig_got(unsigned int who, u8 mark)
{
	unsigned int i;

	for (i = 0; i < min_t(unsigned int, rig.n_seen, RIG_MARKS); i++)
		if (rig.seen[i].who == who && rig.seen[i].mark == mark)
			return &rig.seen[i];
	return NULL;
}

/* How many got it, or how often */
unsigned int vtc_rig_count(u8 mark)
{
	unsigned int i, n = 0;

	for (i = 0; i < min_t(unsigned int, rig.n_seen, RIG_MARKS); i++)
		n += rig.seen[i].mark == mark;
	return n;
}

static u8 rig_mark(void)
{
	static u8 last;

	/* Those above are the cases' own */
	last = last % 199 + 1;
	return last;
}

static u8 rig_send_to(unsigned int from, unsigned int to, u16 vid)
{
	u8 mark = rig_mark();

	vtc_rig_forget();
	vtc_rig_send(from, to == RIG_WIRE ? vtc_rig_partner : vtc_rig_of(to)->dev_addr,
		     vid, mark);
	return mark;
}

/* Does a frame for somebody's own address get there */
bool vtc_rig_gets(unsigned int from, unsigned int to)
{
	return vtc_rig_got(to, rig_send_to(from, to, VTC_CHIP_UNTAGGED));
}

/* And once, and nowhere else */
bool vtc_rig_reaches(unsigned int from, unsigned int to, u16 vid)
{
	u8 mark = rig_send_to(from, to, vid);

	return vtc_rig_got(to, mark) && vtc_rig_count(mark) == 1;
}

/* PF, VFs and the partner, each the others */
void vtc_rig_expect_all_reach(unsigned int vfs)
{
	unsigned int i, j;
	u8 who[VTC_CARD_VFS + 2];

	who[0] = VTC_CARD_PF;
	who[1] = RIG_WIRE;
	for (i = 0; i < vfs; i++)
		who[2 + i] = i;
	for (i = 0; i < vfs + 2; i++)
		for (j = 0; j < vfs + 2; j++)
			if (i != j)
				KUNIT_EXPECT_TRUE_MSG(rig.test,
						      vtc_rig_reaches(who[i], who[j],
								      VTC_CHIP_UNTAGGED),
						      "%u to %u", who[i], who[j]);
}

/* A register of the PF, without disturbing it */
u32 vtc_rig_reg(u32 reg)
{
	return *vtc_card_reg(rig.card, reg);
}

/* A port that nobody uses: no queue, no interrupt */
void vtc_rig_expect_closed(void)
{
	unsigned int q;

	for (q = 0; q < VTC_CARD_QUEUES; q++) {
		KUNIT_EXPECT_FALSE_MSG(rig.test,
				       vtc_rig_reg(VTC_PF_RX_RING(q) + VTC_RING_DCTL) &
				       VTC_DCTL_ENABLE, "rx %u", q);
		KUNIT_EXPECT_FALSE_MSG(rig.test,
				       vtc_rig_reg(VTC_PF_TX_RING(q) + VTC_RING_DCTL) &
				       VTC_DCTL_ENABLE, "tx %u", q);
	}
}

/* What debugfs says of the pools; "": nothing.  Its files are for user space: what
 * they show is had from the seq_file behind.
 */
const char *vtc_rig_pools(void)
{
	static char text[1024];
	struct seq_file *m;
	struct file *file;
	char path[80];

	memset(text, 0, sizeof(text));
	snprintf(path, sizeof(path), "/sys/kernel/debug/vtc_pf/%s/pools",
		 pci_name(rig.pdev));
	file = filp_open(path, O_RDONLY, 0);
	if (IS_ERR(file))
		return text;
	m = file->private_data;
	m->buf = text;
	m->size = sizeof(text) - 1;
	m->op->show(m, NULL);
	m->buf = NULL;
	filp_close(file, NULL);
	return text;
}
