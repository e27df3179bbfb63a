/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the user of a VF wants from the PF, and what the PF granted.
 */
#ifndef VTC_WISH_H
#define VTC_WISH_H

#include <linux/if_ether.h>
#include <linux/if_vlan.h>
#include <linux/types.h>
#include "lists.h"
#include "msg.h"

struct vtc_vf;

/**
 * struct vtc_wish - wishes and what became of them
 * @own_mac: the netdev's address was chosen by the user; rtnl
 * @pf_mac: the address the PF gave, zero if none; rtnl
 * @vlans: VLANs wished for; rtnl
 * @granted: VLANs the PF has granted; changed under rtnl, read by NAPI
 * @vlans_noted: VLANs that are told to be refused; ordered workqueue or probe,
 *	like the next ones
 * @lists_noted: the same, of the address lists
 * @lists_next: when they may be told again, jiffies; read by others
 * @retried_at: when what was refused was asked for again, jiffies
 */
struct vtc_wish {
	bool own_mac;
	u8 pf_mac[ETH_ALEN];
	DECLARE_BITMAP(vlans, VLAN_N_VID);
	DECLARE_BITMAP(granted, VLAN_N_VID);
	u16 vlans_noted;
	u16 lists_noted[VTC_LISTS_KINDS];
	unsigned long lists_next;
	unsigned long retried_at;
};

void vtc_wish_init(struct vtc_vf *vf);
int vtc_wish_set_mac(struct vtc_vf *vf, const u8 *addr);
int vtc_wish_add_vlan(struct vtc_vf *vf, u16 vid);
void vtc_wish_del_vlan(struct vtc_vf *vf, u16 vid);
int vtc_wish_set_mtu(struct vtc_vf *vf, int mtu);
void vtc_wish_lists_changed(struct vtc_vf *vf);
bool vtc_wish_retry(struct vtc_vf *vf);
int vtc_wish_replay(struct vtc_vf *vf, const struct vtc_msg_reset *reset);

#endif /* VTC_WISH_H */
