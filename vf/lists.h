/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The netdev's address lists, and what the PF knows of them.
 */
#ifndef VTC_LISTS_H
#define VTC_LISTS_H

#include <linux/bitmap.h>
#include <linux/if_ether.h>
#include <linux/types.h>
#include "msg.h"

struct vtc_vf;

/* More unicast addresses than any chip of the family has filters */
#define VTC_LISTS_UC_MAX	32

enum vtc_lists_kind {
	VTC_LISTS_UC,		/* further unicast addresses */
	VTC_LISTS_MC,		/* multicast groups */
	VTC_LISTS_PROMISC,	/* promiscuous modes */
	VTC_LISTS_KINDS
};

/**
 * struct vtc_lists_view - the netdev's address lists at one moment
 * @n_uc: addresses in @uc
 * @uc: further unicast addresses
 * @uc_more: there are more than fit
 * @mc: multicast hashes, VTC_MBX_MC_TOTAL at most
 * @mc_more: there are more
 * @promisc: frames to any station
 * @allmulti: frames to any group
 */
struct vtc_lists_view {
	u8 n_uc;
	u8 uc[VTC_LISTS_UC_MAX][ETH_ALEN];
	bool uc_more;
	DECLARE_BITMAP(mc, VTC_MBX_MC_BITS);
	bool mc_more;
	bool promisc;
	bool allmulti;
};

/**
 * struct vtc_lists - what the PF was told; all in the ordered workqueue
 * @now: what it is to be told
 * @told: what it was told last
 * @known: bits of enum vtc_lists_kind: @told holds for this kind
 * @refused: how many of each kind it refused when it was told last
 * @uc_there: it may hold unicast addresses of ours
 */
struct vtc_lists {
	struct vtc_lists_view now;
	struct vtc_lists_view told;
	unsigned long known;
	u16 refused[VTC_LISTS_KINDS];
	bool uc_there;
};

void vtc_lists_init(struct vtc_vf *vf);
int vtc_lists_tell(struct vtc_vf *vf);
int vtc_lists_replay(struct vtc_vf *vf);
int vtc_lists_retry(struct vtc_vf *vf);

#endif /* VTC_LISTS_H */
