/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the user of a VF wants from the PF, and what the PF granted.
 */
#ifndef VTC_WISH_H
#define VTC_WISH_H

#include <linux/if_ether.h>
#include <linux/if_vlan.h>
#include <linux/types.h>
#include "msg.h"

struct vtc_vf;

/* More unicast addresses than any chip of the family has filters */
#define VTC_WISH_UC_MAX		32

/**
 * struct vtc_wish_lists - the netdev's address lists at one moment
 * @n_uc: addresses in @uc
 * @uc: further unicast addresses
 * @uc_more: there are more than fit
 * @n_mc: hashes in @mc
 * @mc: multicast hashes
 * @mc_more: there are more than fit
 * @promisc: frames to any station
 * @allmulti: frames to any group
 */
struct vtc_wish_lists {
	u8 n_uc;
	u8 uc[VTC_WISH_UC_MAX][ETH_ALEN];
	bool uc_more;
	u8 n_mc;
	u16 mc[VTC_MBX_MC_MAX];
	bool mc_more;
	bool promisc;
	bool allmulti;
};

/**
 * struct vtc_wish - wishes and what became of them
 * @own_mac: the netdev's address was chosen by the user; rtnl
 * @pf_mac: the address the PF gave, zero if none; rtnl
 * @vlans: VLANs wished for; rtnl
 * @granted: VLANs the PF has granted; changed under rtnl, read by NAPI
 * @told: lists the PF was told last; ordered workqueue
 * @uc_told: @told holds for unicast; ordered workqueue, like the next ones
 * @mc_told: @told holds for multicast
 * @uc_there: the PF may hold unicast addresses of ours
 */
struct vtc_wish {
	bool own_mac;
	u8 pf_mac[ETH_ALEN];
	DECLARE_BITMAP(vlans, VLAN_N_VID);
	DECLARE_BITMAP(granted, VLAN_N_VID);
	struct vtc_wish_lists told;
	bool uc_told;
	bool mc_told;
	bool uc_there;
};

void vtc_wish_init(struct vtc_vf *vf);
int vtc_wish_set_mac(struct vtc_vf *vf, const u8 *addr);
int vtc_wish_add_vlan(struct vtc_vf *vf, u16 vid);
void vtc_wish_del_vlan(struct vtc_vf *vf, u16 vid);
int vtc_wish_set_mtu(struct vtc_vf *vf, int mtu);
int vtc_wish_replay(struct vtc_vf *vf, const struct vtc_msg_reset *reset);

#endif /* VTC_WISH_H */
