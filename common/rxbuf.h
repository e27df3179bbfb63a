/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What receiving (rx.c) and programs on it (xdprun.c, txring.c) do with the
 * buffers of a receive ring.
 */
#ifndef VTC_RXBUF_H
#define VTC_RXBUF_H

#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include "ring.h"

/* Give the chip a buffer; clears the done bit */
static inline void vtc_rx_post(union vtc_rx_desc *desc, const struct vtc_rx_buf *buf)
{
	desc->q[0] = cpu_to_le64(buf->dma);
	desc->q[1] = 0;
}

/* The chip has written so many bytes, and leaves the buffer alone from here on */
static inline void vtc_rx_sync(const struct vtc_rx_ring *rx,
			       const struct vtc_rx_buf *buf, u32 len)
{
	dma_sync_single_for_cpu(rx->hw->dev, buf->dma, len, DMA_FROM_DEVICE);
}

/* A part of a page goes back to its pool; direct: this is the pool's NAPI */
static inline void vtc_rx_put(struct page_pool *pool, void *va, bool direct)
{
	page_pool_put_full_page(pool, virt_to_head_page(va), direct);
}

#endif /* VTC_RXBUF_H */
