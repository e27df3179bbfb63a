// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a VF is told unasked: its link policy, and that it must begin anew.
 *
 * Nobody waits for a VF to read it.  What lies in the buffer is not written
 * over until it has been read, or for a second.
 */
#include <linux/errno.h>
#include <linux/jiffies.h>
#include "vfhw.h"
#include "vfwork.h"

/*
 * A VF that is not initialised is reminded this often at most, and not while
 * it may be about to send RESET: the reminder would lie where it expects the
 * answer.
 */
#define VTC_VFTELL_NACK_GAP	(2 * HZ)
/* How long an unread message keeps the buffer from the next one */
#define VTC_VFTELL_UNREAD	HZ
#define VTC_VFTELL_LINK_NOTE	0

static void vtc_vftell_sent(struct vtc_pf_vf *v)
{
	v->unread = true;
	v->sent_at = jiffies;
	/* It fills the buffer: nothing of before is left */
	v->wipe = false;
}

/**
 * vtc_vftell_ack() - a VF says that it has taken a message
 * @v: VF
 *
 * Context: cfg_lock.
 * Return: false if there was none that it had not taken.
 */
bool vtc_vftell_ack(struct vtc_pf_vf *v)
{
	bool was = v->unread;

	v->unread = false;
	/* An answer taken by a VF we do not know: it missed a reset of ours */
	if (v->cts || v->lost)
		return was;
	if (time_before(jiffies, v->nack_at + VTC_VFTELL_NACK_GAP))
		return was;
	v->nack_at = jiffies;
	v->lost = true;
	return was;
}

/**
 * vtc_vftell_reply() - answer the request that was taken
 * @v: VF, its buffer held
 * @w: VTC_MBX_WORDS words
 *
 * Context: cfg_lock.
 */
void vtc_vftell_reply(struct vtc_pf_vf *v, const u32 *w)
{
	vtc_vfhw_drop_ack(v->mbx.hw, v->mbx.vf);
	vtc_mbx_pf_reply(&v->mbx, w);
	vtc_vftell_sent(v);
}

/**
 * vtc_vftell_lost_cts() - answer a request of a VF that the PF does not know
 * @v: VF, its buffer held
 *
 * It has to send RESET.
 *
 * Context: cfg_lock.
 */
void vtc_vftell_lost_cts(struct vtc_pf_vf *v)
{
	u32 w[VTC_MBX_WORDS] = {};

	vtc_msg_encode_lost_cts(w);
	vtc_vftell_reply(v, w);
	v->nack_at = jiffies;
}

/* Asked under the buffer's lock, before something is written there */
static bool vtc_vftell_has_request(const struct vtc_mbx_pf *mbx)
{
	vtc_vfhw_drop_ack(mbx->hw, mbx->vf);
	return vtc_vftenant_has_request(mbx);
}

static void vtc_vftell_one(struct vtc_pf *pf, unsigned int vf)
{
	struct vtc_pf_vf *v = &pf->vf[vf];
	u32 w[VTC_MBX_WORDS] = {};
	int err;

	if (v->lost)
		vtc_msg_encode_lost_cts(w);
	else
		vtc_msg_encode_control(v->cts && v->admin.link != VTC_LINK_DISABLE,
				       v->admin.link, w);
	/* What lies in the buffer is read first, unless nobody reads at all */
	if (v->unread && time_before(jiffies, v->sent_at + VTC_VFTELL_UNREAD))
		return;
	err = vtc_mbx_pf_post(&v->mbx, w, vtc_vftell_has_request);
	vtc_vfpark_tried(pf, vf, err);
	if (err)
		return;
	vtc_vftell_sent(v);
	v->lost = false;
	v->notify = false;
}

/**
 * vtc_vftell_all() - tell each VF what it is to be told
 * @pf: port
 *
 * Context: cfg_lock.
 */
void vtc_vftell_all(struct vtc_pf *pf)
{
	bool link = test_and_clear_bit(VTC_VFTELL_LINK_NOTE, &pf->link_note);
	unsigned int vf;

	if (link)
		vtc_config_rates(pf);
	for (vf = 0; vf < pf->n_vfs; vf++) {
		struct vtc_pf_vf *v = &pf->vf[vf];

		if (link && v->cts)
			v->notify = true;
		if (v->wipe && vtc_vfpark_may_try(v))
			vtc_vftenant_wipe(pf, vf);
		if ((v->lost || v->notify) && vtc_vfpark_may_try(v))
			vtc_vftell_one(pf, vf);
	}
}

/**
 * vtc_vftell_restart() - make a running VF begin anew
 * @pf: port
 * @vf: index
 *
 * Something it was told with the answer to its RESET has changed.  Its traffic
 * goes on until it has.
 *
 * Context: cfg_lock.
 */
void vtc_vftell_restart(struct vtc_pf *pf, unsigned int vf)
{
	pf->vf[vf].cts = false;
	pf->vf[vf].lost = true;
	vtc_vfmail_kick(pf);
}

/**
 * vtc_vftell_notify() - tell a VF its link policy
 * @pf: port
 * @vf: index
 *
 * Context: cfg_lock.
 */
void vtc_vftell_notify(struct vtc_pf *pf, unsigned int vf)
{
	pf->vf[vf].notify = true;
	vtc_vfmail_kick(pf);
}

/**
 * vtc_vftell_link_changed() - let every VF know, and rescale the rates
 * @pf: port
 *
 * Context: any; also with locks held that cfg_lock must not nest in.
 */
void vtc_vftell_link_changed(struct vtc_pf *pf)
{
	set_bit(VTC_VFTELL_LINK_NOTE, &pf->link_note);
	vtc_vfmail_kick(pf);
}
