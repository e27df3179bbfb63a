/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The mailbox protocol as data: 16 words <-> struct vtc_msg.
 *
 * Pure: no device, no lock, no allocation, no log.  Both ends use it, and so
 * do KUnit and the fuzzers.  It checks everything that can be checked without
 * knowing who the VF is: opcode, counts, ranges, addresses.
 */
#ifndef VTC_MSG_H
#define VTC_MSG_H

#include <linux/if_ether.h>
#include <linux/types.h>
#include "mbx_abi.h"

enum vtc_msg_mac_verb {
	VTC_MSG_MAC_PRIMARY,	/* make this the VF's own address */
	VTC_MSG_MAC_CLEAR,	/* forget all extra addresses */
	VTC_MSG_MAC_ADD,	/* one more address */
};

enum vtc_link_policy {
	VTC_LINK_AUTO,		/* as the port */
	VTC_LINK_ENABLE,	/* carrier on, whatever the port */
	VTC_LINK_DISABLE,	/* carrier off, no traffic */
};

/**
 * struct vtc_msg - one request of a VF, checked
 * @op: VTC_MBX_OP_*
 * @mac: SET_MAC; @mac.addr is a valid unicast address, but zero in a decoded
 *	CLEAR.  Who sends CLEAR gives any valid one: PF drivers of today check it
 * @mc: SET_MC; @mc.hash are 12-bit table indices, @mc.overflow says that the
 *	VF has more groups than it could send.  A list may come in parts: all but
 *	the first have @mc.cont, all but the last @mc.more; a part is never empty
 * @vlan: SET_VLAN; @vlan.vid is 0..4094
 * @max_frame: SET_LPE; bytes, header and CRC included, as sent
 * @promisc: SET_PROMISC
 */
struct vtc_msg {
	u16 op;
	union {
		struct {
			enum vtc_msg_mac_verb verb;
			u8 addr[ETH_ALEN];
		} mac;
		struct {
			u16 hash[VTC_MBX_MC_MAX];
			u8 n;
			bool overflow;
			bool cont;
			bool more;
		} mc;
		struct {
			u16 vid;
			bool add;
		} vlan;
		u32 max_frame;
		struct {
			bool unicast;
			bool multicast;
		} promisc;
	};
};

/**
 * struct vtc_msg_reset - what the reply to RESET told
 * @has_mac: the PF gave an address
 * @mac: that address, valid if @has_mac
 * @ext: the PF speaks our extension; @link and @mc_parts are from it
 * @link: link policy, VTC_LINK_AUTO without @ext
 * @mc_parts: the PF takes SET_MC in parts, false without @ext
 */
struct vtc_msg_reset {
	bool has_mac;
	u8 mac[ETH_ALEN];
	bool ext;
	enum vtc_link_policy link;
	bool mc_parts;
};

/**
 * struct vtc_msg_control - what a PF_CONTROL or a bare NACK told
 * @cts: the PF regards this VF as initialised; without it, RESET again
 * @ext: the PF speaks our extension; @link is from it
 * @link: link policy
 */
struct vtc_msg_control {
	bool cts;
	bool ext;
	enum vtc_link_policy link;
};

int vtc_msg_decode_req(const u32 *w, struct vtc_msg *msg);
unsigned int vtc_msg_encode_req(const struct vtc_msg *msg, u32 *w);

unsigned int vtc_msg_encode_reply(u32 header, int err, u32 *w);
unsigned int vtc_msg_encode_reset_reply(const u8 *mac, enum vtc_link_policy link,
					u32 *w);
unsigned int vtc_msg_encode_control(bool cts, enum vtc_link_policy link, u32 *w);
unsigned int vtc_msg_encode_lost_cts(u32 *w);

bool vtc_msg_is_event(const u32 *w);
int vtc_msg_decode_reply(u32 header, const u32 *w);
bool vtc_msg_has_cts(const u32 *w);
int vtc_msg_decode_reset_reply(const u32 *w, struct vtc_msg_reset *reset);
int vtc_msg_decode_control(const u32 *w, struct vtc_msg_control *ctl);

u16 vtc_msg_mc_hash(const u8 *addr);
unsigned int vtc_msg_cut_mc(const unsigned long *hashes, unsigned int from,
			    unsigned int max, struct vtc_msg *msg);

#endif /* VTC_MSG_H */
