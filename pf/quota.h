/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shares of the switch's tables: who gives way when they are full.
 *
 * Every port (each VF, each station, and the PF if it has a pool) has a guaranteed
 * share of the address filters beyond one for its own address, and each but the
 * stations of the VLAN filters.
 * All shares are equal and together no more than the table, so a share is
 * always to be had.  Beyond it holds:
 *
 *  - what is free goes to whoever asks first;
 *  - the host (the PF's netdev, and whatever the administrator gives a VF)
 *    takes filters back from VFs that have more than their share;
 *  - so does a VF that asks for something within its share;
 *  - a VF that asks for more than its share when nothing is free is refused.
 *
 * Filters are taken back from the VF that has most, the one with the highest
 * index if several have: its newest address, its highest VLAN that nobody else
 * is in.  A VF within its share never loses one for lack of room.
 *
 * Addresses that a VF chose it loses if the host gives them to somebody else, or
 * takes them for itself.  No choice of a VF's keeps the host from anything.
 *
 * Pure.  Works on the rights of all ports before the model is built from them,
 * and says what each lost, so that its wishes can be made to agree.
 */
#ifndef VTC_QUOTA_H
#define VTC_QUOTA_H

#include "l2sw.h"
#include "vport.h"

/**
 * struct vtc_quota - what a fit has found
 * @loss: of each pool
 * @vids: room for a set of VLANs
 */
struct vtc_quota {
	struct vtc_vport_loss loss[VTC_L2SW_POOLS];
	DECLARE_BITMAP(vids, VTC_VPORT_VIDS);
};

unsigned int vtc_quota_mac_share(const struct vtc_l2sw_caps *caps,
				 unsigned int ports);
unsigned int vtc_quota_vlan_share(const struct vtc_l2sw_caps *caps,
				  unsigned int ports);
bool vtc_quota_pf_mac_fits(const struct vtc_l2sw_in *in);
int vtc_quota_fit(struct vtc_quota *quota, const struct vtc_l2sw_in *in,
		  struct vtc_vport_rights *rights, const struct vtc_l2sw *prev,
		  u8 requester);

#endif /* VTC_QUOTA_H */
