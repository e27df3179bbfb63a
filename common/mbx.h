/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mailbox transport: who holds the buffer, copying, doorbells, waiting.
 *
 * Knows no opcode.  The PF's end never waits for a VF beyond a few register
 * reads; the VF's end sleeps while it waits.  Datasheet 7.10.2.9.1.
 */
#ifndef VTC_MBX_H
#define VTC_MBX_H

#include <linux/types.h>
#include "hw.h"
#include "mbx_abi.h"

/**
 * struct vtc_mbx_stats - what went through one end, for ethtool -S
 * @sent: messages put into the buffer
 * @received: messages taken out of it
 * @busy: the other side held the buffer
 * @broken: it was taken from the other side
 * @timeouts: waits that gave up
 */
struct vtc_mbx_stats {
	u64 sent;
	u64 received;
	u64 busy;
	u64 broken;
	u64 timeouts;
};

/**
 * struct vtc_mbx_pf - the PF's end of one VF's mailbox
 * @hw: the PF
 * @vf: index
 * @insist: take the buffer from a VF that holds it
 * @stats: counters; protected like the rest by the caller's mailbox lock
 */
struct vtc_mbx_pf {
	const struct vtc_hw *hw;
	u8 vf;
	bool insist;
	struct vtc_mbx_stats stats;
};

int vtc_mbx_pf_read(struct vtc_mbx_pf *mbx, u32 *w);
void vtc_mbx_pf_release(struct vtc_mbx_pf *mbx);
void vtc_mbx_pf_reply(struct vtc_mbx_pf *mbx, const u32 *w);
int vtc_mbx_pf_post(struct vtc_mbx_pf *mbx, const u32 *w,
		    bool (*has_request)(const struct vtc_mbx_pf *mbx));
int vtc_mbx_pf_wipe(struct vtc_mbx_pf *mbx,
		    bool (*has_request)(const struct vtc_mbx_pf *mbx));
bool vtc_mbx_pf_is_held(const struct vtc_mbx_pf *mbx);

/**
 * struct vtc_mbx_vf - the VF's end
 * @hw: the VF
 * @seen: shadow of the bits that reading clears
 * @stats: counters; protected like the rest by the caller's mailbox mutex
 */
struct vtc_mbx_vf {
	const struct vtc_hw *hw;
	u32 seen;
	struct vtc_mbx_stats stats;
};

int vtc_mbx_vf_wait_reset(struct vtc_mbx_vf *mbx, unsigned int timeout_us);
bool vtc_mbx_vf_in_reset(struct vtc_mbx_vf *mbx);
bool vtc_mbx_vf_was_reset(struct vtc_mbx_vf *mbx);
bool vtc_mbx_vf_has_mail(struct vtc_mbx_vf *mbx);
int vtc_mbx_vf_take(struct vtc_mbx_vf *mbx, u32 *w);
int vtc_mbx_vf_send(struct vtc_mbx_vf *mbx, const u32 *w);
int vtc_mbx_vf_recv(struct vtc_mbx_vf *mbx, u32 *w, unsigned int timeout_us);

#endif /* VTC_MBX_H */
