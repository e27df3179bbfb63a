/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Adaptive interrupt moderation: the kernel's net_dim decides, this tells it
 * what a vector does and hands its decision to whoever owns EITR.
 */
#ifndef VTC_DIM_H
#define VTC_DIM_H

#include <linux/types.h>

struct vtc_qvec;

/* Is there a net_dim in this kernel */
bool vtc_dim_possible(void);
void vtc_dim_init(struct vtc_qvec *qv);
void vtc_dim_stop(struct vtc_qvec *qv);
void vtc_dim_poll(struct vtc_qvec *qv);

#endif /* VTC_DIM_H */
