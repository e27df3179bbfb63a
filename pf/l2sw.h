/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The embedded L2 switch as a model: who owns which address, who is in which
 * VLAN, what each pool takes.
 *
 * Pure.  vtc_l2sw_build() makes the whole next model from the rights of every
 * pool; l2sw_<chip>.c turns a model into register values; l2sw_hw.c alone
 * writes them.  Registers are never read to learn what the switch does.
 */
#ifndef VTC_L2SW_H
#define VTC_L2SW_H

#include <linux/bitmap.h>
#include <linux/if_ether.h>
#include <linux/types.h>
#include "vport.h"

#define VTC_L2SW_POOLS	8
#define VTC_L2SW_MACS	32	/* room; the chip's count is in the caps */
#define VTC_L2SW_VLANS	32
#define VTC_L2SW_WORDS	128	/* 4096 bits of MTA, VFTA */
#define VTC_L2SW_NO_POOL	0xff	/* every pool belongs to a VF */

/**
 * struct vtc_l2sw_caps - sizes of one chip's tables
 * @pools: queue pools
 * @macs: exact MAC filters
 * @vlans: VLAN-to-pool filters
 * @no_switch: pools are for sorting what comes from the wire and nothing else:
 *	no frame passes from one to another, and VLANs, tags, broadcast and
 *	groups are the port's, which means the PF's
 */
struct vtc_l2sw_caps {
	u8 pools;
	u8 macs;
	u8 vlans;
	bool no_switch;
};

/* One exact MAC filter; free when no pool has it */
struct vtc_l2sw_mac {
	u8 addr[ETH_ALEN];
	u8 pools;
};

/* One VLAN-to-pool filter; free when no pool has it */
struct vtc_l2sw_vlan {
	u16 vid;
	u8 pools;
};

/**
 * struct vtc_l2sw_pool - what one pool takes and how it sends
 * @rx: receives at all
 * @tx: sends at all
 * @untagged: takes untagged frames
 * @bcast: takes broadcast
 * @multicast: takes what the multicast table admits
 * @allmulti: takes all multicast
 * @promisc: takes unicast nobody owns
 * @strip: tag to the descriptor
 * @rss: spreads over its queues
 * @spoofchk: source MAC and VLAN of what it sends are checked
 * @pvid: tag put on everything it sends, 0: none
 * @qos: priority in that tag
 * @max_frame: longest frame it takes, with CRC and tag
 * @rate: Mb/s for all its queues together, 0: unlimited
 */
struct vtc_l2sw_pool {
	bool rx;
	bool tx;
	bool untagged;
	bool bcast;
	bool multicast;
	bool allmulti;
	bool promisc;
	bool strip;
	bool rss;
	bool spoofchk;
	u16 pvid;
	u8 qos;
	u16 max_frame;
	u32 rate;
};

/**
 * struct vtc_l2sw - the switch
 * @vt: pools are in use; without, the port is a plain NIC and @pool[@pf_pool]
 *	alone matters
 * @no_switch: pools only sort, as the caps say
 * @rx_on: the receiver runs
 * @vepa: pools do not reach each other in here; all they send leaves by the
 *	wire, and a bridge behind it sends back what is for another pool
 * @pf_pool: pool of the PF; VTC_L2SW_NO_POOL: it has none and sees no frame,
 *	only with @vt
 * @rss: some pool spreads over its queues
 * @default_to_pf: unicast from the wire that nobody owns goes to the PF
 * @all_vlans: VLAN filtering is off (plain NIC), or all of the VLAN table is
 *	open (pools)
 * @mac: exact filters, a slot stays with its address as long as it is used
 * @vlan: VLAN-to-pool filters, slots stay likewise
 * @vfta: VLANs that pass the port's filter
 * @mta: the port's one multicast table
 * @uta: the port's one unicast hash table is all ones
 * @pool: per pool
 */
struct vtc_l2sw {
	bool vt;
	bool no_switch;
	bool rx_on;
	bool vepa;
	u8 pf_pool;
	bool rss;
	bool default_to_pf;
	bool all_vlans;
	struct vtc_l2sw_mac mac[VTC_L2SW_MACS];
	struct vtc_l2sw_vlan vlan[VTC_L2SW_VLANS];
	u32 vfta[VTC_L2SW_WORDS];
	u32 mta[VTC_L2SW_WORDS];
	bool uta;
	struct vtc_l2sw_pool pool[VTC_L2SW_POOLS];
};

/**
 * struct vtc_l2sw_in - everything a model is built from
 * @caps: table sizes
 * @vt: pools are in use (VFs exist, or VMDQ is 2 or more)
 * @rx_on: the receiver shall run
 * @vepa: no switching between pools
 * @pf_pool: pool of the PF (it is the only one without @vt), or
 *	VTC_L2SW_NO_POOL
 * @pf_rss: the PF spreads over several queues
 * @rights: per pool; NULL: the pool is unused
 */
struct vtc_l2sw_in {
	const struct vtc_l2sw_caps *caps;
	bool vt;
	bool rx_on;
	bool vepa;
	u8 pf_pool;
	bool pf_rss;
	const struct vtc_vport_rights *rights[VTC_L2SW_POOLS];
};

int vtc_l2sw_build(struct vtc_l2sw *next, const struct vtc_l2sw *prev,
		   const struct vtc_l2sw_in *in);
u8 vtc_l2sw_mac_owners(const struct vtc_l2sw *sw, const u8 *addr);
bool vtc_l2sw_vlan_reserved(const struct vtc_l2sw *sw, unsigned int pool,
			    u16 vid);

/*
 * l2sw_forward.c: where a frame of this kind goes, by the model.  Tests hold
 * the image and the device against it; the driver itself does not need it.
 */
#define VTC_L2SW_FROM_WIRE	0xff
#define VTC_L2SW_UNTAGGED	0xffff
struct vtc_l2sw_verdict {
	u8 pools;
	bool wire;
};

struct vtc_l2sw_verdict vtc_l2sw_forward(const struct vtc_l2sw *sw, u8 from,
					 const u8 *dst, u16 vid);

#endif /* VTC_L2SW_H */
