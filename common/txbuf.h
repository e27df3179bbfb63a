/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What sending (tx.c) and completion (txring.c) both do with the elements of a
 * transmit ring.
 */
#ifndef VTC_TXBUF_H
#define VTC_TXBUF_H

#include <linux/dma-mapping.h>
#include "ring.h"

static inline void vtc_tx_unmap(const struct vtc_tx_ring *tx,
				struct vtc_tx_buf *buf)
{
	if (buf->map == VTC_TX_MAP_SINGLE)
		dma_unmap_single(tx->hw->dev, buf->dma, buf->len, DMA_TO_DEVICE);
	else if (buf->map == VTC_TX_MAP_PAGE)
		dma_unmap_page(tx->hw->dev, buf->dma, buf->len, DMA_TO_DEVICE);
	buf->map = VTC_TX_MAP_NONE;
}

#endif /* VTC_TXBUF_H */
