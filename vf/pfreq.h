/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The PF as a VF knows it, and all that a VF can ask of it.
 */
#ifndef VTC_PFREQ_H
#define VTC_PFREQ_H

#include <linux/mutex.h>
#include <linux/types.h>
#include "mbx.h"
#include "msg.h"

struct vtc_vf;

#define VTC_PFREQ_OPS	(VTC_MBX_OP_SET_PROMISC + 1)

/**
 * struct vtc_pfreq - the PF as this VF knows it
 * @lock: everything here; one request at a time
 * @mbx: the VF's end of the mailbox
 * @cts: we have shaken hands; others read it without the lock
 * @ext: the PF speaks our extension of the protocol
 * @link: link policy of the PF; others read it without the lock
 * @mc_parts: it takes the groups in parts; others read it without the lock
 * @changed: it has had news since the wishes were told; for wish.c
 * @requests: requests made; others read it without the lock
 * @refused: requests the PF refused, by opcode
 * @news: messages that were no answers
 * @lost: times the PF forgot us, or stopped answering
 */
struct vtc_pfreq {
	struct mutex lock; /* everything here; one request at a time */
	struct vtc_mbx_vf mbx;
	bool cts;
	bool ext;
	enum vtc_link_policy link;
	bool mc_parts;
	bool changed;
	u32 requests;
	u64 refused[VTC_PFREQ_OPS];
	u64 news;
	u64 lost;
};

void vtc_pfreq_init(struct vtc_vf *vf);
bool vtc_pfreq_absent(struct vtc_vf *vf);
int vtc_pfreq_reset(struct vtc_vf *vf, struct vtc_msg_reset *reset);
void vtc_pfreq_farewell(struct vtc_vf *vf);
bool vtc_pfreq_listen(struct vtc_vf *vf);

int vtc_pfreq_set_mac(struct vtc_vf *vf, const u8 *addr);
int vtc_pfreq_clear_addrs(struct vtc_vf *vf, const u8 *own);
int vtc_pfreq_add_addr(struct vtc_vf *vf, const u8 *addr);
int vtc_pfreq_set_mc(struct vtc_vf *vf, const unsigned long *hashes, bool parts,
		     bool overflow);
int vtc_pfreq_set_vlan(struct vtc_vf *vf, u16 vid, bool add);
int vtc_pfreq_set_max_frame(struct vtc_vf *vf, u32 bytes);
int vtc_pfreq_set_promisc(struct vtc_vf *vf, bool unicast, bool multicast);

#endif /* VTC_PFREQ_H */
