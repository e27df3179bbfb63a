// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite lists: what of a netdev's address lists a PF hears, and what it is asked
 * again when it refused.
 */
#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include "kunit.h"

#define vtc_pfreq_clear_addrs	vtc_lists_test_clear
#define vtc_pfreq_add_addr	vtc_lists_test_add
#define vtc_pfreq_set_mc	vtc_lists_test_mc
#define vtc_pfreq_set_promisc	vtc_lists_test_promisc
#include "../vf/lists.c"

struct vtc_lists_bench {
	struct vtc_vf vf;
	unsigned int clears, adds, mcs, promiscs;	/* requests since the last look */
	unsigned int room;				/* for further addresses */
	bool no_clear;
	unsigned int mc_room, mc_room_parts;		/* more groups are refused */
	bool no_promisc, no_allmulti;
	bool gone;
	/* What the PF has */
	u8 uc[VTC_LISTS_UC_MAX + 1][ETH_ALEN];
	unsigned int n_uc;
	unsigned int n_mc;
	bool mc_more, parts, promisc, allmulti;
};

static struct vtc_lists_bench *vtc_lists_of(struct vtc_vf *vf)
{
	return container_of(vf, struct vtc_lists_bench, vf);
}

int vtc_lists_test_clear(struct vtc_vf *vf, const u8 *own)
{
	struct vtc_lists_bench *b = vtc_lists_of(vf);

	b->clears++;
	if (b->gone)
		return -ENOTCONN;
	if (b->no_clear)
		return -EPERM;
	b->n_uc = 0;
	return 0;
}

int vtc_lists_test_add(struct vtc_vf *vf, const u8 *addr)
{
	struct vtc_lists_bench *b = vtc_lists_of(vf);

	b->adds++;
	if (b->n_uc >= b->room)
		return -EPERM;
	ether_addr_copy(b->uc[b->n_uc++], addr);
	return 0;
}

int vtc_lists_test_mc(struct vtc_vf *vf, const unsigned long *hashes, bool parts,
		      bool overflow)
{
	struct vtc_lists_bench *b = vtc_lists_of(vf);
	unsigned int n = bitmap_weight(hashes, VTC_MBX_MC_BITS);

	b->mcs++;
	if (b->gone)
		return -ENOTCONN;
	if (parts ? n > b->mc_room_parts : !b->mc_room)
		return -EPERM;
	b->n_mc = parts ? n : min(n, b->mc_room);
	b->mc_more = overflow;
	b->parts = parts;
	return 0;
}

int vtc_lists_test_promisc(struct vtc_vf *vf, bool unicast, bool multicast)
{
	struct vtc_lists_bench *b = vtc_lists_of(vf);

	b->promiscs++;
	if (b->gone)
		return -ENOTCONN;
	if ((unicast && b->no_promisc) || (multicast && b->no_allmulti))
		return -EPERM;
	b->promisc = unicast;
	b->allmulti = multicast;
	return 0;
}

static struct vtc_lists_bench *vtc_lists_bench(struct kunit *test)
{
	return test->priv;
}

static int vtc_lists_suite_init(struct kunit *test)
{
	struct vtc_lists_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	b->vf.netdev = alloc_etherdev(0);
	if (!b->vf.netdev)
		return -ENOMEM;
	/* Nobody looks for it by name, so it need not be known to the system */
	spin_lock_init(&b->vf.netdev->addr_list_lock);
	b->vf.netdev->reg_state = NETREG_REGISTERED;
	b->room = VTC_LISTS_UC_MAX;
	b->mc_room = VTC_MBX_MC_MAX;
	b->mc_room_parts = VTC_MBX_MC_TOTAL;
	b->vf.pf.mc_parts = true;
	vtc_lists_init(&b->vf);
	test->priv = b;
	return 0;
}

static void vtc_lists_suite_exit(struct kunit *test)
{
	struct vtc_lists_bench *b = test->priv;

	if (!b || !b->vf.netdev)
		return;
	dev_uc_flush(b->vf.netdev);
	dev_mc_flush(b->vf.netdev);
	b->vf.netdev->reg_state = NETREG_UNINITIALIZED;
	free_netdev(b->vf.netdev);
}

/* Tell, and say which requests it took: clear, add, groups, modes */
static void vtc_lists_expect(struct kunit *test, int err, unsigned int clears,
			     unsigned int adds, unsigned int mcs,
			     unsigned int promiscs)
{
	struct vtc_lists_bench *b = vtc_lists_bench(test);

	b->clears = 0;
	b->adds = 0;
	b->mcs = 0;
	b->promiscs = 0;
	KUNIT_EXPECT_EQ(test, vtc_lists_tell(&b->vf), err);
	KUNIT_EXPECT_EQ(test, b->clears, clears);
	KUNIT_EXPECT_EQ(test, b->adds, adds);
	KUNIT_EXPECT_EQ(test, b->mcs, mcs);
	KUNIT_EXPECT_EQ(test, b->promiscs, promiscs);
}

static void vtc_lists_uc(struct kunit *test, unsigned int first, unsigned int n)
{
	struct vtc_lists_bench *b = vtc_lists_bench(test);
	u8 addr[ETH_ALEN] = { 2, 0, 0, 0, 0, 0 };

	for (; n; n--) {
		addr[5] = first++;
		KUNIT_ASSERT_EQ(test, dev_uc_add(b->vf.netdev, addr), 0);
	}
}

static void vtc_lists_mc(struct kunit *test, unsigned int first, unsigned int n)
{
	struct vtc_lists_bench *b = vtc_lists_bench(test);
	u8 addr[ETH_ALEN] = { 1, 0, 0x5e, 0, 0, 0 };

	for (; n; n--, first++) {
		addr[5] = first & 0xff;
		addr[4] = first >> 8 << 4;
		KUNIT_ASSERT_EQ(test, dev_mc_add(b->vf.netdev, addr), 0);
	}
}

/* Only what has changed, and an empty list at first is news for groups alone */
static void vtc_lists_only_news(struct kunit *test)
{
	struct vtc_lists_bench *b = vtc_lists_bench(test);

	vtc_lists_expect(test, 0, 0, 0, 1, 0);
	vtc_lists_expect(test, 0, 0, 0, 0, 0);
	vtc_lists_uc(test, 1, 2);
	vtc_lists_expect(test, 0, 1, 2, 0, 0);
	KUNIT_EXPECT_EQ(test, b->n_uc, 2);
	vtc_lists_expect(test, 0, 0, 0, 0, 0);
	vtc_lists_mc(test, 1, 3);
	vtc_lists_expect(test, 0, 0, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, b->n_mc, 3);
	b->vf.netdev->flags |= IFF_ALLMULTI;
	vtc_lists_expect(test, 0, 0, 0, 0, 1);
	KUNIT_EXPECT_TRUE(test, b->allmulti && !b->promisc);
	b->vf.netdev->flags |= IFF_PROMISC;
	vtc_lists_expect(test, 0, 0, 0, 0, 1);
	KUNIT_EXPECT_TRUE(test, b->allmulti && b->promisc);
	b->vf.netdev->flags &= ~(IFF_PROMISC | IFF_ALLMULTI);
	vtc_lists_expect(test, 0, 0, 0, 0, 1);
	KUNIT_EXPECT_FALSE(test, b->allmulti || b->promisc);
	dev_uc_flush(b->vf.netdev);
	vtc_lists_expect(test, 0, 1, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, b->n_uc, 0);
	/* Nothing of ours is there any more, so nothing is to be cleared */
	b->vf.lists.known = 0;
	vtc_lists_expect(test, 0, 0, 0, 1, 1);
}

/* One address for another is a change, though there are as many */
static void vtc_lists_of_one_length(struct kunit *test)
{
	struct vtc_lists_bench *b = vtc_lists_bench(test);

	vtc_lists_uc(test, 1, 1);
	vtc_lists_mc(test, 1, 1);
	vtc_lists_expect(test, 0, 1, 1, 1, 0);
	dev_uc_flush(b->vf.netdev);
	dev_mc_flush(b->vf.netdev);
	vtc_lists_uc(test, 7, 1);
	vtc_lists_mc(test, 7, 1);
	vtc_lists_expect(test, 0, 1, 1, 1, 0);
	KUNIT_EXPECT_EQ(test, b->uc[0][5], 7);
}

static void vtc_lists_too_many_stations(struct kunit *test)
{
	struct vtc_lists_bench *b = vtc_lists_bench(test);
	const u16 *refused = b->vf.lists.refused;

	vtc_lists_uc(test, 1, VTC_LISTS_UC_MAX);
	vtc_lists_expect(test, 0, 1, VTC_LISTS_UC_MAX, 1, 0);
	KUNIT_EXPECT_EQ(test, refused[VTC_LISTS_UC], 0);
	/* One that has no place in the view */
	vtc_lists_uc(test, 1 + VTC_LISTS_UC_MAX, 1);
	vtc_lists_expect(test, 0, 1, VTC_LISTS_UC_MAX, 0, 0);
	KUNIT_EXPECT_EQ(test, refused[VTC_LISTS_UC], 1);
	KUNIT_EXPECT_EQ(test, b->n_uc, VTC_LISTS_UC_MAX);
	/* And a PF with less room */
	b->room = 3;
	b->vf.lists.known = BIT(VTC_LISTS_MC) | BIT(VTC_LISTS_PROMISC);
	vtc_lists_expect(test, 0, 1, VTC_LISTS_UC_MAX, 0, 0);
	KUNIT_EXPECT_EQ(test, refused[VTC_LISTS_UC], VTC_LISTS_UC_MAX - 3 + 1);
	/* Who may not clear may not add */
	b->no_clear = true;
	b->vf.lists.known = BIT(VTC_LISTS_MC) | BIT(VTC_LISTS_PROMISC);
	vtc_lists_expect(test, 0, 1, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, refused[VTC_LISTS_UC], VTC_LISTS_UC_MAX);
}

static void vtc_lists_too_many_groups(struct kunit *test)
{
	struct vtc_lists_bench *b = vtc_lists_bench(test);
	const u16 *refused = b->vf.lists.refused;

	vtc_lists_mc(test, 0, VTC_MBX_MC_TOTAL);
	vtc_lists_expect(test, 0, 0, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, b->n_mc, VTC_MBX_MC_TOTAL);
	KUNIT_EXPECT_FALSE(test, b->mc_more || b->allmulti);
	/* Two addresses with one hash are one, more than any list are all */
	KUNIT_ASSERT_EQ(test, dev_mc_add(b->vf.netdev, (u8[]){ 1, 1, 1, 1, 0, 9 }), 0);
	vtc_lists_expect(test, 0, 0, 0, 0, 0);
	vtc_lists_mc(test, VTC_MBX_MC_TOTAL, 1);
	vtc_lists_expect(test, 0, 0, 0, 1, 1);
	KUNIT_EXPECT_TRUE(test, b->mc_more && b->allmulti && !b->promisc);
	KUNIT_EXPECT_EQ(test, b->n_mc, VTC_MBX_MC_TOTAL);
	/* A PF that does not take lists in parts gets the first */
	b->mc_room_parts = 0;
	b->vf.lists.known = BIT(VTC_LISTS_UC) | BIT(VTC_LISTS_PROMISC);
	vtc_lists_expect(test, 0, 0, 0, 2, 0);
	KUNIT_EXPECT_FALSE(test, b->parts);
	KUNIT_EXPECT_EQ(test, refused[VTC_LISTS_MC], VTC_MBX_MC_TOTAL - VTC_MBX_MC_MAX);
	b->mc_room = 0;
	b->vf.lists.known = BIT(VTC_LISTS_UC) | BIT(VTC_LISTS_PROMISC);
	vtc_lists_expect(test, 0, 0, 0, 2, 0);
	KUNIT_EXPECT_EQ(test, refused[VTC_LISTS_MC], VTC_MBX_MC_TOTAL);
	/* Refused even the empty list: that counts, too */
	b->vf.pf.mc_parts = false;
	dev_mc_flush(b->vf.netdev);
	vtc_lists_expect(test, 0, 0, 0, 1, 1);
	KUNIT_EXPECT_EQ(test, refused[VTC_LISTS_MC], 1);
}

static void vtc_lists_refused_modes(struct kunit *test)
{
	struct vtc_lists_bench *b = vtc_lists_bench(test);
	const u16 *refused = &b->vf.lists.refused[VTC_LISTS_PROMISC];

	vtc_lists_expect(test, 0, 0, 0, 1, 0);
	b->no_promisc = true;
	b->vf.netdev->flags |= IFF_PROMISC;
	vtc_lists_expect(test, 0, 0, 0, 0, 2);
	KUNIT_EXPECT_EQ(test, *refused, 1);
	KUNIT_EXPECT_TRUE(test, b->allmulti && !b->promisc);
	/* Asked again, it has changed its mind */
	b->no_promisc = false;
	vtc_lists_expect(test, 0, 0, 0, 0, 0);
	b->promiscs = 0;
	b->mcs = 0;
	KUNIT_EXPECT_EQ(test, vtc_lists_retry(&b->vf), 0);
	KUNIT_EXPECT_EQ(test, b->promiscs, 1);
	KUNIT_EXPECT_EQ(test, b->mcs, 0);
	KUNIT_EXPECT_EQ(test, *refused, 0);
	KUNIT_EXPECT_TRUE(test, b->promisc);
	b->no_promisc = true;
	b->no_allmulti = true;
	KUNIT_EXPECT_EQ(test, vtc_lists_retry(&b->vf), 0);
	KUNIT_EXPECT_EQ(test, *refused, 0);
	b->vf.lists.known = 0;
	vtc_lists_expect(test, 0, 0, 0, 1, 2);
	KUNIT_EXPECT_EQ(test, *refused, 2);
}

/* A PF that is not there hears all of it once it is back */
static void vtc_lists_told_again(struct kunit *test)
{
	struct vtc_lists_bench *b = vtc_lists_bench(test);

	vtc_lists_uc(test, 1, 1);
	vtc_lists_mc(test, 1, 1);
	b->vf.netdev->flags |= IFF_PROMISC;
	b->gone = true;
	vtc_lists_expect(test, -ENOTCONN, 1, 0, 0, 0);
	b->gone = false;
	vtc_lists_expect(test, 0, 1, 1, 1, 1);
	b->clears = 0;
	b->mcs = 0;
	b->promiscs = 0;
	KUNIT_EXPECT_EQ(test, vtc_lists_replay(&b->vf), 0);
	KUNIT_EXPECT_EQ(test, b->clears, 1);
	KUNIT_EXPECT_EQ(test, b->mcs, 1);
	KUNIT_EXPECT_EQ(test, b->promiscs, 1);
	/* Who is not promiscuous need not say so after a handshake */
	b->vf.netdev->flags &= ~IFF_PROMISC;
	b->promiscs = 0;
	KUNIT_EXPECT_EQ(test, vtc_lists_replay(&b->vf), 0);
	KUNIT_EXPECT_EQ(test, b->promiscs, 0);
	b->mcs = 0;
	b->vf.netdev->reg_state = NETREG_UNREGISTERED;
	KUNIT_EXPECT_EQ(test, vtc_lists_replay(&b->vf), 0);
	KUNIT_EXPECT_EQ(test, b->mcs, 0);
}

static struct kunit_case vtc_lists_cases[] = {
	KUNIT_CASE(vtc_lists_only_news),
	KUNIT_CASE(vtc_lists_of_one_length),
	KUNIT_CASE(vtc_lists_too_many_stations),
	KUNIT_CASE(vtc_lists_too_many_groups),
	KUNIT_CASE(vtc_lists_refused_modes),
	KUNIT_CASE(vtc_lists_told_again),
	{}
};

static struct kunit_suite vtc_lists_suite = {
	.name = "vtc_lists",
	.init = vtc_lists_suite_init,
	.exit = vtc_lists_suite_exit,
	.test_cases = vtc_lists_cases,
};

kunit_test_suite(vtc_lists_suite);
