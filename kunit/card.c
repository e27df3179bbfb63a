// SPDX-License-Identifier: GPL-2.0-only
/*
 * The registers of an 82576: resets, NVM, PHY, semaphores, interrupts, mailbox.
 */
#include <linux/bitfield.h>
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/mii.h>
#include <linux/string.h>
#include "card.h"
#include "../common/mbx_abi.h"
#include "../common/regs_82576.h"

#define CARD_PHY_ID1		0x02a8
#define CARD_PHY_ID2		0x0391
#define CARD_NVM_SUM		0xbaba
#define CARD_STATS_END		0x04100
#define CARD_IVARS		8

/* A register of the PF that is memory */
u32 *vtc_card_reg(struct vtc_card *card, u32 reg)
{
	if (reg < VTC_CHIP_BYTES)
		return &card->chip.reg[reg / 4];
	return &card->high[(reg - VTC_CHIP_BYTES) / 4];
}

static bool card_link(const struct vtc_card *card)
{
	return card->cable && !(card->phy[MII_BMCR] & BMCR_PDOWN);
}

/* --- interrupts --- */

static void card_deliver(struct vtc_card *card, unsigned int who,
			 struct vtc_card_irqs *irq)
{
	u32 due = irq->eicr & irq->eims;
	unsigned int vec;

	for (vec = 0; vec < 32; vec++) {
		if (!(due >> vec & 1))
			continue;
		irq->eicr &= ~(BIT(vec) & irq->eiac);
		irq->eims &= ~(BIT(vec) & irq->eiam);
		card->fire(card, who, vec);
	}
}

static bool card_is_msix(struct vtc_card *card)
{
	return *vtc_card_reg(card, VTC_GPIE) & VTC_GPIE_MSIX_MODE;
}

/* The PF's causes that are no queue's, and all without MSI-X */
static void card_other(struct vtc_card *card, u32 causes)
{
	u32 ivar = *vtc_card_reg(card, VTC_IVAR_MISC) >>
		   VTC_IVAR_MISC_OTHER_SHIFT;

	card->icr |= causes;
	if (!(card->icr & card->ims))
		return;
	if (!card_is_msix(card)) {
		card->fire(card, VTC_CARD_PF, 0);
		return;
	}
	if (ivar & VTC_IVAR_VALID)
		card->pf_irq.eicr |= BIT(ivar & 0x1f);
	card_deliver(card, VTC_CARD_PF, &card->pf_irq);
}

/* Whose a queue is */
unsigned int vtc_card_owner(const struct vtc_card *card, unsigned int q)
{
	unsigned int vf = q % VTC_CARD_VFS;

	return vf < card->n_vfs ? vf : VTC_CARD_PF;
}

void vtc_card_queue_irq(struct vtc_card *card, unsigned int q, bool tx)
{
	unsigned int who = vtc_card_owner(card, q);
	struct vtc_card_irqs *irq = &card->pf_irq;
	u32 ivar;

	if (!card_is_msix(card)) {
		card_other(card, tx ? VTC_ICR_TXDW : VTC_ICR_RXDW);
		return;
	}
	if (who != VTC_CARD_PF) {
		irq = &card->irq[who];
		ivar = irq->ivar;
	} else {
		ivar = *vtc_card_reg(card, VTC_IVAR(q % VTC_CARD_VFS));
	}
	ivar >>= q / VTC_CARD_VFS * 16 + tx * 8;
	if (!(ivar & VTC_IVAR_VALID))
		return;
	irq->eicr |= BIT(ivar & 0x1f);
	card_deliver(card, who, irq);
}

/* Those that both kinds of functions have; false: another register */
static bool card_read_irq(struct vtc_card_irqs *irq, u32 reg, u32 *val)
{
	switch (reg) {
	case VTC_EICR:
		*val = irq->eicr;
		irq->eicr = 0;
		return true;
	case VTC_EIMS:
		*val = irq->eims;
		return true;
	case VTC_EIAC:
		*val = irq->eiac;
		return true;
	case VTC_EIAM:
		*val = irq->eiam;
		return true;
	}
	return false;
}

static bool card_write_irq(struct vtc_card *card, unsigned int who,
			   struct vtc_card_irqs *irq, u32 reg, u32 val)
{
	switch (reg) {
	case VTC_EICR:
		irq->eicr &= ~val;
		return true;
	case VTC_EICS:
		irq->eicr |= val;
		break;
	case VTC_EIMS:
		irq->eims |= val;
		break;
	case VTC_EIMC:
		irq->eims &= ~val;
		return true;
	case VTC_EIAC:
		irq->eiac = val;
		return true;
	case VTC_EIAM:
		irq->eiam = val;
		return true;
	default:
		return false;
	}
	card_deliver(card, who, irq);
	return true;
}

/* --- resets --- */

static void card_clear_ring(struct vtc_card *card, u32 ring)
{
	memset(vtc_card_reg(card, ring), 0, 0x40);
}

static void card_disable(struct vtc_card *card, u32 ring)
{
	*vtc_card_reg(card, ring + VTC_RING_DCTL) &= ~VTC_DCTL_ENABLE;
}

static bool card_is_ready(struct vtc_card *card)
{
	return *vtc_card_reg(card, VTC_CTRL_EXT) & VTC_CTRL_EXT_PFRSTD;
}

/* A reset of a VF disables its queues and leaves where they pointed */
void vtc_card_reset_vf(struct vtc_card *card, unsigned int vf)
{
	unsigned int q;

	memset(&card->irq[vf], 0, sizeof(card->irq[vf]));
	for (q = vf; q < VTC_CARD_QUEUES; q += VTC_CARD_VFS) {
		card_disable(card, VTC_PF_RX_RING(q));
		card_disable(card, VTC_PF_TX_RING(q));
	}
	card->box[vf].vfu = false;
	card->box[vf].v2p = card_is_ready(card) ? VTC_V2P_RSTD : VTC_V2P_RSTI;
	card->vflre |= BIT(vf);
	card_other(card, VTC_ICR_VMMB);
}

static void card_forget(struct vtc_card *card)
{
	unsigned int vf, q;

	memset(card->chip.reg, 0, sizeof(card->chip.reg));
	memset(card->high, 0, sizeof(card->high));
	memset(&card->pf_irq, 0, sizeof(card->pf_irq));
	memset(card->vlan, 0xff, sizeof(card->vlan));
	memset(card->rate, 0, sizeof(card->rate));
	card->icr = 0;
	card->ims = 0;
	card->vflre = 0;
	card->wvbr = 0;
	for (q = 0; q < VTC_CARD_QUEUES; q++) {
		card_clear_ring(card, VTC_PF_RX_RING(q));
		card_clear_ring(card, VTC_PF_TX_RING(q));
	}
	*vtc_card_reg(card, VTC_RXPBS) = 64;
	*vtc_card_reg(card, VTC_TXPBS) = 40;
	*vtc_card_reg(card, VTC_VFRE) = 0xff;
	*vtc_card_reg(card, VTC_VFTE) = 0xff;
	for (vf = 0; vf < VTC_CARD_VFS; vf++) {
		memset(&card->irq[vf], 0, sizeof(card->irq[vf]));
		card->box[vf].cause = 0;
		card->box[vf].vfu = false;
		card->box[vf].pfu = false;
		card->box[vf].v2p = VTC_V2P_RSTI;
	}
}

/* The MAC, not the PHY */
void vtc_card_reset_pf(struct vtc_card *card)
{
	u32 link_mode = *vtc_card_reg(card, VTC_CTRL_EXT) &
			VTC_CTRL_EXT_LINK_MODE;

	card_forget(card);
	*vtc_card_reg(card, VTC_CTRL_EXT) = link_mode;
}

/* As it left the factory: a copper port with a cable in it */
void vtc_card_power_on(struct vtc_card *card)
{
	card_forget(card);
	memset(card->nvm, 0, sizeof(card->nvm));
	card->nvm[0] = 0x1a02;	/* 02:1a:.. */
	card->nvm[1] = 0x2b00;
	card->nvm[2] = 0x103c;
	card->nvm[5] = 0x1230;
	card->nvm[0x37] = 0xffff;
	vtc_card_seal_nvm(card);
	memset(card->phy, 0, sizeof(card->phy));
	card->phy[MII_BMCR] = BMCR_ANENABLE;
	card->phy[MII_BMSR] = BMSR_ANEGCAPABLE | BMSR_ESTATEN | BMSR_10HALF |
			      BMSR_10FULL | BMSR_100HALF | BMSR_100FULL;
	card->phy[MII_ESTATUS] = ESTATUS_1000_TFULL;
	card->phy[MII_PHYSID1] = CARD_PHY_ID1;
	card->phy[MII_PHYSID2] = CARD_PHY_ID2;
	card->phy[MII_ADVERTISE] = ADVERTISE_ALL | ADVERTISE_CSMA;
	card->cable = true;
	card->deaf = false;
	card->hold_tx = false;
	card->no_loop = false;
	card->no_irqs = false;
	card->irqs_left = VTC_CARD_STAYS;
	card->stuck = false;
	card->n_vfs = 0;
	card->left = VTC_CARD_STAYS;
	card->in_vain = 0;
}

/* The checksum of what the image holds now */
void vtc_card_seal_nvm(struct vtc_card *card)
{
	u16 sum = 0;
	unsigned int i;

	for (i = 0; i < 0x3f; i++)
		sum += card->nvm[i];
	card->nvm[0x3f] = CARD_NVM_SUM - sum;
}

void vtc_card_init(struct vtc_card *card)
{
	unsigned int vf;

	spin_lock_init(&card->lock);
	for (vf = 0; vf < VTC_CARD_VFS; vf++)
		vtc_mailbox_setup(&card->box[vf], vf);
	vtc_card_power_on(card);
}

/* --- PHY and NVM --- */

static u16 card_phy_read(struct vtc_card *card, unsigned int reg)
{
	bool up = card_link(card);

	switch (reg) {
	case MII_BMSR:
		return card->phy[reg] | (up ? BMSR_LSTATUS | BMSR_ANEGCOMPLETE : 0);
	case MII_LPA:
		return up ? LPA_LPACK | LPA_100FULL | LPA_100HALF | LPA_10FULL |
			    LPA_10HALF | LPA_PAUSE_CAP : 0;
	case MII_STAT1000:
		return up ? LPA_1000FULL : 0;
	}
	return card->phy[reg];
}

static void card_phy_write(struct vtc_card *card, unsigned int reg, u16 val)
{
	bool was = card_link(card);

	if (reg == MII_BMCR)
		val &= ~(BMCR_RESET | BMCR_ANRESTART);
	card->phy[reg] = val;
	if (card_link(card) != was || reg == MII_BMCR)
		card_other(card, VTC_ICR_LSC);
}

static u32 card_mdic(struct vtc_card *card, u32 val)
{
	unsigned int reg = FIELD_GET(VTC_MDIC_REG, val);

	if (FIELD_GET(VTC_MDIC_PHY, val) != 1)
		return val | VTC_MDIC_READY | VTC_MDIC_ERROR;
	if (FIELD_GET(VTC_MDIC_OP, val) == VTC_MDIC_OP_WRITE)
		card_phy_write(card, reg, FIELD_GET(VTC_MDIC_DATA, val));
	else
		val = (val & ~VTC_MDIC_DATA) | card_phy_read(card, reg);
	return val | VTC_MDIC_READY;
}

static u32 card_eerd(struct vtc_card *card, u32 val)
{
	u32 word = FIELD_GET(VTC_EERD_ADDR, val);

	if (!(val & VTC_EERD_START))
		return val;
	card->strays += word >= VTC_CARD_NVM_WORDS;
	return VTC_EERD_DONE |
	       FIELD_PREP(VTC_EERD_DATA, card->nvm[word % VTC_CARD_NVM_WORDS]);
}

/* --- mailbox --- */

static u32 card_mail_causes(struct vtc_card *card)
{
	u32 causes = 0;
	unsigned int vf;

	for (vf = 0; vf < VTC_CARD_VFS; vf++)
		causes |= card->box[vf].cause;
	return causes;
}

/* The buffer or the control register of a VF's, as the PF reaches it */
static struct vtc_mailbox *card_box(struct vtc_card *card, u32 reg)
{
	if (reg >= VTC_VMBMEM(0) && reg < VTC_VMBMEM(VTC_CARD_VFS))
		return &card->box[(reg - VTC_VMBMEM(0)) / 64];
	if (reg >= VTC_P2VMAILBOX(0) && reg < VTC_P2VMAILBOX(VTC_CARD_VFS))
		return &card->box[(reg - VTC_P2VMAILBOX(0)) / 4];
	return NULL;
}

static void card_write_box(struct vtc_card *card, struct vtc_mailbox *box,
			   u32 reg, u32 val)
{
	struct vtc_card_irqs *irq = &card->irq[box->vf];

	box->pf_side.wr(&box->pf_side, reg, val);
	if (reg != VTC_P2VMAILBOX(box->vf) || !(val & (VTC_P2V_STS | VTC_P2V_ACK)))
		return;
	if (irq->misc & VTC_IVAR_VALID)
		irq->eicr |= BIT(irq->misc & 0x1f);
	card_deliver(card, box->vf, irq);
}

/* --- the PF --- */

static u32 card_status(struct vtc_card *card)
{
	return VTC_STATUS_FD | FIELD_PREP(VTC_STATUS_SPEED, 2) |
	       (card_link(card) ? VTC_STATUS_LU : 0);
}

static u32 card_read_pf(struct vtc_card *card, u32 reg)
{
	struct vtc_mailbox *box = card_box(card, reg);
	u32 val;

	if (box)
		return box->pf_side.rd(&box->pf_side, reg);
	if (card_read_irq(&card->pf_irq, reg, &val))
		return val;
	val = *vtc_card_reg(card, reg);
	switch (reg) {
	case VTC_STATUS:
		return card_status(card);
	case VTC_EECD:
		return val | VTC_EECD_PRES | VTC_EECD_AUTO_RD |
		       FIELD_PREP(VTC_EECD_SIZE, 2);
	case VTC_SWSM:
		*vtc_card_reg(card, reg) |= VTC_SWSM_SMBI;
		return val;
	case VTC_ICR:
		val = card->icr;
		card->icr = 0;
		return val;
	case VTC_IMS:
		return card->ims;
	case VTC_MBVFICR:
		return card_mail_causes(card);
	case VTC_VFLRE:
		return card->vflre;
	case VTC_WVBR:
		val = card->wvbr;
		card->wvbr = 0;
		return val;
	}
	if (reg >= VTC_STAT_CRCERRS && reg < CARD_STATS_END)
		*vtc_card_reg(card, reg) = 0;
	return val;
}

static void card_write_ctrl(struct vtc_card *card, u32 val)
{
	if (!(val & VTC_CTRL_RST)) {
		*vtc_card_reg(card, VTC_CTRL) = val;
		return;
	}
	vtc_card_reset_pf(card);
	if (card->stuck)
		*vtc_card_reg(card, VTC_CTRL) = VTC_CTRL_RST;
}

static void card_write_ctrl_ext(struct vtc_card *card, u32 val)
{
	unsigned int vf;

	*vtc_card_reg(card, VTC_CTRL_EXT) = val;
	if (!(val & VTC_CTRL_EXT_PFRSTD))
		return;
	for (vf = 0; vf < VTC_CARD_VFS; vf++)
		if (card->box[vf].v2p & VTC_V2P_RSTI) {
			card->box[vf].v2p &= ~VTC_V2P_RSTI;
			card->box[vf].v2p |= VTC_V2P_RSTD;
		}
}

static void card_write_pf(struct vtc_card *card, u32 reg, u32 val)
{
	struct vtc_mailbox *box = card_box(card, reg);
	unsigned int vf;

	if (box) {
		card_write_box(card, box, reg, val);
		return;
	}
	if (card_write_irq(card, VTC_CARD_PF, &card->pf_irq, reg, val))
		return;
	switch (reg) {
	case VTC_CTRL:
		card_write_ctrl(card, val);
		return;
	case VTC_CTRL_EXT:
		card_write_ctrl_ext(card, val);
		return;
	case VTC_EERD:
		val = card_eerd(card, val);
		break;
	case VTC_MDIC:
		val = card_mdic(card, val);
		break;
	case VTC_ICR:
		card->icr &= ~val;
		return;
	case VTC_ICS:
		card_other(card, val);
		return;
	case VTC_IMS:
		card->ims |= val;
		card_other(card, 0);
		return;
	case VTC_IMC:
		card->ims &= ~val;
		return;
	case VTC_MBVFICR:
		for (vf = 0; vf < VTC_CARD_VFS; vf++)
			card->box[vf].cause &= ~val;
		return;
	case VTC_VFLRE:
		card->vflre &= ~val;
		return;
	case VTC_RTTBCNRC:
		card->rate[*vtc_card_reg(card, VTC_RTTDQSEL) % VTC_CARD_QUEUES] = val;
		return;
	}
	*vtc_card_reg(card, reg) = val;
	if (reg >= VTC_PF_TX_RING(0) && reg < VTC_PF_TX_RING(VTC_CARD_QUEUES) &&
	    (reg & 0x3f) == VTC_RING_TAIL)
		vtc_card_send(card, (reg - VTC_PF_TX_RING(0)) / 0x40);
}

/* --- a VF --- */

/* Where the PF sees a register of a VF's rings, 0: it is none */
static u32 card_ring_of_vf(unsigned int vf, u32 reg)
{
	unsigned int i;

	for (i = 0; i < 2; i++) {
		if (reg - VTC_VF_RX_RING(i) < 0x40)
			return VTC_PF_RX_RING(vf + i * VTC_CARD_VFS) +
			       reg - VTC_VF_RX_RING(i);
		if (reg - VTC_VF_TX_RING(i) < 0x40)
			return VTC_PF_TX_RING(vf + i * VTC_CARD_VFS) +
			       reg - VTC_VF_TX_RING(i);
	}
	return 0;
}

static u32 card_read_vf(struct vtc_card *card, unsigned int vf, u32 reg)
{
	struct vtc_mailbox *box = &card->box[vf];
	struct vtc_card_irqs *irq = &card->irq[vf];
	u32 ring = card_ring_of_vf(vf, reg);
	u32 val;

	if (ring)
		return *vtc_card_reg(card, ring);
	if (card_read_irq(irq, reg, &val))
		return val;
	switch (reg) {
	case VTC_CTRL:
		return 0;
	case VTC_STATUS:
		return card_status(card);
	case VTC_IVAR(0):
		return irq->ivar;
	case VTC_VF_IVAR_MISC:
		return irq->misc;
	}
	if (reg >= VTC_VFGPRC && reg <= VTC_VFMPRC)
		return *vtc_card_reg(card, VTC_PVF(vf) + reg - 0xf00);
	return box->vf_side.rd(&box->vf_side, reg);
}

static void card_write_vf(struct vtc_card *card, unsigned int vf, u32 reg, u32 val)
{
	struct vtc_mailbox *box = &card->box[vf];
	struct vtc_card_irqs *irq = &card->irq[vf];
	u32 ring = card_ring_of_vf(vf, reg);

	if (ring) {
		card_write_pf(card, ring, val);
		return;
	}
	if (card_write_irq(card, vf, irq, reg, val))
		return;
	if (reg == VTC_CTRL) {
		if (val & VTC_CTRL_RST)
			vtc_card_reset_vf(card, vf);
	} else if (reg == VTC_IVAR(0)) {
		irq->ivar = val;
	} else if (reg == VTC_VF_IVAR_MISC) {
		irq->misc = val;
	} else if (reg < VTC_EITR(0) || reg > VTC_EITR(2)) {
		box->vf_side.wr(&box->vf_side, reg, val);
		if (reg == VTC_V2PMAILBOX && val & (VTC_V2P_REQ | VTC_V2P_ACK))
			card_other(card, VTC_ICR_VMMB);
	}
}

/* --- anybody --- */

bool vtc_card_is_gone(const struct vtc_card *card)
{
	return !card->left;
}

/* One access more; false: nobody is there */
static bool card_answers(struct vtc_card *card)
{
	card->accesses++;
	if (card->deaf || vtc_card_is_gone(card)) {
		card->in_vain++;
		return false;
	}
	if (card->left != VTC_CARD_STAYS)
		card->left--;
	return true;
}

u32 vtc_card_read(struct vtc_card *card, unsigned int who, u32 reg)
{
	unsigned long flags;
	u32 val = ~0u;

	spin_lock_irqsave(&card->lock, flags);
	if (card_answers(card))
		val = who == VTC_CARD_PF ? card_read_pf(card, reg) :
					   card_read_vf(card, who, reg);
	spin_unlock_irqrestore(&card->lock, flags);
	return val;
}

void vtc_card_write(struct vtc_card *card, unsigned int who, u32 reg, u32 val)
{
	unsigned long flags;

	spin_lock_irqsave(&card->lock, flags);
	if (!card_answers(card))
		;
	else if (who == VTC_CARD_PF)
		card_write_pf(card, reg, val);
	else
		card_write_vf(card, who, reg, val);
	spin_unlock_irqrestore(&card->lock, flags);
}

void vtc_card_set_cable(struct vtc_card *card, bool there)
{
	unsigned long flags;

	spin_lock_irqsave(&card->lock, flags);
	card->cable = there;
	card_other(card, VTC_ICR_LSC);
	spin_unlock_irqrestore(&card->lock, flags);
}
