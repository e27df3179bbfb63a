/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A virtual port and its rights: the whole trust policy, on one page.
 *
 * Pure.  "admin" is what the host's administrator wants, "asked" what the
 * function itself asked for (a VF over its mailbox, the PF through its own
 * netdev).  vtc_vport_resolve() makes of both what the switch will be told.
 * Nobody else decides what a VF may do.
 */
#ifndef VTC_VPORT_H
#define VTC_VPORT_H

#include <linux/bitmap.h>
#include <linux/if_ether.h>
#include <linux/types.h>
#include "msg.h"

#define VTC_VPORT_VIDS		4096
#define VTC_VPORT_MTA_BITS	4096
#define VTC_VPORT_EXTRA_MACS	32	/* extra unicast addresses kept per port */
#define VTC_VPORT_UNTRUSTED_MACS 3	/* extra addresses an untrusted VF may have */
#define VTC_VPORT_UNTRUSTED_VIDS 31	/* VLANs an untrusted VF may join */
#define VTC_VPORT_MAX_FRAME	9728	/* what the chip takes, CRC included */

/**
 * struct vtc_vport_admin - wishes of the administrator (ip link set PF vf N)
 * @mac: his address for the VF; zero: none set
 * @vlan: port VLAN, 0: none
 * @qos: priority of the port VLAN's tag, 0..7
 * @spoofchk: check source MAC and VLAN of what the VF sends
 * @trusted: may change its MAC, be promiscuous, take many addresses
 * @link: link policy
 * @max_tx_rate: Mb/s, 0: unlimited
 */
struct vtc_vport_admin {
	u8 mac[ETH_ALEN];
	u16 vlan;
	u8 qos;
	bool spoofchk;
	bool trusted;
	enum vtc_link_policy link;
	u32 max_tx_rate;
};

/**
 * struct vtc_vport_asked - wishes of the function itself
 * @active: it has completed its RESET handshake (the PF: is up, or VFs need it)
 * @mac: its own address; zero: none asked for, the default holds
 * @extra: more unicast addresses, @n_extra of them
 * @n_extra: entries used in @extra
 * @extra_lost: addresses that did not fit into @extra (PF only)
 * @mc_hash: multicast table bits
 * @mc_overflow: it has more groups than it could say
 * @mc_part: table bits of a list that is still coming in
 * @mc_part_n: hashes that came for it, 0: none is coming in
 * @vlans: VLANs it joined (bit 0, untagged and priority tagged, is implied)
 * @promisc: wants all unicast
 * @allmulti: wants all multicast
 * @all_vlans: wants every VLAN (PF only)
 * @strip: wants tags in the descriptor, not in the frame (PF only; a VF's
 *	follows from its VLANs)
 * @max_frame: bytes with header and CRC, 0: standard
 */
struct vtc_vport_asked {
	bool active;
	u8 mac[ETH_ALEN];
	u8 extra[VTC_VPORT_EXTRA_MACS][ETH_ALEN];
	u8 n_extra;
	bool extra_lost;
	DECLARE_BITMAP(mc_hash, VTC_VPORT_MTA_BITS);
	bool mc_overflow;
	DECLARE_BITMAP(mc_part, VTC_VPORT_MTA_BITS);
	u16 mc_part_n;
	DECLARE_BITMAP(vlans, VTC_VPORT_VIDS);
	bool promisc;
	bool allmulti;
	bool all_vlans;
	bool strip;
	u32 max_frame;
};

/**
 * struct vtc_vport_station - wishes of a station: an interface on top of the
 *	PF's netdev that has a pool of its own
 * @used: there is one
 * @active: it receives and sends
 * @rss: while it does, all queues of its pool run
 * @mac: its address
 */
struct vtc_vport_station {
	bool used;
	bool active;
	bool rss;
	u8 mac[ETH_ALEN];
};

/**
 * struct vtc_vport_rights - what the switch grants one pool
 * @is_pf: the PF's own pool: overflow makes it promiscuous instead of failing
 * @is_station: a station's pool: member of the PF's VLANs
 * @rx: may receive
 * @tx: may send
 * @rss: spreads over its queues (stations; the PF's is in vtc_l2sw_in)
 * @mac: its address, valid
 * @home: the address it has when it does not choose one; another @mac is its
 *	own choice
 * @mac_shared: @mac and @extra may also belong to another port that has this
 *	set (administrator's wish, or trusted)
 * @extra: more addresses, @n_extra of them
 * @n_extra: entries used in @extra
 * @vlans: member of (never bit 0; empty when @pvid)
 * @vlan_shared: may be member of a VLAN that is another port's @pvid
 * @pvid: port VLAN, 0: none
 * @qos: its priority
 * @untagged: takes untagged and priority tagged frames
 * @strip: tag goes to the descriptor
 * @bcast: takes broadcast
 * @mc_hash: multicast table bits
 * @multicast: takes part in the multicast table
 * @allmulti: all multicast
 * @promisc: unicast nobody owns
 * @all_vlans: every VLAN
 * @spoofchk: check MAC and VLAN of what it sends
 * @max_frame: longest frame, CRC and one tag included
 * @max_tx_rate: Mb/s, 0: unlimited
 */
struct vtc_vport_rights {
	bool is_pf;
	bool is_station;
	bool rx;
	bool tx;
	bool rss;
	u8 mac[ETH_ALEN];
	u8 home[ETH_ALEN];
	bool mac_shared;
	u8 extra[VTC_VPORT_EXTRA_MACS][ETH_ALEN];
	u8 n_extra;
	DECLARE_BITMAP(vlans, VTC_VPORT_VIDS);
	bool vlan_shared;
	u16 pvid;
	u8 qos;
	bool untagged;
	bool strip;
	bool bcast;
	DECLARE_BITMAP(mc_hash, VTC_VPORT_MTA_BITS);
	bool multicast;
	bool allmulti;
	bool promisc;
	bool all_vlans;
	bool spoofchk;
	u32 max_frame;
	u32 max_tx_rate;
};

/**
 * struct vtc_vport_loss - what a port asked for and has to give up
 * @vlans: VLANs
 * @extra: further addresses
 * @mac: the address it chose; it has the one it falls back to
 * @reclaimed: entries others needed the room of
 * @revoked: entries that have become another port's by the host's word
 */
struct vtc_vport_loss {
	bool vlans;
	bool extra;
	bool mac;
	u16 reclaimed;
	u16 revoked;
};

void vtc_vport_default_mac(const u8 *pf_mac, unsigned int vf, u8 *mac);
void vtc_vport_admin_init(struct vtc_vport_admin *admin);
int vtc_vport_request(const struct vtc_vport_admin *admin,
		      struct vtc_vport_asked *asked, const struct vtc_msg *msg,
		      const u8 *default_mac);
void vtc_vport_resolve(const struct vtc_vport_admin *admin,
		       const struct vtc_vport_asked *asked,
		       const u8 *default_mac, struct vtc_vport_rights *rights);
void vtc_vport_resolve_pf(const struct vtc_vport_asked *asked,
			  struct vtc_vport_rights *rights);
void vtc_vport_resolve_station(const struct vtc_vport_station *station,
			       const struct vtc_vport_asked *pf,
			       struct vtc_vport_rights *rights);
void vtc_vport_lose_vlan(struct vtc_vport_rights *rights, u16 vid);
void vtc_vport_lose_extra(struct vtc_vport_rights *rights, unsigned int i);
void vtc_vport_lose_mac(struct vtc_vport_rights *rights);
void vtc_vport_give_up(struct vtc_vport_asked *asked,
		       const struct vtc_vport_loss *loss,
		       const struct vtc_vport_rights *rights);

#endif /* VTC_VPORT_H */
