/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A receive ring's share in XDP: made by xdp.c, used by xdprun.c.
 */
#ifndef VTC_XDPRUN_H
#define VTC_XDPRUN_H

#include <net/xdp.h>
#include "ring.h"

#define VTC_XDP_BATCH	16	/* frames sent back per lock and doorbell */

/* What one poll sums up before it touches the ring's counters */
struct vtc_xdp_sum {
	u32 packets;
	u32 bytes;
	u32 drops;
	u32 tx;
	u32 redirects;
	u32 errors;
	u32 rx_errors;
};

/* A frame as programs see it, and for their metadata calls what is behind it */
struct vtc_xdp_buff {
	struct xdp_buff xdp;
	const struct vtc_rx_ring *rx;
	const struct vtc_rx_wb *wb;
};

/**
 * struct vtc_xdp - a receive ring's share in XDP
 * @rxq: what the core knows of the ring
 * @frame: the frame that is being put together, or looked at
 * @frame_len: length of a frame of one buffer, as it came
 * @head: its first buffer, still in its slot, or @first; NULL: no frame, or a
 *	lost one
 * @first: first buffer of a frame of pieces
 * @prog: where the program is to be found
 * @out: frames to send back
 * @n_out: how many
 * @redirected: frames went elsewhere in this poll
 * @sum: counters of this poll
 */
struct vtc_xdp {
	struct xdp_rxq_info rxq;
	struct vtc_xdp_buff frame;
	u32 frame_len;
	struct vtc_rx_buf *head;
	struct vtc_rx_buf first;
	struct bpf_prog **prog;
	struct vtc_tx_echo out[VTC_XDP_BATCH];
	unsigned int n_out;
	bool redirected;
	struct vtc_xdp_sum sum;
};

static_assert(offsetof(struct vtc_xdp_buff, xdp) == 0);

#endif /* VTC_XDPRUN_H */
