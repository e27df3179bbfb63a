// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loopback test (datasheet 3.5.6): the MAC hands what it sends to its own
 * receiver.
 *
 * Owns rings of its own for the time of the test, on queue pair 0 of a chip
 * without pools.  Polls, so that a failure is the data path's and not the
 * interrupt's, which has a test of its own.  The registers it changes are put
 * right by the reset that its caller does.
 */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/etherdevice.h>
#include <linux/if_ether.h>
#include <linux/sizes.h>

#include "desc.h"
#include "gen.h"
#include "hw.h"
#include "loopback.h"
#include "mac.h"
#include "regs_82576.h"

#define RING			8
#define BUF_KIB			2
#define STEP_US			100
#define ENABLE_TIMEOUT_US	(10 * USEC_PER_MSEC)
#define FRAME_TIMEOUT_US	(100 * USEC_PER_MSEC)
#define SPEED_FIELD_1000	2

/**
 * struct vtc_loopback_mem - what the chip sees
 * @tx: transmit ring
 * @rx: receive ring
 * @out: the frame
 * @in: where it shall arrive, @rx's buffers
 */
struct vtc_loopback_mem {
	union vtc_tx_desc tx[RING];
	union vtc_rx_desc rx[RING];
	u8 out[BUF_KIB * SZ_1K];
	u8 in[RING][BUF_KIB * SZ_1K];
};

/**
 * struct vtc_loopback - a test under way
 * @hw: the chip
 * @rx_reg: register block of its receive ring
 * @tx_reg: register block of its transmit ring
 * @mem: shared memory
 * @dma: its bus address
 * @next_tx: next transmit descriptor
 * @next_rx: next receive descriptor to be written back
 */
struct vtc_loopback {
	const struct vtc_hw *hw;
	u32 rx_reg;
	u32 tx_reg;
	struct vtc_loopback_mem *mem;
	dma_addr_t dma;
	u32 next_tx;
	u32 next_rx;
};

#define DMA_OF(lb, member) \
	((lb)->dma + offsetof(struct vtc_loopback_mem, member))

static void vtc_loopback_post(struct vtc_loopback *lb, u32 i)
{
	struct vtc_rx_read *desc = &lb->mem->rx[i].read;

	desc->addr = cpu_to_le64(DMA_OF(lb, in) + i * sizeof(lb->mem->in[0]));
	desc->hdr_addr = 0;
}

static int vtc_loopback_enable(const struct vtc_hw *hw, u32 ring)
{
	vtc_wr(hw, ring + VTC_RING_DCTL, VTC_DCTL_ENABLE);
	return vtc_hw_poll(hw, ring + VTC_RING_DCTL, VTC_DCTL_ENABLE,
			   VTC_DCTL_ENABLE, STEP_US, ENABLE_TIMEOUT_US);
}

static int vtc_loopback_set_ring(const struct vtc_hw *hw, u32 ring,
				 dma_addr_t dma)
{
	vtc_wr(hw, ring + VTC_RING_DCTL, 0);
	vtc_wr(hw, ring + VTC_RING_BAL, lower_32_bits(dma));
	vtc_wr(hw, ring + VTC_RING_BAH, upper_32_bits(dma));
	vtc_wr(hw, ring + VTC_RING_LEN, RING * sizeof(union vtc_rx_desc));
	vtc_wr(hw, ring + VTC_RING_HEAD, 0);
	vtc_wr(hw, ring + VTC_RING_TAIL, 0);
	return vtc_loopback_enable(hw, ring);
}

static int vtc_loopback_start_rings(struct vtc_loopback *lb)
{
	const struct vtc_hw *hw = lb->hw;
	int err;
	u32 i;

	for (i = 0; i < RING; i++)
		vtc_loopback_post(lb, i);
	vtc_wr(hw, lb->rx_reg + VTC_RING_SRRCTL,
	       FIELD_PREP(VTC_SRRCTL_BSIZEPKT_KIB, BUF_KIB) |
	       FIELD_PREP(VTC_SRRCTL_DESCTYPE, VTC_SRRCTL_DESCTYPE_ONEBUF));
	err = vtc_loopback_set_ring(hw, lb->rx_reg, DMA_OF(lb, rx));
	if (err)
		return err;
	vtc_wr(hw, lb->rx_reg + VTC_RING_TAIL, RING - 1);
	vtc_wr(hw, lb->tx_reg + VTC_RING_TDWBAL, 0);
	return vtc_loopback_set_ring(hw, lb->tx_reg, DMA_OF(lb, tx));
}

/* The wire's speed and the partner do not matter: everything is forced */
static void vtc_loopback_set_mac(const struct vtc_hw *hw)
{
	vtc_wr(hw, VTC_MRQC, 0);
	vtc_rmw(hw, VTC_CTRL, VTC_CTRL_SPEED | VTC_CTRL_RFCE | VTC_CTRL_TFCE,
		VTC_CTRL_FRCSPD | VTC_CTRL_FRCDPX | VTC_CTRL_FD |
		VTC_CTRL_SLU | FIELD_PREP(VTC_CTRL_SPEED, SPEED_FIELD_1000));
	vtc_mac_set_tx(hw, true);
	vtc_wr(hw, VTC_RCTL, VTC_RCTL_EN | VTC_RCTL_UPE | VTC_RCTL_BAM |
			     VTC_RCTL_SECRC | VTC_RCTL_LBM_MAC);
}

static void vtc_loopback_stop(struct vtc_loopback *lb)
{
	const struct vtc_hw *hw = lb->hw;

	vtc_wr(hw, VTC_RCTL, 0);
	vtc_mac_set_tx(hw, false);
	vtc_wr(hw, lb->rx_reg + VTC_RING_DCTL, 0);
	vtc_wr(hw, lb->tx_reg + VTC_RING_DCTL, 0);
	/* The memory goes away: no descriptor or frame may still be on its way */
	vtc_hw_poll(hw, lb->rx_reg + VTC_RING_DCTL, VTC_DCTL_ENABLE, 0, STEP_US,
		    ENABLE_TIMEOUT_US);
	vtc_hw_poll(hw, lb->tx_reg + VTC_RING_DCTL, VTC_DCTL_ENABLE, 0, STEP_US,
		    ENABLE_TIMEOUT_US);
}

/* From a station to itself, of a type nobody listens to */
static void vtc_loopback_build(struct vtc_loopback *lb, u32 len)
{
	static const u8 station[ETH_ALEN] = { 0x02, 0, 0, 0, 0, 0x76 };
	struct ethhdr *eth = (struct ethhdr *)lb->mem->out;
	u32 i;

	ether_addr_copy(eth->h_dest, station);
	ether_addr_copy(eth->h_source, station);
	eth->h_proto = htons(ETH_P_802_EX1);
	for (i = ETH_HLEN; i < len; i++)
		lb->mem->out[i] = i ^ len;
}

static void vtc_loopback_send(struct vtc_loopback *lb, u32 len)
{
	struct vtc_tx_data *desc = &lb->mem->tx[lb->next_tx].data;

	desc->addr = cpu_to_le64(DMA_OF(lb, out));
	desc->olinfo = cpu_to_le32(len << VTC_TXO_PAYLEN_SHIFT);
	desc->cmd_len = cpu_to_le32(len | VTC_TXD_DTYP_DATA | VTC_TXD_DEXT |
				    VTC_TXD_IFCS | VTC_TXD_RS | VTC_TXD_EOP);
	lb->next_tx = (lb->next_tx + 1) % RING;
	/* Descriptors before the doorbell */
	dma_wmb();
	vtc_wr(lb->hw, lb->tx_reg + VTC_RING_TAIL, lb->next_tx);
}

static bool vtc_loopback_is_ours(const struct vtc_loopback *lb, u32 len)
{
	const struct vtc_rx_wb *wb = &lb->mem->rx[lb->next_rx].wb;

	return le16_to_cpu(wb->len) == len &&
	       !memcmp(lb->mem->in[lb->next_rx], lb->mem->out, len);
}

/* Take the next frame, whosever it is, and post its buffer again */
static bool vtc_loopback_take(struct vtc_loopback *lb, u32 len)
{
	bool ours = vtc_loopback_is_ours(lb, len);

	vtc_loopback_post(lb, lb->next_rx);
	dma_wmb();
	vtc_wr(lb->hw, lb->rx_reg + VTC_RING_TAIL, lb->next_rx);
	lb->next_rx = (lb->next_rx + 1) % RING;
	return ours;
}

static bool vtc_loopback_done(const struct vtc_loopback *lb)
{
	const struct vtc_rx_wb *wb = &lb->mem->rx[lb->next_rx].wb;

	if (!(le32_to_cpu(READ_ONCE(wb->status)) & VTC_RXS_DD))
		return false;
	/* The rest of the descriptor, and the frame, after the done bit */
	dma_rmb();
	return true;
}

static int vtc_loopback_receive(struct vtc_loopback *lb, u32 len)
{
	unsigned int waited;

	for (waited = 0; waited <= FRAME_TIMEOUT_US; waited += STEP_US) {
		if (vtc_loopback_done(lb) && vtc_loopback_take(lb, len))
			return 0;
		vtc_sleep_us(STEP_US);
	}
	return -ETIMEDOUT;
}

static int vtc_loopback_exchange(struct vtc_loopback *lb)
{
	static const u16 lengths[] = { 60, 61, 127, 128, 512, 1000, 1513, 1514,
				       64, 65 };
	int err;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		vtc_loopback_build(lb, lengths[i]);
		vtc_loopback_send(lb, lengths[i]);
		err = vtc_loopback_receive(lb, lengths[i]);
		if (err)
			return err;
	}
	return 0;
}

/**
 * vtc_loopback_run() - send frames and get them back
 * @hw: the chip, without pools and with no queue running; needs a reset
 *	afterwards
 * @gen: its generation
 *
 * More frames than the ring has descriptors, so that it wraps.
 *
 * Context: sleeps, about a second at most.
 * Return: 0, -ETIMEDOUT when a frame does not arrive as it was sent, or
 * -ENOMEM.
 */
int vtc_loopback_run(const struct vtc_hw *hw, const struct vtc_gen *gen)
{
	struct vtc_loopback lb = {
		.hw = hw,
		.rx_reg = gen->rx_ring(0),
		.tx_reg = gen->tx_ring(0),
	};
	int err;

	lb.mem = dma_alloc_coherent(hw->dev, sizeof(*lb.mem), &lb.dma,
				    GFP_KERNEL);
	if (!lb.mem)
		return -ENOMEM;
	err = vtc_loopback_start_rings(&lb);
	if (!err) {
		vtc_loopback_set_mac(hw);
		err = vtc_loopback_exchange(&lb);
	}
	vtc_loopback_stop(&lb);
	dma_free_coherent(hw->dev, sizeof(*lb.mem), lb.mem, lb.dma);
	return err;
}
