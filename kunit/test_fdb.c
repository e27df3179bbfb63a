// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite fdb: which addresses the PF may have, who is told why not, and what a
 * dump shows.
 */
#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>
#include <net/netlink.h>
#include "cfgport.h"
#include "rights.h"

#include "../pf/fdb.c"

#define VFS	2

struct vtc_fdb_bench {
	struct vtc_cfgport *port;
	struct net_device *netdev;
	struct vtc_pf *pf;
	struct netlink_ext_ack extack;
	u8 mac[4][ETH_ALEN];	/* nobody's */
};

/* As the driver's it needs the lock: who waits for it must not have that */
static void vtc_fdb_rx_mode(struct work_struct *work)
{
	struct vtc_pf *pf = container_of(work, struct vtc_pf, rx_mode_work);

	vtc_cfglock_take(&pf->cfg_lock);
	vtc_cfglock_give(&pf->cfg_lock);
}

static int vtc_fdb_suite_init(struct kunit *test)
{
	struct vtc_fdb_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	unsigned int i;

	if (!b)
		return -ENOMEM;
	b->port = vtc_cfgport_make(test, VFS, 1);
	b->pf = b->port->pf;
	b->netdev = b->port->netdev;
	spin_lock_init(&b->netdev->addr_list_lock);
	INIT_WORK(&b->pf->rx_mode_work, vtc_fdb_rx_mode);
	for (i = 0; i < ARRAY_SIZE(b->mac); i++)
		vtc_world_mac(i, b->mac[i]);
	test->priv = b;
	return 0;
}

static void vtc_fdb_suite_exit(struct kunit *test)
{
	struct vtc_fdb_bench *b = test->priv;

	if (!b)
		return;
	flush_work(&b->pf->rx_mode_work);
	dev_uc_flush(b->netdev);
	dev_mc_flush(b->netdev);
}

static void vtc_fdb_apply(struct kunit *test)
{
	struct vtc_fdb_bench *b = test->priv;

	vtc_cfglock_take(&b->pf->cfg_lock);
	KUNIT_EXPECT_EQ(test, vtc_config_apply(b->pf), 0);
	vtc_cfglock_give(&b->pf->cfg_lock);
}

static int vtc_fdb_adds(struct vtc_fdb_bench *b, const u8 *mac, u16 vid)
{
	struct ndmsg ndm = { .ndm_state = NUD_PERMANENT };
	struct nlattr *tb[NDA_MAX + 1] = {};
	int err;

	b->extack._msg = NULL;
	/* Due because of the last one */
	schedule_work(&b->pf->rx_mode_work);
	rtnl_lock();
	err = vtc_fdb_add(&ndm, tb, b->netdev, mac, vid, NLM_F_EXCL, &b->extack);
	rtnl_unlock();
	return err;
}

static int vtc_fdb_dels(struct vtc_fdb_bench *b, const u8 *mac, u16 vid)
{
	struct ndmsg ndm = { .ndm_state = NUD_PERMANENT };
	struct nlattr *tb[NDA_MAX + 1] = {};
	int err;

	b->extack._msg = NULL;
	rtnl_lock();
	err = vtc_fdb_del(&ndm, tb, b->netdev, mac, vid, &b->extack);
	rtnl_unlock();
	return err;
}

static bool vtc_fdb_why(struct vtc_fdb_bench *b, const char *what)
{
	return b->extack._msg && strstr(b->extack._msg, what);
}

/* In the netdev's lists and out of them, and nobody keeps the lock */
static void vtc_fdb_own_entries(struct kunit *test)
{
	static const u8 group[ETH_ALEN] = { 1, 0, 0x5e, 0, 0, 1 };
	struct vtc_fdb_bench *b = test->priv;

	vtc_fdb_apply(test);
	KUNIT_EXPECT_EQ(test, vtc_fdb_adds(b, b->mac[0], 0), 0);
	KUNIT_EXPECT_EQ(test, netdev_uc_count(b->netdev), 1);
	KUNIT_EXPECT_EQ(test, vtc_fdb_adds(b, b->mac[0], 0), -EEXIST);
	KUNIT_EXPECT_EQ(test, vtc_fdb_adds(b, group, 0), 0);
	KUNIT_EXPECT_EQ(test, netdev_mc_count(b->netdev), 1);
	KUNIT_EXPECT_EQ(test, vtc_fdb_adds(b, b->mac[1], 5), -EINVAL);
	KUNIT_EXPECT_TRUE(test, vtc_fdb_why(b, "every VLAN"));
	KUNIT_EXPECT_EQ(test, vtc_fdb_dels(b, b->mac[0], 5), -EINVAL);
	KUNIT_EXPECT_EQ(test, netdev_uc_count(b->netdev), 1);
	KUNIT_EXPECT_EQ(test, vtc_fdb_dels(b, b->mac[0], 0), 0);
	KUNIT_EXPECT_EQ(test, netdev_uc_count(b->netdev), 0);
	KUNIT_EXPECT_EQ(test, vtc_fdb_dels(b, b->mac[0], 0), -ENOENT);
	KUNIT_EXPECT_NULL(test, b->extack._msg);
	KUNIT_EXPECT_EQ(test, vtc_fdb_dels(b, group, 0), 0);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&b->pf->cfg_lock.mutex));
}

/* A VF's, unless it may be shared; a station's never */
static void vtc_fdb_others_addresses(struct kunit *test)
{
	struct vtc_fdb_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf->vf[1];

	v->asked.active = true;
	b->pf->vf[0].asked.active = true;
	b->pf->vf[0].admin.trusted = true;
	b->pf->station[0].wish = (struct vtc_vport_station){ .used = true };
	ether_addr_copy(b->pf->station[0].wish.mac, b->mac[3]);
	vtc_fdb_apply(test);
	KUNIT_EXPECT_EQ(test, vtc_fdb_adds(b, v->default_mac, 0), -EADDRINUSE);
	KUNIT_EXPECT_TRUE(test, vtc_fdb_why(b, "a VF"));
	KUNIT_EXPECT_EQ(test, vtc_fdb_dels(b, v->default_mac, 0), -ENOENT);
	KUNIT_EXPECT_TRUE(test, vtc_fdb_why(b, "is a VF's"));
	KUNIT_EXPECT_EQ(test, vtc_fdb_adds(b, b->mac[3], 0), -EADDRINUSE);
	KUNIT_EXPECT_TRUE(test, vtc_fdb_why(b, "an interface with a pool"));
	KUNIT_EXPECT_EQ(test, vtc_fdb_dels(b, b->mac[3], 0), -ENOENT);
	KUNIT_EXPECT_NULL(test, b->extack._msg);
	KUNIT_EXPECT_EQ(test, netdev_uc_count(b->netdev), 0);
	KUNIT_EXPECT_EQ(test, vtc_fdb_adds(b, b->pf->vf[0].default_mac, 0), 0);
	ether_addr_copy(v->admin.mac, b->mac[2]);
	vtc_fdb_apply(test);
	KUNIT_EXPECT_EQ(test, vtc_fdb_adds(b, b->mac[2], 0), 0);
	/* The station has gone */
	b->pf->station[0].wish.used = false;
	vtc_fdb_apply(test);
	KUNIT_EXPECT_EQ(test, vtc_fdb_adds(b, b->mac[3], 0), 0);
	/* Where there was room for another is a VF now */
	vtc_cfgport_plan(test, b->port, 6, 1);
	b->pf->station[1].wish.used = true;
	b->pf->vf[5].asked.active = true;
	b->pf->vf[5].admin.trusted = true;
	vtc_fdb_apply(test);
	KUNIT_EXPECT_EQ(test, vtc_fdb_adds(b, b->pf->vf[5].default_mac, 0), 0);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&b->pf->cfg_lock.mutex));
}

/* No filter for it, or no pool at all */
static void vtc_fdb_no_room(struct kunit *test)
{
	struct vtc_fdb_bench *b = test->priv;
	struct vtc_vport_asked *asked = &b->pf->asked;
	unsigned int i;

	for (i = 0; i < VTC_VPORT_EXTRA_MACS; i++)
		vtc_world_mac(10 + i, asked->extra[asked->n_extra++]);
	vtc_fdb_apply(test);
	KUNIT_EXPECT_EQ(test, vtc_fdb_adds(b, b->mac[0], 0), -ENOSPC);
	KUNIT_EXPECT_TRUE(test, vtc_fdb_why(b, "No space left"));
	/* One that has a filter needs none */
	vtc_world_mac(10, b->mac[1]);
	KUNIT_EXPECT_EQ(test, vtc_fdb_adds(b, b->mac[1], 0), 0);
	vtc_cfgport_plan(test, b->port, 8, 0);
	KUNIT_EXPECT_EQ(test, vtc_fdb_adds(b, b->mac[0], 0), -EOPNOTSUPP);
	KUNIT_EXPECT_TRUE(test, vtc_fdb_why(b, "all pools are VFs'"));
	KUNIT_EXPECT_EQ(test, netdev_uc_count(b->netdev), 1);
}

/* Entries of a dump that begins at @from; @room: bytes for the answer */
static int vtc_fdb_dumps(struct kunit *test, int from, unsigned int room,
			 struct sk_buff **answer, int *idx)
{
	struct vtc_fdb_bench *b = test->priv;
	struct nlmsghdr nlh = { .nlmsg_seq = 7 };
	struct netlink_callback cb = { .nlh = &nlh };
	struct sk_buff *request = alloc_skb(64, GFP_KERNEL);
	int err;

	*answer = alloc_skb(room, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, request);
	KUNIT_ASSERT_NOT_NULL(test, *answer);
	skb_reserve(*answer, skb_tailroom(*answer) - room);
	cb.skb = request;
	cb.args[2] = from;
	*idx = 0;
	rtnl_lock();
	err = vtc_fdb_dump(*answer, &cb, b->netdev, NULL, idx);
	rtnl_unlock();
	kfree_skb(request);
	return err;
}

/* The VF that an address is of, -1: no VF, -2: there is no such entry */
static int vtc_fdb_entry(struct sk_buff *answer, const u8 *mac, unsigned int *entries)
{
	const struct nlmsghdr *nlh = (struct nlmsghdr *)answer->data;
	int left = answer->len, found = -2;

	for (*entries = 0; nlmsg_ok(nlh, left); nlh = nlmsg_next(nlh, &left)) {
		struct nlattr *addr = nlmsg_find_attr(nlh, sizeof(struct ndmsg), NDA_LLADDR);
		struct nlattr *port = nlmsg_find_attr(nlh, sizeof(struct ndmsg), NDA_PORT);

		(*entries)++;
		if (addr && ether_addr_equal(nla_data(addr), mac))
			found = port ? ntohs(nla_get_be16(port)) : -1;
	}
	return found;
}

/* VFs with their numbers, stations without; the PF's own are the stack's */
static void vtc_fdb_shows(struct kunit *test)
{
	struct vtc_fdb_bench *b = test->priv;
	unsigned int n, all;
	struct sk_buff *skb;
	struct ndmsg *ndm;
	int idx, err, i;

	for (i = 0; i < VFS; i++)
		b->pf->vf[i].asked.active = true;
	b->pf->station[0].wish = (struct vtc_vport_station){ .used = true };
	ether_addr_copy(b->pf->station[0].wish.mac, b->mac[3]);
	vtc_fdb_apply(test);
	KUNIT_EXPECT_EQ(test, vtc_fdb_adds(b, b->mac[0], 0), 0);
	b->netdev->ifindex = 42;
	KUNIT_EXPECT_EQ(test, vtc_fdb_dumps(test, 0, 2048, &skb, &idx), 0);
	KUNIT_EXPECT_EQ(test, vtc_fdb_entry(skb, b->pf->vf[0].default_mac, &all), 0);
	KUNIT_EXPECT_EQ(test, vtc_fdb_entry(skb, b->pf->vf[1].default_mac, &n), 1);
	KUNIT_EXPECT_EQ(test, vtc_fdb_entry(skb, b->mac[3], &n), -1);
	KUNIT_EXPECT_EQ(test, vtc_fdb_entry(skb, b->mac[0], &n), -1);
	KUNIT_EXPECT_EQ(test, vtc_fdb_entry(skb, b->pf->perm_mac, &n), -2);
	KUNIT_EXPECT_EQ(test, idx, all);
	KUNIT_EXPECT_EQ(test, all, 1 + VFS + 1);
	kfree_skb(skb);
	/* To be continued, from where it ended */
	err = vtc_fdb_dumps(test, 0, 150, &skb, &idx);
	KUNIT_EXPECT_EQ(test, err, -EMSGSIZE);
	vtc_fdb_entry(skb, b->mac[0], &n);
	kfree_skb(skb);
	KUNIT_EXPECT_TRUE(test, n > 0 && n < all);
	KUNIT_EXPECT_EQ(test, idx, n);
	KUNIT_EXPECT_EQ(test, vtc_fdb_dumps(test, 2, 2048, &skb, &idx), 0);
	KUNIT_EXPECT_EQ(test, idx, all);
	vtc_fdb_entry(skb, b->mac[0], &n);
	KUNIT_EXPECT_EQ(test, n, all - 2);
	ndm = nlmsg_data((struct nlmsghdr *)skb->data);
	KUNIT_EXPECT_EQ(test, (int)ndm->ndm_family, AF_BRIDGE);
	KUNIT_EXPECT_EQ(test, ndm->ndm_ifindex, 42);
	KUNIT_EXPECT_EQ(test, ndm->ndm_flags, NTF_SELF | NTF_EXT_LEARNED);
	KUNIT_EXPECT_EQ(test, ndm->ndm_state, NUD_NOARP);
	KUNIT_EXPECT_EQ(test, nlmsg_hdr(skb)->nlmsg_seq, 7);
	KUNIT_EXPECT_EQ(test, nlmsg_hdr(skb)->nlmsg_type, RTM_NEWNEIGH);
	KUNIT_EXPECT_TRUE(test, nlmsg_hdr(skb)->nlmsg_flags & NLM_F_MULTI);
	kfree_skb(skb);
	b->netdev->ifindex = 0;
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&b->pf->cfg_lock.mutex));
	/* Without pools there are none to show but the stack's */
	b->pf->plan.vt = false;
	KUNIT_EXPECT_EQ(test, vtc_fdb_dumps(test, 0, 2048, &skb, &idx), 0);
	KUNIT_EXPECT_EQ(test, idx, 1);
	kfree_skb(skb);
}

static struct kunit_case vtc_fdb_cases[] = {
	KUNIT_CASE(vtc_fdb_own_entries),
	KUNIT_CASE(vtc_fdb_others_addresses),
	KUNIT_CASE(vtc_fdb_no_room),
	KUNIT_CASE(vtc_fdb_shows),
	{}
};

static struct kunit_suite vtc_fdb_suite = {
	.name = "vtc_fdb",
	.init = vtc_fdb_suite_init,
	.exit = vtc_fdb_suite_exit,
	.test_cases = vtc_fdb_cases,
};

kunit_test_suite(vtc_fdb_suite);
