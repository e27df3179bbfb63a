/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The PF's interrupt registers.
 *
 * Owns ICR, IMS, IMC, EIMS, EIMC, EIAC, EIAM, EITR and MBVFIMR.  How causes find
 * their vectors is the generation's.
 * Knows vectors by number and not what they serve: irq.c does.
 */
#ifndef VTC_IRQHW_H
#define VTC_IRQHW_H

#include "gen.h"
#include "hw.h"
#include "qvec.h"

/* With MSI-X this vector is for everything but queues */
#define VTC_IRQHW_OTHER		0

/**
 * struct vtc_irqhw_causes - what a handler found
 * @ours: anything at all; an INTx line has other users
 * @link: the link has changed
 * @mail: a VF has written, read or was reset
 * @queues: frames were received or sent (never with MSI-X)
 */
struct vtc_irqhw_causes {
	bool ours;
	bool link;
	bool mail;
	bool queues;
};

void vtc_irqhw_causes(const struct vtc_hw *hw, struct vtc_irqhw_causes *c);
void vtc_irqhw_arm_other(const struct vtc_hw *hw, const struct vtc_gen *gen);
void vtc_irqhw_mail_on(const struct vtc_hw *hw);
void vtc_irqhw_mail_off(const struct vtc_hw *hw);
void vtc_irqhw_mail_from(const struct vtc_hw *hw, u32 vfs);
void vtc_irqhw_init_vector(struct vtc_qvec *qv, unsigned int vec, bool msix);
void vtc_irqhw_route(const struct vtc_hw *hw, const struct vtc_gen *gen,
		     unsigned int q, struct vtc_qvec *qv, bool msix);
void vtc_irqhw_setup(const struct vtc_hw *hw, const struct vtc_gen *gen,
		     bool msix, unsigned int vectors);
void vtc_irqhw_mask_queue(const struct vtc_hw *hw, const struct vtc_qvec *qv,
			  bool msix);
void vtc_irqhw_mask_all(const struct vtc_hw *hw);
void vtc_irqhw_write_usecs(const struct vtc_hw *hw, const struct vtc_gen *gen,
			   const struct vtc_qvec *qv);

#endif /* VTC_IRQHW_H */
