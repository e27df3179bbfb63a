/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * XDP on PF and VF: programs on the receive rings, frames for the transmit
 * rings.
 *
 * A ring made while there is a program has a struct vtc_xdp and buffers that
 * are mapped both ways; rings without one know nothing of XDP.  So attaching
 * the first program exchanges the rings, and exchanging programs does not.
 */
#ifndef VTC_XDP_H
#define VTC_XDP_H

#include <linux/types.h>

/* Longest frame for a program that looks at one buffer: two tags, and the CRC */
#define VTC_XDP_MTU_ONE_BUF	(VTC_RX_DATA - ETH_HLEN - 2 * VLAN_HLEN - \
				 ETH_FCS_LEN)

struct bpf_prog;
struct net_device;
struct netdev_bpf;
struct sk_buff;
struct vtc_dp;
struct vtc_rx_buf;
struct vtc_rx_ring;
struct vtc_rx_wb;
struct xdp_frame;

/* A receive ring and its frames; called by rx.c only */
int vtc_xdp_alloc(struct vtc_rx_ring *rx, struct bpf_prog **prog);
void vtc_xdp_free(struct vtc_rx_ring *rx);
struct sk_buff *vtc_xdp_frames(struct vtc_rx_ring *rx, int budget, int *done);
void vtc_xdp_piece(struct vtc_rx_ring *rx, struct vtc_rx_buf *buf, u32 len,
		   bool first);
void vtc_xdp_lose(struct vtc_rx_ring *rx);
struct sk_buff *vtc_xdp_frame(struct vtc_rx_ring *rx, const struct vtc_rx_wb *wb,
			      u32 status);
void vtc_xdp_flush(struct vtc_rx_ring *rx);

/* The netdev's operations */
void vtc_xdp_advertise(struct net_device *netdev);
int vtc_xdp_setup(struct vtc_dp *dp, struct netdev_bpf *bpf,
		  int (*renew)(struct vtc_dp *dp));
int vtc_xdp_xmit(struct vtc_dp *dp, int n, struct xdp_frame **frames, u32 flags);
int vtc_xdp_check_mtu(const struct vtc_dp *dp, int mtu);

#endif /* VTC_XDP_H */
