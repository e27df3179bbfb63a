// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rings of the card: what a function sends goes where the switch says.
 *
 * No offload is done but the VLAN tag: the tests send frames as they are to be.
 * Addresses are physical ones.
 */
#include <linux/bitfield.h>
#include <linux/if_ether.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include "card.h"
#include "../common/desc.h"
#include "../common/regs_82576.h"

static u8 card_frame[VTC_CARD_FRAME];

static u32 dma_reg(struct vtc_card *card, u32 ring, u32 reg)
{
	return *vtc_card_reg(card, ring + reg);
}

static bool dma_is_on(struct vtc_card *card, unsigned int q, u32 ring)
{
	return card->is_master(card, vtc_card_owner(card, q)) &&
	       dma_reg(card, ring, VTC_RING_DCTL) & VTC_DCTL_ENABLE &&
	       dma_reg(card, ring, VTC_RING_LEN);
}

static u32 dma_next(struct vtc_card *card, u32 ring, u32 i)
{
	return (i + 1) % (dma_reg(card, ring, VTC_RING_LEN) / 16);
}

static void *dma_desc(struct vtc_card *card, u32 ring, u32 i)
{
	u64 base = dma_reg(card, ring, VTC_RING_BAL) |
		   (u64)dma_reg(card, ring, VTC_RING_BAH) << 32;

	return phys_to_virt(base) + i * 16;
}

static void dma_count(struct vtc_card *card, unsigned int pool, u32 packets,
		      u32 bytes, unsigned int len)
{
	*vtc_card_reg(card, VTC_PVF(pool) + packets) += 1;
	*vtc_card_reg(card, VTC_PVF(pool) + bytes) += len + ETH_FCS_LEN;
}

/* --- receive --- */

static bool dma_strips(struct vtc_card *card, unsigned int pool)
{
	u32 mode = FIELD_GET(VTC_MRQC_MODE, *vtc_card_reg(card, VTC_MRQC));

	if (mode != VTC_MRQC_MODE_VMDQ && mode != VTC_MRQC_MODE_VMDQ_RSS)
		return *vtc_card_reg(card, VTC_CTRL) & VTC_CTRL_VME;
	return *vtc_card_reg(card, VTC_VMOLR(pool)) & VTC_VMOLR_STRVLAN;
}

/* One buffer's worth; returns what is left of the frame */
static unsigned int dma_fill(struct vtc_card *card, u32 ring, const u8 *data,
			     unsigned int len, u32 status, u16 vid)
{
	u32 head = dma_reg(card, ring, VTC_RING_HEAD);
	union vtc_rx_desc *d = dma_desc(card, ring, head);
	u32 size = FIELD_GET(VTC_SRRCTL_BSIZEPKT_KIB,
			     dma_reg(card, ring, VTC_RING_SRRCTL)) * 1024;
	unsigned int now = min_t(u32, len, size);

	memcpy(phys_to_virt(le64_to_cpu(d->read.addr)), data, now);
	d->wb.info = 0;
	d->wb.hash = 0;
	d->wb.len = cpu_to_le16(now);
	d->wb.vlan = cpu_to_le16(vid);
	d->wb.status = cpu_to_le32(status | VTC_RXS_DD |
				   (now == len ? VTC_RXS_EOP : 0));
	*vtc_card_reg(card, ring + VTC_RING_HEAD) = dma_next(card, ring, head);
	return len - now;
}

/* A tag that stays in the frame is put back where it belongs */
static unsigned int dma_tagged(u8 *out, const u8 *frame, unsigned int len, u16 vid)
{
	memcpy(out, frame, 12);
	out[12] = 0x81;
	out[13] = 0x00;
	out[14] = vid >> 8;
	out[15] = vid;
	memcpy(out + 16, frame + 12, len - 12);
	return len + 4;
}

static void dma_receive(struct vtc_card *card, unsigned int pool, const u8 *frame,
			unsigned int len, u16 vid, bool looped)
{
	unsigned int q = vtc_chip_queue(&card->chip, pool, VTC_CHIP_NO_HASH);
	u32 ring = VTC_PF_RX_RING(q), status = looped ? VTC_RXS_LB : 0;
	static u8 tagged[VTC_CARD_FRAME + 4];

	if (!dma_is_on(card, q, ring))
		return;
	if (vid != VTC_CHIP_UNTAGGED && dma_strips(card, pool)) {
		status |= VTC_RXS_VP;
	} else if (vid != VTC_CHIP_UNTAGGED) {
		len = dma_tagged(tagged, frame, len, vid);
		frame = tagged;
	}
	dma_count(card, pool, 0x10, 0x18, len);
	while (len) {
		unsigned int left;

		if (dma_reg(card, ring, VTC_RING_HEAD) ==
		    dma_reg(card, ring, VTC_RING_TAIL))
			break;
		left = dma_fill(card, ring, frame, len, status,
				status & VTC_RXS_VP ? vid : 0);
		frame += len - left;
		len = left;
	}
	vtc_card_queue_irq(card, q, false);
}

static void dma_to_pools(struct vtc_card *card, u8 pools, const u8 *frame,
			 unsigned int len, u16 vid, bool looped)
{
	unsigned int pool;

	for (pool = 0; pool < VTC_CARD_VFS; pool++)
		if (pools >> pool & 1)
			dma_receive(card, pool, frame, len, vid, looped);
}

void vtc_card_from_wire(struct vtc_card *card, const u8 *frame, unsigned int len,
			u16 vid)
{
	struct vtc_chip_verdict v;
	unsigned long flags;

	spin_lock_irqsave(&card->lock, flags);
	if (!vtc_card_is_gone(card)) {
		v = vtc_chip_forward(&card->chip, VTC_CHIP_WIRE, frame, vid);
		dma_to_pools(card, v.pools, frame, len, vid, false);
	}
	spin_unlock_irqrestore(&card->lock, flags);
}

/* --- transmit --- */

static u16 dma_port_vlan(struct vtc_card *card, unsigned int pool, u16 vid)
{
	u32 vmvir = *vtc_card_reg(card, VTC_VMVIR(pool));

	return vmvir & VTC_VMVIR_ALWAYS ? vmvir & VTC_VMVIR_TAG : vid;
}

static void dma_forward(struct vtc_card *card, unsigned int q, unsigned int len,
			u16 vid)
{
	unsigned int pool = q % VTC_CARD_VFS;
	struct vtc_chip_verdict v;
	u8 *frame = card_frame;

	/* A tag may also be in the frame itself */
	if (vid == VTC_CHIP_UNTAGGED && frame[12] == 0x81 && !frame[13]) {
		vid = frame[14] << 8 | frame[15];
		memmove(frame + 12, frame + 16, len - 16);
		len -= 4;
	}
	/* The MAC's loop: what is sent comes in, and nothing leaves */
	if (*vtc_card_reg(card, VTC_RCTL) & VTC_RCTL_LBM_MAC) {
		v = vtc_chip_forward(&card->chip, VTC_CHIP_WIRE, frame, vid);
		if (!card->no_loop)
			dma_to_pools(card, v.pools, frame, len, vid, true);
		return;
	}
	v = vtc_chip_forward(&card->chip, pool, frame,
			     vid == VTC_CHIP_UNTAGGED ? vid : vid & 0xfff);
	vid = dma_port_vlan(card, pool, vid);
	dma_count(card, pool, 0x14, 0x34, len);
	if (v.wire)
		card->to_wire(card, frame, len, vid);
	dma_to_pools(card, v.pools, frame, len, vid, true);
}

static unsigned int dma_gather(struct vtc_card *card, const struct vtc_tx_data *d,
			       unsigned int have)
{
	unsigned int len = le32_to_cpu(d->cmd_len) & VTC_TXD_LEN;

	if (!len || have + len > VTC_CARD_FRAME) {
		card->strays++;
		return have;
	}
	memcpy(card_frame + have, phys_to_virt(le64_to_cpu(d->addr)), len);
	return have + len;
}

static void dma_head_back(struct vtc_card *card, u32 ring, u32 head)
{
	u64 where = dma_reg(card, ring, VTC_RING_TDWBAL) |
		    (u64)dma_reg(card, ring, VTC_RING_TDWBAH) << 32;

	if (where & VTC_TDWBAL_ENABLE)
		*(__le32 *)phys_to_virt(where & ~3ull) = cpu_to_le32(head);
}

/* The tail moved: everything up to it leaves at once */
void vtc_card_send(struct vtc_card *card, unsigned int q)
{
	u32 ring = VTC_PF_TX_RING(q), head = dma_reg(card, ring, VTC_RING_HEAD);
	unsigned int len = 0;
	bool told = false;

	if (!dma_is_on(card, q, ring) || card->hold_tx)
		return;
	if (!(*vtc_card_reg(card, VTC_TCTL) & VTC_TCTL_EN))
		return;
	while (head != dma_reg(card, ring, VTC_RING_TAIL)) {
		union vtc_tx_desc *d = dma_desc(card, ring, head);
		u32 cmd = le32_to_cpu(d->data.cmd_len);

		if ((cmd & VTC_TXD_DTYP_DATA) == VTC_TXD_DTYP_DATA) {
			len = dma_gather(card, &d->data, len);
		} else {
			card->vlan[q] = FIELD_GET(VTC_TXC_VLAN,
						  le32_to_cpu(d->ctx.vlan_macip));
		}
		if ((cmd & VTC_TXD_DTYP_DATA) == VTC_TXD_DTYP_DATA &&
		    cmd & VTC_TXD_EOP) {
			dma_forward(card, q, len, cmd & VTC_TXD_VLE ?
				    card->vlan[q] : VTC_CHIP_UNTAGGED);
			len = 0;
		}
		head = dma_next(card, ring, head);
		if (cmd & VTC_TXD_RS) {
			d->data.olinfo |= cpu_to_le32(VTC_TXO_STA_DD);
			told = true;
		}
	}
	*vtc_card_reg(card, ring + VTC_RING_HEAD) = head;
	dma_head_back(card, ring, head);
	if (told)
		vtc_card_queue_irq(card, q, true);
}

/* End of hold_tx */
void vtc_card_release(struct vtc_card *card)
{
	unsigned long flags;
	unsigned int q;

	spin_lock_irqsave(&card->lock, flags);
	card->hold_tx = false;
	for (q = 0; q < VTC_CARD_QUEUES; q++)
		vtc_card_send(card, q);
	spin_unlock_irqrestore(&card->lock, flags);
}
