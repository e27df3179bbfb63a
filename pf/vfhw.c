// SPDX-License-Identifier: GPL-2.0-only
/*
 * VF causes and VF rings, from the PF's side.  Datasheet 7.10.2.9, 8.14.
 */
#include "regs_82576.h"
#include "vfhw.h"

#define VTC_VFHW_REUSE_US	100000

/**
 * vtc_vfhw_latch() - read and clear what happened
 * @hw: the PF
 * @open: VFs whose messages are to be seen, one bit each; the others' causes
 *	stay, but their resets are seen
 * @c: result
 *
 * The requests are latched before the resets: a request that is seen here had
 * its VF's reset before it, so that reset is seen too and can come first.
 *
 * Context: any; one caller at a time.
 */
void vtc_vfhw_latch(const struct vtc_hw *hw, u32 open, struct vtc_vfhw_causes *c)
{
	u32 mail = vtc_rd(hw, VTC_MBVFICR) &
		   (FIELD_PREP(VTC_MBVFICR_REQ, open) |
		    FIELD_PREP(VTC_MBVFICR_ACK, open));

	if (mail)
		vtc_wr(hw, VTC_MBVFICR, mail);
	c->reset = vtc_rd(hw, VTC_VFLRE);
	if (c->reset)
		vtc_wr(hw, VTC_VFLRE, c->reset);
	/* All ones are not every VF with everything, for ever */
	if (vtc_hw_is_off(hw)) {
		mail = 0;
		c->reset = 0;
	}
	c->req = FIELD_GET(VTC_MBVFICR_REQ, mail);
	c->ack = FIELD_GET(VTC_MBVFICR_ACK, mail);
}

/**
 * vtc_vfhw_requests() - VFs whose request nobody has looked at
 * @hw: the PF
 *
 * Context: any.
 * Return: one bit a VF; nothing is cleared.
 */
u32 vtc_vfhw_requests(const struct vtc_hw *hw)
{
	u32 mail = vtc_rd(hw, VTC_MBVFICR);

	return vtc_hw_is_off(hw) ? 0 : FIELD_GET(VTC_MBVFICR_REQ, mail);
}

/**
 * vtc_vfhw_take_reset() - has a VF been reset since vtc_vfhw_latch()
 * @hw: the PF
 * @vf: index
 *
 * Context: any; one caller at a time.
 * Return: true if so; it is cleared.
 */
bool vtc_vfhw_take_reset(const struct vtc_hw *hw, unsigned int vf)
{
	u32 reset = vtc_rd(hw, VTC_VFLRE) & BIT(vf);

	if (reset)
		vtc_wr(hw, VTC_VFLRE, reset);
	return reset;
}

/**
 * vtc_vfhw_drop_ack() - an acknowledgment is of a message of before
 * @hw: the PF
 * @vf: index
 *
 * Context: any; while the PF holds that VF's buffer, so that none of the
 * message that it is about to send can be there yet.
 */
void vtc_vfhw_drop_ack(const struct vtc_hw *hw, unsigned int vf)
{
	vtc_wr(hw, VTC_MBVFICR, FIELD_PREP(VTC_MBVFICR_ACK, BIT(vf)));
}

/**
 * vtc_vfhw_spoofed() - VFs that spoof checks have caught since the last call
 * @hw: the PF
 * @gen: generation
 *
 * Context: any; one caller at a time.
 * Return: one bit a pool, the PF's own included.
 */
u32 vtc_vfhw_spoofed(const struct vtc_hw *hw, const struct vtc_gen *gen)
{
	u32 queues = vtc_rd(hw, VTC_WVBR);
	unsigned int pool, i;
	u32 pools = 0;

	/* All ones are not everybody's fault */
	if (vtc_hw_is_off(hw))
		return 0;
	for (pool = 0; pool < gen->chip.pools; pool++)
		for (i = 0; i < gen->chip.pool_queues; i++)
			if (queues & BIT(gen->queue(pool, i)))
				pools |= BIT(pool);
	return pools;
}

static void vtc_vfhw_clear_ring(const struct vtc_hw *hw, u32 ring)
{
	vtc_wr(hw, ring + VTC_RING_DCTL, 0);
	vtc_wr(hw, ring + VTC_RING_BAL, 0);
	vtc_wr(hw, ring + VTC_RING_BAH, 0);
	vtc_wr(hw, ring + VTC_RING_LEN, 0);
	vtc_wr(hw, ring + VTC_RING_HEAD, 0);
	vtc_wr(hw, ring + VTC_RING_TAIL, 0);
}

/**
 * vtc_vfhw_clear_rings() - leave no address of a pool's last owner in the chip
 * @hw: the PF
 * @gen: generation
 * @pool: of a VF, which is its index, or of a station
 *
 * A reset of the VF disables its queues and need not clear where they point,
 * nor where heads are written back to.  Its interrupt routing goes as well.
 *
 * Context: any.
 */
void vtc_vfhw_clear_rings(const struct vtc_hw *hw, const struct vtc_gen *gen,
			  unsigned int pool)
{
	unsigned int i;

	for (i = 0; i < gen->chip.pool_queues; i++) {
		unsigned int q = gen->queue(pool, i);

		vtc_vfhw_clear_ring(hw, gen->rx_ring(q));
		vtc_vfhw_clear_ring(hw, gen->tx_ring(q));
		vtc_wr(hw, gen->tx_ring(q) + VTC_RING_TDWBAL, 0);
		vtc_wr(hw, gen->tx_ring(q) + VTC_RING_TDWBAH, 0);
	}
	gen->unroute(hw, pool);
}

/**
 * vtc_vfhw_reuse_queues() - queues of VFs that are gone become the PF's again
 * @hw: the PF
 * @gen: generation
 *
 * As the kernel's own drivers do it, the wait included; why the chip wants that no
 * text at hand says.
 *
 * Context: sleeps, 0.1 s.
 */
void vtc_vfhw_reuse_queues(const struct vtc_hw *hw, const struct vtc_gen *gen)
{
	if (!gen->chip.max_vfs)
		return;
	vtc_wr(hw, VTC_IOVCTL, VTC_IOVCTL_REUSE_VFQ);
	vtc_flush(hw);
	vtc_sleep_us(VTC_VFHW_REUSE_US);
}

/**
 * vtc_vfhw_reset_done() - tell every VF that the PF's reset is over
 * @hw: the PF
 * @gen: generation
 *
 * Context: any.
 */
void vtc_vfhw_reset_done(const struct vtc_hw *hw, const struct vtc_gen *gen)
{
	if (!gen->chip.max_vfs)
		return;
	vtc_wr(hw, VTC_CTRL_EXT, vtc_rd(hw, VTC_CTRL_EXT) | VTC_CTRL_EXT_PFRSTD);
}
