// SPDX-License-Identifier: GPL-2.0-only
/*
 * The netdev's address lists at the PF.
 *
 * Owns what the PF was told of them and what it refused, so that it hears only
 * of what has changed.  Tells no user: wish.c does.
 */
#include <linux/errno.h>
#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <linux/string.h>
#include "vf.h"

static void vtc_lists_read_uc(struct net_device *netdev, struct vtc_lists_view *l)
{
	struct netdev_hw_addr *ha;

	netdev_for_each_uc_addr(ha, netdev) {
		if (l->n_uc == VTC_LISTS_UC_MAX) {
			l->uc_more = true;
			return;
		}
		ether_addr_copy(l->uc[l->n_uc++], ha->addr);
	}
}

static void vtc_lists_read_mc(struct net_device *netdev, struct vtc_lists_view *l)
{
	struct netdev_hw_addr *ha;
	unsigned int n = 0;

	netdev_for_each_mc_addr(ha, netdev) {
		u16 hash = vtc_msg_mc_hash(ha->addr);

		if (test_bit(hash, l->mc))
			continue;
		if (n++ == VTC_MBX_MC_TOTAL) {
			l->mc_more = true;
			return;
		}
		__set_bit(hash, l->mc);
	}
}

static void vtc_lists_read(struct net_device *netdev, struct vtc_lists_view *l)
{
	memset(l, 0, sizeof(*l));
	netif_addr_lock_bh(netdev);
	vtc_lists_read_uc(netdev, l);
	vtc_lists_read_mc(netdev, l);
	l->promisc = netdev->flags & IFF_PROMISC;
	l->allmulti = netdev->flags & (IFF_PROMISC | IFF_ALLMULTI);
	netif_addr_unlock_bh(netdev);
	/* What no list can say, this can: a trusted VF gets it */
	l->allmulti |= l->mc_more;
}

static bool vtc_lists_same_uc(const struct vtc_lists_view *a,
			      const struct vtc_lists_view *b)
{
	return a->n_uc == b->n_uc && a->uc_more == b->uc_more &&
	       !memcmp(a->uc, b->uc, sizeof(a->uc));
}

static bool vtc_lists_same_mc(const struct vtc_lists_view *a,
			      const struct vtc_lists_view *b)
{
	return a->mc_more == b->mc_more &&
	       bitmap_equal(a->mc, b->mc, VTC_MBX_MC_BITS);
}

static bool vtc_lists_same_promisc(const struct vtc_lists_view *a,
				   const struct vtc_lists_view *b)
{
	return a->promisc == b->promisc && a->allmulti == b->allmulti;
}

/* Returns how many were refused, or a negative errno */
static int vtc_lists_add_uc(struct vtc_vf *vf, const struct vtc_lists_view *l)
{
	unsigned int refused = l->uc_more;
	unsigned int i;

	for (i = 0; i < l->n_uc; i++) {
		int err = vtc_pfreq_add_addr(vf, l->uc[i]);

		if (err && err != -EPERM)
			return err;
		if (err)
			refused++;
		else
			vf->lists.uc_there = true;
	}
	return refused;
}

/*
 * The protocol knows "forget all" and "one more", not "one less".  This and
 * the next two return how many were refused, or a negative errno.
 */
static int vtc_lists_tell_uc(struct vtc_vf *vf, const struct vtc_lists_view *l)
{
	int err;

	if (!l->n_uc && !vf->lists.uc_there)
		return 0;
	err = vtc_pfreq_clear_addrs(vf, vf->netdev->dev_addr);
	if (!err) {
		vf->lists.uc_there = false;
		return vtc_lists_add_uc(vf, l);
	}
	/* Who may not clear may not add */
	return err == -EPERM ? l->n_uc : err;
}

static int vtc_lists_tell_mc(struct vtc_vf *vf, const struct vtc_lists_view *l)
{
	unsigned int n = bitmap_weight(l->mc, VTC_MBX_MC_BITS);
	bool parts = READ_ONCE(vf->pf.mc_parts);
	unsigned int refused = 0;
	int err;

	err = vtc_pfreq_set_mc(vf, l->mc, parts, l->mc_more);
	/* Part of it is better than nothing, here and below */
	if (err == -EPERM && parts && n > VTC_MBX_MC_MAX) {
		refused = n - VTC_MBX_MC_MAX;
		err = vtc_pfreq_set_mc(vf, l->mc, false, l->mc_more);
	}
	if (err == -EPERM)
		return max(n, 1u);
	return err ? err : refused;
}

static int vtc_lists_tell_promisc(struct vtc_vf *vf,
				  const struct vtc_lists_view *l)
{
	unsigned int refused = 0;
	int err;

	err = vtc_pfreq_set_promisc(vf, l->promisc, l->allmulti);
	if (err == -EPERM && l->promisc) {
		refused++;
		err = vtc_pfreq_set_promisc(vf, false, true);
	}
	if (err == -EPERM)
		return refused + 1;
	return err ? err : refused;
}

static const struct {
	bool (*same)(const struct vtc_lists_view *a,
		     const struct vtc_lists_view *b);
	int (*tell)(struct vtc_vf *vf, const struct vtc_lists_view *l);
} vtc_lists_ops[VTC_LISTS_KINDS] = {
	[VTC_LISTS_UC] = { vtc_lists_same_uc, vtc_lists_tell_uc },
	[VTC_LISTS_MC] = { vtc_lists_same_mc, vtc_lists_tell_mc },
	[VTC_LISTS_PROMISC] = { vtc_lists_same_promisc, vtc_lists_tell_promisc },
};

/**
 * vtc_lists_tell() - tell the PF what has changed
 * @vf: VF, its netdev registered
 *
 * What did not get through is told again after the next handshake.
 *
 * Context: ordered workqueue; sleeps.
 * Return: 0, or -ENOTCONN: the PF is not there now.
 */
int vtc_lists_tell(struct vtc_vf *vf)
{
	struct vtc_lists *lists = &vf->lists;
	unsigned int kind;

	vtc_lists_read(vf->netdev, &lists->now);
	for (kind = 0; kind < VTC_LISTS_KINDS; kind++) {
		int refused;

		if (test_bit(kind, &lists->known) &&
		    vtc_lists_ops[kind].same(&lists->now, &lists->told))
			continue;
		refused = vtc_lists_ops[kind].tell(vf, &lists->now);
		if (refused < 0)
			return refused;
		lists->refused[kind] = refused;
	}
	lists->told = lists->now;
	lists->known = GENMASK(VTC_LISTS_KINDS - 1, 0);
	return 0;
}

/**
 * vtc_lists_replay() - tell a PF all that knows nothing yet
 * @vf: VF
 *
 * Context: ordered workqueue or probe; sleeps.
 * Return: as vtc_lists_tell().
 */
int vtc_lists_replay(struct vtc_vf *vf)
{
	/* After a handshake a VF is not promiscuous */
	vf->lists.known = BIT(VTC_LISTS_PROMISC);
	vf->lists.told.promisc = false;
	vf->lists.told.allmulti = false;
	vf->lists.refused[VTC_LISTS_PROMISC] = 0;
	/* Before registration there are no lists, nor is their lock ready */
	if (vf->netdev->reg_state != NETREG_REGISTERED)
		return 0;
	return vtc_lists_tell(vf);
}

/**
 * vtc_lists_retry() - ask again for what the PF refused
 * @vf: VF, its netdev registered
 *
 * Context: ordered workqueue; sleeps.
 * Return: as vtc_lists_tell().
 */
int vtc_lists_retry(struct vtc_vf *vf)
{
	unsigned int kind;

	for (kind = 0; kind < VTC_LISTS_KINDS; kind++)
		if (vf->lists.refused[kind])
			__clear_bit(kind, &vf->lists.known);
	return vtc_lists_tell(vf);
}

/**
 * vtc_lists_init() - the PF was told nothing yet
 * @vf: VF
 *
 * Context: probe.
 */
void vtc_lists_init(struct vtc_vf *vf)
{
	vf->lists.known = BIT(VTC_LISTS_PROMISC);
}
