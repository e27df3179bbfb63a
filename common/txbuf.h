/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What sending (tx.c) and completion (txring.c) both do with the elements of a
 * transmit ring.
 */
#ifndef VTC_TXBUF_H
#define VTC_TXBUF_H

#include <linux/dma-mapping.h>
#include <linux/string.h>
#include <net/xdp.h>
#include "ring.h"
#include "rxbuf.h"

/* dma_map_single() maps a page, too: both are undone in the same way */
static inline void vtc_tx_unmap(struct device *dev, struct vtc_tx_buf *buf)
{
	if (likely(buf->len))
		dma_unmap_page(dev, buf->dma, buf->len, DMA_TO_DEVICE);
	buf->len = 0;
}

/*
 * Too short a frame grows; returns its length.  There is room behind each XDP
 * frame: space for a skb_shared_info is kept free, and only frames with fragments
 * use it.
 */
static inline u32 vtc_tx_pad(void *data, u32 len)
{
	if (likely(len >= VTC_TX_MIN_FRAME))
		return len;
	memset(data + len, 0, VTC_TX_MIN_FRAME - len);
	return VTC_TX_MIN_FRAME;
}

/* Give a frame's buffers back to the receive ring; direct: this is its NAPI */
static inline void vtc_tx_put_echo(struct page_pool *pool, unsigned long what,
				   bool direct)
{
	if (likely(vtc_tx_kind(what) == VTC_TX_BUF))
		vtc_rx_put(pool, vtc_tx_what(what), direct);
	else if (direct)
		xdp_return_frame_rx_napi(vtc_tx_what(what));
	else
		xdp_return_frame(vtc_tx_what(what));
}

#endif /* VTC_TXBUF_H */
