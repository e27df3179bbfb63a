/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A whole 82576: the registers of the PF and of its VFs with what they do, DMA
 * included.
 *
 * Knows nothing of PCI (that is bus.c) and shares nothing with the drivers but
 * register offsets and the layout of descriptors.
 */
#ifndef VTC_CARD_H
#define VTC_CARD_H

#include <linux/spinlock.h>
#include <linux/types.h>
#include "chip.h"
#include "mailbox.h"

#define VTC_CARD_PF		8	/* who accesses: VF 0..7 or the PF */
#define VTC_CARD_VFS		8
#define VTC_CARD_QUEUES		16
#define VTC_CARD_VECTORS	10
#define VTC_CARD_VF_VECTORS	3
#define VTC_CARD_NVM_WORDS	256
#define VTC_CARD_PHY_REGS	32
#define VTC_CARD_FRAME		16384
#define VTC_CARD_STAYS		UINT_MAX

/**
 * struct vtc_card_irqs - interrupt registers of a function
 * @eicr: causes
 * @eims: those that may interrupt
 * @eiac: those that clear themselves
 * @eiam: those that mask themselves
 * @ivar: which vector, by queue pair
 * @misc: vector of everything else
 */
struct vtc_card_irqs {
	u32 eicr;
	u32 eims;
	u32 eiac;
	u32 eiam;
	u32 ivar;
	u32 misc;
};

/**
 * struct vtc_card - the card
 * @lock: of all
 * @chip: most registers of the PF, as the switch reads them
 * @high: those behind, by offset
 * @box: mailboxes
 * @irq: of each VF
 * @icr: causes of the PF's other vector
 * @ims: those that may interrupt
 * @pf_irq: its vectors
 * @vflre: VFs that were reset
 * @wvbr: queues that spoofed
 * @nvm: words
 * @phy: registers
 * @cable: there is a partner
 * @deaf: its registers do not answer
 * @no_loop: the MAC's loop loses everything
 * @no_irqs: no interrupt gets out
 * @irqs_left: interrupts that the kernel still gets, VTC_CARD_STAYS: all
 * @hold_tx: nothing is fetched from transmit rings
 * @stuck: it does not come out of a reset
 * @n_vfs: VFs that there are, as PCI enabled them
 * @vlan: tag of the last context of each queue
 * @rate: limits of the queues, one of which RTTDQSEL shows
 * @fire: raise a vector of a function; with @lock held
 * @is_master: may a function do DMA; with @lock held
 * @to_wire: a frame leaves; with @lock held
 * @left: accesses until it vanishes, VTC_CARD_STAYS: it does not
 * @in_vain: accesses since
 * @accesses: of the PF and VFs since somebody set it to 0
 * @strays: DMA or accesses that make no sense
 */
struct vtc_card {
	spinlock_t lock; /* everything here */
	struct vtc_chip chip;
	u32 high[VTC_CHIP_BYTES / 4];
	struct vtc_mailbox box[VTC_CARD_VFS];
	struct vtc_card_irqs irq[VTC_CARD_VFS];
	u32 icr;
	u32 ims;
	struct vtc_card_irqs pf_irq;
	u32 vflre;
	u32 wvbr;
	u16 nvm[VTC_CARD_NVM_WORDS];
	u16 phy[VTC_CARD_PHY_REGS];
	bool cable;
	bool deaf;
	bool no_loop;
	bool no_irqs;
	unsigned int irqs_left;
	bool hold_tx;
	bool stuck;
	unsigned int n_vfs;
	u16 vlan[VTC_CARD_QUEUES];
	u32 rate[VTC_CARD_QUEUES];
	void (*fire)(struct vtc_card *card, unsigned int who, unsigned int vec);
	bool (*is_master)(struct vtc_card *card, unsigned int who);
	void (*to_wire)(struct vtc_card *card, const u8 *frame, unsigned int len,
			u16 vid);
	unsigned int left;
	unsigned int in_vain;
	unsigned int accesses;
	unsigned int strays;
};

void vtc_card_init(struct vtc_card *card);
void vtc_card_power_on(struct vtc_card *card);
void vtc_card_seal_nvm(struct vtc_card *card);
u32 vtc_card_read(struct vtc_card *card, unsigned int who, u32 reg);
void vtc_card_write(struct vtc_card *card, unsigned int who, u32 reg, u32 val);
void vtc_card_reset_vf(struct vtc_card *card, unsigned int vf);
void vtc_card_reset_pf(struct vtc_card *card);
bool vtc_card_is_gone(const struct vtc_card *card);
void vtc_card_set_cable(struct vtc_card *card, bool there);
void vtc_card_release(struct vtc_card *card);
void vtc_card_from_wire(struct vtc_card *card, const u8 *frame, unsigned int len,
			u16 vid);

/* Between card.c and card_dma.c; with the lock held */
u32 *vtc_card_reg(struct vtc_card *card, u32 reg);
unsigned int vtc_card_owner(const struct vtc_card *card, unsigned int q);
void vtc_card_queue_irq(struct vtc_card *card, unsigned int q, bool tx);
void vtc_card_send(struct vtc_card *card, unsigned int q);

#endif /* VTC_CARD_H */
