// SPDX-License-Identifier: GPL-2.0-only
/*
 * A VF that does not let go of its mailbox.
 *
 * A VF that is at work holds the buffer for microseconds; its processor may be
 * taken away meanwhile, so the PF comes back a little later.  Then it breaks
 * the hold, once.  Where that does not help the VF is parked: it costs one
 * register access a second until it has let go, and nobody waits for it.
 */
#include <linux/errno.h>
#include <linux/jiffies.h>
#include "vfwork.h"

#define VTC_VFPARK_GRACE	msecs_to_jiffies(10)

/**
 * vtc_vfpark_may_try() - is it worth while to reach for the buffer
 * @v: VF
 *
 * Context: cfg_lock.
 * Return: false while the VF is parked or has its grace.
 */
bool vtc_vfpark_may_try(const struct vtc_pf_vf *v)
{
	return !v->parked &&
	       (!v->mbx.insist || time_after_eq(jiffies, v->insist_at));
}

/**
 * vtc_vfpark_wait() - when to reach for the buffer again
 * @v: VF
 *
 * Context: cfg_lock.
 * Return: jiffies; 0: now; MAX_JIFFY_OFFSET: not before it has let go.
 */
unsigned long vtc_vfpark_wait(const struct vtc_pf_vf *v)
{
	if (v->parked)
		return MAX_JIFFY_OFFSET;
	return vtc_vfpark_may_try(v) ? 0 : v->insist_at - jiffies;
}

static void vtc_vfpark_park(struct vtc_pf *pf, unsigned int vf)
{
	struct vtc_pf_vf *v = &pf->vf[vf];

	v->parked = true;
	v->counts.parked++;
	if (vtc_vflog_may(v, VTC_VFLOG_PARKED))
		netdev_warn(pf->netdev,
			    "VF %u: does not let go of its mailbox\n", vf);
}

/**
 * vtc_vfpark_tried() - somebody has reached for the buffer
 * @pf: port
 * @vf: index
 * @err: -EBUSY: the VF holds it; anything else: it does not
 *
 * Context: cfg_lock.
 */
void vtc_vfpark_tried(struct vtc_pf *pf, unsigned int vf, int err)
{
	struct vtc_pf_vf *v = &pf->vf[vf];

	if (err != -EBUSY) {
		v->parked = false;
		v->mbx.insist = false;
	} else if (v->mbx.insist) {
		vtc_vfpark_park(pf, vf);
	} else {
		v->mbx.insist = true;
		v->insist_at = jiffies + VTC_VFPARK_GRACE;
	}
}

/**
 * vtc_vfpark_look() - has a VF let go that was parked
 * @v: VF
 *
 * To be asked when it has rung, which gives the buffer back, and once a second.
 *
 * Ends its grace as well.
 *
 * Context: cfg_lock; one register access, none if it is not parked.
 */
void vtc_vfpark_look(struct vtc_pf_vf *v)
{
	v->insist_at = jiffies;
	if (!v->parked || vtc_mbx_pf_is_held(&v->mbx))
		return;
	v->parked = false;
	v->mbx.insist = false;
}
