/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The PF's side of a VF, as the files share it that together answer VFs:
 *
 *   vfmail.c    the work: who has rung, whose turn it is, who has to wait
 *   vfreq.c     one request of one VF, and its answer
 *   vftell.c    what a VF is told unasked
 *   vftenant.c  a VF begins anew
 *   vfpark.c    a VF that does not let go of its mailbox
 *   vflog.c     one line a VF, a kind and five seconds
 *
 * All of it is under cfg_lock.
 */
#ifndef VTC_VFWORK_H
#define VTC_VFWORK_H

#include "pf.h"

/* vfreq.c */
int vtc_vfreq_serve(struct vtc_pf *pf, unsigned int vf, bool *reset);

/* vftell.c */
void vtc_vftell_reply(struct vtc_pf_vf *v, const u32 *w);
bool vtc_vftell_ack(struct vtc_pf_vf *v);
void vtc_vftell_lost_cts(struct vtc_pf_vf *v);
void vtc_vftell_all(struct vtc_pf *pf);

/* vftenant.c */
void vtc_vftenant_forget(struct vtc_pf *pf, unsigned int vf);
bool vtc_vftenant_has_request(const struct vtc_mbx_pf *mbx);
void vtc_vftenant_wipe(struct vtc_pf *pf, unsigned int vf);

/* vfpark.c */
bool vtc_vfpark_may_try(const struct vtc_pf_vf *v);
void vtc_vfpark_tried(struct vtc_pf *pf, unsigned int vf, int err);
void vtc_vfpark_look(struct vtc_pf_vf *v);
unsigned long vtc_vfpark_wait(const struct vtc_pf_vf *v);

#endif /* VTC_VFWORK_H */
